#include "config.h"

#include "tog-heat-day.h"

#include "tog-heat-bar.h"
#include "tog-heat-legend.h"
#include "tog-week-strip.h"

#include <glib/gi18n.h>

struct _TogHeatDay
{
  GtkWidget parent_instance;

  TogWeekStrip *strip;
  TogHeatBar *bars[TOG_WEEK_DAYS];
  TogHeatLegend *legend;
  TogHeatGrid *grid;
  gboolean chosen;     /* whether a start was chosen, by whomever */
  TogInstant selected; /* the start that was told last; 0 if none */
};

enum
{
  SLOT_SELECTED,
  SLOT_ACTIVATED,
  TURN_WEEK,
  SEEK_FREE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogHeatDay, tog_heat_day, GTK_TYPE_WIDGET)

/* Says which start is looked at, if it is another one. */
static void
update_selected (TogHeatDay *self)
{
  TogTimeGrid *grid = TOG_TIME_GRID (self->grid);
  guint column, row;
  TogInstant start;

  tog_time_grid_get_cursor (grid, &column, &row);
  tog_week_strip_select (self->strip, column);
  if (!tog_week_get_cell (tog_time_grid_get_week (grid), column, row, &start) ||
      start == self->selected)
    return;
  self->selected = start;
  g_signal_emit (self, signals[SLOT_SELECTED], 0, start);
}

static void
cursor_moved_cb (TogHeatDay *self)
{
  if (tog_heat_grid_get_model (self->grid) == NULL)
    return;
  self->chosen = TRUE;
  update_selected (self);
}

/* Goes to a cell without taking the keyboard focus from wherever it is. */
static void
go_to (TogHeatDay *self, guint column, guint row)
{
  tog_time_grid_set_cursor (TOG_TIME_GRID (self->grid), column, row);
  tog_time_grid_begin_at (TOG_TIME_GRID (self->grid), row);
}

static void
day_selected_cb (TogHeatDay *self, guint column)
{
  TogHeatModel *model = tog_heat_grid_get_model (self->grid);
  guint at_column, row;

  if (model == NULL)
    return;
  tog_time_grid_get_cursor (TOG_TIME_GRID (self->grid), &at_column, &row);
  if (at_column == column)
    return;
  tog_heat_model_find_most (model, column, &row);
  go_to (self, column, row);
}

static void
slot_activated_cb (TogHeatDay *self, gint64 start)
{
  g_signal_emit (self, signals[SLOT_ACTIVATED], 0, start);
}

static void
turn_week_cb (TogHeatDay *self, int weeks)
{
  g_signal_emit (self, signals[TURN_WEEK], 0, weeks);
}

static void
seek_free_cb (TogHeatDay *self, int direction)
{
  g_signal_emit (self, signals[SEEK_FREE], 0, direction);
}

static void
tog_heat_day_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tog_heat_day_parent_class)->dispose (object);
}

static void
tog_heat_day_class_init (TogHeatDayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tog_heat_day_dispose;
  signals[SLOT_SELECTED] = g_signal_new ("slot-selected",
                                         G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_INT64);
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
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "heat-day");
}

static void
tog_heat_day_init (TogHeatDay *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *viewport = gtk_viewport_new (NULL, NULL);

  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  self->strip = TOG_WEEK_STRIP (tog_week_strip_new ());
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    {
      self->bars[column] = TOG_HEAT_BAR (tog_heat_bar_new ());
      tog_week_strip_set_mark (self->strip, column, GTK_WIDGET (self->bars[column]));
    }
  self->legend = TOG_HEAT_LEGEND (tog_heat_legend_new ());
  tog_heat_legend_set_narrow (self->legend, TRUE);
  self->grid = TOG_HEAT_GRID (tog_heat_grid_new ());
  tog_time_grid_set_only_day (TOG_TIME_GRID (self->grid), 0);

  /* The grid itself knows best what of it has to be in sight. */
  gtk_viewport_set_scroll_to_focus (GTK_VIEWPORT (viewport), FALSE);
  gtk_viewport_set_child (GTK_VIEWPORT (viewport), GTK_WIDGET (self->grid));
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), viewport);
  gtk_widget_set_vexpand (scrolled, TRUE);

  gtk_widget_set_parent (GTK_WIDGET (self->strip), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->legend), GTK_WIDGET (self));
  gtk_widget_set_parent (scrolled, GTK_WIDGET (self));

  g_signal_connect_swapped (self->strip, "day-selected", G_CALLBACK (day_selected_cb), self);
  g_signal_connect_swapped (self->grid, "cursor-moved", G_CALLBACK (cursor_moved_cb), self);
  g_signal_connect_swapped (self->grid, "slot-activated", G_CALLBACK (slot_activated_cb), self);
  g_signal_connect_swapped (self->grid, "turn-week", G_CALLBACK (turn_week_cb), self);
  g_signal_connect_swapped (self->grid, "seek-free", G_CALLBACK (seek_free_cb), self);
}

