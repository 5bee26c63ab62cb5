#pragma once

#include "tog-match.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Rows that say what is to be read of a session, for the pages that show one.
 */

GtkWidget *tog_detail_row_new       (const char *icon_name,
                                     const char *title,
                                     const char *subtitle);
void       tog_detail_row_set_name  (GtkWidget  *row,
                                     const char *first,
                                     const char *second,
                                     const char *third);
void       tog_detail_row_make_link (GtkWidget *row, const char *address);

GtkWidget *tog_session_row_new_when     (TogSession *session);
GtkWidget *tog_session_row_new_when_for (TogSession *session, TogMember *person);
GtkWidget *tog_session_row_new_where    (TogSession *session);
GtkWidget *tog_session_row_new_agenda   (TogAgendaItem *item, guint number);
GtkWidget *tog_session_row_new_event    (const char *icon_name,
                                         const char *text,
                                         const char *reason,
                                         const char *when);
GtkWidget *tog_session_row_new_resource (TogResource *resource);
GArray    *tog_session_list_people      (TogSession *session);

G_END_DECLS
