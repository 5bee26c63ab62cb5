#pragma once

#include "tog-history-item.h"
#include "tog-home.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkPrintOperation *tog_history_print_new (GPtrArray  *items,
                                          TogHome    *home,
                                          const char *name);
void               tog_history_print     (GtkWidget  *widget,
                                          GPtrArray  *items,
                                          TogHome    *home,
                                          const char *name);

G_END_DECLS
