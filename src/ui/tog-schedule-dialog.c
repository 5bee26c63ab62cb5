#include "config.h"

#include "tog-schedule-dialog.h"

#include "tog-agenda-row.h"
#include "tog-attendance.h"
#include "tog-attendee-list.h"
#include "tog-best-words.h"
#include "tog-conference-chooser.h"
#include "tog-duration-chooser.h"
#include "tog-format.h"
#include "tog-series-editor.h"
#include "tog-was-row.h"

#include <glib/gi18n.h>

struct _TogScheduleDialog
{
  TogPrompt parent_instance;

  TogGroupSearch *search;    /* (owned) */
  TogHeatModel *model;       /* (owned) (nullable): the slot's week */
  TogHeatSpeech *speech;     /* (owned) (nullable): of @model */
  TogAttendance *attendance; /* (owned) (nullable): what the dialog shows */
  TogAttendance *confirmed;  /* (owned) (nullable): what whoever books has agreed to see */
  TogTimes *refused;         /* (owned) (nullable): times by which the server refused */
  gboolean changed;          /* whether there is something new that nobody has confirmed yet */
  TogBestTime better;        /* than the slot */
  gboolean has_better;

  TogSeriesEditor *series;
  TogNotice *offline_notice;
  TogNotice *change_notice;
  TogNotice *conflict_notice;
  TogAttendeeList *attendees;
  GtkWidget *override_list;
  AdwActionRow *override_row;
  GtkCheckButton *override;
  TogDurationChooser *duration;
  AdwExpanderRow *conference_row;
  TogConferenceChooser *conference;
};

enum
{
  RELOAD,
  REQUEST,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogScheduleDialog, tog_schedule_dialog, TOG_TYPE_PROMPT)

static TogInstant
get_now (TogScheduleDialog *self)
{
  return tog_account_get_now (tog_prompt_get_account (TOG_PROMPT (self)));
}

static gboolean
is_series (TogScheduleDialog *self)
{
  return tog_series_editor_get_n (self->series) > 1;
}

/* P33: without a network one time and others can be asked for. */
static gboolean
is_asking (TogScheduleDialog *self)
{
  TogPrompt *prompt = TOG_PROMPT (self);

  return tog_prompt_get_moved (prompt) == NULL && !is_series (self) &&
         !tog_account_get_online (tog_prompt_get_account (prompt));
}

/* What is booked, and what pressing the button does. */
static void
update_words (TogScheduleDialog *self)
{
  TogPrompt *prompt = TOG_PROMPT (self);
  gboolean moves = tog_prompt_get_moved (prompt) != NULL;
  guint n = tog_series_editor_get_n (self->series);

  if (n > 1)
    {
      g_autofree char *title = tog_series_editor_dup_title (self->series);
      g_autofree char *send =
          g_strdup_printf (ngettext ("_Schedule %u Session", "_Schedule %u Sessions", n), n);

      tog_prompt_set_title (prompt, title);
      tog_prompt_set_words (prompt,
                            send,
                            _ ("Message to all, optional"),
                            _ ("Everyone gets a calendar invite for each by mail"));
      return;
    }
  tog_prompt_set_title (prompt, tog_prompt_get_planned (prompt)->title);
  if (is_asking (self))
    {
      tog_prompt_set_words (prompt,
                            _ ("_Request…"),
                            _ ("Message to all, optional"),
                            _ ("Everyone gets one calendar invite by mail once it is booked"));
      return;
    }
  tog_prompt_set_words (prompt,
                        moves ? _ ("_Send Update") : _ ("_Schedule"),
                        _ ("Message to all, optional"),
                        moves ? _ ("Everyone gets the updated invite by mail")
                              : _ ("Everyone gets one calendar invite by mail"));
}

