#include "config.h"

#include "tog-week-view-private.h"

#include "tog-calendar-share.h"
#include "tog-clock.h"
#include "tog-format.h"
#include "tog-week-speech.h"

#include <glib/gi18n.h>

#define REFRESH_SECONDS 30

enum
{
  SHOWN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TogWeekView, tog_week_view, GTK_TYPE_WIDGET)

TogWeekViewPrivate *
tog_week_view_get_private (TogWeekView *self)
{
  return tog_week_view_get_instance_private (self);
}

TogDay
tog_week_view_get_today (TogWeekView *self)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);

  return tog_zone_to_wall (tog_week_get_zone (priv->week), tog_account_get_now (priv->account)).day;
}

TogDay
tog_week_view_get_week_start (TogDay day)
{
  return tog_day_get_week_start (day, tog_format_get_first_weekday ());
}

static void
update_title (TogWeekView *self)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);
  g_autofree char *week = tog_week_speech_dup_title (priv->week, TRUE);
  g_autofree char *short_week = tog_week_speech_dup_title (priv->week, FALSE);
  g_autofree char *label = g_strdup_printf (_ ("Times from %s"), week);
  TogDay today = tog_week_view_get_today (self);
  TogDay first = tog_week_get_day (priv->week, 0);

  gtk_label_set_label (priv->week_label, tog_week_view_shows_grid (self) ? week : short_week);
  if (priv->button != NULL)
    gtk_widget_set_visible (priv->button, tog_week_view_shows_grid (self));
  gtk_widget_set_sensitive (priv->today_button, today < first || today >= first + TOG_WEEK_DAYS);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (priv->grid), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static gboolean
update_title_cb (gpointer user_data)
{
  TogWeekView *self = user_data;

  tog_week_view_get_private (self)->title_idle = 0;
  update_title (self);
  return G_SOURCE_REMOVE;
}

/* This happens while sizes are allocated, when it is too late for another text. */
static void
squeezed_cb (TogWeekView *self)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);

  if (priv->title_idle == 0 && priv->week != NULL)
    priv->title_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_title_cb, self, NULL);
}

/* Goes to a day that has a time, and points it out. */
void
tog_week_view_go_to_day (TogWeekView *self, TogDay day)
{
  tog_week_view_get_private (self)->seeking = FALSE;
  tog_week_view_show_day (self, day);
  TOG_WEEK_VIEW_GET_CLASS (self)->go_to_day (self, day);
}

static gboolean
refresh_timeout_cb (gpointer user_data)
{
  TogWeekView *self = user_data;

  if (tog_week_view_get_private (self)->cancellable == NULL)
    tog_week_view_load (self);
  return G_SOURCE_CONTINUE;
}

static void
turn_week_cb (TogWeekView *self, int weeks)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);

  tog_week_view_show_day (self, tog_week_get_day (priv->week, 0) + weeks * TOG_WEEK_DAYS);
}

static void
previous_cb (TogWeekView *self)
{
  turn_week_cb (self, -1);
}

static void
next_cb (TogWeekView *self)
{
  turn_week_cb (self, 1);
}

static void
today_cb (TogWeekView *self)
{
  tog_week_view_show_day (self, tog_week_view_get_today (self));
}

static void
empty_pressed_cb (TogWeekView *self)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);

  if (priv->has_free_day)
    tog_week_view_go_to_day (self, priv->free_day);
  else
    tog_week_view_seek (self, 1);
}

static void
minute_cb (TogWeekView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    tog_week_view_update (self);
}

/* What one is busy with shows at once, though others see no difference. */
static void
titles_changed_cb (TogWeekView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    tog_week_view_update (self);
}

static gboolean
tog_week_view_grab_focus (GtkWidget *widget)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (TOG_WEEK_VIEW (widget));

  if (tog_week_view_shows_grid (TOG_WEEK_VIEW (widget)))
    return gtk_widget_grab_focus (GTK_WIDGET (priv->grid));
  return gtk_widget_child_focus (GTK_WIDGET (priv->narrow_bin), GTK_DIR_TAB_FORWARD);
}

