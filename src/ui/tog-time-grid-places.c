#include "config.h"

#include "tog-time-grid-private.h"

/* Where things are on screen. */

/**
 * tog_time_grid_get_geometry:
 *
 * Returns: (transfer none): where things are, from left to right
 */
const TogGridGeometry *
tog_time_grid_get_geometry (TogTimeGrid *self)
{
  g_return_val_if_fail (TOG_IS_TIME_GRID (self), NULL);

  return &tog_time_grid_get_private (self)->geometry;
}

/**
 * tog_time_grid_get_axes:
 * @mine: (out): width of the axis with my times
 * @theirs: (out): width of the other one, 0 if there is none
 */
void
tog_time_grid_get_axes (TogTimeGrid *self, int *mine, int *theirs)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  g_return_if_fail (TOG_IS_TIME_GRID (self));

  tog_time_grid_measure_text (self);
  *mine = priv->axis_mine;
  *theirs = priv->axis_theirs;
}

/**
 * tog_time_grid_get_area:
 * @from: first row
 * @to: first row after it
 *
 * Returns: where these rows of a day are on screen
 */
GdkRectangle
tog_time_grid_get_area (TogTimeGrid *self, guint column, guint from, guint to)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  const TogGridGeometry *geometry = &priv->geometry;
  GdkRectangle area = { geometry->x[column],
                        tog_grid_geometry_row (geometry, from),
                        geometry->x[column + 1] - geometry->x[column],
                        (int) (to - from) * geometry->quarter };

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    area.x = tog_grid_geometry_mirror (geometry, area.x, area.width);
  return area;
}

/* The first row after a session that starts in a cell; a row more or less than
 * its duration says where clocks are changed in the midst of it. */
guint
tog_time_grid_find_end_row (TogTimeGrid *self, guint column, guint row)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  guint end_column, end_row;
  TogInstant start;

  if (!tog_week_get_cell (priv->week, column, row, &start))
    return row + 1;
  if (tog_week_find_cell (
          priv->week, start + priv->duration - TOG_QUANTUM, &end_column, &end_row) &&
      end_column == column && end_row >= row)
    return end_row + 1;
  return priv->geometry.n_rows;
}

/**
 * tog_time_grid_get_block_area:
 *
 * Returns: where on screen the session is that would start in a cell
 */
GdkRectangle
tog_time_grid_get_block_area (TogTimeGrid *self, guint column, guint row)
{
  return tog_time_grid_get_area (self, column, row, tog_time_grid_find_end_row (self, column, row));
}

/**
 * tog_time_grid_place_label:
 * @area: what the label names
 * @height: of one line of it
 * @y: (out): its upper edge
 * @lines: (out): for how many lines there is room from there on
 *
 * Finds where in an area a label stands: at its top, or at the top of what is in
 * sight, so that scrolling past the beginning of something long doesn't take its
 * name away. Below an hour line rather than under it, where there is room.
 *
 * Returns: whether there is room for a line
 */
gboolean
tog_time_grid_place_label (TogTimeGrid *self,
                           const GdkRectangle *area,
                           int height,
                           int *y,
                           int *lines)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  int top, bottom;

  tog_time_grid_get_visible (self, &top, &bottom);
  *y = MAX (area->y, top) + 2;
  for (guint row = 0; row < priv->geometry.n_rows; row++)
    {
      int line = tog_grid_geometry_row (&priv->geometry, row);

      if (line > *y && line < *y + height && tog_week_get_row (priv->week, row)->minute % 60 == 0 &&
          line + 2 + height <= area->y + area->height)
        {
          *y = line + 2;
          break;
        }
    }
  *y = MIN (*y, area->y + area->height - height - 2);
  *lines = (area->y + area->height - *y) / height;
  return *y >= area->y && *lines > 0;
}

/**
 * tog_time_grid_get_visible:
 * @top: (out): the upper edge of what is scrolled into sight
 * @bottom: (out): its lower edge
 */
void
tog_time_grid_get_visible (TogTimeGrid *self, int *top, int *bottom)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  *top = 0;
  *bottom = tog_grid_geometry_height (&priv->geometry);
  if (priv->adjustment == NULL)
    return;
  *top = (int) gtk_adjustment_get_value (priv->adjustment);
  *bottom = *top + (int) gtk_adjustment_get_page_size (priv->adjustment);
}

/* Offsets differ from day to day in the week of a clock change, so the times on
 * the second axis are those of one day. */
guint
tog_time_grid_get_axis_column (TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  gboolean focused;
  TogGridPlace place = tog_time_grid_get_shown (self, &focused);
  guint column, row;

  if (place.set)
    return place.column;
  if (tog_week_find_cell (priv->week, priv->now, &column, &row))
    return column;
  return 0;
}

/**
 * tog_time_grid_get_axis_day:
 * @day: (out): whose times the second axis shows
 *
 * Returns: whether that matters, for they differ within the week
 */
gboolean
tog_time_grid_get_axis_day (TogTimeGrid *self, TogDay *day)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  TogSlot range;
  TogZone *mine;

  if (priv->week == NULL || priv->other_zone == NULL)
    return FALSE;
  range = tog_week_get_range (priv->week);
  mine = tog_week_get_zone (priv->week);
  *day = tog_week_get_day (priv->week, tog_time_grid_get_axis_column (self));
  return tog_zone_get_offset (mine, range.start) -
             tog_zone_get_offset (priv->other_zone, range.start) !=
         tog_zone_get_offset (mine, range.end - 1) -
             tog_zone_get_offset (priv->other_zone, range.end - 1);
}
