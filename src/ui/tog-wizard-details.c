#include "config.h"

#include "tog-wizard-details.h"

#include "tog-clock.h"
#include "tog-format.h"
#include "tog-widget.h"
#include "tog-zone-chooser.h"
#include "tog-zone-list.h"

#include <glib/gi18n.h>

#define DEFAULT_DURATION (45 * TOG_MINUTE)

static const gint64 durations[] = { 30 * TOG_MINUTE, 45 * TOG_MINUTE, 60 * TOG_MINUTE };

struct _TogWizardDetails
{
  GtkWidget parent_instance;

  TogAccount *account; /* (owned) */
  TogMatch *match;     /* (owned) */
  TogTimes *times;     /* (owned) (nullable) */
  TogSlot shown;       /* the week looked at */
  TogZone *zone;       /* (owned): in which I look at times */
  TogZone *other_zone; /* (owned) (nullable): NULL where this system doesn't know it */
  char *given_name;    /* (owned): of the other one */
  gint64 duration;
  TogConference *conference; /* (owned) (nullable): NULL while what was entered is not valid */
  TogConference *kept;       /* (owned) (nullable): where a session is that is to be moved */
  GCancellable *cancellable; /* (owned) */

  GtkWidget *scrolled;
  GtkWidget *duration_box;
  GtkWidget *conference_group;
  GtkListBox *conference_list;
  GtkWidget *conference_error;
  GtkCheckButton *first_choice;
  GtkCheckButton *link_choice;
  GtkCheckButton *place_choice;
  GtkWidget *link_row;
  GtkWidget *place_row;
  AdwActionRow *zone_row;
  AdwActionRow *other_row;
  GtkLabel *offset_label;
  GtkWidget *profile_box;
  GtkLabel *profile_label;
  GtkWidget *profile_button;
  GtkImage *note_icon;
  GtkLabel *note_label;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogWizardDetails, tog_wizard_details, GTK_TYPE_WIDGET)

static TogMe *
get_me (TogWizardDetails *self)
{
  TogHome *home = tog_account_get_home (self->account);

  return home != NULL ? home->me : NULL;
}

static void
show_error (TogWizardDetails *self, GtkWidget *row, const char *message)
{
  gtk_label_set_label (GTK_LABEL (self->conference_error), message != NULL ? message : "");
  gtk_widget_set_visible (self->conference_error, message != NULL);
  gtk_widget_remove_css_class (self->link_row, "error");
  gtk_widget_remove_css_class (self->place_row, "error");
  if (row != NULL && message != NULL)
    gtk_widget_add_css_class (row, "error");
}

/* Takes over what is entered, as far as it is valid. An empty entry is not
 * called wrong before somebody tries to go on with it. */
static void
read_conference (TogWizardDetails *self, gboolean strict)
{
  g_autofree char *link =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->link_row))));
  g_autofree char *place =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->place_row))));
  gboolean own_link = gtk_check_button_get_active (self->link_choice);
  gboolean own_place = gtk_check_button_get_active (self->place_choice);

  gtk_widget_set_visible (self->link_row, own_link);
  gtk_widget_set_visible (self->place_row, own_place);
  show_error (self, NULL, NULL);
  if (own_link)
    {
      g_clear_object (&self->conference);
      if (tog_link_check (link, NULL))
        self->conference = tog_conference_new (TOG_CONFERENCE_LINK, NULL, NULL, link, NULL);
      else if (strict || *link != '\0')
        show_error (
            self,
            self->link_row,
            _ ("Enter a link that begins with https://, such as https://meet.example/room"));
    }
  else if (own_place)
    {
      g_clear_object (&self->conference);
      if (tog_place_check (place, NULL))
        self->conference = tog_conference_new (TOG_CONFERENCE_PLACE, NULL, NULL, NULL, place);
      else if (strict || *place != '\0')
        show_error (
            self, self->place_row, _ ("Enter where you meet, in one line that is not too long"));
    }
}

