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
 * Signals:
 * - "slot-activated" (gint64 start): a start that can be booked was pressed
 * - "model-changed": something else is shown
 *
 * # CSS nodes
 * In addition to those of TogTimeGrid:
 * |[<!-- language="plain" -->
 * time-grid[.dark][.high-contrast]
 * ├── plate                 behind the words of what is hatched
 * ├── run.available, .unconfirmed, .past, .short-notice, .too-far, .busy, .off-hours, .missing
 * ╰── block[.bookable][.focused]
 * ]|
 */

/* Pixels that boxes keep from the edges of their day, and words from the box's. */
#define RUN_INSET 3
#define LABEL_PADDING 5

/* How long a frame may wait for labels. */
#define LABEL_BUDGET_US 1500

enum
{
  SLOT_ACTIVATED,
  MODEL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _TogWeekGrid
{
  TogTimeGrid parent_instance;

  TogWeekModel *model;   /* (owned) (nullable) */
  TogWeekSpeech *speech; /* (owned) (nullable): of @model */
  GPtrArray *labels;     /* (owned) (element-type utf8): what was said of each cell, by rows */
  guint stale;           /* the next cell to say something else of, counted by rows */
  guint n_stale;         /* how many there are from @stale on */
  guint label_idle;      /* source id, 0 if none */
  gboolean widened[TOG_WEEK_DAYS];

  TogTimeNote *note;                   /* (not owned): in the popover */
  TogGridPart *runs[TOG_WEEK_N_LOOKS]; /* (not owned) (nullable) */
  TogGridPart *plate;                  /* (not owned): behind words on hatching */
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

/* The first row after a session that starts in a cell; a row more or less than
 * its duration says where clocks are changed in the midst of it. */
static guint
find_end_row (TogWeekGrid *self, guint column, guint row)
{
  TogWeek *week = tog_week_model_get_week (self->model);
  const TogWeekCell *cell = tog_week_model_get_cell (self->model, column, row);
  guint end_column, end_row;

  if (!cell->exists)
    return row + 1;
  if (tog_week_find_cell (week,
                          cell->start + tog_week_model_get_duration (self->model) - TOG_QUANTUM,
                          &end_column,
                          &end_row) &&
      end_column == column && end_row >= row)
    return end_row + 1;
  return tog_week_get_n_rows (week);
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
  area = tog_time_grid_get_area (grid, column, shown.row, find_end_row (self, column, shown.row));
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
  int top, bottom, width, height, lines, y;

  if (text == NULL)
    return;
  tog_grid_part_measure (part, text, &width, &height);
  tog_time_grid_get_visible (grid, &top, &bottom);

  /* Scrolling past the beginning of something long doesn't take its name away. */
  y = MAX (area.y, top) + 2;
  y = MIN (y, area.y + area.height - height - 2);
  lines = (area.y + area.height - y) / height;
  if (y < area.y || lines < 1)
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
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    {
      gsize n_runs;
      const TogWeekRun *runs = tog_week_model_get_runs (self->model, column, &n_runs);

      /* Where no day is wide none is small, either. */
      if (tog_week_grid_is_small (self, column) &&
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
  GdkRectangle area = tog_time_grid_get_area (grid, column, row, find_end_row (self, column, row));
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

static void
tog_week_grid_activate_cell (TogTimeGrid *grid, guint column, guint row)
{
  TogWeekGrid *self = TOG_WEEK_GRID (grid);
  const TogWeekCell *cell = tog_week_model_get_cell (self->model, column, row);

  if (cell->judged && tog_verdict_is_bookable (cell->judgement.verdict))
    g_signal_emit (self, signals[SLOT_ACTIVATED], 0, cell->start);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
update_label (TogWeekGrid *self, guint column, guint row)
{
  guint i = row * TOG_WEEK_DAYS + column;
  g_autofree char *label = tog_week_speech_dup_cell (self->speech, column, row);

  while (self->labels->len <= i)
    g_ptr_array_add (self->labels, NULL);
  if (g_strcmp0 (g_ptr_array_index (self->labels, i), label) == 0)
    return;
  tog_time_grid_set_label (TOG_TIME_GRID (self), column, row, label);
  g_free (g_ptr_array_index (self->labels, i));
  g_ptr_array_index (self->labels, i) = g_steal_pointer (&label);
}

static void
tog_week_grid_prepare_cell (TogTimeGrid *grid, guint column, guint row)
{
  TogWeekGrid *self = TOG_WEEK_GRID (grid);

  if (self->n_stale > 0)
    update_label (self, column, row);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean set)
{
  if (set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
style_changed_cb (TogWeekGrid *self, GParamSpec *pspec, AdwStyleManager *manager)
{
  set_class (GTK_WIDGET (self), "dark", adw_style_manager_get_dark (manager));
  set_class (GTK_WIDGET (self), "high-contrast", adw_style_manager_get_high_contrast (manager));
}

static void
tog_week_grid_dispose (GObject *object)
{
  TogWeekGrid *self = TOG_WEEK_GRID (object);

  g_clear_handle_id (&self->label_idle, g_source_remove);
  self->n_stale = 0;
  G_OBJECT_CLASS (tog_week_grid_parent_class)->dispose (object);
}

static void
tog_week_grid_finalize (GObject *object)
{
  TogWeekGrid *self = TOG_WEEK_GRID (object);

  g_clear_pointer (&self->speech, tog_week_speech_free);
  g_clear_pointer (&self->model, tog_week_model_unref);
  g_ptr_array_unref (self->labels);
  G_OBJECT_CLASS (tog_week_grid_parent_class)->finalize (object);
}

static void
tog_week_grid_class_init (TogWeekGridClass *klass)
{
  TogTimeGridClass *grid_class = TOG_TIME_GRID_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tog_week_grid_dispose;
  G_OBJECT_CLASS (klass)->finalize = tog_week_grid_finalize;
  grid_class->draw_cells = tog_week_grid_draw_cells;
  grid_class->draw_labels = tog_week_grid_draw_labels;
  grid_class->draw_block = tog_week_grid_draw_block;
  grid_class->create_note = tog_week_grid_create_note;
  grid_class->update_note = tog_week_grid_update_note;
  grid_class->find_free = tog_week_grid_find_free;
  grid_class->activate_cell = tog_week_grid_activate_cell;
  grid_class->prepare_cell = tog_week_grid_prepare_cell;

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
}

static void
tog_week_grid_init (TogWeekGrid *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->labels = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < TOG_WEEK_N_LOOKS; i++)
    if (run_classes[i] != NULL)
      self->runs[i] = tog_time_grid_add_part (TOG_TIME_GRID (self), "run", run_classes[i]);
  self->plate = tog_time_grid_add_part (TOG_TIME_GRID (self), "plate", NULL);
  self->block = tog_time_grid_add_part (TOG_TIME_GRID (self), "block", NULL);

  g_signal_connect_object (
      manager, "notify::dark", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      manager, "notify::high-contrast", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  style_changed_cb (self, NULL, manager);
}

/**
 * tog_week_grid_new:
 */
GtkWidget *
tog_week_grid_new (void)
{
  return g_object_new (TOG_TYPE_WEEK_GRID, NULL);
}

static void
update_small (TogWeekGrid *self)
{
  gboolean small[TOG_WEEK_DAYS];

  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    small[column] = tog_week_grid_is_small (self, column);
  tog_time_grid_set_small (TOG_TIME_GRID (self), small);
}

static gboolean
update_labels_cb (gpointer user_data)
{
  TogWeekGrid *self = user_data;
  guint n_cells = tog_week_get_n_rows (tog_week_model_get_week (self->model)) * TOG_WEEK_DAYS;
  gint64 until = g_get_monotonic_time () + LABEL_BUDGET_US;

  while (self->n_stale > 0)
    {
      update_label (self, self->stale % TOG_WEEK_DAYS, self->stale / TOG_WEEK_DAYS);
      self->stale = (self->stale + 1) % n_cells;
      self->n_stale--;
      if (g_get_monotonic_time () >= until)
        return G_SOURCE_CONTINUE;
    }
  self->label_idle = 0;
  return G_SOURCE_REMOVE;
}

/* Says of each cell what it is now, of those first that all work in. Usually
 * that takes half a millisecond; with a screen reader every cell's new name is a
 * message on its bus, and the rest of them is put off to between two frames. A
 * cell that gets the focus meanwhile is told at once. */
static void
update_labels (TogWeekGrid *self)
{
  self->stale = tog_week_model_get_first_row (self->model) * TOG_WEEK_DAYS;
  self->n_stale = tog_week_get_n_rows (tog_week_model_get_week (self->model)) * TOG_WEEK_DAYS;
  g_clear_handle_id (&self->label_idle, g_source_remove);
  if (update_labels_cb (self) == G_SOURCE_CONTINUE)
    self->label_idle = g_idle_add (update_labels_cb, self);
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
  TogWeek *week = tog_week_model_get_week (model);
  g_autoptr (TogWeekModel) old = g_steal_pointer (&self->model);

  g_return_if_fail (TOG_IS_WEEK_GRID (self));

  self->model = tog_week_model_ref (model);
  g_clear_pointer (&self->speech, tog_week_speech_free);
  self->speech = tog_week_speech_new (model);
  if (old == NULL ||
      tog_week_get_day (tog_week_model_get_week (old), 0) != tog_week_get_day (week, 0))
    for (guint column = 0; column < TOG_WEEK_DAYS; column++)
      self->widened[column] = FALSE;

  tog_time_grid_set_week (
      TOG_TIME_GRID (self),
      week,
      other_zone != NULL && tog_week_model_differs (model, other_zone) ? other_zone : NULL);
  tog_time_grid_set_now (TOG_TIME_GRID (self), tog_week_model_get_now (model));
  tog_time_grid_set_block_rows (TOG_TIME_GRID (self),
                                (guint) (tog_week_model_get_duration (model) / TOG_QUANTUM));
  update_small (self);

  update_labels (self);
  g_signal_emit (self, signals[MODEL_CHANGED], 0);
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
 * tog_week_grid_is_small:
 *
 * Returns: whether a day is narrow, for nobody works on it
 */
gboolean
tog_week_grid_is_small (TogWeekGrid *self, guint column)
{
  g_return_val_if_fail (TOG_IS_WEEK_GRID (self) && column < TOG_WEEK_DAYS, FALSE);

  return self->model != NULL && tog_week_model_is_closed (self->model, column) &&
         !self->widened[column];
}

/**
 * tog_week_grid_press_day:
 *
 * What pressing a day's header does: a day on which nobody works becomes wide,
 * or narrow again; on others the focus goes to the first start that can be booked.
 */
void
tog_week_grid_press_day (TogWeekGrid *self, guint column)
{
  guint row = 0;

  g_return_if_fail (TOG_IS_WEEK_GRID (self) && column < TOG_WEEK_DAYS);

  if (self->model == NULL)
    return;
  if (tog_week_model_is_closed (self->model, column))
    {
      self->widened[column] = !self->widened[column];
      update_small (self);
      g_signal_emit (self, signals[MODEL_CHANGED], 0);
      return;
    }
  if (!tog_week_model_find_first_free (self->model, column, &row))
    row = tog_week_model_get_first_row (self->model);
  tog_time_grid_focus_cell (TOG_TIME_GRID (self), column, row);
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
  guint first, row;

  g_return_if_fail (TOG_IS_WEEK_GRID (self));

  if (self->model == NULL)
    return;
  first = tog_week_model_get_first_row (self->model);
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    if (tog_week_model_find_first_free (self->model, column, &row))
      {
        tog_time_grid_set_cursor (grid, column, row);
        if (gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL)
          tog_time_grid_focus_cell (grid, column, row);
        break;
      }
  tog_time_grid_scroll_to (grid, first > 5 ? first - 5 : 0);
}
