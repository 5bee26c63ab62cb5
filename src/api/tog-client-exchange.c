#include "config.h"

#include "tog-client-private.h"
#include "tog-json.h"

#include <string.h>

#define CHUNK (64 * 1024)
#define LONGEST_RETRY_AFTER 300

typedef struct
{
  SoupMessage *message; /* (owned) */
  const char *content_type;
  GCancellable *stop;   /* (owned): cancelled by the caller or by the timer */
  GCancellable *caller; /* (owned) (nullable) */
  gulong caller_handler;
  GSource *timer; /* (owned) (nullable) */
  gboolean timed_out;
  GInputStream *stream; /* (owned) (nullable) */
  GByteArray *body;     /* (owned) */
  guint8 chunk[CHUNK];
} Exchange;

static void
exchange_free (Exchange *exchange)
{
  g_cancellable_disconnect (exchange->caller, exchange->caller_handler);
  if (exchange->timer != NULL)
    g_source_destroy (exchange->timer);
  g_clear_pointer (&exchange->timer, g_source_unref);
  g_clear_object (&exchange->message);
  g_clear_object (&exchange->stop);
  g_clear_object (&exchange->caller);
  g_clear_object (&exchange->stream);
  g_clear_pointer (&exchange->body, g_byte_array_unref);
  g_free (exchange);
}

static gboolean
stop_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/**
 * tog_client_stop_soon:
 * @caller: what was cancelled
 * @stop: what libsoup was given
 *
 * Cancels @stop as soon as libsoup has told what it knows. A message that is
 * cancelled when its head has come but wasn't told of yet is taken off the
 * queue twice by libsoup 3.6 (run_until_read_done () after
 * message_completed ()), and what is freed is used. That is told at the default
 * priority, so at a lower one nothing can be left to tell.
 */
void
tog_client_stop_soon (GCancellable *caller, GCancellable *stop)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, TOG_CLIENT_PRIORITY_STOP);
  g_source_set_callback (source, stop_cb, g_object_ref (stop), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
}

/* What went wrong on the way there, as opposed to what was answered. */
GError *
tog_client_translate_error (TogClient *self, gboolean timed_out, const GError *error)
{
  if (timed_out)
    return g_error_new (TOG_API_ERROR,
                        TOG_API_ERROR_TIMED_OUT,
                        "%s did not answer within %u seconds",
                        self->host,
                        MAX (self->timeout / 1000, 1));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_error_new (
        TOG_API_ERROR, TOG_API_ERROR_TIMED_OUT, "%s did not answer in time", self->host);
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return g_error_new (TOG_API_ERROR,
                        TOG_API_ERROR_CERTIFICATE,
                        "The certificate of %s is not trusted: %s",
                        self->host,
                        error->message);
  if (error->domain == G_TLS_ERROR && error->code != G_TLS_ERROR_EOF)
    return g_error_new (TOG_API_ERROR,
                        TOG_API_ERROR_FOREIGN,
                        "%s does not speak HTTPS: %s",
                        self->host,
                        error->message);
  if (g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING) ||
      g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    return g_error_new (TOG_API_ERROR,
                        TOG_API_ERROR_FOREIGN,
                        "%s does not answer in HTTP: %s",
                        self->host,
                        error->message);
  return g_error_new (TOG_API_ERROR,
                      TOG_API_ERROR_UNREACHABLE,
                      "%s can't be reached: %s",
                      self->host,
                      error->message);
}

static guint
read_retry_after (SoupMessageHeaders *headers)
{
  const char *value = soup_message_headers_get_one (headers, "Retry-After");
  g_autoptr (GDateTime) date = NULL;
  guint64 seconds;

  if (value == NULL)
    return 0;
  if (g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT64, &seconds, NULL))
    return MIN (seconds, LONGEST_RETRY_AFTER);
  date = soup_date_time_new_from_http_string (value);
  if (date == NULL)
    return 0;
  return CLAMP (
      g_date_time_to_unix (date) - g_get_real_time () / G_USEC_PER_SEC, 0, LONGEST_RETRY_AFTER);
}

TogApiError
tog_client_judge_status (guint status)
{
  switch (status)
    {
    case SOUP_STATUS_UNAUTHORIZED:
      return TOG_API_ERROR_UNAUTHORIZED;
    case SOUP_STATUS_NOT_FOUND:
    case SOUP_STATUS_GONE:
      return TOG_API_ERROR_GONE;
    case SOUP_STATUS_PRECONDITION_FAILED:
      return TOG_API_ERROR_PRECONDITION;
    case 429:
      return TOG_API_ERROR_FAILED;
    default:
      return status >= 500 ? TOG_API_ERROR_FAILED : TOG_API_ERROR_REFUSED;
    }
}

