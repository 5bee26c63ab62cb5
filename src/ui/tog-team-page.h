#pragma once

#include "tog-connection.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogTeamPage:
 *
 * A match or a group: who it is with and the planned sessions in order, beside
 * them one of these to read and to book. Where there is no room for both, one
 * leads to the other.
 */
#define TOG_TYPE_TEAM_PAGE (tog_team_page_get_type ())
G_DECLARE_FINAL_TYPE (TogTeamPage, tog_team_page, TOG, TEAM_PAGE, GtkWidget)

GtkWidget *tog_team_page_new     (TogConnection *connection,
                                  GType          type,
                                  const char    *id,
                                  const char    *session_id);
gboolean   tog_team_page_go_back (TogTeamPage *self);

G_END_DECLS
