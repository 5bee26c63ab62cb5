#pragma once

#include "tog-group.h"
#include "tog-team-card.h"

G_BEGIN_DECLS

/**
 * TogGroupCard:
 *
 * A group on the first page.
 */
#define TOG_TYPE_GROUP_CARD (tog_group_card_get_type ())
G_DECLARE_FINAL_TYPE (TogGroupCard, tog_group_card, TOG, GROUP_CARD, TogTeamCard)

void
tog_group_card_set_group (TogGroupCard *self, TogGroup *group, TogOutbox *outbox, TogInstant now);

G_END_DECLS
