#pragma once

#include "tog-member.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Advice before the first booking with a person. Responses: "email", "continue",
 * "cancel". */
GtkWidget *tog_first_session_dialog_new (GtkWindow *parent, TogMember *person);

G_END_DECLS
