#pragma once

#include "tog-grid-cell.h"
#include "tog-time-grid.h"

G_BEGIN_DECLS

/* A cell, or none. */
typedef struct
{
  gboolean set;
  guint column;
  guint row;
} TogGridPlace;

typedef struct
{
  TogWeek *week;       /* (owned) (nullable) */
  TogZone *other_zone; /* (owned) (nullable): NULL where it shows no other times than mine */
  TogInstant now;
  gint64 duration;                 /* of a session, in seconds */
  gboolean only_day;               /* whether there is room for one day only: the cursor's */
  gboolean widened[TOG_WEEK_DAYS]; /* by the user, though there is no time to meet */

  GPtrArray *labels; /* (owned) (element-type utf8): what was said of each cell, by rows */
  guint stale;       /* the next cell to say something else of, counted by rows */
  guint n_stale;     /* how many there are from @stale on */
  guint label_idle;  /* source id, 0 if none */

  TogGridGeometry geometry;
  int axis_mine;
  int axis_theirs;
  int line_height;
  GPtrArray *rows; /* (owned) (element-type TogGridRow): as many as any week had so far */

  /* Where the keyboard is, and where the pointer; the pointer's wins until the
   * next key. */
  TogGridPlace cursor;
  TogGridPlace pointed;
  gboolean marks_cursor; /* whether the focus shows: it came by keys, or was led here */
  gboolean marks_start;  /* whether a session that would start there shows without the focus */
  gboolean tells_cursor; /* whether the popover tells of it, for somebody moved it */
  double pointer_x; /* where it was last, in the window */
  double pointer_y;
  guint point_timeout; /* source id, 0 if none: pointed at, but not long enough yet */
  gboolean point_ready;

  GtkWidget *popover;        /* (owned): a child */
  GdkFrameClock *note_clock; /* (owned) (nullable): whose frame the popover waits for */
  guint scroll_row;
  gboolean scroll_waits; /* for the height that is scrolled in to be known */
  guint scroll_source;   /* source id, 0 if none: it is known, as soon as places are given out */
  GtkAdjustment *adjustment; /* (owned) (nullable): of the scrolled window it is in */

  GPtrArray *parts; /* (owned) (element-type TogGridPart): children, unparented at the end */
  TogGridPart *axis;
  TogGridPart *axis_their;
  TogGridPart *pill;
  TogGridPart *hour;
  TogGridPart *half;
  TogGridPart *day;
  TogGridPart *now_line;
  TogGridPart *now_dot;
} TogTimeGridPrivate;

TogTimeGridPrivate *tog_time_grid_get_private (TogTimeGrid *self);
TogGridCell        *tog_time_grid_get_cell    (TogTimeGrid *self, guint column, guint row);
gboolean            tog_time_grid_has_cell    (TogTimeGrid *self, guint column, guint row);
void                tog_time_grid_measure_text (TogTimeGrid *self);

/* tog-time-grid-places.c */
guint tog_time_grid_get_axis_column (TogTimeGrid *self);
guint tog_time_grid_find_end_row    (TogTimeGrid *self, guint column, guint row);

/* tog-time-grid-look.c */
void         tog_time_grid_add_note        (TogTimeGrid *self);
void         tog_time_grid_hide_note       (TogTimeGrid *self);
void         tog_time_grid_refresh         (TogTimeGrid *self);
void         tog_time_grid_point_away      (TogTimeGrid *self);
void         tog_time_grid_watch_scrolling (TogTimeGrid *self, gboolean watch);
TogGridPlace tog_time_grid_get_shown       (TogTimeGrid *self, gboolean *focused);

/* tog-time-grid-draw.c */
void tog_time_grid_snapshot   (GtkWidget *widget, GtkSnapshot *snapshot);

/* tog-time-grid-days.c */
void tog_time_grid_show_cells  (TogTimeGrid *self);
void tog_time_grid_update_days (TogTimeGrid *self);

/* tog-time-grid-labels.c */
void tog_time_grid_relabel       (TogTimeGrid *self, guint first_row);
void tog_time_grid_label_cell    (TogTimeGrid *self, guint column, guint row);
void tog_time_grid_forget_labels (TogTimeGrid *self);

/* tog-time-grid-keys.c */
void tog_time_grid_add_keys   (GtkWidgetClass *widget_class);
void tog_time_grid_find_start (TogTimeGrid *self);

G_END_DECLS
