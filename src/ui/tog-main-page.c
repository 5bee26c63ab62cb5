#include "config.h"

#include "tog-main-page.h"

#include "tog-connection-button.h"
#include "tog-home-page.h"
#include "tog-widget.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _TogMainPage
{
  GtkWidget parent_instance;

  TogConnection *connection; /* (owned) (nullable): NULL only while disposed */

  AdwViewSwitcherTitle *switcher_title;
  TogConnectionButton *connection_button;
  GtkWidget *menu_button;
  AdwViewStack *stack;
};

G_DEFINE_FINAL_TYPE (TogMainPage, tog_main_page, GTK_TYPE_WIDGET)

static void
update (TogMainPage *self)
{
  TogAccount *account = tog_connection_get_account (self->connection);
  const char *name = tog_account_get_name (account);

  adw_view_switcher_title_set_title (self->switcher_title,
                                     name != NULL ? name : _ ("Together Scheduler"));
  adw_view_switcher_title_set_subtitle (
      self->switcher_title, tog_account_get_is_demo (account) ? _ ("Demo Organization") : "");
}

static void
add_view (TogMainPage *self, GtkWidget *view, const char *name, const char *title, const char *icon)
{
  adw_view_stack_add_titled (self->stack, view, name, title);
  adw_view_stack_page_set_icon_name (adw_view_stack_get_page (self->stack, view), icon);
}

static gboolean
tog_main_page_grab_focus (GtkWidget *widget)
{
  TogMainPage *self = TOG_MAIN_PAGE (widget);

  return gtk_widget_grab_focus (adw_view_stack_get_visible_child (self->stack)) ||
         gtk_widget_grab_focus (self->menu_button);
}

static void
tog_main_page_dispose (GObject *object)
{
  TogMainPage *self = TOG_MAIN_PAGE (object);

  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (tog_connection_get_account (self->connection), self);
  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_MAIN_PAGE);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (tog_main_page_parent_class)->dispose (object);
}

static void
tog_main_page_class_init (TogMainPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_main_page_dispose;
  widget_class->grab_focus = tog_main_page_grab_focus;

  g_type_ensure (TOG_TYPE_CONNECTION_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-main-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TogMainPage, switcher_title);
  gtk_widget_class_bind_template_child (widget_class, TogMainPage, connection_button);
  gtk_widget_class_bind_template_child (widget_class, TogMainPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, TogMainPage, stack);
}

static void
tog_main_page_init (TogMainPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tog_main_page_new:
 */
GtkWidget *
tog_main_page_new (TogConnection *connection)
{
  TogMainPage *self = g_object_new (TOG_TYPE_MAIN_PAGE, NULL);
  TogAccount *account = tog_connection_get_account (connection);

  self->connection = g_object_ref (connection);
  tog_connection_button_set_connection (self->connection_button, connection);
  g_signal_connect_object (account, "notify::name", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::home", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  add_view (self, tog_home_page_new (connection), "home", _ ("Home"), "go-home-symbolic");

  return GTK_WIDGET (self);
}

/**
 * tog_main_page_show:
 * @name: "home"
 *
 * Switches to one of the views.
 */
void
tog_main_page_show (TogMainPage *self, const char *name)
{
  g_return_if_fail (TOG_IS_MAIN_PAGE (self));

  adw_view_stack_set_visible_child_name (self->stack, name);
}
