#include "config.h"

#include "test-support.h"

#include "tog-times.h"
#include "tog-zone.h"

#include <string.h>

#define MAIL_COUNT "SELECT count (*) FROM mail"
#define SESSION_COUNT "SELECT count (*) FROM session"

static void
test_books (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *ben = test_server_token (server, "ben@north.example");
  g_autofree char *start = tog_instant_format (test_instant (0, 10, 0));
  g_autofree char *body = g_strdup_printf (
      "{\"planned_session_id\":\"p1\",\"start\":\"%s\",\"duration\":45,\"zone\":\"Europe/London\","
      "\"conference\":{\"kind\":\"provider\",\"provider\":\"jitsi\"},\"message\":\"Hi\\nBen\"}",
      start);
  g_autoptr (TestReply) booked = test_book (server, ana, "first", NULL, body);
  g_autoptr (TestReply) again = NULL;
  g_autoptr (TestReply) theirs = NULL;
  g_autofree char *path = test_reply_header (booked, "Location");
  g_autofree char *etag = test_reply_header (booked, "ETag");
  g_autofree char *etag_again = NULL;
  JsonObject *conference;
  const char *url;

  g_assert_cmpuint (booked->status, ==, 201);
  g_assert_cmpstr (test_reply_string (booked, "title"), ==, "North first");
  g_assert_cmpstr (test_reply_string (booked, "start"), ==, start);
  g_assert_cmpstr (test_reply_string (booked, "message"), ==, "Hi\nBen");
  g_assert_cmpstr (test_reply_string (booked, "delivery"), ==, "pending");
  conference = json_object_get_object_member (json_node_get_object (booked->node), "conference");
  url = json_object_get_string_member (conference, "url");
  g_assert_true (g_str_has_prefix (url, "https://meet.example/"));
  g_assert_cmpuint (strlen (url), ==, strlen ("https://meet.example/") + 22);

  again = test_get (server, ana, path);
  g_assert_cmpuint (again->status, ==, 200);
  g_assert_cmpstr (again->body, ==, booked->body);
  etag_again = test_reply_header (again, "ETag");
  g_assert_cmpstr (etag_again, ==, etag);
  theirs = test_get (server, ben, path);
  g_assert_cmpuint (theirs->status, ==, 200);

  g_assert_cmpint (test_server_count (server, MAIL_COUNT), ==, 2);
  g_assert_cmpint (test_server_count (server, "SELECT count (*) FROM participant"), ==, 2);
  g_assert_cmpint (test_server_count (server,
                                      "SELECT count (*) FROM change "
                                      "WHERE (kind, change) IN (VALUES ('session', 'created'), "
                                      "('match', 'updated'))"),
                   ==,
                   4);
}

/* The answer is made of what was asked for, and is what is read of it later. */
static void
test_answers_as_read (void)
{
  static const char *const conferences[] = {
    "{\"kind\":\"provider\",\"provider\":\"jitsi\"}",
    "{\"kind\":\"link\",\"url\":\"https://a.example/b\"}",
    "{\"kind\":\"place\",\"place\":\"Room \\\"3\\\", Zoë\"}",
    "{\"kind\":\"none\"}",
  };
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ben = test_server_token (server, "ben@north.example");

  for (guint i = 0; i < G_N_ELEMENTS (conferences); i++)
    {
      g_autofree char *start = tog_instant_format (test_instant ((int) i, 12, 0));
      g_autofree char *body = g_strdup_printf (
          "{\"planned_session_id\":\"p%u\",\"start\":\"%s\",\"duration\":45,\"zone\":\"UTC\","
          "\"conference\":%s%s}",
          i + 1,
          start,
          conferences[i],
          i == 1 ? ",\"message\":\"\\u00fc\\n\\t\\\"\"" : "");
      g_autoptr (TestReply) booked = test_book (server, ben, "first", NULL, body);
      g_autofree char *path = test_reply_header (booked, "Location");
      g_autoptr (TestReply) read = NULL;

      g_assert_cmpuint (booked->status, ==, 201);
      read = test_get (server, ben, path);
      g_assert_cmpstr (read->body, ==, booked->body);
    }
}

typedef struct
{
  TestServer *server;
  const char *token;
  const char *match;
  const char *key;
  char *body;       /* (owned) */
  TestReply *reply; /* (owned) */
  GThread *thread;  /* (owned) */
} Attempt;

