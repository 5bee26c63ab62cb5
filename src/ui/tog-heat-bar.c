#include "config.h"

#include "tog-heat-bar.h"

#include "tog-heat-painter.h"
#include "tog-widget.h"

struct _TogHeatBar
{
  GtkWidget parent_instance;

  TogHeatModel *model; /* (owned) (nullable) */
  guint column;
  guint from;
  guint to;
  TogHeatPainter *painter; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TogHeatBar, tog_heat_bar, GTK_TYPE_WIDGET)

static void
tog_heat_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TogHeatBar *self = TOG_HEAT_BAR (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  int n_rows = (int) self->to - (int) self->from;
  const TogHeatRun *runs;
  gsize n_runs;

  if (self->model == NULL || n_rows <= 0)
    return;
  runs = tog_heat_model_get_runs (self->model, self->column, &n_runs);
  for (gsize i = 0; i < n_runs; i++)
    {
      int from = (int) MAX (runs[i].from, self->from) - (int) self->from;
      int to = (int) MIN (runs[i].to, self->to) - (int) self->from;
      GdkRectangle area = {
        0, from * height / n_rows, width, to * height / n_rows - from * height / n_rows
      };

      if (area.height > 0)
        tog_heat_painter_draw (self->painter,
                               snapshot,
                               tog_heat_model_get_cell (self->model, self->column, runs[i].from),
                               area);
    }
}

static void
tog_heat_bar_dispose (GObject *object)
{
  TogHeatBar *self = TOG_HEAT_BAR (object);

  g_clear_pointer (&self->painter, tog_heat_painter_free);
  g_clear_pointer (&self->model, tog_heat_model_unref);
  G_OBJECT_CLASS (tog_heat_bar_parent_class)->dispose (object);
}

static void
tog_heat_bar_class_init (TogHeatBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tog_heat_bar_dispose;
  widget_class->snapshot = tog_heat_bar_snapshot;
  gtk_widget_class_set_css_name (widget_class, "heat-bar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tog_heat_bar_init (TogHeatBar *self)
{
  self->painter = tog_heat_painter_new (GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  tog_widget_follow_style (GTK_WIDGET (self));
}

/**
 * tog_heat_bar_new:
 */
GtkWidget *
tog_heat_bar_new (void)
{
  return g_object_new (TOG_TYPE_HEAT_BAR, NULL);
}

/**
 * tog_heat_bar_show:
 * @column: the day
 * @from: the first row to show
 * @to: the first row after it
 *
 * Shows a day, or the part of it that is worth looking at.
 */
void
tog_heat_bar_show (TogHeatBar *self, TogHeatModel *model, guint column, guint from, guint to)
{
  g_return_if_fail (TOG_IS_HEAT_BAR (self));

  tog_heat_model_ref (model);
  g_clear_pointer (&self->model, tog_heat_model_unref);
  self->model = model;
  self->column = column;
  self->from = from;
  self->to = to;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
