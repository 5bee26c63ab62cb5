#pragma once

#include "tog-booking.h"
#include "tog-history-item.h"
#include "tog-home.h"
#include "tog-note.h"
#include "tog-outbox.h"
#include "tog-reminders.h"
#include "tog-session-list.h"
#include "tog-times.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TOG_ACCOUNT_ERROR:
 *
 * What can go wrong between the user and an organization, by what the user can
 * do about it. Messages are translated and fit to show.
 */
#define TOG_ACCOUNT_ERROR (tog_account_error_quark ())

GQuark tog_account_error_quark (void);

/**
 * TogAccountError:
 * @TOG_ACCOUNT_ERROR_ADDRESS: the address is not one, or nothing of ours answers there
 * @TOG_ACCOUNT_ERROR_CERTIFICATE: the server's certificate is not trusted
 * @TOG_ACCOUNT_ERROR_OFFLINE: the server can't be reached now; try again later
 * @TOG_ACCOUNT_ERROR_SERVER: the server answered something that makes no sense, or failed
 * @TOG_ACCOUNT_ERROR_TOKEN: the token is unknown, expired or revoked; sign in again
 * @TOG_ACCOUNT_ERROR_REFUSED: the server refused what was asked; the message says why
 * @TOG_ACCOUNT_ERROR_TAKEN: the slot is not free any more; choose another
 * @TOG_ACCOUNT_ERROR_GONE: what was asked for isn't there any more, or is over
 * @TOG_ACCOUNT_ERROR_CHANGED: somebody else changed it meanwhile; look again
 * @TOG_ACCOUNT_ERROR_WAITING: it is kept in the outbox and sent later; nothing to do
 * @TOG_ACCOUNT_ERROR_KEYRING: there is no keyring to keep the token in
 * @TOG_ACCOUNT_ERROR_OTHER_MEMBER: the token is somebody else's than who signs in again;
 *   the message says whose
 * @TOG_ACCOUNT_ERROR_STORAGE: the local database can't be used, or not be written
 */
typedef enum
{
  TOG_ACCOUNT_ERROR_ADDRESS,
  TOG_ACCOUNT_ERROR_CERTIFICATE,
  TOG_ACCOUNT_ERROR_OFFLINE,
  TOG_ACCOUNT_ERROR_SERVER,
  TOG_ACCOUNT_ERROR_TOKEN,
  TOG_ACCOUNT_ERROR_REFUSED,
  TOG_ACCOUNT_ERROR_TAKEN,
  TOG_ACCOUNT_ERROR_GONE,
  TOG_ACCOUNT_ERROR_CHANGED,
  TOG_ACCOUNT_ERROR_WAITING,
  TOG_ACCOUNT_ERROR_KEYRING,
  TOG_ACCOUNT_ERROR_OTHER_MEMBER,
  TOG_ACCOUNT_ERROR_STORAGE,
} TogAccountError;

/**
 * TogBookingRefusal:
 * @index: of a booking in a series
 * @message: why it can't be booked, fit to show
 */
typedef struct
{
  guint index;
  char *message;
} TogBookingRefusal;

GPtrArray *tog_account_error_list_refusals (const GError *error);

/**
 * TogAccount:
 *
 * One member at one organization: the only thing that widgets talk to. What was
 * seen once is answered from the local store first and then, where the network
 * allows it, brought up to date.
 *
 * Properties (all read-only, notified on the main context):
 * - "name" (string): the organization's, for the header bar
 * - "is-demo" (boolean)
 * - "online" (boolean): whether the last request that mattered got through;
 *   TRUE before the first
 * - "needs-token" (boolean): whether the last request that mattered was refused for
 *   its token, or there was none to send: only signing in again helps
 * - "updated-at" (gint64, a TogInstant): when home was last confirmed by the server, 0 for never
 * - "home" (TogHome, nullable): the newest home known; a new object when something changed
 * - "notice" (string, nullable): what the user should know about what is kept on
 *   this computer, such as a damaged file that was set aside; NULL if all is well
 * - "storage-notice" (string, nullable): why nothing can be kept on this computer now,
 *   and what to do about it, fit to show; NULL if all is well. It is tried again by
 *   itself
 * - "sync-progress" (double): how much of the history is on this computer, from 0 to 1;
 *   1 once all of it was there, also while it is brought up to date
 * - "sync-notice" (string, nullable): why the history could not be brought up to date
 *   the last time, fit to show; NULL if all is well. It is tried again by itself
 * - "n-unreadable" (uint): how many sessions only a newer version of the app can read
 *
 * Signals:
 * - "match-changed" (const char *match_id): a newer TogMatch is known
 * - "group-changed" (const char *group_id): a newer TogGroup is known
 * - "times-changed" (const char *team_id): when those of a match or group can meet may be
 *   another, also where nothing else of it is
 * - "titles-changed": what tog_account_dup_titles() returns may be another
 * - "session-changed" (const char *session_id): the history has something newer of a
 *   session, or it is not there any more
 * - "note-changed" (const char *session_id): what I wrote about a session and the
 *   history shows is another: it waits to be sent, or doesn't any more
 * - "history-changed": after any number of these two, and as the first sync
 *   goes on: what can be listed or filtered by may be another
 */
