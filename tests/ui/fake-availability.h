#pragma once

#include "tog-account-availability.h"
#include "tog-calendar-share.h"

/*
 * What a member says of when they can meet, and their calendars, without a server or a
 * data server. Belongs to fake-organization.
 */
void                     fake_availability_reset       (void);
/* What follows ends with an error; a negative code ends that. */
void                     fake_availability_fail        (int code, const char *message);
TogAvailabilitySettings *fake_availability_get         (void);
/* Somebody else changes it: a day off on Mondays. */
void                     fake_availability_change      (void);
guint                    fake_availability_count_puts  (void);
gboolean                 fake_availability_has_kept    (void);

void                     fake_sources_add              (TogSource *source);
const char              *fake_sources_get_url          (void);
gboolean                 fake_heat_map_name_get        (void);

/* A calendar of the desktop, of which nothing was read yet. */
TogDesktopCalendar      *fake_calendar_add             (const char *id, const char *name);
void                     fake_calendar_read            (TogDesktopCalendar *calendar,
                                                        const TogSlot      *busy,
                                                        gsize               n_busy);
/* Sharing it was stopped from another computer. */
void                     fake_calendar_remove_elsewhere (TogDesktopCalendar *calendar);
void                     fake_calendars_set_status     (TogCalendarsStatus status,
                                                        const char        *notice);
