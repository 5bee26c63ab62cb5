#include "config.h"

#include "tog-week.h"

#include <stdlib.h>

#define DAY_MINUTES 1440
#define QUANTUM_MINUTES (TOG_QUANTUM / TOG_MINUTE)
#define DAY_QUARTERS (DAY_MINUTES / QUANTUM_MINUTES)

/* Each quarter of the clock, once and repeated. */
#define MAX_ROWS (2 * DAY_QUARTERS)

typedef struct
{
  TogInstant start;
  guint8 column;
  guint8 row;
} Cell;

struct _TogWeek
{
  gatomicrefcount ref_count;
  TogZone *zone; /* (owned) */
  TogDay first_day;

  guint n_rows;
  TogWeekRow rows[MAX_ROWS];

  /* Ascending by start. */
  guint n_cells;
  Cell cells[TOG_WEEK_MAX_CELLS];

  /* The index of each place's cell, or -1. */
  gint16 places[TOG_WEEK_DAYS][MAX_ROWS];
};

G_DEFINE_BOXED_TYPE (TogWeek, tog_week, tog_week_ref, tog_week_unref)

/* Every instant of the week at which the clock shows a quarter of an hour, by day and quarter. */
typedef struct
{
  guint8 n_instants[TOG_WEEK_DAYS][DAY_QUARTERS];
  TogInstant instants[TOG_WEEK_DAYS][DAY_QUARTERS][2];
} Quarters;

static void
find_quarters (TogWeek *week, Quarters *quarters)
{
  for (int column = 0; column < TOG_WEEK_DAYS; column++)
    {
      for (int quarter = 0; quarter < DAY_QUARTERS; quarter++)
        {
          TogWallTime wall = { week->first_day + column, quarter * TOG_QUANTUM };

          quarters->n_instants[column][quarter] = (guint8) tog_zone_find_instants (
              week->zone, wall, quarters->instants[column][quarter]);
        }
    }
}

/* How often a quarter comes on the day on which it comes most often. */
static int
count_passes (const Quarters *quarters, int quarter)
{
  int passes = 0;

  for (int column = 0; column < TOG_WEEK_DAYS; column++)
    passes = MAX (passes, quarters->n_instants[column][quarter]);

  return passes;
}

static void
append_row (TogWeek *week, int quarter, gboolean repeated)
{
  week->rows[week->n_rows++] = (TogWeekRow){ (gint16) (quarter * QUANTUM_MINUTES), repeated };
}

/* A stretch that is repeated on some day comes as a whole, and then as a whole again. */
static void
add_rows (TogWeek *week, const Quarters *quarters)
{
  int quarter = 0;

  while (quarter < DAY_QUARTERS)
    {
      int first = quarter;

      if (count_passes (quarters, quarter) == 1)
        append_row (week, quarter, FALSE);

      for (; quarter < DAY_QUARTERS && count_passes (quarters, quarter) == 2; quarter++)
        append_row (week, quarter, FALSE);
      for (int again = first; again < quarter; again++)
        append_row (week, again, TRUE);

      if (quarter == first)
        quarter++;
    }
}

static int
compare_cells (gconstpointer a, gconstpointer b)
{
  TogInstant first = ((const Cell *) a)->start;
  TogInstant second = ((const Cell *) b)->start;

  return (first > second) - (first < second);
}

static void
add_cells (TogWeek *week, const Quarters *quarters)
{
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    {
      for (guint row = 0; row < week->n_rows; row++)
        {
          int quarter = week->rows[row].minute / QUANTUM_MINUTES;
          guint pass = week->rows[row].repeated ? 1 : 0;

          week->places[column][row] = -1;
          if (pass < quarters->n_instants[column][quarter] && week->n_cells < TOG_WEEK_MAX_CELLS)
            week->cells[week->n_cells++] = (Cell){
              .start = quarters->instants[column][quarter][pass],
              .column = (guint8) column,
              .row = (guint8) row,
            };
        }
    }

  /* Where clocks are set back over midnight a day begins before the one before it ends. */
  qsort (week->cells, week->n_cells, sizeof *week->cells, compare_cells);

  for (guint i = 0; i < week->n_cells; i++)
    week->places[week->cells[i].column][week->cells[i].row] = (gint16) i;
}

/**
 * tog_week_new:
 * @zone: the zone of the clock on the wall
 * @first_day: the first of the seven days, of whatever weekday
 *
 * Lays out seven days. Rows are what the clock shows on some day of them; the
 * time that clocks go through twice has its rows twice, the second ones right
 * after the whole stretch. Each instant is in the column of its own local date.
 *
 * Returns: (transfer full): the week
 */
TogWeek *
tog_week_new (TogZone *zone, TogDay first_day)
{
  TogWeek *week = g_new0 (TogWeek, 1);
  Quarters quarters;

  g_atomic_ref_count_init (&week->ref_count);
  week->zone = tog_zone_ref (zone);
  week->first_day = first_day;

  find_quarters (week, &quarters);
  add_rows (week, &quarters);
  add_cells (week, &quarters);

  return week;
}

