#include "config.h"

#include "tog-duration-chooser.h"

#include "tog-availability.h"
#include "tog-format.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

#define DEFAULT_DURATION (45 * TOG_MINUTE)

static const gint64 durations[] = { 30 * TOG_MINUTE, 45 * TOG_MINUTE, 60 * TOG_MINUTE };

struct _TogDurationChooser
{
  GtkWidget parent_instance;

  gint64 duration;
  GtkToggleButton *buttons[G_N_ELEMENTS (durations)];
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogDurationChooser, tog_duration_chooser, GTK_TYPE_WIDGET)

static void
toggled_cb (GtkToggleButton *button, GParamSpec *pspec, TogDurationChooser *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (durations); i++)
    if (self->buttons[i] == button && gtk_toggle_button_get_active (button) &&
        self->duration != durations[i])
      {
        self->duration = durations[i];
        g_signal_emit (self, signals[CHANGED], 0);
      }
}

static void
tog_duration_chooser_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tog_duration_chooser_parent_class)->dispose (object);
}

static void
tog_duration_chooser_class_init (TogDurationChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tog_duration_chooser_dispose;
  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tog_duration_chooser_init (TogDurationChooser *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_homogeneous (GTK_BOX_LAYOUT (layout), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "linked");
  tog_widget_set_name (GTK_WIDGET (self), _ ("Session Duration"));
}

/**
 * tog_duration_chooser_new:
 * @duration: how long it usually takes, in seconds; what is not offered counts for nothing
 * @compact: whether the unit is said elsewhere
 */
GtkWidget *
tog_duration_chooser_new (gint64 duration, gboolean compact)
{
  TogDurationChooser *self = g_object_new (TOG_TYPE_DURATION_CHOOSER, NULL);

  self->duration = tog_duration_is_offered (duration) ? duration : DEFAULT_DURATION;
  for (gsize i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      int minutes = (int) (durations[i] / TOG_MINUTE);
      g_autofree char *label =
          compact ? g_strdup_printf ("%d", minutes) : g_strdup_printf (_ ("%d min"), minutes);
      g_autofree char *spoken = tog_format_duration (durations[i]);
      GtkWidget *button = gtk_toggle_button_new_with_label (label);

      self->buttons[i] = GTK_TOGGLE_BUTTON (button);
      tog_widget_set_name (button, spoken);
      if (i > 0)
        gtk_toggle_button_set_group (self->buttons[i], self->buttons[0]);
      gtk_toggle_button_set_active (self->buttons[i], durations[i] == self->duration);
      g_signal_connect (button, "notify::active", G_CALLBACK (toggled_cb), self);
      gtk_widget_set_parent (button, GTK_WIDGET (self));
    }
  return GTK_WIDGET (self);
}

/**
 * tog_duration_chooser_get_duration:
 *
 * Returns: seconds
 */
gint64
tog_duration_chooser_get_duration (TogDurationChooser *self)
{
  g_return_val_if_fail (TOG_IS_DURATION_CHOOSER (self), 0);

  return self->duration;
}

/**
 * tog_duration_chooser_set_duration:
 * @duration: seconds; what is not offered changes nothing
 */
void
tog_duration_chooser_set_duration (TogDurationChooser *self, gint64 duration)
{
  g_return_if_fail (TOG_IS_DURATION_CHOOSER (self));

  for (gsize i = 0; i < G_N_ELEMENTS (durations); i++)
    if (durations[i] == duration)
      gtk_toggle_button_set_active (self->buttons[i], TRUE);
}
