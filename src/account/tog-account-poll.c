#include "config.h"

#include "tog-account-private.h"
#include "tog-json.h"

#define LONGEST_PAUSE (5 * 60 * 1000)
#define AFTER_NETWORK_CHANGE 1000
#define AFTER_FAILURE 1000
#define PATIENCE 5000
#define TRIES_A_PAUSE 6
#define MAX_CHANGES 500
#define MAX_KIND 64

static void poll_changes (TogAccount *self);

static void
poll_source_cb (gpointer user_data)
{
  TogAccount *self = user_data;

  self->poll_source = 0;
  poll_changes (self);
}

static void
schedule (TogAccount *self, guint milliseconds)
{
  if (self->poll_cancellable == NULL)
    return;
  g_clear_handle_id (&self->poll_source, g_source_remove);
  self->poll_source = g_timeout_add_once (milliseconds, poll_source_cb, self);
}

/* While the server tells of changes by itself, asking is only for good measure. What
 * can't be asked is soon tried again, as most of what gets lost is soon back: the pauses
 * stay a small part of how long it has been away, until they are long. */
static guint
pick_interval (TogAccount *self)
{
  if (self->n_failed_polls == 0)
    return self->live ? LONGEST_PAUSE : self->poll_interval;
  if (self->client == NULL)
    return MIN ((guint64) self->poll_interval << MIN (self->n_failed_polls, 16), LONGEST_PAUSE);
  return tog_client_pick_pause (self->client, 1 + self->n_failed_polls / TRIES_A_PAUSE);
}

static void
stop_asking (TogAccount *self)
{
  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_clear_object (&self->question);
}

static void
patience_cb (gpointer user_data)
{
  TogAccount *self = user_data;
  g_autoptr (GError) error = tog_account_error_new_offline (self->host);

  self->patience_source = 0;
  tog_account_note_outcome (self, error);
}

/* What a change may be of, besides kinds that only newer versions know. */
typedef enum
{
  KIND_OTHER,
  KIND_ME,
  KIND_MATCH,
  KIND_GROUP,
  KIND_SESSION,
} Kind;

static const char *const kinds[] = { "", "me", "match", "group", "session" };

typedef struct
{
  Kind kind;
  char *id; /* (owned) */
} Change;

static void
clear_change (gpointer data)
{
  g_free (((Change *) data)->id);
}

static gboolean
read_change (JsonNode *node, Change *change, GError **error)
{
  const char *kind;
  TogJsonReader reader;

  *change = (Change){ KIND_OTHER, NULL };
  tog_json_reader_init (&reader, node, "");
  kind = tog_json_reader_line (&reader, "kind", MAX_KIND);
  for (guint i = KIND_ME; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kind, kinds[i]) == 0)
      change->kind = (Kind) i;
  if (change->kind != KIND_OTHER)
    change->id = g_strdup (tog_json_reader_id (&reader, "id"));
  return tog_json_reader_finish (&reader, error);
}

/* Reads the answer of getChanges: what to ask with next, and what changed. */
static gboolean
parse_changes (const TogApiReply *reply,
               char **next,
               GArray *changes,
               gboolean *more,
               GError **error)
{
  g_autoptr (JsonNode) node = tog_json_parse (reply->text, reply->length, error);
  TogJsonReader reader;
  JsonArray *items;

  if (node == NULL)
    return FALSE;
  tog_json_reader_init (&reader, node, "");
  *next = g_strdup (tog_json_reader_line (&reader, "next", 200));
  *more = tog_json_reader_opt_boolean (&reader, "more", FALSE);
  items = tog_json_reader_array (&reader, "items", MAX_CHANGES);
  if (!tog_json_reader_finish (&reader, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      Change change;
      gboolean ok = read_change (json_array_get_element (items, i), &change, error);

      g_array_append_val (changes, change);
      if (!ok)
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_kind (GArray *changes, Kind kind)
{
  for (guint i = 0; i < changes->len; i++)
    if (g_array_index (changes, Change, i).kind == kind)
      return TRUE;
  return FALSE;
}

/* Hands on what can't be seen in what is kept in memory: sessions of the history, and when
 * others can meet. */
static void
hand_on (TogAccount *self, GArray *changes)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const Change *change = &g_array_index (changes, Change, i);

      if (change->kind == KIND_SESSION)
        tog_sync_note_changed (self->sync, change->id);
      else if (change->kind == KIND_MATCH || change->kind == KIND_GROUP)
        {
          tog_times_ahead_note_changed (self->times_ahead, change->id);
          g_signal_emit_by_name (self, "times-changed", change->id);
        }
    }
}

/* Whether the server can't say what changed since a token: it is too old, or another
 * server's. */
static gboolean
is_useless_token (const GError *error)
{
  return g_error_matches (error, TOG_API_ERROR, TOG_API_ERROR_GONE) ||
         g_error_matches (error, TOG_API_ERROR, TOG_API_ERROR_REFUSED);
}

static void
changes_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogAccount) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogApiReply) reply = tog_client_read_finish (TOG_CLIENT (source), result, &error);
  g_autoptr (GError) failure = NULL;
  g_autofree char *next = NULL;
  gboolean was_offline = !self->online;
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (Change));
  gboolean begun = self->has_polled;
  gboolean more = FALSE;
  gboolean again = self->poll_again;

  g_array_set_clear_func (changes, clear_change);
  self->polling = FALSE;
  self->poll_again = FALSE;
  stop_asking (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (self->poll_source == 0)
        schedule (self, 0);
      return;
    }

  if (self->change_token != NULL && error != NULL && is_useless_token (error))
    {
      g_clear_pointer (&self->change_token, g_free);
      self->has_polled = FALSE;
      tog_sync_begin_anew (self->sync);
      schedule (self, 0);
      return;
    }

  if (reply == NULL || !parse_changes (reply, &next, changes, &more, &error))
    {
      failure = tog_account_error_from_api (error, self->host);
      tog_account_note_outcome (self, failure);
      self->n_failed_polls++;
      schedule (self, pick_interval (self));
      return;
    }

  tog_account_note_outcome (self, NULL);
  self->n_failed_polls = 0;
  self->has_polled = TRUE;
  g_free (self->change_token);
  self->change_token = g_steal_pointer (&next);

  /* Before the first token, and while nothing got through, changes may have
   * passed unseen. */
  if (changes->len > 0 || was_offline || !begun)
    tog_account_reload (self);
  if (self->share != NULL && (has_kind (changes, KIND_ME) || was_offline || !begun))
    tog_calendar_share_hear (self->share);
  if (!begun)
    tog_outbox_send_now (self->outbox);
  hand_on (self, changes);
  if (was_offline)
    {
      tog_sync_hurry (self->sync);
      if (!self->live)
        tog_account_listen_anew (self);
    }
  tog_sync_go_on (self->sync);
  schedule (self, more || again ? 0 : pick_interval (self));
  tog_account_listen (self);
}

