#include "config.h"

#include "tog-sources-box.h"

#include "tog-account-availability.h"
#include "tog-calendar-share.h"
#include "tog-clock.h"
#include "tog-format.h"
#include "tog-notice.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

struct _TogSourcesBox
{
  GtkWidget parent_instance;

  TogAccount *account;       /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GPtrArray *rows;           /* (owned) (element-type GtkWidget): children */
  guint update_source;

  AdwPreferencesGroup *group;
  GtkWidget *entry;
  TogNotice *notice;
};

G_DEFINE_FINAL_TYPE (TogSourcesBox, tog_sources_box, GTK_TYPE_WIDGET)

static TogCalendarShare *
get_share (TogSourcesBox *self)
{
  return tog_account_get_share (self->account);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static char *
dup_state (TogSource *source, TogInstant now)
{
  g_autofree char *age = NULL;

  if (source->refreshed_at > 0)
    age = tog_format_ago (now - source->refreshed_at);
  switch (source->state)
    {
    case TOG_SOURCE_WAITING:
      return g_strdup (_ ("Not read yet. Until then your time is unknown to others"));
    case TOG_SOURCE_BROKEN:
      if (source->problem != NULL)
        /* Translators: what is wrong, in a sentence of the server's. */
        return g_strdup_printf (_ ("Can’t be read, so your time is unknown to others. %s"),
                                source->problem);
      return g_strdup (_ ("Can’t be read, so your time is unknown to others"));
    case TOG_SOURCE_STALE:
      /* Translators: how long ago: "5 days ago". */
      return age != NULL
                 ? g_strdup_printf (_ ("Last read %s, so your time is unknown to others"), age)
                 : g_strdup (_ ("Not read for long, so your time is unknown to others"));
    case TOG_SOURCE_READY:
    default:
      return g_strdup_printf (
          ngettext ("%u busy time, read %s", "%u busy times, read %s", (gulong) source->n_busy),
          (guint) source->n_busy,
          age != NULL ? age : "");
    }
}

static void
reload (TogSourcesBox *self)
{
  tog_calendar_share_load_sources (get_share (self));
}

static void
deleted_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogSourcesBox) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources =
      tog_account_delete_source_finish (TOG_ACCOUNT (object), result, &error);

  if (is_cancelled (error))
    return;
  tog_notice_show (self->notice, error != NULL ? error->message : NULL, NULL);
  reload (self);
}

static void
delete_cb (GtkWidget *button, TogSourcesBox *self)
{
  gtk_widget_set_sensitive (button, FALSE);
  tog_account_delete_source_async (self->account,
                                   g_object_get_data (G_OBJECT (button), "id"),
                                   self->cancellable,
                                   deleted_cb,
                                   g_object_ref (self));
}

static const char *
get_title (TogSource *source)
{
  return source->kind == TOG_SOURCE_DESKTOP ? _ ("A Calendar of Another Computer") : source->name;
}

/* As it is by now. */
static void
show_source (GtkWidget *row, TogSource *source, TogInstant now)
{
  GtkWidget *button = g_object_get_data (G_OBJECT (row), "button");
  g_autofree char *state = dup_state (source, now);
  g_autofree char *subtitle = NULL;

  if (source->url != NULL)
    subtitle = g_strconcat (source->url, "\n", state, NULL);
  else if (source->kind == TOG_SOURCE_FILE)
    /* Translators: how a calendar is. */
    subtitle = g_strdup_printf (_ ("Brought in by your organization. %s"), state);
  g_object_set (row,
                "use-markup",
                FALSE,
                "title",
                get_title (source),
                "subtitle",
                subtitle != NULL ? subtitle : state,
                "subtitle-lines",
                6,
                NULL);
  if (source->state != TOG_SOURCE_READY)
    gtk_widget_add_css_class (row, "trouble");
  else
    gtk_widget_remove_css_class (row, "trouble");
  if (button != NULL)
    gtk_widget_set_sensitive (button, TRUE);
}

static void
add_row (TogSourcesBox *self, TogSource *source, TogInstant now)
{
  GtkWidget *row = adw_action_row_new ();

  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (source->id), g_free);
  if (source->kind != TOG_SOURCE_FILE)
    {
      GtkWidget *button = gtk_button_new_from_icon_name ("edit-delete-symbolic");
      g_autofree char *name = g_strdup_printf (_ ("Stop Sharing: %s"), get_title (source));

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_set_tooltip_text (button, _ ("Stop Sharing"));
      tog_widget_set_name (button, name);
      g_object_set_data_full (G_OBJECT (button), "id", g_strdup (source->id), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (delete_cb), self, 0);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
      g_object_set_data (G_OBJECT (row), "button", button);
    }
  show_source (row, source, now);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

/* Those that aren't listed among the desktop's. */
static GPtrArray *
list_others (TogSourcesBox *self)
{
  TogCalendarShare *share = get_share (self);
  GPtrArray *sources = tog_calendar_share_get_sources (share);
  GPtrArray *others = g_ptr_array_new ();

  for (guint i = 0; sources != NULL && i < sources->len; i++)
    if (!tog_calendar_share_is_ours (share, g_ptr_array_index (sources, i)))
      g_ptr_array_add (others, g_ptr_array_index (sources, i));
  return others;
}

