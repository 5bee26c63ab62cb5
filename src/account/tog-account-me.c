#include "config.h"

#include "tog-account-private.h"
#include "tog-json.h"

/*
 * What a member chooses for themselves: when to be reminded, and the calendar feed.
 */

#define KEY_REMINDERS "reminders"
#define PATH_REMINDERS "/v1/me/reminders"
#define PATH_FEED "/v1/me/feed"
#define MAX_URL_LENGTH 2000

static void
fetch_reminders (TogAccount *self,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  tog_account_fetch_async (self,
                           &TOG_DOCUMENT_REMINDERS,
                           KEY_REMINDERS,
                           PATH_REMINDERS,
                           0,
                           cancellable,
                           callback,
                           user_data);
}

static void
reminders_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  TogKnown *known = tog_account_fetch_finish (TOG_ACCOUNT (source), result, &error);

  if (known != NULL)
    g_task_return_pointer (task, known, (GDestroyNotify) tog_known_free);
  else
    g_task_return_error (task, error);
}

/**
 * tog_account_load_reminders_async:
 * @self: an account
 * @cancellable: (nullable): stops it
 *
 * Reads when I want to be reminded. While offline what was last known comes.
 */
void
tog_account_load_reminders_async (TogAccount *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_load_reminders_async);
  fetch_reminders (self, cancellable, reminders_loaded_cb, g_steal_pointer (&task));
}

/**
 * tog_account_load_reminders_finish:
 * @self: an account
 * @result: what the callback got
 * @reminders: (out caller-allocates): when
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it is known
 */
gboolean
tog_account_load_reminders_finish (TogAccount *self,
                                   GAsyncResult *result,
                                   TogReminders *reminders,
                                   GError **error)
{
  g_autoptr (TogKnown) known = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_load_reminders_async), FALSE);

  known = g_task_propagate_pointer (G_TASK (result), error);
  if (known == NULL)
    return FALSE;
  *reminders = *(TogReminders *) known->object;
  return TRUE;
}

/* What is known afterwards has the version that the next change names. */
static gpointer
read_reminders (TogAccount *self, const TogApiReply *reply, GError **error)
{
  TogInstant now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (TogDocument) document = tog_document_new (reply->text, reply->etag, now);
  gpointer reminders = TOG_DOCUMENT_REMINDERS.parse (reply->text, reply->length, error);

  if (reminders == NULL)
    return NULL;
  tog_store_save (self->store, KEY_REMINDERS, reply->text, reply->etag, now, 0);
  tog_account_note_known (
      self, KEY_REMINDERS, tog_known_new_from_document (&TOG_DOCUMENT_REMINDERS, document), TRUE);
  return reminders;
}

static void
reminders_seen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccount *self = TOG_ACCOUNT (source);
  GError *error = NULL;
  g_autoptr (TogKnown) known = tog_account_fetch_finish (self, result, &error);
  g_autofree char *key = g_uuid_string_random ();
  TogChange *change;

  if (known == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  change = tog_change_new ("PUT",
                           g_strdup (PATH_REMINDERS),
                           tog_reminders_to_text (g_task_get_task_data (task)),
                           key,
                           known->etag);
  change->read = read_reminders;
  change->unref = g_rc_box_release;
  tog_account_write (g_steal_pointer (&task), change);
}

/**
 * tog_account_put_reminders_async:
 * @self: an account
 * @reminders: when I want to be reminded
 * @cancellable: (nullable): stops it
 *
 * Changes when I want to be reminded.
 */
void
tog_account_put_reminders_async (TogAccount *self,
                                 const TogReminders *reminders,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_put_reminders_async);
  g_task_set_task_data (task, g_memdup2 (reminders, sizeof *reminders), g_free);
  fetch_reminders (self, cancellable, reminders_seen_cb, g_steal_pointer (&task));
}

/**
 * tog_account_put_reminders_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it was changed
 */
