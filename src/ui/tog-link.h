#pragma once

#include "tog-member.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean tog_link_is_web (const char *address);
char *tog_link_dup_host (const char *address);
char *tog_link_new_draft (const char *email, const char *subject, const char *body);
char *tog_link_dup_calendar (const char *address);
char *tog_link_dup_markup (const char *text);
void tog_link_show_text (GtkLabel *label, const char *text);

/* Asks the desktop to open @address, http, https, mailto, webcal or webcals; anything
 * else fails. */
void tog_link_open_async (GtkWindow *parent,
                          const char *address,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean tog_link_open_finish (GtkWindow *parent, GAsyncResult *result, GError **error);

G_END_DECLS
