#include "config.h"

#include "tog-zone-list.h"
#include "tog-zone.h"

#include <string.h>

static TogZoneItem *
find (GListModel *list, const char *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (TogZoneItem) item = g_list_model_get_item (list, i);

      if (g_str_equal (item->name, name))
        return g_steal_pointer (&item);
    }
  return NULL;
}

static void
test_all (void)
{
  g_autoptr (GListModel) list = tog_zone_list_new (NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_items = g_list_model_get_n_items (list);

  g_assert_cmpuint (n_items, >, 350);
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (TogZoneItem) item = g_list_model_get_item (list, i);
      g_autoptr (TogZone) zone = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_hash_table_add (seen, g_strdup (item->name)));
      g_assert_cmpstr (item->city, !=, "");
      g_assert_null (strchr (item->city, '_'));
      g_assert_false (g_str_has_prefix (item->name, "posix"));
      g_assert_false (g_str_has_prefix (item->name, "right"));
      g_assert_false (g_str_has_prefix (item->name, "Etc/"));

      /* Each can be chosen: the core knows it. */
      zone = tog_zone_lookup (item->name, &error);
      g_assert_no_error (error);
    }
  g_assert_true (g_hash_table_contains (seen, "UTC"));
  g_assert_true (g_hash_table_contains (seen, "Asia/Kathmandu"));
  g_assert_true (g_hash_table_contains (seen, "Australia/Lord_Howe"));
  g_assert_true (g_hash_table_contains (seen, "Antarctica/Troll"));
}

static void
test_names (void)
{
  g_autoptr (GListModel) list = tog_zone_list_new (NULL);
  g_autoptr (TogZoneItem) buenos_aires = find (list, "America/Argentina/Buenos_Aires");
  g_autoptr (TogZoneItem) utc = find (list, "UTC");
  g_autofree char *city = tog_zone_name_to_city ("Africa/Porto-Novo");

  g_assert_cmpstr (buenos_aires->city, ==, "Buenos Aires");
  g_assert_cmpstr (buenos_aires->region, ==, "Argentina, America");
  g_assert_cmpstr (utc->city, ==, "UTC");
  g_assert_cmpstr (utc->region, ==, "");
  g_assert_cmpstr (city, ==, "Porto-Novo");
}

static const struct
{
  const char *name;
  const char *search;
  TogZoneRank rank;
} SEARCHES[] = {
  { "America/Sao_Paulo", "sao", TOG_ZONE_RANK_CITY },
  { "America/Sao_Paulo", " SÃO paulo ", TOG_ZONE_RANK_CITY },
  { "America/Sao_Paulo", "São Paulo", TOG_ZONE_RANK_CITY },
  { "America/Sao_Paulo", "PAULO", TOG_ZONE_RANK_WORD },
  { "America/Sao_Paulo", "paulo sao", TOG_ZONE_RANK_WORD },
  { "America/Sao_Paulo", "america pau", TOG_ZONE_RANK_OTHER },
  { "America/Sao_Paulo", "brazil", TOG_ZONE_RANK_OTHER },
  { "America/Sao_Paulo", "aulo", TOG_ZONE_RANK_NONE },
  { "America/Sao_Paulo", "lisbon", TOG_ZONE_RANK_NONE },
  { "America/Port-au-Prince", "port au p", TOG_ZONE_RANK_CITY },
  { "America/Port-au-Prince", "Port-au-P", TOG_ZONE_RANK_CITY },
  { "America/Port-au-Prince", "prince", TOG_ZONE_RANK_WORD },
  { "America/Argentina/Buenos_Aires", "america/argentina/b", TOG_ZONE_RANK_OTHER },
  { "Europe/Zurich", "Zürich", TOG_ZONE_RANK_CITY },
  { "Asia/Kathmandu", "kath", TOG_ZONE_RANK_CITY },
  { "Asia/Kathmandu", "nepal", TOG_ZONE_RANK_OTHER },
  { "Asia/Kathmandu", "katmandu", TOG_ZONE_RANK_OTHER },
  { "Asia/Kolkata", "calcutta", TOG_ZONE_RANK_OTHER },
  { "Asia/Kolkata", "asia", TOG_ZONE_RANK_OTHER },
  { "Asia/Kolkata", "", TOG_ZONE_RANK_CITY },
  { "Asia/Kolkata", "  ", TOG_ZONE_RANK_CITY },
  { "Asia/Jerusalem", "ירושלים", TOG_ZONE_RANK_NONE },
  { "America/Denver", "navajo", TOG_ZONE_RANK_OTHER },
  { "UTC", "utc", TOG_ZONE_RANK_CITY },
  { "UTC", "", TOG_ZONE_RANK_CITY },
};