static void
entry_changed_cb (TogWizardDetails *self)
{
  read_conference (self, FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
choice_toggled_cb (GtkCheckButton *choice, GParamSpec *pspec, TogWizardDetails *self)
{
  TogConference *conference = g_object_get_data (G_OBJECT (choice), "conference");

  if (!gtk_check_button_get_active (choice))
    return;
  if (conference != NULL)
    g_set_object (&self->conference, conference);
  read_conference (self, FALSE);
  if (choice == self->link_choice)
    gtk_widget_grab_focus (self->link_row);
  else if (choice == self->place_choice)
    gtk_widget_grab_focus (self->place_row);
  g_signal_emit (self, signals[CHANGED], 0);
}

static GtkCheckButton *
add_choice (TogWizardDetails *self,
            const char *title,
            const char *subtitle,
            TogConference *conference)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *choice = gtk_check_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_set_valign (choice, GTK_ALIGN_CENTER);
  if (self->first_choice == NULL)
    self->first_choice = GTK_CHECK_BUTTON (choice);
  else
    gtk_check_button_set_group (GTK_CHECK_BUTTON (choice), self->first_choice);
  if (conference != NULL)
    g_object_set_data_full (G_OBJECT (choice), "conference", conference, g_object_unref);
  g_signal_connect (choice, "notify::active", G_CALLBACK (choice_toggled_cb), self);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), choice);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), choice);
  gtk_list_box_append (self->conference_list, row);
  return GTK_CHECK_BUTTON (choice);
}

static GtkWidget *
add_entry (TogWizardDetails *self, const char *title, GtkInputPurpose purpose)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row), purpose);
  gtk_widget_set_visible (row, FALSE);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (entry_changed_cb), self);
  gtk_list_box_append (self->conference_list, row);
  return row;
}

/* Where a session is that is to be moved. */
static char *
dup_kept_place (TogWizardDetails *self)
{
  switch (self->kept->kind)
    {
    case TOG_CONFERENCE_PROVIDER:
    case TOG_CONFERENCE_LINK:
      return g_strdup (self->kept->name != NULL ? self->kept->name : self->kept->url);
    case TOG_CONFERENCE_PLACE:
      return g_strdup (self->kept->place);
    case TOG_CONFERENCE_NONE:
    default:
      return g_strdup (_ ("No link"));
    }
}

static void
add_choices (TogWizardDetails *self)
{
  TogMe *me = get_me (self);
  GtkCheckButton *none;

  if (self->kept != NULL)
    {
      g_autofree char *place = dup_kept_place (self);

      add_choice (self, _ ("As Before"), place, g_object_ref (self->kept));
    }
  for (guint i = 0; me != NULL && i < me->providers->len; i++)
    {
      TogProvider *provider = g_ptr_array_index (me->providers, i);

      add_choice (
          self,
          provider->name,
          _ ("The link is made with the invite"),
          tog_conference_new (TOG_CONFERENCE_PROVIDER, provider->id, provider->name, NULL, NULL));
    }
  self->link_choice = add_choice (self, _ ("My Own Link"), NULL, NULL);
  self->link_row = add_entry (self, _ ("Link"), GTK_INPUT_PURPOSE_URL);
  self->place_choice = add_choice (self, _ ("A Place"), NULL, NULL);
  self->place_row = add_entry (self, _ ("Place"), GTK_INPUT_PURPOSE_FREE_FORM);
  none = add_choice (self,
                     _ ("None"),
                     _ ("I’ll send the link myself"),
                     tog_conference_new (TOG_CONFERENCE_NONE, NULL, NULL, NULL, NULL));

  /* The organization's first provider is what most people want; where it has
   * none, nothing is better than an entry to fill in. */
  gtk_check_button_set_active (
      self->kept != NULL || (me != NULL && me->providers->len > 0) ? self->first_choice : none,
      TRUE);
}

static void
duration_toggled_cb (GtkToggleButton *button, GParamSpec *pspec, TogWizardDetails *self)
{
  gint64 *duration = g_object_get_data (G_OBJECT (button), "duration");

  if (!gtk_toggle_button_get_active (button) || self->duration == *duration)
    return;
  self->duration = *duration;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_durations (TogWizardDetails *self)
{
  GtkToggleButton *first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      g_autofree char *label = g_strdup_printf (_ ("%d min"), (int) (durations[i] / TOG_MINUTE));
      g_autofree char *spoken = tog_format_duration (durations[i]);
      GtkWidget *button = gtk_toggle_button_new_with_label (label);

      tog_widget_set_name (button, spoken);
      g_object_set_data (G_OBJECT (button), "duration", (gpointer) &durations[i]);
      if (first == NULL)
        first = GTK_TOGGLE_BUTTON (button);
      else
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), first);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), durations[i] == self->duration);
      g_signal_connect (button, "notify::active", G_CALLBACK (duration_toggled_cb), self);
      gtk_box_append (GTK_BOX (self->duration_box), button);
    }
}

