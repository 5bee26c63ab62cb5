#include "config.h"

#include "test-group-support.h"
#include "test-life-support.h"

#include "tog-session.h"
#include "tog-times.h"
#include "tog-zone.h"

#include <string.h>

/* Moving sessions: judged like bookings, with the session itself in nobody's way. */

static char *
make_move (TogInstant start, int minutes, const char *more)
{
  g_autofree char *text = tog_instant_format (start);

  return g_strdup_printf (
      "{\"start\":\"%s\",\"duration\":%d,\"zone\":\"UTC\"%s}", text, minutes, more);
}

static TestReply *
move (TestServer *server, const char *token, const char *path, const char *etag, const char *body)
{
  g_autofree char *below = g_strconcat (path, "/move", NULL);
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *headers = g_strdup_printf ("Content-Type: application/json\r\nIf-Match: %s\r\n"
                                              "Idempotency-Key: %s\r\n",
                                              etag,
                                              key);

  return test_send (server->port, token, "POST", below, headers, body);
}

/* Moves it as it is now. */
static TestReply *
move_now (TestServer *server,
          const char *token,
          const char *path,
          TogInstant start,
          int minutes,
          const char *more)
{
  g_autoptr (TestReply) reply = test_get (server, token, path);
  g_autofree char *body = make_move (start, minutes, more);

  g_assert_cmpuint (reply->status, ==, 200);
  return move (server, token, path, test_reply_string (reply, "etag"), body);
}

static TogSession *
read_session (TestReply *reply)
{
  g_autoptr (GError) error = NULL;
  TogSession *session;

  if (reply->status != 200)
    g_error ("%s", reply->body);
  session = tog_session_from_json (reply->node, &error);
  g_assert_no_error (error);
  return session;
}

static TogAnswer
get_answer (TogSession *session, const char *id)
{
  for (guint i = 0; i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);

      if (g_str_equal (participant->member->id, id))
        return participant->answer;
    }
  g_assert_not_reached ();
}

static char *
book (TestServer *server, const char *token, const char *match, const char *planned, TogInstant at)
{
  g_autofree char *body = test_booking (planned, at, 45);
  g_autoptr (TestReply) reply = test_book (server, token, match, NULL, body);

  g_assert_cmpuint (reply->status, ==, 201);
  return test_reply_header (reply, "Location");
}

static void
test_moves (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  TestServer *server = life->server;
  g_autoptr (TestReply) before_reply = test_life_get (life, life->ana, NULL);
  g_autoptr (TogSession) before = read_session (before_reply);
  g_autoptr (TestReply) reply =
      move_now (server, life->ben, life->path, life->start + 15 * TOG_MINUTE, 60, "");
  g_autoptr (TogSession) after = read_session (reply);
  g_autoptr (TestReply) same = NULL;
  g_autoptr (TestReply) invite = NULL;
  g_autofree char *old = NULL;
  g_autofree char *etag = test_reply_header (reply, "ETag");

  g_assert_cmpstr (after->uid, ==, before->uid);
  g_assert_cmpint (after->sequence, ==, 1);
  g_assert_cmpint (after->slot.start, ==, life->start + 15 * TOG_MINUTE);
  g_assert_cmpint (after->slot.end, ==, life->start + 75 * TOG_MINUTE);
  g_assert_cmpint (before->moved_from, ==, 0);
  g_assert_cmpint (after->moved_from, ==, life->start);
  g_assert_cmpint (get_answer (after, "ben"), ==, TOG_ANSWER_ACCEPTED);
  g_assert_cmpint (get_answer (after, "ana"), ==, TOG_ANSWER_PENDING);
  g_assert_cmpstr (after->booked_by, ==, "ana");
  g_assert_nonnull (etag);
  test_life_wait (life, "SELECT count (*) FROM mail WHERE state = 'written'", 4);

  invite = test_life_get (life, life->ana, "invite.ics");
  g_assert_nonnull (strstr (invite->body, "SEQUENCE:1\r\n"));
  g_assert_nonnull (strstr (invite->body, before->uid));

  /* Where it is already: nothing changes, and nobody gets mail. */
  same = move_now (server, life->ana, life->path, life->start + 15 * TOG_MINUTE, 60, "");
  g_assert_cmpuint (same->status, ==, 200);
  g_assert_cmpint (
      json_object_get_int_member (json_node_get_object (same->node), "sequence"), ==, 1);
  g_assert_cmpint (test_server_count (server, "SELECT count (*) FROM mail"), ==, 4);

  /* P04: what it left is free for others at once. */
  g_clear_pointer (&reply, test_reply_free);
  reply = move_now (server, life->ana, life->path, life->start + 3 * TOG_HOUR, 45, "");
  g_assert_cmpuint (reply->status, ==, 200);
  old = book (server, life->ana, "second", "p1", life->start);
}