/* Some systems have no old names, or not all of them. */
static const struct
{
  const char *name;
  const char *search;
  TogZoneRank rank;
} OLD_NAMES[] = {
  { "Asia/Calcutta", "calcutta", TOG_ZONE_RANK_ALIAS },
  { "Asia/Calcutta", "kolkata", TOG_ZONE_RANK_NONE },
  { "Asia/Calcutta", "", TOG_ZONE_RANK_NONE },
  { "Navajo", "navajo", TOG_ZONE_RANK_ALIAS },
  { "Navajo", "denver", TOG_ZONE_RANK_NONE },
  { "US/Pacific", "pacific", TOG_ZONE_RANK_ALIAS },
  { "US/Pacific", "", TOG_ZONE_RANK_NONE },
  { "EST5EDT", "", TOG_ZONE_RANK_NONE },
  { "GMT", "gmt", TOG_ZONE_RANK_ALIAS },
};

static void
test_old_names (void)
{
  g_autoptr (GListModel) list = tog_zone_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (OLD_NAMES); i++)
    {
      g_autoptr (TogZoneItem) item = find (list, OLD_NAMES[i].name);

      g_test_message ("%s: %s", OLD_NAMES[i].name, OLD_NAMES[i].search);
      if (item != NULL)
        g_assert_cmpint (tog_zone_item_rank (item, OLD_NAMES[i].search), ==, OLD_NAMES[i].rank);
    }
}

static void
test_search (void)
{
  g_autoptr (GListModel) list = tog_zone_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (SEARCHES); i++)
    {
      g_autoptr (TogZoneItem) item = find (list, SEARCHES[i].name);

      g_test_message ("%s: %s", SEARCHES[i].name, SEARCHES[i].search);
      g_assert_nonnull (item);
      g_assert_cmpint (tog_zone_item_rank (item, SEARCHES[i].search), ==, SEARCHES[i].rank);
    }
}

/* What comes first, as far as it is written down here. */
static const struct
{
  const char *search;
  const char *names[4];
} FIRST[] = {
  { "lon", { "Europe/London", "Arctic/Longyearbyen" } },
  { "lis", { "Europe/Lisbon" } },
  { "york", { "America/New_York" } },
  { "new y", { "America/New_York" } },
  { "kath", { "Asia/Kathmandu" } },
  { "calcutta", { "Asia/Kolkata" } },
  { "san j", { "America/Argentina/San_Juan" } },
  { "nepal", { "Asia/Kathmandu" } },
  { "howe", { "Australia/Lord_Howe" } },
  { "pac", { "Pacific/Apia", "Pacific/Auckland" } },
};

static const char *
get_name (GPtrArray *items, guint position)
{
  return position < items->len ? ((TogZoneItem *) g_ptr_array_index (items, position))->name : NULL;
}

static void
test_order (void)
{
  g_autoptr (GListModel) list = tog_zone_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (FIRST); i++)
    {
      g_autoptr (GPtrArray) found = tog_zone_list_search (list, FIRST[i].search);
      TogZoneRank last = TOG_ZONE_RANK_CITY;

      for (guint j = 0; FIRST[i].names[j] != NULL; j++)
        g_assert_cmpstr (get_name (found, j), ==, FIRST[i].names[j]);

      /* No worse one comes before a better one, and none is missing. */
      for (guint j = 0; j < found->len; j++)
        {
          TogZoneRank rank = tog_zone_item_rank (g_ptr_array_index (found, j), FIRST[i].search);

          g_assert_cmpint (rank, >=, last);
          last = rank;
        }
    }
}

