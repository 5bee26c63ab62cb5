#include "config.h"

#include "tog-heat-painter.h"

typedef enum
{
  PART_PAST,
  PART_MISSING,
  PART_UNCOUNTED,
  PART_UNKNOWN,
  PART_OFF,
  PART_PLATE,
  N_PARTS
} Part;

struct _TogHeatPainter
{
  TogGridPart *steps[TOG_HEAT_N_STEPS];  /* (owned): children of the widget, as all are */
  TogGridPart *strong[TOG_HEAT_N_STEPS]; /* (owned): the same for bold words */
  TogGridPart *parts[N_PARTS];           /* (owned) */
};

static TogGridPart *
add_part (GtkWidget *widget, const char *css_name, const char *css_class)
{
  TogGridPart *part = tog_grid_part_new (css_name, css_class);

  gtk_widget_set_parent (GTK_WIDGET (part), widget);
  return part;
}

/**
 * tog_heat_painter_new:
 * @widget: what is drawn; the painter has to be freed when it is disposed of
 */
TogHeatPainter *
tog_heat_painter_new (GtkWidget *widget)
{
  static const char *const classes[N_PARTS] = {
    [PART_PAST] = "past",       [PART_MISSING] = "missing", [PART_UNCOUNTED] = "uncounted",
    [PART_UNKNOWN] = "unknown", [PART_OFF] = "off",
  };
  TogHeatPainter *painter = g_new0 (TogHeatPainter, 1);

  for (guint i = 0; i < TOG_HEAT_N_STEPS; i++)
    {
      g_autofree char *css_class = g_strdup_printf ("heat-%u", i);

      painter->steps[i] = add_part (widget, "run", css_class);
      painter->strong[i] = add_part (widget, "run", css_class);
      gtk_widget_add_css_class (GTK_WIDGET (painter->strong[i]), "strong");
    }
  for (guint i = 0; i < PART_PLATE; i++)
    painter->parts[i] = add_part (widget, "run", classes[i]);
  painter->parts[PART_PLATE] = add_part (widget, "plate", NULL);
  return painter;
}

void
tog_heat_painter_free (TogHeatPainter *painter)
{
  for (guint i = 0; i < TOG_HEAT_N_STEPS; i++)
    {
      gtk_widget_unparent (GTK_WIDGET (painter->steps[i]));
      gtk_widget_unparent (GTK_WIDGET (painter->strong[i]));
    }
  for (guint i = 0; i < N_PARTS; i++)
    gtk_widget_unparent (GTK_WIDGET (painter->parts[i]));
  g_free (painter);
}

static TogGridPart *
find_part (TogHeatPainter *painter, const TogHeatCell *cell)
{
  if (!cell->exists)
    return painter->parts[PART_MISSING];
  if (cell->verdict == TOG_VERDICT_PAST)
    return painter->parts[PART_PAST];
  if (!cell->judged || cell->verdict != TOG_VERDICT_AVAILABLE)
    return painter->parts[PART_UNCOUNTED];
  return painter->steps[cell->step];
}

static void
draw_part (TogGridPart *part, GtkSnapshot *snapshot, GdkRectangle area)
{
  tog_grid_part_draw (part, snapshot, area.x, area.y, area.width, area.height);
}

/**
 * tog_heat_painter_draw:
 * @cell: what all of the stretch is like
 * @area: where it is
 *
 * Draws a stretch of time.
 */
void
tog_heat_painter_draw (TogHeatPainter *painter,
                       GtkSnapshot *snapshot,
                       const TogHeatCell *cell,
                       GdkRectangle area)
{
  TogGridPart *part = find_part (painter, cell);

  draw_part (part, snapshot, area);
  if (part != painter->steps[cell->step])
    return;
  if (cell->off)
    draw_part (painter->parts[PART_OFF], snapshot, area);
  if (cell->heat.n_unknown > 0)
    draw_part (painter->parts[PART_UNKNOWN], snapshot, area);
}

/**
 * tog_heat_painter_draw_plate:
 * @area: where words are going to stand
 *
 * Clears what is hatched, so that words can be read on it.
 */
void
tog_heat_painter_draw_plate (TogHeatPainter *painter,
                             GtkSnapshot *snapshot,
                             const TogHeatCell *cell,
                             GdkRectangle area)
{
  TogGridPart *part = find_part (painter, cell);

  if (part != painter->steps[cell->step] || (!cell->off && cell->heat.n_unknown == 0))
    return;
  draw_part (painter->parts[PART_PLATE], snapshot, area);
  draw_part (painter->strong[cell->step], snapshot, area);
}

/**
 * tog_heat_painter_get_text:
 * @strong: whether the words are bold
 *
 * Returns: (transfer none): what to write with on a stretch of time
 */
TogGridPart *
tog_heat_painter_get_text (TogHeatPainter *painter, const TogHeatCell *cell, gboolean strong)
{
  TogGridPart *part = find_part (painter, cell);

  return strong && part == painter->steps[cell->step] ? painter->strong[cell->step] : part;
}
