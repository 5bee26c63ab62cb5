#include "config.h"

#include "tog-choice-list.h"

#include "tog-booking.h"
#include "tog-format.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

struct _TogChoiceList
{
  AdwBin parent_instance;

  GPtrArray *choices; /* (owned) (element-type TogBooking): best first; the caller's, too */
  TogZone *zone;      /* (owned) */
  TogInstant now;

  GtkListBox *list; /* (owned by parent) */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogChoiceList, tog_choice_list, ADW_TYPE_BIN)

static void fill (TogChoiceList *self);

/* The row that is at that place now, or the last one. */
static void
changed (TogChoiceList *self, guint place)
{
  GtkListBoxRow *row;

  fill (self);
  g_signal_emit (self, signals[CHANGED], 0);
  if (self->choices->len == 0)
    return;
  row = gtk_list_box_get_row_at_index (self->list, (int) MIN (place, self->choices->len - 1));
  gtk_widget_child_focus (GTK_WIDGET (row), GTK_DIR_TAB_FORWARD);
}

static guint
find_place (TogChoiceList *self, GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW);

  return (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
}

static void
move_up_cb (TogChoiceList *self, GtkWidget *button)
{
  guint place = find_place (self, button);

  g_ptr_array_insert (
      self->choices, (int) place - 1, g_ptr_array_steal_index (self->choices, place));
  changed (self, place - 1);
}

static void
remove_cb (TogChoiceList *self, GtkWidget *button)
{
  guint place = find_place (self, button);

  g_ptr_array_remove_index (self->choices, place);
  changed (self, place);
}

static void
add_button (TogChoiceList *self,
            GtkWidget *row,
            const char *icon_name,
            const char *tooltip,
            const char *name,
            GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  tog_widget_set_name (button, name);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static GtkWidget *
row_new (TogChoiceList *self, guint place)
{
  TogBooking *choice = g_ptr_array_index (self->choices, place);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *time = tog_format_session_time (self->zone, choice->slot, self->now);
  /* Translators: the place of a time among those that would do. */
  g_autofree char *number =
      place == 0 ? g_strdup (_ ("First choice")) : g_strdup_printf (_ ("Choice %u"), place + 1);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", number, time);
  /* Translators: %s is a day and a time. */
  g_autofree char *prefer = g_strdup_printf (_ ("Prefer %s"), time);
  /* Translators: %s is a day and a time. */
  g_autofree char *leave_out = g_strdup_printf (_ ("Leave out %s"), time);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), time);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), number);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  gtk_widget_add_css_class (row, "numeric");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  tog_widget_set_name (row, spoken);
  if (place > 0)
    add_button (self, row, "go-up-symbolic", _ ("Prefer"), prefer, G_CALLBACK (move_up_cb));
  if (self->choices->len > 1)
    add_button (
        self, row, "list-remove-symbolic", _ ("Leave Out"), leave_out, G_CALLBACK (remove_cb));
  return row;
}

static void
fill (TogChoiceList *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint place = 0; place < self->choices->len; place++)
    gtk_list_box_append (self->list, row_new (self, place));
}

static void
tog_choice_list_finalize (GObject *object)
{
  TogChoiceList *self = TOG_CHOICE_LIST (object);

  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_pointer (&self->zone, tog_zone_unref);

  G_OBJECT_CLASS (tog_choice_list_parent_class)->finalize (object);
}

static void
tog_choice_list_class_init (TogChoiceListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_choice_list_finalize;

  signals[CHANGED] = g_signal_new (
      "changed", TOG_TYPE_CHOICE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tog_choice_list_init (TogChoiceList *self)
{
  GtkWidget *list = gtk_list_box_new ();

  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Times, Best First"), -1);
  adw_bin_set_child (ADW_BIN (self), list);
}

/**
 * tog_choice_list_new:
 * @choices: (element-type TogBooking): best first; changed in place
 * @zone: in which I look at times
 */
GtkWidget *
tog_choice_list_new (GPtrArray *choices, TogZone *zone, TogInstant now)
{
  TogChoiceList *self = g_object_new (TOG_TYPE_CHOICE_LIST, NULL);

  self->choices = g_ptr_array_ref (choices);
  self->zone = tog_zone_ref (zone);
  self->now = now;
  fill (self);
  return GTK_WIDGET (self);
}
