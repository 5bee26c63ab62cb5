#include "config.h"

#include "test-life-support.h"

#include "tog-agenda.h"
#include "tog-session.h"

#include <string.h>

/* What an item of the session's agenda says. */
static char *
describe_item (TestReply *reply, guint index)
{
  JsonObject *session = json_node_get_object (reply->node);
  JsonArray *agenda = json_object_get_array_member (session, "agenda");
  JsonObject *item;
  const char *by;

  if (index >= json_array_get_length (agenda))
    return g_strdup ("nothing");
  item = json_array_get_object_element (agenda, index);
  by = json_object_get_string_member_with_default (item, "added_by", NULL);
  return g_strdup_printf ("%s %s %s",
                          json_object_get_string_member (item, "title"),
                          json_object_get_boolean_member (item, "done") ? "done" : "open",
                          by != NULL ? by : "program");
}

static void
assert_item (TestReply *reply, guint index, const char *expected)
{
  g_autofree char *item = describe_item (reply, index);

  g_assert_cmpstr (item, ==, expected);
}

static const char *
get_id (TestReply *reply, guint index)
{
  JsonObject *session = json_node_get_object (reply->node);

  return json_object_get_string_member (
      json_array_get_object_element (json_object_get_array_member (session, "agenda"), index),
      "id");
}

static TestReply *
put (TestLife *life, const char *token, const char *etag, const char *items)
{
  g_autofree char *body = g_strdup_printf ("{\"items\":[%s]}", items);

  return test_life_send (life, token, "PUT", "agenda", etag, body);
}

#define HELLO "{\"id\":\"program-1\",\"title\":\"Hello\"}"

static void
test_points (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TestReply) first = test_life_get (life, life->ana, NULL);
  g_autoptr (TestReply) added = NULL;
  g_autoptr (TestReply) ticked = NULL;
  g_autoptr (TestReply) same = NULL;
  g_autoptr (TestReply) renamed = NULL;
  g_autoptr (TestReply) dropped = NULL;
  g_autoptr (TestReply) invite = NULL;
  g_autoptr (TestReply) changes = NULL;
  g_autoptr (TestReply) since = test_life_get (life, life->ben, "/v1/changes");
  g_autofree char *list =
      g_strconcat ("/v1/changes?since=", test_reply_string (since, "next"), NULL);
  g_autoptr (GString) unfolded = NULL;
  g_autofree char *items = NULL;
  g_autofree char *mine = NULL;

  assert_item (first, 0, "Hello open program");
  g_assert_cmpstr (get_id (first, 0), ==, "program-1");

  added = put (life, life->ana, "\"1\"", HELLO ",{\"title\":\"My point; with, \\\\ all\"}");
  g_assert_cmpuint (added->status, ==, 200);
  g_assert_cmpstr (test_reply_string (added, "etag"), ==, "\"2\"");
  assert_item (added, 1, "My point; with, \\ all open ana");
  changes = test_life_get (life, life->ben, list);
  g_assert_nonnull (strstr (changes->body, life->id));

  /* Anybody ticks, in any order. */
  items = g_strdup_printf ("{\"id\":\"%s\",\"title\":\"My point; with, \\\\ all\",\"done\":true},"
                           "{\"id\":\"program-1\",\"title\":\"Hello\",\"done\":true}",
                           get_id (added, 1));
  ticked = put (life, life->ben, "\"2\"", items);
  g_assert_cmpuint (ticked->status, ==, 200);
  assert_item (ticked, 0, "My point; with, \\ all done ana");
  assert_item (ticked, 1, "Hello done program");
  same = put (life, life->ben, "\"3\"", items);
  g_assert_cmpstr (same->body, ==, ticked->body);

  invite = test_life_get (life, life->ben, "invite.ics");
  unfolded = g_string_new (invite->body);
  g_string_replace (unfolded, "\r\n ", "", 0);
  g_assert_nonnull (strstr (unfolded->str, "My point\\; with\\, \\\\ all"));

  mine = g_strdup_printf (HELLO ",{\"id\":\"%s\",\"title\":\"Better\"}", get_id (added, 1));
  renamed = put (life, life->ana, "\"3\"", mine);
  assert_item (renamed, 1, "Better open ana");
  dropped = put (life, life->ana, "\"4\"", HELLO);
  g_assert_cmpuint (dropped->status, ==, 200);
  assert_item (dropped, 1, "nothing");
}

