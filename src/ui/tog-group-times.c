#include "config.h"

#include "tog-group-times.h"

#include "tog-best-words.h"
#include "tog-format.h"
#include "tog-heat-day.h"
#include "tog-heat-grid.h"
#include "tog-heat-legend.h"
#include "tog-week-header.h"

#include <glib/gi18n.h>

struct _TogGroupTimes
{
  TogWeekView parent_instance;

  TogAccount *account;    /* (owned) */
  char *group_id;         /* (owned) */
  TogGroupSearch *search; /* (owned) */
  TogSession *moved;      /* (owned) (nullable): for which another time is looked for */
  TogHeatModel *model;    /* (owned) (nullable) */
  TogHeatSpeech *speech;  /* (owned) (nullable): of @model */
  TogInstant selected;    /* the start that the bar explains, 0 for none */
  gboolean walking;       /* whether somebody has gone to one of the best yet */

  TogHeatGrid *grid;
  TogHeatLegend *legend;
  TogHeatDay *day;
  GtkWidget *bar;
  GtkLabel *when_label;
  GtkLabel *what_label;
  GtkWidget *choose_button;
};

enum
{
  SLOT_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogGroupTimes, tog_group_times, TOG_TYPE_WEEK_VIEW)

static const TogHeatCell *
find_selected (TogGroupTimes *self)
{
  guint column, row;

  if (self->selected == 0 ||
      !tog_week_find_cell (tog_heat_model_get_week (self->model), self->selected, &column, &row))
    return NULL;
  return tog_heat_model_get_cell (self->model, column, row);
}

/* "Thu 26 Nov, 11:00 – 12:00". */
static char *
dup_when (TogGroupTimes *self)
{
  TogZone *zone = tog_week_view_get_zone (TOG_WEEK_VIEW (self));
  TogInstant now = tog_account_get_now (self->account);
  TogSlot slot = { self->selected, self->selected + tog_heat_model_get_duration (self->model) };
  g_autofree char *day = tog_format_compact_day (tog_zone_to_wall (zone, slot.start).day,
                                                 tog_zone_to_wall (zone, now).day);
  g_autofree char *times = tog_format_time_range (zone, slot);

  return g_strdup_printf (_ ("%s, %s"), day, times);
}

/* "6 of 6 available, 08:00 for Diego"; or why it can't be chosen. */
static char *
dup_what (TogGroupTimes *self, const TogHeatCell *cell)
{
  guint column = 0;
  guint row = 0;
  g_autofree char *available = NULL;
  g_autofree char *hour = NULL;

  tog_week_find_cell (tog_heat_model_get_week (self->model), cell->start, &column, &row);
  if (!cell->judged || cell->verdict != TOG_VERDICT_AVAILABLE)
    return tog_heat_speech_dup_state (self->speech, column, row);
  available = tog_heat_speech_dup_available (cell->heat);
  hour = tog_best_words_dup_hour (self->speech, tog_heat_model_get_map (self->model), cell->start);
  if (hour == NULL)
    return g_steal_pointer (&available);
  return g_strdup_printf (C_ ("who, the worst hour", "%s, %s"), available, hour);
}

static void
update_bar (TogGroupTimes *self)
{
  const TogHeatCell *cell = find_selected (self);
  g_autofree char *when = cell != NULL ? dup_when (self) : NULL;
  g_autofree char *what = cell != NULL ? dup_what (self, cell) : NULL;

  gtk_widget_set_visible (self->bar, cell != NULL);
  if (cell == NULL)
    return;
  gtk_label_set_label (self->when_label, when);
  gtk_label_set_label (self->what_label, what != NULL ? what : "");
  gtk_widget_set_sensitive (self->choose_button,
                            cell->judged && cell->verdict == TOG_VERDICT_AVAILABLE);
}

static void
slot_activated_cb (TogGroupTimes *self, gint64 start)
{
  g_signal_emit (self, signals[SLOT_ACTIVATED], 0, start);
}

static void
slot_selected_cb (TogGroupTimes *self, gint64 start)
{
  self->selected = start;
  update_bar (self);
}

static void
choose_cb (TogGroupTimes *self)
{
  g_signal_emit (self, signals[SLOT_ACTIVATED], 0, self->selected);
}

