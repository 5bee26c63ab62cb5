#pragma once

#include "tog-accounts.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogStartPage:
 *
 * Two doors: an organization, or the demo.
 */
#define TOG_TYPE_START_PAGE (tog_start_page_get_type ())
G_DECLARE_FINAL_TYPE (TogStartPage, tog_start_page, TOG, START_PAGE, GtkWidget)

GtkWidget *tog_start_page_new       (TogAccounts *accounts);
void       tog_start_page_open_demo (TogStartPage *self);

G_END_DECLS
