#include "config.h"

#include "tog-attendees.h"

/* Of many members few live by another clock or keep other hours than all the
 * rest: what their hours come to is worked out once. */
typedef struct
{
  const TogWorkingHours *hours;
  const TogZone *zone;
} Schedule;

static guint
hash_schedule (gconstpointer key)
{
  const Schedule *schedule = key;

  return g_direct_hash (schedule->hours) * 31 + g_direct_hash (schedule->zone);
}

static gboolean
equal_schedules (gconstpointer a, gconstpointer b)
{
  const Schedule *one = a;
  const Schedule *other = b;

  return one->hours == other->hours && one->zone == other->zone;
}

static TogSlotSet *
expand (GHashTable *expanded, TogWorkingHours *hours, TogZone *zone, TogSlot extent)
{
  Schedule schedule = { hours, zone };
  TogSlotSet *slots = g_hash_table_lookup (expanded, &schedule);

  if (slots == NULL)
    {
      slots = tog_working_hours_expand (hours, zone, extent);
      g_hash_table_insert (expanded, g_memdup2 (&schedule, sizeof schedule), slots);
    }
  return tog_slot_set_ref (slots);
}

/**
 * tog_attendees_new:
 * @times: the times of everybody
 * @first: the first of them that is wanted, by index
 * @extent: for which time
 * @error: return location
 *
 * Gets what the heat map is made of.
 *
 * Returns: (transfer full) (nullable) (element-type TogAttendee): one for each of
 *   the people from @first on, none required; %NULL with %TOG_ERROR_UNKNOWN_ZONE
 *   where this system does not know somebody's zone
 */
GArray *
tog_attendees_new (TogTimes *times, guint first, TogSlot extent, GError **error)
{
  g_autoptr (GHashTable) expanded = g_hash_table_new_full (
      hash_schedule, equal_schedules, g_free, (GDestroyNotify) tog_slot_set_unref);
  g_autoptr (GArray) attendees = g_array_new (FALSE, TRUE, sizeof (TogAttendee));

  g_array_set_clear_func (attendees, (GDestroyNotify) tog_attendee_clear);
  for (guint i = first; i < times->people->len; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (times->people, i);
      TogZone *zone = tog_zone_lookup (person->member->zone, error);
      TogAttendee attendee = { .zone = zone };

      if (zone == NULL)
        return NULL;
      attendee.availability = (TogAvailability){
        .busy = tog_slot_set_ref (person->busy),
        .hours = expand (expanded, person->hours, zone, extent),
        .known = person->known,
        .sharing_off = person->sharing_off,
        .buffer_before = person->buffer_before,
        .buffer_after = person->buffer_after,
        .minimum_notice = person->minimum_notice,
        .full_weeks = person->full_weeks != NULL ? tog_slot_set_ref (person->full_weeks) : NULL,
      };
      g_array_append_val (attendees, attendee);
    }
  return g_steal_pointer (&attendees);
}

/**
 * tog_attendees_get_first_start:
 * @from: from when on
 *
 * Returns: the first start that is not before @from, on a quarter hour
 */
TogInstant
tog_attendees_get_first_start (TogInstant from)
{
  return tog_slot_quantize ((TogSlot){ from - 1, from }).end;
}

static void
count (TogCountedTimes *counted, GArray *attendees, TogTimes *times, TogSlot range, gint64 duration)
{
  g_autoptr (TogHeatMap) map = tog_heat_map_new ((const TogAttendee *) attendees->data,
                                                 attendees->len,
                                                 NULL,
                                                 range,
                                                 duration,
                                                 times->now,
                                                 times->latest_end);
  gsize n_starts = tog_counted_times_get_n_starts (counted);

  for (gsize i = 0; i < n_starts; i++)
    {
      TogHeat heat;

      tog_heat_map_get_heat (map, range.start + (gint64) i * TOG_QUANTUM, &heat);
      tog_counted_times_set (counted, duration, i, (TogCount){ heat.n_can, heat.n_unknown });
    }
}

/**
 * tog_attendees_count_others:
 * @times: the times of everybody
 * @n_named: how many of them are told by name, from the first on
 * @error: return location
 *
 * Puts numbers in the place of all others: at how many starts how many of them
 * can, and nothing else.
 *
 * Returns: whether that could be done; %FALSE with %TOG_ERROR_UNKNOWN_ZONE where
 *   this system does not know somebody's zone
 */
gboolean
tog_attendees_count_others (TogTimes *times, guint n_named, GError **error)
{
  static const gint64 durations[] = { 30 * TOG_MINUTE, 45 * TOG_MINUTE, 60 * TOG_MINUTE };
  TogSlot range = { tog_attendees_get_first_start (times->range.start), times->range.end };
  g_autoptr (GArray) attendees = NULL;
  gint64 n_starts;

  if (n_named == times->people->len)
    return TRUE;

  attendees =
      tog_attendees_new (times, n_named, tog_slot_pad (times->range, 0, TOG_COUNTED_MARGIN), error);
  if (attendees == NULL)
    return FALSE;
  n_starts = MAX (0, (range.end - range.start + TOG_QUANTUM - 1) / TOG_QUANTUM);
  times->counted = tog_counted_times_new (range.start, (gsize) n_starts, attendees->len);
  for (guint i = 0; i < G_N_ELEMENTS (durations); i++)
    count (times->counted, attendees, times, range, durations[i]);
  g_ptr_array_set_size (times->people, (int) n_named);
  return TRUE;
}