static void
update_when (TogScheduleDialog *self)
{
  g_autofree char *rhythm = is_series (self) ? tog_series_editor_dup_rhythm (self->series) : NULL;
  TogSlot slot = tog_prompt_get_slot (TOG_PROMPT (self));
  TogZone *zone = tog_prompt_get_zone (TOG_PROMPT (self));
  g_autofree char *day = tog_format_day (tog_zone_to_wall (zone, slot.start).day,
                                         tog_zone_to_wall (zone, get_now (self)).day);
  g_autofree char *times = tog_format_time_range (zone, slot);
  g_autofree char *when = g_strdup_printf (_ ("%s, %s"), day, times);

  tog_prompt_set_when (TOG_PROMPT (self), rhythm != NULL ? rhythm : when);
}

static int
count_cannot (TogHeat heat)
{
  return heat.n_people - heat.n_can - heat.n_unknown;
}

/* Whether it is to be preferred for who can be there, by what times are ranked by. */
static gboolean
is_better (TogHeat one, TogHeat other)
{
  if (one.n_required_cannot != other.n_required_cannot)
    return one.n_required_cannot < other.n_required_cannot;
  if (count_cannot (one) != count_cannot (other))
    return count_cannot (one) < count_cannot (other);
  return one.n_unknown < other.n_unknown;
}

/* "Thu 26 Nov, 11:30: Everyone, 17:00 for Priya", in the words of the list of best
 * times. */
static char *
dup_advice (TogScheduleDialog *self, TogHeatMap *map)
{
  TogZone *zone = tog_prompt_get_zone (TOG_PROMPT (self));
  g_autofree char *when = tog_best_words_dup_when (zone, self->better.start, get_now (self));
  g_autofree char *reason = tog_best_words_dup_reason (self->speech, map, &self->better);

  /* Translators: a day and a time, why it is proposed: "Thu 26 Nov, 11:30: Everyone". */
  return g_strdup_printf (C_ ("time, reason", "%s: %s"), when, reason);
}

/* Looks for the best of all times that are looked at, for the duration that is chosen
 * here. Returns what there is to say of it, or NULL where it is no better than the
 * slot. */
static char *
find_better (TogScheduleDialog *self)
{
  TogSlot slot = tog_prompt_get_slot (TOG_PROMPT (self));
  g_autoptr (TogHeatMap) map = tog_group_search_make_map (self->search,
                                                          tog_group_search_get_range (self->search),
                                                          slot.end - slot.start,
                                                          get_now (self));
  TogHeat heat;

  self->has_better =
      map != NULL && self->attendance != NULL &&
      tog_heat_model_get_times (self->model) == tog_group_search_get_times (self->search) &&
      tog_heat_map_get_heat (tog_heat_model_get_map (self->model), slot.start, &heat) &&
      tog_group_search_rank (self->search, map, &self->better, 1) > 0 &&
      is_better (self->better.heat, heat);
  return self->has_better ? dup_advice (self, map) : NULL;
}

static void
update_notices (TogScheduleDialog *self)
{
  TogPrompt *prompt = TOG_PROMPT (self);
  g_autofree char *conflict = self->attendance != NULL && !is_series (self)
                                  ? tog_attendance_dup_conflict (self->attendance)
                                  : NULL;
  g_autofree char *advice = find_better (self);

  tog_notice_show (self->conflict_notice, conflict, self->has_better ? _ ("Use That") : NULL);
  tog_notice_set_detail (self->conflict_notice, advice);
  tog_notice_show (self->offline_notice,
                   is_asking (self) ? _ ("You’re offline. This time and others can be requested; "
                                         "until the server can be reached, nothing is booked.")
                   : tog_account_get_online (tog_prompt_get_account (prompt))
                       ? NULL
                       : tog_prompt_get_offline_text (tog_prompt_get_moved (prompt) != NULL),
                   NULL);
}

/* What has to be agreed to anew whenever it is about others. */
static void
update_override (TogScheduleDialog *self)
{
  g_autofree char *text = self->attendance != NULL && !is_series (self)
                              ? tog_attendance_dup_override (self->attendance)
                              : NULL;

  if (text == NULL ||
      g_strcmp0 (text, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->override_row))) !=
          0)
    gtk_check_button_set_active (self->override, FALSE);
  gtk_widget_set_visible (self->override_list, text != NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->override_row),
                                 text != NULL ? text : "");
}

