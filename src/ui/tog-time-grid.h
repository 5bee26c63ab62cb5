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
 * @is_bookable: whether a session can start in a cell
 * @dup_label: all there is to say of a cell, for assistive technology
 * @dup_start: the same of a start that a session may be moved to, but not that it is there now
 * @is_closed: whether a day needs little room, for there is no time to meet on it
 * @find_first: where to go in a day
 * @dup_day_state: what to say of a day in its header, and whether it is a quiet one
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
  gboolean   (*is_bookable)   (TogTimeGrid *self, guint column, guint row);
  char      *(*dup_label)     (TogTimeGrid *self, guint column, guint row);
  char      *(*dup_start)     (TogTimeGrid *self, guint column, guint row);
  gboolean   (*is_closed)     (TogTimeGrid *self, guint column);
  guint      (*find_first)    (TogTimeGrid *self, guint column);
  char      *(*dup_day_state) (TogTimeGrid *self, guint column, gboolean *quiet);
};

void                   tog_time_grid_set_week       (TogTimeGrid *self,
                                                     TogWeek     *week,
                                                     TogZone     *other_zone,
                                                     gint64       duration,
                                                     TogInstant   now);
void                   tog_time_grid_changed        (TogTimeGrid *self, guint first_row);
TogWeek               *tog_time_grid_get_week       (TogTimeGrid *self);
TogInstant             tog_time_grid_get_now        (TogTimeGrid *self);
TogGridPart           *tog_time_grid_add_part       (TogTimeGrid *self,
                                                     const char  *css_name,
                                                     const char  *css_class);
const TogGridGeometry *tog_time_grid_get_geometry   (TogTimeGrid *self);
void                   tog_time_grid_get_axes       (TogTimeGrid *self, int *mine, int *theirs);
GdkRectangle           tog_time_grid_get_area       (TogTimeGrid *self,
                                                     guint        column,
                                                     guint        from,
                                                     guint        to);
GdkRectangle           tog_time_grid_get_block_area (TogTimeGrid *self, guint column, guint row);
void                   tog_time_grid_draw_slot      (TogTimeGrid *self,
                                                     GtkSnapshot *snapshot,
                                                     TogGridPart *part,
                                                     TogSlot      slot,
                                                     int          inset);
gboolean               tog_time_grid_place_label    (TogTimeGrid        *self,
                                                     const GdkRectangle *area,
                                                     int                 height,
                                                     int                *y,
                                                     int                *lines);
void                   tog_time_grid_get_visible    (TogTimeGrid *self, int *top, int *bottom);
void                   tog_time_grid_get_cursor     (TogTimeGrid *self,
                                                     guint       *column,
                                                     guint       *row);
void                   tog_time_grid_set_cursor     (TogTimeGrid *self, guint column, guint row);
void                   tog_time_grid_focus_cell     (TogTimeGrid *self, guint column, guint row);
void                   tog_time_grid_mark_start     (TogTimeGrid *self, guint column, guint row);
void                   tog_time_grid_unmark_start   (TogTimeGrid *self);
void                   tog_time_grid_begin_at       (TogTimeGrid *self, guint row);
void                   tog_time_grid_activate_cell  (TogTimeGrid *self, guint column, guint row);
gboolean               tog_time_grid_get_axis_day   (TogTimeGrid *self, TogDay *day);

/* tog-time-grid-days.c */
gboolean               tog_time_grid_is_small       (TogTimeGrid *self, guint column);
gboolean               tog_time_grid_is_closed      (TogTimeGrid *self, guint column);
void                   tog_time_grid_set_only_day   (TogTimeGrid *self, guint column);
gboolean               tog_time_grid_get_only_day   (TogTimeGrid *self, guint *column);
void                   tog_time_grid_press_day      (TogTimeGrid *self, guint column);
char                  *tog_time_grid_dup_day_state  (TogTimeGrid *self,
                                                     guint        column,
                                                     gboolean    *quiet);

G_END_DECLS
