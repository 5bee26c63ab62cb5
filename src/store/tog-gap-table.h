#pragma once

#include "tog-db.h"
#include "tog-store-history.h"

G_BEGIN_DECLS

/*
 * What came with version 3 of the store: sessions that the server sent and this version
 * of the app can't read, and which version left them out. One of which not even the id
 * can be read has none here, and only counts.
 */
#define TOG_GAP_SCHEMA                                                                             \
  "CREATE TABLE gap ("                                                                             \
  "  id TEXT PRIMARY KEY,"                                                                         \
  "  n INTEGER NOT NULL,"                                                                          \
  "  generation INTEGER NOT NULL,"                                                                 \
  "  app_version TEXT NOT NULL"                                                                    \
  ") STRICT;"

gboolean tog_gap_table_update (TogDb                *db,
                               guint                 generation,
                               const TogHistoryPage *page,
                               const char *const    *asked,
                               GError              **error);
gboolean tog_gap_table_read   (TogDb *db, TogHistoryMark *mark, GError **error);

G_END_DECLS
