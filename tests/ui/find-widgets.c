#include "find-widgets.h"

typedef gboolean (*Matcher) (GtkWidget *widget, gconstpointer data);

void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static GtkWidget *
find_matching (GtkWidget *widget, Matcher matches, gconstpointer data)
{
  if (matches (widget, data))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_matching (child, matches, data);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
has_type (GtkWidget *widget, gconstpointer data)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), *(const GType *) data);
}

GtkWidget *
find_type (gpointer root, GType type)
{
  return find_matching (GTK_WIDGET (root), has_type, &type);
}

static gboolean
shows_text (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         g_pattern_match_simple (data, gtk_label_get_text (GTK_LABEL (widget)));
}

GtkWidget *
find_text (gpointer root, const char *pattern)
{
  return find_matching (GTK_WIDGET (root), shows_text, pattern);
}

GtkWidget *
find_button (gpointer root, const char *pattern)
{
  GtkWidget *label = find_text (root, pattern);

  return label != NULL ? gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON) : NULL;
}

GtkWidget *
find_row (gpointer root, const char *title)
{
  GtkWidget *label = find_text (root, title);

  return label != NULL ? gtk_widget_get_ancestor (label, GTK_TYPE_LIST_BOX_ROW) : NULL;
}

void
click (gpointer root, const char *pattern)
{
  GtkWidget *button = find_button (root, pattern);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  settle ();
}

GtkWindow *
find_dialog (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type))
        return window;
    }
  return NULL;
}
