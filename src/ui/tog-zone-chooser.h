#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogZoneChooser:
 *
 * Every zone there is, found by city. Signal "chosen" (const char *name).
 */
#define TOG_TYPE_ZONE_CHOOSER (tog_zone_chooser_get_type ())
G_DECLARE_FINAL_TYPE (TogZoneChooser, tog_zone_chooser, TOG, ZONE_CHOOSER, AdwWindow)

GtkWindow *tog_zone_chooser_new (GtkWindow *parent, const char *current);

G_END_DECLS
