#include "config.h"

#include "tog-day-strip.h"

#include "tog-format.h"
#include "tog-week-strip.h"

#include <glib/gi18n.h>

#define BUTTON_HEIGHT 50
#define BUTTON_SPACING 8
#define N_COLUMNS 3

/* A full bar stands for this many starts: a working day's worth. */
#define FULL_BAR 28

struct _TogDayStrip
{
  GtkWidget parent_instance;

  TogWeekModel *model; /* (owned) (nullable) */
  guint column;        /* the day whose starts are shown */
  gboolean chosen;     /* whether the user chose it */
  TogDay chosen_day;

  TogWeekStrip *strip;
  GtkWidget *bars[TOG_WEEK_DAYS];
  GtkWidget *title;
  GtkWidget *hint;
  GtkWidget *list; /* (not owned): box of notes and grids of buttons */
  GtkWidget *scrolled;
};

enum
{
  SLOT_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogDayStrip, tog_day_strip, GTK_TYPE_WIDGET)

static void
start_clicked_cb (GtkButton *button, TogDayStrip *self)
{
  gint64 *start = g_object_get_data (G_OBJECT (button), "start");

  g_signal_emit (self, signals[SLOT_ACTIVATED], 0, *start);
}

static GtkWidget *
make_start (TogDayStrip *self, TogWeekSpeech *speech, guint row)
{
  const TogWeekCell *cell = tog_week_model_get_cell (self->model, self->column, row);
  TogZone *zone = tog_week_get_zone (tog_week_model_get_week (self->model));
  TogZone *theirs = tog_week_speech_get_zone (speech, 1);
  g_autofree char *time = tog_format_time (zone, cell->start);
  g_autofree char *spoken = tog_week_speech_dup_cell (speech, self->column, row);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new (time);

  gtk_widget_add_css_class (label, "start");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  if (theirs != NULL &&
      tog_zone_get_offset (theirs, cell->start) != tog_zone_get_offset (zone, cell->start))
    {
      g_autofree char *their_time = tog_format_time (theirs, cell->start);

      label = gtk_label_new (their_time);
      gtk_widget_add_css_class (label, "their-start");
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_size_request (button, -1, BUTTON_HEIGHT);
  gtk_widget_add_css_class (button, "slot");
  if (cell->judgement.verdict == TOG_VERDICT_UNCONFIRMED)
    gtk_widget_add_css_class (button, "unconfirmed");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data_full (
      G_OBJECT (button), "start", g_memdup2 (&cell->start, sizeof cell->start), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (start_clicked_cb), self);
  return button;
}

/* "Until 11:00 Asha is busy": what is between the starts. */
static void
add_reason (TogDayStrip *self, TogWeekSpeech *speech, guint from, guint to)
{
  TogWeek *week = tog_week_model_get_week (self->model);
  g_autofree char *reason = NULL;
  g_autofree char *begin = NULL;
  g_autofree char *end = NULL;
  g_autofree char *text = NULL;
  GtkWidget *label;

  while (from < to && !tog_week_model_get_cell (self->model, self->column, from)->exists)
    from++;
  if (from >= to)
    return;
  begin = tog_format_minute (tog_week_get_row (week, from)->minute);
  if (to < tog_week_get_n_rows (week))
    end = tog_format_minute (tog_week_get_row (week, to)->minute);
  /* Where the rest of the day is too short first, that is told with its end. */
  reason = tog_week_speech_dup_reason (speech, self->column, end != NULL ? to - 1 : from);

  if (end == NULL &&
      (from == 0 ||
       tog_week_model_get_cell (self->model, self->column, from)->look == TOG_WEEK_LOOK_BLANK))
    text = g_strdup (reason);
  else if (from == 0)
    /* Translators: a time, why nothing can be booked. */
    text = g_strdup_printf (_ ("Until %s: %s"), end, reason);
  else if (end == NULL)
    text = g_strdup_printf (_ ("From %s: %s"), begin, reason);
  else
    text = g_strdup_printf (_ ("%s – %s: %s"), begin, end, reason);
  label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "reason");
  gtk_box_append (GTK_BOX (self->list), label);
}