/* Whether an answer's body is worth reading, by status and content type alone. */
gboolean
tog_client_check_head (TogClient *self,
                       SoupMessage *message,
                       const char *content_type,
                       GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  SoupMessageHeaders *asked = soup_message_get_request_headers (message);
  guint status = soup_message_get_status (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  const char *wanted;

  if (status == SOUP_STATUS_NOT_MODIFIED &&
      soup_message_headers_get_one (asked, "If-None-Match") != NULL)
    return TRUE;
  if (status < 200 || (status >= 300 && status < 400))
    {
      const char *location = soup_message_headers_get_one (headers, "Location");
      g_autofree char *shown =
          location != NULL ? g_utf8_make_valid (location, MIN (strlen (location), 200)) : NULL;

      g_set_error (error,
                   TOG_API_ERROR,
                   TOG_API_ERROR_FOREIGN,
                   "%s answers with status %u%s%s, which is not of this API",
                   self->host,
                   status,
                   shown != NULL ? " and leads to " : "",
                   shown != NULL ? shown : "");
      return FALSE;
    }

  wanted = status < 300 ? content_type : "application/problem+json";
  if (type == NULL || g_ascii_strcasecmp (type, wanted) != 0)
    {
      /* A proxy in between answers in its own words when the server is down or
       * it is asked too often; anything else of that kind is somebody else. */
      if (status >= 500 || status == 429)
        g_propagate_error (error,
                           tog_api_error_new_answered (TOG_API_ERROR_FAILED,
                                                       NULL,
                                                       read_retry_after (headers),
                                                       "The server is not available now"));
      else
        g_set_error (error,
                     TOG_API_ERROR,
                     TOG_API_ERROR_FOREIGN,
                     "%s answers with status %u and %s where %s was expected",
                     self->host,
                     status,
                     type != NULL ? type : "no content type",
                     wanted);
      return FALSE;
    }

  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      soup_message_headers_get_content_length (headers) > TOG_CLIENT_MAX_BODY)
    {
      g_set_error (error,
                   TOG_API_ERROR,
                   TOG_API_ERROR_FOREIGN,
                   "The answer of %s is longer than 8 MiB",
                   self->host);
      return FALSE;
    }
  return TRUE;
}

/* Returns: (transfer full) (nullable): what a link with the relation "next" leads to */
static char *
read_next (SoupMessageHeaders *headers)
{
  const char *value = soup_message_headers_get_list (headers, "Link");
  GSList *links = value != NULL ? soup_header_parse_list (value) : NULL;
  char *next = NULL;

  for (GSList *l = links; l != NULL && next == NULL; l = l->next)
    {
      const char *link = l->data;
      const char *end = link[0] == '<' ? strchr (link, '>') : NULL;

      if (end != NULL && end[1] == ';')
        {
          GHashTable *parameters = soup_header_parse_semi_param_list (end + 2);

          if (g_strcmp0 (g_hash_table_lookup (parameters, "rel"), "next") == 0)
            next = g_strndup (link + 1, end - link - 1);
          soup_header_free_param_list (parameters);
        }
    }
  soup_header_free_list (links);
  return next;
}

/* Makes the reply, or the error that the server answered, of a whole body. */
static TogApiReply *
digest_body (TogClient *self, Exchange *exchange, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (exchange->message);
  guint status = soup_message_get_status (exchange->message);
  const char *text = (const char *) exchange->body->data;
  gsize length = exchange->body->len;
  TogApiReply *reply;

  if (status >= 400)
    {
      TogApiError code = tog_client_judge_status (status);
      g_autoptr (JsonNode) node = tog_json_parse (text, length, NULL);
      g_autoptr (TogProblem) problem = node != NULL ? tog_problem_from_json (node, NULL) : NULL;
      g_autofree char *message = NULL;

      if (problem == NULL && code == TOG_API_ERROR_REFUSED)
        {
          g_set_error (error,
                       TOG_API_ERROR,
                       TOG_API_ERROR_FOREIGN,
                       "%s refused with status %u, but its reason makes no sense",
                       self->host,
                       status);
          return NULL;
        }
      if (problem == NULL)
        message = g_strdup_printf ("%s answers with status %u", self->host, status);
      else
        message = g_strdup (problem->detail != NULL ? problem->detail : problem->title);
      g_propagate_error (
          error, tog_api_error_new_answered (code, problem, read_retry_after (headers), message));
      return NULL;
    }

  if (status != SOUP_STATUS_NOT_MODIFIED && !g_utf8_validate (text, length, NULL))
    {
      g_set_error (error,
                   TOG_API_ERROR,
                   TOG_API_ERROR_FOREIGN,
                   "The answer of %s is not text in UTF-8",
                   self->host);
      return NULL;
    }

  reply = g_new0 (TogApiReply, 1);
  reply->etag = g_strdup (soup_message_headers_get_one (headers, "ETag"));
  if (status == SOUP_STATUS_NOT_MODIFIED)
    {
      reply->not_modified = TRUE;
      return reply;
    }
  reply->next = read_next (headers);
  reply->length = length;
  reply->text = g_strndup (text, length);
  return reply;
}

