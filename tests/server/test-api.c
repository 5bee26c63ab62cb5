#include "config.h"

#include "test-support.h"

#include "tog-guard.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define JSON_WRITE(key) "Content-Type: application/json\r\nIdempotency-Key: " key "\r\n"

static JsonObject *
get_object (TestReply *reply)
{
  g_assert_nonnull (reply->node);
  return json_node_get_object (reply->node);
}

/* The whole answer but the time it was given at. */
static char *
without_date (TestReply *reply)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (reply->head, "\r\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (!g_str_has_prefix (lines[i], "Date:"))
        g_string_append_printf (text, "%s\n", lines[i]);
    }
  g_string_append (text, reply->body);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_about (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  g_autoptr (TestReply) reply = NULL;
  g_autoptr (TestReply) document = NULL;
  g_autoptr (TestReply) head = NULL;

  server->options.name = "Ours";
  test_server_start (server);
  reply = test_get (server, NULL, "/v1/about");
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (test_reply_string (reply, "service"), ==, "together");
  g_assert_cmpstr (test_reply_string (reply, "name"), ==, "Ours");

  document = test_get (server, NULL, "/v1/openapi.json");
  g_assert_cmpuint (document->status, ==, 200);
  g_assert_true (json_object_has_member (get_object (document), "paths"));

  head = test_send (server->port, NULL, "HEAD", "/v1/openapi.json", NULL, NULL);
  g_assert_cmpuint (head->status, ==, 200);
  g_assert_cmpstr (head->body, ==, "");
}