/* Walks the best times, also those in other weeks. */
static void
seek_free_cb (TogGroupTimes *self, int direction)
{
  TogHeatGrid *grid = tog_week_view_shows_grid (TOG_WEEK_VIEW (self))
                          ? self->grid
                          : tog_heat_day_get_grid (self->day);
  TogInstant start;

  if (tog_heat_grid_find_best (grid, direction, &start))
    tog_group_times_go_to (self, start);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
next_best_cb (TogGroupTimes *self)
{
  gsize n_best;
  const TogBestTime *best = tog_group_search_get_best (self->search, &n_best);

  if (self->walking || n_best == 0)
    seek_free_cb (self, 1);
  else
    tog_group_times_go_to (self, best[0].start);
}

static void
turn_week_cb (TogGroupTimes *self, int weeks)
{
  TogWeek *week = tog_week_view_get_week (TOG_WEEK_VIEW (self));

  tog_week_view_show_day (TOG_WEEK_VIEW (self), tog_week_get_day (week, 0) + weeks * TOG_WEEK_DAYS);
}

static void
search_changed_cb (TogGroupTimes *self)
{
  tog_week_view_update (TOG_WEEK_VIEW (self));
}

static void
tog_group_times_load_async (TogWeekView *view,
                            TogSlot range,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  TogGroupTimes *self = TOG_GROUP_TIMES (view);

  /* What is to be moved doesn't stand in its own way. */
  if (self->moved != NULL)
    tog_account_load_move_times_async (
        self->account, self->moved, range, cancellable, callback, user_data);
  else
    tog_account_load_group_times_async (
        self->account, self->group_id, range, cancellable, callback, user_data);
}

static TogTimes *
tog_group_times_load_finish (TogWeekView *view,
                             GAsyncResult *result,
                             TogInstant *updated_at,
                             GError **error)
{
  TogGroupTimes *self = TOG_GROUP_TIMES (view);

  if (self->moved != NULL)
    return tog_account_load_move_times_finish (self->account, result, updated_at, error);
  return tog_account_load_group_times_finish (self->account, result, updated_at, error);
}

static TogWeekState
get_state (TogHeatModel *model)
{
  TogWeek *week = tog_heat_model_get_week (model);

  if (!tog_heat_model_is_loaded (model))
    return TOG_WEEK_NOT_LOADED;
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    for (guint row = 0; row < tog_week_get_n_rows (week); row++)
      {
        const TogHeatCell *cell = tog_heat_model_get_cell (model, column, row);

        if (cell->judged && cell->verdict == TOG_VERDICT_AVAILABLE &&
            tog_heat_is_meeting (cell->heat))
          return TOG_WEEK_HAS_TIME;
      }
  return TOG_WEEK_EMPTY;
}

/* Where nobody has pointed at a start of this week yet, the best one is as good as any. */
static void
select_best (TogGroupTimes *self, const TogBestTime *best, gsize n_best)
{
  TogSlot range = tog_week_get_range (tog_heat_model_get_week (self->model));

  if (find_selected (self) != NULL)
    return;
  self->selected = 0;
  for (gsize i = 0; self->selected == 0 && i < n_best; i++)
    if (best[i].start >= range.start && best[i].start < range.end)
      {
        self->selected = best[i].start;
        tog_heat_day_select (self->day, self->selected);
      }
}

static TogWeekState
tog_group_times_show (TogWeekView *view)
{
  TogGroupTimes *self = TOG_GROUP_TIMES (view);
  TogWeek *week = tog_week_view_get_week (view);
  TogTimes *times = tog_week_view_get_times (view);
  TogInstant now = tog_account_get_now (self->account);
  g_autoptr (TogEventTitles) titles = tog_week_view_dup_titles (view);
  g_autofree gboolean *required =
      times != NULL ? tog_group_search_dup_required (self->search, times) : NULL;
  const TogBestTime *best;
  gsize n_best;

  g_clear_pointer (&self->speech, tog_heat_speech_free);
  g_clear_pointer (&self->model, tog_heat_model_unref);
  self->model =
      tog_heat_model_new (week, times, required, tog_group_search_get_duration (self->search), now);
  tog_heat_model_set_titles (self->model, titles);
  tog_heat_model_set_offline (self->model, !tog_account_get_online (self->account));
  if (self->moved != NULL)
    tog_heat_model_set_moved (self->model, self->moved->slot);
  self->speech = tog_heat_speech_new (self->model);
  tog_group_search_look (self->search, week, times, now);
  tog_week_view_keep_from (view, tog_group_search_get_first_day (self->search));
  best = tog_group_search_get_best (self->search, &n_best);

  tog_heat_grid_set_model (self->grid, self->model);
  tog_heat_grid_set_best (self->grid, best, n_best);
  tog_heat_day_set_model (self->day, self->model);
  tog_heat_day_set_best (self->day, best, n_best);
  if (times != NULL)
    tog_heat_legend_set_people (self->legend, tog_times_count_people (times));
  select_best (self, best, n_best);
  update_bar (self);
  return get_state (self->model);
}

/* Week by week: to judge all of them takes long in a large group, and the first mostly has
 * such a day. */
static gboolean
find_day (TogGroupTimes *self, TogDay from, guint max_required_cannot, TogDay *day)
{
  TogWeekView *view = TOG_WEEK_VIEW (self);
  TogZone *zone = tog_week_view_get_zone (view);
  TogInstant end = tog_week_view_get_times (view)->range.end;
  TogInstant now = tog_account_get_now (self->account);
  gint64 duration = tog_group_search_get_duration (self->search);

  for (TogDay first = from;; first += TOG_WEEK_DAYS)
    {
      g_autoptr (TogWeek) week = tog_week_new (zone, first);
      TogSlot range = tog_week_get_range (week);
      g_autoptr (TogHeatMap) map = NULL;

      range.end = MIN (range.end, end);
      if (tog_slot_is_empty (range))
        return FALSE;
      map = tog_group_search_make_map (self->search, range, duration, now);
      for (TogInstant start = range.start; map != NULL && start < range.end; start += TOG_QUANTUM)
        {
          TogHeat heat;

          if (!tog_heat_map_get_heat (map, start, &heat) || !tog_heat_is_meeting (heat) ||
              heat.n_required_cannot > max_required_cannot ||
              tog_heat_map_get_verdict (map, start) != TOG_VERDICT_AVAILABLE)
            continue;
          *day = tog_zone_to_wall (zone, start).day;
          return TRUE;
        }
    }
}

static gboolean
tog_group_times_find_day (TogWeekView *view, TogDay from, TogDay *day)
{
  return find_day (TOG_GROUP_TIMES (view), from, G_MAXUINT, day);
}

static gboolean
tog_group_times_find_good_day (TogWeekView *view, TogDay from, TogDay *day)
{
  TogGroupTimes *self = TOG_GROUP_TIMES (view);

  return find_day (self, from, 0, day) || find_day (self, from, G_MAXUINT, day);
}

static void
tog_group_times_begin (TogWeekView *view)
{
  tog_heat_grid_begin (TOG_GROUP_TIMES (view)->grid);
}

static void
tog_group_times_go_to_day (TogWeekView *view, TogDay day)
{
  TogGroupTimes *self = TOG_GROUP_TIMES (view);
  guint row;

  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    if (tog_week_get_day (tog_week_view_get_week (view), column) == day &&
        tog_heat_model_find_most (self->model, column, &row))
      tog_group_times_go_to (self, tog_heat_model_get_cell (self->model, column, row)->start);
}

static void
tog_group_times_select (TogWeekView *view, TogInstant start)
{
  TogGroupTimes *self = TOG_GROUP_TIMES (view);

  self->selected = start;
  self->walking = TRUE;
  tog_heat_day_select (self->day, start);
  update_bar (self);
}

static gboolean
tog_group_times_is_moving (TogWeekView *view)
{
  return TOG_GROUP_TIMES (view)->moved != NULL;
}

static gint64
tog_group_times_get_duration (TogWeekView *view)
{
  return tog_group_search_get_duration (TOG_GROUP_TIMES (view)->search);
}

static void
tog_group_times_finalize (GObject *object)
{
  TogGroupTimes *self = TOG_GROUP_TIMES (object);

  g_clear_object (&self->account);
  g_clear_object (&self->search);
  g_clear_object (&self->moved);
  g_free (self->group_id);
  g_clear_pointer (&self->speech, tog_heat_speech_free);
  g_clear_pointer (&self->model, tog_heat_model_unref);
  G_OBJECT_CLASS (tog_group_times_parent_class)->finalize (object);
}

static void
tog_group_times_class_init (TogGroupTimesClass *klass)
{
  TogWeekViewClass *view_class = TOG_WEEK_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tog_group_times_finalize;
  view_class->load_async = tog_group_times_load_async;
  view_class->load_finish = tog_group_times_load_finish;
  view_class->show = tog_group_times_show;
  view_class->find_day = tog_group_times_find_day;
  view_class->find_good_day = tog_group_times_find_good_day;
  view_class->begin = tog_group_times_begin;
  view_class->go_to_day = tog_group_times_go_to_day;
  view_class->select = tog_group_times_select;
  view_class->get_duration = tog_group_times_get_duration;
  view_class->is_moving = tog_group_times_is_moving;

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
}

static GtkLabel *
add_label (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

/* Explains the start that is selected where there is room for one day only. */
static void
make_bar (TogGroupTimes *self)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->bar = g_object_new (GTK_TYPE_BOX,
                            "accessible-role",
                            GTK_ACCESSIBLE_ROLE_STATUS,
                            "spacing",
                            12,
                            "visible",
                            FALSE,
                            NULL);
  gtk_widget_add_css_class (self->bar, "choose-bar");
  self->when_label = add_label (texts, "heading");
  self->what_label = add_label (texts, "caption");
  self->choose_button = gtk_button_new_with_label (_ ("Choose"));
  gtk_widget_add_css_class (self->choose_button, "suggested-action");
  gtk_widget_set_valign (self->choose_button, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (self->bar), texts);
  gtk_box_append (GTK_BOX (self->bar), self->choose_button);
  g_signal_connect_swapped (self->choose_button, "clicked", G_CALLBACK (choose_cb), self);
}

static void
tog_group_times_init (TogGroupTimes *self)
{
  GtkWidget *header = tog_week_header_new ();
  GtkWidget *narrow = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *button = gtk_button_new_with_label (_ ("Next Best"));

  self->grid = TOG_HEAT_GRID (tog_heat_grid_new ());
  self->legend = TOG_HEAT_LEGEND (tog_heat_legend_new ());
  self->day = TOG_HEAT_DAY (tog_heat_day_new ());
  make_bar (self);
  tog_week_header_set_grid (TOG_WEEK_HEADER (header), TOG_TIME_GRID (self->grid));
  gtk_widget_set_vexpand (GTK_WIDGET (self->day), TRUE);
  gtk_box_append (GTK_BOX (narrow), GTK_WIDGET (self->day));
  gtk_box_append (GTK_BOX (narrow), self->bar);
  tog_week_view_set_children (
      TOG_WEEK_VIEW (self), header, TOG_TIME_GRID (self->grid), GTK_WIDGET (self->legend), narrow);
  tog_week_view_add_button (TOG_WEEK_VIEW (self), button);
  g_signal_connect_object (button, "clicked", G_CALLBACK (next_best_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->grid, "slot-activated", G_CALLBACK (slot_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->grid, "seek-free", G_CALLBACK (seek_free_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->day, "slot-activated", G_CALLBACK (slot_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->day, "slot-selected", G_CALLBACK (slot_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->day, "seek-free", G_CALLBACK (seek_free_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->day, "turn-week", G_CALLBACK (turn_week_cb), self, G_CONNECT_SWAPPED);
}

/**
 * tog_group_times_new:
 * @search: what is looked for; it is told the times that come
 * @zone: in which times are looked at
 */
GtkWidget *
tog_group_times_new (TogAccount *account, TogGroup *group, TogGroupSearch *search, TogZone *zone)
{
  TogGroupTimes *self = g_object_new (TOG_TYPE_GROUP_TIMES, NULL);

  self->account = g_object_ref (account);
  self->group_id = g_strdup (group->team.id);
  self->search = g_object_ref (search);
  g_signal_connect_object (
      search, "changed", G_CALLBACK (search_changed_cb), self, G_CONNECT_SWAPPED);
  tog_week_view_set_up (TOG_WEEK_VIEW (self), account, zone);
  return GTK_WIDGET (self);
}

/**
 * tog_group_times_get_speech:
 *
 * Returns: (transfer none): the week that is shown, in words; until it is another
 */
TogHeatSpeech *
tog_group_times_get_speech (TogGroupTimes *self)
{
  g_return_val_if_fail (TOG_IS_GROUP_TIMES (self), NULL);

  return self->speech;
}

/**
 * tog_group_times_set_moved:
 * @session: for which another time is looked for, as it is now
 *
 * Marks where it is, and has it not stand in its own way.
 */
void
tog_group_times_set_moved (TogGroupTimes *self, TogSession *session)
{
  g_return_if_fail (TOG_IS_GROUP_TIMES (self));

  g_set_object (&self->moved, session);
  tog_week_view_update (TOG_WEEK_VIEW (self));
}

/**
 * tog_group_times_go_to:
 * @start: of a session
 *
 * Shows a start, in whichever week it is, and puts the focus on it.
 */
void
tog_group_times_go_to (TogGroupTimes *self, TogInstant start)
{
  TogWeekView *view = TOG_WEEK_VIEW (self);

  g_return_if_fail (TOG_IS_GROUP_TIMES (self));

  tog_week_view_show_day (view, tog_zone_to_wall (tog_week_view_get_zone (view), start).day);
  tog_group_times_select (view, start);
  if (tog_week_view_shows_grid (view))
    tog_heat_grid_focus (self->grid, start);
}
