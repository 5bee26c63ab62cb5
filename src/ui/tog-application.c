#include "config.h"

#include "tog-application.h"

#include "tog-accounts.h"
#include "tog-format.h"
#include "tog-resources.h"
#include "tog-window.h"

#include <glib/gi18n.h>

/* A window that shows what is known at once is better than one that first shows
 * nothing, but the user should never wait for it. */
#define MAX_WAIT_MS 250

struct _TogApplication
{
  AdwApplication parent_instance;

  TogAccounts *accounts;         /* (owned) (nullable): from startup on */
  GSettings *interface_settings; /* (owned) (nullable) */
  GtkWindow *window;             /* (nullable): weak */
  GError *restore_error;         /* (owned) (nullable) */
  guint wait_id;
  gboolean restored;
};

G_DEFINE_FINAL_TYPE (TogApplication, tog_application, ADW_TYPE_APPLICATION)

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
}

static gboolean
waited_cb (gpointer user_data)
{
  TogApplication *self = user_data;

  self->wait_id = 0;
  show_window (self);

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

  /* Closing it, instead of just ending, lets the window keep its size. */
  if (self->window != NULL)
    gtk_window_close (self->window);
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
sign_out_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tog_accounts_sign_out_finish (TOG_ACCOUNTS (source), result, &error) && self->window != NULL)
    tog_window_show_message (TOG_WINDOW (self->window), error->message);
}

static void
sign_out_response_cb (TogApplication *self, const char *response)
{
  if (g_str_equal (response, "sign-out"))
    tog_accounts_sign_out_async (self->accounts, NULL, sign_out_done_cb, g_object_ref (self));
}

static void
sign_out_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TogApplication *self = user_data;
  TogAccount *account = tog_accounts_get_current (self->accounts);
  AdwMessageDialog *dialog;

  if (account == NULL)
    return;

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (self->window, NULL, NULL));
  if (tog_account_get_is_demo (account))
    {
      adw_message_dialog_set_heading (dialog, _ ("Leave the Demo?"));
      adw_message_dialog_set_body (dialog,
                                   _ ("What you booked in it is removed from this computer."));
    }
  else
    {
      adw_message_dialog_format_heading (
          dialog, _ ("Sign Out of %s?"), tog_account_get_name (account));
      adw_message_dialog_set_body (
          dialog,
          tog_account_has_unsent_notes (account)
              ? _ ("Your access token and everything kept for reading offline are removed from "
                   "this computer, and so are notes that could not be sent yet: they are lost. "
                   "Booked sessions stand.")
              : _ ("Your access token and everything kept for reading offline are removed from "
                   "this computer. Booked sessions stand."));
    }
  adw_message_dialog_add_responses (dialog,
                                    "cancel",
                                    _ ("Cancel"),
                                    "sign-out",
                                    tog_account_get_is_demo (account) ? _ ("Leave")
                                                                      : _ ("Sign Out"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "sign-out", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (
      dialog, "response", G_CALLBACK (sign_out_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
current_changed_cb (TogApplication *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "sign-out");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action),
                               tog_accounts_get_current (self->accounts) != NULL);
}

static const GActionEntry actions[] = {
  { .name = "about", .activate = about_cb },
  { .name = "shortcuts", .activate = shortcuts_cb },
  { .name = "quit", .activate = quit_cb },
  { .name = "demo", .activate = demo_cb },
  { .name = "sign-out", .activate = sign_out_cb },
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
    { "window.close", { "<Control>w" } },
    { "win.refresh", { "F5", "<Control>r" } },
    { "win.menu", { "F10" } },
    { "win.back", { "<Alt>Left", "Back" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (
        GTK_APPLICATION (self), shortcuts[i].action, shortcuts[i].accels);
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
  G_APPLICATION_CLASS (tog_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  set_accels (self);
  watch_clock_format (self);
  g_signal_connect_object (
      self->accounts, "notify::current", G_CALLBACK (current_changed_cb), self, G_CONNECT_SWAPPED);
  current_changed_cb (self);
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
 */
TogApplication *
tog_application_new (void)
{
  return g_object_new (TOG_TYPE_APPLICATION,
                       "application-id",
                       TOG_APP_ID,
                       "resource-base-path",
                       "/org/together/Scheduler",
                       NULL);
}
