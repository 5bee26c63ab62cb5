#pragma once

#include "calendars-fixture.h"
#include "match-fixture.h"
#include "tog-session-calendar.h"

/*
 * An account at the real server, and a desktop with the real data server: what becomes of
 * sessions in a calendar, and of what their owner does to them there.
 */

typedef struct
{
  Fixture account;
  CalendarsFixture desktop;
  TogSessionCalendar *calendar;
  TogSession *session;
} Both;

#define ADD_BOTH(path, function)                                                                   \
  g_test_add (path, Both, NULL, both_set_up, function, both_tear_down)

void go_on (void);
gboolean timed_out_cb (gpointer data);

#define AWAIT(condition)                                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    guint deadline = g_timeout_add_seconds (60, timed_out_cb, (gpointer) #condition);              \
                                                                                                   \
    while (!(condition))                                                                           \
      {                                                                                            \
        go_on ();                                                                                  \
        g_usleep (1000);                                                                           \
      }                                                                                            \
    g_source_remove (deadline);                                                                    \
  }                                                                                                \
  G_STMT_END

char *name_calendar (const char *name);
void both_set_up (Both *both, gconstpointer data);
void both_tear_down (Both *both, gconstpointer data);
void open_calendar (Both *both);
void sync_all (Both *both);
void restart (Both *both);
void settle (Both *both);
ICalComponent *read_event (Both *both);
TogInstant read_start (Both *both);
guint count_events (Both *both);
void change_event (Both *both, ICalComponent *event);
void drag (Both *both, TogInstant start, TogInstant end);
void delete_event (Both *both);
TogCalendarOffer *find_offer (Both *both);
void move (Both *both, Fixture *by, TogSlot slot);
char *choose (Both *both);