static void
test_unknown_addresses (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  static const char *const PATHS[] = {
    "/",
    "/v1",
    "/v1/",
    "/v1/me/",
    "/v2/me",
    "/v1/matches/",
    "/v1/matches/a%20b",
    "//v1/me",
    "/v1/matches/first/",
    "/v1/matches/first/sessions/1",
    "/v1/matches/../me",
    "/v1/me%00",
    "/v1/matches/first%00/x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (PATHS); i++)
    {
      g_autoptr (TestReply) reply = test_get (server, ana, PATHS[i]);

      g_assert_cmpuint (reply->status, ==, 404);
      g_assert_cmpstr (test_reply_string (reply, "type"), ==, "/problems/not-found");
    }
}

static void
test_methods (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autoptr (TestReply) reply = test_send (server->port, ana, "DELETE", "/v1/me", NULL, NULL);
  g_autoptr (TestReply) other =
      test_send (server->port, ana, "GET", "/v1/matches/first/sessions", NULL, NULL);
  g_autofree char *allow = test_reply_header (reply, "Allow");
  g_autofree char *other_allow = test_reply_header (other, "Allow");

  g_assert_cmpuint (reply->status, ==, 405);
  g_assert_cmpstr (test_reply_string (reply, "type"), ==, "/problems/method-not-allowed");
  g_assert_cmpstr (allow, ==, "GET, HEAD, PATCH");
  g_assert_cmpuint (other->status, ==, 405);
  g_assert_cmpstr (other_allow, ==, "POST");
}

static void
test_standard_headers (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autoptr (TestReply) reply = test_get (server, ana, "/v1/home");
  g_autofree char *etag = test_reply_header (reply, "ETag");
  g_autofree char *sniff = test_reply_header (reply, "X-Content-Type-Options");
  g_autofree char *cache = test_reply_header (reply, "Cache-Control");
  g_autofree char *known = g_strdup_printf ("If-None-Match: \"x\", %s\r\n", etag);
  g_autoptr (TestReply) same = test_send (server->port, ana, "GET", "/v1/home", known, NULL);
  g_autoptr (TestReply) other =
      test_send (server->port, ana, "GET", "/v1/home", "If-None-Match: \"x\"\r\n", NULL);

  g_assert_cmpstr (sniff, ==, "nosniff");
  g_assert_cmpstr (cache, ==, "private, no-cache");
  g_assert_cmpuint (same->status, ==, 304);
  g_assert_cmpstr (same->body, ==, "");
  g_assert_cmpuint (other->status, ==, 200);
}

static void
test_home (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *booking = test_booking ("p1", test_instant (0, 10, 0), 45);
  g_autoptr (TestReply) before = test_get (server, ana, "/v1/home");
  g_autoptr (TestReply) booked = NULL;
  g_autoptr (TestReply) after = NULL;
  JsonArray *todos = json_object_get_array_member (get_object (before), "todos");
  JsonArray *matches = json_object_get_array_member (get_object (before), "matches");
  JsonObject *match = json_array_get_object_element (matches, 0);

  g_assert_cmpuint (json_array_get_length (todos), ==, 2);
  g_assert_cmpuint (json_array_get_length (matches), ==, 2);
  g_assert_true (json_object_get_null_member (get_object (before), "next_session"));
  g_assert_cmpstr (json_object_get_string_member (match, "my_role"), ==, "mentee");
  g_assert_true (json_object_get_boolean_member (match, "first_contact"));
  g_assert_false (json_object_has_member (match, "planned"));
  g_assert_cmpint (json_object_get_int_member (match, "n_planned"), ==, 4);

  booked = test_book (server, ana, "first", NULL, booking);
  g_assert_cmpuint (booked->status, ==, 201);
  after = test_get (server, ana, "/v1/home");
  todos = json_object_get_array_member (get_object (after), "todos");
  matches = json_object_get_array_member (get_object (after), "matches");
  match = json_array_get_object_element (matches, 0);
  g_assert_cmpuint (json_array_get_length (todos), ==, 1);
  g_assert_false (json_object_get_null_member (get_object (after), "next_session"));
  g_assert_false (json_object_get_boolean_member (match, "first_contact"));
  g_assert_cmpstr (
      json_object_get_string_member (json_object_get_object_member (match, "next"), "state"),
      ==,
      "scheduled");
}

static void
test_delivery_failed (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *ben = test_server_token (server, "ben@north.example");
  g_autofree char *with_ben = test_booking ("p1", test_instant (0, 10, 0), 45);
  g_autofree char *with_cyn = test_booking ("p1", test_instant (0, 12, 0), 45);
  g_autoptr (TestReply) first = test_book (server, ana, "first", NULL, with_ben);
  g_autoptr (TestReply) second = test_book (server, ana, "second", NULL, with_cyn);
  g_autofree char *path = test_reply_header (first, "Location");
  g_autoptr (TestReply) session = NULL;
  g_autoptr (TestReply) home = NULL;
  g_autoptr (TestReply) theirs = NULL;
  JsonArray *todos;

  test_server_run (server,
                   "UPDATE mail SET state = 'failed', last_error = '550 no ' || "
                   "(SELECT email FROM member WHERE id = recipient_id) "
                   "WHERE recipient_id IN "
                   "(SELECT id FROM member WHERE key IN ('ben', 'cyn') AND organization_id = 1)");
  session = test_get (server, ana, path);
  g_assert_cmpstr (test_reply_string (session, "delivery"), ==, "failed");
  home = test_get (server, ana, "/v1/home");
  todos = json_object_get_array_member (get_object (home), "todos");
  g_assert_cmpuint (json_array_get_length (todos), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (todos, 0), "kind"),
                   ==,
                   "delivery_failed");
  g_assert_nonnull (strstr (home->body, "550 no Ben@north.example"));
  /* Cyn does not share hers. */
  g_assert_null (strstr (home->body, "cyn@"));

  theirs = test_get (server, ben, "/v1/home");
  g_assert_null (strstr (theirs->body, "delivery_failed"));
}

static void
test_pages (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *cursor = NULL;
  guint n_pages = 0;
  TogInstant last = G_MAXINT64;
  static const char *const BAD[] = {
    "/v1/sessions?limit=0",   "/v1/sessions?limit=201",   "/v1/sessions?limit=x",
    "/v1/sessions?cursor=!!", "/v1/sessions?cursor=AAAA", "/v1/sessions?state=not_scheduled",
    "/v1/sessions?state=x",   "/v1/matches?limit=-1",     "/v1/matches?cursor=a%00b",
  };

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *planned = g_strdup_printf ("p%u", i + 1);
      g_autofree char *body = test_booking (planned, test_instant (i, 14, 0), 45);
      g_autoptr (TestReply) booked = test_book (server, ana, "first", NULL, body);

      g_assert_cmpuint (booked->status, ==, 201);
    }

  do
    {
      g_autofree char *path = g_strdup_printf ("/v1/sessions?limit=3%s%s",
                                               cursor != NULL ? "&cursor=" : "",
                                               cursor != NULL ? cursor : "");
      g_autoptr (TestReply) page = test_get (server, ana, path);
      JsonArray *items;

      g_assert_cmpuint (page->status, ==, 200);
      items = json_object_get_array_member (get_object (page), "items");
      g_assert_cmpuint (json_array_get_length (items), ==, n_pages == 0 ? 3 : 1);
      for (guint i = 0; i < json_array_get_length (items); i++)
        {
          JsonObject *item = json_array_get_object_element (items, i);
          TogInstant start;

          g_assert_true (
              tog_instant_parse (json_object_get_string_member (item, "start"), &start, NULL));
          g_assert_cmpint (start, <, last);
          last = start;
        }
      g_free (cursor);
      cursor = g_strdup (test_reply_string (page, "next"));
      n_pages++;
    }
  while (cursor != NULL);
  g_assert_cmpuint (n_pages, ==, 2);

  for (guint i = 0; i < G_N_ELEMENTS (BAD); i++)
    {
      g_autoptr (TestReply) reply = test_get (server, ana, BAD[i]);

      g_assert_cmpuint (reply->status, ==, 400);
    }
}

