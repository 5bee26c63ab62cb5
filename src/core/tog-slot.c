#include "config.h"

#include "tog-slot.h"

/* Instants read from outside may be of any size, so sums stop at the ends. */
static TogInstant
add_saturating (TogInstant instant, gint64 seconds)
{
  TogInstant sum;

  if (__builtin_add_overflow (instant, seconds, &sum))
    return seconds < 0 ? G_MININT64 : G_MAXINT64;

  return sum;
}

/* Seconds since the last step of the quantum, 0 to TOG_QUANTUM - 1. */
static gint64
measure_past_quantum (TogInstant instant)
{
  gint64 rest = instant % TOG_QUANTUM;

  return rest < 0 ? rest + TOG_QUANTUM : rest;
}

/**
 * tog_slot_is_empty:
 * @slot: a slot
 *
 * Tells whether no instant is in @slot.
 */
gboolean
tog_slot_is_empty (TogSlot slot)
{
  return slot.end <= slot.start;
}

/**
 * tog_slot_overlaps:
 * @a: a slot
 * @b: another slot
 *
 * Tells whether some instant is in both. Slots that touch don't overlap, and an
 * empty slot overlaps nothing.
 */
gboolean
tog_slot_overlaps (TogSlot a, TogSlot b)
{
  return !tog_slot_is_empty (tog_slot_intersect (a, b));
}

/**
 * tog_slot_contains:
 * @outer: a slot
 * @inner: another slot
 *
 * Tells whether every instant of @inner is in @outer. An empty slot is in every
 * slot.
 */
gboolean
tog_slot_contains (TogSlot outer, TogSlot inner)
{
  return tog_slot_is_empty (inner) || (outer.start <= inner.start && inner.end <= outer.end);
}

/**
 * tog_slot_intersect:
 * @a: a slot
 * @b: another slot
 *
 * Finds the instants that are in both slots; the result may be empty.
 */
TogSlot
tog_slot_intersect (TogSlot a, TogSlot b)
{
  return (TogSlot){ MAX (a.start, b.start), MIN (a.end, b.end) };
}

/**
 * tog_slot_pad:
 * @slot: a slot
 * @before: seconds to add before it, negative to take away
 * @after: seconds to add after it, negative to take away
 *
 * Moves both ends outward. An empty slot gives an empty slot: there is nothing
 * to keep a distance from.
 */
TogSlot
tog_slot_pad (TogSlot slot, gint64 before, gint64 after)
{
  if (tog_slot_is_empty (slot))
    return slot;

  return (TogSlot){ add_saturating (slot.start, before == G_MININT64 ? G_MAXINT64 : -before),
                    add_saturating (slot.end, after) };
}

/**
 * tog_slot_quantize:
 * @slot: a slot
 *
 * Moves both ends outward to multiples of #TOG_QUANTUM, counted from the epoch.
 * As every offset in use is a multiple of the quantum, these are also quarters
 * of every local hour. An empty slot gives an empty slot.
 */
TogSlot
tog_slot_quantize (TogSlot slot)
{
  gint64 past_start = measure_past_quantum (slot.start);
  gint64 past_end = measure_past_quantum (slot.end);

  return tog_slot_pad (slot, past_start, past_end > 0 ? TOG_QUANTUM - past_end : 0);
}
