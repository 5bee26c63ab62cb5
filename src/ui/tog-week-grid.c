#include "config.h"

#include "tog-week-grid.h"

#include "tog-format.h"
#include "tog-time-grid-private.h"
#include "tog-time-note.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/**
 * TogWeekGrid:
 *
 * Where in a week a session can start. Blue looks like a button because it is one.
 *
 * # CSS nodes
 * In addition to those of TogTimeGrid:
 * |[<!-- language="plain" -->
 * time-grid
 * ├── plate                 behind the words of what is hatched
 * ├── moved                 around the time of a session that is to be moved
 * ├── run.available, .unconfirmed, .past, .short-notice, .too-far, .busy, .off-hours, .missing
 * ╰── block[.bookable][.focused]
 * ]|
 */

/* Pixels that boxes keep from the edges of their day, and words from the box's. */
#define RUN_INSET 3
#define LABEL_PADDING 5

struct _TogWeekGrid
{
  TogTimeGrid parent_instance;

  TogWeekModel *model;                 /* (owned) (nullable) */
  TogWeekSpeech *speech;               /* (owned) (nullable): of @model */
  TogTimeNote *note;                   /* (not owned): in the popover */
  TogGridPart *runs[TOG_WEEK_N_LOOKS]; /* (not owned) (nullable) */
  TogGridPart *plate;                  /* (not owned): behind words on hatching */
  TogGridPart *moved;                  /* (not owned) */
  TogGridPart *block;                  /* (not owned) */
};

G_DEFINE_FINAL_TYPE (TogWeekGrid, tog_week_grid, TOG_TYPE_TIME_GRID)

static const char *const run_classes[TOG_WEEK_N_LOOKS] = {
  [TOG_WEEK_LOOK_AVAILABLE] = "available", [TOG_WEEK_LOOK_UNCONFIRMED] = "unconfirmed",
  [TOG_WEEK_LOOK_PAST] = "past",           [TOG_WEEK_LOOK_SHORT_NOTICE] = "short-notice",
  [TOG_WEEK_LOOK_TOO_FAR] = "too-far",     [TOG_WEEK_LOOK_BUSY] = "busy",
  [TOG_WEEK_LOOK_OFF_HOURS] = "off-hours", [TOG_WEEK_LOOK_MISSING] = "missing",
};

static gboolean
is_box (TogWeekLook look)
{
  return look == TOG_WEEK_LOOK_AVAILABLE || look == TOG_WEEK_LOOK_UNCONFIRMED ||
         look == TOG_WEEK_LOOK_BUSY;
}

static void
tog_week_grid_draw_cells (TogTimeGrid *grid, GtkSnapshot *snapshot)
{
  TogWeekGrid *self = TOG_WEEK_GRID (grid);

  if (self->model == NULL)
    return;
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    {
      gsize n_runs;
      const TogWeekRun *runs = tog_week_model_get_runs (self->model, column, &n_runs);

      for (gsize i = 0; i < n_runs; i++)
        {
          GdkRectangle area = tog_time_grid_get_area (grid, column, runs[i].from, runs[i].to);

          if (is_box (runs[i].look))
            {
              area.x += RUN_INSET;
              area.width -= 2 * RUN_INSET - 1;
              area.y += 1;
              area.height -= 1;
            }
          tog_grid_part_draw (
              self->runs[runs[i].look], snapshot, area.x, area.y, area.width, area.height);
        }
    }
}

/* Whether the session pointed at covers a part of where a run's label stands. */
static gboolean
is_covered (TogWeekGrid *self, guint column, int y, int height)
{
  TogTimeGrid *grid = TOG_TIME_GRID (self);
  gboolean focused;
  TogGridPlace shown = tog_time_grid_get_shown (grid, &focused);
  GdkRectangle area;

  if (!shown.set || shown.column != column)
    return FALSE;
  area = tog_time_grid_get_block_area (grid, column, shown.row);
  return area.y < y + height && y < area.y + area.height;
}

