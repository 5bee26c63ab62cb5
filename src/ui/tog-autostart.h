#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void tog_autostart_set_async (gboolean enabled,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean tog_autostart_set_finish (GAsyncResult *result, GError **error);

G_END_DECLS
