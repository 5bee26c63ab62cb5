#pragma once

#include "tog-planned-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogStateChip:
 *
 * Where a planned session stands, as an icon and a word: never by colour alone.
 */
#define TOG_TYPE_STATE_CHIP (tog_state_chip_get_type ())
G_DECLARE_FINAL_TYPE (TogStateChip, tog_state_chip, TOG, STATE_CHIP, GtkWidget)

void        tog_state_chip_set_state     (TogStateChip   *self,
                                          TogSessionState state,
                                          gboolean        is_over);
void        tog_state_chip_set_planned   (TogStateChip      *self,
                                          TogPlannedSession *planned,
                                          TogInstant         now);
const char *tog_session_state_get_label  (TogSessionState state, gboolean is_over);

G_END_DECLS
