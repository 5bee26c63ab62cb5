#pragma once

#include "tog-account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Sessions of the history, printed or saved. The window of @widget asks how and where
 * to, and says how it went. @format is "json" or "ics", or NULL to print.
 */

void tog_history_output_item (GtkWidget      *widget,
                              TogAccount     *account,
                              TogHistoryItem *item,
                              const char     *format);
void tog_history_output_all  (GtkWidget              *widget,
                              TogAccount             *account,
                              const TogSessionFilter *filter,
                              const char             *format,
                              GCancellable           *cancellable);

G_END_DECLS
