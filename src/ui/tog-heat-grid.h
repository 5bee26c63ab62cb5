#pragma once

#include "tog-heat-model.h"
#include "tog-heat-speech.h"
#include "tog-time-grid.h"

G_BEGIN_DECLS

/**
 * TogHeatGrid:
 *
 * A week as a whole group has it: blank where everyone can, and the further from
 * blank the fewer can.
 * A start that is neither past nor too far can be pressed.
 */
#define TOG_TYPE_HEAT_GRID (tog_heat_grid_get_type ())
G_DECLARE_FINAL_TYPE (TogHeatGrid, tog_heat_grid, TOG, HEAT_GRID, TogTimeGrid)

GtkWidget    *tog_heat_grid_new       (void);
void          tog_heat_grid_set_model (TogHeatGrid *self, TogHeatModel *model);
TogHeatModel *tog_heat_grid_get_model (TogHeatGrid *self);
TogHeatSpeech *tog_heat_grid_get_speech (TogHeatGrid *self);

/* The starts to propose, best first, copied: each that is in the week has a badge
 * with its number, and is where N goes. */
void          tog_heat_grid_set_best  (TogHeatGrid       *self,
                                       const TogBestTime *best,
                                       gsize              n_best);
gboolean      tog_heat_grid_find_best (TogHeatGrid *self, int direction, TogInstant *start);
gboolean      tog_heat_grid_find_first_best (TogHeatGrid *self, TogInstant *start);
gboolean      tog_heat_grid_focus     (TogHeatGrid *self, TogInstant start);
void          tog_heat_grid_begin     (TogHeatGrid *self);

G_END_DECLS
