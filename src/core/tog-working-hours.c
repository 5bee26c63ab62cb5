#include "config.h"

#include "tog-working-hours.h"

#include "tog-error.h"

#define DAY_MINUTES 1440

struct _TogWorkingHours
{
  gatomicrefcount ref_count;
  gsize n_ranges;
  TogWorkingRange ranges[];
};

G_DEFINE_BOXED_TYPE (TogWorkingHours,
                     tog_working_hours,
                     tog_working_hours_ref,
                     tog_working_hours_unref)

/*
 * Adds the working time between two instants, between which the offset is
 * constant. So it is the working time on the wall, moved by the offset.
 */
static void
append_interval (const TogWorkingHours *hours, TogSlot interval, gint32 offset, GArray *slots)
{
  gint64 first_day = (interval.start + offset) / TOG_DAY_SECONDS - 2;
  gint64 last_day = (interval.end + offset) / TOG_DAY_SECONDS;

  /* The division may have rounded up by a day, and a range may begin a day before the interval. */
  for (gint64 day = first_day; day <= last_day; day++)
    {
      TogInstant midnight = day * TOG_DAY_SECONDS - offset;
      int weekday = tog_day_get_weekday ((TogDay) day);

      for (gsize i = 0; i < hours->n_ranges; i++)
        {
          TogSlot slot;

          if (hours->ranges[i].weekday != weekday)
            continue;

          slot = tog_slot_intersect ((TogSlot){ midnight + hours->ranges[i].from * TOG_MINUTE,
                                                midnight + hours->ranges[i].to * TOG_MINUTE },
                                     interval);
          if (!tog_slot_is_empty (slot))
            g_array_append_val (slots, slot);
        }
    }
}

/**
 * tog_working_hours_new:
 * @ranges: (array length=n_ranges) (nullable): ranges in any order, which may
 *   overlap; none means that this person never works
 * @n_ranges: how many, at most #TOG_WORKING_HOURS_MAX_RANGES
 * @error: return location for a #TOG_ERROR_MALFORMED or #TOG_ERROR_LIMIT error
 *
 * Makes weekly working hours after checking that each range is valid.
 *
 * Returns: (transfer full): the working hours, or %NULL on error
 */
TogWorkingHours *
tog_working_hours_new (const TogWorkingRange *ranges, gsize n_ranges, GError **error)
{
  TogWorkingHours *hours;

  if (n_ranges > TOG_WORKING_HOURS_MAX_RANGES)
    {
      g_set_error (error,
                   TOG_ERROR,
                   TOG_ERROR_LIMIT,
                   "A week of working hours has %" G_GSIZE_FORMAT " ranges: use %d at the most",
                   n_ranges,
                   TOG_WORKING_HOURS_MAX_RANGES);
      return NULL;
    }

  for (gsize i = 0; i < n_ranges; i++)
    {
      if (ranges[i].weekday < 1 || ranges[i].weekday > 7)
        {
          g_set_error (error,
                       TOG_ERROR,
                       TOG_ERROR_MALFORMED,
                       "Weekday %d of working hours does not exist: use 1 (Monday) to 7 (Sunday)",
                       ranges[i].weekday);
          return NULL;
        }

      if (ranges[i].from < 0 || ranges[i].from >= DAY_MINUTES || ranges[i].to <= ranges[i].from ||
          ranges[i].to > ranges[i].from + DAY_MINUTES)
        {
          g_set_error (error,
                       TOG_ERROR,
                       TOG_ERROR_MALFORMED,
                       "Working hours from minute %d to minute %d are not possible: begin within "
                       "the day, and end later by a day at the most",
                       ranges[i].from,
                       ranges[i].to);
          return NULL;
        }
    }

  hours = g_malloc (sizeof *hours + n_ranges * sizeof *ranges);
  g_atomic_ref_count_init (&hours->ref_count);
  hours->n_ranges = n_ranges;
  for (gsize i = 0; i < n_ranges; i++)
    hours->ranges[i] = ranges[i];

  return hours;
}

/**
 * tog_working_hours_ref:
 * @hours: working hours
 *
 * Takes a reference; may be called from any thread.
 *
 * Returns: (transfer full): @hours
 */
TogWorkingHours *
tog_working_hours_ref (TogWorkingHours *hours)
{
  g_atomic_ref_count_inc (&hours->ref_count);

  return hours;
}

/**
 * tog_working_hours_unref:
 * @hours: (transfer full): working hours
 *
 * Drops a reference, and frees the working hours with the last one.
 */
void
tog_working_hours_unref (TogWorkingHours *hours)
{
  if (g_atomic_ref_count_dec (&hours->ref_count))
    g_free (hours);
}

/**
 * tog_working_hours_get_ranges:
 * @hours: working hours
 * @n_ranges: (out) (optional): how many ranges there are
 *
 * Gets the ranges in the order in which they were given.
 *
 * Returns: (array length=n_ranges) (transfer none): the ranges
 */
const TogWorkingRange *
tog_working_hours_get_ranges (const TogWorkingHours *hours, gsize *n_ranges)
{
  if (n_ranges != NULL)
    *n_ranges = hours->n_ranges;

  return hours->ranges;
}

/**
 * tog_working_hours_expand:
 * @hours: working hours
 * @zone: the zone of the clock on the wall
 * @range: the time to look at
 *
 * Finds when somebody works: an instant of @range is working time exactly when
 * the clock then shows working time. So when clocks are set forward working
 * hours get shorter, and when they are set back the repeated time counts twice.
 *
 * Returns: (transfer full): the working time in @range
 */
TogSlotSet *
tog_working_hours_expand (const TogWorkingHours *hours, const TogZone *zone, TogSlot range)
{
  g_autoptr (GArray) slots = g_array_new (FALSE, FALSE, sizeof (TogSlot));
  TogInstant start = range.start;

  while (start < range.end)
    {
      TogTransition next;
      TogInstant end = range.end;

      if (tog_zone_get_next_transition (zone, start, &next))
        end = MIN (end, next.at);

      append_interval (hours, (TogSlot){ start, end }, tog_zone_get_offset (zone, start), slots);
      start = end;
    }

  return tog_slot_set_new ((const TogSlot *) (gpointer) slots->data, slots->len);
}
