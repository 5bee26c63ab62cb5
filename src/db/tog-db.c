#include "config.h"

#include "tog-db-private.h"
#include "tog-log-vfs.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <string.h>

/* How long a statement waits for a lock that somebody else holds. */
#define BUSY_TIMEOUT_MSEC 5000

G_DEFINE_QUARK (tog - db - error - quark, tog_db_error)

static TogDbError
map_result (int result)
{
  switch (result & 0xff)
    {
    case SQLITE_CANTOPEN:
      return TOG_DB_ERROR_OPEN;
    case SQLITE_NOTADB:
      return TOG_DB_ERROR_FOREIGN;
    case SQLITE_CORRUPT:
      return TOG_DB_ERROR_DAMAGED;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return TOG_DB_ERROR_READ_ONLY;
    case SQLITE_FULL:
      return TOG_DB_ERROR_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return TOG_DB_ERROR_BUSY;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
      return TOG_DB_ERROR_CONSTRAINT;
    default:
      return TOG_DB_ERROR_FAILED;
    }
}

/* What the system said tells more than that reading or writing failed: a quota is a
 * disk of one's own, and a disk that was mounted read-only for its errors can't be
 * written. */
static TogDbError
map_system_result (int result, int system)
{
  switch (system)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return TOG_DB_ERROR_FULL;
    case EROFS:
    case EACCES:
    case EPERM:
      return TOG_DB_ERROR_READ_ONLY;
    default:
      return map_result (result);
    }
}

/* Returns: (nullable): the log or, with @which for that, the database, where it is open */
static sqlite3_file *
get_file (TogDb *db, int which)
{
  sqlite3_file *file = NULL;

  if (sqlite3_file_control (db->handle, "main", which, &file) != SQLITE_OK || file == NULL)
    return NULL;
  return file->pMethods != NULL ? file : NULL;
}

/* What the system said last of that file. */
static int
get_file_errno (TogDb *db, int which)
{
  sqlite3_file *file = get_file (db, which);
  int last = 0;

  if (file != NULL && file->pMethods->xFileControl != NULL)
    file->pMethods->xFileControl (file, SQLITE_FCNTL_LAST_ERRNO, &last);
  return last;
}

static TogDbError
find_code (TogDb *db, int result)
{
  TogDbError code;

  /* The index of the log could not be made longer. What the system said is not kept. */
  if (result == SQLITE_IOERR_SHMSIZE)
    return TOG_DB_ERROR_FULL;
  if (db->handle == NULL)
    return map_result (result);
  if ((result & 0xff) == SQLITE_CANTOPEN)
    return map_system_result (result, sqlite3_system_errno (db->handle));
  if (result != SQLITE_IOERR_WRITE && result != SQLITE_IOERR_FSYNC &&
      result != SQLITE_IOERR_TRUNCATE)
    return map_result (result);

  /* The system's errno is of what was done last, and that is to clean up. */
  code = map_system_result (result, get_file_errno (db, SQLITE_FCNTL_JOURNAL_POINTER));
  if (code == TOG_DB_ERROR_FAILED)
    code = map_system_result (result, get_file_errno (db, SQLITE_FCNTL_FILE_POINTER));
  return code;
}

/* Describes what went wrong, for use inside this room: @doing is a phrase such
 * as "read the database". */
void
tog_db_set_error (TogDb *db, int result, const char *doing, GError **error)
{
  TogDbError code = find_code (db, result);

  switch (code)
    {
    case TOG_DB_ERROR_FULL:
      g_set_error (error, TOG_DB_ERROR, code, "Can't %s: no space is left on the disk", doing);
      break;
    case TOG_DB_ERROR_FOREIGN:
      g_set_error (error, TOG_DB_ERROR, code, "Can't %s: the file is not a database", doing);
      break;
    default:
      g_set_error (error,
                   TOG_DB_ERROR,
                   code,
                   "Can't %s: %s",
                   doing,
                   db->handle != NULL ? sqlite3_errmsg (db->handle) : sqlite3_errstr (result));
      break;
    }
}