static void
tog_week_view_dispose (GObject *object)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (TOG_WEEK_VIEW (object));
  GtkWidget *child;

  if (priv->cancellable != NULL)
    g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  g_clear_handle_id (&priv->spinner_timeout, g_source_remove);
  g_clear_handle_id (&priv->refresh_timeout, g_source_remove);
  /* gtk_widget_dispose_template() of GTK 4.8 only finds a type's own template. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_handle_id (&priv->title_idle, g_source_remove);
  G_OBJECT_CLASS (tog_week_view_parent_class)->dispose (object);
}

static void
tog_week_view_finalize (GObject *object)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (TOG_WEEK_VIEW (object));

  g_clear_object (&priv->account);
  g_clear_object (&priv->times);
  g_clear_pointer (&priv->week, tog_week_unref);
  G_OBJECT_CLASS (tog_week_view_parent_class)->finalize (object);
}

static void
tog_week_view_class_init (TogWeekViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_week_view_dispose;
  object_class->finalize = tog_week_view_finalize;
  widget_class->grab_focus = tog_week_view_grab_focus;

  signals[SHOWN] = g_signal_new (
      "shown", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (TOG_TYPE_SQUEEZER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-week-view.ui");
  gtk_widget_class_bind_template_child_private (widget_class, TogWeekView, week_label);
  gtk_widget_class_bind_template_child_private (widget_class, TogWeekView, spinner);
  gtk_widget_class_bind_template_child_private (widget_class, TogWeekView, buttons);
  gtk_widget_class_bind_template_child_private (widget_class, TogWeekView, today_button);
  gtk_widget_class_bind_template_child_private (widget_class, TogWeekView, previous_button);
  gtk_widget_class_bind_template_child_private (widget_class, TogWeekView, next_button);
  gtk_widget_class_bind_template_child_private (widget_class, TogWeekView, notices);
  gtk_widget_class_bind_template_child_private (widget_class, TogWeekView, squeezer);
  gtk_widget_class_bind_template_child_private (widget_class, TogWeekView, grid_box);
  gtk_widget_class_bind_template_child_private (widget_class, TogWeekView, grid_scrolled);
  gtk_widget_class_bind_template_child_private (widget_class, TogWeekView, grid_viewport);
  gtk_widget_class_bind_template_child_private (widget_class, TogWeekView, narrow_bin);
  gtk_widget_class_bind_template_callback (widget_class, squeezed_cb);
  gtk_widget_class_bind_template_callback (widget_class, today_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
}

static void
tog_week_view_init (TogWeekView *self)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);

  gtk_widget_init_template (GTK_WIDGET (self));

  priv->error_notice = tog_week_view_add_notice (self, "dialog-error-symbolic", "error");
  priv->age_notice = tog_week_view_add_notice (self, "network-offline-symbolic", "warning");
  priv->empty_notice = tog_week_view_add_notice (self, "x-office-calendar-symbolic", NULL);
  g_signal_connect_object (
      priv->error_notice, "pressed", G_CALLBACK (tog_week_view_load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      priv->age_notice, "pressed", G_CALLBACK (tog_week_view_load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      priv->empty_notice, "pressed", G_CALLBACK (empty_pressed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * tog_week_view_set_up:
 * @zone: in which times are looked at
 *
 * To be called once, when the view has its children. Shows this week, or once times are
 * known the first from this one on that has a good time to choose.
 */
void
tog_week_view_set_up (TogWeekView *self, TogAccount *account, TogZone *zone)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);
  TogDay today = tog_zone_to_wall (zone, tog_account_get_now (account)).day;

  g_return_if_fail (TOG_IS_WEEK_VIEW (self));

  priv->account = g_object_ref (account);
  priv->week = tog_week_new (zone, tog_week_view_get_week_start (today));
  g_signal_connect_object (
      account, "notify::online", G_CALLBACK (tog_week_view_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      account, "titles-changed", G_CALLBACK (titles_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (minute_cb), self, G_CONNECT_SWAPPED);
  tog_week_view_update (self);
}

/**
 * tog_week_view_set_children:
 * @header: names the grid's days; it doesn't scroll
 * @grid: shows the week
 * @legend: says what is what in the grid
 * @narrow: shows the week where the grid has no room
 */
void
tog_week_view_set_children (TogWeekView *self,
                            GtkWidget *header,
                            TogTimeGrid *grid,
                            GtkWidget *legend,
                            GtkWidget *narrow)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);

  g_return_if_fail (TOG_IS_WEEK_VIEW (self));

  priv->grid = grid;
  priv->legend = legend;
  gtk_box_prepend (priv->grid_box, header);
  gtk_viewport_set_child (priv->grid_viewport, GTK_WIDGET (grid));
  gtk_box_append (priv->grid_box, legend);
  adw_bin_set_child (priv->narrow_bin, narrow);
  g_signal_connect_object (grid, "turn-week", G_CALLBACK (turn_week_cb), self, G_CONNECT_SWAPPED);
}

/**
 * tog_week_view_add_button:
 * @button: stands beside those that lead to other weeks, where there is room
 */
void
tog_week_view_add_button (TogWeekView *self, GtkWidget *button)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);

  g_return_if_fail (TOG_IS_WEEK_VIEW (self));

  priv->button = button;
  gtk_box_insert_child_after (priv->buttons, button, priv->spinner);
}

