#include "config.h"

#include "test-stream.h"
#include "test-support.h"

#include "tog-busy-digest.h"
#include "tog-json.h"
#include "tog-source-request.h"

#include <string.h>

#define EVENT "event: changes\n"

/* When members can meet, and the calendars behind it, over the wire. */

typedef struct
{
  TestServer *server; /* (owned) */
  char *ana;          /* (owned) */
  char *ben;          /* (owned) */
  char *eve;          /* (owned): of another organization */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = test_server_new_stopped ();
  fixture->server->options.heartbeat = 200;
  test_server_start (fixture->server);
  fixture->ana = test_server_token (fixture->server, "ana@north.example");
  fixture->ben = test_server_token (fixture->server, "ben@north.example");
  fixture->eve = test_server_token (fixture->server, "eve@south.example");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_server_free (fixture->server);
  g_free (fixture->ana);
  g_free (fixture->ben);
  g_free (fixture->eve);
}

static TestReply *
send_change (Fixture *fixture,
             const char *token,
             const char *method,
             const char *path,
             const char *if_match,
             const char *body)
{
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *headers = g_strdup_printf ("Content-Type: application/json\r\n"
                                              "Idempotency-Key: %s\r\n%s%s%s",
                                              key,
                                              if_match != NULL ? "If-Match: " : "",
                                              if_match != NULL ? if_match : "",
                                              if_match != NULL ? "\r\n" : "");

  return test_send (fixture->server->port, token, method, path, headers, body);
}

static void
assert_status (TestReply *reply, guint status)
{
  if (reply->status != status)
    g_error ("%u, not %u: %s", reply->status, status, reply->body);
}

/* What others know from the start of the test's week to the end of the next. */
static const TogSlot *
get_complete (void)
{
  static TogSlot complete;

  complete = (TogSlot){ test_instant (0, 0, 0) - 14 * TOG_DAY_SECONDS, test_instant (14, 0, 0) };
  return &complete;
}

static TestReply *
put_busy_if (Fixture *fixture,
             const char *token,
             const char *id,
             const char *if_match,
             const TogSlot *slots,
             gsize n_slots,
             TogInstant refreshed_at)
{
  g_autoptr (TogSlotSet) busy = tog_slot_set_new (slots, n_slots);
  TogBusyRequest request = {
    .name = (char *) "Home",
    .complete = *get_complete (),
    .refreshed_at = refreshed_at,
    .refresh_within = TOG_HOUR,
    .busy = busy,
  };
  g_autofree char *body = tog_busy_request_to_text (&request);
  g_autofree char *path = g_strconcat ("/v1/me/sources/", id, NULL);

  return send_change (fixture, token, "PUT", path, if_match, body);
}

static TestReply *
put_busy (Fixture *fixture,
          const char *token,
          const char *id,
          const TogSlot *slots,
          gsize n_slots,
          TogInstant refreshed_at)
{
  return put_busy_if (fixture, token, id, NULL, slots, n_slots, refreshed_at);
}

static TogSlot
at (int day, int hour, int hours)
{
  return (TogSlot){ test_instant (day, hour, 0), test_instant (day, hour + hours, 0) };
}

/* What Ana sees of Ben's time in the test's week. */
static JsonObject *
see_ben (Fixture *fixture, TestReply **reply)
{
  g_autofree char *from = tog_instant_format (test_instant (0, 0, 0));
  g_autofree char *to = tog_instant_format (test_instant (7, 0, 0));
  g_autofree char *path =
      g_strdup_printf ("/v1/matches/first/availability?from=%s&to=%s", from, to);

  *reply = test_get (fixture->server, fixture->ana, path);
  assert_status (*reply, 200);
  return json_array_get_object_element (
      json_object_get_array_member (json_node_get_object ((*reply)->node), "people"), 1);
}

static guint
count_busy (JsonObject *person)
{
  return json_array_get_length (json_object_get_array_member (person, "busy"));
}

