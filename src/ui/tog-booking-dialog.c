#include "config.h"

#include "tog-booking-dialog.h"

#include "tog-agenda-row.h"
#include "tog-format.h"
#include "tog-series-editor.h"
#include "tog-was-row.h"
#include "tog-zone-list.h"

#include <glib/gi18n.h>

#define AVATAR_SIZE 24

struct _TogBookingDialog
{
  TogPrompt parent_instance;

  TogMatch *match;           /* (owned) */
  TogConference *conference; /* (owned) */
  char *when;                /* (owned): a day and a duration */

  GtkWidget *clocks;
  GtkListBox *details;
  AdwActionRow *where_row;
  GtkWidget *agenda_row; /* (nullable): while there is one session with an agenda */
  TogSeriesEditor *series;
  TogNotice *warning;
};

G_DEFINE_FINAL_TYPE (TogBookingDialog, tog_booking_dialog, TOG_TYPE_PROMPT)

static TogBooking *
tog_booking_dialog_make_booking (TogPrompt *prompt, const char *message)
{
  TogBookingDialog *self = TOG_BOOKING_DIALOG (prompt);
  TogSession *moved = tog_prompt_get_moved (prompt);
  gboolean keeps_place = moved != NULL && self->conference == moved->conference;

  /* What is the same as before is left out, and stays. */
  return tog_booking_new (moved != NULL ? NULL : tog_prompt_get_planned (prompt)->id,
                          tog_prompt_get_slot (prompt),
                          tog_zone_get_name (tog_prompt_get_zone (prompt)),
                          keeps_place ? NULL : self->conference,
                          message);
}

static GPtrArray *
tog_booking_dialog_make_bookings (TogPrompt *prompt, const char *message)
{
  TogBookingDialog *self = TOG_BOOKING_DIALOG (prompt);

  if (tog_series_editor_get_n (self->series) == 1)
    return TOG_PROMPT_CLASS (tog_booking_dialog_parent_class)->make_bookings (prompt, message);
  return tog_series_editor_make_bookings (self->series, self->conference, message);
}

static gboolean
tog_booking_dialog_is_ready (TogPrompt *prompt)
{
  return tog_series_editor_can_send (TOG_BOOKING_DIALOG (prompt)->series);
}

static void
tog_booking_dialog_refused (TogPrompt *prompt, GPtrArray *refusals)
{
  tog_series_editor_show_refusals (TOG_BOOKING_DIALOG (prompt)->series, refusals);
}

static void
tog_booking_dialog_finalize (GObject *object)
{
  TogBookingDialog *self = TOG_BOOKING_DIALOG (object);

  g_clear_object (&self->match);
  g_clear_object (&self->conference);
  g_free (self->when);
  G_OBJECT_CLASS (tog_booking_dialog_parent_class)->finalize (object);
}

static void
tog_booking_dialog_class_init (TogBookingDialogClass *klass)
{
  TogPromptClass *prompt_class = TOG_PROMPT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tog_booking_dialog_finalize;
  prompt_class->make_booking = tog_booking_dialog_make_booking;
  prompt_class->make_bookings = tog_booking_dialog_make_bookings;
  prompt_class->is_ready = tog_booking_dialog_is_ready;
  prompt_class->refused = tog_booking_dialog_refused;
}

static void
tog_booking_dialog_init (TogBookingDialog *self)
{
}

/* One person's clock: the times, who, where, and the day where it is another. */
static void
add_clock (TogBookingDialog *self, const char *full_name, const char *who, TogZone *zone)
{
  TogSlot slot = tog_prompt_get_slot (TOG_PROMPT (self));
  TogDay my_day = tog_zone_to_wall (tog_prompt_get_zone (TOG_PROMPT (self)), slot.start).day;
  TogDay day = tog_zone_to_wall (zone, slot.start).day;
  g_autofree char *range = tog_format_time_range (zone, slot);
  g_autofree char *city = tog_zone_name_to_city (tog_zone_get_name (zone));
  g_autofree char *place = g_strdup_printf (C_ ("person, city", "%s, %s"), who, city);
  g_autofree char *spoken = NULL;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (range);

  gtk_widget_add_css_class (box, "clock");
  gtk_widget_add_css_class (label, "title-4");
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (line), adw_avatar_new (AVATAR_SIZE, full_name, TRUE));
  label = gtk_label_new (place);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (line), label);
  gtk_widget_set_halign (line, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), line);
  if (day != my_day)
    {
      g_autofree char *other_day = tog_format_day (day, my_day);

      label = gtk_label_new (other_day);
      gtk_widget_add_css_class (label, "caption-heading");
      gtk_box_append (GTK_BOX (box), label);
    }
  /* Translators: times, a person and a city. */
  spoken = g_strdup_printf (C_ ("times, person and city", "%s, %s"), range, place);
  gtk_flow_box_append (GTK_FLOW_BOX (self->clocks), box);
  gtk_widget_set_focusable (gtk_widget_get_parent (box), FALSE);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (gtk_widget_get_parent (box)), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