static void
update_profile (TogWizardDetails *self)
{
  TogMe *me = get_me (self);
  gboolean differs =
      me != NULL && g_strcmp0 (me->member->zone, tog_zone_get_name (self->zone)) != 0;

  gtk_widget_set_visible (self->profile_box, differs);
  if (!differs)
    return;

  g_autofree char *city = tog_zone_name_to_city (me->member->zone);
  g_autofree char *text =
      g_strdup_printf (_ ("Your profile says %s. Your working hours are counted there."), city);

  gtk_label_set_label (self->profile_label, text);
}

static void
update_zones (TogWizardDetails *self)
{
  TogInstant now = tog_format_get_now ();
  /* In the week of a clock change, what holds for most of it. */
  TogInstant shown = MAX (self->shown.start + (self->shown.end - self->shown.start) / 2, now);
  g_autofree char *my_city = tog_zone_name_to_city (tog_zone_get_name (self->zone));
  g_autofree char *my_time = tog_format_time (self->zone, now);
  g_autofree char *my_text = g_strdup_printf (_ ("%s now for you"), my_time);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->zone_row), my_city);
  adw_action_row_set_subtitle (self->zone_row, my_text);
  gtk_widget_set_visible (GTK_WIDGET (self->other_row), self->other_zone != NULL);
  update_profile (self);
  if (self->other_zone == NULL)
    return;

  gint32 difference =
      tog_zone_get_offset (self->other_zone, shown) - tog_zone_get_offset (self->zone, shown);
  g_autofree char *their_city = tog_zone_name_to_city (tog_zone_get_name (self->other_zone));
  g_autofree char *their_time = tog_format_time (self->other_zone, now);
  g_autofree char *their_text = g_strdup_printf (_ ("%s now for %s"), their_time, self->given_name);
  g_autofree char *offset = tog_format_utc_offset (difference);
  g_autofree char *spoken = tog_format_ahead (difference);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->other_row), their_city);
  adw_action_row_set_subtitle (self->other_row, their_text);
  gtk_label_set_label (self->offset_label, difference == 0 ? _ ("Same time") : offset);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->offset_label), spoken);
}

/* What the times are based on, and what is not known of them. */
static char *
dup_note (TogWizardDetails *self, const char **icon_name)
{
  TogMe *me = get_me (self);

  *icon_name = "system-lock-screen-symbolic";
  for (guint i = 0; self->times != NULL && i < self->times->people->len; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (self->times->people, i);

      if (person->sharing_off || tog_slot_contains (person->known, self->shown) ||
          self->shown.end <= tog_format_get_now ())
        continue;
      *icon_name = "dialog-information-symbolic";
      if (i == 0)
        return g_strdup (_ ("Your own calendar isn’t known for all of this week. "
                            "Hatched times are unconfirmed."));
      if (tog_slot_is_empty (person->known) && person->checked_at == 0)
        return g_strdup_printf (_ ("%s hasn’t shared a calendar. Hatched times are within "
                                   "working hours, but unconfirmed."),
                                self->given_name);

      g_autofree char *age = tog_format_ago (tog_format_get_now () - person->checked_at);

      return g_strdup_printf (_ ("%s’s calendar was last read %s and doesn’t tell of all of this "
                                 "week. Hatched times are unconfirmed."),
                              self->given_name,
                              age);
    }
  if (me != NULL && !me->calendar_sharing)
    {
      *icon_name = "dialog-information-symbolic";
      return g_strdup (_ ("Your organization has turned calendar sharing off. "
                          "Times are based on working hours alone."));
    }
  return g_strdup_printf (
      _ ("Based on the calendars you and %s share. Nobody sees titles or places."),
      self->given_name);
}

