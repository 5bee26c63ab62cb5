#include "config.h"

#include "tog-calendars-box.h"

#include "tog-calendar-share.h"
#include "tog-clock.h"
#include "tog-format.h"
#include "tog-upload-list.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

#define DOT_SIZE 12

struct _TogCalendarsBox
{
  GtkWidget parent_instance;

  TogAccount *account; /* (owned) */
  GHashTable *rows;    /* (owned) (element-type utf8 AdwActionRow): children, by calendar */
  guint update_source;

  AdwPreferencesGroup *calendars_group;
  GtkWidget *notice_row;
  AdwPreferencesGroup *upload_group;
  GtkWidget *summary_row;
  GtkWidget *list_row;
  GtkWidget *share_button; /* or stops it */
  GtkLabel *state_label;
};

G_DEFINE_FINAL_TYPE (TogCalendarsBox, tog_calendars_box, GTK_TYPE_WIDGET)

static TogCalendarShare *
get_share (TogCalendarsBox *self)
{
  return tog_account_get_share (self->account);
}

/* How a calendar that counts is, and how long ago it was known to be so. */
static char *
dup_state (TogDesktopCalendar *calendar)
{
  TogBusyTimes *times = tog_desktop_calendar_get_times (calendar);
  const char *reason = tog_desktop_calendar_get_reason (calendar);
  g_autofree char *age = NULL;
  gsize n;

  if (times != NULL)
    age = tog_format_ago (tog_format_get_now () - times->read_at);
  switch (tog_desktop_calendar_get_state (calendar))
    {
    case TOG_DESKTOP_CALENDAR_OK:
      n = times != NULL ? tog_busy_times_count (times) : 0;
      return g_strdup_printf (ngettext ("%u busy time", "%u busy times", (gulong) n), (guint) n);
    case TOG_DESKTOP_CALENDAR_SLOW:
      if (age == NULL)
        return g_strdup (_ ("Takes long to answer"));
      /* Translators: how long ago: "5 minutes ago". */
      return g_strdup_printf (_ ("Takes long to answer, last read %s"), age);
    case TOG_DESKTOP_CALENDAR_FAILED:
    case TOG_DESKTOP_CALENDAR_UNKNOWN:
    default:
      if (reason == NULL)
        return g_strdup (_ ("Being read…"));
      if (age == NULL)
        /* Translators: why a calendar can't be read. */
        return g_strdup_printf (_ ("%s. Unknown to others"), reason);
      /* Translators: why a calendar can't be read, and how long ago it was: "5 minutes ago". */
      return g_strdup_printf (_ ("%s. Last read %s, then unknown to others"), reason, age);
    }
}

static gboolean
is_in_trouble (TogDesktopCalendar *calendar)
{
  return tog_desktop_calendar_get_state (calendar) != TOG_DESKTOP_CALENDAR_OK &&
         tog_desktop_calendar_get_reason (calendar) != NULL;
}

static void
draw_dot (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  const GdkRGBA *colour = g_object_get_data (G_OBJECT (area), "colour");

  gdk_cairo_set_source_rgba (cr, colour);
  cairo_arc (cr, width / 2.0, height / 2.0, MIN (width, height) / 2.0, 0, 2 * G_PI);
  cairo_fill (cr);
}

/* What the user chose elsewhere to tell calendars apart; each has its name as well. */
static GtkWidget *
make_dot (TogDesktopCalendar *calendar)
{
  GtkWidget *dot = g_object_new (
      GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  const char *text = tog_desktop_calendar_get_colour (calendar);
  GdkRGBA colour;

  if (text == NULL || !gdk_rgba_parse (&colour, text))
    colour = (GdkRGBA){ .5f, .5f, .5f, 1 };
  g_object_set_data_full (
      G_OBJECT (dot), "colour", gdk_rgba_copy (&colour), (GDestroyNotify) gdk_rgba_free);
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (dot), DOT_SIZE);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (dot), DOT_SIZE);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (dot), draw_dot, NULL, NULL);
  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  return dot;
}

static void
again_response_cb (GtkSwitch *widget, const char *response, GtkWindow *dialog)
{
  TogCalendarsBox *self =
      TOG_CALENDARS_BOX (gtk_widget_get_ancestor (GTK_WIDGET (widget), TOG_TYPE_CALENDARS_BOX));

  if (self == NULL)
    return;
  if (g_str_equal (response, "share"))
    tog_calendar_share_set_counts (
        get_share (self), g_object_get_data (G_OBJECT (widget), "id"), TRUE);
  else
    gtk_switch_set_active (widget, FALSE);
}