add_clocks (TogBookingDialog *self)
{
  TogHome *home = tog_account_get_home (tog_prompt_get_account (TOG_PROMPT (self)));
  g_autoptr (TogZone) theirs = tog_zone_lookup (self->match->person->zone, NULL);
  g_autofree char *given_name = tog_member_dup_given_name (self->match->person);
  GtkFlowBox *clocks;

  self->clocks = gtk_flow_box_new ();
  clocks = GTK_FLOW_BOX (self->clocks);
  gtk_flow_box_set_homogeneous (clocks, TRUE);
  gtk_flow_box_set_selection_mode (clocks, GTK_SELECTION_NONE);
  gtk_flow_box_set_min_children_per_line (clocks, 1);
  gtk_flow_box_set_max_children_per_line (clocks, 2);
  gtk_widget_add_css_class (self->clocks, "card");
  gtk_widget_add_css_class (self->clocks, "clocks");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->clocks), GTK_ACCESSIBLE_PROPERTY_LABEL, self->when, -1);
  add_clock (self,
             home != NULL ? home->me->member->name : "",
             _ ("You"),
             tog_prompt_get_zone (TOG_PROMPT (self)));
  if (theirs != NULL)
    add_clock (self, self->match->person->name, given_name, theirs);
  tog_prompt_add (TOG_PROMPT (self), self->clocks);
}

static GtkWidget *
where_row_new (TogConference *conference)
{
  const char *title = NULL;
  const char *subtitle = "";
  const char *icon = "camera-video-symbolic";
  GtkWidget *row;

  switch (conference->kind)
    {
    case TOG_CONFERENCE_PROVIDER:
      title = conference->name;
      subtitle = _ ("The link is made when you send the invite");
      break;
    case TOG_CONFERENCE_LINK:
      title = conference->url;
      icon = "insert-link-symbolic";
      break;
    case TOG_CONFERENCE_PLACE:
      title = conference->place;
      icon = "mark-location-symbolic";
      break;
    case TOG_CONFERENCE_NONE:
    default:
      title = _ ("No link");
      subtitle = _ ("You send it yourself");
      icon = "mail-send-symbolic";
      break;
    }
  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             g_object_new (GTK_TYPE_IMAGE,
                                           "accessible-role",
                                           GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                           "icon-name",
                                           icon,
                                           NULL));
  return row;
}

static void
add_details (TogBookingDialog *self)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Details"), -1);
  self->details = GTK_LIST_BOX (list);
  self->where_row = ADW_ACTION_ROW (where_row_new (self->conference));
  gtk_list_box_append (self->details, GTK_WIDGET (self->where_row));
  tog_prompt_add (TOG_PROMPT (self), list);
}

/* Taken out where there is none: GTK 4.18 goes on telling screen readers of what is
 * inside a row that was hidden, but not its name. */
static void
show_agenda (TogBookingDialog *self, gboolean show)
{
  if (show == (self->agenda_row != NULL))
    return;
  if (show)
    {
      self->agenda_row = tog_agenda_row_new (tog_prompt_get_planned (TOG_PROMPT (self)));
      gtk_list_box_append (self->details, self->agenda_row);
    }
  else
    gtk_list_box_remove (self->details, g_steal_pointer (&self->agenda_row));
}

/* What is booked, and what pressing the button does. */
static void
update_words (TogBookingDialog *self)
{
  TogPrompt *prompt = TOG_PROMPT (self);
  TogPlannedSession *planned = tog_prompt_get_planned (prompt);
  guint n = tog_series_editor_get_n (self->series);
  gboolean has_agenda = planned->agenda != NULL && planned->agenda->len > 0;
  g_autofree char *given_name = tog_member_dup_given_name (self->match->person);
  g_autofree char *message = g_strdup_printf (_ ("Message to %s, optional"), given_name);

  if (n > 1)
    {
      g_autofree char *title = tog_series_editor_dup_title (self->series);
      g_autofree char *rhythm = tog_series_editor_dup_rhythm (self->series);
      g_autofree char *send =
          g_strdup_printf (ngettext ("_Send %u Invite", "_Send %u Invites", n), n);

      tog_prompt_set_title (prompt, title);
      tog_prompt_set_when (prompt, rhythm);
      tog_prompt_set_words (
          prompt, send, message, _ ("You both get a calendar invite for each by mail"));
    }
  else
    {
      gboolean moves = tog_prompt_get_moved (prompt) != NULL;

      tog_prompt_set_title (prompt, planned->title);
      tog_prompt_set_when (prompt, self->when);
      tog_prompt_set_words (prompt,
                            moves ? _ ("_Send Update") : _ ("_Send Invite"),
                            message,
                            moves ? _ ("You both get the updated invite by mail")
                                  : _ ("You both get one calendar invite by mail"));
    }
  show_agenda (self, n == 1 && has_agenda);
}

