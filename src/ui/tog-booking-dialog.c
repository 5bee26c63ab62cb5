#include "config.h"

#include "tog-booking-dialog-private.h"

#include "tog-clock.h"
#include "tog-format.h"
#include "tog-zone-list.h"

#include <glib/gi18n.h>

/* How many characters are left when counting begins to be shown. */
#define COUNT_FROM 200
#define AVATAR_SIZE 24
#define DEFAULT_WIDTH 480
#define MAX_CONTENT_HEIGHT 620

enum
{
  BOOKED,
  TAKEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogBookingDialog, tog_booking_dialog, ADW_TYPE_WINDOW)

static void fit (TogBookingDialog *self);

static char *
dup_message (TogBookingDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->message_view);
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  return g_strdup (g_strstrip (text));
}

static gboolean
is_past (TogBookingDialog *self)
{
  return self->slot.start < tog_account_get_now (self->account);
}

/* An empty box would still take its share of the spacing. */
void
tog_booking_dialog_say (TogBookingDialog *self,
                        TogNotice *notice,
                        const char *text,
                        const char *button)
{
  tog_notice_show (notice, text, button);
  gtk_widget_set_visible (self->notices,
                          gtk_widget_get_visible (GTK_WIDGET (self->warning)) ||
                              gtk_widget_get_visible (GTK_WIDGET (self->error)));
}

static gboolean
has_agenda (TogBookingDialog *self)
{
  return self->planned->agenda != NULL && self->planned->agenda->len > 0;
}

static gboolean
can_send (TogBookingDialog *self)
{
  return !self->taken && !is_past (self) && tog_series_editor_can_send (self->series);
}

/* What is booked, and what pressing the button does. */
static void
update_words (TogBookingDialog *self)
{
  guint n = tog_series_editor_get_n (self->series);
  gboolean sending = self->cancellable != NULL;
  g_autofree char *title = NULL;
  g_autofree char *when = NULL;
  g_autofree char *send = NULL;

  if (n > 1)
    {
      title = tog_series_editor_dup_title (self->series);
      when = tog_series_editor_dup_rhythm (self->series);
      send = g_strdup_printf (ngettext ("_Send %u Invite", "_Send %u Invites", n), n);
    }
  gtk_label_set_label (GTK_LABEL (self->title_label), n > 1 ? title : self->planned->title);
  gtk_label_set_label (GTK_LABEL (self->when_label), n > 1 ? when : self->when);
  gtk_label_set_label (self->mail_label,
                       self->moved != NULL ? _ ("You both get the updated invite by mail")
                       : n > 1             ? _ ("You both get a calendar invite for each by mail")
                                           : _ ("You both get one calendar invite by mail"));
  gtk_label_set_label (GTK_LABEL (self->send_label),
                       sending               ? _ ("Sending…")
                       : self->moved != NULL ? _ ("_Send Update")
                       : n > 1               ? send
                                             : _ ("_Send Invite"));
  gtk_widget_set_visible (GTK_WIDGET (self->agenda_row), n == 1 && has_agenda (self));
}

/* Whether it can be sent, and what stands in the way if not. */
void
tog_booking_dialog_update (TogBookingDialog *self)
{
  int length = gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (self->message_view));
  int left = TOG_MAX_MESSAGE_LENGTH - length;
  gboolean sending = self->cancellable != NULL;
  g_autofree char *count = NULL;

  gtk_widget_set_visible (self->counter_label, left <= COUNT_FROM);
  if (left >= 0)
    count = g_strdup_printf (ngettext ("%d character left", "%d characters left", left), left);
  else
    count = g_strdup_printf (ngettext ("%d character too many", "%d characters too many", -left),
                             -left);
  gtk_label_set_label (GTK_LABEL (self->counter_label), count);
  if (left < 0)
    gtk_widget_add_css_class (self->counter_label, "error");
  else
    gtk_widget_remove_css_class (self->counter_label, "error");

  if (is_past (self) && !sending && !self->taken)
    tog_booking_dialog_say (
        self, self->error, _ ("This time has passed. Choose another one."), NULL);
  gtk_widget_set_sensitive (self->send_button, !sending && left >= 0 && can_send (self));
  gtk_text_view_set_editable (self->message_view, !sending);
  gtk_widget_set_sensitive (GTK_WIDGET (self->series), !sending);
  gtk_widget_set_visible (self->spinner, sending);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), sending);
  update_words (self);
  gtk_button_set_label (GTK_BUTTON (self->cancel_button),
                        sending ? _ ("Stop Sending") : _ ("Cancel"));
}

static void
send (TogBookingDialog *self)
{
  g_autofree char *message = dup_message (self);

  if (self->cancellable == NULL && can_send (self) &&
      g_utf8_strlen (message, -1) <= TOG_MAX_MESSAGE_LENGTH)
    tog_booking_dialog_send (self, message);
}

