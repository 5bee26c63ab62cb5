#pragma once

#include "tog-home.h"
#include "tog-outbox.h"
#include "tog-session-hit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogHistoryRowView:
 *
 * A session in the list of all, with what waits to be sent of it, and the line in which
 * was found what was searched for. It names the list's item around it. It draws its texts itself: thousands of these are scrolled past, and what isn't
 * seen costs next to nothing.
 */
#define TOG_TYPE_HISTORY_ROW_VIEW (tog_history_row_view_get_type ())
G_DECLARE_FINAL_TYPE (TogHistoryRowView, tog_history_row_view, TOG, HISTORY_ROW_VIEW, GtkWidget)

GtkWidget *tog_history_row_view_new     (TogOutbox *outbox);
void       tog_history_row_view_set_hit (TogHistoryRowView *self,
                                         TogSessionHit     *hit,
                                         TogHome           *home,
                                         TogZone           *zone,
                                         TogInstant         now);

G_END_DECLS