static gpointer
attempt_thread (gpointer data)
{
  Attempt *attempt = data;

  attempt->reply =
      test_book (attempt->server, attempt->token, attempt->match, attempt->key, attempt->body);
  return NULL;
}

static void
run_attempts (Attempt *attempts, guint n)
{
  for (guint i = 0; i < n; i++)
    attempts[i].thread = g_thread_new ("attempt", attempt_thread, &attempts[i]);
  for (guint i = 0; i < n; i++)
    g_thread_join (attempts[i].thread);
}

static void
clear_attempts (Attempt *attempts, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_free (attempts[i].body);
      test_reply_free (attempts[i].reply);
    }
}

/* Ana's four steps with each of two people, at times of which any two overlap. */
static void
test_overlapping_at_once (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *ben = test_server_token (server, "ben@north.example");
  g_autofree char *cyn = test_server_token (server, "cyn@north.example");

  for (guint round = 0; round < 20; round++)
    {
      Attempt attempts[16] = { 0 };
      guint n_booked = 0;

      for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
        {
          gboolean with_ben = i % 2 == 0;
          g_autofree char *planned = g_strdup_printf ("p%u", i / 2 % 4 + 1);
          TogInstant start = test_instant (2, 10, 15 * (i % 4));

          attempts[i].server = server;
          attempts[i].token = i % 3 == 0 ? ana : with_ben ? ben : cyn;
          attempts[i].match = with_ben ? "first" : "second";
          attempts[i].body = test_booking (planned, start, 60);
        }
      run_attempts (attempts, G_N_ELEMENTS (attempts));

      for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
        {
          if (attempts[i].reply->status == 201)
            n_booked++;
          else
            g_assert_cmpuint (attempts[i].reply->status, ==, 409);
        }
      g_assert_cmpuint (n_booked, ==, 1);
      g_assert_cmpint (test_server_count (server, SESSION_COUNT), ==, 1);
      g_assert_cmpint (test_server_count (server, MAIL_COUNT), ==, 2);
      clear_attempts (attempts, G_N_ELEMENTS (attempts));
      test_server_forget_sessions (server);
    }
}

static void
test_same_key_at_once (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  Attempt attempts[8] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
    attempts[i] = (Attempt){
      .server = server,
      .token = ana,
      .match = "first",
      .key = "the-very-same-key",
      .body = test_booking ("p1", test_instant (0, 10, 0), 45),
    };
  run_attempts (attempts, G_N_ELEMENTS (attempts));
  for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      g_assert_cmpuint (attempts[i].reply->status, ==, 201);
      g_assert_cmpstr (attempts[i].reply->body, ==, attempts[0].reply->body);
    }
  g_assert_cmpint (test_server_count (server, SESSION_COUNT), ==, 1);
  g_assert_cmpint (test_server_count (server, MAIL_COUNT), ==, 2);
  clear_attempts (attempts, G_N_ELEMENTS (attempts));
}

static void
test_same_key_later (void)
{
  static const char key[] = "0123456789abcdef-later";
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *ben = test_server_token (server, "ben@north.example");
  g_autofree char *body = test_booking ("p1", test_instant (0, 10, 0), 45);
  g_autofree char *other = test_booking ("p2", test_instant (0, 12, 0), 45);
  g_autoptr (TestReply) first = test_book (server, ana, "first", key, body);
  g_autoptr (TestReply) again = NULL;
  g_autoptr (TestReply) changed = NULL;
  g_autoptr (TestReply) theirs = NULL;
  g_autoptr (TestReply) expired = NULL;
  g_autofree char *first_location = test_reply_header (first, "Location");
  g_autofree char *again_location = NULL;

  g_assert_cmpuint (first->status, ==, 201);
  test_server_stop (server);
  test_server_start (server);

  again = test_book (server, ana, "first", key, body);
  again_location = test_reply_header (again, "Location");
  g_assert_cmpuint (again->status, ==, 201);
  g_assert_cmpstr (again->body, ==, first->body);
  g_assert_cmpstr (again_location, ==, first_location);

  changed = test_book (server, ana, "first", key, other);
  g_assert_cmpuint (changed->status, ==, 409);
  g_assert_cmpstr (test_reply_string (changed, "type"), ==, "/problems/key-reused");

  /* Another member's key is another key. */
  theirs = test_book (server, ben, "first", key, other);
  g_assert_cmpuint (theirs->status, ==, 201);
  g_assert_cmpint (test_server_count (server, SESSION_COUNT), ==, 2);

  test_clock_shift (25 * TOG_HOUR);
  expired = test_book (server, ana, "first", key, body);
  g_assert_cmpstr (test_reply_string (expired, "type"), ==, "/problems/already-scheduled");
}

