#pragma once

#include "tog-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogGroupWizard:
 *
 * Books a session with a group, or moves one: its heat map, the best times and why they are, and
 * who takes part.
 *
 * Signals: "back": the user wants to leave; "done" (TogSession *session): booked
 * or moved; "overtaken" (TogSession *session): what others made of it is to be shown;
 * "requested": the times that were chosen offline wait to be sent.
 */
#define TOG_TYPE_GROUP_WIZARD (tog_group_wizard_get_type ())
G_DECLARE_FINAL_TYPE (TogGroupWizard, tog_group_wizard, TOG, GROUP_WIZARD, GtkWidget)

TogGroupWizard *tog_group_wizard_new (TogAccount        *account,
                                      TogGroup          *group,
                                      TogPlannedSession *planned);
TogGroupWizard *tog_group_wizard_new_move (TogAccount        *account,
                                           TogGroup          *group,
                                           TogPlannedSession *planned,
                                           const TogSlot     *proposed);

G_END_DECLS
