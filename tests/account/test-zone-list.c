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
  g_autoptr (GListModel) list = tog_zone_list_new ();
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
  g_autoptr (GListModel) list = tog_zone_list_new ();
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
  gboolean matches;
} SEARCHES[] = {
  { "America/Sao_Paulo", "sao", TRUE },
  { "America/Sao_Paulo", "São Paulo", TRUE },
  { "America/Sao_Paulo", "PAULO", TRUE },
  { "America/Sao_Paulo", "america pau", TRUE },
  { "America/Sao_Paulo", "brazil", TRUE },
  { "America/Sao_Paulo", "aulo", FALSE },
  { "America/Sao_Paulo", "lisbon", FALSE },
  { "Asia/Kathmandu", "kath", TRUE },
  { "Asia/Kathmandu", "nepal", TRUE },
  { "Asia/Kathmandu", "katmandu", TRUE },
  { "Asia/Kolkata", "calcutta", TRUE },
  { "Asia/Kolkata", "asia", TRUE },
  { "Asia/Kolkata", "", TRUE },
  { "Asia/Kolkata", "  ", TRUE },
  { "UTC", "utc", TRUE },
};

static void
test_search (void)
{
  g_autoptr (GListModel) list = tog_zone_list_new ();

  for (guint i = 0; i < G_N_ELEMENTS (SEARCHES); i++)
    {
      g_autoptr (TogZoneItem) item = find (list, SEARCHES[i].name);

      g_test_message ("%s: %s", SEARCHES[i].name, SEARCHES[i].search);
      g_assert_nonnull (item);
      g_assert_cmpint (tog_zone_item_matches (item, SEARCHES[i].search), ==, SEARCHES[i].matches);
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
  list = tog_zone_list_new ();
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
  g_test_add_func ("/zone-list/local", test_local);
  g_test_add_func ("/zone-list/walk", test_walk);

  return g_test_run ();
}
