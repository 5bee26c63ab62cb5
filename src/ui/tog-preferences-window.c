#include "config.h"

#include "tog-preferences-window.h"

#include "tog-format.h"
#include "tog-link.h"
#include "tog-reminder-choice.h"

#include <glib/gi18n.h>
#include <string.h>

struct _TogPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  TogAccount *account;       /* (owned) */
  TogBackground *background; /* (owned) */
  GCancellable *cancellable; /* (owned) */
  TogReminders reminders;    /* as the server has them */
  TogReminders wanted;       /* what is under way there */
  gboolean putting;
  gboolean changed; /* whether something else was chosen meanwhile */
  char *address;    /* (owned) (nullable): of the feed that was just made */

  AdwPreferencesGroup *reminders_group;
  TogReminderChoice *desktop_choice;
  TogReminderChoice *mail_choice;
  GtkSwitch *background_switch;
  GtkWidget *feed_group;
  AdwActionRow *feed_row;
  GtkWidget *revoke_button;
  GtkWidget *make_button;
  AdwActionRow *address_row;
};

enum
{
  REMINDERS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogPreferencesWindow, tog_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
say (TogPreferencesWindow *self, const char *message)
{
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (escaped));
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
show_reminders (TogPreferencesWindow *self)
{
  tog_reminder_choice_set_minutes (
      self->desktop_choice, self->reminders.desktop, self->reminders.n_desktop);
  tog_reminder_choice_set_minutes (self->mail_choice, self->reminders.mail, self->reminders.n_mail);
}

static void
reminders_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogPreferencesWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  TogReminders reminders;

  if (!tog_account_load_reminders_finish (TOG_ACCOUNT (source), result, &reminders, &error))
    {
      if (!is_cancelled (error))
        adw_preferences_group_set_description (self->reminders_group, error->message);
      return;
    }
  self->reminders = reminders;
  show_reminders (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->reminders_group), TRUE);
}

static void put_reminders (TogPreferencesWindow *self);

static void
reminders_put_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogPreferencesWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  self->putting = FALSE;
  if (tog_account_put_reminders_finish (TOG_ACCOUNT (source), result, &error))
    {
      self->reminders = self->wanted;
      g_signal_emit (self, signals[REMINDERS_CHANGED], 0, &self->reminders);
    }
  if (self->changed)
    {
      put_reminders (self);
      return;
    }
  if (error == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  /* What is shown is what holds. */
  say (self, error->message);
  show_reminders (self);
}

/* Sent also when the window is closed right after; one after another, as each is a
 * change to what the one before made. */
static void
put_reminders (TogPreferencesWindow *self)
{
  self->putting = TRUE;
  self->changed = FALSE;
  self->wanted.n_desktop =
      tog_reminder_choice_get_minutes (self->desktop_choice, self->wanted.desktop);
  self->wanted.n_mail = tog_reminder_choice_get_minutes (self->mail_choice, self->wanted.mail);
  tog_account_put_reminders_async (
      self->account, &self->wanted, NULL, reminders_put_cb, g_object_ref (self));
}

static void
choice_changed_cb (TogPreferencesWindow *self)
{
  self->changed = TRUE;
  if (!self->putting)
    put_reminders (self);
}

static void
background_enabled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogPreferencesWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean enabled;

  if (!tog_background_enable_finish (TOG_BACKGROUND (source), result, &error) &&
      !g_cancellable_is_cancelled (self->cancellable))
    say (self, error->message);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  enabled = tog_background_get_enabled (TOG_BACKGROUND (source));
  gtk_switch_set_state (self->background_switch, enabled);
  gtk_switch_set_active (self->background_switch, enabled);
}

/* Its state follows once the desktop has answered. */
static gboolean
background_cb (TogPreferencesWindow *self, gboolean enabled)
{
  if (enabled != tog_background_get_enabled (self->background))
    tog_background_enable_async (
        self->background, enabled, GTK_WINDOW (self), background_enabled_cb, g_object_ref (self));
  return enabled != tog_background_get_enabled (self->background);
}

static void
show_feed (TogPreferencesWindow *self, TogInstant created_at)
{
  gboolean exists = created_at != 0;
  g_autoptr (TogZone) zone = NULL;
  g_autofree char *when = NULL;
  g_autofree char *subtitle = NULL;

  if (exists)
    {
      zone = tog_format_get_local_zone ();
      when = tog_format_when (zone, created_at, tog_format_get_now ());
      /* Translators: when it was. */
      subtitle = g_strdup_printf (_ ("Made: %s"), when);
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->feed_row),
                                 exists ? _ ("There is a feed") : _ ("There is no feed"));
  adw_action_row_set_subtitle (self->feed_row, exists ? subtitle : "");
  gtk_widget_set_visible (self->revoke_button, exists);
  gtk_widget_set_visible (self->make_button, TRUE);
  gtk_button_set_label (GTK_BUTTON (self->make_button),
                        exists ? _ ("New Address…") : _ ("Make Feed"));
  gtk_widget_set_visible (GTK_WIDGET (self->address_row), self->address != NULL);
  if (self->address != NULL)
    adw_action_row_set_subtitle (self->address_row, self->address);
}

static void
feed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogPreferencesWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *address = NULL;
  TogInstant created_at;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_set_sensitive (self->feed_group, TRUE);
  if (!tog_account_feed_finish (TOG_ACCOUNT (source), result, &address, &created_at, &error))
    {
      if (gtk_widget_get_visible (self->make_button))
        say (self, error->message);
      else
        adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->feed_row), error->message);
      return;
    }

  g_free (self->address);
  self->address = address != NULL && tog_link_is_web (address) ? g_steal_pointer (&address) : NULL;
  show_feed (self, created_at);
}