static gboolean
is_known (JsonObject *person)
{
  return !json_object_get_null_member (person, "known");
}

static void
assert_problem (TestReply *reply, guint status, const char *type)
{
  assert_status (reply, status);
  g_assert_cmpstr (test_reply_string (reply, "type"), ==, type);
}

/* All that is busy counts, wherever it is from; what one says of it replaces only what it
 * said itself. */
static void
test_union (Fixture *fixture, gconstpointer data)
{
  const TogSlot home[] = { at (2, 10, 1), at (3, 10, 2) };
  const TogSlot work[] = { at (3, 11, 2) };
  g_autoptr (TestReply) first =
      put_busy (fixture, fixture->ben, "home", home, G_N_ELEMENTS (home), test_now ());
  g_autoptr (TestReply) second =
      put_busy (fixture, fixture->ben, "laptop.work~1", work, 1, test_now ());
  g_autoptr (TestReply) seen = NULL;
  g_autoptr (TestReply) less = NULL;
  g_autoptr (TestReply) then = NULL;
  g_autoptr (TestReply) listed = NULL;
  g_autoptr (TestReply) gone = NULL;
  g_autoptr (TestReply) after = NULL;

  assert_status (first, 200);
  assert_status (second, 200);
  /* The file's on Tuesday, Wednesday's, and Thursday's two as one. */
  g_assert_cmpuint (count_busy (see_ben (fixture, &seen)), ==, 3);
  g_assert_true (is_known (see_ben (fixture, &then)));

  less = put_busy (fixture, fixture->ben, "home", home, 0, test_now ());
  assert_status (less, 200);
  g_clear_pointer (&then, test_reply_free);
  g_assert_cmpuint (count_busy (see_ben (fixture, &then)), ==, 2);

  listed = test_get (fixture->server, fixture->ben, "/v1/me/sources");
  assert_status (listed, 200);
  g_assert_nonnull (strstr (listed->body, "laptop.work~1"));
  gone = send_change (fixture, fixture->ben, "DELETE", "/v1/me/sources/laptop.work~1", NULL, NULL);
  assert_status (gone, 200);
  g_assert_null (strstr (gone->body, "laptop.work~1"));
  g_assert_cmpuint (count_busy (see_ben (fixture, &after)), ==, 1);
  g_assert_cmpint (
      test_server_count (fixture->server, "SELECT count (*) FROM calendar WHERE kind = 'desktop'"),
      ==,
      1);
}

/* P16: what promised to be refreshed and was not is unknown, and still busy. */
static void
test_stale (Fixture *fixture, gconstpointer data)
{
  const TogSlot home = at (2, 10, 1);
  g_autoptr (TestReply) put =
      put_busy (fixture, fixture->ben, "home", &home, 1, test_now () - TOG_HOUR + 60);
  g_autoptr (TestStream) stream = NULL;
  g_autoptr (TestReply) fresh = NULL;
  g_autoptr (TestReply) stale = NULL;
  g_autoptr (TestReply) listed = NULL;
  g_autoptr (TestReply) booked = NULL;
  g_autoptr (TestReply) again = NULL;
  g_autoptr (TestReply) seen = NULL;
  g_autofree char *body = test_booking ("p1", home.start, 45);

  assert_status (put, 200);
  g_assert_true (is_known (see_ben (fixture, &fresh)));
  stream = test_stream_open (fixture->server->port, fixture->ana, NULL);
  test_stream_wait (stream, EVENT, 1);
  test_clock_shift (120);
  /* Whoever looks at it hears of it, though nobody did anything. */
  tog_server_wake (fixture->server->server);
  test_stream_wait (stream, EVENT, 2);
  g_assert_false (is_known (see_ben (fixture, &stale)));
  g_assert_cmpuint (count_busy (see_ben (fixture, &seen)), ==, 2);
  listed = test_get (fixture->server, fixture->ben, "/v1/me/sources");
  g_assert_nonnull (strstr (listed->body, "\"state\":\"stale\""));
  booked = test_book (fixture->server, fixture->ana, "first", NULL, body);
  assert_problem (booked, 409, "/problems/slot-busy");

  again = put_busy (fixture, fixture->ben, "home", &home, 1, test_now ());
  assert_status (again, 200);
  g_clear_pointer (&seen, test_reply_free);
  g_assert_true (is_known (see_ben (fixture, &seen)));
}

