#pragma once


#include "tog-deed.h"

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *tog_conflict_dialog_new          (GtkWindow *parent, TogDeed *deed, TogInstant now);
GtkWidget *tog_conflict_dialog_new_versions (GtkWindow  *parent,
                                             const char *title,
                                             const char *mine,
                                             const char *theirs,
                                             gboolean    can_repeat);

G_END_DECLS
