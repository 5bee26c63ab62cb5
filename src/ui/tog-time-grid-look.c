#include "config.h"

#include "tog-time-grid-private.h"

/* What of the grid is looked at: by the pointer, by the keyboard, by scrolling;
 * and the popover that tells more of it. */

/* How long the pointer rests before more is told. */
#define POINT_DELAY_MS 250

/* How much of the night shows above the day. */
#define ROWS_BEFORE 5

/* The cell that is looked at: the pointer's, or else the keyboard's. */
TogGridPlace
tog_time_grid_get_shown (TogTimeGrid *self, gboolean *focused)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  TogGridPlace none = { 0 };

  *focused = FALSE;
  if (priv->pointed.set && priv->pointed.row < priv->geometry.n_rows)
    return priv->pointed;
  /* Not by GTK's own visibility of the focus: that ends three seconds after the
   * last key, and one may look at a time for longer. */
  if (priv->marks_cursor && priv->cursor.set && priv->cursor.row < priv->geometry.n_rows &&
      gtk_widget_has_focus (
          GTK_WIDGET (tog_time_grid_get_cell (self, priv->cursor.column, priv->cursor.row))))
    {
      *focused = TRUE;
      return priv->cursor;
    }
  if ((priv->only_day || priv->marks_start) && priv->cursor.set &&
      priv->cursor.row < priv->geometry.n_rows)
    return priv->cursor;
  return none;
}

static void
show_note (TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  TogTimeGridClass *klass = TOG_TIME_GRID_GET_CLASS (self);
  gboolean focused;
  TogGridPlace place = tog_time_grid_get_shown (self, &focused);
  GdkRectangle area;
  int top, bottom;

  /* One day alone has words in its rows, and little room for a popover. */
  if (!place.set || !(focused ? priv->tells_cursor && !priv->only_day : priv->point_ready) ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      gtk_popover_popdown (GTK_POPOVER (priv->popover));
      return;
    }

  klass->update_note (self, place.column, place.row);
  area = tog_time_grid_get_block_area (self, place.column, place.row);
  tog_time_grid_get_visible (self, &top, &bottom);
  if (area.y + area.height <= top || area.y >= bottom)
    {
      gtk_popover_popdown (GTK_POPOVER (priv->popover));
      return;
    }
  /* What it points to has to be on the screen. */
  bottom = MIN (bottom, area.y + area.height);
  area.y = MAX (area.y, top);
  area.height = bottom - area.y;
  if (area.width <= 0 || area.height <= 0)
    {
      gtk_popover_popdown (GTK_POPOVER (priv->popover));
      return;
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (priv->popover), &area);
  gtk_popover_popup (GTK_POPOVER (priv->popover));
}

static void
forget_note (TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  if (priv->note_clock != NULL)
    g_signal_handlers_disconnect_by_data (priv->note_clock, self);
  g_clear_object (&priv->note_clock);
}

/* Hides the popover, and forgets about showing it. */
void
tog_time_grid_hide_note (TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  forget_note (self);
  if (priv->popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (priv->popover));
}

static void
after_paint_cb (GdkFrameClock *clock, TogTimeGrid *self)
{
  forget_note (self);
  show_note (self);
}

/* Where things are on the screen is known only once what was scrolled has been
 * laid out, at the end of the next frame. */
static void
queue_note (TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  if (priv->note_clock != NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  g_set_object (&priv->note_clock, gtk_widget_get_frame_clock (GTK_WIDGET (self)));
  g_signal_connect (priv->note_clock, "after-paint", G_CALLBACK (after_paint_cb), self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tog_time_grid_refresh (TogTimeGrid *self)
{
  queue_note (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit_by_name (self, "axis-changed");
}

static gboolean
point_timeout_cb (gpointer user_data)
{
  TogTimeGrid *self = user_data;
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  priv->point_timeout = 0;
  priv->point_ready = TRUE;
  queue_note (self);
  return G_SOURCE_REMOVE;
}

void
tog_time_grid_point_away (TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  g_clear_handle_id (&priv->point_timeout, g_source_remove);
  priv->point_ready = FALSE;
  if (!priv->pointed.set)
    return;
  priv->pointed.set = FALSE;
  tog_time_grid_refresh (self);
}

static gboolean
find_place (TogTimeGrid *self, double x, double y, TogGridPlace *place)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = priv->geometry.width - x;
  place->set = tog_grid_geometry_find (&priv->geometry, x, y, &place->column, &place->row) &&
               priv->week != NULL;
  return place->set;
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  TogGridPlace place = { 0 };
  double root_x, root_y;

  /* Scrolling by keys moves the grid under a pointer that rests. */
  if (!gtk_widget_translate_coordinates (GTK_WIDGET (self), root, x, y, &root_x, &root_y) ||
      (!priv->pointed.set && root_x == priv->pointer_x && root_y == priv->pointer_y))
    return;
  priv->pointer_x = root_x;
  priv->pointer_y = root_y;
  if (!find_place (self, x, y, &place))
    {
      tog_time_grid_point_away (self);
      return;
    }
  if (priv->pointed.set && priv->pointed.column == place.column && priv->pointed.row == place.row)
    return;

  priv->pointed = place;
  if (!priv->point_ready)
    {
      g_clear_handle_id (&priv->point_timeout, g_source_remove);
      priv->point_timeout = g_timeout_add (POINT_DELAY_MS, point_timeout_cb, self);
    }
  tog_time_grid_refresh (self);
}

/* Entering is no pointing: it also happens when the grid comes to lie under a
 * pointer that rests. Whoever points at something moves on. */
static void
enter_cb (GtkEventControllerMotion *controller, double x, double y, TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  gtk_widget_translate_coordinates (GTK_WIDGET (self),
                                    GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))),
                                    x,
                                    y,
                                    &priv->pointer_x,
                                    &priv->pointer_y);
}