/* P16: what one calendar is not complete for is unknown, whatever another one says. */
static void
test_complete (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TestReply) put = put_busy (fixture, fixture->ben, "home", NULL, 0, test_now ());
  g_autofree char *from = tog_instant_format (test_instant (12, 0, 0));
  g_autofree char *to = tog_instant_format (test_instant (16, 0, 0));
  g_autofree char *end = tog_instant_format (get_complete ()->end);
  g_autofree char *path =
      g_strdup_printf ("/v1/matches/first/availability?from=%s&to=%s", from, to);
  g_autoptr (TestReply) seen = test_get (fixture->server, fixture->ana, path);
  JsonObject *ben = json_array_get_object_element (
      json_object_get_array_member (json_node_get_object (seen->node), "people"), 1);

  assert_status (put, 200);
  g_assert_cmpstr (
      json_array_get_string_element (json_object_get_array_member (ben, "known"), 1), ==, end);
}

static TestReply *
confirm (Fixture *fixture, TogSlot complete, const TogSlot *slots, gsize n_slots)
{
  g_autoptr (TogSlotSet) busy = tog_slot_set_new (slots, n_slots);
  g_autofree char *digest = tog_busy_digest (busy);
  TogConfirmRequest request = { .complete = complete,
                                .refreshed_at = test_now (),
                                .digest = digest };
  g_autofree char *body = tog_confirm_request_to_text (&request);

  return send_change (fixture, fixture->ben, "POST", "/v1/me/sources/home/confirm", NULL, body);
}

/* What is as it was needs no upload, also when the days it is about move on. */
static void
test_confirm (Fixture *fixture, gconstpointer data)
{
  const TogSlot home[] = { at (-9, 10, 1), at (2, 10, 1) };
  const TogSlot later = { test_instant (-5, 0, 0), test_instant (15, 0, 0) };
  g_autoptr (TestReply) put = put_busy (
      fixture, fixture->ben, "home", home, G_N_ELEMENTS (home), test_now () - 2 * TOG_HOUR);
  g_autoptr (TestReply) stale = NULL;
  g_autoptr (TestReply) all = confirm (fixture, *get_complete (), home, G_N_ELEMENTS (home));
  g_autoptr (TestReply) fresh = NULL;
  g_autoptr (TestReply) part = confirm (fixture, later, home + 1, 1);
  g_autoptr (TestReply) wrong = confirm (fixture, later, home, G_N_ELEMENTS (home));
  g_autoptr (TestReply) seen = NULL;

  assert_status (put, 200);
  g_assert_cmpstr (test_reply_string (put, "state"), ==, "stale");
  assert_status (all, 200);
  g_assert_cmpstr (test_reply_string (all, "state"), ==, "ready");
  g_assert_true (is_known (see_ben (fixture, &seen)));
  assert_status (part, 200);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (part->node), "n_busy"), ==, 1);
  assert_problem (wrong, 409, "/problems/source-changed");
}

