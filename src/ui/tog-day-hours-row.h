#pragma once

#include "tog-working-hours.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogDayHoursRow:
 *
 * When somebody works on a weekday or a date: a name, any number of ranges, and a
 * button for another one. Signal "changed".
 */
#define TOG_TYPE_DAY_HOURS_ROW (tog_day_hours_row_get_type ())
G_DECLARE_FINAL_TYPE (TogDayHoursRow, tog_day_hours_row, TOG, DAY_HOURS_ROW, AdwPreferencesRow)

GtkWidget *tog_day_hours_row_new           (const char *title, guint max_ranges);
void       tog_day_hours_row_add_button    (TogDayHoursRow *self, GtkWidget *button);
void       tog_day_hours_row_set_ranges    (TogDayHoursRow        *self,
                                            const TogWorkingRange *ranges,
                                            gsize                  n_ranges);
void       tog_day_hours_row_append_ranges (TogDayHoursRow *self, gint8 weekday, GArray *ranges);

G_END_DECLS
