#pragma once

#include "tog-calendars-private.h"

#include <libecal/libecal.h>

G_BEGIN_DECLS

/**
 * TogCalendarWatch:
 *
 * Keeps one calendar open and reads it again when it changes, when its account's
 * server was asked, and when what failed is tried again. Whatever happens to it
 * happens to no other.
 */
#define TOG_TYPE_CALENDAR_WATCH (tog_calendar_watch_get_type ())
G_DECLARE_FINAL_TYPE (TogCalendarWatch, tog_calendar_watch, TOG, CALENDAR_WATCH, GObject)

TogCalendarWatch *tog_calendar_watch_new    (TogCalendars       *calendars,
                                             TogDesktopCalendar *calendar,
                                             ESource            *source);
void              tog_calendar_watch_reread (TogCalendarWatch *self);
ECalClient       *tog_calendar_watch_get_client (TogCalendarWatch *self);

G_END_DECLS
