#pragma once

#include "tog-account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Waiting, with somebody watching, until all that can be sent was sent.
 */

void     tog_outbox_send_all_async  (TogOutbox          *outbox,
                                     GtkWindow          *parent,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
gboolean tog_outbox_send_all_finish (TogOutbox *outbox, GAsyncResult *result, GError **error);

G_END_DECLS
