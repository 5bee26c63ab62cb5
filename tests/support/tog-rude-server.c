#include "tog-rude-server.h"

#include <string.h>

#define MAX_HEAD (64 * 1024)
#define HUGE (10 * 1024 * 1024)
#define HTML                                                                                       \
  "<!DOCTYPE html><html><head><title>Sorry</title></head><body><h1>Bad gateway</h1></body></html>"

struct _TogRudeServer
{
  GSocketService *service;      /* (owned) */
  GTlsCertificate *certificate; /* (owned) (nullable) */
  GCancellable *stop;           /* (owned) */
  char *address;                /* (owned) */

  GMutex mutex;
  GCond idle;
  guint n_connections;
  TogRudeness rudeness;
  TogRudeness afterwards;
  guint n_left;
  guint n_requests;
  GString *requests; /* (owned) */
  char *head;        /* (owned) */
  char *body;        /* (owned) */
  char *target;      /* (owned) (nullable) */
};

static void
say (GOutputStream *stream, TogRudeServer *self, const char *text, gsize length)
{
  g_output_stream_write_all (stream, text, length, NULL, self->stop, NULL);
}

G_GNUC_PRINTF (3, 4)
static void
say_line (GOutputStream *stream, TogRudeServer *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  say (stream, self, text, strlen (text));
}

static void
answer (GOutputStream *stream,
        TogRudeServer *self,
        const char *status,
        const char *type,
        const char *body,
        gsize length)
{
  say_line (stream,
            self,
            "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
            status,
            type,
            length);
  say (stream, self, body, length);
}

/* Reads one request whole. Returns NULL at the end of the connection. */
static GString *
read_request (GInputStream *stream, TogRudeServer *self)
{
  g_autoptr (GString) request = g_string_new (NULL);
  const char *end, *length_at;
  gsize wanted;
  char byte;

  while ((end = strstr (request->str, "\r\n\r\n")) == NULL)
    {
      if (request->len > MAX_HEAD || g_input_stream_read (stream, &byte, 1, self->stop, NULL) != 1)
        return NULL;
      g_string_append_c (request, byte);
    }
  wanted = end + 4 - request->str;
  length_at = strstr (request->str, "\r\nContent-Length: ");
  if (length_at != NULL)
    wanted += g_ascii_strtoull (length_at + strlen ("\r\nContent-Length: "), NULL, 10);
  while (request->len < wanted)
    {
      if (g_input_stream_read (stream, &byte, 1, self->stop, NULL) != 1)
        return NULL;
      g_string_append_c (request, byte);
    }
  return g_steal_pointer (&request);
}

/* Has the real server do the work, and reads all it answers. */
static GByteArray *
hand_on (TogRudeServer *self, const GString *request)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GByteArray) reply = g_byte_array_new ();
  g_autoptr (GString) closing = g_string_new (request->str);
  const char *host_port = self->target + strlen ("http://");
  guint8 buffer[4096];
  gssize length;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, host_port, 80, self->stop, NULL);
  if (connection == NULL)
    return NULL;

  /* The real server closes after its answer, so that the end of it is known. */
  g_string_replace (closing, "Connection: Keep-Alive\r\n", "", 1);
  g_string_replace (closing, "\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1);
  say (g_io_stream_get_output_stream (G_IO_STREAM (connection)), self, closing->str, closing->len);
  while ((length = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                        buffer,
                                        sizeof buffer,
                                        self->stop,
                                        NULL)) > 0)
    g_byte_array_append (reply, buffer, length);
  return g_steal_pointer (&reply);
}

static void
wait_for_end (GInputStream *stream, TogRudeServer *self)
{
  char byte;

  while (g_input_stream_read (stream, &byte, 1, self->stop, NULL) == 1)
    ;
}

