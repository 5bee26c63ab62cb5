#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogStackingBox:
 *
 * Two widgets side by side, or the second below the first and as wide as the
 * box where the width does not suffice for the first one's minimum and the
 * second one's natural width. The first child is whatever should keep room to
 * be read (give its labels a width in characters, so that large text counts),
 * the second one buttons. A hidden child takes no room.
 */
#define TOG_TYPE_STACKING_BOX (tog_stacking_box_get_type ())
G_DECLARE_FINAL_TYPE (TogStackingBox, tog_stacking_box, TOG, STACKING_BOX, GtkWidget)

GtkWidget *tog_stacking_box_new     (GtkWidget *first, GtkWidget *second);

G_END_DECLS
