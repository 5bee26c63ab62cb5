#include "config.h"

#include "tog-accounts-private.h"
#include "tog-address.h"

#include <glib/gi18n.h>

/*
 * Opening the accounts as they were left: first the one that is shown, on which the
 * window waits, and the others once that is drawn.
 */

/* Milliseconds after the one that is shown until the others follow. */
#define OTHERS_DELAY 400

typedef struct
{
  GPtrArray *facts; /* (owned) (nullable) (element-type TogAccountFacts): of all of them */
  guint current;    /* which of them is shown */
} Restore;

static void
restore_free (Restore *restore)
{
  g_clear_pointer (&restore->facts, g_ptr_array_unref);
  g_free (restore);
}

static gboolean restore_others_cb (gpointer user_data);

static void
other_restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogAccounts) self = user_data;
  TogAccount *account = TOG_ACCOUNT (source);
  g_autoptr (GError) error = NULL;

  if (!tog_account_restore_finish (account, result, &error) &&
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* Signed out of meanwhile, it has nobody to ask. */
  if (account->connector != NULL)
    tog_account_refresh_async (account, self->cancellable, NULL, NULL);
  restore_others_cb (self);
}

/* One after the other: none of them is in a hurry. */
static gboolean
restore_others_cb (gpointer user_data)
{
  TogAccounts *self = user_data;

  self->restore_later = 0;
  for (guint i = 0; i < self->entries->len; i++)
    {
      TogAccountEntry *entry = g_ptr_array_index (self->entries, i);

      if (!entry->is_stored_only)
        continue;
      entry->is_stored_only = FALSE;
      tog_account_restore_async (
          entry->account, self->cancellable, other_restored_cb, g_object_ref (self));
      break;
    }
  return G_SOURCE_REMOVE;
}

static TogAccount *
make_account (const TogAccountFacts *facts)
{
  g_autoptr (TogStore) store = tog_accounts_make_store (facts->id);
  g_autoptr (TogStore) drafts = tog_accounts_make_drafts (facts->id);
  g_autofree char *host =
      facts->is_demo ? g_strdup (_ ("The demo’s server")) : tog_address_get_host (facts->address);

  return tog_account_new (facts->id, facts->name, host, facts->is_demo, store, drafts);
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccounts *self = g_task_get_source_object (task);
  Restore *restore = g_task_get_task_data (task);
  TogAccount *current = TOG_ACCOUNT (source);
  GError *error = NULL;

  if (!tog_account_restore_finish (current, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; restore->facts->len > 0; i++)
    {
      TogAccountFacts *facts = g_ptr_array_steal_index (restore->facts, 0);
      g_autoptr (TogAccount) account =
          i == restore->current ? g_object_ref (current) : make_account (facts);
      TogAccountEntry *entry = tog_accounts_add (self, account, facts);

      entry->just_restored = account == current;
      entry->is_stored_only = account != current;
    }
  tog_accounts_show (self, current);
  tog_account_refresh_async (current, self->cancellable, NULL, NULL);
  self->restore_later =
      g_timeout_add_full (G_PRIORITY_LOW, OTHERS_DELAY, restore_others_cb, self, NULL);
  g_task_return_pointer (task, g_object_ref (current), g_object_unref);
}

static void
restore_current (GTask *task)
{
  Restore *restore = g_task_get_task_data (task);
  g_autoptr (TogAccount) account =
      make_account (g_ptr_array_index (restore->facts, restore->current));

  tog_account_restore_async (account, g_task_get_cancellable (task), restored_cb, task);
}

static void
erased_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  tog_store_erase_finish (TOG_STORE (source), result, NULL);
  restore_current (user_data);
}

static gboolean
has_demo (const Restore *restore)
{
  for (guint i = 0; i < restore->facts->len; i++)
    if (((TogAccountFacts *) g_ptr_array_index (restore->facts, i))->is_demo)
      return TRUE;
  return FALSE;
}

/**
 * tog_accounts_restore_async:
 * @self: the accounts
 * @cancellable: (nullable): stops it
 *
 * Opens the accounts as they were last seen, the one shown last before the others.
 * Keyring, demo server and network are seen to afterwards. Needs no display: where that
 * is opened meanwhile, all has been read once the main loop runs.
 */
void
tog_accounts_restore_async (TogAccounts *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Restore *restore;

  g_return_if_fail (TOG_IS_ACCOUNTS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_accounts_restore_async);
  restore = g_new0 (Restore, 1);
  g_task_set_task_data (task, restore, (GDestroyNotify) restore_free);
  restore->facts = tog_account_facts_load (&restore->current, &error);
  if (restore->facts == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (restore->facts->len == 0)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  if (has_demo (restore) && self->demo == NULL)
    {
      g_autoptr (TogDemoServer) demo = tog_demo_server_new ();

      /* What was seen of an organization that is begun afresh is void. */
      if (!tog_demo_server_is_fresh (demo))
        {
          g_autoptr (TogStore) old = tog_accounts_make_store (TOG_DEMO_ACCOUNT_ID);

          tog_store_erase_async (old, cancellable, erased_cb, g_steal_pointer (&task));
          return;
        }
    }
  restore_current (g_steal_pointer (&task));
}

/**
 * tog_accounts_restore_finish:
 * @self: the accounts
 * @result: what the callback got
 * @error: return location for %TOG_ACCOUNT_ERROR_STORAGE or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the account that is shown, or %NULL without an
 *   error if there is none
 */
TogAccount *
tog_accounts_restore_finish (TogAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_accounts_restore_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
