#include "config.h"

#include "tog-availability-page.h"

#include "tog-account-availability.h"
#include "tog-calendar-share.h"
#include "tog-calendars-box.h"
#include "tog-choice-row.h"
#include "tog-clock.h"
#include "tog-columns.h"
#include "tog-format.h"
#include "tog-hours-editor.h"
#include "tog-hours-text.h"
#include "tog-notice.h"
#include "tog-session-calendar-group.h"
#include "tog-sources-box.h"
#include "tog-week-preview.h"
#include "tog-widget.h"
#include "tog-zone-chooser.h"
#include "tog-zone-list.h"

#include <glib/gi18n.h>

static const gint64 buffers[] = { 0, 5 * 60, 10 * 60, 15 * 60, 30 * 60, 45 * 60, 60 * 60 };
static const gint64 notices[] = { 0,
                                  TOG_HOUR,
                                  2 * TOG_HOUR,
                                  4 * TOG_HOUR,
                                  12 * TOG_HOUR,
                                  TOG_DAY_SECONDS,
                                  2 * TOG_DAY_SECONDS,
                                  3 * TOG_DAY_SECONDS,
                                  7 * TOG_DAY_SECONDS };
static const gint64 limits[] = { 0, 1, 2, 3, 4, 5, 6, 8, 10 };
static const gint64 visibilities[] = { TOG_VISIBILITY_BUSY, TOG_VISIBILITY_NOTHING };

struct _TogAvailabilityPage
{
  GtkWidget parent_instance;

  TogConnection *connection;      /* (owned) */
  TogAccount *account;            /* (owned) */
  GCancellable *cancellable;      /* (owned) */
  TogAvailabilitySettings saved;  /* as the server has them; a zone is set once known */
  TogAvailabilitySettings edited; /* as they are shown */
  char *etag;                     /* (owned) (nullable): of what @edited is a change to */
  char *saved_etag;               /* (owned) (nullable): of @saved */
  gboolean loading;
  gboolean saving;
  gboolean showing; /* what is shown is being set */
  char *failure;    /* (owned) (nullable): why it could not be saved */

  TogNotice *notice;
  GtkWidget *content;
  TogHoursEditor *hours;
  TogChoiceRow *before;
  TogChoiceRow *after;
  TogChoiceRow *minimum_notice;
  TogChoiceRow *limit;
  AdwActionRow *zone_row;
  TogWeekPreview *preview;
  GtkWidget *off_group;
  GtkWidget *calendars;
  GtkWidget *session_calendar;
  GtkWidget *sources;
  TogChoiceRow *visibility;
  GtkWidget *named_row;
  GtkSwitch *named;
  GtkRevealer *bar;
  GtkLabel *bar_label;
  GtkWidget *theirs_button;
  GtkWidget *discard_button;
  GtkWidget *save_button;
};

G_DEFINE_FINAL_TYPE (TogAvailabilityPage, tog_availability_page, GTK_TYPE_WIDGET)

static void load (TogAvailabilityPage *self);

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
is_known (const TogAvailabilitySettings *settings)
{
  return settings->zone != NULL;
}

static gboolean
is_edited (TogAvailabilityPage *self)
{
  g_autofree char *saved = NULL;
  g_autofree char *edited = NULL;

  if (!is_known (&self->saved) || !is_known (&self->edited))
    return is_known (&self->edited);
  saved = tog_availability_settings_to_text (&self->saved);
  edited = tog_availability_settings_to_text (&self->edited);
  return !g_str_equal (saved, edited);
}

/* Whether the server has another version than the one that was changed here. */
static gboolean
is_conflict (TogAvailabilityPage *self)
{
  return is_known (&self->saved) && g_strcmp0 (self->etag, self->saved_etag) != 0;
}

static void
set_settings (TogAvailabilitySettings *settings, const TogAvailabilitySettings *other)
{
  TogAvailabilitySettings copy;

  tog_availability_settings_copy (&copy, other);
  tog_availability_settings_clear (settings);
  *settings = copy;
}

