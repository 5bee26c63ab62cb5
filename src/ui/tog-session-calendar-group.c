#include "config.h"

#include "tog-session-calendar-group.h"

#include "tog-calendar-share.h"
#include "tog-session-calendar.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

struct _TogSessionCalendarGroup
{
  GtkWidget parent_instance;

  TogAccount *account; /* (owned) */
  GPtrArray *ids;      /* (owned) (element-type utf8): of what can be chosen; the first is "" */
  guint update_source;
  gboolean showing; /* what is chosen is being set */

  AdwComboRow *row;
  GtkStringList *names; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TogSessionCalendarGroup, tog_session_calendar_group, GTK_TYPE_WIDGET)

static TogSessionCalendar *
get_calendar (TogSessionCalendarGroup *self)
{
  return tog_account_get_session_calendar (self->account);
}

static TogCalendars *
get_calendars (TogSessionCalendarGroup *self)
{
  return tog_calendar_share_get_calendars (tog_account_get_share (self->account));
}

/* Two accounts may each have a calendar of the same name. */
static char *
dup_name (TogDesktopCalendar *calendar)
{
  /* Translators: a calendar and its account: "Private, Nextcloud". */
  return g_strdup_printf (C_ ("calendar, account", "%s, %s"),
                          tog_desktop_calendar_get_name (calendar),
                          tog_desktop_calendar_get_account (calendar));
}

static gboolean
can_choose (TogDesktopCalendar *calendar, const char *choice)
{
  return g_strcmp0 (tog_desktop_calendar_get_id (calendar), choice) == 0 ||
         (tog_desktop_calendar_get_enabled (calendar) &&
          !tog_desktop_calendar_get_read_only (calendar));
}

static void
add (GPtrArray *ids, GPtrArray *names, const char *id, char *name)
{
  g_ptr_array_add (ids, g_strdup (id));
  g_ptr_array_add (names, name);
}

static gboolean
has_names (TogSessionCalendarGroup *self, GPtrArray *names)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->names)) != names->len)
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    if (!g_str_equal (gtk_string_list_get_string (self->names, i), g_ptr_array_index (names, i)))
      return FALSE;
  return TRUE;
}

/* What can be chosen, and what is. The list stays as it is where it is the same: it may
 * be open. */
static void
update_choices (TogSessionCalendarGroup *self)
{
  TogCalendars *calendars = get_calendars (self);
  const char *choice = tog_session_calendar_get_choice (get_calendar (self));
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (calendars));
  guint selected = 0;

  add (ids, names, "", g_strdup (_ ("None")));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TogDesktopCalendar) calendar = g_list_model_get_item (G_LIST_MODEL (calendars), i);

      if (can_choose (calendar, choice))
        add (ids, names, tog_desktop_calendar_get_id (calendar), dup_name (calendar));
    }
  for (guint i = 1; choice != NULL && i < ids->len; i++)
    if (g_str_equal (g_ptr_array_index (ids, i), choice))
      selected = i;
  if (choice != NULL && selected == 0)
    {
      selected = ids->len;
      add (ids, names, choice, g_strdup (_ ("A calendar that is gone")));
    }

  self->showing = TRUE;
  if (!has_names (self, names))
    {
      g_ptr_array_add (names, NULL);
      gtk_string_list_splice (self->names,
                              0,
                              g_list_model_get_n_items (G_LIST_MODEL (self->names)),
                              (const char *const *) names->pdata);
    }
  g_ptr_array_unref (self->ids);
  self->ids = g_steal_pointer (&ids);
  adw_combo_row_set_selected (self->row, selected);
  self->showing = FALSE;
}

static char *
dup_state (TogSessionCalendarGroup *self)
{
  TogSessionCalendar *calendar = get_calendar (self);
  const char *notice = tog_session_calendar_get_notice (calendar);
  guint n = tog_session_calendar_get_n_events (calendar);

  if (notice != NULL)
    return g_strdup (notice);
  if (tog_session_calendar_get_choice (calendar) == NULL)
    return g_strdup (tog_session_calendar_get_pending (calendar)
                         ? _ ("Upcoming sessions are being taken out again…")
                         : "");
  if (tog_session_calendar_get_pending (calendar))
    return g_strdup (_ ("Being brought up to date…"));
  return g_strdup_printf (
      ngettext ("%u upcoming session is in it", "%u upcoming sessions are in it", n), n);
}

