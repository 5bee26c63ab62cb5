#include "config.h"

#include "tog-connect-page.h"

#include "tog-address.h"
#include "tog-widget.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/* How long somebody pauses who is done with typing an address. */
#define TYPING_PAUSE_MS 700

struct _TogConnectPage
{
  GtkWidget parent_instance;

  TogAccounts *accounts;           /* (owned) */
  TogAccount *again;               /* (owned) (nullable): who signs in again */
  GCancellable *probe_cancellable; /* (owned) (nullable): while it is asked who answers */
  GCancellable *cancellable;       /* (owned) (nullable): while signing in */
  char *probed_address;            /* (owned) (nullable): the address asked last */
  guint probe_id;

  AdwStatusPage *status_page;
  AdwPreferencesRow *account_row;
  AdwAvatar *account_avatar;
  GtkEditable *address_row;
  GtkWidget *address_spinner;
  GtkWidget *address_icon;
  GtkWidget *address_message;
  GtkLabel *address_label;
  GtkEditable *token_row;
  GtkWidget *token_message;
  GtkLabel *token_label;
  GtkWidget *answer_box;
  GtkImage *answer_icon;
  GtkLabel *answer_label;
  GtkWidget *connect_button;
  GtkLabel *connect_label;
  GtkStack *connect_stack;
  GtkSpinner *connect_spinner;
};

G_DEFINE_FINAL_TYPE (TogConnectPage, tog_connect_page, GTK_TYPE_WIDGET)

static void
update_sensitivity (TogConnectPage *self)
{
  gboolean busy = self->cancellable != NULL;
  const char *address = gtk_editable_get_text (self->address_row);
  const char *token = gtk_editable_get_text (self->token_row);

  /* All stay sensitive meanwhile, so that the focus is not lost. */
  gtk_editable_set_editable (self->address_row, !busy);
  gtk_editable_set_editable (self->token_row, !busy);
  gtk_widget_set_sensitive (self->connect_button, *address != '\0' && *token != '\0');
  gtk_stack_set_visible_child_name (self->connect_stack, busy ? "busy" : "idle");
  gtk_spinner_set_spinning (self->connect_spinner, busy);
}

/* An address may be broken into lines, but not behind its scheme. */
static PangoAttrList *
keep_schemes_whole (const char *text)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  for (const char *at = strstr (text, "://"); at != NULL; at = strstr (at + 1, "://"))
    {
      PangoAttribute *whole = pango_attr_allow_breaks_new (FALSE);

      whole->start_index = (guint) (at - text);
      whole->end_index = whole->start_index + strlen ("://") + 1;
      pango_attr_list_insert (attributes, whole);
    }
  return attributes;
}

/* Without a message the row is as it should be. */
static void
set_error (GtkWidget *row, GtkWidget *message_row, GtkLabel *label, const char *message)
{
  g_autoptr (PangoAttrList) attributes = keep_schemes_whole (message != NULL ? message : "");

  gtk_label_set_label (label, message != NULL ? message : "");
  gtk_label_set_attributes (label, attributes);
  gtk_widget_set_visible (message_row, message != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               message != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (message != NULL)
    {
      gtk_widget_add_css_class (row, "error");
      gtk_widget_add_css_class (row, "with-message");
    }
  else
    {
      gtk_widget_remove_css_class (row, "error");
      gtk_widget_remove_css_class (row, "with-message");
    }
}

static void
set_address_error (TogConnectPage *self, const char *message)
{
  set_error (GTK_WIDGET (self->address_row), self->address_message, self->address_label, message);
}

static void
set_token_error (TogConnectPage *self, const char *message)
{
  set_error (GTK_WIDGET (self->token_row), self->token_message, self->token_label, message);
}

/* The name stands out, wherever a translation puts it. */
static PangoAttrList *
stress (const char *text, const char *name)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  const char *at = *name != '\0' ? strstr (text, name) : NULL;

  if (at != NULL)
    {
      PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

      bold->start_index = (guint) (at - text);
      bold->end_index = bold->start_index + (guint) strlen (name);
      pango_attr_list_insert (attributes, bold);
    }
  return attributes;
}

