#pragma once

#include "tog-calendar-offer.h"
#include "tog-home.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogTodoRow:
 *
 * Something that needs me, with what can be done about it here.
 */
#define TOG_TYPE_TODO_ROW (tog_todo_row_get_type ())
G_DECLARE_FINAL_TYPE (TogTodoRow, tog_todo_row, TOG, TODO_ROW, GtkListBoxRow)

GtkWidget *tog_todo_row_new_offer (TogCalendarOffer *offer, TogTeam *team);
void       tog_todo_row_set_todo  (TogTodoRow *self,
                                   TogTodo    *todo,
                                   TogHome    *home,
                                   TogSession *session);
void       tog_todo_row_set_offer (TogTodoRow *self, TogCalendarOffer *change, TogTeam *team);

G_END_DECLS
