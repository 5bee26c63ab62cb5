#include "config.h"

#include "test-group-support.h"

#include "tog-database.h"
#include "tog-json.h"

#include <string.h>

#define MAIL_COUNT "SELECT count (*) FROM mail"
#define SESSION_COUNT "SELECT count (*) FROM session"
#define ONE_WEEK (7 * TOG_DAY_SECONDS)

static JsonArray *
get_array (TestReply *reply, const char *member)
{
  JsonObject *object = json_node_get_object (reply->node);

  return json_object_has_member (object, member) ? json_object_get_array_member (object, member)
                                                 : NULL;
}

static void
check_refusal (TestReply *reply, guint status, const char *type, const char *detail)
{
  g_assert_cmpuint (reply->status, ==, status);
  g_assert_cmpstr (test_reply_string (reply, "type"), ==, type);
  if (detail != NULL)
    g_assert_cmpstr (test_reply_string (reply, "detail"), ==, detail);
}

/* Everybody is invited, and finds the session wherever they look. */
static void
test_books (void)
{
  static const char *const members[] = { "ana", "ben", "cyn", "dan" };
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ben = test_server_token (server, "ben@west.example");
  g_autofree char *body = test_booking ("g1", test_instant (0, 10, 0), 60);
  g_autoptr (TestReply) booked = test_group_book (server, ben, "circle", NULL, body);
  g_autofree char *path = test_reply_header (booked, "Location");
  JsonArray *participants;

  g_assert_cmpuint (booked->status, ==, 201);
  g_assert_cmpstr (test_reply_string (booked, "group_id"), ==, "circle");
  g_assert_cmpstr (test_reply_string (booked, "match_id"), ==, NULL);
  g_assert_cmpstr (test_reply_string (booked, "booked_by"), ==, "ben");
  participants = get_array (booked, "participants");
  g_assert_cmpuint (json_array_get_length (participants), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      JsonObject *one = json_array_get_object_element (participants, i);
      JsonObject *member = json_object_get_object_member (one, "member");

      g_assert_cmpstr (json_object_get_string_member (member, "id"), ==, members[i]);
      g_assert_cmpstr (
          json_object_get_string_member (one, "role"), ==, i == 0 ? "facilitator" : "member");
      g_assert_cmpstr (
          json_object_get_string_member (one, "answer"), ==, i == 1 ? "accepted" : "pending");
      g_assert_cmpint (json_object_get_null_member (member, "email"), ==, i == 2);
    }
  g_assert_cmpint (test_server_count (server, MAIL_COUNT), ==, 4);

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *email = g_strdup_printf ("%s@west.example", members[i]);
      g_autofree char *token = test_server_token (server, email);
      g_autoptr (TestReply) session = test_get (server, token, path);
      g_autoptr (TestReply) list = test_get (server, token, "/v1/sessions");
      g_autoptr (TestReply) home = test_get (server, token, "/v1/home");
      g_autofree char *count =
          g_strdup_printf ("SELECT count (*) FROM change JOIN member ON member.id = member_id "
                           "WHERE key = '%s' AND (kind = 'session' AND change = 'created' "
                           "OR kind = 'group' AND item_key = 'circle' AND change = 'updated')",
                           members[i]);
      JsonObject *next;

      g_assert_cmpuint (session->status, ==, 200);
      if (i == 1)
        g_assert_cmpstr (session->body, ==, booked->body);
      g_assert_cmpuint (json_array_get_length (get_array (list, "items")), ==, 1);
      next = json_object_get_object_member (json_node_get_object (home->node), "next_session");
      g_assert_cmpstr (json_object_get_string_member (next, "group_id"), ==, "circle");
      g_assert_cmpint (test_server_count (server, count), ==, 2);
    }
}

/* Whoever comes later reads what the group agreed on, and whoever left keeps what
 * they take part in. */
