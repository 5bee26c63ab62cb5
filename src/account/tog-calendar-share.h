#pragma once

#include "tog-account.h"
#include "tog-calendars.h"
#include "tog-source.h"

G_BEGIN_DECLS

/**
 * TOG_SHARE_DAYS:
 *
 * How many days of a calendar are shared, from today on: 8 weeks.
 */
#define TOG_SHARE_DAYS 56

/**
 * TogSharePace:
 * @refresh_within: what is promised to the server: older than this, a calendar is
 *   unknown to others
 * @confirm_after: when the server is told anew that a calendar is as it was
 * @unknown_after: when a calendar that can't be read any more is given up, so that it is
 *   unknown to others at once
 * @retry: after what could not be sent; doubled each time
 *
 * Seconds.
 */
typedef struct
{
  gint64 refresh_within;
  gint64 confirm_after;
  gint64 unknown_after;
  guint retry;
} TogSharePace;

/**
 * TogCalendarShare:
 *
 * Which calendars of this desktop count for an account, and how the server has them:
 * it uploads when they are busy, follows what changes, and takes them away again. What
 * was chosen is kept, and goes on with the next start. What is removed from the server
 * elsewhere does not come back by itself: it does not count any more. Nothing leaves this computer
 * before tog_calendar_share_set_enabled(), and then nothing but intervals: titles are
 * for who sits here, and are neither kept nor sent.
 *
 * Signal "changed": anything that it says is another now.
 */
#define TOG_TYPE_CALENDAR_SHARE (tog_calendar_share_get_type ())
G_DECLARE_FINAL_TYPE (TogCalendarShare, tog_calendar_share, TOG, CALENDAR_SHARE, GObject)

/* The account's own, made when it is first asked for. */
TogCalendarShare *tog_account_get_share           (TogAccount *account);

void              tog_calendar_share_set_pace     (TogCalendarShare   *self,
                                                   const TogSharePace *pace);
void              tog_calendar_share_start        (TogCalendarShare *self);
void              tog_calendar_share_look         (TogCalendarShare *self);
void              tog_calendar_share_close        (TogCalendarShare *self);
TogCalendars     *tog_calendar_share_get_calendars (TogCalendarShare *self);
gboolean          tog_calendar_share_get_counts   (TogCalendarShare *self, const char *calendar_id);
void              tog_calendar_share_set_counts   (TogCalendarShare *self,
                                                   const char       *calendar_id,
                                                   gboolean          counts);
gboolean          tog_calendar_share_was_removed  (TogCalendarShare *self, const char *calendar_id);
GPtrArray        *tog_calendar_share_list_counted (TogCalendarShare *self);
gboolean          tog_calendar_share_get_enabled  (TogCalendarShare *self);
void              tog_calendar_share_set_enabled  (TogCalendarShare *self, gboolean enabled);
GPtrArray        *tog_calendar_share_get_sources  (TogCalendarShare *self);
void              tog_calendar_share_load_sources (TogCalendarShare *self);
void              tog_calendar_share_hear         (TogCalendarShare *self);
TogSource        *tog_calendar_share_find_source  (TogCalendarShare *self, const char *calendar_id);
gboolean          tog_calendar_share_is_ours      (TogCalendarShare *self, TogSource *source);
gboolean          tog_calendar_share_get_pending  (TogCalendarShare *self);
const char       *tog_calendar_share_get_notice   (TogCalendarShare *self);

void              tog_calendar_share_leave_async  (TogCalendarShare   *self,
                                                   GCancellable       *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer            user_data);
gboolean          tog_calendar_share_leave_finish (TogCalendarShare *self,
                                                   GAsyncResult     *result,
                                                   GError          **error);

/* Does without the account's own, where there is none. */
TogEventTitles   *tog_account_dup_titles          (TogAccount *account, TogSlot range);

G_END_DECLS
