#include "config.h"

#include "tog-heat-grid.h"

#include "tog-format.h"
#include "tog-heat-note.h"
#include "tog-heat-painter.h"
#include "tog-time-grid-private.h"

#include <glib/gi18n.h>
#include <string.h>

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
 * ├── ring[.bookable][.focused]   around the session that would start where one looks
 * ╰── number                      of a best time
 * ]|
 */

/* Pixels that words keep from the edges of their run, and numbers from their own. */
#define LABEL_PADDING 8
#define NUMBER_PADDING 7
#define DETAIL_GAP 8

/* How much of what it surrounds the ring covers. */
#define RING_WIDTH 3

/* Shorter ones than two quarter hours have no room for a figure. */
#define LABELLED_ROWS 2

struct _TogHeatGrid
{
  TogTimeGrid parent_instance;

  TogHeatModel *model;   /* (owned) (nullable) */
  TogHeatSpeech *speech; /* (owned) (nullable): of @model */
  GArray *best;          /* (owned) (element-type TogBestTime) */
  GPtrArray *details;    /* (owned) (element-type utf8): who can't, by rows of the only day */

  TogHeatNote *note;       /* (not owned): in the popover */
  TogHeatPainter *painter; /* (owned) */
  TogGridPart *ring;       /* (not owned) */
  TogGridPart *number;     /* (not owned) */
};

G_DEFINE_FINAL_TYPE (TogHeatGrid, tog_heat_grid, TOG_TYPE_TIME_GRID)

static gboolean
is_open (const TogHeatCell *cell)
{
  return cell->exists && cell->judged && cell->verdict == TOG_VERDICT_AVAILABLE;
}

/* Who can't, where it is written into the grid. */
static const char *
get_detail (TogHeatGrid *self, guint column, guint row)
{
  const TogHeatCell *cell = tog_heat_model_get_cell (self->model, column, row);

  while (self->details->len <= row)
    g_ptr_array_add (self->details, NULL);
  if (g_ptr_array_index (self->details, row) == NULL)
    {
      char *detail = is_open (cell) && !cell->off && cell->heat.n_can > 0
                         ? tog_heat_speech_dup_without (self->speech, cell)
                         : NULL;

      g_ptr_array_index (self->details, row) = detail != NULL ? detail : g_strdup ("");
    }
  return g_ptr_array_index (self->details, row);
}

static void
forget_details (TogHeatGrid *self)
{
  g_ptr_array_set_size (self->details, 0);
}

/* What is drawn as one from a row on: a run, or where names are written only as
 * much of it as they hold for. */
static guint
find_end (TogHeatGrid *self, guint column, guint row, guint run_end)
{
  guint only_day, end = row + 1;

  if (!tog_time_grid_get_only_day (TOG_TIME_GRID (self), &only_day))
    return run_end;
  while (end < run_end &&
         strcmp (get_detail (self, column, row), get_detail (self, column, end)) == 0)
    end++;
  return end;
}

typedef void (*DrawRun) (TogHeatGrid *self, GtkSnapshot *snapshot, guint column, TogHeatRun run);

static void
draw_runs (TogHeatGrid *self, GtkSnapshot *snapshot, DrawRun draw)
{
  guint only_day;
  gboolean one = tog_time_grid_get_only_day (TOG_TIME_GRID (self), &only_day);

  for (guint column = 0; self->model != NULL && column < TOG_WEEK_DAYS; column++)
    {
      gsize n_runs;
      const TogHeatRun *runs = tog_heat_model_get_runs (self->model, column, &n_runs);

      if (one && column != only_day)
        continue;
      for (gsize i = 0; i < n_runs; i++)
        for (guint from = runs[i].from, to; from < runs[i].to; from = to)
          {
            to = find_end (self, column, from, runs[i].to);
            draw (self, snapshot, column, (TogHeatRun){ from, to });
          }
    }
}

/* Whether what begins in a row differs for the eye from what is before it. */
static gboolean
has_edge (TogHeatGrid *self, guint column, const TogHeatCell *before, guint row)
{
  const TogHeatCell *cell;
  guint only_day;

  if (row >= tog_week_get_n_rows (tog_heat_model_get_week (self->model)) || !is_open (before) ||
      tog_time_grid_get_only_day (TOG_TIME_GRID (self), &only_day))
    return TRUE;
  cell = tog_heat_model_get_cell (self->model, column, row);
  return !is_open (cell) || cell->step != before->step || cell->off != before->off ||
         (cell->heat.n_unknown > 0) != (before->heat.n_unknown > 0);
}