static void
test_who_sees (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *dan = test_server_token (server, "dan@west.example");
  g_autofree char *eve = test_server_token (server, "eve@west.example");
  g_autofree char *body = test_booking ("g1", test_instant (0, 10, 0), 45);
  g_autoptr (TestReply) booked = test_group_book (server, ana, "circle", NULL, body);
  g_autofree char *path = test_reply_header (booked, "Location");
  g_autofree char *invite = g_strconcat (path, "/invite.ics", NULL);
  g_autoptr (TestReply) before = test_get (server, eve, path);

  g_assert_cmpuint (booked->status, ==, 201);
  g_assert_cmpuint (before->status, ==, 404);
  test_server_run (server,
                   "INSERT INTO group_member SELECT group_id, (SELECT id FROM member WHERE "
                   "email = 'eve@west.example'), 0 FROM session;"
                   "DELETE FROM group_member WHERE member_id = "
                   "(SELECT id FROM member WHERE email = 'dan@west.example')");

  for (guint i = 0; i < 2; i++)
    {
      const char *token = i == 0 ? eve : dan;
      g_autoptr (TestReply) session = test_get (server, token, path);
      g_autoptr (TestReply) calendar = test_get (server, token, invite);
      g_autoptr (TestReply) list = test_get (server, token, "/v1/sessions");
      g_autoptr (TestReply) group = test_get (server, token, "/v1/groups/circle");

      g_assert_cmpuint (session->status, ==, 200);
      g_assert_cmpuint (calendar->status, ==, 200);
      g_assert_cmpuint (json_array_get_length (get_array (list, "items")), ==, 1);
      g_assert_cmpuint (group->status, ==, i == 0 ? 200 : 404);
    }
  {
    g_autoptr (TestReply) home = test_get (server, eve, "/v1/home");

    /* It is not theirs to go to. */
    g_assert_true (json_object_get_null_member (json_node_get_object (home->node), "next_session"));
  }
}

typedef struct
{
  TestServer *server;
  const char *token;
  const char *group;
  const char *key;
  char *body;       /* (owned) */
  TestReply *reply; /* (owned) */
  GThread *thread;  /* (owned) */
} Attempt;

static gpointer
attempt_thread (gpointer data)
{
  Attempt *attempt = data;

  attempt->reply = test_group_book (
      attempt->server, attempt->token, attempt->group, attempt->key, attempt->body);
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

/* Two groups share Ben; the times of any two attempts overlap. One gets all of its
 * members, the others nobody. */
static void
test_overlapping_at_once (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *ben = test_server_token (server, "ben@west.example");
  g_autofree char *eve = test_server_token (server, "eve@west.example");

  for (guint round = 0; round < 20; round++)
    {
      Attempt attempts[16] = { 0 };
      const Attempt *winner = NULL;

      for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
        {
          gboolean circle = i % 2 == 0;
          g_autofree char *planned = g_strdup_printf ("g%u", i / 2 % 4 + 1);

          attempts[i].server = server;
          attempts[i].token = i % 3 == 0 ? ben : circle ? ana : eve;
          attempts[i].group = circle ? "circle" : "trio";
          attempts[i].body = test_booking (planned, test_instant (3, 10, 15 * (i % 4)), 60);
        }
      run_attempts (attempts, G_N_ELEMENTS (attempts));

      for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
        {
          const char *type = test_reply_string (attempts[i].reply, "type");

          if (attempts[i].reply->status == 201)
            {
              g_assert_null (winner);
              winner = &attempts[i];
            }
          else
            {
              g_assert_cmpuint (attempts[i].reply->status, ==, 409);
              g_assert_true (g_str_equal (type, "/problems/slot-conflicts") ||
                             g_str_equal (type, "/problems/already-scheduled"));
            }
        }
      g_assert_nonnull (winner);
      g_assert_cmpint (test_server_count (server, SESSION_COUNT), ==, 1);
      g_assert_cmpint (test_server_count (server, MAIL_COUNT),
                       ==,
                       g_str_equal (winner->group, "circle") ? 4 : 3);
      g_assert_cmpint (test_server_count (server, "SELECT count (*) FROM participant"),
                       ==,
                       g_str_equal (winner->group, "circle") ? 4 : 3);
      clear_attempts (attempts, G_N_ELEMENTS (attempts));
      test_server_forget_sessions (server);
    }
}

static void
test_same_key_at_once (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *other = test_booking ("g2", test_instant (0, 12, 0), 45);
  g_autoptr (TestReply) changed = NULL;
  Attempt attempts[8] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
    attempts[i] = (Attempt){
      .server = server,
      .token = ana,
      .group = "circle",
      .key = "the-very-same-key",
      .body = test_booking ("g1", test_instant (0, 10, 0), 45),
    };
  run_attempts (attempts, G_N_ELEMENTS (attempts));
  for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      g_assert_cmpuint (attempts[i].reply->status, ==, 201);
      g_assert_cmpstr (attempts[i].reply->body, ==, attempts[0].reply->body);
    }
  g_assert_cmpint (test_server_count (server, SESSION_COUNT), ==, 1);
  g_assert_cmpint (test_server_count (server, MAIL_COUNT), ==, 4);
  clear_attempts (attempts, G_N_ELEMENTS (attempts));

  changed = test_group_book (server, ana, "circle", "the-very-same-key", other);
  check_refusal (changed, 409, "/problems/key-reused", NULL);
}