/* What is left out stays: the link that people have is not another one. */
static void
test_place (void)
{
  static const char provider[] =
      ",\"conference\":{\"kind\":\"provider\",\"provider\":\"jitsi\"},\"message\":\"New\"";
  static const char place[] = ",\"conference\":{\"kind\":\"place\",\"place\":\"Café\"}";
  static const char unknown[] = ",\"conference\":{\"kind\":\"provider\",\"provider\":\"other\"}";
  g_autoptr (TestLife) life = test_life_new ();
  TestServer *server = life->server;
  g_autoptr (TestReply) first = move_now (server, life->ana, life->path, life->start, 45, provider);
  g_autoptr (TestReply) bad = move_now (server, life->ana, life->path, life->start, 45, unknown);
  g_autoptr (TestReply) moved =
      move_now (server, life->ana, life->path, life->start + TOG_HOUR, 45, "");
  g_autoptr (TestReply) again =
      move_now (server, life->ana, life->path, life->start + 2 * TOG_HOUR, 45, provider);
  g_autoptr (TestReply) at_place =
      move_now (server, life->ana, life->path, life->start + 2 * TOG_HOUR, 45, place);
  g_autoptr (TogSession) one = read_session (first);
  g_autoptr (TogSession) two = read_session (moved);
  g_autoptr (TogSession) three = read_session (again);
  g_autoptr (TogSession) four = read_session (at_place);

  g_assert_cmpuint (bad->status, ==, 422);
  g_assert_cmpstr (test_reply_string (bad, "field"), ==, "/conference/provider");
  g_assert_nonnull (one->conference->url);
  g_assert_cmpstr (one->message, ==, "New");
  g_assert_cmpstr (two->conference->url, ==, one->conference->url);
  g_assert_cmpstr (two->message, ==, "New");
  g_assert_cmpstr (three->conference->url, ==, one->conference->url);
  g_assert_cmpstr (four->conference->place, ==, "Café");
  g_assert_cmpint (four->sequence, ==, 4);
}

/* Where only the place changes, nobody has to answer again. */
static void
test_place_keeps_answers (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TestReply) answered =
      test_life_send (life, life->ben, "POST", "answer", "\"1\"", "{\"answer\":\"accepted\"}");
  g_autoptr (TestReply) reply =
      move_now (life->server,
                life->ana,
                life->path,
                life->start,
                45,
                ",\"conference\":{\"kind\":\"place\",\"place\":\"Library\"}");
  g_autoptr (TogSession) session = read_session (reply);
  g_autoptr (GPtrArray) mails = NULL;

  g_assert_cmpuint (answered->status, ==, 200);
  g_assert_cmpint (get_answer (session, "ben"), ==, TOG_ANSWER_ACCEPTED);
  test_life_wait (life, "SELECT count (*) FROM mail WHERE state = 'written'", 4);
  mails = test_life_mails (life, "Subject: Changed: ");
  g_assert_cmpuint (mails->len, ==, 2);
}

