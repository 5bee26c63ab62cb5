#pragma once

#include "tog-week.h"

G_BEGIN_DECLS

/**
 * TogGridGeometry:
 * @width: of the whole grid, axes included
 * @axes: width of the hour axes together, before the first day
 * @quarter: height of a row
 * @top: space above the first row, where half of its hour's label stands
 * @n_rows: how many rows
 * @small: columns that are to be no wider than @small_width
 * @small_width: width of such a column
 * @x: where each column begins, and where the last one ends; filled in by
 *   tog_grid_geometry_layout()
 *
 * Where things are in a week's grid, in pixels, as if it were read from left to
 * right; tog_grid_geometry_mirror() gives the place in the other direction.
 */
typedef struct
{
  int width;
  int axes;
  int quarter;
  int top;
  guint n_rows;
  gboolean small[TOG_WEEK_DAYS];
  int small_width;
  int x[TOG_WEEK_DAYS + 1];
} TogGridGeometry;

void     tog_grid_geometry_layout (TogGridGeometry *geometry);
int      tog_grid_geometry_height (const TogGridGeometry *geometry);
int      tog_grid_geometry_row    (const TogGridGeometry *geometry, guint row);
int      tog_grid_geometry_centre (const TogGridGeometry *geometry, guint row, int height);
int      tog_grid_geometry_mirror (const TogGridGeometry *geometry, int x, int width);
gboolean tog_grid_geometry_find   (const TogGridGeometry *geometry,
                                   double                 x,
                                   double                 y,
                                   guint                 *column,
                                   guint                 *row);

G_END_DECLS
