#include "config.h"

#include "test-stream.h"
#include "test-support.h"

#include "tog-calendar-worker.h"
#include "tog-database.h"
#include "tog-json.h"
#include "tog-rude-server.h"
#include "tog-source.h"

#include <string.h>

/* Calendars that are published at an address, read by the real server from a local one. */

#define N_LOOKS 6000
#define LOOK_USEC 10000

/* Of a published calendar, behind its URL. */
#define READY ".ics\",\"state\":\"ready\""
#define BROKEN ".ics\",\"state\":\"broken\""

static const char *const loopback[] = { "127.0.0.1/32", NULL };

typedef struct
{
  TestServer *server;  /* (owned) */
  TogRudeServer *rude; /* (owned): where the calendar is */
  char *ana;           /* (owned) */
  char *ben;           /* (owned) */
} Fixture;

static void
start (Fixture *fixture, const char *const *networks, guint patience)
{
  fixture->server = test_server_new_stopped ();
  fixture->server->options.heartbeat = 200;
  fixture->server->options.calendar_networks = networks;
  fixture->server->options.calendar_patience = patience;
  /* At noon, so that no test passes midnight. */
  test_clock_shift (TOG_DAY_SECONDS / 2 - tog_clock_now () % TOG_DAY_SECONDS);
  test_server_start (fixture->server);
  fixture->ana = test_server_token (fixture->server, "ana@north.example");
  fixture->ben = test_server_token (fixture->server, "ben@north.example");
  fixture->rude = tog_rude_server_new (NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  start (fixture, loopback, 0);
}

static void
set_up_strict (Fixture *fixture, gconstpointer data)
{
  start (fixture, NULL, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_server_free (fixture->server);
  tog_rude_server_free (fixture->rude);
  g_free (fixture->ana);
  g_free (fixture->ben);
}

/* An event on the test's Wednesday, at an hour. */
static void
publish (Fixture *fixture, int hour, const char *etag)
{
  g_autofree char *start = tog_instant_format (test_instant (2, hour, 0));
  g_autoptr (GString) stamp = g_string_new (start);
  g_autofree char *head =
      g_strdup_printf ("200 OK\r\nContent-Type: text/calendar\r\nETag: %s", etag);
  g_autofree char *text = NULL;

  g_string_replace (stamp, "-", "", 0);
  g_string_replace (stamp, ":", "", 0);
  text = g_strdup_printf ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n"
                          "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:%s\r\nDURATION:PT1H\r\n"
                          "SUMMARY:Oncology\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
                          stamp->str);
  tog_rude_server_set (fixture->rude, TOG_RUDE_NOTHING);
  tog_rude_server_set_answer (fixture->rude, head, text);
}

static TestReply *
put_address (Fixture *fixture, const char *token, const char *id, const char *url)
{
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *headers =
      g_strdup_printf ("Content-Type: application/json\r\nIdempotency-Key: %s\r\n", key);
  g_autofree char *path = g_strdup_printf ("/v1/me/sources/%s/address", id);
  g_autofree char *body = g_strdup_printf ("{\"name\":\"Web\",\"url\":\"%s\"}", url);

  return test_send (fixture->server->port, token, "PUT", path, headers, body);
}

static void
give_address (Fixture *fixture, const char *token, const char *id)
{
  g_autofree char *url =
      g_strconcat (tog_rude_server_get_address (fixture->rude), "/secret/a.ics", NULL);
  g_autoptr (TestReply) reply = put_address (fixture, token, id, url);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (test_reply_string (reply, "state"), ==, "waiting");
}

/* Waits until a member's sources hold a text. */
static char *
wait_for (Fixture *fixture, const char *token, const char *what)
{
  g_autoptr (TestReply) reply = NULL;

  for (guint i = 0; i < N_LOOKS; i++)
    {
      g_clear_pointer (&reply, test_reply_free);
      reply = test_get (fixture->server, token, "/v1/me/sources");
      if (strstr (reply->body, what) != NULL)
        return g_strdup (reply->body);
      g_usleep (LOOK_USEC);
    }
  g_error ("There never was “%s”: %s", what, reply->body);
}

static char *
see_ben (Fixture *fixture)
{
  g_autofree char *from = tog_instant_format (test_instant (2, 0, 0));
  g_autofree char *to = tog_instant_format (test_instant (3, 0, 0));
  g_autofree char *path =
      g_strdup_printf ("/v1/matches/first/availability?from=%s&to=%s", from, to);
  g_autoptr (TestReply) reply = test_get (fixture->server, fixture->ana, path);

  g_assert_cmpuint (reply->status, ==, 200);
  return g_strdup (reply->body);
}

static gboolean
is_busy_at (Fixture *fixture, int hour)
{
  g_autofree char *seen = see_ben (fixture);
  g_autofree char *start = tog_instant_format (test_instant (2, hour, 0));
  g_autofree char *range = g_strdup_printf ("[\"%s\",", start);

  return strstr (strstr (seen, "\"ben\""), range) != NULL;
}

static void
wait_for_count (Fixture *fixture, const char *sql, gint64 expected)
{
  for (guint i = 0; i < N_LOOKS; i++)
    {
      if (test_server_count (fixture->server, sql) == expected)
        return;
      g_usleep (LOOK_USEC);
    }
  g_assert_cmpint (test_server_count (fixture->server, sql), ==, expected);
}

static void
go_on (Fixture *fixture, gint64 *shift, gint64 seconds)
{
  *shift += seconds;
  test_clock_shift (*shift);
  tog_server_wake (fixture->server->server);
}

/* P14, P20: it blocks, others hear of it, what did not change is not sent again, and no
 * word of it is kept. */
static void
test_read (Fixture *fixture, gconstpointer data)
{
  static const char event[] = "event: changes\n";
  g_autoptr (TestStream) stream = test_stream_open (fixture->server->port, fixture->ana, NULL);
  gint64 shift = test_now () - tog_clock_now ();
  g_autofree char *ready = NULL;
  g_autofree char *requests = NULL;
  g_autofree char *url = NULL;
  guint n_events;

  test_stream_wait (stream, event, 1);
  publish (fixture, 8, "\"one\"");
  give_address (fixture, fixture->ben, "web");
  ready = wait_for (fixture, fixture->ben, READY);
  test_stream_wait (stream, event, 2);
  g_assert_true (is_busy_at (fixture, 8));
  g_assert_cmpint (test_server_count (fixture->server,
                                      "SELECT count (*) FROM calendar WHERE kind = 'address' "
                                      "AND text IS NULL AND etag = '\"one\"'"),
                   ==,
                   1);

  /* It is what it was: known as of now, and nobody has to look again. */
  tog_rude_server_set_answer (fixture->rude, "304 Not Modified", "");
  test_stream_wait (stream, ": heartbeat\n", test_stream_count (stream, ": heartbeat\n") + 2);
  n_events = test_stream_count (stream, event);
  go_on (fixture, &shift, TOG_HOUR + 1);
  wait_for_count (fixture,
                  "SELECT count (*) FROM calendar WHERE kind = 'address' "
                  "AND checked_at >= unixepoch () / 86400 * 86400 + 46800",
                  1);
  requests = tog_rude_server_dup_requests (fixture->rude);
  g_assert_nonnull (strstr (requests, "If-None-Match: \"one\"\r\n"));
  g_assert_true (is_busy_at (fixture, 8));
  test_stream_wait (stream, ": heartbeat\n", test_stream_count (stream, ": heartbeat\n") + 2);
  g_assert_cmpuint (test_stream_count (stream, event), ==, n_events);

  publish (fixture, 9, "\"two\"");
  go_on (fixture, &shift, TOG_HOUR + 1);
  test_stream_wait (stream, event, n_events + 1);
  g_assert_true (is_busy_at (fixture, 9));
  g_assert_false (is_busy_at (fixture, 8));

  /* Another address is another calendar: nothing is known of it yet. */
  tog_rude_server_set (fixture->rude, TOG_RUDE_SILENCE);
  url = g_strconcat (tog_rude_server_get_address (fixture->rude), "/other.ics", NULL);
  test_reply_free (put_address (fixture, fixture->ben, "web", url));
  g_assert_false (is_busy_at (fixture, 9));
}

typedef struct
{
  const char *name;
  TogRudeness rudeness;
  const char *head;
  const char *body;
  const char *problem;
} BadAnswer;

static const BadAnswer BAD[] = {
  { "web-page", TOG_RUDE_HTML_200, NULL, NULL, "a web page at the address" },
  { "not-found", TOG_RUDE_NOT_FOUND, NULL, NULL, "Nothing is published" },
  { "password", TOG_RUDE_NOTHING, "401 Unauthorized", "", "not published for everybody" },
  { "proxy", TOG_RUDE_HTML_502, NULL, NULL, "answers with an error (502)" },
  { "no-calendar", TOG_RUDE_NOTHING, "200 OK", "Hello", "can't be read as a calendar" },
  { "hostile-zone",
    TOG_RUDE_NOTHING,
    "200 OK",
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=No\x01\x1b[31m\xff\xe2\x80\xa8:"
    "20260101T100000\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "can't be read as a calendar" },
  { "nothing", TOG_RUDE_NOTHING, "200 OK", "", "can't be read as a calendar" },
  { "never-known", TOG_RUDE_NOTHING, "304 Not Modified", "", "answers with an error (304)" },
  { "endless", TOG_RUDE_ENDLESS, NULL, NULL, "The calendar is too large" },
  { "ten-gigabytes",
    TOG_RUDE_NOTHING,
    "200 OK\r\nContent-Length: 10737418240\r\n\r\n",
    "",
    "The calendar is too large" },
  { "drip", TOG_RUDE_DRIP, NULL, NULL, "takes too long" },
  { "silence", TOG_RUDE_SILENCE, NULL, NULL, "takes too long" },
  { "close", TOG_RUDE_CLOSE, NULL, NULL, "failed on the way" },
  { "truncated", TOG_RUDE_TRUNCATED, NULL, NULL, "failed on the way" },
  { "not-http", TOG_RUDE_NOT_HTTP, NULL, NULL, "failed on the way" },
};

/* Where nothing ever comes, nobody need wait for that for long. */
static void
set_up_bad (Fixture *fixture, gconstpointer data)
{
  const BadAnswer *bad = data;
  gboolean is_slow = bad->rudeness == TOG_RUDE_DRIP || bad->rudeness == TOG_RUDE_SILENCE;

  start (fixture, loopback, is_slow ? 2 : 0);
}

/* P16, P28: whatever comes from there, the member hears what it is, and time is unknown. */
static void
test_bad (Fixture *fixture, gconstpointer data)
{
  const BadAnswer *bad = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GPtrArray) sources = NULL;
  g_autofree char *told = NULL;
  g_autofree char *seen = NULL;

  tog_rude_server_set (fixture->rude, bad->rudeness);
  if (bad->head != NULL)
    tog_rude_server_set_answer (fixture->rude, bad->head, bad->body);
  give_address (fixture, fixture->ben, "web");
  told = wait_for (fixture, fixture->ben, BROKEN);
  if (strstr (told, bad->problem) == NULL)
    g_error ("Not “%s”: %s", bad->problem, told);
  node = tog_json_parse (told, -1, &error);
  g_assert_no_error (error);
  sources = tog_sources_from_json (node, &error);
  g_assert_no_error (error);
  seen = see_ben (fixture);
  g_assert_nonnull (strstr (strstr (seen, "\"ben\""), "\"known\":null"));
}

/* P16: what fails for a while still counts, and then is unknown; it is tried less and
 * less often, and recovers by itself. */
static void
test_back_off (Fixture *fixture, gconstpointer data)
{
  gint64 shift = test_now () - tog_clock_now ();
  g_autofree char *ready = NULL;
  g_autofree char *failing = NULL;
  g_autofree char *broken = NULL;
  g_autofree char *again = NULL;
  g_autofree char *seen = NULL;

  publish (fixture, 8, "\"one\"");
  give_address (fixture, fixture->ben, "web");
  ready = wait_for (fixture, fixture->ben, READY);
  tog_rude_server_set (fixture->rude, TOG_RUDE_HTML_502);
  go_on (fixture, &shift, TOG_HOUR + 1);
  failing = wait_for (fixture, fixture->ben, "(502)");
  g_assert_null (strstr (failing, "\"broken\""));
  g_assert_true (is_busy_at (fixture, 8));
  wait_for_count (fixture, "SELECT due_at - tried_at FROM calendar WHERE kind = 'address'", 120);
  go_on (fixture, &shift, 121);
  wait_for_count (fixture, "SELECT due_at - tried_at FROM calendar WHERE kind = 'address'", 240);
  test_server_run (fixture->server, "UPDATE calendar SET failures = 40 WHERE kind = 'address'");
  go_on (fixture, &shift, 241);
  wait_for_count (
      fixture, "SELECT due_at - tried_at FROM calendar WHERE kind = 'address'", 12 * TOG_HOUR);

  go_on (fixture, &shift, 6 * TOG_HOUR);
  broken = wait_for (fixture, fixture->ben, BROKEN);
  seen = see_ben (fixture);
  g_assert_nonnull (strstr (strstr (seen, "\"ben\""), "\"known\":null"));
  g_assert_true (is_busy_at (fixture, 8));

  publish (fixture, 8, "\"one\"");
  go_on (fixture, &shift, 12 * TOG_HOUR);
  again = wait_for (fixture, fixture->ben, "\"problem\":null}]");
  g_assert_null (strstr (again, "\"broken\""));
}

/* P29: addresses that never answer keep neither anybody else's waiting nor the server
 * from stopping. */
static void
test_others_wait_for_nobody (Fixture *fixture, gconstpointer data)
{
  g_autofree char *ready = NULL;
  g_autofree char *waiting = NULL;
  TogRudeServer *good = fixture->rude;

  fixture->rude = tog_rude_server_new (NULL);
  tog_rude_server_set (fixture->rude, TOG_RUDE_SILENCE);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *id = g_strdup_printf ("silent-%u", i);

      give_address (fixture, fixture->ben, id);
    }
  wait_for_count (fixture, "SELECT count (*) FROM calendar WHERE due_at IS NOT NULL", 10);

  {
    Fixture other = { fixture->server, good, fixture->ana, fixture->ben };

    publish (&other, 8, "\"one\"");
    give_address (&other, fixture->ana, "web");
  }
  ready = wait_for (fixture, fixture->ana, READY);
  waiting = wait_for (fixture, fixture->ben, "\"waiting\"");
  g_assert_cmpint (
      test_server_count (fixture->server, "SELECT count (*) FROM calendar WHERE failures > 0"),
      ==,
      0);
  test_server_stop (fixture->server);
  tog_rude_server_free (good);
}

/* P24: what is plainly not for everybody is refused at once. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const urls[] = {
    "http://calendar.example/a.ics",
    "https://127.0.0.1/a.ics",
    "https://127.8.9.10:8443/a.ics",
    "https://10.0.0.1/a.ics",
    "https://172.31.255.255/a.ics",
    "https://192.168.1.1/a.ics",
    "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/a.ics",
    "https://0.0.0.0/a.ics",
    "https://224.0.0.1/a.ics",
    "https://255.255.255.255/a.ics",
    "https://[::1]/a.ics",
    "https://[::]/a.ics",
    "https://[fe80::1]/a.ics",
    "https://[fd00::1]/a.ics",
    "https://[ff02::1]/a.ics",
    "https://[::ffff:127.0.0.1]/a.ics",
    "https://[::ffff:7f00:1]/a.ics",
    "https://[64:ff9b::7f00:1]/a.ics",
    "https://localhost/a.ics",
    "https://user:password@calendar.example/a.ics",
    "ftp://calendar.example/a.ics",
    "file:///etc/passwd",
    "gopher://calendar.example/",
    "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (TestReply) reply = put_address (fixture, fixture->ben, "web", urls[i]);

      if (reply->status != 422)
        g_error ("%s: %u", urls[i], reply->status);
    }
  g_assert_cmpint (
      test_server_count (fixture->server, "SELECT count (*) FROM calendar WHERE kind = 'address'"),
      ==,
      0);
}

/* P24: a name or a number that leads there is seen through when the connection is made. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  static const char *const hosts[] = {
    "localhost.", "127.1", "0x7f000001", "2130706433", "0177.0.0.1"
  };
  const char *port = strrchr (tog_rude_server_get_address (fixture->rude), ':');

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *url = g_strdup_printf ("https://%s%s/a.ics", hosts[i], port);
      g_autofree char *id = g_strdup_printf ("web-%u", i);
      g_autoptr (TestReply) reply = put_address (fixture, fixture->ben, id, url);

      if (reply->status != 422)
        g_assert_cmpuint (reply->status, ==, 200);
    }
  wait_for_count (
      fixture, "SELECT count (*) FROM calendar WHERE kind = 'address' AND failures = 0", 0);
  g_assert_cmpint (test_server_count (fixture->server,
                                      "SELECT count (*) FROM calendar WHERE kind = 'address' "
                                      "AND broken_reason NOT LIKE '%private network%' "
                                      "AND broken_reason NOT LIKE '%no server of this name%'"),
                   ==,
                   0);
  g_assert_cmpint (test_server_count (fixture->server,
                                      "SELECT count (*) FROM calendar WHERE kind = 'address' "
                                      "AND broken_reason LIKE '%private network%'"),
                   >,
                   0);
  g_assert_cmpuint (tog_rude_server_get_n_requests (fixture->rude), ==, 0);
}

/* P24: nor does a redirect lead there, though the first address is one to read from. */
static void
test_redirect (Fixture *fixture, gconstpointer data)
{
  const char *port = strrchr (tog_rude_server_get_address (fixture->rude), ':');
  g_autofree char *literal = g_strconcat ("http://127.0.0.2", port, NULL);
  g_autofree char *encrypted = g_strconcat ("https://127.0.0.2", port, NULL);
  g_autofree char *number = g_strconcat ("http://2130706434", port, NULL);
  const char *targets[] = { literal, encrypted, number, "file:///etc/passwd?" };
  g_autofree char *looped = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autofree char *id = g_strdup_printf ("web-%u", i);
      g_autofree char *told = NULL;

      tog_rude_server_set_target (fixture->rude, targets[i]);
      tog_rude_server_set (fixture->rude, TOG_RUDE_REDIRECT);
      give_address (fixture, fixture->ben, id);
      wait_for_count (
          fixture, "SELECT count (*) FROM calendar WHERE kind = 'address' AND failures = 1", i + 1);
      g_assert_cmpuint (tog_rude_server_get_n_requests (fixture->rude), ==, i + 1);
    }
  g_assert_cmpint (test_server_count (fixture->server,
                                      "SELECT count (*) FROM calendar WHERE kind = 'address' "
                                      "AND broken_reason LIKE '%private network%'"),
                   ==,
                   3);

  /* Round and round ends, too. */
  tog_rude_server_set_target (fixture->rude, tog_rude_server_get_address (fixture->rude));
  give_address (fixture, fixture->ben, "loop");
  looped = wait_for (fixture, fixture->ben, "without end");
}

