#include "config.h"

#include "tog-columns.h"

#define SPACING 24
#define MIN_WIDE 900

struct _TogColumns
{
  GtkWidget parent_instance;

  GtkWidget *first;
  GtkWidget *second;
};

G_DEFINE_FINAL_TYPE (TogColumns, tog_columns, GTK_TYPE_WIDGET)

static int
measure (GtkWidget *child, GtkOrientation orientation, int for_size, gboolean natural_wanted)
{
  int minimum, natural;

  gtk_widget_measure (child, orientation, for_size, &minimum, &natural, NULL, NULL);
  return natural_wanted ? natural : minimum;
}

static gboolean
is_wide (TogColumns *self, int width)
{
  int minimum = MAX (measure (self->first, GTK_ORIENTATION_HORIZONTAL, -1, FALSE),
                     measure (self->second, GTK_ORIENTATION_HORIZONTAL, -1, FALSE));

  return width >= MAX (MIN_WIDE, 2 * minimum + SPACING);
}

static GtkSizeRequestMode
tog_columns_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tog_columns_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  TogColumns *self = TOG_COLUMNS (widget);
  int first, second;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (measure (self->first, orientation, -1, FALSE),
                      measure (self->second, orientation, -1, FALSE));
      *natural = MAX (*minimum, MIN_WIDE);
      return;
    }
  if (for_size >= 0 && is_wide (self, for_size))
    {
      int width = (for_size - SPACING) / 2;

      first = measure (self->first, orientation, width, FALSE);
      second = measure (self->second, orientation, for_size - SPACING - width, FALSE);
      *minimum = *natural = MAX (first, second);
      return;
    }
  first = measure (self->first, orientation, for_size, FALSE);
  second = measure (self->second, orientation, for_size, FALSE);
  *minimum = *natural = first + SPACING + second;
}

static void
tog_columns_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TogColumns *self = TOG_COLUMNS (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int half = (width - SPACING) / 2;
  int rest = width - SPACING - half;

  if (is_wide (self, width))
    {
      gtk_widget_size_allocate (
          self->first, &(GtkAllocation){ mirrored ? rest + SPACING : 0, 0, half, height }, -1);
      gtk_widget_size_allocate (
          self->second, &(GtkAllocation){ mirrored ? 0 : half + SPACING, 0, rest, height }, -1);
    }
  else
    {
      int first = measure (self->first, GTK_ORIENTATION_VERTICAL, width, FALSE);

      gtk_widget_size_allocate (self->first, &(GtkAllocation){ 0, 0, width, first }, -1);
      gtk_widget_size_allocate (
          self->second,
          &(GtkAllocation){ 0, first + SPACING, width, MAX (0, height - first - SPACING) },
          -1);
    }
}

static void
tog_columns_dispose (GObject *object)
{
  TogColumns *self = TOG_COLUMNS (object);

  g_clear_pointer (&self->first, gtk_widget_unparent);
  g_clear_pointer (&self->second, gtk_widget_unparent);
  G_OBJECT_CLASS (tog_columns_parent_class)->dispose (object);
}

static void
tog_columns_class_init (TogColumnsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tog_columns_dispose;
  widget_class->get_request_mode = tog_columns_get_request_mode;
  widget_class->measure = tog_columns_measure;
  widget_class->size_allocate = tog_columns_size_allocate;
}

static void
tog_columns_init (TogColumns *self)
{
}

/**
 * tog_columns_new:
 * @first: comes first, in the order of reading
 * @second: stands beside or below it
 */
GtkWidget *
tog_columns_new (GtkWidget *first, GtkWidget *second)
{
  TogColumns *self = g_object_new (TOG_TYPE_COLUMNS, NULL);

  self->first = first;
  self->second = second;
  gtk_widget_set_valign (first, GTK_ALIGN_START);
  gtk_widget_set_valign (second, GTK_ALIGN_START);
  gtk_widget_set_parent (first, GTK_WIDGET (self));
  gtk_widget_set_parent (second, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
