#include "config.h"

#include "tog-client-private.h"
#include "tog-event-parser.h"

#define CHUNK 4096

typedef struct
{
  SoupMessage *message; /* (owned) */
  TogEventParser parser;
  TogEventFunc func;
  gpointer func_data;
  guint silence;        /* milliseconds */
  GCancellable *stop;   /* (owned): cancelled by the caller or by the timer */
  GCancellable *caller; /* (owned) (nullable) */
  gulong caller_handler;
  GSource *timer; /* (owned) (nullable) */
  gboolean timed_out;
  GInputStream *stream; /* (owned) (nullable) */
  char chunk[CHUNK];
} Listen;

static void
stop_timer (Listen *listen)
{
  if (listen->timer != NULL)
    g_source_destroy (listen->timer);
  g_clear_pointer (&listen->timer, g_source_unref);
}

static void
listen_free (Listen *listen)
{
  g_cancellable_disconnect (listen->caller, listen->caller_handler);
  stop_timer (listen);
  tog_event_parser_clear (&listen->parser);
  g_clear_object (&listen->message);
  g_clear_object (&listen->stop);
  g_clear_object (&listen->caller);
  g_clear_object (&listen->stream);
  g_free (listen);
}

static gboolean
timer_cb (gpointer user_data)
{
  Listen *listen = user_data;

  listen->timed_out = TRUE;
  g_cancellable_cancel (listen->stop);
  return G_SOURCE_REMOVE;
}

/* What is alive says something now and then. */
static void
restart_timer (GTask *task)
{
  Listen *listen = g_task_get_task_data (task);

  stop_timer (listen);
  listen->timer = g_timeout_source_new (listen->silence);
  g_source_set_priority (listen->timer, TOG_CLIENT_PRIORITY_STOP);
  g_source_set_callback (listen->timer, timer_cb, listen, NULL);
  g_source_attach (listen->timer, g_task_get_context (task));
}

/* Without the cancelling, what comes after would still be read. */
static void
end (GTask *task, const GError *error)
{
  TogClient *self = g_task_get_source_object (task);
  Listen *listen = g_task_get_task_data (task);

  stop_timer (listen);
  g_cancellable_cancel (listen->stop);
  if (error->domain == TOG_API_ERROR)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_error (task, tog_client_translate_error (self, listen->timed_out, error));
}

static void
event_cb (const char *name, const char *id, gpointer user_data)
{
  Listen *listen = user_data;

  /* Whoever was told of one event may have had enough. */
  if (!g_cancellable_is_cancelled (listen->caller))
    listen->func (name, id, listen->func_data);
}

static void read_more (GTask *task);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogClient *self = g_task_get_source_object (task);
  Listen *listen = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (length == 0)
    {
      stop_timer (listen);
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (length > 0)
    self->heard_at = g_get_real_time () / G_USEC_PER_SEC;
  if (length > 0 &&
      !tog_event_parser_feed (&listen->parser, listen->chunk, length, event_cb, listen))
    error = g_error_new (
        TOG_API_ERROR, TOG_API_ERROR_FOREIGN, "%s sends something else than events", self->host);
  if (error != NULL)
    end (task, error);
  else
    read_more (g_steal_pointer (&task));
}

/* Takes over the reference to @task. */
static void
read_more (GTask *task)
{
  Listen *listen = g_task_get_task_data (task);

  restart_timer (task);
  g_input_stream_read_async (
      listen->stream, listen->chunk, CHUNK, G_PRIORITY_DEFAULT, listen->stop, read_cb, task);
}

static void
send_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogClient *self = g_task_get_source_object (task);
  Listen *listen = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  listen->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (listen->stream != NULL &&
      tog_client_check_head (self, listen->message, TOG_CONTENT_EVENTS, &error))
    {
      guint status = soup_message_get_status (listen->message);

      if (status >= 400)
        error = g_error_new (TOG_API_ERROR,
                             tog_client_judge_status (status),
                             "%s answers with status %u",
                             self->host,
                             status);
    }
  if (error != NULL)
    end (task, error);
  else
    read_more (g_steal_pointer (&task));
}

/**
 * tog_client_listen_async:
 * @self: a client
 * @path: path and query of an event stream, beginning with a slash
 * @last_id: (nullable): of the last event that is known
 * @silence: after how many milliseconds without a sign of life it is taken for dead
 * @func: (scope async): is called for each event until the callback comes
 * @cancellable: (nullable): stops it
 *
 * Listens to server-sent events until the stream ends.
 */
void
tog_client_listen_async (TogClient *self,
                         const char *path,
                         const char *last_id,
                         guint silence,
                         TogEventFunc func,
                         gpointer func_data,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (SoupMessage) message = NULL;
  SoupMessageHeaders *headers;
  GError *error = NULL;
  Listen *listen;

  g_return_if_fail (TOG_IS_CLIENT (self));

  g_task_set_source_tag (task, tog_client_listen_async);
  message = tog_client_make_message (self, "GET", path, &error);
  if (message == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, "Accept", TOG_CONTENT_EVENTS);
  if (last_id != NULL)
    soup_message_headers_append (headers, "Last-Event-ID", last_id);

  listen = g_new0 (Listen, 1);
  g_task_set_task_data (task, listen, (GDestroyNotify) listen_free);
  tog_event_parser_init (&listen->parser);
  listen->message = g_steal_pointer (&message);
  listen->func = func;
  listen->func_data = func_data;
  listen->silence = silence;
  listen->stop = g_cancellable_new ();
  if (cancellable != NULL)
    {
      listen->caller = g_object_ref (cancellable);
      listen->caller_handler = g_cancellable_connect (cancellable,
                                                      G_CALLBACK (tog_client_stop_soon),
                                                      g_object_ref (listen->stop),
                                                      g_object_unref);
    }
  restart_timer (task);
  soup_session_send_async (self->session,
                           listen->message,
                           G_PRIORITY_DEFAULT,
                           listen->stop,
                           send_cb,
                           g_steal_pointer (&task));
}

/**
 * tog_client_listen_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for a %TOG_API_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the server ended it in an orderly way
 */
gboolean
tog_client_listen_finish (TogClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_client_listen_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * tog_client_get_heard_at:
 * @self: a client
 *
 * Returns: when what is listened to last gave a sign of life, in seconds since 1970; 0
 *   for never
 */
gint64
tog_client_get_heard_at (TogClient *self)
{
  g_return_val_if_fail (TOG_IS_CLIENT (self), 0);

  return self->heard_at;
}
