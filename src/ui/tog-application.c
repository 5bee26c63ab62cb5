#include "config.h"

#include "tog-application.h"

#include "tog-accounts.h"
#include "tog-background.h"
#include "tog-calendar-share.h"
#include "tog-session-calendar.h"
#include "tog-format.h"
#include "tog-link.h"
#include "tog-notifier.h"
#include "tog-preferences-window.h"
#include "tog-resources.h"
#include "tog-sign-out.h"
#include "tog-window.h"

#include <glib/gi18n.h>

/* A window that shows what is known at once is better than one that first shows
 * nothing, but the user should never wait for it. */
#define MAX_WAIT_MS 250

#define THEME "GTK_THEME"

struct _TogApplication
{
  AdwApplication parent_instance;

  TogAccounts *accounts;         /* (owned) (nullable): from startup on */
  TogBackground *background;     /* (owned) (nullable): from startup on */
  TogNotifier *notifier;         /* (owned) (nullable): once the accounts are known */
  GSettings *interface_settings; /* (owned) (nullable) */
  GtkWindow *window;             /* (nullable): weak */
  GError *restore_error;         /* (owned) (nullable) */
  char *wanted_account;          /* (owned) (nullable): id of whose window is wanted */
  char *wanted_action;           /* (owned) (nullable): of the window, once it is there */
  GVariant *wanted_target;       /* (owned) (nullable) */
  guint wait_id;
  guint notifier_id;
  gboolean restored;
  gboolean hides_theme;
};

G_DEFINE_FINAL_TYPE (TogApplication, tog_application, ADW_TYPE_APPLICATION)

/* GTK parses all of its own theme only for libadwaita to take another one, so it is given
 * one that is empty to begin with. An environment is to be changed before there are
 * threads, and taken back without moving what they may read: as the last that was put
 * into it. */
static void
hide_theme (TogApplication *self)
{
  self->hides_theme = g_getenv (THEME) == NULL && g_setenv (THEME, "Together-none", FALSE);
}

static void
show_theme (TogApplication *self)
{
  if (self->hides_theme)
    g_unsetenv (THEME);
  self->hides_theme = FALSE;
}

/* A notification opens its own account. What is known of that may still have to be read
 * from the disk. */
static void
perform_wanted (TogApplication *self)
{
  TogAccount *account;
  g_autofree char *action = NULL;
  g_autoptr (GVariant) target = NULL;

  if (self->wanted_action == NULL || self->window == NULL || !self->restored)
    return;
  account = tog_accounts_find (self->accounts, self->wanted_account);
  if (account != NULL && tog_account_get_home (account) == NULL)
    {
      g_signal_handlers_disconnect_by_func (account, perform_wanted, self);
      g_signal_connect_object (
          account, "notify::home", G_CALLBACK (perform_wanted), self, G_CONNECT_SWAPPED);
      return;
    }

  action = g_steal_pointer (&self->wanted_action);
  target = g_steal_pointer (&self->wanted_target);
  if (account == NULL)
    return;
  g_signal_handlers_disconnect_by_func (account, perform_wanted, self);
  gtk_widget_activate_action (
      GTK_WIDGET (self->window), "win.show-account", "s", tog_account_get_id (account));
  gtk_widget_activate_action_variant (GTK_WIDGET (self->window), action, target);
}

static void
show_window (TogApplication *self)
{
  g_clear_handle_id (&self->wait_id, g_source_remove);

  if (self->window == NULL)
    return;

  if (self->restored)
    {
      tog_window_start (TOG_WINDOW (self->window), self->restore_error);
      g_clear_error (&self->restore_error);
    }

  gtk_window_present (self->window);
  perform_wanted (self);
}

static gboolean
waited_cb (gpointer user_data)
{
  TogApplication *self = user_data;

  self->wait_id = 0;
  show_window (self);

  return G_SOURCE_REMOVE;
}

