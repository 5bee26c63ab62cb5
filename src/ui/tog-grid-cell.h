#pragma once

#include "tog-grid-geometry.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogGridCell:
 *
 * A quarter hour of a day, for the keyboard and for assistive technology. It
 * draws nothing: equal neighbours are drawn as one by the grid.
 *
 * Action "cell.activate": what Enter and a click do.
 */
#define TOG_TYPE_GRID_CELL (tog_grid_cell_get_type ())
G_DECLARE_FINAL_TYPE (TogGridCell, tog_grid_cell, TOG, GRID_CELL, GtkWidget)

guint tog_grid_cell_get_column (TogGridCell *self);
guint tog_grid_cell_get_row    (TogGridCell *self);

/**
 * TogGridRow:
 *
 * The cells of the same quarter hour on all days.
 */
#define TOG_TYPE_GRID_ROW (tog_grid_row_get_type ())
G_DECLARE_FINAL_TYPE (TogGridRow, tog_grid_row, TOG, GRID_ROW, GtkWidget)

TogGridRow  *tog_grid_row_new      (const TogGridGeometry *geometry, guint row);
TogGridCell *tog_grid_row_get_cell (TogGridRow *self, guint column);

G_END_DECLS
