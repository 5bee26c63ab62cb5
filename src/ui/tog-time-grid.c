#include "config.h"

#include "tog-time-grid-private.h"

#include "tog-format.h"
#include "tog-widget.h"
#include "tog-zone-list.h"

/**
 * TogTimeGrid:
 *
 * A week with a cell for each quarter hour of its days: where things are, how
 * one gets from cell to cell, and how assistive technology sees them. What the
 * cells mean is a subclass's business.
 *
 * Signals:
 * - "turn-week" (int weeks): the user wants to see a later or an earlier week
 * - "seek-free" (int direction): there is no further cell to go to in this week
 * - "axis-changed": tog_time_grid_get_axis_day() has another answer
 * - "slot-activated" (gint64 start): a start that can be booked was pressed
 * - "model-changed": something else is shown
 * - "cursor-moved": tog_time_grid_get_cursor() has another answer
 *
 * # Accessibility
 * The grid has role GRID; its rows ROW; its cells GRID_CELL, each with a label
 * that says everything. One cell at a time takes part in the Tab order.
 *
 * # CSS nodes
 * |[<!-- language="plain" -->
 * time-grid[.dark][.high-contrast]
 * ├── axis[.mine|.theirs]   hour labels
 * ├── pill                  the time of the cell pointed at, on the axes
 * ├── line[.hour|.half|.day]
 * ├── now-line, now-dot
 * ╰── row
 *     ╰── cell
 * ]|
 */

/* Pixels of an hour, of the axes and of a small day at the usual size of text. */
#define QUARTER_HEIGHT 12
#define AXIS_MINE_WIDTH 56
#define AXIS_THEIRS_WIDTH 76
#define AXIS_PADDING 22
#define CITY_PADDING 14
#define MAX_CITY_WIDTH 96
#define SMALL_DAY_WIDTH 46
#define MIN_DAY_WIDTH 54
#define NATURAL_DAY_WIDTH 112

enum
{
  TURN_WEEK,
  SEEK_FREE,
  AXIS_CHANGED,
  SLOT_ACTIVATED,
  MODEL_CHANGED,
  CURSOR_MOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TogTimeGrid, tog_time_grid, GTK_TYPE_WIDGET)

TogTimeGridPrivate *
tog_time_grid_get_private (TogTimeGrid *self)
{
  return tog_time_grid_get_instance_private (self);
}

TogGridCell *
tog_time_grid_get_cell (TogTimeGrid *self, guint column, guint row)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  return tog_grid_row_get_cell (g_ptr_array_index (priv->rows, row), column);
}

gboolean
tog_time_grid_has_cell (TogTimeGrid *self, guint column, guint row)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  TogInstant start;

  return priv->week != NULL && column < TOG_WEEK_DAYS && row < priv->geometry.n_rows &&
         tog_week_get_cell (priv->week, column, row, &start);
}

static void
tog_time_grid_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tog_time_grid_parent_class)->map (widget);
  tog_time_grid_watch_scrolling (TOG_TIME_GRID (widget), TRUE);
}

static void
tog_time_grid_unmap (GtkWidget *widget)
{
  TogTimeGrid *self = TOG_TIME_GRID (widget);

  tog_time_grid_watch_scrolling (self, FALSE);
  tog_time_grid_point_away (self);
  GTK_WIDGET_CLASS (tog_time_grid_parent_class)->unmap (widget);
  tog_time_grid_hide_note (self);
}

/* The room for a city above its times; a very long one is cut off. */
static int
measure_city (TogGridPart *axis, TogZone *zone)
{
  g_autofree char *city = tog_zone_name_to_city (tog_zone_get_name (zone));
  int width;

  tog_grid_part_measure (axis, city, &width, NULL);
  return MIN (width, MAX_CITY_WIDTH) + CITY_PADDING;
}