static void
draw_label (TogWeekGrid *self, GtkSnapshot *snapshot, guint column, const TogWeekRun *run)
{
  TogTimeGrid *grid = TOG_TIME_GRID (self);
  GdkRectangle area = tog_time_grid_get_area (grid, column, run->from, run->to);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  g_autofree char *text = tog_week_speech_dup_run (self->speech, run);
  TogGridPart *part = self->runs[run->look];
  int indent = RUN_INSET + LABEL_PADDING;
  int width, height, lines, y;

  if (text == NULL)
    return;
  tog_grid_part_measure (part, text, &width, &height);
  if (!tog_time_grid_place_label (grid, &area, height, &y, &lines))
    return;
  if (run->look == TOG_WEEK_LOOK_UNCONFIRMED)
    {
      if (is_covered (self, column, y, height))
        return;
      lines = 1;
      width = MIN (width, area.width - 2 * indent);
      tog_grid_part_draw (self->plate,
                          snapshot,
                          (rtl ? area.x + area.width - indent - width : area.x + indent) - 3,
                          y,
                          width + 6,
                          height);
    }
  tog_grid_part_draw_text (part,
                           snapshot,
                           text,
                           area.x + indent,
                           y,
                           area.width - 2 * indent,
                           MIN (lines, 3),
                           rtl ? 1 : 0);
}

static void
tog_week_grid_draw_labels (TogTimeGrid *grid, GtkSnapshot *snapshot)
{
  TogWeekGrid *self = TOG_WEEK_GRID (grid);
  const TogGridGeometry *geometry = tog_time_grid_get_geometry (grid);

  if (self->model == NULL)
    return;
  tog_time_grid_draw_slot (
      grid, snapshot, self->moved, tog_week_model_get_moved (self->model), RUN_INSET);
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    {
      gsize n_runs;
      const TogWeekRun *runs = tog_week_model_get_runs (self->model, column, &n_runs);

      /* Where no day is wide none is small, either. */
      if (tog_time_grid_is_small (grid, column) &&
          geometry->x[column + 1] - geometry->x[column] <= geometry->small_width)
        continue;
      for (gsize i = 0; i < n_runs; i++)
        if (runs[i].labelled)
          draw_label (self, snapshot, column, &runs[i]);
    }
}

static void
tog_week_grid_draw_block (TogTimeGrid *grid,
                          GtkSnapshot *snapshot,
                          guint column,
                          guint row,
                          gboolean focused)
{
  TogWeekGrid *self = TOG_WEEK_GRID (grid);
  const TogWeekCell *cell = tog_week_model_get_cell (self->model, column, row);
  TogWeek *week = tog_week_model_get_week (self->model);
  GdkRectangle area = tog_time_grid_get_block_area (grid, column, row);
  gboolean bookable = cell->judged && tog_verdict_is_bookable (cell->judgement.verdict);
  g_autofree char *text = NULL;
  int width, height;

  if (bookable != gtk_widget_has_css_class (GTK_WIDGET (self->block), "bookable") ||
      focused != gtk_widget_has_css_class (GTK_WIDGET (self->block), "focused"))
    {
      const char *classes[3] = { NULL };
      guint n = 0;

      if (bookable)
        classes[n++] = "bookable";
      if (focused)
        classes[n++] = "focused";
      gtk_widget_set_css_classes (GTK_WIDGET (self->block), classes);
    }
  tog_grid_part_draw (
      self->block, snapshot, area.x + 1, area.y + 1, area.width - 1, area.height - 1);
  if (!bookable)
    return;

  text = tog_format_time_range (
      tog_week_get_zone (week),
      (TogSlot){ cell->start, cell->start + tog_week_model_get_duration (self->model) });
  tog_grid_part_measure (self->block, text, &width, &height);
  if (width > area.width - 2)
    {
      g_clear_pointer (&text, g_free);
      text = tog_format_time (tog_week_get_zone (week), cell->start);
    }
  tog_grid_part_draw_text (self->block,
                           snapshot,
                           text,
                           area.x + 1,
                           area.y + (area.height - height) / 2,
                           area.width - 1,
                           1,
                           0.5);
}