/* @name: (nullable): who answers; empty if they don't say, NULL if nobody does */
static void
set_answer (TogConnectPage *self, const char *name)
{
  gboolean is_encrypted = tog_address_is_encrypted (gtk_editable_get_text (self->address_row));
  g_autofree char *text = NULL;
  g_autoptr (PangoAttrList) attributes = NULL;

  gtk_widget_set_visible (self->answer_box, name != NULL);
  if (name == NULL)
    return;

  if (*name != '\0')
    text = g_strdup_printf (_ ("%s answers at this address"), name);
  else
    text = g_strdup (_ ("A Together server answers at this address"));
  attributes = stress (text, name);
  gtk_label_set_label (self->answer_label, text);
  gtk_label_set_attributes (self->answer_label, attributes);
  gtk_image_set_from_icon_name (
      self->answer_icon, is_encrypted ? "changes-prevent-symbolic" : "changes-allow-symbolic");
  gtk_widget_set_css_classes (GTK_WIDGET (self->answer_icon),
                              (const char *[]){ is_encrypted ? "success" : NULL, NULL });
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->answer_icon),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  is_encrypted ? _ ("Encrypted")
                                               : _ ("Not encrypted, but within this computer"),
                                  -1);
}

static void
set_address_state (TogConnectPage *self, const char *icon_name, const char *style_class)
{
  gtk_widget_set_visible (self->address_icon, icon_name != NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->address_icon), icon_name);
  gtk_widget_set_css_classes (self->address_icon, (const char *[]){ style_class, NULL });
}

static void
show_address_error (TogConnectPage *self, const char *message)
{
  set_address_state (self, "dialog-error-symbolic", "error");
  set_answer (self, NULL);
  set_address_error (self, message);
}

static void
probe_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogConnectPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = tog_accounts_probe_finish (TOG_ACCOUNTS (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->probe_cancellable);
  gtk_widget_set_visible (self->address_spinner, FALSE);

  if (name == NULL)
    {
      show_address_error (self, error->message);
      return;
    }

  set_address_state (self, "object-select-symbolic", "success");
  set_answer (self, name);
}

static void
stop_probing (TogConnectPage *self)
{
  g_clear_handle_id (&self->probe_id, g_source_remove);
  g_cancellable_cancel (self->probe_cancellable);
  g_clear_object (&self->probe_cancellable);
  g_clear_pointer (&self->probed_address, g_free);
  gtk_widget_set_visible (self->address_spinner, FALSE);
}

static void
probe (TogConnectPage *self)
{
  const char *address = gtk_editable_get_text (self->address_row);

  g_clear_handle_id (&self->probe_id, g_source_remove);
  if (*address == '\0' || g_strcmp0 (address, self->probed_address) == 0)
    return;

  stop_probing (self);
  self->probed_address = g_strdup (address);
  self->probe_cancellable = g_cancellable_new ();
  gtk_widget_set_visible (self->address_spinner, TRUE);
  gtk_spinner_start (GTK_SPINNER (self->address_spinner));
  tog_accounts_probe_async (
      self->accounts, address, self->probe_cancellable, probe_cb, g_object_ref (self));
}

static gboolean
typing_pause_cb (gpointer user_data)
{
  TogConnectPage *self = user_data;

  self->probe_id = 0;
  probe (self);

  return G_SOURCE_REMOVE;
}

static void
address_changed_cb (TogConnectPage *self)
{
  stop_probing (self);
  set_address_state (self, NULL, NULL);
  set_address_error (self, NULL);
  set_answer (self, NULL);
  update_sensitivity (self);
  self->probe_id = g_timeout_add (TYPING_PAUSE_MS, typing_pause_cb, self);
}

static void
address_left_cb (TogConnectPage *self)
{
  if (!gtk_widget_in_destruction (GTK_WIDGET (self)))
    probe (self);
}

static void
token_changed_cb (TogConnectPage *self)
{
  set_token_error (self, NULL);
  update_sensitivity (self);
}

static void sign_in (TogConnectPage *self, gboolean without_keyring);

static void
keyring_response_cb (TogConnectPage *self, const char *response)
{
  if (g_str_equal (response, "keep"))
    sign_in (self, TRUE);
}