/* What was removed stays so, whatever whoever shared it goes on to say of it. */
static void
test_removed (Fixture *fixture, gconstpointer data)
{
  const TogSlot home = at (2, 10, 1);
  const TogSlot later = at (3, 10, 1);
  g_autoptr (TestReply) early =
      put_busy_if (fixture, fixture->ben, "home", "*", &home, 1, test_now ());
  g_autoptr (TestReply) put = put_busy (fixture, fixture->ben, "home", &home, 1, test_now ());
  g_autoptr (TestReply) changed =
      put_busy_if (fixture, fixture->ben, "home", "*", &later, 1, test_now ());
  g_autoptr (TestReply) version =
      put_busy_if (fixture, fixture->ben, "home", "\"1\"", &later, 1, test_now ());
  g_autoptr (TestReply) removed =
      send_change (fixture, fixture->ben, "DELETE", "/v1/me/sources/home", NULL, "");
  g_autoptr (TestReply) back =
      put_busy_if (fixture, fixture->ben, "home", "*", &home, 1, test_now ());
  g_autoptr (TestReply) confirmed = confirm (fixture, *get_complete (), &later, 1);
  g_autoptr (TestReply) seen = NULL;
  JsonObject *ben = see_ben (fixture, &seen);

  assert_problem (early, 412, "/problems/precondition-failed");
  assert_status (put, 200);
  assert_status (changed, 200);
  assert_problem (version, 412, "/problems/precondition-failed");
  assert_status (removed, 200);
  assert_problem (back, 412, "/problems/precondition-failed");
  assert_status (confirmed, 404);
  /* What is left are those that came with the organization. */
  g_assert_cmpuint (count_busy (ben), ==, 1);
}

/* Who shares a match hears of it, once, and nobody else does. */
static void
test_tells (Fixture *fixture, gconstpointer data)
{
  const TogSlot home = at (2, 10, 1);
  g_autoptr (TestStream) ana = test_stream_open (fixture->server->port, fixture->ana, NULL);
  g_autoptr (TestStream) eve = test_stream_open (fixture->server->port, fixture->eve, NULL);
  g_autoptr (TestReply) start = test_get (fixture->server, fixture->ana, "/v1/changes");
  g_autofree char *path =
      g_strconcat ("/v1/changes?since=", test_reply_string (start, "next"), NULL);
  g_autoptr (TestReply) put = NULL;
  g_autoptr (TestReply) same = NULL;
  g_autoptr (TestReply) changes = NULL;

  test_stream_wait (ana, EVENT, 1);
  test_stream_wait (eve, EVENT, 1);
  put = put_busy (fixture, fixture->ben, "home", &home, 1, test_now ());
  assert_status (put, 200);
  test_stream_wait (ana, EVENT, 2);
  changes = test_get (fixture->server, fixture->ana, path);
  g_assert_nonnull (strstr (changes->body, "\"match\""));
  g_assert_nonnull (strstr (changes->body, "\"first\""));

  same = put_busy (fixture, fixture->ben, "home", &home, 1, test_now ());
  assert_status (same, 200);
  test_stream_wait (ana, ": heartbeat\n", test_stream_count (ana, ": heartbeat\n") + 2);
  test_stream_wait (eve, ": heartbeat\n", test_stream_count (eve, ": heartbeat\n") + 1);
  g_assert_cmpuint (test_stream_count (ana, EVENT), ==, 2);
  g_assert_cmpuint (test_stream_count (eve, EVENT), ==, 1);
}

static char *
get_settings (Fixture *fixture, const char *token, char **etag)
{
  g_autoptr (TestReply) reply = test_get (fixture->server, token, "/v1/me/availability");

  assert_status (reply, 200);
  *etag = test_reply_header (reply, "ETag");
  return g_strdup (reply->body);
}

static TestReply *
put_settings (Fixture *fixture, const char *token, const char *etag, const char *body)
{
  return send_change (fixture, token, "PUT", "/v1/me/availability", etag, body);
}

#define SETTINGS(zone, hours, exceptions, limit, visibility)                                       \
  "{\"zone\":\"" zone "\",\"working_hours\":[" hours "],\"exceptions\":[" exceptions               \
  "],\"buffer_before\":0,\"buffer_after\":900,\"minimum_notice\":3600,\"week_limit\":" limit       \
  ",\"visibility\":\"" visibility "\"}"

#define DAY(day, from, to) "{\"weekday\":" day ",\"from\":\"" from "\",\"to\":\"" to "\"}"

