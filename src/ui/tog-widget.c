#include "config.h"

#include "tog-widget.h"

#include <glib/gi18n.h>

/* Of a choice in a list: fits into the narrowest window. */
#define MAX_CHOICE_CHARS 32

/* How far from the edge what has the focus comes to stand. */
#define FOCUS_MARGIN 24

static void
name_by_tooltip_cb (GtkWidget *button)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_widget_get_tooltip_text (button),
                                  -1);
}

static void
choice_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *check = g_object_new (GTK_TYPE_IMAGE,
                                   "icon-name",
                                   "object-select-symbolic",
                                   "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), check);
  gtk_list_item_set_child (item, box);
}

/* The chosen one has its tick in the list, not in the row, where it is alone. */
static void
choice_update_cb (GtkListItem *item, GParamSpec *pspec, GtkWidget *chooser)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *popover = gtk_widget_get_ancestor (box, GTK_TYPE_POPOVER);
  gboolean is_in_list = popover != NULL && gtk_widget_is_ancestor (popover, chooser);
  GtkLabel *label = GTK_LABEL (gtk_widget_get_first_child (box));
  glong length = g_utf8_strlen (gtk_label_get_label (label), -1);
  gboolean is_chosen;
  guint selected;

  /* The list is no wider than the button but for what it needs at least. */
  gtk_label_set_ellipsize (
      label, is_in_list && length <= MAX_CHOICE_CHARS ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (label,
                             is_in_list && length > MAX_CHOICE_CHARS ? MAX_CHOICE_CHARS : -1);
  g_object_get (chooser, "selected", &selected, NULL);
  is_chosen = selected == gtk_list_item_get_position (item);
  gtk_widget_set_visible (gtk_widget_get_last_child (box), is_in_list);
  gtk_widget_set_opacity (gtk_widget_get_last_child (box), is_chosen ? 1 : 0);
}

static void
choice_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GtkWidget *chooser)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (box)), text);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (gtk_widget_get_parent (box)), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_signal_connect_object (
      chooser, "notify::selected", G_CALLBACK (choice_update_cb), item, G_CONNECT_SWAPPED);
  choice_update_cb (item, NULL, chooser);
}

static void
choice_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GtkWidget *chooser)
{
  g_signal_handlers_disconnect_by_func (chooser, choice_update_cb, item);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean set)
{
  if (set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
style_changed_cb (GtkWidget *widget, GParamSpec *pspec, AdwStyleManager *manager)
{
  set_class (widget, "dark", adw_style_manager_get_dark (manager));
  set_class (widget, "high-contrast", adw_style_manager_get_high_contrast (manager));
}

/**
 * tog_widget_dispose_template:
 * @type: the type that has the template
 *
 * Lets go of all that a template made, for types whose parent is GtkWidget itself:
 * gtk_widget_dispose_template() clears what is bound, but leaves the children.
 */
void
tog_widget_dispose_template (GtkWidget *widget, GType type)
{
  GtkWidget *child;

  gtk_widget_dispose_template (widget, type);
  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}

/**
 * tog_widget_name_buttons:
 *
 * Gives the buttons that libadwaita puts into its rows, such as a password's eye,
 * the name that they have as a tooltip only.
 */
void
tog_widget_name_buttons (GtkWidget *widget)
{
  if ((GTK_IS_IMAGE (widget) || GTK_IS_BUTTON (widget)) &&
      gtk_widget_get_tooltip_text (widget) != NULL)
    {
      g_signal_connect (widget, "notify::tooltip-text", G_CALLBACK (name_by_tooltip_cb), NULL);
      name_by_tooltip_cb (widget);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    tog_widget_name_buttons (child);
}

/**
 * tog_widget_name_choices:
 * @chooser: an AdwComboRow or GtkDropDown of a list of strings
 *
 * Gives the choices names, which those that are made by themselves have none of.
 */
void
tog_widget_name_choices (GtkWidget *chooser)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (choice_setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (choice_bind_cb), chooser, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (choice_unbind_cb), chooser, 0);
  g_object_set (chooser, "factory", factory, NULL);
}

/**
 * tog_widget_set_name:
 * @name: what assistive technology calls it
 *
 * Names a widget that has a text of its own. libadwaita says that a row is labelled
 * by its title, and newer releases of GTK that a button is by its text, which would
 * win over the name.
 */
void
tog_widget_set_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * tog_widget_follow_style:
 *
 * Gives @widget the style classes "dark" and "high-contrast" while the desktop is.
 */
void
tog_widget_follow_style (GtkWidget *widget)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (
      manager, "notify::dark", G_CALLBACK (style_changed_cb), widget, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      manager, "notify::high-contrast", G_CALLBACK (style_changed_cb), widget, G_CONNECT_SWAPPED);
  style_changed_cb (widget, NULL, manager);
}

/* Where in @widget is what has the focus: of a text the cursor. */
static gboolean
find_focus (GtkWidget *focus, GtkWidget *widget, graphene_rect_t *bounds)
{
  GdkRectangle cursor;
  graphene_rect_t place;
  int x, y;

  if (!gtk_widget_compute_bounds (focus, widget, bounds))
    return FALSE;
  if (!GTK_IS_TEXT_VIEW (focus))
    return TRUE;
  gtk_text_view_get_cursor_locations (GTK_TEXT_VIEW (focus), NULL, &cursor, NULL);
  gtk_text_view_buffer_to_window_coords (
      GTK_TEXT_VIEW (focus), GTK_TEXT_WINDOW_WIDGET, cursor.x, cursor.y, &x, &y);
  place = GRAPHENE_RECT_INIT (
      bounds->origin.x + x, bounds->origin.y + y, (float) cursor.width, (float) cursor.height);
  *bounds = place;
  return TRUE;
}

static void
show_focus_cb (gpointer user_data)
{
  GtkWidget *widget = user_data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (user_data));
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  double top = gtk_adjustment_get_value (adjustment);
  graphene_rect_t bounds;

  if (focus != NULL && gtk_widget_is_ancestor (focus, widget) &&
      find_focus (focus, widget, &bounds))
    gtk_adjustment_clamp_page (adjustment,
                               top + bounds.origin.y - FOCUS_MARGIN,
                               top + bounds.origin.y + bounds.size.height + FOCUS_MARGIN);
  g_object_unref (widget);
}