static void
update_note (TogWizardDetails *self)
{
  const char *icon_name;
  g_autofree char *note = dup_note (self, &icon_name);

  gtk_label_set_label (self->note_label, note);
  gtk_image_set_from_icon_name (self->note_icon, icon_name);
}

static void
zone_chosen_cb (TogWizardDetails *self, const char *name, TogZoneChooser *chooser)
{
  g_autoptr (TogZone) zone = tog_zone_lookup (name, NULL);

  if (zone == NULL || g_strcmp0 (name, tog_zone_get_name (self->zone)) == 0)
    return;
  tog_zone_unref (self->zone);
  self->zone = g_steal_pointer (&zone);
  update_zones (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
choose_zone_cb (TogWizardDetails *self)
{
  GtkWindow *root = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWindow *chooser = tog_zone_chooser_new (root, tog_zone_get_name (self->zone));

  g_signal_connect_object (chooser, "chosen", G_CALLBACK (zone_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (chooser);
}

static void
zone_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogWizardDetails) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tog_account_set_zone_finish (TOG_ACCOUNT (source), result, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      gtk_widget_set_sensitive (self->profile_button, TRUE);
      gtk_label_set_label (self->profile_label, error->message);
      return;
    }
  gtk_widget_set_sensitive (self->profile_button, TRUE);
  update_profile (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
use_for_profile_cb (TogWizardDetails *self)
{
  gtk_widget_set_sensitive (self->profile_button, FALSE);
  tog_account_set_zone_async (self->account,
                              tog_zone_get_name (self->zone),
                              self->cancellable,
                              zone_set_cb,
                              g_object_ref (self));
}

static void
home_changed_cb (TogWizardDetails *self)
{
  update_profile (self);
}

static void
minute_cb (TogWizardDetails *self)
{
  update_zones (self);
  update_note (self);
}

static void
tog_wizard_details_dispose (GObject *object)
{
  TogWizardDetails *self = TOG_WIZARD_DETAILS (object);

  g_cancellable_cancel (self->cancellable);
  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_WIZARD_DETAILS);
  G_OBJECT_CLASS (tog_wizard_details_parent_class)->dispose (object);
}

static void
tog_wizard_details_finalize (GObject *object)
{
  TogWizardDetails *self = TOG_WIZARD_DETAILS (object);

  g_clear_object (&self->account);
  g_clear_object (&self->match);
  g_clear_object (&self->times);
  g_clear_object (&self->conference);
  g_clear_object (&self->kept);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->zone, tog_zone_unref);
  g_clear_pointer (&self->other_zone, tog_zone_unref);
  g_free (self->given_name);
  G_OBJECT_CLASS (tog_wizard_details_parent_class)->finalize (object);
}

static void
tog_wizard_details_class_init (TogWizardDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_wizard_details_dispose;
  object_class->finalize = tog_wizard_details_finalize;
  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "wizard-details");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-wizard-details.ui");
  gtk_widget_class_bind_template_child (widget_class, TogWizardDetails, scrolled);
  gtk_widget_class_bind_template_child (widget_class, TogWizardDetails, duration_box);
  gtk_widget_class_bind_template_child (widget_class, TogWizardDetails, conference_group);
  gtk_widget_class_bind_template_child (widget_class, TogWizardDetails, conference_list);
  gtk_widget_class_bind_template_child (widget_class, TogWizardDetails, conference_error);
  gtk_widget_class_bind_template_child (widget_class, TogWizardDetails, zone_row);
  gtk_widget_class_bind_template_child (widget_class, TogWizardDetails, other_row);
  gtk_widget_class_bind_template_child (widget_class, TogWizardDetails, offset_label);
  gtk_widget_class_bind_template_child (widget_class, TogWizardDetails, profile_box);
  gtk_widget_class_bind_template_child (widget_class, TogWizardDetails, profile_label);
  gtk_widget_class_bind_template_child (widget_class, TogWizardDetails, profile_button);
  gtk_widget_class_bind_template_child (widget_class, TogWizardDetails, note_icon);
  gtk_widget_class_bind_template_child (widget_class, TogWizardDetails, note_label);
  gtk_widget_class_bind_template_callback (widget_class, choose_zone_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_for_profile_cb);
}

static void
tog_wizard_details_init (TogWizardDetails *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tog_wizard_details_new:
 * @duration: how long the session usually takes, in seconds
 * @kept: (nullable): where the session is, if it is to be moved
 */
GtkWidget *
tog_wizard_details_new (TogAccount *account, TogMatch *match, gint64 duration, TogConference *kept)
{
  TogWizardDetails *self = g_object_new (TOG_TYPE_WIZARD_DETAILS, NULL);

  self->account = g_object_ref (account);
  self->match = g_object_ref (match);
  g_set_object (&self->kept, kept);
  self->given_name = tog_member_dup_given_name (match->person);
  self->duration = tog_duration_is_offered (duration) ? duration : DEFAULT_DURATION;
  self->zone = tog_format_get_local_zone ();
  self->other_zone = tog_zone_lookup (match->person->zone, NULL);
  add_durations (self);
  add_choices (self);
  update_zones (self);
  update_note (self);
  g_signal_connect_object (
      account, "notify::home", G_CALLBACK (home_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (minute_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * tog_wizard_details_get_duration:
 *
 * Returns: seconds
 */
gint64
tog_wizard_details_get_duration (TogWizardDetails *self)
{
  g_return_val_if_fail (TOG_IS_WIZARD_DETAILS (self), 0);

  return self->duration;
}

/**
 * tog_wizard_details_get_zone:
 *
 * Returns: (transfer none): the zone in which times are looked at
 */
TogZone *
tog_wizard_details_get_zone (TogWizardDetails *self)
{
  g_return_val_if_fail (TOG_IS_WIZARD_DETAILS (self), NULL);

  return self->zone;
}

/**
 * tog_wizard_details_get_conference:
 *
 * Returns: (transfer none) (nullable): where, or %NULL while what was entered is
 *   not valid
 */
TogConference *
tog_wizard_details_get_conference (TogWizardDetails *self)
{
  g_return_val_if_fail (TOG_IS_WIZARD_DETAILS (self), NULL);

  return self->conference;
}

/**
 * tog_wizard_details_point_out:
 *
 * Says what is still missing or wrong, and puts the keyboard focus there.
 */
void
tog_wizard_details_point_out (TogWizardDetails *self)
{
  g_return_if_fail (TOG_IS_WIZARD_DETAILS (self));

  read_conference (self, TRUE);
  if (self->conference == NULL)
    gtk_widget_grab_focus (gtk_check_button_get_active (self->link_choice) ? self->link_row
                                                                           : self->place_row);
}

/**
 * tog_wizard_details_dup_summary:
 *
 * Returns: how long and where in one line, such as "45 minutes on Jitsi Meet"
 */
char *
tog_wizard_details_dup_summary (TogWizardDetails *self)
{
  g_autofree char *duration = NULL;

  g_return_val_if_fail (TOG_IS_WIZARD_DETAILS (self), NULL);

  duration = tog_format_duration (self->duration);
  if (self->conference == NULL)
    return g_strdup (duration);
  if (self->conference == self->kept)
    /* Translators: a duration; a session that is moved stays where it is otherwise. */
    return g_strdup_printf (_ ("%s, as before"), duration);
  switch (self->conference->kind)
    {
    case TOG_CONFERENCE_PROVIDER:
      /* Translators: a duration, a conferencing provider. */
      return g_strdup_printf (_ ("%s on %s"), duration, self->conference->name);
    case TOG_CONFERENCE_LINK:
      return g_strdup_printf (_ ("%s, my own link"), duration);
    case TOG_CONFERENCE_PLACE:
      /* Translators: a duration, a place. */
      return g_strdup_printf (C_ ("duration, place", "%s, %s"), duration, self->conference->place);
    case TOG_CONFERENCE_NONE:
    default:
      return g_strdup_printf (_ ("%s, no link"), duration);
    }
}

/**
 * tog_wizard_details_set_times:
 * @times: (nullable): when everybody can meet
 * @shown: the week looked at
 *
 * Tells what the note and the difference between the clocks are about.
 */
void
tog_wizard_details_set_times (TogWizardDetails *self, TogTimes *times, TogSlot shown)
{
  g_return_if_fail (TOG_IS_WIZARD_DETAILS (self));

  g_set_object (&self->times, times);
  self->shown = shown;
  update_zones (self);
  update_note (self);
}
