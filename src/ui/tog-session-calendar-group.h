#pragma once

#include "tog-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogSessionCalendarGroup:
 *
 * Chooses the desktop calendar into which sessions are put, and says how that goes.
 */
#define TOG_TYPE_SESSION_CALENDAR_GROUP (tog_session_calendar_group_get_type ())
G_DECLARE_FINAL_TYPE (
    TogSessionCalendarGroup, tog_session_calendar_group, TOG, SESSION_CALENDAR_GROUP, GtkWidget)

GtkWidget *tog_session_calendar_group_new (TogAccount *account);

G_END_DECLS
