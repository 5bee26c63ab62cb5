#pragma once

#include "tog-account.h"
#include "tog-account-sync.h"
#include "tog-calendar-share.h"
#include "tog-client.h"
#include "tog-outbox-private.h"
#include "tog-session-calendar.h"
#include "tog-store-history.h"
#include "tog-times-ahead.h"

G_BEGIN_DECLS

/*
 * What the files of TogAccount share, and what TogAccounts makes one with.
 */

/**
 * TogAccountConnector:
 *
 * Asked for a client when one is needed and there is none. Answers, at once or
 * later, by tog_account_provide_client().
 */
typedef void (*TogAccountConnector) (TogAccount *account, gpointer user_data);

/**
 * TogDocumentKind:
 * @content_type: what the server has to answer with
 * @remember: whether it stays in memory once seen
 * @parse: makes the object of its text
 * @ref: of the object
 * @unref: of the object
 *
 * What the account has to know of something it reads and keeps.
 */
typedef struct
{
  const char *content_type;
  gboolean remember;
  gpointer (*parse) (const char *text, gsize length, GError **error);
  gpointer (*ref) (gpointer object);
  void (*unref) (gpointer object);
} TogDocumentKind;

extern const TogDocumentKind TOG_DOCUMENT_HOME;
extern const TogDocumentKind TOG_DOCUMENT_MATCH;
extern const TogDocumentKind TOG_DOCUMENT_GROUP;
extern const TogDocumentKind TOG_DOCUMENT_TIMES;
extern const TogDocumentKind TOG_DOCUMENT_INVITE;
extern const TogDocumentKind TOG_DOCUMENT_NOTE;
extern const TogDocumentKind TOG_DOCUMENT_REMINDERS;

/**
 * TogKnown:
 * @kind: what it is
 * @object: the newest known
 * @etag: (nullable): its version
 * @fetched_at: when the server last said that it is so
 * @failure: (nullable): why it is not newer
 *
 * Something that was read.
 */
typedef struct
{
  const TogDocumentKind *kind;
  gpointer object;
  char *etag;
  TogInstant fetched_at;
  GError *failure;
} TogKnown;

TogKnown *tog_known_new_from_document (const TogDocumentKind *kind,
                                       const TogDocument     *document);
void      tog_known_free              (TogKnown *known);

#define TOG_KEY_HOME "home"

/**
 * TogTeamKind:
 * @key: under which the store has one, before its id
 * @times_key: under which the store has its times, before its id
 * @path: where the server has one, before its id
 * @document: what it is
 *
 * What is different between matches and groups for the account.
 */
typedef struct
{
  const char *key;
  const char *times_key;
  const char *path;
  const TogDocumentKind *document;
} TogTeamKind;

extern const TogTeamKind TOG_TEAM_KIND_MATCH;
extern const TogTeamKind TOG_TEAM_KIND_GROUP;

char *tog_team_kind_make_path (const TogTeamKind *kind, const char *id, const char *rest);
char *tog_team_kind_make_times_key (const TogTeamKind *kind, const char *id, TogSlot range);

/**
 * TogChange:
 * @method: of HTTP
 * @path: (owned): where the server has what is changed
 * @body: (owned): JSON
 * @key: (owned): idempotency key
 * @if_match: (owned) (nullable): the version that is to be changed
 * @team_kind: of @team_id
 * @team_id: (owned) (nullable): what to read anew, and home, before the caller is
 *   told; %NULL for everything that is known, and afterwards
 * @leaves_rest: nothing else that is known is another afterwards
 * @read: makes an object of the answer
 * @unref: of the object
 * @object: (owned) (nullable): what is told once the newest was read
 * @failure: (owned) (nullable): what is told instead
 *
 * Something that is sent to the server to change what it has.
 */
