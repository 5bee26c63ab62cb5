#pragma once

#include "tog-account.h"

G_BEGIN_DECLS

/**
 * TogConnection:
 *
 * How an account's window stands to the network: it asks for news when that is
 * worth a try, and keeps why it got none. Pages share one.
 *
 * Signals: "changed": what it says of itself is another now; "refreshed": the
 * server has just confirmed or renewed what is known.
 */
#define TOG_TYPE_CONNECTION (tog_connection_get_type ())
G_DECLARE_FINAL_TYPE (TogConnection, tog_connection, TOG, CONNECTION, GObject)

TogConnection *tog_connection_new             (TogAccount *account);
TogAccount    *tog_connection_get_account     (TogConnection *self);
gboolean       tog_connection_get_busy        (TogConnection *self);
gboolean       tog_connection_get_is_fine     (TogConnection *self);
gboolean       tog_connection_get_is_offline  (TogConnection *self);
gboolean       tog_connection_get_needs_token (TogConnection *self);
const char    *tog_connection_get_error       (TogConnection *self);
char          *tog_connection_dup_state       (TogConnection *self);
char          *tog_connection_dup_summary     (TogConnection *self);
void           tog_connection_refresh         (TogConnection *self);
void           tog_connection_refresh_if_old  (TogConnection *self);

G_END_DECLS
