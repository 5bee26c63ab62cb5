#pragma once

#include "tog-calendars.h"
#include "tog-session-calendar-keep.h"
#include "tog-session-calendar.h"

G_BEGIN_DECLS

/*
 * What the files of TogSessionCalendar share: tog-session-calendar-steps.c finds out what
 * is to be done, tog-session-calendar-change.c does it.
 */

struct _TogSessionCalendar
{
  GObject parent_instance;

  TogAccount *account;     /* (not owned): it owns this */
  TogCalendars *calendars; /* (owned) */
  TogSessionCalendarKeep keep;
  gboolean started;    /* whether what was kept is being read */
  gboolean kept_known; /* and was */
  GPtrArray *sessions; /* (owned) (nullable) (element-type TogSession): that are to come */
  gboolean loading;
  gboolean load_again;
  GHashTable *restoring; /* (owned) (element-type utf8 utf8): UIDs whose owner wants them back */
  GHashTable *watched;   /* (owned) (element-type utf8 utf8): ids of calendars */
  GListStore *offers;    /* (owned) (element-type TogCalendarOffer): the soonest first */
  GHashTable *busy;      /* (owned) (element-type utf8 utf8): UIDs of the sessions whose events
                            change, by the id of their calendar */
  GHashTable *failures;  /* (owned) (element-type utf8 TogEventFailure): by calendar and event */
  char *notice;          /* (owned) (nullable): what was said last */
  guint retry_source;
  guint check_source;
  guint changed_source;
  GCancellable *cancellable; /* (owned) */
};

/**
 * TogEventFailure:
 * @calendar: (owned): the desktop's name for the calendar
 * @message: (owned): why, fit to show
 * @n: how often, in a row
 * @retry_at: by the monotonic clock, in microseconds
 *
 * A change of an event that was refused, and is tried again later: neither another event
 * nor another calendar waits for it.
 */
typedef struct
{
  char *calendar;
  char *message;
  guint n;
  gint64 retry_at;
} TogEventFailure;

void          tog_event_failure_free               (gpointer data);

void          tog_session_calendar_save            (TogSessionCalendar *self);
gboolean      tog_session_calendar_is_anothers     (TogSessionCalendar *self,
                                                    const char         *calendar,
                                                    const char         *uid);
gboolean      tog_session_calendar_hand_over       (TogSessionCalendar *self,
                                                    const char         *calendar,
                                                    const char         *uid);
gboolean      tog_session_calendar_can_go_on       (TogSessionCalendar *self);
void          tog_session_calendar_say_changed     (TogSessionCalendar *self);

/* tog-session-calendar-steps.c */
TogKeptEvent *tog_session_calendar_find_kept       (TogSessionCalendar *self, const char *uid);
gboolean      tog_session_calendar_wants           (TogSessionCalendar *self,
                                                    const char         *calendar,
                                                    const char         *uid);
TogKeptEvent *tog_session_calendar_find_leaving    (TogSessionCalendar *self, const char *uid);
gboolean      tog_session_calendar_look_up         (TogSessionCalendar     *self,
                                                    const char             *id,
                                                    const char             *uid,
                                                    gint64                  since,
                                                    const TogSessionEvent **event);
gboolean      tog_session_calendar_is_gone         (TogSessionCalendar *self, const char *id);
void          tog_session_calendar_go_on           (TogSessionCalendar *self);

/* tog-session-calendar-change.c */
TogAnswer     tog_session_calendar_get_my_answer   (TogSessionCalendar *self, TogSession *session);
gboolean      tog_session_calendar_is_written_anew (TogSessionCalendar *self,
                                                    TogSession         *session,
                                                    const TogKeptEvent *kept);
gboolean      tog_session_calendar_is_blocked      (TogSessionCalendar *self,
                                                    const char         *calendar,
                                                    const char         *uid);
void          tog_session_calendar_schedule_retry  (TogSessionCalendar *self);
void          tog_session_calendar_write           (TogSessionCalendar *self, TogSession *session);
void          tog_session_calendar_put_back        (TogSessionCalendar *self,
                                                    TogSession         *session,
                                                    const TogKeptEvent *invite);
void          tog_session_calendar_remove          (TogSessionCalendar *self,
                                                    const TogKeptEvent *event);
void          tog_session_calendar_leave           (TogSessionCalendar *self,
                                                    const TogKeptEvent *event);

G_END_DECLS
