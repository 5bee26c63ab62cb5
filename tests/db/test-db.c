#include "config.h"

#include "tog-db.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define APPLICATION 0x54534442

static const char *const MIGRATIONS[] = {
  "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, data BLOB) STRICT;",
  "CREATE TABLE mark (note_id INTEGER NOT NULL REFERENCES note) STRICT;"
  "ALTER TABLE note ADD COLUMN colour TEXT;",
  NULL,
};

typedef struct
{
  char *folder; /* (owned) */
  char *path;   /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("tog-db-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "test.db", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static TogDb *
open_writer (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  TogDb *db = tog_db_open (fixture->path, TOG_DB_WRITER, &error);

  g_assert_no_error (error);
  tog_db_migrate (db, APPLICATION, MIGRATIONS, &error);
  g_assert_no_error (error);
  return db;
}

static gboolean
add_note (TogDb *db, const char *text, gsize size, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db, "INSERT INTO note (text, data) VALUES (:text, :data)", error);
  g_autofree char *data = g_strnfill (size, 'x');

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_text (statement, ":text", text);
  tog_statement_bind_blob (statement, ":data", data, size);
  return tog_statement_run (statement, error);
}

static gint64
count_notes (TogDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogStatement) statement = tog_db_prepare (db, "SELECT count (*) FROM note", &error);

  g_assert_no_error (error);
  g_assert_cmpint (tog_statement_step (statement, &error), ==, TOG_STEP_ROW);
  return tog_statement_get_int (statement, 0);
}

static char *
read_pragma (TogDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogStatement) statement = tog_db_prepare (db, sql, &error);

  g_assert_no_error (error);
  g_assert_cmpint (tog_statement_step (statement, &error), ==, TOG_STEP_ROW);
  return g_strdup (tog_statement_get_text (statement, 0));
}

static void
assert_pragma (TogDb *db, const char *sql, const char *expected)
{
  g_autofree char *value = read_pragma (db, sql);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_values (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogDb) db = open_writer (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogStatement) statement = NULL;
  gconstpointer blob;
  gsize size;

  statement = tog_db_prepare (db, "SELECT :n, :text, :blob, :null, :empty", &error);
  g_assert_no_error (error);
  tog_statement_bind_int (statement, ":n", G_MININT64);
  tog_statement_bind_text (statement, ":text", "naïve\nline");
  tog_statement_bind_blob (statement, ":blob", "a\0b", 3);
  tog_statement_bind_text (statement, ":null", NULL);
  tog_statement_bind_blob (statement, ":empty", "", 0);
  g_assert_cmpint (tog_statement_step (statement, &error), ==, TOG_STEP_ROW);

  g_assert_cmpint (tog_statement_get_int (statement, 0), ==, G_MININT64);
  g_assert_cmpstr (tog_statement_get_text (statement, 1), ==, "naïve\nline");
  blob = tog_statement_get_blob (statement, 2, &size);
  g_assert_cmpmem (blob, size, "a\0b", 3);
  g_assert_true (tog_statement_is_null (statement, 3));
  g_assert_null (tog_statement_get_text (statement, 3));
  g_assert_false (tog_statement_is_null (statement, 4));
  g_assert_null (tog_statement_get_blob (statement, 4, &size));
  g_assert_cmpuint (size, ==, 0);
  g_assert_cmpint (tog_statement_step (statement, &error), ==, TOG_STEP_DONE);
}

static void
test_statement_is_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogDb) db = open_writer (fixture);
  TogStatement *first = tog_db_prepare (db, "SELECT :a", NULL);
  TogStatement *twin = tog_db_prepare (db, "SELECT :a", NULL);
  TogStatement *again;

  g_assert_true (first != twin);
  tog_statement_bind_int (first, ":a", 1);
  g_assert_cmpint (tog_statement_step (first, NULL), ==, TOG_STEP_ROW);
  tog_statement_release (twin);
  tog_statement_release (first);

  again = tog_db_prepare (db, "SELECT :a", NULL);
  g_assert_true (again == first);
  g_assert_cmpint (tog_statement_step (again, NULL), ==, TOG_STEP_ROW);
  g_assert_true (tog_statement_is_null (again, 0));
  tog_statement_release (again);
}

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogDb) writer = open_writer (fixture);
  g_autoptr (TogDb) reader = tog_db_open (fixture->path, TOG_DB_READER, NULL);

  assert_pragma (writer, "PRAGMA journal_mode", "wal");
  assert_pragma (writer, "PRAGMA synchronous", "2");
  assert_pragma (writer, "PRAGMA foreign_keys", "1");
  assert_pragma (writer, "PRAGMA trusted_schema", "0");
  assert_pragma (writer, "PRAGMA user_version", "2");
  assert_pragma (reader, "PRAGMA wal_autocheckpoint", "0");
  assert_pragma (reader, "PRAGMA synchronous", "2");
}