/* Also with the window closed: others see what is shared, whoever looks. */
static void
start_sharing (TogApplication *self)
{
  GListModel *accounts = G_LIST_MODEL (self->accounts);

  for (guint i = 0; self->notifier != NULL && i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (TogAccount) account = g_list_model_get_item (accounts, i);

      tog_calendar_share_start (tog_account_get_share (account));
      tog_session_calendar_start (tog_account_get_session_calendar (account));
    }
}

/* Not before the window is there: what reminders and shared calendars need is in nobody's
 * way then. */
static gboolean
notifier_idle_cb (gpointer user_data)
{
  TogApplication *self = user_data;

  self->notifier_id = 0;
  self->notifier = tog_notifier_new (G_APPLICATION (self), self->accounts);
  start_sharing (self);
  return G_SOURCE_REMOVE;
}

static void
restore_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TogApplication *self = user_data;
  g_autoptr (TogAccount) account =
      tog_accounts_restore_finish (TOG_ACCOUNTS (source), result, &self->restore_error);

  self->restored = TRUE;
  show_window (self);
  /* A window asks for news by itself. */
  if (self->window == NULL && account != NULL)
    tog_account_refresh_async (account, NULL, NULL, NULL);
  self->notifier_id = g_idle_add_full (G_PRIORITY_LOW, notifier_idle_cb, self, NULL);
  g_application_release (G_APPLICATION (self));
}

static void
clock_format_changed_cb (TogApplication *self)
{
  g_autoptr (GVariant) chosen =
      g_settings_get_user_value (self->interface_settings, "clock-format");

  /* Unless it was chosen, the locale's habit is the better guess. */
  if (chosen == NULL)
    tog_format_set_clock_style (TOG_CLOCK_LOCALE);
  else if (g_str_equal (g_variant_get_string (chosen, NULL), "12h"))
    tog_format_set_clock_style (TOG_CLOCK_12_HOURS);
  else
    tog_format_set_clock_style (TOG_CLOCK_24_HOURS);
}

static void
watch_clock_format (TogApplication *self)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, "org.gnome.desktop.interface", TRUE);
  if (schema == NULL || !g_settings_schema_has_key (schema, "clock-format"))
    return;

  self->interface_settings = g_settings_new_full (schema, NULL, NULL);
  g_signal_connect_object (self->interface_settings,
                           "changed::clock-format",
                           G_CALLBACK (clock_format_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  clock_format_changed_cb (self);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TogApplication *self = user_data;

  adw_show_about_window (self->window,
                         "application-name",
                         _ ("Together Scheduler"),
                         "application-icon",
                         TOG_APP_ID,
                         "version",
                         TOG_VERSION,
                         "developer-name",
                         _ ("The Together Scheduler developers"),
                         "license-type",
                         GTK_LICENSE_GPL_3_0,
                         "comments",
                         _ ("Find a time that suits both of you, and book it."),
                         /* Translators: your names, one a line; they are shown as credits. */
                         "translator-credits",
                         _ ("translator-credits"),
                         NULL);
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TogApplication *self = user_data;
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/org/together/Scheduler/shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (shortcuts, self->window);
  gtk_window_present (shortcuts);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TogApplication *self = user_data;

  /* Closing it, instead of just ending, lets the window keep its size, and send
   * what is still to be sent: it ends the app itself then. */
  if (self->window != NULL)
    gtk_window_close (self->window);
  if (self->window == NULL || !tog_window_is_closing (TOG_WINDOW (self->window)))
    g_application_quit (G_APPLICATION (self));
}

static void
demo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TogApplication *self = user_data;

  g_application_activate (G_APPLICATION (self));
  tog_window_open_demo (TOG_WINDOW (self->window));
}

static void
sign_out_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TogApplication *self = user_data;
  TogAccount *account = tog_accounts_get_current (self->accounts);

  if (account != NULL && self->window != NULL)
    tog_sign_out_ask (TOG_WINDOW (self->window), self->accounts, account);
}