static void
leave_cb (GtkEventControllerMotion *controller, TogTimeGrid *self)
{
  tog_time_grid_point_away (self);
}

static void
long_press_cb (GtkGestureLongPress *gesture, double x, double y, TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  if (!find_place (self, x, y, &priv->pointed))
    return;
  priv->point_ready = TRUE;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  tog_time_grid_refresh (self);
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, TogTimeGrid *self)
{
  TogGridPlace place = { 0 };

  if (!find_place (self, x, y, &place) || !tog_time_grid_has_cell (self, place.column, place.row))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  tog_time_grid_get_private (self)->marks_cursor = FALSE;
  tog_time_grid_set_cursor (self, place.column, place.row);
  tog_time_grid_label_cell (self, place.column, place.row);
  gtk_widget_grab_focus (GTK_WIDGET (tog_time_grid_get_cell (self, place.column, place.row)));
  if (!tog_time_grid_get_private (self)->only_day)
    tog_time_grid_activate_cell (self, place.column, place.row);
}

static void
contains_focus_cb (GtkEventControllerFocus *controller, GParamSpec *pspec, TogTimeGrid *self)
{
  tog_time_grid_refresh (self);
}

static void
popover_realize_cb (GtkWidget *popover, gpointer user_data)
{
  cairo_region_t *nothing = cairo_region_create ();

  /* What it covers can still be pointed at. */
  gdk_surface_set_input_region (gtk_native_get_surface (GTK_NATIVE (popover)), nothing);
  cairo_region_destroy (nothing);
}

/* Until the next frame is painted, and while it fades, the popover points to where
 * it did; that must not be off the screen now, where it can't be placed. */
static void
keep_note_in_sight (TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  GdkRectangle area;
  int top, bottom;

  if (!gtk_widget_get_visible (priv->popover) ||
      !gtk_popover_get_pointing_to (GTK_POPOVER (priv->popover), &area))
    return;
  tog_time_grid_get_visible (self, &top, &bottom);
  area.y = CLAMP (area.y, top, MAX (top, bottom - 1));
  area.height = MAX (1, MIN (area.height, bottom - area.y));
  gtk_popover_set_pointing_to (GTK_POPOVER (priv->popover), &area);
}

static void
scrolled_cb (GtkAdjustment *adjustment, TogTimeGrid *self)
{
  keep_note_in_sight (self);
  /* Labels stay in sight as long as what they name does. */
  tog_time_grid_refresh (self);
}

static gboolean
scroll_now (TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  /* Before it was given its place, neither the grid nor what it is in has a height. */
  if (priv->adjustment == NULL || priv->geometry.quarter == 0 ||
      gtk_adjustment_get_page_size (priv->adjustment) <= 0 ||
      gtk_adjustment_get_upper (priv->adjustment) < tog_grid_geometry_height (&priv->geometry))
    return FALSE;
  gtk_adjustment_set_value (priv->adjustment,
                            tog_grid_geometry_row (&priv->geometry, priv->scroll_row));
  return TRUE;
}

static gboolean
scroll_cb (gpointer data)
{
  TogTimeGrid *self = data;
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  priv->scroll_source = 0;
  if (priv->scroll_waits && scroll_now (self))
    priv->scroll_waits = FALSE;
  return G_SOURCE_REMOVE;
}

static void
resized_cb (GtkAdjustment *adjustment, TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  /* This comes while places are being given out. What is scrolled now would not
   * be moved before something else asks for another round. */
  if (priv->scroll_waits && priv->scroll_source == 0)
    priv->scroll_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, scroll_cb, self, NULL);
}

void
tog_time_grid_watch_scrolling (TogTimeGrid *self, gboolean watch)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  GtkWidget *scrolled = NULL;

  g_clear_handle_id (&priv->scroll_source, g_source_remove);
  if (priv->adjustment != NULL)
    g_signal_handlers_disconnect_by_data (priv->adjustment, self);
  g_clear_object (&priv->adjustment);
  if (watch)
    scrolled = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  if (scrolled == NULL)
    return;
  g_set_object (&priv->adjustment,
                gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)));
  g_signal_connect (priv->adjustment, "value-changed", G_CALLBACK (scrolled_cb), self);
  g_signal_connect (priv->adjustment, "changed", G_CALLBACK (resized_cb), self);
  resized_cb (priv->adjustment, self);
}

