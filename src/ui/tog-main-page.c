#include "config.h"

#include "tog-main-page.h"

#include "tog-account-button.h"
#include "tog-availability-page.h"
#include "tog-connection-button.h"
#include "tog-home-page.h"
#include "tog-sessions-page.h"
#include "tog-widget.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct
{
  const char *name;
  const char *title;
  const char *icon;
  GtkWidget *(*create) (TogConnection *connection);
} View;

static const View views[] = {
  { "home", N_ ("Home"), "go-home-symbolic", tog_home_page_new },
  { "sessions", N_ ("Sessions"), "x-office-calendar-symbolic", tog_sessions_page_new },
  { "availability",
    N_ ("Availability"),
    "preferences-system-time-symbolic",
    tog_availability_page_new },
};

struct _TogMainPage
{
  GtkWidget parent_instance;

  TogConnection *connection; /* (owned) (nullable): NULL only while disposed */

  AdwViewSwitcherTitle *switcher_title;
  TogAccountButton *account_button;
  TogConnectionButton *connection_button;
  TogHomePage *home;
  GtkWidget *menu_button;
  AdwViewStack *stack;
  AdwViewSwitcherBar *switcher_bar;
  guint reveal_source;
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
add_view (TogMainPage *self, const View *view)
{
  GtkWidget *place = adw_bin_new ();

  adw_view_stack_add_titled (self->stack, place, view->name, _ (view->title));
  adw_view_stack_page_set_icon_name (adw_view_stack_get_page (self->stack, place), view->icon);
}

static GtkWidget *
get_visible_view (TogMainPage *self)
{
  return adw_bin_get_child (ADW_BIN (adw_view_stack_get_visible_child (self->stack)));
}

/* A view is made when it is first looked at: the start waits for none but home. */
static void
make_view (TogMainPage *self, const char *name)
{
  AdwBin *place = ADW_BIN (adw_view_stack_get_child_by_name (self->stack, name));

  if (adw_bin_get_child (place) != NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    if (g_str_equal (views[i].name, name))
      adw_bin_set_child (place, views[i].create (self->connection));
}

static void
visible_child_cb (TogMainPage *self)
{
  make_view (self, adw_view_stack_get_visible_child_name (self->stack));
}

static gboolean
reveal_cb (gpointer user_data)
{
  TogMainPage *self = user_data;
  gboolean is_narrow;

  self->reveal_source = 0;
  is_narrow = adw_view_switcher_title_get_title_visible (self->switcher_title);
  if (is_narrow)
    adw_view_switcher_bar_set_stack (self->switcher_bar, self->stack);
  adw_view_switcher_bar_set_reveal (self->switcher_bar, is_narrow);
  tog_home_page_show_organization (self->home, !is_narrow);
  return G_SOURCE_REMOVE;
}

/* The title finds out that it lacks room while everything is given its place, where
 * nothing may change any more. The bar comes and goes as soon as that is done. */
static void
title_visible_cb (TogMainPage *self)
{
  if (self->reveal_source == 0)
    self->reveal_source = g_idle_add_full (G_PRIORITY_DEFAULT, reveal_cb, self, NULL);
}

static gboolean
tog_main_page_grab_focus (GtkWidget *widget)
{
  TogMainPage *self = TOG_MAIN_PAGE (widget);

  return gtk_widget_grab_focus (get_visible_view (self)) ||
         gtk_widget_grab_focus (self->menu_button);
}

static void
show_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tog_main_page_show (TOG_MAIN_PAGE (widget), g_variant_get_string (parameter, NULL));
}

static void
tog_main_page_dispose (GObject *object)
{
  TogMainPage *self = TOG_MAIN_PAGE (object);

  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (tog_connection_get_account (self->connection), self);
  g_clear_handle_id (&self->reveal_source, g_source_remove);
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

  g_type_ensure (TOG_TYPE_ACCOUNT_BUTTON);
  g_type_ensure (TOG_TYPE_CONNECTION_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-main-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TogMainPage, switcher_title);
  gtk_widget_class_bind_template_child (widget_class, TogMainPage, account_button);
  gtk_widget_class_bind_template_child (widget_class, TogMainPage, connection_button);
  gtk_widget_class_bind_template_child (widget_class, TogMainPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, TogMainPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TogMainPage, switcher_bar);
  gtk_widget_class_bind_template_callback (widget_class, title_visible_cb);
  gtk_widget_class_install_action (widget_class, "main.show", "s", show_action);
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
tog_main_page_new (TogAccounts *accounts, TogConnection *connection)
{
  TogMainPage *self = g_object_new (TOG_TYPE_MAIN_PAGE, NULL);
  TogAccount *account = tog_connection_get_account (connection);

  self->connection = g_object_ref (connection);
  tog_account_button_set_accounts (self->account_button, accounts);
  tog_connection_button_set_connection (self->connection_button, connection);
  g_signal_connect_object (account, "notify::name", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::home", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  /* The first one added shows. */
  g_signal_connect_object (
      self->stack, "notify::visible-child", G_CALLBACK (visible_child_cb), self, G_CONNECT_SWAPPED);
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    add_view (self, &views[i]);
  self->home = TOG_HOME_PAGE (get_visible_view (self));
  /* Only now, as it makes all its buttons anew for each view that is added. */
  adw_view_switcher_title_set_stack (self->switcher_title, self->stack);

  return GTK_WIDGET (self);
}

/**
 * tog_main_page_show:
 * @name: "home", "sessions" or "availability"
 *
 * Switches to one of the views.
 */
void
tog_main_page_show (TogMainPage *self, const char *name)
{
  g_return_if_fail (TOG_IS_MAIN_PAGE (self));

  /* Made before it shows, it takes over the focus from the view that goes. */
  make_view (self, name);
  adw_view_stack_set_visible_child_name (self->stack, name);
}

/**
 * tog_main_page_search:
 *
 * Goes to where it is searched. Whatever shows, it is the sessions that can be.
 */
void
tog_main_page_search (TogMainPage *self)
{
  g_return_if_fail (TOG_IS_MAIN_PAGE (self));

  tog_main_page_show (self, "sessions");
  tog_sessions_page_search (TOG_SESSIONS_PAGE (get_visible_view (self)));
}

/**
 * tog_main_page_go_back:
 *
 * Goes back within the view that shows.
 *
 * Returns: whether there was something to go back from
 */
gboolean
tog_main_page_go_back (TogMainPage *self)
{
  GtkWidget *view;

  g_return_val_if_fail (TOG_IS_MAIN_PAGE (self), FALSE);

  view = get_visible_view (self);
  return TOG_IS_SESSIONS_PAGE (view) && tog_sessions_page_go_back (TOG_SESSIONS_PAGE (view));
}
