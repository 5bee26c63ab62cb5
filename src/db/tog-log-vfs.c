#include "config.h"

#include "tog-log-vfs.h"

#include <sqlite3.h>
#include <string.h>

/* Of a page in the log: see "The WAL File Format" of SQLite's. */
#define FRAME_HEADER 24
#define HAS_COMMIT 4 /* where four bytes are that aren't zero where a commit ends */

/* How much is gathered at the most: what SQLite writes at once is less than 128 KiB. */
#define MAX_PENDING (96 * 1024)

/* What comes behind it is the real file. */
typedef struct
{
  sqlite3_file file;
  GByteArray *pending;  /* (owned): not written yet */
  sqlite3_int64 at;     /* where that belongs */
  gboolean ends_commit; /* whether others may read what is written now before it is flushed */
} LogFile;

#define REAL_FILE_AT ((sizeof (LogFile) + 15) / 16 * 16)

static sqlite3_file *
get_real (sqlite3_file *file)
{
  return (sqlite3_file *) (void *) ((guint8 *) file + REAL_FILE_AT);
}

/* What can't be written is not tried again: SQLite learns of it, and undoes the commit. */
static int
write_pending (sqlite3_file *file)
{
  LogFile *self = (LogFile *) file;
  sqlite3_file *real = get_real (file);
  int result = SQLITE_OK;

  if (self->pending->len > 0)
    result = real->pMethods->xWrite (real, self->pending->data, (int) self->pending->len, self->at);
  g_byte_array_set_size (self->pending, 0);
  return result;
}

static int
log_close (sqlite3_file *file)
{
  LogFile *self = (LogFile *) file;
  sqlite3_file *real = get_real (file);
  int written = write_pending (file);
  int closed = real->pMethods->xClose (real);

  g_byte_array_unref (self->pending);
  return written != SQLITE_OK ? written : closed;
}

static int
log_read (sqlite3_file *file, void *data, int size, sqlite3_int64 at)
{
  sqlite3_file *real = get_real (file);
  int result = write_pending (file);

  return result == SQLITE_OK ? real->pMethods->xRead (real, data, size, at) : result;
}

static gboolean
is_commit (const guint8 *header)
{
  static const guint8 NONE[4];

  return memcmp (header + HAS_COMMIT, NONE, sizeof NONE) != 0;
}

/* Unless each commit is flushed, others read the end of one as soon as it is written. */
static int
log_write (sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
  LogFile *self = (LogFile *) file;
  sqlite3_file *real = get_real (file);
  int result = SQLITE_OK;

  if (self->at + self->pending->len != at || self->pending->len + (guint) size > MAX_PENDING)
    result = write_pending (file);
  if (result != SQLITE_OK)
    return result;
  if (size > MAX_PENDING)
    return real->pMethods->xWrite (real, data, size, at);

  if (size <= FRAME_HEADER)
    self->ends_commit = size < FRAME_HEADER || is_commit (data);
  if (self->pending->len == 0)
    self->at = at;
  g_byte_array_append (self->pending, data, (guint) size);
  return self->ends_commit && size > FRAME_HEADER ? write_pending (file) : SQLITE_OK;
}

static int
log_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  sqlite3_file *real = get_real (file);
  int result = write_pending (file);

  return result == SQLITE_OK ? real->pMethods->xTruncate (real, size) : result;
}

static int
log_sync (sqlite3_file *file, int flags)
{
  sqlite3_file *real = get_real (file);
  int result = write_pending (file);

  return result == SQLITE_OK ? real->pMethods->xSync (real, flags) : result;
}

static int
log_get_size (sqlite3_file *file, sqlite3_int64 *size)
{
  sqlite3_file *real = get_real (file);
  int result = write_pending (file);

  return result == SQLITE_OK ? real->pMethods->xFileSize (real, size) : result;
}

static int
log_lock (sqlite3_file *file, int level)
{
  sqlite3_file *real = get_real (file);

  return real->pMethods->xLock (real, level);
}

static int
log_unlock (sqlite3_file *file, int level)
{
  sqlite3_file *real = get_real (file);

  return real->pMethods->xUnlock (real, level);
}

static int
log_check_lock (sqlite3_file *file, int *is_reserved)
{
  sqlite3_file *real = get_real (file);

  return real->pMethods->xCheckReservedLock (real, is_reserved);
}

static int
log_control (sqlite3_file *file, int operation, void *argument)
{
  sqlite3_file *real = get_real (file);

  return real->pMethods->xFileControl (real, operation, argument);
}

static int
log_get_sector_size (sqlite3_file *file)
{
  sqlite3_file *real = get_real (file);

  return real->pMethods->xSectorSize (real);
}

static int
log_get_traits (sqlite3_file *file)
{
  sqlite3_file *real = get_real (file);

  return real->pMethods->xDeviceCharacteristics (real);
}

static const sqlite3_io_methods LOG_METHODS = {
  .iVersion = 1,
  .xClose = log_close,
  .xRead = log_read,
  .xWrite = log_write,
  .xTruncate = log_truncate,
  .xSync = log_sync,
  .xFileSize = log_get_size,
  .xLock = log_lock,
  .xUnlock = log_unlock,
  .xCheckReservedLock = log_check_lock,
  .xFileControl = log_control,
  .xSectorSize = log_get_sector_size,
  .xDeviceCharacteristics = log_get_traits,
};

static sqlite3_vfs *usual;

/* Of files other than logs nothing is known here. */
static int
open_file (sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags)
{
  LogFile *self = (LogFile *) file;
  int result;

  if ((flags & SQLITE_OPEN_WAL) == 0)
    return usual->xOpen (usual, path, file, flags, out_flags);

  self->file.pMethods = NULL;
  result = usual->xOpen (usual, path, get_real (file), flags, out_flags);
  if (result != SQLITE_OK)
    {
      if (get_real (file)->pMethods != NULL)
        get_real (file)->pMethods->xClose (get_real (file));
      return result;
    }
  self->file.pMethods = &LOG_METHODS;
  self->pending = g_byte_array_new ();
  self->at = 0;
  self->ends_commit = FALSE;
  return SQLITE_OK;
}

static gpointer
register_once (gpointer data)
{
  static sqlite3_vfs vfs;

  usual = sqlite3_vfs_find (NULL);
  if (usual == NULL)
    return NULL;
  vfs = *usual;
  vfs.pNext = NULL;
  vfs.zName = "tog-log";
  vfs.szOsFile = (int) REAL_FILE_AT + usual->szOsFile;
  vfs.xOpen = open_file;
  return sqlite3_vfs_register (&vfs, 0) == SQLITE_OK ? (gpointer) vfs.zName : NULL;
}

/**
 * tog_log_vfs_get_name:
 *
 * Returns: (transfer none) (nullable): what SQLite is told to open a writer with, or %NULL
 *   to have it done as usual
 */
const char *
tog_log_vfs_get_name (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, register_once, NULL);
}
