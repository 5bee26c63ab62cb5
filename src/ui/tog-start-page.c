#include "config.h"

#include "tog-start-page.h"

#include "tog-widget.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _TogStartPage
{
  GtkWidget parent_instance;

  TogAccounts *accounts;     /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): while the demo starts */

  GtkWidget *menu_button;
  GtkWidget *connect_button;
  GtkWidget *demo_button;
  GtkStack *demo_stack;
  GtkSpinner *spinner;
  GtkWidget *cancel_button;
  GtkWidget *error_box;
  GtkLabel *error_label;
};

G_DEFINE_FINAL_TYPE (TogStartPage, tog_start_page, GTK_TYPE_WIDGET)

static void
set_busy (TogStartPage *self, gboolean busy)
{
  gtk_stack_set_visible_child_name (self->demo_stack, busy ? "busy" : "idle");
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_sensitive (self->connect_button, !busy);
  gtk_widget_set_sensitive (self->demo_button, !busy);
  gtk_widget_set_visible (self->cancel_button, busy);
  gtk_widget_grab_focus (busy ? self->cancel_button : self->demo_button);
}

static void
show_error (TogStartPage *self, const char *message)
{
  gtk_label_set_label (self->error_label, message != NULL ? message : "");
  gtk_widget_set_visible (self->error_box, message != NULL);
}

static void
demo_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogStartPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogAccount) account =
      tog_accounts_open_demo_finish (TOG_ACCOUNTS (source), result, &error);

  g_clear_object (&self->cancellable);

  /* The account is there: the window shows it, and lets this page go. */
  if (account != NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;

  set_busy (self, FALSE);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_error (self, error->message);
}

static void
cancel_cb (TogStartPage *self)
{
  g_cancellable_cancel (self->cancellable);
}

static gboolean
tog_start_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TOG_START_PAGE (widget)->connect_button);
}

static void
tog_start_page_dispose (GObject *object)
{
  TogStartPage *self = TOG_START_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_START_PAGE);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (tog_start_page_parent_class)->dispose (object);
}

static void
tog_start_page_class_init (TogStartPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_start_page_dispose;
  widget_class->grab_focus = tog_start_page_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TogStartPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, TogStartPage, connect_button);
  gtk_widget_class_bind_template_child (widget_class, TogStartPage, demo_button);
  gtk_widget_class_bind_template_child (widget_class, TogStartPage, demo_stack);
  gtk_widget_class_bind_template_child (widget_class, TogStartPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, TogStartPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, TogStartPage, error_box);
  gtk_widget_class_bind_template_child (widget_class, TogStartPage, error_label);
  gtk_widget_class_bind_template_callback (widget_class, tog_start_page_open_demo);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
tog_start_page_init (TogStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tog_start_page_new:
 */
GtkWidget *
tog_start_page_new (TogAccounts *accounts)
{
  TogStartPage *self = g_object_new (TOG_TYPE_START_PAGE, NULL);

  self->accounts = g_object_ref (accounts);

  return GTK_WIDGET (self);
}

/**
 * tog_start_page_open_demo:
 *
 * Starts the demo organization's server and opens it.
 */
void
tog_start_page_open_demo (TogStartPage *self)
{
  g_return_if_fail (TOG_IS_START_PAGE (self));

  if (self->cancellable != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  show_error (self, NULL);
  set_busy (self, TRUE);
  tog_accounts_open_demo_async (
      self->accounts, self->cancellable, demo_opened_cb, g_object_ref (self));
}