static void
reminders_changed_cb (GtkWidget *preferences, const TogReminders *reminders, TogApplication *self)
{
  TogAccount *account = g_object_get_data (G_OBJECT (preferences), "account");
  TogReminderService *service =
      self->notifier != NULL ? tog_notifier_get_service (self->notifier, account) : NULL;

  if (service != NULL)
    tog_reminder_service_set_reminders (service, reminders);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TogApplication *self = user_data;
  TogAccount *account = tog_accounts_get_current (self->accounts);
  GtkWindow *preferences;

  if (account == NULL || self->window == NULL)
    return;
  preferences = tog_preferences_window_new (self->window, account, self->background);
  g_object_set_data_full (
      G_OBJECT (preferences), "account", g_object_ref (account), g_object_unref);
  g_signal_connect_object (
      preferences, "reminders-changed", G_CALLBACK (reminders_changed_cb), self, 0);
  gtk_window_present (preferences);
}

/* Asks the window for something, which may have to come first. */
static void
want (TogApplication *self, const char *account_id, const char *action, GVariant *target)
{
  g_free (self->wanted_account);
  g_free (self->wanted_action);
  g_clear_pointer (&self->wanted_target, g_variant_unref);
  self->wanted_account = g_strdup (account_id);
  self->wanted_action = g_strdup (action);
  self->wanted_target = g_variant_ref_sink (target);
  g_application_activate (G_APPLICATION (self));
}

static void
open_session_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *account_id, *match_id, *group_id, *session_id;

  g_variant_get (parameter, "(&s&s&s&s)", &account_id, &match_id, &group_id, &session_id);
  want (user_data,
        account_id,
        *group_id != '\0' ? "win.open-group" : "win.open-match",
        g_variant_new ("(ss)", *group_id != '\0' ? group_id : match_id, session_id));
}

static void
reschedule_session_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *account_id, *match_id, *group_id, *session_id;

  g_variant_get (parameter, "(&s&s&s&s)", &account_id, &match_id, &group_id, &session_id);
  want (user_data,
        account_id,
        "win.reschedule",
        g_variant_new ("(sss)", match_id, group_id, session_id));
}

/* The link alone is wanted, not our window. Where it can't be opened the window is
 * the next best thing. */
static void
joined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tog_link_open_finish (source != NULL ? GTK_WINDOW (source) : NULL, result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_application_activate (G_APPLICATION (self));
      tog_window_show_message (TOG_WINDOW (self->window), error->message);
    }
  g_application_release (G_APPLICATION (self));
}

static void
join_session_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TogApplication *self = user_data;
  const char *address = g_variant_get_string (parameter, NULL);

  /* Who activates this need not be one of our own notifications. */
  if (!tog_link_is_web (address))
    return;
  g_application_hold (G_APPLICATION (self));
  tog_link_open_async (self->window, address, NULL, joined_cb, g_object_ref (self));
}

static void
current_changed_cb (TogApplication *self)
{
  static const char *const names[] = { "preferences", "sign-out" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), names[i]);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action),
                                   tog_accounts_get_current (self->accounts) != NULL);
    }
}

static const GActionEntry actions[] = {
  { .name = "about", .activate = about_cb },
  { .name = "shortcuts", .activate = shortcuts_cb },
  { .name = "quit", .activate = quit_cb },
  { .name = "demo", .activate = demo_cb },
  { .name = "sign-out", .activate = sign_out_cb },
  { .name = "preferences", .activate = preferences_cb },
  { .name = "open-session", .activate = open_session_cb, .parameter_type = "(ssss)" },
  { .name = "reschedule-session", .activate = reschedule_session_cb, .parameter_type = "(ssss)" },
  { .name = "join-session", .activate = join_session_cb, .parameter_type = "s" },
};

