#include "config.h"

#include "tog-heat-grid-private.h"

#include <glib/gi18n.h>

/**
 * TogHeatGrid:
 *
 * How many of a group can, for each start of a week. Blank means everyone. Where
 * one day is all that is shown there is room for names.
 *
 * # CSS nodes
 * In addition to those of TogTimeGrid and TogHeatPainter:
 * |[<!-- language="plain" -->
 * time-grid
 * ├── moved                       around the time of a session that is to be moved
 * ├── ring[.bookable][.focused]   around the session that would start where one looks
 * ╰── number                      of a best time
 * ]|
 */

G_DEFINE_FINAL_TYPE (TogHeatGrid, tog_heat_grid, TOG_TYPE_TIME_GRID)

static GtkWidget *
tog_heat_grid_create_note (TogTimeGrid *grid)
{
  TogHeatGrid *self = TOG_HEAT_GRID (grid);

  self->note = tog_heat_note_new ();
  return GTK_WIDGET (self->note);
}

static void
tog_heat_grid_update_note (TogTimeGrid *grid, guint column, guint row)
{
  TogHeatGrid *self = TOG_HEAT_GRID (grid);
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self->note), GTK_TYPE_POPOVER);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  guint only_day;

  tog_heat_note_show (self->note, self->model, self->speech, column, row);
  /* It is tall: beside the day it hides less of what one may want to look at next. */
  if (popover != NULL && !tog_time_grid_get_only_day (grid, &only_day))
    gtk_popover_set_position (GTK_POPOVER (popover), rtl ? GTK_POS_LEFT : GTK_POS_RIGHT);
}

static gboolean
tog_heat_grid_find_free (TogTimeGrid *grid, int direction, guint *column, guint *row)
{
  TogHeatGrid *self = TOG_HEAT_GRID (grid);
  TogInstant start;

  return self->model != NULL && tog_heat_grid_find_best (self, direction, &start) &&
         tog_week_find_cell (tog_heat_model_get_week (self->model), start, column, row);
}

static gboolean
tog_heat_grid_is_bookable (TogTimeGrid *grid, guint column, guint row)
{
  return tog_heat_cell_is_open (tog_heat_model_get_cell (TOG_HEAT_GRID (grid)->model, column, row));
}

static char *
tog_heat_grid_dup_label (TogTimeGrid *grid, guint column, guint row)
{
  return tog_heat_speech_dup_cell (TOG_HEAT_GRID (grid)->speech, column, row);
}

static char *
tog_heat_grid_dup_start (TogTimeGrid *grid, guint column, guint row)
{
  return tog_heat_speech_dup_start (TOG_HEAT_GRID (grid)->speech, column, row);
}

static gboolean
tog_heat_grid_is_closed (TogTimeGrid *grid, guint column)
{
  TogHeatGrid *self = TOG_HEAT_GRID (grid);

  return self->model != NULL && tog_heat_model_is_closed (self->model, column);
}

static guint
tog_heat_grid_find_first (TogTimeGrid *grid, guint column)
{
  TogHeatGrid *self = TOG_HEAT_GRID (grid);
  guint row;

  if (!tog_heat_model_find_most (self->model, column, &row))
    row = tog_heat_model_get_first_row (self->model);
  return row;
}

static char *
tog_heat_grid_dup_day_state (TogTimeGrid *grid, guint column, gboolean *quiet)
{
  TogHeatGrid *self = TOG_HEAT_GRID (grid);
  guint row;

  *quiet = tog_heat_model_is_loaded (self->model) &&
           (!tog_heat_model_find_most (self->model, column, &row) ||
            tog_heat_model_is_closed (self->model, column));
  if (!tog_heat_model_is_closed (self->model, column))
    return tog_heat_speech_dup_day_state (self->speech, column);
  return g_strdup (tog_time_grid_is_small (grid, column) ? _ ("nobody works, press to widen")
                                                         : _ ("nobody works, press to narrow"));
}

static void
cursor_moved_cb (TogHeatGrid *self)
{
  /* It may be another day that is shown. */
  g_ptr_array_set_size (self->details, 0);
}

