#include "config.h"

#include "tog-feed.h"
#include "tog-idempotency.h"
#include "tog-log.h"
#include "tog-server-private.h"

#include <arpa/inet.h>
#include <string.h>

#define BEARER "Bearer "

/* How often answers and changes that are too old are removed. */
#define TIDY_SECONDS 3600

/* A write on its way through the writer. */
typedef struct
{
  TogServer *server;   /* (not owned) */
  TogRequest *request; /* (not owned): stays while its connection is suspended */
} Write;

/* Where a request comes from: behind a proxy it is the last address in
 * the last X-Forwarded-For, the one the proxy itself added, to a header of the
 * client's or as a header of its own. Of an IPv6 address only the
 * network counts, as whoever has one has all addresses in it. */
static void
get_address (TogServer *server, TogRequest *request, char address[INET6_ADDRSTRLEN])
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info (request->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  const char *forwarded = server->options.behind_proxy
                              ? tog_request_get_last_header (request, "X-Forwarded-For")
                              : NULL;

  g_strlcpy (address, "unknown", INET6_ADDRSTRLEN);
  if (forwarded != NULL)
    {
      const char *comma = strrchr (forwarded, ',');
      const char *last = comma != NULL ? comma + 1 : forwarded;

      g_strlcpy (address, last + strspn (last, " "), INET6_ADDRSTRLEN);
    }
  else if (info != NULL && info->client_addr->sa_family == AF_INET)
    {
      const struct sockaddr_in *in = (const struct sockaddr_in *) (gconstpointer) info->client_addr;

      inet_ntop (AF_INET, &in->sin_addr, address, INET6_ADDRSTRLEN);
    }
  else if (info != NULL && info->client_addr->sa_family == AF_INET6)
    {
      struct in6_addr network =
          ((const struct sockaddr_in6 *) (gconstpointer) info->client_addr)->sin6_addr;

      memset (network.s6_addr + 8, 0, 8);
      inet_ntop (AF_INET6, &network, address, INET6_ADDRSTRLEN);
    }
}

static TogReply *
refuse_guessing (guint wait, const char *title, const char *detail)
{
  TogReply *reply = tog_reply_new_problem (429, NULL, title, detail, NULL);

  reply->retry_after = wait;
  return reply;
}

static TogReply *
refuse_token (void)
{
  return tog_reply_new_problem (401,
                                NULL,
                                "Not signed in",
                                "The access token is missing, unknown, expired or revoked.",
                                NULL);
}

/* Finds out who asks. Returns: how to refuse it, or NULL */
static TogReply *
authenticate (TogServer *server, TogRequest *request, TogDb *db)
{
  const char *authorization = tog_request_get_header (request, MHD_HTTP_HEADER_AUTHORIZATION);
  gint64 seconds = g_get_monotonic_time () / G_USEC_PER_SEC;
  char address[INET6_ADDRSTRLEN];
  guint8 *digest = request->token;
  g_autoptr (GError) error = NULL;
  gboolean found = FALSE;
  gboolean has_form;
  guint wait;

  if (authorization == NULL)
    return refuse_token ();

  get_address (server, request, address);
  has_form = g_ascii_strncasecmp (authorization, BEARER, strlen (BEARER)) == 0 &&
             tog_token_digest (authorization + strlen (BEARER), digest);
  wait = tog_guard_check (server->guard, address, has_form ? digest : NULL, seconds);
  if (wait > 0)
    return refuse_guessing (
        wait, "Too many wrong tokens", "Wait a little before trying another token.");

  if (has_form && !tog_token_find (db, digest, request->now, &request->identity, &found, &error))
    {
      g_message ("Can't look up a token: %s", error->message);
      return tog_reply_new_failure (error);
    }

  if (!found)
    {
      tog_guard_failed (server->guard, address, seconds);
      return refuse_token ();
    }
  tog_guard_succeeded (server->guard, address, digest);
  return NULL;
}

