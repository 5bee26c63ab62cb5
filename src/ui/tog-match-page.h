#pragma once

#include "tog-connection.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogMatchPage:
 *
 * A match: the person and the planned sessions in order, beside them one of these
 * to read and to book. Where there is no room for both, one leads to the other.
 */
#define TOG_TYPE_MATCH_PAGE (tog_match_page_get_type ())
G_DECLARE_FINAL_TYPE (TogMatchPage, tog_match_page, TOG, MATCH_PAGE, GtkWidget)

GtkWidget *tog_match_page_new     (TogConnection *connection,
                                   const char    *match_id,
                                   const char    *session_id);
gboolean   tog_match_page_go_back (TogMatchPage *self);

G_END_DECLS
