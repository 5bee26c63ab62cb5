#pragma once

#include "tog-heat-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogHeatBar:
 *
 * A day of the heat map, small.
 */
#define TOG_TYPE_HEAT_BAR (tog_heat_bar_get_type ())
G_DECLARE_FINAL_TYPE (TogHeatBar, tog_heat_bar, TOG, HEAT_BAR, GtkWidget)

GtkWidget *tog_heat_bar_new  (void);
void       tog_heat_bar_show (TogHeatBar   *self,
                              TogHeatModel *model,
                              guint         column,
                              guint         from,
                              guint         to);

G_END_DECLS
