#pragma once

#include "tog-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogWizard:
 *
 * Books the next session with somebody, or moves one: how long, where, when.
 *
 * Signals: "back": the user wants to leave; "done" (TogSession *session): booked, or moved;
 * "overtaken" (TogSession *session): what others made of it is to be shown.
 */
#define TOG_TYPE_WIZARD (tog_wizard_get_type ())
G_DECLARE_FINAL_TYPE (TogWizard, tog_wizard, TOG, WIZARD, GtkWidget)

TogWizard *tog_wizard_new (TogAccount        *account,
                           TogMatch          *match,
                           TogPlannedSession *planned);
TogWizard *tog_wizard_new_move (TogAccount        *account,
                                TogMatch          *match,
                                TogPlannedSession *planned,
                                const TogSlot     *proposed);
guint      tog_wizard_get_n_booked (TogWizard *self);

G_END_DECLS