static gboolean
read_int (TogDb *db, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (TogStatement) statement = tog_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;
  switch (tog_statement_step (statement, error))
    {
    case TOG_STEP_ROW:
      *value = tog_statement_get_int (statement, 0);
      return TRUE;
    case TOG_STEP_DONE:
      *value = 0;
      return TRUE;
    case TOG_STEP_ERROR:
    default:
      return FALSE;
    }
}

static void
set_checkpoint_pages (TogDb *db, int n_pages)
{
  db->checkpoint_pages = n_pages;
  sqlite3_wal_autocheckpoint (db->handle, n_pages);
}

/* What every connection has, whatever the file holds. None of it writes. */
static gboolean
configure (TogDb *db, GError **error)
{
  gint64 schema_version;

  sqlite3_extended_result_codes (db->handle, 1);
  sqlite3_busy_timeout (db->handle, BUSY_TIMEOUT_MSEC);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);

  if (!tog_db_exec (db,
                    "PRAGMA synchronous = FULL;"
                    "PRAGMA cell_size_check = ON;"
                    "PRAGMA temp_store = MEMORY;",
                    error))
    return FALSE;

  /* A commit writes a page of each index it touches, a checkpoint each page once:
   * rarer checkpoints write less, and a log of 16 MiB is read as fast as a short one. */
  if (db->mode == TOG_DB_WRITER)
    {
      set_checkpoint_pages (db, 4096);
      if (!tog_db_exec (db, "PRAGMA cache_size = -16384;", error))
        return FALSE;
    }

  if (db->mode != TOG_DB_WRITER)
    {
      /* A long list that is read page by page is gone through for each of them: 8 MiB
       * hold it in the meantime. */
      const char *sql = "PRAGMA wal_autocheckpoint = 0; PRAGMA query_only = ON; "
                        "PRAGMA cache_size = -8192;";

      sqlite3_db_config (db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
      if (!tog_db_exec (db, sql, error))
        return FALSE;
    }

  /* The first thing that reads the file: says whether it is a database. */
  return read_int (db, "PRAGMA schema_version", &schema_version, error);
}

/* SQLite counts every byte it allocates under a lock that all connections share,
 * for statistics nobody asks for. Where a library has set SQLite up before, that
 * stays as it is. */
static gpointer
set_up_once (gpointer data)
{
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  return NULL;
}

/* Statements are few and long: their length and a few of their characters tell
 * them apart. */
static guint
hash_sql (gconstpointer key)
{
  const char *sql = key;
  gsize length = strlen (sql);
  guint hash = (guint) length;

  for (gsize i = 0; i < length; i += 16)
    hash = hash * 31 + (guchar) sql[i];
  return hash;
}

/* Makes the file, if it is not there, for its owner alone, whatever the umask:
 * what it holds is private. SQLite gives its log the same mode. A file that is
 * there is not touched, since closing it would drop the locks on it. */
static void
make_file (const char *path)
{
  int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd >= 0)
    close (fd);
}

/* Returns: SQLite's name of a file that nobody changes while it is open, so that it can
 * be read without a log beside it */
static char *
make_frozen_uri (const char *path)
{
  g_autofree char *escaped = g_uri_escape_string (path, G_URI_RESERVED_CHARS_ALLOWED_IN_PATH, TRUE);

  return g_strconcat ("file:", escaped, "?immutable=1", NULL);
}

/**
 * tog_db_open:
 * @path: where the file is or, for a writer, shall be
 * @mode: what for
 * @error: return location
 *
 * Opens a database. Nothing is written yet: whether the file is one of ours is
 * seen by tog_db_migrate(), and a file of somebody else's stays as it is.
 *
 * Returns: (transfer full) (nullable): the connection, or %NULL with
 *   %TOG_DB_ERROR_OPEN, %TOG_DB_ERROR_FOREIGN, %TOG_DB_ERROR_DAMAGED or, for a
 *   writer, %TOG_DB_ERROR_READ_ONLY
 */
