#include "config.h"

#include "tog-session-week.h"

#include <stdlib.h>

#define WEEK 7
#define MONDAY 1

static TogInstant
find_midnight (const TogZone *zone, TogDay day)
{
  return tog_zone_from_wall (zone, (TogWallTime){ day, 0 });
}

/**
 * tog_session_week_find:
 * @zone: of the clock on a member's wall
 * @start: of a session
 *
 * Finds the week that a session counts in where somebody takes only so many in one:
 * from Monday, midnight, to the next, by their own clock. It does not depend on what
 * day weeks begin on for whoever looks. It has an hour more or less where clocks
 * change in it.
 *
 * Returns: the week
 */
TogSlot
tog_session_week_find (const TogZone *zone, TogInstant start)
{
  TogDay monday = tog_day_get_week_start (tog_zone_to_wall (zone, start).day, MONDAY);

  /* Where clocks are set back over midnight, a Sunday evening comes after Monday has
   * begun; where they are set forward over it, Monday begins late. */
  if (start < find_midnight (zone, monday))
    monday -= WEEK;
  else if (start >= find_midnight (zone, monday + WEEK))
    monday += WEEK;
  return (TogSlot){ find_midnight (zone, monday), find_midnight (zone, monday + WEEK) };
}

static int
compare_instants (gconstpointer a, gconstpointer b)
{
  const TogInstant *one = a;
  const TogInstant *other = b;

  return (*one > *other) - (*one < *other);
}

/**
 * tog_session_week_find_full:
 * @zone: of the clock on a member's wall
 * @starts: (array length=n_starts): of the sessions they have, in any order
 * @n_starts: how many
 * @week_limit: how many they take in a week; 0 is any number
 *
 * Returns: (transfer full) (nullable): the weeks in which they have as many as they
 *   take, or more; %NULL where there are none
 */
TogSlotSet *
tog_session_week_find_full (const TogZone *zone,
                            const TogInstant *starts,
                            gsize n_starts,
                            guint week_limit)
{
  g_autofree TogInstant *sorted = g_memdup2 (starts, n_starts * sizeof *starts);
  g_autoptr (GArray) full = g_array_new (FALSE, FALSE, sizeof (TogSlot));

  if (week_limit == 0 || n_starts < week_limit)
    return NULL;
  qsort (sorted, n_starts, sizeof *sorted, compare_instants);
  for (gsize i = 0; i < n_starts;)
    {
      TogSlot week = tog_session_week_find (zone, sorted[i]);
      gsize first = i;

      while (i < n_starts && sorted[i] < week.end)
        i++;
      if (i - first >= week_limit)
        g_array_append_val (full, week);
    }
  return full->len > 0 ? tog_slot_set_new ((TogSlot *) (gpointer) full->data, full->len) : NULL;
}
