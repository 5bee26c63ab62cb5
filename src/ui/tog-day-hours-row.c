#include "config.h"

#include "tog-day-hours-row.h"

#include "tog-range-button.h"
#include "tog-stacking-box.h"
#include "tog-widget.h"
#include "tog-wrap-box.h"

#include <glib/gi18n.h>

#define DAY_MINUTES 1440

/* What a first range begins with, and how long another one is. */
#define USUAL_FROM (9 * 60)
#define USUAL_TO (17 * 60)
#define NEXT_LENGTH 60

struct _TogDayHoursRow
{
  AdwPreferencesRow parent_instance;

  guint max_ranges;
  GPtrArray *buttons; /* (owned) (element-type TogRangeButton): children */

  GtkWidget *title;
  GtkWidget *off;
  GtkWidget *ranges;
  GtkWidget *tail;
  GtkWidget *add;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogDayHoursRow, tog_day_hours_row, ADW_TYPE_PREFERENCES_ROW)

static const char *
get_title (TogDayHoursRow *self)
{
  return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
}

static void
update (TogDayHoursRow *self)
{
  gtk_widget_set_visible (self->off, self->buttons->len == 0);
  gtk_widget_set_visible (self->ranges, self->buttons->len > 0);
  gtk_widget_set_sensitive (self->add, self->buttons->len < self->max_ranges);
}

static void
changed_cb (TogDayHoursRow *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
removed_cb (TogDayHoursRow *self, GtkWidget *button)
{
  gtk_widget_unparent (button);
  g_ptr_array_remove (self->buttons, button);
  update (self);
  gtk_widget_grab_focus (self->add);
  changed_cb (self);
}

static TogRangeButton *
add_range (TogDayHoursRow *self, const TogWorkingRange *range)
{
  GtkWidget *button = tog_range_button_new (range, get_title (self));

  g_signal_connect_object (button, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (button, "removed", G_CALLBACK (removed_cb), self, G_CONNECT_SWAPPED);
  tog_wrap_box_append (TOG_WRAP_BOX (self->ranges), button);
  g_ptr_array_add (self->buttons, button);
  return TOG_RANGE_BUTTON (button);
}

/* After those that are there: an hour later, or earlier where the day is over. */
static TogWorkingRange
pick_next (TogDayHoursRow *self)
{
  TogWorkingRange next = { .from = USUAL_FROM, .to = USUAL_TO };
  int last = 0;

  for (guint i = 0; i < self->buttons->len; i++)
    last = MAX (last, tog_range_button_get_range (g_ptr_array_index (self->buttons, i)).to);
  if (self->buttons->len == 0)
    return next;
  next.from = (gint16) (MIN (last + NEXT_LENGTH, DAY_MINUTES - NEXT_LENGTH) / 15 * 15);
  next.to = (gint16) (next.from + NEXT_LENGTH);
  return next;
}

static void
add_cb (TogDayHoursRow *self)
{
  TogWorkingRange range = pick_next (self);
  TogRangeButton *button = add_range (self, &range);

  update (self);
  changed_cb (self);
  tog_range_button_open (button);
}

static void
tog_day_hours_row_finalize (GObject *object)
{
  g_ptr_array_unref (TOG_DAY_HOURS_ROW (object)->buttons);
  G_OBJECT_CLASS (tog_day_hours_row_parent_class)->finalize (object);
}

static void
tog_day_hours_row_class_init (TogDayHoursRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_day_hours_row_finalize;
  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tog_day_hours_row_init (TogDayHoursRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *hours = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *day;

  self->buttons = g_ptr_array_new ();
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "day-hours");

  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  self->off = gtk_label_new (_ ("Day off"));
  gtk_widget_add_css_class (self->off, "dim-label");
  self->ranges = tog_wrap_box_new ();
  gtk_widget_set_valign (self->ranges, GTK_ALIGN_CENTER);
  self->tail = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->add = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (self->add, "flat");
  gtk_widget_set_valign (self->tail, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->tail), self->add);
  gtk_box_append (GTK_BOX (hours), self->off);
  gtk_box_append (GTK_BOX (hours), self->ranges);
  day = tog_stacking_box_new (self->title, hours);
  gtk_widget_set_hexpand (day, TRUE);
  gtk_widget_set_valign (day, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), day);
  gtk_box_append (GTK_BOX (box), self->tail);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (add_cb), self);
}

/**
 * tog_day_hours_row_new:
 * @title: the day's name
 * @max_ranges: how many ranges it may have
 */
GtkWidget *
tog_day_hours_row_new (const char *title, guint max_ranges)
{
  TogDayHoursRow *self = g_object_new (TOG_TYPE_DAY_HOURS_ROW, "title", title, NULL);
  /* Translators: a weekday or a date. */
  g_autofree char *name = g_strdup_printf (_ ("Add Hours: %s"), title);

  self->max_ranges = max_ranges;
  gtk_label_set_label (GTK_LABEL (self->title), title);
  gtk_widget_set_tooltip_text (self->add, _ ("Add Hours"));
  tog_widget_set_name (self->add, name);
  tog_widget_set_name (GTK_WIDGET (self), title);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * tog_day_hours_row_add_button:
 * @button: what else can be done with the day
 */
void
tog_day_hours_row_add_button (TogDayHoursRow *self, GtkWidget *button)
{
  g_return_if_fail (TOG_IS_DAY_HOURS_ROW (self));

  gtk_box_append (GTK_BOX (self->tail), button);
}

/**
 * tog_day_hours_row_set_ranges:
 * @ranges: (array length=n_ranges) (nullable): of the day; none is a day off
 */
void
tog_day_hours_row_set_ranges (TogDayHoursRow *self, const TogWorkingRange *ranges, gsize n_ranges)
{
  g_return_if_fail (TOG_IS_DAY_HOURS_ROW (self));

  for (guint i = 0; i < self->buttons->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->buttons, i));
  g_ptr_array_set_size (self->buttons, 0);
  for (gsize i = 0; i < n_ranges; i++)
    add_range (self, &ranges[i]);
  update (self);
}

/**
 * tog_day_hours_row_append_ranges:
 * @weekday: that the ranges get
 * @ranges: (inout) (element-type TogWorkingRange): to add to, in order
 */
void
tog_day_hours_row_append_ranges (TogDayHoursRow *self, gint8 weekday, GArray *ranges)
{
  g_return_if_fail (TOG_IS_DAY_HOURS_ROW (self));

  for (guint i = 0; i < self->buttons->len; i++)
    {
      TogWorkingRange range = tog_range_button_get_range (g_ptr_array_index (self->buttons, i));

      range.weekday = weekday;
      g_array_append_val (ranges, range);
    }
}
