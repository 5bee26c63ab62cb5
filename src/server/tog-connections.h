#pragma once

#include <glib.h>
#include <microhttpd.h>

G_BEGIN_DECLS

/**
 * TogConnections:
 *
 * The connections of a server. libmicrohttpd closes one on which nothing comes
 * for a while, but not one on which a byte comes now and then: this does. It also
 * limits how many one address has, of those that are not kept for a stream.
 */
typedef struct _TogConnections TogConnections;

TogConnections *tog_connections_new       (guint max_seconds, guint max_each);
void            tog_connections_free      (TogConnections *self);
void            tog_connections_notify_cb (void                                *data,
                                           struct MHD_Connection               *connection,
                                           void                               **context,
                                           enum MHD_ConnectionNotificationCode  what);
void            tog_connections_keep      (TogConnections *self, struct MHD_Connection *connection);
void            tog_connections_request_done (struct MHD_Connection *connection);
void            tog_connections_drain     (TogConnections *self, gint64 deadline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogConnections, tog_connections_free)

G_END_DECLS