static void
update (TogSessionCalendarGroup *self)
{
  TogSessionCalendar *calendar = get_calendar (self);
  g_autofree char *state = dup_state (self);
  TogCalendarsStatus status = tog_calendars_get_status (get_calendars (self));

  update_choices (self);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->row), state);
  if (tog_session_calendar_get_notice (calendar) != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->row), "trouble");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->row), "trouble");
  gtk_widget_set_sensitive (GTK_WIDGET (self->row), tog_session_calendar_get_ready (calendar));
  /* Where there are no calendars, those above say so. */
  gtk_widget_set_visible (GTK_WIDGET (self),
                          (status == TOG_CALENDARS_READY && self->ids->len > 1) ||
                              tog_session_calendar_get_choice (calendar) != NULL);
}

static gboolean
update_cb (gpointer user_data)
{
  TogSessionCalendarGroup *self = user_data;

  self->update_source = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

/* A list that is read anew tells of much at once. */
static void
queue_update (TogSessionCalendarGroup *self)
{
  if (self->update_source == 0)
    self->update_source = g_idle_add (update_cb, self);
}

static void
selected_cb (TogSessionCalendarGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->row);

  if (self->showing || selected >= self->ids->len)
    return;
  tog_session_calendar_set_choice (get_calendar (self),
                                   selected == 0 ? NULL : g_ptr_array_index (self->ids, selected));
}

static void
tog_session_calendar_group_dispose (GObject *object)
{
  TogSessionCalendarGroup *self = TOG_SESSION_CALENDAR_GROUP (object);
  GtkWidget *child;

  g_clear_handle_id (&self->update_source, g_source_remove);
  if (self->account != NULL)
    {
      g_signal_handlers_disconnect_by_data (get_calendar (self), self);
      g_signal_handlers_disconnect_by_data (tog_account_get_share (self->account), self);
    }
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (tog_session_calendar_group_parent_class)->dispose (object);
}

static void
tog_session_calendar_group_finalize (GObject *object)
{
  TogSessionCalendarGroup *self = TOG_SESSION_CALENDAR_GROUP (object);

  g_ptr_array_unref (self->ids);
  g_object_unref (self->names);
  G_OBJECT_CLASS (tog_session_calendar_group_parent_class)->finalize (object);
}

static void
tog_session_calendar_group_class_init (TogSessionCalendarGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tog_session_calendar_group_dispose;
  object_class->finalize = tog_session_calendar_group_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tog_session_calendar_group_init (TogSessionCalendarGroup *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->names = gtk_string_list_new (NULL);
  adw_preferences_group_set_title (group, _ ("Your Sessions"));
  adw_preferences_group_set_description (
      group,
      _ ("Each upcoming session gets an event that follows it, unless an invite by mail has put "
         "it into a calendar already. If you move or delete the event, you are asked what that "
         "means."));
  self->row = ADW_COMBO_ROW (adw_combo_row_new ());
  g_object_set (self->row, "use-markup", FALSE, "subtitle-lines", 4, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), _ ("Put Sessions Into"));
  adw_combo_row_set_model (self->row, G_LIST_MODEL (self->names));
  tog_widget_name_choices (GTK_WIDGET (self->row));
  g_signal_connect_object (
      self->row, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, GTK_WIDGET (self->row));
  gtk_widget_set_parent (GTK_WIDGET (group), GTK_WIDGET (self));
}

/**
 * tog_session_calendar_group_new:
 */
GtkWidget *
tog_session_calendar_group_new (TogAccount *account)
{
  TogSessionCalendarGroup *self = g_object_new (TOG_TYPE_SESSION_CALENDAR_GROUP, NULL);

  self->account = g_object_ref (account);
  tog_session_calendar_start (get_calendar (self));
  g_signal_connect_object (
      get_calendar (self), "changed", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  /* Which calendars there are. */
  g_signal_connect_object (tog_account_get_share (account),
                           "changed",
                           G_CALLBACK (queue_update),
                           self,
                           G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