typedef struct
{
  const char *method;
  char *path;
  char *body;
  char *key;
  char *if_match;
  const TogTeamKind *team_kind;
  char *team_id;
  gboolean leaves_rest;
  gpointer (*read) (TogAccount *self, const TogApiReply *reply, GError **error);
  GDestroyNotify unref;
  gpointer object;
  GError *failure;
} TogChange;

TogChange *tog_change_new           (const char *method,
                                     char       *path,
                                     char       *body,
                                     const char *key,
                                     const char *if_match);
void       tog_account_write        (GTask *task, TogChange *change);
gpointer   tog_account_read_session (TogAccount        *self,
                                     const TogApiReply *reply,
                                     GError           **error);

typedef struct
{
  GTask *task;              /* (owned) */
  void (*go) (GTask *task); /* takes over the task */
  GSource *cancelled;       /* (owned) (nullable): ends the wait */
} TogWaiting;

void tog_waiting_free (TogWaiting *waiting);

struct _TogAccount
{
  GObject parent_instance;

  char *id;      /* (owned) */
  char *name;    /* (owned): what to call it before home is known */
  char *host;    /* (owned): whom errors name */
  gboolean is_demo;
  gboolean online;
  GError *failure; /* (owned) (nullable): why it isn't */
  gboolean needs_token;
  gint64 clock_base; /* when this computer started, by the server's clock; 0 if unknown */
  char *notice;  /* (owned) (nullable) */
  char *store_trouble;  /* (owned) (nullable): why nothing new can be kept */
  char *drafts_trouble; /* (owned) (nullable): why nothing unsent can be kept */

  TogStore *store;   /* (owned): copies of what the server has */
  TogStore *drafts;  /* (owned): what the server doesn't have yet */
  TogClient *client; /* (owned) (nullable) */
  TogAccountConnector connector;
  gpointer connector_data;
  gboolean connecting;
  GError *connect_error; /* (owned) (nullable): why there is no client */
  GPtrArray *waiting;    /* (owned) (element-type TogWaiting): for a client */

  GHashTable *known; /* (owned) (element-type utf8 TogKnown): by key of the store */
  GHashTable *overlaid; /* (owned) (element-type utf8 GObject): what is known with what
                           waits to be sent, by key of the store; made when asked for */
  char *overlay_signature; /* (owned) (nullable): of what is laid over it */
  char *unsent_signature;  /* (owned) (nullable): of what waits to be sent */
  TogOutbox *outbox;    /* (owned) */
  guint n_slow_sends;   /* of the outbox, in a row */
  GCancellable *closed; /* (owned): ends what nobody waits for */

  char *change_token; /* (owned) (nullable): since when changes are asked for */
  guint poll_interval; /* milliseconds */
  guint poll_source;
  guint n_failed_polls;
  gboolean polling;
  gboolean has_polled; /* since polling was started */
  gboolean poll_again; /* something changed while changes were asked for */
  GCancellable *poll_cancellable;  /* (owned) */
  GCancellable *question;          /* (owned) (nullable): ends asking for changes */
  guint patience_source;

  GCancellable *listen_cancellable; /* (owned) (nullable): while the server is listened to */
  guint listen_source;              /* listens again */
  guint n_failed_listens;
  gboolean live;                    /* whether the server tells at once of changes */
  gboolean cannot_listen;           /* the server knows nothing of it */
  GNetworkMonitor *network_monitor; /* (owned) (nullable) */

  TogSync *sync; /* (owned): of the history */
  TogTimesAhead *times_ahead; /* (owned) */
  TogCalendarShare *share; /* (owned) (nullable): once asked for */
  TogSessionCalendar *session_calendar; /* (owned) (nullable): once asked for */
};

TogAccount *tog_account_new              (const char *id,
                                          const char *name,
                                          const char *host,
                                          gboolean    is_demo,
                                          TogStore   *store,
                                          TogStore   *drafts);
TogStore   *tog_account_get_store        (TogAccount *self);
TogStore   *tog_account_get_drafts       (TogAccount *self);
void        tog_account_set_connector    (TogAccount         *self,
                                          TogAccountConnector connector,
                                          gpointer            user_data);
