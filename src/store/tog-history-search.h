#pragma once

#include "tog-db.h"
#include "tog-store-history.h"

G_BEGIN_DECLS

/*
 * Reading the history, in the thread that owns the database.
 */
gboolean tog_history_find        (TogDb                 *db,
                                  const TogHistoryQuery *query,
                                  GArray                *rows,
                                  GError               **error);
gboolean tog_history_load_hits   (TogDb               *db,
                                  const TogHistoryRow *rows,
                                  guint                n_rows,
                                  const char          *text,
                                  GPtrArray           *hits,
                                  GError             **error);
gboolean tog_history_load_item   (TogDb           *db,
                                  const char      *id,
                                  TogHistoryItem **item,
                                  GError         **error);
gboolean tog_history_load_items  (TogDb                 *db,
                                  const TogHistoryQuery *query,
                                  GPtrArray             *items,
                                  GError               **error);
gboolean tog_history_load_facets (TogDb            *db,
                                  const TogZone    *zone,
                                  TogSessionFacets *facets,
                                  GError          **error);

G_END_DECLS
