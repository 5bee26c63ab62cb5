#pragma once

#include "tog-home.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogNextSessionCard:
 *
 * The session that comes next: when, with whom, where, how soon, and Join once
 * that makes sense.
 */
#define TOG_TYPE_NEXT_SESSION_CARD (tog_next_session_card_get_type ())
G_DECLARE_FINAL_TYPE (TogNextSessionCard, tog_next_session_card, TOG, NEXT_SESSION_CARD, GtkWidget)

void tog_next_session_card_set_session (TogNextSessionCard *self,
                                        TogSession         *session,
                                        TogTeam            *team,
                                        TogMember          *me,
                                        const char         *mark,
                                        TogInstant          now);

G_END_DECLS
