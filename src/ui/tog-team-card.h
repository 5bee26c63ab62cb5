#pragma once

#include "tog-account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogTeamCard:
 *
 * A match or a group on the first page. Its head leads to the page of that, its
 * foot says what comes next and books it; a click between them does what is
 * likelier wanted. Who it is with is for the subclass to say.
 */
#define TOG_TYPE_TEAM_CARD (tog_team_card_get_type ())
G_DECLARE_DERIVABLE_TYPE (TogTeamCard, tog_team_card, TOG, TEAM_CARD, GtkFlowBoxChild)

struct _TogTeamCardClass
{
  GtkFlowBoxChildClass parent_class;
};

void tog_team_card_set_picture (TogTeamCard *self, GtkWidget *picture);
void tog_team_card_set_team (TogTeamCard *self,
                             TogTeam     *team,
                             const char  *role,
                             TogOutbox   *outbox,
                             TogInstant   now);

G_END_DECLS