/* Before anything is typed: every place once, by city, and no old name of it but
 * what is in use. */
static void
test_browse (void)
{
  g_autofree char *before = g_strdup (g_getenv ("TZ"));
  g_autoptr (GListModel) list = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (TogZoneItem) calcutta = NULL;
  gboolean has_current = FALSE;
  gboolean has_local = FALSE;

  g_setenv ("TZ", "US/Pacific", TRUE);
  list = tog_zone_list_new ("Asia/Calcutta");
  if (before != NULL)
    g_setenv ("TZ", before, TRUE);
  else
    g_unsetenv ("TZ");

  all = tog_zone_list_search (list, "");
  g_assert_cmpuint (all->len, >, 350);
  for (guint i = 0; i < all->len; i++)
    {
      const TogZoneItem *item = g_ptr_array_index (all, i);
      const TogZoneItem *previous = i > 0 ? g_ptr_array_index (all, i - 1) : NULL;

      g_assert_false (item->is_alias);
      g_assert_false (g_str_equal (item->name, "Navajo"));
      if (previous != NULL)
        g_assert_cmpint (g_utf8_collate (previous->city, item->city), <=, 0);
      has_current |= g_str_equal (item->name, "Asia/Calcutta");
      has_local |= g_str_equal (item->name, "US/Pacific");
    }

  /* Some systems have no old names at all. */
  calcutta = find (list, "Asia/Calcutta");
  g_assert_true (has_current == (calcutta != NULL));
  if (calcutta != NULL)
    {
      g_assert_true (has_local);
      g_assert_cmpint (tog_zone_item_rank (calcutta, "calc"), ==, TOG_ZONE_RANK_CITY);
    }
}

/* What the environment says, where it says something that is a zone. */
static void
test_local (void)
{
  const struct
  {
    const char *tz;
    const char *name;
  } cases[] = {
    { "Asia/Kathmandu", "Asia/Kathmandu" },
    { ":Europe/Lisbon", "Europe/Lisbon" },
    { "/usr/share/zoneinfo/Pacific/Apia", "Pacific/Apia" },
    { "<+0545>-5:45", "UTC" },
    { "Mars/Olympus", "UTC" },
    { "../../etc/passwd", "UTC" },
    { "UTC", "UTC" },
  };
  g_autofree char *before = g_strdup (g_getenv ("TZ"));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = NULL;

      g_setenv ("TZ", cases[i].tz, TRUE);
      name = tog_zone_get_local ();
      g_assert_cmpstr (name, ==, cases[i].name);
    }
  if (before != NULL)
    g_setenv ("TZ", before, TRUE);
}

/* Without tzdata.zi, from the files alone. */
static void
test_walk (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *root = g_dir_make_tmp ("tog-zones-XXXXXX", &error);
  const char *files[] = {
    "Europe/Lisbon", "America/Indiana/Knox", "posix/Europe/Lisbon", "Etc/GMT+5", "zone.tab", "UTC"
  };
  g_autoptr (GListModel) list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (root, files[i], NULL);
      g_autofree char *folder = g_path_get_dirname (path);

      g_mkdir_with_parents (folder, 0700);
      g_assert_true (g_file_set_contents (path, "", 0, NULL));
    }
  g_setenv ("TZDIR", root, TRUE);
  list = tog_zone_list_new (NULL);
  g_unsetenv ("TZDIR");
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 3);
  {
    g_autoptr (TogZoneItem) first = g_list_model_get_item (list, 0);
    g_autoptr (TogZoneItem) second = g_list_model_get_item (list, 1);

    g_assert_cmpstr (first->name, ==, "America/Indiana/Knox");
    g_assert_cmpstr (second->name, ==, "Europe/Lisbon");
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/zone-list/all", test_all);
  g_test_add_func ("/zone-list/names", test_names);
  g_test_add_func ("/zone-list/search", test_search);
  g_test_add_func ("/zone-list/old-names", test_old_names);
  g_test_add_func ("/zone-list/order", test_order);
  g_test_add_func ("/zone-list/browse", test_browse);
  g_test_add_func ("/zone-list/local", test_local);
  g_test_add_func ("/zone-list/walk", test_walk);

  return g_test_run ();
}
