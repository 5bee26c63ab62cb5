#include "config.h"

#include "tog-client-private.h"

typedef struct
{
  char *method;   /* (owned) */
  char *path;     /* (owned) */
  GBytes *body;   /* (owned) */
  char *key;      /* (owned) */
  char *if_match; /* (owned) (nullable) */
  guint n_tries;
  gboolean may_have_arrived;
  GSource *pause;            /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable) */
  gulong handler;
} Write;

static void try_write (GTask *task);

static void
end_pause (Write *write)
{
  if (write->pause == NULL)
    return;
  g_cancellable_disconnect (write->cancellable, write->handler);
  write->handler = 0;
  g_source_destroy (write->pause);
  g_clear_pointer (&write->pause, g_source_unref);
}

static void
write_free (Write *write)
{
  end_pause (write);
  g_free (write->method);
  g_free (write->path);
  g_clear_pointer (&write->body, g_bytes_unref);
  g_free (write->key);
  g_free (write->if_match);
  g_clear_object (&write->cancellable);
  g_free (write);
}

/* The server may have done what it was asked to as soon as it had the head and
 * the body of a request: from then on only its answer tells. */
static void
wrote_headers_cb (SoupMessage *message, Write *write)
{
  write->may_have_arrived = TRUE;
}

static gboolean
pause_cb (gpointer user_data)
{
  GTask *task = user_data;
  Write *write = g_task_get_task_data (task);

  g_object_ref (task);
  end_pause (write);
  if (g_task_return_error_if_cancelled (task))
    g_object_unref (task);
  else
    try_write (task);
  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *cancellable, GSource *pause)
{
  g_source_set_ready_time (pause, 0);
}

static void
pause_write (GTask *task, guint milliseconds)
{
  Write *write = g_task_get_task_data (task);

  write->pause = g_timeout_source_new (milliseconds);
  g_source_set_callback (write->pause, pause_cb, g_object_ref (task), g_object_unref);
  g_source_attach (write->pause, g_task_get_context (task));
  if (write->cancellable != NULL)
    write->handler = g_cancellable_connect (write->cancellable,
                                            G_CALLBACK (cancelled_cb),
                                            g_source_ref (write->pause),
                                            (GDestroyNotify) g_source_unref);
}

static gboolean
is_worth_repeating (Write *write, const GError *error)
{
  /* If not even the first try reached anybody, nothing was begun, and the user
   * had better know than wait; after that the server alone can say what came
   * of the request. */
  if (g_error_matches (error, TOG_API_ERROR, TOG_API_ERROR_UNREACHABLE) ||
      g_error_matches (error, TOG_API_ERROR, TOG_API_ERROR_TIMED_OUT))
    return write->may_have_arrived;
  return g_error_matches (error, TOG_API_ERROR, TOG_API_ERROR_FAILED);
}

static void
exchanged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogClient *self = TOG_CLIENT (source);
  Write *write = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  TogApiReply *reply = tog_client_exchange_finish (self, result, &error);

  if (reply != NULL)
    {
      g_task_return_pointer (task, reply, (GDestroyNotify) tog_api_reply_free);
    }
  else if (is_worth_repeating (write, error))
    {
      guint pause = tog_client_pick_pause (self, write->n_tries);

      pause_write (task, MAX (pause, tog_api_error_get_retry_after (error) * 1000));
    }
  else
    {
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

/* Takes over the reference to @task. */
static void
try_write (GTask *task)
{
  TogClient *self = g_task_get_source_object (task);
  Write *write = g_task_get_task_data (task);
  g_autoptr (SoupMessage) message = NULL;
  SoupMessageHeaders *headers;
  GError *error = NULL;

  message = tog_client_make_message (self, write->method, write->path, &error);
  if (message == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  write->n_tries++;
  headers = soup_message_get_request_headers (message);
  soup_message_headers_append (headers, "Idempotency-Key", write->key);
  if (write->if_match != NULL)
    soup_message_headers_append (headers, "If-Match", write->if_match);
  soup_message_set_request_body_from_bytes (message, TOG_CONTENT_JSON, write->body);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (wrote_headers_cb), write);
  tog_client_exchange_async (
      self, message, TOG_CONTENT_JSON, g_task_get_cancellable (task), exchanged_cb, task);
}

/**
 * tog_client_write_async:
 * @self: a client
 * @method: of HTTP
 * @path: path and query, beginning with a slash
 * @body: JSON
 * @key: idempotency key, 16 to 128 visible ASCII characters
 * @if_match: (nullable): the version that is to be changed
 * @cancellable: (nullable): stops it
 *
 * Changes something. The same request, with the same @key, is sent again after
 * growing pauses for as long as the server may have received it without its
 * answer having come back, and while the server says that it can't do it now;
 * so that it is done exactly once, and the caller learns what came of it.
 */
void
tog_client_write_async (TogClient *self,
                        const char *method,
                        const char *path,
                        const char *body,
                        const char *key,
                        const char *if_match,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Write *write;

  g_return_if_fail (TOG_IS_CLIENT (self));
  g_return_if_fail (key != NULL);

  g_task_set_source_tag (task, tog_client_write_async);
  write = g_new0 (Write, 1);
  write->method = g_strdup (method);
  write->path = g_strdup (path);
  write->body = g_bytes_new (body, strlen (body));
  write->key = g_strdup (key);
  write->if_match = g_strdup (if_match);
  g_set_object (&write->cancellable, cancellable);
  g_task_set_task_data (task, write, (GDestroyNotify) write_free);
  try_write (g_steal_pointer (&task));
}

/**
 * tog_client_write_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for a %TOG_API_ERROR or %G_IO_ERROR_CANCELLED
 *
 * After an error of the way there, or cancelling, it is not known whether the
 * change was made; writing again with the same key finds out.
 *
 * Returns: (transfer full) (nullable): the answer
 */
TogApiReply *
tog_client_write_finish (TogClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_client_write_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
