#include "config.h"

#include "tog-client.h"
#include "tog-rude-server.h"

#include <string.h>

#define TOKEN "tog_w7AlapBxTfj1K_p4ZxOsqVOc"
#define KEY "0123456789abcdef"

/* Short, so that what never ends is found out soon; how short does not matter. */
#define SHORT 300
#define LONG 60000

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static TogClient *
make_client (const char *address)
{
  g_autoptr (GError) error = NULL;
  TogClient *client = tog_client_new (address, TOKEN, &error);

  g_assert_no_error (error);
  tog_client_set_timeout (client, LONG);
  tog_client_set_pauses (client, 1, 10);
  return client;
}

/* What a connection pool and its idle sources still hold is let go of. */
static void
finish_client (TogClient *client)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (client);
}

static TogApiReply *
read_path (TogClient *client, const char *path, const char *etag, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_client_read_async (client, path, TOG_CONTENT_JSON, etag, NULL, done_cb, &result);
  wait_for (&result);
  return tog_client_read_finish (client, result, error);
}

static TogApiReply *
write_path (TogClient *client, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_client_write_async (
      client, "POST", "/v1/x", "{\"a\":1}", KEY, NULL, cancellable, done_cb, &result);
  wait_for (&result);
  return tog_client_write_finish (client, result, error);
}

