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

typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean is_writing;
  gboolean may_end;
} Slow;

static gboolean
slow_cb (TogDb *db, gpointer data, GError **error)
{
  Slow *slow = data;

  g_mutex_lock (&slow->mutex);
  slow->is_writing = TRUE;
  g_cond_broadcast (&slow->cond);
  while (!slow->may_end)
    g_cond_wait (&slow->cond, &slow->mutex);
  g_mutex_unlock (&slow->mutex);
  return TRUE;
}

static gpointer
run_slowly (gpointer data)
{
  gpointer *both = data;

  g_assert_true (tog_writer_run (both[0], slow_cb, both[1], NULL));
  return NULL;
}

typedef struct
{
  const char *sql;
  TogWriteFunc func;
  GThread *thread;
  GError *error;
} Attempt;

static gboolean
attempt_cb (TogDb *db, gpointer data, GError **error)
{
  Attempt *attempt = data;

  attempt->thread = g_thread_self ();
  return attempt->func (db, (gpointer) attempt->sql, error);
}

static void
attempted_cb (gpointer data, const GError *error)
{
  Attempt *attempt = data;

  attempt->error = error != NULL ? g_error_copy (error) : NULL;
}

static void
look_cb (TogDb *db, gpointer data)
{
  gboolean *has_looked = data;

  g_assert_false (tog_db_is_in_transaction (db));
  *has_looked = TRUE;
}

/* Stands for who writes. */
#define ME "me"

/* So that twice as many don't have to be written by the thread. */
#define N_TIMES 20

/* The server writes by itself as it starts, and a disk may be slow now and then. */
static void
write_alone (TogWriter *writer, Attempt *attempt, const char *undo)
{
  while (!tog_writer_try (writer, ME, attempt_cb, attempted_cb, attempt))
    {
      tog_writer_run (writer, succeed_cb, (gpointer) undo, NULL);
      g_usleep (10000);
    }
}

/* Who writes alone does so at once, in a transaction of its own; who would have to wait
 * is told so. */
static void
test_writer_alone (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  TogWriter *writer = tog_server_get_writer (server->server);
  Attempt good = { "INSERT INTO setting VALUES ('a', x'00')", succeed_cb, NULL, NULL };
  Attempt bad = { "INSERT INTO setting VALUES ('b', x'00')", fail_cb, NULL, NULL };
  Attempt late = { "INSERT INTO setting VALUES ('c', x'00')", succeed_cb, NULL, NULL };
  Slow slow = { .is_writing = FALSE };
  gpointer both[] = { writer, &slow };
  gboolean has_looked = FALSE;
  GThread *thread;

  write_alone (writer, &good, "DELETE FROM setting WHERE name = 'a'");
  g_assert_no_error (good.error);
  g_assert_true (good.thread == g_thread_self ());
  write_alone (writer, &bad, "DELETE FROM setting WHERE name = 'b'");
  g_assert_error (bad.error, TOG_DB_ERROR, TOG_DB_ERROR_CONSTRAINT);
  g_clear_error (&bad.error);

  thread = g_thread_new ("slow", run_slowly, both);
  g_mutex_lock (&slow.mutex);
  while (!slow.is_writing)
    g_cond_wait (&slow.cond, &slow.mutex);
  g_assert_false (tog_writer_try (writer, ME, attempt_cb, attempted_cb, &late));
  g_assert_false (tog_writer_try_look (writer, look_cb, &has_looked));
  slow.may_end = TRUE;
  g_cond_broadcast (&slow.cond);
  g_mutex_unlock (&slow.mutex);
  g_thread_join (thread);
  g_assert_null (late.thread);
  g_assert_false (has_looked);
  while (!tog_writer_try_look (writer, look_cb, &has_looked))
    g_usleep (1000);
  g_assert_true (has_looked);

  g_assert_cmpint (
      test_server_count (server, "SELECT count (*) FROM setting WHERE name IN ('a', 'b', 'c')"),
      ==,
      1);
}

/* Whoever comes right behind somebody else waits for a commit together with others;
 * whoever goes on does not. */
static void
test_writer_together (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  TogWriter *writer = tog_server_get_writer (server->server);
  const char *sql = "UPDATE setting SET value = randomblob (9) WHERE name = 'a'";
  Attempt mine = { sql, succeed_cb, NULL, NULL };
  Attempt theirs = { sql, succeed_cb, NULL, NULL };
  guint n_together = 0;

  tog_writer_run (writer, succeed_cb, (gpointer) "INSERT INTO setting VALUES ('a', x'00')", NULL);
  for (guint i = 0; i < N_TIMES; i++)
    {
      write_alone (writer, &mine, sql);
      if (!tog_writer_try (writer, "them", attempt_cb, attempted_cb, &theirs) &&
          tog_writer_try (writer, ME, attempt_cb, attempted_cb, &mine))
        n_together++;
    }
  /* Not each time, as this thread may be stopped in between, and a disk be slow. */
  g_assert_cmpuint (n_together, >, 0);
}

/* The thread, which tidies the log, has its turn in any case. */
static void
test_writer_in_turn (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  TogWriter *writer = tog_server_get_writer (server->server);
  const char *sql = "UPDATE setting SET value = randomblob (9) WHERE name = 'a'";
  Attempt attempt = { sql, succeed_cb, NULL, NULL };
  guint n = 0;

  tog_writer_run (writer, succeed_cb, (gpointer) "INSERT INTO setting VALUES ('a', x'00')", NULL);
  write_alone (writer, &attempt, sql);
  while (n < 1000 && tog_writer_try (writer, ME, attempt_cb, attempted_cb, &attempt))
    n++;
  g_assert_cmpuint (n, <=, 64);
  g_assert_true (tog_writer_run (writer, succeed_cb, (gpointer) attempt.sql, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/storage/P19/unbound", test_unbound);
  g_test_add_func ("/storage/P19/bound", test_bound);
  g_test_add_func ("/storage/writer", test_writer);
  g_test_add_func ("/storage/writer-alone", test_writer_alone);
  g_test_add_func ("/storage/writer-together", test_writer_together);
  g_test_add_func ("/storage/writer-in-turn", test_writer_in_turn);

  return g_test_run ();
}
