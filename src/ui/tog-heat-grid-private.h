#pragma once

#include "tog-heat-grid.h"
#include "tog-heat-note.h"
#include "tog-heat-painter.h"
#include "tog-time-grid-private.h"

G_BEGIN_DECLS

struct _TogHeatGrid
{
  TogTimeGrid parent_instance;

  TogHeatModel *model;   /* (owned) (nullable) */
  TogHeatSpeech *speech; /* (owned) (nullable): of @model */
  GArray *best;          /* (owned) (element-type TogBestTime) */
  GPtrArray *details;    /* (owned) (element-type utf8): who can't, by rows of the only day */

  guint label_column; /* while labels are drawn: where the last one is */
  int label_bottom;

  TogHeatNote *note;       /* (not owned): in the popover */
  TogHeatPainter *painter; /* (owned) */
  TogGridPart *moved;      /* (not owned) */
  TogGridPart *ring;       /* (not owned) */
  TogGridPart *number;     /* (not owned) */
};

/* tog-heat-grid-draw.c */
void tog_heat_grid_draw_cells  (TogTimeGrid *grid, GtkSnapshot *snapshot);
void tog_heat_grid_draw_labels (TogTimeGrid *grid, GtkSnapshot *snapshot);
void tog_heat_grid_draw_block  (TogTimeGrid *grid,
                                GtkSnapshot *snapshot,
                                guint        column,
                                guint        row,
                                gboolean     focused);

G_END_DECLS
