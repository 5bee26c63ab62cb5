#pragma once

#include "tog-group-search.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogMemberRow:
 *
 * One member of a group as a search sees them.
 */
#define TOG_TYPE_MEMBER_ROW (tog_member_row_get_type ())
G_DECLARE_FINAL_TYPE (TogMemberRow, tog_member_row, TOG, MEMBER_ROW, AdwActionRow)

GtkWidget  *tog_member_row_new    (TogGroupSearch *search, TogPersonTimes *person, gboolean me);
const char *tog_member_row_get_id (TogMemberRow *self);
void        tog_member_row_update (TogMemberRow   *self,
                                   TogPersonTimes *person,
                                   TogWeek        *week,
                                   TogInstant      now);

G_END_DECLS
