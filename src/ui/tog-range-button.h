#pragma once

#include "tog-working-hours.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogRangeButton:
 *
 * From when to when somebody works on a day: pressed, it lets choose both, or removes
 * the range. Signals "changed" and "removed".
 */
#define TOG_TYPE_RANGE_BUTTON (tog_range_button_get_type ())
G_DECLARE_FINAL_TYPE (TogRangeButton, tog_range_button, TOG, RANGE_BUTTON, GtkWidget)

GtkWidget       *tog_range_button_new       (const TogWorkingRange *range, const char *day);
TogWorkingRange  tog_range_button_get_range (TogRangeButton *self);
void             tog_range_button_open      (TogRangeButton *self);

G_END_DECLS
