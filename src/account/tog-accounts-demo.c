#include "config.h"

#include "tog-accounts-private.h"

/* A server that dies sooner than this after its start will die again. */
#define SOUND_SECONDS 5
#define RESTART_PAUSE 500

static void restart_demo (gpointer user_data);

/**
 * tog_accounts_drop_demo:
 * @self: the accounts
 *
 * Ends the demo's server.
 */
void
tog_accounts_drop_demo (TogAccounts *self)
{
  g_clear_handle_id (&self->demo_restart, g_source_remove);
  if (self->demo == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->demo, self);
  tog_demo_server_stop (self->demo);
  g_clear_object (&self->demo);
}

static void
died_cb (TogDemoServer *demo, TogAccounts *self)
{
  TogAccount *account = tog_accounts_find_demo (self);

  if (g_get_monotonic_time () - self->demo_started < SOUND_SECONDS * G_USEC_PER_SEC)
    {
      /* The next request starts another one, or says why it can't. */
      tog_accounts_drop_demo (self);
      if (account != NULL)
        tog_account_lose_client (account);
      return;
    }
  g_clear_handle_id (&self->demo_restart, g_source_remove);
  self->demo_restart = g_timeout_add_once (RESTART_PAUSE, restart_demo, self);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccounts *self = g_task_get_source_object (task);
  TogDemoServer *demo = TOG_DEMO_SERVER (source);
  GError *error = NULL;
  TogClient *client = NULL;

  if (tog_demo_server_start_finish (demo, result, &error))
    client = tog_client_new (
        tog_demo_server_get_address (demo), tog_demo_server_get_token (demo), &error);
  if (client == NULL)
    {
      if (self->demo == demo)
        tog_accounts_drop_demo (self);
      g_task_return_error (task, error);
      return;
    }
  self->demo_started = g_get_monotonic_time ();
  g_task_return_pointer (task, client, g_object_unref);
}

/**
 * tog_accounts_run_demo_async:
 * @self: the accounts
 * @cancellable: (nullable): stops it
 *
 * Starts the demo's server.
 */
void
tog_accounts_run_demo_async (TogAccounts *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tog_accounts_run_demo_async);
  tog_accounts_drop_demo (self);
  self->demo = tog_demo_server_new ();
  g_signal_connect (self->demo, "died", G_CALLBACK (died_cb), self);
  tog_demo_server_start_async (self->demo, cancellable, started_cb, g_steal_pointer (&task));
}

/**
 * tog_accounts_run_demo_finish:
 * @self: the accounts
 * @result: what the callback got
 * @client: (out): return location for who talks to it
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it answers
 */
gboolean
tog_accounts_run_demo_finish (TogAccounts *self,
                              GAsyncResult *result,
                              TogClient **client,
                              GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_accounts_run_demo_async), FALSE);

  *client = g_task_propagate_pointer (G_TASK (result), error);
  return *client != NULL;
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogAccount) account = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogClient) client = NULL;

  tog_accounts_run_demo_finish (TOG_ACCOUNTS (source), result, &client, &error);
  if (account->connector != NULL)
    tog_account_provide_client (account, client, error);
}

/**
 * tog_accounts_connect_demo:
 * @self: the accounts
 * @account: the demo's
 *
 * Starts the demo's server for an account that needs it.
 */
void
tog_accounts_connect_demo (TogAccounts *self, TogAccount *account)
{
  tog_accounts_run_demo_async (self, self->cancellable, connected_cb, g_object_ref (account));
}

static void
restarted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogAccounts) self = user_data;
  TogAccount *account = tog_accounts_find_demo (self);
  TogDemoServer *demo = TOG_DEMO_SERVER (source);

  if (self->demo != demo)
    return;
  if (tog_demo_server_start_finish (demo, result, NULL))
    {
      self->demo_started = g_get_monotonic_time ();
      if (account != NULL)
        tog_account_refresh_async (account, self->cancellable, NULL, NULL);
      return;
    }
  tog_accounts_drop_demo (self);
  if (account != NULL)
    tog_account_lose_client (account);
}

/* At the same address and with the same token, so that a booking that is being
 * repeated gets its answer. */
static void
restart_demo (gpointer user_data)
{
  TogAccounts *self = user_data;

  self->demo_restart = 0;
  if (self->demo != NULL)
    tog_demo_server_start_async (self->demo, self->cancellable, restarted_cb, g_object_ref (self));
}
