#pragma once

#include "tog-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogOutboxWindow:
 *
 * What waits to be sent and what could not be, with what can be done about it.
 */
#define TOG_TYPE_OUTBOX_WINDOW (tog_outbox_window_get_type ())
G_DECLARE_FINAL_TYPE (TogOutboxWindow, tog_outbox_window, TOG, OUTBOX_WINDOW, AdwWindow)

GtkWindow *tog_outbox_window_new (GtkWindow *parent, TogAccount *account);

G_END_DECLS