/**
 * tog_heat_day_new:
 */
GtkWidget *
tog_heat_day_new (void)
{
  return g_object_new (TOG_TYPE_HEAT_DAY, NULL);
}

/**
 * tog_heat_day_get_grid:
 *
 * Returns: (transfer none): the day at full width
 */
TogHeatGrid *
tog_heat_day_get_grid (TogHeatDay *self)
{
  g_return_val_if_fail (TOG_IS_HEAT_DAY (self), NULL);

  return self->grid;
}

/* Which rows are worth looking at on some day. */
static void
find_rows (TogHeatModel *model, guint *from, guint *to)
{
  guint n_rows = tog_week_get_n_rows (tog_heat_model_get_week (model));

  *from = n_rows;
  *to = 0;
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    for (guint row = 0; row < n_rows; row++)
      {
        const TogHeatCell *cell = tog_heat_model_get_cell (model, column, row);

        if (!cell->judged || cell->off)
          continue;
        *from = MIN (*from, row);
        *to = MAX (*to, row + 1);
      }
  if (*from < *to)
    return;
  *from = 0;
  *to = n_rows;
}

static void
update_strip (TogHeatDay *self, TogHeatModel *model)
{
  TogWeek *week = tog_heat_model_get_week (model);
  TogHeatSpeech *speech = tog_heat_grid_get_speech (self->grid);
  guint from, to;

  find_rows (model, &from, &to);
  tog_week_strip_set_week (
      self->strip,
      week,
      tog_zone_to_wall (tog_week_get_zone (week), tog_heat_model_get_now (model)).day);
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    {
      g_autofree char *day = tog_heat_speech_dup_day (speech, column);
      g_autofree char *state = tog_heat_speech_dup_day_state (speech, column);
      g_autofree char *label = g_strdup_printf (C_ ("day, what of it", "%s, %s"), day, state);

      tog_week_strip_set_label (self->strip, column, label);
      tog_heat_bar_show (self->bars[column], model, column, from, to);
    }
}

/* Where nothing was chosen yet: the best time that was proposed, or else of the
 * first day that has one, or the present. */
static void
begin (TogHeatDay *self)
{
  TogHeatModel *model = tog_heat_grid_get_model (self->grid);
  TogWeek *week = tog_heat_model_get_week (model);
  guint column = 0;
  guint row = tog_heat_model_get_first_row (model);
  TogInstant best;

  if (!tog_heat_grid_find_first_best (self->grid, &best) ||
      !tog_week_find_cell (week, best, &column, &row))
    while (column < TOG_WEEK_DAYS - 1 && !tog_heat_model_find_most (model, column, &row))
      column++;
  go_to (self, column, row);
  self->chosen = FALSE;
}

/**
 * tog_heat_day_set_model:
 * @model: what to show
 *
 * Shows another week, or the same one as it is now. What is chosen stays at its
 * weekday and time.
 */
void
tog_heat_day_set_model (TogHeatDay *self, TogHeatModel *model)
{
  const TogHeatMap *map = tog_heat_model_get_map (model);
  TogHeat heat = { 0 };

  g_return_if_fail (TOG_IS_HEAT_DAY (self));

  if (map != NULL && tog_heat_map_get_heat (map, tog_heat_map_get_range (map).start, &heat))
    tog_heat_legend_set_people (self->legend, heat.n_people);
  tog_heat_grid_set_model (self->grid, model);
  update_strip (self, model);
  if (!self->chosen)
    begin (self);
  update_selected (self);
}

/**
 * tog_heat_day_set_best:
 * @best: (array length=n_best): the starts to propose, best first
 */
void
tog_heat_day_set_best (TogHeatDay *self, const TogBestTime *best, gsize n_best)
{
  g_return_if_fail (TOG_IS_HEAT_DAY (self));

  tog_heat_grid_set_best (self->grid, best, n_best);
  if (!self->chosen && tog_heat_grid_get_model (self->grid) != NULL)
    begin (self);
}

/**
 * tog_heat_day_select:
 * @start: of a session
 *
 * Chooses a start that is in the week, and shows its day. The keyboard focus stays
 * where it is.
 */
void
tog_heat_day_select (TogHeatDay *self, TogInstant start)
{
  TogHeatModel *model;
  guint column, row;

  g_return_if_fail (TOG_IS_HEAT_DAY (self));

  model = tog_heat_grid_get_model (self->grid);
  if (model == NULL || !tog_week_find_cell (tog_heat_model_get_week (model), start, &column, &row))
    return;
  go_to (self, column, row);
  self->chosen = TRUE;
}