static void
poll_changes (TogAccount *self)
{
  g_autofree char *path = NULL;

  if (self->polling)
    return;
  if (!tog_sync_is_loaded (self->sync))
    {
      tog_sync_load (self->sync);
      return;
    }
  if (self->client == NULL)
    {
      /* Asking for home asks for a client too. */
      self->n_failed_polls++;
      tog_account_refresh_async (self, self->poll_cancellable, NULL, NULL);
      schedule (self, pick_interval (self));
      return;
    }

  if (self->change_token != NULL)
    {
      g_autofree char *escaped = g_uri_escape_string (self->change_token, NULL, FALSE);

      path = g_strconcat ("/v1/changes?since=", escaped, NULL);
    }
  self->polling = TRUE;
  self->question = g_cancellable_new ();
  /* Once the server went silent, there is no waiting for the end of all patience until
   * it is told that it doesn't answer; it may still do so. */
  if (self->n_failed_listens > 0)
    self->patience_source = g_timeout_add_once (PATIENCE, patience_cb, self);
  tog_client_read_async (self->client,
                         path != NULL ? path : "/v1/changes",
                         TOG_CONTENT_JSON,
                         NULL,
                         self->question,
                         changes_cb,
                         g_object_ref (self));
}

/* Whether the network is there is only a hint, so that it is tried either way, and not
 * with what went by the network of before. */
static void
network_changed_cb (TogAccount *self)
{
  self->n_failed_polls = 0;
  if (self->question != NULL)
    g_cancellable_cancel (self->question);
  schedule (self, AFTER_NETWORK_CHANGE);
  tog_account_listen_anew (self);
}

/**
 * tog_account_poll_now:
 * @self: an account
 *
 * Asks at once what changed, or again where it is being asked.
 */
void
tog_account_poll_now (TogAccount *self)
{
  if (self->polling)
    self->poll_again = TRUE;
  else
    schedule (self, 0);
}

/**
 * tog_account_poll_soon:
 * @self: an account
 *
 * Finds out in a moment whether the server is within reach again.
 */
void
tog_account_poll_soon (TogAccount *self)
{
  if (!self->polling)
    schedule (self, AFTER_FAILURE);
}

/**
 * tog_account_start_polling:
 * @self: an account
 *
 * Begins to ask now and then what changed, unless that was begun before. While
 * nothing gets through the pauses grow; a network that changes ends them.
 */
void
tog_account_start_polling (TogAccount *self)
{
  if (self->poll_cancellable != NULL)
    return;
  self->poll_cancellable = g_cancellable_new ();
  self->network_monitor = g_object_ref (g_network_monitor_get_default ());
  g_signal_connect_object (self->network_monitor,
                           "network-changed",
                           G_CALLBACK (network_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  schedule (self, 0);
}

void
tog_account_stop_polling (TogAccount *self)
{
  g_clear_handle_id (&self->poll_source, g_source_remove);
  if (self->question != NULL)
    g_cancellable_cancel (self->question);
  stop_asking (self);
  if (self->poll_cancellable != NULL)
    g_cancellable_cancel (self->poll_cancellable);
  g_clear_object (&self->poll_cancellable);
  if (self->network_monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->network_monitor, self);
  g_clear_object (&self->network_monitor);
  tog_sync_stop (self->sync);
  tog_times_ahead_stop (self->times_ahead);
  self->has_polled = FALSE;
  tog_account_stop_listening (self);
}

/**
 * tog_account_set_poll_interval:
 * @self: an account
 * @milliseconds: between two questions while the server answers; 15 seconds unless set
 */
void
tog_account_set_poll_interval (TogAccount *self, guint milliseconds)
{
  self->poll_interval = milliseconds;
}