static void
test_refusal_is_kept (void)
{
  static const char key[] = "0123456789abcdef-busy";
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *body = test_booking ("p1", test_instant (1, 10, 30), 45);
  g_autoptr (TestReply) first = test_book (server, ana, "first", key, body);
  g_autoptr (TestReply) again = NULL;

  g_assert_cmpuint (first->status, ==, 409);
  g_assert_cmpstr (test_reply_string (first, "type"), ==, "/problems/slot-busy");
  g_assert_cmpstr (test_reply_string (first, "detail"), ==, "Ben Two is busy at that time.");
  test_server_run (server, "DELETE FROM calendar");
  again = test_book (server, ana, "first", key, body);
  g_assert_cmpuint (again->status, ==, 409);
  g_assert_cmpstr (again->body, ==, first->body);
}

static const char *
get_problem (TogVerdict verdict)
{
  switch (verdict)
    {
    case TOG_VERDICT_PAST:
      return "/problems/slot-past";
    case TOG_VERDICT_SHORT_NOTICE:
      return "/problems/slot-short-notice";
    case TOG_VERDICT_TOO_FAR:
      return "/problems/slot-too-far";
    case TOG_VERDICT_BUSY:
      return "/problems/slot-busy";
    case TOG_VERDICT_WEEK_FULL:
      return "/problems/slot-week-full";
    case TOG_VERDICT_OFF_HOURS:
      return "/problems/slot-off-hours";
    case TOG_VERDICT_MISALIGNED:
      return "/problems/slot-misaligned";
    case TOG_VERDICT_BAD_DURATION:
      return "/problems/bad-duration";
    case TOG_VERDICT_AVAILABLE:
    case TOG_VERDICT_UNCONFIRMED:
    default:
      return NULL;
    }
}

/* What a client computes of an answer, and what the server says when that very
 * slot is booked, are the same for each quarter hour of a week. */
static void
check_week (TestServer *server, const char *token, const char *match, TogInstant from, int minutes)
{
  TogInstant to = from + 7 * TOG_DAY_SECONDS;
  g_autofree char *from_text = tog_instant_format (from);
  g_autofree char *to_text = tog_instant_format (to);
  g_autofree char *path =
      g_strdup_printf ("/v1/matches/%s/availability?from=%s&to=%s", match, from_text, to_text);
  g_autoptr (TestReply) reply = test_get (server, token, path);
  g_autoptr (TogZone) zone = tog_zone_lookup ("Africa/Abidjan", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogTimes) times = NULL;
  guint n_bookable = 0;

  g_assert_cmpuint (reply->status, ==, 200);
  times = tog_times_from_json (reply->node, &error);
  g_assert_no_error (error);

  for (TogInstant start = from; start + minutes * TOG_MINUTE <= to; start += TOG_QUANTUM)
    {
      g_autofree char *body = test_booking ("p1", start, minutes);
      g_autoptr (TestReply) booked = NULL;
      TogJudgement judgement;

      tog_times_judge (
          times, zone, test_now (), &start, 1, minutes * TOG_MINUTE, &judgement, &error);
      g_assert_no_error (error);
      booked = test_book (server, token, match, NULL, body);
      if (tog_verdict_is_bookable (judgement.verdict))
        {
          g_assert_cmpuint (booked->status, ==, 201);
          test_server_forget_sessions (server);
          n_bookable++;
        }
      else
        {
          g_assert_cmpstr (test_reply_string (booked, "type"), ==, get_problem (judgement.verdict));
          if (judgement.who > 0)
            g_assert_true (g_str_has_prefix (test_reply_string (booked, "detail"), "Ben Two ") ||
                           g_str_has_prefix (test_reply_string (booked, "detail"), "Cyn Three "));
        }
    }
  g_assert_cmpuint (n_bookable, >, 0);
}

/* P12, P16: the same where Ben said himself when he can meet, with a break, past midnight
 * and another day than usual, and where of three calendars one became too old and one
 * is complete for only some of the week. */
