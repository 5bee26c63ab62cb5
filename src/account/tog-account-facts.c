#include "config.h"

#include "tog-accounts-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* What is known of an account without its secret, in a key file of its own. */
#define GROUP "Account"
#define LONGEST_ID 64

void
tog_account_facts_free (TogAccountFacts *facts)
{
  g_free (facts->id);
  g_free (facts->name);
  g_free (facts->address);
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

static TogAccountFacts *
parse (const char *contents, gsize length, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (TogAccountFacts) facts = g_new0 (TogAccountFacts, 1);
  g_autoptr (GError) said = NULL;

  if (length == 0)
    return NULL;
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

  facts->id = g_key_file_get_string (file, GROUP, "Id", NULL);
  facts->name = g_key_file_get_string (file, GROUP, "Name", NULL);
  facts->address = g_key_file_get_string (file, GROUP, "Address", NULL);
  facts->is_demo = g_key_file_get_boolean (file, GROUP, "Demo", NULL);
  facts->in_keyring = g_key_file_get_boolean (file, GROUP, "Keyring", NULL);
  if (facts->id == NULL || !is_id (facts->id) || (!facts->is_demo && facts->address == NULL))
    return NULL;
  if (facts->name == NULL)
    facts->name = g_strdup (facts->is_demo ? _ ("Demo Organization") : facts->address);
  return g_steal_pointer (&facts);
}

static void
load (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *path = get_path ();
  g_autofree char *contents = NULL;
  TogAccountFacts *facts = NULL;
  GError *error = NULL;
  gsize length;

  if (g_file_get_contents (path, &contents, &length, NULL))
    facts = parse (contents, length, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, facts, (GDestroyNotify) tog_account_facts_free);
}

/**
 * tog_account_facts_load_async:
 * @cancellable: (nullable): stops it
 *
 * Reads the key file, on another thread in one go: the window waits for it.
 */
void
tog_account_facts_load_async (GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tog_account_facts_load_async);
  g_task_run_in_thread (task, load);
}

/**
 * tog_account_facts_load_finish:
 * @result: what the callback got
 * @error: return location for %TOG_ACCOUNT_ERROR_STORAGE or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the account, or %NULL without an error if
 *   there is none
 */
TogAccountFacts *
tog_account_facts_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_facts_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static char *
print (const TogAccountFacts *facts)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_string (file, GROUP, "Id", facts->id);
  g_key_file_set_string (file, GROUP, "Name", facts->name);
  if (facts->address != NULL)
    g_key_file_set_string (file, GROUP, "Address", facts->address);
  g_key_file_set_boolean (file, GROUP, "Demo", facts->is_demo);
  g_key_file_set_boolean (file, GROUP, "Keyring", facts->in_keyring);
  return g_key_file_to_data (file, NULL, NULL);
}

/**
 * tog_account_facts_forget:
 * @error: return location for %TOG_ACCOUNT_ERROR_STORAGE
 *
 * Returns: whether no account will be opened the next time
 */
gboolean
tog_account_facts_forget (GError **error)
{
  g_autofree char *path = get_path ();

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error,
               TOG_ACCOUNT_ERROR,
               TOG_ACCOUNT_ERROR_STORAGE,
               _ ("“%s” can’t be deleted: %s"),
               path,
               g_strerror (errno));
  return FALSE;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) said = NULL;
  g_autofree char *path = get_path ();

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &said))
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (said, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&said));
  else
    g_task_return_new_error (task,
                             TOG_ACCOUNT_ERROR,
                             TOG_ACCOUNT_ERROR_STORAGE,
                             _ ("“%s” can’t be written: %s"),
                             path,
                             said->message);
}

/**
 * tog_account_facts_save_async:
 * @facts: of the account to be opened the next time
 * @cancellable: (nullable): stops it
 *
 * Replaces the key file, wholly or not at all.
 */
void
tog_account_facts_save_async (const TogAccountFacts *facts,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *path = get_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *contents = print (facts);
  g_autoptr (GBytes) bytes = g_bytes_new (contents, strlen (contents));
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_task_set_source_tag (task, tog_account_facts_save_async);
  g_mkdir_with_parents (folder, 0700);
  g_file_replace_contents_bytes_async (file,
                                       bytes,
                                       NULL,
                                       FALSE,
                                       G_FILE_CREATE_PRIVATE,
                                       cancellable,
                                       saved_cb,
                                       g_steal_pointer (&task));
}

gboolean
tog_account_facts_save_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_facts_save_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
