#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void tog_widget_dispose_template (GtkWidget *widget, GType type);
void tog_widget_name_buttons     (GtkWidget *widget);
void tog_widget_name_choices     (GtkWidget *chooser);
void tog_widget_name_arrows      (GtkCalendar *calendar);
void tog_widget_set_name         (GtkWidget *widget, const char *name);
void tog_widget_follow_style     (GtkWidget *widget);
void tog_widget_keep_focus_shown (GtkScrolledWindow *scrolled_window);
void tog_widget_keep_focus_above (GtkScrolledWindow *scrolled_window);
void tog_widget_set_action       (GtkWidget  *widget,
                                  const char *action,
                                  const char *first_id,
                                  const char *second_id);

G_END_DECLS
