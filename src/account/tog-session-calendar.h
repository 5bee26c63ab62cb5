#pragma once

#include "tog-account.h"
#include "tog-calendar-offer.h"

G_BEGIN_DECLS

/**
 * TogSessionCalendar:
 *
 * The desktop calendar in which an account's sessions are, if its owner chose one: each
 * that is to come has one event there, which follows it and goes when it is called off;
 * but none where an invite that came by mail is in a calendar already. What its owner
 * does to an event is never undone without asking.
 *
 * Signal "changed": anything that it says is another now.
 */
#define TOG_TYPE_SESSION_CALENDAR (tog_session_calendar_get_type ())
G_DECLARE_FINAL_TYPE (TogSessionCalendar, tog_session_calendar, TOG, SESSION_CALENDAR, GObject)

/* The account's own, made when it is first asked for. */
TogSessionCalendar *tog_account_get_session_calendar (TogAccount *account);

void              tog_session_calendar_start       (TogSessionCalendar *self);
void              tog_session_calendar_close       (TogSessionCalendar *self);
gboolean          tog_session_calendar_get_ready   (TogSessionCalendar *self);
const char       *tog_session_calendar_get_choice  (TogSessionCalendar *self);
void              tog_session_calendar_set_choice  (TogSessionCalendar *self,
                                                    const char         *calendar_id);
gboolean          tog_session_calendar_get_pending (TogSessionCalendar *self);
gboolean          tog_session_calendar_get_failed  (TogSessionCalendar *self);
guint             tog_session_calendar_get_n_events (TogSessionCalendar *self);
const char       *tog_session_calendar_get_notice  (TogSessionCalendar *self);
GListModel       *tog_session_calendar_get_offers  (TogSessionCalendar *self);
TogCalendarOffer *tog_session_calendar_find_offer  (TogSessionCalendar *self,
                                                    const char         *session_id);
void              tog_session_calendar_restore     (TogSessionCalendar *self,
                                                    TogSession         *session);
void              tog_session_calendar_leave_out   (TogSessionCalendar *self,
                                                    TogSession         *session);

void              tog_session_calendar_leave_async  (TogSessionCalendar *self,
                                                     GCancellable       *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer            user_data);
gboolean          tog_session_calendar_leave_finish (TogSessionCalendar *self,
                                                     GAsyncResult       *result,
                                                     GError            **error);

G_END_DECLS