/* A new file gets the pages that are asked for, one that is there keeps its own; the log
 * may grow to as many bytes with either. */
static void
test_page_size (Fixture *fixture, gconstpointer data)
{
  TogDb *db = tog_db_open (fixture->path, TOG_DB_WRITER, NULL);

  g_assert_true (tog_db_set_page_size (db, 16384, NULL));
  g_assert_true (tog_db_migrate (db, APPLICATION, MIGRATIONS, NULL));
  assert_pragma (db, "PRAGMA page_size", "16384");
  assert_pragma (db, "PRAGMA wal_autocheckpoint", "1024");
  tog_db_close (db);

  db = tog_db_open (fixture->path, TOG_DB_WRITER, NULL);
  g_assert_true (tog_db_set_page_size (db, 8192, NULL));
  g_assert_true (tog_db_migrate (db, APPLICATION, MIGRATIONS, NULL));
  assert_pragma (db, "PRAGMA page_size", "16384");
  assert_pragma (db, "PRAGMA wal_autocheckpoint", "1024");
  tog_db_close (db);
}

static void
test_lazy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogDb) db = open_writer (fixture);

  g_assert_true (tog_db_set_lazy (db, TRUE, NULL));
  assert_pragma (db, "PRAGMA synchronous", "1");
  g_assert_true (tog_db_set_lazy (db, FALSE, NULL));
  assert_pragma (db, "PRAGMA synchronous", "2");
}

/* Others on the machine read neither the database nor its log. */
static void
test_private (Fixture *fixture, gconstpointer data)
{
  mode_t mask = umask (0);
  g_autoptr (TogDb) db = open_writer (fixture);
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  GStatBuf info;

  umask (mask);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (log, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
}

static void
test_constraints (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogDb) db = open_writer (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (add_note (db, "one", 1, NULL));
  g_assert_false (add_note (db, "one", 1, &error));
  g_assert_error (error, TOG_DB_ERROR, TOG_DB_ERROR_CONSTRAINT);
  g_clear_error (&error);
  g_assert_false (tog_db_exec (db, "INSERT INTO mark VALUES (77)", &error));
  g_assert_error (error, TOG_DB_ERROR, TOG_DB_ERROR_CONSTRAINT);
  g_clear_error (&error);
  g_assert_null (tog_db_prepare (db, "SELECT nothing FROM nowhere", &error));
  g_assert_error (error, TOG_DB_ERROR, TOG_DB_ERROR_FAILED);
}

static void
test_transactions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogDb) db = open_writer (fixture);

  g_assert_true (tog_db_begin (db, NULL));
  g_assert_true (tog_db_is_in_transaction (db));
  g_assert_true (add_note (db, "kept", 1, NULL));
  g_assert_true (tog_db_savepoint (db, NULL));
  g_assert_true (add_note (db, "undone", 1, NULL));
  tog_db_savepoint_rollback (db);
  g_assert_true (tog_db_savepoint (db, NULL));
  g_assert_true (add_note (db, "kept too", 1, NULL));
  g_assert_true (tog_db_savepoint_release (db, NULL));
  g_assert_true (tog_db_commit (db, NULL));
  g_assert_cmpint (count_notes (db), ==, 2);

  g_assert_true (tog_db_begin (db, NULL));
  g_assert_true (add_note (db, "gone", 1, NULL));
  tog_db_rollback (db);
  tog_db_rollback (db);
  tog_db_savepoint_rollback (db);
  g_assert_false (tog_db_is_in_transaction (db));
  g_assert_cmpint (count_notes (db), ==, 2);
}