/* Judges the slot by the newest times; where they don't reach, what was judged before
 * stays. */
static void
judge (TogScheduleDialog *self)
{
  TogSlot slot = tog_prompt_get_slot (TOG_PROMPT (self));
  TogZone *zone = tog_prompt_get_zone (TOG_PROMPT (self));
  TogTimes *times = tog_group_search_get_times (self->search);
  TogDay day = tog_zone_to_wall (zone, slot.start).day;
  g_autoptr (TogWeek) week =
      tog_week_new (zone, tog_day_get_week_start (day, tog_format_get_first_weekday ()));
  g_autofree gboolean *required =
      times != NULL ? tog_group_search_dup_required (self->search, times) : NULL;
  g_autoptr (TogHeatModel) model =
      tog_heat_model_new (week, times, required, slot.end - slot.start, get_now (self));
  TogHeatSpeech *speech;

  if (!tog_heat_model_is_loaded (model))
    return;
  speech = tog_heat_speech_new (model);
  tog_attendee_list_update (self->attendees, model, speech, slot.start);
  g_clear_pointer (&self->attendance, tog_attendance_free);
  g_clear_pointer (&self->speech, tog_heat_speech_free);
  g_clear_pointer (&self->model, tog_heat_model_unref);
  self->attendance = tog_attendance_new (model, speech, slot.start);
  self->model = g_steal_pointer (&model);
  self->speech = speech;
}

static void
confirm (TogScheduleDialog *self)
{
  self->changed = FALSE;
  g_clear_pointer (&self->confirmed, tog_attendance_free);
  if (self->attendance != NULL)
    self->confirmed = tog_attendance_new (
        self->model, self->speech, tog_prompt_get_slot (TOG_PROMPT (self)).start);
}

static void
show (TogScheduleDialog *self)
{
  update_words (self);
  update_when (self);
  /* In a series each session tells by itself who can't. */
  gtk_widget_set_visible (GTK_WIDGET (self->attendees), !is_series (self));
  update_notices (self);
  update_override (self);
  tog_prompt_update (TOG_PROMPT (self));
}

/* Another slot is something else: what is shown of it is all that there is to know. */
static void
set_slot (TogScheduleDialog *self, TogInstant start)
{
  TogPrompt *prompt = TOG_PROMPT (self);
  TogSlot slot = { start, start + tog_duration_chooser_get_duration (self->duration) };

  g_clear_object (&self->refused);
  g_clear_pointer (&self->attendance, tog_attendance_free);
  tog_notice_show (self->change_notice, NULL, NULL);
  tog_prompt_set_slot (prompt, slot);
  judge (self);
  confirm (self);
  tog_series_editor_set_slot (self->series, slot);
  show (self);
}

static void
duration_changed_cb (TogScheduleDialog *self)
{
  set_slot (self, tog_prompt_get_slot (TOG_PROMPT (self)).start);
}

static void
use_better_cb (TogScheduleDialog *self)
{
  if (self->has_better)
    set_slot (self, self->better.start);
}

static void
change_pressed_cb (TogScheduleDialog *self)
{
  if (self->refused != NULL)
    {
      g_signal_emit (self, signals[RELOAD], 0);
      return;
    }
  confirm (self);
  tog_notice_show (self->change_notice, NULL, NULL);
  tog_prompt_update (TOG_PROMPT (self));
}

/* Whether it is where the session is that is moved. */
static gboolean
keeps_place (TogScheduleDialog *self, TogConference *conference)
{
  TogSession *moved = tog_prompt_get_moved (TOG_PROMPT (self));

  return moved != NULL && conference == moved->conference;
}