/* P06: who changes what somebody changed meanwhile hears of it. */
static void
test_settings (Fixture *fixture, gconstpointer data)
{
  static const char wanted[] =
      SETTINGS ("Asia/Kathmandu",
                DAY ("1", "09:00", "12:00") "," DAY ("1", "22:30", "02:00"),
                "{\"date\":\"2026-12-24\",\"ranges\":[]}",
                "2",
                "busy");
  g_autofree char *etag = NULL;
  g_autofree char *changed_etag = NULL;
  g_autofree char *before = get_settings (fixture, fixture->ben, &etag);
  g_autofree char *after = NULL;
  g_autoptr (TestReply) put = put_settings (fixture, fixture->ben, etag, wanted);
  g_autoptr (TestReply) late = put_settings (fixture, fixture->ben, etag, before);
  g_autoptr (TestReply) blind = put_settings (fixture, fixture->ben, NULL, before);

  assert_status (put, 200);
  g_assert_cmpstr (put->body, ==, wanted);
  after = get_settings (fixture, fixture->ben, &changed_etag);
  g_assert_cmpstr (after, ==, wanted);
  assert_problem (late, 412, "/problems/precondition-failed");
  assert_problem (blind, 428, "/problems/if-match-missing");
}

static void
set (Fixture *fixture, const char *token, const char *settings)
{
  g_autofree char *etag = NULL;
  g_autofree char *before = get_settings (fixture, token, &etag);
  g_autoptr (TestReply) put = put_settings (fixture, token, etag, settings);

  assert_status (put, 200);
}

static void
assert_booking (Fixture *fixture, const char *planned, TogInstant start, const char *problem)
{
  g_autofree char *body = test_booking (planned, start, 45);
  g_autoptr (TestReply) reply = test_book (fixture->server, fixture->ana, "first", NULL, body);

  if (problem == NULL)
    assert_status (reply, 201);
  else
    assert_problem (reply, 409, problem);
}

/* P03, P12: hours past midnight, a day off, and a week that is full decide of a booking,
 * by the clock on the member's own wall. */
static void
test_settings_decide (Fixture *fixture, gconstpointer data)
{
  /* Ana always can. Ben, in Kathmandu, from 22:30 to 02:00: from 16:45 to 20:15 UTC. */
  static const char always[] =
      SETTINGS ("UTC",
                DAY ("1", "00:00", "24:00") "," DAY ("2", "00:00", "24:00") "," DAY (
                    "3", "00:00", "24:00") "," DAY ("4", "00:00", "24:00"),
                "",
                "0",
                "busy");
  g_autofree char *text = tog_instant_format (test_instant (2, 0, 0));
  g_autofree char *ben = NULL;

  text[strlen ("2026-01-01")] = '\0';
  ben = g_strdup_printf (
      "{\"zone\":\"Asia/Kathmandu\",\"working_hours\":[" DAY ("1", "22:30", "02:00") "," DAY (
          "2", "22:30", "02:00") "," DAY ("3",
                                          "22:30",
                                          "02:00") "],\"exceptions\":[{\"date\":"
                                                   "\"%s\",\"ranges\":[]}],\"buffer_before\":0,"
                                                   "\"buffer_after\":0,"
                                                   "\"minimum_notice\":0,\"week_limit\":1,"
                                                   "\"visibility\":\"busy\"}",
      text);
  set (fixture, fixture->ana, always);
  set (fixture, fixture->ben, ben);

  assert_booking (fixture, "p1", test_instant (0, 16, 30), "/problems/slot-off-hours");
  assert_booking (fixture, "p1", test_instant (2, 17, 0), "/problems/slot-off-hours");
  /* Tuesday 01:00 in Kathmandu is still Monday's. */
  assert_booking (fixture, "p1", test_instant (0, 19, 15), NULL);
  assert_booking (fixture, "p2", test_instant (1, 17, 0), "/problems/slot-week-full");
  assert_booking (fixture, "p2", test_instant (7, 17, 0), NULL);
}