static void
test_reader_sees_one_state (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogDb) writer = open_writer (fixture);
  g_autoptr (TogDb) reader = tog_db_open (fixture->path, TOG_DB_READER, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (tog_db_migrate (reader, APPLICATION, MIGRATIONS, &error));
  g_assert_true (tog_db_begin (reader, NULL));
  g_assert_cmpint (count_notes (reader), ==, 0);
  g_assert_true (add_note (writer, "new", 1, NULL));
  g_assert_cmpint (count_notes (reader), ==, 0);
  g_assert_true (tog_db_commit (reader, NULL));
  g_assert_cmpint (count_notes (reader), ==, 1);

  g_assert_false (add_note (reader, "mine", 1, &error));
  g_assert_error (error, TOG_DB_ERROR, TOG_DB_ERROR_READ_ONLY);
}

/* What is committed is read by others at once, be it flushed or not, and what outgrew the
 * cache is read back before it is. */
static void
test_log_is_read (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogDb) writer = open_writer (fixture);
  g_autoptr (TogDb) reader = tog_db_open (fixture->path, TOG_DB_READER, NULL);
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  g_assert_true (tog_db_migrate (reader, APPLICATION, MIGRATIONS, &error));
  for (int lazy = 0; lazy < 2; lazy++)
    {
      g_assert_true (tog_db_set_lazy (writer, lazy, NULL));
      for (int i = 0; i < 50; i++)
        {
          g_autofree char *text = g_strdup_printf ("%d/%d", lazy, i);

          g_assert_true (add_note (writer, text, (gsize) i * 1000, NULL));
          g_assert_cmpint (count_notes (reader), ==, ++n);
        }

      g_assert_true (tog_db_begin (writer, NULL));
      g_assert_true (tog_db_exec (writer, "PRAGMA cache_size = 10", NULL));
      for (int i = 0; i < 50; i++)
        {
          g_autofree char *text = g_strdup_printf ("%d/large/%d", lazy, i);

          g_assert_true (add_note (writer, text, 100000, NULL));
        }
      assert_pragma (writer, "PRAGMA integrity_check", "ok");
      g_assert_cmpint (count_notes (writer), ==, n + 50);
      g_assert_cmpint (count_notes (reader), ==, n);
      if (lazy)
        {
          tog_db_rollback (writer);
        }
      else
        {
          g_assert_true (tog_db_commit (writer, NULL));
          n += 50;
        }
      g_assert_cmpint (count_notes (reader), ==, n);
      assert_pragma (reader, "PRAGMA integrity_check", "ok");
    }
}

static void
test_reader_never_checkpoints (Fixture *fixture, gconstpointer data)
{
  TogDb *writer = open_writer (fixture);
  TogDb *reader = tog_db_open (fixture->path, TOG_DB_READER, NULL);
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  GStatBuf before;
  GStatBuf after;

  g_assert_true (add_note (writer, "in the log", 5000, NULL));
  g_assert_cmpint (count_notes (reader), ==, 1);
  g_assert_cmpint (g_stat (log, &before), ==, 0);
  tog_db_close (reader);
  g_assert_cmpint (g_stat (log, &after), ==, 0);
  g_assert_cmpint (before.st_size, ==, after.st_size);

  tog_db_close (writer);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
}

