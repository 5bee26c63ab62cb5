#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Lists in plain text: Enter after an item begins the next one, and after an item
 * with nothing in it ends the list.
 */
void  tog_note_typing_follow       (GtkTextBuffer *buffer);
char *tog_note_typing_dup_next     (const char *line, gboolean *ends);

G_END_DECLS
