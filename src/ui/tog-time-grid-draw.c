#include "config.h"

#include "tog-time-grid-private.h"

#include "tog-format.h"

#include <glib/gi18n.h>

/* Between the axis's labels and the days. */
#define AXIS_GAP 8
#define PILL_PADDING 11

/* The instant of a row on the axis: on the day looked at, or where that one
 * doesn't have it on the first that has. */
static gboolean
find_axis_instant (TogTimeGrid *self, guint row, TogInstant *instant)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  if (tog_week_get_cell (priv->week, tog_time_grid_get_axis_column (self), row, instant))
    return TRUE;
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    if (tog_week_get_cell (priv->week, column, row, instant))
      return TRUE;
  return FALSE;
}

static void
draw_lines (TogTimeGrid *self, GtkSnapshot *snapshot)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  GdkRectangle days = tog_time_grid_get_area (self, 0, 0, priv->geometry.n_rows);
  int width = priv->geometry.x[TOG_WEEK_DAYS] - priv->geometry.x[0];
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  days.x = rtl ? tog_grid_geometry_mirror (&priv->geometry, priv->geometry.x[0], width)
               : priv->geometry.x[0];
  for (guint row = 0; row < priv->geometry.n_rows; row++)
    {
      int minute = tog_week_get_row (priv->week, row)->minute;

      if (minute % 30 == 0)
        tog_grid_part_draw (minute % 60 == 0 ? priv->hour : priv->half,
                            snapshot,
                            days.x,
                            tog_grid_geometry_row (&priv->geometry, row),
                            width,
                            1);
    }
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    {
      GdkRectangle area = tog_time_grid_get_area (self, column, 0, priv->geometry.n_rows);

      if (area.width == 0)
        continue;
      tog_grid_part_draw (priv->day,
                          snapshot,
                          rtl ? area.x + area.width - 1 : area.x,
                          0,
                          1,
                          tog_grid_geometry_height (&priv->geometry));
    }
}

static void
draw_now (TogTimeGrid *self, GtkSnapshot *snapshot)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  guint column, row;
  TogInstant start;

  if (!tog_week_find_cell (priv->week, priv->now, &column, &row) ||
      !tog_week_get_cell (priv->week, column, row, &start))
    return;

  GdkRectangle area = tog_time_grid_get_area (self, column, row, row + 1);
  int y = area.y + (int) ((priv->now - start) * area.height / TOG_QUANTUM);

  if (area.width == 0)
    return;
  tog_grid_part_draw (priv->now_line, snapshot, area.x, y - 1, area.width, 2);
  tog_grid_part_draw (
      priv->now_dot, snapshot, (rtl ? area.x + area.width : area.x) - 4, y - 4, 8, 8);
}

/* One time on an axis, in a pill or as a plain label. */
static void
draw_axis_time (TogTimeGrid *self,
                GtkSnapshot *snapshot,
                TogGridPart *part,
                const char *text,
                int x,
                int width,
                int y)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int text_width, text_height;

  if (rtl)
    x = tog_grid_geometry_mirror (&priv->geometry, x, width);
  tog_grid_part_measure (part, text, &text_width, &text_height);
  if (part == priv->pill)
    {
      int pill_width = MIN (width - 2, text_width + 2 * PILL_PADDING);
      int pill_x =
          rtl ? x + AXIS_GAP - PILL_PADDING : x + width - AXIS_GAP + PILL_PADDING - pill_width;

      pill_x = CLAMP (pill_x, x + 1, x + width - pill_width - 1);
      tog_grid_part_draw (
          part, snapshot, pill_x, y - text_height / 2 - 2, pill_width, text_height + 4);
      tog_grid_part_draw_text (
          part, snapshot, text, pill_x, y - text_height / 2, pill_width, 1, 0.5);
      return;
    }
  tog_grid_part_draw_text (part,
                           snapshot,
                           text,
                           rtl ? x + AXIS_GAP : x,
                           y - text_height / 2,
                           width - AXIS_GAP,
                           1,
                           rtl ? 0 : 1);
}

