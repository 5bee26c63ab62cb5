#pragma once

#include "tog-group.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogGroupHeader:
 *
 * A group, at the head of its page: its first members, how many they are, and what
 * the user is among them.
 */
#define TOG_TYPE_GROUP_HEADER (tog_group_header_get_type ())
G_DECLARE_FINAL_TYPE (TogGroupHeader, tog_group_header, TOG, GROUP_HEADER, GtkWidget)

GtkWidget *tog_group_header_new       (void);
void       tog_group_header_set_group (TogGroupHeader *self, TogGroup *group);

G_END_DECLS
