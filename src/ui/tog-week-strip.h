#pragma once

#include "tog-week.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogWeekStrip:
 *
 * The seven days of a week side by side, one of which is chosen; below each there
 * is room for a mark that says what it is like.
 *
 * Signal "day-selected" (guint column): another day was chosen, by whomever.
 */
#define TOG_TYPE_WEEK_STRIP (tog_week_strip_get_type ())
G_DECLARE_FINAL_TYPE (TogWeekStrip, tog_week_strip, TOG, WEEK_STRIP, GtkWidget)

GtkWidget *tog_week_strip_new       (void);
void       tog_week_strip_set_mark  (TogWeekStrip *self, guint column, GtkWidget *mark);
void       tog_week_strip_set_week  (TogWeekStrip *self, const TogWeek *week, TogDay today);
void       tog_week_strip_set_label (TogWeekStrip *self, guint column, const char *label);
void       tog_week_strip_select    (TogWeekStrip *self, guint column);

G_END_DECLS
