#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks the desktop whether the app may stay without a window, and be started with
 * the session; or says that it doesn't want to any more. Fails with
 * G_IO_ERROR_PERMISSION_DENIED where the user doesn't allow it, and with
 * G_IO_ERROR_NOT_FOUND where the desktop has no portal to ask (org.freedesktop.portal.Background). */
void     tog_background_portal_request_async  (GDBusConnection    *bus,
                                               GtkWindow          *parent,
                                               gboolean            wanted,
                                               GCancellable       *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer            user_data);
gboolean tog_background_portal_request_finish (GAsyncResult *result, GError **error);

G_END_DECLS
