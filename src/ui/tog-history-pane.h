#pragma once

#include "tog-account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogHistoryPane:
 *
 * All that is kept of one session, to be read: who met and when, what was noted and
 * talked about, and what happened to its invite. What was searched for is marked.
 *
 * Its buttons use the actions of the page around it: sessions.print and
 * sessions.export (format).
 */
#define TOG_TYPE_HISTORY_PANE (tog_history_pane_get_type ())
G_DECLARE_FINAL_TYPE (TogHistoryPane, tog_history_pane, TOG, HISTORY_PANE, GtkWidget)

void            tog_history_pane_set_account (TogHistoryPane *self, TogAccount *account);
void            tog_history_pane_set_item    (TogHistoryPane *self, TogHistoryItem *item);
void            tog_history_pane_blank       (TogHistoryPane *self);
TogHistoryItem *tog_history_pane_get_item    (TogHistoryPane *self);
void            tog_history_pane_set_query   (TogHistoryPane *self, const char *query);
void            tog_history_pane_set_error   (TogHistoryPane *self, const char *message);

G_END_DECLS