/* P20: who shows nothing of their calendars is like who has none, to others. */
static void
test_hidden (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TestReply) seen = NULL;
  g_autoptr (TestReply) start = NULL;
  g_autoptr (TestReply) put = NULL;
  g_autoptr (TestReply) changes = NULL;
  g_autofree char *path = NULL;
  const TogSlot home = at (2, 10, 1);
  JsonObject *ben;

  set (fixture,
       fixture->ben,
       SETTINGS ("Asia/Kathmandu", DAY ("2", "00:00", "24:00"), "", "0", "nothing"));
  ben = see_ben (fixture, &seen);
  g_assert_cmpstr (json_object_get_string_member (ben, "sharing"), ==, "not_shared");
  g_assert_cmpuint (count_busy (ben), ==, 0);
  g_assert_true (json_object_get_null_member (ben, "checked_at"));

  /* Nor does anybody hear of what they don't see. */
  start = test_get (fixture->server, fixture->ana, "/v1/changes");
  path = g_strconcat ("/v1/changes?since=", test_reply_string (start, "next"), NULL);
  put = put_busy (fixture, fixture->ben, "home", &home, 1, test_now ());
  assert_status (put, 200);
  changes = test_get (fixture->server, fixture->ana, path);
  g_assert_nonnull (strstr (changes->body, "\"items\":[]"));
}

/* P19, P21: what is somebody else's is like what does not exist; a file is not to be
 * changed; an id is one's own. */
static void
test_tenants (Fixture *fixture, gconstpointer data)
{
  const TogSlot home = at (2, 10, 1);
  g_autoptr (TestReply) mine = put_busy (fixture, fixture->ben, "home", &home, 1, test_now ());
  g_autoptr (TestReply) theirs = put_busy (fixture, fixture->eve, "home", NULL, 0, test_now ());
  g_autoptr (TestReply) file = put_busy (fixture, fixture->ben, "work", &home, 1, test_now ());
  g_autoptr (TestReply) gone =
      send_change (fixture, fixture->eve, "DELETE", "/v1/me/sources/home", NULL, NULL);
  g_autoptr (TestReply) twice =
      send_change (fixture, fixture->eve, "DELETE", "/v1/me/sources/home", NULL, NULL);
  g_autoptr (TestReply) other =
      send_change (fixture, fixture->ana, "DELETE", "/v1/me/sources/home", NULL, NULL);
  g_autoptr (TestReply) seen = NULL;

  assert_status (mine, 200);
  assert_status (theirs, 200);
  assert_problem (file, 409, "/problems/source-kind");
  assert_status (gone, 200);
  assert_problem (twice, 404, "/problems/not-found");
  assert_problem (other, 404, "/problems/not-found");
  g_assert_cmpuint (count_busy (see_ben (fixture, &seen)), ==, 2);
}

static void
test_limits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TestReply) again = NULL;

  for (guint i = 0; i < 21; i++)
    {
      g_autofree char *id = g_strdup_printf ("desktop-%u", i);
      g_autoptr (TestReply) put = put_busy (fixture, fixture->ben, id, NULL, 0, test_now ());

      if (i < 20)
        assert_status (put, 200);
      else
        assert_problem (put, 409, "/problems/too-many-sources");
    }
  again = put_busy (fixture, fixture->ben, "desktop-3", NULL, 0, test_now ());
  assert_status (again, 200);
}

/* Where the organization does not let calendars be shared there are working hours alone,
 * and the answer says so; what was shared before can still be taken back. */
