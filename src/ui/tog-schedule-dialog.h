#pragma once

#include "tog-group-search.h"
#include "tog-prompt.h"

G_BEGIN_DECLS

/**
 * TogScheduleDialog:
 *
 * Shows a session with a group before it is booked or moved, whom it hits above all,
 * and does so.
 *
 * Signal "reload": the times that it judges by don't hold any more.
 */
#define TOG_TYPE_SCHEDULE_DIALOG (tog_schedule_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TogScheduleDialog, tog_schedule_dialog, TOG, SCHEDULE_DIALOG, TogPrompt)

GtkWindow *tog_schedule_dialog_new    (GtkWindow         *parent,
                                       TogAccount        *account,
                                       TogGroup          *group,
                                       TogPlannedSession *planned,
                                       TogSession        *moved,
                                       TogGroupSearch    *search,
                                       TogInstant         start,
                                       TogZone           *zone);
void       tog_schedule_dialog_update (TogScheduleDialog *self);

G_END_DECLS
