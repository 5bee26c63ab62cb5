#include "config.h"

#include "test-group-support.h"
#include "test-life-support.h"

#include "tog-history-item.h"
#include "tog-json.h"

#include <string.h>

/* What a client keeps: the history of sessions, and what changed since. */

#define MINE "Nobody but Ana reads this: 4711"
#define BENS "Nobody but Ben reads this: 4712"
#define SHARED "What we agreed on"

/* Returns: (element-type TogHistoryItem): as a client reads it */
static GPtrArray *
read_items (TestReply *reply)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object;
  GPtrArray *items;

  if (reply->status != 200)
    g_error ("%s", reply->body);
  object = json_node_get_object (reply->node);
  items = tog_json_list_read (json_object_get_member (object, "items"),
                              200,
                              (TogJsonFunc) tog_history_item_from_json,
                              &error);
  g_assert_no_error (error);
  return items;
}

static guint
get_total (TestReply *reply)
{
  return json_object_get_int_member (json_node_get_object (reply->node), "total");
}

static GPtrArray *
get_history (TestServer *server, const char *token)
{
  g_autoptr (TestReply) reply = test_get (server, token, "/v1/history");
  GPtrArray *items = read_items (reply);

  g_assert_cmpuint (get_total (reply), ==, items->len);
  return items;
}

static char *
get_next (TestServer *server, const char *token)
{
  g_autoptr (TestReply) reply = test_get (server, token, "/v1/changes");

  return g_strdup (test_reply_string (reply, "next"));
}

/* Returns: (transfer full): all since, as "created session, deleted group"; moves on
 * @since */
static char *
list_changes (TestServer *server, const char *token, char **since)
{
  g_autofree char *path = g_strconcat ("/v1/changes?since=", *since, NULL);
  g_autoptr (TestReply) reply = test_get (server, token, path);
  GString *text = g_string_new (NULL);
  JsonArray *items;

  g_assert_cmpuint (reply->status, ==, 200);
  items = json_object_get_array_member (json_node_get_object (reply->node), "items");
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);

      g_string_append_printf (text,
                              "%s%s %s",
                              i > 0 ? ", " : "",
                              json_object_get_string_member (item, "change"),
                              json_object_get_string_member (item, "kind"));
    }
  g_free (*since);
  *since = g_strdup (test_reply_string (reply, "next"));
  return g_string_free (text, FALSE);
}

static void
assert_changes (TestServer *server, const char *token, char **since, const char *expected)
{
  g_autofree char *changes = list_changes (server, token, since);

  g_assert_cmpstr (changes, ==, expected);
}

static void
put_note (TestLife *life, const char *token, const char *text, const char *shared)
{
  g_autofree char *body = g_strdup_printf ("{\"text\":\"%s\",\"shared\":\"%s\"}", text, shared);
  g_autoptr (TestReply) reply = test_life_send (life, token, "PUT", "note", "*", body);

  g_assert_cmpuint (reply->status, ==, 200);
}

/* P19, P20: each sees their own, and of others what those share; whoever takes no part
 * and is in no group, and another organization, see that there is nothing. */
static void
test_private (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autofree char *dan = test_server_token (life->server, "dan@north.example");
  g_autofree char *eve = test_server_token (life->server, "eve@south.example");
  const struct
  {
    const char *token;
    gboolean sees;
    const char *text;
    const char *shared;
    const char *other;
  } people[] = {
    { life->ana, TRUE, MINE, "", SHARED },
    { life->ben, TRUE, BENS, SHARED, NULL },
    { dan, FALSE, NULL, NULL, NULL },
    { eve, FALSE, NULL, NULL, NULL },
  };
  g_autofree char *path = g_strconcat ("/v1/history?session=", life->id, NULL);

  put_note (life, life->ana, MINE, "");
  put_note (life, life->ben, BENS, SHARED);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autoptr (TestReply) page = test_get (life->server, people[i].token, "/v1/history");
      g_autoptr (TestReply) by_id = test_get (life->server, people[i].token, path);
      g_autoptr (GPtrArray) items = read_items (page);
      TogHistoryItem *item;

      g_assert_cmpstr (page->body, ==, by_id->body);
      g_assert_cmpuint (items->len, ==, people[i].sees ? 1 : 0);
      g_assert_cmpuint (get_total (page), ==, items->len);
      if (!people[i].sees)
        continue;

      item = g_ptr_array_index (items, 0);
      g_assert_cmpstr (item->session->id, ==, life->id);
      g_assert_cmpstr (item->note->text, ==, people[i].text);
      g_assert_cmpstr (item->note->shared, ==, people[i].shared);
      g_assert_cmpuint (item->note->others->len, ==, people[i].other != NULL ? 1 : 0);
      g_assert_null (strstr (page->body, people[i].token == life->ana ? BENS : MINE));
    }
}

