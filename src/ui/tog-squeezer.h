#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TOG_TYPE_SQUEEZER (tog_squeezer_get_type ())
G_DECLARE_FINAL_TYPE (TogSqueezer, tog_squeezer, TOG, SQUEEZER, GtkWidget)

gboolean tog_squeezer_get_is_wide (TogSqueezer *self);

G_END_DECLS
