#pragma once

#include "tog-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogZonePicker:
 *
 * The zone in which times are looked at, with a way to another one and, where it
 * isn't the profile's, a word on that. Signal "changed": it is another now, or the
 * profile's is.
 */
#define TOG_TYPE_ZONE_PICKER (tog_zone_picker_get_type ())
G_DECLARE_FINAL_TYPE (TogZonePicker, tog_zone_picker, TOG, ZONE_PICKER, GtkWidget)

GtkWidget *tog_zone_picker_new      (TogAccount *account);
TogZone   *tog_zone_picker_get_zone (TogZonePicker *self);
void       tog_zone_picker_add_row  (TogZonePicker *self, GtkWidget *row);

G_END_DECLS
