#include "config.h"

#include "tog-account-private.h"

#include <glib/gi18n.h>

void
tog_waiting_free (TogWaiting *waiting)
{
  if (waiting->cancelled != NULL)
    g_source_destroy (waiting->cancelled);
  g_clear_pointer (&waiting->cancelled, g_source_unref);
  g_clear_object (&waiting->task);
  g_free (waiting);
}

/**
 * tog_account_set_connector:
 * @self: an account
 * @connector: (nullable): whom to ask for a client when there is none
 * @user_data: for @connector
 */
void
tog_account_set_connector (TogAccount *self, TogAccountConnector connector, gpointer user_data)
{
  self->connector = connector;
  self->connector_data = user_data;
}

/**
 * tog_account_provide_client:
 * @self: an account
 * @client: (nullable): speaks with the server from now on
 * @error: (nullable): why there is no client
 *
 * Ends the wait of everybody who needs a client.
 */
void
tog_account_provide_client (TogAccount *self, TogClient *client, const GError *error)
{
  g_autoptr (GPtrArray) waiting = NULL;

  g_return_if_fail ((client == NULL) != (error == NULL));

  self->connecting = FALSE;
  self->cannot_listen = FALSE;
  g_set_object (&self->client, client);
  g_clear_error (&self->connect_error);
  if (error != NULL)
    self->connect_error = g_error_copy (error);

  waiting = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) tog_waiting_free);
  for (guint i = 0; i < waiting->len; i++)
    {
      TogWaiting *one = g_ptr_array_index (waiting, i);

      if (one->cancelled != NULL)
        g_source_destroy (one->cancelled);
      one->go (g_steal_pointer (&one->task));
    }
}

/**
 * tog_account_lose_client:
 * @self: an account
 *
 * The server behind the client is gone for good: the next request asks for
 * another client.
 */
void
tog_account_lose_client (TogAccount *self)
{
  g_autoptr (GError) error = tog_account_error_new_offline (self->host);

  g_clear_object (&self->client);
  tog_account_listen_anew (self);
  tog_account_note_outcome (self, error);
}

static gboolean
waiting_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  GTask *task = user_data;
  TogAccount *self = g_task_get_source_object (task);

  g_task_return_error_if_cancelled (task);
  for (guint i = 0; i < self->waiting->len; i++)
    {
      TogWaiting *one = g_ptr_array_index (self->waiting, i);

      if (one->task == task)
        {
          g_ptr_array_remove_index (self->waiting, i);
          break;
        }
    }
  return G_SOURCE_REMOVE;
}

/**
 * tog_account_await_client:
 * @self: an account
 * @task: (transfer full): who needs one
 * @go: called with @task when there is a client, or an error why there is none
 *
 * A keyring may wait for somebody to unlock it, a demo's server takes a while to
 * start; whoever doesn't want to wait any longer cancels @task's cancellable.
 */
void
tog_account_await_client (TogAccount *self, GTask *task, void (*go) (GTask *task))
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  TogWaiting *waiting;

  if (self->client != NULL)
    {
      go (task);
      return;
    }
  if (self->connector == NULL)
    {
      if (self->connect_error == NULL)
        self->connect_error = g_error_new_literal (
            TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE, _ ("You are signed out."));
      go (task);
      return;
    }

  waiting = g_new0 (TogWaiting, 1);
  waiting->task = task;
  waiting->go = go;
  if (cancellable != NULL)
    {
      waiting->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (waiting->cancelled, G_SOURCE_FUNC (waiting_cancelled_cb), task, NULL);
      g_source_attach (waiting->cancelled, g_task_get_context (task));
    }
  g_ptr_array_add (self->waiting, waiting);
  if (!self->connecting)
    {
      self->connecting = TRUE;
      self->connector (self, self->connector_data);
    }
}

/**
 * tog_account_close:
 * @self: an account
 *
 * Ends all traffic. What is known stays readable.
 */
void
tog_account_close (TogAccount *self)
{
  g_cancellable_cancel (self->closed);
  if (self->outbox != NULL)
    tog_outbox_close (self->outbox);
  if (self->session_calendar != NULL)
    tog_session_calendar_close (self->session_calendar);
  if (self->share != NULL)
    tog_calendar_share_close (self->share);
  tog_account_stop_polling (self);
  tog_account_set_connector (self, NULL, NULL);
  g_clear_object (&self->client);
  if (self->waiting->len > 0)
    {
      g_autoptr (GError) error = g_error_new_literal (
          TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE, _ ("You are signed out."));

      tog_account_provide_client (self, NULL, error);
    }
}
