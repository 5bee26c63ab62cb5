#pragma once

#include "tog-busy-times.h"
#include "tog-event-titles.h"
#include "tog-session-events.h"

G_BEGIN_DECLS

/**
 * TogDesktopCalendarState:
 * @TOG_DESKTOP_CALENDAR_UNKNOWN: it was not read yet, or doesn't answer any more
 * @TOG_DESKTOP_CALENDAR_OK: it was read, and changes are followed
 * @TOG_DESKTOP_CALENDAR_SLOW: an answer has been waited for longer than usual
 * @TOG_DESKTOP_CALENDAR_FAILED: the last answer was an error
 *
 * How well a calendar is known. Whatever was read before is kept, with its age; but
 * only @TOG_DESKTOP_CALENDAR_OK says that it is still so.
 */
typedef enum
{
  TOG_DESKTOP_CALENDAR_UNKNOWN,
  TOG_DESKTOP_CALENDAR_OK,
  TOG_DESKTOP_CALENDAR_SLOW,
  TOG_DESKTOP_CALENDAR_FAILED,
} TogDesktopCalendarState;

#define TOG_TYPE_DESKTOP_CALENDAR_STATE (tog_desktop_calendar_state_get_type ())

GType tog_desktop_calendar_state_get_type (void);

/**
 * TogDesktopCalendar:
 *
 * A calendar of this desktop.
 *
 * Properties (all read-only, notified on the main context):
 * - "id" (string): the desktop's name for it; stays the same
 * - "name" (string): what its owner calls it
 * - "account" (string): where it comes from, fit to show
 * - "colour" (string, nullable): as CSS reads it
 * - "enabled" (boolean): whether the desktop shows it
 * - "read-only" (boolean): whether it is of a kind into which nothing can be put
 * - "state" (TogDesktopCalendarState)
 * - "reason" (string, nullable): why the state is not OK, fit to show
 * - "times" (TogBusyTimes, nullable): what was read last, with its age
 */
#define TOG_TYPE_DESKTOP_CALENDAR (tog_desktop_calendar_get_type ())
G_DECLARE_FINAL_TYPE (TogDesktopCalendar, tog_desktop_calendar, TOG, DESKTOP_CALENDAR, GObject)

TogDesktopCalendar     *tog_desktop_calendar_new         (const char *id);
const char             *tog_desktop_calendar_get_id      (TogDesktopCalendar *self);
const char             *tog_desktop_calendar_get_name    (TogDesktopCalendar *self);
const char             *tog_desktop_calendar_get_account (TogDesktopCalendar *self);
const char             *tog_desktop_calendar_get_colour  (TogDesktopCalendar *self);
gboolean                tog_desktop_calendar_get_enabled (TogDesktopCalendar *self);
gboolean                tog_desktop_calendar_get_read_only (TogDesktopCalendar *self);
TogDesktopCalendarState tog_desktop_calendar_get_state   (TogDesktopCalendar *self);
const char             *tog_desktop_calendar_get_reason  (TogDesktopCalendar *self);
TogBusyTimes           *tog_desktop_calendar_get_times   (TogDesktopCalendar *self);
TogEventTitles         *tog_desktop_calendar_get_titles  (TogDesktopCalendar *self);
TogSessionEvents       *tog_desktop_calendar_get_events  (TogDesktopCalendar *self);

/* For who follows the desktop. */
void tog_desktop_calendar_describe  (TogDesktopCalendar *self,
                                     const char         *name,
                                     const char         *account,
                                     const char         *colour,
                                     gboolean            enabled);
void tog_desktop_calendar_set_read_only (TogDesktopCalendar *self, gboolean read_only);
void tog_desktop_calendar_set_state (TogDesktopCalendar     *self,
                                     TogDesktopCalendarState state,
                                     const char             *reason);
void tog_desktop_calendar_set_times (TogDesktopCalendar *self, TogBusyTimes *times);
void tog_desktop_calendar_set_titles (TogDesktopCalendar *self, TogEventTitles *titles);
void tog_desktop_calendar_set_events (TogDesktopCalendar *self, TogSessionEvents *events);

G_END_DECLS