/**
 * tog_week_ref:
 * @week: a week
 *
 * Takes a reference; may be called from any thread.
 *
 * Returns: (transfer full): @week
 */
TogWeek *
tog_week_ref (TogWeek *week)
{
  g_atomic_ref_count_inc (&week->ref_count);

  return week;
}

/**
 * tog_week_unref:
 * @week: (transfer full): a week
 *
 * Drops a reference, and frees the week with the last one.
 */
void
tog_week_unref (TogWeek *week)
{
  if (g_atomic_ref_count_dec (&week->ref_count))
    {
      tog_zone_unref (week->zone);
      g_free (week);
    }
}

/**
 * tog_week_get_zone:
 * @week: a week
 *
 * Gets the zone that the week is laid out in.
 *
 * Returns: (transfer none): the zone
 */
TogZone *
tog_week_get_zone (TogWeek *week)
{
  return week->zone;
}

/**
 * tog_week_get_day:
 * @week: a week
 * @column: 0 to #TOG_WEEK_DAYS - 1
 *
 * Gets the day that a column shows.
 */
TogDay
tog_week_get_day (const TogWeek *week, guint column)
{
  return week->first_day + (TogDay) column;
}

/**
 * tog_week_get_range:
 * @week: a week
 *
 * Gets the time that the cells cover, from the start of the first to the end of
 * the last. Weeks that follow each other have ranges that touch.
 *
 * Returns: the range; empty if the calendar skips the whole week
 */
TogSlot
tog_week_get_range (const TogWeek *week)
{
  if (week->n_cells == 0)
    return (TogSlot){ 0, 0 };

  return (TogSlot){ week->cells[0].start, week->cells[week->n_cells - 1].start + TOG_QUANTUM };
}

/**
 * tog_week_get_n_rows:
 * @week: a week
 *
 * Counts the rows: 96, and more in a week in which clocks are set back.
 */
guint
tog_week_get_n_rows (const TogWeek *week)
{
  return week->n_rows;
}

/**
 * tog_week_get_row:
 * @week: a week
 * @row: 0 to the number of rows - 1
 *
 * Gets what the clock shows in a row.
 *
 * Returns: (transfer none): the row
 */
const TogWeekRow *
tog_week_get_row (const TogWeek *week, guint row)
{
  g_return_val_if_fail (row < week->n_rows, NULL);

  return &week->rows[row];
}

/**
 * tog_week_get_cell:
 * @week: a week
 * @column: 0 to #TOG_WEEK_DAYS - 1
 * @row: 0 to the number of rows - 1
 * @start: (out) (optional): the instant at which the cell's quarter hour begins
 *
 * Finds which instant a cell stands for.
 *
 * Returns: whether there is a cell: on this day the clock may not show the row's
 *   time, or not twice
 */
gboolean
tog_week_get_cell (const TogWeek *week, guint column, guint row, TogInstant *start)
{
  if (column >= TOG_WEEK_DAYS || row >= week->n_rows || week->places[column][row] < 0)
    return FALSE;

  if (start != NULL)
    *start = week->cells[week->places[column][row]].start;

  return TRUE;
}

/**
 * tog_week_has_day:
 * @week: a week
 * @column: 0 to #TOG_WEEK_DAYS - 1
 *
 * Says whether a day has any time at all; Apia had no 30 December 2011.
 */
gboolean
tog_week_has_day (const TogWeek *week, guint column)
{
  for (guint row = 0; row < week->n_rows; row++)
    if (tog_week_get_cell (week, column, row, NULL))
      return TRUE;

  return FALSE;
}

/**
 * tog_week_find_cell:
 * @week: a week
 * @instant: an instant
 * @column: (out) (optional): the column
 * @row: (out) (optional): the row
 *
 * Finds the cell in whose quarter hour an instant lies.
 *
 * Returns: whether it lies in this week
 */
gboolean
tog_week_find_cell (const TogWeek *week, TogInstant instant, guint *column, guint *row)
{
  guint first = 0;
  guint last = week->n_cells;
  const Cell *cell;

  /* Ends at the number of cells that begin at @instant or before it. */
  while (first < last)
    {
      guint middle = first + (last - first) / 2;

      if (week->cells[middle].start <= instant)
        first = middle + 1;
      else
        last = middle;
    }

  if (first == 0)
    return FALSE;

  cell = &week->cells[first - 1];
  if (instant - cell->start >= TOG_QUANTUM)
    return FALSE;

  if (column != NULL)
    *column = cell->column;
  if (row != NULL)
    *row = cell->row;

  return TRUE;
}

/**
 * tog_week_list_starts:
 * @week: a week
 * @starts: (out caller-allocates): where the instants go
 *
 * Lists the instants at which the week's cells begin, ascending, as
 * tog_availability_judge_many() likes them.
 *
 * Returns: how many there are
 */
gsize
tog_week_list_starts (const TogWeek *week, TogInstant starts[TOG_WEEK_MAX_CELLS])
{
  for (guint i = 0; i < week->n_cells; i++)
    starts[i] = week->cells[i].start;

  return week->n_cells;
}
