#pragma once

#include "tog-grid-geometry.h"
#include "tog-grid-part.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TOG_TYPE_TIME_GRID (tog_time_grid_get_type ())
G_DECLARE_DERIVABLE_TYPE (TogTimeGrid, tog_time_grid, TOG, TIME_GRID, GtkWidget)

/**
 * TogTimeGridClass:
 * @draw_cells: draws what lies under the hour lines
 * @draw_labels: writes what stands over them
 * @draw_block: draws the session that would start in a cell
 * @create_note: makes the widget that tells more of a cell, shown in a popover
 * @update_note: fills it in for another cell
 * @find_free: the next (1) or previous (-1) cell one would want to go to
 * @activate_cell: a cell was pressed
 * @prepare_cell: a cell is about to get the keyboard focus; its label has to be right
 *
 * What a week grid and a heat map do each in their own way.
 */
struct _TogTimeGridClass
{
  GtkWidgetClass parent_class;

  void       (*draw_cells)    (TogTimeGrid *self, GtkSnapshot *snapshot);
  void       (*draw_labels)   (TogTimeGrid *self, GtkSnapshot *snapshot);
  void       (*draw_block)    (TogTimeGrid *self,
                               GtkSnapshot *snapshot,
                               guint        column,
                               guint        row,
                               gboolean     focused);
  GtkWidget *(*create_note)   (TogTimeGrid *self);
  void       (*update_note)   (TogTimeGrid *self, guint column, guint row);
  gboolean   (*find_free)     (TogTimeGrid *self, int direction, guint *column, guint *row);
  void       (*activate_cell) (TogTimeGrid *self, guint column, guint row);
  void       (*prepare_cell)  (TogTimeGrid *self, guint column, guint row);
};

void                   tog_time_grid_set_week       (TogTimeGrid *self,
                                                     TogWeek     *week,
                                                     TogZone     *other_zone);
TogWeek               *tog_time_grid_get_week       (TogTimeGrid *self);
void                   tog_time_grid_set_now        (TogTimeGrid *self, TogInstant now);
void                   tog_time_grid_set_small      (TogTimeGrid   *self,
                                                     const gboolean small[TOG_WEEK_DAYS]);
void                   tog_time_grid_set_label      (TogTimeGrid *self,
                                                     guint        column,
                                                     guint        row,
                                                     const char  *label);
void                   tog_time_grid_set_block_rows (TogTimeGrid *self, guint rows);
TogGridPart           *tog_time_grid_add_part       (TogTimeGrid *self,
                                                     const char  *css_name,
                                                     const char  *css_class);
const TogGridGeometry *tog_time_grid_get_geometry   (TogTimeGrid *self);
void                   tog_time_grid_get_axes       (TogTimeGrid *self, int *mine, int *theirs);
GdkRectangle           tog_time_grid_get_area       (TogTimeGrid *self,
                                                     guint        column,
                                                     guint        from,
                                                     guint        to);
void                   tog_time_grid_get_visible    (TogTimeGrid *self, int *top, int *bottom);
void                   tog_time_grid_get_cursor     (TogTimeGrid *self,
                                                     guint       *column,
                                                     guint       *row);
void                   tog_time_grid_set_cursor     (TogTimeGrid *self, guint column, guint row);
void                   tog_time_grid_focus_cell     (TogTimeGrid *self, guint column, guint row);
void                   tog_time_grid_scroll_to      (TogTimeGrid *self, guint row);
void                   tog_time_grid_activate_cell  (TogTimeGrid *self, guint column, guint row);
gboolean               tog_time_grid_get_axis_day   (TogTimeGrid *self, TogDay *day);

G_END_DECLS
