#include "config.h"

#include "tog-db-private.h"

#include <string.h>

void
tog_statement_free (TogStatement *statement)
{
  sqlite3_finalize (statement->handle);
  g_free (statement);
}

/**
 * tog_db_prepare:
 * @db: a connection
 * @sql: one statement, with named values such as ":id"
 * @error: return location
 *
 * Gets a statement ready. It is prepared the first time and kept for the next.
 *
 * Returns: (transfer full) (nullable): the statement, to be released
 */
TogStatement *
tog_db_prepare (TogDb *db, const char *sql, GError **error)
{
  TogStatement *statement = g_hash_table_lookup (db->statements, sql);
  sqlite3_stmt *handle = NULL;
  gboolean is_kept = statement != NULL;
  int result;

  if (is_kept && !statement->in_use)
    {
      statement->in_use = TRUE;
      return statement;
    }

  result = sqlite3_prepare_v3 (
      db->handle, sql, -1, is_kept ? 0 : SQLITE_PREPARE_PERSISTENT, &handle, NULL);
  if (result != SQLITE_OK)
    {
      tog_db_set_error (db, result, "use the database", error);
      return NULL;
    }

  statement = g_new0 (TogStatement, 1);
  statement->db = db;
  statement->handle = handle;
  statement->in_use = TRUE;

  /* One that is asked for while it runs gets a twin, which is not kept. */
  if (!is_kept)
    {
      statement->cached = TRUE;
      g_hash_table_insert (db->statements, (char *) sqlite3_sql (handle), statement);
    }
  return statement;
}

/**
 * tog_statement_release:
 * @statement: (transfer full) (nullable): a statement
 *
 * Gives a statement back: texts and blobs got from it are no longer valid.
 */
void
tog_statement_release (TogStatement *statement)
{
  if (statement == NULL)
    return;

  if (!statement->cached)
    {
      tog_statement_free (statement);
      return;
    }
  sqlite3_reset (statement->handle);
  sqlite3_clear_bindings (statement->handle);
  statement->bind_result = SQLITE_OK;
  statement->in_use = FALSE;
}

/**
 * tog_statement_has_value:
 * @statement: a statement
 * @name: of a value, with its colon
 *
 * Returns: whether the statement has a value of this name to be set
 */
gboolean
tog_statement_has_value (TogStatement *statement, const char *name)
{
  return sqlite3_bind_parameter_index (statement->handle, name) != 0;
}

static int
find_parameter (TogStatement *statement, const char *name)
{
  int index = sqlite3_bind_parameter_index (statement->handle, name);

  if (index == 0)
    g_critical ("No value %s in: %s", name, sqlite3_sql (statement->handle));
  return index;
}

static void
keep_result (TogStatement *statement, int result)
{
  if (statement->bind_result == SQLITE_OK)
    statement->bind_result = result;
}

/**
 * tog_statement_bind_int:
 * @statement: a statement
 * @name: of the value, with its colon
 * @value: the value
 *
 * Sets a value.
 */
void
tog_statement_bind_int (TogStatement *statement, const char *name, gint64 value)
{
  keep_result (statement,
               sqlite3_bind_int64 (statement->handle, find_parameter (statement, name), value));
}

/**
 * tog_statement_bind_text:
 * @statement: a statement
 * @name: of the value, with its colon
 * @text: (nullable): the value, which is copied; %NULL is SQL's NULL
 *
 * Sets a value. What can go wrong is told by the next step.
 */
void
tog_statement_bind_text (TogStatement *statement, const char *name, const char *text)
{
  keep_result (statement,
               sqlite3_bind_text64 (statement->handle,
                                    find_parameter (statement, name),
                                    text,
                                    text != NULL ? strlen (text) : 0,
                                    SQLITE_TRANSIENT,
                                    SQLITE_UTF8));
}

/**
 * tog_statement_bind_blob:
 * @statement: a statement
 * @name: of the value, with its colon
 * @data: (nullable): the value, which is copied; %NULL is SQL's NULL
 * @size: bytes in @data
 *
 * Sets a value. What can go wrong is told by the next step.
 */
void
tog_statement_bind_blob (TogStatement *statement, const char *name, gconstpointer data, gsize size)
{
  keep_result (
      statement,
      sqlite3_bind_blob64 (
          statement->handle, find_parameter (statement, name), data, size, SQLITE_TRANSIENT));
}

/**
 * tog_statement_step:
 * @statement: a statement
 * @error: return location
 *
 * Runs a statement up to its next row.
 *
 * Returns: whether there is a row, or it is done, or it failed
 */
TogStep
tog_statement_step (TogStatement *statement, GError **error)
{
  int result = statement->bind_result;

  if (result == SQLITE_OK)
    result = sqlite3_step (statement->handle);

  switch (result)
    {
    case SQLITE_ROW:
      return TOG_STEP_ROW;
    case SQLITE_DONE:
      return TOG_STEP_DONE;
    default:
      tog_db_set_error (statement->db,
                        result,
                        sqlite3_stmt_readonly (statement->handle) ? "read the database"
                                                                  : "write to the database",
                        error);
      return TOG_STEP_ERROR;
    }
}

/**
 * tog_statement_run:
 * @statement: a statement
 * @error: return location
 *
 * Runs a statement to its end; rows are passed over. It can then be given other
 * values and run again.
 *
 * Returns: whether it ran
 */
gboolean
tog_statement_run (TogStatement *statement, GError **error)
{
  TogStep step;

  do
    step = tog_statement_step (statement, error);
  while (step == TOG_STEP_ROW);

  sqlite3_reset (statement->handle);
  return step == TOG_STEP_DONE;
}

/**
 * tog_statement_is_null:
 * @statement: a statement at a row
 * @column: from 0
 *
 * Returns: whether the value is NULL
 */
gboolean
tog_statement_is_null (TogStatement *statement, int column)
{
  return sqlite3_column_type (statement->handle, column) == SQLITE_NULL;
}

/**
 * tog_statement_get_int:
 * @statement: a statement at a row
 * @column: from 0
 *
 * Returns: the value, 0 where it is NULL
 */
gint64
tog_statement_get_int (TogStatement *statement, int column)
{
  return sqlite3_column_int64 (statement->handle, column);
}

/**
 * tog_statement_get_text:
 * @statement: a statement at a row
 * @column: from 0
 *
 * Returns: (nullable) (transfer none): the value, valid until the next step
 */
const char *
tog_statement_get_text (TogStatement *statement, int column)
{
  return (const char *) sqlite3_column_text (statement->handle, column);
}

/**
 * tog_statement_get_blob:
 * @statement: a statement at a row
 * @column: from 0
 * @size: (out): bytes in the value
 *
 * Returns: (nullable) (transfer none): the value, valid until the next step;
 *   %NULL where it is NULL or has no bytes
 */
gconstpointer
tog_statement_get_blob (TogStatement *statement, int column, gsize *size)
{
  gconstpointer data = sqlite3_column_blob (statement->handle, column);

  *size = sqlite3_column_bytes (statement->handle, column);
  return data;
}