static void
ask_without_keyring (TogConnectPage *self)
{
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                              _ ("No Keyring"),
                              _ ("This desktop offers no keyring to keep the access token in. "
                                 "It is never written to a file instead, so you would have to "
                                 "enter it again each time the app starts."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel",
                                    _ ("Cancel"),
                                    "keep",
                                    _ ("Keep Until I Close the App"),
                                    NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (
      dialog, "response", G_CALLBACK (keyring_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
other_response_cb (TogConnectPage *self, const char *response)
{
  if (g_str_equal (response, "open"))
    {
      g_clear_object (&self->again);
      sign_in (self, FALSE);
      return;
    }
  set_token_error (self, _ ("Enter the token that was made for this account"));
  gtk_widget_grab_focus (GTK_WIDGET (self->token_row));
}

/* What waits to be sent must not become somebody else's by the way. */
static void
ask_whether_other (TogConnectPage *self, const char *message)
{
  g_autofree char *body = g_strdup_printf (
      /* Translators: before it is said whose it is. */
      _ ("%s It can be opened as an account of its own. What is kept of yours on this computer "
         "stays there, and what waits isn’t sent before you sign in to it again."),
      message);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                              _ ("The Token Is Somebody Else’s"),
                                              body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel",
                                    _ ("Enter Another Token"),
                                    "open",
                                    _ ("Open That Account"),
                                    NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (
      dialog, "response", G_CALLBACK (other_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogConnectPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogAccount) account =
      tog_accounts_connect_finish (TOG_ACCOUNTS (source), result, &error);

  g_clear_object (&self->cancellable);

  /* The account is there: the window shows it, and lets this page go. */
  if (account != NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;

  update_sensitivity (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_KEYRING))
    {
      ask_without_keyring (self);
    }
  else if (g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OTHER_MEMBER))
    {
      ask_whether_other (self, error->message);
    }
  else if (g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TOKEN))
    {
      set_token_error (self, error->message);
      gtk_widget_grab_focus (GTK_WIDGET (self->token_row));
    }
  else if (self->again != NULL)
    {
      set_token_error (self, error->message);
      gtk_widget_grab_focus (GTK_WIDGET (self->token_row));
    }
  else
    {
      show_address_error (self, error->message);
      gtk_widget_grab_focus (GTK_WIDGET (self->address_row));
    }
}

static void
sign_in (TogConnectPage *self, gboolean without_keyring)
{
  g_autofree char *token = g_strdup (gtk_editable_get_text (self->token_row));

  if (self->cancellable != NULL)
    return;

  /* Tokens are pasted, often with the line's end. */
  g_strstrip (token);
  self->cancellable = g_cancellable_new ();
  update_sensitivity (self);
  tog_accounts_connect_async (self->accounts,
                              gtk_editable_get_text (self->address_row),
                              token,
                              without_keyring,
                              self->again,
                              self->cancellable,
                              connected_cb,
                              g_object_ref (self));
}

static void
submit_cb (TogConnectPage *self)
{
  if (gtk_widget_get_sensitive (self->connect_button))
    sign_in (self, FALSE);
  else if (*gtk_editable_get_text (self->address_row) == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->address_row));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->token_row));
}

static gboolean
tog_connect_page_grab_focus (GtkWidget *widget)
{
  TogConnectPage *self = TOG_CONNECT_PAGE (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (
      *gtk_editable_get_text (self->address_row) == '\0' ? self->address_row : self->token_row));
}

static void
tog_connect_page_dispose (GObject *object)
{
  TogConnectPage *self = TOG_CONNECT_PAGE (object);

  g_clear_handle_id (&self->probe_id, g_source_remove);
  g_cancellable_cancel (self->probe_cancellable);
  g_cancellable_cancel (self->cancellable);
  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_CONNECT_PAGE);
  g_clear_object (&self->accounts);
  g_clear_object (&self->again);

  G_OBJECT_CLASS (tog_connect_page_parent_class)->dispose (object);
}

