#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogNotice:
 *
 * A line that says how things stand, with what can be done about it. It is
 * hidden while there is nothing to say. Signal "pressed": of its button.
 */
#define TOG_TYPE_NOTICE (tog_notice_get_type ())
G_DECLARE_FINAL_TYPE (TogNotice, tog_notice, TOG, NOTICE, GtkWidget)

GtkWidget *tog_notice_new        (const char *icon_name, const char *css_class);
void       tog_notice_show       (TogNotice *self, const char *text, const char *button);
gboolean   tog_notice_focus_button (TogNotice *self);
void       tog_notice_set_detail (TogNotice *self, const char *detail);

G_END_DECLS
