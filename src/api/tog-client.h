#pragma once

#include "tog-api-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TOG_CLIENT_MAX_BODY:
 *
 * The longest answer that is read: 8 MiB.
 */
#define TOG_CLIENT_MAX_BODY (8 * 1024 * 1024)

#define TOG_CONTENT_JSON "application/json"
#define TOG_CONTENT_CALENDAR "text/calendar"
#define TOG_CONTENT_EVENTS "text/event-stream"

/**
 * TogApiReply:
 * @text: (nullable): the body, UTF-8 without a NUL; %NULL exactly if @not_modified
 * @length: bytes in @text
 * @etag: (nullable): version of what was answered
 * @next: (nullable): a reference to what follows, relative to what was asked for, where
 *   the answer's head names it (RFC 8288)
 * @not_modified: what the caller has is still right
 *
 * A good answer. It has the status and the content type that were asked for;
 * whether its text makes sense is for the caller to find out.
 */
typedef struct
{
  char *text;
  gsize length;
  char *etag;
  char *next;
  gboolean not_modified;
} TogApiReply;

void tog_api_reply_free (TogApiReply *reply);

/**
 * TogClient:
 *
 * Speaks the API with one server on behalf of one member. The token goes to the
 * server's own origin and nowhere else: no redirect is followed. Belongs to the
 * thread whose main context it is used in.
 */
#define TOG_TYPE_CLIENT (tog_client_get_type ())
G_DECLARE_FINAL_TYPE (TogClient, tog_client, TOG, CLIENT, GObject)

TogClient  *tog_client_new            (const char *address, const char *token, GError **error);
const char *tog_client_get_host       (TogClient *self);
void        tog_client_set_timeout    (TogClient *self, guint milliseconds);
void        tog_client_set_pauses     (TogClient *self, guint first, guint longest);
guint       tog_client_pick_pause     (TogClient *self, guint n_tries);

void        tog_client_read_async     (TogClient          *self,
                                       const char         *path,
                                       const char         *content_type,
                                       const char         *etag,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
TogApiReply   *tog_client_read_finish    (TogClient *self, GAsyncResult *result, GError **error);

void        tog_client_write_async    (TogClient          *self,
                                       const char         *method,
                                       const char         *path,
                                       const char         *body,
                                       const char         *key,
                                       const char         *if_match,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
TogApiReply   *tog_client_write_finish   (TogClient *self, GAsyncResult *result, GError **error);

/**
 * TogEventFunc:
 * @name: of the event
 * @id: (nullable): of the event, to go on after it
 *
 * Is called for each event of a stream, in the thread of the client's main context.
 */
typedef void (*TogEventFunc) (const char *name, const char *id, gpointer user_data);

void        tog_client_listen_async   (TogClient          *self,
                                       const char         *path,
                                       const char         *last_id,
                                       guint               silence,
                                       TogEventFunc        func,
                                       gpointer            func_data,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
gboolean    tog_client_listen_finish  (TogClient *self, GAsyncResult *result, GError **error);
gint64      tog_client_get_heard_at   (TogClient *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogApiReply, tog_api_reply_free)

G_END_DECLS
