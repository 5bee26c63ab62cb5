#include "config.h"

#include "tog-grid-geometry.h"

/**
 * tog_grid_geometry_layout:
 * @geometry: everything but x filled in
 *
 * Shares the width out among the days: the small ones get theirs, the others
 * what remains, in equal parts whose remainder is spread so that no two differ
 * by more than a pixel. Where all days are small none is, for then there is
 * nothing to save the space for.
 */
void
tog_grid_geometry_layout (TogGridGeometry *geometry)
{
  guint n_small = 0;

  for (guint i = 0; i < TOG_WEEK_DAYS; i++)
    n_small += geometry->small[i] != FALSE;
  if (n_small == TOG_WEEK_DAYS)
    n_small = 0;

  int wide = MAX (0, geometry->width - geometry->axes - (int) n_small * geometry->small_width);
  int n_wide = TOG_WEEK_DAYS - (int) n_small;
  int seen = 0;

  geometry->x[0] = geometry->axes;
  for (guint i = 0; i < TOG_WEEK_DAYS; i++)
    {
      int column;

      if (n_small > 0 && geometry->small[i])
        {
          column = geometry->small_width;
        }
      else
        {
          column = wide * (seen + 1) / n_wide - wide * seen / n_wide;
          seen++;
        }
      geometry->x[i + 1] = geometry->x[i] + column;
    }
}

/**
 * tog_grid_geometry_height:
 *
 * Returns: the height of all rows with the space above and below them
 */
int
tog_grid_geometry_height (const TogGridGeometry *geometry)
{
  return 2 * geometry->top + (int) geometry->n_rows * geometry->quarter;
}

/**
 * tog_grid_geometry_row:
 *
 * Returns: the upper edge of @row, or the lower edge of the last one where @row
 *   is the number of rows
 */
int
tog_grid_geometry_row (const TogGridGeometry *geometry, guint row)
{
  return geometry->top + (int) row * geometry->quarter;
}

/**
 * tog_grid_geometry_centre:
 *
 * Returns: the upper edge of what is @height high, in the middle of @row; within the
 *   column, where it is higher than the row
 */
int
tog_grid_geometry_centre (const TogGridGeometry *geometry, guint row, int height)
{
  int y = tog_grid_geometry_row (geometry, row) + (geometry->quarter - height) / 2;

  return CLAMP (y, 0, MAX (0, tog_grid_geometry_height (geometry) - height));
}

/**
 * tog_grid_geometry_mirror:
 *
 * Returns: the left edge, read from right to left, of what is @width wide at @x
 *   read from left to right; and the other way round
 */
int
tog_grid_geometry_mirror (const TogGridGeometry *geometry, int x, int width)
{
  return geometry->width - x - width;
}

/**
 * tog_grid_geometry_find:
 * @column: (out): day
 * @row: (out): quarter hour
 *
 * Returns: whether a cell is at @x and @y, read from left to right
 */
gboolean
tog_grid_geometry_find (const TogGridGeometry *geometry,
                        double x,
                        double y,
                        guint *column,
                        guint *row)
{
  if (geometry->quarter <= 0 || x < geometry->x[0] || x >= geometry->x[TOG_WEEK_DAYS] ||
      y < geometry->top || y >= tog_grid_geometry_row (geometry, geometry->n_rows))
    return FALSE;

  *column = 0;
  while (x >= geometry->x[*column + 1])
    (*column)++;
  *row = (guint) ((y - geometry->top) / geometry->quarter);
  return TRUE;
}
