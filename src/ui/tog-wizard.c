#include "config.h"

#include "tog-wizard-private.h"

#include "tog-booking-dialog.h"
#include "tog-clock.h"
#include "tog-format.h"
#include "tog-team-load.h"
#include "tog-widget.h"
#include "tog-zone-list.h"

#include <glib/gi18n.h>

#define REFRESH_SECONDS 30

enum
{
  BACK,
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogWizard, tog_wizard, GTK_TYPE_WIDGET)

TogZone *
tog_wizard_get_zone (TogWizard *self)
{
  return tog_wizard_details_get_zone (self->details);
}

TogDay
tog_wizard_get_today (TogWizard *self)
{
  return tog_zone_to_wall (tog_wizard_get_zone (self), tog_account_get_now (self->account)).day;
}

TogDay
tog_wizard_get_week_start (TogDay day)
{
  return tog_day_get_week_start (day, tog_format_get_first_weekday ());
}

static gboolean
shows_grid (TogWizard *self)
{
  return adw_squeezer_get_visible_child (self->squeezer) == GTK_WIDGET (self->grid_box);
}

static void
update_title (TogWizard *self)
{
  g_autofree char *week = tog_week_speech_dup_title (self->week, TRUE);
  g_autofree char *short_week = tog_week_speech_dup_title (self->week, FALSE);
  g_autofree char *label = g_strdup_printf (_ ("Times from %s"), week);
  TogDay today = tog_wizard_get_today (self);
  TogDay first = tog_week_get_day (self->week, 0);

  gtk_label_set_label (self->week_label, shows_grid (self) ? week : short_week);
  gtk_widget_set_sensitive (self->today_button, today < first || today >= first + TOG_WEEK_DAYS);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->grid), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update_summary (TogWizard *self)
{
  g_autofree char *summary = tog_wizard_details_dup_summary (self->details);
  g_autofree char *city = tog_zone_name_to_city (tog_zone_get_name (tog_wizard_get_zone (self)));
  g_autofree char *zone = g_strdup_printf (_ ("Your time, %s"), city);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->summary_row), summary);
  adw_action_row_set_subtitle (self->summary_row, zone);
}

/* Judges the week anew and shows it; nothing is created, nothing moves. */
void
tog_wizard_update (TogWizard *self)
{
  g_autoptr (TogWeekModel) model =
      tog_week_model_new (self->week,
                          self->times,
                          tog_wizard_details_get_duration (self->details),
                          tog_account_get_now (self->account));

  tog_week_model_set_offline (model, !tog_account_get_online (self->account));
  if (self->moved != NULL)
    tog_week_model_set_moved (model, self->moved->slot);
  tog_week_grid_set_model (self->grid, model, self->other_zone);
  tog_day_strip_set_model (self->strip, model, tog_week_grid_get_speech (self->grid));
  tog_wizard_details_set_times (self->details, self->times, tog_week_get_range (self->week));
  update_title (self);
  tog_wizard_show_age (self);
  tog_wizard_show_empty (self, model);
  if (!self->scrolled && tog_week_model_is_loaded (model))
    {
      self->scrolled = TRUE;
      tog_week_grid_begin (self->grid);
      /* Until now a day's header may have been all there was to give the focus to. */
      if (gtk_widget_get_focus_child (GTK_WIDGET (self->grid_box)) != NULL)
        gtk_widget_grab_focus (GTK_WIDGET (self->grid));
    }
}

static void
show_week (TogWizard *self, TogDay day)
{
  TogZone *zone = tog_wizard_get_zone (self);
  TogDay first = tog_wizard_get_week_start (day);

  if (self->week != NULL && tog_week_get_day (self->week, 0) == first &&
      tog_week_get_zone (self->week) == zone)
    return;
  g_clear_pointer (&self->week, tog_week_unref);
  self->week = tog_week_new (zone, first);
  tog_wizard_update (self);
  if (!tog_wizard_is_loaded (self))
    tog_wizard_load_times (self);
}