static void
test_refusals (void)
{
  static const struct
  {
    int day, hour, minute, minutes;
    const char *more;
    guint status;
    const char *type;
  } cases[] = {
    { 1, 10, 30, 45, "", 409, "/problems/slot-busy" },
    { 3, 17, 0, 45, "", 409, "/problems/slot-off-hours" },
    { -70, 10, 0, 45, "", 409, "/problems/slot-past" },
    { 400, 10, 0, 45, "", 409, "/problems/slot-too-far" },
    { 3, 10, 7, 45, "", 422, "/problems/slot-misaligned" },
    { 3, 11, 0, 50, "", 422, "/problems/bad-duration" },
    { 3, 13, 15, 45, "", 409, "/problems/slot-busy" },
    { 3, 11, 0, 45, ",\"overridden\":[\"ben\"]", 422, "/problems/bad-value" },
    { 3, 11, 0, 45, ",\"n_overridden\":1", 422, "/problems/bad-value" },
    { 3, 11, 0, 45, ",\"conference\":{\"kind\":\"link\",\"url\":\"javascript:x\"}", 422, NULL },
  };
  g_autoptr (TestLife) life = test_life_new ();
  g_autofree char *other = book (life->server, life->ana, "second", "p1", test_instant (3, 13, 0));
  g_autoptr (TestReply) before = test_life_get (life, life->ana, NULL);
  g_autoptr (TestReply) after = NULL;
  g_autoptr (TestReply) odd = test_life_send (
      life, life->ana, "POST", "move", "\"1\"", "{\"start\":1,\"duration\":45,\"zone\":\"UTC\"}");
  g_autoptr (TestReply) zone = test_life_send (
      life,
      life->ana,
      "POST",
      "move",
      "\"1\"",
      "{\"start\":\"2030-01-01T10:00:00Z\",\"duration\":45,\"zone\":\"Mars/Base\"}");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TestReply) reply =
          move_now (life->server,
                    life->ana,
                    life->path,
                    test_instant (cases[i].day, cases[i].hour, cases[i].minute),
                    cases[i].minutes,
                    cases[i].more);

      g_assert_cmpuint (reply->status, ==, cases[i].status);
      if (cases[i].type != NULL)
        g_assert_cmpstr (test_reply_string (reply, "type"), ==, cases[i].type);
    }
  g_assert_cmpuint (odd->status, ==, 422);
  g_assert_cmpstr (test_reply_string (zone, "field"), ==, "/zone");
  after = test_life_get (life, life->ana, NULL);
  g_assert_cmpstr (after->body, ==, before->body);
  g_assert_nonnull (other);
}

static TogTimes *
get_times (TestLife *life, const char *more)
{
  g_autofree char *from = tog_instant_format (test_instant (3, 0, 0));
  g_autofree char *to = tog_instant_format (test_instant (4, 0, 0));
  g_autofree char *path =
      g_strdup_printf ("/v1/matches/first/availability?from=%s&to=%s%s", from, to, more);
  g_autoptr (TestReply) reply = test_get (life->server, life->ana, path);
  g_autoptr (GError) error = NULL;
  TogTimes *times = tog_times_from_json (reply->node, &error);

  g_assert_no_error (error);
  return times;
}

/* P03: what the app shows as blue for a session that is to be moved is where it can
 * be moved to, for every quarter of an hour of its day. */
static void
test_every_slot (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autofree char *other = book (life->server, life->ana, "second", "p1", test_instant (3, 13, 0));
  g_autofree char *moving = g_strconcat ("&moving=", life->id, NULL);
  g_autofree char *foreign_path = g_strconcat ("/v1/matches/second/availability?"
                                               "from=2030-01-01T00:00:00Z&to=2030-01-02T00:00:00Z",
                                               moving,
                                               NULL);
  g_autoptr (TestReply) foreign = test_get (life->server, life->ana, foreign_path);
  g_autoptr (TogTimes) times = get_times (life, moving);
  g_autoptr (TogTimes) usual = get_times (life, "");
  g_autoptr (TogZone) zone = tog_zone_lookup ("UTC", NULL);
  TogSlot own = { life->start, life->start + 45 * TOG_MINUTE };
  guint n_moved = 0;

  g_assert_cmpuint (foreign->status, ==, 400);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_false (tog_slot_set_overlaps (
          TOG_PERSON_TIMES (g_ptr_array_index (times->people, i))->busy, own));
      g_assert_true (tog_slot_set_overlaps (
          TOG_PERSON_TIMES (g_ptr_array_index (usual->people, i))->busy, own));
    }
  for (TogInstant start = test_instant (3, 6, 0); start < test_instant (3, 18, 0);
       start += TOG_QUANTUM)
    {
      g_autoptr (TestReply) reply = NULL;
      TogJudgement judgement;

      tog_times_judge (times, zone, test_now (), &start, 1, 45 * TOG_MINUTE, &judgement, NULL);
      reply = move_now (life->server, life->ana, life->path, start, 45, "");
      g_assert_cmpuint (reply->status, ==, tog_verdict_is_bookable (judgement.verdict) ? 200 : 409);
      n_moved += reply->status == 200;
    }
  g_assert_cmpuint (n_moved, >, 10);
  g_assert_nonnull (other);
}