#define TOG_TYPE_ACCOUNT (tog_account_get_type ())
G_DECLARE_FINAL_TYPE (TogAccount, tog_account, TOG, ACCOUNT, GObject)

const char *tog_account_get_name       (TogAccount *self);
gboolean    tog_account_get_is_demo    (TogAccount *self);
gboolean    tog_account_get_online     (TogAccount *self);
const GError *tog_account_get_failure  (TogAccount *self);
gboolean    tog_account_get_needs_token (TogAccount *self);
TogInstant  tog_account_get_updated_at (TogAccount *self);
TogInstant  tog_account_get_now        (TogAccount *self);
TogHome    *tog_account_get_home       (TogAccount *self);
const char *tog_account_get_id         (TogAccount *self);
const char *tog_account_get_notice     (TogAccount *self);
void        tog_account_dismiss_notice (TogAccount *self);
const char *tog_account_get_storage_notice (TogAccount *self);
TogOutbox  *tog_account_get_outbox     (TogAccount *self);

/* What to do about a conflict in the outbox: mine all the same. Letting theirs be is
 * tog_outbox_discard(). */
void        tog_account_insist         (TogAccount *self, TogOutboxItem *item);

/* Every *_async() below: "home" etc. change as soon as the store answers; the
 * callback comes when the network has answered, or failed. */
