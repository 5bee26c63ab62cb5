#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogReadingPlace:
 *
 * Where somebody is in what scrolls upright: what is read stays where it is when
 * something above it grows, shrinks or comes, also where all of it is made anew. Parts of
 * it are known by a key of their own.
 */
#define TOG_TYPE_READING_PLACE (tog_reading_place_get_type ())
G_DECLARE_FINAL_TYPE (TogReadingPlace, tog_reading_place, TOG, READING_PLACE, GObject)

TogReadingPlace *tog_reading_place_new           (GtkScrolledWindow *scrolled_window);
void             tog_reading_place_begin         (TogReadingPlace *self);
void             tog_reading_place_add           (TogReadingPlace *self,
                                                  GtkWidget       *widget,
                                                  const char      *key);
void             tog_reading_place_restore_focus (TogReadingPlace *self);
void             tog_reading_place_go_to_top     (TogReadingPlace *self);

G_END_DECLS