/* Returns whether the connection can serve another request. */
static gboolean
misbehave (GIOStream *connection, TogRudeServer *self, TogRudeness rudeness, const GString *request)
{
  GInputStream *input = g_io_stream_get_input_stream (connection);
  GOutputStream *output = g_io_stream_get_output_stream (connection);
  g_autoptr (GByteArray) reply = NULL;
  g_autofree char *large = NULL;

  switch (rudeness)
    {
    case TOG_RUDE_NOTHING:
      say_line (output,
                self,
                "HTTP/1.1 %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                self->head,
                strlen (self->body),
                self->body);
      return TRUE;

    case TOG_RUDE_HTML_502:
      answer (output, self, "502 Bad Gateway", "text/html", HTML, strlen (HTML));
      return TRUE;

    case TOG_RUDE_HTML_200:
      answer (output, self, "200 OK", "text/html; charset=utf-8", HTML, strlen (HTML));
      return TRUE;

    case TOG_RUDE_NOT_FOUND:
      answer (output, self, "404 Not Found", "text/html", HTML, strlen (HTML));
      return TRUE;

    case TOG_RUDE_TRUNCATED:
      say_line (output,
                self,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                "Content-Length: 1000\r\n\r\n{\"me\": {\"mem");
      return FALSE;

    case TOG_RUDE_TRUNCATED_JSON:
      answer (output, self, "200 OK", "application/json", "{\"me\": {\"mem", 12);
      return TRUE;

    case TOG_RUDE_WRONG_TYPES:
      {
        const char *json = "{\"service\":7,\"api\":[],\"name\":{},\"me\":5,\"todos\":\"no\","
                           "\"matches\":{\"a\":1},\"id\":[1],\"start\":-4e300,\"planned\":true,"
                           "\"items\":0,\"next\":[],\"people\":\"everybody\"}";

        answer (output, self, "200 OK", "application/json", json, strlen (json));
        return TRUE;
      }

    case TOG_RUDE_NOT_JSON:
      answer (output, self, "200 OK", "application/json", HTML, strlen (HTML));
      return TRUE;

    case TOG_RUDE_NOT_UTF8:
      answer (output, self, "200 OK", "application/json", "{\"me\":\"\xff\xfe\xc0\x80\"}", 13);
      return TRUE;

    case TOG_RUDE_NUL:
      answer (output, self, "200 OK", "application/json", "{\"me\":\0 4}", 10);
      return TRUE;

    case TOG_RUDE_SILENCE:
      wait_for_end (input, self);
      return FALSE;

    case TOG_RUDE_CLOSE:
      return FALSE;

    case TOG_RUDE_REDIRECT:
      say_line (output,
                self,
                "HTTP/1.1 302 Found\r\nLocation: %s/v1/home\r\nContent-Length: 0\r\n\r\n",
                self->target);
      return TRUE;

    case TOG_RUDE_HUGE_STRING:
      large = g_malloc (HUGE);
      memset (large, 'x', HUGE);
      memcpy (large, "{\"me\":\"", 7);
      memcpy (large + HUGE - 2, "\"}", 2);
      /* Without a length, so that it has to be counted while it comes. */
      say_line (output,
                self,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                "Connection: close\r\n\r\n");
      say (output, self, large, HUGE);
      return FALSE;

    case TOG_RUDE_ENDLESS:
      say_line (output,
                self,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                "Transfer-Encoding: chunked\r\n\r\n");
      large = g_strnfill (4096, ' ');
      while (!g_cancellable_is_cancelled (self->stop) &&
             g_output_stream_printf (output, NULL, self->stop, NULL, "1000\r\n%s\r\n", large))
        ;
      return FALSE;

    case TOG_RUDE_DEEP:
      large = g_strnfill (100000, '[');
      answer (output, self, "200 OK", "application/json", large, 100000);
      return TRUE;

    case TOG_RUDE_DRIP:
      say_line (output,
                self,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                "Content-Length: 100000\r\n\r\n");
      while (!g_cancellable_is_cancelled (self->stop) &&
             g_output_stream_write (output, " ", 1, self->stop, NULL) == 1)
        g_usleep (20000);
      return FALSE;

    case TOG_RUDE_NOT_HTTP:
      say_line (output, self, "SSH-2.0-OpenSSH_9.2p1\r\n");
      return FALSE;

    case TOG_RUDE_BUSY:
      say_line (output,
                self,
                "HTTP/1.1 429 Too Many Requests\r\nContent-Type: text/plain\r\n"
                "Retry-After: 1\r\nContent-Length: 4\r\n\r\nslow");
      return TRUE;

    case TOG_RUDE_PASS:
    case TOG_RUDE_LOSE_ANSWER:
      reply = hand_on (self, request);
      if (rudeness == TOG_RUDE_PASS && reply != NULL)
        say (output, self, (const char *) reply->data, reply->len);
      return FALSE;

    default:
      g_assert_not_reached ();
    }
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *socket,
        GObject *source,
        TogRudeServer *self)
{
  g_autoptr (GIOStream) connection = g_object_ref (G_IO_STREAM (socket));
  gboolean more = TRUE;

  g_mutex_lock (&self->mutex);
  self->n_connections++;
  g_mutex_unlock (&self->mutex);

  if (self->certificate != NULL)
    {
      g_clear_object (&connection);
      connection = g_tls_server_connection_new (G_IO_STREAM (socket), self->certificate, NULL);
    }

  while (more)
    {
      g_autoptr (GString) request = read_request (g_io_stream_get_input_stream (connection), self);
      TogRudeness rudeness;

      if (request == NULL)
        break;
      g_mutex_lock (&self->mutex);
      self->n_requests++;
      g_string_append_len (self->requests, request->str, request->len);
      if (self->n_left > 0 && self->n_left-- == 1)
        {
          rudeness = self->rudeness;
          self->rudeness = self->afterwards;
        }
      else
        {
          rudeness = self->rudeness;
        }
      g_mutex_unlock (&self->mutex);
      more = misbehave (connection, self, rudeness, request);
    }
  g_io_stream_close (connection, self->stop, NULL);

  g_mutex_lock (&self->mutex);
  self->n_connections--;
  g_cond_signal (&self->idle);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static void
clear (TogRudeServer *self)
{
  g_clear_object (&self->service);
  g_clear_object (&self->certificate);
  g_clear_object (&self->stop);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->idle);
  g_string_free (self->requests, TRUE);
  g_free (self->address);
  g_free (self->head);
  g_free (self->body);
  g_free (self->target);
}

