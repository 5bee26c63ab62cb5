#pragma once

#include "tog-connection.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogHomePage:
 *
 * What needs me, what is next, and whom to book.
 */
#define TOG_TYPE_HOME_PAGE (tog_home_page_get_type ())
G_DECLARE_FINAL_TYPE (TogHomePage, tog_home_page, TOG, HOME_PAGE, GtkWidget)

GtkWidget *tog_home_page_new               (TogConnection *connection);
void       tog_home_page_show_organization (TogHomePage *self, gboolean shown);

G_END_DECLS
