#pragma once

#include <gtk/gtk.h>

/*
 * Widgets are looked for by what they say, and used as somebody does who sees them. A
 * pattern may have stars.
 */

void       settle      (void);
GtkWidget *find_type   (gpointer root, GType type);
GtkWidget *find_text   (gpointer root, const char *pattern);
GtkWidget *find_button (gpointer root, const char *pattern);
GtkWidget *find_row    (gpointer root, const char *title);
GtkWindow *find_dialog (GType type);
void       click       (gpointer root, const char *pattern);