/* Goes to the first time on or after a day, and puts the focus on it. */
void
tog_wizard_go_to_free (TogWizard *self, TogDay day)
{
  guint row;

  self->seeking = FALSE;
  tog_day_strip_select (self->strip, day);
  show_week (self, day);
  tog_wizard_update (self);
  if (!shows_grid (self))
    return;
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    if (tog_week_get_day (self->week, column) == day &&
        tog_week_model_find_first_free (tog_week_grid_get_model (self->grid), column, &row))
      tog_time_grid_focus_cell (TOG_TIME_GRID (self->grid), column, row);
}

static gboolean
refresh_timeout_cb (gpointer user_data)
{
  TogWizard *self = user_data;

  if (self->cancellable == NULL)
    tog_wizard_load_times (self);
  return G_SOURCE_CONTINUE;
}

/* Says when it is now; while it is looked for, the grid marks it too. */
static void
show_moved (TogWizard *self)
{
  g_autofree char *when = NULL;
  g_autofree char *text = NULL;

  if (self->moved == NULL)
    return;

  when = tog_format_session_time (
      tog_wizard_get_zone (self), self->moved->slot, tog_account_get_now (self->account));
  /* Translators: when a session is that is to be moved. */
  text = g_strdup_printf (_ ("Until now: %s. Choose another time."), when);
  tog_notice_show (self->moved_notice, text, NULL);
}

/* Somebody else may have moved it: what is shown is what it is. */
static void
follow_moved (TogWizard *self)
{
  TogPlannedSession *planned = tog_team_find_planned (&self->match->team, self->moved->id);

  if (planned == NULL || planned->session == NULL)
    return;
  g_set_object (&self->moved, planned->session);
  show_moved (self);
}