static void
test_migrates_stepwise (Fixture *fixture, gconstpointer data)
{
  const char *const first[] = { MIGRATIONS[0], NULL };
  const char *const broken[] = { MIGRATIONS[0], "CREATE TABLE a (b) STRICT; nonsense;", NULL };
  g_autoptr (TogDb) db = tog_db_open (fixture->path, TOG_DB_WRITER, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (tog_db_migrate (db, APPLICATION, first, NULL));
  g_assert_true (add_note (db, "old", 1, NULL));
  assert_pragma (db, "PRAGMA user_version", "1");

  g_assert_false (tog_db_migrate (db, APPLICATION, broken, &error));
  g_assert_error (error, TOG_DB_ERROR, TOG_DB_ERROR_FAILED);
  assert_pragma (db, "PRAGMA user_version", "1");
  assert_pragma (db, "SELECT count (*) FROM sqlite_schema WHERE name = 'a'", "0");

  g_assert_true (tog_db_migrate (db, APPLICATION, MIGRATIONS, NULL));
  assert_pragma (db, "PRAGMA user_version", "2");
  g_assert_cmpint (count_notes (db), ==, 1);
}

static void
test_newer (Fixture *fixture, gconstpointer data)
{
  const char *const first[] = { MIGRATIONS[0], NULL };
  g_autoptr (TogDb) db = NULL;
  g_autoptr (GError) error = NULL;

  tog_db_close (open_writer (fixture));
  db = tog_db_open (fixture->path, TOG_DB_WRITER, NULL);
  g_assert_false (tog_db_migrate (db, APPLICATION, first, &error));
  g_assert_error (error, TOG_DB_ERROR, TOG_DB_ERROR_NEWER);
}

static void
test_reader_of_older (Fixture *fixture, gconstpointer data)
{
  const char *const first[] = { MIGRATIONS[0], NULL };
  g_autoptr (TogDb) writer = tog_db_open (fixture->path, TOG_DB_WRITER, NULL);
  g_autoptr (TogDb) reader = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (tog_db_migrate (writer, APPLICATION, first, NULL));
  reader = tog_db_open (fixture->path, TOG_DB_READER, NULL);
  g_assert_false (tog_db_migrate (reader, APPLICATION, MIGRATIONS, &error));
  g_assert_error (error, TOG_DB_ERROR, TOG_DB_ERROR_FAILED);
}

static void
test_foreign_database (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogDb) db = tog_db_open (fixture->path, TOG_DB_WRITER, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (tog_db_exec (db, "CREATE TABLE theirs (a)", NULL));
  tog_db_close (g_steal_pointer (&db));

  db = tog_db_open (fixture->path, TOG_DB_WRITER, &error);
  g_assert_no_error (error);
  g_assert_false (tog_db_migrate (db, APPLICATION, MIGRATIONS, &error));
  g_assert_error (error, TOG_DB_ERROR, TOG_DB_ERROR_FOREIGN);
  /* It stays as it was. */
  assert_pragma (db, "PRAGMA journal_mode", "delete");
  assert_pragma (db, "SELECT count (*) FROM sqlite_schema", "1");
}

static void
test_foreign_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (8192, 'a');
  g_autoptr (TogDb) db = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *after = NULL;
  gsize length;

  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  db = tog_db_open (fixture->path, TOG_DB_WRITER, &error);
  g_assert_null (db);
  g_assert_error (error, TOG_DB_ERROR, TOG_DB_ERROR_FOREIGN);
  g_assert_true (g_file_get_contents (fixture->path, &after, &length, NULL));
  g_assert_cmpmem (after, length, text, 8192);
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  TogDb *db = open_writer (fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *text = g_strdup_printf ("note %u", i);
      g_assert_true (add_note (db, text, 500, NULL));
    }
  tog_db_close (db);

  /* The header stays whole; the tables' pages do not. */
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  g_assert_cmpuint (length, >, 3 * 4096);
  memset (bytes + 4096, 0xa5, length - 4096);
  g_assert_true (g_file_set_contents (fixture->path, bytes, length, NULL));

  db = tog_db_open (fixture->path, TOG_DB_WRITER, &error);
  if (db != NULL && tog_db_migrate (db, APPLICATION, MIGRATIONS, &error))
    add_note (db, "more", 1, &error);
  g_assert_error (error, TOG_DB_ERROR, TOG_DB_ERROR_DAMAGED);
  tog_db_close (db);
}

static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  TogDb *db = open_writer (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (add_note (db, "note", 50000, NULL));
  tog_db_close (db);
  g_assert_cmpint (truncate (fixture->path, 4096), ==, 0);

  db = tog_db_open (fixture->path, TOG_DB_WRITER, &error);
  if (db != NULL && tog_db_migrate (db, APPLICATION, MIGRATIONS, &error))
    add_note (db, "more", 1, &error);
  g_assert_error (error, TOG_DB_ERROR, TOG_DB_ERROR_DAMAGED);
  tog_db_close (db);
}