/* P21: the program's items and others' talking points are not to be changed. */
static void
test_refusals (void)
{
  static const struct
  {
    const char *items; /* %s is the id of Ana's point */
    const char *field;
  } cases[] = {
    { "", "/items" },
    { HELLO, "/items" },
    { "{\"id\":\"program-1\",\"title\":\"Hi\"},{\"id\":\"%s\",\"title\":\"Ana’s\"}",
      "/items/0/title" },
    { HELLO ",{\"id\":\"%s\",\"title\":\"Ben’s\"}", "/items/1/title" },
    { HELLO ",{\"id\":\"%s\",\"title\":\"Ana’s\"}," HELLO, "/items/2/id" },
    { HELLO ",{\"id\":\"program-2\",\"title\":\"x\"}", "/items/1/id" },
    { HELLO ",{\"title\":\"\"}", "/items/1/title" },
    { HELLO ",{\"title\":\"a\\r\\nATTENDEE:mailto:eve@evil.example\"}", "/items/1/title" },
    { HELLO ",{\"title\":\"x\",\"added_by\":\"ana\"}", "/items/1" },
    { HELLO ",{\"title\":\"x\",\"minutes\":5}", "/items/1" },
    { HELLO ",7", "/items/1" },
  };
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TestReply) added = put (life, life->ana, "\"1\"", HELLO ",{\"title\":\"Ana’s\"}");
  g_autoptr (TestReply) old = put (life, life->ben, "\"1\"", HELLO);
  g_autoptr (TestReply) none = put (life, life->ben, NULL, HELLO);
  g_autoptr (TestReply) after = NULL;
  g_autoptr (TestReply) cancelled = NULL;
  g_autofree char *etag = test_reply_header (old, "ETag");

  g_assert_cmpuint (old->status, ==, 412);
  g_assert_true (g_str_has_prefix (etag, "\"2."));
  g_assert_cmpuint (none->status, ==, 428);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) parts = g_strsplit (cases[i].items, "%s", -1);
      g_autofree char *items = g_strjoinv (get_id (added, 1), parts);
      g_autoptr (TestReply) refused = put (life, life->ben, "\"2\"", items);

      g_test_message ("%s", items);
      g_assert_cmpuint (refused->status, ==, 422);
      g_assert_cmpstr (test_reply_string (refused, "field"), ==, cases[i].field);
    }
  after = test_life_get (life, life->ana, NULL);
  g_assert_cmpstr (after->body, ==, added->body);

  test_server_run (life->server, "UPDATE session SET state = 'cancelled'");
  cancelled = put (life, life->ana, "\"2\"", HELLO);
  g_assert_cmpuint (cancelled->status, ==, 409);
  g_assert_cmpstr (test_reply_string (cancelled, "type"), ==, "/problems/session-cancelled");
}

/* The program's own items are as it says now, also after it was changed; there are
 * never more than can be sent. */
static void
test_program_changes (void)
{
  static const char state[] =
      "[{\"id\":\"p\",\"title\":\"Mine\",\"minutes\":0,\"done\":true,\"added_by\":\"ana\"},"
      "{\"id\":\"program-2\",\"title\":\"Old\",\"minutes\":1,\"done\":true},"
      "{\"id\":\"program-9\",\"title\":\"Gone\",\"minutes\":1,\"done\":true}]";
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) agenda = tog_agenda_read (
      "[{\"title\":\"One\",\"minutes\":5},{\"title\":\"Two\",\"minutes\":0}]", state, &error);
  g_autoptr (GPtrArray) full = NULL;
  g_autoptr (GString) program = g_string_new ("[");
  TogAgendaItem *item;

  g_assert_no_error (error);
  g_assert_cmpuint (agenda->len, ==, 3);
  item = g_ptr_array_index (agenda, 0);
  g_assert_cmpstr (item->title, ==, "Mine");
  item = g_ptr_array_index (agenda, 1);
  g_assert_cmpstr (item->title, ==, "Two");
  g_assert_true (item->done);
  item = g_ptr_array_index (agenda, 2);
  g_assert_cmpstr (item->title, ==, "One");
  g_assert_false (item->done);
  g_assert_cmpint (item->minutes, ==, 5);

  for (guint i = 0; i < 50; i++)
    g_string_append_printf (program, "%s{\"title\":\"%u\",\"minutes\":0}", i > 0 ? "," : "", i);
  g_string_append_c (program, ']');
  full = tog_agenda_read (program->str, state, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (full->len, ==, 50);
  item = g_ptr_array_index (full, 0);
  g_assert_cmpstr (item->title, ==, "Mine");
}