static void
test_read (void)
{
  g_autoptr (TogRudeServer) server = tog_rude_server_new (NULL);
  TogClient *client = make_client (tog_rude_server_get_address (server));
  g_autoptr (TogApiReply) reply = NULL;
  g_autofree char *requests = NULL;
  g_autoptr (GError) error = NULL;

  tog_rude_server_set_answer (
      server,
      "200 OK\r\nContent-Type: application/json; charset=utf-8\r\nETag: \"7\"",
      "{\"a\":1}");
  reply = read_path (client, "/v1/home", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (reply->text, ==, "{\"a\":1}");
  g_assert_cmpuint (reply->length, ==, 7);
  g_assert_cmpstr (reply->etag, ==, "\"7\"");
  g_assert_false (reply->not_modified);

  requests = tog_rude_server_dup_requests (server);
  g_assert_nonnull (strstr (requests, "GET /v1/home HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (requests, "Authorization: Bearer " TOKEN "\r\n"));
  g_assert_nonnull (strstr (requests, "User-Agent: together-scheduler/" TOG_VERSION));
  g_assert_null (strstr (requests, "If-None-Match"));
  finish_client (client);
}

static void
test_next (void)
{
  static const struct
  {
    const char *link;
    const char *next;
  } cases[] = {
    { "<?limit=2&cursor=a-_>; rel=\"next\"", "?limit=2&cursor=a-_" },
    { "</help>; rel=help, </x>; title=\"a, b\"; rel=next", "/x" },
    { "</x>; rel=\"prev\"", NULL },
    { "</x>", NULL },
    { "</x>;", NULL },
    { "</x; rel=next", NULL },
    { "x; rel=next", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TogRudeServer) server = tog_rude_server_new (NULL);
      TogClient *client = make_client (tog_rude_server_get_address (server));
      g_autofree char *head =
          g_strconcat ("200 OK\r\nContent-Type: application/json\r\nLink: ", cases[i].link, NULL);
      g_autoptr (TogApiReply) reply = NULL;
      g_autoptr (GError) error = NULL;

      tog_rude_server_set_answer (server, head, "{}");
      reply = read_path (client, "/v1/history", NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (reply->next, ==, cases[i].next);
      finish_client (client);
    }
}

static void
test_not_modified (void)
{
  g_autoptr (TogRudeServer) server = tog_rude_server_new (NULL);
  TogClient *client = make_client (tog_rude_server_get_address (server));
  g_autoptr (TogApiReply) reply = NULL;
  g_autofree char *requests = NULL;
  g_autoptr (GError) error = NULL;

  tog_rude_server_set_answer (server, "304 Not Modified\r\nETag: \"7\"", "");
  reply = read_path (client, "/v1/home", "\"7\"", &error);
  g_assert_no_error (error);
  g_assert_true (reply->not_modified);
  g_assert_null (reply->text);
  requests = tog_rude_server_dup_requests (server);
  g_assert_nonnull (strstr (requests, "If-None-Match: \"7\"\r\n"));

  /* Nobody asked whether it was modified. */
  g_clear_pointer (&reply, tog_api_reply_free);
  reply = read_path (client, "/v1/home", NULL, &error);
  g_assert_null (reply);
  g_assert_error (error, TOG_API_ERROR, TOG_API_ERROR_FOREIGN);
  finish_client (client);
}

static const struct
{
  const char *name;
  TogRudeness rudeness;
  TogApiError code;
} RUDE[] = {
  { "html-502", TOG_RUDE_HTML_502, TOG_API_ERROR_FAILED },
  { "html-200", TOG_RUDE_HTML_200, TOG_API_ERROR_FOREIGN },
  { "html-404", TOG_RUDE_NOT_FOUND, TOG_API_ERROR_FOREIGN },
  { "truncated", TOG_RUDE_TRUNCATED, TOG_API_ERROR_UNREACHABLE },
  { "not-utf8", TOG_RUDE_NOT_UTF8, TOG_API_ERROR_FOREIGN },
  { "nul", TOG_RUDE_NUL, TOG_API_ERROR_FOREIGN },
  { "silence", TOG_RUDE_SILENCE, TOG_API_ERROR_TIMED_OUT },
  { "close", TOG_RUDE_CLOSE, TOG_API_ERROR_UNREACHABLE },
  { "huge-string", TOG_RUDE_HUGE_STRING, TOG_API_ERROR_FOREIGN },
  { "endless", TOG_RUDE_ENDLESS, TOG_API_ERROR_FOREIGN },
  { "drip", TOG_RUDE_DRIP, TOG_API_ERROR_TIMED_OUT },
  { "not-http", TOG_RUDE_NOT_HTTP, TOG_API_ERROR_FOREIGN },
  { "busy", TOG_RUDE_BUSY, TOG_API_ERROR_FAILED },
};

static void
test_rude (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (TogRudeServer) server = tog_rude_server_new (NULL);
  TogClient *client = make_client (tog_rude_server_get_address (server));
  g_autoptr (TogApiReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  if (RUDE[i].code == TOG_API_ERROR_TIMED_OUT)
    tog_client_set_timeout (client, SHORT);
  tog_rude_server_set (server, RUDE[i].rudeness);
  reply = read_path (client, "/v1/home", NULL, &error);
  g_assert_null (reply);
  g_assert_error (error, TOG_API_ERROR, (int) RUDE[i].code);
  g_assert_cmpuint (strlen (error->message), >, 10);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));

  /* The next request is not the worse for it. */
  tog_client_set_timeout (client, LONG);
  tog_rude_server_set (server, TOG_RUDE_NOTHING);
  g_clear_error (&error);
  reply = read_path (client, "/v1/home", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (reply->text, ==, "{}");
  finish_client (client);
}

/* The token is for one origin; a redirect is not followed, with it or without. */
static void
test_redirect (void)
{
  g_autoptr (TogRudeServer) server = tog_rude_server_new (NULL);
  g_autoptr (TogRudeServer) thief = tog_rude_server_new (NULL);
  TogClient *client = make_client (tog_rude_server_get_address (server));
  g_autoptr (TogApiReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  tog_rude_server_set (server, TOG_RUDE_REDIRECT);
  tog_rude_server_set_target (server, tog_rude_server_get_address (thief));
  reply = read_path (client, "/v1/home", NULL, &error);
  g_assert_null (reply);
  g_assert_error (error, TOG_API_ERROR, TOG_API_ERROR_FOREIGN);
  g_assert_nonnull (strstr (error->message, tog_rude_server_get_address (thief)));
  g_assert_cmpuint (tog_rude_server_get_n_requests (thief), ==, 0);
  finish_client (client);
}

static void
test_gone (void)
{
  g_autofree char *address = NULL;
  g_autoptr (TogApiReply) reply = NULL;
  g_autoptr (GError) error = NULL;
  TogClient *client;

  {
    g_autoptr (TogRudeServer) server = tog_rude_server_new (NULL);

    address = g_strdup (tog_rude_server_get_address (server));
  }
  client = make_client (address);
  reply = read_path (client, "/v1/home", NULL, &error);
  g_assert_null (reply);
  g_assert_error (error, TOG_API_ERROR, TOG_API_ERROR_UNREACHABLE);

  /* Nothing was begun, so the user is told at once. */
  g_clear_error (&error);
  reply = write_path (client, NULL, &error);
  g_assert_null (reply);
  g_assert_error (error, TOG_API_ERROR, TOG_API_ERROR_UNREACHABLE);
  finish_client (client);
}

static GTlsCertificate *
load_certificate (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("TOG_TEST_SRCDIR"), "data", "self-signed.pem", NULL);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  return certificate;
}

static void
test_self_signed (void)
{
  g_autoptr (GTlsCertificate) certificate = load_certificate ();
  g_autoptr (TogRudeServer) server = tog_rude_server_new (certificate);
  TogClient *client = make_client (tog_rude_server_get_address (server));
  g_autoptr (TogApiReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  reply = read_path (client, "/v1/home", NULL, &error);
  g_assert_null (reply);
  g_assert_error (error, TOG_API_ERROR, TOG_API_ERROR_CERTIFICATE);
  g_assert_cmpuint (tog_rude_server_get_n_requests (server), ==, 0);

  /* Not even where nothing was sent and one might think of trying again. */
  g_clear_error (&error);
  reply = write_path (client, NULL, &error);
  g_assert_error (error, TOG_API_ERROR, TOG_API_ERROR_CERTIFICATE);
  finish_client (client);
}

static void
test_plain_behind_https (void)
{
  g_autoptr (TogRudeServer) server = tog_rude_server_new (NULL);
  g_autofree char *address =
      g_strconcat ("https", tog_rude_server_get_address (server) + strlen ("http"), NULL);
  TogClient *client = make_client (address);
  g_autoptr (TogApiReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  tog_rude_server_set (server, TOG_RUDE_NOT_HTTP);
  tog_client_set_timeout (client, 1000);
  reply = read_path (client, "/v1/home", NULL, &error);
  g_assert_null (reply);
  g_assert_nonnull (error);
  g_assert_cmpuint (error->domain, ==, TOG_API_ERROR);
  finish_client (client);
}

static const struct
{
  const char *head;
  const char *body;
  TogApiError code;
  const char *type;
  const char *message;
} PROBLEMS[] = {
  { "401 Unauthorized\r\nContent-Type: application/problem+json",
    "{\"type\":\"/problems/unauthorized\",\"title\":\"Unauthorized\",\"status\":401}",
    TOG_API_ERROR_UNAUTHORIZED,
    "/problems/unauthorized",
    "Unauthorized" },
  { "404 Not Found\r\nContent-Type: application/problem+json",
    "{\"type\":\"/problems/not-found\",\"title\":\"Not found\",\"status\":404}",
    TOG_API_ERROR_GONE,
    "/problems/not-found",
    "Not found" },
  { "410 Gone\r\nContent-Type: application/problem+json",
    "{\"type\":\"about:blank\",\"title\":\"Gone\",\"status\":410}",
    TOG_API_ERROR_GONE,
    "about:blank",
    "Gone" },
  { "412 Precondition Failed\r\nContent-Type: application/problem+json",
    "{\"type\":\"about:blank\",\"title\":\"Changed\",\"status\":412}",
    TOG_API_ERROR_PRECONDITION,
    "about:blank",
    "Changed" },
  { "409 Conflict\r\nContent-Type: application/problem+json",
    "{\"type\":\"/problems/slot-busy\",\"title\":\"Busy\",\"status\":409,"
    "\"detail\":\"Asha is busy then\"}",
    TOG_API_ERROR_REFUSED,
    "/problems/slot-busy",
    "Asha is busy then" },
  { "409 Conflict\r\nContent-Type: application/problem+json",
    "no problem",
    TOG_API_ERROR_FOREIGN,
    NULL,
    NULL },
  { "401 Unauthorized\r\nContent-Type: application/problem+json",
    "[]",
    TOG_API_ERROR_UNAUTHORIZED,
    NULL,
    NULL },
};

static void
test_problems (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (PROBLEMS); i++)
    {
      g_autoptr (TogRudeServer) server = tog_rude_server_new (NULL);
      TogClient *client = make_client (tog_rude_server_get_address (server));
      g_autoptr (TogApiReply) reply = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) copy = NULL;
      const TogProblem *problem;

      tog_rude_server_set_answer (server, PROBLEMS[i].head, PROBLEMS[i].body);
      reply = write_path (client, NULL, &error);
      g_assert_null (reply);
      g_assert_error (error, TOG_API_ERROR, (int) PROBLEMS[i].code);
      g_assert_cmpuint (tog_rude_server_get_n_requests (server), ==, 1);

      copy = g_error_copy (error);
      problem = tog_api_error_get_problem (copy);
      if (PROBLEMS[i].type == NULL)
        {
          g_assert_null (problem);
        }
      else
        {
          g_assert_cmpstr (problem->type, ==, PROBLEMS[i].type);
          g_assert_cmpstr (error->message, ==, PROBLEMS[i].message);
        }
      finish_client (client);
    }
}

/* Whatever happens on the way, the same request with the same key is sent until
 * there is an answer. */
static void
test_write_again (gconstpointer data)
{
  TogRudeness rudeness = GPOINTER_TO_UINT (data);
  g_autoptr (TogRudeServer) server = tog_rude_server_new (NULL);
  TogClient *client = make_client (tog_rude_server_get_address (server));
  g_autoptr (TogApiReply) reply = NULL;
  g_autofree char *requests = NULL;
  g_autoptr (GError) error = NULL;
  const char *at;
  guint n_keys = 0;

  if (rudeness == TOG_RUDE_SILENCE || rudeness == TOG_RUDE_DRIP)
    tog_client_set_timeout (client, SHORT);
  tog_rude_server_set_for (server, rudeness, 3, TOG_RUDE_NOTHING);
  reply = write_path (client, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (reply->text, ==, "{}");

  requests = tog_rude_server_dup_requests (server);
  at = requests;
  while ((at = strstr (at, "Idempotency-Key: " KEY "\r\n")) != NULL)
    {
      n_keys++;
      at++;
    }
  g_assert_cmpuint (n_keys, >=, 4);
  g_assert_cmpuint (n_keys, ==, tog_rude_server_get_n_requests (server));
  finish_client (client);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (gconstpointer data)
{
  TogRudeness rudeness = GPOINTER_TO_UINT (data);
  g_autoptr (TogRudeServer) server = tog_rude_server_new (NULL);
  TogClient *client = make_client (tog_rude_server_get_address (server));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TogApiReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  /* While it waits for an answer, or in the long pause after a failure. */
  tog_client_set_pauses (client, 1000000, 1000000);
  tog_rude_server_set (server, rudeness);
  g_timeout_add (100, cancel_cb, cancellable);
  reply = write_path (client, cancellable, &error);
  g_assert_null (reply);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_error (&error);
  reply = write_path (client, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  finish_client (client);
}

static void
test_addresses (void)
{
  const char *bad[] = { "http://together.example",
                        "http://10.0.0.1",
                        "http://127.0.0.1.example.com",
                        "ftp://together.example",
                        "javascript:alert(1)",
                        "https://ines:secret@together.example",
                        "together.example",
                        "https://",
                        "" };
  const char *good[] = { "https://together.example", "https://together.example:8443",
                         "http://127.0.0.1:80",      "http://localhost:1234",
                         "http://[::1]:99",          "http://127.3.2.1" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TogClient) client = tog_client_new (bad[i], TOKEN, &error);

      g_assert_null (client);
      g_assert_error (error, TOG_API_ERROR, TOG_API_ERROR_ADDRESS);
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TogClient) client = tog_client_new (good[i], TOKEN, &error);

      g_assert_no_error (error);
      g_assert_nonnull (client);
    }
}

static void
test_tokens (void)
{
  const char *bad[] = { "", "two words", "line\r\nX-Injected: yes", "na\xc3\xafve", "\x7f" };
  g_autofree char *long_token = g_strnfill (5000, 'a');
  g_autoptr (GError) error = NULL;
  g_autoptr (TogClient) client = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      client = tog_client_new ("https://together.example", bad[i], &error);
      g_assert_null (client);
      g_assert_error (error, TOG_API_ERROR, TOG_API_ERROR_UNAUTHORIZED);
      g_clear_error (&error);
    }
  client = tog_client_new ("https://together.example", long_token, &error);
  g_assert_error (error, TOG_API_ERROR, TOG_API_ERROR_UNAUTHORIZED);
}

/* How listening ends with what is no stream of ours. */
static const struct
{
  const char *name;
  TogRudeness rudeness;
  TogApiError code;
} DEAF[] = {
  { "html-502", TOG_RUDE_HTML_502, TOG_API_ERROR_FAILED },
  { "html-200", TOG_RUDE_HTML_200, TOG_API_ERROR_FOREIGN },
  { "redirect", TOG_RUDE_REDIRECT, TOG_API_ERROR_FOREIGN },
  { "not-http", TOG_RUDE_NOT_HTTP, TOG_API_ERROR_FOREIGN },
  { "silence", TOG_RUDE_SILENCE, TOG_API_ERROR_TIMED_OUT },
  { "close", TOG_RUDE_CLOSE, TOG_API_ERROR_UNREACHABLE },
  { "busy", TOG_RUDE_BUSY, TOG_API_ERROR_FAILED },
};

static void
count_cb (const char *name, const char *id, gpointer user_data)
{
  guint *n_events = user_data;

  g_assert_cmpstr (name, ==, "changes");
  g_assert_cmpstr (id, ==, "T1");
  *n_events += 1;
}

static gboolean
listen_to (TogClient *client, guint silence, guint *n_events, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_client_listen_async (
      client, "/v1/events", "T0", silence, count_cb, n_events, NULL, done_cb, &result);
  wait_for (&result);
  return tog_client_listen_finish (client, result, error);
}

static void
test_listen_rude (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (DEAF); i++)
    {
      g_autoptr (TogRudeServer) server = tog_rude_server_new (NULL);
      TogClient *client = make_client (tog_rude_server_get_address (server));
      g_autoptr (GError) error = NULL;
      guint n_events = 0;

      g_test_message ("%s", DEAF[i].name);
      tog_rude_server_set_target (server, tog_rude_server_get_address (server));
      tog_rude_server_set (server, DEAF[i].rudeness);
      g_assert_false (listen_to (
          client, DEAF[i].rudeness == TOG_RUDE_SILENCE ? SHORT : LONG, &n_events, &error));
      g_assert_error (error, TOG_API_ERROR, (int) DEAF[i].code);
      g_assert_cmpuint (n_events, ==, 0);
      finish_client (client);
    }
}

static void
test_listen (void)
{
  g_autoptr (TogRudeServer) server = tog_rude_server_new (NULL);
  TogClient *client = make_client (tog_rude_server_get_address (server));
  g_autofree char *requests = NULL;
  g_autoptr (GError) error = NULL;
  guint n_events = 0;

  tog_rude_server_set_answer (server,
                              "200 OK\r\nContent-Type: text/event-stream",
                              "retry: 2000\n\nevent: changes\nid: T1\ndata: {}\n\n: x\n\n");
  tog_rude_server_set (server, TOG_RUDE_NOTHING);
  g_assert_true (listen_to (client, LONG, &n_events, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_events, ==, 1);
  requests = tog_rude_server_dup_requests (server);
  g_assert_nonnull (strstr (requests, "Last-Event-ID: T0"));
  finish_client (client);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/client/read", test_read);
  g_test_add_func ("/client/next", test_next);
  g_test_add_func ("/client/not-modified", test_not_modified);
  for (guint i = 0; i < G_N_ELEMENTS (RUDE); i++)
    {
      g_autofree char *path = g_strconcat ("/client/P28/", RUDE[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_rude);
    }
  g_test_add_func ("/client/P22/redirect", test_redirect);
  g_test_add_func ("/client/gone", test_gone);
  g_test_add_func ("/client/self-signed", test_self_signed);
  g_test_add_func ("/client/not-https", test_plain_behind_https);
  g_test_add_func ("/client/problems", test_problems);
  g_test_add_data_func (
      "/client/P02/again-after-close", GUINT_TO_POINTER (TOG_RUDE_CLOSE), test_write_again);
  g_test_add_data_func (
      "/client/P02/again-after-502", GUINT_TO_POINTER (TOG_RUDE_HTML_502), test_write_again);
  g_test_add_data_func (
      "/client/P02/again-after-half", GUINT_TO_POINTER (TOG_RUDE_TRUNCATED), test_write_again);
  g_test_add_data_func (
      "/client/P02/again-after-silence", GUINT_TO_POINTER (TOG_RUDE_SILENCE), test_write_again);
  g_test_add_data_func (
      "/client/P02/again-when-busy", GUINT_TO_POINTER (TOG_RUDE_BUSY), test_write_again);
  g_test_add_data_func ("/client/cancel/waiting", GUINT_TO_POINTER (TOG_RUDE_SILENCE), test_cancel);
  g_test_add_data_func ("/client/cancel/pausing", GUINT_TO_POINTER (TOG_RUDE_CLOSE), test_cancel);
  g_test_add_func ("/client/listen", test_listen);
  g_test_add_func ("/client/P28/listen-rude", test_listen_rude);
  g_test_add_func ("/client/addresses", test_addresses);
  g_test_add_func ("/client/P22/tokens", test_tokens);

  return g_test_run ();
}
