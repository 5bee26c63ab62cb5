#pragma once

#include "tog-heat-grid.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogHeatDay:
 *
 * The heat map where there is room for one day only: a strip with the heat of all
 * seven days, a legend, and the day that is chosen there at full width, with room
 * for names.
 *
 * Signals:
 * - "slot-selected" (gint64 start): somebody looks at a start
 * - "slot-activated" (gint64 start): a start that is neither past nor too far was
 *   pressed by the keyboard
 * - "turn-week" (int weeks)
 * - "seek-free" (int direction): N was pressed, and the next best time is in another week
 */
#define TOG_TYPE_HEAT_DAY (tog_heat_day_get_type ())
G_DECLARE_FINAL_TYPE (TogHeatDay, tog_heat_day, TOG, HEAT_DAY, GtkWidget)

GtkWidget *tog_heat_day_new       (void);
TogHeatGrid *tog_heat_day_get_grid (TogHeatDay *self);
void       tog_heat_day_set_model (TogHeatDay *self, TogHeatModel *model);
void       tog_heat_day_set_best  (TogHeatDay *self, const TogBestTime *best, gsize n_best);
void       tog_heat_day_select    (TogHeatDay *self, TogInstant start);

G_END_DECLS
