#pragma once

#include "tog-slot.h"
#include "tog-writer.h"

G_BEGIN_DECLS

/**
 * TogCalendarRefresh:
 *
 * Reads the calendars in the database again every day, on a thread of its own,
 * so that the range for which they are known moves along with the present; and tells
 * of those that somebody else should have refreshed by now.
 */
typedef struct _TogCalendarRefresh TogCalendarRefresh;

/**
 * TogCalendarReadFunc:
 * @data: what was given with the function
 *
 * Is told, in the refresh's thread, that something changed by it.
 */
typedef void (*TogCalendarReadFunc) (gpointer data);

/**
 * TOG_CALENDAR_MAX_AGE:
 *
 * A calendar that was read is read again after so many seconds.
 */
#define TOG_CALENDAR_MAX_AGE TOG_DAY_SECONDS

TogSlot             tog_calendar_refresh_get_range (TogInstant now, int horizon_days);
TogCalendarRefresh *tog_calendar_refresh_new   (const char         *database,
                                                TogWriter          *writer,
                                                TogInstant        (*get_now) (void),
                                                TogCalendarReadFunc was_read,
                                                gpointer            data);
void                tog_calendar_refresh_start (TogCalendarRefresh *refresh);
void                tog_calendar_refresh_wake  (TogCalendarRefresh *refresh);
void                tog_calendar_refresh_free  (TogCalendarRefresh *refresh);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogCalendarRefresh, tog_calendar_refresh_free)

G_END_DECLS