static void
test_ranges (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  static const char *const BAD[] = {
    "",
    "?from=2026-01-01T00:00:00Z",
    "?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z",
    "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
    "?from=2026-01-01T00:00:00Z&to=2026-03-05T00:00:00Z",
    "?from=0000-01-01T00:00:00Z&to=9999-03-05T00:00:00Z",
    "?from=yesterday&to=tomorrow",
  };

  for (guint i = 0; i < G_N_ELEMENTS (BAD); i++)
    {
      g_autofree char *path = g_strconcat ("/v1/matches/first/availability", BAD[i], NULL);
      g_autoptr (TestReply) reply = test_get (server, ana, path);

      g_assert_cmpuint (reply->status, ==, 400);
    }
}

static void
test_change_me (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autoptr (TestReply) me = test_get (server, ana, "/v1/me");
  const char *etag = test_reply_string (me, "etag");
  g_autofree char *headers =
      g_strdup_printf (JSON_WRITE ("0123456789abcdef") "If-Match: %s\r\n", etag);
  g_autofree char *late =
      g_strdup_printf (JSON_WRITE ("fedcba9876543210") "If-Match: %s\r\n", etag);
  g_autoptr (TestReply) none = test_send (server->port,
                                          ana,
                                          "PATCH",
                                          "/v1/me",
                                          JSON_WRITE ("abcdefabcdefabcd"),
                                          "{\"zone\":\"Europe/Lisbon\"}");
  g_autoptr (TestReply) bad =
      test_send (server->port, ana, "PATCH", "/v1/me", headers, "{\"zone\":\"Nowhere/Land\"}");
  g_autoptr (TestReply) good = NULL;
  g_autoptr (TestReply) again = NULL;
  g_autoptr (TestReply) other = NULL;
  g_autofree char *good_etag = NULL;
  g_autofree char *other_etag = NULL;

  g_assert_cmpuint (none->status, ==, 428);
  g_assert_cmpstr (test_reply_string (none, "type"), ==, "/problems/if-match-missing");
  g_assert_cmpuint (bad->status, ==, 422);
  good = test_send (server->port, ana, "PATCH", "/v1/me", headers, "{\"zone\":\"Europe/Lisbon\"}");
  g_assert_cmpuint (good->status, ==, 200);
  g_assert_nonnull (strstr (good->body, "Europe/Lisbon"));
  again = test_send (server->port, ana, "PATCH", "/v1/me", headers, "{\"zone\":\"Europe/Lisbon\"}");
  g_assert_cmpuint (again->status, ==, 200);
  g_assert_cmpstr (again->body, ==, good->body);

  other = test_send (server->port, ana, "PATCH", "/v1/me", late, "{\"zone\":\"Asia/Tokyo\"}");
  g_assert_cmpuint (other->status, ==, 412);
  g_assert_cmpstr (test_reply_string (other, "type"), ==, "/problems/precondition-failed");
  good_etag = test_reply_header (good, "ETag");
  other_etag = test_reply_header (other, "ETag");
  g_assert_cmpstr (other_etag, ==, good_etag);
}

