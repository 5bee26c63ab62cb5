#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogMessageBox:
 *
 * Where somebody writes what the others are to read in an invite; as its end comes
 * near it counts what is left.
 *
 * Signal "changed": of what is written.
 */
#define TOG_TYPE_MESSAGE_BOX (tog_message_box_get_type ())
G_DECLARE_FINAL_TYPE (TogMessageBox, tog_message_box, TOG, MESSAGE_BOX, GtkWidget)

GtkWidget *tog_message_box_get_view     (TogMessageBox *self);
void       tog_message_box_set_title    (TogMessageBox *self, const char *title);
void       tog_message_box_set_editable (TogMessageBox *self, gboolean editable);
char      *tog_message_box_dup_text     (TogMessageBox *self);
gboolean   tog_message_box_fits         (TogMessageBox *self);

G_END_DECLS