static void
send_cb (TogBookingDialog *self)
{
  send (self);
}

static void
cancel_cb (TogBookingDialog *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
error_pressed_cb (TogBookingDialog *self)
{
  g_signal_emit (self, signals[TAKEN], 0);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
minute_cb (TogBookingDialog *self)
{
  tog_booking_dialog_update (self);
}

static void
series_changed_cb (TogBookingDialog *self)
{
  if (self->when == NULL)
    return;
  tog_booking_dialog_update (self);
  fit (self);
}

static gboolean
tog_booking_dialog_close_request (GtkWindow *window)
{
  TogBookingDialog *self = TOG_BOOKING_DIALOG (window);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->taken)
    g_signal_emit (self, signals[TAKEN], 0);
  return GTK_WINDOW_CLASS (tog_booking_dialog_parent_class)->close_request (window);
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  cancel_cb (TOG_BOOKING_DIALOG (widget));
  return TRUE;
}

static gboolean
send_key_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  send (TOG_BOOKING_DIALOG (widget));
  return TRUE;
}

static void
tog_booking_dialog_finalize (GObject *object)
{
  TogBookingDialog *self = TOG_BOOKING_DIALOG (object);

  g_clear_object (&self->account);
  g_clear_object (&self->match);
  g_clear_object (&self->planned);
  g_clear_object (&self->conference);
  g_clear_object (&self->moved);
  g_clear_object (&self->deed);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->zone, tog_zone_unref);
  g_free (self->key);
  g_free (self->sent);
  g_free (self->when);
  G_OBJECT_CLASS (tog_booking_dialog_parent_class)->finalize (object);
}

static void
tog_booking_dialog_class_init (TogBookingDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tog_booking_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = tog_booking_dialog_close_request;

  signals[BOOKED] = g_signal_new ("booked",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  TOG_TYPE_SESSION);
  signals[TAKEN] = g_signal_new (
      "taken", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, send_key_cb, NULL);
  g_type_ensure (TOG_TYPE_SERIES_EDITOR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-booking-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, header);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, content);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, send_button);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, send_label);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, title_label);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, when_label);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, notices);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, clocks);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, mail_label);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, was_row);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, where_row);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, where_icon);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, agenda_row);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, series);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, message_label);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, message_view);
  gtk_widget_class_bind_template_child (widget_class, TogBookingDialog, counter_label);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, series_changed_cb);
}

static void
tog_booking_dialog_init (TogBookingDialog *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  /* Before the message sees it, in which it would be a new line. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Return, GDK_CONTROL_MASK),
                        gtk_callback_action_new (send_key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);

  self->key = g_uuid_string_random ();
  self->warning = TOG_NOTICE (tog_notice_new ("dialog-warning-symbolic", "warning"));
  self->error = TOG_NOTICE (tog_notice_new ("dialog-error-symbolic", "error"));
  gtk_box_append (GTK_BOX (self->notices), GTK_WIDGET (self->warning));
  gtk_box_append (GTK_BOX (self->notices), GTK_WIDGET (self->error));
  g_signal_connect_object (
      self->error, "pressed", G_CALLBACK (error_pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_text_view_get_buffer (self->message_view),
                           "changed",
                           G_CALLBACK (tog_booking_dialog_update),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (minute_cb), self, G_CONNECT_SWAPPED);
}

/* One person's clock: the times, who, where, and the day where it is another. */
static void
add_clock (TogBookingDialog *self, const char *full_name, const char *who, TogZone *zone)
{
  TogDay my_day = tog_zone_to_wall (self->zone, self->slot.start).day;
  TogDay day = tog_zone_to_wall (zone, self->slot.start).day;
  g_autofree char *range = tog_format_time_range (zone, self->slot);
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
fill_clocks (TogBookingDialog *self)
{
  TogHome *home = tog_account_get_home (self->account);
  g_autoptr (TogZone) theirs = tog_zone_lookup (self->match->person->zone, NULL);
  g_autofree char *given_name = tog_member_dup_given_name (self->match->person);

  add_clock (self, home != NULL ? home->me->member->name : "", _ ("You"), self->zone);
  if (theirs != NULL)
    add_clock (self, self->match->person->name, given_name, theirs);
}

static void
fill_where (TogBookingDialog *self)
{
  const char *title = NULL;
  const char *subtitle = "";
  const char *icon = "camera-video-symbolic";

  switch (self->conference->kind)
    {
    case TOG_CONFERENCE_PROVIDER:
      title = self->conference->name;
      subtitle = _ ("The link is made when you send the invite");
      break;
    case TOG_CONFERENCE_LINK:
      title = self->conference->url;
      icon = "insert-link-symbolic";
      break;
    case TOG_CONFERENCE_PLACE:
      title = self->conference->place;
      icon = "mark-location-symbolic";
      break;
    case TOG_CONFERENCE_NONE:
    default:
      title = _ ("No link");
      subtitle = _ ("You send it yourself");
      icon = "mail-send-symbolic";
      break;
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->where_row), title);
  adw_action_row_set_subtitle (self->where_row, subtitle);
  gtk_image_set_from_icon_name (self->where_icon, icon);
}

static void
fill_agenda (TogBookingDialog *self)
{
  guint n_items = self->planned->agenda != NULL ? self->planned->agenda->len : 0;
  g_autofree char *count = g_strdup_printf (
      ngettext ("%u item, from the program", "%u items, from the program", n_items), n_items);

  adw_expander_row_set_subtitle (self->agenda_row, count);
  for (guint i = 0; i < n_items; i++)
    {
      TogAgendaItem *item = g_ptr_array_index (self->planned->agenda, i);
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), item->title);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
      if (item->minutes > 0)
        {
          g_autofree char *minutes = tog_format_short_duration (item->minutes * TOG_MINUTE);
          GtkWidget *label = gtk_label_new (minutes);

          gtk_widget_add_css_class (label, "numeric");
          adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
        }
      adw_expander_row_add_row (self->agenda_row, row);
    }
}

