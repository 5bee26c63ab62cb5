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

/*
 * What came with version 6: whatever else is in the outbox about a session, too.
 */
#define TOG_UNSENT_SCHEMA_6                                                                        \
  "CREATE TABLE unsent ("                                                                          \
  "  session_id TEXT PRIMARY KEY,"                                                                 \
  "  text TEXT,"                                                                                   \
  "  shared TEXT,"                                                                                 \
  "  in_conflict INTEGER NOT NULL,"                                                                \
  "  changes TEXT" /* JSON, a list of TogSessionChange */                                          \
  ") STRICT;"                                                                                      \
  "INSERT INTO unsent SELECT session_id, text, shared, 0, NULL FROM unsent_note;"                  \
  "DROP TABLE unsent_note;"

gboolean tog_unsent_table_read (TogDb *db, GPtrArray *all, GError **error);
gboolean tog_unsent_table_set  (TogDb           *db,
                                const char      *session_id,
                                const TogUnsent *unsent,
                                GError         **error);
gboolean tog_unsent_table_lay  (TogDb *db, TogHistoryItem *item, GError **error);

G_END_DECLS
