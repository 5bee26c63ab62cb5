#include "config.h"

#include "tog-wrap-box.h"

#define SPACING 12

struct _TogWrapBox
{
  GtkWidget parent_instance;

  gboolean fill;
};

enum
{
  PROP_0,
  PROP_FILL,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void tog_wrap_box_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TogWrapBox,
                               tog_wrap_box,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      tog_wrap_box_buildable_init))

static GtkBuildableIface *parent_buildable;

static void
measure_child (GtkWidget *child, int width, int *child_width, int *child_height)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  *child_width = MAX (minimum, MIN (natural, width));
  gtk_widget_measure (
      child, GTK_ORIENTATION_VERTICAL, *child_width, NULL, child_height, NULL, NULL);
}

/* Returns: the first child that is not on the line that @first begins */
static GtkWidget *
measure_line (GtkWidget *first, int width, int *height)
{
  int x = 0;

  *height = 0;
  for (GtkWidget *child = first; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_width, child_height;

      if (!gtk_widget_should_layout (child))
        continue;
      measure_child (child, width, &child_width, &child_height);
      if (x > 0 && x + child_width > width)
        return child;
      x += child_width + SPACING;
      *height = MAX (*height, child_height);
    }
  return NULL;
}

/* How much wider than it likes to be each child of a line is. */
static int
measure_extra (GtkWidget *widget, GtkWidget *first, GtkWidget *next, int width)
{
  int left = width + SPACING;
  int n = 0;

  if (!TOG_WRAP_BOX (widget)->fill)
    return 0;
  for (GtkWidget *child = first; child != next; child = gtk_widget_get_next_sibling (child))
    {
      int child_width, child_height;

      if (!gtk_widget_should_layout (child))
        continue;
      measure_child (child, width, &child_width, &child_height);
      left -= child_width + SPACING;
      n++;
    }
  return n > 0 ? MAX (left, 0) / n : 0;
}

/* Each child has the whole height of its line, to be aligned in. */
static void
allocate_line (GtkWidget *widget, GtkWidget *first, GtkWidget *next, int width, int y, int height)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int extra = measure_extra (widget, first, next, width);
  int x = 0;

  for (GtkWidget *child = first; child != next; child = gtk_widget_get_next_sibling (child))
    {
      int child_width, child_height;

      if (!gtk_widget_should_layout (child))
        continue;
      measure_child (child, width, &child_width, &child_height);
      child_width += extra;
      gtk_widget_size_allocate (
          child,
          &(GtkAllocation){ mirrored ? width - x - child_width : x, y, child_width, height },
          -1);
      x += child_width + SPACING;
    }
}

/* Goes through the lines, and gives each child its place if @allocate is set. Returns
 * how high all of them are. */
static int
lay_out (GtkWidget *widget, int width, gboolean allocate)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int y = 0;

  while (child != NULL)
    {
      int height;
      GtkWidget *next = measure_line (child, width, &height);

      if (allocate)
        allocate_line (widget, child, next, width, y, height);
      if (height > 0)
        y += height + SPACING;
      child = next;
    }
  return MAX (0, y - SPACING);
}

static GtkSizeRequestMode
tog_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tog_wrap_box_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  int widest = 0, sum = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (
          child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural, NULL, NULL);
      widest = MAX (widest, child_minimum);
      sum += child_natural + (sum > 0 ? SPACING : 0);
    }

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = widest;
      *natural = sum;
    }
  else
    {
      *minimum = *natural = lay_out (widget, for_size < 0 ? sum : for_size, FALSE);
    }
}

static void
tog_wrap_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (widget, width, TRUE);
}

static void
tog_wrap_box_add_child (GtkBuildable *buildable,
                        GtkBuilder *builder,
                        GObject *child,
                        const char *type)
{
  if (GTK_IS_WIDGET (child))
    tog_wrap_box_append (TOG_WRAP_BOX (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
tog_wrap_box_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_FILL:
      g_value_set_boolean (value, TOG_WRAP_BOX (object)->fill);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tog_wrap_box_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_FILL:
      TOG_WRAP_BOX (object)->fill = g_value_get_boolean (value);
      gtk_widget_queue_allocate (GTK_WIDGET (object));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tog_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (tog_wrap_box_parent_class)->dispose (object);
}

static void
tog_wrap_box_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = tog_wrap_box_add_child;
}

static void
tog_wrap_box_class_init (TogWrapBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tog_wrap_box_get_property;
  object_class->set_property = tog_wrap_box_set_property;
  object_class->dispose = tog_wrap_box_dispose;
  widget_class->get_request_mode = tog_wrap_box_get_request_mode;
  widget_class->measure = tog_wrap_box_measure;
  widget_class->size_allocate = tog_wrap_box_size_allocate;

  props[PROP_FILL] =
      g_param_spec_boolean ("fill", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tog_wrap_box_init (TogWrapBox *self)
{
}

/**
 * tog_wrap_box_new:
 */
GtkWidget *
tog_wrap_box_new (void)
{
  return g_object_new (TOG_TYPE_WRAP_BOX, NULL);
}

/**
 * tog_wrap_box_append:
 */
void
tog_wrap_box_append (TogWrapBox *self, GtkWidget *child)
{
  g_return_if_fail (TOG_IS_WRAP_BOX (self));

  gtk_widget_set_parent (child, GTK_WIDGET (self));
}
