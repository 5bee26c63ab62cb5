#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TogDemoServer:
 *
 * The bundled server with the demo organization in it, on loopback, as a child
 * process that ends with this one. Its database is kept in the user's data
 * directory from one run to the next, so that what was booked stays booked; but
 * as the demo's calendars are laid out around the day they were imported, it is
 * begun afresh after a week.
 *
 * Signal "died": it ended without having been asked to.
 */
#define TOG_TYPE_DEMO_SERVER (tog_demo_server_get_type ())
G_DECLARE_FINAL_TYPE (TogDemoServer, tog_demo_server, TOG, DEMO_SERVER, GObject)

TogDemoServer *tog_demo_server_new          (void);
gboolean       tog_demo_server_is_fresh     (TogDemoServer *self);
const char    *tog_demo_server_get_address  (TogDemoServer *self);
const char    *tog_demo_server_get_token    (TogDemoServer *self);
void           tog_demo_server_start_async  (TogDemoServer      *self,
                                             GCancellable       *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
gboolean       tog_demo_server_start_finish (TogDemoServer *self,
                                             GAsyncResult  *result,
                                             GError       **error);
void           tog_demo_server_stop         (TogDemoServer *self);

G_END_DECLS
