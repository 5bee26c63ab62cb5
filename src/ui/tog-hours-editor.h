#pragma once

#include "tog-working-hours.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogHoursEditor:
 *
 * When somebody works: a row for each weekday, and one for each day that is unlike it.
 * Signal "changed": the user changed something.
 */
#define TOG_TYPE_HOURS_EDITOR (tog_hours_editor_get_type ())
G_DECLARE_FINAL_TYPE (TogHoursEditor, tog_hours_editor, TOG, HOURS_EDITOR, GtkWidget)

GtkWidget       *tog_hours_editor_new       (void);
void             tog_hours_editor_set_hours (TogHoursEditor *self, const TogWorkingHours *hours);
void             tog_hours_editor_set_today (TogHoursEditor *self, TogDay today);
void             tog_hours_editor_set_city  (TogHoursEditor *self, const char *city);
TogWorkingHours *tog_hours_editor_get_hours (TogHoursEditor *self, GError **error);

G_END_DECLS