static void
draw_axis_row (TogTimeGrid *self,
               GtkSnapshot *snapshot,
               TogGridPart *mine,
               TogGridPart *theirs,
               guint row)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  const TogWeekRow *at = tog_week_get_row (priv->week, row);
  int y = tog_grid_geometry_row (&priv->geometry, row);
  g_autofree char *my_time = tog_format_minute (at->minute);
  g_autofree char *their_time = NULL;
  TogInstant instant;

  draw_axis_time (self, snapshot, mine, my_time, 0, priv->axis_mine, y);
  if (at->repeated && at->minute % 60 == 0 && mine == priv->axis)
    /* Translators: under a time of day that the clock shows for the second time. */
    draw_axis_time (self, snapshot, mine, _ ("again"), 0, priv->axis_mine, y + priv->line_height);
  if (priv->other_zone == NULL || !find_axis_instant (self, row, &instant))
    return;
  their_time = tog_format_time (priv->other_zone, instant);
  draw_axis_time (self, snapshot, theirs, their_time, priv->axis_mine, priv->axis_theirs, y);
}

static void
draw_axes (TogTimeGrid *self, GtkSnapshot *snapshot, const TogGridPlace *shown)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  int near = (priv->line_height + 4 + priv->geometry.quarter - 1) / priv->geometry.quarter;

  for (guint row = 0; row < priv->geometry.n_rows; row++)
    if (tog_week_get_row (priv->week, row)->minute % 60 == 0 &&
        (!shown->set || ABS ((int) row - (int) shown->row) >= near))
      draw_axis_row (self, snapshot, priv->axis, priv->axis_their, row);
  if (shown->set)
    draw_axis_row (self, snapshot, priv->pill, priv->pill, shown->row);
}

/* Draws the week: fills, lines over them, words over those, the present, and
 * what is pointed at. */
void
tog_time_grid_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TogTimeGrid *self = TOG_TIME_GRID (widget);
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  TogTimeGridClass *klass = TOG_TIME_GRID_GET_CLASS (self);
  gboolean focused;
  TogGridPlace shown;

  if (priv->week == NULL)
    return;
  shown = tog_time_grid_get_shown (self, &focused);
  klass->draw_cells (self, snapshot);
  draw_lines (self, snapshot);
  klass->draw_labels (self, snapshot);
  draw_now (self, snapshot);
  if (shown.set)
    klass->draw_block (self, snapshot, shown.column, shown.row, focused);
  draw_axes (self, snapshot, &shown);
}

/**
 * tog_time_grid_draw_slot:
 * @part: what to draw around it
 * @slot: where a session is; empty for nowhere
 * @inset: how many pixels to keep from the edges of the day
 *
 * Marks when a session is for which another time is looked for: it may well stay
 * there in part.
 */
void
tog_time_grid_draw_slot (TogTimeGrid *self,
                         GtkSnapshot *snapshot,
                         TogGridPart *part,
                         TogSlot slot,
                         int inset)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  guint column, row, last_column, last_row;
  GdkRectangle area;

  g_return_if_fail (TOG_IS_TIME_GRID (self));

  if (tog_slot_is_empty (slot) || !tog_week_find_cell (priv->week, slot.start, &column, &row))
    return;
  /* What reaches past midnight is marked on the day on which it begins. */
  if (!tog_week_find_cell (priv->week, slot.end - 1, &last_column, &last_row) ||
      last_column != column)
    last_row = tog_week_get_n_rows (priv->week) - 1;

  area = tog_time_grid_get_area (self, column, row, last_row + 1);
  if (area.width > 0)
    tog_grid_part_draw (
        part, snapshot, area.x + inset, area.y + 1, area.width - 2 * inset + 1, area.height - 1);
}
