#include "config.h"

#include "tog-store-file.h"

#include "tog-gap-table.h"
#include "tog-history-schema.h"
#include "tog-unsent-table.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* "TogC" in ASCII: Together's cache. */
#define APPLICATION_ID 0x546f6743

#define FILE_NAME "cache.sqlite"

/* Troubles that pass, and what may be told once more after they did. */
#define PASSING ((1u << TOG_STORE_READ_ONLY) | (1u << TOG_STORE_FULL) | (1u << TOG_STORE_FAILED))

/* How long it takes at most until it is noticed that they passed. */
#define RETRY_AFTER (3 * G_USEC_PER_SEC)

/* A page of the history takes some hundred kilobytes. */
#define PROBE_SIZE (256 * 1024)

/* What is kept of a session takes some kilobytes: in small pages there would be room for
 * one each, and two writes for every page. */
#define PAGE_SIZE 16384

struct _TogStoreFile
{
  char *directory;     /* (owned) */
  char *path;          /* (owned) */
  TogDb *db;           /* (owned) (nullable): NULL before the first use and where nothing
                          can be written */
  TogDb *reader;       /* (owned) (nullable): in its place, where it can be read at least */
  gboolean given_up;   /* nothing can be kept; don't try again */
  guint troubles;      /* bit set of what was told */
  char *failure;       /* (owned) (nullable): what keeps it from being written */
  gint64 retry_at;     /* monotonic time, 0 where nothing is to be tried again */
  GHashTable *unsaved; /* (owned) (element-type utf8 Unsaved): what is to be written once
                          it can be */
  TogStoreTroubleFunc trouble;
  gpointer user_data;
};

/* What was asked for of a document. */
typedef struct
{
  TogDocument *document; /* (owned) (nullable): NULL to remove it */
  TogInstant expires_at;
} Unsaved;

static void
unsaved_free (Unsaved *unsaved)
{
  g_clear_pointer (&unsaved->document, tog_document_free);
  g_free (unsaved);
}

static const char *const migrations[] = {
  "CREATE TABLE document ("
  "  key TEXT PRIMARY KEY,"
  "  text TEXT NOT NULL,"
  "  etag TEXT,"
  "  fetched_at INTEGER NOT NULL,"
  "  expires_at INTEGER NOT NULL" /* 0 for never */
  ") STRICT;"
  "CREATE INDEX document_expiry ON document (expires_at) WHERE expires_at > 0;",
  TOG_HISTORY_SCHEMA,
  TOG_GAP_SCHEMA,
  TOG_UNSENT_SCHEMA,
  TOG_HISTORY_SCHEMA_5,
  TOG_UNSENT_SCHEMA_6,
  NULL,
};

static void
tell (TogStoreFile *file, TogStoreTrouble trouble, const char *detail)
{
  if ((file->troubles & (1u << trouble)) != 0)
    return;
  file->troubles |= 1u << trouble;
  file->trouble (trouble, detail, file->user_data);
}

/* It is tried again until it can be written, be it by mending permissions or by making
 * room. */
static void
tell_passing (TogStoreFile *file, TogStoreTrouble trouble, const char *detail)
{
  file->retry_at = g_get_monotonic_time () + RETRY_AFTER;
  tell (file, trouble, detail);
}

/* Renames the database and what belongs to it, so that a new one can be begun
 * and nothing of the old one is lost to whoever wants to look at it. */
static gboolean
set_aside (TogStoreFile *file)
{
  const char *suffixes[] = { "", "-wal", "-shm" };
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *target = g_strdup_printf ("%s.damaged-%s", file->path, date);

  for (guint i = 2; g_file_test (target, G_FILE_TEST_EXISTS); i++)
    {
      g_free (target);
      target = g_strdup_printf ("%s.damaged-%s-%u", file->path, date, i);
    }

  g_clear_pointer (&file->db, tog_db_close);
  g_clear_pointer (&file->reader, tog_db_close);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (file->path, suffixes[i], NULL);
      g_autofree char *to = g_strconcat (target, suffixes[i], NULL);

      if (g_rename (from, to) != 0 && errno != ENOENT)
        {
          tell_passing (file, TOG_STORE_READ_ONLY, file->directory);
          return FALSE;
        }
    }
  tell (file, TOG_STORE_SET_ASIDE, target);
  return TRUE;
}