/* A refusal is the answer to the same request, whatever became of it since. */
static void
test_refusal_is_kept (void)
{
  static const char key[] = "0123456789abcdef-busy";
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *body = test_booking ("g1", test_instant (1, 10, 30), 45);
  g_autoptr (TestReply) first = test_group_book (server, ana, "circle", key, body);
  g_autoptr (TestReply) again = NULL;

  check_refusal (first, 409, "/problems/slot-conflicts", "Ben Two is busy at that time.");
  test_server_run (server, "DELETE FROM calendar");
  test_server_stop (server);
  test_server_start (server);
  again = test_group_book (server, ana, "circle", key, body);
  g_assert_cmpstr (again->body, ==, first->body);
}

/* The model's view of one cell. */
typedef struct
{
  GPtrArray *cannot; /* (owned) (element-type utf8) */
  const char *verdicts[8];
  guint n_counted;
} Cell;

static Cell
read_cell (TogTimes *times, const TogHeatMap *map, TogInstant start)
{
  Cell cell = { .cannot = g_ptr_array_new () };
  TogHeat heat;

  for (guint i = 0; i < times->people->len; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (times->people, i);
      TogVerdict verdict = tog_heat_map_judge (map, i, start);

      if (tog_verdict_is_bookable (verdict))
        continue;
      cell.verdicts[cell.cannot->len] = tog_verdict_to_string (verdict);
      g_ptr_array_add (cell.cannot, person->member->id);
    }
  g_assert_true (tog_heat_map_get_heat (map, start, &heat));
  cell.n_counted = heat.n_people - heat.n_can - heat.n_unknown - cell.cannot->len;
  return cell;
}

static void
check_conflicts (TestReply *reply, const Cell *cell)
{
  JsonArray *conflicts = get_array (reply, "conflicts");

  check_refusal (reply, 409, "/problems/slot-conflicts", NULL);
  g_assert_cmpuint (json_array_get_length (conflicts), ==, cell->cannot->len + cell->n_counted);
  for (guint i = 0; i < json_array_get_length (conflicts); i++)
    {
      JsonObject *conflict = json_array_get_object_element (conflicts, i);
      const char *verdict = json_object_get_string_member (conflict, "verdict");

      if (i < cell->cannot->len)
        {
          g_assert_cmpstr (json_object_get_string_member (conflict, "member"),
                           ==,
                           g_ptr_array_index (cell->cannot, i));
          g_assert_cmpstr (verdict, ==, cell->verdicts[i]);
        }
      else
        {
          g_assert_true (json_object_get_null_member (conflict, "member"));
          g_assert_cmpstr (verdict, ==, "counted");
        }
    }
}