static void
test_every_slot_of_settings (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *day = tog_instant_format (test_instant (3, 0, 0));
  g_autofree char *sql = NULL;

  day[strlen ("2026-11-26")] = '\0';
  sql = g_strdup_printf (
      "UPDATE member SET zone = 'Asia/Kolkata', week_limit = 1, own_availability = 1, "
      "working_hours = '[{\"weekday\":2,\"from\":\"09:00\",\"to\":\"15:15\"},"
      "{\"weekday\":2,\"from\":\"16:00\",\"to\":\"20:00\"},"
      "{\"weekday\":3,\"from\":\"22:30\",\"to\":\"02:00\"},"
      "{\"weekday\":4,\"from\":\"09:00\",\"to\":\"20:00\"}]', "
      "exceptions = '[{\"date\":\"%s\",\"ranges\":[{\"from\":\"16:30\",\"to\":\"21:00\"}]}]' "
      "WHERE email = 'Ben@north.example';"
      "UPDATE member SET working_hours = '[{\"weekday\":2,\"from\":\"00:00\",\"to\":\"24:00\"},"
      "{\"weekday\":3,\"from\":\"00:00\",\"to\":\"24:00\"},"
      "{\"weekday\":4,\"from\":\"00:00\",\"to\":\"24:00\"}]' "
      "WHERE email = 'Ana@north.example';"
      "INSERT INTO calendar (organization_id, member_id, key, name, kind, busy, known_from, "
      "known_to, checked_at, refresh_within) SELECT organization_id, member_id, 'part', 'Part', "
      "'desktop', busy, known_from, %" G_GINT64_FORMAT ", checked_at, 86400 FROM calendar "
      "WHERE key = 'work';",
      day,
      test_instant (1, 13, 0));
  test_server_run (server, sql);
  check_week (server, ana, "first", test_instant (0, 0, 0), 45);
  test_server_run (server,
                   "INSERT INTO calendar (organization_id, member_id, key, name, kind, busy, "
                   "known_from, known_to, checked_at, refresh_within) SELECT organization_id, "
                   "member_id, 'old', 'Old', 'desktop', busy, known_from, known_to, "
                   "checked_at - 600, 300 FROM calendar WHERE key = 'work'");
  check_week (server, ana, "first", test_instant (0, 0, 0), 30);
}

static void
test_every_slot (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  TogInstant this_week = test_now () / TOG_QUANTUM * TOG_QUANTUM - TOG_DAY_SECONDS;

  test_server_run (server,
                   "UPDATE member SET buffer_before = 900, buffer_after = 1800, "
                   "minimum_notice = 86400 WHERE key = 'ben'");
  check_week (server, ana, "first", test_instant (0, 0, 0), 30);
  check_week (server, ana, "first", test_instant (0, 0, 0), 60);
  check_week (server, ana, "second", test_instant (0, 0, 0), 45);
  /* Past, short notice, and a busy time just outside of the range. */
  check_week (server, ana, "first", this_week, 45);
  check_week (server, ana, "first", test_instant (1, 11, 0), 45);
}

static void
test_horizon (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");

  test_server_run (server, "UPDATE organization SET horizon_days = 14");
  check_week (server, ana, "first", test_instant (0, 0, 0), 60);
}

static void
test_sharing_off (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *body = test_booking ("p1", test_instant (1, 10, 0), 45);
  g_autoptr (TestReply) booked = NULL;

  test_server_run (server, "UPDATE organization SET calendar_sharing = 0");
  check_week (server, ana, "first", test_instant (0, 0, 0), 60);
  booked = test_book (server, ana, "first", NULL, body);
  g_assert_cmpuint (booked->status, ==, 201);
}

/* A calendar that broke blocks what it said last, and leaves the rest unknown. */
static void
test_broken_calendar (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *ben = test_server_token (server, "ben@north.example");
  g_autoptr (TestReply) home = NULL;
  JsonArray *todos;

  test_server_run (server,
                   "UPDATE calendar SET broken_since = 1700000000, broken_reason = 'Truncated'");
  check_week (server, ana, "first", test_instant (0, 0, 0), 45);
  home = test_get (server, ben, "/v1/home");
  todos = json_object_get_array_member (json_node_get_object (home->node), "todos");
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (todos, 0), "kind"),
                   ==,
                   "calendar_broken");
}