static void
tog_heat_grid_dispose (GObject *object)
{
  TogHeatGrid *self = TOG_HEAT_GRID (object);

  g_clear_pointer (&self->painter, tog_heat_painter_free);
  G_OBJECT_CLASS (tog_heat_grid_parent_class)->dispose (object);
}

static void
tog_heat_grid_finalize (GObject *object)
{
  TogHeatGrid *self = TOG_HEAT_GRID (object);

  g_array_unref (self->best);
  g_ptr_array_unref (self->details);
  g_clear_pointer (&self->speech, tog_heat_speech_free);
  g_clear_pointer (&self->model, tog_heat_model_unref);
  G_OBJECT_CLASS (tog_heat_grid_parent_class)->finalize (object);
}

static void
tog_heat_grid_class_init (TogHeatGridClass *klass)
{
  TogTimeGridClass *grid_class = TOG_TIME_GRID_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tog_heat_grid_dispose;
  G_OBJECT_CLASS (klass)->finalize = tog_heat_grid_finalize;
  grid_class->draw_cells = tog_heat_grid_draw_cells;
  grid_class->draw_labels = tog_heat_grid_draw_labels;
  grid_class->draw_block = tog_heat_grid_draw_block;
  grid_class->create_note = tog_heat_grid_create_note;
  grid_class->update_note = tog_heat_grid_update_note;
  grid_class->find_free = tog_heat_grid_find_free;
  grid_class->is_bookable = tog_heat_grid_is_bookable;
  grid_class->dup_label = tog_heat_grid_dup_label;
  grid_class->dup_start = tog_heat_grid_dup_start;
  grid_class->is_closed = tog_heat_grid_is_closed;
  grid_class->find_first = tog_heat_grid_find_first;
  grid_class->dup_day_state = tog_heat_grid_dup_day_state;
}

static void
tog_heat_grid_init (TogHeatGrid *self)
{
  self->best = g_array_new (FALSE, FALSE, sizeof (TogBestTime));
  self->details = g_ptr_array_new_with_free_func (g_free);
  self->painter = tog_heat_painter_new (GTK_WIDGET (self));
  self->moved = tog_time_grid_add_part (TOG_TIME_GRID (self), "moved", NULL);
  self->ring = tog_time_grid_add_part (TOG_TIME_GRID (self), "ring", NULL);
  self->number = tog_time_grid_add_part (TOG_TIME_GRID (self), "number", NULL);
  g_signal_connect (self, "cursor-moved", G_CALLBACK (cursor_moved_cb), NULL);
}

/**
 * tog_heat_grid_new:
 */
GtkWidget *
tog_heat_grid_new (void)
{
  return g_object_new (TOG_TYPE_HEAT_GRID, NULL);
}

/**
 * tog_heat_grid_set_model:
 * @model: what to show
 *
 * Shows another week, or the same one as it is now. The keyboard focus stays where
 * it is.
 */
void
tog_heat_grid_set_model (TogHeatGrid *self, TogHeatModel *model)
{
  g_autoptr (TogHeatModel) old = g_steal_pointer (&self->model);

  g_return_if_fail (TOG_IS_HEAT_GRID (self));

  self->model = tog_heat_model_ref (model);
  g_clear_pointer (&self->speech, tog_heat_speech_free);
  self->speech = tog_heat_speech_new (model);
  g_ptr_array_set_size (self->details, 0);
  tog_time_grid_set_week (TOG_TIME_GRID (self),
                          tog_heat_model_get_week (model),
                          NULL,
                          tog_heat_model_get_duration (model),
                          tog_heat_model_get_now (model));
  tog_time_grid_changed (TOG_TIME_GRID (self), tog_heat_model_get_first_row (model));
}

/**
 * tog_heat_grid_get_model:
 *
 * Returns: (transfer none) (nullable): what is shown
 */
TogHeatModel *
tog_heat_grid_get_model (TogHeatGrid *self)
{
  g_return_val_if_fail (TOG_IS_HEAT_GRID (self), NULL);

  return self->model;
}