void        tog_account_provide_client   (TogAccount   *self,
                                          TogClient    *client,
                                          const GError *error);
void        tog_account_lose_client      (TogAccount *self);
void        tog_account_await_client     (TogAccount *self,
                                          GTask      *task,
                                          void      (*go) (GTask *task));
void        tog_account_restore_async    (TogAccount         *self,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
gboolean    tog_account_restore_finish   (TogAccount *self, GAsyncResult *result, GError **error);
void        tog_account_close            (TogAccount *self);

void        tog_account_watch_stores     (TogAccount *self);
void        tog_account_note_outcome     (TogAccount *self, const GError *error);
void        tog_account_note_known       (TogAccount *self,
                                          const char *key,
                                          TogKnown   *known,
                                          gboolean    changed);
void        tog_account_note_gone        (TogAccount *self, const char *key);
void        tog_account_note_clock       (TogAccount *self, TogInstant now);

void        tog_account_fetch_async      (TogAccount            *self,
                                          const TogDocumentKind *kind,
                                          const char            *key,
                                          const char            *path,
                                          TogInstant             expires_at,
                                          GCancellable          *cancellable,
                                          GAsyncReadyCallback    callback,
                                          gpointer               user_data);
TogKnown   *tog_account_fetch_finish     (TogAccount *self, GAsyncResult *result, GError **error);
void        tog_account_fetch_home       (TogAccount         *self,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
void        tog_account_fetch_team       (TogAccount         *self,
                                          const TogTeamKind  *kind,
                                          const char         *id,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
void        tog_account_fetch_times      (TogAccount         *self,
                                          const TogTeamKind  *kind,
                                          const char         *id,
                                          TogSlot             range,
                                          const char         *moving_id,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
void        tog_account_reload           (TogAccount *self);
void        tog_account_prepare_item     (TogOutboxItem *item, gpointer account);
void        tog_account_send_item        (TogOutboxItem *item, gpointer account);
void        tog_account_forget_overlay   (TogAccount *self, const char *key);
void        tog_account_update_overlay   (TogAccount *self);
gpointer    tog_account_overlay          (TogAccount *self, const char *key);
const char *tog_account_get_my_id        (TogAccount *self);
TogTeam    *tog_account_get_known_team   (TogAccount *self, const char *match_id, const char *group_id);
TogSession *tog_account_find_known_session (TogAccount *self, TogOutboxItem *item);
void        tog_account_keep_note        (TogAccount *self, const char *session_id, TogNote *note);
void        tog_account_keep_session     (TogAccount *self, TogSession *session);
void        tog_account_update_unsent    (TogAccount *self);
void        tog_account_forget_note      (TogAccount *self, const char *session_id);
void        tog_account_emit_team_changed (TogAccount *self, const char *key);

void        tog_account_load_kept_entry  (GTask *task);

void        tog_account_start_polling    (TogAccount *self);
void        tog_account_stop_polling     (TogAccount *self);
void        tog_account_poll_now         (TogAccount *self);
void        tog_account_poll_soon        (TogAccount *self);
void        tog_account_listen           (TogAccount *self);
void        tog_account_listen_anew      (TogAccount *self);
void        tog_account_stop_listening   (TogAccount *self);
gboolean    tog_account_get_live         (TogAccount *self);
void        tog_account_set_poll_interval (TogAccount *self, guint milliseconds);

TogSessionList *tog_session_list_new     (TogAccount *account, const TogSessionFilter *filter);
void        tog_account_make_query       (TogAccount             *self,
                                          const TogSessionFilter *filter,
                                          TogHistoryQuery        *query);

GError     *tog_account_error_new_offline (const char *host);
GError     *tog_account_error_from_api   (const GError *error, const char *host);
GError     *tog_account_error_from_store (const GError *error);
gboolean    tog_account_error_is_of_the_way (const GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogKnown, tog_known_free)

G_END_DECLS