static GtkWidget *
tog_week_grid_create_note (TogTimeGrid *grid)
{
  TogWeekGrid *self = TOG_WEEK_GRID (grid);

  self->note = tog_time_note_new ();
  return GTK_WIDGET (self->note);
}

static void
tog_week_grid_update_note (TogTimeGrid *grid, guint column, guint row)
{
  TogWeekGrid *self = TOG_WEEK_GRID (grid);

  tog_time_note_show (self->note, self->model, self->speech, column, row);
}

static gboolean
tog_week_grid_find_free (TogTimeGrid *grid, int direction, guint *column, guint *row)
{
  TogWeekGrid *self = TOG_WEEK_GRID (grid);

  return self->model != NULL && tog_week_model_find_free (self->model, direction, column, row);
}

static gboolean
tog_week_grid_is_bookable (TogTimeGrid *grid, guint column, guint row)
{
  const TogWeekCell *cell = tog_week_model_get_cell (TOG_WEEK_GRID (grid)->model, column, row);

  return cell->judged && tog_verdict_is_bookable (cell->judgement.verdict);
}

static char *
tog_week_grid_dup_label (TogTimeGrid *grid, guint column, guint row)
{
  return tog_week_speech_dup_cell (TOG_WEEK_GRID (grid)->speech, column, row);
}

static char *
tog_week_grid_dup_start (TogTimeGrid *grid, guint column, guint row)
{
  return tog_week_speech_dup_start (TOG_WEEK_GRID (grid)->speech, column, row);
}

static gboolean
tog_week_grid_is_closed (TogTimeGrid *grid, guint column)
{
  TogWeekGrid *self = TOG_WEEK_GRID (grid);

  return self->model != NULL && tog_week_model_is_closed (self->model, column);
}

static guint
tog_week_grid_find_first (TogTimeGrid *grid, guint column)
{
  TogWeekGrid *self = TOG_WEEK_GRID (grid);
  guint row;

  if (!tog_week_model_find_first_free (self->model, column, &row))
    row = tog_week_model_get_first_row (self->model);
  return row;
}

/* Of a day on which nobody can be met. */
static const char *
get_closed_state (TogWeekGrid *self, gboolean is_small)
{
  /* One's own week, as others see it. */
  if (tog_week_model_get_times (self->model)->people->len == 1)
    return is_small ? _ ("no working hours, press to widen")
                    : _ ("no working hours, press to narrow");
  return is_small ? _ ("no common working hours, press to widen")
                  : _ ("no common working hours, press to narrow");
}

static char *
tog_week_grid_dup_day_state (TogTimeGrid *grid, guint column, gboolean *quiet)
{
  TogWeekGrid *self = TOG_WEEK_GRID (grid);
  guint n_free = tog_week_model_count_free (self->model, column);

  *quiet = tog_week_model_is_loaded (self->model) && n_free == 0;
  if (!tog_week_model_is_loaded (self->model))
    return tog_week_model_get_offline (self->model) ? g_strdup (_ ("not loaded: offline"))
                                                    : g_strdup (_ ("not known yet"));
  if (tog_week_model_is_closed (self->model, column))
    return g_strdup (get_closed_state (self, tog_time_grid_is_small (grid, column)));
  return g_strdup_printf (ngettext ("%u time available", "%u times available", n_free), n_free);
}

static void
tog_week_grid_finalize (GObject *object)
{
  TogWeekGrid *self = TOG_WEEK_GRID (object);

  g_clear_pointer (&self->speech, tog_week_speech_free);
  g_clear_pointer (&self->model, tog_week_model_unref);
  G_OBJECT_CLASS (tog_week_grid_parent_class)->finalize (object);
}

