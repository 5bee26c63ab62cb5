#include "config.h"

#include "tog-heat-grid-private.h"

#include "tog-format.h"

#include <glib/gi18n.h>
#include <string.h>

/* Pixels that words keep from the edges of their run, and numbers from their own. */
#define LABEL_PADDING 8
#define NUMBER_PADDING 7
#define DETAIL_GAP 8
#define BADGE_MARGIN 6

/* How much of what it surrounds the ring covers. */
#define RING_WIDTH 3

/* Pixels that the mark of a session's present time keeps from the edges of its day. */
#define MOVED_INSET 3

/* Shorter ones than two quarter hours have no room for a figure of their own. */
#define LABELLED_ROWS 2

/* Who can't, where it is written into the grid. */
static const char *
get_detail (TogHeatGrid *self, guint column, guint row)
{
  const TogHeatCell *cell = tog_heat_model_get_cell (self->model, column, row);

  while (self->details->len <= row)
    g_ptr_array_add (self->details, NULL);
  if (g_ptr_array_index (self->details, row) == NULL)
    {
      char *detail = tog_heat_cell_is_open (cell) && !cell->off && cell->heat.n_can > 0
                         ? tog_heat_speech_dup_without (self->speech, cell)
                         : NULL;

      g_ptr_array_index (self->details, row) = detail != NULL ? detail : g_strdup ("");
    }
  return g_ptr_array_index (self->details, row);
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

  if (row >= tog_week_get_n_rows (tog_heat_model_get_week (self->model)) ||
      !tog_heat_cell_is_open (before) ||
      tog_time_grid_get_only_day (TOG_TIME_GRID (self), &only_day))
    return TRUE;
  cell = tog_heat_model_get_cell (self->model, column, row);
  return !tog_heat_cell_is_open (cell) || cell->step != before->step || cell->off != before->off ||
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

void
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
               other->verdict == cell->verdict &&
               (other->off == cell->off || !tog_heat_cell_is_open (cell));
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
  if (tog_heat_cell_is_open (cell) && !cell->off)
    return tog_time_grid_get_only_day (TOG_TIME_GRID (self), &only_day)
               ? g_strdup (get_detail (self, column, run.from))
               : NULL;
  if (was_said (self, column, run))
    return NULL;
  if (!cell->exists)
    return g_strdup (_ ("Clocks change"));
  if (!cell->judged)
    return g_strdup (_ ("Not loaded"));
  return g_strdup (tog_heat_cell_is_open (cell) ? _ ("Outside working hours")
                                                : _ ("Too far ahead"));
}

static char *
dup_figure (TogHeatGrid *self, const TogHeatCell *cell)
{
  guint only_day;

  if (!tog_heat_cell_is_open (cell))
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
  if (tog_heat_cell_is_open (cell))
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
  int top = *y;
  int bottom;

  if (!shown.set || shown.column != column)
    return TRUE;
  ring = tog_time_grid_get_block_area (grid, column, shown.row);
  bottom = ring.y + ring.height;
  if (top < ring.y + RING_WIDTH && top + height > ring.y)
    top = ring.y + RING_WIDTH;
  if (top < bottom && top + height > bottom - RING_WIDTH)
    top = bottom;
  *y = top;
  return top + height <= area->y + area->height;
}

/* What stands across the upper edge of the ring goes into it: the session is its. */
static int
enter_ring (TogHeatGrid *self, guint column, int inset, int y, int height)
{
  TogTimeGrid *grid = TOG_TIME_GRID (self);
  gboolean focused;
  TogGridPlace shown = tog_time_grid_get_shown (grid, &focused);
  GdkRectangle ring;

  if (!shown.set || shown.column != column)
    return y;
  ring = tog_time_grid_get_block_area (grid, column, shown.row);
  return y < ring.y + inset && y + height > ring.y ? ring.y + inset : y;
}

/* Where one of the best times is in the grid; whether it is there at all, and a
 * session can start. */
static gboolean
find_best (TogHeatGrid *self, guint i, guint *column, guint *row)
{
  TogInstant start = g_array_index (self->best, TogBestTime, i).start;

  return tog_week_find_cell (tog_heat_model_get_week (self->model), start, column, row) &&
         tog_heat_cell_is_open (tog_heat_model_get_cell (self->model, *column, *row));
}

/* Where the badge of a best time is, in the middle of its quarter hour: it is higher,
 * and would otherwise lie on what comes next. */
