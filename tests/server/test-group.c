#include "config.h"

#include "test-group-support.h"

#include "tog-group.h"
#include "tog-home.h"
#include "tog-json.h"
#include "tog-me.h"

#include <string.h>

#define ONE_WEEK (7 * TOG_DAY_SECONDS)

/* Hours of a week, which many of the tests ask for. */
static char *
make_path (const char *group, const char *what, const char *more)
{
  g_autofree char *from = tog_instant_format (test_instant (0, 0, 0));
  g_autofree char *to = tog_instant_format (test_instant (7, 0, 0));

  return g_strdup_printf ("/v1/groups/%s/%s?from=%s&to=%s%s", group, what, from, to, more);
}

static TogGroup *
get_group (TestServer *server, const char *token, const char *group)
{
  g_autofree char *path = g_strconcat ("/v1/groups/", group, NULL);
  g_autoptr (TestReply) reply = test_get (server, token, path);
  g_autoptr (GError) error = NULL;
  TogGroup *self;

  g_assert_cmpuint (reply->status, ==, 200);
  self = tog_group_from_json (reply->node, &error);
  g_assert_no_error (error);
  return self;
}

static void
check_members (TogGroup *group, const char *const *ids)
{
  g_assert_cmpuint (group->members->len, ==, g_strv_length ((GStrv) ids));
  for (guint i = 0; i < group->members->len; i++)
    {
      TogGroupMember *one = g_ptr_array_index (group->members, i);

      g_assert_cmpstr (one->member->id, ==, ids[i]);
      g_assert_cmpint (one->role, ==, i == 0 ? TOG_ROLE_FACILITATOR : TOG_ROLE_GROUP_MEMBER);
    }
}

static void
test_reads (void)
{
  static const char *const all[] = { "ana", "ben", "cyn", "dan", NULL };
  static const char *const active[] = { "ana", "ben", "dan", NULL };
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *ben = test_server_token (server, "ben@west.example");
  g_autoptr (TogGroup) group = get_group (server, ana, "circle");
  g_autoptr (TogGroup) theirs = get_group (server, ben, "circle");
  g_autoptr (TogGroup) smaller = NULL;
  TogPlannedSession *first = g_ptr_array_index (group->team.planned, 0);

  check_members (group, all);
  g_assert_cmpstr (group->name, ==, "Circle");
  g_assert_cmpstr (group->team.program_id, ==, "program");
  g_assert_cmpstr (group->team.program_name, ==, "Group Program");
  g_assert_cmpint (group->n_members, ==, 4);
  g_assert_cmpint (group->my_role, ==, TOG_ROLE_FACILITATOR);
  g_assert_cmpint (theirs->my_role, ==, TOG_ROLE_GROUP_MEMBER);
  g_assert_cmpuint (group->team.planned->len, ==, 4);
  g_assert_cmpstr (first->title, ==, "First");
  g_assert_cmpint (first->state, ==, TOG_SESSION_NOT_SCHEDULED);

  /* Whoever left the organization is neither shown nor counted. */
  test_server_run (server, "UPDATE member SET active = 0 WHERE email = 'cyn@west.example'");
  smaller = get_group (server, ana, "circle");
  check_members (smaller, active);
  g_assert_cmpint (smaller->n_members, ==, 3);
}