/* Somebody, most likely the same person, stopped it: it is not shared again by one click. */
static void
ask_to_share_again (TogCalendarsBox *self, GtkSwitch *widget)
{
  GtkWindow *root = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
      root,
      _ ("Share Again?"),
      _ ("Sharing this calendar was stopped elsewhere. Its busy times go to the server again.")));

  adw_message_dialog_add_responses (
      dialog, "cancel", _ ("Cancel"), "share", _ ("Share Again"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "share", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (
      dialog, "response", G_CALLBACK (again_response_cb), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
switched_cb (GtkSwitch *widget, GParamSpec *pspec, TogCalendarsBox *self)
{
  TogCalendarShare *share = get_share (self);
  const char *id = g_object_get_data (G_OBJECT (widget), "id");
  gboolean counts = gtk_switch_get_active (widget);

  /* Where nothing is shared, that is another step. */
  if (counts && tog_calendar_share_was_removed (share, id) &&
      tog_calendar_share_get_enabled (share))
    ask_to_share_again (self, widget);
  else
    tog_calendar_share_set_counts (share, id, counts);
}

static GtkWidget *
make_row (TogCalendarsBox *self, TogDesktopCalendar *calendar, const char *id)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *widget = gtk_switch_new ();

  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_switch_set_active (GTK_SWITCH (widget), tog_calendar_share_get_counts (get_share (self), id));
  g_object_set_data_full (G_OBJECT (widget), "id", g_strdup (id), g_free);
  g_object_set_data (G_OBJECT (row), "switch", widget);
  g_object_set (row, "use-markup", FALSE, NULL);
  if (calendar != NULL)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), make_dot (calendar));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), widget);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), widget);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 4);
  g_signal_connect_object (widget, "notify::active", G_CALLBACK (switched_cb), self, 0);
  return row;
}

static void
update_row (TogCalendarsBox *self, GtkWidget *row, TogDesktopCalendar *calendar, const char *id)
{
  const char *account = tog_desktop_calendar_get_account (calendar);
  gboolean counts = tog_calendar_share_get_counts (get_share (self), id);
  GtkWidget *widget = g_object_get_data (G_OBJECT (row), "switch");
  g_autofree char *subtitle = NULL;

  if (!counts && tog_calendar_share_was_removed (get_share (self), id))
    {
      /* Translators: the account of a calendar, and how it is: "Nextcloud, 12 busy times". */
      subtitle = g_strdup_printf (_ ("%s, %s"), account, _ ("Sharing was stopped elsewhere"));
    }
  else if (counts)
    {
      g_autofree char *state = dup_state (calendar);

      /* Translators: the account of a calendar, and how it is: "Nextcloud, 12 busy times". */
      subtitle = g_strdup_printf (_ ("%s, %s"), account, state);
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 tog_desktop_calendar_get_name (calendar));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : account);
  tog_widget_set_name (widget, tog_desktop_calendar_get_name (calendar));
  gtk_switch_set_active (GTK_SWITCH (widget), counts);
  if (counts && is_in_trouble (calendar))
    gtk_widget_add_css_class (row, "trouble");
  else
    gtk_widget_remove_css_class (row, "trouble");
}

/* One that counts but isn't on this desktop any more can still be switched off. */
static void
update_gone_row (GtkWidget *row)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("A calendar that is gone"));
  adw_action_row_set_subtitle (
      ADW_ACTION_ROW (row),
      _ ("It is not on this desktop any more, and unknown to others as long as it counts"));
  tog_widget_set_name (g_object_get_data (G_OBJECT (row), "switch"), _ ("A calendar that is gone"));
  gtk_widget_add_css_class (row, "trouble");
}

static GtkWidget *
need_row (TogCalendarsBox *self, GHashTable *old, TogDesktopCalendar *calendar, const char *id)
{
  GtkWidget *row = g_hash_table_lookup (old, id);

  /* One that was gone has no colour. */
  if (row != NULL && (calendar == NULL) == (g_object_get_data (G_OBJECT (row), "gone") != NULL))
    {
      g_hash_table_remove (old, id);
    }
  else
    {
      row = make_row (self, calendar, id);
      if (calendar == NULL)
        g_object_set_data (G_OBJECT (row), "gone", row);
      adw_preferences_group_add (self->calendars_group, row);
    }
  g_hash_table_insert (self->rows, g_strdup (id), row);
  return row;
}