/**
 * tog_time_grid_begin_at:
 * @row: when the earliest day begins
 *
 * Scrolls to @row with a little of what is before it, so that it shows that there
 * is more; at once, or as soon as it is known how far that is. Where the keyboard
 * is in the grid it goes to the cell that was said to be next.
 */
void
tog_time_grid_begin_at (TogTimeGrid *self, guint row)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  g_return_if_fail (TOG_IS_TIME_GRID (self));

  if (priv->cursor.set && gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL)
    {
      gboolean marks = priv->marks_cursor;
      gboolean tells = priv->tells_cursor;

      tog_time_grid_focus_cell (self, priv->cursor.column, priv->cursor.row);
      priv->marks_cursor = marks;
      priv->tells_cursor = tells;
    }
  priv->scroll_row = row > ROWS_BEFORE ? row - ROWS_BEFORE : 0;
  priv->scroll_waits = !scroll_now (self);
}

/**
 * tog_time_grid_mark_start:
 *
 * Shows the session that would start in a cell, until the keyboard moves on or the week is
 * another, and scrolls to it. The focus stays where it is.
 */
void
tog_time_grid_mark_start (TogTimeGrid *self, guint column, guint row)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  g_return_if_fail (column < TOG_WEEK_DAYS);

  tog_time_grid_set_cursor (self, column, row);
  priv->marks_start = TRUE;
  tog_time_grid_begin_at (self, row);
  tog_time_grid_refresh (self);
}

/**
 * tog_time_grid_unmark_start:
 *
 * Undoes tog_time_grid_mark_start().
 */
void
tog_time_grid_unmark_start (TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  if (!priv->marks_start)
    return;
  priv->marks_start = FALSE;
  tog_time_grid_refresh (self);
}

/**
 * tog_time_grid_focus_cell:
 *
 * Puts the keyboard focus on a cell, scrolls to it, and tells of it. Where a day
 * doesn't have that time it is the next one that it has.
 */
void
tog_time_grid_focus_cell (TogTimeGrid *self, guint column, guint row)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  guint wanted = row;

  g_return_if_fail (column < TOG_WEEK_DAYS);

  while (row < priv->geometry.n_rows && !tog_time_grid_has_cell (self, column, row))
    row++;
  for (row = MIN (row, priv->geometry.n_rows - 1);
       row > 0 && !tog_time_grid_has_cell (self, column, row);)
    row--;
  if (!tog_time_grid_has_cell (self, column, row))
    row = wanted;

  tog_time_grid_set_cursor (self, column, row);
  priv->marks_cursor = TRUE;
  priv->tells_cursor = TRUE;
  g_clear_handle_id (&priv->point_timeout, g_source_remove);
  priv->point_ready = FALSE;
  priv->pointed.set = FALSE;
  if (priv->adjustment != NULL)
    {
      GdkRectangle area = tog_time_grid_get_block_area (self, column, row);
      int margin = 2 * priv->geometry.quarter;

      gtk_adjustment_clamp_page (priv->adjustment, area.y - margin, area.y + area.height + margin);
    }
  tog_time_grid_label_cell (self, column, row);
  gtk_widget_grab_focus (GTK_WIDGET (tog_time_grid_get_cell (self, column, row)));
  tog_time_grid_refresh (self);
}

/* Adds the popover, and what finds out where the pointer and the focus are. */
void
tog_time_grid_add_note (TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  GtkEventController *controller;
  GtkGesture *gesture;

  priv->popover = g_object_new (GTK_TYPE_POPOVER,
                                "accessible-role",
                                GTK_ACCESSIBLE_ROLE_TOOLTIP,
                                "autohide",
                                FALSE,
                                "can-focus",
                                FALSE,
                                "can-target",
                                FALSE,
                                NULL);
  gtk_widget_add_css_class (priv->popover, "time-note");
  g_signal_connect (priv->popover, "realize", G_CALLBACK (popover_realize_cb), NULL);
  gtk_widget_set_parent (priv->popover, GTK_WIDGET (self));

  controller = gtk_event_controller_motion_new ();
  g_signal_connect (controller, "enter", G_CALLBACK (enter_cb), self);
  g_signal_connect (controller, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (controller, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);

  controller = gtk_event_controller_focus_new ();
  g_signal_connect (controller, "notify::contains-focus", G_CALLBACK (contains_focus_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);

  gesture = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_PRIMARY);
  g_signal_connect (gesture, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));

  gesture = gtk_gesture_long_press_new ();
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (gesture), TRUE);
  g_signal_connect (gesture, "pressed", G_CALLBACK (long_press_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));
}