/* As much of it as is to be seen may still be: then nothing moves. */
static void
show_covered_focus_cb (gpointer user_data)
{
  GtkWidget *widget = user_data;
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  graphene_rect_t bounds;

  if (focus != NULL && gtk_widget_is_ancestor (focus, widget) &&
      find_focus (focus, widget, &bounds) &&
      bounds.origin.y + bounds.size.height > (float) gtk_widget_get_height (widget))
    show_focus_cb (user_data);
  else
    g_object_unref (widget);
}

/* All is at its new place only once this frame is laid out. */
static void
width_changed_cb (GtkScrolledWindow *scrolled_window)
{
  g_idle_add_once (show_focus_cb, g_object_ref (scrolled_window));
}

/* What was in sight stays so; what was scrolled away isn't fetched. */
static void
height_changed_cb (GtkScrolledWindow *scrolled_window, GParamSpec *pspec, GtkAdjustment *adjustment)
{
  static const char HEIGHT[] = "tog-height";
  int before = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (adjustment), HEIGHT));
  GtkWidget *widget = GTK_WIDGET (scrolled_window);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  graphene_rect_t bounds;

  g_object_set_data (G_OBJECT (adjustment),
                     HEIGHT,
                     GINT_TO_POINTER ((int) gtk_adjustment_get_page_size (adjustment)));
  if (focus != NULL && gtk_widget_is_ancestor (focus, widget) &&
      find_focus (focus, widget, &bounds) && bounds.origin.y >= 0 &&
      bounds.origin.y + bounds.size.height <= (float) before)
    g_idle_add_once (show_covered_focus_cb, g_object_ref (scrolled_window));
}

/**
 * tog_widget_keep_focus_shown:
 * @scrolled_window: what scrolls upright only
 *
 * Lets what has the focus be seen when there is more or less width than before, which
 * makes what is above it higher or lower.
 */
void
tog_widget_keep_focus_shown (GtkScrolledWindow *scrolled_window)
{
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (scrolled_window),
                           "notify::page-size",
                           G_CALLBACK (width_changed_cb),
                           scrolled_window,
                           G_CONNECT_SWAPPED);
}

/**
 * tog_widget_keep_focus_above:
 * @scrolled_window: what scrolls upright only
 *
 * Lets what has the focus still be seen when something comes below @scrolled_window, and
 * takes its height from it.
 */
void
tog_widget_keep_focus_above (GtkScrolledWindow *scrolled_window)
{
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (scrolled_window),
                           "notify::page-size",
                           G_CALLBACK (height_changed_cb),
                           scrolled_window,
                           G_CONNECT_SWAPPED);
}

/**
 * tog_widget_set_action:
 * @widget: a button
 * @action: which takes two ids
 *
 * Says what a button does, and to what. The target comes first, because what has
 * an action of another type than its target complains.
 */
void
tog_widget_set_action (GtkWidget *widget,
                       const char *action,
                       const char *first_id,
                       const char *second_id)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (widget), "(ss)", first_id, second_id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (widget), action);
}

static void
list_buttons (GtkWidget *widget, GPtrArray *buttons)
{
  if (GTK_IS_BUTTON (widget))
    g_ptr_array_add (buttons, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    list_buttons (child, buttons);
}

/**
 * tog_widget_name_arrows:
 *
 * Names the arrows of a calendar, which have none by GTK; that lets its translators say
 * whether the month's come first.
 */
void
tog_widget_name_arrows (GtkCalendar *calendar)
{
  const char *names[] = {
    _ ("Previous Month"), _ ("Next Month"), _ ("Previous Year"), _ ("Next Year")
  };
  guint first = g_str_equal (g_dgettext ("gtk40", "calendar:MY"), "calendar:YM") ? 2 : 0;
  g_autoptr (GPtrArray) arrows = g_ptr_array_new ();

  list_buttons (GTK_WIDGET (calendar), arrows);
  for (guint i = 0; arrows->len == G_N_ELEMENTS (names) && i < arrows->len; i++)
    tog_widget_set_name (g_ptr_array_index (arrows, i), names[(first + i) % G_N_ELEMENTS (names)]);
}