/* P24: nobody answers in the place of the server that was meant. */
static void
test_certificate (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("TOG_TEST_SRCDIR"), "data", "self-signed.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);
  g_autofree char *told = NULL;

  g_assert_no_error (error);
  tog_rude_server_free (fixture->rude);
  fixture->rude = tog_rude_server_new (certificate);
  give_address (fixture, fixture->ben, "web");
  told = wait_for (fixture, fixture->ben, BROKEN);
  g_assert_nonnull (strstr (told, "its certificate is not good"));
  g_assert_cmpuint (tog_rude_server_get_n_requests (fixture->rude), ==, 0);
}

/* One that is followed, to where it is. */
static void
test_moved (Fixture *fixture, gconstpointer data)
{
  Fixture other = { fixture->server, tog_rude_server_new (NULL), fixture->ana, fixture->ben };
  g_autofree char *ready = NULL;

  publish (&other, 8, "\"one\"");
  tog_rude_server_set_target (fixture->rude, tog_rude_server_get_address (other.rude));
  tog_rude_server_set (fixture->rude, TOG_RUDE_REDIRECT);
  give_address (fixture, fixture->ben, "web");
  ready = wait_for (fixture, fixture->ben, READY);
  g_assert_true (is_busy_at (fixture, 8));
  test_server_stop (fixture->server);
  tog_rude_server_free (other.rude);
}

