#include "config.h"

#include "tog-zone-list.h"

#include <string.h>

#define DEFAULT_DIRECTORY "/usr/share/zoneinfo"
#define LONGEST_FILE (4 * 1024 * 1024)

G_DEFINE_FINAL_TYPE (TogZoneItem, tog_zone_item, G_TYPE_OBJECT)

static const char *
get_directory (void)
{
  const char *directory = g_getenv ("TZDIR");

  return directory != NULL && *directory != '\0' ? directory : DEFAULT_DIRECTORY;
}

static gboolean
has_zone (const char *name)
{
  g_autofree char *path = g_build_filename (get_directory (), name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* Names that nobody lives in: fixed offsets, which read the wrong way round in
 * POSIX ("Etc/GMT+5" is west), and what is there for other programs. */
static gboolean
is_wanted (const char *name)
{
  const char *unwanted[] = { "Etc/",      "posix/",  "right/", "SystemV/",  "posixrules",
                             "localtime", "Factory", "GMT+0",  "GMT-0",     "GMT0",
                             "Greenwich", "UCT",     "Zulu",   "Universal", NULL };

  for (guint i = 0; unwanted[i] != NULL; i++)
    {
      gboolean is_folder = g_str_has_suffix (unwanted[i], "/");

      if (is_folder ? g_str_has_prefix (name, unwanted[i]) : g_str_equal (name, unwanted[i]))
        return FALSE;
    }
  return g_ascii_isupper (name[0]);
}

/* The file that tells of other files' lines: columns parted by tabs or spaces,
 * comments after a number sign. */
static char **
read_lines (const char *file_name)
{
  g_autofree char *path = g_build_filename (get_directory (), file_name, NULL);
  g_autofree char *contents = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, NULL) || length > LONGEST_FILE)
    return NULL;
  return g_strsplit (contents, "\n", -1);
}

static void
add_word (GHashTable *words, const char *name, const char *word)
{
  GString *all = g_hash_table_lookup (words, name);

  if (all == NULL)
    {
      all = g_string_new (NULL);
      g_hash_table_insert (words, g_strdup (name), all);
    }
  g_string_append_c (all, ' ');
  g_string_append (all, word);
}

/* tzdata.zi, as zic(8) reads it: "Z NAME …" for a zone, "L TARGET NAME" for an alias.
 * An old name finds the place it is another name of; where one city only follows
 * another's clock both are places, and neither is the other's name. */
static gboolean
read_names (GHashTable *names, GHashTable *places, GHashTable *words)
{
  g_auto (GStrv) lines = read_lines ("tzdata.zi");

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      g_auto (GStrv) columns = NULL;

      if (lines[i][0] != 'Z' && lines[i][0] != 'L')
        continue;
      columns = g_strsplit (lines[i], " ", 4);
      if (g_str_equal (columns[0], "Z") && columns[1] != NULL)
        {
          g_hash_table_add (names, g_strdup (columns[1]));
        }
      else if (g_str_equal (columns[0], "L") && columns[1] != NULL && columns[2] != NULL)
        {
          g_hash_table_add (names, g_strdup (columns[2]));
          if (!g_hash_table_contains (places, columns[2]))
            add_word (words, columns[1], columns[2]);
        }
    }
  return g_hash_table_size (names) > 0;
}

/* Where tzdata.zi is not installed, the files themselves tell. */
static void
walk (GHashTable *names, const char *folder, guint depth)
{
  g_autofree char *path = g_build_filename (get_directory (), folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && depth > 0 && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child =
          *folder != '\0' ? g_build_path ("/", folder, name, NULL) : g_strdup (name);
      g_autofree char *child_path = g_build_filename (get_directory (), child, NULL);

      if (!g_ascii_isupper (name[0]))
        continue;
      if (g_file_test (child_path, G_FILE_TEST_IS_DIR))
        walk (names, child, depth - 1);
      else if (strchr (name, '.') == NULL && strchr (name, '+') == NULL)
        g_hash_table_add (names, g_steal_pointer (&child));
    }
}

/* Countries by zone, so that "Nepal" finds Kathmandu: iso3166.tab has code and
 * name, zone.tab has code, place, zone. What zone.tab has is a place that goes by
 * this name today; the rest is kept for old files. */
