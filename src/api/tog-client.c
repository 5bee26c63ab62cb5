#include "config.h"

#include "tog-client-private.h"

#include <string.h>

#define DEFAULT_TIMEOUT 20000
#define DEFAULT_FIRST_PAUSE 500
#define DEFAULT_LONGEST_PAUSE 30000
#define LONGEST_TOKEN 4096

G_DEFINE_FINAL_TYPE (TogClient, tog_client, G_TYPE_OBJECT)

void
tog_api_reply_free (TogApiReply *reply)
{
  g_free (reply->text);
  g_free (reply->etag);
  g_free (reply->next);
  g_free (reply);
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

static gboolean
check_token (const char *token)
{
  gsize length = strlen (token);

  if (length == 0 || length > LONGEST_TOKEN)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isgraph (token[i]))
        return FALSE;
    }
  return TRUE;
}

/**
 * tog_client_make_message:
 * @self: a client
 * @method: of HTTP
 * @path: path and query, beginning with a slash
 * @error: return location for an error
 *
 * A request to the client's server, with its token. This is the only place that
 * hands out the token, and only to the origin the client was made for.
 *
 * Returns: (transfer full) (nullable): the message
 */
SoupMessage *
tog_client_make_message (TogClient *self, const char *method, const char *path, GError **error)
{
  g_autofree char *uri = g_strconcat (self->origin, path, NULL);
  g_autoptr (SoupMessage) message = NULL;
  SoupMessageHeaders *headers;

  g_return_val_if_fail (path[0] == '/', NULL);

  message = soup_message_new (method, uri);
  if (message == NULL)
    {
      g_set_error (error, TOG_API_ERROR, TOG_API_ERROR_ADDRESS, "%s is not an address", uri);
      return NULL;
    }
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_add_flags (message, SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  headers = soup_message_get_request_headers (message);
  soup_message_headers_append (headers, "Accept", "*/*");
  if (self->token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", self->token, NULL);

      soup_message_headers_append (headers, "Authorization", bearer);
    }
  return g_steal_pointer (&message);
}

/**
 * tog_client_pick_pause:
 * @self: a client
 * @n_tries: how often it was tried, at least 1
 *
 * How long to wait before trying again: twice as long each time, up to a limit,
 * less up to half by chance, so that clients who lost the same server do not
 * all come back at the same moment.
 *
 * Returns: milliseconds
 */
guint
tog_client_pick_pause (TogClient *self, guint n_tries)
{
  guint64 pause = (guint64) self->first_pause << MIN (n_tries - 1, 20);

  pause = MIN (pause, self->longest_pause);
  return pause * g_random_double_range (0.5, 1.0);
}

static void
exchanged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  TogApiReply *reply = tog_client_exchange_finish (TOG_CLIENT (source), result, &error);

  if (reply != NULL)
    g_task_return_pointer (task, reply, (GDestroyNotify) tog_api_reply_free);
  else
    g_task_return_error (task, error);
}

static void
tog_client_finalize (GObject *object)
{
  TogClient *self = TOG_CLIENT (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->origin, g_free);
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->token, g_free);

  G_OBJECT_CLASS (tog_client_parent_class)->finalize (object);
}

static void
tog_client_class_init (TogClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_client_finalize;
}

static void
tog_client_init (TogClient *self)
{
  self->timeout = DEFAULT_TIMEOUT;
  self->first_pause = DEFAULT_FIRST_PAUSE;
  self->longest_pause = DEFAULT_LONGEST_PAUSE;
}

/**
 * tog_client_new:
 * @address: scheme, host and port of the server, such as https://together.example
 * @token: (nullable): the member's access token
 * @error: return location for a %TOG_API_ERROR
 *
 * A client of the server at @address. Nothing is sent yet. An address that is
 * not https fails with %TOG_API_ERROR_ADDRESS, except for http on loopback,
 * where nobody can listen in; a token that can't be one fails with
 * %TOG_API_ERROR_UNAUTHORIZED.
 *
 * Returns: (transfer full) (nullable): the client
 */
TogClient *
tog_client_new (const char *address, const char *token, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (address, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (TogClient) self = NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  gboolean loopback;

  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL)
    {
      g_set_error (error,
                   TOG_API_ERROR,
                   TOG_API_ERROR_ADDRESS,
                   "%s is not the address of a server",
                   address);
      return NULL;
    }
  loopback = is_loopback (host);
  if (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 &&
      !(g_strcmp0 (g_uri_get_scheme (uri), "http") == 0 && loopback))
    {
      g_set_error (error,
                   TOG_API_ERROR,
                   TOG_API_ERROR_ADDRESS,
                   "%s has to be reached by https; only this computer itself may be by http",
                   host);
      return NULL;
    }
  if (token != NULL && !check_token (token))
    {
      g_set_error_literal (error,
                           TOG_API_ERROR,
                           TOG_API_ERROR_UNAUTHORIZED,
                           "A token is one word of letters, digits and signs");
      return NULL;
    }

  self = g_object_new (TOG_TYPE_CLIENT, NULL);
  self->host = g_strdup (host);
  self->token = g_strdup (token);
  self->origin = g_uri_join (
      G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, host, g_uri_get_port (uri), "", NULL, NULL);
  self->session = soup_session_new ();
  soup_session_set_user_agent (self->session, "together-scheduler/" TOG_VERSION);
  soup_session_set_timeout (self->session, 0);
  if (loopback)
    soup_session_set_proxy_resolver (self->session, NULL);
  return g_steal_pointer (&self);
}

const char *
tog_client_get_host (TogClient *self)
{
  g_return_val_if_fail (TOG_IS_CLIENT (self), NULL);

  return self->host;
}

/**
 * tog_client_set_timeout:
 * @self: a client
 * @milliseconds: how long an exchange may take, from the name's lookup to the
 *   answer's last byte; 20 seconds unless set
 */
void
tog_client_set_timeout (TogClient *self, guint milliseconds)
{
  g_return_if_fail (TOG_IS_CLIENT (self));

  self->timeout = milliseconds;
}

/**
 * tog_client_set_pauses:
 * @self: a client
 * @first: milliseconds before a write is tried for the second time; 500 unless set
 * @longest: milliseconds between later tries at the most; 30 seconds unless set
 */
void
tog_client_set_pauses (TogClient *self, guint first, guint longest)
{
  g_return_if_fail (TOG_IS_CLIENT (self));

  self->first_pause = first;
  self->longest_pause = longest;
}

/**
 * tog_client_read_async:
 * @self: a client
 * @path: path and query, beginning with a slash
 * @content_type: what the answer has to be, a static string
 * @etag: (nullable): the version the caller has; if it is still right, the
 *   reply says so and has no text
 * @cancellable: (nullable): stops it
 *
 * Reads something. It is tried once; a failed read is for the caller to repeat.
 */
void
tog_client_read_async (TogClient *self,
                       const char *path,
                       const char *content_type,
                       const char *etag,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (SoupMessage) message = NULL;
  GError *error = NULL;

  g_return_if_fail (TOG_IS_CLIENT (self));

  g_task_set_source_tag (task, tog_client_read_async);
  message = tog_client_make_message (self, "GET", path, &error);
  if (message == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (etag != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "If-None-Match", etag);
  tog_client_exchange_async (
      self, message, content_type, cancellable, exchanged_cb, g_steal_pointer (&task));
}

/**
 * tog_client_read_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for a %TOG_API_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the answer
 */
TogApiReply *
tog_client_read_finish (TogClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_client_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
