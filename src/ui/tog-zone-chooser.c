#include "config.h"

#include "tog-zone-chooser.h"

#include "tog-format.h"
#include "tog-zone-list.h"

#include <glib/gi18n.h>

struct _TogZoneChooser
{
  AdwWindow parent_instance;

  GListModel *zones; /* (owned) */

  GtkEditable *entry;
  GtkWidget *list;
  GtkSingleSelection *selection;
  GListStore *found;
  GtkStack *stack;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogZoneChooser, tog_zone_chooser, ADW_TYPE_WINDOW)

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
search (TogZoneChooser *self)
{
  g_autoptr (GPtrArray) items =
      tog_zone_list_search (self->zones, gtk_editable_get_text (self->entry));

  g_list_store_splice (self->found,
                       0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->found)),
                       items->pdata,
                       items->len);
  gtk_single_selection_set_selected (self->selection, 0);
  gtk_stack_set_visible_child_name (self->stack, items->len > 0 ? "list" : "empty");
}

static void
search_changed_cb (TogZoneChooser *self)
{
  search (self);
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", 0);
}

/* A list that is told where to scroll before it has a height shows nothing at all. */
static gboolean
scroll_cb (GtkWidget *list, GdkFrameClock *clock, gpointer user_data)
{
  TogZoneChooser *self = user_data;

  if (gtk_widget_get_height (list) == 0)
    return G_SOURCE_CONTINUE;

  gtk_widget_activate_action (
      list, "list.scroll-to-item", "u", gtk_single_selection_get_selected (self->selection));
  return G_SOURCE_REMOVE;
}

static void
list_map_cb (TogZoneChooser *self)
{
  gtk_widget_add_tick_callback (self->list, scroll_cb, self, NULL);
}

static gboolean
down_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  TogZoneChooser *self = TOG_ZONE_CHOOSER (widget);

  if (!gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (self)), GTK_WIDGET (self->entry)))
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
  g_clear_object (&TOG_ZONE_CHOOSER (object)->zones);
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

  g_type_ensure (TOG_TYPE_ZONE_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-zone-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, TogZoneChooser, entry);
  gtk_widget_class_bind_template_child (widget_class, TogZoneChooser, list);
  gtk_widget_class_bind_template_child (widget_class, TogZoneChooser, selection);
  gtk_widget_class_bind_template_child (widget_class, TogZoneChooser, found);
  gtk_widget_class_bind_template_child (widget_class, TogZoneChooser, stack);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_map_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
}

static void
tog_zone_chooser_init (TogZoneChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
select_zone (TogZoneChooser *self, const char *name)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->found));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (TogZoneItem) item = g_list_model_get_item (G_LIST_MODEL (self->found), i);

      if (g_strcmp0 (item->name, name) == 0)
        {
          gtk_single_selection_set_selected (self->selection, i);
          break;
        }
    }
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

  self->zones = tog_zone_list_new (current);
  search (self);
  select_zone (self, current);
  return GTK_WINDOW (self);
}
