#pragma once

#include "tog-squeezer.h"
#include "tog-week-view.h"

G_BEGIN_DECLS

/*
 * What the files of TogWeekView share.
 */

typedef struct
{
  TogAccount *account; /* (owned) */
  TogWeek *week;       /* (owned): shown */
  TogTimes *times;     /* (owned) (nullable): newest known */
  TogInstant times_at; /* when the server last confirmed @times */
  TogDay free_day;     /* the next day with a time, where this week has none */
  gboolean has_free_day;
  TogDay keep_from; /* times are loaded from this day on at the latest */
  gboolean keeping;
  TogDay seek_from; /* looking for a time from this day on, while more is loaded */
  gboolean seeking;
  gboolean scrolled;         /* whether it was scrolled to working hours */
  gboolean settled;          /* whether the week that is shown was chosen, or has been judged */
  GCancellable *cancellable; /* (owned) (nullable): while times are loaded */
  guint spinner_timeout;     /* source id, 0 if none */
  guint refresh_timeout;     /* source id, 0 if none */
  guint title_idle;          /* source id, 0 if none */

  GtkLabel *week_label;
  GtkWidget *spinner;
  GtkBox *buttons;
  GtkWidget *button; /* (nullable): what somebody added to them */
  GtkWidget *today_button;
  GtkWidget *previous_button;
  GtkWidget *next_button;
  GtkBox *notices;
  TogNotice *error_notice;
  TogNotice *age_notice;
  TogNotice *empty_notice;
  TogSqueezer *squeezer;
  GtkBox *grid_box;
  GtkWidget *grid_scrolled;
  GtkViewport *grid_viewport;
  TogTimeGrid *grid;
  GtkWidget *legend;
  AdwBin *narrow_bin;
} TogWeekViewPrivate;

TogWeekViewPrivate *tog_week_view_get_private    (TogWeekView *self);
TogDay              tog_week_view_get_today      (TogWeekView *self);
TogDay              tog_week_view_get_week_start (TogDay day);
void                tog_week_view_go_to_day      (TogWeekView *self, TogDay day);

gboolean            tog_week_view_is_loaded      (TogWeekView *self);
void                tog_week_view_seek_from      (TogWeekView *self, TogDay from);
void                tog_week_view_show_age       (TogWeekView *self);
void                tog_week_view_show_empty     (TogWeekView *self, TogWeekState state);

G_END_DECLS
