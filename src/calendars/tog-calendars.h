#pragma once

#include "tog-desktop-calendar.h"
#include "tog-zone.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TogCalendarsStatus:
 * @TOG_CALENDARS_STARTING: not known yet
 * @TOG_CALENDARS_READY: the desktop's calendars are listed
 * @TOG_CALENDARS_MISSING: this desktop has no calendars to read
 * @TOG_CALENDARS_FAILED: it should have, but does not answer; it is tried again
 *
 * Whether this desktop's calendars can be read.
 */
typedef enum
{
  TOG_CALENDARS_STARTING,
  TOG_CALENDARS_READY,
  TOG_CALENDARS_MISSING,
  TOG_CALENDARS_FAILED,
} TogCalendarsStatus;

#define TOG_TYPE_CALENDARS_STATUS (tog_calendars_status_get_type ())

GType tog_calendars_status_get_type (void);

/**
 * TogCalendarsPace:
 * @slow: when an answer counts as slow
 * @give_up: when an answer is not waited for any more
 * @settle: how long changes are gathered before a calendar is read again
 * @refresh: how often a calendar is read though nothing is known to have changed,
 *   and its server is asked
 * @retry: after what failed; doubled each time, up to @refresh
 *
 * Milliseconds.
 */
typedef struct
{
  guint slow;
  guint give_up;
  guint settle;
  guint refresh;
  guint retry;
} TogCalendarsPace;

/**
 * TogCalendars:
 *
 * The calendars of this desktop, as a list of TogDesktopCalendar that follows it.
 * Only the calendars that are watched are ever opened.
 *
 * Properties (read-only, notified on the main context):
 * - "status" (TogCalendarsStatus)
 * - "notice" (string, nullable): what is missing or fails, fit to show
 */
#define TOG_TYPE_CALENDARS (tog_calendars_get_type ())
G_DECLARE_FINAL_TYPE (TogCalendars, tog_calendars, TOG, CALENDARS, GObject)

TogCalendars       *tog_calendars_new         (TogZone *zone, guint horizon_days);
void                tog_calendars_set_pace    (TogCalendars *self, const TogCalendarsPace *pace);
void                tog_calendars_set_zone    (TogCalendars *self, TogZone *zone);
void                tog_calendars_set_owner   (TogCalendars *self,
                                               const char   *email,
                                               GHashTable   *own_uids);
void                tog_calendars_set_sought  (TogCalendars *self, GHashTable *uids);
void                tog_calendars_start       (TogCalendars *self);
TogCalendarsStatus  tog_calendars_get_status  (TogCalendars *self);
const char         *tog_calendars_get_notice  (TogCalendars *self);
TogDesktopCalendar *tog_calendars_find        (TogCalendars *self, const char *id);
void                tog_calendars_watch       (TogCalendars *self, const char *id);
void                tog_calendars_unwatch     (TogCalendars *self, const char *id);

void                tog_calendars_write_event_async  (TogCalendars       *self,
                                                      const char         *id,
                                                      const char         *uid,
                                                      const char         *ical,
                                                      const char         *before,
                                                      const char         *elsewhere,
                                                      GCancellable       *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer            user_data);
void                tog_calendars_move_event_async   (TogCalendars       *self,
                                                      const char         *id,
                                                      const char         *uid,
                                                      const char         *ical,
                                                      GCancellable       *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer            user_data);
void                tog_calendars_remove_event_async (TogCalendars       *self,
                                                      const char         *id,
                                                      const char         *uid,
                                                      GCancellable       *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer            user_data);
char               *tog_calendars_change_event_finish (TogCalendars *self,
                                                       GAsyncResult *result,
                                                       GError      **error);

G_END_DECLS
