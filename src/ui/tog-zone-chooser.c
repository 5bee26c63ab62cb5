#include "config.h"

#include "tog-zone-chooser.h"

#include "tog-format.h"
#include "tog-zone-list.h"

#include <glib/gi18n.h>

#define DEFAULT_WIDTH 400
#define DEFAULT_HEIGHT 560

struct _TogZoneChooser
{
  AdwWindow parent_instance;

  char *search; /* (owned): what to look for */

  GtkWidget *entry;
  GtkFilter *filter;             /* (not owned): the list's */
  GtkSingleSelection *selection; /* (not owned): the list's */
  GtkWidget *list;
  GtkStack *stack;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogZoneChooser, tog_zone_chooser, ADW_TYPE_WINDOW)

static gboolean
match_item (gpointer item, gpointer user_data)
{
  TogZoneChooser *self = user_data;

  return tog_zone_item_matches (item, self->search);
}

static void
choose (TogZoneChooser *self, guint position)
{
  g_autoptr (TogZoneItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item == NULL)
    return;
  g_signal_emit (self, signals[CHOSEN], 0, item->name);
  gtk_window_close (GTK_WINDOW (self));
}

static void
activate_cb (TogZoneChooser *self, guint position)
{
  choose (self, position);
}

static void
entry_activate_cb (TogZoneChooser *self)
{
  choose (self, gtk_single_selection_get_selected (self->selection));
}

static void
search_changed_cb (TogZoneChooser *self)
{
  g_free (self->search);
  self->search = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_single_selection_set_selected (self->selection, 0);
  gtk_stack_set_visible_child_name (
      self->stack,
      g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0 ? "list" : "empty");
}

static gboolean
down_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  TogZoneChooser *self = TOG_ZONE_CHOOSER (widget);

  if (!gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (self)), self->entry))
    return FALSE;
  return gtk_widget_grab_focus (self->list);
}

static GtkWidget *
add_label (GtkWidget *box, const char *style, float xalign)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *times = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_widget_add_css_class (row, "zone-row");
  gtk_widget_set_hexpand (names, TRUE);
  add_label (names, NULL, 0);
  add_label (names, "caption", 0);
  add_label (times, "numeric", 1);
  add_label (times, "caption", 1);
  gtk_box_append (GTK_BOX (row), names);
  gtk_box_append (GTK_BOX (row), times);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  TogZoneItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *row = gtk_list_item_get_child (list_item);
  GtkWidget *names = gtk_widget_get_first_child (row);
  GtkWidget *times = gtk_widget_get_last_child (row);
  g_autoptr (TogZone) zone = tog_zone_lookup (item->name, NULL);
  TogInstant now = tog_format_get_now ();

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (names)), item->city);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (names)), item->region);
  if (zone == NULL)
    return;

  g_autofree char *time = tog_format_time (zone, now);
  g_autofree char *offset = tog_format_utc_offset (tog_zone_get_offset (zone, now));
  /* Translators: how far a zone is from UTC, such as "UTC +5:45". */
  g_autofree char *from_utc = g_strdup_printf (_ ("UTC %s"), offset);

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (times)), time);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (times)), from_utc);
}

static void
tog_zone_chooser_finalize (GObject *object)
{
  g_free (TOG_ZONE_CHOOSER (object)->search);
  G_OBJECT_CLASS (tog_zone_chooser_parent_class)->finalize (object);
}

static void
tog_zone_chooser_class_init (TogZoneChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tog_zone_chooser_finalize;
  signals[CHOSEN] = g_signal_new ("chosen",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, 0, down_cb, NULL);
}

static GtkWidget *
make_list (TogZoneChooser *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkFilterListModel *model;

  self->filter = GTK_FILTER (gtk_custom_filter_new (match_item, self, NULL));
  model = gtk_filter_list_model_new (tog_zone_list_new (), self->filter);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (model));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->list), TRUE);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Time zones"), -1);
  g_signal_connect_swapped (self->list, "activate", G_CALLBACK (activate_cb), self);
  return self->list;
}

static void
tog_zone_chooser_init (TogZoneChooser *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *empty = adw_status_page_new ();

  self->search = g_strdup ("");
  self->entry = gtk_search_entry_new ();
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Search by city"), -1);
  g_object_set (self->entry, "placeholder-text", _ ("Search by city"), NULL);
  gtk_widget_set_margin_start (self->entry, 12);
  gtk_widget_set_margin_end (self->entry, 12);
  gtk_widget_set_margin_top (self->entry, 6);
  gtk_widget_set_margin_bottom (self->entry, 12);
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (entry_activate_cb), self);
  g_signal_connect_swapped (self->entry, "stop-search", G_CALLBACK (gtk_window_close), self);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), make_list (self));
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_add_css_class (empty, "compact");
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (empty), "edit-find-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), _ ("No Such City"));
  adw_status_page_set_description (ADW_STATUS_PAGE (empty),
                                   _ ("Try a larger city in the same time zone"));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, scrolled, "list");
  gtk_stack_add_named (self->stack, empty, "empty");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header),
                                   adw_window_title_new (_ ("Timezone"), NULL));
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_default_size (GTK_WINDOW (self), DEFAULT_WIDTH, DEFAULT_HEIGHT);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Timezone"));
  gtk_window_set_focus (GTK_WINDOW (self), self->entry);
}

/**
 * tog_zone_chooser_new:
 * @parent: the window it stands over
 * @current: name of the zone that is chosen now
 */
GtkWindow *
tog_zone_chooser_new (GtkWindow *parent, const char *current)
{
  TogZoneChooser *self = g_object_new (TOG_TYPE_ZONE_CHOOSER, "transient-for", parent, NULL);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (TogZoneItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (g_strcmp0 (item->name, current) == 0)
        {
          gtk_single_selection_set_selected (self->selection, i);
          gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", i);
          break;
        }
    }
  return GTK_WINDOW (self);
}
