#include "config.h"

#include "tog-heat-day.h"

#include "tog-heat-grid.h"

struct _TogHeatDay
{
  GtkWidget parent_instance;

  TogHeatGrid *grid;
};

enum
{
  SLOT_SELECTED,
  SLOT_ACTIVATED,
  TURN_WEEK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogHeatDay, tog_heat_day, GTK_TYPE_WIDGET)

static void
tog_heat_day_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tog_heat_day_parent_class)->dispose (object);
}

static void
tog_heat_day_class_init (TogHeatDayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tog_heat_day_dispose;
  signals[SLOT_SELECTED] = g_signal_new ("slot-selected",
                                         G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_INT64);
  signals[SLOT_ACTIVATED] = g_signal_new ("slot-activated",
                                          G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_INT64);
  signals[TURN_WEEK] = g_signal_new ("turn-week",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     G_TYPE_INT);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "heat-day");
}

static void
tog_heat_day_init (TogHeatDay *self)
{
  self->grid = TOG_HEAT_GRID (tog_heat_grid_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->grid), GTK_WIDGET (self));
}

/**
 * tog_heat_day_new:
 */
GtkWidget *
tog_heat_day_new (void)
{
  return g_object_new (TOG_TYPE_HEAT_DAY, NULL);
}

/**
 * tog_heat_day_set_model:
 * @model: what to show
 */
void
tog_heat_day_set_model (TogHeatDay *self, TogHeatModel *model)
{
  g_return_if_fail (TOG_IS_HEAT_DAY (self));

  tog_heat_grid_set_model (self->grid, model);
}

/**
 * tog_heat_day_set_best:
 * @best: (array length=n_best): the starts to propose, best first
 */
void
tog_heat_day_set_best (TogHeatDay *self, const TogBestTime *best, gsize n_best)
{
  g_return_if_fail (TOG_IS_HEAT_DAY (self));

  tog_heat_grid_set_best (self->grid, best, n_best);
}

/**
 * tog_heat_day_select:
 * @start: of a session
 *
 * Shows the day of a start that is in the week, and selects it.
 */
void
tog_heat_day_select (TogHeatDay *self, TogInstant start)
{
  g_return_if_fail (TOG_IS_HEAT_DAY (self));

  tog_heat_grid_focus (self->grid, start);
}
