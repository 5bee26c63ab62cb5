#pragma once

#include "tog-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogHeldBox:
 *
 * Asks whether one met, shows what everybody said of it, and asks who met how useful it
 * was. It is hidden where there is nothing to say yet.
 */
#define TOG_TYPE_HELD_BOX (tog_held_box_get_type ())
G_DECLARE_FINAL_TYPE (TogHeldBox, tog_held_box, TOG, HELD_BOX, GtkWidget)

GtkWidget *tog_held_box_new         (void);
void       tog_held_box_set_session (TogHeldBox *self,
                                     TogSession *session,
                                     const char *my_id,
                                     TogInstant  now);

G_END_DECLS
