#include "config.h"

#include "tog-slot-set.h"

#include "tog-error.h"

#include <stdlib.h>
#include <string.h>

struct _TogSlotSet
{
  gatomicrefcount ref_count;
  gsize n_slots;
  TogSlot slots[];
};

G_DEFINE_BOXED_TYPE (TogSlotSet, tog_slot_set, tog_slot_set_ref, tog_slot_set_unref)

/* Makes a set with room for @capacity slots and none in it. */
static TogSlotSet *
allocate (gsize capacity)
{
  TogSlotSet *set;

  if (capacity > (G_MAXSIZE - sizeof *set) / sizeof (TogSlot))
    g_error ("A slot set of %" G_GSIZE_FORMAT " slots does not fit into memory", capacity);

  set = g_malloc (sizeof *set + capacity * sizeof (TogSlot));
  g_atomic_ref_count_init (&set->ref_count);
  set->n_slots = 0;

  return set;
}

/* Adds a slot that doesn't begin before the last one, which grows if they meet. */
static void
append (TogSlotSet *set, TogSlot slot)
{
  if (tog_slot_is_empty (slot))
    return;

  if (set->n_slots > 0 && slot.start <= set->slots[set->n_slots - 1].end)
    set->slots[set->n_slots - 1].end = MAX (set->slots[set->n_slots - 1].end, slot.end);
  else
    set->slots[set->n_slots++] = slot;
}

/* Gives back what was allocated for more slots than there are. */
static TogSlotSet *
trim (TogSlotSet *set)
{
  return g_realloc (set, sizeof *set + set->n_slots * sizeof (TogSlot));
}

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  TogInstant first = ((const TogSlot *) a)->start;
  TogInstant second = ((const TogSlot *) b)->start;

  return (first > second) - (first < second);
}

static gboolean
is_ascending (const TogSlot *slots, gsize n_slots)
{
  for (gsize i = 1; i < n_slots; i++)
    {
      if (slots[i].start < slots[i - 1].start)
        return FALSE;
    }

  return TRUE;
}

/**
 * tog_slot_set_new:
 * @slots: (array length=n_slots) (nullable): slots in any order, overlapping or
 *   not; empty ones count for nothing
 * @n_slots: how many
 *
 * Makes the set of all instants that are in some slot. Takes linear time if the
 * slots come by ascending start.
 *
 * Returns: (transfer full): the set
 */
TogSlotSet *
tog_slot_set_new (const TogSlot *slots, gsize n_slots)
{
  g_autofree TogSlot *sorted = NULL;
  TogSlotSet *set = allocate (n_slots);

  if (!is_ascending (slots, n_slots))
    {
      sorted = g_memdup2 (slots, n_slots * sizeof *slots);
      qsort (sorted, n_slots, sizeof *sorted, compare_starts);
      slots = sorted;
    }

  for (gsize i = 0; i < n_slots; i++)
    append (set, slots[i]);

  return trim (set);
}

/**
 * tog_slot_set_ref:
 * @set: a set
 *
 * Takes a reference; may be called from any thread.
 *
 * Returns: (transfer full): @set
 */
TogSlotSet *
tog_slot_set_ref (TogSlotSet *set)
{
  g_atomic_ref_count_inc (&set->ref_count);

  return set;
}

/**
 * tog_slot_set_unref:
 * @set: (transfer full): a set
 *
 * Drops a reference, and frees the set with the last one.
 */
void
tog_slot_set_unref (TogSlotSet *set)
{
  if (g_atomic_ref_count_dec (&set->ref_count))
    g_free (set);
}

/**
 * tog_slot_set_get_slots:
 * @set: a set
 * @n_slots: (out) (optional): how many slots there are
 *
 * Gets the slots, ascending, of which no two overlap or touch and none is empty.
 *
 * Returns: (array length=n_slots) (transfer none): the slots
 */
const TogSlot *
tog_slot_set_get_slots (const TogSlotSet *set, gsize *n_slots)
{
  if (n_slots != NULL)
    *n_slots = set->n_slots;

  return set->slots;
}

/**
 * tog_slot_set_find:
 * @set: a set
 * @instant: an instant
 *
 * Finds the first slot that ends after @instant: the one that @instant is in, or
 * else the next one. Takes logarithmic time.
 *
 * Returns: its index, or the number of slots if there is none
 */
gsize
tog_slot_set_find (const TogSlotSet *set, TogInstant instant)
{
  gsize first = 0;
  gsize last = set->n_slots;

  while (first < last)
    {
      gsize middle = first + (last - first) / 2;

      if (set->slots[middle].end <= instant)
        first = middle + 1;
      else
        last = middle;
    }

  return first;
}

/**
 * tog_slot_set_overlaps:
 * @set: a set
 * @slot: a slot
 *
 * Tells whether some instant of @slot is in @set.
 */
gboolean
tog_slot_set_overlaps (const TogSlotSet *set, TogSlot slot)
{
  gsize found = tog_slot_set_find (set, slot.start);

  return found < set->n_slots && tog_slot_overlaps (set->slots[found], slot);
}