/* A thread that was just handed a connection may come here when all else is over. */
static void
release_cb (gpointer self, GClosure *closure)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}

TogRudeServer *
tog_rude_server_new (GTlsCertificate *certificate)
{
  TogRudeServer *self = g_atomic_rc_box_new0 (TogRudeServer);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) got = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->mutex);
  g_cond_init (&self->idle);
  g_set_object (&self->certificate, certificate);
  self->stop = g_cancellable_new ();
  self->requests = g_string_new (NULL);
  self->head = g_strdup ("200 OK\r\nContent-Type: application/json");
  self->body = g_strdup ("{}");
  self->service = g_threaded_socket_service_new (64);
  g_signal_connect_data (
      self->service, "run", G_CALLBACK (run_cb), g_atomic_rc_box_acquire (self), release_cb, 0);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service),
                                 any,
                                 G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP,
                                 NULL,
                                 &got,
                                 &error);
  g_assert_no_error (error);
  g_socket_service_start (self->service);
  self->address = g_strdup_printf ("%s://127.0.0.1:%u",
                                   certificate != NULL ? "https" : "http",
                                   g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got)));
  return self;
}

void
tog_rude_server_free (TogRudeServer *self)
{
  g_cancellable_cancel (self->stop);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_signal_handlers_disconnect_by_data (self->service, self);

  g_mutex_lock (&self->mutex);
  while (self->n_connections > 0)
    g_cond_wait (&self->idle, &self->mutex);
  g_mutex_unlock (&self->mutex);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}

const char *
tog_rude_server_get_address (TogRudeServer *self)
{
  return self->address;
}

void
tog_rude_server_set (TogRudeServer *self, TogRudeness rudeness)
{
  tog_rude_server_set_for (self, rudeness, 0, rudeness);
}

/* Behaves so for some requests, and otherwise afterwards; 0 is for ever. */
void
tog_rude_server_set_for (TogRudeServer *self,
                         TogRudeness rudeness,
                         guint n_requests,
                         TogRudeness afterwards)
{
  g_mutex_lock (&self->mutex);
  self->rudeness = rudeness;
  self->n_left = n_requests;
  self->afterwards = afterwards;
  g_mutex_unlock (&self->mutex);
}

/* To be called before the first request: status and headers, and the body. */
void
tog_rude_server_set_answer (TogRudeServer *self, const char *head, const char *body)
{
  g_free (self->head);
  g_free (self->body);
  self->head = g_strdup (head);
  self->body = g_strdup (body);
}

void
tog_rude_server_set_target (TogRudeServer *self, const char *address)
{
  g_free (self->target);
  self->target = g_strdup (address);
}

guint
tog_rude_server_get_n_requests (TogRudeServer *self)
{
  guint n_requests;

  g_mutex_lock (&self->mutex);
  n_requests = self->n_requests;
  g_mutex_unlock (&self->mutex);
  return n_requests;
}

char *
tog_rude_server_dup_requests (TogRudeServer *self)
{
  char *requests;

  g_mutex_lock (&self->mutex);
  requests = g_strdup (self->requests->str);
  g_mutex_unlock (&self->mutex);
  return requests;
}
