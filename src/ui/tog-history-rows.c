#include "config.h"

#include "tog-history-rows.h"

#include "tog-format.h"
#include "tog-history-row-view.h"
#include "tog-widget.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Where there is room for one thing only, a touch leads on; a key that walks through
 * the list does not. */
static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, gpointer user_data)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GtkWidget *leaflet = gtk_widget_get_ancestor (row, ADW_TYPE_LEAFLET);

  if (leaflet != NULL && adw_leaflet_get_folded (ADW_LEAFLET (leaflet)))
    gtk_widget_activate_action (
        row, "list.activate-item", "u", gtk_list_item_get_position (user_data));
}

static GtkWidget *
row_new (GtkListItem *item, TogOutbox *outbox)
{
  GtkWidget *row = tog_history_row_view_new (outbox);
  GtkGesture *gesture = gtk_gesture_click_new ();

  g_signal_connect_object (gesture, "released", G_CALLBACK (released_cb), item, 0);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (gesture));
  g_object_set_data (G_OBJECT (row), "list-item", item);
  return row;
}

static GtkWidget *
heading_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *count = gtk_label_new (NULL);

  gtk_widget_add_css_class (box, "history-heading");
  gtk_widget_set_valign (box, GTK_ALIGN_END);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (count, "numeric");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), count);
  return box;
}

/**
 * tog_history_rows_bind_heading:
 * @title: what it stands above
 * @count: how many are below it
 */
void
tog_history_rows_bind_heading (GtkListItem *item, const char *title, const char *count)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  g_autofree char *name = NULL;

  if (!GTK_IS_BOX (box))
    gtk_list_item_set_child (item, box = heading_new ());
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (box)), title);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (box)), count);
  gtk_list_item_set_selectable (item, FALSE);
  gtk_list_item_set_activatable (item, FALSE);

  /* Translators: a heading above a list, and how many are below it: "Past, sessions: 14". */
  name = g_strdup_printf (_ ("%s, sessions: %s"), title, count);
  tog_widget_set_name (gtk_widget_get_parent (box), name);
}

/**
 * tog_history_rows_bind_hit:
 * @home: (nullable): where groups have their names
 * @zone: whose clock it tells
 * @outbox: what waits to be sent of it is in there
 */
void
tog_history_rows_bind_hit (GtkListItem *item,
                           TogSessionHit *hit,
                           TogHome *home,
                           TogZone *zone,
                           TogOutbox *outbox)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  if (!TOG_IS_HISTORY_ROW_VIEW (row))
    gtk_list_item_set_child (item, row = row_new (item, outbox));
  tog_history_row_view_set_hit (TOG_HISTORY_ROW_VIEW (row), hit, home, zone, tog_format_get_now ());
  gtk_list_item_set_selectable (item, TRUE);
  gtk_list_item_set_activatable (item, TRUE);
}

/**
 * tog_history_rows_get_position:
 * @widget: a child of the list's
 *
 * Returns: where in the list the session is, or %GTK_INVALID_LIST_POSITION if @widget
 *   shows none
 */
guint
tog_history_rows_get_position (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_first_child (widget);

  return TOG_IS_HISTORY_ROW_VIEW (row)
             ? gtk_list_item_get_position (g_object_get_data (G_OBJECT (row), "list-item"))
             : GTK_INVALID_LIST_POSITION;
}