void        tog_account_refresh_async  (TogAccount         *self,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
gboolean    tog_account_refresh_finish (TogAccount *self, GAsyncResult *result, GError **error);

/* The newest match known, with its planned sessions, or NULL: what
 * tog_account_load_match_async() got from the store or the network. */
TogMatch   *tog_account_peek_match        (TogAccount *self, const char *match_id);
TogInstant  tog_account_peek_match_age    (TogAccount *self, const char *match_id);
void        tog_account_load_match_async  (TogAccount         *self,
                                           const char         *match_id,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
TogMatch   *tog_account_load_match_finish (TogAccount *self, GAsyncResult *result, GError **error);

/* The same for a group, with its members and planned sessions. */
TogGroup   *tog_account_peek_group        (TogAccount *self, const char *group_id);
TogInstant  tog_account_peek_group_age    (TogAccount *self, const char *group_id);
void        tog_account_load_group_async  (TogAccount         *self,
                                           const char         *group_id,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
TogGroup   *tog_account_load_group_finish (TogAccount *self, GAsyncResult *result, GError **error);

/* Times of both people in a match over @range. While offline what is kept of
 * @range comes, with *@updated_at saying how old it is; it is older than a minute
 * or so exactly when the network did not answer. Its own range may then be shorter
 * than @range, or longer. */
void        tog_account_load_times_async  (TogAccount         *self,
                                           const char         *match_id,
                                           TogSlot             range,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
TogTimes   *tog_account_load_times_finish (TogAccount   *self,
                                           GAsyncResult *result,
                                           TogInstant   *updated_at,
                                           GError      **error);

/* The same for all members of a group. */
void        tog_account_load_group_times_async  (TogAccount         *self,
                                                 const char         *group_id,
                                                 TogSlot             range,
                                                 GCancellable       *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer            user_data);
TogTimes   *tog_account_load_group_times_finish (TogAccount   *self,
                                                 GAsyncResult *result,
                                                 TogInstant   *updated_at,
                                                 GError      **error);

/* The same for those who take part in a session that is to be moved, which is itself
 * no obstacle. */
void        tog_account_load_move_times_async  (TogAccount         *self,
                                                TogSession         *session,
                                                TogSlot             range,
                                                GCancellable       *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer            user_data);
TogTimes   *tog_account_load_move_times_finish (TogAccount   *self,
                                                GAsyncResult *result,
                                                TogInstant   *updated_at,
                                                GError      **error);

/* Books, and repeats the same request (same idempotency key) over a lost
 * connection until the server said yes or no, or @cancellable is cancelled.
 * @key is 16 to 128 characters; use g_uuid_string_random(), and the same again
 * when the user presses the same button again after an error. */
void        tog_account_book_async  (TogAccount         *self,
                                     const char         *match_id,
                                     TogBooking         *booking,
                                     const char         *key,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
TogSession *tog_account_book_finish (TogAccount *self, GAsyncResult *result, GError **error);

/* The same with a group. %TOG_ACCOUNT_ERROR_TAKEN also says that somebody can't
 * whom the booking doesn't name as overridden: load the times again and ask. */
void        tog_account_book_group_async  (TogAccount         *self,
                                           const char         *group_id,
                                           TogBooking         *booking,
                                           const char         *key,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
TogSession *tog_account_book_group_finish (TogAccount *self, GAsyncResult *result, GError **error);

/* What a participant does with a session that was booked. Each sends the version
 * that was seen (@session's), so that nobody overwrites what they haven't read:
 * %TOG_ACCOUNT_ERROR_CHANGED where somebody was quicker; the newer one is known then.
 * @key is as for tog_account_book_async(). All end with tog_account_change_finish().
 *
 * But for moving and running late, which make sense only at once, they go through the
 * outbox: %TOG_ACCOUNT_ERROR_WAITING says that it is kept there. Until the server has
 * it, what the account knows shows it as done. */
void        tog_account_answer_async        (TogAccount         *self,
                                             TogSession         *session,
                                             TogAnswer           answer,
                                             const char         *reason,
                                             const char         *key,
                                             GCancellable       *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
void        tog_account_move_async          (TogAccount         *self,
                                             TogSession         *session,
                                             TogBooking         *move,
                                             const char         *key,
                                             GCancellable       *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
void        tog_account_cancel_session_async (TogAccount         *self,
                                              TogSession         *session,
                                              const char         *reason,
                                              const char         *key,
                                              GCancellable       *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer            user_data);
void        tog_account_complete_async      (TogAccount         *self,
                                             TogSession         *session,
                                             TogHeld             held,
                                             int                 rating,
                                             const char         *key,
                                             GCancellable       *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
void        tog_account_say_late_async      (TogAccount         *self,
                                             TogSession         *session,
                                             int                 minutes,
                                             const char         *key,
                                             GCancellable       *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
void        tog_account_change_agenda_async (TogAccount            *self,
                                             TogSession            *session,
                                             const TogAgendaChange *change,
                                             GCancellable          *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
TogSession *tog_account_change_finish       (TogAccount *self, GAsyncResult *result, GError **error);

/* Marks a planned session as done that was held elsewhere, in the past. */
void        tog_account_record_async        (TogAccount         *self,
                                             TogTeam            *team,
                                             const char         *planned_id,
                                             TogSlot             slot,
                                             const char         *note,
                                             int                 rating,
                                             const char         *key,
                                             GCancellable       *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
TogSession *tog_account_record_finish       (TogAccount *self, GAsyncResult *result, GError **error);

/* Asks for the first of several times that is still free once the server can be reached.
 * Until then nothing is booked, and nothing shows it as booked. Ends as
 * tog_account_record_async() does, with tog_account_request_finish(). */
void        tog_account_request_async       (TogAccount         *self,
                                             TogTeam            *team,
                                             TogPlannedSession  *planned,
                                             GPtrArray          *choices,
                                             const char         *key,
                                             GCancellable       *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
TogSession *tog_account_request_finish      (TogAccount *self, GAsyncResult *result, GError **error);

/* Books several planned sessions of a match or group, all or none. Returns
 * (element-type TogSession). */
void        tog_account_book_series_async   (TogAccount         *self,
                                             TogTeam            *team,
                                             GPtrArray          *bookings,
                                             const char         *key,
                                             GCancellable       *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
GPtrArray  *tog_account_book_series_finish  (TogAccount *self, GAsyncResult *result, GError **error);

/* My notes on a session and what the others share. What is put goes through the
 * outbox; what could not be sent yet is what the next load answers. */
void        tog_account_load_note_async     (TogAccount         *self,
                                             const char         *session_id,
                                             GCancellable       *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
TogNote    *tog_account_load_note_finish    (TogAccount *self, GAsyncResult *result, GError **error);
void        tog_account_put_note_async      (TogAccount         *self,
                                             const char         *session_id,
                                             TogNote            *seen,
                                             const char         *text,
                                             const char         *shared,
                                             GCancellable       *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
TogNote    *tog_account_put_note_finish     (TogAccount *self, GAsyncResult *result, GError **error);

/* The history: all sessions I ever had, with what was noted about them, on this
 * computer. It is fetched by itself, the newest first, from the first refresh on, goes
 * on where it was when the program ended, and then follows what changes. */
double      tog_account_get_sync_progress   (TogAccount *self);
void        tog_account_get_sync_counts     (TogAccount *self, guint *n_done, guint *n_total);
guint       tog_account_get_n_unreadable (TogAccount *self);
const char *tog_account_get_sync_notice     (TogAccount *self);

/* Holds fetching the whole history until told otherwise or the program ends, as where
 * the network is dear; what changes is followed all the same. */
gboolean    tog_account_get_sync_paused     (TogAccount *self);
void        tog_account_set_sync_paused     (TogAccount *self, gboolean paused);

TogSessionList   *tog_account_search             (TogAccount             *self,
                                                  const TogSessionFilter *filter);

/* One session with all that is kept of it: from this computer, or from the server
 * where the first sync has not come to it yet. %TOG_ACCOUNT_ERROR_GONE where there is
 * no such session (any more). */
void              tog_account_load_entry_async   (TogAccount         *self,
                                                  const char         *session_id,
                                                  GCancellable       *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer            user_data);
TogHistoryItem   *tog_account_load_entry_finish  (TogAccount   *self,
                                                  GAsyncResult *result,
                                                  GError      **error);

/* All sessions that fit a filter, whole, in its order: to export them. Returns
 * (element-type TogHistoryItem). */
void              tog_account_load_history_async  (TogAccount             *self,
                                                   const TogSessionFilter *filter,
                                                   GCancellable           *cancellable,
                                                   GAsyncReadyCallback     callback,
                                                   gpointer                user_data);
GPtrArray        *tog_account_load_history_finish (TogAccount   *self,
                                                   GAsyncResult *result,
                                                   GError      **error);

/* What the history can be filtered by. */
void              tog_account_load_facets_async  (TogAccount         *self,
                                                  GCancellable       *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer            user_data);
TogSessionFacets *tog_account_load_facets_finish (TogAccount   *self,
                                                  GAsyncResult *result,
                                                  GError      **error);

/* When I want to be reminded. */
void        tog_account_load_reminders_async  (TogAccount         *self,
                                               GCancellable       *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer            user_data);
gboolean    tog_account_load_reminders_finish (TogAccount   *self,
                                               GAsyncResult *result,
                                               TogReminders *reminders,
                                               GError      **error);
void        tog_account_put_reminders_async   (TogAccount         *self,
                                               const TogReminders *reminders,
                                               GCancellable       *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer            user_data);
gboolean    tog_account_put_reminders_finish  (TogAccount   *self,
                                               GAsyncResult *result,
                                               GError      **error);

/* The calendar feed of my sessions. Its address is told once, when it is made. */
typedef enum
{
  TOG_FEED_LOOK,
  TOG_FEED_MAKE,
  TOG_FEED_REVOKE,
} TogFeedAction;

void        tog_account_feed_async  (TogAccount         *self,
                                     TogFeedAction       action,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
gboolean    tog_account_feed_finish (TogAccount   *self,
                                     GAsyncResult *result,
                                     char        **url,
                                     TogInstant   *created_at,
                                     GError      **error);

void        tog_account_set_zone_async  (TogAccount         *self,
                                         const char         *zone,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
gboolean    tog_account_set_zone_finish (TogAccount *self, GAsyncResult *result, GError **error);

/* The calendar invite of a session as iCalendar text, to save or open. */
void        tog_account_load_invite_async  (TogAccount         *self,
                                            const char         *session_id,
                                            GCancellable       *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer            user_data);
char       *tog_account_load_invite_finish (TogAccount *self, GAsyncResult *result, GError **error);

G_END_DECLS
