#include "config.h"

#include "test-life-support.h"

#include "tog-home.h"
#include "tog-match.h"
#include "tog-session.h"

#include <string.h>

/* What happens to a session once it is booked: answers, calling off, statements of
 * whether it was held, and what is to be done about it. */

#define ANSWER(answer) "{\"answer\":\"" answer "\"}"
#define DECLINE(reason) "{\"answer\":\"declined\",\"reason\":\"" reason "\"}"
#define PENDING "SELECT count (*) FROM mail WHERE state = 'pending'"

static TogSession *
get_session (TestLife *life, const char *token)
{
  g_autoptr (TestReply) reply = test_life_get (life, token, NULL);
  g_autoptr (GError) error = NULL;
  TogSession *session;

  g_assert_cmpuint (reply->status, ==, 200);
  session = tog_session_from_json (reply->node, &error);
  g_assert_no_error (error);
  return session;
}

static TogParticipant *
get_participant (TogSession *session, const char *id)
{
  for (guint i = 0; i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);

      if (g_str_equal (participant->member->id, id))
        return participant;
    }
  g_assert_not_reached ();
}

/* Does something with the session as it is. */
static TestReply *
act (TestLife *life, const char *token, const char *below, const char *body)
{
  g_autoptr (TogSession) session = get_session (life, token);

  return test_life_send (life, token, "POST", below, session->etag, body);
}

static void
act_well (TestLife *life, const char *token, const char *below, const char *body)
{
  g_autoptr (TestReply) reply = act (life, token, below, body);

  if (reply->status != 200)
    g_error ("%s %s: %s", below, body, reply->body);
}

static void
assert_refused (TestReply *reply, guint status, const char *type)
{
  g_assert_cmpuint (reply->status, ==, status);
  g_assert_cmpstr (test_reply_string (reply, "type"), ==, type);
}

/* The kinds of what is to be done, in order. */
static char *
list_todos (TestLife *life, const char *token)
{
  g_autoptr (TestReply) reply = test_life_get (life, token, "/v1/home");
  g_autoptr (GError) error = NULL;
  g_autoptr (TogHome) home = tog_home_from_json (reply->node, &error);
  GString *kinds = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < home->todos->len; i++)
    {
      TogTodo *todo = g_ptr_array_index (home->todos, i);

      /* Of whom nobody ever met yet there is always something. */
      if (todo->kind == TOG_TODO_FIRST_SESSION)
        continue;
      g_string_append_printf (kinds,
                              "%s%d%s%s",
                              kinds->len > 0 ? "," : "",
                              todo->kind,
                              todo->detail != NULL ? "=" : "",
                              todo->detail != NULL ? todo->detail : "");
    }
  return g_string_free (kinds, FALSE);
}

static void
assert_todos (TestLife *life, const char *token, const char *expected)
{
  g_autofree char *todos = list_todos (life, token);

  g_assert_cmpstr (todos, ==, expected);
}

#define TODO_ANSWER "2"
#define TODO_DECLINED "3"
#define TODO_CANCELLED "4"
#define TODO_HELD "5"

