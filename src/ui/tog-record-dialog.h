#pragma once

#include "tog-deed.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogRecordDialog:
 *
 * Asks when a planned session was held that was arranged elsewhere. Signal "recorded"
 * (TogDeed *deed): what is to be sent.
 */
#define TOG_TYPE_RECORD_DIALOG (tog_record_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TogRecordDialog, tog_record_dialog, TOG, RECORD_DIALOG, AdwWindow)

GtkWindow *tog_record_dialog_new (GtkWindow         *parent,
                                  TogAccount        *account,
                                  TogTeam           *team,
                                  TogPlannedSession *planned);
GtkWindow *tog_record_dialog_new_for_deed (GtkWindow *parent, TogAccount *account, TogDeed *deed);

G_END_DECLS
