#include "config.h"

#include "tog-upload-list.h"

#include "tog-format.h"
#include "tog-widget.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define WIDTH 420
#define HEIGHT 560

static TogBusyTimes *
get_times (TogCalendarShare *share, const char *calendar_id)
{
  TogDesktopCalendar *calendar =
      tog_calendars_find (tog_calendar_share_get_calendars (share), calendar_id);

  return calendar != NULL ? tog_desktop_calendar_get_times (calendar) : NULL;
}

/**
 * tog_upload_list_count:
 *
 * Returns: how many busy intervals there are to send
 */
guint
tog_upload_list_count (TogCalendarShare *share)
{
  g_autoptr (GPtrArray) counted = tog_calendar_share_list_counted (share);
  gsize n = 0;

  for (guint i = 0; i < counted->len; i++)
    {
      TogBusyTimes *times = get_times (share, g_ptr_array_index (counted, i));

      n += times != NULL ? tog_busy_times_count (times) : 0;
    }
  return (guint) n;
}

static int
compare_slots (gconstpointer a, gconstpointer b)
{
  const TogSlot *one = a;
  const TogSlot *other = b;

  return (one->start > other->start) - (one->start < other->start);
}

/* Each as it is sent: its start, and its end also where that is on another day. */
static char *
dup_text (TogZone *zone, TogSlot slot, TogDay today)
{
  TogDay first = tog_zone_to_wall (zone, slot.start).day;
  TogDay last = tog_zone_to_wall (zone, slot.end - 1).day;
  g_autofree char *from = tog_format_day (first, today);
  g_autofree char *until = NULL;
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;

  if (first == last)
    {
      g_autofree char *range = tog_format_time_range (zone, slot);

      return g_strdup_printf (_ ("%s, %s"), from, range);
    }
  until = tog_format_day (tog_zone_to_wall (zone, slot.end).day, today);
  start = tog_format_time (zone, slot.start);
  end = tog_format_time (zone, slot.end);
  /* Translators: from a day and time to another day and time. */
  return g_strdup_printf (_ ("%s, %s – %s, %s"), from, start, until, end);
}

static GtkStringList *
list_texts (TogCalendarShare *share)
{
  g_autoptr (GPtrArray) counted = tog_calendar_share_list_counted (share);
  g_autoptr (GArray) slots = g_array_new (FALSE, FALSE, sizeof (TogSlot));
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  TogDay today = tog_zone_to_wall (zone, tog_format_get_now ()).day;
  GtkStringList *list = gtk_string_list_new (NULL);

  for (guint i = 0; i < counted->len; i++)
    {
      TogBusyTimes *times = get_times (share, g_ptr_array_index (counted, i));
      gsize n_slots;
      const TogSlot *of_calendar;

      if (times == NULL)
        continue;
      of_calendar = tog_slot_set_get_slots (times->busy, &n_slots);
      g_array_append_vals (slots, of_calendar, (guint) n_slots);
    }
  g_array_sort (slots, compare_slots);
  for (guint i = 0; i < slots->len; i++)
    gtk_string_list_take (list, dup_text (zone, g_array_index (slots, TogSlot, i), today));
  return list;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_label (GTK_LABEL (label), text);
  /* It is the row that the focus comes to. */
  tog_widget_set_name (gtk_widget_get_parent (label), text);
}

static void
follow_cb (TogCalendarShare *share, GtkListView *view)
{
  GtkNoSelection *selection = GTK_NO_SELECTION (gtk_list_view_get_model (view));
  g_autoptr (GtkStringList) list = list_texts (share);

  gtk_no_selection_set_model (selection, G_LIST_MODEL (list));
}

/* The header's button can't have the focus. */
static void
close_with_escape (GtkWidget *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, controller);
}

/**
 * tog_upload_list_new:
 * @parent: the window it stands over
 *
 * Lists every interval, and follows them.
 */
GtkWindow *
tog_upload_list_new (GtkWindow *parent, TogCalendarShare *share)
{
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW,
                                    "transient-for",
                                    parent,
                                    "modal",
                                    TRUE,
                                    "title",
                                    _ ("What Leaves This Computer"),
                                    NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *view = gtk_list_view_new (
      GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (list_texts (share)))), factory);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect_object (share, "changed", G_CALLBACK (follow_cb), view, 0);
  gtk_widget_add_css_class (view, "upload-list");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("What Leaves This Computer"), -1);
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scrolled);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_default_size (
      GTK_WINDOW (window), MIN (WIDTH, gtk_widget_get_width (GTK_WIDGET (parent))), HEIGHT);
  gtk_widget_set_size_request (window, 300, 200);
  close_with_escape (window);
  return GTK_WINDOW (window);
}