static void
test_answer (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TogSession) before = get_session (life, life->ben);
  g_autoptr (TogSession) after = NULL;
  g_autoptr (TestReply) again = NULL;
  TogParticipant *ben;

  assert_todos (life, life->ana, "");
  assert_todos (life, life->ben, TODO_ANSWER);
  act_well (life, life->ben, "answer", ANSWER ("tentative"));
  assert_todos (life, life->ben, "");
  act_well (life, life->ben, "answer", DECLINE ("On a train"));
  assert_todos (life, life->ana, TODO_DECLINED "=Ben Two: On a train");
  assert_todos (life, life->ben, "");

  after = get_session (life, life->ana);
  g_assert_cmpstr (after->etag, !=, before->etag);
  g_assert_cmpint (after->sequence, ==, 0);
  g_assert_cmpint (after->state, ==, TOG_SESSION_SCHEDULED);
  ben = get_participant (after, "ben");
  g_assert_cmpint (ben->answer, ==, TOG_ANSWER_DECLINED);
  g_assert_cmpstr (ben->reason, ==, "On a train");
  g_assert_cmpint (get_participant (after, "ana")->answer, ==, TOG_ANSWER_ACCEPTED);

  /* The same again is nothing new. */
  again = act (life, life->ben, "answer", DECLINE ("On a train"));
  g_assert_cmpuint (again->status, ==, 200);
  g_assert_cmpstr (test_reply_string (again, "etag"), ==, after->etag);

  act_well (life, life->ben, "answer", "{\"answer\":\"accepted\",\"reason\":\"Can after all\"}");
  g_clear_object (&after);
  after = get_session (life, life->ana);
  g_assert_null (get_participant (after, "ben")->reason);
  assert_todos (life, life->ana, "");
}

/* Whoever declines lets one person know, and nobody else hears of any answer. */
static void
test_answer_mails (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (GPtrArray) mails = NULL;
  const char *mail;

  act_well (life, life->ben, "answer", ANSWER ("accepted"));
  g_assert_cmpint (test_server_count (life->server, "SELECT count (*) FROM mail"), ==, 2);
  act_well (life, life->ben, "answer", DECLINE ("<b>Ill</b>, sorry"));
  test_life_wait (life, "SELECT count (*) FROM mail WHERE state = 'written'", 3);

  mails = test_life_mails (life, "Subject: Declined: ");
  g_assert_cmpuint (mails->len, ==, 1);
  mail = g_ptr_array_index (mails, 0);
  g_assert_true (g_str_has_prefix (mail, "To: Ana One <Ana@north.example>"));
  g_assert_nonnull (strstr (mail, "Ben Two declined this session."));
  g_assert_nonnull (strstr (mail, "Reason\r\n<b>Ill</b>, sorry"));
  g_assert_nonnull (strstr (mail, "&lt;b&gt;Ill&lt;/b&gt;, sorry"));
  g_assert_null (strstr (mail, "[text/calendar]"));
  g_assert_null (strstr (mail, "[application/ics]"));
  /* It is no mail about the invite, whose delivery it does not touch. */
  g_assert_cmpint (test_server_count (life->server, PENDING), ==, 0);

  /* One's own decline needs no mail to oneself. */
  act_well (life, life->ana, "answer", ANSWER ("declined"));
  g_assert_cmpint (test_server_count (life->server, "SELECT count (*) FROM mail"), ==, 3);
}

static void
test_changes (void)
{
  static const struct
  {
    const char *below;
    const char *body;
  } acts[] = {
    { "answer", ANSWER ("accepted") },
    { "cancel", "{}" },
  };
  g_autoptr (TestLife) life = test_life_new ();

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      test_server_run (life->server, "DELETE FROM change");
      act_well (life, life->ben, acts[i].below, acts[i].body);
      g_assert_cmpint (
          test_server_count (life->server,
                             "SELECT count (*) FROM change JOIN member "
                             "ON member.id = member_id "
                             "WHERE email IN ('Ana@north.example', 'Ben@north.example')"
                             " AND kind = 'session' AND change = 'updated'"),
          >=,
          2);
      g_assert_cmpint (
          test_server_count (life->server,
                             "SELECT count (DISTINCT member_id) FROM change "
                             "WHERE kind = 'match' AND item_key = 'first' AND change = 'updated'"),
          ==,
          2);
    }
}