/**
 * tog_slot_set_contains:
 * @set: a set
 * @slot: a slot
 *
 * Tells whether every instant of @slot is in @set. An empty slot is in every set.
 */
gboolean
tog_slot_set_contains (const TogSlotSet *set, TogSlot slot)
{
  gsize found;

  if (tog_slot_is_empty (slot))
    return TRUE;

  found = tog_slot_set_find (set, slot.start);

  return found < set->n_slots && tog_slot_contains (set->slots[found], slot);
}

/**
 * tog_slot_set_equal:
 * @a: a set
 * @b: another set
 *
 * Tells whether the same instants are in both sets.
 */
gboolean
tog_slot_set_equal (const TogSlotSet *a, const TogSlotSet *b)
{
  return a->n_slots == b->n_slots &&
         (a->n_slots == 0 || memcmp (a->slots, b->slots, a->n_slots * sizeof *a->slots) == 0);
}

/**
 * tog_slot_set_union:
 * @a: a set
 * @b: another set
 *
 * Makes the set of the instants that are in @a or in @b.
 *
 * Returns: (transfer full): the set
 */
TogSlotSet *
tog_slot_set_union (const TogSlotSet *a, const TogSlotSet *b)
{
  TogSlotSet *set = allocate (a->n_slots + b->n_slots);
  gsize i = 0;
  gsize j = 0;

  while (i < a->n_slots || j < b->n_slots)
    {
      if (j == b->n_slots || (i < a->n_slots && a->slots[i].start <= b->slots[j].start))
        append (set, a->slots[i++]);
      else
        append (set, b->slots[j++]);
    }

  return trim (set);
}

/**
 * tog_slot_set_intersect:
 * @a: a set
 * @b: another set
 *
 * Makes the set of the instants that are in both @a and @b.
 *
 * Returns: (transfer full): the set
 */
TogSlotSet *
tog_slot_set_intersect (const TogSlotSet *a, const TogSlotSet *b)
{
  TogSlotSet *set = allocate (a->n_slots + b->n_slots);
  gsize i = 0;
  gsize j = 0;

  while (i < a->n_slots && j < b->n_slots)
    {
      append (set, tog_slot_intersect (a->slots[i], b->slots[j]));

      if (a->slots[i].end < b->slots[j].end)
        i++;
      else
        j++;
    }

  return trim (set);
}

/**
 * tog_slot_set_subtract:
 * @a: a set
 * @b: another set
 *
 * Makes the set of the instants that are in @a and not in @b.
 *
 * Returns: (transfer full): the set
 */
TogSlotSet *
tog_slot_set_subtract (const TogSlotSet *a, const TogSlotSet *b)
{
  TogSlotSet *set = allocate (a->n_slots + b->n_slots);
  gsize j = 0;

  for (gsize i = 0; i < a->n_slots; i++)
    {
      TogSlot rest = a->slots[i];

      while (j < b->n_slots && b->slots[j].end <= rest.start)
        j++;

      /* The last slot of @b that is cut out may reach into the next of @a. */
      while (j < b->n_slots && b->slots[j].start < rest.end)
        {
          append (set, (TogSlot){ rest.start, b->slots[j].start });
          rest.start = b->slots[j].end;
          if (rest.start >= rest.end)
            break;
          j++;
        }

      append (set, rest);
    }

  return trim (set);
}

/**
 * tog_slot_set_clip:
 * @set: a set
 * @range: a slot
 *
 * Makes the set of the instants of @set that are in @range.
 *
 * Returns: (transfer full): the set
 */
TogSlotSet *
tog_slot_set_clip (const TogSlotSet *set, TogSlot range)
{
  gsize first = tog_slot_set_find (set, range.start);
  gsize last = first;
  TogSlotSet *clipped;

  while (last < set->n_slots && set->slots[last].start < range.end)
    last++;

  clipped = allocate (last - first);
  for (gsize i = first; i < last; i++)
    append (clipped, tog_slot_intersect (set->slots[i], range));

  return trim (clipped);
}

/**
 * tog_slot_set_pad:
 * @set: a set
 * @before: seconds to add before each slot, negative to take away
 * @after: seconds to add after each slot, negative to take away
 *
 * Makes the set in which the ends of every slot are moved outward.
 *
 * Returns: (transfer full): the set
 */
TogSlotSet *
tog_slot_set_pad (const TogSlotSet *set, gint64 before, gint64 after)
{
  TogSlotSet *padded = allocate (set->n_slots);

  for (gsize i = 0; i < set->n_slots; i++)
    append (padded, tog_slot_pad (set->slots[i], before, after));

  return trim (padded);
}

/**
 * tog_slot_set_quantize:
 * @set: a set
 *
 * Makes the set in which every slot is padded outward to the quantum, as
 * tog_slot_quantize() does.
 *
 * Returns: (transfer full): the set
 */
