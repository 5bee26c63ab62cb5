#include "config.h"

#include "test-life-support.h"

#include <string.h>

#define SECRET "Nobody but Ana reads this: 4711"
#define SHARED "What we agreed on"

static char *
note_body (const char *text, const char *shared)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "text", text);
  json_object_set_string_member (object, "shared", shared);
  json_node_init_object (node, object);
  json_object_unref (object);
  return json_to_string (node, FALSE);
}

static TestReply *
put (TestLife *life, const char *token, const char *if_match, const char *text, const char *shared)
{
  g_autofree char *body = note_body (text, shared);

  return test_life_send (life, token, "PUT", "note", if_match, body);
}

static JsonArray *
get_others (TestReply *reply)
{
  return json_object_get_array_member (json_node_get_object (reply->node), "others");
}

static void
test_keeps (void)
{
  static const char text[] = "- a list\n- of lines\nשלום <b>&amp;";
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TestReply) empty = test_life_get (life, life->ana, "note");
  g_autoptr (TestReply) kept = put (life, life->ana, "\"0\"", text, "");
  g_autofree char *etag = test_reply_header (kept, "ETag");
  g_autoptr (TestReply) read = test_life_get (life, life->ana, "note");
  g_autoptr (TestReply) second = NULL;
  g_autoptr (TestReply) old = NULL;
  g_autoptr (TestReply) none = NULL;
  g_autoptr (TestReply) session = NULL;
  g_autofree char *current = NULL;

  g_assert_cmpuint (empty->status, ==, 200);
  g_assert_cmpstr (test_reply_string (empty, "etag"), ==, "\"0\"");
  g_assert_cmpstr (test_reply_string (empty, "text"), ==, "");
  g_assert_cmpuint (kept->status, ==, 200);
  g_assert_cmpstr (test_reply_string (kept, "text"), ==, text);
  g_assert_cmpstr (read->body, ==, kept->body);

  second = put (life, life->ana, etag, "second", "");
  g_assert_cmpuint (second->status, ==, 200);
  g_assert_cmpstr (test_reply_string (second, "etag"), ==, "\"2\"");
  /* P06: who has seen the first only is told, and what the second wrote stays. */
  old = put (life, life->ana, etag, "third", "");
  g_assert_cmpuint (old->status, ==, 412);
  current = test_reply_header (old, "ETag");
  g_assert_true (g_str_has_prefix (current, "\"2."));
  none = put (life, life->ana, NULL, "third", "");
  g_assert_cmpuint (none->status, ==, 428);
  g_clear_pointer (&read, test_reply_free);
  read = test_life_get (life, life->ana, "note");
  g_assert_cmpstr (test_reply_string (read, "text"), ==, "second");

  /* It outlives the session. */
  test_server_run (life->server, "UPDATE session SET state = 'cancelled'");
  g_clear_pointer (&read, test_reply_free);
  read = put (life, life->ana, "\"2\"", "after all", "");
  g_assert_cmpuint (read->status, ==, 200);
}

static char *
drop_date (const char *head)
{
  g_autoptr (GRegex) date = g_regex_new ("\r\nDate: [^\r]*", 0, 0, NULL);

  return g_regex_replace_literal (date, head, -1, 0, "", 0, NULL);
}