static void
read_countries (GHashTable *places, GHashTable *words)
{
  g_auto (GStrv) countries = read_lines ("iso3166.tab");
  g_auto (GStrv) zones = read_lines ("zone.tab");
  g_autoptr (GHashTable) by_code = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, NULL);

  for (guint i = 0; countries != NULL && countries[i] != NULL; i++)
    {
      char *tab = strchr (countries[i], '\t');

      if (countries[i][0] == '#' || tab == NULL)
        continue;
      *tab = '\0';
      g_hash_table_insert (by_code, countries[i], tab + 1);
    }
  for (guint i = 0; zones != NULL && zones[i] != NULL; i++)
    {
      g_auto (GStrv) columns = g_strsplit (zones[i], "\t", 4);
      const char *country;

      if (zones[i][0] == '#' || g_strv_length (columns) < 3)
        continue;
      g_hash_table_add (places, g_strdup (columns[2]));
      country = g_hash_table_lookup (by_code, columns[0]);
      if (country != NULL)
        add_word (words, columns[2], country);
    }
}

static void
tog_zone_item_finalize (GObject *object)
{
  TogZoneItem *self = TOG_ZONE_ITEM (object);

  g_free (self->name);
  g_free (self->city);
  g_free (self->region);
  g_free (self->words);

  G_OBJECT_CLASS (tog_zone_item_parent_class)->finalize (object);
}

static void
tog_zone_item_class_init (TogZoneItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_zone_item_finalize;
}

static void
tog_zone_item_init (TogZoneItem *self)
{
}

/* The rest of a name, from the smaller to the larger: "Argentina, America". */
static char *
name_to_region (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);
  g_autoptr (GString) region = g_string_new (NULL);

  for (int i = (int) g_strv_length (parts) - 2; i >= 0; i--)
    g_string_append_printf (region, "%s%s", region->len > 0 ? ", " : "", parts[i]);
  g_strdelimit (region->str, "_", ' ');
  return g_string_free (g_steal_pointer (&region), FALSE);
}

static TogZoneItem *
make_item (const char *name, gboolean is_alias, GHashTable *words)
{
  TogZoneItem *item = g_object_new (TOG_TYPE_ZONE_ITEM, NULL);
  const GString *more = g_hash_table_lookup (words, name);

  item->name = g_strdup (name);
  item->city = tog_zone_name_to_city (name);
  item->region = name_to_region (name);
  item->words = g_strconcat (name, more != NULL ? more->str : "", NULL);
  item->is_alias = is_alias;
  return item;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const TogZoneItem *const *one = a;
  const TogZoneItem *const *other = b;
  int order = g_utf8_collate ((*one)->city, (*other)->city);

  return order != 0 ? order : strcmp ((*one)->name, (*other)->name);
}

static void
free_string (gpointer string)
{
  g_string_free (string, TRUE);
}

/**
 * tog_zone_list_new:
 * @current: (nullable): the name of the zone that is chosen now
 *
 * Every zone and every alias of the system's tz database that somebody may live
 * in, and UTC, by city. What is chosen now and what the desktop uses are no
 * aliases here, whatever they are called.
 *
 * Returns: (transfer full): a list of #TogZoneItem
 */
GListModel *
tog_zone_list_new (const char *current)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) words =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_string);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GListStore *list = g_list_store_new (TOG_TYPE_ZONE_ITEM);
  gboolean knows_places;
  GHashTableIter iter;
  const char *name;

  read_countries (places, words);
  knows_places = g_hash_table_size (places) > 0;
  if (!read_names (names, places, words))
    walk (names, "", 4);
  g_hash_table_add (names, g_strdup ("UTC"));
  g_hash_table_add (places, g_strdup ("UTC"));
  g_hash_table_add (places, tog_zone_get_local ());
  if (current != NULL)
    g_hash_table_add (places, g_strdup (current));

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, NULL))
    {
      gboolean is_alias = knows_places && !g_hash_table_contains (places, name);

      /* Some distributions leave out the old aliases that tzdata.zi still tells of. */
      if (is_wanted (name) && (has_zone (name) || g_str_equal (name, "UTC")))
        g_ptr_array_add (items, make_item (name, is_alias, words));
    }
  g_ptr_array_sort (items, compare_items);
  g_list_store_splice (list, 0, 0, items->pdata, items->len);
  return G_LIST_MODEL (list);
}

