#include "config.h"

#include "test-life-support.h"

#include <string.h>

#define KEY "0123456789abcdef-feed"

static TestReply *
make (TestLife *life, const char *token, const char *key)
{
  g_autofree char *headers = g_strdup_printf ("Idempotency-Key: %s\r\n", key);

  return test_send (life->server->port, token, "POST", "/v1/me/feed", headers, NULL);
}

/* The path of the feed's URL. */
static const char *
get_path (TestReply *reply)
{
  return strstr (test_reply_string (reply, "url"), "/feeds/");
}

static void
test_life_of_a_feed (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TestReply) none = test_life_get (life, life->ana, "/v1/me/feed");
  g_autoptr (TestReply) made = make (life, life->ana, KEY);
  g_autoptr (TestReply) again = make (life, life->ana, KEY);
  g_autoptr (TestReply) told = test_life_get (life, life->ana, "/v1/me/feed");
  g_autoptr (TestReply) read = NULL;
  g_autoptr (TestReply) same = NULL;
  g_autoptr (TestReply) other = NULL;
  g_autoptr (TestReply) gone = NULL;
  g_autoptr (TestReply) wrong = NULL;
  g_autoptr (TestReply) revoked = NULL;
  g_autofree char *start = g_strdup_printf ("http://127.0.0.1:%u/feeds/", life->server->port);
  g_autofree char *type = NULL;
  g_autofree char *cache = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *if_none_match = NULL;

  g_assert_cmpuint (none->status, ==, 200);
  g_assert_null (test_reply_string (none, "created_at"));
  g_assert_cmpuint (made->status, ==, 201);
  g_assert_true (g_str_has_prefix (test_reply_string (made, "url"), start));
  /* P02: asked again it is the same one. */
  g_assert_cmpstr (again->body, ==, made->body);
  g_assert_null (test_reply_string (told, "url"));
  g_assert_cmpstr (
      test_reply_string (told, "created_at"), ==, test_reply_string (made, "created_at"));

  read = test_life_get (life, NULL, get_path (made));
  g_assert_cmpuint (read->status, ==, 200);
  type = test_reply_header (read, "Content-Type");
  cache = test_reply_header (read, "Cache-Control");
  etag = test_reply_header (read, "ETag");
  g_assert_cmpstr (type, ==, "text/calendar; charset=utf-8");
  g_assert_cmpstr (cache, ==, "private, no-cache");
  g_assert_nonnull (strstr (read->body, "METHOD:PUBLISH\r\n"));
  g_assert_nonnull (strstr (read->body, "SUMMARY:North first\r\n"));
  if_none_match = g_strdup_printf ("If-None-Match: %s\r\n", etag);
  same = test_send (life->server->port, NULL, "GET", get_path (made), if_none_match, NULL);
  g_assert_cmpuint (same->status, ==, 304);

  /* A new one takes its place, and then none does. */
  other = make (life, life->ana, KEY "-2");
  g_assert_cmpuint (other->status, ==, 201);
  gone = test_life_get (life, NULL, get_path (made));
  g_assert_cmpuint (gone->status, ==, 404);
  g_clear_pointer (&read, test_reply_free);
  read = test_life_get (life, NULL, get_path (other));
  g_assert_cmpuint (read->status, ==, 200);
  revoked = test_life_send (life, life->ana, "DELETE", "/v1/me/feed", NULL, NULL);
  g_assert_cmpuint (revoked->status, ==, 200);
  g_assert_null (test_reply_string (revoked, "created_at"));
  g_clear_pointer (&gone, test_reply_free);
  gone = test_life_get (life, NULL, get_path (other));
  wrong = test_life_get (life, NULL, "/feeds/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics");
  g_assert_cmpuint (gone->status, ==, 404);
  g_assert_cmpstr (gone->body, ==, wrong->body);
}

static gboolean
find_bytes (const char *path, const char *bytes)
{
  g_autofree char *data = NULL;
  gsize size;

  return g_file_get_contents (path, &data, &size, NULL) &&
         memmem (data, size, bytes, strlen (bytes)) != NULL;
}

/* P20, P22: the secret is nowhere but in the address, and the address tells nothing
 * of anybody else. */
static void
test_secret (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TestReply) made = make (life, life->ana, KEY);
  g_autoptr (TestReply) read = test_life_get (life, NULL, get_path (made));
  g_autofree char *secret = g_strndup (get_path (made) + strlen ("/feeds/"), 43);
  g_autofree char *log = g_strconcat (life->server->database, "-wal", NULL);

  g_assert_null (strstr (read->body, "Ben"));
  g_assert_null (strstr (read->body, "north.example>"));
  g_assert_null (strstr (read->body, "mailto:"));
  g_assert_true (find_bytes (life->server->database, KEY) || find_bytes (log, KEY));
  g_assert_false (find_bytes (life->server->database, secret));
  g_assert_false (find_bytes (log, secret));
}

