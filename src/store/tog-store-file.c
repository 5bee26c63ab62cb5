#include "config.h"

#include "tog-store-file.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

/* "TogC" in ASCII: Together's cache. */
#define APPLICATION_ID 0x546f6743

#define FILE_NAME "cache.sqlite"

struct _TogStoreFile
{
  char *directory;   /* (owned) */
  char *path;        /* (owned) */
  TogDb *db;         /* (owned) (nullable): NULL before the first use and where there
                        can be none */
  gboolean given_up; /* nothing can be kept; don't try again */
  guint troubles;    /* bit set of what was told */
  TogStoreTroubleFunc trouble;
  gpointer user_data;
};

static const char *const migrations[] = {
  "CREATE TABLE document ("
  "  key TEXT PRIMARY KEY,"
  "  text TEXT NOT NULL,"
  "  etag TEXT,"
  "  fetched_at INTEGER NOT NULL,"
  "  expires_at INTEGER NOT NULL" /* 0 for never */
  ") STRICT;"
  "CREATE INDEX document_expiry ON document (expires_at) WHERE expires_at > 0;",
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
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (file->path, suffixes[i], NULL);
      g_autofree char *to = g_strconcat (target, suffixes[i], NULL);

      if (g_rename (from, to) != 0 && errno != ENOENT)
        {
          tell (file, TOG_STORE_READ_ONLY, g_strerror (errno));
          file->given_up = TRUE;
          return FALSE;
        }
    }
  tell (file, TOG_STORE_SET_ASIDE, target);
  return TRUE;
}

/* Says what is wrong and does what can be done about it. Returns whether it is
 * worth trying once more. */
static gboolean
handle_error (TogStoreFile *file, const GError *error)
{
  if (g_error_matches (error, TOG_DB_ERROR, TOG_DB_ERROR_DAMAGED) ||
      g_error_matches (error, TOG_DB_ERROR, TOG_DB_ERROR_FOREIGN))
    return set_aside (file);

  if (g_error_matches (error, TOG_DB_ERROR, TOG_DB_ERROR_FULL))
    {
      tell (file, TOG_STORE_FULL, error->message);
      return FALSE;
    }
  if (g_error_matches (error, TOG_DB_ERROR, TOG_DB_ERROR_NEWER))
    {
      tell (file, TOG_STORE_NEWER, error->message);
      file->given_up = TRUE;
    }
  else if (g_error_matches (error, TOG_DB_ERROR, TOG_DB_ERROR_READ_ONLY) ||
           g_error_matches (error, TOG_DB_ERROR, TOG_DB_ERROR_OPEN))
    {
      tell (file, TOG_STORE_READ_ONLY, error->message);
      file->given_up = TRUE;
    }
  else
    {
      tell (file, TOG_STORE_FAILED, error->message);
    }
  if (file->given_up)
    g_clear_pointer (&file->db, tog_db_close);
  return FALSE;
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
      g_set_error_literal (error, TOG_DB_ERROR, TOG_DB_ERROR_OPEN, g_strerror (errno));
      return FALSE;
    }
  db = tog_db_open (file->path, TOG_DB_WRITER, error);
  if (db == NULL || !tog_db_migrate (db, APPLICATION_ID, migrations, error))
    return FALSE;
  file->db = g_steal_pointer (&db);
  return TRUE;
}

static gboolean
ensure_open (TogStoreFile *file)
{
  g_autoptr (GError) error = NULL;

  if (file->db != NULL)
    return TRUE;
  if (file->given_up)
    return FALSE;

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

TogStoreFile *
tog_store_file_new (const char *directory, TogStoreTroubleFunc trouble, gpointer user_data)
{
  TogStoreFile *file = g_new0 (TogStoreFile, 1);

  file->directory = g_strdup (directory);
  file->path = g_build_filename (directory, FILE_NAME, NULL);
  file->trouble = trouble;
  file->user_data = user_data;
  return file;
}

void
tog_store_file_free (TogStoreFile *file)
{
  g_clear_pointer (&file->db, tog_db_close);
  g_free (file->directory);
  g_free (file->path);
  g_free (file);
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
  g_autoptr (TogStatement) statement = NULL;
  g_autoptr (GError) error = NULL;

  if (!ensure_open (file))
    return NULL;

  statement = tog_db_prepare (
      file->db, "SELECT text, etag, fetched_at FROM document WHERE key = :key", &error);
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

/**
 * tog_store_file_list:
 * @file: the file
 * @prefix: what their keys begin with
 *
 * Returns: (transfer full) (element-type TogDocument): the documents, newest first
 */
GPtrArray *
tog_store_file_list (TogStoreFile *file, const char *prefix)
{
  GPtrArray *documents = g_ptr_array_new_with_free_func ((GDestroyNotify) tog_document_free);
  g_autoptr (TogStatement) statement = NULL;
  g_autoptr (GError) error = NULL;

  if (!ensure_open (file))
    return documents;

  statement = tog_db_prepare (file->db,
                              "SELECT text, etag, fetched_at FROM document"
                              " WHERE substr(key, 1, length(:prefix)) = :prefix"
                              " ORDER BY fetched_at DESC, key",
                              &error);
  if (statement != NULL)
    {
      tog_statement_bind_text (statement, ":prefix", prefix);
      while (tog_statement_step (statement, &error) == TOG_STEP_ROW)
        g_ptr_array_add (documents,
                         tog_document_new (tog_statement_get_text (statement, 0),
                                           tog_statement_get_text (statement, 1),
                                           tog_statement_get_int (statement, 2)));
      g_clear_pointer (&statement, tog_statement_release);
    }
  if (error != NULL)
    handle_error (file, error);
  return documents;
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
  g_set_error_literal (error,
                       G_IO_ERROR,
                       G_IO_ERROR_FAILED,
                       said != NULL ? said->message : "The database can't be opened");
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

/**
 * tog_store_file_save:
 * @file: the file
 * @key: which document
 * @document: what takes its place
 * @expires_at: after this nobody will want it any more; 0 for never
 * @error: (nullable): return location for %G_IO_ERROR_FAILED, which was told as a
 *   trouble, too
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
  Values values = { key, document, expires_at };

  return execute (file,
                  "INSERT OR REPLACE INTO document (key, text, etag, fetched_at, expires_at)"
                  " VALUES (:key, :text, :etag, :fetched_at, :expires_at)",
                  bind_save,
                  &values,
                  error);
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
  Values values = { key, NULL, fetched_at };

  execute (file,
           "UPDATE document SET fetched_at = :fetched_at WHERE key = :key",
           bind_confirm,
           &values,
           NULL);
}

static void
bind_remove (TogStatement *statement, gconstpointer data)
{
  const Values *values = data;

  tog_statement_bind_text (statement, ":key", values->key);
}

void
tog_store_file_remove (TogStoreFile *file, const char *key)
{
  Values values = { key, NULL, 0 };

  execute (file, "DELETE FROM document WHERE key = :key", bind_remove, &values, NULL);
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
  file->given_up = TRUE;

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