static TestReply *
say_late (TestLife *life, const char *token, int minutes)
{
  g_autofree char *body = g_strdup_printf ("{\"minutes\":%d}", minutes);

  return test_life_send (life, token, "POST", "late", NULL, body);
}

#define LATE_SENT "SELECT count (*) FROM mail WHERE method = 'LATE' AND state = 'written'"

static void
test_late (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TestReply) early = say_late (life, life->ana, 10);
  g_autoptr (TestReply) said = NULL;
  g_autoptr (TestReply) again = NULL;
  g_autoptr (TestReply) bad = NULL;
  g_autoptr (TestReply) taken_back = NULL;
  g_autoptr (TestReply) over = NULL;
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;
  g_autoptr (GPtrArray) invites = NULL;
  JsonObject *participant;
  JsonArray *participants;

  g_assert_cmpuint (early->status, ==, 409);
  g_assert_cmpstr (test_reply_string (early, "type"), ==, "/problems/session-too-early");
  test_life_go_to (life, life->start - 5 * TOG_MINUTE);
  bad = say_late (life, life->ana, 121);
  g_assert_cmpuint (bad->status, ==, 422);

  said = say_late (life, life->ana, 10);
  g_assert_cmpuint (said->status, ==, 200);
  g_assert_cmpstr (test_reply_string (said, "delivery"), ==, "sent");
  participants = json_object_get_array_member (json_node_get_object (said->node), "participants");
  participant = json_array_get_object_element (participants, 1);
  g_assert_cmpint (json_object_get_int_member (participant, "late"), ==, 10);
  test_life_wait (life, LATE_SENT, 1);

  /* At once it is no news, later it is. */
  again = say_late (life, life->ana, 20);
  g_assert_cmpuint (again->status, ==, 200);
  g_assert_cmpint (test_server_count (life->server, LATE_SENT), ==, 1);
  first = test_life_mails (life, "running about 10 minutes late");
  g_assert_cmpuint (first->len, ==, 1);
  g_assert_nonnull (strstr (first->pdata[0], "To: Ben Two"));
  g_assert_nonnull (strstr (first->pdata[0], "Subject: Ana One is running about 10 minutes late"));
  g_assert_nonnull (strstr (first->pdata[0], "Asia/Kathmandu (UTC+5:45)"));
  g_assert_null (strstr (first->pdata[0], "[text/calendar]"));

  test_life_go_to (life, life->start - 2 * TOG_MINUTE);
  g_clear_pointer (&again, test_reply_free);
  again = say_late (life, life->ana, 25);
  test_life_wait (life, "SELECT count (*) FROM mail WHERE state = 'pending'", 0);
  second = test_life_mails (life, "running about 25 minutes late");
  g_assert_cmpuint (second->len, ==, 1);
  invites = test_life_mails (life, "[text/calendar]");
  g_assert_cmpuint (invites->len, ==, 2);

  /* Taken back, it is no reason for another mail. */
  taken_back = say_late (life, life->ana, 0);
  g_assert_cmpuint (taken_back->status, ==, 200);
  participants =
      json_object_get_array_member (json_node_get_object (taken_back->node), "participants");
  participant = json_array_get_object_element (participants, 1);
  g_assert_cmpint (json_object_get_int_member (participant, "late"), ==, 0);
  g_assert_cmpint (
      test_server_count (life->server, "SELECT count (*) FROM mail WHERE state = 'pending'"),
      ==,
      0);
  g_assert_cmpint (test_server_count (life->server, LATE_SENT), ==, 1);

  test_life_go_to (life, life->start + TOG_HOUR);
  over = say_late (life, life->ana, 10);
  g_assert_cmpuint (over->status, ==, 409);
  g_assert_cmpstr (test_reply_string (over, "type"), ==, "/problems/session-over");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server/agenda/points", test_points);
  g_test_add_func ("/server/agenda/refusals-P21", test_refusals);
  g_test_add_func ("/server/agenda/program-changes", test_program_changes);
  g_test_add_func ("/server/agenda/late", test_late);
  return g_test_run ();
}