TogDb *
tog_db_open (const char *path, TogDbMode mode, GError **error)
{
  static GOnce set_up = G_ONCE_INIT;
  g_autoptr (TogDb) db = g_new0 (TogDb, 1);
  g_autofree char *uri = NULL;
  int flags = SQLITE_OPEN_NOMUTEX;
  int result;

  g_once (&set_up, set_up_once, NULL);
  db->mode = mode;
  db->statements =
      g_hash_table_new_full (hash_sql, g_str_equal, NULL, (GDestroyNotify) tog_statement_free);

  if (mode == TOG_DB_WRITER)
    {
      make_file (path);
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    }
  else
    flags |= SQLITE_OPEN_READONLY;
  if (mode == TOG_DB_FROZEN)
    {
      uri = make_frozen_uri (path);
      flags |= SQLITE_OPEN_URI;
    }

  result = sqlite3_open_v2 (uri != NULL ? uri : path,
                            &db->handle,
                            flags,
                            mode == TOG_DB_WRITER ? tog_log_vfs_get_name () : NULL);
  if (result != SQLITE_OK)
    {
      tog_db_set_error (db, result, "open the database", error);
      return NULL;
    }

  if (!configure (db, error))
    return NULL;

  if (mode == TOG_DB_WRITER && sqlite3_db_readonly (db->handle, "main") == 1)
    {
      g_set_error (error,
                   TOG_DB_ERROR,
                   TOG_DB_ERROR_READ_ONLY,
                   "The database “%s” can be read but not written: check who owns it",
                   path);
      return NULL;
    }

  return g_steal_pointer (&db);
}

static void
forget (TogDb *db)
{
  if (db->memory != NULL)
    db->forget (db->memory);
  db->memory = NULL;
}

/**
 * tog_db_close:
 * @db: (transfer full) (nullable): a connection
 *
 * Closes a connection. A transaction that is open is rolled back; statements
 * must have been released. The last writer leaves one file behind, without log.
 */
void
tog_db_close (TogDb *db)
{
  if (db == NULL)
    return;

  forget (db);
  g_clear_pointer (&db->statements, g_hash_table_unref);
  if (db->handle != NULL && sqlite3_close (db->handle) != SQLITE_OK)
    g_critical ("A statement was not released before its database was closed");
  g_free (db);
}

static gboolean
check_owner (TogDb *db, gint32 application_id, gboolean *is_new, GError **error)
{
  gint64 found;
  gint64 n_objects;

  if (!read_int (db, "PRAGMA application_id", &found, error) ||
      !read_int (db, "SELECT count (*) FROM sqlite_schema", &n_objects, error))
    return FALSE;

  *is_new = found == 0 && n_objects == 0;
  if (*is_new || found == application_id)
    return TRUE;

  g_set_error_literal (
      error, TOG_DB_ERROR, TOG_DB_ERROR_FOREIGN, "The file is a database of another program");
  return FALSE;
}

static gboolean
switch_to_wal (TogDb *db, GError **error)
{
  g_autoptr (TogStatement) statement = tog_db_prepare (db, "PRAGMA journal_mode = WAL", error);

  if (statement == NULL || tog_statement_step (statement, error) == TOG_STEP_ERROR)
    return FALSE;

  if (g_strcmp0 (tog_statement_get_text (statement, 0), "wal") != 0)
    {
      g_set_error_literal (error,
                           TOG_DB_ERROR,
                           TOG_DB_ERROR_FAILED,
                           "The file system does not support a write-ahead log: "
                           "put the database on a local disk");
      return FALSE;
    }
  return TRUE;
}

static gboolean
apply (TogDb *db, gint32 application_id, guint version, const char *sql, GError **error)
{
  g_autofree char *stamp = NULL;

  if (!tog_db_begin (db, error))
    return FALSE;

  /* Pragmas take no bound values; both are integers of ours. */
  stamp = g_strdup_printf (
      "PRAGMA application_id = %d; PRAGMA user_version = %u;", application_id, version);
  if (!tog_db_exec (db, sql, error) || !tog_db_exec (db, stamp, error) ||
      !tog_db_commit (db, error))
    {
      tog_db_rollback (db);
      return FALSE;
    }
  return TRUE;
}

