#pragma once

#include "tog-match.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogMatchCard:
 *
 * A match on the first page. Its head leads to the match's page, its foot says
 * what comes next and books it; a click between them does what is likelier wanted.
 */
#define TOG_TYPE_MATCH_CARD (tog_match_card_get_type ())
G_DECLARE_FINAL_TYPE (TogMatchCard, tog_match_card, TOG, MATCH_CARD, GtkFlowBoxChild)

GtkWidget  *tog_match_card_new       (void);
void        tog_match_card_set_match (TogMatchCard *self, TogMatch *match, TogInstant now);
const char *tog_match_card_get_id    (TogMatchCard *self);

G_END_DECLS
