#include "config.h"

#include "test-stream.h"

#include "tog-streams.h"

#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENT "event: changes\n"
#define BEAT ": heartbeat\n\n"

#define N_MANY 1000

/* That a stream may cost. The address sanitizer puts room around everything. */
#ifdef __SANITIZE_ADDRESS__
#define MAX_KILOBYTES 512
#else
#define MAX_KILOBYTES 64
#endif

/* Returns: 0 where the connection was closed at once */
static guint
get_status (TestStream *stream)
{
  return test_stream_read_head (stream)
             ? g_ascii_strtoull (stream->text->str + strlen ("HTTP/1.1 "), NULL, 10)
             : 0;
}

static TestServer *
start (guint heartbeat)
{
  TestServer *server = test_server_new_stopped ();

  server->options.heartbeat = heartbeat;
  test_server_start (server);
  return server;
}

static char *
get_next (TestServer *server, const char *token)
{
  g_autoptr (TestReply) reply = test_get (server, token, "/v1/changes");

  return g_strdup (test_reply_string (reply, "next"));
}

/* Nothing but these lines, and how long chunks are, is ever in a stream. */
static void
assert_says_nothing_else (TestStream *stream)
{
  const char *body = strstr (stream->text->str, "\r\n\r\n") + 4;
  g_autoptr (GRegex) regex =
      g_regex_new ("^([0-9A-Fa-f]+\r\n"
                   "((retry: 2000\n\n)?event: changes\nid: [A-Za-z0-9_-]{24}\n"
                   "data: \\{\"next\":\"[A-Za-z0-9_-]{24}\"\\}\n\n|: heartbeat\n\n)\r\n)*$",
                   G_REGEX_RAW,
                   0,
                   NULL);

  if (!g_regex_match (regex, body, 0, NULL))
    g_error ("Not expected: %s", body);
}

static void
test_tells (void)
{
  g_autoptr (TestServer) server = start (200);
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *ben = test_server_token (server, "ben@north.example");
  g_autofree char *dan = test_server_token (server, "dan@north.example");
  g_autofree char *eve = test_server_token (server, "eve@south.example");
  g_autoptr (TestStream) first = test_stream_open (server->port, ana, NULL);
  g_autoptr (TestStream) second = test_stream_open (server->port, ana, NULL);
  g_autoptr (TestStream) other = test_stream_open (server->port, dan, NULL);
  g_autoptr (TestStream) foreign = test_stream_open (server->port, eve, NULL);
  g_autofree char *body = test_booking ("p1", test_instant (0, 10, 0), 45);
  g_autoptr (TestReply) booked = NULL;
  g_autoptr (TestReply) changes = NULL;
  g_autofree char *before = get_next (server, ana);
  g_autofree char *path = g_strconcat ("/v1/changes?since=", before, NULL);
  g_autofree char *id = NULL;
  g_autofree char *now = NULL;

  test_stream_wait (first, "\n\n", 2);
  test_stream_wait (second, "\n\n", 2);
  test_stream_wait (other, "\n\n", 2);
  test_stream_wait (foreign, "\n\n", 2);
  id = test_stream_dup_id (first);
  g_assert_cmpstr (id, ==, before);
  g_assert_nonnull (strstr (first->text->str, "Content-Type: text/event-stream\r\n"));
  g_assert_nonnull (strstr (first->text->str, "Cache-Control: no-store\r\n"));

  booked = test_book (server, ben, "first", NULL, body);
  g_assert_cmpuint (booked->status, ==, 201);
  test_stream_wait (first, EVENT, 2);
  test_stream_wait (second, EVENT, 2);
  changes = test_get (server, ana, path);
  now = test_stream_dup_id (first);
  g_assert_cmpstr (test_reply_string (changes, "next"), ==, now);
  g_assert_cmpstr (now, !=, before);

  /* What others do reaches nobody else, not even as something that happens. */
  test_stream_wait (other, BEAT, 3);
  test_stream_wait (foreign, BEAT, 3);
  g_assert_cmpuint (test_stream_count (other, EVENT), ==, 1);
  g_assert_cmpuint (test_stream_count (foreign, EVENT), ==, 1);
  assert_says_nothing_else (first);
  assert_says_nothing_else (other);
}