static void
test_cancel (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autofree char *booking = test_booking ("p1", life->start, 45);
  g_autoptr (TogSession) after = NULL;
  g_autoptr (TestReply) other = NULL;
  g_autoptr (TestReply) again = NULL;
  g_autoptr (TestReply) twice = NULL;
  g_autoptr (TestReply) late = NULL;
  g_autoptr (TestReply) team = NULL;
  g_autoptr (TogMatch) match = NULL;
  g_autoptr (GError) error = NULL;
  TogPlannedSession *step;
  g_autoptr (GPtrArray) mails = NULL;

  other = test_book (life->server, life->ana, "first", NULL, booking);
  assert_refused (other, 409, "/problems/already-scheduled");
  act_well (life, life->ben, "cancel", "{\"reason\":\"The office is closed\"}");
  after = get_session (life, life->ana);
  g_assert_cmpint (after->state, ==, TOG_SESSION_CANCELLED);
  g_assert_cmpstr (after->cancel_reason, ==, "The office is closed");
  g_assert_cmpint (after->sequence, ==, 1);
  assert_todos (life, life->ana, TODO_CANCELLED "=Ben Two: The office is closed");
  assert_todos (life, life->ben, "");

  /* Its step is free again, and says what became of it until it is booked anew. */
  team = test_get (life->server, life->ana, "/v1/matches/first");
  match = tog_match_from_json (team->node, &error);
  g_assert_no_error (error);
  step = g_ptr_array_index (match->team.planned, 0);
  g_assert_cmpint (step->state, ==, TOG_SESSION_CANCELLED);
  g_assert_cmpstr (step->session->id, ==, after->id);

  twice = act (life, life->ana, "cancel", "{}");
  assert_refused (twice, 409, "/problems/session-cancelled");
  late = act (life, life->ana, "answer", ANSWER ("accepted"));
  assert_refused (late, 409, "/problems/session-cancelled");

  test_life_wait (life, "SELECT count (*) FROM mail WHERE state = 'written'", 4);
  mails = test_life_mails (life, "Subject: Cancelled: ");
  g_assert_cmpuint (mails->len, ==, 2);
  for (guint i = 0; i < mails->len; i++)
    {
      const char *mail = g_ptr_array_index (mails, i);
      gboolean is_his = g_str_has_prefix (mail, "To: Ben Two");

      g_assert_nonnull (strstr (
          mail, is_his ? "You cancelled this session." : "Ben Two cancelled this session."));
      g_assert_nonnull (strstr (mail, "Reason\r\nThe office is closed"));
      g_assert_nonnull (strstr (mail, "METHOD:CANCEL\r\n"));
      g_assert_nonnull (strstr (mail, "SEQUENCE:1\r\n"));
      g_assert_nonnull (strstr (mail, "COMMENT:The office is closed\r\n"));
    }

  /* P04: the time and the planned session are free at once. */
  again = test_book (life->server, life->ana, "first", NULL, booking);
  g_assert_cmpuint (again->status, ==, 201);
  g_assert_cmpstr (test_reply_string (again, "uid"), !=, after->uid);
  assert_todos (life, life->ana, "");
}

/* An invite that did not get out is not sent once it is called off. */
static void
test_cancel_drops (void)
{
  g_autoptr (TestLife) life = test_life_new ();

  test_server_run (life->server, "UPDATE mail SET state = 'pending', due_at = unixepoch () + 3600");
  act_well (life, life->ana, "cancel", "{}");
  test_life_wait (life, PENDING, 0);
  g_assert_cmpint (test_server_count (
                       life->server,
                       "SELECT count (*) FROM mail WHERE method = 'REQUEST' AND state = 'dropped'"),
                   ==,
                   2);
  g_assert_cmpint (
      test_server_count (
          life->server, "SELECT count (*) FROM mail WHERE method = 'CANCEL' AND state = 'written'"),
      ==,
      2);
}