/* The calendars of this desktop as they are shared, or would be. */
static void
show_preview (TogAvailabilityPage *self)
{
  TogCalendarShare *share = tog_account_get_share (self->account);
  g_autoptr (GPtrArray) counted = tog_calendar_share_list_counted (share);
  g_autoptr (TogSlotSet) busy = tog_slot_set_new (NULL, 0);
  TogSlot known = { 0, counted->len > 0 ? G_MAXINT64 : 0 };

  if (!is_known (&self->edited))
    return;
  for (guint i = 0; i < counted->len; i++)
    {
      TogDesktopCalendar *calendar = tog_calendars_find (tog_calendar_share_get_calendars (share),
                                                         g_ptr_array_index (counted, i));
      TogBusyTimes *times = calendar != NULL ? tog_desktop_calendar_get_times (calendar) : NULL;
      g_autoptr (TogSlotSet) both = NULL;

      if (times == NULL)
        {
          known = (TogSlot){ 0, 0 };
          continue;
        }
      both = tog_slot_set_union (busy, times->busy);
      tog_slot_set_unref (busy);
      busy = g_steal_pointer (&both);
      known = tog_slot_intersect (known, times->known);
    }
  tog_week_preview_show (self->preview, self->account, &self->edited, busy, known);
}

static void
load_preview (TogAvailabilityPage *self)
{
  show_preview (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    tog_week_preview_load (self->preview);
}

/* What is under way would only be asked for too early. */
static void
shared_cb (TogAvailabilityPage *self)
{
  if (tog_calendar_share_get_pending (tog_account_get_share (self->account)))
    show_preview (self);
  else
    load_preview (self);
}

static void
show_bar (TogAvailabilityPage *self)
{
  gboolean edited = is_edited (self);
  gboolean conflict = edited && is_conflict (self);
  g_autofree char *difference = NULL;
  g_autofree char *text = NULL;

  gtk_revealer_set_reveal_child (self->bar, edited || self->saving);
  gtk_widget_set_visible (self->theirs_button, conflict);
  gtk_widget_set_visible (self->discard_button, !conflict);
  gtk_widget_set_sensitive (self->theirs_button, !self->saving);
  gtk_widget_set_sensitive (self->discard_button, !self->saving);
  gtk_widget_set_sensitive (self->save_button, !self->saving && is_known (&self->saved));
  gtk_button_set_label (GTK_BUTTON (self->save_button), conflict ? _ ("Save Mine") : _ ("Save"));
  if (!edited && !self->saving)
    return; /* The words stay while the bar goes. */

  if (self->saving)
    {
      text = g_strdup (_ ("Saving…"));
    }
  else if (conflict)
    {
      difference = tog_hours_text_dup_difference (&self->saved, &self->edited);
      /* Translators: a line for all that differs follows. */
      text = g_strdup_printf (_ ("This was changed elsewhere meanwhile:\n%s"), difference);
    }
  else if (self->failure != NULL)
    {
      /* Translators: why something could not be saved, in a sentence. */
      text = g_strdup_printf (_ ("%s Your changes are kept on this computer until then."),
                              self->failure);
    }
  else
    {
      text = g_strdup (_ ("Changes that are not saved yet"));
    }
  gtk_label_set_label (self->bar_label, text);
}

static void
show_zone (TogAvailabilityPage *self)
{
  g_autofree char *city = tog_zone_name_to_city (self->edited.zone);
  g_autoptr (TogZone) zone = tog_zone_lookup (self->edited.zone, NULL);
  g_autofree char *time = NULL;
  g_autofree char *subtitle = NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->zone_row), city);
  tog_hours_editor_set_city (self->hours, city);
  if (zone == NULL)
    return;
  time = tog_format_time (zone, tog_account_get_now (self->account));
  subtitle = g_strdup_printf (_ ("%s now for you"), time);
  adw_action_row_set_subtitle (self->zone_row, subtitle);
  tog_hours_editor_set_today (self->hours,
                              tog_zone_to_wall (zone, tog_account_get_now (self->account)).day);
}