typedef struct
{
  const char *name;
  const char *body; /* "@" stands for a start that is good */
  guint status;
  const char *type;
  const char *field;
} BadBooking;

#define GOOD "\"planned_session_id\":\"p1\",\"zone\":\"UTC\""
#define WHEN "\"start\":\"@\",\"duration\":45"
#define NONE "\"conference\":{\"kind\":\"none\"}"
#define BAD "/problems/bad-value"

static const BadBooking BAD_BOOKINGS[] = {
  { "not JSON", "{", 400, "/problems/malformed-request", NULL },
  { "nothing", "", 400, "/problems/malformed-request", NULL },
  { "array", "[]", 422, BAD, NULL },
  { "null", "null", 422, BAD, NULL },
  { "empty", "{}", 422, BAD, "/planned_session_id" },
  { "past",
    "{" GOOD ",\"start\":\"2020-01-06T10:00:00Z\",\"duration\":45," NONE "}",
    409,
    "/problems/slot-past",
    NULL },
  { "far",
    "{" GOOD ",\"start\":\"9998-01-06T10:00:00Z\",\"duration\":45," NONE "}",
    409,
    "/problems/slot-too-far",
    NULL },
  { "31 minutes",
    "{" GOOD ",\"start\":\"@\",\"duration\":31," NONE "}",
    422,
    "/problems/bad-duration",
    "/duration" },
  { "0 minutes",
    "{" GOOD ",\"start\":\"@\",\"duration\":0," NONE "}",
    422,
    "/problems/bad-duration",
    "/duration" },
  { "duration is text",
    "{" GOOD ",\"start\":\"@\",\"duration\":\"45\"," NONE "}",
    422,
    "/problems/bad-duration",
    "/duration" },
  { "duration is a fraction",
    "{" GOOD ",\"start\":\"@\",\"duration\":45.5," NONE "}",
    422,
    "/problems/bad-duration",
    "/duration" },
  { "huge duration",
    "{" GOOD ",\"start\":\"@\",\"duration\":1e300," NONE "}",
    422,
    "/problems/bad-duration",
    "/duration" },
  { "start is a number", "{" GOOD ",\"start\":5,\"duration\":45," NONE "}", 422, BAD, "/start" },
  { "start has an offset",
    "{" GOOD ",\"start\":\"2030-01-01T10:00:00+00:00\",\"duration\":45," NONE "}",
    422,
    BAD,
    "/start" },
  { "no such day",
    "{" GOOD ",\"start\":\"2030-02-30T10:00:00Z\",\"duration\":45," NONE "}",
    422,
    BAD,
    "/start" },
  { "unknown zone",
    "{\"planned_session_id\":\"p1\",\"zone\":\"Mars/Base\"," WHEN "," NONE "}",
    422,
    BAD,
    "/zone" },
  { "zone is a path",
    "{\"planned_session_id\":\"p1\",\"zone\":\"../../etc/passwd\"," WHEN "," NONE "}",
    422,
    BAD,
    "/zone" },
  { "unknown step",
    "{\"planned_session_id\":\"p99\",\"zone\":\"UTC\"," WHEN "," NONE "}",
    422,
    BAD,
    "/planned_session_id" },
  { "unknown member", "{" GOOD "," WHEN "," NONE ",\"colour\":\"red\"}", 422, BAD, NULL },
  { "state is not mine", "{" GOOD "," WHEN "," NONE ",\"state\":\"completed\"}", 422, BAD, NULL },
  { "http link",
    "{" GOOD "," WHEN ",\"conference\":{\"kind\":\"link\",\"url\":\"http://a.b/\"}}",
    422,
    "/problems/bad-link",
    "/conference/url" },
  { "javascript link",
    "{" GOOD "," WHEN ",\"conference\":{\"kind\":\"link\",\"url\":\"javascript:alert(1)\"}}",
    422,
    "/problems/bad-link",
    "/conference/url" },
  { "link with a line break",
    "{" GOOD "," WHEN ",\"conference\":{\"kind\":\"link\",\"url\":\"https://a.b/\\nX: y\"}}",
    422,
    "/problems/bad-link",
    "/conference/url" },
  { "place with a line break",
    "{" GOOD "," WHEN ",\"conference\":{\"kind\":\"place\",\"place\":\"Room\\r\\nATTENDEE:x\"}}",
    422,
    BAD,
    "/conference/place" },
  { "unknown provider",
    "{" GOOD "," WHEN ",\"conference\":{\"kind\":\"provider\",\"provider\":\"zoom\"}}",
    422,
    BAD,
    "/conference/provider" },
  { "unknown kind",
    "{" GOOD "," WHEN ",\"conference\":{\"kind\":\"phone\"}}",
    422,
    BAD,
    "/conference/kind" },
  { "message is an object", "{" GOOD "," WHEN "," NONE ",\"message\":{}}", 422, BAD, "/message" },
};

