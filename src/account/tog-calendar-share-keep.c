#include "config.h"

#include "tog-calendar-share-keep.h"

#define GROUP "share"
#define SOURCE_PREFIX "desktop-"
#define DESKTOP_LENGTH 12
#define CALENDAR_LENGTH 32

static GHashTable *
set_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * tog_share_keep_init:
 * @self: (out caller-allocates): what a desktop begins with, that never shared anything
 */
void
tog_share_keep_init (TogShareKeep *self)
{
  self->desktop = g_uuid_string_random ();
  self->enabled = FALSE;
  self->counted = set_new ();
  self->stopping = set_new ();
  self->shared = set_new ();
  self->removed = set_new ();
}

void
tog_share_keep_clear (TogShareKeep *self)
{
  g_clear_pointer (&self->desktop, g_free);
  g_clear_pointer (&self->counted, g_hash_table_unref);
  g_clear_pointer (&self->stopping, g_hash_table_unref);
  g_clear_pointer (&self->shared, g_hash_table_unref);
  g_clear_pointer (&self->removed, g_hash_table_unref);
}

static void
read_list (GKeyFile *file, const char *key, GHashTable *set)
{
  g_auto (GStrv) list = g_key_file_get_string_list (file, GROUP, key, NULL, NULL);

  for (char **id = list; id != NULL && *id != NULL; id++)
    g_hash_table_add (set, g_strdup (*id));
}

/**
 * tog_share_keep_parse:
 * @self: initialized
 * @text: of tog_share_keep_to_text()
 *
 * Adds to @self what was kept.
 *
 * Returns: whether @text could be read
 */
gboolean
tog_share_keep_parse (TogShareKeep *self, const char *text)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *desktop = NULL;

  if (!g_key_file_load_from_data (file, text, (gsize) -1, G_KEY_FILE_NONE, NULL))
    return FALSE;
  desktop = g_key_file_get_string (file, GROUP, "desktop", NULL);
  if (desktop == NULL || *desktop == '\0')
    return FALSE;
  g_free (self->desktop);
  self->desktop = g_steal_pointer (&desktop);
  self->enabled = g_key_file_get_boolean (file, GROUP, "enabled", NULL);
  read_list (file, "calendars", self->counted);
  read_list (file, "stopping", self->stopping);
  read_list (file, "shared", self->shared);
  read_list (file, "removed", self->removed);
  return TRUE;
}

static void
write_list (GKeyFile *file, const char *key, GHashTable *set)
{
  g_autofree const char **list = (const char **) g_hash_table_get_keys_as_array (set, NULL);

  g_key_file_set_string_list (file, GROUP, key, list, g_hash_table_size (set));
}

/**
 * tog_share_keep_to_text:
 *
 * Returns: (transfer full): what to keep
 */
char *
tog_share_keep_to_text (const TogShareKeep *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_string (file, GROUP, "desktop", self->desktop);
  g_key_file_set_boolean (file, GROUP, "enabled", self->enabled);
  write_list (file, "calendars", self->counted);
  write_list (file, "stopping", self->stopping);
  write_list (file, "shared", self->shared);
  write_list (file, "removed", self->removed);
  return g_key_file_to_data (file, NULL, NULL);
}

static char *
dup_prefix (const TogShareKeep *self)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->desktop, -1);

  sum[DESKTOP_LENGTH] = '\0';
  return g_strconcat (SOURCE_PREFIX, sum, "-", NULL);
}

/**
 * tog_share_keep_dup_source:
 * @calendar_id: the desktop's name for a calendar
 *
 * Two desktops may call their calendars the same, and what they call them may tell
 * something: hence the server gets to know it by another name.
 *
 * Returns: (transfer full): the server's name for it
 */
char *
tog_share_keep_dup_source (const TogShareKeep *self, const char *calendar_id)
{
  g_autofree char *prefix = dup_prefix (self);
  g_autofree char *both = g_strconcat (self->desktop, "\n", calendar_id, NULL);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, both, -1);

  sum[CALENDAR_LENGTH] = '\0';
  return g_strconcat (prefix, sum, NULL);
}

/**
 * tog_share_keep_is_ours:
 * @source_id: the server's name for a calendar
 *
 * Returns: whether it is one of this desktop
 */
gboolean
tog_share_keep_is_ours (const TogShareKeep *self, const char *source_id)
{
  g_autofree char *prefix = dup_prefix (self);

  return g_str_has_prefix (source_id, prefix);
}

static gboolean
has_source (GPtrArray *sources, const char *source_id)
{
  for (guint i = 0; i < sources->len; i++)
    if (g_str_equal (((TogSource *) g_ptr_array_index (sources, i))->id, source_id))
      return TRUE;
  return FALSE;
}

/**
 * tog_share_keep_take_removed:
 * @sources: (element-type TogSource): what the server has now
 *
 * Notes what the server has of what is shared. What it had and lacks now was removed from
 * elsewhere: that does not count any more, and where nothing else does, nothing is shared.
 *
 * Returns: (transfer full) (element-type utf8): ids of the desktop's calendars that don't
 *   count any more
 */
GPtrArray *
tog_share_keep_take_removed (TogShareKeep *self, GPtrArray *sources)
{
  GPtrArray *removed = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer id;

  if (!self->enabled)
    return removed;
  g_hash_table_iter_init (&iter, self->counted);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_autofree char *source_id = tog_share_keep_dup_source (self, id);

      if (has_source (sources, source_id))
        {
          g_hash_table_add (self->shared, g_steal_pointer (&source_id));
        }
      else if (g_hash_table_remove (self->shared, source_id))
        {
          g_ptr_array_add (removed, g_strdup (id));
          g_hash_table_add (self->removed, g_strdup (id));
          g_hash_table_iter_remove (&iter);
        }
    }
  if (removed->len > 0 && g_hash_table_size (self->counted) == 0)
    self->enabled = FALSE;
  return removed;
}