/* The same by the secret in the path. One that is wrong is like nothing at all. */
static TogReply *
authenticate_secret (TogServer *server, TogRequest *request, TogDb *db)
{
  gint64 seconds = g_get_monotonic_time () / G_USEC_PER_SEC;
  char address[INET6_ADDRSTRLEN];
  guint8 *digest = request->token;
  gboolean has_form = tog_feed_digest (request->item, digest);
  g_autoptr (GError) error = NULL;
  gboolean found = FALSE;
  guint wait;

  get_address (server, request, address);
  wait = tog_guard_check (server->guard, address, has_form ? digest : NULL, seconds);
  if (wait > 0)
    return refuse_guessing (
        wait, "Too many wrong addresses", "Wait a little before trying another one.");

  if (has_form && !tog_feed_find (db, digest, &request->identity, &found, &error))
    {
      g_message ("Can't look up a feed: %s", error->message);
      return tog_reply_new_failure (error);
    }
  if (!found)
    {
      tog_guard_failed (server->guard, address, seconds);
      return tog_reply_new_not_found ();
    }
  tog_guard_succeeded (server->guard, address, digest);
  return NULL;
}

/* Whether the token that a request carries was right the last time. */
static gboolean
is_known (TogServer *server, TogRequest *request)
{
  const char *authorization = tog_request_get_header (request, MHD_HTTP_HEADER_AUTHORIZATION);
  char address[INET6_ADDRSTRLEN];

  if (authorization == NULL || g_ascii_strncasecmp (authorization, BEARER, strlen (BEARER)) != 0 ||
      !tog_token_digest (authorization + strlen (BEARER), request->token))
    return FALSE;
  get_address (server, request, address);
  return tog_guard_knows (server->guard, address, request->token);
}

static void
authenticate_cb (TogDb *db, gpointer data)
{
  Write *write = data;

  write->request->reply = authenticate (write->server, write->request, db);
}

/* Strangers get no further than this. Who may write is seen once more when it is written,
 * so that it need not be looked up now for who may most likely. */
static TogReply *
authenticate_write (TogServer *server, TogRequest *request)
{
  Write write = { server, request };
  g_autoptr (GError) error = NULL;
  TogDb *db;
  TogReply *reply;

  if (is_known (server, request))
    return NULL;
  if (tog_writer_try_look (tog_storage_get_writer (server->storage), authenticate_cb, &write))
    return g_steal_pointer (&request->reply);
  db = tog_storage_acquire (server->storage, &error);
  if (db == NULL)
    return tog_reply_new_failure (error);
  reply = authenticate (server, request, db);
  tog_storage_release (server->storage, db);
  return reply;
}

static TogReply *
answer_member (TogServer *server, TogRequest *request, TogDb *db, GError **error)
{
  g_autoptr (TogScope) scope = NULL;
  TogReply *refusal = request->route->by_secret ? authenticate_secret (server, request, db)
                                                : authenticate (server, request, db);

  if (refusal != NULL)
    return refusal;
  scope = tog_scope_new (db, request->identity, request->now);
  return request->route->read (request, scope, error);
}

/* Who asks is looked up together with what is asked for: to begin to read costs
 * more than most of what is read. */
static TogReply *
answer_read (TogServer *server, TogRequest *request)
{
  g_autoptr (GError) error = NULL;
  TogReply *reply = NULL;
  TogDb *db = tog_storage_acquire (server->storage, &error);

  if (db != NULL && request->route->answer != NULL)
    reply = request->route->answer (request, db, &error);
  else if (db != NULL)
    reply = answer_member (server, request, db, &error);
  tog_storage_release (server->storage, db);

  if (reply != NULL)
    return reply;
  g_message ("%s failed: %s", request->route->operation, error->message);
  return tog_reply_new_failure (error);
}

