#pragma once

#include "tog-calendar-share.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * All that leaves this computer of its calendars.
 */
guint      tog_upload_list_count (TogCalendarShare *share);
GtkWindow *tog_upload_list_new   (GtkWindow *parent, TogCalendarShare *share);

G_END_DECLS