static void
test_complete (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TestReply) early = act (life, life->ana, "complete", "{\"held\":\"yes\"}");
  g_autoptr (TestReply) moved = NULL;
  g_autoptr (TestReply) cancelled = NULL;
  g_autoptr (TogSession) after = NULL;

  assert_refused (early, 409, "/problems/session-too-early");
  assert_todos (life, life->ana, "");
  test_life_go_to (life, life->start + TOG_HOUR);
  assert_todos (life, life->ana, TODO_HELD);
  assert_todos (life, life->ben, TODO_HELD);
  cancelled = act (life, life->ana, "cancel", "{}");
  assert_refused (cancelled, 409, "/problems/session-over");

  act_well (life, life->ben, "complete", "{\"held\":\"no\"}");
  assert_todos (life, life->ben, "");
  assert_todos (life, life->ana, TODO_HELD);
  after = get_session (life, life->ana);
  g_assert_cmpint (after->state, ==, TOG_SESSION_SCHEDULED);
  g_assert_cmpint (get_participant (after, "ben")->held, ==, TOG_HELD_NO);
  g_assert_cmpint (get_participant (after, "ana")->held, ==, TOG_HELD_UNSAID);

  act_well (life, life->ana, "complete", "{\"held\":\"yes\",\"rating\":3}");
  act_well (life, life->ben, "complete", "{\"held\":\"no\"}");
  act_well (life, life->ana, "complete", "{\"held\":\"no\"}");
  g_clear_object (&after);
  after = get_session (life, life->ana);
  g_assert_cmpint (after->state, ==, TOG_SESSION_COMPLETED);
  g_assert_cmpint (get_participant (after, "ben")->held, ==, TOG_HELD_NO);
  g_assert_cmpint (get_participant (after, "ana")->held, ==, TOG_HELD_NO);
  g_assert_cmpint (after->my_rating, ==, 3);
  assert_todos (life, life->ana, "");

  moved = act (life,
               life->ana,
               "move",
               "{\"start\":\"2090-01-02T10:00:00Z\",\"duration\":45,\"zone\":\"UTC\"}");
  assert_refused (moved, 409, "/problems/session-completed");
}

/* That they met according to one of them does not answer for the other. */
static void
test_complete_each (void)
{
  g_autoptr (TestLife) life = test_life_new ();

  test_life_go_to (life, life->start + TOG_HOUR);
  act_well (life, life->ana, "complete", "{\"held\":\"yes\"}");
  assert_todos (life, life->ana, "");
  assert_todos (life, life->ben, TODO_HELD);
  act_well (life, life->ben, "complete", "{\"held\":\"no\"}");
  assert_todos (life, life->ben, "");
}

