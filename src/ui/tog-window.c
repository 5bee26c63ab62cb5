#include "config.h"

#include "tog-window.h"

#include "tog-connect-page.h"
#include "tog-connection.h"
#include "tog-first-session-dialog.h"
#include "tog-format.h"
#include "tog-home-page.h"
#include "tog-link.h"
#include "tog-match-page.h"
#include "tog-page-stack.h"
#include "tog-start-page.h"
#include "tog-wizard.h"

#include <glib/gi18n.h>

struct _TogWindow
{
  AdwApplicationWindow parent_instance;

  TogAccounts *accounts;     /* (owned) */
  TogConnection *connection; /* (owned) (nullable): while signed in */
  GSettings *settings;       /* (owned) (nullable): where the schema is installed */
  GCancellable *cancellable; /* (owned) */
  guint refresh_id;
  gboolean started;
  gboolean wants_demo;

  AdwToastOverlay *toast_overlay;
  TogPageStack *stack;
};

G_DEFINE_FINAL_TYPE (TogWindow, tog_window, ADW_TYPE_APPLICATION_WINDOW)

static TogMatch *
find_match (TogWindow *self, const char *match_id)
{
  TogAccount *account;
  TogHome *home;

  if (self->connection == NULL)
    return NULL;

  account = tog_connection_get_account (self->connection);
  home = tog_account_get_home (account);
  for (guint i = 0; home != NULL && i < home->matches->len; i++)
    {
      TogMatch *match = g_ptr_array_index (home->matches, i);

      if (g_str_equal (match->team.id, match_id))
        return match;
    }

  return tog_account_peek_match (account, match_id);
}

/* Home knows only each match's next one; its page knows them all. */
static TogPlannedSession *
find_planned (TogWindow *self, TogMatch *match, const char *planned_id)
{
  TogMatch *whole =
      tog_account_peek_match (tog_connection_get_account (self->connection), match->team.id);

  if (match->team.next != NULL && g_str_equal (match->team.next->id, planned_id))
    return match->team.next;

  for (guint i = 0; whole != NULL && whole->team.planned != NULL && i < whole->team.planned->len;
       i++)
    {
      TogPlannedSession *planned = g_ptr_array_index (whole->team.planned, i);

      if (g_str_equal (planned->id, planned_id))
        return planned;
    }

  return NULL;
}

/* A toast's title is Pango markup. */
static AdwToast *
toast_new (const char *message)
{
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  return adw_toast_new (escaped);
}

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

  g_clear_object (&self->connection);

  if (account == NULL)
    {
      tog_page_stack_set_root (self->stack, tog_start_page_new (self->accounts));
      return;
    }

  self->connection = tog_connection_new (account);
  tog_page_stack_set_root (self->stack, tog_home_page_new (self->connection));

  /* What is known is shown before the network is bothered. */
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  self->refresh_id = g_idle_add_full (G_PRIORITY_LOW, first_refresh_cb, self, NULL);

  g_signal_connect_object (
      account, "notify::notice", G_CALLBACK (notice_changed_cb), self, G_CONNECT_SWAPPED);
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
wizard_back_cb (TogWindow *self, GtkWidget *wizard)
{
  tog_page_stack_pop_page (self->stack, wizard);
}

static void
wizard_done_cb (TogWindow *self, TogSession *session, GtkWidget *wizard)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  g_autofree char *when = tog_format_when_within (zone, session->slot.start, tog_format_get_now ());
  /* Translators: when the session is: "Session booked: tomorrow, 11:15". */
  g_autofree char *title = g_strdup_printf (_ ("Session booked: %s"), when);
  AdwToast *toast = toast_new (title);

  tog_page_stack_pop_page (self->stack, wizard);
  tog_window_add_toast (self, toast);
  if (self->connection != NULL)
    tog_connection_refresh (self->connection);
}

static void
open_wizard (TogWindow *self, TogMatch *match, TogPlannedSession *planned)
{
  TogWizard *wizard =
      tog_wizard_new (tog_connection_get_account (self->connection), match, planned);

  g_signal_connect_object (wizard, "back", G_CALLBACK (wizard_back_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "done", G_CALLBACK (wizard_done_cb), self, G_CONNECT_SWAPPED);
  tog_page_stack_push (self->stack, GTK_WIDGET (wizard));
}

typedef struct
{
  char *match_id;   /* (owned) */
  char *planned_id; /* (owned) */
} Wanted;

static void
wanted_free (gpointer data, GClosure *closure)
{
  Wanted *wanted = data;

  g_free (wanted->match_id);
  g_free (wanted->planned_id);
  g_free (wanted);
}

static void book (TogWindow *self, const char *match_id, const char *planned_id, gboolean prompted);

static void
prompt_response_cb (GtkWidget *dialog, const char *response, gpointer user_data)
{
  Wanted *wanted = user_data;
  TogWindow *self = TOG_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (dialog)));

  if (g_str_equal (response, "email"))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.email", "s", wanted->match_id);
  else if (g_str_equal (response, "continue"))
    book (self, wanted->match_id, wanted->planned_id, TRUE);
}

