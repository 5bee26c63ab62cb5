#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogDurationChooser:
 *
 * The durations that are offered, side by side. Signal "changed": another one
 * was chosen.
 */
#define TOG_TYPE_DURATION_CHOOSER (tog_duration_chooser_get_type ())
G_DECLARE_FINAL_TYPE (TogDurationChooser, tog_duration_chooser, TOG, DURATION_CHOOSER, GtkWidget)

GtkWidget *tog_duration_chooser_new          (gint64 duration, gboolean compact);
gint64     tog_duration_chooser_get_duration (TogDurationChooser *self);
void       tog_duration_chooser_set_duration (TogDurationChooser *self, gint64 duration);

G_END_DECLS