/* The same bytes whatever the other one thinks of it. */
static void
test_rating (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  static const char *const paths[] = { NULL, "/v1/sessions", "/v1/home", "/v1/matches/first" };
  g_autofree char *bodies[G_N_ELEMENTS (paths)] = { NULL };

  test_life_go_to (life, life->start + TOG_HOUR);
  for (guint rating = 1; rating <= 4; rating++)
    {
      g_autofree char *body = g_strdup_printf ("{\"held\":\"yes\",\"rating\":%u}", rating);

      act_well (life, life->ana, "complete", body);
      /* Only that something was stated again is seen. */
      test_server_run (life->server, "UPDATE session SET version = 7");
      for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
        {
          g_autoptr (TestReply) reply = test_life_get (life, life->ben, paths[i]);

          g_assert_cmpuint (reply->status, ==, 200);
          if (bodies[i] != NULL)
            g_assert_cmpstr (reply->body, ==, bodies[i]);
          else
            bodies[i] = g_strdup (reply->body);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    g_clear_pointer (&bodies[i], g_free);
}

static TestReply *
record (TestLife *life, const char *planned, TogInstant start, int minutes, const char *more)
{
  g_autofree char *text = tog_instant_format (start);
  g_autofree char *body =
      g_strdup_printf ("{\"planned_session_id\":\"%s\",\"start\":\"%s\",\"duration\":%d%s}",
                       planned,
                       text,
                       minutes,
                       more);

  return test_post (life->server, life->ben, "/v1/matches/first/records", NULL, body);
}

static void
test_record (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  TogInstant now = test_now ();
  g_autoptr (TestReply) future = record (life, "p2", now + TOG_HOUR, 30, "");
  g_autoptr (TestReply) running = record (life, "p2", now - TOG_HOUR, 61, "");
  g_autoptr (TestReply) booked = record (life, "p1", now - TOG_HOUR, 30, "");
  g_autoptr (TestReply) nothing = record (life, "p9", now - TOG_HOUR, 30, "");
  g_autoptr (TestReply) endless = record (life, "p2", now - 3 * TOG_DAY_SECONDS, 1441, "");
  g_autoptr (TestReply) whole = NULL;
  g_autoptr (TestReply) again = NULL;
  g_autoptr (TestReply) noted = NULL;
  g_autoptr (TestReply) hers = NULL;
  g_autoptr (TestReply) path_reply = NULL;
  g_autofree char *path = NULL;
  g_autofree char *note_path = NULL;
  g_autoptr (TogSession) session = NULL;

  assert_refused (future, 409, "/problems/session-too-early");
  assert_refused (running, 409, "/problems/session-too-early");
  assert_refused (booked, 409, "/problems/already-scheduled");
  assert_refused (nothing, 422, "/problems/bad-value");
  g_assert_cmpuint (endless->status, ==, 422);
  g_assert_cmpint (test_server_count (life->server, "SELECT count (*) FROM session"), ==, 1);

  whole = record (life,
                  "p2",
                  now - 3 * TOG_DAY_SECONDS - 17,
                  1440,
                  ",\"note\":\"By phone\\n- went well\",\"rating\":4");
  g_assert_cmpuint (whole->status, ==, 201);
  session = tog_session_from_json (whole->node, NULL);
  g_assert_cmpint (session->state, ==, TOG_SESSION_COMPLETED);
  g_assert_cmpint (session->my_rating, ==, 4);
  g_assert_cmpint (get_participant (session, "ben")->held, ==, TOG_HELD_YES);
  g_assert_cmpint (get_participant (session, "ana")->held, ==, TOG_HELD_UNSAID);
  g_assert_cmpint (get_participant (session, "ana")->answer, ==, TOG_ANSWER_ACCEPTED);
  g_assert_cmpint (session->delivery, ==, TOG_DELIVERY_SENT);
  g_assert_cmpint (
      test_server_count (life->server,
                         "SELECT count (*) FROM mail JOIN session ON session.id = session_id "
                         "WHERE session.state = 'completed'"),
      ==,
      0);
  again = record (life, "p2", now - TOG_HOUR, 30, "");
  assert_refused (again, 409, "/problems/already-scheduled");

  /* The note is the one's own who wrote it. */
  path = test_reply_header (whole, "Location");
  path_reply = test_get (life->server, life->ana, path);
  g_assert_cmpuint (path_reply->status, ==, 200);
  g_assert_cmpint (
      json_object_get_int_member (json_node_get_object (path_reply->node), "my_rating"), ==, 0);
  note_path = g_strconcat (path, "/note", NULL);
  noted = test_get (life->server, life->ben, note_path);
  g_assert_cmpstr (test_reply_string (noted, "text"), ==, "By phone\n- went well");
  hers = test_get (life->server, life->ana, note_path);
  g_assert_cmpuint (hers->status, ==, 200);
  g_assert_null (strstr (hers->body, "By phone"));
}

/* What is declined soonest comes first, then what has to be answered, then what is
 * over, and in the end whom one could meet. */
static void
test_todo_order (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TestReply) home = NULL;
  g_autofree char *second = test_booking ("p2", life->start + TOG_DAY_SECONDS, 45);
  g_autofree char *third = test_booking ("p3", life->start + 4 * TOG_DAY_SECONDS, 45);
  g_autoptr (TestReply) booked = test_book (life->server, life->ben, "first", NULL, second);
  g_autoptr (TestReply) later = test_book (life->server, life->ana, "first", NULL, third);

  g_assert_cmpuint (booked->status, ==, 201);
  g_assert_cmpuint (later->status, ==, 201);
  act_well (life, life->ben, "answer", ANSWER ("declined"));
  assert_todos (life, life->ana, TODO_DECLINED "=Ben Two," TODO_ANSWER);
  assert_todos (life, life->ben, TODO_ANSWER);
  test_life_go_to (life, life->start + 2 * TOG_HOUR);
  assert_todos (life, life->ana, TODO_ANSWER "," TODO_HELD);
  assert_todos (life, life->ben, TODO_ANSWER "," TODO_HELD);
  home = test_life_get (life, life->ana, "/v1/home");
  g_assert_nonnull (strstr (home->body, "first_session"));
  g_assert_true (strstr (home->body, "\"held\"") < strstr (home->body, "first_session"));
}

/* Whoever the session is none of, and whoever wants more than is theirs. */
static void
test_not_theirs (void)
{
  static const struct
  {
    const char *below;
    const char *body;
  } acts[] = {
    { "answer", ANSWER ("accepted") },
    { "move", "{\"start\":\"2030-01-07T10:00:00Z\",\"duration\":45,\"zone\":\"UTC\"}" },
    { "cancel", "{}" },
    { "complete", "{\"held\":\"yes\"}" },
  };
  static const struct
  {
    const char *below;
    const char *body;
  } wrong[] = {
    { "answer", "{\"answer\":\"accepted\",\"member\":\"ben\"}" },
    { "answer", "{\"answer\":\"pending\"}" },
    { "answer", "{\"answer\":\"accepted\",\"held\":\"yes\"}" },
    { "answer", "{\"answer\":\"declined\",\"reason\":\"a\\nBcc: x@y.example\"}" },
    { "answer", "{\"answer\":\"declined\",\"reason\":\"\\u2028\"}" },
    { "cancel", "{\"state\":\"cancelled\"}" },
    { "cancel", "{\"reason\":\"a\\r\\nMETHOD:REQUEST\"}" },
    { "complete", "{\"held\":\"unsaid\"}" },
    { "complete", "{\"held\":\"yes\",\"rating\":5}" },
    { "complete", "{\"held\":\"yes\",\"state\":\"completed\"}" },
    { "move",
      "{\"start\":\"2030-01-07T10:00:00Z\",\"duration\":45,\"zone\":\"UTC\","
      "\"planned_session_id\":\"p2\"}" },
    { "move",
      "{\"start\":\"2030-01-07T10:00:00Z\",\"duration\":45,\"zone\":\"UTC\","
      "\"booked_by\":\"ben\"}" },
  };
  g_autoptr (TestLife) life = test_life_new ();
  g_autofree char *eve = test_server_token (life->server, "eve@south.example");
  g_autofree char *cyn = test_server_token (life->server, "cyn@north.example");
  g_autoptr (TestReply) before = test_life_get (life, life->ana, NULL);
  g_autoptr (TestReply) after = NULL;
  g_autoptr (TestReply) absent = test_life_get (life, cyn, "/v1/sessions/nothing");

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      const char *const tokens[] = { eve, cyn };

      for (guint j = 0; j < G_N_ELEMENTS (tokens); j++)
        {
          g_autoptr (TestReply) reply =
              test_life_send (life, tokens[j], "POST", acts[i].below, "\"1\"", acts[i].body);

          g_assert_cmpuint (reply->status, ==, 404);
          g_assert_cmpstr (reply->body, ==, absent->body);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (TestReply) reply = act (life, life->ana, wrong[i].below, wrong[i].body);

      if (reply->status != 422)
        g_error ("%s %s: %s", wrong[i].below, wrong[i].body, reply->body);
    }
  after = test_life_get (life, life->ana, NULL);
  g_assert_cmpstr (after->body, ==, before->body);
}

/* Answers don't stand in each other's way, and an outdated view of the rest does. */
static void
test_versions (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TogSession) seen = get_session (life, life->ben);
  g_autoptr (TestReply) none = test_life_send (life, life->ben, "POST", "cancel", NULL, "{}");
  g_autoptr (TestReply) answered = NULL;
  g_autoptr (TestReply) outdated = NULL;
  g_autoptr (TestReply) future = NULL;
  g_autoptr (TestReply) current = NULL;
  g_autoptr (TestReply) cancelled = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *known = NULL;

  g_assert_cmpuint (none->status, ==, 428);
  act_well (life, life->ana, "answer", ANSWER ("tentative"));
  answered = test_life_send (life, life->ben, "POST", "answer", seen->etag, ANSWER ("accepted"));
  g_assert_cmpuint (answered->status, ==, 200);
  future = test_life_send (life, life->ben, "POST", "answer", "\"99\"", ANSWER ("accepted"));
  g_assert_cmpuint (future->status, ==, 412);

  /* P06: the second one hears which version is the present one, and can look at it. */
  outdated = test_life_send (life, life->ben, "POST", "cancel", seen->etag, "{}");
  g_assert_cmpuint (outdated->status, ==, 412);
  etag = test_reply_header (outdated, "ETag");
  current = test_life_get (life, life->ben, NULL);
  known = test_reply_header (current, "ETag");
  g_assert_cmpstr (etag, ==, known);

  act_well (life, life->ana, "cancel", "{}");
  cancelled = test_life_send (life, life->ben, "POST", "answer", seen->etag, ANSWER ("declined"));
  assert_refused (cancelled, 409, "/problems/session-cancelled");
}