/* Two times, both told, and a mail that was never sent is not told of. */
static void
test_mails (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  TestServer *server = life->server;
  g_autoptr (TestReply) first =
      move_now (server, life->ana, life->path, life->start + TOG_HOUR, 45, "");
  g_autoptr (TestReply) second = NULL;
  g_autoptr (GPtrArray) mails = NULL;

  g_assert_cmpuint (first->status, ==, 200);
  test_life_wait (life, "SELECT count (*) FROM mail WHERE state = 'written'", 4);
  mails = test_life_mails (life, "Subject: Moved: ");
  g_assert_cmpuint (mails->len, ==, 2);
  for (guint i = 0; i < mails->len; i++)
    {
      const char *mail = g_ptr_array_index (mails, i);
      gboolean is_hers = g_str_has_prefix (mail, "To: Ana One");

      g_assert_nonnull (
          strstr (mail, is_hers ? "You moved this session." : "Ana One moved this session."));
      g_assert_nonnull (strstr (mail,
                                is_hers ? ", 10:00 to 10:45, Africa/Abidjan (UTC+0)\r\nTo: "
                                        : ", 15:45 to 16:30, Asia/Kathmandu (UTC+5:45)\r\nTo: "));
      g_assert_nonnull (strstr (mail, "METHOD:REQUEST\r\n"));
      g_assert_nonnull (strstr (mail, "SEQUENCE:1\r\n"));
    }

  /* Nothing about what was in between. */
  test_server_run (server,
                   "UPDATE mail SET state = 'pending', due_at = unixepoch () + 3600 "
                   "WHERE sequence = 1");
  second = move_now (server, life->ben, life->path, life->start + 2 * TOG_HOUR, 45, "");
  g_assert_cmpuint (second->status, ==, 200);
  test_life_wait (life, "SELECT count (*) FROM mail WHERE state = 'written'", 4);
  g_assert_cmpint (
      test_server_count (server,
                         "SELECT count (*) FROM mail WHERE sequence = 1 AND state = 'dropped'"),
      ==,
      2);
  g_clear_pointer (&mails, g_ptr_array_unref);
  mails = test_life_mails (life, "SEQUENCE:2\r\n");
  g_assert_cmpuint (mails->len, ==, 2);
  for (guint i = 0; i < mails->len; i++)
    {
      g_assert_nonnull (strstr (g_ptr_array_index (mails, i), "Subject: Moved: "));
      g_assert_null (strstr (g_ptr_array_index (mails, i), " 11:00 to 11:45"));
    }
}

/* Whoever never got the first invite is invited to where it is now. */
static void
test_mails_never_sent (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TestReply) reply = NULL;
  g_autoptr (GPtrArray) mails = NULL;

  test_server_run (life->server, "UPDATE mail SET state = 'pending', due_at = unixepoch () + 3600");
  reply = move_now (life->server, life->ana, life->path, life->start + TOG_HOUR, 45, "");
  g_assert_cmpuint (reply->status, ==, 200);
  test_life_wait (life, "SELECT count (*) FROM mail WHERE state = 'written'", 2);
  mails = test_life_mails (life, "SEQUENCE:1\r\n");
  g_assert_cmpuint (mails->len, ==, 2);
  for (guint i = 0; i < mails->len; i++)
    g_assert_nonnull (strstr (g_ptr_array_index (mails, i), "Subject: Invitation: "));
}