/* Lists and the first page say who it is by a few members. */
static void
test_lists (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ben = test_server_token (server, "ben@west.example");
  g_autoptr (TestReply) list = NULL;
  g_autoptr (TestReply) home = NULL;
  g_autoptr (TogHome) model = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *cursor = NULL;
  g_autoptr (GString) ids = g_string_new (NULL);
  JsonArray *items;
  TogGroup *trio;

  test_server_run (
      server,
      "INSERT INTO member (organization_id, key, name, email, zone, working_hours) "
      "SELECT organization.id, 'x' || value, 'Aa ' || value, 'x' || value || '@west.example', "
      "'UTC', '[]' FROM organization, (WITH RECURSIVE n (value) AS "
      "(SELECT 10 UNION ALL SELECT value + 1 FROM n WHERE value < 30) SELECT value FROM n) "
      "WHERE key = 'west';"
      "INSERT INTO group_member SELECT (SELECT id FROM member_group WHERE key = 'trio'), id, "
      "key = 'x25' FROM member WHERE key LIKE 'x%'");
  home = test_get (server, ben, "/v1/home");
  model = tog_home_from_json (home->node, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (model->groups->len, ==, 2);
  trio = g_ptr_array_index (model->groups, 1);
  g_assert_cmpint (trio->n_members, ==, 24);
  g_assert_cmpuint (trio->members->len, ==, TOG_GROUP_FIRST_MEMBERS);
  for (guint i = 0; i < trio->members->len; i++)
    {
      TogGroupMember *one = g_ptr_array_index (trio->members, i);

      g_string_append_printf (ids, "%s ", one->member->id);
    }
  g_assert_cmpstr (ids->str, ==, "x25 ben x10 x11 x12 x13 x14 x15 ");
  g_assert_null (trio->team.planned);
  g_assert_cmpstr (trio->team.next->id, ==, "g1");
  g_assert_cmpint (trio->team.n_planned, ==, 4);

  /* By pages as at once. */
  list = test_get (server, ben, "/v1/groups");
  items = json_object_get_array_member (json_node_get_object (list->node), "items");
  g_assert_cmpuint (json_array_get_length (items), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = cursor == NULL
                                  ? g_strdup ("/v1/groups?limit=1")
                                  : g_strdup_printf ("/v1/groups?limit=1&cursor=%s", cursor);
      g_autoptr (TestReply) page = test_get (server, ben, path);
      JsonArray *part = json_object_get_array_member (json_node_get_object (page->node), "items");

      g_assert_cmpuint (json_array_get_length (part), ==, 1);
      g_assert_true (
          json_node_equal (json_array_get_element (part, 0), json_array_get_element (items, i)));
      g_free (cursor);
      cursor = g_strdup (test_reply_string (page, "next"));
      g_assert_cmpint (cursor != NULL, ==, i == 0);
    }
}

/* What a group in a list tells of its next step is what its page tells. */
static void
test_progress (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *one = test_booking ("g1", test_instant (0, 10, 0), 45);
  g_autofree char *two = test_booking ("g2", test_instant (0, 12, 0), 45);
  g_autoptr (TestReply) first = test_group_book (server, ana, "circle", NULL, one);
  g_autoptr (TestReply) second = test_group_book (server, ana, "circle", NULL, two);
  g_autoptr (TestReply) home = NULL;
  g_autoptr (TogHome) model = NULL;
  g_autoptr (TogGroup) whole = NULL;
  TogGroup *card;

  test_server_run (server,
                   "UPDATE session SET state = 'completed' WHERE planned_session_id = "
                   "(SELECT id FROM planned_session WHERE key = 'g1')");
  home = test_get (server, ana, "/v1/home");
  model = tog_home_from_json (home->node, NULL);
  card = g_ptr_array_index (model->groups, 1);
  g_assert_cmpstr (card->team.id, ==, "circle");
  whole = get_group (server, ana, "circle");
  g_assert_cmpint (card->team.n_completed, ==, 1);
  g_assert_cmpint (whole->team.n_completed, ==, 1);
  g_assert_cmpstr (card->team.next->id, ==, "g2");
  g_assert_cmpint (card->team.next->state, ==, TOG_SESSION_SCHEDULED);
  g_assert_cmpstr (card->team.next->session->id, ==, test_reply_string (second, "id"));
  for (guint i = 0; i < whole->team.planned->len; i++)
    {
      TogPlannedSession *item = g_ptr_array_index (whole->team.planned, i);

      g_assert_cmpint (item->session != NULL, ==, i < 2);
    }
}

/* Another organization's group, somebody else's, one that is no more and one that
 * never was are alike to the byte. */
static void
test_not_found (void)
{
  static const char *const hidden[] = { "trio", "gone", "nothing", "west", "first" };
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *north = test_server_token (server, "ana@north.example");
  g_autofree char *body = test_booking ("g1", test_instant (0, 10, 0), 45);

  test_server_run (server,
                   "INSERT INTO member_group (organization_id, program_id, key, name, created_at, "
                   "active) SELECT organization_id, program_id, 'gone', 'Gone', 0, 0 "
                   "FROM member_group LIMIT 1;"
                   "INSERT INTO group_member SELECT member_group.id, member.id, 1 "
                   "FROM member_group, member WHERE member_group.key = 'gone'");
  for (guint i = 0; i <= G_N_ELEMENTS (hidden); i++)
    {
      gboolean foreign = i == G_N_ELEMENTS (hidden);
      const char *group = foreign ? "circle" : hidden[i];
      const char *token = foreign ? north : ana;
      g_autofree char *path = g_strconcat ("/v1/groups/", group, NULL);
      g_autofree char *times_path = make_path (group, "availability", "");
      g_autofree char *best_path = make_path (group, "best-times", "&duration=60");
      g_autoptr (TestReply) whole = test_get (server, token, path);
      g_autoptr (TestReply) times = test_get (server, token, times_path);
      g_autoptr (TestReply) best = test_get (server, token, best_path);
      g_autoptr (TestReply) booked = test_group_book (server, token, group, NULL, body);
      g_autoptr (TestReply) nothing = test_get (server, token, "/v1/groups/no-such-group");

      g_assert_cmpuint (nothing->status, ==, 404);
      g_assert_cmpuint (whole->status, ==, 404);
      g_assert_cmpuint (times->status, ==, 404);
      g_assert_cmpuint (best->status, ==, 404);
      g_assert_cmpuint (booked->status, ==, 404);
      g_assert_cmpstr (whole->body, ==, nothing->body);
      g_assert_cmpstr (times->body, ==, nothing->body);
      g_assert_cmpstr (best->body, ==, nothing->body);
      g_assert_cmpstr (booked->body, ==, nothing->body);
    }
}

/* Nothing of who is only counted leaves but numbers, and these are right. */
static void
check_counts (TestServer *server, const char *ana, const char *cyn, TogSlot range)
{
  g_autoptr (TogTimes) told = test_group_times (server, ana, "circle", range);
  /* What decides, and all of it: she may see her own. */
  g_autoptr (TogTimes) own = test_group_times (
      server, cyn, "circle", (TogSlot){ range.start - TOG_DAY_SECONDS, range.end + ONE_WEEK });
  TogInstant first = (range.start + TOG_QUANTUM - 1) / TOG_QUANTUM * TOG_QUANTUM;
  g_auto (TogAvailability) truth = { 0 };
  g_autoptr (GError) error = NULL;
  TogPersonTimes *cyn_times = g_ptr_array_index (own->people, 0);

  g_assert_cmpstr (cyn_times->member->id, ==, "cyn");
  g_assert_null (own->counted);
  g_assert_cmpuint (own->people->len, ==, 4);
  g_assert_cmpuint (told->people->len, ==, 3);
  g_assert_nonnull (told->counted);
  g_assert_cmpuint (tog_counted_times_get_n_people (told->counted), ==, 1);
  g_assert_cmpint (tog_counted_times_get_first (told->counted), ==, first);
  g_assert_cmpuint (tog_counted_times_get_n_starts (told->counted),
                    ==,
                    (range.end - first + TOG_QUANTUM - 1) / TOG_QUANTUM);
  g_assert_true (tog_times_get_availability (own, 0, own->range, &truth, NULL, &error));
  for (TogInstant start = first; start < range.end; start += TOG_QUANTUM)
    for (gint64 minutes = 30; minutes <= 60; minutes += 15)
      {
        TogSlot slot = { start, start + minutes * TOG_MINUTE };
        TogVerdict verdict = tog_availability_judge_alone (&truth, told->now, slot);
        TogCount n;

        g_assert_true (tog_counted_times_get (told->counted, minutes * TOG_MINUTE, start, &n));
        g_assert_cmpuint (n.n_can, ==, verdict == TOG_VERDICT_AVAILABLE);
        g_assert_cmpuint (n.n_unknown, ==, verdict == TOG_VERDICT_UNCONFIRMED);
      }
}

static void
test_only_counted (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *cyn = test_server_token (server, "cyn@west.example");
  g_autofree char *times_path = make_path ("circle", "availability", "");
  g_autofree char *best_path = make_path ("circle", "best-times", "&duration=60&limit=50");
  g_autofree char *required_path =
      make_path ("circle", "best-times", "&duration=60&limit=50&required=cyn,ana");
  g_autofree char *ana_path =
      make_path ("circle", "best-times", "&duration=60&limit=50&required=ana");
  g_autofree char *body = test_booking ("g1", test_instant (2, 10, 0), 45);
  g_autoptr (TestReply) times = test_get (server, ana, times_path);
  g_autoptr (TestReply) best = test_get (server, ana, best_path);
  g_autoptr (TestReply) required = test_get (server, ana, required_path);
  g_autoptr (TestReply) ana_alone = test_get (server, ana, ana_path);
  g_autoptr (TestReply) refused = test_group_book (server, ana, "circle", NULL, body);
  TestReply *replies[] = { times, best, required, refused };
  g_autofree char *busy_from = tog_instant_format (test_instant (2, 9, 0));
  g_autofree char *busy_to = tog_instant_format (test_instant (2, 12, 0));
  g_autofree char *busy = g_strdup_printf ("\"%s\",\"%s\"", busy_from, busy_to);
  const char *const secrets[] = { "cyn", "Cyn", "Nairobi", "\"to\":\"20:00\"", busy, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    for (guint j = 0; secrets[j] != NULL; j++)
      {
        g_assert_null (strstr (replies[i]->head, secrets[j]));
        g_assert_null (strstr (replies[i]->body, secrets[j]));
      }
  g_assert_cmpuint (times->status, ==, 200);
  g_assert_cmpuint (best->status, ==, 200);
  g_assert_cmpuint (refused->status, ==, 409);
  /* That she is required changes nothing: it would tell when she can't. */
  g_assert_cmpstr (required->body, ==, ana_alone->body);

  check_counts (server, ana, cyn, (TogSlot){ test_instant (0, 0, 0), test_instant (7, 0, 0) });
  check_counts (
      server, ana, cyn, (TogSlot){ test_instant (2, 7, 59) + 7, test_instant (2, 12, 0) + 1 });
  check_counts (server, ana, cyn, (TogSlot){ test_instant (2, 8, 0), test_instant (2, 8, 30) });
  test_server_run (server,
                   "UPDATE member SET buffer_before = 1800, buffer_after = 900, minimum_notice = "
                   "700000 WHERE email = 'cyn@west.example'");
  check_counts (server, ana, cyn, (TogSlot){ test_instant (1, 0, 0), test_instant (3, 0, 0) });
  test_server_run (server, "UPDATE calendar SET broken_since = 1700000000, broken_reason = 'x'");
  check_counts (server, ana, cyn, (TogSlot){ test_instant (1, 0, 0), test_instant (3, 0, 0) });
}

/* The organization may say so for everybody; whoever asks sees themselves. */
static void
test_nobody_named (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ben = test_server_token (server, "ben@west.example");
  g_autoptr (TogTimes) times = NULL;
  TogPersonTimes *person;

  test_server_run (server, "UPDATE organization SET heat_map_names = 0");
  times = test_group_times (
      server, ben, "circle", (TogSlot){ test_instant (0, 0, 0), test_instant (7, 0, 0) });
  g_assert_cmpuint (times->people->len, ==, 1);
  person = g_ptr_array_index (times->people, 0);
  g_assert_cmpstr (person->member->id, ==, "ben");
  g_assert_cmpuint (tog_counted_times_get_n_people (times->counted), ==, 3);
}

/* In a match both are known to each other. */
static void
test_match_is_named (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *from = tog_instant_format (test_instant (0, 0, 0));
  g_autofree char *to = tog_instant_format (test_instant (7, 0, 0));
  g_autofree char *path =
      g_strdup_printf ("/v1/matches/second/availability?from=%s&to=%s", from, to);
  g_autoptr (TestReply) before = test_get (server, ana, path);
  g_autoptr (TestReply) after = NULL;
  g_autoptr (TogTimes) times = NULL;

  test_server_run (server,
                   "UPDATE organization SET heat_map_names = 0; UPDATE member SET "
                   "heat_map_name = 0");
  after = test_get (server, ana, path);
  times = tog_times_from_json (after->node, NULL);
  g_assert_cmpuint (times->people->len, ==, 2);
  g_assert_null (times->counted);
  g_assert_cmpuint (strlen (after->body), ==, strlen (before->body));
}

static void
check_order (TogTimes *times)
{
  static const char *const ids[] = { "dan", "ana", "ben" };

  g_assert_cmpuint (times->people->len, ==, G_N_ELEMENTS (ids));
  for (guint i = 0; i < times->people->len; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (times->people, i);

      g_assert_cmpstr (person->member->id, ==, ids[i]);
      g_assert_cmpint (person->role, ==, i == 1 ? TOG_ROLE_FACILITATOR : TOG_ROLE_GROUP_MEMBER);
    }
}

/* The server ranks as a client ranks that was told the same. */
static void
check_best (TestServer *server,
            const char *token,
            TogTimes *times,
            const gboolean *required,
            const char *query,
            int minutes)
{
  g_autofree char *more = g_strdup_printf ("&duration=%d&limit=50%s", minutes, query);
  g_autofree char *path = make_path ("circle", "best-times", more);
  g_autoptr (TestReply) reply = test_get (server, token, path);
  g_autoptr (GError) error = NULL;
  /* The last hour's sessions reach out of what the client was told. */
  TogSlot range = { test_instant (0, 0, 0), test_instant (7, 0, 0) };
  g_autoptr (TogHeatMap) map = tog_heat_map_new_from_times (
      times, required, range, minutes * TOG_MINUTE, times->now, &error);
  TogBestTime best[50];
  gsize n = tog_heat_map_rank (map, best, G_N_ELEMENTS (best));
  JsonArray *items;

  g_assert_cmpuint (reply->status, ==, 200);
  items = json_object_get_array_member (json_node_get_object (reply->node), "items");
  g_assert_cmpuint (json_array_get_length (items), ==, n);
  for (guint i = 0; i < n; i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      JsonArray *cannot = json_object_get_array_member (item, "cannot");
      g_autofree char *start = tog_instant_format (best[i].start);
      guint n_named = 0;

      g_assert_cmpstr (json_object_get_string_member (item, "start"), ==, start);
      g_assert_cmpint (json_object_get_int_member (item, "n_people"), ==, best[i].heat.n_people);
      g_assert_cmpint (json_object_get_int_member (item, "n_can"), ==, best[i].heat.n_can);
      g_assert_cmpint (json_object_get_int_member (item, "n_unknown"), ==, best[i].heat.n_unknown);
      g_assert_cmpint (json_object_get_int_member (item, "n_required_cannot"),
                       ==,
                       best[i].heat.n_required_cannot);
      g_assert_cmpint (json_object_get_int_member (item, "unsociable"), ==, best[i].unsociable);
      g_assert_cmpint (json_object_get_null_member (item, "worst_off"), ==, best[i].worst_off < 0);
      for (guint j = 0; j < times->people->len; j++)
        {
          TogPersonTimes *person = g_ptr_array_index (times->people, j);

          if (!tog_verdict_is_bookable (tog_heat_map_judge (map, j, best[i].start)))
            g_assert_cmpstr (
                json_array_get_string_element (cannot, n_named++), ==, person->member->id);
        }
      g_assert_cmpuint (json_array_get_length (cannot), ==, n_named);
    }
}

static void
test_best_times (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *dan = test_server_token (server, "dan@west.example");
  g_autoptr (TogTimes) times = test_group_times (
      server, dan, "circle", (TogSlot){ test_instant (0, 0, 0), test_instant (7, 0, 0) });
  gboolean nobody[] = { FALSE, FALSE, FALSE };
  gboolean two[] = { TRUE, FALSE, TRUE };

  check_order (times);
  check_best (server, dan, times, NULL, "", 60);
  check_best (server, dan, times, nobody, "&required=", 45);
  check_best (server, dan, times, two, "&required=dan,ben,cyn", 30);
}

typedef struct
{
  const char *query;
  const char *field;
} BadQuery;

static void
test_bad_queries (void)
{
  static const BadQuery best[] = {
    { "", "duration" },
    { "&duration=31", "duration" },
    { "&duration=0", "duration" },
    { "&duration=-30", "duration" },
    { "&duration=30m", "duration" },
    { "&duration=60&limit=0", "limit" },
    { "&duration=60&limit=51", "limit" },
    { "&duration=60&limit=many", "limit" },
    { "&duration=60&required=nobody", "required" },
    { "&duration=60&required=ana,eve", "required" },
    { "&duration=60&required=ana,", "required" },
  };
  static const BadQuery ranges[] = {
    { "", "from" },
    { "from=now&to=then", "from" },
    { "from=2030-01-01T00:00:00Z", "to" },
    { "from=2030-01-01T00:00:00Z&to=2030-01-01T00:00:00Z", "to" },
    { "from=2030-01-01T00:00:00Z&to=2030-03-04T00:00:01Z", "to" },
    { "from=2030-01-01T00:00:00Z&to=9999-01-01T00:00:00Z", "to" },
  };
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autoptr (TestReply) longest =
      test_get (server,
                ana,
                "/v1/groups/circle/availability?from=2030-01-01T00:00:00Z&to=2030-03-04T00:00:00Z");

  g_assert_cmpuint (longest->status, ==, 200);
  for (guint i = 0; i < G_N_ELEMENTS (best); i++)
    {
      g_autofree char *path = make_path ("circle", "best-times", best[i].query);
      g_autoptr (TestReply) reply = test_get (server, ana, path);

      g_test_message ("%s: %u %s", best[i].query, reply->status, reply->body);
      g_assert_cmpuint (reply->status, ==, 400);
      g_assert_cmpstr (test_reply_string (reply, "field"), ==, best[i].field);
    }
  for (guint i = 0; i < 2 * G_N_ELEMENTS (ranges); i++)
    {
      const BadQuery *bad = &ranges[i / 2];
      g_autofree char *path = g_strdup_printf (
          "/v1/groups/circle/%s?%s", i % 2 == 0 ? "availability" : "best-times", bad->query);
      g_autoptr (TestReply) reply = test_get (server, ana, path);

      g_test_message ("%s: %u %s", bad->query, reply->status, reply->body);
      g_assert_cmpuint (reply->status, ==, 400);
      g_assert_cmpstr (test_reply_string (reply, "field"), ==, bad->field);
    }
}

static TestReply *
patch_me (TestServer *server, const char *token, const char *etag, const char *body)
{
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *headers = g_strdup_printf (
      "Content-Type: application/json\r\nIdempotency-Key: %s\r\nIf-Match: %s\r\n", key, etag);

  return test_send (server->port, token, "PATCH", "/v1/me", headers, body);
}

/* A member chooses whether the heat map names them, and the others hear of it. */
static void
test_choice (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *ben = test_server_token (server, "ben@west.example");
  g_autoptr (TestReply) me = test_get (server, ben, "/v1/me");
  g_autofree char *etag = test_reply_header (me, "ETag");
  g_autoptr (TestReply) patched = NULL;
  g_autoptr (TestReply) stale = NULL;
  g_autoptr (TestReply) again = NULL;
  g_autoptr (TestReply) bad = NULL;
  g_autoptr (TestReply) not_mine = NULL;
  g_autoptr (TogMe) before = tog_me_from_json (me->node, NULL);
  g_autoptr (TogMe) after = NULL;
  g_autoptr (TogTimes) times = NULL;
  g_autofree char *new_etag = NULL;

  g_assert_true (before->heat_map_name);
  g_assert_true (before->heat_map_names);
  patched = patch_me (server, ben, etag, "{\"heat_map_name\":false}");
  g_assert_cmpuint (patched->status, ==, 200);
  after = tog_me_from_json (patched->node, NULL);
  g_assert_false (after->heat_map_name);
  g_assert_cmpstr (after->member->zone, ==, before->member->zone);
  stale = patch_me (server, ben, etag, "{\"heat_map_name\":true}");
  g_assert_cmpuint (stale->status, ==, 412);

  /* Circle and Trio have four and three people; it happened once. */
  new_etag = test_reply_header (patched, "ETag");
  again = patch_me (server, ben, new_etag, "{\"heat_map_name\":false}");
  g_assert_cmpuint (again->status, ==, 200);
  g_assert_cmpint (test_server_count (server,
                                      "SELECT count (*) FROM change "
                                      "WHERE kind = 'group' AND change = 'updated'"),
                   ==,
                   7);
  bad = patch_me (server, ben, new_etag, "{\"heat_map_name\":\"no\"}");
  g_assert_cmpuint (bad->status, ==, 422);
  g_assert_cmpstr (test_reply_string (bad, "field"), ==, "/heat_map_name");
  not_mine = patch_me (server, ben, new_etag, "{\"heat_map_names\":false}");
  g_assert_cmpuint (not_mine->status, ==, 422);

  times = test_group_times (
      server, ana, "circle", (TogSlot){ test_instant (0, 0, 0), test_instant (1, 0, 0) });
  g_assert_cmpuint (times->people->len, ==, 2);
  g_assert_cmpuint (tog_counted_times_get_n_people (times->counted), ==, 2);
}

/* A mail to a group that could not be delivered is the booker's to know. */
static void
test_failed_delivery (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ben = test_server_token (server, "ben@west.example");
  g_autofree char *body = test_booking ("g1", test_instant (0, 10, 0), 45);
  g_autoptr (TestReply) booked = test_group_book (server, ben, "circle", NULL, body);
  g_autoptr (TestReply) home = NULL;
  g_autoptr (TogHome) model = NULL;
  TogTodo *todo;

  g_assert_cmpuint (booked->status, ==, 201);
  test_server_run (server,
                   "UPDATE mail SET state = 'failed', last_error = 'no cyn@west.example here' "
                   "WHERE recipient_id = (SELECT id FROM member WHERE email = 'cyn@west.example')");
  home = test_get (server, ben, "/v1/home");
  g_assert_null (strstr (home->body, "cyn@west.example"));
  model = tog_home_from_json (home->node, NULL);
  g_assert_cmpuint (model->todos->len, ==, 1);
  todo = g_ptr_array_index (model->todos, 0);
  g_assert_cmpint (todo->kind, ==, TOG_TODO_DELIVERY_FAILED);
  g_assert_cmpstr (todo->group_id, ==, "circle");
  g_assert_cmpstr (todo->match_id, ==, NULL);
  g_assert_cmpstr (todo->session_id, ==, test_reply_string (booked, "id"));
}

/* Two who are matched and met in a group have yet to meet alone. */
static void
test_first_contact (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *body = test_booking ("g1", test_instant (0, 10, 0), 45);
  g_autoptr (TestReply) booked = test_group_book (server, ana, "circle", NULL, body);
  g_autoptr (TestReply) home = NULL;
  g_autoptr (TogHome) model = NULL;
  TogMatch *match;
  TogTodo *todo;

  g_assert_cmpuint (booked->status, ==, 201);
  test_server_run (server,
                   "INSERT INTO match (organization_id, program_id, key, mentor_id, mentee_id, "
                   "created_at) SELECT ben.organization_id, program_id, 'pair', ben.id, ana.id, 0 "
                   "FROM member AS ben, member AS ana, member_group "
                   "WHERE ben.email = 'ben@west.example' AND ana.email = 'ana@west.example' "
                   "AND member_group.key = 'circle'");
  home = test_get (server, ana, "/v1/home");
  model = tog_home_from_json (home->node, NULL);
  match = g_ptr_array_index (model->matches, 0);
  g_assert_true (match->first_contact);
  todo = g_ptr_array_index (model->todos, 0);
  g_assert_cmpint (todo->kind, ==, TOG_TODO_FIRST_SESSION);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/group/reads", test_reads);
  g_test_add_func ("/group/lists", test_lists);
  g_test_add_func ("/group/progress", test_progress);
  g_test_add_func ("/group/P19/not-found", test_not_found);
  g_test_add_func ("/group/P20/only-counted", test_only_counted);
  g_test_add_func ("/group/P20/nobody-named", test_nobody_named);
  g_test_add_func ("/group/P20/match-is-named", test_match_is_named);
  g_test_add_func ("/group/P20/choice", test_choice);
  g_test_add_func ("/group/P07/failed-delivery", test_failed_delivery);
  g_test_add_func ("/group/best-times", test_best_times);
  g_test_add_func ("/group/P21/bad-queries", test_bad_queries);
  g_test_add_func ("/group/first-contact", test_first_contact);

  return g_test_run ();
}
