#include "config.h"

#include "tog-match-card.h"

#include "tog-session-text.h"

#include <adwaita.h>

struct _TogMatchCard
{
  TogTeamCard parent_instance;

  GtkWidget *avatar;
};

G_DEFINE_FINAL_TYPE (TogMatchCard, tog_match_card, TOG_TYPE_TEAM_CARD)

static void
tog_match_card_class_init (TogMatchCardClass *klass)
{
}

static void
tog_match_card_init (TogMatchCard *self)
{
  self->avatar = g_object_new (ADW_TYPE_AVATAR,
                               "size",
                               40,
                               "show-initials",
                               TRUE,
                               "accessible-role",
                               GTK_ACCESSIBLE_ROLE_PRESENTATION,
                               NULL);
  tog_team_card_set_picture (TOG_TEAM_CARD (self), self->avatar);
}

/**
 * tog_match_card_set_match:
 * @outbox: what waits to be sent
 * @now: to say what is over and what is today
 */
void
tog_match_card_set_match (TogMatchCard *self, TogMatch *match, TogOutbox *outbox, TogInstant now)
{
  g_return_if_fail (TOG_IS_MATCH_CARD (self));

  adw_avatar_set_text (ADW_AVATAR (self->avatar), match->person->name);
  tog_team_card_set_team (TOG_TEAM_CARD (self),
                          &match->team,
                          tog_role_get_label_of_mine (match->their_role),
                          outbox,
                          now);
}
