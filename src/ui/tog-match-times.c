#include "config.h"

#include "tog-match-times.h"

#include "tog-day-strip.h"
#include "tog-week-grid.h"
#include "tog-week-header.h"

#include <glib/gi18n.h>

struct _TogMatchTimes
{
  TogWeekView parent_instance;

  TogAccount *account; /* (owned) */
  char *match_id;      /* (owned) */
  TogZone *other_zone; /* (owned) (nullable) */
  gint64 duration;
  TogSession *moved; /* (owned) (nullable): for which another time is looked for */

  TogWeekHeader *header;
  TogWeekGrid *grid;
  TogDayStrip *strip;
};

enum
{
  SLOT_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogMatchTimes, tog_match_times, TOG_TYPE_WEEK_VIEW)

static void
slot_activated_cb (TogMatchTimes *self, gint64 start)
{
  g_signal_emit (self, signals[SLOT_ACTIVATED], 0, start);
}

static void
tog_match_times_load_async (TogWeekView *view,
                            TogSlot range,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  TogMatchTimes *self = TOG_MATCH_TIMES (view);

  /* What is to be moved doesn't stand in its own way. */
  if (self->moved != NULL)
    tog_account_load_move_times_async (
        self->account, self->moved, range, cancellable, callback, user_data);
  else
    tog_account_load_times_async (
        self->account, self->match_id, range, cancellable, callback, user_data);
}

static TogTimes *
tog_match_times_load_finish (TogWeekView *view,
                             GAsyncResult *result,
                             TogInstant *updated_at,
                             GError **error)
{
  TogMatchTimes *self = TOG_MATCH_TIMES (view);

  if (self->moved != NULL)
    return tog_account_load_move_times_finish (self->account, result, updated_at, error);
  return tog_account_load_times_finish (self->account, result, updated_at, error);
}

static TogWeekState
tog_match_times_show (TogWeekView *view)
{
  TogMatchTimes *self = TOG_MATCH_TIMES (view);
  g_autoptr (TogWeekModel) model = tog_week_model_new (tog_week_view_get_week (view),
                                                       tog_week_view_get_times (view),
                                                       self->duration,
                                                       tog_account_get_now (self->account));
  g_autoptr (TogEventTitles) titles = tog_week_view_dup_titles (view);

  tog_week_model_set_titles (model, titles);
  tog_week_model_set_offline (model, !tog_account_get_online (self->account));
  if (self->moved != NULL)
    tog_week_model_set_moved (model, self->moved->slot);
  tog_week_grid_set_model (self->grid, model, self->other_zone);
  tog_day_strip_set_model (self->strip, model, tog_week_grid_get_speech (self->grid));
  if (!tog_week_model_is_loaded (model))
    return TOG_WEEK_NOT_LOADED;
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    if (tog_week_model_count_free (model, column) > 0)
      return TOG_WEEK_HAS_TIME;
  return TOG_WEEK_EMPTY;
}

static gboolean
tog_match_times_find_day (TogWeekView *view, TogDay from, TogDay *day)
{
  TogMatchTimes *self = TOG_MATCH_TIMES (view);

  return tog_week_model_find_free_day (tog_week_view_get_times (view),
                                       tog_week_view_get_zone (view),
                                       from,
                                       self->duration,
                                       tog_account_get_now (self->account),
                                       day);
}

static void
tog_match_times_begin (TogWeekView *view)
{
  tog_week_grid_begin (TOG_MATCH_TIMES (view)->grid);
}

static void
tog_match_times_go_to_day (TogWeekView *view, TogDay day)
{
  TogMatchTimes *self = TOG_MATCH_TIMES (view);
  TogWeek *week = tog_week_view_get_week (view);
  guint row;

  tog_day_strip_select (self->strip, day);
  tog_week_view_update (view);
  if (!tog_week_view_shows_grid (view))
    return;
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    if (tog_week_get_day (week, column) == day &&
        tog_week_model_find_first_free (tog_week_grid_get_model (self->grid), column, &row))
      tog_time_grid_focus_cell (TOG_TIME_GRID (self->grid), column, row);
}

static void
tog_match_times_select (TogWeekView *view, TogInstant start)
{
  TogDay day = tog_zone_to_wall (tog_week_view_get_zone (view), start).day;

  tog_day_strip_select (TOG_MATCH_TIMES (view)->strip, day);
  tog_week_view_update (view);
}

static gboolean
tog_match_times_is_moving (TogWeekView *view)
{
  return TOG_MATCH_TIMES (view)->moved != NULL;
}

