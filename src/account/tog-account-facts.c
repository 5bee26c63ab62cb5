#include "config.h"

#include "tog-accounts-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* What is known of the accounts without their secrets: a group for each in one key
 * file, in the order in which they were signed in to. */
#define GROUP "Accounts"
#define KEY_CURRENT "Current"
#define GROUP_PREFIX "Account "
#define LONGEST_ID 64
#define MOST_ACCOUNTS 50

/* Writes may overtake each other, but the newest stays. */
static GMutex write_lock;
static guint64 last_written;

void
tog_account_facts_free (TogAccountFacts *facts)
{
  g_free (facts->id);
  g_free (facts->name);
  g_free (facts->address);
  g_free (facts->member_id);
  g_free (facts);
}

static char *
get_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "together-scheduler", "accounts.ini", NULL);
}

/* It names a folder, so it has to be no more than a name. */
static gboolean
is_id (const char *id)
{
  gsize length = strlen (id);

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (id[i]) && id[i] != '-')
        return FALSE;
    }
  return length > 0 && length <= LONGEST_ID;
}

/* Returns: (transfer full) (nullable): NULL where a group is about no account */
static TogAccountFacts *
parse_group (GKeyFile *file, const char *group)
{
  g_autoptr (TogAccountFacts) facts = NULL;

  if (!g_str_has_prefix (group, GROUP_PREFIX) || !is_id (group + strlen (GROUP_PREFIX)))
    return NULL;

  facts = g_new0 (TogAccountFacts, 1);
  facts->id = g_strdup (group + strlen (GROUP_PREFIX));
  facts->name = g_key_file_get_string (file, group, "Name", NULL);
  facts->address = g_key_file_get_string (file, group, "Address", NULL);
  facts->member_id = g_key_file_get_string (file, group, "Member", NULL);
  facts->is_demo = g_key_file_get_boolean (file, group, "Demo", NULL);
  facts->in_keyring = g_key_file_get_boolean (file, group, "Keyring", NULL);
  if (!facts->is_demo && facts->address == NULL)
    return NULL;
  if (facts->name == NULL)
    facts->name = g_strdup (facts->is_demo ? _ ("Demo Organization") : facts->address);
  return g_steal_pointer (&facts);
}

static GPtrArray *
parse (const char *contents, gsize length, guint *current, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) tog_account_facts_free);
  g_autofree char *current_id = NULL;
  g_auto (GStrv) groups = NULL;
  g_autoptr (GError) said = NULL;

  if (!g_key_file_load_from_data (file, contents, length, G_KEY_FILE_NONE, &said))
    {
      g_autofree char *path = get_path ();

      g_set_error (error,
                   TOG_ACCOUNT_ERROR,
                   TOG_ACCOUNT_ERROR_STORAGE,
                   _ ("“%s” can’t be read (%s). Connect again."),
                   path,
                   said->message);
      return NULL;
    }

  current_id = g_key_file_get_string (file, GROUP, KEY_CURRENT, NULL);
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL && all->len < MOST_ACCOUNTS; i++)
    {
      TogAccountFacts *facts = parse_group (file, groups[i]);

      if (facts == NULL)
        continue;
      if (g_strcmp0 (facts->id, current_id) == 0)
        *current = all->len;
      g_ptr_array_add (all, facts);
    }
  return g_steal_pointer (&all);
}

/**
 * tog_account_facts_load:
 * @current: (out): return location for which of them was shown last
 * @error: return location for %TOG_ACCOUNT_ERROR_STORAGE
 *
 * Reads the key file. Blocks: it is a few lines, for which the window waits, and what
 * it waits for after them is read elsewhere.
 *
 * Returns: (transfer full) (nullable) (element-type TogAccountFacts): the accounts,
 *   of which there may be none
 */
GPtrArray *
tog_account_facts_load (guint *current, GError **error)
{
  g_autofree char *path = get_path ();
  g_autofree char *contents = NULL;
  gsize length;

  *current = 0;
  if (g_file_get_contents (path, &contents, &length, NULL) && length > 0)
    return parse (contents, length, current, error);
  return g_ptr_array_new ();
}

static void
print_group (GKeyFile *file, const TogAccountFacts *facts)
{
  g_autofree char *group = g_strconcat (GROUP_PREFIX, facts->id, NULL);

  g_key_file_set_string (file, group, "Name", facts->name);
  if (facts->address != NULL)
    g_key_file_set_string (file, group, "Address", facts->address);
  if (facts->member_id != NULL)
    g_key_file_set_string (file, group, "Member", facts->member_id);
  g_key_file_set_boolean (file, group, "Demo", facts->is_demo);
  g_key_file_set_boolean (file, group, "Keyring", facts->in_keyring);
}

typedef struct
{
  guint64 number;
  char *contents; /* (owned) (nullable): without any account there is no file */
} Save;

static void
save_free (Save *save)
{
  g_free (save->contents);
  g_free (save);
}

static gboolean
write_file (const char *path, const char *contents, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) said = NULL;

  if (contents == NULL && g_unlink (path) != 0 && errno != ENOENT)
    {
      g_set_error (error,
                   TOG_ACCOUNT_ERROR,
                   TOG_ACCOUNT_ERROR_STORAGE,
                   _ ("“%s” can’t be deleted: %s"),
                   path,
                   g_strerror (errno));
      return FALSE;
    }
  if (contents == NULL)
    return TRUE;

  g_mkdir_with_parents (folder, 0700);
  if (g_file_set_contents_full (path, contents, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &said))
    return TRUE;
  g_set_error (error,
               TOG_ACCOUNT_ERROR,
               TOG_ACCOUNT_ERROR_STORAGE,
               _ ("“%s” can’t be written: %s"),
               path,
               said->message);
  return FALSE;
}

static void
save (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Save *save = data;
  g_autofree char *path = get_path ();
  gboolean saved = TRUE;
  GError *error = NULL;

  g_mutex_lock (&write_lock);
  if (save->number > last_written)
    saved = write_file (path, save->contents, &error);
  if (saved)
    last_written = MAX (last_written, save->number);
  g_mutex_unlock (&write_lock);

  if (saved)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * tog_account_facts_save_async:
 * @all: (element-type TogAccountFacts): the accounts to be opened the next time
 * @current_id: (nullable): which of them to show
 * @cancellable: (nullable): stops waiting for it
 *
 * Replaces the key file, wholly or not at all.
 */
void
tog_account_facts_save_async (GPtrArray *all,
                              const char *current_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  static guint64 last_number;
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  Save *data = g_new0 (Save, 1);

  if (current_id != NULL)
    g_key_file_set_string (file, GROUP, KEY_CURRENT, current_id);
  for (guint i = 0; i < all->len; i++)
    print_group (file, g_ptr_array_index (all, i));
  data->number = ++last_number;
  if (all->len > 0)
    data->contents = g_key_file_to_data (file, NULL, NULL);
  g_task_set_source_tag (task, tog_account_facts_save_async);
  g_task_set_task_data (task, data, (GDestroyNotify) save_free);
  g_task_run_in_thread (task, save);
}

gboolean
tog_account_facts_save_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_facts_save_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
