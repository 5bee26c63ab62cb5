#pragma once

#include "tog-account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogSessionPane:
 *
 * All there is to read about one planned session of a match or group.
 */
#define TOG_TYPE_SESSION_PANE (tog_session_pane_get_type ())
G_DECLARE_FINAL_TYPE (TogSessionPane, tog_session_pane, TOG, SESSION_PANE, GtkWidget)

void tog_session_pane_set_account  (TogSessionPane *self, TogAccount *account);
void tog_session_pane_set_planned  (TogSessionPane    *self,
                                    TogTeam           *team,
                                    TogPlannedSession *planned);
void tog_session_pane_update_times (TogSessionPane *self);

G_END_DECLS
