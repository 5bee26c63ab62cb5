#include "config.h"

#include "tog-time-grid-private.h"

/* Moves of the keyboard focus, as named by the bindings below. */
typedef enum
{
  MOVE_DAYS,
  MOVE_QUARTERS,
  MOVE_WEEKS,
  MOVE_DAY_EDGE,
  MOVE_FREE,
} Move;

static gboolean
exists (TogTimeGrid *self, guint column, int row)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  TogInstant start;

  return row >= 0 && row < (int) priv->geometry.n_rows &&
         tog_week_get_cell (priv->week, column, (guint) row, &start);
}

/* Turns the week and goes on there. */
static void
turn_week (TogTimeGrid *self, int weeks, guint column, guint row)
{
  TogWeek *before = tog_time_grid_get_week (self);

  g_signal_emit_by_name (self, "turn-week", weeks);
  if (tog_time_grid_get_week (self) != before)
    tog_time_grid_focus_cell (self, column, row);
}

static void
move_days (TogTimeGrid *self, int days)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  int column = (int) priv->cursor.column;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    days = -days;
  column += days;
  if (column < 0)
    turn_week (self, -1, TOG_WEEK_DAYS - 1, priv->cursor.row);
  else if (column >= TOG_WEEK_DAYS)
    turn_week (self, 1, 0, priv->cursor.row);
  else
    tog_time_grid_focus_cell (self, (guint) column, priv->cursor.row);
}

static void
move_quarters (TogTimeGrid *self, int quarters)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  int row = (int) priv->cursor.row + quarters;

  while (row >= 0 && row < (int) priv->geometry.n_rows && !exists (self, priv->cursor.column, row))
    row += quarters;
  if (exists (self, priv->cursor.column, row))
    tog_time_grid_focus_cell (self, priv->cursor.column, (guint) row);
}

static void
move_to_edge (TogTimeGrid *self, int direction)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  int row = direction < 0 ? 0 : (int) priv->geometry.n_rows - 1;

  while (row >= 0 && row < (int) priv->geometry.n_rows && !exists (self, priv->cursor.column, row))
    row -= direction;
  if (exists (self, priv->cursor.column, row))
    tog_time_grid_focus_cell (self, priv->cursor.column, (guint) row);
}

static void
move_to_free (TogTimeGrid *self, int direction)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  guint column = priv->cursor.column;
  guint row = priv->cursor.row;

  if (TOG_TIME_GRID_GET_CLASS (self)->find_free (self, direction, &column, &row))
    tog_time_grid_focus_cell (self, column, row);
  else
    g_signal_emit_by_name (self, "seek-free", direction);
}

static gboolean
move_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  TogTimeGrid *self = TOG_TIME_GRID (widget);
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  int move, by;

  if (priv->week == NULL)
    return FALSE;
  tog_time_grid_find_start (self);
  g_variant_get (parameter, "(ii)", &move, &by);
  switch ((Move) move)
    {
    case MOVE_DAYS:
      move_days (self, by);
      break;
    case MOVE_QUARTERS:
      move_quarters (self, by);
      break;
    case MOVE_WEEKS:
      turn_week (self, by, priv->cursor.column, priv->cursor.row);
      break;
    case MOVE_DAY_EDGE:
      move_to_edge (self, by);
      break;
    case MOVE_FREE:
      move_to_free (self, by);
      break;
    }
  return TRUE;
}

static gboolean
activate_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  TogTimeGrid *self = TOG_TIME_GRID (widget);
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  if (priv->week == NULL || !priv->cursor.set)
    return FALSE;
  tog_time_grid_activate_cell (self, priv->cursor.column, priv->cursor.row);
  return TRUE;
}

static gboolean
hide_note_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (TOG_TIME_GRID (widget));

  if (!gtk_widget_get_visible (priv->popover))
    return FALSE;
  gtk_popover_popdown (GTK_POPOVER (priv->popover));
  return TRUE;
}

/* Where the keyboard begins: at the first cell one would want, else at the
 * present, else at the top. */