/* Somebody else writes, and nobody tells the streams: another process does so, too. */
static void
test_other_writer (void)
{
  g_autoptr (TestServer) server = start (60000);
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autoptr (TestStream) stream = test_stream_open (server->port, ana, NULL);

  test_stream_wait (stream, EVENT, 1);
  for (guint i = 2; i < 5; i++)
    {
      test_server_run (server,
                       "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
                       "SELECT id, 'me', key, 'updated', 0 FROM member "
                       "WHERE email = 'ana@north.example'");
      test_stream_wait (stream, EVENT, i);
    }
}

static void
test_resumes (void)
{
  g_autoptr (TestServer) server = start (0);
  g_autoptr (TestServer) replaced = start (0);
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *ben = test_server_token (server, "ben@north.example");
  g_autofree char *elsewhere = test_server_token (replaced, "ana@north.example");
  g_autofree char *known = get_next (server, ana);
  g_autofree char *of_ben = get_next (server, ben);
  g_autofree char *of_elsewhere = get_next (replaced, elsewhere);
  const char *const wrong[] = { of_ben, of_elsewhere, "", "nonsense", "AAAAAAAAAAAAAAAAAAAAAAAA" };
  g_autofree char *last = g_strdup_printf ("Last-Event-ID: %s\r\n", known);
  g_autoptr (TestStream) stream = NULL;
  g_autoptr (TestStream) old = NULL;
  g_autofree char *path = g_strconcat ("/v1/changes?since=", known, NULL);
  g_autoptr (TestReply) gone = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *header = g_strdup_printf ("Last-Event-ID: %s\r\n", wrong[i]);
      g_autofree char *query = g_strconcat ("/v1/events?since=", wrong[i], NULL);
      g_autoptr (TestReply) by_header =
          test_send (server->port, ana, "GET", "/v1/events", header, NULL);
      g_autoptr (TestReply) by_query = test_get (server, ana, query);

      g_assert_cmpuint (by_header->status, ==, 400);
      g_assert_cmpuint (by_query->status, ==, 400);
    }

  stream = test_stream_open (server->port, ana, last);
  test_stream_wait (stream, EVENT, 1);
  /* One that is too old is for getChanges to tell. */
  test_server_run (server,
                   "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
                   "SELECT id, 'me', key, 'updated', 0 FROM member; "
                   "INSERT OR REPLACE INTO setting SELECT 'changes_tidied', "
                   "CAST (CAST (max (id) AS TEXT) AS BLOB) FROM change");
  old = test_stream_open (server->port, ana, last);
  test_stream_wait (old, EVENT, 1);
  gone = test_get (server, ana, path);
  g_assert_cmpuint (gone->status, ==, 410);
}

static void
test_ends (void)
{
  static const char *const endings[] = {
    "UPDATE token SET revoked_at = 1",
    "UPDATE token SET expires_at = 1",
    "UPDATE member SET active = 0",
    NULL,
  };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autoptr (TestServer) server = start (50);
      g_autofree char *ana = test_server_token (server, "ana@north.example");
      g_autoptr (TestStream) stream = test_stream_open (server->port, ana, NULL);

      test_stream_wait (stream, BEAT, 2);
      if (endings[i] != NULL)
        test_server_run (server, endings[i]);
      else
        test_clock_shift (31 * TOG_DAY_SECONDS);
      test_stream_wait_end (stream);
    }
}

/* Neither what is silent for long nor what lasts for long is closed. */
static void
test_lasts (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autoptr (TestStream) stream = NULL;

  server->options.timeout = 1;
  server->options.request_timeout = 1;
  server->options.heartbeat = 2500;
  test_server_start (server);
  stream = test_stream_open (server->port, ana, NULL);
  test_stream_wait (stream, BEAT, 2);
}

