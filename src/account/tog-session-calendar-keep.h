#pragma once

#include "tog-event-plan.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TogKeptEvent:
 * @uid: (owned): of the session's invite
 * @calendar: (owned): the desktop's name for the calendar in which it is
 * @event: (owned): what that calendar calls it, which is mostly @uid
 * @origin: who put it there
 * @slot: when it was, by @ical
 * @coming: when it is as soon as a change of it is written that was begun
 * @stamp: when @ical was made
 * @awaited: the version of the session that its mail is to bring, 0 for none
 * @awaited_since: since when
 * @ical: (owned) (nullable): what was written last, of %TOG_EVENT_OURS
 * @changed_at: when it was written last, by the monotonic clock, in microseconds; not
 *   kept between two starts
 *
 * What is kept of the event of a session.
 */
typedef struct
{
  char *uid;
  char *calendar;
  char *event;
  TogEventOrigin origin;
  TogSlot slot;
  TogSlot coming;
  TogInstant stamp;
  int awaited;
  TogInstant awaited_since;
  char *ical;
  gint64 changed_at;
} TogKeptEvent;

TogKeptEvent *tog_kept_event_new  (const char *uid, const char *calendar);
void          tog_kept_event_free (TogKeptEvent *self);
void          tog_kept_event_set_name (TogKeptEvent *self, const char *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogKeptEvent, tog_kept_event_free)

/**
 * TogSessionCalendarKeep:
 * @calendar: (owned) (nullable): the desktop's name for the calendar of choice
 * @events: (owned) (element-type utf8 TogKeptEvent): by the UID of their session
 * @leaving: (owned) (element-type TogKeptEvent): what has still to be deleted elsewhere
 *
 * What is kept between two starts of the events of sessions in a desktop calendar.
 */
typedef struct
{
  char *calendar;
  GHashTable *events;
  GPtrArray *leaving;
} TogSessionCalendarKeep;

void  tog_session_calendar_keep_init    (TogSessionCalendarKeep *self);
void  tog_session_calendar_keep_clear   (TogSessionCalendarKeep *self);
void  tog_session_calendar_keep_parse   (TogSessionCalendarKeep *self, const char *text);
char *tog_session_calendar_keep_to_text (const TogSessionCalendarKeep *self);
void  tog_session_calendar_keep_add     (TogSessionCalendarKeep *self, TogKeptEvent *event);
void  tog_session_calendar_keep_choose  (TogSessionCalendarKeep *self,
                                         const char             *calendar,
                                         GHashTable             *touched,
                                         TogInstant              now);

G_END_DECLS
