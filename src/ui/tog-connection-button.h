#pragma once

#include "tog-connection.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogConnectionButton:
 *
 * What a header bar says of the connection, at its start so that contents never
 * shift. It is there only while there is something to say.
 */
#define TOG_TYPE_CONNECTION_BUTTON (tog_connection_button_get_type ())
G_DECLARE_FINAL_TYPE (TogConnectionButton, tog_connection_button, TOG, CONNECTION_BUTTON, GtkWidget)

void tog_connection_button_set_connection (TogConnectionButton *self, TogConnection *connection);

G_END_DECLS
