#include "config.h"

#include "tog-week-strip.h"

#include "tog-format.h"

struct _TogWeekStrip
{
  GtkWidget parent_instance;

  GtkWidget *days[TOG_WEEK_DAYS];
  GtkWidget *boxes[TOG_WEEK_DAYS];
  GtkWidget *weekdays[TOG_WEEK_DAYS];
  GtkWidget *numbers[TOG_WEEK_DAYS];
};

enum
{
  DAY_SELECTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogWeekStrip, tog_week_strip, GTK_TYPE_WIDGET)

static void
day_toggled_cb (GtkToggleButton *button, GParamSpec *pspec, TogWeekStrip *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    if (self->days[column] == GTK_WIDGET (button))
      g_signal_emit (self, signals[DAY_SELECTED], 0, column);
}

static void
tog_week_strip_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tog_week_strip_parent_class)->dispose (object);
}

static void
tog_week_strip_class_init (TogWeekStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tog_week_strip_dispose;
  signals[DAY_SELECTED] = g_signal_new ("day-selected",
                                        G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        1,
                                        G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "week-strip");
}

static void
add_day (TogWeekStrip *self, guint column)
{
  self->weekdays[column] = gtk_label_new (NULL);
  self->numbers[column] = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->weekdays[column], "weekday");
  gtk_widget_add_css_class (self->numbers[column], "number");
  self->boxes[column] = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_box_append (GTK_BOX (self->boxes[column]), self->weekdays[column]);
  gtk_box_append (GTK_BOX (self->boxes[column]), self->numbers[column]);
  self->days[column] = gtk_toggle_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->days[column]), self->boxes[column]);
  gtk_widget_add_css_class (self->days[column], "flat");
  gtk_widget_add_css_class (self->days[column], "day");
  if (column > 0)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->days[column]),
                                 GTK_TOGGLE_BUTTON (self->days[0]));
  g_signal_connect (self->days[column], "notify::active", G_CALLBACK (day_toggled_cb), self);
  gtk_widget_set_parent (self->days[column], GTK_WIDGET (self));
}

static void
tog_week_strip_init (TogWeekStrip *self)
{
  gtk_box_layout_set_homogeneous (
      GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), TRUE);
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    add_day (self, column);
}

/**
 * tog_week_strip_new:
 */
GtkWidget *
tog_week_strip_new (void)
{
  return g_object_new (TOG_TYPE_WEEK_STRIP, NULL);
}

/**
 * tog_week_strip_set_mark:
 * @mark: what to put below a day; its label says it, so assistive technology
 *   doesn't see it
 */
void
tog_week_strip_set_mark (TogWeekStrip *self, guint column, GtkWidget *mark)
{
  g_return_if_fail (TOG_IS_WEEK_STRIP (self) && column < TOG_WEEK_DAYS);

  gtk_accessible_update_state (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_box_append (GTK_BOX (self->boxes[column]), mark);
}

/**
 * tog_week_strip_set_week:
 * @week: the days to name
 * @today: the one to point out
 */
void
tog_week_strip_set_week (TogWeekStrip *self, const TogWeek *week, TogDay today)
{
  g_return_if_fail (TOG_IS_WEEK_STRIP (self));

  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    {
      TogDay day = tog_week_get_day (week, column);
      g_autofree char *weekday = tog_format_short_weekday (day);
      g_autofree char *number = NULL;
      int month_day;

      tog_day_to_civil (day, NULL, NULL, &month_day);
      number = g_strdup_printf ("%d", month_day);
      gtk_label_set_label (GTK_LABEL (self->weekdays[column]), weekday);
      gtk_label_set_label (GTK_LABEL (self->numbers[column]), number);
      if (day == today)
        gtk_widget_add_css_class (self->days[column], "today");
      else
        gtk_widget_remove_css_class (self->days[column], "today");
    }
}

/**
 * tog_week_strip_set_label:
 * @label: all there is to say of a day, for assistive technology
 */
void
tog_week_strip_set_label (TogWeekStrip *self, guint column, const char *label)
{
  g_return_if_fail (TOG_IS_WEEK_STRIP (self) && column < TOG_WEEK_DAYS);

  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->days[column]), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/**
 * tog_week_strip_select:
 *
 * Chooses a day.
 */
void
tog_week_strip_select (TogWeekStrip *self, guint column)
{
  g_return_if_fail (TOG_IS_WEEK_STRIP (self) && column < TOG_WEEK_DAYS);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->days[column]), TRUE);
}
