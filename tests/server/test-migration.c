#include "config.h"

#include "test-support.h"

#include "tog-database.h"
#include "tog-idempotency.h"

#include <glib/gstdio.h>

/* A database of the first version, and what newer ones keep true of it. */

#define VERSION "SELECT user_version FROM pragma_user_version"
#define NEWEST "SELECT max (id) FROM change"

/* The newest change in the database of the first version. */
#define LAST_CHANGE 8

static void
run_script (const char *path, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogDb) db = tog_db_open (path, TOG_DB_WRITER, &error);

  g_assert_no_error (error);
  tog_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

static TestServer *
start_with_first_version (const char *more)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("TOG_TEST_SRCDIR"), "data", "good", "server-schema-1.sql", NULL);
  TestServer *server = test_server_new_stopped ();
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &sql, NULL, &error);
  g_assert_no_error (error);
  g_unlink (server->database);
  run_script (server->database, sql);
  run_script (server->database, more);
  test_server_start (server);
  return server;
}

static void
book_second (TestServer *server, const char *token)
{
  g_autofree char *body = test_booking ("p2", test_instant (0, 10, 0), 45);
  g_autoptr (TestReply) booked = test_book (server, token, "first", NULL, body);

  g_assert_cmpuint (booked->status, ==, 201);
}

/* What clients knew before, they know still, and are told what comes next. */
static void
assert_goes_on (TestServer *server)
{
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autoptr (TestReply) before = test_get (server, ana, "/v1/changes");
  g_autofree char *path =
      g_strconcat ("/v1/changes?since=", test_reply_string (before, "next"), NULL);
  g_autoptr (TestReply) sessions = test_get (server, ana, "/v1/sessions");
  g_autoptr (TestReply) nothing = test_get (server, ana, path);
  g_autoptr (TestReply) after = NULL;
  JsonArray *items;

  g_assert_cmpint (test_server_count (server, VERSION), ==, 2);
  g_assert_cmpint (
      test_server_count (server, "SELECT count (*) FROM pragma_foreign_key_check"), ==, 0);
  g_assert_cmpint (
      test_server_count (server, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"),
      ==,
      1);
  items = json_object_get_array_member (json_node_get_object (sessions->node), "items");
  g_assert_cmpuint (json_array_get_length (items), ==, 1);
  g_assert_cmpint (test_server_count (server, NEWEST), ==, LAST_CHANGE);
  items = json_object_get_array_member (json_node_get_object (nothing->node), "items");
  g_assert_cmpuint (json_array_get_length (items), ==, 0);

  book_second (server, ana);
  g_assert_cmpint (test_server_count (server, NEWEST), ==, LAST_CHANGE + 4);
  after = test_get (server, ana, path);
  items = json_object_get_array_member (json_node_get_object (after->node), "items");
  g_assert_cmpuint (json_array_get_length (items), ==, 2);
  g_assert_cmpint (test_server_count (server,
                                      "SELECT count (*) FROM reminder JOIN session "
                                      "ON session.id = session_id WHERE starts_at - minutes * 60 "
                                      "= due_at AND minutes = 1440 AND session_id = 2"),
                   ==,
                   1);
}

static void
test_goes_on (void)
{
  g_autoptr (TestServer) server = start_with_first_version ("");

  g_assert_cmpint (test_server_count (server, "SELECT count (*) FROM change"), ==, LAST_CHANGE);
  assert_goes_on (server);
}

/* All changes were too old: the next still has a number of its own. */
static void
test_tidied (void)
{
  g_autoptr (TestServer) server = start_with_first_version (
      "DELETE FROM change; INSERT INTO setting VALUES ('changes_tidied', CAST ('8' AS BLOB))");

  assert_goes_on (server);
}

/* Nothing was ever said, as there was nobody to say it to. */
static void
test_empty (void)
{
  g_autoptr (TestServer) server = start_with_first_version (
      "PRAGMA foreign_keys = OFF; DELETE FROM change; DELETE FROM sqlite_sequence;"
      "DELETE FROM mail; DELETE FROM participant; DELETE FROM session; DELETE FROM match;"
      "DELETE FROM idempotency; DELETE FROM reminder; DELETE FROM member");

  g_assert_cmpint (test_server_count (server, VERSION), ==, 2);
  g_assert_cmpint (test_server_count (server, "SELECT count (*) FROM change"), ==, 0);
}

static gboolean
tidy_cb (TogDb *db, gpointer data, GError **error)
{
  return tog_tidy (db, test_now (), error);
}

static void
tidy (TestServer *server)
{
  g_autoptr (GError) error = NULL;

  tog_writer_run (tog_server_get_writer (server->server), tidy_cb, NULL, &error);
  g_assert_no_error (error);
}

/* However old all changes are, no number comes twice, and whoever knows less than what is
 * left starts again. */
static void
test_newest_stays (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autoptr (TestReply) first = test_get (server, ana, "/v1/changes");
  g_autofree char *old =
      g_strconcat ("/v1/changes?since=", test_reply_string (first, "next"), NULL);
  g_autofree char *body = test_booking ("p1", test_instant (0, 12, 0), 45);
  g_autoptr (TestReply) booked = test_book (server, ana, "first", NULL, body);
  g_autoptr (TestReply) second = test_get (server, ana, "/v1/changes");
  g_autofree char *recent =
      g_strconcat ("/v1/changes?since=", test_reply_string (second, "next"), NULL);
  gint64 newest = test_server_count (server, NEWEST);
  g_autoptr (TestReply) gone = NULL;
  g_autoptr (TestReply) known = NULL;

  g_assert_cmpuint (booked->status, ==, 201);
  test_server_run (server, "UPDATE change SET changed_at = 0");
  tidy (server);
  tidy (server);
  g_assert_cmpint (test_server_count (server, "SELECT count (*) FROM change"), ==, 1);
  g_assert_cmpint (test_server_count (server, NEWEST), ==, newest);
  gone = test_get (server, ana, old);
  g_assert_cmpuint (gone->status, ==, 410);

  book_second (server, ana);
  g_assert_cmpint (test_server_count (server, NEWEST), ==, newest + 4);
  known = test_get (server, ana, recent);
  g_assert_cmpuint (known->status, ==, 200);
  g_assert_cmpuint (json_array_get_length (
                        json_object_get_array_member (json_node_get_object (known->node), "items")),
                    ==,
                    2);

  test_server_run (server, "UPDATE change SET changed_at = 0");
  tidy (server);
  g_assert_cmpint (test_server_count (server, NEWEST), ==, newest + 4);
}

/* A member's reminders are told from their JSON, however that came to be. */
static void
test_reminders (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");

  test_server_run (server,
                   "UPDATE member SET reminders = '{\"mail\":[60,15],\"desktop\":[]}' "
                   "WHERE email = 'Ana@north.example'; "
                   "UPDATE member SET reminders = '{\"mail\":[],\"desktop\":[5]}' "
                   "WHERE email = 'Ben@north.example'");
  book_second (server, ana);
  g_assert_cmpint (
      test_server_count (server, "SELECT count (*) FROM reminder WHERE minutes = 60"), ==, 1);
  g_assert_cmpint (test_server_count (server, "SELECT count (*) FROM reminder"), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/migration/goes-on", test_goes_on);
  g_test_add_func ("/migration/tidied", test_tidied);
  g_test_add_func ("/migration/empty", test_empty);
  g_test_add_func ("/migration/newest-stays", test_newest_stays);
  g_test_add_func ("/migration/reminders", test_reminders);

  return g_test_run ();
}