/* Says what is wrong and does what can be done about it. Returns whether it is
 * worth trying once more at once. */
static gboolean
handle_error (TogStoreFile *file, const GError *error)
{
  g_free (file->failure);
  file->failure = g_strdup (error->message);
  if (error->domain != TOG_DB_ERROR)
    {
      tell_passing (file, TOG_STORE_FAILED, error->message);
      return FALSE;
    }
  switch ((TogDbError) error->code)
    {
    case TOG_DB_ERROR_DAMAGED:
    case TOG_DB_ERROR_FOREIGN:
      return set_aside (file);
    case TOG_DB_ERROR_NEWER:
      tell (file, TOG_STORE_NEWER, error->message);
      file->given_up = TRUE;
      g_clear_pointer (&file->db, tog_db_close);
      return FALSE;
    case TOG_DB_ERROR_FULL:
      tell_passing (file, TOG_STORE_FULL, file->directory);
      return FALSE;
    case TOG_DB_ERROR_READ_ONLY:
    case TOG_DB_ERROR_OPEN:
      /* A connection to a file that was moved away never writes again. */
      g_clear_pointer (&file->db, tog_db_close);
      tell_passing (file, TOG_STORE_READ_ONLY, file->directory);
      return FALSE;
    case TOG_DB_ERROR_BUSY:
    case TOG_DB_ERROR_CONSTRAINT:
    case TOG_DB_ERROR_FAILED:
    default:
      tell_passing (file, TOG_STORE_FAILED, error->message);
      return FALSE;
    }
}

static gboolean
expire (TogDb *db, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db, "DELETE FROM document WHERE expires_at > 0 AND expires_at < :now", error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_int (statement, ":now", g_get_real_time () / G_USEC_PER_SEC);
  return tog_statement_run (statement, error);
}

static gboolean
open_once (TogStoreFile *file, GError **error)
{
  g_autoptr (TogDb) db = NULL;

  if (g_mkdir_with_parents (file->directory, 0700) != 0)
    {
      g_set_error_literal (error,
                           TOG_DB_ERROR,
                           errno == ENOSPC || errno == EDQUOT ? TOG_DB_ERROR_FULL
                                                              : TOG_DB_ERROR_OPEN,
                           g_strerror (errno));
      return FALSE;
    }
  db = tog_db_open (file->path, TOG_DB_WRITER, error);
  if (db == NULL || !tog_db_set_page_size (db, PAGE_SIZE, error) ||
      !tog_db_migrate (db, APPLICATION_ID, migrations, error))
    return FALSE;
  file->db = g_steal_pointer (&db);
  return TRUE;
}

static TogDb *
open_to_read (TogStoreFile *file, TogDbMode mode)
{
  g_autoptr (TogDb) db = tog_db_open (file->path, mode, NULL);

  if (db == NULL || !tog_db_migrate (db, APPLICATION_ID, migrations, NULL))
    return NULL;
  return g_steal_pointer (&db);
}

/* Without a log beside it, where none can be made, the file says all there is. */
static gboolean
has_log (TogStoreFile *file)
{
  g_autofree char *log = g_strconcat (file->path, "-wal", NULL);
  GStatBuf buf;

  return g_stat (log, &buf) == 0 && buf.st_size > 0;
}

/* What was kept before can be read, though nothing can be written. */
static TogDb *
ensure_readable (TogStoreFile *file)
{
  if (file->db != NULL)
    return file->db;
  if (file->reader == NULL && !file->given_up && g_file_test (file->path, G_FILE_TEST_EXISTS))
    {
      file->reader = open_to_read (file, TOG_DB_READER);
      if (file->reader == NULL && !has_log (file))
        file->reader = open_to_read (file, TOG_DB_FROZEN);
    }
  return file->reader;
}