static void
check_cell (TestServer *server, const char *token, TogInstant start, int minutes, const Cell *cell)
{
  g_autofree char *plain = test_booking ("g1", start, minutes);
  g_autofree char *whole = test_group_booking ("g1", start, minutes, cell->cannot, cell->n_counted);
  g_autoptr (TestReply) reply = test_group_book (server, token, "circle", NULL, plain);
  g_autoptr (TestReply) overridden = NULL;

  if (cell->cannot->len == 0 && cell->n_counted == 0)
    {
      g_assert_cmpuint (reply->status, ==, 201);
      test_server_forget_sessions (server);
    }
  else
    {
      check_conflicts (reply, cell);
    }

  /* One less than all who can't is not enough, and everybody is. */
  if (cell->cannot->len > 0)
    {
      g_autofree char *less = NULL;
      g_autoptr (TestReply) refused = NULL;
      gpointer last = g_ptr_array_steal_index (cell->cannot, cell->cannot->len - 1);

      less = test_group_booking ("g1", start, minutes, cell->cannot, cell->n_counted);
      g_ptr_array_add (cell->cannot, last);
      refused = test_group_book (server, token, "circle", NULL, less);
      check_refusal (refused, 409, "/problems/slot-conflicts", NULL);
      g_assert_cmpuint (json_array_get_length (get_array (refused, "conflicts")), ==, 1);
    }
  if (cell->n_counted > 0)
    {
      g_autofree char *less =
          test_group_booking ("g1", start, minutes, cell->cannot, cell->n_counted - 1);
      g_autoptr (TestReply) refused = test_group_book (server, token, "circle", NULL, less);

      check_refusal (refused, 409, "/problems/slot-conflicts", NULL);
    }
  overridden = test_group_book (server, token, "circle", NULL, whole);
  g_assert_cmpuint (overridden->status, ==, 201);
  test_server_forget_sessions (server);
}

/* What a client computes of an answer, and what the server says when that very
 * cell is booked, are the same for each quarter hour of a week. */
static void
check_week (TestServer *server, const char *token, TogInstant from, int minutes)
{
  TogSlot range = { from, from + ONE_WEEK };
  g_autoptr (TogTimes) times = test_group_times (server, token, "circle", range);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogHeatMap) map =
      tog_heat_map_new_from_times (times, NULL, range, minutes * TOG_MINUTE, test_now (), &error);
  guint n_for_all = 0;

  g_assert_no_error (error);
  for (TogInstant start = from; start + minutes * TOG_MINUTE <= range.end; start += TOG_QUANTUM)
    {
      Cell cell = read_cell (times, map, start);

      if (tog_heat_map_get_verdict (map, start) == TOG_VERDICT_AVAILABLE)
        {
          check_cell (server, token, start, minutes, &cell);
          n_for_all += cell.cannot->len == 0 && cell.n_counted == 0;
        }
      else
        {
          /* Nobody's consent helps against the clock. */
          g_autofree char *body =
              test_group_booking ("g1", start, minutes, cell.cannot, cell.n_counted);
          g_autoptr (TestReply) reply = test_group_book (server, token, "circle", NULL, body);

          check_refusal (reply,
                         409,
                         tog_heat_map_get_verdict (map, start) == TOG_VERDICT_PAST
                             ? "/problems/slot-past"
                             : "/problems/slot-too-far",
                         NULL);
        }
      g_ptr_array_unref (cell.cannot);
    }
  g_assert_cmpuint (n_for_all, >, 0);
}

static void
test_every_cell (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *cyn = test_server_token (server, "cyn@west.example");
  TogInstant this_week = test_now () / TOG_QUANTUM * TOG_QUANTUM - TOG_DAY_SECONDS;

  check_week (server, ana, test_instant (0, 0, 0), 60);
  test_server_run (server,
                   "UPDATE member SET buffer_before = 900, buffer_after = 1800, "
                   "minimum_notice = 86400 WHERE email LIKE 'cyn@west%'");
  check_week (server, ana, test_instant (0, 0, 0), 45);
  check_week (server, cyn, test_instant (0, 0, 0), 30);
  /* Past, short notice, and a busy time just outside of the range. */
  check_week (server, ana, this_week, 45);
  check_week (server, ana, test_instant (2, 12, 0), 45);
  /* Hours of their own, a day off, and calendars that became too old (P16). */
  test_server_run (server,
                   "UPDATE member SET working_hours = '[{\"weekday\":3,\"from\":\"22:30\","
                   "\"to\":\"14:00\"}]', week_limit = 2 WHERE email LIKE 'cyn@west%';"
                   "UPDATE calendar SET kind = 'desktop', refresh_within = 300, "
                   "checked_at = checked_at - 600 WHERE member_id = "
                   "(SELECT id FROM member WHERE email LIKE 'ben@west%')");
  check_week (server, ana, test_instant (0, 0, 0), 45);
}

