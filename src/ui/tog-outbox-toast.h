#pragma once

#include "tog-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Toasts that take back what was done with the outbox.
 */

AdwToast *tog_outbox_toast_new_discarded (TogOutbox *outbox, TogOutboxItem *item);
AdwToast *tog_outbox_toast_new_waiting   (const char    *title,
                                          TogOutbox     *outbox,
                                          TogOutboxItem *item,
                                          TogOutboxItem *earlier);

G_END_DECLS