/**
 * tog_week_view_add_notice:
 * @css_class: (nullable): "warning" or "error"
 *
 * Returns: (transfer none): a notice above the times, for tog_notice_show()
 */
TogNotice *
tog_week_view_add_notice (TogWeekView *self, const char *icon_name, const char *css_class)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);
  GtkWidget *notice = tog_notice_new (icon_name, css_class);

  g_return_val_if_fail (TOG_IS_WEEK_VIEW (self), NULL);

  gtk_box_append (priv->notices, notice);
  return TOG_NOTICE (notice);
}

/**
 * tog_week_view_keep_from:
 * @day: the first day whose times are needed
 *
 * Sees to it that times of days that aren't shown come along, too.
 */
void
tog_week_view_keep_from (TogWeekView *self, TogDay day)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);

  g_return_if_fail (TOG_IS_WEEK_VIEW (self));

  priv->keep_from = day;
  priv->keeping = TRUE;
}

/**
 * tog_week_view_set_active:
 * @active: whether somebody looks at the page that it is on
 *
 * Loads the times, and keeps them fresh for as long as the page is looked at.
 */
void
tog_week_view_set_active (TogWeekView *self, gboolean active)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);

  g_return_if_fail (TOG_IS_WEEK_VIEW (self));

  g_clear_handle_id (&priv->refresh_timeout, g_source_remove);
  if (!active)
    return;
  priv->refresh_timeout = g_timeout_add_seconds (REFRESH_SECONDS, refresh_timeout_cb, self);
  if (priv->cancellable == NULL)
    tog_week_view_load (self);
}

static void
show_week (TogWeekView *self, TogZone *zone, TogDay day)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);
  TogDay first = tog_week_view_get_week_start (day);
  TogWeek *week;

  if (tog_week_get_day (priv->week, 0) == first && tog_week_get_zone (priv->week) == zone)
    return;
  week = tog_week_new (zone, first);
  tog_week_unref (priv->week);
  priv->week = week;
  tog_week_view_update (self);
  if (!tog_week_view_is_loaded (self))
    tog_week_view_load (self);
}

/**
 * tog_week_view_set_zone:
 * @zone: in which times are looked at from now on
 */
void
tog_week_view_set_zone (TogWeekView *self, TogZone *zone)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);
  TogSlot range = tog_week_get_range (priv->week);

  g_return_if_fail (TOG_IS_WEEK_VIEW (self));

  if (tog_week_get_zone (priv->week) == zone)
    return;
  /* The same week by the calendar, as far as that goes in another zone. */
  show_week (self, zone, tog_zone_to_wall (zone, range.start + (range.end - range.start) / 2).day);
  priv->scrolled = FALSE;
  tog_week_view_update (self);
}

/**
 * tog_week_view_get_zone:
 *
 * Returns: (transfer none): in which times are looked at
 */
TogZone *
tog_week_view_get_zone (TogWeekView *self)
{
  return tog_week_get_zone (tog_week_view_get_private (self)->week);
}

/**
 * tog_week_view_get_week:
 *
 * Returns: (transfer none): the week that is shown
 */
TogWeek *
tog_week_view_get_week (TogWeekView *self)
{
  return tog_week_view_get_private (self)->week;
}

/**
 * tog_week_view_get_times:
 *
 * Returns: (transfer none) (nullable): the newest times known
 */
TogTimes *
tog_week_view_get_times (TogWeekView *self)
{
  return tog_week_view_get_private (self)->times;
}

/**
 * tog_week_view_dup_titles:
 *
 * Returns: (transfer full): what who looks is busy with in the week that is shown, and in
 *   sessions that begin in it
 */
TogEventTitles *
tog_week_view_dup_titles (TogWeekView *self)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);
  TogSlot range = tog_week_get_range (priv->week);

  return tog_account_dup_titles (priv->account,
                                 tog_slot_pad (range, TOG_DAY_SECONDS, TOG_DAY_SECONDS));
}

/**
 * tog_week_view_get_duration:
 *
 * Returns: how long a session is that is looked for, in seconds
 */
gint64
tog_week_view_get_duration (TogWeekView *self)
{
  g_return_val_if_fail (TOG_IS_WEEK_VIEW (self), 0);

  return TOG_WEEK_VIEW_GET_CLASS (self)->get_duration (self);
}

/**
 * tog_week_view_shows_grid:
 *
 * Returns: whether there is room for the grid
 */
gboolean
tog_week_view_shows_grid (TogWeekView *self)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);

  return tog_squeezer_get_is_wide (priv->squeezer);
}

/**
 * tog_week_view_show_day:
 *
 * Shows the week that a day is in.
 */