gboolean
tog_account_put_reminders_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  TogReminders *reminders;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_put_reminders_async), FALSE);

  reminders = g_task_propagate_pointer (G_TASK (result), error);
  if (reminders == NULL)
    return FALSE;
  g_rc_box_release (reminders);
  return TRUE;
}

typedef struct
{
  char *url;             /* (owned) (nullable) */
  TogInstant created_at; /* 0 where there is no feed */
} Feed;

static void
feed_free (gpointer data)
{
  Feed *feed = data;

  g_free (feed->url);
  g_free (feed);
}

static gpointer
read_feed (TogAccount *self, const TogApiReply *reply, GError **error)
{
  g_autoptr (JsonNode) node = tog_json_parse (reply->text, reply->length, error);
  TogJsonReader reader;
  Feed *feed;

  if (node == NULL)
    return NULL;
  feed = g_new0 (Feed, 1);
  tog_json_reader_init (&reader, node, "");
  feed->url = g_strdup (tog_json_reader_opt_line (&reader, "url", MAX_URL_LENGTH));
  feed->created_at = tog_json_reader_opt_instant (&reader, "created_at", 0);
  if (tog_json_reader_finish (&reader, error))
    return feed;
  feed_free (feed);
  return NULL;
}

static void
feed_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccount *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (TogApiReply) reply = tog_client_read_finish (TOG_CLIENT (source), result, &error);
  Feed *feed = reply != NULL ? read_feed (self, reply, &error) : NULL;

  if (feed == NULL)
    {
      GError *failure = tog_account_error_from_api (error, self->host);

      g_error_free (error);
      tog_account_note_outcome (self, failure);
      g_task_return_error (task, failure);
      return;
    }
  tog_account_note_outcome (self, NULL);
  g_task_return_pointer (task, feed, feed_free);
}

/* Takes over the reference to @task. It is not kept: the answer may hold what
 * opens the calendar to whoever has it. */
static void
look_at_feed (GTask *task)
{
  TogAccount *self = g_task_get_source_object (task);

  if (self->client == NULL)
    {
      g_autoptr (GTask) owned = task;

      g_task_return_error (owned, tog_account_error_from_api (self->connect_error, self->host));
      return;
    }
  tog_client_read_async (self->client,
                         PATH_FEED,
                         TOG_CONTENT_JSON,
                         NULL,
                         g_task_get_cancellable (task),
                         feed_read_cb,
                         task);
}

/**
 * tog_account_feed_async:
 * @self: an account
 * @action: look whether there is one, make one (another one stops to work), or
 *   stop the one there is
 * @cancellable: (nullable): stops it
 *
 * Does something with the calendar feed of my sessions.
 */
void
tog_account_feed_async (TogAccount *self,
                        TogFeedAction action,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autofree char *key = NULL;
  GTask *task;
  TogChange *change;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_feed_async);
  if (action == TOG_FEED_LOOK)
    {
      tog_account_await_client (self, task, look_at_feed);
      return;
    }
  key = g_uuid_string_random ();
  change = tog_change_new (
      action == TOG_FEED_MAKE ? "POST" : "DELETE", g_strdup (PATH_FEED), g_strdup (""), key, NULL);
  change->read = read_feed;
  change->unref = feed_free;
  tog_account_write (task, change);
}

/**
 * tog_account_feed_finish:
 * @self: an account
 * @result: what the callback got
 * @url: (out) (optional) (nullable): where the feed is; told when it was made, and
 *   never again
 * @created_at: (out) (optional): since when there is one, 0 where there is none
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it was done
 */
gboolean
tog_account_feed_finish (TogAccount *self,
                         GAsyncResult *result,
                         char **url,
                         TogInstant *created_at,
                         GError **error)
{
  Feed *feed;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_feed_async), FALSE);

  feed = g_task_propagate_pointer (G_TASK (result), error);
  if (feed == NULL)
    return FALSE;
  if (url != NULL)
    *url = g_steal_pointer (&feed->url);
  if (created_at != NULL)
    *created_at = feed->created_at;
  feed_free (feed);
  return TRUE;
}
