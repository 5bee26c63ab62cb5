#include "config.h"

#include "test-group-support.h"

#include "tog-series.h"
#include "tog-zone.h"

#include <string.h>

/* Series of bookings: each is judged before anything is written, and all are booked
 * or none. */

#define SESSION_COUNT "SELECT count (*) FROM session"
#define MAIL_COUNT "SELECT count (*) FROM mail"

/* Joins bookings into a series, and frees them. */
static char *
make_series (GPtrArray *bookings)
{
  g_autofree char *joined = NULL;

  g_ptr_array_add (bookings, NULL);
  joined = g_strjoinv (",", (char **) bookings->pdata);
  return g_strdup_printf ("{\"bookings\":[%s]}", joined);
}

static char *
make_weeks (guint n, const int *hours)
{
  g_autoptr (GPtrArray) bookings = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *planned = g_strdup_printf ("p%u", i + 1);

      g_ptr_array_add (bookings,
                       test_booking (planned, test_instant (7 * (int) i + 1, hours[i], 0), 45));
    }
  return make_series (bookings);
}

static TestReply *
book_series (TestServer *server, const char *token, const char *key, const char *body)
{
  return test_post (server, token, "/v1/matches/first/series", key, body);
}

static JsonArray *
get_array (TestReply *reply, const char *member)
{
  g_assert_nonnull (reply->node);
  return json_object_get_array_member (json_node_get_object (reply->node), member);
}

static void
test_books (void)
{
  static const int hours[] = { 12, 13, 12, 12 };
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *body = make_weeks (4, hours);
  g_autoptr (TestReply) reply = book_series (server, ana, "0123456789abcdef-series", body);
  g_autoptr (TestReply) again = NULL;
  JsonArray *items;

  g_assert_cmpuint (reply->status, ==, 201);
  items = get_array (reply, "items");
  g_assert_cmpuint (json_array_get_length (items), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      g_autofree char *start = tog_instant_format (test_instant (7 * (int) i + 1, hours[i], 0));
      g_autofree char *path =
          g_strconcat ("/v1/sessions/", json_object_get_string_member (item, "id"), NULL);
      g_autoptr (TestReply) whole = test_get (server, ana, path);

      g_assert_cmpstr (json_object_get_string_member (item, "start"), ==, start);
      g_assert_cmpint (json_object_get_int_member (item, "ordinal"), ==, i + 1);
      g_assert_cmpuint (whole->status, ==, 200);
      g_assert_true (strstr (reply->body, whole->body) != NULL);
    }
  /* Each is a session of its own, with a mail to each. */
  g_assert_cmpint (test_server_count (server, "SELECT count (DISTINCT uid) FROM session"), ==, 4);
  g_assert_cmpint (test_server_count (server, MAIL_COUNT), ==, 8);

  again = book_series (server, ana, "0123456789abcdef-series", body);
  g_assert_cmpuint (again->status, ==, 201);
  g_assert_cmpstr (again->body, ==, reply->body);
  g_assert_cmpint (test_server_count (server, SESSION_COUNT), ==, 4);
}

/* P05: what keeps which is said of each, and nothing was written. */
static void
test_conflicts (void)
{
  static const int hours[] = { 10, 13, 20, 12 };
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *taken = test_booking ("p4", test_instant (7, 12, 0), 45);
  g_autoptr (TestReply) booked = test_book (server, ana, "first", NULL, taken);
  g_autofree char *body = make_weeks (4, hours);
  g_autoptr (TestReply) reply = book_series (server, ana, NULL, body);
  static const struct
  {
    guint index;
    const char *type;
    const char *detail;
  } expected[] = {
    { 0, "/problems/slot-busy", "Ben Two is busy at that time." },
    { 2, "/problems/slot-off-hours", "That is outside your working hours." },
    { 3, "/problems/already-scheduled", "This planned session is booked already." },
  };
  JsonArray *verdicts;

  g_assert_cmpuint (booked->status, ==, 201);
  g_assert_cmpuint (reply->status, ==, 409);
  g_assert_cmpstr (test_reply_string (reply, "type"), ==, "/problems/series-conflicts");
  verdicts = get_array (reply, "verdicts");
  g_assert_cmpuint (json_array_get_length (verdicts), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      JsonObject *verdict = json_array_get_object_element (verdicts, i);

      g_assert_cmpint (json_object_get_int_member (verdict, "index"), ==, expected[i].index);
      g_assert_cmpstr (json_object_get_string_member (verdict, "type"), ==, expected[i].type);
      g_assert_cmpstr (json_object_get_string_member (verdict, "detail"), ==, expected[i].detail);
    }
  g_assert_cmpint (test_server_count (server, SESSION_COUNT), ==, 1);
  g_assert_cmpint (test_server_count (server, MAIL_COUNT), ==, 2);
}

