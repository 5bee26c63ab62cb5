#include "config.h"

#include "tog-grid-cell.h"

#include "tog-time-grid.h"

struct _TogGridCell
{
  GtkWidget parent_instance;

  guint column;
  guint row;
};

G_DEFINE_FINAL_TYPE (TogGridCell, tog_grid_cell, GTK_TYPE_WIDGET)

static void
activate_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TogGridCell *self = TOG_GRID_CELL (widget);
  GtkWidget *grid = gtk_widget_get_ancestor (widget, TOG_TYPE_TIME_GRID);

  if (grid != NULL)
    tog_time_grid_activate_cell (TOG_TIME_GRID (grid), self->column, self->row);
}

static void
tog_grid_cell_class_init (TogGridCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_css_name (widget_class, "cell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID_CELL);
  gtk_widget_class_install_action (widget_class, "cell.activate", NULL, activate_cb);
}

static void
tog_grid_cell_init (TogGridCell *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/**
 * tog_grid_cell_get_column:
 *
 * Returns: the day it is in
 */
guint
tog_grid_cell_get_column (TogGridCell *self)
{
  g_return_val_if_fail (TOG_IS_GRID_CELL (self), 0);

  return self->column;
}

/**
 * tog_grid_cell_get_row:
 *
 * Returns: the quarter hour it is
 */
guint
tog_grid_cell_get_row (TogGridCell *self)
{
  g_return_val_if_fail (TOG_IS_GRID_CELL (self), 0);

  return self->row;
}

struct _TogGridRow
{
  GtkWidget parent_instance;

  const TogGridGeometry *geometry; /* (not owned): the grid's */
  TogGridCell *cells[TOG_WEEK_DAYS];
};

G_DEFINE_FINAL_TYPE (TogGridRow, tog_grid_row, GTK_TYPE_WIDGET)

static void
tog_grid_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TogGridRow *self = TOG_GRID_ROW (widget);
  const TogGridGeometry *geometry = self->geometry;
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  for (guint i = 0; i < TOG_WEEK_DAYS; i++)
    {
      GtkAllocation cell = {
        geometry->x[i] - geometry->x[0], 0, geometry->x[i + 1] - geometry->x[i], height
      };

      if (rtl)
        cell.x = width - cell.x - cell.width;
      gtk_widget_size_allocate (GTK_WIDGET (self->cells[i]), &cell, -1);
    }
}

static void
tog_grid_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  /* Cells have nothing to draw, so nobody needs to ask them. */
}

static void
tog_grid_row_dispose (GObject *object)
{
  TogGridRow *self = TOG_GRID_ROW (object);

  for (guint i = 0; i < TOG_WEEK_DAYS; i++)
    if (self->cells[i] != NULL)
      gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->cells[i])));
  G_OBJECT_CLASS (tog_grid_row_parent_class)->dispose (object);
}

static void
tog_grid_row_class_init (TogGridRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tog_grid_row_dispose;
  widget_class->size_allocate = tog_grid_row_size_allocate;
  widget_class->snapshot = tog_grid_row_snapshot;
  gtk_widget_class_set_css_name (widget_class, "row");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ROW);
}

static void
tog_grid_row_init (TogGridRow *self)
{
}

/**
 * tog_grid_row_new:
 * @geometry: where the days are; has to live as long as the row
 * @row: which row it is
 */
TogGridRow *
tog_grid_row_new (const TogGridGeometry *geometry, guint row)
{
  TogGridRow *self = g_object_new (TOG_TYPE_GRID_ROW, NULL);

  self->geometry = geometry;
  for (guint i = 0; i < TOG_WEEK_DAYS; i++)
    {
      self->cells[i] = g_object_new (TOG_TYPE_GRID_CELL, NULL);
      self->cells[i]->column = i;
      self->cells[i]->row = row;
      gtk_widget_set_parent (GTK_WIDGET (self->cells[i]), GTK_WIDGET (self));
    }
  return self;
}

/**
 * tog_grid_row_get_cell:
 *
 * Returns: (transfer none): the cell of a day
 */
TogGridCell *
tog_grid_row_get_cell (TogGridRow *self, guint column)
{
  g_return_val_if_fail (TOG_IS_GRID_ROW (self) && column < TOG_WEEK_DAYS, NULL);

  return self->cells[column];
}
