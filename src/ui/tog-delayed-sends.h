#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TogDelayedSends:
 *
 * What is final once it is sent, and therefore waits a few seconds in which it can be
 * taken back. Each is about one thing, such as a session, and takes the place of what
 * was said of that before. Signal "changed": something began to wait, or is done.
 */
#define TOG_TYPE_DELAYED_SENDS (tog_delayed_sends_get_type ())
G_DECLARE_FINAL_TYPE (TogDelayedSends, tog_delayed_sends, TOG, DELAYED_SENDS, GObject)

#define TOG_DELAYED_SENDS_PAUSE 5000

TogDelayedSends *tog_delayed_sends_get_default (void);
void             tog_delayed_sends_set_pause   (TogDelayedSends *self, guint milliseconds);
void             tog_delayed_sends_add         (TogDelayedSends *self,
                                                const char      *id,
                                                GCallback        send,
                                                gpointer         data,
                                                GDestroyNotify   destroy);
gpointer         tog_delayed_sends_find        (TogDelayedSends *self, const char *id);
gboolean         tog_delayed_sends_undo        (TogDelayedSends *self, const char *id);
void             tog_delayed_sends_finish      (TogDelayedSends *self,
                                                const char      *id,
                                                gconstpointer    data);
void             tog_delayed_sends_flush       (TogDelayedSends *self);
guint            tog_delayed_sends_count       (TogDelayedSends *self);

G_END_DECLS
