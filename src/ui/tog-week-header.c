#include "config.h"

#include "tog-week-header.h"

#include "tog-format.h"
#include "tog-zone-list.h"

#include <glib/gi18n.h>

#define AXIS_GAP 8

struct _TogWeekHeader
{
  GtkWidget parent_instance;

  TogTimeGrid *grid;   /* (owned) (nullable) */
  char *other_name;    /* (owned) (nullable) */
  TogZone *other_zone; /* (owned) (nullable) */

  GtkWidget *mine;
  GtkWidget *my_city;
  GtkWidget *theirs;
  GtkWidget *their_name;
  GtkWidget *their_city;
  GtkWidget *days[TOG_WEEK_DAYS];
  GtkWidget *weekdays[TOG_WEEK_DAYS];
  GtkWidget *numbers[TOG_WEEK_DAYS];
};

G_DEFINE_FINAL_TYPE (TogWeekHeader, tog_week_header, GTK_TYPE_WIDGET)

static void
update_axes (TogWeekHeader *self)
{
  g_autofree char *my_city = NULL;
  g_autofree char *their_city = NULL;
  g_autofree char *weekday = NULL;
  g_autofree char *name = NULL;
  TogWeek *week = tog_time_grid_get_week (self->grid);
  int mine, theirs;
  TogDay day;

  if (week == NULL)
    return;
  tog_time_grid_get_axes (self->grid, &mine, &theirs);
  my_city = tog_zone_name_to_city (tog_zone_get_name (tog_week_get_zone (week)));
  gtk_label_set_label (GTK_LABEL (self->my_city), my_city);
  gtk_widget_set_child_visible (self->theirs, theirs > 0);
  if (theirs == 0 || self->other_zone == NULL)
    return;

  their_city = tog_zone_name_to_city (tog_zone_get_name (self->other_zone));
  gtk_label_set_label (GTK_LABEL (self->their_city), their_city);
  gtk_widget_set_tooltip_text (self->theirs, their_city);
  name = g_strdup (self->other_name);
  if (tog_time_grid_get_axis_day (self->grid, &day))
    {
      weekday = tog_format_short_weekday (day);
      g_free (name);
      /* Translators: a person, and the day whose times are shown. */
      name = g_strdup_printf (C_ ("person, weekday", "%s, %s"), self->other_name, weekday);
    }
  gtk_label_set_label (GTK_LABEL (self->their_name), name);
}

static void
update_day (TogWeekHeader *self, guint column)
{
  TogWeek *week = tog_time_grid_get_week (self->grid);
  TogDay day = tog_week_get_day (week, column);
  TogDay today =
      tog_zone_to_wall (tog_week_get_zone (week), tog_time_grid_get_now (self->grid)).day;
  g_autofree char *weekday = tog_format_short_weekday (day);
  g_autofree char *full = tog_format_day (day, today);
  g_autofree char *number = NULL;
  g_autofree char *state = NULL;
  g_autofree char *label = NULL;
  gboolean quiet = FALSE;
  int month_day;

  tog_day_to_civil (day, NULL, NULL, &month_day);
  number = g_strdup_printf ("%d", month_day);
  gtk_label_set_label (GTK_LABEL (self->weekdays[column]), weekday);
  gtk_label_set_label (GTK_LABEL (self->numbers[column]), number);

  if (tog_week_has_day (week, column))
    state = tog_time_grid_dup_day_state (self->grid, column, &quiet);
  else
    state = g_strdup (_ ("clocks change, this day doesn’t exist"));

  /* Translators: a day, then how many times are available on it. */
  label = g_strdup_printf (C_ ("day, what of it", "%s, %s"), full, state);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->days[column]), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (day == today)
    gtk_widget_add_css_class (self->days[column], "today");
  else
    gtk_widget_remove_css_class (self->days[column], "today");
  if (day < today || (quiet && day != today))
    gtk_widget_add_css_class (self->days[column], "quiet");
  else
    gtk_widget_remove_css_class (self->days[column], "quiet");
}

static void
model_changed_cb (TogWeekHeader *self)
{
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    update_day (self, column);
  update_axes (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
pressed_cb (GtkButton *button, TogWeekHeader *self)
{
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    if (self->days[column] == GTK_WIDGET (button) && self->grid != NULL)
      tog_time_grid_press_day (self->grid, column);
}

static void
tog_week_header_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      /* The grid below is what asks for width. */
      if (orientation == GTK_ORIENTATION_VERTICAL)
        {
          *minimum = MAX (*minimum, child_minimum);
          *natural = MAX (*natural, child_natural);
        }
    }
}

static void
allocate (TogWeekHeader *self, GtkWidget *child, int x, int child_width, int width, int height)
{
  GtkAllocation area = { x, 0, child_width, height };
  int minimum;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    area.x = width - x - child_width;
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum > area.width)
    {
      area.x -= (minimum - area.width) / 2;
      area.width = minimum;
    }
  gtk_widget_size_allocate (child, &area, -1);
}