static void
test_not_mine_to_set (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  static const char *const BODIES[] = {
    "{\"role\":\"operator\"}", "{\"organization\":\"south\"}",
    "{\"name\":\"Eve\"}",      "{\"email\":\"a@b.c\"}",
    "{\"id\":\"ben\"}",        "{\"zone\":\"UTC\",\"version\":9}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (BODIES); i++)
    {
      g_autofree char *headers = g_strdup_printf (
          "Content-Type: application/json\r\nIdempotency-Key: 0123456789abcde%u\r\n"
          "If-Match: *\r\n",
          i);
      g_autoptr (TestReply) reply =
          test_send (server->port, ana, "PATCH", "/v1/me", headers, BODIES[i]);

      g_assert_cmpuint (reply->status, ==, 422);
    }
  g_assert_cmpint (test_server_count (server, "SELECT sum (version) FROM member"), ==, 7);
}

static void
test_foreign_is_nothing (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *dan = test_server_token (server, "dan@north.example");
  g_autofree char *eve = test_server_token (server, "eve@south.example");
  g_autofree char *body = test_booking ("p1", test_instant (0, 10, 0), 45);
  g_autoptr (TestReply) booked = test_book (server, eve, "first", NULL, body);
  g_autofree char *theirs = test_reply_header (booked, "Location");
  g_autofree char *theirs_ics = g_strconcat (theirs, "/invite.ics", NULL);
  const char *range = "?from=2026-11-23T00:00:00Z&to=2026-11-30T00:00:00Z";
  g_autofree char *theirs_times = g_strconcat ("/v1/matches/theirs/availability", range, NULL);
  g_autofree char *no_times = g_strconcat ("/v1/matches/nobody/availability", range, NULL);
  const char *nothing = "/v1/sessions/00000000-0000-4000-8000-000000000000";
  const struct
  {
    const char *foreign;
    const char *missing;
  } PAIRS[] = {
    { "/v1/matches/theirs", "/v1/matches/nobody" },
    { theirs_times, no_times },
    { theirs, nothing },
    { theirs_ics, "/v1/sessions/00000000-0000-4000-8000-000000000000/invite.ics" },
  };

  g_assert_cmpuint (booked->status, ==, 201);
  for (guint i = 0; i < G_N_ELEMENTS (PAIRS); i++)
    {
      g_autoptr (TestReply) foreign = test_get (server, ana, PAIRS[i].foreign);
      g_autoptr (TestReply) missing = test_get (server, ana, PAIRS[i].missing);
      g_autofree char *foreign_text = without_date (foreign);
      g_autofree char *missing_text = without_date (missing);

      g_assert_cmpuint (foreign->status, ==, 404);
      g_assert_cmpstr (foreign_text, ==, missing_text);
    }

  /* Nor is a match of one's own organization that one has no part in. */
  {
    g_autoptr (TestReply) foreign = test_get (server, dan, "/v1/matches/first");
    g_autoptr (TestReply) missing = test_get (server, dan, "/v1/matches/nobody");
    g_autofree char *foreign_text = without_date (foreign);
    g_autofree char *missing_text = without_date (missing);

    g_assert_cmpstr (foreign_text, ==, missing_text);
  }

  /* And it can't be booked either. */
  {
    g_autoptr (TestReply) foreign = test_book (server, ana, "theirs", "0123456789abcdef-1", body);
    g_autoptr (TestReply) missing = test_book (server, ana, "nobody", "0123456789abcdef-2", body);
    g_autofree char *foreign_text = without_date (foreign);
    g_autofree char *missing_text = without_date (missing);

    g_assert_cmpuint (foreign->status, ==, 404);
    g_assert_cmpstr (foreign_text, ==, missing_text);
  }

  /* The same id means each one's own. */
  {
    g_autoptr (TestReply) ours = test_get (server, ana, "/v1/matches/first");

    g_assert_null (strstr (ours->body, "Fay"));
    g_assert_null (strstr (ours->body, "South"));
    g_assert_nonnull (strstr (ours->body, "Ben Two"));
  }
}

/* A search of everything a member gets for what is nobody's business. */
static void
test_no_secrets (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *body = test_booking ("p1", test_instant (0, 12, 0), 45);
  g_autoptr (TestReply) booked = test_book (server, ana, "second", NULL, body);
  g_autofree char *session = test_reply_header (booked, "Location");
  g_autofree char *invite = g_strconcat (session, "/invite.ics", NULL);
  g_autofree char *from = tog_instant_format (test_instant (0, 0, 0));
  g_autofree char *to = tog_instant_format (test_instant (7, 0, 0));
  g_autofree char *with_ben =
      g_strdup_printf ("/v1/matches/first/availability?from=%s&to=%s", from, to);
  g_autofree char *with_cyn =
      g_strdup_printf ("/v1/matches/second/availability?from=%s&to=%s", from, to);
  const char *const PATHS[] = {
    "/v1/me",
    "/v1/home",
    "/v1/matches",
    "/v1/matches/first",
    "/v1/matches/second",
    "/v1/sessions",
    session,
    invite,
    with_ben,
    with_cyn,
  };
  static const char *const SECRETS[] = { "Oncology", "Ward", "cyn@north", "Eve", "Fay", "South" };

  g_assert_cmpuint (booked->status, ==, 201);
  for (guint i = 0; i < G_N_ELEMENTS (PATHS); i++)
    {
      g_autoptr (TestReply) reply = test_get (server, ana, PATHS[i]);

      g_assert_cmpuint (reply->status, ==, 200);
      for (guint k = 0; k < G_N_ELEMENTS (SECRETS); k++)
        {
          g_assert_null (strstr (reply->body, SECRETS[k]));
          g_assert_null (strstr (reply->head, SECRETS[k]));
        }
    }
}

static char *log_text;

static void
log_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  static GMutex mutex;
  char *longer;

  g_mutex_lock (&mutex);
  longer = g_strconcat (log_text, "\n", message, NULL);
  g_free (log_text);
  log_text = longer;
  g_mutex_unlock (&mutex);
}

