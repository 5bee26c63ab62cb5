#pragma once

#include "tog-week.h"

G_BEGIN_DECLS

/**
 * TogOpenHours:
 * @closed: days on which there is no quarter hour to meet in
 * @first_row: the earliest row in which one can meet on some day of the week, or
 *   that of 8 o'clock
 *
 * Which part of a week is worth looking at.
 */
typedef struct
{
  gboolean closed[TOG_WEEK_DAYS];
  guint first_row;
} TogOpenHours;

void tog_open_hours_find (TogOpenHours *hours, const TogWeek *week, const gboolean *open);

G_END_DECLS
