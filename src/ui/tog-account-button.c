#include "config.h"

#include "tog-account-button.h"

#include "tog-account-row.h"
#include "tog-widget.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _TogAccountButton
{
  GtkWidget parent_instance;

  TogAccounts *accounts; /* (owned) (nullable) */
  TogAccount *shown;     /* (owned) (nullable): whose face it has */

  GtkWidget *button;
  AdwAvatar *avatar;
  GtkPopover *popover;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (TogAccountButton, tog_account_button, GTK_TYPE_WIDGET)

static void
update (TogAccountButton *self)
{
  TogHome *home = tog_account_get_home (self->shown);
  const char *organization = tog_account_get_name (self->shown);
  const char *name = home != NULL ? home->me->member->name : organization;
  /* Translators: names the button with the list of accounts; %s is whose is shown. */
  g_autofree char *label = g_strdup_printf (_ ("Accounts, %s"), organization);

  adw_avatar_set_text (self->avatar, name);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  TogAccountButton *self = user_data;

  return tog_account_row_new (item, item == self->shown);
}

/* The window does not wait for what few look at. */
static void
show_cb (TogAccountButton *self)
{
  if (gtk_list_box_get_row_at_index (self->list, 0) == NULL)
    gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->accounts), create_row, self, NULL);
}

static void
row_activated_cb (TogAccountButton *self, GtkListBoxRow *row)
{
  TogAccount *account = tog_account_row_get_account (TOG_ACCOUNT_ROW (row));

  gtk_popover_popdown (self->popover);
  gtk_widget_activate_action (
      GTK_WIDGET (self), "win.show-account", "s", tog_account_get_id (account));
}

static void
add_clicked_cb (TogAccountButton *self)
{
  gtk_popover_popdown (self->popover);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.add-account", NULL);
}

static void
tog_account_button_dispose (GObject *object)
{
  TogAccountButton *self = TOG_ACCOUNT_BUTTON (object);

  /* An open one would stay for ever: it holds what has the pointer. */
  if (self->popover != NULL)
    gtk_popover_popdown (self->popover);
  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_ACCOUNT_BUTTON);
  g_clear_object (&self->shown);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (tog_account_button_parent_class)->dispose (object);
}

static void
tog_account_button_class_init (TogAccountButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_account_button_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-account-button.ui");
  gtk_widget_class_bind_template_child (widget_class, TogAccountButton, button);
  gtk_widget_class_bind_template_child (widget_class, TogAccountButton, avatar);
  gtk_widget_class_bind_template_child (widget_class, TogAccountButton, popover);
  gtk_widget_class_bind_template_child (widget_class, TogAccountButton, list);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
}

static void
tog_account_button_init (TogAccountButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tog_account_button_set_accounts:
 * @accounts: of which one is shown, for as long as this button is there
 */
void
tog_account_button_set_accounts (TogAccountButton *self, TogAccounts *accounts)
{
  g_return_if_fail (TOG_IS_ACCOUNT_BUTTON (self));
  g_return_if_fail (self->accounts == NULL);

  self->accounts = g_object_ref (accounts);
  self->shown = g_object_ref (tog_accounts_get_current (accounts));
  g_signal_connect_object (
      self->shown, "notify::home", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