static void
test_log_holds_no_secrets (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  g_autofree char *ana = NULL;
  guint handler = g_log_set_handler (
      G_LOG_DOMAIN, G_LOG_LEVEL_INFO | G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_DEBUG, log_cb, NULL);
  g_autofree char *body = NULL;
  g_autofree char *start = tog_instant_format (test_instant (0, 10, 0));

  log_text = g_strdup ("");
  test_server_start (server);
  ana = test_server_token (server, "ana@north.example");
  body = g_strdup_printf ("{\"planned_session_id\":\"p1\",\"start\":\"%s\",\"duration\":45,"
                          "\"zone\":\"UTC\",\"conference\":{\"kind\":\"none\"},"
                          "\"message\":\"between us\"}",
                          start);
  {
    g_autoptr (TestReply) booked = test_book (server, ana, "first", NULL, body);
    g_autoptr (TestReply) home = test_get (server, ana, "/v1/home?token=between-us-too");
    g_autoptr (TestReply) bad = test_get (server, "tog_wrong-token", "/v1/home");

    g_assert_cmpuint (booked->status, ==, 201);
    g_assert_cmpuint (home->status, ==, 200);
    g_assert_cmpuint (bad->status, ==, 401);
  }
  test_server_stop (server);
  g_log_remove_handler (G_LOG_DOMAIN, handler);

  g_assert_nonnull (strstr (log_text, "bookSession 201"));
  g_assert_null (strstr (log_text, ana));
  g_assert_null (strstr (log_text, "tog_"));
  g_assert_null (strstr (log_text, "between"));
  g_assert_null (strstr (log_text, "North"));
  g_clear_pointer (&log_text, g_free);
}

static void
test_bad_tokens (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *expired = test_server_token (server, "ana@north.example");
  g_autofree char *mangled = g_strdup (ana);
  g_autofree char *longer = g_strconcat (ana, "A", NULL);
  static const char *const TOKENS[] = {
    "",
    "tog_",
    "tog_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "tog_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'",
    "' OR 1 = 1 --",
  };
  g_autoptr (TestReply) good = test_get (server, ana, "/v1/me");
  g_autoptr (TestReply) none = test_get (server, NULL, "/v1/me");
  g_autoptr (TestReply) basic =
      test_send (server->port, NULL, "GET", "/v1/me", "Authorization: Basic YTpi\r\n", NULL);
  g_autoptr (TestReply) one_off = NULL;
  g_autoptr (TestReply) too_long = NULL;
  g_autofree char *challenge = test_reply_header (none, "WWW-Authenticate");

  g_assert_cmpuint (good->status, ==, 200);
  g_assert_cmpuint (none->status, ==, 401);
  g_assert_cmpstr (challenge, ==, "Bearer realm=\"Together\"");
  g_assert_cmpuint (basic->status, ==, 401);
  for (guint i = 0; i < G_N_ELEMENTS (TOKENS); i++)
    {
      g_autoptr (TestReply) reply = test_get (server, TOKENS[i], "/v1/me");

      g_assert_cmpuint (reply->status, ==, 401);
    }

  mangled[10] = mangled[10] == 'A' ? 'B' : 'A';
  one_off = test_get (server, mangled, "/v1/me");
  g_assert_cmpuint (one_off->status, ==, 401);
  too_long = test_get (server, longer, "/v1/me");
  g_assert_cmpuint (too_long->status, ==, 401);

  test_clock_shift (31 * TOG_DAY_SECONDS);
  {
    g_autoptr (TestReply) reply = test_get (server, expired, "/v1/me");

    g_assert_cmpuint (reply->status, ==, 401);
  }
  test_clock_shift (0);
  test_server_run (server, "UPDATE token SET revoked_at = 1");
  {
    g_autoptr (TestReply) reply = test_get (server, ana, "/v1/me");

    g_assert_cmpuint (reply->status, ==, 401);
  }
}