static gboolean
write_cb (TogDb *db, gpointer data, GError **error)
{
  Write *write = data;
  TogServer *server = write->server;

  TogRequest *request = write->request;
  gboolean found;

  /* Its body may have come long after its head: what counts is who may write
   * now, and what is past by now. Tokens are revoked by the writer, too. */
  request->now = server->options.get_now ();
  if (!tog_token_find (db, request->token, request->now, &request->identity, &found, error))
    return FALSE;
  if (!found)
    {
      char address[INET6_ADDRSTRLEN];

      get_address (server, request, address);
      tog_guard_forget (server->guard, address, request->token);
      request->reply = refuse_token ();
      return TRUE;
    }

  if (request->now - server->tidied_at >= TIDY_SECONDS)
    {
      server->tidied_at = request->now;
      if (!tog_tidy (db, request->now, error))
        return FALSE;
    }
  return tog_idempotency_write (request, db, error);
}

/* Only now, when it is on the disk, is anybody told. */
static void
written_cb (gpointer data, const GError *error)
{
  Write *write = data;
  TogServer *server = write->server;
  TogRequest *request = write->request;

  if (error != NULL)
    {
      g_message ("%s failed: %s", request->route->operation, error->message);
      g_clear_pointer (&request->reply, tog_reply_free);
      request->reply = tog_reply_new_failure (error);
    }
  else
    {
      if (request->route->finish != NULL)
        request->route->finish (request, request->reply);
      tog_streams_wake (server->streams);
      if (server->mailer != NULL && request->reply->status < 300)
        tog_mailer_wake (server->mailer);
      if (request->route->wakes_readers && request->reply->status < 300)
        {
          tog_calendar_refresh_wake (server->refresh);
          tog_address_reader_wake (server->addresses);
        }
    }
}

static void
pushed_cb (gpointer data, const GError *error)
{
  g_autofree Write *write = data;
  TogServer *server = write->server;

  written_cb (write, error);
  MHD_resume_connection (write->request->connection);
  g_atomic_int_add (&server->n_suspended, -1);
}

static TogReply *
refuse_stopping (void)
{
  TogReply *reply =
      tog_reply_new_problem (503, NULL, "The server is stopping", "Try again in a moment.", NULL);

  reply->retry_after = 5;
  reply->close = TRUE;
  return reply;
}

/* One that is the only one is written at once. Several go to the writer's thread, to be
 * committed together. Who stops the server first says so and then looks for what is
 * suspended; here it is the other way round, so that one of the two always sees the other.
 *
 * Returns: whether the connection waits for the writer; if not, the reply is there */
static gboolean
begin_write (TogServer *server, TogRequest *request)
{
  TogWriter *writer = tog_storage_get_writer (server->storage);
  Write write = { server, request };
  gboolean is_only;

  g_atomic_int_inc (&server->n_suspended);
  if (g_atomic_int_get (&server->is_stopping))
    {
      g_atomic_int_add (&server->n_suspended, -1);
      request->reply = refuse_stopping ();
      return FALSE;
    }

  request->unanswered = &server->n_unanswered;
  is_only = g_atomic_int_add (request->unanswered, 1) == 0;
  if (is_only && tog_writer_try (writer, request->connection, write_cb, written_cb, &write))
    {
      g_atomic_int_add (&server->n_suspended, -1);
      return FALSE;
    }

  MHD_suspend_connection (request->connection);
  tog_writer_push (
      writer, request->connection, write_cb, pushed_cb, g_memdup2 (&write, sizeof write));
  return TRUE;
}

static TogReply *
refuse_address (TogRequest *request)
{
  char *allow = tog_routes_list_methods (request->path);
  TogReply *reply;

  if (allow == NULL)
    return tog_reply_new_not_found ();
  reply = tog_reply_new_problem (
      405, NULL, "Method not allowed", "That can't be done at this address.", NULL);
  reply->allow = allow;
  return reply;
}

/* Looks at the head of a request, before any of its body is read. Returns: how
 * to refuse it, or NULL */