static void
test_every_cell_unnamed (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");

  test_server_run (server, "UPDATE organization SET heat_map_names = 0, horizon_days = 14");
  check_week (server, ana, test_instant (0, 0, 0), 60);
  test_server_run (server, "UPDATE organization SET calendar_sharing = 0, horizon_days = 100");
  check_week (server, ana, test_instant (0, 0, 0), 30);
}

/* Nobody is known to be free or busy: that stands in nobody's way. */
static void
test_all_unknown (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");

  test_server_run (server, "DELETE FROM calendar");
  check_week (server, ana, test_instant (0, 0, 0), 45);
}

/* The cell was there when it was looked at. */
static void
test_becomes_past (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  TogInstant start = test_instant (0, 10, 0);
  g_autofree char *body = test_booking ("g1", start, 45);
  g_autofree char *other = test_booking ("g2", start, 45);
  g_autoptr (TestReply) late = NULL;
  g_autoptr (TestReply) in_time = NULL;

  test_clock_shift (start - test_now () - 5);
  in_time = test_group_book (server, ana, "circle", NULL, body);
  g_assert_cmpuint (in_time->status, ==, 201);
  test_clock_shift (start - tog_clock_now () + 1);
  late = test_group_book (server, ana, "circle", NULL, other);
  check_refusal (late, 409, "/problems/slot-past", NULL);
}

/* Somebody is taken out of the group between reading and booking. */
static void
test_removed_meanwhile (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *ben = test_server_token (server, "ben@west.example");
  g_autofree char *plain = test_booking ("g1", test_instant (1, 10, 0), 45);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *overriding = NULL;
  g_autoptr (TestReply) unknown = NULL;
  g_autoptr (TestReply) booked = NULL;
  g_autoptr (TestReply) outsider = NULL;

  g_ptr_array_add (names, (gpointer) "dan");
  g_ptr_array_add (names, (gpointer) "ben");
  overriding = test_group_booking ("g1", test_instant (1, 10, 0), 45, names, 0);
  test_server_run (server,
                   "DELETE FROM group_member WHERE member_id = "
                   "(SELECT id FROM member WHERE email = 'ben@west.example')");

  unknown = test_group_book (server, ana, "circle", NULL, overriding);
  check_refusal (unknown, 422, "/problems/bad-value", NULL);
  g_assert_cmpstr (test_reply_string (unknown, "field"), ==, "/overridden/1");
  outsider = test_group_book (server, ben, "circle", NULL, plain);
  g_assert_cmpuint (outsider->status, ==, 404);
  booked = test_group_book (server, ana, "circle", NULL, plain);
  g_assert_cmpuint (booked->status, ==, 201);
  g_assert_null (strstr (booked->body, "Ben Two"));
  g_assert_cmpint (test_server_count (server, MAIL_COUNT), ==, 3);
}

/* Whoever left the organization is no participant either. */
static void
test_inactive (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *body = test_booking ("g1", test_instant (1, 10, 0), 45);
  g_autoptr (TestReply) booked = NULL;

  test_server_run (server, "UPDATE member SET active = 0 WHERE email = 'ben@west.example'");
  booked = test_group_book (server, ana, "circle", NULL, body);
  g_assert_cmpuint (booked->status, ==, 201);
  g_assert_null (strstr (booked->body, "Ben Two"));
}

static void
test_nobody_else (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *body = test_booking ("g1", test_instant (0, 10, 0), 45);
  g_autoptr (TestReply) alone = test_group_book (server, ana, "alone", NULL, body);
  g_autoptr (TestReply) left = NULL;

  check_refusal (alone, 409, "/problems/nobody-else", NULL);
  test_server_run (server, "UPDATE member SET active = 0 WHERE email NOT LIKE 'ana@%'");
  left = test_group_book (server, ana, "circle", NULL, body);
  check_refusal (left, 409, "/problems/nobody-else", NULL);
  g_assert_cmpint (test_server_count (server, SESSION_COUNT), ==, 0);
}

typedef struct
{
  const char *sql;
  const char *detail;
} Naming;