/* That a token was right before helps nobody to write with it, at once or later. */
static void
test_known_token (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *first = test_booking ("p1", test_instant (0, 10, 0), 45);
  g_autofree char *second = test_booking ("p2", test_instant (1, 10, 0), 45);
  g_autoptr (TestReply) booked = test_book (server, ana, "first", NULL, first);

  g_assert_cmpuint (booked->status, ==, 201);
  test_server_run (server, "UPDATE token SET revoked_at = 1");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TestReply) reply = test_book (server, ana, "first", NULL, second);

      g_assert_cmpuint (reply->status, ==, 401);
    }
  g_assert_cmpint (test_server_count (server, "SELECT count (*) FROM session"), ==, 1);
}

static void
test_inactive_member (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autoptr (TestReply) reply = NULL;

  test_server_run (server, "UPDATE member SET active = 0 WHERE key = 'ana'");
  reply = test_get (server, ana, "/v1/me");
  g_assert_cmpuint (reply->status, ==, 401);
}

/* A body that comes long after its head, when the token was revoked meanwhile or
 * the time is past: what counts is when the write is done. */
static void
test_late_body (gconstpointer data)
{
  gboolean revoked = GPOINTER_TO_INT (data);
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *body = test_booking ("p1", test_instant (0, 10, 0), 45);
  g_autofree char *head = g_strdup_printf ("POST /v1/matches/first/sessions HTTP/1.1\r\n"
                                           "Host: a\r\nConnection: close\r\n"
                                           "Authorization: Bearer %s\r\n"
                                           "Content-Type: application/json\r\n"
                                           "Idempotency-Key: 0123456789abcdef-late\r\n"
                                           "Expect: 100-continue\r\n"
                                           "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                                           ana,
                                           strlen (body));
  int fd = test_connect (server->port);
  char answer[4096] = "";
  gsize length = 0;
  gssize n;

  g_assert_cmpint (send (fd, head, strlen (head), MSG_NOSIGNAL), ==, strlen (head));
  /* It says so once the head was read and the token found good. */
  n = recv (fd, answer, sizeof answer - 1, 0);
  g_assert_cmpint (n, >, 0);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 100 "));

  if (revoked)
    test_server_run (server, "UPDATE token SET revoked_at = 1");
  else
    test_clock_shift (14 * TOG_DAY_SECONDS);
  g_assert_cmpint (send (fd, body, strlen (body), MSG_NOSIGNAL), ==, strlen (body));
  while (length < sizeof answer - 1 &&
         (n = recv (fd, answer + length, sizeof answer - 1 - length, 0)) > 0)
    length += n;
  answer[length] = '\0';
  close (fd);
  test_clock_shift (0);

  g_assert_true (g_str_has_prefix (answer, revoked ? "HTTP/1.1 401 " : "HTTP/1.1 409 "));
  if (!revoked)
    g_assert_nonnull (strstr (answer, "/problems/slot-past"));
  g_assert_cmpint (test_server_count (server, "SELECT count (*) FROM session"), ==, 0);
}

static void
test_guessing (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *ben = test_server_token (server, "ben@north.example");
  g_autoptr (TestReply) good = test_get (server, ana, "/v1/me");
  g_autoptr (TestReply) still_good = NULL;
  g_autoptr (TestReply) not_seen = NULL;
  g_autofree char *wait = NULL;

  g_assert_cmpuint (good->status, ==, 200);
  for (guint i = 0; i < TOG_GUARD_MAX_FAILURES + 5; i++)
    {
      g_autofree char *guess = g_strdup_printf ("tog_%043u", i);
      g_autoptr (TestReply) reply = test_get (server, guess, "/v1/me");

      g_assert_cmpuint (reply->status, ==, i < TOG_GUARD_MAX_FAILURES ? 401 : 429);
    }

  /* Who was in before stays in; a token that was not seen here has to wait,
   * even a right one, or waiting would not slow anybody down. */
  still_good = test_get (server, ana, "/v1/me");
  g_assert_cmpuint (still_good->status, ==, 200);
  not_seen = test_get (server, ben, "/v1/me");
  g_assert_cmpuint (not_seen->status, ==, 429);
  wait = test_reply_header (not_seen, "Retry-After");
  g_assert_cmpint (g_ascii_strtoll (wait, NULL, 10), >, 0);
}

