#include "config.h"

#include "page-fixture.h"

#include "fake-availability.h"
#include "fake-session-calendar.h"
#include "fake-history.h"
#include "fake-life.h"
#include "fake-notes.h"

#include "tog-format.h"
#include "tog-resources.h"
#include "tog-window.h"

void
page_test_init (int *argc, char ***argv)
{
  gtk_test_init (argc, argv, NULL);
  adw_init ();
  /* Newer GTK warns about how libadwaita's own message dialogs measure themselves. */
  if (gtk_get_minor_version () >= 10)
    g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  tog_register_resource ();
}

gboolean
says (GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
}

gboolean
is_of_type (GtkWidget *widget, const char *type)
{
  return gtk_widget_get_mapped (widget) && g_str_equal (G_OBJECT_TYPE_NAME (widget), type);
}

/* Where in the menu of a button an item is, -1 where it isn't. */
static int
find_item (GtkWidget *widget, const char *text)
{
  GMenuModel *menu = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (widget));
  int n_items = menu != NULL ? g_menu_model_get_n_items (menu) : 0;

  for (int i = 0; i < n_items; i++)
    {
      g_autofree char *label = NULL;

      if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label) &&
          g_str_equal (label, text))
        return i;
    }
  return -1;
}

gboolean
offers (GtkWidget *widget, const char *text)
{
  return GTK_IS_MENU_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
         find_item (widget, text) >= 0;
}

/* Does what an item of a button's menu does. */
void
choose_item (Fixture *fixture, const char *text)
{
  GtkWidget *button = find (fixture->window, offers, text, 0);
  g_autoptr (GVariant) target = NULL;
  g_autofree char *action = NULL;
  GMenuModel *menu;
  int item;

  g_assert_nonnull (button);
  menu = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (button));
  item = find_item (button, text);
  g_assert_true (
      g_menu_model_get_item_attribute (menu, item, G_MENU_ATTRIBUTE_ACTION, "s", &action));
  target = g_menu_model_get_item_attribute_value (menu, item, G_MENU_ATTRIBUTE_TARGET, NULL);
  g_assert_true (gtk_widget_activate_action_variant (button, action, target));
}

static GtkWidget *
find_nth (GtkWidget *widget, Matcher matches, const char *text, guint *n)
{
  if (matches (widget, text) && (*n)-- == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_nth (child, matches, text, n);

      if (found != NULL)
        return found;
    }

  return NULL;
}

GtkWidget *
find (GtkWidget *widget, Matcher matches, const char *text, guint n)
{
  return find_nth (widget, matches, text, &n);
}

GtkWidget *
find_button (GtkWidget *widget, const char *text, guint n)
{
  GtkWidget *label = find (widget, says, text, n);

  return label != NULL ? gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON) : NULL;
}

/* Activating a button shows it pressed for a while first; a click does not. */
void
click (GtkWidget *button)
{
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

void
settle (void)
{
  gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 20;

  while (g_get_monotonic_time () < end || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

void
set_up (Fixture *fixture, gconstpointer data)
{
  guint n_matches = GPOINTER_TO_UINT (data);
  TogInstant now = tog_format_get_now ();

  fake_fail_with (-1, NULL);
  fake_availability_reset ();
  fake_session_calendar_reset ();
  fake_life_reset ("ines");
  fake_notes_reset ();
  fake_history_reset ();
  fixture->accounts = fake_accounts_new (n_matches != G_MAXUINT);
  fixture->account = tog_accounts_get_current (fixture->accounts);
  if (fixture->account != NULL)
    {
      g_autoptr (TogHome) home = fake_home_new (n_matches, now);

      fake_account_set_home (fixture->account, home, now - 2 * TOG_HOUR);
    }

  fixture->window = tog_window_new (NULL, fixture->accounts);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1100, 720);
  tog_window_start (TOG_WINDOW (fixture->window), NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_for (gtk_widget_get_mapped (fixture->window));
  settle ();
}

void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  g_assert_null (fixture->window);
  g_assert_finalize_object (fixture->accounts);
}

void
assert_name (GtkWidget *widget, const char *name)
{
  g_autofree char *error = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name);

  g_assert_cmpstr (error, ==, NULL);
}

/* The arrow of a card, which leads to the page; a click anywhere else books. */
GtkWidget *
find_open (GtkWidget *card)
{
  return find (card, is_of_type, "GtkButton", 0);
}

/* The window that is in front, other than the main one. */
GtkWidget *
find_dialog (GtkWidget *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (toplevel != window && gtk_window_get_transient_for (GTK_WINDOW (toplevel)) != NULL)
        return toplevel;
    }

  return NULL;
}

/* Without a compositor the window has a border of its own around this. */
void
assert_narrow (GtkWidget *window)
{
  GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (window));
  int minimum;

  gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}
