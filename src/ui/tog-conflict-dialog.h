#pragma once

#include "tog-deed.h"

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *tog_conflict_dialog_new (GtkWindow *parent, TogDeed *deed, TogInstant now);

G_END_DECLS