/**
 * tog_db_migrate:
 * @db: a connection
 * @application_id: says whose database it is; see the list in SQLite's magic.txt
 * @migrations: (array zero-terminated=1): scripts; the first makes the schema
 *   of version 1, the next what turns version 1 into 2, and so on
 * @error: return location
 *
 * Brings a database to the newest version, each step in a transaction of its
 * own, and sets it to write-ahead logging. A new, empty file becomes ours.
 * A reader migrates nothing; it only checks that the database is ours and at
 * the newest version.
 *
 * Returns: whether it is ours and current; otherwise @error is
 *   %TOG_DB_ERROR_FOREIGN, %TOG_DB_ERROR_NEWER, or what stopped a step, which
 *   then has changed nothing
 */
gboolean
tog_db_migrate (TogDb *db, gint32 application_id, const char *const *migrations, GError **error)
{
  gboolean is_new;
  gint64 version;
  guint n_migrations = 0;

  g_return_val_if_fail (application_id != 0, FALSE);

  while (migrations[n_migrations] != NULL)
    n_migrations++;

  if (!check_owner (db, application_id, &is_new, error) ||
      !read_int (db, "PRAGMA user_version", &version, error))
    return FALSE;

  if (version > n_migrations)
    {
      g_set_error (error,
                   TOG_DB_ERROR,
                   TOG_DB_ERROR_NEWER,
                   "A newer version of this program wrote the database (version %" G_GINT64_FORMAT
                   ", this program knows %u): update the program",
                   version,
                   n_migrations);
      return FALSE;
    }

  if (db->mode != TOG_DB_WRITER)
    {
      if (version == n_migrations && !is_new)
        return TRUE;
      g_set_error_literal (error,
                           TOG_DB_ERROR,
                           TOG_DB_ERROR_FAILED,
                           "The database was not brought to this version yet");
      return FALSE;
    }

  if (!switch_to_wal (db, error))
    return FALSE;
  for (; version < n_migrations; version++)
    {
      if (!apply (db, application_id, version + 1, migrations[version], error))
        return FALSE;
    }
  return TRUE;
}

/**
 * tog_db_exec:
 * @db: a connection
 * @sql: any number of statements, without values from outside
 * @error: return location
 *
 * Runs statements whose rows nobody wants.
 *
 * Returns: whether all of them ran
 */
gboolean
tog_db_exec (TogDb *db, const char *sql, GError **error)
{
  int result = sqlite3_exec (db->handle, sql, NULL, NULL, NULL);

  if (result == SQLITE_OK)
    return TRUE;
  tog_db_set_error (db, result, "use the database", error);
  return FALSE;
}

static gboolean
run (TogDb *db, const char *sql, GError **error)
{
  g_autoptr (TogStatement) statement = tog_db_prepare (db, sql, error);

  return statement != NULL && tog_statement_run (statement, error);
}

/* What the log may hold before it goes into the database, by itself. */
#define LOG_BYTES (16 * 1024 * 1024)

/**
 * tog_db_set_page_size:
 * @db: a writer that was just opened
 * @n_bytes: a power of two from 512 to 65536; 4096 unless set
 * @error: return location
 *
 * Has the file made of pages of this size, if it is new: one that is there keeps its own.
 * Large ones suit rows of some kilobytes that are written many at a time, small ones
 * short rows that are written one by one.
 *
 * Returns: whether it could be set
 */
gboolean
tog_db_set_page_size (TogDb *db, guint n_bytes, GError **error)
{
  g_autofree char *wanted = g_strdup_printf ("PRAGMA page_size = %u", n_bytes);
  gint64 present;

  if (!tog_db_exec (db, wanted, error) || !read_int (db, "PRAGMA page_size", &present, error))
    return FALSE;
  set_checkpoint_pages (db, (int) (LOG_BYTES / present));
  return TRUE;
}