static void
return_error (GTask *task, const GError *error)
{
  TogClient *self = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);

  /* Without this a body of which no more is wanted would be read to its end. */
  if (error->domain == TOG_API_ERROR)
    {
      g_cancellable_cancel (exchange->stop);
      g_task_return_error (task, g_error_copy (error));
    }
  else
    {
      g_task_return_error (task, tog_client_translate_error (self, exchange->timed_out, error));
    }
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogClient *self = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gssize length;

  length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);
  if (length < 0)
    {
      return_error (task, error);
      return;
    }

  if (length == 0)
    {
      TogApiReply *reply = digest_body (self, exchange, &error);

      if (reply != NULL)
        g_task_return_pointer (task, reply, (GDestroyNotify) tog_api_reply_free);
      else
        g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (exchange->body->len + length > TOG_CLIENT_MAX_BODY)
    {
      error = g_error_new (TOG_API_ERROR,
                           TOG_API_ERROR_FOREIGN,
                           "The answer of %s is longer than 8 MiB",
                           self->host);
      return_error (task, error);
      return;
    }
  g_byte_array_append (exchange->body, exchange->chunk, length);
  g_input_stream_read_async (exchange->stream,
                             exchange->chunk,
                             CHUNK,
                             G_PRIORITY_DEFAULT,
                             exchange->stop,
                             read_cb,
                             g_steal_pointer (&task));
}

static void
send_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogClient *self = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  exchange->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (exchange->stream == NULL ||
      !tog_client_check_head (self, exchange->message, exchange->content_type, &error))
    {
      return_error (task, error);
      return;
    }
  g_input_stream_read_async (exchange->stream,
                             exchange->chunk,
                             CHUNK,
                             G_PRIORITY_DEFAULT,
                             exchange->stop,
                             read_cb,
                             g_steal_pointer (&task));
}

static gboolean
timer_cb (gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->timed_out = TRUE;
  g_cancellable_cancel (exchange->stop);
  return G_SOURCE_REMOVE;
}

/**
 * tog_client_exchange_async:
 * @self: a client
 * @message: what to send
 * @content_type: what a good answer has to be, a static string
 * @cancellable: (nullable): stops it
 *
 * Sends one request and reads its answer, bounded in time and length. Status
 * and content type are looked at before the body is.
 */
void
tog_client_exchange_async (TogClient *self,
                           SoupMessage *message,
                           const char *content_type,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Exchange *exchange = g_new0 (Exchange, 1);

  g_task_set_source_tag (task, tog_client_exchange_async);
  g_task_set_task_data (task, exchange, (GDestroyNotify) exchange_free);
  exchange->message = g_object_ref (message);
  exchange->content_type = content_type;
  exchange->stop = g_cancellable_new ();
  exchange->body = g_byte_array_new ();

  exchange->timer = g_timeout_source_new (self->timeout);
  g_source_set_priority (exchange->timer, TOG_CLIENT_PRIORITY_STOP);
  g_source_set_callback (exchange->timer, timer_cb, exchange, NULL);
  g_source_attach (exchange->timer, g_task_get_context (task));
  if (cancellable != NULL)
    {
      exchange->caller = g_object_ref (cancellable);
      exchange->caller_handler = g_cancellable_connect (cancellable,
                                                        G_CALLBACK (tog_client_stop_soon),
                                                        g_object_ref (exchange->stop),
                                                        g_object_unref);
    }

  soup_session_send_async (
      self->session, message, G_PRIORITY_DEFAULT, exchange->stop, send_cb, g_steal_pointer (&task));
}

TogApiReply *
tog_client_exchange_finish (TogClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