void
tog_time_grid_find_start (TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  guint column = 0;
  guint row = 0;

  if (priv->cursor.set && priv->cursor.row < priv->geometry.n_rows)
    return;
  if (!TOG_TIME_GRID_GET_CLASS (self)->find_free (self, 1, &column, &row))
    tog_week_find_cell (priv->week, priv->now, &column, &row);
  tog_time_grid_set_cursor (self, column, row);
}

/* Binds the keys: arrows by quarter and day, Page Up and Down by week, Home and
 * End within the day, N to the next free cell. */
void
tog_time_grid_add_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    guint keypad;
    GdkModifierType modifiers;
    Move move;
    int by;
  } bindings[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, 0, MOVE_DAYS, -1 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, 0, MOVE_DAYS, 1 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 0, MOVE_QUARTERS, -1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, 0, MOVE_QUARTERS, 1 },
    { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, 0, MOVE_WEEKS, -1 },
    { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, 0, MOVE_WEEKS, 1 },
    { GDK_KEY_Home, GDK_KEY_KP_Home, 0, MOVE_DAY_EDGE, -1 },
    { GDK_KEY_End, GDK_KEY_KP_End, 0, MOVE_DAY_EDGE, 1 },
    { GDK_KEY_n, GDK_KEY_VoidSymbol, 0, MOVE_FREE, 1 },
    { GDK_KEY_n, GDK_KEY_N, GDK_SHIFT_MASK, MOVE_FREE, -1 },
  };
  static const guint activating[] = {
    GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter, GDK_KEY_space, GDK_KEY_KP_Space,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bindings); i++)
    {
      gtk_widget_class_add_binding (widget_class,
                                    bindings[i].key,
                                    bindings[i].modifiers,
                                    move_cb,
                                    "(ii)",
                                    (int) bindings[i].move,
                                    bindings[i].by);
      if (bindings[i].keypad != GDK_KEY_VoidSymbol)
        gtk_widget_class_add_binding (widget_class,
                                      bindings[i].keypad,
                                      bindings[i].modifiers,
                                      move_cb,
                                      "(ii)",
                                      (int) bindings[i].move,
                                      bindings[i].by);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (activating); i++)
    gtk_widget_class_add_binding (widget_class, activating[i], 0, activate_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, hide_note_cb, NULL);
}

/**
 * tog_time_grid_get_cursor:
 *
 * The cell that has, or would get, the keyboard focus.
 */
void
tog_time_grid_get_cursor (TogTimeGrid *self, guint *column, guint *row)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  tog_time_grid_find_start (self);
  *column = priv->cursor.column;
  *row = priv->cursor.row;
}

/**
 * tog_time_grid_set_cursor:
 *
 * Says which cell gets the keyboard focus next.
 */
void
tog_time_grid_set_cursor (TogTimeGrid *self, guint column, guint row)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  g_return_if_fail (column < TOG_WEEK_DAYS);

  if (priv->cursor.set && priv->cursor.column == column && priv->cursor.row == row)
    return;
  priv->cursor = (TogGridPlace){ TRUE, column, row };
  tog_time_grid_unmark_start (self);
  if (priv->only_day && priv->week != NULL)
    {
      tog_time_grid_update_days (self);
      tog_time_grid_relabel (self, row);
      tog_time_grid_refresh (self);
    }
  g_signal_emit_by_name (self, "cursor-moved");
}

/**
 * tog_time_grid_activate_cell:
 *
 * Does what pressing the cell does.
 */
void
tog_time_grid_activate_cell (TogTimeGrid *self, guint column, guint row)
{
  TogInstant start;

  g_return_if_fail (TOG_IS_TIME_GRID (self));

  if (!tog_week_get_cell (tog_time_grid_get_week (self), column, row, &start))
    return;
  if (TOG_TIME_GRID_GET_CLASS (self)->is_bookable (self, column, row))
    g_signal_emit_by_name (self, "slot-activated", start);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}