/* Who can't is named so far as that may be, the booker too. */
static void
test_names (void)
{
  static const Naming cases[] = {
    { "'ana'", "That is outside your working hours." },
    { "'dan'", "Dan Four does not work at that time." },
    { "'cyn'", "One member can't then." },
    { "'ana', 'ben'", "You and Ben Two can't then." },
    { "'dan', 'cyn'", "Dan Four and one other can't then." },
    { "'ana', 'ben', 'dan'", "You, Ben Two and Dan Four can't then." },
    { "'ana', 'ben', 'cyn', 'dan'", "You, Ben Two, Dan Four and one other can't then." },
  };
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *body = test_booking ("g1", test_instant (0, 10, 0), 45);
  g_autoptr (TestReply) notice = NULL;
  g_autoptr (TestReply) unnamed = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sql = g_strdup_printf ("UPDATE member SET working_hours = '[]' "
                                              "WHERE email LIKE '%%west%%' AND key IN (%s)",
                                              cases[i].sql);
      g_autoptr (TestReply) reply = NULL;

      test_server_run (server, "CREATE TABLE kept AS SELECT id, working_hours FROM member");
      test_server_run (server, sql);
      reply = test_group_book (server, ana, "circle", NULL, body);
      check_refusal (reply, 409, "/problems/slot-conflicts", cases[i].detail);
      test_server_run (server,
                       "UPDATE member SET working_hours = "
                       "(SELECT working_hours FROM kept WHERE kept.id = member.id);"
                       "DROP TABLE kept");
    }

  test_server_run (server, "UPDATE member SET minimum_notice = 2592000 WHERE key = 'dan'");
  notice = test_group_book (server, ana, "circle", NULL, body);
  check_refusal (
      notice, 409, "/problems/slot-conflicts", "Dan Four asks for more notice than that.");
  test_server_run (server,
                   "UPDATE organization SET heat_map_names = 0;"
                   "UPDATE member SET working_hours = '[]' WHERE key <> 'ana'");
  unnamed = test_group_book (server, ana, "circle", NULL, body);
  check_refusal (unnamed, 409, "/problems/slot-conflicts", "3 members can't then.");
}

/* That the booker would override somebody who is only counted by their id tells
 * nothing of whether they can. */
static void
test_counted_by_name (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  TogInstant start = test_instant (2, 10, 0);
  g_autofree char *plain = test_booking ("g1", start, 45);
  g_autofree char *by_name = NULL;
  g_autofree char *by_number = NULL;
  g_autoptr (TestReply) refused = NULL;
  g_autoptr (TestReply) still_refused = NULL;
  g_autoptr (TestReply) booked = NULL;

  g_ptr_array_add (names, (gpointer) "cyn");
  by_name = test_group_booking ("g1", start, 45, names, 0);
  by_number = test_group_booking ("g1", start, 45, NULL, 1);
  refused = test_group_book (server, ana, "circle", NULL, plain);
  check_refusal (refused, 409, "/problems/slot-conflicts", "One member can't then.");
  still_refused = test_group_book (server, ana, "circle", NULL, by_name);
  g_assert_cmpstr (still_refused->body, ==, refused->body);
  booked = test_group_book (server, ana, "circle", NULL, by_number);
  g_assert_cmpuint (booked->status, ==, 201);
}

typedef struct
{
  const char *name;
  const char *more; /* at the end of a body that is good */
  guint status;
  const char *type;
  const char *field;
} BadBooking;

#define BAD "/problems/bad-value"

static const BadBooking BAD_BOOKINGS[] = {
  { "nobody", ",\"overridden\":[\"nobody\"]", 422, BAD, "/overridden/0" },
  { "of the organization", ",\"overridden\":[\"ben\",\"eve\"]", 422, BAD, "/overridden/1" },
  { "not a list", ",\"overridden\":\"ben\"", 422, BAD, "/overridden" },
  { "not ids", ",\"overridden\":[5]", 422, BAD, "/overridden/0" },
  { "not an id", ",\"overridden\":[\"<b>\"]", 422, BAD, "/overridden/0" },
  { "negative", ",\"n_overridden\":-1", 422, BAD, "/n_overridden" },
  { "too many", ",\"n_overridden\":1001", 422, BAD, "/n_overridden" },
  { "a fraction", ",\"n_overridden\":1.5", 422, BAD, "/n_overridden" },
  { "participants", ",\"participants\":[\"ana\"]", 422, BAD, NULL },
  { "state", ",\"state\":\"completed\"", 422, BAD, NULL },
  { "booked by another", ",\"booked_by\":\"ben\"", 422, BAD, NULL },
};

