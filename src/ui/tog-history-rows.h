#pragma once

#include "tog-home.h"
#include "tog-outbox.h"
#include "tog-session-hit.h"
#include "tog-zone.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * What stands in the list of all sessions: rows of sessions, and headings among them.
 * What a list item had before is replaced where it is of the other kind.
 */

void  tog_history_rows_bind_heading (GtkListItem *item, const char *title, const char *count);
void  tog_history_rows_bind_hit     (GtkListItem   *item,
                                     TogSessionHit *hit,
                                     TogHome       *home,
                                     TogZone       *zone,
                                     TogOutbox     *outbox);
guint tog_history_rows_get_position (GtkWidget *widget);

G_END_DECLS