static void
draw_run (TogHeatGrid *self, GtkSnapshot *snapshot, guint column, TogHeatRun run)
{
  GdkRectangle area = tog_time_grid_get_area (TOG_TIME_GRID (self), column, run.from, run.to);
  const TogHeatCell *cell = tog_heat_model_get_cell (self->model, column, run.from);

  /* A hair of the background parts what differs; in a large group a shade stands
   * for several numbers, and would be nothing but hairs. */
  if (has_edge (self, column, cell, run.to))
    area.height -= 1;
  tog_heat_painter_draw (self->painter, snapshot, cell, area);
}

static void
tog_heat_grid_draw_cells (TogTimeGrid *grid, GtkSnapshot *snapshot)
{
  draw_runs (TOG_HEAT_GRID (grid), snapshot, draw_run);
}

/* Whether the day before says the same of the same rows, so that it need not be
 * said again. */
static gboolean
was_said (TogHeatGrid *self, guint column, TogHeatRun run)
{
  const TogHeatCell *cell = tog_heat_model_get_cell (self->model, column, run.from);
  const TogHeatRun *runs;
  gsize n_runs;
  guint only_day;

  if (column == 0 || tog_time_grid_get_only_day (TOG_TIME_GRID (self), &only_day))
    return FALSE;
  runs = tog_heat_model_get_runs (self->model, column - 1, &n_runs);
  for (gsize i = 0; i < n_runs; i++)
    {
      const TogHeatCell *other = tog_heat_model_get_cell (self->model, column - 1, runs[i].from);

      if (runs[i].from <= run.from && runs[i].to >= run.to)
        return other->exists == cell->exists && other->judged == cell->judged &&
               other->verdict == cell->verdict && (other->off == cell->off || !is_open (cell));
    }
  return FALSE;
}

/* What stands where there is no figure, or beside it; NULL for nothing. */
static char *
dup_remark (TogHeatGrid *self, guint column, TogHeatRun run)
{
  const TogHeatCell *cell = tog_heat_model_get_cell (self->model, column, run.from);
  guint only_day;

  if (cell->exists && cell->verdict == TOG_VERDICT_PAST)
    return NULL;
  if (!cell->exists && tog_week_get_row (tog_heat_model_get_week (self->model), run.from)->repeated)
    return NULL;
  if (is_open (cell) && !cell->off)
    return tog_time_grid_get_only_day (TOG_TIME_GRID (self), &only_day)
               ? g_strdup (get_detail (self, column, run.from))
               : NULL;
  if (was_said (self, column, run))
    return NULL;
  if (!cell->exists)
    return g_strdup (_ ("Clocks change"));
  if (!cell->judged)
    return g_strdup (_ ("Not loaded"));
  return g_strdup (is_open (cell) ? _ ("Outside working hours") : _ ("Too far ahead"));
}

static char *
dup_figure (TogHeatGrid *self, const TogHeatCell *cell)
{
  guint only_day;

  if (!is_open (cell))
    return NULL;
  if (!tog_time_grid_get_only_day (TOG_TIME_GRID (self), &only_day) ||
      cell->heat.n_can == cell->heat.n_people)
    return tog_heat_speech_dup_figure (cell);
  return tog_heat_speech_dup_of (cell->heat);
}

/* Writes a line, or several, and clears what is hatched behind it. */
static void
draw_words (TogHeatGrid *self,
            GtkSnapshot *snapshot,
            const TogHeatCell *cell,
            const char *text,
            gboolean strong,
            GdkRectangle room)
{
  TogGridPart *part = tog_heat_painter_get_text (self->painter, cell, strong);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int width, height, lines;

  if (room.width <= 0)
    return;
  tog_grid_part_measure (part, text, &width, &height);
  lines = MAX (1, room.height / height);
  if (is_open (cell))
    {
      GdkRectangle plate = { 0, room.y, MIN (width, room.width) + 6, height };

      plate.x = (rtl ? room.x + room.width - plate.width + 3 : room.x - 3);
      if (width > room.width)
        plate.height = MIN (lines, (width + room.width - 1) / room.width) * height;
      tog_heat_painter_draw_plate (self->painter, snapshot, cell, plate);
    }
  tog_grid_part_draw_text (part, snapshot, text, room.x, room.y, room.width, lines, rtl ? 1 : 0);
}

/* Moves words out of the way of the ring around the session that is looked at. */
static gboolean
avoid_ring (TogHeatGrid *self, guint column, const GdkRectangle *area, int height, int *y)
{
  TogTimeGrid *grid = TOG_TIME_GRID (self);
  gboolean focused;
  TogGridPlace shown = tog_time_grid_get_shown (grid, &focused);
  GdkRectangle ring;

  if (!shown.set || shown.column != column)
    return TRUE;
  ring = tog_time_grid_get_block_area (grid, column, shown.row);
  if (*y<ring.y + RING_WIDTH && * y + height> ring.y)
    *y = ring.y + RING_WIDTH;
  if (*y<ring.y + ring.height && * y + height> ring.y + ring.height - RING_WIDTH)
    *y = ring.y + ring.height;
  return *y + height <= area->y + area->height;
}