static void
tog_connect_page_finalize (GObject *object)
{
  TogConnectPage *self = TOG_CONNECT_PAGE (object);

  g_clear_object (&self->probe_cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->probed_address, g_free);

  G_OBJECT_CLASS (tog_connect_page_parent_class)->finalize (object);
}

static void
tog_connect_page_class_init (TogConnectPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_connect_page_dispose;
  object_class->finalize = tog_connect_page_finalize;
  widget_class->grab_focus = tog_connect_page_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-connect-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TogConnectPage, status_page);
  gtk_widget_class_bind_template_child (widget_class, TogConnectPage, account_row);
  gtk_widget_class_bind_template_child (widget_class, TogConnectPage, account_avatar);
  gtk_widget_class_bind_template_child (widget_class, TogConnectPage, address_row);
  gtk_widget_class_bind_template_child (widget_class, TogConnectPage, address_spinner);
  gtk_widget_class_bind_template_child (widget_class, TogConnectPage, address_icon);
  gtk_widget_class_bind_template_child (widget_class, TogConnectPage, address_message);
  gtk_widget_class_bind_template_child (widget_class, TogConnectPage, address_label);
  gtk_widget_class_bind_template_child (widget_class, TogConnectPage, token_row);
  gtk_widget_class_bind_template_child (widget_class, TogConnectPage, token_message);
  gtk_widget_class_bind_template_child (widget_class, TogConnectPage, token_label);
  gtk_widget_class_bind_template_child (widget_class, TogConnectPage, answer_box);
  gtk_widget_class_bind_template_child (widget_class, TogConnectPage, answer_icon);
  gtk_widget_class_bind_template_child (widget_class, TogConnectPage, answer_label);
  gtk_widget_class_bind_template_child (widget_class, TogConnectPage, connect_button);
  gtk_widget_class_bind_template_child (widget_class, TogConnectPage, connect_label);
  gtk_widget_class_bind_template_child (widget_class, TogConnectPage, connect_stack);
  gtk_widget_class_bind_template_child (widget_class, TogConnectPage, connect_spinner);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, token_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
}

static void
tog_connect_page_init (TogConnectPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tog_widget_name_buttons (GTK_WIDGET (self->token_row));
  update_sensitivity (self);
}

/* Who it is and where is known: what is asked for is a new token. */
static void
begin_again (TogConnectPage *self, TogAccount *again)
{
  TogHome *home = tog_account_get_home (again);
  const char *address = tog_accounts_get_address (self->accounts, again);
  const char *organization = tog_account_get_name (again);
  const char *name = home != NULL ? home->me->member->name : organization;
  g_autofree char *host = tog_address_get_host (address);
  /* Translators: an organization, then the name of its server. */
  g_autofree char *where =
      home != NULL ? g_strdup_printf (_ ("%s, at %s"), organization, host) : g_strdup (host);
  g_autofree char *who = g_strdup_printf ("%s, %s", name, where);

  self->again = g_object_ref (again);
  adw_status_page_set_title (self->status_page, _ ("Sign In Again"));
  adw_status_page_set_description (self->status_page,
                                   _ ("The access token isn’t accepted any more. Whoever runs your "
                                      "program gives you a new one."));
  adw_avatar_set_text (self->account_avatar, name);
  adw_preferences_row_set_title (self->account_row, name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->account_row), where);
  tog_widget_set_name (GTK_WIDGET (self->account_row), who);
  gtk_widget_set_visible (GTK_WIDGET (self->account_row), TRUE);
  gtk_editable_set_text (self->address_row, address);
  gtk_widget_set_visible (GTK_WIDGET (self->address_row), FALSE);
  stop_probing (self);
  gtk_label_set_label (self->connect_label, _ ("Sign In"));
  tog_widget_set_name (self->connect_button, _ ("Sign In"));
}

/**
 * tog_connect_page_new:
 * @again: (nullable): whose token isn't accepted any more; %NULL for another account
 */
GtkWidget *
tog_connect_page_new (TogAccounts *accounts, TogAccount *again)
{
  TogConnectPage *self = g_object_new (TOG_TYPE_CONNECT_PAGE, NULL);

  self->accounts = g_object_ref (accounts);
  if (again != NULL)
    begin_again (self, again);

  return GTK_WIDGET (self);
}
