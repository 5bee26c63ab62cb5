#pragma once

#include "tog-db.h"

#include <sqlite3.h>

G_BEGIN_DECLS

struct _TogDb
{
  sqlite3 *handle;        /* (owned) */
  GHashTable *statements; /* (owned) (element-type utf8 TogStatement): by their SQL */
  TogDbMode mode;
  gpointer memory;        /* (owned) (nullable): what tog_db_recall() gives */
  GDestroyNotify forget;  /* frees it */
  gint64 seen_version;    /* counts what others wrote, as tog_db_recall() saw it last */
  gint64 seen_changes;    /* so many rows this connection had written then */
  int checkpoint_pages;   /* of a writer: how long the log gets before a commit puts it into
                             the database */
};

struct _TogStatement
{
  TogDb *db;             /* (not owned) */
  sqlite3_stmt *handle;  /* (owned) */
  int bind_result;       /* the first binding that failed, or SQLITE_OK */
  guint cached : 1;      /* kept by the connection when it is released */
  guint in_use : 1;
};

void tog_db_set_error        (TogDb *db, int result, const char *doing, GError **error);
void tog_statement_free      (TogStatement *statement);

G_END_DECLS