static void
test_limits (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *ben = test_server_token (server, "ben@north.example");
  g_autoptr (GPtrArray) streams =
      g_ptr_array_new_with_free_func ((GDestroyNotify) test_stream_free);
  g_autoptr (TestStream) one_more = NULL;
  g_autoptr (TestReply) refused = NULL;
  g_autofree char *wait = NULL;
  guint status;

  server->options.heartbeat = 50;
  server->options.max_streams = TOG_MAX_STREAMS_EACH + 1;
  server->options.max_connections = 8;
  server->options.max_connections_each = 4;
  test_server_start (server);
  for (guint i = 0; i < TOG_MAX_STREAMS_EACH; i++)
    {
      g_ptr_array_add (streams, test_stream_open (server->port, ana, NULL));
      test_stream_wait (g_ptr_array_index (streams, i), EVENT, 1);
    }
  refused = test_get (server, ana, "/v1/events");
  g_assert_cmpuint (refused->status, ==, 429);
  wait = test_reply_header (refused, "Retry-After");
  g_assert_nonnull (wait);

  one_more = test_stream_open (server->port, ben, NULL);
  test_stream_wait (one_more, EVENT, 1);
  g_clear_pointer (&refused, test_reply_free);
  refused = test_get (server, ben, "/v1/events");
  g_assert_cmpuint (refused->status, ==, 503);

  /* The places of others are still there. */
  g_clear_pointer (&refused, test_reply_free);
  refused = test_get (server, ben, "/v1/me");
  g_assert_cmpuint (refused->status, ==, 200);

  /* Whoever is gone is noticed at the next beat. Those who ask meanwhile may take each
   * other's places, as long as it is not noticed that they are gone, too. */
  g_ptr_array_set_size (streams, 0);
  do
    {
      g_autoptr (TestStream) next = test_stream_open (server->port, ana, NULL);

      status = get_status (next);
      g_assert_true (status == 0 || status == 200 || status == 429 || status == 503);
    }
  while (status != 200);
}

/* HEAD says what GET would, and leaves nothing behind. */
static void
test_head (void)
{
  g_autoptr (TestServer) server = start (60000);
  g_autofree char *ana = test_server_token (server, "ana@north.example");

  for (guint i = 0; i < 2 * TOG_MAX_STREAMS_EACH; i++)
    {
      g_autoptr (TestReply) reply = test_send (server->port, ana, "HEAD", "/v1/events", NULL, NULL);

      g_assert_cmpuint (reply->status, ==, 200);
      g_assert_cmpstr (reply->body, ==, "");
      g_assert_nonnull (strstr (reply->head, "text/event-stream"));
    }
}

