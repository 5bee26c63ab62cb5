#pragma once

#include "tog-planned-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *tog_agenda_row_new (TogPlannedSession *planned);

G_END_DECLS