/* Shows what is edited, after it became another by no doing of the user's here. */
static void
show_edited (TogAvailabilityPage *self)
{
  self->showing = TRUE;
  show_zone (self);
  tog_hours_editor_set_hours (self->hours, self->edited.hours);
  tog_choice_row_set_value (self->before, self->edited.buffer_before);
  tog_choice_row_set_value (self->after, self->edited.buffer_after);
  tog_choice_row_set_value (self->minimum_notice, self->edited.minimum_notice);
  tog_choice_row_set_value (self->limit, self->edited.week_limit);
  tog_choice_row_set_value (self->visibility, self->edited.visibility);
  self->showing = FALSE;
  gtk_widget_set_sensitive (self->content, TRUE);
  load_preview (self);
  show_bar (self);
}

static void
keep (TogAvailabilityPage *self)
{
  if (is_edited (self))
    tog_account_keep_availability (self->account, &self->edited, self->etag);
  else
    tog_account_keep_availability (self->account, NULL, NULL);
}

static void
edited_cb (TogAvailabilityPage *self)
{
  g_autoptr (GError) error = NULL;
  TogWorkingHours *hours;

  if (self->showing || !is_known (&self->edited))
    return;
  hours = tog_hours_editor_get_hours (self->hours, &error);
  tog_notice_show (self->notice, error != NULL ? error->message : NULL, NULL);
  if (hours != NULL)
    {
      tog_working_hours_unref (self->edited.hours);
      self->edited.hours = hours;
    }
  self->edited.buffer_before = (gint32) tog_choice_row_get_value (self->before);
  self->edited.buffer_after = (gint32) tog_choice_row_get_value (self->after);
  self->edited.minimum_notice = (gint32) tog_choice_row_get_value (self->minimum_notice);
  self->edited.week_limit = (gint32) tog_choice_row_get_value (self->limit);
  self->edited.visibility = (TogVisibility) tog_choice_row_get_value (self->visibility);
  g_clear_pointer (&self->failure, g_free);
  keep (self);
  show_preview (self);
  show_bar (self);
}

static void
use_saved (TogAvailabilityPage *self)
{
  set_settings (&self->edited, &self->saved);
  g_free (self->etag);
  self->etag = g_strdup (self->saved_etag);
  g_clear_pointer (&self->failure, g_free);
  keep (self);
  show_edited (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogAvailabilityPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (TogAvailabilitySettings) settings = { 0 };
  g_autofree char *etag = NULL;
  gboolean edited;

  if (!tog_account_load_availability_finish (
          TOG_ACCOUNT (source), result, &settings, &etag, &error))
    {
      if (is_cancelled (error))
        return;
      self->loading = FALSE;
      if (!is_known (&self->saved))
        tog_notice_show (self->notice, error->message, _ ("Try Again"));
      return;
    }
  self->loading = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  tog_notice_show (self->notice, NULL, NULL);
  edited = is_edited (self);
  set_settings (&self->saved, &settings);
  g_free (self->saved_etag);
  self->saved_etag = g_steal_pointer (&etag);
  if (!edited || !is_edited (self))
    use_saved (self);
  else
    show_edited (self);
}

static void
kept_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogAvailabilityPage) self = user_data;
  g_auto (TogAvailabilitySettings) settings = { 0 };
  g_autofree char *etag = NULL;
  gboolean kept =
      tog_account_load_kept_availability_finish (TOG_ACCOUNT (source), result, &settings, &etag);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (kept && !is_known (&self->edited))
    {
      set_settings (&self->edited, &settings);
      g_free (self->etag);
      self->etag = g_steal_pointer (&etag);
    }
  tog_account_load_availability_async (
      self->account, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
load (TogAvailabilityPage *self)
{
  if (self->loading || self->saving)
    return;
  self->loading = TRUE;
  tog_account_load_kept_availability_async (
      self->account, self->cancellable, kept_loaded_cb, g_object_ref (self));
}

/* What was chosen while it was under way is a change to what came of it. */
static void
put_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogAvailabilityPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (TogAvailabilitySettings) settings = { 0 };
  g_autofree char *etag = NULL;

  self->saving = FALSE;
  if (tog_account_put_availability_finish (TOG_ACCOUNT (source), result, &settings, &etag, &error))
    {
      set_settings (&self->saved, &settings);
      g_free (self->saved_etag);
      g_free (self->etag);
      self->saved_etag = g_strdup (etag);
      self->etag = g_steal_pointer (&etag);
      keep (self);
    }
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED))
    load (self);
  else if (error != NULL)
    self->failure = g_strdup (error->message);
  show_bar (self);
}

