#include "config.h"

#include "tog-wizard-details.h"

#include "tog-clock.h"
#include "tog-conference-chooser.h"
#include "tog-duration-chooser.h"
#include "tog-format.h"
#include "tog-widget.h"
#include "tog-zone-list.h"
#include "tog-zone-picker.h"

#include <glib/gi18n.h>

struct _TogWizardDetails
{
  GtkWidget parent_instance;

  TogAccount *account; /* (owned) */
  TogMatch *match;     /* (owned) */
  TogTimes *times;     /* (owned) (nullable) */
  TogSlot shown;       /* the week looked at */
  TogZone *other_zone; /* (owned) (nullable): NULL where this system doesn't know it */
  char *given_name;    /* (owned): of the other one */
  TogConference *kept; /* (owned) (nullable): where a session is that is to be moved */

  AdwPreferencesGroup *duration_group;
  AdwPreferencesGroup *conference_group;
  AdwBin *zone_bin;
  TogDurationChooser *duration;
  TogConferenceChooser *conference;
  TogZonePicker *zone_picker;
  AdwActionRow *other_row;
  GtkLabel *offset_label;
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

static TogZone *
get_zone (TogWizardDetails *self)
{
  return tog_zone_picker_get_zone (self->zone_picker);
}

static void
update_zones (TogWizardDetails *self)
{
  TogInstant now = tog_format_get_now ();
  /* In the week of a clock change, what holds for most of it. */
  TogInstant shown = MAX (self->shown.start + (self->shown.end - self->shown.start) / 2, now);

  gtk_widget_set_visible (GTK_WIDGET (self->other_row), self->other_zone != NULL);
  if (self->other_zone == NULL)
    return;

  gint32 difference =
      tog_zone_get_offset (self->other_zone, shown) - tog_zone_get_offset (get_zone (self), shown);
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
  /* Of a week that isn't there, it isn't the calendars that don't tell. */
  gboolean is_loaded = self->times != NULL && tog_slot_contains (self->times->range, self->shown);

  *icon_name = "system-lock-screen-symbolic";
  for (guint i = 0; is_loaded && i < self->times->people->len; i++)
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
      return g_strdup_printf (_ ("Your organization has turned calendar sharing off. Times are "
                                 "based on working hours alone: agree on one with %s first, by "
                                 "mail for instance."),
                              self->given_name);
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
changed_cb (TogWizardDetails *self)
{
  update_zones (self);
  g_signal_emit (self, signals[CHANGED], 0);
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
  g_clear_object (&self->kept);
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
  gtk_widget_class_bind_template_child (widget_class, TogWizardDetails, duration_group);
  gtk_widget_class_bind_template_child (widget_class, TogWizardDetails, conference_group);
  gtk_widget_class_bind_template_child (widget_class, TogWizardDetails, zone_bin);
  gtk_widget_class_bind_template_child (widget_class, TogWizardDetails, note_icon);
  gtk_widget_class_bind_template_child (widget_class, TogWizardDetails, note_label);
}

static void
tog_wizard_details_init (TogWizardDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GtkWidget *
make_other_row (TogWizardDetails *self)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, "offset-chip");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  self->offset_label = GTK_LABEL (label);
  self->other_row = ADW_ACTION_ROW (row);
  return row;
}

/**
 * tog_wizard_details_new:
 * @duration: how long the session usually takes, in seconds
 * @kept: (nullable): where a session is that is to be moved
 */
GtkWidget *
tog_wizard_details_new (TogAccount *account, TogMatch *match, gint64 duration, TogConference *kept)
{
  TogWizardDetails *self = g_object_new (TOG_TYPE_WIZARD_DETAILS, NULL);

  self->account = g_object_ref (account);
  self->match = g_object_ref (match);
  g_set_object (&self->kept, kept);
  self->given_name = tog_member_dup_given_name (match->person);
  self->other_zone = tog_zone_lookup (match->person->zone, NULL);
  self->duration = TOG_DURATION_CHOOSER (tog_duration_chooser_new (duration, FALSE));
  self->conference =
      TOG_CONFERENCE_CHOOSER (tog_conference_chooser_new (account, kept, "boxed-list"));
  self->zone_picker = TOG_ZONE_PICKER (tog_zone_picker_new (account));
  adw_preferences_group_add (self->duration_group, GTK_WIDGET (self->duration));
  adw_preferences_group_add (self->conference_group, GTK_WIDGET (self->conference));
  adw_bin_set_child (self->zone_bin, GTK_WIDGET (self->zone_picker));
  tog_zone_picker_add_row (self->zone_picker, make_other_row (self));
  update_zones (self);
  update_note (self);
  g_signal_connect_swapped (self->duration, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->conference, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->zone_picker, "changed", G_CALLBACK (changed_cb), self);
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

  return tog_duration_chooser_get_duration (self->duration);
}

/**
 * tog_wizard_details_set_duration:
 * @duration: seconds; what is not offered changes nothing
 */
void
tog_wizard_details_set_duration (TogWizardDetails *self, gint64 duration)
{
  g_return_if_fail (TOG_IS_WIZARD_DETAILS (self));

  tog_duration_chooser_set_duration (self->duration, duration);
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

  return get_zone (self);
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

  return tog_conference_chooser_get_conference (self->conference);
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

  tog_conference_chooser_point_out (self->conference);
}

/**
 * tog_wizard_details_dup_summary:
 *
 * Returns: how long and where in one line, such as "45 minutes on Jitsi Meet"
 */
char *
tog_wizard_details_dup_summary (TogWizardDetails *self)
{
  TogConference *conference;
  g_autofree char *duration = NULL;

  g_return_val_if_fail (TOG_IS_WIZARD_DETAILS (self), NULL);

  conference = tog_conference_chooser_get_conference (self->conference);
  duration = tog_format_duration (tog_duration_chooser_get_duration (self->duration));
  if (conference == NULL)
    return g_strdup (duration);
  if (conference == self->kept)
    /* Translators: a duration; a session that is moved stays where it is otherwise. */
    return g_strdup_printf (_ ("%s, as before"), duration);
  switch (conference->kind)
    {
    case TOG_CONFERENCE_PROVIDER:
      /* Translators: a duration, a conferencing provider. */
      return g_strdup_printf (_ ("%s on %s"), duration, conference->name);
    case TOG_CONFERENCE_LINK:
      return g_strdup_printf (_ ("%s, my own link"), duration);
    case TOG_CONFERENCE_PLACE:
      /* Translators: a duration, a place. */
      return g_strdup_printf (C_ ("duration, place", "%s, %s"), duration, conference->place);
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
