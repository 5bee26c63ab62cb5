#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogWrapBox:
 *
 * Widgets in a line, each as wide as it likes to be, and in further lines where
 * they don't fit into one. A hidden child takes no room. Property "fill" (boolean):
 * whether those of a line share what is left of it.
 */
#define TOG_TYPE_WRAP_BOX (tog_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (TogWrapBox, tog_wrap_box, TOG, WRAP_BOX, GtkWidget)

GtkWidget *tog_wrap_box_new    (void);
void       tog_wrap_box_append (TogWrapBox *self, GtkWidget *child);

G_END_DECLS