/* Somebody who asks for streams and reads nothing loses them, and holds nobody up. */
static void
test_slow_reader (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *ben = test_server_token (server, "ben@north.example");
  g_autofree char *request = g_strdup_printf (
      "GET /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n\r\n", ana);
  int fds[TOG_MAX_STREAMS_EACH];
  g_autoptr (TestStream) other = NULL;
  guint status;

  server->options.heartbeat = 1;
  server->options.timeout = 1;
  test_server_start (server);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    {
      int size = 1;

      fds[i] = test_connect (server->port);
      setsockopt (fds[i], SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
      send (fds[i], request, strlen (request), MSG_NOSIGNAL);
    }
  other = test_stream_open (server->port, ben, NULL);
  do
    {
      g_autoptr (TestStream) next = test_stream_open (server->port, ana, NULL);

      status = get_status (next);
      g_assert_true (status == 200 || status == 429);
      test_stream_wait (other, BEAT, test_stream_count (other, BEAT) + 20);
    }
  while (status != 200);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    close (fds[i]);
}

static char *
make_crowd (guint n_members)
{
  GString *json = g_string_new (
      "{\"format\":1,\"organization\":{\"id\":\"crowd\",\"name\":\"Crowd\"},\"members\":[");

  for (guint i = 0; i < n_members; i++)
    g_string_append_printf (json,
                            "%s{\"id\":\"m%u\",\"name\":\"Member %u\",\"email\":"
                            "\"m%u@crowd.example\",\"zone\":\"UTC\"}",
                            i == 0 ? "" : ",",
                            i,
                            i,
                            i);
  g_string_append (json, "],\"programs\":[],\"matches\":[]}");
  return g_string_free (json, FALSE);
}

/* A thousand of them: each hears what changes, they cost little, others are answered,
 * and the server stops at once while they are open. */
static void
test_many (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  g_autoptr (GPtrArray) streams =
      g_ptr_array_new_with_free_func ((GDestroyNotify) test_stream_free);
  guint n_members = N_MANY / TOG_MAX_STREAMS_EACH + 1;
  g_autofree char *crowd = make_crowd (n_members);
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TestReply) reply = NULL;
  struct rlimit limit;
  gint64 before;

  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);

  server->options.heartbeat = 60000;
  test_server_start (server);
  test_server_import (server, crowd);
  for (guint i = 0; i < n_members; i++)
    {
      g_autofree char *email = g_strdup_printf ("m%u@crowd.example", i);

      g_ptr_array_add (tokens, test_server_token (server, email));
    }
  before = test_resident_kilobytes ();
  for (guint i = 0; i < N_MANY; i++)
    {
      g_ptr_array_add (
          streams,
          test_stream_open (server->port, g_ptr_array_index (tokens, i % n_members), NULL));
      test_stream_wait (g_ptr_array_index (streams, i), EVENT, 1);
    }
  g_assert_cmpint (test_resident_kilobytes () - before, <, N_MANY * MAX_KILOBYTES);
  reply = test_get (server, g_ptr_array_index (tokens, 0), "/v1/me");
  g_assert_cmpuint (reply->status, ==, 200);

  test_server_run (server,
                   "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
                   "SELECT id, 'me', key, 'updated', 0 FROM member");
  for (guint i = 0; i < N_MANY; i++)
    test_stream_wait (g_ptr_array_index (streams, i), EVENT, 2);

  test_server_stop (server);
  for (guint i = 0; i < N_MANY; i++)
    test_stream_wait_end (g_ptr_array_index (streams, i));
}

/* Streams come, are told, break off and end while all of it goes on, and the server
 * stops in the midst of it. */
static void
test_turmoil (void)
{
  g_autoptr (TestServer) server = start (1);
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *ben = test_server_token (server, "ben@north.example");
  g_autoptr (GPtrArray) streams =
      g_ptr_array_new_with_free_func ((GDestroyNotify) test_stream_free);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 400; i++)
    {
      if (streams->len >= TOG_MAX_STREAMS_EACH - 1 || (streams->len > 0 && g_rand_boolean (rand)))
        g_ptr_array_remove_index_fast (streams, g_rand_int_range (rand, 0, streams->len));
      else
        g_ptr_array_add (streams,
                         test_stream_open (server->port, g_rand_boolean (rand) ? ana : ben, NULL));
      if (i % 7 == 0)
        test_server_run (server,
                         "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
                         "SELECT id, 'me', key, 'updated', 0 FROM member");
    }
  test_server_stop (server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server/events/tells/P19/P20", test_tells);
  g_test_add_func ("/server/events/other-writer", test_other_writer);
  g_test_add_func ("/server/events/resumes/P19", test_resumes);
  g_test_add_func ("/server/events/ends/P22", test_ends);
  g_test_add_func ("/server/events/lasts", test_lasts);
  g_test_add_func ("/server/events/limits/P30", test_limits);
  g_test_add_func ("/server/events/head", test_head);
  g_test_add_func ("/server/events/slow-reader/P30", test_slow_reader);
  g_test_add_func ("/server/events/many/P30", test_many);
  g_test_add_func ("/server/events/turmoil/P25", test_turmoil);

  return g_test_run ();
}