static TogReply *
check_head (TogServer *server, TogRequest *request, const char *method, const char *version)
{
  TogReply *reply = tog_request_check_framing (request, method, version);

  request->is_head = g_str_equal (method, "HEAD");
  if (reply == NULL && g_atomic_int_get (&server->is_stopping))
    reply = refuse_stopping ();
  if (reply == NULL)
    {
      request->route = tog_routes_find (method, request->path, &request->item);
      reply = tog_request_check_length (request);
    }
  if (reply == NULL)
    {
      if (request->route == NULL)
        reply = refuse_address (request);
      else if (request->route->write != NULL)
        reply = authenticate_write (server, request);
    }

  /* Unless there is no body, it is not known where the next request begins. */
  if (reply != NULL &&
      (tog_request_get_header (request, MHD_HTTP_HEADER_TRANSFER_ENCODING) != NULL ||
       tog_request_get_header (request, MHD_HTTP_HEADER_CONTENT_LENGTH) != NULL))
    reply->close = TRUE;
  return reply;
}

static enum MHD_Result
send_reply (TogServer *server, TogRequest *request)
{
  const char *known = tog_request_get_header (request, MHD_HTTP_HEADER_IF_NONE_MATCH);
  TogReply *reply = request->reply;

  if (reply->stream != NULL)
    tog_connections_keep (server->connections, request->connection);
  if (known != NULL && reply->status == 200 && reply->etag != NULL &&
      request->route->write == NULL && tog_etag_list_matches (known, reply->etag))
    {
      reply->status = 304;
      reply->content_type = NULL;
      g_clear_pointer (&reply->body, g_bytes_unref);
    }
  return tog_reply_send (reply, request->connection);
}

/**
 * tog_dispatch_cb:
 *
 * Is called by libmicrohttpd, for each request: once its head was read, for
 * each part of its body, when it was read whole, and again when its connection
 * was resumed.
 *
 * Returns: %MHD_NO to cut the connection
 */
enum MHD_Result
tog_dispatch_cb (void *data,
                 struct MHD_Connection *connection,
                 const char *url,
                 const char *method,
                 const char *version,
                 const char *upload_data,
                 size_t *upload_data_size,
                 void **user_data)
{
  TogServer *server = data;
  TogRequest *request = *user_data;

  if (request == NULL)
    {
      request = tog_request_new (connection, url);
      request->settings = &server->settings;
      request->now = server->options.get_now ();
      *user_data = request;
      request->reply = check_head (server, request, method, version);
      /* An answer given now ends the connection in any case. */
      return request->reply != NULL && request->reply->close ? send_reply (server, request)
                                                             : MHD_YES;
    }

  if (*upload_data_size > 0)
    {
      gboolean go_on = tog_request_take_body (request, upload_data, *upload_data_size);

      *upload_data_size = 0;
      return go_on ? MHD_YES : MHD_NO;
    }

  if (request->reply == NULL && request->route->write == NULL)
    request->reply = answer_read (server, request);
  else if (request->reply == NULL)
    request->reply = tog_request_prepare_write (request);

  if (request->reply == NULL && begin_write (server, request))
    return MHD_YES;
  return send_reply (server, request);
}

/**
 * tog_completed_cb:
 *
 * Is called by libmicrohttpd when a request is done with. Logs what was asked
 * for and what came of it: no token, no body, and of the path only its form.
 */
void
tog_completed_cb (void *data,
                  struct MHD_Connection *connection,
                  void **user_data,
                  enum MHD_RequestTerminationCode how)
{
  TogRequest *request = *user_data;

  tog_connections_request_done (connection);
  if (request == NULL)
    return;
  if (tog_log_tells_requests ())
    g_info ("%s %u %.1f ms",
            request->route != NULL ? request->route->operation : "-",
            request->reply != NULL ? request->reply->status : 0,
            (g_get_monotonic_time () - request->began) / 1000.0);
  if (request->unanswered != NULL)
    g_atomic_int_add (request->unanswered, -1);
  tog_request_free (request);
  *user_data = NULL;
}