/* A session that nobody came to is held another day: what was said of it is gone. */
static void
test_missed (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TestReply) stated = NULL;
  g_autoptr (TestReply) same = NULL;
  g_autoptr (TestReply) reply = NULL;
  g_autoptr (TogSession) session = NULL;
  g_autoptr (TestReply) declined = test_life_send (
      life, life->ben, "POST", "answer", "\"1\"", "{\"answer\":\"declined\",\"reason\":\"Ill\"}");

  g_assert_cmpuint (declined->status, ==, 200);
  test_life_go_to (life, life->start + TOG_HOUR);
  stated = test_life_send (life, life->ana, "POST", "complete", "\"2\"", "{\"held\":\"no\"}");
  g_assert_cmpuint (stated->status, ==, 200);
  same = move_now (life->server,
                   life->ana,
                   life->path,
                   life->start,
                   45,
                   ",\"conference\":{\"kind\":\"place\",\"place\":\"Library\"}");
  g_assert_cmpstr (test_reply_string (same, "type"), ==, "/problems/slot-past");
  reply = move_now (life->server, life->ana, life->path, test_instant (4, 10, 0), 45, "");
  session = read_session (reply);
  for (guint i = 0; i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);

      g_assert_cmpint (participant->held, ==, TOG_HELD_UNSAID);
      g_assert_null (participant->reason);
    }
}

typedef struct
{
  TestServer *server;
  const char *token;
  const char *path; /* (nullable): of the session to move; a booking without */
  const char *match;
  char *body;       /* (owned) */
  TestReply *reply; /* (owned) */
  GThread *thread;  /* (owned) */
} Attempt;

static gpointer
attempt_thread (gpointer data)
{
  Attempt *attempt = data;

  attempt->reply =
      attempt->path != NULL
          ? move (attempt->server, attempt->token, attempt->path, "\"1\"", attempt->body)
          : test_book (attempt->server, attempt->token, attempt->match, NULL, attempt->body);
  return NULL;
}

/* What comes too late is refused, by what is there or as it is outdated. Returns: how
 * many did what they wanted */
static guint
run_attempts (Attempt *attempts, guint n)
{
  guint n_done = 0;

  for (guint i = 0; i < n; i++)
    attempts[i].thread = g_thread_new ("attempt", attempt_thread, &attempts[i]);
  for (guint i = 0; i < n; i++)
    {
      g_thread_join (attempts[i].thread);
      if (attempts[i].reply->status < 300)
        n_done++;
      else if (attempts[i].reply->status != 409 && attempts[i].reply->status != 412)
        g_error ("%s", attempts[i].reply->body);
      test_reply_free (attempts[i].reply);
      g_free (attempts[i].body);
    }
  return n_done;
}

/* P01: sessions of Ana's with two people are moved to where others of hers are being
 * booked, all partly overlapping. */
static void
test_at_once (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *ben = test_server_token (server, "ben@north.example");
  g_autofree char *cyn = test_server_token (server, "cyn@north.example");

  for (guint round = 0; round < 10; round++)
    {
      g_autofree char *first = book (server, ana, "first", "p1", test_instant (0, 9, 0));
      g_autofree char *second = book (server, ana, "second", "p1", test_instant (0, 10, 0));
      Attempt attempts[12] = { 0 };

      for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
        {
          gboolean with_ben = i % 2 == 0;
          TogInstant start = test_instant (2, 11, 15 * (i % 4));
          g_autofree char *planned = g_strdup_printf ("p%u", i / 4 + 2);

          attempts[i] = (Attempt){
            .server = server,
            .token = i % 3 == 0 ? ana
                     : with_ben ? ben
                                : cyn,
            .match = with_ben ? "first" : "second",
          };
          if (i % 4 < 2)
            attempts[i].path = with_ben ? first : second;
          attempts[i].body =
              i % 4 < 2 ? make_move (start, 60, "") : test_booking (planned, start, 60);
        }
      g_assert_cmpuint (run_attempts (attempts, G_N_ELEMENTS (attempts)), ==, 1);
      g_assert_cmpint (
          test_server_count (server,
                             "SELECT count (*) FROM session AS one JOIN session AS two "
                             "ON one.id < two.id AND one.starts_at < two.ends_at "
                             "AND two.starts_at < one.ends_at"),
          ==,
          0);
      test_server_forget_sessions (server);
    }
}