/* Sent also when the window is closed right after. */
static void
save_cb (TogAvailabilityPage *self)
{
  self->saving = TRUE;
  g_clear_pointer (&self->failure, g_free);
  /* Who saves over another version has seen it. */
  g_free (self->etag);
  self->etag = g_strdup (self->saved_etag);
  keep (self);
  tog_account_put_availability_async (
      self->account, &self->edited, self->saved_etag, NULL, put_cb, g_object_ref (self));
  show_bar (self);
}

static void
zone_chosen_cb (TogAvailabilityPage *self, const char *name)
{
  if (!is_known (&self->edited) || g_str_equal (self->edited.zone, name))
    return;
  g_free (self->edited.zone);
  self->edited.zone = g_strdup (name);
  show_zone (self);
  edited_cb (self);
}

static void
choose_zone_cb (TogAvailabilityPage *self)
{
  GtkWindow *root = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWindow *chooser = tog_zone_chooser_new (root, self->edited.zone);

  g_signal_connect_object (chooser, "chosen", G_CALLBACK (zone_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (chooser);
}

/* What the organization lets, and whether I may be named. */
static void
home_cb (TogAvailabilityPage *self)
{
  TogHome *home = tog_account_get_home (self->account);
  TogMe *me = home != NULL ? home->me : NULL;
  gboolean sharing = me == NULL || me->calendar_sharing;

  gtk_widget_set_visible (self->off_group, !sharing);
  gtk_widget_set_visible (self->calendars, sharing);
  gtk_widget_set_visible (self->sources, sharing);
  gtk_widget_set_visible (GTK_WIDGET (self->visibility), sharing);
  gtk_widget_set_visible (self->named_row, me != NULL && me->heat_map_names);
  if (me != NULL && gtk_switch_get_active (self->named) != me->heat_map_name)
    {
      self->showing = TRUE;
      gtk_switch_set_active (self->named, me->heat_map_name);
      self->showing = FALSE;
    }
  show_preview (self);
}

static void
named_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogAvailabilityPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (tog_account_set_zone_finish (TOG_ACCOUNT (source), result, &error) || is_cancelled (error))
    return;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->named_row), error->message);
  home_cb (self);
}

static void
named_cb (TogAvailabilityPage *self)
{
  if (self->showing)
    return;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->named_row),
                               _ ("Otherwise you are only counted"));
  tog_account_set_heat_map_name_async (self->account,
                                       gtk_switch_get_active (self->named),
                                       self->cancellable,
                                       named_set_cb,
                                       g_object_ref (self));
}

static void
online_cb (TogAvailabilityPage *self)
{
  if (tog_account_get_online (self->account) && gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
}

static void
minute_cb (TogAvailabilityPage *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || !is_known (&self->edited))
    return;
  show_zone (self);
  show_preview (self);
}

static void
tog_availability_page_map (GtkWidget *widget)
{
  TogAvailabilityPage *self = TOG_AVAILABILITY_PAGE (widget);

  GTK_WIDGET_CLASS (tog_availability_page_parent_class)->map (widget);
  load (self);
  tog_calendar_share_look (tog_account_get_share (self->account));
}