/* Each one's verdict is the one it would get alone, were those before it booked. */
static void
test_as_if_alone (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261126);
  guint n_refused = 0;

  test_server_run (server,
                   "UPDATE member SET buffer_before = 900, buffer_after = 1800 WHERE key = 'ben'");
  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (GPtrArray) bookings = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *body = NULL;
      g_autoptr (TestReply) reply = NULL;
      TogInstant start = test_instant (1, g_rand_int_range (rand, 5, 9), 0);
      const char *types[4];

      for (guint i = 0; i < 4; i++)
        {
          g_autofree char *planned = g_strdup_printf ("p%u", i + 1);

          g_ptr_array_add (bookings, test_booking (planned, start, 30));
          start += 30 * TOG_MINUTE + g_rand_int_range (rand, 0, 8) * 15 * TOG_MINUTE;
        }
      for (guint i = 0; i < 4; i++)
        {
          g_autoptr (TestReply) alone =
              test_book (server, ana, "first", NULL, g_ptr_array_index (bookings, i));

          types[i] =
              alone->status == 201 ? NULL : g_intern_string (test_reply_string (alone, "type"));
        }
      test_server_forget_sessions (server);

      body = make_series (bookings);
      reply = book_series (server, ana, NULL, body);
      for (guint i = 0, n = 0; i < 4; i++)
        {
          JsonObject *verdict;

          if (types[i] == NULL)
            continue;
          n_refused++;
          verdict = json_array_get_object_element (get_array (reply, "verdicts"), n++);
          g_assert_cmpint (json_object_get_int_member (verdict, "index"), ==, i);
          g_assert_cmpstr (json_object_get_string_member (verdict, "type"), ==, types[i]);
        }
      g_assert_true (reply->status == 201 || reply->status == 409);
      g_assert_cmpint (test_server_count (server, SESSION_COUNT), ==, reply->status == 201 ? 4 : 0);
      test_server_forget_sessions (server);
    }
  g_assert_cmpuint (n_refused, >, 50);
}

/* P08: a series that the core lists is at the same time on the wall, as it is stored,
 * in the summer as in the winter. */
static void
test_wall_time (void)
{
  static const guint taken[] = { 0, 4, 8, 11 };
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/London", NULL);
  g_autoptr (GPtrArray) bookings = g_ptr_array_new_with_free_func (g_free);
  TogOccurrence occurrences[12];
  gint32 offsets[] = { G_MAXINT32, G_MININT32 };
  g_autofree char *body = NULL;
  g_autoptr (TestReply) reply = NULL;
  JsonArray *items;

  test_server_run (server, "UPDATE organization SET horizon_days = 500");
  tog_series_list (zone, test_instant (3, 13, 0), TOG_SERIES_MONTHLY, occurrences, 12);
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_autofree char *planned = g_strdup_printf ("p%u", i + 1);

      g_ptr_array_add (bookings, test_booking (planned, occurrences[taken[i]].start, 45));
    }
  body = make_series (bookings);
  reply = book_series (server, ana, NULL, body);
  g_assert_cmpuint (reply->status, ==, 201);
  items = get_array (reply, "items");
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      TogWallTime first = tog_zone_to_wall (zone, occurrences[0].start);
      TogWallTime wall;
      TogInstant start;

      g_assert_true (
          tog_instant_parse (json_object_get_string_member (item, "start"), &start, NULL));
      wall = tog_zone_to_wall (zone, start);
      g_assert_cmpint (wall.second, ==, first.second);
      g_assert_cmpint (tog_day_get_weekday (wall.day), ==, tog_day_get_weekday (first.day));
      offsets[0] = MIN (offsets[0], tog_zone_get_offset (zone, start));
      offsets[1] = MAX (offsets[1], tog_zone_get_offset (zone, start));
    }
  g_assert_cmpint (offsets[1] - offsets[0], ==, TOG_HOUR);
}

static void
test_malformed (void)
{
  static const struct
  {
    const char *body; /* %s stand for bookings */
    guint status;
    const char *field;
  } cases[] = {
    { "{\"bookings\":[]}", 422, "/bookings" }, { "{}", 422, "/bookings" },
    { "{\"bookings\":{}}", 422, "/bookings" }, { "{\"bookings\":[1]}", 422, "/bookings/0" },
    { "{\"bookings\":[", 400, NULL },          { "{\"bookings\":[],\"more\":1}", 422, NULL },
  };
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *dan = test_server_token (server, "dan@north.example");
  g_autoptr (GPtrArray) many = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) twice = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) overlapping = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *bodies[3] = { NULL };
  static const char *const fields[] = { "/bookings",
                                        "/bookings/1/planned_session_id",
                                        "/bookings/1/start" };
  static const int hours[] = { 12 };
  g_autofree char *one = make_weeks (1, hours);
  g_autoptr (TestReply) foreign = test_post (server, dan, "/v1/matches/first/series", NULL, one);

  g_assert_cmpuint (foreign->status, ==, 404);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TestReply) reply = book_series (server, ana, NULL, cases[i].body);

      g_assert_cmpuint (reply->status, ==, cases[i].status);
      if (cases[i].field != NULL)
        g_assert_cmpstr (test_reply_string (reply, "field"), ==, cases[i].field);
    }

  for (int i = 0; i < TOG_SERIES_MAX + 1; i++)
    {
      g_autofree char *planned = g_strdup_printf ("p%d", i);

      g_ptr_array_add (many, test_booking (planned, test_instant (i, 12, 0), 45));
    }
  g_ptr_array_add (twice, test_booking ("p1", test_instant (1, 12, 0), 45));
  g_ptr_array_add (twice, test_booking ("p1", test_instant (2, 12, 0), 45));
  g_ptr_array_add (overlapping, test_booking ("p1", test_instant (1, 12, 0), 45));
  g_ptr_array_add (overlapping, test_booking ("p2", test_instant (1, 12, 30), 45));
  bodies[0] = make_series (many);
  bodies[1] = make_series (twice);
  bodies[2] = make_series (overlapping);
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (TestReply) reply = book_series (server, ana, NULL, bodies[i]);

      g_assert_cmpuint (reply->status, ==, 422);
      g_assert_cmpstr (test_reply_string (reply, "field"), ==, fields[i]);
      g_clear_pointer (&bodies[i], g_free);
    }
  g_assert_cmpint (test_server_count (server, SESSION_COUNT), ==, 0);
}

