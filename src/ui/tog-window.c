#include "config.h"

#include "tog-window-private.h"

#include "tog-connect-page.h"
#include "tog-delayed-sends.h"
#include "tog-format.h"
#include "tog-main-page.h"
#include "tog-outbox-text.h"
#include "tog-start-page.h"
#include "tog-team-page.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (TogWindow, tog_window, ADW_TYPE_APPLICATION_WINDOW)

/* A toast would be gone, or cut short, before it could be read. */
static void
notice_changed_cb (TogWindow *self)
{
  TogAccount *account = tog_accounts_get_current (self->accounts);
  const char *notice = account != NULL ? tog_account_get_notice (account) : NULL;
  GtkWidget *dialog;

  if (notice == NULL)
    return;
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("Working Offline"), notice);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  gtk_window_present (GTK_WINDOW (dialog));

  /* Once is enough, however often one looks at this account. */
  tog_account_dismiss_notice (account);
}

/* As long as it is so, and on whatever page: it is of all of them. */
static void
update_storage_notice (TogWindow *self)
{
  TogAccount *account = tog_accounts_get_current (self->accounts);

  tog_notice_show (self->storage_notice,
                   account != NULL ? tog_account_get_storage_notice (account) : NULL,
                   NULL);
}

static void
request_booked_cb (TogWindow *self, TogOutboxItem *item)
{
  g_autofree char *title = tog_outbox_item_dup_deed (item);
  g_autofree char *when = tog_outbox_item_dup_state (item, tog_format_get_now ());
  g_autofree char *message = g_strdup_printf ("%s, %s", title, when);

  tog_window_show_message (self, message);
}

static gboolean
first_refresh_cb (gpointer user_data)
{
  TogWindow *self = user_data;

  self->refresh_id = 0;
  if (self->connection != NULL)
    tog_connection_refresh (self->connection);

  return G_SOURCE_REMOVE;
}

static void
show_root (TogWindow *self)
{
  TogAccount *account = tog_accounts_get_current (self->accounts);

  if (self->connection != NULL)
    {
      TogAccount *before = tog_connection_get_account (self->connection);

      g_signal_handlers_disconnect_by_data (before, self);
      g_signal_handlers_disconnect_by_data (tog_account_get_outbox (before), self);
    }
  g_clear_object (&self->connection);
  update_storage_notice (self);

  if (account == NULL)
    {
      tog_page_stack_set_root (self->stack, tog_start_page_new (self->accounts));
      return;
    }

  self->connection = tog_connection_new (account);
  tog_page_stack_set_root (self->stack, tog_main_page_new (self->accounts, self->connection));

  /* What is known is shown before the network is bothered. */
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  self->refresh_id = g_idle_add_full (G_PRIORITY_LOW, first_refresh_cb, self, NULL);

  g_signal_connect_object (tog_account_get_outbox (account),
                           "booked",
                           G_CALLBACK (request_booked_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (
      account, "notify::notice", G_CALLBACK (notice_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account,
                           "notify::storage-notice",
                           G_CALLBACK (update_storage_notice),
                           self,
                           G_CONNECT_SWAPPED);
  notice_changed_cb (self);
}

static void
current_changed_cb (TogWindow *self)
{
  if (self->started)
    show_root (self);
}

static void
is_active_changed_cb (TogWindow *self)
{
  if (self->connection != NULL && gtk_window_is_active (GTK_WINDOW (self)))
    tog_connection_refresh_if_old (self->connection);
}

static void
connect_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);

  TogAccount *account = tog_accounts_get_current (self->accounts);

  tog_page_stack_push (self->stack, tog_connect_page_new (self->accounts, account));
}

static void
add_account_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);

  tog_page_stack_push (self->stack, tog_connect_page_new (self->accounts, NULL));
}

/* What is being said in this account's name is sent in its name: it does not wait for
 * a window that shows another. */