static gboolean
ensure_open (TogStoreFile *file)
{
  g_autoptr (GError) error = NULL;

  if (file->db != NULL)
    return TRUE;
  if (file->given_up || g_get_monotonic_time () < file->retry_at)
    return FALSE;

  g_clear_pointer (&file->reader, tog_db_close);
  if (!open_once (file, &error))
    {
      if (!handle_error (file, error))
        return FALSE;
      g_clear_error (&error);
      if (!open_once (file, &error))
        {
          handle_error (file, error);
          return FALSE;
        }
    }
  if (!expire (file->db, &error))
    handle_error (file, error);
  return file->db != NULL;
}

/* Returns: (transfer none) (nullable): what to read from */
static TogDb *
open_readable (TogStoreFile *file)
{
  return ensure_open (file) ? file->db : ensure_readable (file);
}

TogStoreFile *
tog_store_file_new (const char *directory, TogStoreTroubleFunc trouble, gpointer user_data)
{
  TogStoreFile *file = g_new0 (TogStoreFile, 1);

  file->directory = g_strdup (directory);
  file->path = g_build_filename (directory, FILE_NAME, NULL);
  file->trouble = trouble;
  file->user_data = user_data;
  file->unsaved =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) unsaved_free);
  return file;
}

void
tog_store_file_free (TogStoreFile *file)
{
  g_clear_pointer (&file->db, tog_db_close);
  g_clear_pointer (&file->reader, tog_db_close);
  g_hash_table_unref (file->unsaved);
  g_free (file->failure);
  g_free (file->directory);
  g_free (file->path);
  g_free (file);
}

static TogDocument *
copy_document (const TogDocument *document)
{
  return tog_document_new (document->text, document->etag, document->fetched_at);
}

/**
 * tog_store_file_load:
 * @file: the file
 * @key: which document
 *
 * Returns: (transfer full) (nullable): the document, or %NULL where there is
 *   none, be it because the database can't be read
 */
