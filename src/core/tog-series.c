#include "config.h"

#include "tog-series.h"

#define WEEK 7

/* The day of a later month that is the same weekday of it as @day is of its own. */
static TogDay
find_in_month (TogDay day, int months)
{
  int year, month, month_day;
  TogDay first, found;
  int which;

  tog_day_to_civil (day, &year, &month, &month_day);
  which = (month_day - 1) / WEEK;
  month += months - 1;
  year += month / 12;
  month = month % 12 + 1;

  first = tog_day_from_civil (year, month, 1);
  found = first + (tog_day_get_weekday (day) - tog_day_get_weekday (first) + WEEK) % WEEK +
          which * WEEK;
  /* The fifth of a weekday is the last, where there are only four. */
  if (found >= tog_day_from_civil (month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1))
    found -= WEEK;
  return found;
}

static TogDay
find_day (TogDay first, TogSeriesRule rule, int i)
{
  switch (rule)
    {
    case TOG_SERIES_BIWEEKLY:
      return first + 2 * WEEK * i;
    case TOG_SERIES_MONTHLY:
      return find_in_month (first, i);
    case TOG_SERIES_WEEKLY:
    default:
      return first + WEEK * i;
    }
}

/**
 * tog_series_list:
 * @zone: of the clock on whose wall the sessions keep their time
 * @first: start of the first session
 * @rule: how they follow each other
 * @occurrences: (out caller-allocates) (array length=n_occurrences): the sessions
 * @n_occurrences: how many
 *
 * Finds when the sessions of a series start: at the same time by the clock on the
 * wall, whatever clock changes lie between. A time that the clock shows twice is
 * taken the first time (RFC 5545 section 3.3.5).
 */
void
tog_series_list (const TogZone *zone,
                 TogInstant first,
                 TogSeriesRule rule,
                 TogOccurrence *occurrences,
                 gsize n_occurrences)
{
  TogWallTime wall = tog_zone_to_wall (zone, first);

  for (gsize i = 0; i < n_occurrences; i++)
    {
      TogWallTime wanted = { find_day (wall.day, rule, (int) i), wall.second };
      TogInstant instants[2];

      occurrences[i].moved = tog_zone_find_instants (zone, wanted, instants) == 0;
      occurrences[i].start = i == 0 ? first : tog_zone_from_wall (zone, wanted);
    }
}
