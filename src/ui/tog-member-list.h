#pragma once

#include "tog-group-search.h"
#include "tog-group.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogMemberList:
 *
 * A group's members as a search sees them: who they are, whether their time is
 * known in a week, and whether they are required.
 */
#define TOG_TYPE_MEMBER_LIST (tog_member_list_get_type ())
G_DECLARE_FINAL_TYPE (TogMemberList, tog_member_list, TOG, MEMBER_LIST, GtkWidget)

GtkWidget *tog_member_list_new    (TogGroupSearch *search, const char *my_id);
void       tog_member_list_update (TogMemberList *self, TogWeek *week, TogInstant now);

G_END_DECLS
