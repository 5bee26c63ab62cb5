#include "config.h"

#include "tog-squeezer.h"

/**
 * TogSqueezer:
 *
 * Shows one of two widgets: the wide one where there is room for it, else the
 * narrow one. AdwSqueezer does the same, but asks widgets for their height at
 * widths that are too small for them, and is deprecated.
 *
 * Properties:
 * - "wide" (GtkWidget), "narrow" (GtkWidget): the two, to be set before it is shown
 * - "is-wide" (boolean, read-only): which is shown; notified while sizes are
 *   allocated
 */
struct _TogSqueezer
{
  GtkWidget parent_instance;

  GtkWidget *wide;   /* (nullable): a child, NULL once disposed */
  GtkWidget *narrow; /* (nullable): likewise */
  gboolean is_wide;
};

enum
{
  PROP_WIDE = 1,
  PROP_NARROW,
  PROP_IS_WIDE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (TogSqueezer, tog_squeezer, GTK_TYPE_WIDGET)

static int
get_minimum (GtkWidget *child)
{
  int minimum;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static GtkSizeRequestMode
tog_squeezer_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tog_squeezer_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  TogSqueezer *self = TOG_SQUEEZER (widget);
  int wide_minimum, wide_natural, narrow_minimum, narrow_natural;

  gtk_widget_measure (self->wide, orientation, -1, &wide_minimum, &wide_natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (
          self->narrow, orientation, -1, &narrow_minimum, &narrow_natural, NULL, NULL);
      *minimum = MIN (wide_minimum, narrow_minimum);
      *natural = MAX (wide_natural, narrow_natural);
      return;
    }

  *minimum = wide_minimum;
  *natural = wide_natural;
  if (for_size < 0)
    return;
  if (for_size >= get_minimum (self->wide))
    {
      gtk_widget_measure (self->wide, orientation, for_size, minimum, natural, NULL, NULL);
      return;
    }
  /* GTK takes it that what is narrower is not lower. */
  gtk_widget_measure (self->narrow,
                      orientation,
                      MAX (for_size, get_minimum (self->narrow)),
                      &narrow_minimum,
                      &narrow_natural,
                      NULL,
                      NULL);
  *minimum = MAX (wide_minimum, narrow_minimum);
  *natural = MAX (*minimum, narrow_natural);
}

static void
tog_squeezer_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TogSqueezer *self = TOG_SQUEEZER (widget);
  gboolean is_wide = width >= get_minimum (self->wide);

  gtk_widget_set_child_visible (self->wide, is_wide);
  gtk_widget_set_child_visible (self->narrow, !is_wide);
  gtk_widget_allocate (is_wide ? self->wide : self->narrow, width, height, baseline, NULL);
  if (is_wide == self->is_wide)
    return;
  self->is_wide = is_wide;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_WIDE]);
}

static void
tog_squeezer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TogSqueezer *self = TOG_SQUEEZER (object);

  switch (id)
    {
    case PROP_WIDE:
      g_value_set_object (value, self->wide);
      break;
    case PROP_NARROW:
      g_value_set_object (value, self->narrow);
      break;
    case PROP_IS_WIDE:
      g_value_set_boolean (value, self->is_wide);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tog_squeezer_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TogSqueezer *self = TOG_SQUEEZER (object);
  GtkWidget **child = id == PROP_WIDE ? &self->wide : &self->narrow;

  g_clear_pointer (child, gtk_widget_unparent);
  *child = g_value_get_object (value);
  if (*child != NULL)
    gtk_widget_set_parent (*child, GTK_WIDGET (self));
}

static void
tog_squeezer_dispose (GObject *object)
{
  TogSqueezer *self = TOG_SQUEEZER (object);

  g_clear_pointer (&self->wide, gtk_widget_unparent);
  g_clear_pointer (&self->narrow, gtk_widget_unparent);
  G_OBJECT_CLASS (tog_squeezer_parent_class)->dispose (object);
}

static void
tog_squeezer_class_init (TogSqueezerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tog_squeezer_get_property;
  object_class->set_property = tog_squeezer_set_property;
  object_class->dispose = tog_squeezer_dispose;
  widget_class->get_request_mode = tog_squeezer_get_request_mode;
  widget_class->measure = tog_squeezer_measure;
  widget_class->size_allocate = tog_squeezer_size_allocate;

  props[PROP_WIDE] = g_param_spec_object (
      "wide", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_NARROW] = g_param_spec_object (
      "narrow", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_IS_WIDE] =
      g_param_spec_boolean ("is-wide", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tog_squeezer_init (TogSqueezer *self)
{
  self->is_wide = TRUE;
}

/**
 * tog_squeezer_get_is_wide:
 *
 * Returns: whether the wide one is shown
 */
gboolean
tog_squeezer_get_is_wide (TogSqueezer *self)
{
  g_return_val_if_fail (TOG_IS_SQUEEZER (self), TRUE);

  return self->is_wide;
}