static void
write_now (TestLife *life, const char *token, const char *below, const char *body)
{
  g_autoptr (TestReply) reply = test_life_send (life, token, "POST", below, "*", body);

  if (reply->status != 200)
    g_error ("%s: %s", below, reply->body);
}

static void
test_invites (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  TogInstant second = life->start + TOG_HOUR;
  TogInstant third = life->start + 2 * TOG_HOUR;
  g_autofree char *second_text = tog_instant_format (second);
  g_autofree char *third_text = tog_instant_format (third);
  g_autofree char *to_second =
      g_strdup_printf ("{\"start\":\"%s\",\"duration\":45,\"zone\":\"UTC\"}", second_text);
  g_autofree char *elsewhere = g_strdup_printf (
      "{\"start\":\"%s\",\"duration\":45,\"zone\":\"UTC\",\"conference\":{\"kind\":\"place\","
      "\"place\":\"Room 3\"}}",
      second_text);
  g_autofree char *to_third =
      g_strdup_printf ("{\"start\":\"%s\",\"duration\":30,\"zone\":\"UTC\"}", third_text);
  const struct
  {
    TogInviteEventKind kind;
    const char *by;
    TogInstant start;
    TogInstant end;
    TogAnswer answer;
    const char *reason;
  } expected[] = {
    { TOG_INVITE_EVENT_BOOKED, "ana", life->start, life->start + 2700, 0, NULL },
    { TOG_INVITE_EVENT_ANSWERED, "ben", 0, 0, TOG_ANSWER_DECLINED, "Ill" },
    { TOG_INVITE_EVENT_MOVED, "ana", second, second + 2700, 0, NULL },
    { TOG_INVITE_EVENT_CHANGED, "ben", second, second + 2700, 0, NULL },
    { TOG_INVITE_EVENT_ANSWERED, "ben", 0, 0, TOG_ANSWER_TENTATIVE, NULL },
    { TOG_INVITE_EVENT_MOVED, "ben", third, third + 1800, 0, NULL },
    { TOG_INVITE_EVENT_CANCELLED, "ana", third, third + 1800, 0, "Rain" },
  };
  g_autoptr (GPtrArray) items = NULL;
  GPtrArray *invites;

  /* What a booking costs is not to grow by this. */
  g_assert_cmpint (test_server_count (life->server, "SELECT count (*) FROM invite_event"), ==, 0);
  write_now (life, life->ben, "answer", "{\"answer\":\"declined\",\"reason\":\"Ill\"}");
  write_now (life, life->ben, "answer", "{\"answer\":\"declined\",\"reason\":\"Ill\"}");
  write_now (life, life->ana, "move", to_second);
  write_now (life, life->ben, "move", elsewhere);
  write_now (life, life->ben, "answer", "{\"answer\":\"tentative\"}");
  write_now (life, life->ben, "move", to_third);
  write_now (life, life->ana, "cancel", "{\"reason\":\"Rain\"}");

  items = get_history (life->server, life->ben);
  g_assert_cmpuint (items->len, ==, 1);
  invites = ((TogHistoryItem *) g_ptr_array_index (items, 0))->invites;
  g_assert_cmpuint (invites->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < invites->len; i++)
    {
      TogInviteEvent *event = g_ptr_array_index (invites, i);

      g_test_message ("%u", i);
      g_assert_cmpint (event->kind, ==, expected[i].kind);
      g_assert_cmpstr (event->by, ==, expected[i].by);
      g_assert_cmpint (event->slot.start, ==, expected[i].start);
      g_assert_cmpint (event->slot.end, ==, expected[i].end);
      g_assert_cmpint (event->answer, ==, expected[i].answer);
      g_assert_cmpstr (event->reason, ==, expected[i].reason);
    }
}

