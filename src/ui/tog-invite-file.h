#pragma once

#include "tog-account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void tog_invite_file_open (GtkWidget *widget,
                           TogAccount *account,
                           TogSession *session,
                           GCancellable *cancellable);

G_END_DECLS
