#pragma once

#include "tog-account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks where to save a session's calendar invite, and saves it there; says in the
 * window of @widget how that went. */
void tog_invite_file_save (GtkWidget    *widget,
                           TogAccount   *account,
                           TogSession   *session,
                           GCancellable *cancellable);

G_END_DECLS