static void
add_starts (TogDayStrip *self, TogWeekSpeech *speech, guint from, guint to)
{
  GtkWidget *grid = gtk_grid_new ();
  int n = 0;

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_row_spacing (GTK_GRID (grid), BUTTON_SPACING);
  gtk_grid_set_column_spacing (GTK_GRID (grid), BUTTON_SPACING);
  for (guint row = from; row < to; row++, n++)
    gtk_grid_attach (
        GTK_GRID (grid), make_start (self, speech, row), n % N_COLUMNS, n / N_COLUMNS, 1, 1);
  /* A row that isn't full has its buttons in the same columns. */
  for (; n < N_COLUMNS; n++)
    gtk_grid_attach (GTK_GRID (grid), gtk_label_new (NULL), n, 0, 1, 1);
  gtk_box_append (GTK_BOX (self->list), grid);
}

static gboolean
is_free (TogDayStrip *self, guint row)
{
  const TogWeekCell *cell = tog_week_model_get_cell (self->model, self->column, row);

  return cell->judged && tog_verdict_is_bookable (cell->judgement.verdict);
}

/* Which start has the keyboard focus, so that it can have it again. */
static TogInstant
find_focused_start (TogDayStrip *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gint64 *start = NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, self->list))
    start = g_object_get_data (G_OBJECT (focus), "start");
  return start != NULL ? *start : 0;
}

static void
focus_start (TogDayStrip *self, TogInstant start)
{
  for (GtkWidget *grid = gtk_widget_get_first_child (self->list); grid != NULL;
       grid = gtk_widget_get_next_sibling (grid))
    for (GtkWidget *button = gtk_widget_get_first_child (grid); button != NULL;
         button = gtk_widget_get_next_sibling (button))
      {
        gint64 *at = g_object_get_data (G_OBJECT (button), "start");

        if (at != NULL && *at >= start)
          {
            gtk_widget_grab_focus (button);
            return;
          }
      }
}

static void
fill_list (TogDayStrip *self)
{
  TogWeek *week = tog_week_model_get_week (self->model);
  TogInstant focused = find_focused_start (self);
  g_autoptr (TogWeekSpeech) speech = tog_week_speech_new (self->model);
  g_autofree char *title = tog_week_speech_dup_day (speech, self->column);
  g_autofree char *name = tog_week_speech_dup_name (speech, 1);
  TogZone *theirs = tog_week_speech_get_zone (speech, 1);
  g_autofree char *hint = NULL;
  GtkWidget *child;
  guint row = 0;

  gtk_label_set_label (GTK_LABEL (self->title), title);
  if (theirs != NULL && tog_week_model_differs (self->model, theirs))
    hint = g_strdup_printf (_ ("%s’s time below"), name);
  gtk_label_set_label (GTK_LABEL (self->hint), hint != NULL ? hint : "");
  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_box_remove (GTK_BOX (self->list), child);
  while (row < tog_week_get_n_rows (week))
    {
      guint from = row;
      gboolean is_start = is_free (self, row);

      while (row < tog_week_get_n_rows (week) && is_free (self, row) == is_start)
        row++;
      if (is_start)
        add_starts (self, speech, from, row);
      else
        add_reason (self, speech, from, row);
    }
  if (focused != 0)
    focus_start (self, focused);
}

static void
day_selected_cb (TogDayStrip *self, guint column)
{
  if (self->model == NULL || self->column == column)
    return;
  self->column = column;
  self->chosen = TRUE;
  self->chosen_day = tog_week_get_day (tog_week_model_get_week (self->model), column);
  fill_list (self);
}

static void
tog_day_strip_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tog_day_strip_parent_class)->dispose (object);
}

static void
tog_day_strip_finalize (GObject *object)
{
  TogDayStrip *self = TOG_DAY_STRIP (object);

  g_clear_pointer (&self->model, tog_week_model_unref);
  G_OBJECT_CLASS (tog_day_strip_parent_class)->finalize (object);
}