/* P22: guessing is slowed down, but for whoever has it right. */
static void
test_guessing (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TestReply) made = make (life, life->ana, KEY);
  g_autoptr (TestReply) read = test_life_get (life, NULL, get_path (made));
  g_autoptr (TestReply) still = NULL;
  guint status = 404;

  for (guint i = 0; i < 100 && status == 404; i++)
    {
      g_autofree char *path = g_strdup_printf ("/feeds/%043u.ics", i);
      g_autoptr (TestReply) guess = test_life_get (life, NULL, path);

      status = guess->status;
    }
  g_assert_cmpuint (status, ==, 429);
  still = test_life_get (life, NULL, get_path (made));
  g_assert_cmpuint (still->status, ==, 200);
}

/* From a year back, without what was declined; what was cancelled says so. */
static void
test_content (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TestReply) made = make (life, life->ana, KEY);
  g_autoptr (TestReply) cancelled = NULL;
  g_autoptr (TestReply) declined = NULL;
  g_autoptr (TestReply) old = NULL;
  g_autofree char *sql = NULL;

  test_server_run (life->server, "UPDATE session SET state = 'cancelled'");
  cancelled = test_life_get (life, NULL, get_path (made));
  g_assert_nonnull (strstr (cancelled->body, "STATUS:CANCELLED"));
  g_assert_nonnull (strstr (cancelled->body, "TRANSP:TRANSPARENT"));
  test_server_run (life->server, "UPDATE participant SET answer = 'declined'");
  declined = test_life_get (life, NULL, get_path (made));
  g_assert_null (strstr (declined->body, "BEGIN:VEVENT"));
  test_server_run (life->server, "UPDATE participant SET answer = 'accepted'");
  test_life_go_to (life, life->start + 45 * TOG_MINUTE + 365 * TOG_DAY_SECONDS);
  old = test_life_get (life, NULL, get_path (made));
  g_assert_null (strstr (old->body, "BEGIN:VEVENT"));
  sql = g_strdup ("UPDATE member SET active = 0");
  test_server_run (life->server, sql);
  g_clear_pointer (&old, test_reply_free);
  old = test_life_get (life, NULL, get_path (made));
  g_assert_cmpuint (old->status, ==, 404);
}

static char *
digest_database (TestLife *life)
{
  static const char *const ends[] = { "", "-wal" };
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = g_strconcat (life->server->database, ends[i], NULL);
      g_autofree char *data = NULL;
      gsize size;

      if (g_file_get_contents (path, &data, &size, NULL))
        g_checksum_update (checksum, (const guchar *) data, size);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

/* P23: what follows links, of mails or of answers, changes nothing. */
static void
test_links (void)
{
  static const char *const methods[] = { "GET", "HEAD" };
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TestReply) made = make (life, life->ana, KEY);
  g_autofree char *invite = g_strconcat (life->path, "/invite.ics", NULL);
  g_autofree char *note = g_strconcat (life->path, "/note", NULL);
  g_autofree char *late = g_strconcat (life->path, "/late", NULL);
  g_autofree char *agenda = g_strconcat (life->path, "/agenda", NULL);
  const char *const paths[] = {
    get_path (made), life->path, invite,      note,          late,
    agenda,          "/v1/home", "/v1/me",    "/v1/me/feed", "/v1/me/reminders",
    "/v1/changes",   "/",        "/v1/about",
  };
  g_autofree char *before = digest_database (life);
  g_autofree char *after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    for (guint j = 0; j < G_N_ELEMENTS (methods); j++)
      {
        g_autoptr (TestReply) scanned =
            test_send (life->server->port, NULL, methods[j], paths[i], NULL, NULL);
        g_autoptr (TestReply) opened =
            test_send (life->server->port, life->ana, methods[j], paths[i], NULL, NULL);

        g_assert_cmpuint (opened->status, !=, 0);
      }
  after = digest_database (life);
  g_assert_cmpstr (after, ==, before);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server/feed/life", test_life_of_a_feed);
  g_test_add_func ("/server/feed/secret-P20", test_secret);
  g_test_add_func ("/server/feed/guessing-P22", test_guessing);
  g_test_add_func ("/server/feed/content", test_content);
  g_test_add_func ("/server/feed/links-P23", test_links);
  return g_test_run ();
}