static gboolean
has_rows_of (TogSourcesBox *self, GPtrArray *sources)
{
  if (self->rows->len != sources->len)
    return FALSE;
  for (guint i = 0; i < sources->len; i++)
    {
      TogSource *source = g_ptr_array_index (sources, i);

      if (!g_str_equal (g_object_get_data (self->rows->pdata[i], "id"), source->id))
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_focus (TogSourcesBox *self)
{
  GtkRoot *root = gtk_widget_get_root (self->entry);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, self->entry);
}

static gboolean
update_cb (gpointer user_data)
{
  TogSourcesBox *self = user_data;
  g_autoptr (GPtrArray) sources = list_others (self);
  TogInstant now = tog_account_get_now (self->account);
  gboolean had_focus = has_focus (self);

  self->update_source = 0;
  /* Their age alone takes no row from under the focus. */
  if (has_rows_of (self, sources))
    {
      for (guint i = 0; i < sources->len; i++)
        show_source (g_ptr_array_index (self->rows, i), g_ptr_array_index (sources, i), now);
      return G_SOURCE_REMOVE;
    }
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  /* The entry stays last. */
  g_object_ref (self->entry);
  adw_preferences_group_remove (self->group, self->entry);
  for (guint i = 0; i < sources->len; i++)
    add_row (self, g_ptr_array_index (sources, i), now);
  adw_preferences_group_add (self->group, self->entry);
  g_object_unref (self->entry);
  if (had_focus)
    gtk_widget_grab_focus (self->entry);
  return G_SOURCE_REMOVE;
}

/* Whether the rows can't be made anew without taking what is typed from under the cursor. */
static gboolean
is_typed_in (TogSourcesBox *self)
{
  return has_focus (self) && *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0';
}

static void
queue_update (TogSourcesBox *self)
{
  if (self->update_source == 0 && !is_typed_in (self))
    self->update_source = g_idle_add (update_cb, self);
}

static void
address_put_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogSourcesBox) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSource) source = tog_account_source_finish (TOG_ACCOUNT (object), result, &error);

  if (is_cancelled (error))
    return;
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), TRUE);
  tog_notice_show (self->notice, error != NULL ? error->message : NULL, NULL);
  if (source == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  reload (self);
}

/* Its host is a name that tells one address from another. */
static char *
dup_name (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_PARSE_RELAXED, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return g_strdup (host != NULL && *host != '\0' ? host : _ ("Published Calendar"));
}

static void
apply_cb (TogSourcesBox *self)
{
  g_autofree char *url = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *id = g_strconcat ("address-", uuid, NULL);
  g_auto (TogAddressRequest) request = { 0 };

  if (!gtk_editable_get_editable (GTK_EDITABLE (self->entry)))
    return; /* It is on its way. */
  g_strstrip (url);
  if (!g_str_has_prefix (url, "https://") && !g_str_has_prefix (url, "webcal://") &&
      !g_str_has_prefix (url, "webcals://"))
    {
      tog_notice_show (self->notice,
                       _ ("The address has to begin with https:// or webcal://. Calendar apps "
                          "call it the public or secret address in iCal format."),
                       NULL);
      return;
    }
  request.name = dup_name (url);
  request.url = g_steal_pointer (&url);
  /* The focus stays. */
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), FALSE);
  tog_account_put_address_async (
      self->account, id, &request, self->cancellable, address_put_cb, g_object_ref (self));
}

static void
tog_sources_box_dispose (GObject *object)
{
  TogSourcesBox *self = TOG_SOURCES_BOX (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->update_source, g_source_remove);
  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (get_share (self), self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (tog_sources_box_parent_class)->dispose (object);
}

static void
tog_sources_box_finalize (GObject *object)
{
  TogSourcesBox *self = TOG_SOURCES_BOX (object);

  g_ptr_array_unref (self->rows);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (tog_sources_box_parent_class)->finalize (object);
}

static void
tog_sources_box_class_init (TogSourcesBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tog_sources_box_dispose;
  object_class->finalize = tog_sources_box_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
tog_sources_box_init (TogSourcesBox *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, 6);
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, _ ("Other Calendars"));
  adw_preferences_group_set_description (
      self->group,
      _ ("Instead of a calendar of this desktop: the address of a published one, which the "
         "server reads every hour. Whoever runs the server can read that calendar."));
  self->entry = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry), _ ("Add an Address"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->entry), TRUE);
  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (self->entry), GTK_INPUT_PURPOSE_URL);
  tog_widget_name_buttons (self->entry);
  adw_preferences_group_add (self->group, self->entry);
  g_signal_connect_object (self->entry, "apply", G_CALLBACK (apply_cb), self, G_CONNECT_SWAPPED);
  self->notice = TOG_NOTICE (tog_notice_new ("dialog-warning-symbolic", "warning"));
  gtk_widget_set_parent (GTK_WIDGET (self->group), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->notice), GTK_WIDGET (self));
}

/**
 * tog_sources_box_new:
 */
GtkWidget *
tog_sources_box_new (TogAccount *account)
{
  TogSourcesBox *self = g_object_new (TOG_TYPE_SOURCES_BOX, NULL);

  self->account = g_object_ref (account);
  g_signal_connect_object (
      get_share (self), "changed", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  update_cb (self);
  return GTK_WIDGET (self);
}