static void
test_statements (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (GPtrArray) items = NULL;
  TogHistoryItem *item;
  const TogInviteEventKind kinds[] = { TOG_INVITE_EVENT_BOOKED,
                                       TOG_INVITE_EVENT_MISSED,
                                       TOG_INVITE_EVENT_COMPLETED };

  test_life_go_to (life, life->start + TOG_DAY_SECONDS);
  write_now (life, life->ben, "complete", "{\"held\":\"no\"}");
  write_now (life, life->ana, "complete", "{\"held\":\"yes\",\"rating\":4}");
  write_now (life, life->ana, "complete", "{\"held\":\"yes\",\"rating\":3}");
  items = get_history (life->server, life->ana);
  item = g_ptr_array_index (items, 0);
  g_assert_cmpuint (item->invites->len, ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < item->invites->len; i++)
    g_assert_cmpint (((TogInviteEvent *) g_ptr_array_index (item->invites, i))->kind, ==, kinds[i]);
}

/* Many with the same start; @size is that of the notes of each. */
static void
add_sessions (TestServer *server, guint n, guint size)
{
  g_autofree char *sql = g_strdup_printf (
      "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < %u) "
      "INSERT INTO session (organization_id, key, planned_session_id, match_id, booked_by, state, "
      "starts_at, ends_at, uid, conference, booked_at) "
      "SELECT match.organization_id, 's' || i, planned_session.id, match.id, mentor_id, "
      "'cancelled', 1700000000 + i / 7 * 900, 1700002700 + i / 7 * 900, 'u' || i, "
      "'{\"kind\":\"none\"}', 1600000000 "
      "FROM n, match JOIN planned_session USING (program_id) "
      "WHERE match.key = 'second' AND planned_session.key = 'p1';"
      "INSERT INTO participant (session_id, member_id, role, answer) "
      "SELECT session.id, mentor_id, 'mentor', 'accepted' FROM session JOIN match "
      "ON match.id = match_id WHERE match.key = 'second';"
      "INSERT INTO participant (session_id, member_id, role, answer) "
      "SELECT session.id, mentee_id, 'mentee', 'accepted' FROM session JOIN match "
      "ON match.id = match_id WHERE match.key = 'second';"
      "INSERT INTO note (session_id, member_id, text, shared, version, updated_at) "
      "SELECT session_id, member_id, printf ('%%.*c', %u, 'x'), 'shared', 1, 0 FROM participant;",
      n,
      size);

  test_server_run (server, sql);
}

/* Every session is there once, in order, however large the pages get. */
static void
test_pages (void)
{
  static const guint sizes[] = { 10, 20000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (TestServer) server = test_server_new ();
      g_autofree char *ana = test_server_token (server, "ana@north.example");
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_autofree char *cursor = g_strdup ("");
      TogInstant last = G_MAXINT64;
      guint n_pages = 0;

      add_sessions (server, 450, sizes[i]);
      for (; cursor != NULL; n_pages++)
        {
          g_autofree char *path = g_strconcat ("/v1/history?limit=200", cursor, NULL);
          g_autoptr (TestReply) reply = test_get (server, ana, path);
          g_autoptr (GPtrArray) items = read_items (reply);

          g_assert_cmpuint (get_total (reply), ==, 450);
          g_assert_cmpuint (strlen (reply->body), <, 4 * 1024 * 1024);
          for (guint k = 0; k < items->len; k++)
            {
              TogHistoryItem *item = g_ptr_array_index (items, k);

              g_assert_true (g_hash_table_add (seen, g_strdup (item->session->id)));
              g_assert_cmpint (item->session->slot.start, <=, last);
              g_assert_cmpuint (strlen (item->note->text), ==, sizes[i]);
              g_assert_cmpuint (item->note->others->len, ==, 1);
              g_assert_cmpuint (item->session->participants->len, ==, 2);
              last = item->session->slot.start;
            }
          g_free (cursor);
          cursor = test_reply_string (reply, "next") != NULL
                       ? g_strconcat ("&cursor=", test_reply_string (reply, "next"), NULL)
                       : NULL;
        }
      g_assert_cmpuint (g_hash_table_size (seen), ==, 450);
      g_assert_cmpuint (n_pages, >=, sizes[i] > 1000 ? 5 : 3);
      if (sizes[i] < 1000)
        g_assert_cmpuint (n_pages, ==, 3);
    }
}