static void
conference_changed_cb (TogScheduleDialog *self)
{
  TogConference *conference = tog_conference_chooser_get_conference (self->conference);
  const char *text = "";

  if (conference != NULL && keeps_place (self, conference))
    text = _ ("As before");
  else if (conference != NULL)
    switch (conference->kind)
      {
      case TOG_CONFERENCE_PROVIDER:
        text = conference->name;
        break;
      case TOG_CONFERENCE_LINK:
        text = conference->url;
        break;
      case TOG_CONFERENCE_PLACE:
        text = conference->place;
        break;
      case TOG_CONFERENCE_NONE:
      default:
        text = _ ("No link");
        break;
      }
  adw_expander_row_set_subtitle (self->conference_row, text);
}

static TogBooking *
tog_schedule_dialog_make_booking (TogPrompt *prompt, const char *message)
{
  TogScheduleDialog *self = TOG_SCHEDULE_DIALOG (prompt);
  TogConference *conference = tog_conference_chooser_get_conference (self->conference);
  TogBooking *booking;

  if (conference == NULL)
    {
      adw_expander_row_set_expanded (self->conference_row, TRUE);
      tog_conference_chooser_point_out (self->conference);
      return NULL;
    }
  /* What is the same as before is left out, and stays. */
  booking = tog_booking_new (
      tog_prompt_get_moved (prompt) != NULL ? NULL : tog_prompt_get_planned (prompt)->id,
      tog_prompt_get_slot (prompt),
      tog_zone_get_name (tog_prompt_get_zone (prompt)),
      keeps_place (self, conference) ? NULL : conference,
      message);
  tog_attendance_override (self->attendance, booking);
  return booking;
}

static GPtrArray *
tog_schedule_dialog_make_bookings (TogPrompt *prompt, const char *message)
{
  TogScheduleDialog *self = TOG_SCHEDULE_DIALOG (prompt);
  TogConference *conference = tog_conference_chooser_get_conference (self->conference);

  /* Where no place is given yet, that of one session points it out. */
  if (!is_series (self) || conference == NULL)
    return TOG_PROMPT_CLASS (tog_schedule_dialog_parent_class)->make_bookings (prompt, message);
  return tog_series_editor_make_bookings (self->series, conference, message);
}

static void
tog_schedule_dialog_refused (TogPrompt *prompt, GPtrArray *refusals)
{
  tog_series_editor_show_refusals (TOG_SCHEDULE_DIALOG (prompt)->series, refusals);
}

static gboolean
tog_schedule_dialog_is_ready (TogPrompt *prompt)
{
  TogScheduleDialog *self = TOG_SCHEDULE_DIALOG (prompt);

  if (is_series (self))
    return tog_series_editor_can_send (self->series);
  return self->attendance != NULL && self->refused == NULL && !self->changed &&
         (!gtk_widget_get_visible (self->override_list) ||
          gtk_check_button_get_active (self->override));
}

/* Somebody can't of whom it wasn't known when this was sent: new times will tell. */
static gboolean
tog_schedule_dialog_taken (TogPrompt *prompt, const char *text)
{
  TogScheduleDialog *self = TOG_SCHEDULE_DIALOG (prompt);

  g_set_object (&self->refused, tog_group_search_get_times (self->search));
  self->changed = FALSE;
  tog_notice_show (self->change_notice, text, _ ("Try Again"));
  g_signal_emit (self, signals[RELOAD], 0);
  return TRUE;
}

static gboolean
tog_schedule_dialog_asks (TogPrompt *prompt, TogBooking *booking)
{
  if (!is_asking (TOG_SCHEDULE_DIALOG (prompt)))
    return FALSE;
  g_signal_emit (prompt, signals[REQUEST], 0, booking);
  return TRUE;
}

static void
tog_schedule_dialog_finalize (GObject *object)
{
  TogScheduleDialog *self = TOG_SCHEDULE_DIALOG (object);

  g_clear_object (&self->search);
  g_clear_object (&self->refused);
  g_clear_pointer (&self->attendance, tog_attendance_free);
  g_clear_pointer (&self->confirmed, tog_attendance_free);
  g_clear_pointer (&self->speech, tog_heat_speech_free);
  g_clear_pointer (&self->model, tog_heat_model_unref);
  G_OBJECT_CLASS (tog_schedule_dialog_parent_class)->finalize (object);
}

