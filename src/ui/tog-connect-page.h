#pragma once

#include "tog-accounts.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogConnectPage:
 *
 * Signs in at an organization. Who answers at an address is named before the
 * token is asked to be trusted to it.
 */
#define TOG_TYPE_CONNECT_PAGE (tog_connect_page_get_type ())
G_DECLARE_FINAL_TYPE (TogConnectPage, tog_connect_page, TOG, CONNECT_PAGE, GtkWidget)

GtkWidget *tog_connect_page_new (TogAccounts *accounts, TogAccount *again);

G_END_DECLS