static void
test_bad_bookings (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *start = tog_instant_format (test_instant (0, 10, 0));

  for (guint i = 0; i < G_N_ELEMENTS (BAD_BOOKINGS); i++)
    {
      const BadBooking *bad = &BAD_BOOKINGS[i];
      g_autoptr (GString) body = g_string_new (bad->body);
      g_autoptr (TestReply) reply = NULL;
      g_autofree char *type = NULL;

      g_string_replace (body, "@", start, 0);
      reply = test_book (server, ana, "first", NULL, body->str);
      g_test_message ("%s: %u %s", bad->name, reply->status, reply->body);
      g_assert_cmpuint (reply->status, ==, bad->status);
      g_assert_cmpstr (test_reply_string (reply, "type"), ==, bad->type);
      g_assert_cmpstr (test_reply_string (reply, "field"), ==, bad->field);
      type = test_reply_header (reply, "Content-Type");
      g_assert_cmpstr (type, ==, "application/problem+json");
    }
  g_assert_cmpint (test_server_count (server, SESSION_COUNT), ==, 0);
}

static void
test_misaligned (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *body = test_booking ("p1", test_instant (0, 10, 5), 45);
  g_autofree char *second = test_booking ("p1", test_instant (0, 10, 0) + 1, 45);
  g_autoptr (TestReply) reply = test_book (server, ana, "first", NULL, body);
  g_autoptr (TestReply) again = test_book (server, ana, "first", NULL, second);

  g_assert_cmpuint (reply->status, ==, 422);
  g_assert_cmpstr (test_reply_string (reply, "type"), ==, "/problems/slot-misaligned");
  g_assert_cmpstr (test_reply_string (again, "type"), ==, "/problems/slot-misaligned");
}

static void
test_headers_of_writes (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *body = test_booking ("p1", test_instant (0, 10, 0), 45);
  static const struct
  {
    const char *headers;
    guint status;
  } CASES[] = {
    { "Content-Type: application/json\r\n", 428 },
    { "Content-Type: text/plain\r\nIdempotency-Key: 0123456789abcdef\r\n", 415 },
    { "Idempotency-Key: 0123456789abcdef\r\n", 415 },
    { "Content-Type: application/json\r\nIdempotency-Key: short\r\n", 400 },
    { "Content-Type: application/json\r\nIdempotency-Key: with space 0123456789\r\n", 400 },
    { "Content-Type: application/json; charset=utf-8\r\nIdempotency-Key: 0123456789abcdef\r\n",
      201 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (TestReply) reply = test_send (
          server->port, ana, "POST", "/v1/matches/first/sessions", CASES[i].headers, body);

      g_assert_cmpuint (reply->status, ==, CASES[i].status);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/booking/books", test_books);
  g_test_add_func ("/booking/answers-as-read", test_answers_as_read);
  g_test_add_func ("/booking/P01/overlapping-at-once", test_overlapping_at_once);
  g_test_add_func ("/booking/P02/same-key-at-once", test_same_key_at_once);
  g_test_add_func ("/booking/P02/same-key-later", test_same_key_later);
  g_test_add_func ("/booking/P02/refusal-is-kept", test_refusal_is_kept);
  g_test_add_func ("/booking/P03/every-slot", test_every_slot);
  g_test_add_func ("/booking/P03-P12-P16/every-slot-of-settings", test_every_slot_of_settings);
  g_test_add_func ("/booking/P03/horizon", test_horizon);
  g_test_add_func ("/booking/P03/sharing-off", test_sharing_off);
  g_test_add_func ("/booking/P16/broken-calendar", test_broken_calendar);
  g_test_add_func ("/booking/P21/bad-bookings", test_bad_bookings);
  g_test_add_func ("/booking/P10/misaligned", test_misaligned);
  g_test_add_func ("/booking/headers-of-writes", test_headers_of_writes);

  return g_test_run ();
}
