#include "config.h"

#include "tog-resources.h"
#include "tog-zone-chooser.h"

#include <adwaita.h>

#define CURRENT "Europe/Lisbon"
#define PADDING 12

typedef struct
{
  GtkWindow *parent;
  GtkWindow *chooser;
  GtkWidget *entry;
  GtkWidget *list;
  char *chosen; /* (owned) (nullable) */
} Fixture;

static void
chosen_cb (Fixture *fixture, const char *name)
{
  g_free (fixture->chosen);
  fixture->chosen = g_strdup (name);
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->parent = GTK_WINDOW (gtk_window_new ());
  gtk_window_present (fixture->parent);
  fixture->chooser = tog_zone_chooser_new (fixture->parent, CURRENT);
  g_signal_connect_swapped (fixture->chooser, "chosen", G_CALLBACK (chosen_cb), fixture);
  fixture->entry = find_type (GTK_WIDGET (fixture->chooser), GTK_TYPE_SEARCH_ENTRY);
  fixture->list = find_type (GTK_WIDGET (fixture->chooser), GTK_TYPE_LIST_VIEW);
  gtk_window_present (fixture->chooser);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->chooser));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->chooser));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->chosen == NULL)
    gtk_window_destroy (fixture->chooser);
  gtk_window_destroy (fixture->parent);
  g_clear_pointer (&fixture->chosen, g_free);
}

/* The cities that are in sight, from the top; each row's first label. */
static GPtrArray *
list_shown (Fixture *fixture)
{
  GPtrArray *cities = g_ptr_array_new ();
  int height = gtk_widget_get_height (fixture->list);

  for (GtkWidget *row = gtk_widget_get_first_child (fixture->list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *city = find_type (row, GTK_TYPE_LABEL);
      graphene_rect_t bounds;

      if (city != NULL && gtk_widget_get_mapped (city) &&
          gtk_widget_compute_bounds (city, fixture->list, &bounds) && bounds.origin.y >= 0 &&
          bounds.origin.y + bounds.size.height <= height)
        g_ptr_array_add (cities, (char *) gtk_label_get_label (GTK_LABEL (city)));
    }
  return cities;
}

static void
search (Fixture *fixture, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), text);
  g_signal_emit_by_name (fixture->entry, "search-changed");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->chooser));
}

static void
test_opens_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) shown = list_shown (fixture);

  g_assert_cmpuint (shown->len, >=, 6);
  g_assert_true (
      g_ptr_array_find_with_equal_func (shown, "Lisbon", (GEqualFunc) g_str_equal, NULL));
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  search (fixture, "lon");
  {
    g_autoptr (GPtrArray) shown = list_shown (fixture);

    g_assert_cmpuint (shown->len, >, 1);
    g_assert_cmpstr (g_ptr_array_index (shown, 0), ==, "London");
  }

  search (fixture, "no such place");
  g_assert_false (gtk_widget_get_mapped (fixture->list));

  search (fixture, "");
  {
    g_autoptr (GPtrArray) shown = list_shown (fixture);

    g_assert_cmpuint (shown->len, >=, 6);
  }
}

/* Enter takes the best one. */
static void
test_enter (Fixture *fixture, gconstpointer data)
{
  search (fixture, "york");
  g_signal_emit_by_name (fixture->entry, "activate");
  g_assert_cmpstr (fixture->chosen, ==, "America/New_York");
}

static void
test_padding (Fixture *fixture, gconstpointer data)
{
  GtkWidget *city = find_type (fixture->list, GTK_TYPE_LABEL);
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (city, fixture->list, &bounds));
  g_assert_cmpfloat (bounds.origin.x, >=, PADDING);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  tog_register_resource ();
  {
    g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

    gtk_css_provider_load_from_resource (style, "/org/together/Scheduler/style.css");
    gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                GTK_STYLE_PROVIDER (style),
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  }

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  add ("/zone-chooser/opens-full", test_opens_full);
  add ("/zone-chooser/search", test_search);
  add ("/zone-chooser/P35/enter", test_enter);
  add ("/zone-chooser/padding", test_padding);

  return g_test_run ();
}