static void
match_changed_cb (TogWizard *self, const char *match_id)
{
  TogMatch *match = tog_account_peek_match (self->account, self->match->team.id);

  if (g_strcmp0 (match_id, self->match->team.id) != 0)
    return;
  if (match != NULL)
    g_set_object (&self->match, match);
  if (match != NULL && self->moved != NULL)
    follow_moved (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    tog_wizard_load_times (self);
}

static void
details_changed_cb (TogWizard *self)
{
  TogZone *zone = tog_wizard_get_zone (self);
  TogWeekModel *model = tog_week_grid_get_model (self->grid);

  update_summary (self);
  show_moved (self);
  if (tog_week_get_zone (self->week) != zone)
    {
      TogSlot range = tog_week_get_range (self->week);

      /* The same week by the calendar, as far as that goes in another zone. */
      show_week (self, tog_zone_to_wall (zone, range.start + (range.end - range.start) / 2).day);
      self->scrolled = FALSE;
      tog_wizard_update (self);
    }
  else if (model == NULL ||
           tog_week_model_get_duration (model) != tog_wizard_details_get_duration (self->details))
    {
      tog_wizard_update (self);
    }
}

static void
session_booked_cb (TogWizard *self, TogSession *session, TogBookingDialog *dialog)
{
  self->n_booked = tog_booking_dialog_get_n_sessions (dialog);
  g_signal_emit (self, signals[DONE], 0, session);
}

static void
slot_taken_cb (TogWizard *self)
{
  tog_wizard_load_times (self);
}

/* What is to be known before a slot is booked. */
static char *
dup_warning (TogWizard *self, TogSlot slot)
{
  TogJudgement judgement;

  if (!tog_account_get_online (self->account))
    return g_strdup (_ ("You’re offline. The invite can be sent once the server can be reached; "
                        "until then nothing is booked."));
  if (self->times == NULL ||
      !tog_times_judge (self->times,
                        tog_wizard_get_zone (self),
                        tog_account_get_now (self->account),
                        &slot.start,
                        1,
                        slot.end - slot.start,
                        &judgement,
                        NULL) ||
      judgement.verdict != TOG_VERDICT_UNCONFIRMED)
    return NULL;
  if (judgement.who <= 0)
    return g_strdup (_ ("Your own calendar isn’t known at this time."));
  return g_strdup_printf (
      _ ("%s’s calendar isn’t known at this time. They may have to ask for another one."),
      self->given_name);
}

static void
slot_activated_cb (TogWizard *self, gint64 start)
{
  TogConference *conference = tog_wizard_details_get_conference (self->details);
  TogSlot slot = { start, start + tog_wizard_details_get_duration (self->details) };
  g_autofree char *warning = NULL;
  GtkWindow *dialog;

  if (conference == NULL)
    {
      adw_leaflet_set_visible_child_name (self->leaflet, "details");
      tog_wizard_details_point_out (self->details);
      return;
    }
  warning = dup_warning (self, slot);
  dialog = tog_booking_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                   self->account,
                                   self->match,
                                   self->planned,
                                   slot,
                                   tog_wizard_get_zone (self),
                                   conference);
  if (self->moved != NULL)
    tog_booking_dialog_set_moved (TOG_BOOKING_DIALOG (dialog), self->moved);
  tog_booking_dialog_set_warning (TOG_BOOKING_DIALOG (dialog), warning);
  g_signal_connect_object (
      dialog, "booked", G_CALLBACK (session_booked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "taken", G_CALLBACK (slot_taken_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
turn_week (TogWizard *self, int weeks)
{
  show_week (self, tog_week_get_day (self->week, 0) + weeks * TOG_WEEK_DAYS);
}

static void
turn_week_cb (TogWizard *self, int weeks)
{
  turn_week (self, weeks);
}

static void
seek_free_cb (TogWizard *self, int direction)
{
  if (direction > 0)
    tog_wizard_seek (self, tog_week_get_day (self->week, 0) + TOG_WEEK_DAYS);
  else
    gtk_widget_error_bell (GTK_WIDGET (self->grid));
}

static void
previous_cb (TogWizard *self)
{
  turn_week (self, -1);
}

static void
next_cb (TogWizard *self)
{
  turn_week (self, 1);
}

static void
today_cb (TogWizard *self)
{
  show_week (self, tog_wizard_get_today (self));
}

static void
retry_cb (TogWizard *self)
{
  tog_wizard_load_times (self);
}

static void
empty_pressed_cb (TogWizard *self)
{
  TogDay next = tog_week_get_day (self->week, 0) + TOG_WEEK_DAYS;

  if (self->has_free_day)
    tog_wizard_go_to_free (self, self->free_day);
  else
    tog_wizard_seek (self, next);
}

static void
minute_cb (TogWizard *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    tog_wizard_update (self);
}

static void
online_cb (TogWizard *self)
{
  tog_wizard_update (self);
}

static void
show_details_cb (TogWizard *self)
{
  adw_leaflet_set_visible_child_name (self->leaflet, "details");
  gtk_widget_child_focus (GTK_WIDGET (self->details), GTK_DIR_TAB_FORWARD);
}

static void
back_cb (TogWizard *self)
{
  if (adw_leaflet_get_folded (self->leaflet) &&
      g_strcmp0 (adw_leaflet_get_visible_child_name (self->leaflet), "details") == 0)
    {
      adw_leaflet_set_visible_child_name (self->leaflet, "times");
      gtk_widget_grab_focus (GTK_WIDGET (self->summary_row));
      return;
    }
  g_signal_emit (self, signals[BACK], 0);
}

static gboolean
update_layout_cb (gpointer user_data)
{
  TogWizard *self = user_data;
  gboolean folded = adw_leaflet_get_folded (self->leaflet);
  gboolean details = g_strcmp0 (adw_leaflet_get_visible_child_name (self->leaflet), "details") == 0;
  g_autofree char *subtitle = NULL;

  self->layout_idle = 0;
  gtk_widget_set_visible (self->summary_list, folded);
  update_title (self);
  if (!folded && self->moved != NULL)
    {
      /* Translators: a session and a person. */
      subtitle =
          g_strdup_printf (_ ("“%s” with %s"), self->planned->title, self->match->person->name);
      adw_window_title_set_title (self->title, _ ("Reschedule"));
    }
  else if (!folded)
    {
      subtitle = g_strdup_printf (
          _ ("Session %d with %s"), self->planned->ordinal, self->match->person->name);
      adw_window_title_set_title (self->title, self->planned->title);
    }
  else
    {
      subtitle = g_strdup_printf (_ ("with %s"), self->match->person->name);
      adw_window_title_set_title (self->title,
                                  details               ? _ ("Session Details")
                                  : self->moved != NULL ? _ ("Reschedule")
                                                        : _ ("Choose a Time"));
    }
  adw_window_title_set_subtitle (self->title, subtitle);
  return G_SOURCE_REMOVE;
}

/* Folding happens while sizes are allocated, when it is too late to show and
 * hide what is beside. */
static void
folded_cb (TogWizard *self)
{
  if (self->layout_idle == 0)
    self->layout_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_layout_cb, self, NULL);
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  back_cb (TOG_WIZARD (widget));
  return TRUE;
}

static void
tog_wizard_map (GtkWidget *widget)
{
  TogWizard *self = TOG_WIZARD (widget);

  GTK_WIDGET_CLASS (tog_wizard_parent_class)->map (widget);
  self->refresh_timeout = g_timeout_add_seconds (REFRESH_SECONDS, refresh_timeout_cb, self);
  if (self->cancellable == NULL)
    tog_wizard_load_times (self);
}

static void
tog_wizard_unmap (GtkWidget *widget)
{
  TogWizard *self = TOG_WIZARD (widget);

  g_clear_handle_id (&self->refresh_timeout, g_source_remove);
  GTK_WIDGET_CLASS (tog_wizard_parent_class)->unmap (widget);
}

static gboolean
tog_wizard_grab_focus (GtkWidget *widget)
{
  TogWizard *self = TOG_WIZARD (widget);

  return gtk_widget_grab_focus (shows_grid (self) ? GTK_WIDGET (self->grid)
                                                  : GTK_WIDGET (self->summary_row));
}

static void
tog_wizard_dispose (GObject *object)
{
  TogWizard *self = TOG_WIZARD (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->spinner_timeout, g_source_remove);
  g_clear_handle_id (&self->refresh_timeout, g_source_remove);
  g_clear_handle_id (&self->layout_idle, g_source_remove);
  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_WIZARD);
  G_OBJECT_CLASS (tog_wizard_parent_class)->dispose (object);
}

static void
tog_wizard_finalize (GObject *object)
{
  TogWizard *self = TOG_WIZARD (object);

  g_clear_object (&self->account);
  g_clear_object (&self->match);
  g_clear_object (&self->planned);
  g_clear_object (&self->moved);
  g_clear_object (&self->times);
  g_clear_pointer (&self->week, tog_week_unref);
  g_clear_pointer (&self->other_zone, tog_zone_unref);
  g_free (self->given_name);
  G_OBJECT_CLASS (tog_wizard_parent_class)->finalize (object);
}

static void
tog_wizard_class_init (TogWizardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_wizard_dispose;
  object_class->finalize = tog_wizard_finalize;
  widget_class->map = tog_wizard_map;
  widget_class->unmap = tog_wizard_unmap;
  widget_class->grab_focus = tog_wizard_grab_focus;

  signals[BACK] = g_signal_new (
      "back", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done",
                                G_TYPE_FROM_CLASS (klass),
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                1,
                                TOG_TYPE_SESSION);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-wizard.ui");
  gtk_widget_class_bind_template_child (widget_class, TogWizard, title);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, leaflet);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, details_bin);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, summary_list);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, summary_row);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, week_label);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, spinner);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, back_button);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, today_button);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, previous_button);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, next_button);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, notices);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, squeezer);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, grid_box);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, grid_scrolled);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, grid_viewport);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, strip_bin);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, legend);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_details_cb);
  gtk_widget_class_bind_template_callback (widget_class, today_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
}

