#include "config.h"

#include "tog-times.h"

static gboolean
touches (TogSlot a, TogSlot b)
{
  return a.start <= b.end && b.start <= a.end;
}

static TogSlot
get_hull (TogSlot a, TogSlot b)
{
  return (TogSlot){ MIN (a.start, b.start), MAX (a.end, b.end) };
}

static gboolean
are_of_the_same_people (TogTimes *a, TogTimes *b)
{
  if (a->people->len != b->people->len || (a->counted == NULL) != (b->counted == NULL))
    return FALSE;
  for (guint i = 0; i < a->people->len; i++)
    {
      TogPersonTimes *one = g_ptr_array_index (a->people, i);
      TogPersonTimes *other = g_ptr_array_index (b->people, i);

      if (!g_str_equal (one->member->id, other->member->id))
        return FALSE;
    }
  return TRUE;
}

/* Where a calendar was known at the time of the older times counts only where
 * the newer ones say nothing, and only without a gap: what is known is one range. */
static TogSlot
join_known (TogSlot newer, TogSlot newer_range, TogSlot older)
{
  TogSlot known = newer;

  if (tog_slot_is_empty (newer))
    return newer;
  if (newer.start == newer_range.start && touches (older, (TogSlot){ newer.start, newer.start }))
    known.start = older.start;
  if (newer.end == newer_range.end && touches (older, (TogSlot){ newer.end, newer.end }))
    known.end = older.end;
  return known;
}

/* Of a week that both know something of, the newer ones know what holds. */
static TogSlotSet *
join_full_weeks (TogSlotSet *newer, TogSlotSet *older, TogSlotSet *said)
{
  g_autoptr (TogSlotSet) rest = older != NULL ? tog_slot_set_subtract (older, said) : NULL;

  if (newer == NULL || rest == NULL)
    return newer != NULL ? tog_slot_set_ref (newer) : g_steal_pointer (&rest);
  return tog_slot_set_union (newer, rest);
}

static TogPersonTimes *
join_person (TogTimes *newer, TogTimes *older, guint i)
{
  TogPersonTimes *one = g_ptr_array_index (newer->people, i);
  TogPersonTimes *other = g_ptr_array_index (older->people, i);
  TogPersonTimes *self = tog_person_times_new ();
  g_autoptr (TogSlotSet) said = tog_slot_set_new (&newer->range, 1);
  g_autoptr (TogSlotSet) rest = tog_slot_set_subtract (other->busy, said);

  self->member = g_object_ref (one->member);
  self->role = one->role;
  self->hours = tog_working_hours_ref (one->hours);
  self->sharing_off = one->sharing_off;
  self->known = join_known (tog_slot_intersect (one->known, newer->range),
                            newer->range,
                            tog_slot_intersect (other->known, older->range));
  self->checked_at = one->checked_at;
  self->busy = tog_slot_set_union (one->busy, rest);
  self->buffer_before = one->buffer_before;
  self->buffer_after = one->buffer_after;
  self->minimum_notice = one->minimum_notice;
  self->full_weeks = join_full_weeks (one->full_weeks, other->full_weeks, said);
  return self;
}

/**
 * tog_times_join:
 * @newer: times
 * @older: times that were read before @newer
 *
 * Puts together what was said of ranges next to each other. Where both say
 * something, @newer holds.
 *
 * Returns: (transfer full) (nullable): both, or %NULL where they are of other
 *   people or there is a gap between them
 */
TogTimes *
tog_times_join (TogTimes *newer, TogTimes *older)
{
  g_autoptr (TogCountedTimes) counted = NULL;
  TogTimes *self;

  if (!touches (newer->range, older->range) || !are_of_the_same_people (newer, older))
    return NULL;
  if (newer->counted != NULL)
    {
      counted = tog_counted_times_join (newer->counted, older->counted);
      if (counted == NULL)
        return NULL;
    }

  self = tog_times_new ();
  self->counted = g_steal_pointer (&counted);
  self->range = get_hull (newer->range, older->range);
  self->now = newer->now;
  self->latest_end = newer->latest_end;
  self->people = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < newer->people->len; i++)
    g_ptr_array_add (self->people, join_person (newer, older, i));
  return self;
}