static void
do_feed (TogPreferencesWindow *self, TogFeedAction action)
{
  gtk_widget_set_sensitive (self->feed_group, FALSE);
  tog_account_feed_async (self->account, action, self->cancellable, feed_cb, g_object_ref (self));
}

static void
response_cb (TogPreferencesWindow *self, const char *response)
{
  if (g_str_equal (response, "make"))
    do_feed (self, TOG_FEED_MAKE);
  else if (g_str_equal (response, "revoke"))
    do_feed (self, TOG_FEED_REVOKE);
}

/* Either way what follows the old address sees nothing from then on. */
static void
ask (TogPreferencesWindow *self,
     const char *heading,
     const char *body,
     const char *response,
     const char *label)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, body);

  adw_message_dialog_add_responses (
      ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Cancel"), response, label, NULL);
  adw_message_dialog_set_response_appearance (
      ADW_MESSAGE_DIALOG (dialog), response, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
make_cb (TogPreferencesWindow *self)
{
  if (gtk_widget_get_visible (self->revoke_button))
    ask (self,
         _ ("Make a New Address?"),
         _ ("The old address stops to work: calendars that follow it see no sessions any more."),
         "make",
         _ ("New Address"));
  else
    do_feed (self, TOG_FEED_MAKE);
}

static void
revoke_cb (TogPreferencesWindow *self)
{
  ask (self,
       _ ("Revoke the Feed?"),
       _ ("Its address stops to work: calendars that follow it see no sessions any more."),
       "revoke",
       _ ("Revoke"));
}

static void
copy_cb (TogPreferencesWindow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->address);
  say (self, _ ("Address copied"));
}

static void
subscribed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogPreferencesWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tog_link_open_finish (GTK_WINDOW (source), result, &error) && !is_cancelled (error) &&
      !g_cancellable_is_cancelled (self->cancellable))
    say (self, _ ("No calendar app could be opened. Copy the address instead."));
}

static void
subscribe_cb (TogPreferencesWindow *self)
{
  g_autofree char *link = tog_link_dup_calendar (self->address);

  tog_link_open_async (
      GTK_WINDOW (self), link, self->cancellable, subscribed_cb, g_object_ref (self));
}

static gboolean
tog_preferences_window_close_request (GtkWindow *window)
{
  g_cancellable_cancel (TOG_PREFERENCES_WINDOW (window)->cancellable);

  return GTK_WINDOW_CLASS (tog_preferences_window_parent_class)->close_request (window);
}

static void
tog_preferences_window_dispose (GObject *object)
{
  TogPreferencesWindow *self = TOG_PREFERENCES_WINDOW (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (tog_preferences_window_parent_class)->dispose (object);
}

static void
tog_preferences_window_finalize (GObject *object)
{
  TogPreferencesWindow *self = TOG_PREFERENCES_WINDOW (object);

  g_clear_object (&self->account);
  g_clear_object (&self->background);
  g_clear_object (&self->cancellable);
  g_free (self->address);

  G_OBJECT_CLASS (tog_preferences_window_parent_class)->finalize (object);
}

static void
tog_preferences_window_class_init (TogPreferencesWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_preferences_window_dispose;
  object_class->finalize = tog_preferences_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = tog_preferences_window_close_request;

  signals[REMINDERS_CHANGED] = g_signal_new ("reminders-changed",
                                             G_TYPE_FROM_CLASS (klass),
                                             G_SIGNAL_RUN_LAST,
                                             0,
                                             NULL,
                                             NULL,
                                             NULL,
                                             G_TYPE_NONE,
                                             1,
                                             G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TogPreferencesWindow, reminders_group);
  gtk_widget_class_bind_template_child (widget_class, TogPreferencesWindow, background_switch);
  gtk_widget_class_bind_template_child (widget_class, TogPreferencesWindow, feed_group);
  gtk_widget_class_bind_template_child (widget_class, TogPreferencesWindow, feed_row);
  gtk_widget_class_bind_template_child (widget_class, TogPreferencesWindow, revoke_button);
  gtk_widget_class_bind_template_child (widget_class, TogPreferencesWindow, make_button);
  gtk_widget_class_bind_template_child (widget_class, TogPreferencesWindow, address_row);
  gtk_widget_class_bind_template_callback (widget_class, background_cb);
  gtk_widget_class_bind_template_callback (widget_class, revoke_cb);
  gtk_widget_class_bind_template_callback (widget_class, make_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, subscribe_cb);
}

static TogReminderChoice *
add_choice (TogPreferencesWindow *self, const char *title, const char *icon_name)
{
  GtkWidget *choice = tog_reminder_choice_new (title, icon_name);

  g_signal_connect_object (
      choice, "changed", G_CALLBACK (choice_changed_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->reminders_group, choice);
  return TOG_REMINDER_CHOICE (choice);
}

static void
tog_preferences_window_init (TogPreferencesWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->desktop_choice = add_choice (self, _ ("On This Desktop"), "computer-symbolic");
  self->mail_choice = add_choice (self, _ ("By Mail"), "mail-unread-symbolic");
}

/**
 * tog_preferences_window_new:
 * @parent: the window it stands over
 */
GtkWindow *
tog_preferences_window_new (GtkWindow *parent, TogAccount *account, TogBackground *background)
{
  TogPreferencesWindow *self =
      g_object_new (TOG_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL);

  self->account = g_object_ref (account);
  self->background = g_object_ref (background);
  gtk_switch_set_active (self->background_switch, tog_background_get_enabled (background));
  tog_account_load_reminders_async (
      account, self->cancellable, reminders_loaded_cb, g_object_ref (self));
  do_feed (self, TOG_FEED_LOOK);
  return GTK_WINDOW (self);
}
