#pragma once

#include "tog-connection.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogAvailabilityPage:
 *
 * When I can meet: working hours and what else I say of it, which calendars count, and
 * what comes of it for others. What is changed shows at once, and holds once it is saved;
 * until then it is kept on this computer.
 */
#define TOG_TYPE_AVAILABILITY_PAGE (tog_availability_page_get_type ())
G_DECLARE_FINAL_TYPE (TogAvailabilityPage, tog_availability_page, TOG, AVAILABILITY_PAGE, GtkWidget)

GtkWidget *tog_availability_page_new (TogConnection *connection);

G_END_DECLS