static void
show_account_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);
  TogAccount *account = tog_accounts_find (self->accounts, g_variant_get_string (parameter, NULL));

  if (account == NULL || account == tog_accounts_get_current (self->accounts))
    return;
  tog_delayed_sends_flush (tog_delayed_sends_get_default ());
  tog_accounts_set_current (self->accounts, account);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);
  GtkWidget *visible = tog_page_stack_get_visible (self->stack);

  if (TOG_IS_TEAM_PAGE (visible) && tog_team_page_go_back (TOG_TEAM_PAGE (visible)))
    return;
  if (TOG_IS_MAIN_PAGE (visible) && tog_main_page_go_back (TOG_MAIN_PAGE (visible)))
    return;

  tog_page_stack_pop (self->stack);
}

/* From a match or group too: what is searched are the sessions of all of them. */
static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);
  GtkWidget *visible;

  while (TOG_IS_TEAM_PAGE (tog_page_stack_get_visible (self->stack)) &&
         tog_page_stack_pop (self->stack))
    ;
  visible = tog_page_stack_get_visible (self->stack);
  if (!TOG_IS_MAIN_PAGE (visible))
    return;
  tog_main_page_search (TOG_MAIN_PAGE (visible));
  tog_page_stack_keep_focus (self->stack);
}

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);

  if (self->connection != NULL)
    tog_connection_refresh (self->connection);
}

static GtkWidget *
find_primary_menu (GtkWidget *widget)
{
  GtkWidget *child;

  if (GTK_IS_MENU_BUTTON (widget) && gtk_menu_button_get_primary (GTK_MENU_BUTTON (widget)))
    return widget;

  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_primary_menu (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);
  GtkWidget *visible = tog_page_stack_get_visible (self->stack);
  GtkWidget *menu = visible != NULL ? find_primary_menu (visible) : NULL;

  if (menu != NULL)
    gtk_menu_button_popup (GTK_MENU_BUTTON (menu));
}

static void
restore_size (TogWindow *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, TOG_APP_ID, TRUE);
  if (schema == NULL)
    return;

  self->settings = g_settings_new_full (schema, NULL, NULL);
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static guint
count_unkept (TogWindow *self)
{
  GListModel *accounts = G_LIST_MODEL (self->accounts);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (TogAccount) account = g_list_model_get_item (accounts, i);

      n += tog_outbox_count_unkept (tog_account_get_outbox (account));
    }
  return n;
}

static void
lose_response_cb (TogWindow *self, const char *response)
{
  self->asks = FALSE;
  if (!g_str_equal (response, "lose"))
    return;
  self->lets_go = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

/* What is nowhere but in memory is not lost without a word. */
static void
ask_to_lose (TogWindow *self, guint n_unkept)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("Lose What You Wrote?"), NULL);

  adw_message_dialog_format_body (
      ADW_MESSAGE_DIALOG (dialog),
      ngettext ("%u thing is neither sent nor kept on this computer yet, and lost when the app "
                "is closed.",
                "%u things are neither sent nor kept on this computer yet, and lost when the "
                "app is closed.",
                n_unkept),
      n_unkept);
  adw_message_dialog_add_responses (
      ADW_MESSAGE_DIALOG (dialog), "stay", _ ("_Keep Open"), "lose", _ ("_Close and Lose"), NULL);
  adw_message_dialog_set_response_appearance (
      ADW_MESSAGE_DIALOG (dialog), "lose", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  g_signal_connect_object (
      dialog, "response", G_CALLBACK (lose_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
tog_window_close_request (GtkWindow *window)
{
  TogWindow *self = TOG_WINDOW (window);
  guint n_unkept = count_unkept (self);

  if (n_unkept > 0 && !self->lets_go)
    {
      if (!self->asks)
        ask_to_lose (self, n_unkept);
      self->asks = TRUE;
      return TRUE;
    }

  if (self->settings != NULL)
    {
      int width, height;

      gtk_window_get_default_size (window, &width, &height);
      g_settings_set_int (self->settings, "window-width", width);
      g_settings_set_int (self->settings, "window-height", height);
      g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));
    }

  /* What was said is sent before the window is gone, out of sight. */
  if (tog_window_finish_deeds (self))
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return TRUE;
    }

  return GTK_WINDOW_CLASS (tog_window_parent_class)->close_request (window);
}