static void
update (TogBookingDialog *self)
{
  update_words (self);
  tog_prompt_update (TOG_PROMPT (self));
  tog_prompt_fit (TOG_PROMPT (self));
}

static void
add_series (TogBookingDialog *self)
{
  TogPrompt *prompt = TOG_PROMPT (self);

  self->series = g_object_new (TOG_TYPE_SERIES_EDITOR, NULL);
  tog_series_editor_begin (self->series,
                           tog_prompt_get_account (prompt),
                           TOG_TEAM (self->match),
                           tog_prompt_get_planned (prompt),
                           tog_prompt_get_slot (prompt),
                           tog_prompt_get_zone (prompt));
  g_signal_connect_object (self->series, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  tog_prompt_add_options (prompt, GTK_WIDGET (self->series));
}

/**
 * tog_booking_dialog_new:
 * @parent: the window it stands over
 * @slot: when
 * @zone: the zone in which I look at times
 * @conference: where
 */
GtkWindow *
tog_booking_dialog_new (GtkWindow *parent,
                        TogAccount *account,
                        TogMatch *match,
                        TogPlannedSession *planned,
                        TogSlot slot,
                        TogZone *zone,
                        TogConference *conference)
{
  TogBookingDialog *self = g_object_new (TOG_TYPE_BOOKING_DIALOG, "transient-for", parent, NULL);
  TogPrompt *prompt = TOG_PROMPT (self);
  g_autofree char *day = NULL;
  g_autofree char *duration = tog_format_duration (slot.end - slot.start);
  TogWallTime wall = tog_zone_to_wall (zone, slot.start);

  self->match = g_object_ref (match);
  self->conference = g_object_ref (conference);
  tog_prompt_set_up (prompt, account, TOG_TEAM (match), planned, slot, zone);
  self->warning = tog_prompt_add_notice (prompt, "dialog-warning-symbolic", "warning");

  /* The year always: an invite is for keeps. */
  day = tog_format_day (wall.day, wall.day + 2 * 366);
  /* Translators: a day, a duration. */
  self->when = g_strdup_printf (C_ ("day, duration", "%s, %s"), day, duration);
  add_clocks (self);
  add_details (self);
  add_series (self);
  update (self);
  return GTK_WINDOW (self);
}

/**
 * tog_booking_dialog_set_moved:
 * @session: as it was seen
 *
 * Lets the dialog move @session instead of booking another one.
 */
void
tog_booking_dialog_set_moved (TogBookingDialog *self, TogSession *session)
{
  TogPrompt *prompt = TOG_PROMPT (self);

  g_return_if_fail (TOG_IS_BOOKING_DIALOG (self));

  tog_prompt_set_moved (prompt, session);
  tog_series_editor_book_one (self->series);
  gtk_list_box_prepend (self->details,
                        tog_was_row_new (tog_prompt_get_zone (prompt),
                                         session->slot,
                                         tog_account_get_now (tog_prompt_get_account (prompt))));
  if (self->conference == session->conference)
    adw_action_row_set_subtitle (self->where_row, _ ("As before"));
  update (self);
}

/**
 * tog_booking_dialog_set_warning:
 * @warning: (nullable): what is to be known before sending
 */
void
tog_booking_dialog_set_warning (TogBookingDialog *self, const char *warning)
{
  g_return_if_fail (TOG_IS_BOOKING_DIALOG (self));

  tog_notice_show (self->warning, warning, NULL);
  tog_prompt_fit (TOG_PROMPT (self));
}

/**
 * tog_booking_dialog_get_n_sessions:
 *
 * Returns: how many sessions it books
 */
guint
tog_booking_dialog_get_n_sessions (TogBookingDialog *self)
{
  g_return_val_if_fail (TOG_IS_BOOKING_DIALOG (self), 0);

  return tog_series_editor_get_n (self->series);
}
