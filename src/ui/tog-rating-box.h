#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogRatingBox:
 *
 * Asks how useful a session was, in words. Nobody else sees it, and nobody has to say.
 * Signal "changed": the user chose something.
 */
#define TOG_TYPE_RATING_BOX (tog_rating_box_get_type ())
G_DECLARE_FINAL_TYPE (TogRatingBox, tog_rating_box, TOG, RATING_BOX, GtkWidget)

GtkWidget *tog_rating_box_new        (void);
int        tog_rating_box_get_rating (TogRatingBox *self);
void       tog_rating_box_set_rating (TogRatingBox *self, int rating);

G_END_DECLS
