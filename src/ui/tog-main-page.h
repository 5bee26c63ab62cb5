#pragma once

#include "tog-accounts.h"
#include "tog-connection.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogMainPage:
 *
 * What lies below all other pages of an account: home and what stands beside it,
 * with the switch between them in the header bar, or at the bottom where the
 * window is narrow.
 */
#define TOG_TYPE_MAIN_PAGE (tog_main_page_get_type ())
G_DECLARE_FINAL_TYPE (TogMainPage, tog_main_page, TOG, MAIN_PAGE, GtkWidget)

GtkWidget  *tog_main_page_new     (TogAccounts *accounts, TogConnection *connection);
void        tog_main_page_show    (TogMainPage *self, const char *name);
void        tog_main_page_search  (TogMainPage *self);
gboolean    tog_main_page_go_back (TogMainPage *self);

G_END_DECLS