TogSlotSet *
tog_slot_set_quantize (const TogSlotSet *set)
{
  TogSlotSet *quantized = allocate (set->n_slots);

  for (gsize i = 0; i < set->n_slots; i++)
    append (quantized, tog_slot_quantize (set->slots[i]));

  return trim (quantized);
}

/* What a set is written as begins with this, and is half a unit longer than some units:
 * earlier sets were whole ones. */
#define FORMAT 1
#define UNIT sizeof (TogSlot)

/* Seven bits a byte, the lowest first; all bytes but the last have the eighth set, as of
 * LEB128. */
static void
append_number (GByteArray *bytes, guint64 number)
{
  for (; number >= 0x80; number >>= 7)
    g_byte_array_append (bytes, &(guint8){ (guint8) (number | 0x80) }, 1);
  g_byte_array_append (bytes, &(guint8){ (guint8) number }, 1);
}

static gboolean
read_number (const guint8 **at, const guint8 *end, guint64 *number)
{
  *number = 0;
  for (guint shift = 0; *at < end && shift < 64; shift += 7)
    {
      guint8 byte = *(*at)++;

      *number |= (guint64) (byte & 0x7f) << shift;
      if ((byte & 0x80) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * tog_slot_set_to_bytes:
 * @set: a set
 *
 * Writes a set compactly: how many slots, then of each how long after the one before it
 * begins and how long it is, in seconds. A week of somebody's meetings takes some 100
 * bytes.
 *
 * Returns: (transfer full): the bytes
 */
GBytes *
tog_slot_set_to_bytes (const TogSlotSet *set)
{
  GByteArray *bytes = g_byte_array_sized_new ((guint) (set->n_slots * 6 + 2 * UNIT));
  guint64 before = 0;

  g_byte_array_append (bytes, &(guint8){ FORMAT }, 1);
  append_number (bytes, set->n_slots);
  for (gsize i = 0; i < set->n_slots; i++)
    {
      guint64 start = (guint64) set->slots[i].start;
      guint64 end = (guint64) set->slots[i].end;

      append_number (bytes, start - before);
      append_number (bytes, end - start);
      before = end;
    }
  while (bytes->len % UNIT != UNIT / 2)
    g_byte_array_append (bytes, &(guint8){ 0 }, 1);
  return g_byte_array_free_to_bytes (bytes);
}

/* Adds what comes after all that is there; anything else was cut or damaged. */
static gboolean
append_next (TogSlotSet *set, TogSlot slot)
{
  if (tog_slot_is_empty (slot) ||
      (set->n_slots > 0 && slot.start <= set->slots[set->n_slots - 1].end))
    return FALSE;
  set->slots[set->n_slots++] = slot;
  return TRUE;
}

static TogSlotSet *
read_slots (const guint8 *at, const guint8 *end)
{
  g_autoptr (TogSlotSet) set = NULL;
  guint64 n_slots, before = 0;

  if (*at++ != FORMAT || !read_number (&at, end, &n_slots) || n_slots > (guint64) (end - at) / 2)
    return NULL;
  set = allocate (n_slots);
  for (guint64 i = 0; i < n_slots; i++)
    {
      guint64 gap, length;

      if (!read_number (&at, end, &gap) || !read_number (&at, end, &length))
        return NULL;
      if (!append_next (
              set, (TogSlot){ (TogInstant) (before + gap), (TogInstant) (before + gap + length) }))
        return NULL;
      before += gap + length;
    }
  for (; at < end; at++)
    if (*at != 0)
      return NULL;
  return g_steal_pointer (&set);
}

/* As sets were written by the first versions: start and end of each slot. */
static TogSlotSet *
read_words (const guint8 *data, gsize size)
{
  g_autoptr (TogSlotSet) set = allocate (size / UNIT);

  for (gsize at = 0; at < size; at += UNIT)
    {
      gint64 words[2];

      memcpy (words, data + at, sizeof words);
      if (!append_next (set, (TogSlot){ GINT64_FROM_LE (words[0]), GINT64_FROM_LE (words[1]) }))
        return NULL;
    }
  return g_steal_pointer (&set);
}

/**
 * tog_slot_set_from_bytes:
 * @data: (nullable): what tog_slot_set_to_bytes() wrote, aligned in any way
 * @size: bytes of it
 * @error: return location for a #TOG_ERROR_MALFORMED error
 *
 * Reads a set. What doesn't hold whole, ascending, separate, nonempty slots is
 * refused: it was cut or damaged.
 *
 * Returns: (transfer full): the set, or %NULL on error
 */
TogSlotSet *
tog_slot_set_from_bytes (gconstpointer data, gsize size, GError **error)
{
  TogSlotSet *set = NULL;

  if (size % UNIT == UNIT / 2)
    set = read_slots (data, (const guint8 *) data + size);
  else if (size % UNIT == 0)
    set = read_words (data, size);
  if (set == NULL)
    g_set_error (error,
                 TOG_ERROR,
                 TOG_ERROR_MALFORMED,
                 "A set of times of %" G_GSIZE_FORMAT " bytes was cut off or damaged",
                 size);
  return set;
}