/**
 * tog_db_set_lazy:
 * @db: a writer without a transaction
 * @lazy: whether commits return before they are on the disk
 * @error: return location
 *
 * Speeds up what can be had again. Only when the machine loses power may the last
 * commits be gone, the latest first and each as a whole; a commit that is not lazy takes
 * all before it along.
 *
 * Returns: whether it could be set
 */
gboolean
tog_db_set_lazy (TogDb *db, gboolean lazy, GError **error)
{
  return tog_db_exec (
      db, lazy ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL", error);
}

/**
 * tog_db_begin:
 * @db: a connection
 * @error: return location
 *
 * Begins a transaction. A writer takes the write lock at once, so that nothing
 * it reads in the transaction can change before it writes; a reader sees one
 * state of the database until the transaction ends.
 *
 * Returns: whether it began
 */
gboolean
tog_db_begin (TogDb *db, GError **error)
{
  return run (db, db->mode == TOG_DB_WRITER ? "BEGIN IMMEDIATE" : "BEGIN", error);
}

/**
 * tog_db_commit:
 * @db: a connection
 * @error: return location
 *
 * Ends a transaction. When it returns %TRUE, what was written is on the disk.
 * When it fails, roll back.
 *
 * Returns: whether it was committed
 */
gboolean
tog_db_commit (TogDb *db, GError **error)
{
  return run (db, "COMMIT", error);
}

/**
 * tog_db_commit_briefly:
 * @db: a writer
 * @error: return location
 *
 * Ends a transaction as tog_db_commit() does, but leaves to that what a commit does
 * now and then besides, and takes much longer: to put what the log holds into the
 * database. So that has to follow before long.
 *
 * Returns: whether it was committed
 */
gboolean
tog_db_commit_briefly (TogDb *db, GError **error)
{
  gboolean done;

  sqlite3_wal_autocheckpoint (db->handle, 0);
  done = tog_db_commit (db, error);
  sqlite3_wal_autocheckpoint (db->handle, db->checkpoint_pages);
  return done;
}

/* Of a page in the log, and of the log: see "The WAL File Format" of SQLite's. */
#define FRAME_HEADER 24
#define LOG_HEADER 32

/* How much is written at once; SQLite takes no more than 128 KiB. */
#define RESERVE_STEP ((sqlite3_int64) 64 * 1024)

/**
 * tog_db_reserve_log:
 * @db: a writer that nobody uses yet, of a database that was migrated
 *
 * Makes the log at once as long as it becomes, of zeros, which SQLite takes for no part of
 * it: as long as it grows, the file system has to find room for it with each commit, which
 * may take longer than to write and flush that. Also, where the disk is full one day, what
 * is committed still has its place.
 *
 * Returns: whether there was room; if not, the log is as it was
 */
gboolean
tog_db_reserve_log (TogDb *db)
{
  sqlite3_file *log;
  gint64 page_size;
  sqlite3_int64 before, end;
  g_autofree guint8 *zeros = NULL;
  int result;

  /* To read is what opens it. */
  if (!read_int (db, "SELECT count (*) FROM sqlite_schema", &page_size, NULL) ||
      !read_int (db, "PRAGMA page_size", &page_size, NULL))
    return FALSE;
  log = get_file (db, SQLITE_FCNTL_JOURNAL_POINTER);
  if (log == NULL || log->pMethods->xFileSize (log, &before) != SQLITE_OK)
    return FALSE;

  /* What is committed briefly comes on top. */
  end = LOG_HEADER + (page_size + FRAME_HEADER) * db->checkpoint_pages * 5 / 4;
  zeros = g_malloc0 (RESERVE_STEP);
  result = SQLITE_OK;
  for (sqlite3_int64 at = before; result == SQLITE_OK && at < end; at += RESERVE_STEP)
    result = log->pMethods->xWrite (log, zeros, (int) MIN (RESERVE_STEP, end - at), at);
  if (result == SQLITE_OK)
    result = log->pMethods->xSync (log, SQLITE_SYNC_NORMAL);
  if (result != SQLITE_OK)
    log->pMethods->xTruncate (log, before);
  return result == SQLITE_OK;
}

/**
 * tog_db_rollback:
 * @db: a connection
 *
 * Undoes a transaction. It never fails, and it does nothing where SQLite has
 * already rolled back by itself, as it does on a full disk.
 */
void
tog_db_rollback (TogDb *db)
{
  if (tog_db_is_in_transaction (db))
    run (db, "ROLLBACK", NULL);
}

/**
 * tog_db_is_in_transaction:
 * @db: a connection
 *
 * Whether a transaction is open. After some errors (a full disk, a failing one)
 * SQLite ends it on its own.
 *
 * Returns: whether one is open
 */
gboolean
tog_db_is_in_transaction (TogDb *db)
{
  return !sqlite3_get_autocommit (db->handle);
}

/**
 * tog_db_savepoint:
 * @db: a connection with a transaction
 * @error: return location
 *
 * Marks a point in a transaction to which tog_db_savepoint_rollback() returns.
 *
 * Returns: whether it was marked
 */
gboolean
tog_db_savepoint (TogDb *db, GError **error)
{
  return run (db, "SAVEPOINT part", error);
}

/**
 * tog_db_savepoint_release:
 * @db: a connection with a savepoint
 * @error: return location
 *
 * Keeps what was written since the last tog_db_savepoint().
 *
 * Returns: whether it was kept
 */
gboolean
tog_db_savepoint_release (TogDb *db, GError **error)
{
  return run (db, "RELEASE part", error);
}

/**
 * tog_db_savepoint_rollback:
 * @db: a connection with a savepoint
 *
 * Undoes what was written since the last tog_db_savepoint(). Does nothing where
 * the whole transaction is already gone.
 */
void
tog_db_savepoint_rollback (TogDb *db)
{
  if (tog_db_is_in_transaction (db))
    {
      run (db, "ROLLBACK TO part", NULL);
      run (db, "RELEASE part", NULL);
    }
}

/**
 * tog_db_get_last_row_id:
 * @db: a connection
 *
 * Returns: the row id of the last row that was inserted
 */
gint64
tog_db_get_last_row_id (TogDb *db)
{
  return sqlite3_last_insert_rowid (db->handle);
}

/**
 * tog_db_get_changes:
 * @db: a connection
 *
 * Returns: how many rows the last statement inserted, changed or deleted
 */
gint64
tog_db_get_changes (TogDb *db)
{
  return sqlite3_changes64 (db->handle);
}

/**
 * tog_db_recall:
 * @db: a connection
 *
 * Not within a transaction, which may be rolled back.
 *
 * Returns: (transfer none) (nullable): what tog_db_remember() was given last; %NULL where
 *   anything was written since, by whichever connection
 */
gpointer
tog_db_recall (TogDb *db)
{
  gint64 changes = sqlite3_total_changes64 (db->handle);
  gint64 version;
  gboolean is_known = read_int (db, "PRAGMA data_version", &version, NULL);

  g_return_val_if_fail (!tog_db_is_in_transaction (db), NULL);

  if (!is_known || version != db->seen_version || changes != db->seen_changes)
    forget (db);
  db->seen_version = is_known ? version : 0;
  db->seen_changes = changes;
  return db->memory;
}

/**
 * tog_db_remember:
 * @db: a connection
 * @memory: (transfer full): what was worked out from what it holds
 * @forget_memory: frees it
 *
 * Keeps something until the database is another than it was when tog_db_recall() was
 * called, before it was read; or until something else takes its place, so that a
 * connection remembers for one purpose only.
 */
void
tog_db_remember (TogDb *db, gpointer memory, GDestroyNotify forget_memory)
{
  forget (db);
  db->memory = memory;
  db->forget = forget_memory;
}
