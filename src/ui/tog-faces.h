#pragma once

#include "tog-group.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogFaces:
 *
 * The avatars of a group's first members, one over the edge of the other, and how
 * many more there are.
 *
 * # CSS nodes
 *
 * `faces` holds a `.face` for each, and a `label.face.more`.
 *
 * # Accessibility
 *
 * One picture, named by those it shows.
 */
#define TOG_TYPE_FACES (tog_faces_get_type ())
G_DECLARE_FINAL_TYPE (TogFaces, tog_faces, TOG, FACES, GtkWidget)

GtkWidget *tog_faces_new       (int size, guint max_faces);
void       tog_faces_set_group (TogFaces *self, TogGroup *group);

G_END_DECLS