static void
book (TogWindow *self, const char *match_id, const char *planned_id, gboolean prompted)
{
  g_autoptr (TogMatch) match = find_match (self, match_id);
  g_autoptr (TogPlannedSession) planned = NULL;

  if (match != NULL)
    {
      g_object_ref (match);
      planned = find_planned (self, match, planned_id);
    }
  if (planned == NULL)
    {
      tog_window_show_message (self, _ ("That session is not there any more"));
      return;
    }
  g_object_ref (planned);

  if (match->first_contact && !prompted)
    {
      GtkWidget *dialog = tog_first_session_dialog_new (GTK_WINDOW (self), match->person);
      Wanted *wanted = g_new0 (Wanted, 1);

      wanted->match_id = g_strdup (match_id);
      wanted->planned_id = g_strdup (planned_id);
      g_signal_connect_data (
          dialog, "response", G_CALLBACK (prompt_response_cb), wanted, wanted_free, 0);
      gtk_window_present (GTK_WINDOW (dialog));
      return;
    }

  open_wizard (self, match, planned);
}

static void
book_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *match_id, *planned_id;

  g_variant_get (parameter, "(&s&s)", &match_id, &planned_id);
  book (TOG_WINDOW (widget), match_id, planned_id, FALSE);
}

static void
open_match_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);
  const char *match_id, *planned_id;

  if (self->connection == NULL)
    return;

  g_variant_get (parameter, "(&s&s)", &match_id, &planned_id);
  tog_page_stack_push (
      self->stack,
      tog_match_page_new (self->connection, match_id, *planned_id != '\0' ? planned_id : NULL));
}

static void
link_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TogWindow *self = TOG_WINDOW (source);
  g_autoptr (GError) error = NULL;

  if (!tog_link_open_finish (GTK_WINDOW (self), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tog_window_show_message (self, error->message);
}

static void
open_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);
  const char *address = g_variant_get_string (parameter, NULL);

  /* What came from elsewhere must not reach a mail program either. */
  if (!tog_link_is_web (address))
    {
      tog_window_show_message (self, _ ("Only web addresses are opened, and this is none"));
      return;
    }

  tog_link_open_async (GTK_WINDOW (self), address, self->cancellable, link_opened_cb, NULL);
}

static void
copy_address_cb (TogWindow *self, AdwToast *toast)
{
  const char *address = g_object_get_data (G_OBJECT (toast), "address");

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), address);
}

static void
draft_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TogWindow *self = TOG_WINDOW (source);
  g_autofree char *address = user_data;
  g_autoptr (GError) error = NULL;
  AdwToast *toast;

  if (tog_link_open_finish (GTK_WINDOW (self), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  toast = toast_new (_ ("No mail program could be opened"));
  adw_toast_set_button_label (toast, _ ("Copy Address"));
  g_object_set_data_full (G_OBJECT (toast), "address", g_steal_pointer (&address), g_free);
  g_signal_connect_object (
      toast, "button-clicked", G_CALLBACK (copy_address_cb), self, G_CONNECT_SWAPPED);
  tog_window_add_toast (self, toast);
}

static void
email_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);
  TogMatch *match = find_match (self, g_variant_get_string (parameter, NULL));
  TogMember *me;
  g_autofree char *given_name = NULL;
  g_autofree char *body = NULL;
  g_autofree char *draft = NULL;

  if (match == NULL || match->person->email == NULL)
    return;

  me = tog_account_get_home (tog_connection_get_account (self->connection))->me->member;
  given_name = tog_member_dup_given_name (match->person);
  if (match->first_contact)
    body = g_strdup_printf (_ ("Hello %s,\n\n"
                               "we are matched in %s. A few words about me:\n\n\n"
                               "Which days and times suit you best for our first session?\n\n"
                               "%s"),
                            given_name,
                            match->team.program_name,
                            me->name);
  else
    body = g_strdup_printf (_ ("Hello %s,\n\n\n\n%s"), given_name, me->name);

  draft = tog_link_new_draft (match->person->email, match->team.program_name, body);
  tog_link_open_async (GTK_WINDOW (self),
                       draft,
                       self->cancellable,
                       draft_opened_cb,
                       g_strdup (match->person->email));
}

static void
connect_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);

  tog_page_stack_push (self->stack, tog_connect_page_new (self->accounts));
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);
  GtkWidget *visible = tog_page_stack_get_visible (self->stack);

  if (TOG_IS_MATCH_PAGE (visible) && tog_match_page_go_back (TOG_MATCH_PAGE (visible)))
    return;

  tog_page_stack_pop (self->stack);
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

static gboolean
tog_window_close_request (GtkWindow *window)
{
  TogWindow *self = TOG_WINDOW (window);

  if (self->settings != NULL)
    {
      int width, height;

      gtk_window_get_default_size (window, &width, &height);
      g_settings_set_int (self->settings, "window-width", width);
      g_settings_set_int (self->settings, "window-height", height);
      g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));
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
  gtk_widget_class_bind_template_child (widget_class, TogWindow, stack);

  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "win.connect", NULL, connect_action);
  gtk_widget_class_install_action (widget_class, "win.open-match", "(ss)", open_match_action);
  gtk_widget_class_install_action (widget_class, "win.book", "(ss)", book_action);
  gtk_widget_class_install_action (widget_class, "win.email", "s", email_action);
  gtk_widget_class_install_action (widget_class, "win.open-link", "s", open_link_action);
}

static void
tog_window_init (TogWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
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
  tog_window_add_toast (self, toast_new (message));
}