/* Everything that depends on the size of text. */
void
tog_time_grid_measure_text (TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  g_autofree char *evening = tog_format_minute (22 * 60);
  int width, height, small;

  tog_grid_part_measure (priv->axis, evening, &width, &height);
  tog_grid_part_measure (priv->day, "88", &small, NULL);
  priv->line_height = height;
  priv->axis_mine = MAX (AXIS_MINE_WIDTH, width + AXIS_PADDING);
  if (priv->week != NULL)
    priv->axis_mine =
        MAX (priv->axis_mine, measure_city (priv->axis, tog_week_get_zone (priv->week)));
  priv->axis_theirs = 0;
  if (priv->other_zone != NULL)
    priv->axis_theirs = MAX (MAX (AXIS_THEIRS_WIDTH, width + AXIS_PADDING),
                             measure_city (priv->axis, priv->other_zone));
  priv->geometry.axes = priv->axis_mine + priv->axis_theirs;
  /* Two lines of text fit into three quarters of an hour. */
  priv->geometry.quarter = MAX (QUARTER_HEIGHT, (height * 2 + 2) / 3);
  priv->geometry.top = height / 2 + 3;
  priv->geometry.small_width = priv->only_day ? 0 : MAX (SMALL_DAY_WIDTH, small * 2);
}

static void
tog_time_grid_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  TogTimeGrid *self = TOG_TIME_GRID (widget);
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  int n_days = priv->only_day ? 1 : TOG_WEEK_DAYS;

  tog_time_grid_measure_text (self);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = priv->geometry.axes + n_days * MIN_DAY_WIDTH;
      *natural = priv->geometry.axes + n_days * NATURAL_DAY_WIDTH;
    }
  else
    {
      *minimum = *natural = tog_grid_geometry_height (&priv->geometry);
    }
}

static void
tog_time_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TogTimeGrid *self = TOG_TIME_GRID (widget);
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  int days;

  priv->geometry.width = width;
  tog_grid_geometry_layout (&priv->geometry);
  days = priv->geometry.x[TOG_WEEK_DAYS] - priv->geometry.x[0];
  for (guint row = 0; row < priv->geometry.n_rows; row++)
    {
      GtkAllocation area = { priv->geometry.x[0],
                             tog_grid_geometry_row (&priv->geometry, row),
                             days,
                             priv->geometry.quarter };

      if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
        area.x = tog_grid_geometry_mirror (&priv->geometry, area.x, area.width);
      gtk_widget_size_allocate (g_ptr_array_index (priv->rows, row), &area, -1);
    }
  gtk_popover_present (GTK_POPOVER (priv->popover));
}

static gboolean
tog_time_grid_focus (GtkWidget *widget, GtkDirectionType direction)
{
  TogTimeGrid *self = TOG_TIME_GRID (widget);
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  /* Tab goes in and out; arrows are bindings of their own. */
  if (priv->week == NULL || gtk_widget_get_focus_child (widget) != NULL)
    return FALSE;
  tog_time_grid_find_start (self);
  tog_time_grid_focus_cell (self, priv->cursor.column, priv->cursor.row);
  return TRUE;
}

/* Where nobody asked for a time in particular, as when a page opens, the popover
 * would only hide others. */
static gboolean
tog_time_grid_grab_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  TogTimeGridPrivate *priv = tog_time_grid_get_private (TOG_TIME_GRID (widget));

  if (!tog_time_grid_focus (widget, GTK_DIR_TAB_FORWARD))
    return FALSE;
  priv->marks_cursor = GTK_IS_WINDOW (root) && gtk_window_get_focus_visible (GTK_WINDOW (root));
  priv->tells_cursor = FALSE;
  return TRUE;
}

static void
tog_time_grid_constructed (GObject *object)
{
  TogTimeGrid *self = TOG_TIME_GRID (object);
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  G_OBJECT_CLASS (tog_time_grid_parent_class)->constructed (object);
  gtk_popover_set_child (GTK_POPOVER (priv->popover),
                         TOG_TIME_GRID_GET_CLASS (self)->create_note (self));
}