static void
tog_schedule_dialog_class_init (TogScheduleDialogClass *klass)
{
  TogPromptClass *prompt_class = TOG_PROMPT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tog_schedule_dialog_finalize;
  prompt_class->make_booking = tog_schedule_dialog_make_booking;
  prompt_class->make_bookings = tog_schedule_dialog_make_bookings;
  prompt_class->refused = tog_schedule_dialog_refused;
  prompt_class->is_ready = tog_schedule_dialog_is_ready;
  prompt_class->taken = tog_schedule_dialog_taken;
  prompt_class->asks = tog_schedule_dialog_asks;
  signals[RELOAD] = g_signal_new (
      "reload", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REQUEST] = g_signal_new ("request",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   TOG_TYPE_BOOKING);
}

static void
tog_schedule_dialog_init (TogScheduleDialog *self)
{
}

static GtkWidget *
list_new (const char *label)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return list;
}

static void
add_override (TogScheduleDialog *self)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  self->override_list = list_new (_ ("Required Members"));
  self->override_row = ADW_ACTION_ROW (row);
  self->override = GTK_CHECK_BUTTON (check);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (self->override_row, 3);
  adw_action_row_add_prefix (self->override_row, check);
  adw_action_row_set_activatable_widget (self->override_row, check);
  gtk_list_box_append (GTK_LIST_BOX (self->override_list), row);
  g_signal_connect_object (
      check, "toggled", G_CALLBACK (tog_prompt_update), self, G_CONNECT_SWAPPED);
  tog_prompt_add (TOG_PROMPT (self), self->override_list);
}