static void
tog_window_dispose (GObject *object)
{
  TogWindow *self = TOG_WINDOW (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_WINDOW);
  g_clear_object (&self->connection);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (tog_window_parent_class)->dispose (object);
}

static void
tog_window_class_init (TogWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->dispose = tog_window_dispose;
  window_class->close_request = tog_window_close_request;

  g_type_ensure (TOG_TYPE_PAGE_STACK);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TogWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, TogWindow, content);
  gtk_widget_class_bind_template_child (widget_class, TogWindow, stack);

  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "win.connect", NULL, connect_action);
  gtk_widget_class_install_action (widget_class, "win.add-account", NULL, add_account_action);
  gtk_widget_class_install_action (widget_class, "win.show-account", "s", show_account_action);
  tog_window_class_install_team_actions (widget_class);
  tog_window_class_install_life_actions (widget_class);
}

static void
tog_window_init (TogWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Tab comes past texts that can be read and copied: none is taken whole for it. */
  g_object_set (
      gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-label-select-on-focus", FALSE, NULL);
  self->storage_notice = TOG_NOTICE (tog_notice_new ("dialog-warning-symbolic", "warning"));
  gtk_box_append (self->content, GTK_WIDGET (self->storage_notice));
  g_signal_connect (self, "notify::is-active", G_CALLBACK (is_active_changed_cb), NULL);
  restore_size (self);
}

/**
 * tog_window_new:
 *
 * An empty window; see tog_window_start().
 */
GtkWidget *
tog_window_new (GtkApplication *application, TogAccounts *accounts)
{
  TogWindow *self = g_object_new (TOG_TYPE_WINDOW, "application", application, NULL);

  self->accounts = g_object_ref (accounts);
  g_signal_connect_object (
      accounts, "notify::current", G_CALLBACK (current_changed_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * tog_window_start:
 * @restore_error: (nullable): why the account used last could not be opened
 *
 * Shows the first page, once it is known whether there is an account. Does
 * nothing the second time.
 */
void
tog_window_start (TogWindow *self, const GError *restore_error)
{
  g_return_if_fail (TOG_IS_WINDOW (self));

  if (self->started)
    return;

  self->started = TRUE;
  show_root (self);
  if (self->wants_demo)
    tog_window_open_demo (self);
  if (restore_error != NULL)
    tog_window_show_message (self, restore_error->message);
}

/**
 * tog_window_open_demo:
 *
 * Does what the start page's "Try the Demo Organization" does, unless an account
 * is open, as soon as that is known.
 */
void
tog_window_open_demo (TogWindow *self)
{
  GtkWidget *visible;

  g_return_if_fail (TOG_IS_WINDOW (self));

  self->wants_demo = !self->started;
  visible = tog_page_stack_get_visible (self->stack);
  if (TOG_IS_START_PAGE (visible))
    tog_start_page_open_demo (TOG_START_PAGE (visible));
}

/**
 * tog_window_toast_new:
 * @message: plain text; an AdwToast's title is Pango markup
 *
 * Returns: (transfer full)
 */
AdwToast *
tog_window_toast_new (const char *message)
{
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  return adw_toast_new (escaped);
}

/**
 * tog_window_add_toast:
 * @toast: (transfer full)
 */
void
tog_window_add_toast (TogWindow *self, AdwToast *toast)
{
  g_return_if_fail (TOG_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

/**
 * tog_window_show_message:
 *
 * Says in passing what happened.
 */
void
tog_window_show_message (TogWindow *self, const char *message)
{
  tog_window_add_toast (self, tog_window_toast_new (message));
}