static void
tog_week_header_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TogWeekHeader *self = TOG_WEEK_HEADER (widget);
  TogGridGeometry geometry;
  int mine, theirs;

  if (self->grid == NULL)
    return;
  tog_time_grid_get_axes (self->grid, &mine, &theirs);
  geometry = *tog_time_grid_get_geometry (self->grid);
  geometry.width = width;
  tog_grid_geometry_layout (&geometry);

  allocate (self, self->mine, 0, mine, width, height);
  allocate (self, self->theirs, mine, MAX (theirs, 1), width, height);
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    allocate (self,
              self->days[column],
              geometry.x[column] + 1,
              geometry.x[column + 1] - geometry.x[column] - 1,
              width,
              height);
}

static void
tog_week_header_dispose (GObject *object)
{
  TogWeekHeader *self = TOG_WEEK_HEADER (object);
  GtkWidget *child;

  tog_week_header_set_grid (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tog_week_header_parent_class)->dispose (object);
}

static void
tog_week_header_finalize (GObject *object)
{
  TogWeekHeader *self = TOG_WEEK_HEADER (object);

  g_free (self->other_name);
  g_clear_pointer (&self->other_zone, tog_zone_unref);
  G_OBJECT_CLASS (tog_week_header_parent_class)->finalize (object);
}

static void
tog_week_header_class_init (TogWeekHeaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_week_header_dispose;
  object_class->finalize = tog_week_header_finalize;
  widget_class->measure = tog_week_header_measure;
  widget_class->size_allocate = tog_week_header_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "week-header");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
add_axis (TogWeekHeader *self, GtkWidget **city, const char *name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label = gtk_label_new (name);

  *city = gtk_label_new (NULL);
  gtk_widget_add_css_class (label, "who");
  gtk_widget_add_css_class (*city, "where");
  for (GtkWidget *child = label; child != NULL; child = child == label ? *city : NULL)
    {
      gtk_label_set_xalign (GTK_LABEL (child), 1);
      gtk_label_set_ellipsize (GTK_LABEL (child), PANGO_ELLIPSIZE_END);
      gtk_widget_set_margin_end (child, AXIS_GAP);
      gtk_box_append (GTK_BOX (box), child);
    }
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  return box;
}

static void
add_day (TogWeekHeader *self, guint column)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->weekdays[column] = gtk_label_new (NULL);
  self->numbers[column] = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->weekdays[column]), 0);
  gtk_label_set_xalign (GTK_LABEL (self->numbers[column]), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->weekdays[column]), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->weekdays[column], "weekday");
  gtk_widget_add_css_class (self->numbers[column], "number");
  gtk_box_append (GTK_BOX (box), self->weekdays[column]);
  gtk_box_append (GTK_BOX (box), self->numbers[column]);

  self->days[column] = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->days[column]), box);
  gtk_widget_add_css_class (self->days[column], "flat");
  gtk_widget_add_css_class (self->days[column], "day");
  g_signal_connect (self->days[column], "clicked", G_CALLBACK (pressed_cb), self);
  gtk_widget_set_parent (self->days[column], GTK_WIDGET (self));
}

static void
tog_week_header_init (TogWeekHeader *self)
{
  self->mine = add_axis (self, &self->my_city, _ ("You"));
  self->theirs = add_axis (self, &self->their_city, NULL);
  self->their_name = gtk_widget_get_first_child (self->theirs);
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    add_day (self, column);
}

/**
 * tog_week_header_new:
 */
GtkWidget *
tog_week_header_new (void)
{
  return g_object_new (TOG_TYPE_WEEK_HEADER, NULL);
}

/**
 * tog_week_header_set_grid:
 * @grid: (nullable): what it stands above
 */
void
tog_week_header_set_grid (TogWeekHeader *self, TogTimeGrid *grid)
{
  g_return_if_fail (TOG_IS_WEEK_HEADER (self));

  if (self->grid != NULL)
    g_signal_handlers_disconnect_by_data (self->grid, self);
  g_set_object (&self->grid, grid);
  if (grid == NULL)
    return;
  g_signal_connect_swapped (grid, "model-changed", G_CALLBACK (model_changed_cb), self);
  g_signal_connect_swapped (grid, "axis-changed", G_CALLBACK (update_axes), self);
  if (tog_time_grid_get_week (grid) != NULL)
    model_changed_cb (self);
}

/**
 * tog_week_header_set_other:
 * @name: (nullable): whose times the second axis shows
 * @zone: (nullable): where they are
 */
void
tog_week_header_set_other (TogWeekHeader *self, const char *name, TogZone *zone)
{
  g_return_if_fail (TOG_IS_WEEK_HEADER (self));

  g_free (self->other_name);
  self->other_name = g_strdup (name);
  g_clear_pointer (&self->other_zone, tog_zone_unref);
  self->other_zone = zone != NULL ? tog_zone_ref (zone) : NULL;
  if (self->grid != NULL)
    update_axes (self);
}