static GdkRectangle
get_badge (TogHeatGrid *self, guint i, guint column, guint row)
{
  TogTimeGrid *grid = TOG_TIME_GRID (self);
  GdkRectangle area = tog_time_grid_get_area (grid, column, row, row + 1);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  g_autofree char *text = tog_format_count (i + 1, FALSE);
  int width, height, y;

  tog_grid_part_measure (self->number, text, &width, &height);
  width = MAX (height + 4, width + 2 * NUMBER_PADDING);
  height += 4;
  y = tog_grid_geometry_centre (tog_time_grid_get_geometry (grid), row, height);
  return (GdkRectangle){
    rtl ? area.x + BADGE_MARGIN : area.x + area.width - width - BADGE_MARGIN,
    enter_ring (self, column, RING_WIDTH, y, height),
    width,
    height,
  };
}

static void
draw_badge (TogHeatGrid *self, GtkSnapshot *snapshot, guint i, guint column, guint row)
{
  GdkRectangle badge = get_badge (self, i, column, row);
  g_autofree char *text = tog_format_count (i + 1, FALSE);

  tog_grid_part_draw (self->number, snapshot, badge.x, badge.y, badge.width, badge.height);
  tog_grid_part_draw_text (self->number, snapshot, text, badge.x, badge.y + 2, badge.width, 1, 0.5);
}

/* Whether one of the best times is in a run. */
static gboolean
holds_best (TogHeatGrid *self, guint column, TogHeatRun run, guint *row)
{
  guint best_column;

  for (guint i = 0; i < self->best->len; i++)
    if (find_best (self, i, &best_column, row) && best_column == column && *row >= run.from &&
        *row < run.to)
      return TRUE;
  return FALSE;
}

/* Leaves the room beside a line of words to the badges that reach into it. Returns
 * whether there are any. */
static gboolean
avoid_badges (TogHeatGrid *self, guint column, int height, GdkRectangle *room)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean any = FALSE;
  guint best_column, row;

  for (guint i = 0; i < self->best->len && !any; i++)
    {
      GdkRectangle badge;

      if (!find_best (self, i, &best_column, &row) || best_column != column)
        continue;
      badge = get_badge (self, i, column, row);
      if (badge.y >= room->y + height || badge.y + badge.height <= room->y)
        continue;
      room->width -= badge.width;
      room->x += rtl ? badge.width : 0;
      any = TRUE;
    }
  return any;
}

static void
draw_label (TogHeatGrid *self, GtkSnapshot *snapshot, guint column, TogHeatRun run)
{
  TogTimeGrid *grid = TOG_TIME_GRID (self);
  const TogHeatCell *cell = tog_heat_model_get_cell (self->model, column, run.from);
  GdkRectangle area = tog_time_grid_get_area (grid, column, run.from, run.to);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean strong = tog_heat_cell_is_open (cell) && (cell->heat.n_can == cell->heat.n_people);
  g_autofree char *figure = NULL;
  g_autofree char *remark = NULL;
  GdkRectangle room;
  guint only_day, best_row;
  gboolean proposed = holds_best (self, column, run, &best_row);
  int width, height, lines;

  if (run.to - run.from < LABELLED_ROWS && !proposed)
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
    {
      /* What is proposed tells how many can, however short it is. */
      if (!proposed)
        return;
      room.y = tog_grid_geometry_centre (tog_time_grid_get_geometry (grid), best_row, height);
      room.y = enter_ring (self, column, RING_WIDTH - 1, room.y, height);
    }
  /* What was proposed just before may reach down to here. */
  if (column == self->label_column && room.y < self->label_bottom)
    room.y = self->label_bottom;
  if (!proposed && room.y + height > area.y + area.height)
    return;
  room.height = area.y + area.height - room.y;
  if (avoid_badges (self, column, height, &room) && width > room.width)
    return;
  self->label_column = column;
  self->label_bottom = room.y + height;
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

void
tog_heat_grid_draw_labels (TogTimeGrid *grid, GtkSnapshot *snapshot)
{
  TogHeatGrid *self = TOG_HEAT_GRID (grid);

  if (self->model != NULL)
    tog_time_grid_draw_slot (
        grid, snapshot, self->moved, tog_heat_model_get_moved (self->model), MOVED_INSET);
  self->label_column = TOG_WEEK_DAYS;
  draw_runs (self, snapshot, draw_label);
  for (guint i = 0; self->model != NULL && i < self->best->len; i++)
    {
      guint column, row;

      if (find_best (self, i, &column, &row) &&
          tog_time_grid_get_area (grid, column, row, row + 1).width > 0)
        draw_badge (self, snapshot, i, column, row);
    }
}

void
tog_heat_grid_draw_block (TogTimeGrid *grid,
                          GtkSnapshot *snapshot,
                          guint column,
                          guint row,
                          gboolean focused)
{
  TogHeatGrid *self = TOG_HEAT_GRID (grid);
  GdkRectangle area = tog_time_grid_get_block_area (grid, column, row);
  gboolean bookable = tog_heat_cell_is_open (tog_heat_model_get_cell (self->model, column, row));

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