/**
 * tog_heat_grid_get_speech:
 *
 * Returns: (transfer none) (nullable): what is shown, in words
 */
TogHeatSpeech *
tog_heat_grid_get_speech (TogHeatGrid *self)
{
  g_return_val_if_fail (TOG_IS_HEAT_GRID (self), NULL);

  return self->speech;
}

/**
 * tog_heat_grid_set_best:
 * @best: (array length=n_best): the starts to propose, best first, of whatever week
 *
 * Gives those that are in the week a badge with their number.
 */
void
tog_heat_grid_set_best (TogHeatGrid *self, const TogBestTime *best, gsize n_best)
{
  g_return_if_fail (TOG_IS_HEAT_GRID (self));

  g_array_set_size (self->best, 0);
  if (n_best > 0)
    g_array_append_vals (self->best, best, (guint) n_best);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * tog_heat_grid_find_best:
 * @direction: 1 for the next, -1 for the one before
 * @start: (out): which may be in another week
 *
 * Goes through what was set as best, from the start where the keyboard is on, and
 * round. Where it is on none the next is the first and the one before the last.
 *
 * Returns: whether there are any
 */
gboolean
tog_heat_grid_find_best (TogHeatGrid *self, int direction, TogInstant *start)
{
  TogGridPlace cursor;
  int n = (int) self->best->len;
  int next = direction > 0 ? 0 : n - 1;
  TogInstant at;

  g_return_val_if_fail (TOG_IS_HEAT_GRID (self), FALSE);

  if (n == 0)
    return FALSE;
  cursor = tog_time_grid_get_private (TOG_TIME_GRID (self))->cursor;
  if (cursor.set && self->model != NULL &&
      tog_week_get_cell (tog_heat_model_get_week (self->model), cursor.column, cursor.row, &at))
    for (int i = 0; i < n; i++)
      if (g_array_index (self->best, TogBestTime, i).start == at)
        next = (i + direction + n) % n;
  *start = g_array_index (self->best, TogBestTime, next).start;
  return TRUE;
}

/**
 * tog_heat_grid_find_first_best:
 * @start: (out): the best one that is in the week
 *
 * Returns: whether there is one
 */
gboolean
tog_heat_grid_find_first_best (TogHeatGrid *self, TogInstant *start)
{
  g_return_val_if_fail (TOG_IS_HEAT_GRID (self), FALSE);

  for (guint i = 0; self->model != NULL && i < self->best->len; i++)
    {
      *start = g_array_index (self->best, TogBestTime, i).start;
      if (tog_week_find_cell (tog_heat_model_get_week (self->model), *start, NULL, NULL))
        return TRUE;
    }
  return FALSE;
}

/**
 * tog_heat_grid_focus:
 * @start: of a session
 *
 * Puts the keyboard focus on a start.
 *
 * Returns: whether it is in the week that is shown
 */
gboolean
tog_heat_grid_focus (TogHeatGrid *self, TogInstant start)
{
  guint column, row;

  g_return_val_if_fail (TOG_IS_HEAT_GRID (self), FALSE);

  if (self->model == NULL ||
      !tog_week_find_cell (tog_heat_model_get_week (self->model), start, &column, &row))
    return FALSE;
  tog_time_grid_focus_cell (TOG_TIME_GRID (self), column, row);
  return TRUE;
}

/**
 * tog_heat_grid_begin:
 *
 * Scrolls to where the day of who looks begins, and has the keyboard begin at the
 * best start of the week.
 */
void
tog_heat_grid_begin (TogHeatGrid *self)
{
  TogTimeGrid *grid = TOG_TIME_GRID (self);
  guint column, row;
  TogInstant start;
  TogWeek *week;

  g_return_if_fail (TOG_IS_HEAT_GRID (self));

  if (self->model == NULL)
    return;
  week = tog_heat_model_get_week (self->model);
  if (tog_heat_grid_find_first_best (self, &start) &&
      tog_week_find_cell (week, start, &column, &row))
    tog_time_grid_set_cursor (grid, column, row);
  tog_time_grid_begin_at (grid, tog_heat_model_get_first_row (self->model));
}
