#include "config.h"

#include "test-support.h"

#include "tog-storage.h"

static gboolean
succeed_cb (TogDb *db, gpointer data, GError **error)
{
  return tog_db_exec (db, data, error);
}

static gboolean
fail_cb (TogDb *db, gpointer data, GError **error)
{
  tog_db_exec (db, data, NULL);
  g_set_error_literal (error, TOG_DB_ERROR, TOG_DB_ERROR_CONSTRAINT, "Not wanted");
  return FALSE;
}

/* A statement that does not say whose data it is about ends the program. */
static void
test_unbound (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (TestServer) server = test_server_new_stopped ();
      g_autoptr (TogStorage) storage = tog_storage_new (server->database, NULL);
      TogDb *db = tog_storage_acquire (storage, NULL);
      TogScope *scope = tog_scope_new (db, (TogIdentity){ 1, 1 }, 0);

      tog_scope_prepare (scope, "SELECT * FROM member WHERE id = :organization", NULL);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*not bound to an organization*");
}

static void
test_bound (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  g_autoptr (TogStorage) storage = tog_storage_new (server->database, NULL);
  TogDb *db = tog_storage_acquire (storage, NULL);
  g_autoptr (TogScope) scope = tog_scope_new (db, (TogIdentity){ 7, 9 }, 11);
  TogStatement *statement = tog_scope_prepare (scope, "SELECT :org, :me, :member", NULL);

  g_assert_cmpint (tog_statement_step (statement, NULL), ==, TOG_STEP_ROW);
  g_assert_cmpint (tog_statement_get_int (statement, 0), ==, 7);
  g_assert_cmpint (tog_statement_get_int (statement, 1), ==, 9);
  g_assert_true (tog_statement_is_null (statement, 2));
  g_assert_cmpint (tog_scope_get_now (scope), ==, 11);
  tog_statement_release (statement);
  tog_storage_release (storage, db);
}

/* What fails undoes itself alone. */
static void
test_writer (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  TogWriter *writer = tog_server_get_writer (server->server);
  g_autoptr (GError) error = NULL;

  g_assert_true (tog_writer_run (
      writer, succeed_cb, (gpointer) "INSERT INTO setting VALUES ('a', x'00')", &error));
  g_assert_false (tog_writer_run (
      writer, fail_cb, (gpointer) "INSERT INTO setting VALUES ('b', x'00')", &error));
  g_assert_error (error, TOG_DB_ERROR, TOG_DB_ERROR_CONSTRAINT);
  g_assert_cmpint (
      test_server_count (server, "SELECT count (*) FROM setting WHERE name IN ('a', 'b')"), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/storage/P19/unbound", test_unbound);
  g_test_add_func ("/storage/P19/bound", test_bound);
  g_test_add_func ("/storage/writer", test_writer);

  return g_test_run ();
}