typedef struct
{
  TestServer *server;
  const char *token;
  const char *path;
  char *body;       /* (owned) */
  TestReply *reply; /* (owned) */
  GThread *thread;  /* (owned) */
} Attempt;

static gpointer
attempt_thread (gpointer data)
{
  Attempt *attempt = data;

  attempt->reply = test_post (attempt->server, attempt->token, attempt->path, NULL, attempt->body);
  return NULL;
}

/* P01: series and single bookings for the same times: whoever is first has all of it. */
static void
test_at_once (void)
{
  static const int hours[] = { 12, 12, 12, 12 };
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");

  for (guint round = 0; round < 10; round++)
    {
      Attempt attempts[6] = { 0 };
      guint n_booked = 0;

      for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
        {
          attempts[i].server = server;
          attempts[i].token = ana;
          attempts[i].path = i % 3 == 0   ? "/v1/matches/first/series"
                             : i % 3 == 1 ? "/v1/matches/second/series"
                                          : "/v1/matches/second/sessions";
          attempts[i].body = i % 3 == 2 ? test_booking ("p1", test_instant (22, 12, 15), 45)
                                        : make_weeks (4, hours);
          attempts[i].thread = g_thread_new ("attempt", attempt_thread, &attempts[i]);
        }
      for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
        {
          g_thread_join (attempts[i].thread);
          n_booked += attempts[i].reply->status == 201;
          g_assert_true (attempts[i].reply->status == 201 || attempts[i].reply->status == 409);
          test_reply_free (attempts[i].reply);
          g_free (attempts[i].body);
        }
      g_assert_cmpuint (n_booked, ==, 1);
      g_assert_cmpint (test_server_count (server, MAIL_COUNT),
                       ==,
                       2 * test_server_count (server, SESSION_COUNT));
      test_server_forget_sessions (server);
    }
}

static void
test_group (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autoptr (GPtrArray) ben = g_ptr_array_new ();
  g_autoptr (GPtrArray) good = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) bad = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *good_body = NULL;
  g_autofree char *bad_body = NULL;
  g_autoptr (TestReply) refused = NULL;
  g_autoptr (TestReply) booked = NULL;
  JsonObject *verdict;

  g_ptr_array_add (ben, (gpointer) "ben");
  g_ptr_array_add (bad, test_group_booking ("g1", test_instant (0, 13, 0), 45, NULL, 0));
  g_ptr_array_add (bad, test_group_booking ("g2", test_instant (1, 10, 0), 45, NULL, 0));
  bad_body = make_series (bad);
  refused = test_post (server, ana, "/v1/groups/circle/series", NULL, bad_body);
  g_assert_cmpstr (test_reply_string (refused, "type"), ==, "/problems/series-conflicts");
  g_assert_cmpuint (json_array_get_length (get_array (refused, "verdicts")), ==, 1);
  verdict = json_array_get_object_element (get_array (refused, "verdicts"), 0);
  g_assert_cmpint (json_object_get_int_member (verdict, "index"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (verdict, "type"), ==, "/problems/slot-conflicts");

  g_ptr_array_add (good, test_group_booking ("g1", test_instant (0, 13, 0), 45, NULL, 0));
  g_ptr_array_add (good, test_group_booking ("g2", test_instant (1, 10, 0), 45, ben, 0));
  g_ptr_array_add (good, test_group_booking ("g3", test_instant (2, 10, 0), 45, NULL, 1));
  good_body = make_series (good);
  booked = test_post (server, ana, "/v1/groups/circle/series", NULL, good_body);
  g_assert_cmpuint (booked->status, ==, 201);
  g_assert_cmpint (test_server_count (server, MAIL_COUNT), ==, 12);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/series/P02/books", test_books);
  g_test_add_func ("/series/P05/conflicts", test_conflicts);
  g_test_add_func ("/series/P05/as-if-alone", test_as_if_alone);
  g_test_add_func ("/series/P08/wall-time", test_wall_time);
  g_test_add_func ("/series/malformed", test_malformed);
  g_test_add_func ("/series/P01/at-once", test_at_once);
  g_test_add_func ("/series/group", test_group);

  return g_test_run ();
}