static gint64
tog_match_times_get_duration (TogWeekView *view)
{
  return TOG_MATCH_TIMES (view)->duration;
}

static void
tog_match_times_finalize (GObject *object)
{
  TogMatchTimes *self = TOG_MATCH_TIMES (object);

  g_clear_object (&self->account);
  g_clear_object (&self->moved);
  g_free (self->match_id);
  g_clear_pointer (&self->other_zone, tog_zone_unref);
  G_OBJECT_CLASS (tog_match_times_parent_class)->finalize (object);
}

static void
tog_match_times_class_init (TogMatchTimesClass *klass)
{
  TogWeekViewClass *view_class = TOG_WEEK_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tog_match_times_finalize;
  view_class->load_async = tog_match_times_load_async;
  view_class->load_finish = tog_match_times_load_finish;
  view_class->show = tog_match_times_show;
  view_class->find_day = tog_match_times_find_day;
  view_class->find_good_day = tog_match_times_find_day;
  view_class->begin = tog_match_times_begin;
  view_class->go_to_day = tog_match_times_go_to_day;
  view_class->select = tog_match_times_select;
  view_class->get_duration = tog_match_times_get_duration;
  view_class->is_moving = tog_match_times_is_moving;

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

static void
tog_match_times_init (TogMatchTimes *self)
{
  GtkBox *legend = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18));

  self->grid = TOG_WEEK_GRID (tog_week_grid_new ());
  self->header = TOG_WEEK_HEADER (tog_week_header_new ());
  self->strip = TOG_DAY_STRIP (tog_day_strip_new ());
  tog_week_header_set_grid (self->header, TOG_TIME_GRID (self->grid));
  gtk_widget_add_css_class (GTK_WIDGET (legend), "time-legend");
  tog_week_view_set_children (TOG_WEEK_VIEW (self),
                              GTK_WIDGET (self->header),
                              TOG_TIME_GRID (self->grid),
                              GTK_WIDGET (legend),
                              GTK_WIDGET (self->strip));
  g_signal_connect_object (
      self->grid, "slot-activated", G_CALLBACK (slot_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->grid, "seek-free", G_CALLBACK (tog_week_view_seek), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->strip, "slot-activated", G_CALLBACK (slot_activated_cb), self, G_CONNECT_SWAPPED);

  gtk_box_append (legend, tog_grid_part_new_key ("available", _ ("Available")));
  gtk_box_append (legend, tog_grid_part_new_key ("unconfirmed", _ ("Unconfirmed")));
  gtk_box_append (legend, tog_grid_part_new_key ("past", _ ("Past")));
  gtk_box_append (legend, tog_grid_part_new_key ("now", _ ("Now")));
  gtk_box_append (legend,
                  tog_grid_part_new_key ("closed", _ ("Not bookable: point at it for the reason")));
}

/**
 * tog_match_times_new:
 * @match: whose times
 * @zone: in which times are looked at
 * @duration: of the session, in seconds
 */
GtkWidget *
tog_match_times_new (TogAccount *account, TogMatch *match, TogZone *zone, gint64 duration)
{
  TogMatchTimes *self = g_object_new (TOG_TYPE_MATCH_TIMES, NULL);
  g_autofree char *given_name = tog_member_dup_given_name (match->person);

  self->account = g_object_ref (account);
  self->match_id = g_strdup (match->team.id);
  self->other_zone = tog_zone_lookup (match->person->zone, NULL);
  self->duration = duration;
  tog_week_header_set_other (self->header, given_name, self->other_zone);
  tog_week_view_set_up (TOG_WEEK_VIEW (self), account, zone);
  return GTK_WIDGET (self);
}

/**
 * tog_match_times_set_moved:
 * @session: for which another time is looked for, as it is now
 *
 * Marks where it is, and has it not stand in its own way.
 */
void
tog_match_times_set_moved (TogMatchTimes *self, TogSession *session)
{
  g_return_if_fail (TOG_IS_MATCH_TIMES (self));

  g_set_object (&self->moved, session);
  tog_week_view_update (TOG_WEEK_VIEW (self));
}

/**
 * tog_match_times_set_duration:
 * @duration: of the session, in seconds
 */
void
tog_match_times_set_duration (TogMatchTimes *self, gint64 duration)
{
  g_return_if_fail (TOG_IS_MATCH_TIMES (self));

  if (self->duration == duration)
    return;
  self->duration = duration;
  tog_week_view_update (TOG_WEEK_VIEW (self));
}
