#include "config.h"

#include "bare-inserts.h"

#include <sqlite3.h>

/*
 * SQLite by itself, as it comes, set to what the server is set to.
 */

static void
run (sqlite3 *db, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

/**
 * measure_bare_inserts:
 * @path: of a database to be made
 * @usec: for how long, in microseconds
 *
 * Returns: rows a second, one a transaction, each on the disk before the next
 */
double
measure_bare_inserts (const char *path, gint64 usec)
{
  gint64 began, now;
  guint n = 0;
  sqlite3_stmt *insert;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  run (db,
       "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4096;"
       "PRAGMA cell_size_check = ON; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;"
       "DROP TABLE IF EXISTS row;"
       "CREATE TABLE row (id INTEGER PRIMARY KEY, start INTEGER, text TEXT) STRICT;");
  g_assert_cmpint (
      sqlite3_prepare_v2 (db, "INSERT INTO row (start, text) VALUES (?1, ?2)", -1, &insert, NULL),
      ==,
      SQLITE_OK);

  began = now = g_get_monotonic_time ();
  for (; now - began < usec; n++, now = g_get_monotonic_time ())
    {
      sqlite3_bind_int64 (insert, 1, n);
      sqlite3_bind_text (insert, 2, "what a session is about", -1, SQLITE_STATIC);
      g_assert_cmpint (sqlite3_step (insert), ==, SQLITE_DONE);
      sqlite3_reset (insert);
    }
  sqlite3_finalize (insert);
  sqlite3_close (db);
  return n * (double) G_USEC_PER_SEC / (now - began);
}
