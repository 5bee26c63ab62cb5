#include "config.h"

#include "tog-working-hours.h"

#include "tog-error.h"

#include <stdlib.h>

#define DAY_MINUTES 1440

struct _TogWorkingHours
{
  gatomicrefcount ref_count;
  gsize n_exceptions;
  TogHoursException *exceptions; /* (owned) (nullable): by day */
  gsize n_ranges;
  TogWorkingRange ranges[];
};

G_DEFINE_BOXED_TYPE (TogWorkingHours,
                     tog_working_hours,
                     tog_working_hours_ref,
                     tog_working_hours_unref)

static int
compare_days (gconstpointer a, gconstpointer b)
{
  const TogHoursException *one = a;
  const TogHoursException *other = b;

  return (one->day > other->day) - (one->day < other->day);
}

static const TogHoursException *
find_exception (const TogWorkingHours *hours, TogDay day)
{
  const TogHoursException key = { .day = day };

  if (hours->n_exceptions == 0)
    return NULL;
  return bsearch (&key, hours->exceptions, hours->n_exceptions, sizeof key, compare_days);
}

static void
append_range (const TogWorkingRange *range, TogInstant midnight, TogSlot interval, GArray *slots)
{
  TogSlot slot = tog_slot_intersect (
      (TogSlot){ midnight + range->from * TOG_MINUTE, midnight + range->to * TOG_MINUTE },
      interval);

  if (!tog_slot_is_empty (slot))
    g_array_append_val (slots, slot);
}

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
      const TogHoursException *exception = find_exception (hours, (TogDay) day);
      int weekday = tog_day_get_weekday ((TogDay) day);

      for (guint i = 0; exception != NULL && i < exception->n_ranges; i++)
        append_range (&exception->ranges[i], midnight, interval, slots);
      for (gsize i = 0; exception == NULL && i < hours->n_ranges; i++)
        if (hours->ranges[i].weekday == weekday)
          append_range (&hours->ranges[i], midnight, interval, slots);
    }
}

static gboolean
check_clock (const TogWorkingRange *range, GError **error)
{
  if (range->from >= 0 && range->from < DAY_MINUTES && range->to > range->from &&
      range->to <= range->from + DAY_MINUTES)
    return TRUE;
  g_set_error (error,
               TOG_ERROR,
               TOG_ERROR_MALFORMED,
               "Working hours from minute %d to minute %d are not possible: begin within "
               "the day, and end later by a day at the most",
               range->from,
               range->to);
  return FALSE;
}

static TogWorkingHours *
allocate (const TogWorkingRange *ranges, gsize n_ranges)
{
  TogWorkingHours *hours = g_malloc0 (sizeof *hours + n_ranges * sizeof *ranges);

  g_atomic_ref_count_init (&hours->ref_count);
  hours->n_ranges = n_ranges;
  for (gsize i = 0; i < n_ranges; i++)
    hours->ranges[i] = ranges[i];
  return hours;
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

      if (!check_clock (&ranges[i], error))
        return NULL;
    }

  return allocate (ranges, n_ranges);
}

/**
 * tog_working_hours_with_exceptions:
 * @hours: working hours
 * @exceptions: (array length=n_exceptions): days that are unlike the usual week, in
 *   any order, each once; they take the place of those that @hours has
 * @n_exceptions: how many, at most #TOG_MAX_HOURS_EXCEPTIONS
 * @error: return location for a #TOG_ERROR_MALFORMED or #TOG_ERROR_LIMIT error
 *
 * Returns: (transfer full) (nullable): the same week with these exceptions
 */
TogWorkingHours *
tog_working_hours_with_exceptions (const TogWorkingHours *hours,
                                   const TogHoursException *exceptions,
                                   gsize n_exceptions,
                                   GError **error)
{
  g_autoptr (TogWorkingHours) self = NULL;

  if (n_exceptions > TOG_MAX_HOURS_EXCEPTIONS)
    {
      g_set_error (error,
                   TOG_ERROR,
                   TOG_ERROR_LIMIT,
                   "Working hours have %" G_GSIZE_FORMAT " exceptions: use %d at the most",
                   n_exceptions,
                   TOG_MAX_HOURS_EXCEPTIONS);
      return NULL;
    }

  self = allocate (hours->ranges, hours->n_ranges);
  self->n_exceptions = n_exceptions;
  self->exceptions = g_memdup2 (exceptions, n_exceptions * sizeof *exceptions);
  if (n_exceptions > 0)
    qsort (self->exceptions, n_exceptions, sizeof *exceptions, compare_days);
  for (gsize i = 0; i < n_exceptions; i++)
    {
      const TogHoursException *exception = &self->exceptions[i];

      if (i > 0 && exception[-1].day == exception->day)
        {
          g_autofree char *day = tog_day_format (exception->day);

          g_set_error (error,
                       TOG_ERROR,
                       TOG_ERROR_MALFORMED,
                       "%s has two exceptions: put all its ranges into one",
                       day);
          return NULL;
        }
      for (guint j = 0; j < exception->n_ranges; j++)
        if (!check_clock (&exception->ranges[j], error))
          return NULL;
    }
  return g_steal_pointer (&self);
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
  if (!g_atomic_ref_count_dec (&hours->ref_count))
    return;
  g_free (hours->exceptions);
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
 * tog_working_hours_get_exceptions:
 * @hours: working hours
 * @n_exceptions: (out): how many there are
 *
 * Returns: (array length=n_exceptions) (transfer none) (nullable): the days that are
 *   unlike the usual week, in their order
 */
const TogHoursException *
tog_working_hours_get_exceptions (const TogWorkingHours *hours, gsize *n_exceptions)
{
  *n_exceptions = hours->n_exceptions;
  return hours->exceptions;
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
