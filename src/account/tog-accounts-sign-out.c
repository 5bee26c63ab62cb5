#include "config.h"

#include "tog-accounts-private.h"
#include "tog-calendar-share.h"
#include "tog-keyring.h"
#include "tog-session-calendar.h"

typedef struct
{
  TogAccount *account; /* (owned) */
  TogStore *store;     /* (owned) */
  TogStore *drafts;    /* (owned) */
  char *id;            /* (owned) (nullable): of the token in the keyring */
  gboolean shared;     /* whether calendars were shared */
} SignOut;

static void
sign_out_free (SignOut *sign_out)
{
  g_object_unref (sign_out->account);
  g_object_unref (sign_out->store);
  g_object_unref (sign_out->drafts);
  g_free (sign_out->id);
  g_free (sign_out);
}

static void
token_cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!tog_keyring_clear_finish (result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
store_erased_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SignOut *sign_out = g_task_get_task_data (task);
  g_autoptr (GError) said = NULL;

  if (!tog_store_erase_finish (TOG_STORE (source), result, &said))
    g_task_return_new_error (
        task, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_STORAGE, "%s", said->message);
  else if (sign_out->id == NULL)
    g_task_return_boolean (task, TRUE);
  else
    tog_keyring_clear_async (sign_out->id, NULL, token_cleared_cb, g_object_ref (task));
}

static void
drafts_erased_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SignOut *sign_out = g_task_get_task_data (task);
  g_autoptr (GError) said = NULL;

  if (!tog_store_erase_finish (TOG_STORE (source), result, &said))
    g_task_return_new_error (
        task, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_STORAGE, "%s", said->message);
  else
    tog_store_erase_async (sign_out->store, NULL, store_erased_cb, g_object_ref (task));
}

static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SignOut *sign_out = g_task_get_task_data (task);
  GError *error = NULL;

  if (!tog_account_facts_save_finish (result, &error))
    g_task_return_error (task, error);
  else
    tog_store_erase_async (sign_out->drafts, NULL, drafts_erased_cb, g_object_ref (task));
}

static void
forget (GTask *task)
{
  TogAccounts *self = g_task_get_source_object (task);
  SignOut *sign_out = g_task_get_task_data (task);

  tog_accounts_remove (self, sign_out->account);
  tog_accounts_save_async (self, NULL, NULL, forgotten_cb, g_object_ref (task));
}

static void
calendar_left_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  tog_session_calendar_leave_finish (TOG_SESSION_CALENDAR (source), result, &error);
  if (error != NULL)
    {
      SignOut *sign_out = g_task_get_task_data (task);

      /* Who stays after all has everything as before. */
      tog_calendar_share_set_enabled (tog_account_get_share (sign_out->account), sign_out->shared);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  /* From here on, half of it would be worse than either. */
  g_task_set_check_cancellable (task, FALSE);
  forget (task);
}

/* What could not be taken away goes stale, and needs no token for that. */
static void
left_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SignOut *sign_out = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  tog_calendar_share_leave_finish (TOG_CALENDAR_SHARE (source), result, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    tog_session_calendar_leave_async (tog_account_get_session_calendar (sign_out->account),
                                      g_task_get_cancellable (task),
                                      calendar_left_cb,
                                      g_object_ref (task));
}

/**
 * tog_accounts_sign_out_async:
 * @self: the accounts
 * @account: one of them
 * @cancellable: (nullable): stops it as long as the server is waited for: then all stays
 *   as it was
 *
 * Forgets the token and what was kept of one account, and nothing of the others. What
 * this desktop shares of its calendars is taken away first, if the server is there, and
 * so are sessions that are to come from the desktop's calendar.
 * What was booked in the demo stays there for the next time.
 */
void
tog_accounts_sign_out_async (TogAccounts *self,
                             TogAccount *account,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  SignOut *sign_out;

  g_return_if_fail (TOG_IS_ACCOUNTS (self));
  g_return_if_fail (TOG_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_accounts_sign_out_async);
  sign_out = g_new0 (SignOut, 1);
  sign_out->account = g_object_ref (account);
  sign_out->store = g_object_ref (tog_account_get_store (account));
  sign_out->drafts = g_object_ref (tog_account_get_drafts (account));
  if (tog_accounts_is_in_keyring (self, account))
    sign_out->id = g_strdup (tog_account_get_id (account));
  sign_out->shared = tog_calendar_share_get_enabled (tog_account_get_share (account));
  g_task_set_task_data (task, sign_out, (GDestroyNotify) sign_out_free);
  tog_calendar_share_leave_async (
      tog_account_get_share (account), cancellable, left_cb, g_steal_pointer (&task));
}

/**
 * tog_accounts_sign_out_finish:
 * @self: the accounts
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether nothing is left
 */
gboolean
tog_accounts_sign_out_finish (TogAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_accounts_sign_out_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
