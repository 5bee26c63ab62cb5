#pragma once

#include "tog-time-grid.h"
#include "tog-week-model.h"
#include "tog-week-speech.h"

G_BEGIN_DECLS

#define TOG_TYPE_WEEK_GRID (tog_week_grid_get_type ())
G_DECLARE_FINAL_TYPE (TogWeekGrid, tog_week_grid, TOG, WEEK_GRID, TogTimeGrid)

GtkWidget     *tog_week_grid_new           (void);
void           tog_week_grid_set_model     (TogWeekGrid  *self,
                                            TogWeekModel *model,
                                            TogZone      *other_zone);
TogWeekModel  *tog_week_grid_get_model     (TogWeekGrid *self);
TogWeekSpeech *tog_week_grid_get_speech    (TogWeekGrid *self);
void           tog_week_grid_begin         (TogWeekGrid *self);

G_END_DECLS
