#pragma once

#include "tog-slot.h"
#include "tog-zone.h"

G_BEGIN_DECLS

#define TOG_WEEK_DAYS 7

/**
 * TogWeekRow:
 * @minute: minutes after midnight by the clock on the wall; a multiple of 15
 * @repeated: whether this is the second time the clock shows it on a day on
 *   which clocks are set back
 *
 * A row of the grid, the same for all days of the week. Most weeks have 96; a
 * week in which clocks are set back an hour has 100. On days on which a row's
 * time does not exist, its cell is missing.
 */
typedef struct
{
  gint16 minute;
  gboolean repeated;
} TogWeekRow;

/**
 * TogWeek:
 *
 * Seven days in a zone, and which instant each quarter hour of them is. This is
 * where clock changes live: a cell's instant is computed from the zone, never
 * by adding to another cell. Immutable, reference counted.
 */
typedef struct _TogWeek TogWeek;

#define TOG_TYPE_WEEK (tog_week_get_type ())

GType             tog_week_get_type  (void);
TogWeek          *tog_week_new       (TogZone *zone, TogDay first_day);
TogWeek          *tog_week_ref       (TogWeek *week);
void              tog_week_unref     (TogWeek *week);
TogZone          *tog_week_get_zone  (TogWeek *week);
TogDay            tog_week_get_day   (const TogWeek *week, guint column);
TogSlot           tog_week_get_range (const TogWeek *week);
guint             tog_week_get_n_rows (const TogWeek *week);
const TogWeekRow *tog_week_get_row   (const TogWeek *week, guint row);
gboolean          tog_week_get_cell  (const TogWeek *week,
                                      guint          column,
                                      guint          row,
                                      TogInstant    *start);
gboolean          tog_week_has_day   (const TogWeek *week, guint column);
gboolean          tog_week_find_cell (const TogWeek *week,
                                      TogInstant     instant,
                                      guint         *column,
                                      guint         *row);

/**
 * TOG_WEEK_MAX_CELLS:
 *
 * More cells than any week of any zone has.
 */
#define TOG_WEEK_MAX_CELLS (7 * 96 + 128)

gsize             tog_week_list_starts (const TogWeek *week,
                                        TogInstant     starts[TOG_WEEK_MAX_CELLS]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogWeek, tog_week_unref)

G_END_DECLS
