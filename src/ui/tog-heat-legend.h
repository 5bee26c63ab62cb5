#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogHeatLegend:
 *
 * What the shades and patterns of a heat map mean, with the group's real numbers.
 */
#define TOG_TYPE_HEAT_LEGEND (tog_heat_legend_get_type ())
G_DECLARE_FINAL_TYPE (TogHeatLegend, tog_heat_legend, TOG, HEAT_LEGEND, GtkWidget)

GtkWidget *tog_heat_legend_new        (void);
void       tog_heat_legend_set_people (TogHeatLegend *self, guint n_people);
void       tog_heat_legend_set_narrow (TogHeatLegend *self, gboolean narrow);

G_END_DECLS