static void
tog_availability_page_dispose (GObject *object)
{
  TogAvailabilityPage *self = TOG_AVAILABILITY_PAGE (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  if (self->account != NULL)
    {
      g_signal_handlers_disconnect_by_data (tog_account_get_share (self->account), self);
      g_signal_handlers_disconnect_by_data (self->account, self);
    }
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->account);
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (tog_availability_page_parent_class)->dispose (object);
}

static void
tog_availability_page_finalize (GObject *object)
{
  TogAvailabilityPage *self = TOG_AVAILABILITY_PAGE (object);

  tog_availability_settings_clear (&self->saved);
  tog_availability_settings_clear (&self->edited);
  g_free (self->etag);
  g_free (self->saved_etag);
  g_free (self->failure);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (tog_availability_page_parent_class)->finalize (object);
}

static void
tog_availability_page_class_init (TogAvailabilityPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_availability_page_dispose;
  object_class->finalize = tog_availability_page_finalize;
  widget_class->map = tog_availability_page_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static GtkWidget *
add_group (GtkWidget *column, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  gtk_box_append (GTK_BOX (column), group);
  return group;
}

static TogChoiceRow *
add_choice (TogAvailabilityPage *self,
            GtkWidget *group,
            const char *title,
            const char *subtitle,
            TogChoiceText text,
            const gint64 *values,
            gsize n_values)
{
  GtkWidget *row = tog_choice_row_new (title, subtitle, text, values, n_values);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_signal_connect_object (row, "changed", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  return TOG_CHOICE_ROW (row);
}

static char *
dup_limit (gint64 value)
{
  return tog_hours_text_dup_limit ((int) value);
}

static char *
dup_visibility (gint64 value)
{
  return g_strdup (value == TOG_VISIBILITY_BUSY ? _ ("When You Are Busy") : _ ("Nothing"));
}

static GtkWidget *
make_settings (TogAvailabilityPage *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *group;

  self->hours = TOG_HOURS_EDITOR (tog_hours_editor_new ());
  g_signal_connect_object (self->hours, "changed", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (column), GTK_WIDGET (self->hours));

  group = add_group (column, _ ("Between Sessions"));
  self->before = add_choice (self,
                             group,
                             _ ("Free Before a Session"),
                             NULL,
                             tog_hours_text_dup_seconds,
                             buffers,
                             G_N_ELEMENTS (buffers));
  self->after = add_choice (self,
                            group,
                            _ ("Free After a Session"),
                            NULL,
                            tog_hours_text_dup_seconds,
                            buffers,
                            G_N_ELEMENTS (buffers));
  self->minimum_notice = add_choice (self,
                                     group,
                                     _ ("Notice You Need"),
                                     NULL,
                                     tog_hours_text_dup_seconds,
                                     notices,
                                     G_N_ELEMENTS (notices));
  self->limit = add_choice (
      self, group, _ ("Sessions a Week at Most"), NULL, dup_limit, limits, G_N_ELEMENTS (limits));

  group = add_group (column, _ ("Time Zone"));
  self->zone_row = ADW_ACTION_ROW (adw_action_row_new ());
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->zone_row), TRUE);
  adw_action_row_add_suffix (self->zone_row,
                             g_object_new (GTK_TYPE_IMAGE,
                                           "icon-name",
                                           "go-next-symbolic",
                                           "accessible-role",
                                           GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                           NULL));
  g_signal_connect_object (
      self->zone_row, "activated", G_CALLBACK (choose_zone_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->zone_row));
  return column;
}

static GtkWidget *
make_off_group (void)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Calendars"));
  g_object_set (row, "title-lines", 4, "subtitle-lines", 6, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 _ ("Your organization doesn’t let calendars be shared"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               _ ("Your working hours alone count. Agree on a time first, by mail "
                                  "for instance, and book it then."));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return group;
}

