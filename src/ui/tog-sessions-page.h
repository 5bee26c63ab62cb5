#pragma once

#include "tog-connection.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogSessionsPage:
 *
 * All sessions there were and will be: to search in, to read, to print and to save.
 * It works from what is kept on this computer alone.
 *
 * Actions of its own: sessions.back, sessions.clear-filters, sessions.reload,
 * sessions.print, sessions.export (format), sessions.print-all and sessions.export-all
 * (format), with "json" or "ics" as the format.
 */
#define TOG_TYPE_SESSIONS_PAGE (tog_sessions_page_get_type ())
G_DECLARE_FINAL_TYPE (TogSessionsPage, tog_sessions_page, TOG, SESSIONS_PAGE, GtkWidget)

GtkWidget *tog_sessions_page_new     (TogConnection *connection);
gboolean   tog_sessions_page_go_back (TogSessionsPage *self);
void       tog_sessions_page_search  (TogSessionsPage *self);

G_END_DECLS
