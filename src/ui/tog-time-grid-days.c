#include "config.h"

#include "tog-time-grid-private.h"

/* How wide days are, and what their headers do. */

/* Days that have no room at all are none for assistive technology, either. */
void
tog_time_grid_show_cells (TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  for (guint row = 0; row < priv->geometry.n_rows; row++)
    for (guint column = 0; column < TOG_WEEK_DAYS; column++)
      gtk_widget_set_visible (GTK_WIDGET (tog_time_grid_get_cell (self, column, row)),
                              !priv->only_day || column == priv->cursor.column);
}

/* Gives days the width that they need now. */
void
tog_time_grid_update_days (TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  gboolean changed = FALSE;

  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    {
      gboolean small =
          priv->only_day ? column != priv->cursor.column : tog_time_grid_is_small (self, column);

      changed |= priv->geometry.small[column] != small;
      priv->geometry.small[column] = small;
    }
  if (!changed)
    return;
  if (priv->only_day)
    tog_time_grid_show_cells (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  /* Rows stay as wide as they are, so each has to be told. */
  for (guint row = 0; row < priv->rows->len; row++)
    gtk_widget_queue_allocate (g_ptr_array_index (priv->rows, row));
}

/**
 * tog_time_grid_is_closed:
 *
 * Returns: whether there is no time to meet on a day
 */
gboolean
tog_time_grid_is_closed (TogTimeGrid *self, guint column)
{
  g_return_val_if_fail (TOG_IS_TIME_GRID (self) && column < TOG_WEEK_DAYS, FALSE);

  return TOG_TIME_GRID_GET_CLASS (self)->is_closed (self, column);
}

/**
 * tog_time_grid_is_small:
 *
 * Returns: whether a day is narrow, for there is no time to meet on it
 */
gboolean
tog_time_grid_is_small (TogTimeGrid *self, guint column)
{
  g_return_val_if_fail (TOG_IS_TIME_GRID (self) && column < TOG_WEEK_DAYS, FALSE);

  return tog_time_grid_is_closed (self, column) &&
         !tog_time_grid_get_private (self)->widened[column];
}

/**
 * tog_time_grid_set_only_day:
 *
 * Shows no other day than one, from now on the one in which the cursor is. There
 * the cursor is a choice that stays in sight: pressing a cell by the pointer moves
 * it, and only the keyboard activates.
 */
void
tog_time_grid_set_only_day (TogTimeGrid *self, guint column)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  g_return_if_fail (TOG_IS_TIME_GRID (self) && column < TOG_WEEK_DAYS);

  priv->only_day = TRUE;
  tog_time_grid_set_cursor (self, column, priv->cursor.row);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * tog_time_grid_get_only_day:
 * @column: (out): the day
 *
 * Returns: whether one day is all that is shown
 */
gboolean
tog_time_grid_get_only_day (TogTimeGrid *self, guint *column)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  g_return_val_if_fail (TOG_IS_TIME_GRID (self), FALSE);

  *column = priv->cursor.column;
  return priv->only_day;
}

/**
 * tog_time_grid_press_day:
 *
 * What pressing a day's header does: a day with no time to meet becomes wide, or
 * narrow again; on others the focus goes to the first start one would want.
 */
void
tog_time_grid_press_day (TogTimeGrid *self, guint column)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  g_return_if_fail (TOG_IS_TIME_GRID (self) && column < TOG_WEEK_DAYS);

  if (priv->week == NULL)
    return;
  if (tog_time_grid_is_closed (self, column))
    {
      priv->widened[column] = !priv->widened[column];
      tog_time_grid_update_days (self);
      g_signal_emit_by_name (self, "model-changed");
      return;
    }
  tog_time_grid_focus_cell (
      self, column, TOG_TIME_GRID_GET_CLASS (self)->find_first (self, column));
}

/**
 * tog_time_grid_dup_day_state:
 * @quiet: (out): whether there is nothing to look for on it
 *
 * Returns: (nullable): what there is to say of a day, such as "3 times available"
 */
char *
tog_time_grid_dup_day_state (TogTimeGrid *self, guint column, gboolean *quiet)
{
  g_return_val_if_fail (TOG_IS_TIME_GRID (self) && column < TOG_WEEK_DAYS, NULL);

  return TOG_TIME_GRID_GET_CLASS (self)->dup_day_state (self, column, quiet);
}
