#pragma once

#include "tog-db.h"
#include "tog-history-page.h"
#include "tog-store-history.h"

G_BEGIN_DECLS

/*
 * Writing the history, in the thread that owns the database and a transaction of its.
 */
gboolean tog_history_read_mark   (TogDb *db, TogHistoryMark **mark, GError **error);
gboolean tog_history_begin       (TogDb *db, const char *token, GError **error);
gboolean tog_history_set_token   (TogDb *db, guint generation, const char *token, GError **error);
gboolean tog_history_add         (TogDb                *db,
                                  guint                 generation,
                                  const TogHistoryPage *page,
                                  const char           *my_id,
                                  GPtrArray            *changed,
                                  GError              **error);
gboolean tog_history_index       (TogDb      *db,
                                  const char *id,
                                  const char *my_id,
                                  GError    **error);
gboolean tog_history_set_note    (TogDb *db, const char *id, TogNote *note, GError **error);
gboolean tog_history_set_session (TogDb      *db,
                                  TogSession *session,
                                  const char *my_id,
                                  GPtrArray  *changed,
                                  GError    **error);
gboolean tog_history_turn_page   (TogDb                *db,
                                  guint                 generation,
                                  const TogHistoryPage *page,
                                  GPtrArray            *gone,
                                  GError              **error);
gboolean tog_history_remove_missing (TogDb                *db,
                                     const TogHistoryPage *page,
                                     const char *const    *asked,
                                     GPtrArray            *gone,
                                     GError              **error);

G_END_DECLS