/* The same request again, before and after the server was started anew. */
static void
test_same_key (void)
{
  static const char headers_format[] = "Content-Type: application/json\r\nIf-Match: \"1\"\r\n"
                                       "Idempotency-Key: 0123456789abcdef-%s\r\n";
  static const struct
  {
    const char *below;
    const char *body;
  } acts[] = { { "answer", DECLINE ("Ill") }, { "cancel", "{\"reason\":\"Ill\"}" } };

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_autoptr (TestLife) life = test_life_new ();
      g_autofree char *path = g_strconcat (life->path, "/", acts[i].below, NULL);
      g_autofree char *headers = g_strdup_printf (headers_format, acts[i].below);
      g_autoptr (TestReply) first =
          test_send (life->server->port, life->ben, "POST", path, headers, acts[i].body);
      g_autoptr (TestReply) again = NULL;
      g_autoptr (TestReply) other = NULL;
      gint64 n_mails;

      g_assert_cmpuint (first->status, ==, 200);
      test_server_stop (life->server);
      test_server_start (life->server);
      n_mails = test_server_count (life->server, "SELECT count (*) FROM mail");
      again = test_send (life->server->port, life->ben, "POST", path, headers, acts[i].body);
      g_assert_cmpuint (again->status, ==, 200);
      g_assert_cmpstr (again->body, ==, first->body);
      other = test_send (life->server->port, life->ben, "POST", path, headers, "{}");
      g_assert_cmpuint (other->status, >=, 400);
      g_assert_cmpint (test_server_count (life->server, "SELECT count (*) FROM mail"), ==, n_mails);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/life/answer", test_answer);
  g_test_add_func ("/life/answer-mails", test_answer_mails);
  g_test_add_func ("/life/changes", test_changes);
  g_test_add_func ("/life/P04/cancel", test_cancel);
  g_test_add_func ("/life/cancel-drops", test_cancel_drops);
  g_test_add_func ("/life/complete", test_complete);
  g_test_add_func ("/life/complete-each", test_complete_each);
  g_test_add_func ("/life/P20/rating", test_rating);
  g_test_add_func ("/life/record", test_record);
  g_test_add_func ("/life/todo-order", test_todo_order);
  g_test_add_func ("/life/P21/not-theirs", test_not_theirs);
  g_test_add_func ("/life/P06/versions", test_versions);
  g_test_add_func ("/life/P02/same-key", test_same_key);

  return g_test_run ();
}