static void
test_bad_bookings (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *good = test_booking ("g1", test_instant (0, 10, 0), 45);
  g_autofree char *no_step = test_booking ("p1", test_instant (0, 10, 0), 45);
  g_autofree char *misaligned = test_booking ("g1", test_instant (0, 10, 5), 45);
  g_autofree char *long_one = test_booking ("g1", test_instant (0, 10, 0), 90);
  g_autoptr (TestReply) step = test_group_book (server, ana, "circle", NULL, no_step);
  g_autoptr (TestReply) alignment = test_group_book (server, ana, "circle", NULL, misaligned);
  g_autoptr (TestReply) duration = test_group_book (server, ana, "circle", NULL, long_one);

  for (guint i = 0; i < G_N_ELEMENTS (BAD_BOOKINGS); i++)
    {
      const BadBooking *bad = &BAD_BOOKINGS[i];
      g_autofree char *body = g_strdup_printf ("%.*s%s}", (int) strlen (good) - 1, good, bad->more);
      g_autoptr (TestReply) reply = test_group_book (server, ana, "circle", NULL, body);

      g_test_message ("%s: %u %s", bad->name, reply->status, reply->body);
      g_assert_cmpuint (reply->status, ==, bad->status);
      g_assert_cmpstr (test_reply_string (reply, "type"), ==, bad->type);
      g_assert_cmpstr (test_reply_string (reply, "field"), ==, bad->field);
    }
  check_refusal (step, 422, BAD, NULL);
  check_refusal (alignment, 422, "/problems/slot-misaligned", NULL);
  check_refusal (duration, 422, "/problems/bad-duration", NULL);
  g_assert_cmpint (test_server_count (server, SESSION_COUNT), ==, 0);
}

/* In a match both have to be able to meet, whatever the booker says. */
static void
test_not_in_a_match (void)
{
  static const char *const more[] = { ",\"overridden\":[\"ben\"]", ",\"n_overridden\":1" };
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *good = test_booking ("p1", test_instant (0, 10, 0), 45);

  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    {
      g_autofree char *body = g_strdup_printf ("%.*s%s}", (int) strlen (good) - 1, good, more[i]);
      g_autoptr (TestReply) reply = test_book (server, ana, "first", NULL, body);

      check_refusal (reply, 422, BAD, NULL);
      g_assert_cmpstr (
          test_reply_string (reply, "field"), ==, i == 0 ? "/overridden" : "/n_overridden");
    }
}

/* A thousand people, with names as long as they may be and from right to left. */
static char *
make_thousand (void)
{
  GString *json = g_string_new (
      "{\"format\":1,\"organization\":{\"id\":\"big\",\"name\":\"Big\"},\"programs\":[{"
      "\"id\":\"program\",\"name\":\"Program\",\"kind\":\"group\",\"planned_sessions\":["
      "{\"id\":\"b1\",\"title\":\"First\",\"duration\":60},"
      "{\"id\":\"b2\",\"title\":\"Second\",\"duration\":60}]}],\"members\":[");

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *name = i % 2 == 0 ? g_strnfill (195, 'x') : g_strdup ("<b>נועה & לוי</b>");

      g_string_append_printf (
          json,
          "%s{\"id\":\"m%u\",\"name\":\"%s %04u\",\"email\":\"m%u@big.example\","
          "\"zone\":\"%s\"%s}",
          i == 0 ? "" : ",",
          i,
          name,
          i,
          i,
          i % 3 == 0 ? "Asia/Kathmandu" : "Europe/Lisbon",
          i % 5 == 0 ? ",\"heat_map_name\":false" : "");
    }
  g_string_append (json,
                   "],\"groups\":[{\"id\":\"all\",\"program\":\"program\",\"name\":\"All\","
                   "\"facilitators\":[\"m1\"],\"members\":[\"m0\"");
  for (guint i = 2; i < 1000; i++)
    g_string_append_printf (json, ",\"m%u\"", i);
  g_string_append (json, "]}]}");
  return g_string_free (json, FALSE);
}