static void
test_changes (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *dan = test_server_token (server, "dan@north.example");
  g_autofree char *body = test_booking ("p1", test_instant (0, 10, 0), 45);
  g_autoptr (TestReply) start = test_get (server, ana, "/v1/changes");
  g_autofree char *path =
      g_strconcat ("/v1/changes?since=", test_reply_string (start, "next"), NULL);
  g_autoptr (TestReply) booked = NULL;
  g_autoptr (TestReply) changed = NULL;
  g_autoptr (TestReply) later = NULL;
  g_autoptr (TestReply) theirs = NULL;
  g_autofree char *next = NULL;
  JsonArray *items;

  booked = test_book (server, ana, "first", NULL, body);
  changed = test_get (server, ana, path);
  g_assert_cmpuint (changed->status, ==, 200);
  items = json_object_get_array_member (get_object (changed), "items");
  g_assert_cmpuint (json_array_get_length (items), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (items, 0), "id"),
                   ==,
                   test_reply_string (booked, "id"));
  g_assert_false (json_object_get_boolean_member (get_object (changed), "more"));

  next = g_strconcat ("/v1/changes?since=", test_reply_string (changed, "next"), NULL);
  later = test_get (server, ana, next);
  items = json_object_get_array_member (get_object (later), "items");
  g_assert_cmpuint (json_array_get_length (items), ==, 0);

  /* Nobody else's token, and none made up. */
  theirs = test_get (server, dan, next);
  g_assert_cmpuint (theirs->status, ==, 400);
  for (gsize i = strlen ("/v1/changes?since="); next[i] != '\0'; i++)
    {
      g_autofree char *mangled = g_strdup (next);
      g_autoptr (TestReply) reply = NULL;

      mangled[i] = mangled[i] == 'A' ? 'B' : 'A';
      reply = test_get (server, ana, mangled);
      g_assert_cmpuint (reply->status, ==, 400);
    }
}

static void
test_changes_too_old (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *first = test_booking ("p1", test_instant (0, 10, 0), 45);
  g_autofree char *second = test_booking ("p2", test_instant (1, 14, 0), 45);
  g_autoptr (TestReply) start = test_get (server, ana, "/v1/changes");
  g_autofree char *path =
      g_strconcat ("/v1/changes?since=", test_reply_string (start, "next"), NULL);
  g_autoptr (TestReply) booked = test_book (server, ana, "first", NULL, first);
  g_autoptr (TestReply) again = NULL;
  g_autoptr (TestReply) gone = NULL;

  g_assert_cmpuint (booked->status, ==, 201);
  test_server_run (server, "UPDATE change SET changed_at = changed_at - 100 * 86400");
  test_clock_shift (2 * TOG_HOUR);
  again = test_book (server, ana, "first", NULL, second);
  g_assert_cmpuint (again->status, ==, 201);
  gone = test_get (server, ana, path);
  g_assert_cmpuint (gone->status, ==, 410);
}

static void
test_many_changes (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autoptr (TestReply) start = test_get (server, ana, "/v1/changes");
  g_autofree char *since = g_strdup (test_reply_string (start, "next"));
  guint n_items = 0;
  gboolean more;

  test_server_run (server,
                   "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n "
                   "WHERE i < 1200) INSERT INTO change (member_id, kind, item_key, change, "
                   "changed_at) SELECT member.id, 'match', 'm' || i, 'updated', "
                   "CAST (strftime ('%s') AS INTEGER) FROM n, member "
                   "WHERE email = 'ana@north.example'");
  do
    {
      g_autofree char *path = g_strconcat ("/v1/changes?since=", since, NULL);
      g_autoptr (TestReply) reply = test_get (server, ana, path);

      g_assert_cmpuint (reply->status, ==, 200);
      n_items += json_array_get_length (json_object_get_array_member (get_object (reply), "items"));
      more = json_object_get_boolean_member (get_object (reply), "more");
      g_free (since);
      since = g_strdup (test_reply_string (reply, "next"));
    }
  while (more);
  g_assert_cmpuint (n_items, ==, 1200);
}

static void
test_unsafe_address (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  g_autoptr (GError) error = NULL;

  server->options.address = "0.0.0.0";
  server->server = tog_server_new (&server->options, &error);
  g_assert_no_error (error);
  g_assert_false (tog_server_start (server->server, &error));
  g_assert_error (error, TOG_SERVER_ERROR, TOG_SERVER_ERROR_UNSAFE);
}