static void
set_accels (TogApplication *self)
{
  static const struct
  {
    const char *action;
    const char *accels[4];
  } shortcuts[] = {
    { "app.quit", { "<Control>q" } },
    { "app.shortcuts", { "<Control>question" } },
    { "app.preferences", { "<Control>comma" } },
    { "window.close", { "<Control>w" } },
    { "win.refresh", { "F5", "<Control>r" } },
    { "win.menu", { "F10" } },
    { "win.back", { "<Alt>Left", "Back" } },
    { "win.search", { "<Control>f" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (
        GTK_APPLICATION (self), shortcuts[i].action, shortcuts[i].accels);
}

static void
make_background (TogApplication *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettings) settings = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, TOG_APP_ID, TRUE);
  if (schema != NULL)
    settings = g_settings_new_full (schema, NULL, NULL);
  self->background = tog_background_new (G_APPLICATION (self), self->accounts, settings);
}

static void
tog_application_startup (GApplication *application)
{
  TogApplication *self = TOG_APPLICATION (application);

  /* The store is read in its own thread while GTK gets ready in this one. */
  self->accounts = tog_accounts_new ();
  g_application_hold (application);
  tog_accounts_restore_async (self->accounts, NULL, restore_cb, self);

  tog_register_resource ();
  gtk_init ();
  gtk_settings_get_default (); /* loads the theme */
  show_theme (self);
  G_APPLICATION_CLASS (tog_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  set_accels (self);
  watch_clock_format (self);
  make_background (self);
  g_signal_connect_object (
      self->accounts, "notify::current", G_CALLBACK (current_changed_cb), self, G_CONNECT_SWAPPED);
  current_changed_cb (self);
  g_signal_connect_object (
      self->accounts, "items-changed", G_CALLBACK (start_sharing), self, G_CONNECT_SWAPPED);
}

static void
tog_application_activate (GApplication *application)
{
  TogApplication *self = TOG_APPLICATION (application);

  if (self->window == NULL)
    {
      g_set_weak_pointer (&self->window,
                          GTK_WINDOW (tog_window_new (GTK_APPLICATION (self), self->accounts)));
      if (!self->restored)
        {
          self->wait_id = g_timeout_add (MAX_WAIT_MS, waited_cb, self);
          return;
        }
    }

  show_window (self);
}

static int
tog_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("together-scheduler %s\n", TOG_VERSION);
      return 0;
    }

  if (!g_variant_dict_contains (options, "demo"))
    return -1;

  if (!g_application_register (application, NULL, &error))
    {
      g_printerr ("together-scheduler: %s\n", error->message);
      return 1;
    }
  g_action_group_activate_action (G_ACTION_GROUP (application), "demo", NULL);

  return g_application_get_is_remote (application) ? 0 : -1;
}

static void
tog_application_shutdown (GApplication *application)
{
  TogApplication *self = TOG_APPLICATION (application);

  g_clear_handle_id (&self->wait_id, g_source_remove);
  g_clear_handle_id (&self->notifier_id, g_source_remove);
  g_clear_object (&self->notifier);
  g_clear_object (&self->background);

  G_APPLICATION_CLASS (tog_application_parent_class)->shutdown (application);
}

static void
tog_application_dispose (GObject *object)
{
  TogApplication *self = TOG_APPLICATION (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->interface_settings);
  g_clear_object (&self->accounts);
  g_clear_error (&self->restore_error);
  g_free (self->wanted_account);
  g_free (self->wanted_action);
  g_clear_pointer (&self->wanted_target, g_variant_unref);

  G_OBJECT_CLASS (tog_application_parent_class)->dispose (object);
}

static void
tog_application_class_init (TogApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = tog_application_dispose;
  application_class->startup = tog_application_startup;
  application_class->activate = tog_application_activate;
  application_class->handle_local_options = tog_application_handle_local_options;
  application_class->shutdown = tog_application_shutdown;
}

static void
tog_application_init (TogApplication *self)
{
  static const GOptionEntry options[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Open the demo organization"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/**
 * tog_application_new:
 *
 * To be called before there are threads.
 */
TogApplication *
tog_application_new (void)
{
  TogApplication *self = g_object_new (TOG_TYPE_APPLICATION,
                                       "application-id",
                                       TOG_APP_ID,
                                       "resource-base-path",
                                       "/org/together/Scheduler",
                                       NULL);

  hide_theme (self);
  return self;
}