static void
tog_week_grid_class_init (TogWeekGridClass *klass)
{
  TogTimeGridClass *grid_class = TOG_TIME_GRID_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tog_week_grid_finalize;
  grid_class->draw_cells = tog_week_grid_draw_cells;
  grid_class->draw_labels = tog_week_grid_draw_labels;
  grid_class->draw_block = tog_week_grid_draw_block;
  grid_class->create_note = tog_week_grid_create_note;
  grid_class->update_note = tog_week_grid_update_note;
  grid_class->find_free = tog_week_grid_find_free;
  grid_class->is_bookable = tog_week_grid_is_bookable;
  grid_class->dup_label = tog_week_grid_dup_label;
  grid_class->dup_start = tog_week_grid_dup_start;
  grid_class->is_closed = tog_week_grid_is_closed;
  grid_class->find_first = tog_week_grid_find_first;
  grid_class->dup_day_state = tog_week_grid_dup_day_state;
}

static void
tog_week_grid_init (TogWeekGrid *self)
{
  for (guint i = 0; i < TOG_WEEK_N_LOOKS; i++)
    if (run_classes[i] != NULL)
      self->runs[i] = tog_time_grid_add_part (TOG_TIME_GRID (self), "run", run_classes[i]);
  self->plate = tog_time_grid_add_part (TOG_TIME_GRID (self), "plate", NULL);
  self->moved = tog_time_grid_add_part (TOG_TIME_GRID (self), "moved", NULL);
  self->block = tog_time_grid_add_part (TOG_TIME_GRID (self), "block", NULL);
}

/**
 * tog_week_grid_new:
 */
GtkWidget *
tog_week_grid_new (void)
{
  return g_object_new (TOG_TYPE_WEEK_GRID, NULL);
}

/**
 * tog_week_grid_set_model:
 * @model: what to show
 * @other_zone: (nullable): a zone whose times are shown beside mine, unless
 *   they are the same all week
 *
 * Shows another week, or the same one as it is now. Only labels that may have
 * changed are made anew, and the keyboard focus stays where it is.
 */
void
tog_week_grid_set_model (TogWeekGrid *self, TogWeekModel *model, TogZone *other_zone)
{
  g_autoptr (TogWeekModel) old = g_steal_pointer (&self->model);

  g_return_if_fail (TOG_IS_WEEK_GRID (self));

  self->model = tog_week_model_ref (model);
  g_clear_pointer (&self->speech, tog_week_speech_free);
  self->speech = tog_week_speech_new (model);
  tog_time_grid_set_week (
      TOG_TIME_GRID (self),
      tog_week_model_get_week (model),
      other_zone != NULL && tog_week_model_differs (model, other_zone) ? other_zone : NULL,
      tog_week_model_get_duration (model),
      tog_week_model_get_now (model));
  tog_time_grid_changed (TOG_TIME_GRID (self), tog_week_model_get_first_row (model));
}

/**
 * tog_week_grid_get_model:
 *
 * Returns: (transfer none) (nullable): what is shown
 */
TogWeekModel *
tog_week_grid_get_model (TogWeekGrid *self)
{
  g_return_val_if_fail (TOG_IS_WEEK_GRID (self), NULL);

  return self->model;
}

/**
 * tog_week_grid_get_speech:
 *
 * Returns: (transfer none) (nullable): what is shown, in words
 */
TogWeekSpeech *
tog_week_grid_get_speech (TogWeekGrid *self)
{
  g_return_val_if_fail (TOG_IS_WEEK_GRID (self), NULL);

  return self->speech;
}

/**
 * tog_week_grid_begin:
 *
 * Scrolls to where the earliest day of the week begins, with a little of what
 * is before it, so that it shows that there is more; and has the keyboard begin
 * at the first start that can be booked.
 */
void
tog_week_grid_begin (TogWeekGrid *self)
{
  TogTimeGrid *grid = TOG_TIME_GRID (self);
  guint row;

  g_return_if_fail (TOG_IS_WEEK_GRID (self));

  if (self->model == NULL)
    return;
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    if (tog_week_model_find_first_free (self->model, column, &row))
      {
        tog_time_grid_set_cursor (grid, column, row);
        break;
      }
  tog_time_grid_begin_at (grid, tog_week_model_get_first_row (self->model));
}
