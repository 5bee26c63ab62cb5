#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Asks before something that others will hear of, with room to say why. Its signal
 * "response" says "do" where it shall be done.
 */
GtkWidget *tog_reason_dialog_new        (GtkWindow  *parent,
                                         const char *heading,
                                         const char *body,
                                         const char *keep,
                                         const char *action);
char      *tog_reason_dialog_dup_reason (GtkWidget *dialog);

G_END_DECLS
