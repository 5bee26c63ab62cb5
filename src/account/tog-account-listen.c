#include "config.h"

#include "tog-account-private.h"

/*
 * The server tells at once that something changed, and not what: changes are asked
 * for as they are without it, only sooner. Where it can't be listened to, or a proxy
 * keeps back what it says, asking now and then is all there is.
 */

/* The server says every 15 seconds that it is there. */
#define SILENCE 20000

/* Whatever changes is told at once, so that until then all was as it is known. */
static void
confirm_home (TogAccount *self, TogClient *client)
{
  TogKnown *home = g_hash_table_lookup (self->known, TOG_KEY_HOME);
  TogInstant heard_at = tog_client_get_heard_at (client);

  if (!self->live || home == NULL || home->fetched_at >= heard_at)
    return;
  home->fetched_at = heard_at;
  tog_store_confirm (self->store, TOG_KEY_HOME, heard_at);
  g_object_notify (G_OBJECT (self), "updated-at");
}

static void
listen_again_cb (gpointer user_data)
{
  TogAccount *self = user_data;

  self->listen_source = 0;
  tog_account_listen (self);
}

static void
event_cb (const char *name, const char *id, gpointer user_data)
{
  TogAccount *self = user_data;

  self->live = TRUE;
  self->n_failed_listens = 0;
  if (!self->online || g_strcmp0 (id, self->change_token) != 0)
    tog_account_poll_now (self);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogAccount) self = user_data;
  TogClient *client = TOG_CLIENT (source);
  g_autoptr (GError) error = NULL;
  gboolean was_live = self->live;

  tog_client_listen_finish (client, result, &error);
  confirm_home (self, client);
  self->live = FALSE;
  g_clear_object (&self->listen_cancellable);
  if (self->poll_cancellable == NULL || client != self->client)
    return;

  if (g_error_matches (error, TOG_API_ERROR, TOG_API_ERROR_GONE))
    {
      self->cannot_listen = TRUE;
      return;
    }
  self->n_failed_listens++;
  self->listen_source = g_timeout_add_once (
      tog_client_pick_pause (client, self->n_failed_listens), listen_again_cb, self);
  /* Whether it was only the stream that ended shows when something is asked. */
  if (was_live)
    tog_account_poll_now (self);
}

/**
 * tog_account_listen:
 * @self: an account that knows since when to ask for changes
 *
 * Begins to listen, unless it does. When the server can't be heard any more it tries
 * again by itself, with growing pauses, until tog_account_stop_listening(). While
 * nothing at all gets through, that is left to asking.
 */
void
tog_account_listen (TogAccount *self)
{
  if (self->client == NULL || self->poll_cancellable == NULL || self->cannot_listen ||
      !self->online || self->listen_cancellable != NULL || self->listen_source != 0)
    return;

  self->listen_cancellable = g_cancellable_new ();
  tog_client_listen_async (self->client,
                           "/v1/events",
                           self->change_token,
                           SILENCE,
                           event_cb,
                           self,
                           self->listen_cancellable,
                           ended_cb,
                           g_object_ref (self));
}

/**
 * tog_account_listen_anew:
 * @self: an account
 *
 * Does not wait until it shows that what was listened to is gone, or for when it would
 * be tried again: the way to the server is another one now.
 */
void
tog_account_listen_anew (TogAccount *self)
{
  self->n_failed_listens = 0;
  g_clear_handle_id (&self->listen_source, g_source_remove);
  if (self->listen_cancellable != NULL)
    g_cancellable_cancel (self->listen_cancellable);
}

void
tog_account_stop_listening (TogAccount *self)
{
  if (self->client != NULL)
    confirm_home (self, self->client);
  tog_account_listen_anew (self);
  self->cannot_listen = FALSE;
}

/**
 * tog_account_get_live:
 * @self: an account
 *
 * Returns: whether the server is listened to, so that what others do shows at once
 */
gboolean
tog_account_get_live (TogAccount *self)
{
  return self->live;
}