static void
draw_label (TogHeatGrid *self, GtkSnapshot *snapshot, guint column, TogHeatRun run)
{
  TogTimeGrid *grid = TOG_TIME_GRID (self);
  const TogHeatCell *cell = tog_heat_model_get_cell (self->model, column, run.from);
  GdkRectangle area = tog_time_grid_get_area (grid, column, run.from, run.to);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean strong = is_open (cell) && (cell->heat.n_can == cell->heat.n_people);
  g_autofree char *figure = NULL;
  g_autofree char *remark = NULL;
  GdkRectangle room;
  guint only_day;
  int width, height, lines;

  if (run.to - run.from < LABELLED_ROWS)
    return;
  strong = strong || tog_time_grid_get_only_day (grid, &only_day);
  figure = dup_figure (self, cell);
  /* A day without room for more than a figure has no room for what is said of it. */
  if (area.width > tog_time_grid_get_geometry (grid)->small_width)
    remark = dup_remark (self, column, run);
  tog_grid_part_measure (tog_heat_painter_get_text (self->painter, cell, strong),
                         figure != NULL ? figure : "",
                         &width,
                         &height);
  room = (GdkRectangle){ area.x + LABEL_PADDING, 0, area.width - 2 * LABEL_PADDING, 0 };
  if (!tog_time_grid_place_label (grid, &area, height, &room.y, &lines) ||
      !avoid_ring (self, column, &area, height, &room.y))
    return;
  room.height = area.y + area.height - room.y;
  if (figure != NULL)
    {
      GdkRectangle first = room;

      first.height = height;
      draw_words (self, snapshot, cell, figure, strong, first);
      room.width -= width + DETAIL_GAP;
      room.x += rtl ? 0 : width + DETAIL_GAP;
    }
  if (remark != NULL && *remark != '\0')
    draw_words (self, snapshot, cell, remark, FALSE, room);
}

static void
draw_number (TogHeatGrid *self, GtkSnapshot *snapshot, guint number, guint column, guint row)
{
  TogTimeGrid *grid = TOG_TIME_GRID (self);
  GdkRectangle area = tog_time_grid_get_area (grid, column, row, row + 1);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  g_autofree char *text = tog_format_count (number, FALSE);
  int width, height;

  if (area.width == 0)
    return;
  tog_grid_part_measure (self->number, text, &width, &height);
  width = MAX (height + 4, width + 2 * NUMBER_PADDING);
  height += 4;
  area.x = rtl ? area.x + 6 : area.x + area.width - width - 6;
  tog_grid_part_draw (self->number, snapshot, area.x, area.y + 2, width, height);
  tog_grid_part_draw_text (self->number, snapshot, text, area.x, area.y + 4, width, 1, 0.5);
}

static void
tog_heat_grid_draw_labels (TogTimeGrid *grid, GtkSnapshot *snapshot)
{
  TogHeatGrid *self = TOG_HEAT_GRID (grid);

  draw_runs (self, snapshot, draw_label);
  for (guint i = 0; self->model != NULL && i < self->best->len; i++)
    {
      TogInstant start = g_array_index (self->best, TogBestTime, i).start;
      guint column, row;

      if (tog_week_find_cell (tog_heat_model_get_week (self->model), start, &column, &row) &&
          is_open (tog_heat_model_get_cell (self->model, column, row)))
        draw_number (self, snapshot, i + 1, column, row);
    }
}

static void
tog_heat_grid_draw_block (TogTimeGrid *grid,
                          GtkSnapshot *snapshot,
                          guint column,
                          guint row,
                          gboolean focused)
{
  TogHeatGrid *self = TOG_HEAT_GRID (grid);
  GdkRectangle area = tog_time_grid_get_block_area (grid, column, row);
  gboolean bookable = is_open (tog_heat_model_get_cell (self->model, column, row));

  if (bookable != gtk_widget_has_css_class (GTK_WIDGET (self->ring), "bookable") ||
      focused != gtk_widget_has_css_class (GTK_WIDGET (self->ring), "focused"))
    {
      const char *classes[3] = { NULL };
      guint n = 0;

      if (bookable)
        classes[n++] = "bookable";
      if (focused)
        classes[n++] = "focused";
      gtk_widget_set_css_classes (GTK_WIDGET (self->ring), classes);
    }
  tog_grid_part_draw (self->ring, snapshot, area.x, area.y, area.width, area.height);
}

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
  return is_open (tog_heat_model_get_cell (TOG_HEAT_GRID (grid)->model, column, row));
}

static char *
tog_heat_grid_dup_label (TogTimeGrid *grid, guint column, guint row)
{
  return tog_heat_speech_dup_cell (TOG_HEAT_GRID (grid)->speech, column, row);
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
  forget_details (self);
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
  forget_details (self);
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