static void
test_behind_proxy (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  g_autofree char *ana = NULL;
  g_autoptr (TestReply) neighbour = NULL;

  server->options.behind_proxy = TRUE;
  test_server_start (server);
  ana = test_server_token (server, "ana@north.example");
  for (guint i = 0; i <= TOG_GUARD_MAX_FAILURES; i++)
    {
      g_autoptr (TestReply) reply =
          test_send (server->port,
                     "tog_wrong",
                     "GET",
                     "/v1/me",
                     i % 2 == 0 ? "X-Forwarded-For: 1.2.3.4, 203.0.113.7\r\n"
                                : "X-Forwarded-For: 1.2.3.4\r\n"
                                  "X-Forwarded-For: 203.0.113.7\r\n",
                     NULL);

      g_assert_cmpuint (reply->status, ==, i < TOG_GUARD_MAX_FAILURES ? 401 : 429);
    }
  neighbour = test_send (
      server->port, ana, "GET", "/v1/me", "X-Forwarded-For: 203.0.113.7, 203.0.113.8\r\n", NULL);
  g_assert_cmpuint (neighbour->status, ==, 200);
}

static void
test_invite (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  g_autofree char *folder = g_build_filename (server->folder, "mail", NULL);
  TogMailOptions mail = {
    .folder = folder,
    .from_address = (char *) "sessions@north.example",
    .from_name = (char *) "Sessions of North",
  };
  g_autofree char *ana = NULL;
  g_autofree char *body = test_booking ("p1", test_instant (0, 10, 0), 45);
  g_autoptr (TestReply) booked = NULL;
  g_autofree char *session = NULL;
  g_autofree char *path = NULL;
  g_autoptr (TestReply) reply = NULL;
  g_autofree char *type = NULL;

  server->options.mail = &mail;
  test_server_start (server);
  ana = test_server_token (server, "ana@north.example");
  booked = test_book (server, ana, "first", NULL, body);
  session = test_reply_header (booked, "Location");
  path = g_strconcat (session, "/invite.ics", NULL);
  reply = test_get (server, ana, path);
  type = test_reply_header (reply, "Content-Type");

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (type, ==, "text/calendar; charset=utf-8; method=REQUEST");
  g_assert_true (g_str_has_prefix (reply->body, "BEGIN:VCALENDAR\r\n"));
  /* As the mail has it. */
  g_assert_nonnull (
      strstr (reply->body, "ORGANIZER;CN=\"Sessions of North\":mailto:sessions@north.example\r\n"));
  g_assert_nonnull (strstr (reply->body, "METHOD:REQUEST"));
  g_assert_nonnull (strstr (reply->body, test_reply_string (booked, "uid")));
  test_server_stop (server);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/about", test_about);
  g_test_add_func ("/api/unknown-addresses", test_unknown_addresses);
  g_test_add_func ("/api/methods", test_methods);
  g_test_add_func ("/api/standard-headers", test_standard_headers);
  g_test_add_func ("/api/home", test_home);
  g_test_add_func ("/api/P07/delivery-failed", test_delivery_failed);
  g_test_add_func ("/api/pages", test_pages);
  g_test_add_func ("/api/ranges", test_ranges);
  g_test_add_func ("/api/P06/change-me", test_change_me);
  g_test_add_func ("/api/P21/not-mine-to-set", test_not_mine_to_set);
  g_test_add_func ("/api/P19/foreign-is-nothing", test_foreign_is_nothing);
  g_test_add_func ("/api/P20/no-secrets", test_no_secrets);
  g_test_add_func ("/api/P20/log-holds-no-secrets", test_log_holds_no_secrets);
  g_test_add_func ("/api/P22/bad-tokens", test_bad_tokens);
  g_test_add_func ("/api/P22/inactive-member", test_inactive_member);
  g_test_add_func ("/api/P22/known-token", test_known_token);
  g_test_add_data_func ("/api/P22/revoked-meanwhile", GINT_TO_POINTER (TRUE), test_late_body);
  g_test_add_data_func ("/api/P03/past-meanwhile", GINT_TO_POINTER (FALSE), test_late_body);
  g_test_add_func ("/api/P22/guessing", test_guessing);
  g_test_add_func ("/api/P22/behind-proxy", test_behind_proxy);
  g_test_add_func ("/api/P22/unsafe-address", test_unsafe_address);
  g_test_add_func ("/api/changes", test_changes);
  g_test_add_func ("/api/changes/too-old", test_changes_too_old);
  g_test_add_func ("/api/changes/many", test_many_changes);
  g_test_add_func ("/api/P17/invite", test_invite);

  return g_test_run ();
}