TogDocument *
tog_store_file_load (TogStoreFile *file, const char *key)
{
  const Unsaved *unsaved = g_hash_table_lookup (file->unsaved, key);
  g_autoptr (TogStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  TogDb *db;

  if (unsaved != NULL)
    return unsaved->document != NULL ? copy_document (unsaved->document) : NULL;
  db = open_readable (file);
  if (db == NULL)
    return NULL;

  statement =
      tog_db_prepare (db, "SELECT text, etag, fetched_at FROM document WHERE key = :key", &error);
  if (statement != NULL)
    {
      tog_statement_bind_text (statement, ":key", key);
      if (tog_statement_step (statement, &error) == TOG_STEP_ROW)
        return tog_document_new (tog_statement_get_text (statement, 0),
                                 tog_statement_get_text (statement, 1),
                                 tog_statement_get_int (statement, 2));
      g_clear_pointer (&statement, tog_statement_release);
    }
  if (error != NULL)
    handle_error (file, error);
  return NULL;
}

static void
set_failed (TogStoreFile *file, const GError *said, GError **error)
{
  const char *message = said != NULL ? said->message : file->failure;

  g_set_error_literal (error,
                       G_IO_ERROR,
                       G_IO_ERROR_FAILED,
                       message != NULL ? message : "The database can't be opened");
}

/**
 * tog_store_file_list:
 * @file: the file
 * @prefix: what their keys begin with
 * @error: return location for %G_IO_ERROR_FAILED, which was told as a trouble, too
 *
 * Returns: (transfer full) (nullable) (element-type TogDocument): the documents, newest
 *   first
 */
GPtrArray *
tog_store_file_list (TogStoreFile *file, const char *prefix, GError **error)
{
  g_autoptr (GPtrArray) documents =
      g_ptr_array_new_with_free_func ((GDestroyNotify) tog_document_free);
  g_autoptr (TogStatement) statement = NULL;
  g_autoptr (GError) said = NULL;
  TogDb *db = open_readable (file);

  if (db == NULL)
    {
      set_failed (file, NULL, error);
      return NULL;
    }

  statement = tog_db_prepare (db,
                              "SELECT text, etag, fetched_at FROM document"
                              " WHERE substr(key, 1, length(:prefix)) = :prefix"
                              " ORDER BY fetched_at DESC, key",
                              &said);
  if (statement != NULL)
    {
      tog_statement_bind_text (statement, ":prefix", prefix);
      while (tog_statement_step (statement, &said) == TOG_STEP_ROW)
        g_ptr_array_add (documents,
                         tog_document_new (tog_statement_get_text (statement, 0),
                                           tog_statement_get_text (statement, 1),
                                           tog_statement_get_int (statement, 2)));
      g_clear_pointer (&statement, tog_statement_release);
    }
  if (said != NULL)
    {
      /* Where the file was set aside there is nothing for sure. */
      if (handle_error (file, said))
        g_ptr_array_set_size (documents, 0);
      else
        {
          set_failed (file, said, error);
          return NULL;
        }
    }
  return g_steal_pointer (&documents);
}

/* Runs one statement, once more on a new database if the old one was damaged. */
static gboolean
execute (TogStoreFile *file,
         const char *sql,
         void (*bind) (TogStatement *statement, gconstpointer data),
         gconstpointer data,
         GError **error)
{
  g_autoptr (GError) said = NULL;

  for (guint i = 0; i < 2 && ensure_open (file); i++)
    {
      g_autoptr (TogStatement) statement = NULL;

      g_clear_error (&said);
      statement = tog_db_prepare (file->db, sql, &said);
      if (statement != NULL)
        {
          bind (statement, data);
          if (tog_statement_run (statement, &said))
            return TRUE;
          g_clear_pointer (&statement, tog_statement_release);
        }
      if (!handle_error (file, said))
        break;
    }
  set_failed (file, said, error);
  return FALSE;
}

typedef struct
{
  const char *key;
  const TogDocument *document;
  TogInstant instant;
} Values;

static void
bind_save (TogStatement *statement, gconstpointer data)
{
  const Values *values = data;

  tog_statement_bind_text (statement, ":key", values->key);
  tog_statement_bind_text (statement, ":text", values->document->text);
  tog_statement_bind_text (statement, ":etag", values->document->etag);
  tog_statement_bind_int (statement, ":fetched_at", values->document->fetched_at);
  tog_statement_bind_int (statement, ":expires_at", values->instant);
}

static gboolean
save (TogStoreFile *file, const char *key, const Unsaved *unsaved, GError **error)
{
  Values values = { key, unsaved->document, unsaved->expires_at };

  return execute (file,
                  "INSERT OR REPLACE INTO document (key, text, etag, fetched_at, expires_at)"
                  " VALUES (:key, :text, :etag, :fetched_at, :expires_at)",
                  bind_save,
                  &values,
                  error);
}

static void
bind_remove (TogStatement *statement, gconstpointer data)
{
  const Values *values = data;

  tog_statement_bind_text (statement, ":key", values->key);
}

static gboolean
remove_document (TogStoreFile *file, const char *key, GError **error)
{
  Values values = { key, NULL, 0 };

  return execute (file, "DELETE FROM document WHERE key = :key", bind_remove, &values, error);
}

/* What can't be written now is when it can be; only the last of each is worth it. */
static void
postpone (TogStoreFile *file, const char *key, const TogDocument *document, TogInstant expires_at)
{
  Unsaved *unsaved;

  if (file->given_up)
    return;
  unsaved = g_new0 (Unsaved, 1);
  unsaved->document = document != NULL ? copy_document (document) : NULL;
  unsaved->expires_at = expires_at;
  g_hash_table_replace (file->unsaved, g_strdup (key), unsaved);
}

/**
 * tog_store_file_save:
 * @file: the file
 * @key: which document
 * @document: what takes its place
 * @expires_at: after this nobody will want it any more; 0 for never
 * @error: (nullable): return location for %G_IO_ERROR_FAILED, which was told as a
 *   trouble, too
 *
 * What can't be written now is by tog_store_file_retry().
 *
 * Returns: whether it is on the disk
 */
gboolean
tog_store_file_save (TogStoreFile *file,
                     const char *key,
                     const TogDocument *document,
                     TogInstant expires_at,
                     GError **error)
{
  const Unsaved values = { (TogDocument *) document, expires_at };

  if (save (file, key, &values, error))
    {
      g_hash_table_remove (file->unsaved, key);
      return TRUE;
    }
  postpone (file, key, document, expires_at);
  return FALSE;
}

static void
bind_confirm (TogStatement *statement, gconstpointer data)
{
  const Values *values = data;

  tog_statement_bind_text (statement, ":key", values->key);
  tog_statement_bind_int (statement, ":fetched_at", values->instant);
}

void
tog_store_file_confirm (TogStoreFile *file, const char *key, TogInstant fetched_at)
{
  const Unsaved *unsaved = g_hash_table_lookup (file->unsaved, key);
  Values values = { key, NULL, fetched_at };

  if (unsaved != NULL && unsaved->document != NULL)
    unsaved->document->fetched_at = fetched_at;
  else
    execute (file,
             "UPDATE document SET fetched_at = :fetched_at WHERE key = :key",
             bind_confirm,
             &values,
             NULL);
}

void
tog_store_file_remove (TogStoreFile *file, const char *key)
{
  if (remove_document (file, key, NULL))
    g_hash_table_remove (file->unsaved, key);
  else
    postpone (file, key, NULL, 0);
}

/* Takes as much room as something larger would, and gives it back: what is small fits in
 * now and then where nothing else does. In the database it would not be given back. */
static gboolean
has_room (TogStoreFile *file)
{
  g_autofree char *path = g_strconcat (file->path, ".probe", NULL);
  g_autofree char *text = g_strnfill (PROBE_SIZE, ' ');
  int fd = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  gboolean has_room;

  if (fd < 0)
    return FALSE;
  has_room = write (fd, text, PROBE_SIZE) == PROBE_SIZE && fsync (fd) == 0;
  close (fd);
  g_unlink (path);
  return has_room;
}

/* To delete what isn't there writes nothing. */
static gboolean
probe (TogStoreFile *file)
{
  TogDocument document = { (char *) "", NULL, 0 };
  const Unsaved unsaved = { &document, 1 };

  return has_room (file) && save (file, "", &unsaved, NULL) && remove_document (file, "", NULL);
}

/**
 * tog_store_file_get_retry_at:
 * @file: the file
 *
 * Returns: when to call tog_store_file_retry(), in monotonic time; 0 where all is well
 */
gint64
tog_store_file_get_retry_at (TogStoreFile *file)
{
  return file->retry_at;
}

/**
 * tog_store_file_retry:
 * @file: the file
 *
 * Tries again to write what could not be written, and tells where that went well.
 */
void
tog_store_file_retry (TogStoreFile *file)
{
  g_autoptr (GList) keys = g_hash_table_get_keys (file->unsaved);
  gboolean well = TRUE;

  if (file->retry_at == 0)
    return;
  file->retry_at = 0;
  for (GList *l = keys; l != NULL && well; l = l->next)
    {
      const Unsaved *unsaved = g_hash_table_lookup (file->unsaved, l->data);

      well = unsaved->document != NULL ? save (file, l->data, unsaved, NULL)
                                       : remove_document (file, l->data, NULL);
      if (well)
        g_hash_table_remove (file->unsaved, l->data);
    }
  if (!well || !probe (file))
    {
      file->retry_at = g_get_monotonic_time () + RETRY_AFTER;
      return;
    }
  file->retry_at = 0;
  file->troubles &= ~PASSING;
  g_clear_pointer (&file->failure, g_free);
  file->trouble (TOG_STORE_RECOVERED, "", file->user_data);
}

static gboolean
transact (TogDb *db, TogStoreFileFunc func, gpointer data, GError **error)
{
  if (!tog_db_begin (db, error))
    return FALSE;
  if (func (db, data, error) && tog_db_commit (db, error))
    return TRUE;
  tog_db_rollback (db);
  return FALSE;
}

static gboolean
transact_lazily (TogDb *db, TogStoreFileFunc func, gpointer data, GError **error)
{
  gboolean is_good;

  if (!tog_db_set_lazy (db, TRUE, error))
    return FALSE;
  is_good = transact (db, func, data, error);
  return tog_db_set_lazy (db, FALSE, is_good ? error : NULL) && is_good;
}

static gboolean
read_only (TogDb *db, TogStoreFileFunc func, gpointer data, GError **error)
{
  return func (db, data, error);
}

static gboolean
use (TogStoreFile *file,
     gboolean (*run) (TogDb *db, TogStoreFileFunc func, gpointer data, GError **error),
     TogStoreFileFunc func,
     gpointer data,
     GError **error)
{
  g_autoptr (GError) said = NULL;

  for (guint i = 0; i < 2; i++)
    {
      TogDb *db = open_readable (file);

      g_clear_error (&said);
      if (db == NULL || (run != read_only && file->db == NULL))
        break;
      if (run (db, func, data, &said))
        return TRUE;
      if (said->domain != TOG_DB_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&said));
          return FALSE;
        }
      if (!handle_error (file, said))
        break;
    }
  set_failed (file, said, error);
  return FALSE;
}