/* What does not fit is named, to be asked for again. */
static void
test_by_ids (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autoptr (GString) ids = g_string_new ("s1");
  g_autofree char *rest = NULL;
  guint n_items = 0;
  guint n_answers = 0;

  add_sessions (server, 50, 20000);
  /* As long as notes get: each character takes several bytes. */
  test_server_run (server, "UPDATE note SET text = replace (text, 'x', '\U0001F600')");
  for (guint i = 2; i <= 50; i++)
    g_string_append_printf (ids, ",s%u", i);
  for (rest = g_strdup (ids->str); rest != NULL; n_answers++)
    {
      g_autofree char *path = g_strconcat ("/v1/history?session=", rest, NULL);
      g_autoptr (TestReply) reply = test_get (server, ana, path);
      g_autoptr (GPtrArray) items = read_items (reply);

      n_items += items->len;
      g_free (rest);
      rest = g_strdup (test_reply_string (reply, "next"));
    }
  g_assert_cmpuint (n_items, ==, 50);
  g_assert_cmpuint (n_answers, ==, 2);
}

/* Who hears of what, and how often: what is private on one's other devices alone. */
static void
test_changes (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autofree char *dan = test_server_token (life->server, "dan@north.example");
  g_autofree char *eve = test_server_token (life->server, "eve@south.example");
  g_autofree char *booked = NULL;
  const char *const tokens[] = { life->ana, life->ben, dan, eve };
  const struct
  {
    const char *token;
    const char *below;
    const char *body;
    const char *expected[G_N_ELEMENTS (tokens)];
  } steps[] = {
    { life->ana, "note", "{\"text\":\"a\",\"shared\":\"\"}", { "updated session", "", "", "" } },
    { life->ana,
      "note",
      "{\"text\":\"a\",\"shared\":\"b\"}",
      { "updated session", "updated session", "", "" } },
    { life->ben,
      "answer",
      "{\"answer\":\"tentative\"}",
      { "updated session, updated match", "updated session, updated match", "", "" } },
    { life->ben,
      "cancel",
      "{}",
      { "updated session, updated match", "updated session, updated match", "", "" } },
  };
  char *since[G_N_ELEMENTS (tokens)];

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    since[i] = get_next (life->server, tokens[i]);
  booked = g_strdup (since[0]);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      const char *method = g_str_equal (steps[i].below, "note") ? "PUT" : "POST";
      g_autoptr (TestReply) reply =
          test_life_send (life, steps[i].token, method, steps[i].below, "*", steps[i].body);

      g_assert_cmpuint (reply->status, ==, 200);
      /* How far mails got is a change of its own. */
      test_life_wait (life, "SELECT count (*) FROM mail WHERE state = 'pending'", 0);
      for (guint k = 0; k < G_N_ELEMENTS (tokens); k++)
        {
          g_autofree char *changes = list_changes (life->server, tokens[k], &since[k]);

          /* Told in the order in which they happened last. */
          if (g_str_equal (changes, "updated match, updated session"))
            g_assert_cmpstr (steps[i].expected[k], ==, "updated session, updated match");
          else
            g_assert_cmpstr (changes, ==, steps[i].expected[k]);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    g_free (since[i]);

  /* All of it together is one change of each thing. */
  test_server_run (life->server,
                   "DELETE FROM change WHERE kind = 'match'; INSERT INTO change "
                   "(member_id, kind, item_key, change, changed_at) SELECT id, 'match', 'new', "
                   "'created', 0 FROM member; INSERT INTO change (member_id, kind, item_key, "
                   "change, changed_at) SELECT id, 'match', 'new', 'updated', 0 FROM member");
  assert_changes (life->server, life->ana, &booked, "updated session, created match");
  g_free (booked);
  booked = get_next (life->server, life->ana);
  test_server_run (life->server,
                   "INSERT INTO change (member_id, kind, item_key, change, changed_at) SELECT id, "
                   "'match', 'brief', 'created', 0 FROM member; INSERT INTO change (member_id, "
                   "kind, item_key, change, changed_at) SELECT id, 'match', 'brief', 'deleted', 0 "
                   "FROM member");
  assert_changes (life->server, life->ana, &booked, "deleted match");
}

static void
import_with (TestServer *server, const char *before, const char *after)
{
  g_autoptr (GString) text = g_string_new (test_group_text ());

  g_assert_cmpuint (g_string_replace (text, before, after, 0), ==, 1);
  test_server_import (server, text->str);
}

#define PEOPLE "\"members\":[\"dan\",\"cyn\",\"ben\"]"
#define CIRCLE                                                                                     \
  "{\"id\":\"circle\",\"program\":\"program\",\"name\":\"Circle\",\"facilitators\":[\"ana\"]"      \
  "," PEOPLE "},"

/* Somebody comes to a group and leaves it, and the group goes and comes back: what they
 * see is what they are told, at every step. */
static void
test_membership (void)
{
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *dan = test_server_token (server, "dan@west.example");
  g_autofree char *eve = test_server_token (server, "eve@west.example");
  g_autofree char *fay = test_server_token (server, "fay@west.example");
  const char *const tokens[] = { ana, dan, eve, fay };
  static const struct
  {
    const char *before;
    const char *after;
    const char *expected[G_N_ELEMENTS (tokens)];
    guint n_seen[G_N_ELEMENTS (tokens)];
  } steps[] = {
    /* Eve comes, later than the session was booked. */
    { PEOPLE,
      "\"members\":[\"dan\",\"cyn\",\"ben\",\"eve\"]",
      { "updated group", "updated group", "created session, created group", "" },
      { 1, 1, 1, 0 } },
    /* Dan leaves: he takes part in the session, so it stays his. Eve leaves. */
    { PEOPLE,
      "\"members\":[\"cyn\",\"ben\"]",
      { "updated group", "deleted group", "deleted group, deleted session", "" },
      { 1, 1, 0, 0 } },
    /* Both are back. */
    { PEOPLE,
      "\"members\":[\"dan\",\"cyn\",\"ben\",\"eve\"]",
      { "updated group", "created group", "created session, created group", "" },
      { 1, 1, 1, 0 } },
    { CIRCLE,
      "",
      { "deleted group", "deleted group", "deleted group, deleted session", "" },
      { 1, 1, 0, 0 } },
    { PEOPLE,
      "\"members\":[\"dan\",\"cyn\",\"ben\",\"eve\"]",
      { "created group", "created group", "created group, created session", "" },
      { 1, 1, 1, 0 } },
  };
  g_autofree char *body = NULL;
  g_autoptr (GPtrArray) dan_only = g_ptr_array_new ();
  g_autoptr (TestReply) booked = NULL;
  char *since[G_N_ELEMENTS (tokens)];

  g_ptr_array_add (dan_only, (gpointer) "dan");
  body = test_group_booking ("g1", test_instant (0, 10, 0), 45, dan_only, 0);
  booked = test_group_book (server, ana, "circle", NULL, body);
  if (booked->status != 201)
    g_error ("%s", booked->body);
  test_server_run (server,
                   "INSERT INTO note (session_id, member_id, text, shared, version, updated_at) "
                   "SELECT session_id, member_id, 'secret', '" SHARED "', 1, 0 FROM participant");

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    since[i] = get_next (server, tokens[i]);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      import_with (server, steps[i].before, steps[i].after);
      for (guint k = 0; k < G_N_ELEMENTS (tokens); k++)
        {
          g_autofree char *path =
              g_strconcat ("/v1/sessions/", test_reply_string (booked, "id"), NULL);
          g_autoptr (TestReply) alone = test_get (server, tokens[k], path);
          g_autoptr (GPtrArray) items = get_history (server, tokens[k]);

          g_test_message ("step %u, person %u", i, k);
          assert_changes (server, tokens[k], &since[k], steps[i].expected[k]);
          g_assert_cmpuint (items->len, ==, steps[i].n_seen[k]);
          g_assert_cmpuint (alone->status, ==, items->len == 1 ? 200 : 404);
          /* Who only sees it has no part in what is shared among those who were there. */
          if (items->len == 1)
            {
              TogHistoryItem *item = g_ptr_array_index (items, 0);

              g_assert_cmpint (item->note != NULL, ==, tokens[k] != eve);
            }
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    g_free (since[i]);
}

/* What a session shows of its program, its step and its people is told to all who see
 * it, and to nobody else. */
static void
test_renamed (void)
{
  static const char *const renames[][2] = {
    { "\"First\"", "\"The first\"" },
    { "\"Group Program\"", "\"The program\"" },
    { "\"Dan Four\"", "\"Dan Five\"" },
  };
  g_autoptr (TestServer) server = test_group_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@west.example");
  g_autofree char *ben = test_server_token (server, "ben@west.example");
  g_autofree char *fay = test_server_token (server, "fay@west.example");
  g_autoptr (GPtrArray) dan_only = g_ptr_array_new ();
  g_autoptr (TestReply) booked = NULL;
  g_autofree char *body = NULL;

  g_ptr_array_add (dan_only, (gpointer) "dan");
  body = test_group_booking ("g1", test_instant (0, 10, 0), 45, dan_only, 0);
  booked = test_group_book (server, ana, "circle", NULL, body);
  g_assert_cmpuint (booked->status, ==, 201);
  for (guint i = 0; i < G_N_ELEMENTS (renames); i++)
    {
      g_autofree char *since = get_next (server, ben);
      g_autofree char *since_fay = get_next (server, fay);
      g_autofree char *changes = NULL;
      g_autofree char *changes_fay = NULL;

      import_with (server, renames[i][0], renames[i][1]);
      changes = list_changes (server, ben, &since);
      changes_fay = list_changes (server, fay, &since_fay);
      g_assert_nonnull (strstr (changes, "updated session"));
      g_assert_null (strstr (changes_fay, "session"));
      test_server_import (server, test_group_text ());
    }
}

/* A match that goes and comes back; its sessions stay with who took part in them. */
static void
test_match_gone (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autofree char *since = get_next (life->server, life->ben);
  g_autoptr (GPtrArray) items = NULL;

  test_server_import (life->server,
                      "{\"format\":1,\"organization\":{\"id\":\"north\",\"name\":\"North\"},"
                      "\"members\":["
                      "{\"id\":\"ana\",\"name\":\"Ana One\",\"email\":\"ana@north.example\","
                      "\"zone\":\"Africa/Abidjan\"},"
                      "{\"id\":\"ben\",\"name\":\"Ben Two\",\"email\":\"ben@north.example\","
                      "\"zone\":\"Asia/Kathmandu\"}],\"programs\":[],\"matches\":[]}");
  {
    g_autofree char *changes = list_changes (life->server, life->ben, &since);

    g_assert_nonnull (strstr (changes, "deleted match"));
    g_assert_null (strstr (changes, "deleted session"));
  }
  items = get_history (life->server, life->ben);
  g_assert_cmpuint (items->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server/history/private/P19/P20", test_private);
  g_test_add_func ("/server/history/invites", test_invites);
  g_test_add_func ("/server/history/statements", test_statements);
  g_test_add_func ("/server/history/pages/P28", test_pages);
  g_test_add_func ("/server/history/by-ids/P28", test_by_ids);
  g_test_add_func ("/server/history/changes/P19/P20", test_changes);
  g_test_add_func ("/server/history/membership/P19/P20", test_membership);
  g_test_add_func ("/server/history/renamed/P20", test_renamed);
  g_test_add_func ("/server/history/match-gone", test_match_gone);

  return g_test_run ();
}