static void
tog_time_grid_dispose (GObject *object)
{
  TogTimeGrid *self = TOG_TIME_GRID (object);
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  tog_time_grid_watch_scrolling (self, FALSE);
  tog_time_grid_forget_labels (self);
  tog_time_grid_hide_note (self);
  g_clear_handle_id (&priv->point_timeout, g_source_remove);
  g_clear_pointer (&priv->popover, gtk_widget_unparent);
  g_ptr_array_set_size (priv->rows, 0);
  g_ptr_array_set_size (priv->parts, 0);
  priv->geometry.n_rows = 0;
  G_OBJECT_CLASS (tog_time_grid_parent_class)->dispose (object);
}

static void
tog_time_grid_finalize (GObject *object)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (TOG_TIME_GRID (object));

  g_ptr_array_unref (priv->rows);
  g_ptr_array_unref (priv->parts);
  g_ptr_array_unref (priv->labels);
  g_clear_pointer (&priv->week, tog_week_unref);
  g_clear_pointer (&priv->other_zone, tog_zone_unref);
  G_OBJECT_CLASS (tog_time_grid_parent_class)->finalize (object);
}

static void
tog_time_grid_class_init (TogTimeGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = tog_time_grid_constructed;
  object_class->dispose = tog_time_grid_dispose;
  object_class->finalize = tog_time_grid_finalize;
  widget_class->map = tog_time_grid_map;
  widget_class->unmap = tog_time_grid_unmap;
  widget_class->measure = tog_time_grid_measure;
  widget_class->size_allocate = tog_time_grid_size_allocate;
  widget_class->snapshot = tog_time_grid_snapshot;
  widget_class->focus = tog_time_grid_focus;
  widget_class->grab_focus = tog_time_grid_grab_focus;

  signals[TURN_WEEK] = g_signal_new ("turn-week",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     G_TYPE_INT);
  signals[SEEK_FREE] = g_signal_new ("seek-free",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     G_TYPE_INT);
  signals[AXIS_CHANGED] = g_signal_new ("axis-changed",
                                        G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        0);

  signals[SLOT_ACTIVATED] = g_signal_new ("slot-activated",
                                          G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_INT64);
  signals[MODEL_CHANGED] = g_signal_new ("model-changed",
                                         G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
  signals[CURSOR_MOVED] = g_signal_new ("cursor-moved",
                                        G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        0);

  tog_time_grid_add_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "time-grid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
}

static void
tog_time_grid_init (TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  priv->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  priv->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  priv->labels = g_ptr_array_new_with_free_func (g_free);
  priv->axis = tog_time_grid_add_part (self, "axis", "mine");
  priv->axis_their = tog_time_grid_add_part (self, "axis", "theirs");
  priv->pill = tog_time_grid_add_part (self, "pill", NULL);
  priv->hour = tog_time_grid_add_part (self, "line", "hour");
  priv->half = tog_time_grid_add_part (self, "line", "half");
  priv->day = tog_time_grid_add_part (self, "line", "day");
  priv->now_line = tog_time_grid_add_part (self, "now-line", NULL);
  priv->now_dot = tog_time_grid_add_part (self, "now-dot", NULL);

  tog_time_grid_add_note (self);
  tog_widget_follow_style (GTK_WIDGET (self));
}

static void
label_row (TogTimeGrid *self, guint row)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  g_autofree char *label = tog_format_minute (tog_week_get_row (priv->week, row)->minute);

  gtk_accessible_update_property (GTK_ACCESSIBLE (g_ptr_array_index (priv->rows, row)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
}

/* Whether @week has the same times of day in the same rows as the one before. */
static gboolean
same_rows (TogWeek *old, TogWeek *new)
{
  guint n_rows = tog_week_get_n_rows (new);

  if (old == NULL || tog_week_get_n_rows (old) != n_rows)
    return FALSE;
  for (guint row = 0; row < n_rows; row++)
    if (tog_week_get_row (old, row)->minute != tog_week_get_row (new, row)->minute)
      return FALSE;
  return TRUE;
}

/**
 * tog_time_grid_set_week:
 * @week: the days to show
 * @other_zone: (nullable): the zone of a second axis
 * @duration: of a session, in seconds
 * @now: the present, which a line marks
 *
 * Shows other days, or the same ones as they are now. Cells stay the same objects,
 * and the keyboard focus stays where it is. The caller says that what is in the
 * days changed, once it has.
 */
void
tog_time_grid_set_week (TogTimeGrid *self,
                        TogWeek *week,
                        TogZone *other_zone,
                        gint64 duration,
                        TogInstant now)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  guint n_rows = tog_week_get_n_rows (week);
  gboolean resize =
      n_rows != priv->geometry.n_rows || other_zone != priv->other_zone ||
      (priv->week != NULL && tog_week_get_zone (priv->week) != tog_week_get_zone (week));
  gboolean relabel = !same_rows (priv->week, week);
  TogWeek *old = priv->week;

  g_return_if_fail (TOG_IS_TIME_GRID (self));

  if (old == NULL || tog_week_get_day (old, 0) != tog_week_get_day (week, 0))
    for (guint column = 0; column < TOG_WEEK_DAYS; column++)
      priv->widened[column] = FALSE;
  if (old != week)
    tog_time_grid_unmark_start (self);
  priv->week = tog_week_ref (week);
  priv->duration = duration;
  priv->now = now;
  g_clear_pointer (&old, tog_week_unref);
  if (priv->other_zone != other_zone)
    {
      g_clear_pointer (&priv->other_zone, tog_zone_unref);
      priv->other_zone = other_zone != NULL ? tog_zone_ref (other_zone) : NULL;
    }

  while (priv->rows->len < n_rows)
    {
      TogGridRow *row = tog_grid_row_new (&priv->geometry, priv->rows->len);

      gtk_widget_insert_before (GTK_WIDGET (row), GTK_WIDGET (self), priv->popover);
      g_ptr_array_add (priv->rows, row);
    }
  priv->geometry.n_rows = n_rows;
  for (guint row = 0; row < priv->rows->len; row++)
    {
      gtk_widget_set_visible (g_ptr_array_index (priv->rows, row), row < n_rows);
      if (row < n_rows && relabel)
        label_row (self, row);
    }
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    for (guint row = 0; row < n_rows; row++)
      {
        GtkWidget *cell = GTK_WIDGET (tog_time_grid_get_cell (self, column, row));
        gboolean exists = tog_time_grid_has_cell (self, column, row);

        if (gtk_widget_get_focusable (cell) != exists)
          gtk_widget_set_focusable (cell, exists);
      }
  if (priv->only_day)
    tog_time_grid_show_cells (self);
  priv->pointed.set = FALSE;
  if (resize)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  tog_time_grid_refresh (self);
}

/**
 * tog_time_grid_changed:
 * @first_row: whose cells are looked at first
 *
 * What is in the days is another than before.
 */
void
tog_time_grid_changed (TogTimeGrid *self, guint first_row)
{
  g_return_if_fail (TOG_IS_TIME_GRID (self));

  tog_time_grid_update_days (self);
  tog_time_grid_relabel (self, first_row);
  g_signal_emit (self, signals[MODEL_CHANGED], 0);
}

/**
 * tog_time_grid_get_now:
 *
 * Returns: the present, as it is shown
 */
TogInstant
tog_time_grid_get_now (TogTimeGrid *self)
{
  g_return_val_if_fail (TOG_IS_TIME_GRID (self), 0);

  return tog_time_grid_get_private (self)->now;
}

/**
 * tog_time_grid_get_week:
 *
 * Returns: (transfer none) (nullable): the days shown
 */
TogWeek *
tog_time_grid_get_week (TogTimeGrid *self)
{
  g_return_val_if_fail (TOG_IS_TIME_GRID (self), NULL);

  return tog_time_grid_get_private (self)->week;
}

/**
 * tog_time_grid_add_part:
 *
 * Adds something to draw with.
 *
 * Returns: (transfer none)
 */
TogGridPart *
tog_time_grid_add_part (TogTimeGrid *self, const char *css_name, const char *css_class)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  TogGridPart *part = tog_grid_part_new (css_name, css_class);

  gtk_widget_set_parent (GTK_WIDGET (part), GTK_WIDGET (self));
  g_ptr_array_add (priv->parts, part);
  return part;
}