static TogNotice *
add_notice (TogWizard *self, const char *icon_name, const char *css_class, GCallback pressed)
{
  GtkWidget *notice = tog_notice_new (icon_name, css_class);

  g_signal_connect_object (notice, "pressed", pressed, self, G_CONNECT_SWAPPED);
  gtk_box_append (self->notices, notice);
  return TOG_NOTICE (notice);
}

static void
tog_wizard_init (TogWizard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->moved_notice = TOG_NOTICE (tog_notice_new ("x-office-calendar-symbolic", NULL));
  gtk_box_append (self->notices, GTK_WIDGET (self->moved_notice));
  self->error_notice = add_notice (self, "dialog-error-symbolic", "error", G_CALLBACK (retry_cb));
  self->age_notice =
      add_notice (self, "network-offline-symbolic", "warning", G_CALLBACK (retry_cb));
  self->empty_notice =
      add_notice (self, "x-office-calendar-symbolic", NULL, G_CALLBACK (empty_pressed_cb));

  self->grid = TOG_WEEK_GRID (tog_week_grid_new ());
  self->header = TOG_WEEK_HEADER (tog_week_header_new ());
  self->strip = TOG_DAY_STRIP (tog_day_strip_new ());
  tog_week_header_set_grid (self->header, TOG_TIME_GRID (self->grid));
  gtk_box_prepend (self->grid_box, GTK_WIDGET (self->header));
  gtk_viewport_set_child (self->grid_viewport, GTK_WIDGET (self->grid));
  adw_bin_set_child (self->strip_bin, GTK_WIDGET (self->strip));
  g_signal_connect_object (
      self->grid, "slot-activated", G_CALLBACK (slot_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->grid, "turn-week", G_CALLBACK (turn_week_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->grid, "seek-free", G_CALLBACK (seek_free_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->strip, "slot-activated", G_CALLBACK (slot_activated_cb), self, G_CONNECT_SWAPPED);

  gtk_box_append (self->legend, tog_grid_part_new_key ("available", _ ("Available")));
  gtk_box_append (self->legend, tog_grid_part_new_key ("unconfirmed", _ ("Unconfirmed")));
  gtk_box_append (self->legend, tog_grid_part_new_key ("past", _ ("Past")));
  gtk_box_append (self->legend, tog_grid_part_new_key ("now", _ ("Now")));
  gtk_box_append (self->legend,
                  tog_grid_part_new_key ("closed", _ ("Not bookable: point at it for the reason")));
}

/* The week to begin with: that of a session that is to be moved, unless it is past. */
static TogDay
find_first_day (TogWizard *self)
{
  TogDay today = tog_wizard_get_today (self);

  if (self->moved == NULL)
    return today;

  return MAX (today, tog_zone_to_wall (tog_wizard_get_zone (self), self->moved->slot.start).day);
}

static TogWizard *
wizard_new (TogAccount *account, TogMatch *match, TogPlannedSession *planned, TogSession *moved)
{
  TogWizard *self = g_object_new (TOG_TYPE_WIZARD, NULL);
  gint64 duration = moved != NULL ? moved->slot.end - moved->slot.start : planned->duration;

  self->account = g_object_ref (account);
  self->match = g_object_ref (match);
  self->planned = g_object_ref (planned);
  g_set_object (&self->moved, moved);
  self->other_zone = tog_zone_lookup (match->person->zone, NULL);
  self->given_name = tog_member_dup_given_name (match->person);
  tog_week_header_set_other (self->header, self->given_name, self->other_zone);

  self->details = TOG_WIZARD_DETAILS (
      tog_wizard_details_new (account, match, duration, moved != NULL ? moved->conference : NULL));
  adw_bin_set_child (self->details_bin, GTK_WIDGET (self->details));
  adw_leaflet_set_visible_child_name (self->leaflet, "times");
  g_signal_connect_object (
      self->details, "changed", G_CALLBACK (details_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      account, "match-changed", G_CALLBACK (match_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      account, "notify::online", G_CALLBACK (online_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (minute_cb), self, G_CONNECT_SWAPPED);
  self->week =
      tog_week_new (tog_wizard_get_zone (self), tog_wizard_get_week_start (find_first_day (self)));
  tog_wizard_update (self);
  update_summary (self);
  show_moved (self);
  update_layout_cb (self);
  return self;
}

/**
 * tog_wizard_new:
 * @match: with whom
 * @planned: what is to be booked
 */
TogWizard *
tog_wizard_new (TogAccount *account, TogMatch *match, TogPlannedSession *planned)
{
  return wizard_new (account, match, planned, NULL);
}

/**
 * tog_wizard_new_move:
 * @match: with whom
 * @planned: whose session is to be moved
 */
TogWizard *
tog_wizard_new_move (TogAccount *account, TogMatch *match, TogPlannedSession *planned)
{
  g_return_val_if_fail (planned->session != NULL, NULL);

  return wizard_new (account, match, planned, planned->session);
}

/**
 * tog_wizard_get_n_booked:
 *
 * Returns: how many sessions were booked, once it is done
 */
guint
tog_wizard_get_n_booked (TogWizard *self)
{
  g_return_val_if_fail (TOG_IS_WIZARD (self), 0);

  return self->n_booked;
}