static void
tog_day_strip_class_init (TogDayStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_day_strip_dispose;
  object_class->finalize = tog_day_strip_finalize;
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
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "day-strip");
}

static void
tog_day_strip_init (TogDayStrip *self)
{
  GtkWidget *titles = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  self->strip = TOG_WEEK_STRIP (tog_week_strip_new ());
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    {
      self->bars[column] = gtk_progress_bar_new ();
      tog_week_strip_set_mark (self->strip, column, self->bars[column]);
    }
  g_signal_connect_swapped (self->strip, "day-selected", G_CALLBACK (day_selected_cb), self);
  gtk_widget_set_parent (GTK_WIDGET (self->strip), GTK_WIDGET (self));

  self->title = gtk_label_new (NULL);
  self->hint = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->title, "heading");
  gtk_widget_add_css_class (self->hint, "reason");
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (self->hint), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_box_append (GTK_BOX (titles), self->title);
  gtk_box_append (GTK_BOX (titles), self->hint);
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_box_append (GTK_BOX (content), titles);
  gtk_box_append (GTK_BOX (content), self->list);
  gtk_widget_set_margin_start (content, 12);
  gtk_widget_set_margin_end (content, 12);
  gtk_widget_set_margin_top (content, 12);
  gtk_widget_set_margin_bottom (content, 18);

  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), content);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

/**
 * tog_day_strip_new:
 */
GtkWidget *
tog_day_strip_new (void)
{
  return g_object_new (TOG_TYPE_DAY_STRIP, NULL);
}

static void
update_day (TogDayStrip *self, TogWeekSpeech *speech, guint column)
{
  guint n_free = tog_week_model_count_free (self->model, column);
  g_autofree char *full = tog_week_speech_dup_day (speech, column);
  g_autofree char *count =
      g_strdup_printf (ngettext ("%u time available", "%u times available", n_free), n_free);
  g_autofree char *label = g_strdup_printf (C_ ("day, what of it", "%s, %s"), full, count);

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bars[column]),
                                 MIN (1.0, n_free / (double) FULL_BAR));
  tog_week_strip_set_label (self->strip, column, label);
}

/* The day the user chose, or else the first one with something to choose. */
static guint
choose_column (TogDayStrip *self)
{
  TogWeek *week = tog_week_model_get_week (self->model);
  guint column = 0, row;

  for (guint i = 0; i < TOG_WEEK_DAYS; i++)
    if (self->chosen && tog_week_get_day (week, i) == self->chosen_day)
      return i;
  for (guint i = 0; i < TOG_WEEK_DAYS; i++)
    if (tog_week_model_count_free (self->model, i) > 0)
      return i;
  tog_week_find_cell (week, tog_week_model_get_now (self->model), &column, &row);
  return column;
}

/**
 * tog_day_strip_set_model:
 * @model: what to show
 * @speech: the same in words
 */
void
tog_day_strip_set_model (TogDayStrip *self, TogWeekModel *model, TogWeekSpeech *speech)
{
  TogWeek *week = tog_week_model_get_week (model);
  TogZone *zone = tog_week_get_zone (week);
  TogDay today = tog_zone_to_wall (zone, tog_week_model_get_now (model)).day;

  g_return_if_fail (TOG_IS_DAY_STRIP (self));

  tog_week_model_ref (model);
  g_clear_pointer (&self->model, tog_week_model_unref);
  self->model = model;
  tog_week_strip_set_week (self->strip, week, today);
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    update_day (self, speech, column);
  self->column = choose_column (self);
  tog_week_strip_select (self->strip, self->column);
  fill_list (self);
}

/**
 * tog_day_strip_select:
 *
 * Shows the starts of @day, once its week is shown.
 */
void
tog_day_strip_select (TogDayStrip *self, TogDay day)
{
  g_return_if_fail (TOG_IS_DAY_STRIP (self));

  self->chosen = TRUE;
  self->chosen_day = day;
}