static void
add_options (TogScheduleDialog *self, gint64 duration)
{
  TogPrompt *prompt = TOG_PROMPT (self);
  TogSession *moved = tog_prompt_get_moved (prompt);
  GtkWidget *list = list_new (_ ("Details"));
  GtkWidget *duration_row = adw_action_row_new ();
  GtkWidget *conference_row = adw_expander_row_new ();

  self->duration = TOG_DURATION_CHOOSER (tog_duration_chooser_new (duration, TRUE));
  self->conference = TOG_CONFERENCE_CHOOSER (tog_conference_chooser_new (
      tog_prompt_get_account (prompt), moved != NULL ? moved->conference : NULL, NULL));
  self->conference_row = ADW_EXPANDER_ROW (conference_row);
  gtk_widget_set_valign (GTK_WIDGET (self->duration), GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (duration_row), _ ("Duration in Minutes"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (duration_row), GTK_WIDGET (self->duration));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (duration_row), FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (conference_row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (conference_row), _ ("Conferencing"));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (conference_row), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Conferencing"), -1);
  adw_expander_row_add_row (self->conference_row, GTK_WIDGET (self->conference));
  if (moved != NULL)
    gtk_list_box_append (
        GTK_LIST_BOX (list),
        tog_was_row_new (tog_prompt_get_zone (prompt), moved->slot, get_now (self)));
  gtk_list_box_append (GTK_LIST_BOX (list), duration_row);
  gtk_list_box_append (GTK_LIST_BOX (list), conference_row);
  gtk_list_box_append (GTK_LIST_BOX (list), tog_agenda_row_new (tog_prompt_get_planned (prompt)));
  g_signal_connect_object (
      self->duration, "changed", G_CALLBACK (duration_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->conference, "changed", G_CALLBACK (conference_changed_cb), self, G_CONNECT_SWAPPED);
  tog_prompt_add_options (prompt, list);
  conference_changed_cb (self);
}

static void
series_changed_cb (TogScheduleDialog *self)
{
  show (self);
  tog_prompt_fit (TOG_PROMPT (self));
}

static void
add_series (TogScheduleDialog *self, TogTeam *team)
{
  TogPrompt *prompt = TOG_PROMPT (self);

  self->series = g_object_new (TOG_TYPE_SERIES_EDITOR, NULL);
  tog_series_editor_begin (self->series,
                           tog_prompt_get_account (prompt),
                           team,
                           tog_prompt_get_planned (prompt),
                           tog_prompt_get_slot (prompt),
                           tog_prompt_get_zone (prompt));
  if (tog_prompt_get_moved (prompt) != NULL)
    tog_series_editor_book_one (self->series);
  g_signal_connect_object (
      self->series, "changed", G_CALLBACK (series_changed_cb), self, G_CONNECT_SWAPPED);
  tog_prompt_add_options (prompt, GTK_WIDGET (self->series));
}

/**
 * tog_schedule_dialog_new:
 * @parent: the window it stands over
 * @moved: (nullable): what is moved instead of booking @planned, as it was seen
 * @search: what is looked for, and the times it is judged by
 * @start: of the session
 * @zone: the zone in which I look at times
 */
GtkWindow *
tog_schedule_dialog_new (GtkWindow *parent,
                         TogAccount *account,
                         TogGroup *group,
                         TogPlannedSession *planned,
                         TogSession *moved,
                         TogGroupSearch *search,
                         TogInstant start,
                         TogZone *zone)
{
  TogScheduleDialog *self = g_object_new (TOG_TYPE_SCHEDULE_DIALOG, "transient-for", parent, NULL);
  TogPrompt *prompt = TOG_PROMPT (self);
  TogSlot slot = { start, start + tog_group_search_get_duration (search) };

  self->search = g_object_ref (search);
  tog_prompt_set_up (prompt, account, TOG_TEAM (group), planned, slot, zone);
  if (moved != NULL)
    tog_prompt_set_moved (prompt, moved);
  self->conflict_notice = tog_prompt_add_notice (prompt, "dialog-warning-symbolic", "warning");
  self->change_notice = tog_prompt_add_notice (prompt, "dialog-error-symbolic", "error");
  self->offline_notice = tog_prompt_add_notice (prompt, "network-offline-symbolic", "warning");
  g_signal_connect_object (
      self->conflict_notice, "pressed", G_CALLBACK (use_better_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->change_notice, "pressed", G_CALLBACK (change_pressed_cb), self, G_CONNECT_SWAPPED);
  self->attendees = TOG_ATTENDEE_LIST (tog_attendee_list_new ());
  tog_prompt_add (prompt, GTK_WIDGET (self->attendees));
  add_override (self);
  add_options (self, slot.end - slot.start);
  add_series (self, TOG_TEAM (group));
  judge (self);
  confirm (self);
  show (self);
  tog_prompt_fit (prompt);
  return GTK_WINDOW (self);
}

/**
 * tog_schedule_dialog_update:
 *
 * The search has looked at the times again. What is worse than it was shown has to
 * be confirmed before anything is sent.
 */
void
tog_schedule_dialog_update (TogScheduleDialog *self)
{
  g_autofree char *changes = NULL;

  g_return_if_fail (TOG_IS_SCHEDULE_DIALOG (self));

  judge (self);
  if (self->confirmed != NULL && self->attendance != NULL)
    changes = tog_attendance_dup_changes (self->confirmed, self->attendance);
  if (self->refused != NULL && self->refused != tog_group_search_get_times (self->search))
    {
      /* It has to be pressed again anyway: showing what is new is enough. */
      g_clear_object (&self->refused);
      confirm (self);
      tog_notice_show (self->change_notice,
                       changes != NULL ? changes
                                       : _ ("The times have changed. Have a look at who can."),
                       NULL);
      tog_notice_set_detail (self->change_notice, _ ("Nothing was sent"));
    }
  else if (self->refused == NULL && (changes != NULL || self->changed))
    {
      self->changed = changes != NULL;
      tog_notice_show (self->change_notice, changes, _ ("Continue"));
    }
  show (self);
}
