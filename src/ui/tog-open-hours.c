#include "config.h"

#include "tog-open-hours.h"

#define DEFAULT_MINUTE (8 * 60)

/**
 * tog_open_hours_find:
 * @hours: (out caller-allocates): the answer
 * @week: the days
 * @open: (nullable): for each cell, column by column, whether one can meet then;
 *   %NULL where that is not known, and no day counts as closed
 */
void
tog_open_hours_find (TogOpenHours *hours, const TogWeek *week, const gboolean *open)
{
  guint n_rows = tog_week_get_n_rows (week);
  guint first = n_rows;

  *hours = (TogOpenHours){ 0 };
  for (guint row = 0; row < n_rows; row++)
    if (tog_week_get_row (week, row)->minute <= DEFAULT_MINUTE)
      hours->first_row = row;
  if (open == NULL)
    return;

  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    {
      guint row = 0;

      while (row < n_rows && !open[column * n_rows + row])
        row++;
      hours->closed[column] = row == n_rows;
      first = MIN (first, row);
    }
  if (first < n_rows)
    hours->first_row = first;
}
