#include "config.h"

#include "tog-stacking-box.h"

#define COLUMN_SPACING 12
#define ROW_SPACING 12

struct _TogStackingBox
{
  GtkWidget parent_instance;
};

static void tog_stacking_box_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TogStackingBox,
                               tog_stacking_box,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      tog_stacking_box_buildable_init))

static GtkBuildableIface *parent_buildable;

/* Finds what is to be laid out: both children, one of them as @first, or none. */
static gboolean
find_children (GtkWidget *widget, GtkWidget **first, GtkWidget **second)
{
  *first = gtk_widget_get_first_child (widget);
  *second = *first != NULL ? gtk_widget_get_next_sibling (*first) : NULL;

  if (*second != NULL && !gtk_widget_should_layout (*second))
    *second = NULL;
  if (*first != NULL && !gtk_widget_should_layout (*first))
    *first = g_steal_pointer (second);

  return *first != NULL;
}

static int
measure_width (GtkWidget *child, gboolean natural)
{
  int minimum_width, natural_width;

  gtk_widget_measure (
      child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum_width, &natural_width, NULL, NULL);

  return natural ? natural_width : minimum_width;
}

static gboolean
fits_side_by_side (GtkWidget *first, GtkWidget *second, int width)
{
  return measure_width (first, FALSE) + COLUMN_SPACING + measure_width (second, TRUE) <= width;
}

static void
measure_horizontal (GtkWidget *first, GtkWidget *second, int *minimum, int *natural)
{
  *minimum = MAX (measure_width (first, FALSE), measure_width (second, FALSE));
  *natural = measure_width (first, TRUE) + COLUMN_SPACING + measure_width (second, TRUE);
}

static void
measure_vertical (GtkWidget *first, GtkWidget *second, int width, int *minimum, int *natural)
{
  int minimum_first, natural_first, minimum_second, natural_second;
  int first_width = width, second_width = width;
  gboolean side_by_side = width < 0 || fits_side_by_side (first, second, width);

  if (width >= 0 && side_by_side)
    {
      second_width = measure_width (second, TRUE);
      first_width = width - COLUMN_SPACING - second_width;
    }

  gtk_widget_measure (
      first, GTK_ORIENTATION_VERTICAL, first_width, &minimum_first, &natural_first, NULL, NULL);
  gtk_widget_measure (
      second, GTK_ORIENTATION_VERTICAL, second_width, &minimum_second, &natural_second, NULL, NULL);

  if (side_by_side)
    {
      *minimum = MAX (minimum_first, minimum_second);
      *natural = MAX (natural_first, natural_second);
    }
  else
    {
      *minimum = minimum_first + ROW_SPACING + minimum_second;
      *natural = natural_first + ROW_SPACING + natural_second;
    }
}

static GtkSizeRequestMode
tog_stacking_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tog_stacking_box_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  GtkWidget *first, *second;

  if (!find_children (widget, &first, &second))
    return;

  if (second == NULL)
    gtk_widget_measure (first, orientation, for_size, minimum, natural, NULL, NULL);
  else if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_horizontal (first, second, minimum, natural);
  else
    measure_vertical (first, second, for_size, minimum, natural);
}

static void
tog_stacking_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *first, *second;
  int first_height, second_height, second_width;
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  if (!find_children (widget, &first, &second))
    return;

  if (second == NULL)
    {
      gtk_widget_size_allocate (first, &(GtkAllocation){ 0, 0, width, height }, -1);
      return;
    }

  if (fits_side_by_side (first, second, width))
    {
      int first_width;

      second_width = measure_width (second, TRUE);
      first_width = width - COLUMN_SPACING - second_width;
      gtk_widget_size_allocate (
          first,
          &(GtkAllocation){ mirrored ? width - first_width : 0, 0, first_width, height },
          -1);
      gtk_widget_size_allocate (
          second,
          &(GtkAllocation){ mirrored ? 0 : width - second_width, 0, second_width, height },
          -1);
      return;
    }

  gtk_widget_measure (second, GTK_ORIENTATION_VERTICAL, width, &second_height, NULL, NULL, NULL);
  first_height = height - ROW_SPACING - second_height;
  gtk_widget_size_allocate (first, &(GtkAllocation){ 0, 0, width, first_height }, -1);
  gtk_widget_size_allocate (
      second, &(GtkAllocation){ 0, first_height + ROW_SPACING, width, second_height }, -1);
}

static void
tog_stacking_box_add_child (GtkBuildable *buildable,
                            GtkBuilder *builder,
                            GObject *child,
                            const char *type)
{
  if (GTK_IS_WIDGET (child))
    gtk_widget_set_parent (GTK_WIDGET (child), GTK_WIDGET (buildable));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
tog_stacking_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (tog_stacking_box_parent_class)->dispose (object);
}

static void
tog_stacking_box_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = tog_stacking_box_add_child;
}

static void
tog_stacking_box_class_init (TogStackingBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_stacking_box_dispose;
  widget_class->get_request_mode = tog_stacking_box_get_request_mode;
  widget_class->measure = tog_stacking_box_measure;
  widget_class->size_allocate = tog_stacking_box_size_allocate;
}

static void
tog_stacking_box_init (TogStackingBox *self)
{
}

/**
 * tog_stacking_box_new:
 * @first: what should keep room to be read
 * @second: what goes beside or below it
 */
GtkWidget *
tog_stacking_box_new (GtkWidget *first, GtkWidget *second)
{
  TogStackingBox *self = g_object_new (TOG_TYPE_STACKING_BOX, NULL);

  gtk_widget_set_parent (first, GTK_WIDGET (self));
  gtk_widget_set_parent (second, GTK_WIDGET (self));

  return GTK_WIDGET (self);
}
