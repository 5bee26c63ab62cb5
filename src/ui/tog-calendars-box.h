#pragma once

#include "tog-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogCalendarsBox:
 *
 * Which calendars of this desktop count, and all that leaves this computer of them.
 */
#define TOG_TYPE_CALENDARS_BOX (tog_calendars_box_get_type ())
G_DECLARE_FINAL_TYPE (TogCalendarsBox, tog_calendars_box, TOG, CALENDARS_BOX, GtkWidget)

GtkWidget *tog_calendars_box_new (TogAccount *account);

G_END_DECLS