/* P06: two who saw the same version. */
static void
test_two_movers (void)
{
  g_autoptr (TestLife) life = test_life_new ();

  for (guint round = 0; round < 10; round++)
    {
      Attempt attempts[2] = {
        { .server = life->server, .token = life->ana, .path = life->path },
        { .server = life->server, .token = life->ben, .path = life->path },
      };

      test_server_run (life->server,
                       "UPDATE session SET version = 1, sequence = 0; "
                       "DELETE FROM mail");
      attempts[0].body = make_move (test_instant (4, 10 + (int) round % 2, 0), 30, "");
      attempts[1].body = make_move (test_instant (4, 12 + (int) round % 2, 0), 30, "");
      g_assert_cmpuint (run_attempts (attempts, 2), ==, 1);
      g_assert_cmpint (
          test_server_count (life->server, "SELECT count (*) FROM mail WHERE sequence = 1"), ==, 2);
    }
}

/* A group's session goes where some can't, if that is known, and takes with it who
 * came to the group since. */
static void
test_group (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *body = test_group_booking ("g1", test_instant (2, 13, 0), 45, NULL, 0);
  g_autoptr (TestReply) booked = test_group_book (server, ana, "circle", NULL, body);
  g_autofree char *path = test_reply_header (booked, "Location");
  g_autofree char *from = tog_instant_format (test_instant (2, 13, 0));
  g_autofree char *to = tog_instant_format (test_instant (2, 14, 0));
  g_autofree char *times_path = g_strdup_printf (
      "/v1/groups/circle/availability?from=%s&to=%s&moving=%s", from, to, strrchr (path, '/') + 1);
  g_autoptr (TestReply) times_reply = test_get (server, ana, times_path);
  g_autoptr (TogTimes) times = tog_times_from_json (times_reply->node, NULL);
  g_autoptr (TestReply) busy = NULL;
  g_autoptr (TestReply) counted = NULL;
  g_autoptr (TestReply) moved = NULL;
  g_autoptr (TestReply) back = NULL;
  g_autoptr (TogSession) session = NULL;
  TogCount count;

  g_assert_cmpuint (booked->status, ==, 201);
  /* Who is only counted is counted as if the session were not there. */
  g_assert_true (
      tog_counted_times_get (times->counted, 45 * TOG_MINUTE, test_instant (2, 13, 0), &count));
  g_assert_cmpuint (count.n_can, ==, 1);

  busy = move_now (server, ana, path, test_instant (1, 10, 0), 45, "");
  g_assert_cmpstr (test_reply_string (busy, "type"), ==, "/problems/slot-conflicts");
  counted = move_now (server, ana, path, test_instant (2, 10, 0), 45, "");
  g_assert_cmpstr (test_reply_string (counted, "type"), ==, "/problems/slot-conflicts");

  test_server_run (server,
                   "INSERT INTO group_member SELECT group_id, (SELECT id FROM member "
                   "WHERE email = 'eve@west.example'), 0 FROM group_member JOIN member_group "
                   "ON member_group.id = group_id WHERE member_group.key = 'circle' LIMIT 1");
  moved = move_now (server, ana, path, test_instant (1, 10, 0), 45, ",\"overridden\":[\"ben\"]");
  session = read_session (moved);
  g_assert_cmpuint (session->participants->len, ==, 5);
  g_assert_cmpint (get_answer (session, "eve"), ==, TOG_ANSWER_PENDING);
  g_assert_cmpint (
      test_server_count (server, "SELECT count (*) FROM mail WHERE sequence = 1"), ==, 5);
  back = move_now (server, ana, path, test_instant (2, 13, 15), 60, "");
  g_assert_cmpuint (back->status, ==, 200);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/move/P04/moves", test_moves);
  g_test_add_func ("/move/place", test_place);
  g_test_add_func ("/move/place-keeps-answers", test_place_keeps_answers);
  g_test_add_func ("/move/refusals", test_refusals);
  g_test_add_func ("/move/P03/every-slot", test_every_slot);
  g_test_add_func ("/move/P11/mails", test_mails);
  g_test_add_func ("/move/P07/mails-never-sent", test_mails_never_sent);
  g_test_add_func ("/move/missed", test_missed);
  g_test_add_func ("/move/P01/at-once", test_at_once);
  g_test_add_func ("/move/P06/two-movers", test_two_movers);
  g_test_add_func ("/move/group", test_group);

  return g_test_run ();
}