static void
update_calendars (TogCalendarsBox *self)
{
  TogCalendarShare *share = get_share (self);
  TogCalendars *calendars = tog_calendar_share_get_calendars (share);
  g_autoptr (GPtrArray) counted = tog_calendar_share_list_counted (share);
  g_autoptr (GHashTable) old = g_steal_pointer (&self->rows);
  TogCalendarsStatus status = tog_calendars_get_status (calendars);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (calendars));
  const char *notice = tog_calendars_get_notice (calendars);
  GHashTableIter iter;
  gpointer row;

  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TogDesktopCalendar) calendar = g_list_model_get_item (G_LIST_MODEL (calendars), i);
      const char *id = tog_desktop_calendar_get_id (calendar);

      update_row (self, need_row (self, old, calendar, id), calendar, id);
    }
  for (guint i = 0; status == TOG_CALENDARS_READY && i < counted->len; i++)
    if (!g_hash_table_contains (self->rows, g_ptr_array_index (counted, i)))
      update_gone_row (need_row (self, old, NULL, g_ptr_array_index (counted, i)));
  g_hash_table_iter_init (&iter, old);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    adw_preferences_group_remove (self->calendars_group, row);

  if (notice == NULL && status == TOG_CALENDARS_STARTING)
    notice = _ ("Looking for this desktop’s calendars…");
  else if (notice == NULL && g_hash_table_size (self->rows) == 0)
    notice = _ ("This desktop has no calendars. Add an account in its settings, or use a "
                "published address below.");
  gtk_widget_set_visible (self->notice_row, notice != NULL);
  if (notice != NULL)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->notice_row), notice);
}

/* When the server was last told how the calendars of this desktop are. */
static TogInstant
find_sent_at (TogCalendarsBox *self)
{
  TogCalendarShare *share = get_share (self);
  g_autoptr (GPtrArray) counted = tog_calendar_share_list_counted (share);
  TogInstant sent_at = 0;

  for (guint i = 0; i < counted->len; i++)
    {
      TogSource *source = tog_calendar_share_find_source (share, g_ptr_array_index (counted, i));

      if (source != NULL)
        sent_at = MAX (sent_at, source->refreshed_at);
    }
  return sent_at;
}

static char *
dup_share_state (TogCalendarsBox *self)
{
  TogCalendarShare *share = get_share (self);
  const char *notice = tog_calendar_share_get_notice (share);
  TogInstant sent_at;

  if (notice != NULL)
    return g_strdup (notice);
  if (tog_calendar_share_get_pending (share))
    return g_strdup (tog_calendar_share_get_enabled (share) ? _ ("Sending…") : _ ("Removing…"));
  if (!tog_calendar_share_get_enabled (share))
    return g_strdup (_ ("Nothing is shared yet"));
  sent_at = find_sent_at (self);
  if (sent_at > 0)
    {
      g_autofree char *age = tog_format_ago (tog_account_get_now (self->account) - sent_at);

      /* Translators: how long ago: "5 minutes ago". */
      return g_strdup_printf (_ ("The server has them as of %s"), age);
    }
  return g_strdup ("");
}

static void
update_upload (TogCalendarsBox *self)
{
  TogCalendarShare *share = get_share (self);
  g_autoptr (GPtrArray) counted = tog_calendar_share_list_counted (share);
  gboolean enabled = tog_calendar_share_get_enabled (share);
  guint n = tog_upload_list_count (share);
  g_autofree char *title = g_strdup_printf (
      ngettext ("%u busy time in the next 8 weeks", "%u busy times in the next 8 weeks", n), n);
  g_autofree char *state = dup_share_state (self);

  gtk_widget_set_visible (GTK_WIDGET (self->upload_group),
                          counted->len > 0 || enabled || tog_calendar_share_get_pending (share));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->summary_row), title);
  gtk_widget_set_visible (self->list_row, n > 0);
  gtk_button_set_label (GTK_BUTTON (self->share_button),
                        enabled ? _ ("Stop Sharing…") : _ ("Share Busy Times"));
  gtk_widget_set_sensitive (self->share_button, enabled || counted->len > 0);
  if (enabled)
    gtk_widget_remove_css_class (self->share_button, "suggested-action");
  else
    gtk_widget_add_css_class (self->share_button, "suggested-action");
  gtk_label_set_label (self->state_label, state);
}

static gboolean
update_cb (gpointer user_data)
{
  TogCalendarsBox *self = user_data;

  self->update_source = 0;
  update_calendars (self);
  update_upload (self);
  return G_SOURCE_REMOVE;
}

/* A list that is read anew tells of much at once. */
static void
queue_update (TogCalendarsBox *self)
{
  if (self->update_source == 0)
    self->update_source = g_idle_add (update_cb, self);
}

static void
show_list_cb (TogCalendarsBox *self)
{
  GtkWindow *root = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  gtk_window_present (tog_upload_list_new (root, get_share (self)));
}

static void
stop_response_cb (TogCalendarsBox *self, const char *response)
{
  if (g_str_equal (response, "stop"))
    tog_calendar_share_set_enabled (get_share (self), FALSE);
}

