#pragma once

#include "tog-person-row.h"

G_BEGIN_DECLS

/**
 * TogPeopleList:
 *
 * Some people, be they two or a thousand: beyond the first fifty, the rest is shown
 * when it is asked for, and then made bit by bit.
 */
#define TOG_TYPE_PEOPLE_LIST (tog_people_list_get_type ())
G_DECLARE_FINAL_TYPE (TogPeopleList, tog_people_list, TOG, PEOPLE_LIST, GtkWidget)

#define TOG_PEOPLE_FIRST 50

void tog_people_list_set_label  (TogPeopleList *self, const char *label);
void tog_people_list_set_people (TogPeopleList *self,
                                 GArray        *people,
                                 const char    *my_id,
                                 TogInstant     at,
                                 const char    *group_id);
void tog_people_list_show_first (TogPeopleList *self);

G_END_DECLS
