#include "config.h"

#include "tog-storage.h"

#include "tog-database.h"

struct _TogStorage
{
  char *path;         /* (owned) */
  TogWriter *writer;  /* (owned) */
  GBytes *secret;     /* (owned) */
  GMutex mutex;       /* guards @readers */
  GPtrArray *readers; /* (owned) (element-type TogDb): those nobody uses now */
};

struct _TogScope
{
  TogDb *db; /* (not owned) */
  TogIdentity identity;
  TogInstant now;
};

static gboolean
load_secret (TogDb *db, gpointer data, GError **error)
{
  GBytes **secret = data;

  *secret = tog_database_get_secret (db, error);
  return *secret != NULL;
}

/**
 * tog_storage_new:
 * @path: the database
 * @error: return location
 *
 * Opens the database, which is made if it is not there.
 *
 * Returns: (transfer full) (nullable): the storage, or %NULL with an error of
 *   %TOG_DB_ERROR
 */
TogStorage *
tog_storage_new (const char *path, GError **error)
{
  g_autoptr (TogStorage) self = g_new0 (TogStorage, 1);

  g_mutex_init (&self->mutex);
  self->path = g_strdup (path);
  self->readers = g_ptr_array_new_with_free_func ((GDestroyNotify) tog_db_close);
  self->writer = tog_writer_new (path, error);
  if (self->writer == NULL || !tog_writer_run (self->writer, load_secret, &self->secret, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * tog_storage_free:
 * @self: (transfer full) (nullable): a storage whose readers were all released
 *
 * Finishes what is being written and closes the database.
 */
void
tog_storage_free (TogStorage *self)
{
  if (self == NULL)
    return;

  /* The writer last: it tidies the log away once nobody reads. */
  g_ptr_array_unref (self->readers);
  tog_writer_free (self->writer);
  g_clear_pointer (&self->secret, g_bytes_unref);
  g_mutex_clear (&self->mutex);
  g_free (self->path);
  g_free (self);
}

/**
 * tog_storage_get_writer:
 * @self: a storage
 *
 * Returns: (transfer none): who writes
 */
TogWriter *
tog_storage_get_writer (TogStorage *self)
{
  return self->writer;
}

/**
 * tog_storage_get_secret:
 * @self: a storage
 *
 * Returns: (transfer none): random bytes that belong to this database
 */
GBytes *
tog_storage_get_secret (TogStorage *self)
{
  return self->secret;
}

/**
 * tog_storage_acquire:
 * @self: a storage
 * @error: return location
 *
 * Lends a connection to read with, which sees one state of the database until
 * it is given back.
 *
 * Returns: (transfer none) (nullable): the connection, to be released, or %NULL
 */
TogDb *
tog_storage_acquire (TogStorage *self, GError **error)
{
  TogDb *reader = NULL;

  g_mutex_lock (&self->mutex);
  if (self->readers->len > 0)
    reader = g_ptr_array_steal_index_fast (self->readers, self->readers->len - 1);
  g_mutex_unlock (&self->mutex);

  if (reader == NULL)
    reader = tog_database_open (self->path, TOG_DB_READER, error);
  if (reader == NULL)
    return NULL;
  if (!tog_db_begin (reader, error))
    {
      tog_db_close (reader);
      return NULL;
    }
  return reader;
}

/**
 * tog_storage_release:
 * @self: a storage
 * @reader: (nullable): what tog_storage_acquire() gave
 *
 * Gives a connection back.
 */
void
tog_storage_release (TogStorage *self, TogDb *reader)
{
  if (reader == NULL)
    return;

  tog_db_rollback (reader);
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->readers, reader);
  g_mutex_unlock (&self->mutex);
}

/**
 * tog_scope_new:
 * @db: a connection, which must outlive it
 * @identity: who asks
 * @now: the present
 *
 * Returns: (transfer full): what the member may see
 */
TogScope *
tog_scope_new (TogDb *db, TogIdentity identity, TogInstant now)
{
  TogScope *self = g_new0 (TogScope, 1);

  self->db = db;
  self->identity = identity;
  self->now = now;
  return self;
}

/**
 * tog_scope_free:
 * @self: (transfer full): a scope
 *
 * Frees a scope.
 */
void
tog_scope_free (TogScope *self)
{
  g_free (self);
}

/**
 * tog_scope_get_identity:
 * @self: a scope
 *
 * Returns: who asks
 */
TogIdentity
tog_scope_get_identity (TogScope *self)
{
  return self->identity;
}

/**
 * tog_scope_get_now:
 * @self: a scope
 *
 * Returns: the present, the same for all of a request
 */
TogInstant
tog_scope_get_now (TogScope *self)
{
  return self->now;
}

/**
 * tog_scope_prepare:
 * @self: a scope
 * @sql: one statement that holds ":org", where the organization's id goes, and
 *   may hold ":me", where the asking member's goes
 * @error: return location
 *
 * Gets a statement ready for this organization and member. One that does not
 * say which organization it is about would reach into all of them: it is a
 * mistake in the program, which ends there and then.
 *
 * Returns: (transfer full) (nullable): the statement, to be released
 */
TogStatement *
tog_scope_prepare (TogScope *self, const char *sql, GError **error)
{
  TogStatement *statement = tog_db_prepare (self->db, sql, error);

  if (statement == NULL)
    return NULL;
  if (!tog_statement_has_value (statement, ":org"))
    g_error ("A statement is not bound to an organization: %s", sql);

  tog_statement_bind_int (statement, ":org", self->identity.organization);
  if (tog_statement_has_value (statement, ":me"))
    tog_statement_bind_int (statement, ":me", self->identity.member);
  return statement;
}

/**
 * tog_scope_get_last_row_id:
 * @self: a scope
 *
 * Returns: the row id of what was inserted last
 */
gint64
tog_scope_get_last_row_id (TogScope *self)
{
  return tog_db_get_last_row_id (self->db);
}

/**
 * tog_scope_get_change_bounds:
 * @self: a scope
 * @newest: (out): number of the newest change of all
 * @tidied: (out): number up to which changes were tidied away
 * @error: return location
 *
 * Gets between which numbers all of the member's changes are still there.
 *
 * Returns: whether that could be read
 */
gboolean
tog_scope_get_change_bounds (TogScope *self, gint64 *newest, gint64 *tidied, GError **error)
{
  g_autoptr (TogStatement) find =
      tog_db_prepare (self->db,
                      "SELECT coalesce ((SELECT max (id) FROM change), 0), "
                      "coalesce ((SELECT CAST (CAST (value AS TEXT) AS INTEGER) FROM setting "
                      "           WHERE name = 'changes_tidied'), 0)",
                      error);

  if (find == NULL || tog_statement_step (find, error) != TOG_STEP_ROW)
    return FALSE;
  *newest = tog_statement_get_int (find, 0);
  *tidied = tog_statement_get_int (find, 1);
  return TRUE;
}