static void
ask_to_stop (TogCalendarsBox *self)
{
  GtkWindow *root = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
      root,
      _ ("Stop Sharing?"),
      _ ("All busy times of this computer are removed from the server. Others see your time as "
         "unconfirmed then, unless another calendar of yours is shared.")));

  adw_message_dialog_add_responses (
      dialog, "cancel", _ ("Cancel"), "stop", _ ("Stop Sharing"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "stop", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (
      dialog, "response", G_CALLBACK (stop_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
share_cb (TogCalendarsBox *self)
{
  if (tog_calendar_share_get_enabled (get_share (self)))
    ask_to_stop (self);
  else
    tog_calendar_share_set_enabled (get_share (self), TRUE);
}

static void
tog_calendars_box_dispose (GObject *object)
{
  TogCalendarsBox *self = TOG_CALENDARS_BOX (object);
  GtkWidget *child;

  g_clear_handle_id (&self->update_source, g_source_remove);
  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (get_share (self), self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (tog_calendars_box_parent_class)->dispose (object);
}

static void
tog_calendars_box_finalize (GObject *object)
{
  g_hash_table_unref (TOG_CALENDARS_BOX (object)->rows);
  G_OBJECT_CLASS (tog_calendars_box_parent_class)->finalize (object);
}

static void
tog_calendars_box_class_init (TogCalendarsBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tog_calendars_box_dispose;
  object_class->finalize = tog_calendars_box_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
add_calendars (TogCalendarsBox *self)
{
  self->calendars_group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->calendars_group, _ ("Desktop Calendars"));
  adw_preferences_group_set_description (self->calendars_group,
                                         _ ("Those switched on count as busy"));
  self->notice_row = adw_action_row_new ();
  g_object_set (self->notice_row, "use-markup", FALSE, "title-lines", 4, NULL);
  adw_preferences_group_add (self->calendars_group, self->notice_row);
  gtk_widget_set_parent (GTK_WIDGET (self->calendars_group), GTK_WIDGET (self));
}

static GtkWidget *
make_badge (void)
{
  GtkWidget *badge = g_object_new (GTK_TYPE_IMAGE,
                                   "icon-name",
                                   "system-lock-screen-symbolic",
                                   "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   NULL);

  gtk_widget_add_css_class (badge, "badge");
  gtk_widget_add_css_class (badge, "success");
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  return badge;
}

static void
add_upload (TogCalendarsBox *self)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->upload_group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->upload_group, _ ("What Leaves This Computer"));
  adw_preferences_group_set_description (
      self->upload_group,
      _ ("Times grow to the next quarter hour. Others see only that you are busy."));
  self->summary_row = adw_action_row_new ();
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->summary_row),
                               _ ("No titles, no places, no people"));
  adw_action_row_add_prefix (ADW_ACTION_ROW (self->summary_row), make_badge ());
  adw_preferences_group_add (self->upload_group, self->summary_row);
  self->list_row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->list_row), _ ("Show All of Them"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->list_row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->list_row),
                             g_object_new (GTK_TYPE_IMAGE,
                                           "icon-name",
                                           "go-next-symbolic",
                                           "accessible-role",
                                           GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                           NULL));
  g_signal_connect_object (
      self->list_row, "activated", G_CALLBACK (show_list_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->upload_group, self->list_row);

  self->state_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->state_label, TRUE);
  gtk_label_set_xalign (self->state_label, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->state_label), "dim-label");
  self->share_button = gtk_button_new_with_label (_ ("Share Busy Times"));
  gtk_widget_set_halign (self->share_button, GTK_ALIGN_START);
  g_signal_connect_object (
      self->share_button, "clicked", G_CALLBACK (share_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_margin_top (foot, 12);
  gtk_box_append (GTK_BOX (foot), GTK_WIDGET (self->state_label));
  gtk_box_append (GTK_BOX (foot), self->share_button);
  adw_preferences_group_add (self->upload_group, foot);
  gtk_widget_set_parent (GTK_WIDGET (self->upload_group), GTK_WIDGET (self));
}

static void
tog_calendars_box_init (TogCalendarsBox *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, 24);
  add_calendars (self);
  add_upload (self);
}

/**
 * tog_calendars_box_new:
 */
GtkWidget *
tog_calendars_box_new (TogAccount *account)
{
  TogCalendarsBox *self = g_object_new (TOG_TYPE_CALENDARS_BOX, NULL);

  self->account = g_object_ref (account);
  g_signal_connect_object (
      get_share (self), "changed", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  update_cb (self);
  return GTK_WIDGET (self);
}
