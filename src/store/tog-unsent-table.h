#pragma once

#include "tog-db.h"
#include "tog-store-history.h"

G_BEGIN_DECLS

/*
 * What came with version 4 of the store: copies of the notes that are in the outbox, so
 * that they are what is found and shown of a session in place of what the server has.
 */
#define TOG_UNSENT_SCHEMA                                                                          \
  "CREATE TABLE unsent_note ("                                                                     \
  "  session_id TEXT PRIMARY KEY,"                                                                 \
  "  text TEXT NOT NULL,"                                                                          \
  "  shared TEXT NOT NULL"                                                                         \
  ") STRICT;"

gboolean tog_unsent_table_read (TogDb *db, GPtrArray *notes, GError **error);
gboolean tog_unsent_table_set  (TogDb               *db,
                                const char          *session_id,
                                const TogUnsentNote *note,
                                GError             **error);
gboolean tog_unsent_table_find (TogDb          *db,
                                TogHistoryItem *item,
                                TogNote       **note,
                                GError        **error);

G_END_DECLS
