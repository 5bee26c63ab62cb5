#pragma once

#include "tog-match.h"
#include "tog-team-card.h"

G_BEGIN_DECLS

/**
 * TogMatchCard:
 *
 * A match on the first page.
 */
#define TOG_TYPE_MATCH_CARD (tog_match_card_get_type ())
G_DECLARE_FINAL_TYPE (TogMatchCard, tog_match_card, TOG, MATCH_CARD, TogTeamCard)

void
tog_match_card_set_match (TogMatchCard *self, TogMatch *match, TogOutbox *outbox, TogInstant now);

G_END_DECLS