static GtkWidget *
make_outside (TogAvailabilityPage *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *group = add_group (column, _ ("Your Week as Others See It"));

  self->preview = TOG_WEEK_PREVIEW (tog_week_preview_new ());
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->preview));
  self->off_group = make_off_group ();
  gtk_box_append (GTK_BOX (column), self->off_group);
  self->calendars = tog_calendars_box_new (self->account);
  gtk_box_append (GTK_BOX (column), self->calendars);
  self->sources = tog_sources_box_new (self->account);
  gtk_box_append (GTK_BOX (column), self->sources);
  self->session_calendar = tog_session_calendar_group_new (self->account);
  gtk_box_append (GTK_BOX (column), self->session_calendar);

  group = add_group (column, _ ("Privacy"));
  self->visibility = add_choice (self,
                                 group,
                                 _ ("Others See"),
                                 _ ("Of your calendars. Booked sessions always count."),
                                 dup_visibility,
                                 visibilities,
                                 G_N_ELEMENTS (visibilities));
  self->named_row = adw_action_row_new ();
  self->named = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->named), GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->named_row),
                                 _ ("Heat Maps May Name Me"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->named_row),
                               _ ("Otherwise you are only counted"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->named_row), GTK_WIDGET (self->named));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->named_row),
                                         GTK_WIDGET (self->named));
  tog_widget_set_name (GTK_WIDGET (self->named), _ ("Heat Maps May Name Me"));
  g_signal_connect_object (
      self->named, "notify::active", G_CALLBACK (named_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->named_row);
  return column;
}

static GtkWidget *
make_bar (TogAvailabilityPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->bar_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->bar_label, TRUE);
  gtk_label_set_xalign (self->bar_label, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->bar_label), TRUE);
  self->theirs_button = gtk_button_new_with_label (_ ("Use Theirs"));
  self->discard_button = gtk_button_new_with_label (_ ("Discard"));
  self->save_button = gtk_button_new_with_label (_ ("Save"));
  gtk_widget_add_css_class (self->save_button, "suggested-action");
  g_signal_connect_object (
      self->theirs_button, "clicked", G_CALLBACK (use_saved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->discard_button, "clicked", G_CALLBACK (use_saved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->save_button, "clicked", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bar_label));
  gtk_box_append (GTK_BOX (box), self->theirs_button);
  gtk_box_append (GTK_BOX (box), self->discard_button);
  gtk_box_append (GTK_BOX (box), self->save_button);
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_valign (child, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (box, "save-bar");
  self->bar = GTK_REVEALER (gtk_revealer_new ());
  gtk_revealer_set_transition_type (self->bar, GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  gtk_revealer_set_child (self->bar, box);
  return GTK_WIDGET (self->bar);
}

static void
tog_availability_page_init (TogAvailabilityPage *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
}

static void
build (TogAvailabilityPage *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->notice = TOG_NOTICE (tog_notice_new ("dialog-warning-symbolic", "warning"));
  g_signal_connect_object (self->notice, "pressed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  self->content = tog_columns_new (make_settings (self), make_outside (self));
  gtk_widget_set_sensitive (self->content, FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->notice));
  gtk_box_append (GTK_BOX (box), self->content);
  gtk_widget_add_css_class (box, "availability");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 1040);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 1040);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_parent (scrolled, GTK_WIDGET (self));
  gtk_widget_set_parent (make_bar (self), GTK_WIDGET (self));
}

/**
 * tog_availability_page_new:
 */
GtkWidget *
tog_availability_page_new (TogConnection *connection)
{
  TogAvailabilityPage *self = g_object_new (TOG_TYPE_AVAILABILITY_PAGE, NULL);

  self->connection = g_object_ref (connection);
  self->account = g_object_ref (tog_connection_get_account (connection));
  build (self);
  g_signal_connect_object (
      self->account, "notify::home", G_CALLBACK (home_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->account, "notify::online", G_CALLBACK (online_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tog_account_get_share (self->account),
                           "changed",
                           G_CALLBACK (shared_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (minute_cb), self, G_CONNECT_SWAPPED);
  home_cb (self);
  return GTK_WIDGET (self);
}