void
tog_week_view_show_day (TogWeekView *self, TogDay day)
{
  g_return_if_fail (TOG_IS_WEEK_VIEW (self));

  tog_week_view_get_private (self)->settled = TRUE;
  show_week (self, tog_week_view_get_zone (self), day);
}

/**
 * tog_week_view_dup_start:
 * @start: of a session
 * @is_bookable: (out): whether it can start there
 *
 * Returns: (transfer full) (nullable): all there is to say of a start, but not whether
 *   the session is there now; %NULL where it isn't one of the week that is shown, or
 *   nothing is known of it yet
 */
char *
tog_week_view_dup_start (TogWeekView *self, TogInstant start, gboolean *is_bookable)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);
  TogTimeGridClass *grid_class = TOG_TIME_GRID_GET_CLASS (priv->grid);
  TogInstant cell;
  guint column, row;

  *is_bookable = FALSE;
  if (!tog_week_view_is_loaded (self) || !tog_week_find_cell (priv->week, start, &column, &row) ||
      !tog_week_get_cell (priv->week, column, row, &cell) || cell != start)
    return NULL;
  *is_bookable = grid_class->is_bookable (priv->grid, column, row);
  return grid_class->dup_start (priv->grid, column, row);
}

/**
 * tog_week_view_point_out:
 * @start: of a session, in any week
 *
 * Goes to a start, and has the grid show the session that would be there. The keyboard
 * begins there then; the focus stays where it is.
 */
void
tog_week_view_point_out (TogWeekView *self, TogInstant start)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);
  guint column, row;

  priv->seeking = FALSE;
  tog_week_view_show_day (self, tog_zone_to_wall (tog_week_view_get_zone (self), start).day);
  TOG_WEEK_VIEW_GET_CLASS (self)->select (self, start);
  if (!tog_week_find_cell (priv->week, start, &column, &row))
    return;
  tog_time_grid_mark_start (priv->grid, column, row);
}

/**
 * tog_week_view_unmark:
 *
 * Has the grid show no longer what tog_week_view_point_out() did.
 */
void
tog_week_view_unmark (TogWeekView *self)
{
  g_return_if_fail (TOG_IS_WEEK_VIEW (self));

  tog_time_grid_unmark_start (tog_week_view_get_private (self)->grid);
}

/**
 * tog_week_view_seek:
 * @direction: 1 for the weeks after the one that is shown; there are none before
 *
 * Looks for a time in other weeks and goes there.
 */
void
tog_week_view_seek (TogWeekView *self, int direction)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);

  g_return_if_fail (TOG_IS_WEEK_VIEW (self));

  if (direction > 0)
    tog_week_view_seek_from (self, tog_week_get_day (priv->week, 0) + TOG_WEEK_DAYS);
  else
    gtk_widget_error_bell (GTK_WIDGET (priv->grid));
}

/* On a Friday evening this week has nothing good to offer: begins with the first that has. */
static gboolean
go_to_first_week (TogWeekView *self, TogWeekState state)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);
  TogDay first = tog_week_get_day (priv->week, 0);
  TogDay day;

  if (priv->settled || state == TOG_WEEK_NOT_LOADED)
    return FALSE;
  priv->settled = TRUE;
  if (!TOG_WEEK_VIEW_GET_CLASS (self)->find_good_day (self, first, &day) ||
      day < first + TOG_WEEK_DAYS)
    return FALSE;
  tog_week_view_show_day (self, day);
  return TRUE;
}

/**
 * tog_week_view_update:
 *
 * Judges the week anew and shows it.
 */
void
tog_week_view_update (TogWeekView *self)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);
  TogWeekState state;

  g_return_if_fail (TOG_IS_WEEK_VIEW (self));

  state = TOG_WEEK_VIEW_GET_CLASS (self)->show (self);
  if (go_to_first_week (self, state))
    return;
  update_title (self);
  tog_week_view_show_age (self);
  tog_week_view_show_empty (self, state);
  /* Of nothing it says that none of it can be booked. */
  gtk_widget_set_visible (priv->legend,
                          state != TOG_WEEK_NOT_LOADED || tog_account_get_online (priv->account));
  if (!priv->scrolled && state != TOG_WEEK_NOT_LOADED)
    {
      priv->scrolled = TRUE;
      TOG_WEEK_VIEW_GET_CLASS (self)->begin (self);
      /* Until now a day's header may have been all there was to give the focus to. */
      if (gtk_widget_get_focus_child (GTK_WIDGET (priv->grid_box)) != NULL)
        gtk_widget_grab_focus (GTK_WIDGET (priv->grid));
    }
  g_signal_emit (self, signals[SHOWN], 0);
}
