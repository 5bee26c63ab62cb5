#pragma once

#include "tog-calendars.h"

#include <libecal/libecal.h>

G_BEGIN_DECLS

/* Debian 12 and 13 have the same versions of these. */
#define SOURCES_SERVICE "org.gnome.evolution.dataserver.Sources5"
#define CALENDAR_SERVICE "org.gnome.evolution.dataserver.Calendar8"

/**
 * CalendarsFixture:
 * @registry: the desktop's calendars, as another program of the desktop has them
 * @client: (nullable): a calendar that is written to
 * @calendars: ours
 * @state: what await_state() waits for
 * @busy: what await_busy() waits for
 * @last: (owned) (nullable): what was there instead
 *
 * For tests that are run by tests/support/with-calendars.sh. The pace is quick.
 */
typedef struct
{
  ESourceRegistry *registry;
  ECalClient *client;
  TogCalendars *calendars;
  TogDesktopCalendarState state;
  const char *busy;
  char *last;
} CalendarsFixture;

/* Where the calendars' owner is: a Monday at midnight, less than two weeks ahead. */
TogInstant          get_monday        (void);
char               *fill_days         (const char *text);

typedef gboolean (*Condition) (CalendarsFixture *self, const char *what);

void                await             (Condition is_so, CalendarsFixture *self, const char *what);
void                fixture_set_up    (CalendarsFixture *self, gconstpointer data);
void                fixture_tear_down (CalendarsFixture *self, gconstpointer data);

void                commit            (CalendarsFixture *self, ESource *source);
void                add_local         (CalendarsFixture *self, const char *id, const char *name);
void                remove_source     (CalendarsFixture *self, const char *id);
void                open_client       (CalendarsFixture *self, const char *id);
void                write_events      (CalendarsFixture *self, const char *text);
TogDesktopCalendar *await_calendar    (CalendarsFixture *self, const char *id);
void                await_state       (CalendarsFixture       *self,
                                       const char             *id,
                                       TogDesktopCalendarState state);
void                await_busy        (CalendarsFixture *self, const char *id, const char *busy);
char               *print_busy        (const TogBusyTimes *times);
void                kill_service      (const char *name);
void                start_service     (const char *name);

G_END_DECLS