/* What somebody types, as names are written: without accents, whatever the
 * language, and without what parts words. */
static char *
fold (const char *text)
{
  g_autofree char *plain = g_str_to_ascii (text, "C");

  g_strdelimit (plain, "-_/,", ' ');
  return g_ascii_strdown (g_strstrip (plain), -1);
}

/**
 * tog_zone_item_rank:
 * @self: a zone
 * @search: what somebody typed
 *
 * How well a zone answers a search, whatever the case and the accents. An empty
 * search is answered by every zone, but by no alias: these are only there for
 * whoever asks for them.
 */
TogZoneRank
tog_zone_item_rank (TogZoneItem *self, const char *search)
{
  g_autofree char *wanted = NULL;
  g_autofree char *city = NULL;

  g_return_val_if_fail (TOG_IS_ZONE_ITEM (self), TOG_ZONE_RANK_NONE);

  wanted = fold (search);
  if (*wanted == '\0')
    return self->is_alias ? TOG_ZONE_RANK_NONE : TOG_ZONE_RANK_CITY;

  /* A letter that has no likeness in the names' alphabet became a question mark,
   * which GLib would take for no word at all, and find everything. */
  if (strchr (wanted, '?') != NULL || !g_str_match_string (wanted, self->words, TRUE))
    return TOG_ZONE_RANK_NONE;
  if (self->is_alias)
    return TOG_ZONE_RANK_ALIAS;

  city = fold (self->city);
  if (g_str_has_prefix (city, wanted))
    return TOG_ZONE_RANK_CITY;
  if (g_str_match_string (wanted, self->city, FALSE))
    return TOG_ZONE_RANK_WORD;
  return TOG_ZONE_RANK_OTHER;
}

/**
 * tog_zone_list_search:
 * @zones: of tog_zone_list_new()
 * @search: what somebody typed
 *
 * The zones that answer a search, the best first and equal ones by city.
 *
 * Returns: (transfer full) (element-type TogZoneItem)
 */
GPtrArray *
tog_zone_list_search (GListModel *zones, const char *search)
{
  guint n_zones = g_list_model_get_n_items (zones);
  g_autofree TogZoneRank *ranks = g_new (TogZoneRank, n_zones);
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_zones; i++)
    {
      g_autoptr (TogZoneItem) item = g_list_model_get_item (zones, i);

      ranks[i] = tog_zone_item_rank (item, search);
    }
  for (TogZoneRank rank = TOG_ZONE_RANK_CITY; rank < TOG_ZONE_RANK_NONE; rank++)
    {
      for (guint i = 0; i < n_zones; i++)
        {
          if (ranks[i] == rank)
            g_ptr_array_add (found, g_list_model_get_item (zones, i));
        }
    }
  return found;
}

/**
 * tog_zone_get_local:
 *
 * The desktop's time zone, from the environment or /etc/localtime, else
 * /etc/timezone.
 *
 * Returns: (transfer full): its IANA name, "UTC" if the desktop does not tell
 */
char *
tog_zone_get_local (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (zone);
  const char *directory = get_directory ();
  g_autofree char *contents = NULL;

  if (name[0] == ':')
    name++;
  if (g_str_has_prefix (name, directory) && name[strlen (directory)] == '/')
    name += strlen (directory) + 1;
  if (g_str_has_prefix (name, "posix/"))
    name += strlen ("posix/");
  if (g_ascii_isalpha (name[0]) && !g_str_has_prefix (name, "Etc/") && has_zone (name))
    return g_strdup (name);

  if (g_getenv ("TZ") == NULL && g_file_get_contents ("/etc/timezone", &contents, NULL, NULL))
    {
      g_strstrip (contents);
      if (g_ascii_isalpha (contents[0]) && !g_str_has_prefix (contents, "Etc/") &&
          strstr (contents, "..") == NULL && has_zone (contents))
        return g_steal_pointer (&contents);
    }
  return g_strdup ("UTC");
}

/**
 * tog_zone_name_to_city:
 * @zone_name: IANA name
 *
 * Returns: (transfer full): its last part, fit to show: "Buenos Aires"
 */
char *
tog_zone_name_to_city (const char *zone_name)
{
  const char *slash = strrchr (zone_name, '/');
  char *city = g_strdup (slash != NULL ? slash + 1 : zone_name);

  return g_strdelimit (city, "_", ' ');
}
