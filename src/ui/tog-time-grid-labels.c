#include "config.h"

#include "tog-time-grid-private.h"

/* What assistive technology is told of the cells. */

/* How long a frame may wait for labels. */
#define LABEL_BUDGET_US 1500

static void
update_label (TogTimeGrid *self, guint column, guint row)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  guint i = row * TOG_WEEK_DAYS + column;
  g_autofree char *label = NULL;

  /* A day that isn't shown says nothing. */
  if (priv->only_day && column != priv->cursor.column)
    return;
  label = TOG_TIME_GRID_GET_CLASS (self)->dup_label (self, column, row);
  while (priv->labels->len <= i)
    g_ptr_array_add (priv->labels, NULL);
  if (g_strcmp0 (g_ptr_array_index (priv->labels, i), label) == 0)
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (tog_time_grid_get_cell (self, column, row)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
  g_free (g_ptr_array_index (priv->labels, i));
  g_ptr_array_index (priv->labels, i) = g_steal_pointer (&label);
}

static gboolean
update_labels_cb (gpointer user_data)
{
  TogTimeGrid *self = user_data;
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);
  guint n_cells = priv->geometry.n_rows * TOG_WEEK_DAYS;
  gint64 until = g_get_monotonic_time () + LABEL_BUDGET_US;

  while (priv->n_stale > 0)
    {
      update_label (self, priv->stale % TOG_WEEK_DAYS, priv->stale / TOG_WEEK_DAYS);
      priv->stale = (priv->stale + 1) % n_cells;
      priv->n_stale--;
      if (g_get_monotonic_time () >= until)
        return G_SOURCE_CONTINUE;
    }
  priv->label_idle = 0;
  return G_SOURCE_REMOVE;
}

/* Says of each cell what it is now, beginning in a row. Usually that takes half a
 * millisecond; with a screen reader every cell's new name is a message on its bus,
 * and the rest of them is put off to between two frames. A cell that gets the
 * focus meanwhile is told at once. */
void
tog_time_grid_relabel (TogTimeGrid *self, guint first_row)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  priv->stale = first_row * TOG_WEEK_DAYS;
  priv->n_stale = priv->geometry.n_rows * TOG_WEEK_DAYS;
  g_clear_handle_id (&priv->label_idle, g_source_remove);
  if (update_labels_cb (self) == G_SOURCE_CONTINUE)
    priv->label_idle = g_idle_add (update_labels_cb, self);
}

/* A cell is about to get the keyboard focus: its label has to be right. */
void
tog_time_grid_label_cell (TogTimeGrid *self, guint column, guint row)
{
  if (tog_time_grid_get_private (self)->n_stale > 0)
    update_label (self, column, row);
}

/* Whoever could say something is going. */
void
tog_time_grid_forget_labels (TogTimeGrid *self)
{
  TogTimeGridPrivate *priv = tog_time_grid_get_private (self);

  g_clear_handle_id (&priv->label_idle, g_source_remove);
  priv->n_stale = 0;
}