/* As high as what is in it at its width; what scrolls doesn't ask for that by itself. */
static void
fit (TogBookingDialog *self)
{
  GtkWidget *parent = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self)));
  int width = MIN (DEFAULT_WIDTH, gtk_widget_get_width (parent));
  int header, minimum, height;

  gtk_widget_measure (self->content, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  width = MAX (width, minimum);
  gtk_widget_measure (self->header, GTK_ORIENTATION_VERTICAL, width, NULL, &header, NULL, NULL);
  gtk_widget_measure (self->content, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  gtk_window_set_default_size (GTK_WINDOW (self), width, header + MIN (height, MAX_CONTENT_HEIGHT));
}

/* Says that the server has it, and goes. */
void
tog_booking_dialog_end (TogBookingDialog *self, TogSession *session)
{
  g_signal_emit (self, signals[BOOKED], 0, session);
  gtk_window_destroy (GTK_WINDOW (self));
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
  g_autofree char *given_name = tog_member_dup_given_name (match->person);
  g_autofree char *day = NULL;
  g_autofree char *duration = tog_format_duration (slot.end - slot.start);
  g_autofree char *message = NULL;
  TogWallTime wall = tog_zone_to_wall (zone, slot.start);

  self->account = g_object_ref (account);
  self->match = g_object_ref (match);
  self->planned = g_object_ref (planned);
  self->slot = slot;
  self->zone = tog_zone_ref (zone);
  self->conference = g_object_ref (conference);

  /* The year always: an invite is for keeps. */
  day = tog_format_day (wall.day, wall.day + 2 * 366);
  /* Translators: a day, a duration. */
  self->when = g_strdup_printf (C_ ("day, duration", "%s, %s"), day, duration);
  message = g_strdup_printf (_ ("Message to %s, optional"), given_name);
  gtk_label_set_label (GTK_LABEL (self->message_label), message);
  tog_series_editor_begin (self->series, account, TOG_TEAM (match), planned, slot, zone);
  fill_clocks (self);
  fill_where (self);
  fill_agenda (self);
  tog_booking_dialog_update (self);
  fit (self);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->message_view));
  return GTK_WINDOW (self);
}

/**
 * tog_booking_dialog_set_warning:
 * @warning: (nullable): what is to be known before sending
 */
void
tog_booking_dialog_set_warning (TogBookingDialog *self, const char *warning)
{
  g_return_if_fail (TOG_IS_BOOKING_DIALOG (self));

  tog_booking_dialog_say (self, self->warning, warning, NULL);
  fit (self);
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
  g_autofree char *was = NULL;

  g_return_if_fail (TOG_IS_BOOKING_DIALOG (self));

  g_set_object (&self->moved, session);
  was = tog_format_session_time (self->zone, session->slot, tog_account_get_now (self->account));
  gtk_window_set_title (GTK_WINDOW (self), _ ("Reschedule"));
  adw_window_title_set_title (self->window_title, _ ("Reschedule"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->was_row), was);
  gtk_widget_set_visible (GTK_WIDGET (self->was_row), TRUE);
  tog_series_editor_book_one (self->series);
  if (self->conference == session->conference)
    adw_action_row_set_subtitle (self->where_row, _ ("As before"));
  tog_booking_dialog_update (self);
  fit (self);
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
