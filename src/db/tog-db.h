#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TOG_DB_ERROR:
 *
 * Errors of a local SQLite database.
 */
#define TOG_DB_ERROR (tog_db_error_quark ())

GQuark tog_db_error_quark (void);

/**
 * TogDbError:
 * @TOG_DB_ERROR_OPEN: the file can't be opened or made
 * @TOG_DB_ERROR_FOREIGN: the file is not a database, or not one of ours; set it aside
 * @TOG_DB_ERROR_DAMAGED: the file is damaged; set it aside
 * @TOG_DB_ERROR_NEWER: a newer version of this program wrote it; leave it alone
 * @TOG_DB_ERROR_READ_ONLY: it can be read but not written
 * @TOG_DB_ERROR_FULL: no space is left on the disk, or none that may be used
 * @TOG_DB_ERROR_BUSY: somebody else holds it locked
 * @TOG_DB_ERROR_CONSTRAINT: what was to be written breaks a rule of the schema
 * @TOG_DB_ERROR_FAILED: anything else, a disk that fails included
 */
typedef enum
{
  TOG_DB_ERROR_OPEN,
  TOG_DB_ERROR_FOREIGN,
  TOG_DB_ERROR_DAMAGED,
  TOG_DB_ERROR_NEWER,
  TOG_DB_ERROR_READ_ONLY,
  TOG_DB_ERROR_FULL,
  TOG_DB_ERROR_BUSY,
  TOG_DB_ERROR_CONSTRAINT,
  TOG_DB_ERROR_FAILED,
} TogDbError;

/**
 * TogDbMode:
 * @TOG_DB_WRITER: reads and writes, and is the only connection that checkpoints;
 *   a database has one of them (SQLite before 3.51.3 can corrupt a WAL file when
 *   two connections write or checkpoint at once)
 * @TOG_DB_READER: reads only; any number beside the writer
 * @TOG_DB_FROZEN: reads only, where there is no writer and no log, and nothing can be
 *   written beside the file
 */
typedef enum
{
  TOG_DB_WRITER,
  TOG_DB_READER,
  TOG_DB_FROZEN,
} TogDbMode;

/**
 * TogDb:
 *
 * A connection to an SQLite database in WAL mode, synchronous=FULL unless
 * tog_db_set_lazy() says otherwise. It belongs to the thread that uses it. Statements are prepared once and kept.
 */
typedef struct _TogDb TogDb;

/**
 * TogStatement:
 *
 * A prepared statement, borrowed from its connection: it is given back, reset
 * and with nothing bound, by tog_statement_release().
 */
typedef struct _TogStatement TogStatement;

/**
 * TogStep:
 *
 * What a step of a statement came to.
 */
typedef enum
{
  TOG_STEP_ROW,
  TOG_STEP_DONE,
  TOG_STEP_ERROR,
} TogStep;

TogDb        *tog_db_open            (const char *path, TogDbMode mode, GError **error);
void          tog_db_close           (TogDb *db);
gboolean      tog_db_migrate         (TogDb             *db,
                                      gint32             application_id,
                                      const char *const *migrations,
                                      GError           **error);
gboolean      tog_db_exec            (TogDb *db, const char *sql, GError **error);
gboolean      tog_db_set_page_size   (TogDb *db, guint n_bytes, GError **error);
gboolean      tog_db_set_lazy        (TogDb *db, gboolean lazy, GError **error);
gboolean      tog_db_begin           (TogDb *db, GError **error);
gboolean      tog_db_commit          (TogDb *db, GError **error);
gboolean      tog_db_commit_briefly  (TogDb *db, GError **error);
gboolean      tog_db_reserve_log     (TogDb *db);
void          tog_db_rollback        (TogDb *db);
gboolean      tog_db_is_in_transaction (TogDb *db);
gboolean      tog_db_savepoint       (TogDb *db, GError **error);
gboolean      tog_db_savepoint_release (TogDb *db, GError **error);
void          tog_db_savepoint_rollback (TogDb *db);
gint64        tog_db_get_last_row_id (TogDb *db);
gint64        tog_db_get_changes     (TogDb *db);
gpointer      tog_db_recall          (TogDb *db);
void          tog_db_remember        (TogDb *db, gpointer memory, GDestroyNotify forget_memory);

TogStatement *tog_db_prepare         (TogDb *db, const char *sql, GError **error);
void          tog_statement_release  (TogStatement *statement);
gboolean      tog_statement_has_value (TogStatement *statement, const char *name);
void          tog_statement_bind_int (TogStatement *statement, const char *name, gint64 value);
void          tog_statement_bind_text (TogStatement *statement, const char *name, const char *text);
void          tog_statement_bind_blob (TogStatement *statement,
                                       const char   *name,
                                       gconstpointer data,
                                       gsize         size);
TogStep       tog_statement_step     (TogStatement *statement, GError **error);
gboolean      tog_statement_run      (TogStatement *statement, GError **error);
gboolean      tog_statement_is_null  (TogStatement *statement, int column);
gint64        tog_statement_get_int  (TogStatement *statement, int column);
const char   *tog_statement_get_text (TogStatement *statement, int column);
gconstpointer tog_statement_get_blob (TogStatement *statement, int column, gsize *size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogDb, tog_db_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogStatement, tog_statement_release)

G_END_DECLS