static void
test_thousand (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *text = make_thousand ();
  g_autofree char *token = NULL;
  g_autofree char *noon = test_booking ("b1", test_instant (0, 10, 0), 60);
  g_autofree char *night = test_booking ("b2", test_instant (0, 23, 0), 60);
  g_autofree char *evening = test_group_booking ("b2", test_instant (0, 16, 0), 60, NULL, 1000);
  g_autoptr (TogTimes) times = NULL;
  g_autoptr (TogSession) session = NULL;
  g_autoptr (TestReply) booked = NULL;
  g_autoptr (TestReply) refused = NULL;
  g_autoptr (TestReply) partly = NULL;
  g_autoptr (TestReply) home = NULL;
  g_autoptr (GError) error = NULL;

  test_server_import (server, text);
  token = test_server_token (server, "m1@big.example");
  times = test_group_times (
      server, token, "all", (TogSlot){ test_instant (0, 0, 0), test_instant (7, 0, 0) });
  g_assert_cmpuint (times->people->len, ==, 800);
  g_assert_cmpuint (tog_counted_times_get_n_people (times->counted), ==, 200);

  booked = test_group_book (server, token, "all", NULL, noon);
  g_assert_cmpuint (booked->status, ==, 201);
  session = tog_session_from_json (booked->node, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (session->participants->len, ==, 1000);
  g_assert_cmpint (test_server_count (server, MAIL_COUNT), ==, 1000);

  /* Who can't is said in a few words, though it is everybody. */
  refused = test_group_book (server, token, "all", NULL, night);
  check_refusal (refused, 409, "/problems/slot-conflicts", NULL);
  g_assert_cmpuint (json_array_get_length (get_array (refused, "conflicts")), ==, 1000);
  g_assert_true (g_str_has_prefix (test_reply_string (refused, "detail"), "You, "));
  g_assert_true (
      g_str_has_suffix (test_reply_string (refused, "detail"), " and 997 others can't then."));
  g_assert_cmpint (g_utf8_strlen (test_reply_string (refused, "detail"), -1), <, 1000);

  /* The third of them who live in Kathmandu can't, a fifth of these only counted. */
  partly = test_group_book (server, token, "all", NULL, evening);
  check_refusal (partly, 409, "/problems/slot-conflicts", NULL);
  g_assert_cmpuint (json_array_get_length (get_array (partly, "conflicts")), ==, 334 - 67);

  home = test_get (server, token, "/v1/home");
  g_assert_cmpuint (home->status, ==, 200);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/group-booking/books", test_books);
  g_test_add_func ("/group-booking/who-sees", test_who_sees);
  g_test_add_func ("/group-booking/P01-group/overlapping-at-once", test_overlapping_at_once);
  g_test_add_func ("/group-booking/P02/same-key-at-once", test_same_key_at_once);
  g_test_add_func ("/group-booking/P02/refusal-is-kept", test_refusal_is_kept);
  g_test_add_func ("/group-booking/P03/every-cell", test_every_cell);
  g_test_add_func ("/group-booking/P03/every-cell-unnamed", test_every_cell_unnamed);
  g_test_add_func ("/group-booking/P03/becomes-past", test_becomes_past);
  g_test_add_func ("/group-booking/P16/all-unknown", test_all_unknown);
  g_test_add_func ("/group-booking/P20/names", test_names);
  g_test_add_func ("/group-booking/P20/counted-by-name", test_counted_by_name);
  g_test_add_func ("/group-booking/P21/bad-bookings", test_bad_bookings);
  g_test_add_func ("/group-booking/P21/not-in-a-match", test_not_in_a_match);
  g_test_add_func ("/group-booking/removed-meanwhile", test_removed_meanwhile);
  g_test_add_func ("/group-booking/inactive", test_inactive);
  g_test_add_func ("/group-booking/nobody-else", test_nobody_else);
  g_test_add_func ("/group-booking/thousand", test_thousand);

  return g_test_run ();
}