/* P20: what is not shared is in nothing that anybody else gets. */
static void
test_private (void)
{
  static const char *const paths[] = {
    "/v1/home", "/v1/sessions", "/v1/matches", "/v1/matches/first", "/v1/me", NULL,
  };
  static const char *const below[] = { NULL, "note", "invite.ics" };
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TestReply) start = test_life_get (life, life->ben, "/v1/changes");
  g_autofree char *since =
      g_strconcat ("/v1/changes?since=", test_reply_string (start, "next"), NULL);
  g_autoptr (TestReply) before = NULL;
  g_autoptr (TestReply) kept = NULL;
  g_autoptr (TestReply) after = NULL;
  g_autoptr (TestReply) changes = NULL;
  g_autoptr (GPtrArray) mails = NULL;
  g_autofree char *head_before = NULL;
  g_autofree char *head_after = NULL;

  before = test_life_get (life, life->ben, "note");
  kept = put (life, life->ana, "\"0\"", SECRET, "");
  g_assert_cmpuint (kept->status, ==, 200);
  after = test_life_get (life, life->ben, "note");
  head_before = drop_date (before->head);
  head_after = drop_date (after->head);
  g_assert_cmpstr (head_after, ==, head_before);
  g_assert_cmpstr (after->body, ==, before->body);
  changes = test_life_get (life, life->ben, since);
  g_assert_null (strstr (changes->body, "updated"));

  g_clear_pointer (&kept, test_reply_free);
  kept = put (life, life->ana, "\"1\"", SECRET, SHARED);
  g_clear_pointer (&changes, test_reply_free);
  changes = test_life_get (life, life->ben, since);
  g_assert_nonnull (strstr (changes->body, "updated"));
  for (guint i = 0; i < G_N_ELEMENTS (paths) + G_N_ELEMENTS (below) - 1; i++)
    {
      const char *path = paths[i < G_N_ELEMENTS (paths) - 1 ? i : 0];
      g_autoptr (TestReply) reply = NULL;

      if (i >= G_N_ELEMENTS (paths) - 1)
        path = below[i - (G_N_ELEMENTS (paths) - 1)];
      reply = test_life_get (life, life->ben, path);
      g_assert_cmpuint (reply->status, ==, 200);
      g_assert_null (strstr (reply->body, SECRET));
      g_assert_null (strstr (reply->body, "4711"));
    }
  g_clear_pointer (&after, test_reply_free);
  after = test_life_get (life, life->ben, "note");
  g_assert_cmpuint (json_array_get_length (get_others (after)), ==, 1);
  g_assert_nonnull (strstr (after->body, SHARED));
  g_clear_pointer (&after, test_reply_free);
  after = test_life_get (life, life->ana, "note");
  g_assert_cmpuint (json_array_get_length (get_others (after)), ==, 0);

  test_life_wait (life, "SELECT count (*) FROM mail WHERE state = 'sent'", 2);
  mails = test_life_mails (life, "4711");
  g_assert_cmpuint (mails->len, ==, 0);
}

/* P19: what is another organization's, or another pair's, isn't there. */
static void
test_foreign (void)
{
  static const char *const others[] = { "eve@south.example", "dan@north.example" };
  g_autoptr (TestLife) life = test_life_new ();

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *token = test_server_token (life->server, others[i]);
      g_autoptr (TestReply) theirs = test_life_get (life, token, "note");
      g_autoptr (TestReply) nothing = test_life_get (life, token, "/v1/sessions/nothing/note");
      g_autoptr (TestReply) written = put (life, token, "\"0\"", "x", "x");
      g_autoptr (TestReply) agenda =
          test_life_send (life, token, "PUT", "agenda", "\"1\"", "{\"items\":[]}");
      g_autoptr (TestReply) late =
          test_life_send (life, token, "POST", "late", NULL, "{\"minutes\":5}");

      g_assert_cmpuint (theirs->status, ==, 404);
      g_assert_cmpuint (nothing->status, ==, 404);
      g_assert_cmpstr (theirs->body, ==, nothing->body);
      g_assert_cmpstr (written->body, ==, nothing->body);
      g_assert_cmpstr (agenda->body, ==, nothing->body);
      g_assert_cmpstr (late->body, ==, nothing->body);
    }
  g_assert_cmpint (test_server_count (life->server, "SELECT count (*) FROM note"), ==, 0);
}

static char *
repeat (const char *text, guint n)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (all, text);
  return g_string_free (all, FALSE);
}

/* As long as allowed is kept whatever way it is written; longer is refused, and what
 * was there stays. */
static void
test_long (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autofree char *escaped = repeat ("\\ud83d\\ude00", 20000);
  g_autofree char *megabyte = repeat ("a", 1024 * 1024);
  g_autofree char *one_more = repeat ("a", 20001);
  g_autofree char *body = g_strdup_printf ("{\"text\":\"%s\",\"shared\":\"%s\"}", escaped, escaped);
  g_autoptr (TestReply) most = test_life_send (life, life->ana, "PUT", "note", "\"0\"", body);
  g_autoptr (TestReply) longer = put (life, life->ana, "\"1\"", one_more, "");
  g_autoptr (TestReply) huge = put (life, life->ana, "\"1\"", megabyte, "");
  g_autoptr (TestReply) read = test_life_get (life, life->ana, "note");

  g_assert_cmpuint (most->status, ==, 200);
  g_assert_cmpint (g_utf8_strlen (test_reply_string (most, "text"), -1), ==, 20000);
  g_assert_cmpuint (longer->status, ==, 422);
  g_assert_cmpstr (test_reply_string (longer, "field"), ==, "/text");
  g_assert_cmpuint (huge->status, ==, 413);
  g_assert_cmpstr (read->body, ==, most->body);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server/notes/keeps-P06", test_keeps);
  g_test_add_func ("/server/notes/private-P20", test_private);
  g_test_add_func ("/server/notes/foreign-P19", test_foreign);
  g_test_add_func ("/server/notes/long", test_long);
  return g_test_run ();
}