/**
 * tog_store_file_read:
 * @file: the file
 * @func: what to do; is called once more on a new database if the old one was damaged
 * @data: for @func
 * @error: return location for %G_IO_ERROR_FAILED, which was told as a trouble, too, or
 *   for what else @func fails with
 *
 * Returns: whether it went well
 */
gboolean
tog_store_file_read (TogStoreFile *file, TogStoreFileFunc func, gpointer data, GError **error)
{
  return use (file, read_only, func, data, error);
}

/**
 * tog_store_file_write:
 *
 * The same in a transaction: all of it, on the disk, or nothing.
 */
gboolean
tog_store_file_write (TogStoreFile *file, TogStoreFileFunc func, gpointer data, GError **error)
{
  return use (file, transact, func, data, error);
}

/**
 * tog_store_file_write_lazily:
 *
 * The same for what can be had again: should the machine lose power, it may be gone as
 * if it had never been written.
 */
gboolean
tog_store_file_write_lazily (TogStoreFile *file,
                             TogStoreFileFunc func,
                             gpointer data,
                             GError **error)
{
  return use (file, transact_lazily, func, data, error);
}

/**
 * tog_store_file_erase:
 * @file: the file
 * @error: return location for a #GFileError
 *
 * Deletes the database and everything beside it, copies set aside included.
 * Nothing is kept afterwards.
 *
 * Returns: whether nothing is left
 */
gboolean
tog_store_file_erase (TogStoreFile *file, GError **error)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_clear_pointer (&file->db, tog_db_close);
  g_clear_pointer (&file->reader, tog_db_close);
  g_hash_table_remove_all (file->unsaved);
  file->given_up = TRUE;
  file->retry_at = 0;

  dir = g_dir_open (file->directory, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (file->directory, name, NULL);

      if (g_unlink (path) != 0)
        {
          int code = errno;

          g_set_error (error,
                       G_FILE_ERROR,
                       g_file_error_from_errno (code),
                       "Can't delete “%s”: %s",
                       path,
                       g_strerror (code));
          return FALSE;
        }
    }
  g_rmdir (file->directory);
  return TRUE;
}