static void
test_cannot_open (Fixture *fixture, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (fixture->folder, "no", "such", "file.db", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (tog_db_open (missing, TOG_DB_WRITER, &error));
  g_assert_error (error, TOG_DB_ERROR, TOG_DB_ERROR_OPEN);
  g_clear_error (&error);
  g_assert_null (tog_db_open (fixture->path, TOG_DB_READER, &error));
  g_assert_error (error, TOG_DB_ERROR, TOG_DB_ERROR_OPEN);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  uid_t user = geteuid ();

  tog_db_close (open_writer (fixture));
  g_assert_cmpint (g_chmod (fixture->path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);

  /* Permissions mean nothing to root. */
  if (user == 0)
    g_assert_cmpint (seteuid (65534), ==, 0);
  g_assert_null (tog_db_open (fixture->path, TOG_DB_WRITER, &error));
  if (user == 0)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_chmod (fixture->folder, 0755);

  g_assert_error (error, TOG_DB_ERROR, TOG_DB_ERROR_READ_ONLY);
}

/* A file that nobody writes is read without anything being made beside it. */
static void
test_frozen (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *index = g_strconcat (fixture->path, "-shm", NULL);
  g_autoptr (TogDb) db = open_writer (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (add_note (db, "before", 10, NULL));
  g_clear_pointer (&db, tog_db_close);
  db = tog_db_open (fixture->path, TOG_DB_FROZEN, &error);
  g_assert_no_error (error);
  g_assert_true (tog_db_migrate (db, APPLICATION, MIGRATIONS, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_notes (db), ==, 1);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (index, G_FILE_TEST_EXISTS));
  g_assert_false (add_note (db, "after", 10, &error));
  g_assert_error (error, TOG_DB_ERROR, TOG_DB_ERROR_READ_ONLY);
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogDb) db = open_writer (fixture);
  g_autoptr (TogDb) reader = tog_db_open (fixture->path, TOG_DB_READER, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (add_note (db, "before", 10, NULL));
  g_assert_true (tog_db_exec (db, "PRAGMA max_page_count = 1", NULL));
  g_assert_true (tog_db_begin (db, NULL));
  g_assert_false (add_note (db, "too much", 100000, &error));
  g_assert_error (error, TOG_DB_ERROR, TOG_DB_ERROR_FULL);
  tog_db_rollback (db);
  g_assert_cmpint (count_notes (reader), ==, 1);

  g_assert_true (tog_db_exec (db, "PRAGMA max_page_count = 100000", NULL));
  g_clear_error (&error);
  g_assert_true (add_note (db, "after", 100000, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_notes (reader), ==, 2);
}

static gint64
get_size (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_size;
}

/* A brief commit leaves a long log to the next that is not. */
static void
test_brief_commit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogDb) writer = open_writer (fixture);
  g_autoptr (GError) error = NULL;

  tog_db_begin (writer, &error);
  tog_db_exec (
      writer, "INSERT INTO note (text, data) VALUES ('long', zeroblob (20000000))", &error);
  tog_db_commit_briefly (writer, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_size (fixture->path), <, 1000000);

  tog_db_begin (writer, &error);
  tog_db_exec (writer, "INSERT INTO note (text) VALUES ('short')", &error);
  tog_db_commit (writer, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_size (fixture->path), >, 20000000);
}

static void
test_file_size_limit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogDb) db = open_writer (fixture);
  g_autoptr (TogDb) reader = tog_db_open (fixture->path, TOG_DB_READER, NULL);
  g_autoptr (GError) error = NULL;
  struct rlimit limit;
  struct rlimit usual;

  g_assert_true (add_note (db, "before", 10, NULL));
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &usual);
  limit = usual;
  limit.rlim_cur = 128 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  g_assert_false (add_note (db, "too much", 500000, &error));
  /* SQLite takes EFBIG for a disk that fails, but more room is all it wants. */
  g_assert_error (error, TOG_DB_ERROR, TOG_DB_ERROR_FULL);
  tog_db_rollback (db);
  g_assert_cmpint (count_notes (reader), ==, 1);

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  g_clear_error (&error);
  g_assert_true (add_note (db, "after", 500000, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_notes (reader), ==, 2);
}

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *data = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &data, &length, NULL));
  g_assert_true (g_file_set_contents (to, data, (gssize) length, NULL));
}

/* What is in a log that has room is neither lost nor more than it is, be it read anew. */
static void
test_reserved_log (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.db", NULL);
  g_autofree char *copied_log = g_strconcat (copy, "-wal", NULL);
  g_autoptr (TogDb) db = open_writer (fixture);
  g_autoptr (TogDb) reader = tog_db_open (fixture->path, TOG_DB_READER, NULL);
  g_autoptr (TogDb) recovered = NULL;
  g_autoptr (GError) error = NULL;
  gint64 size;

  g_assert_true (add_note (db, "before", 10, NULL));
  g_assert_true (tog_db_reserve_log (db));
  size = get_size (log);
  g_assert_cmpint (size, >, 16 * 1024 * 1024);
  g_assert_cmpint (count_notes (reader), ==, 1);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *text = g_strdup_printf ("after %u", i);

      g_assert_true (add_note (db, text, 10000, NULL));
    }
  g_assert_cmpint (get_size (log), ==, size);
  g_assert_cmpint (count_notes (reader), ==, 101);

  /* As after a crash. */
  copy_file (fixture->path, copy);
  copy_file (log, copied_log);
  recovered = tog_db_open (copy, TOG_DB_WRITER, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_notes (recovered), ==, 101);
  g_assert_true (add_note (recovered, "at last", 10, NULL));

  g_clear_pointer (&reader, tog_db_close);
  g_clear_pointer (&db, tog_db_close);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
}