static void
test_sharing_off (Fixture *fixture, gconstpointer data)
{
  const TogSlot home = at (2, 10, 1);
  g_autoptr (TestReply) before = put_busy (fixture, fixture->ben, "home", &home, 1, test_now ());
  g_autoptr (TestReply) put = NULL;
  g_autoptr (TestReply) confirmed = NULL;
  g_autoptr (TestReply) seen = NULL;
  g_autoptr (TestReply) gone = NULL;
  JsonObject *ben;

  assert_status (before, 200);
  test_server_run (fixture->server, "UPDATE organization SET calendar_sharing = 0");
  put = put_busy (fixture, fixture->ben, "home", &home, 1, test_now ());
  assert_problem (put, 409, "/problems/sharing-off");
  confirmed = confirm (fixture, *get_complete (), &home, 1);
  assert_problem (confirmed, 409, "/problems/sharing-off");
  ben = see_ben (fixture, &seen);
  g_assert_cmpstr (json_object_get_string_member (ben, "sharing"), ==, "off");
  g_assert_cmpuint (count_busy (ben), ==, 0);
  assert_booking (fixture, "p1", home.start, NULL);
  gone = send_change (fixture, fixture->ben, "DELETE", "/v1/me/sources/home", NULL, NULL);
  assert_status (gone, 200);
}

/* What a member said themselves, and what their desktops sent, an organization file that
 * is brought in again leaves alone; what they left to it, it changes. */
static void
test_import (Fixture *fixture, gconstpointer data)
{
#define FILE_SAYS(hours)                                                                           \
  "{\"format\":1,\"organization\":{\"id\":\"north\",\"name\":\"North\"},\"members\":["             \
  "{\"id\":\"ana\",\"name\":\"Ana One\",\"email\":\"ana@north.example\",\"zone\":\"UTC\","         \
  "\"working_hours\":[{\"weekdays\":[1],\"from\":\"" hours "\",\"to\":\"17:00\"}]},"               \
  "{\"id\":\"ben\",\"name\":\"Ben Two\",\"email\":\"ben@north.example\",\"zone\":\"UTC\","         \
  "\"working_hours\":[{\"weekdays\":[1],\"from\":\"" hours "\",\"to\":\"17:00\"}]}],"              \
  "\"programs\":[]}"
  static const char own[] = SETTINGS ("Asia/Tokyo", DAY ("5", "10:00", "11:00"), "", "4", "busy");
  const TogSlot home = at (2, 10, 1);
  g_autoptr (TestReply) put = put_busy (fixture, fixture->ben, "home", &home, 1, test_now ());
  g_autofree char *ben_etag = NULL;
  g_autofree char *ana_etag = NULL;
  g_autofree char *ben = NULL;
  g_autofree char *ana = NULL;

  assert_status (put, 200);
  set (fixture, fixture->ben, own);
  test_server_import (fixture->server, FILE_SAYS ("08:00"));
  test_server_import (fixture->server, FILE_SAYS ("07:15"));
  ben = get_settings (fixture, fixture->ben, &ben_etag);
  ana = get_settings (fixture, fixture->ana, &ana_etag);
  g_assert_cmpstr (ben, ==, own);
  g_assert_nonnull (strstr (ana, "07:15"));
  g_assert_cmpint (
      test_server_count (fixture->server, "SELECT count (*) FROM calendar WHERE kind = 'desktop'"),
      ==,
      1);
  g_assert_cmpint (
      test_server_count (fixture->server, "SELECT count (*) FROM calendar WHERE kind = 'file'"),
      ==,
      0);
}

int
main (int argc, char *argv[])
{
#define ADD(name, func) g_test_add ("/sources/" name, Fixture, NULL, set_up, func, tear_down)
  g_test_init (&argc, &argv, NULL);

  ADD ("union", test_union);
  ADD ("P16/stale", test_stale);
  ADD ("P16/complete", test_complete);
  ADD ("confirm", test_confirm);
  ADD ("P20/removed", test_removed);
  ADD ("tells", test_tells);
  ADD ("P06/settings", test_settings);
  ADD ("P03-P12/settings-decide", test_settings_decide);
  ADD ("P20/hidden", test_hidden);
  ADD ("P19-P21/tenants", test_tenants);
  ADD ("limits", test_limits);
  ADD ("sharing-off", test_sharing_off);
  ADD ("import", test_import);

  return g_test_run ();
}
