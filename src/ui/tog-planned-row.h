#pragma once

#include "tog-account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogPlannedRow:
 *
 * A planned session in the list of a match's or group's page: its place in the
 * program, where it stands, and "Book Session" where it isn't scheduled.
 */
#define TOG_TYPE_PLANNED_ROW (tog_planned_row_get_type ())
G_DECLARE_FINAL_TYPE (TogPlannedRow, tog_planned_row, TOG, PLANNED_ROW, GtkListBoxRow)

GtkWidget         *tog_planned_row_new         (void);
void               tog_planned_row_set_planned (TogPlannedRow     *self,
                                                TogTeam           *team,
                                                TogPlannedSession *planned,
                                                TogOutbox         *outbox,
                                                TogInstant         now);
TogPlannedSession *tog_planned_row_get_planned (TogPlannedRow *self);

G_END_DECLS