/* Where there is no room, all is as before. */
static void
test_unreserved_log (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  g_autoptr (TogDb) db = open_writer (fixture);
  struct rlimit limit;
  struct rlimit usual;
  gint64 size;

  g_assert_true (add_note (db, "before", 10, NULL));
  size = get_size (log);
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &usual);
  limit = usual;
  limit.rlim_cur = 8 * 1024 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (tog_db_reserve_log (db));
  g_assert_cmpint (get_size (log), ==, size);
  g_assert_true (add_note (db, "after", 10000, NULL));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  g_assert_cmpint (count_notes (db), ==, 2);
}

static void
count_forgotten (gpointer data)
{
  ++*(guint *) data;
}

/* Until anything is written, be it by another connection. */
static void
test_remembers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogDb) db = open_writer (fixture);
  g_autoptr (TogDb) other = open_writer (fixture);
  guint n_forgotten = 0;

  g_assert_null (tog_db_recall (db));
  tog_db_remember (db, &n_forgotten, count_forgotten);
  g_assert_true (tog_db_recall (db) == &n_forgotten);
  g_assert_cmpint (count_notes (db), ==, 0);
  g_assert_true (tog_db_recall (db) == &n_forgotten);

  g_assert_true (add_note (db, "mine", 10, NULL));
  g_assert_null (tog_db_recall (db));
  g_assert_cmpuint (n_forgotten, ==, 1);
  tog_db_remember (db, &n_forgotten, count_forgotten);
  g_assert_true (tog_db_recall (db) == &n_forgotten);

  g_assert_true (add_note (other, "theirs", 10, NULL));
  g_assert_null (tog_db_recall (db));
  g_assert_cmpuint (n_forgotten, ==, 2);

  /* What is written while something is worked out is not in it. */
  g_assert_true (add_note (other, "meanwhile", 10, NULL));
  tog_db_remember (db, &n_forgotten, count_forgotten);
  g_assert_null (tog_db_recall (db));
  g_assert_cmpuint (n_forgotten, ==, 3);

  tog_db_remember (db, &n_forgotten, count_forgotten);
  tog_db_remember (db, &n_forgotten, count_forgotten);
  g_assert_cmpuint (n_forgotten, ==, 4);
  g_clear_pointer (&db, tog_db_close);
  g_assert_cmpuint (n_forgotten, ==, 5);
}

#define ADD(path, function) g_test_add ("/db/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("values", test_values);
  ADD ("statement-is-kept", test_statement_is_kept);
  ADD ("remembers", test_remembers);
  ADD ("settings", test_settings);
  ADD ("page-size", test_page_size);
  ADD ("lazy", test_lazy);
  ADD ("P20/private", test_private);
  ADD ("constraints", test_constraints);
  ADD ("transactions", test_transactions);
  ADD ("reader-sees-one-state", test_reader_sees_one_state);
  ADD ("log-is-read", test_log_is_read);
  ADD ("reader-never-checkpoints", test_reader_never_checkpoints);
  ADD ("migrates-stepwise", test_migrates_stepwise);
  ADD ("newer", test_newer);
  ADD ("reader-of-older", test_reader_of_older);
  ADD ("P27/foreign-database", test_foreign_database);
  ADD ("P27/foreign-file", test_foreign_file);
  ADD ("P27/damaged", test_damaged);
  ADD ("P27/truncated", test_truncated);
  ADD ("cannot-open", test_cannot_open);
  ADD ("P26/read-only", test_read_only);
  ADD ("P26/frozen", test_frozen);
  ADD ("P26/full", test_full);
  ADD ("P26/file-size-limit", test_file_size_limit);
  ADD ("reserved-log", test_reserved_log);
  ADD ("unreserved-log", test_unreserved_log);
  ADD ("brief-commit", test_brief_commit);

  return g_test_run ();
}