/* The local server accepts connections in the main loop, while tests wait. */
static gpointer
loop_thread (gpointer data)
{
  g_main_loop_run (data);
  return NULL;
}

int
main (int argc, char *argv[])
{
#define ADD(name, set_up, func)                                                                    \
  g_test_add ("/address/" name, Fixture, NULL, set_up, func, tear_down)
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  GThread *thread;
  int result;

  if (argc > 1 && g_str_equal (argv[1], TOG_CALENDAR_WORKER_COMMAND))
    return tog_calendar_worker_main ();
  tog_calendar_worker_set_program (program);
  g_test_init (&argc, &argv, NULL);

  ADD ("P14-P20/read", set_up, test_read);
  for (guint i = 0; i < G_N_ELEMENTS (BAD); i++)
    {
      g_autofree char *path = g_strconcat ("/address/P16-P28/", BAD[i].name, NULL);

      g_test_add (path, Fixture, &BAD[i], set_up_bad, test_bad, tear_down);
    }
  ADD ("P16/back-off", set_up, test_back_off);
  ADD ("P29/others-wait-for-nobody", set_up, test_others_wait_for_nobody);
  ADD ("P24/refused", set_up_strict, test_refused);
  ADD ("P24/names", set_up_strict, test_names);
  ADD ("P24/redirect", set_up, test_redirect);
  ADD ("P24/certificate", set_up, test_certificate);
  ADD ("moved", set_up, test_moved);

  thread = g_thread_new ("loop", loop_thread, loop);
  result = g_test_run ();
  g_main_loop_quit (loop);
  g_thread_join (thread);
  return result;
}
