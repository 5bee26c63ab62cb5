#include "config.h"

#include "tog-heat-map-private.h"

/* Enough for TOG_MAX_PARTICIPANTS. */
#define N_PLANES 10
G_STATIC_ASSERT (TOG_MAX_PARTICIPANTS < 1 << N_PLANES);

G_DEFINE_BOXED_TYPE (TogHeatMap, tog_heat_map, tog_heat_map_ref, tog_heat_map_unref)

/**
 * tog_attendee_clear:
 * @attendee: somebody
 *
 * Drops what @attendee owns and makes it all zero.
 */
void
tog_attendee_clear (TogAttendee *attendee)
{
  tog_availability_clear (&attendee->availability);
  g_clear_pointer (&attendee->zone, tog_zone_unref);
  attendee->required = FALSE;
}

/* The first start that is not before @instant, by number; may be out of range. */
static gint64
find_start (const TogHeatMap *map, TogInstant instant)
{
  gint64 after = instant - map->range.start;

  return after / TOG_QUANTUM + (after % TOG_QUANTUM > 0);
}

/* Sets (or clears) the bits of the starts in [from, to), as far as there are. */
static void
fill (const TogHeatMap *map, guint64 *bits, gint64 from, gint64 to, gboolean set)
{
  gsize first, last;
  guint64 first_mask, last_mask;

  from = MAX (from, 0);
  to = MIN (to, (gint64) map->n_starts);
  if (from >= to)
    return;

  first = (gsize) from / TOG_BITS_PER_WORD;
  last = (gsize) (to - 1) / TOG_BITS_PER_WORD;
  first_mask = ~G_GUINT64_CONSTANT (0) << (from % TOG_BITS_PER_WORD);
  last_mask = ~G_GUINT64_CONSTANT (0) >> (TOG_BITS_PER_WORD - 1 - (to - 1) % TOG_BITS_PER_WORD);
  if (first == last)
    first_mask &= last_mask;
  bits[first] = set ? bits[first] | first_mask : bits[first] & ~first_mask;
  for (gsize i = first + 1; i < last; i++)
    bits[i] = set ? ~G_GUINT64_CONSTANT (0) : 0;
  if (first != last)
    bits[last] = set ? bits[last] | last_mask : bits[last] & ~last_mask;
}

/* The slots of a set that can matter to a session in range. */
static const TogSlot *
find_slots (const TogHeatMap *map, const TogSlotSet *set, gint64 margin, const TogSlot **end)
{
  gsize n_slots;
  const TogSlot *slots = tog_slot_set_get_slots (set, &n_slots);

  *end = slots + tog_slot_set_find (set, map->range.end + map->duration + margin);
  if (*end < slots + n_slots)
    (*end)++;
  return slots + tog_slot_set_find (set, map->range.start - margin);
}

/* When one person can't: what tog_availability_judge_alone() says of each start,
 * found by walking over their time once instead of asking for each. */
static void
fill_attendee (const TogHeatMap *map, gsize who)
{
  const TogAvailability *person = &map->attendees[who].availability;
  gint64 before = person->buffer_before;
  gint64 after = person->buffer_after;
  guint64 *cannot = map->cannot + who * map->n_words;
  guint64 *unknown = map->unknown + who * map->n_words;
  const TogSlot *slot, *end;

  fill (map, cannot, 0, (gint64) map->n_starts, TRUE);
  if (person->hours != NULL)
    for (slot = find_slots (map, person->hours, 0, &end); slot < end; slot++)
      fill (map,
            cannot,
            find_start (map, slot->start),
            find_start (map, slot->end - map->duration + 1),
            FALSE);
  if (person->busy != NULL)
    for (slot = find_slots (map, person->busy, MAX (before, after), &end); slot < end; slot++)
      fill (map,
            cannot,
            find_start (map, slot->start - map->duration - after + 1),
            find_start (map, slot->end + before),
            TRUE);
  if (person->full_weeks != NULL)
    for (slot = find_slots (map, person->full_weeks, 0, &end); slot < end; slot++)
      fill (map, cannot, find_start (map, slot->start), find_start (map, slot->end), TRUE);
  fill (map, cannot, 0, find_start (map, map->now + person->minimum_notice), TRUE);

  if (person->sharing_off)
    return;
  fill (map, unknown, 0, (gint64) map->n_starts, TRUE);
  fill (map,
        unknown,
        find_start (map, person->known.start + before),
        find_start (map, person->known.end - map->duration - after + 1),
        FALSE);
  for (gsize i = 0; i < map->n_words; i++)
    unknown[i] &= ~cannot[i];
}

/* Adds one bit to each of 64 counters that are held in planes: the first has
 * the lowest bit of all of them. */
static inline void
count (guint64 planes[N_PLANES], guint64 bits)
{
  for (int i = 0; bits != 0; i++)
    {
      guint64 carry = planes[i] & bits;

      planes[i] ^= bits;
      bits = carry;
    }
}

static inline guint16
read_counter (const guint64 planes[N_PLANES], guint bit)
{
  guint n = 0;

  for (int i = 0; i < N_PLANES; i++)
    n |= (guint) ((planes[i] >> bit) & 1) << i;
  return (guint16) n;
}

static void
count_word (TogHeatMap *map, gsize word)
{
  guint64 cannot[N_PLANES] = { 0 };
  guint64 unknown[N_PLANES] = { 0 };
  guint64 required[N_PLANES] = { 0 };
  gsize first = word * TOG_BITS_PER_WORD;

  for (gsize who = 0; who < map->n_attendees; who++)
    {
      guint64 bits = map->cannot[who * map->n_words + word];

      count (cannot, bits);
      count (unknown, map->unknown[who * map->n_words + word]);
      if (map->attendees[who].required)
        count (required, bits);
    }
  for (gsize i = first; i < MIN (first + TOG_BITS_PER_WORD, map->n_starts); i++)
    {
      guint bit = (guint) (i - first);
      TogHeat *heat = &map->heat[i];

      heat->n_people = (guint16) map->n_attendees;
      heat->n_unknown = read_counter (unknown, bit);
      heat->n_can = (guint16) (heat->n_people - read_counter (cannot, bit) - heat->n_unknown);
      heat->n_required_cannot = read_counter (required, bit);
    }
}

/* Those of whom only numbers are known. Where there are none nothing is known
 * of any of them. */
static void
add_counted (TogHeatMap *map)
{
  guint n_people = tog_counted_times_get_n_people (map->counted);

  for (gsize i = 0; i < map->n_starts; i++)
    {
      TogInstant start = map->range.start + (gint64) i * TOG_QUANTUM;
      TogCount n;

      if (!tog_counted_times_get (map->counted, map->duration, start, &n))
        n.n_unknown = (guint16) n_people;
      map->heat[i].n_people = (guint16) (map->heat[i].n_people + n_people);
      map->heat[i].n_can = (guint16) (map->heat[i].n_can + n.n_can);
      map->heat[i].n_unknown = (guint16) (map->heat[i].n_unknown + n.n_unknown);
    }
}

/**
 * tog_heat_map_new:
 * @attendees: (array length=n_attendees): whom the session is for
 * @n_attendees: how many
 * @counted: (nullable): when those can who aren't told by name
 * @range: when a session may start; a quarter hour after another from its start on
 * @duration: of the session, in seconds
 * @now: the present
 * @latest_end: a session must not end after this
 *
 * Counts, for every start, who can. What @attendees hold is shared, not copied.
 */
TogHeatMap *
tog_heat_map_new (const TogAttendee *attendees,
                  gsize n_attendees,
                  TogCountedTimes *counted,
                  TogSlot range,
                  gint64 duration,
                  TogInstant now,
                  TogInstant latest_end)
{
  TogHeatMap *map = g_new0 (TogHeatMap, 1);

  g_atomic_ref_count_init (&map->ref_count);
  map->range = range;
  map->duration = duration;
  map->now = now;
  map->latest_end = latest_end;
  map->n_attendees = MIN (n_attendees, TOG_MAX_PARTICIPANTS);
  map->attendees = g_new (TogAttendee, map->n_attendees);
  for (gsize i = 0; i < map->n_attendees; i++)
    {
      TogAvailability *availability = &map->attendees[i].availability;

      map->attendees[i] = attendees[i];
      tog_zone_ref (attendees[i].zone);
      if (availability->busy != NULL)
        tog_slot_set_ref (availability->busy);
      if (availability->hours != NULL)
        tog_slot_set_ref (availability->hours);
      if (availability->full_weeks != NULL)
        tog_slot_set_ref (availability->full_weeks);
    }
  if (counted != NULL)
    map->counted = tog_counted_times_ref (counted);

  map->n_starts = tog_slot_is_empty (range) ? 0 : (gsize) find_start (map, range.end);
  map->n_words = (map->n_starts + TOG_BITS_PER_WORD - 1) / TOG_BITS_PER_WORD;
  map->cannot = g_new0 (guint64, map->n_attendees * map->n_words);
  map->unknown = g_new0 (guint64, map->n_attendees * map->n_words);
  map->heat = g_new0 (TogHeat, map->n_starts);
  for (gsize who = 0; who < map->n_attendees; who++)
    fill_attendee (map, who);
  for (gsize word = 0; word < map->n_words; word++)
    count_word (map, word);
  if (map->counted != NULL)
    add_counted (map);
  return map;
}

/**
 * tog_heat_map_new_from_times:
 * @times: what is known of everybody's time
 * @required: (nullable) (array): for each of the times' people whether they are
 *   required; facilitators are where it is %NULL
 * @range: when a session may start
 * @duration: of the session, in seconds
 * @now: the present, by the server's clock
 *
 * Returns: (transfer full) (nullable): the map, or %NULL with
 *   %TOG_ERROR_UNKNOWN_ZONE where this system does not know somebody's zone
 */
TogHeatMap *
tog_heat_map_new_from_times (TogTimes *times,
                             const gboolean *required,
                             TogSlot range,
                             gint64 duration,
                             TogInstant now,
                             GError **error)
{
  guint n_people = times->people->len;
  g_autofree TogAttendee *attendees = g_new0 (TogAttendee, n_people);
  TogSlot extent = { range.start, range.end + duration };
  TogHeatMap *map = NULL;
  gboolean good = TRUE;

  for (guint i = 0; good && i < n_people; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (times->people, i);

      attendees[i].required = required != NULL ? required[i] : person->role == TOG_ROLE_FACILITATOR;
      good = tog_times_get_availability (
          times, i, extent, &attendees[i].availability, &attendees[i].zone, error);
    }
  if (good)
    map = tog_heat_map_new (
        attendees, n_people, times->counted, range, duration, now, times->latest_end);
  for (guint i = 0; i < n_people; i++)
    tog_attendee_clear (&attendees[i]);
  return map;
}

TogHeatMap *
tog_heat_map_ref (TogHeatMap *map)
{
  g_atomic_ref_count_inc (&map->ref_count);
  return map;
}

void
tog_heat_map_unref (TogHeatMap *map)
{
  if (!g_atomic_ref_count_dec (&map->ref_count))
    return;
  for (gsize i = 0; i < map->n_attendees; i++)
    tog_attendee_clear (&map->attendees[i]);
  g_clear_pointer (&map->counted, tog_counted_times_unref);
  g_free (map->attendees);
  g_free (map->cannot);
  g_free (map->unknown);
  g_free (map->heat);
  g_free (map);
}

/**
 * tog_heat_map_get_range:
 *
 * Returns: when a session may start
 */
TogSlot
tog_heat_map_get_range (const TogHeatMap *map)
{
  return map->range;
}

/**
 * tog_heat_map_get_duration:
 *
 * Returns: seconds that a session lasts
 */
gint64
tog_heat_map_get_duration (const TogHeatMap *map)
{
  return map->duration;
}

/**
 * tog_heat_map_get_attendees:
 * @n_attendees: (out): how many
 *
 * Returns: (transfer none) (array length=n_attendees): those who are told by name
 */
const TogAttendee *
tog_heat_map_get_attendees (const TogHeatMap *map, gsize *n_attendees)
{
  *n_attendees = map->n_attendees;
  return map->attendees;
}

/**
 * tog_heat_map_get_verdict:
 * @start: of the session
 *
 * Returns: what can be said of a session whoever takes part: available, past,
 *   too far or bad duration
 */
TogVerdict
tog_heat_map_get_verdict (const TogHeatMap *map, TogInstant start)
{
  if (!tog_duration_is_offered (map->duration))
    return TOG_VERDICT_BAD_DURATION;
  if (start < map->now)
    return TOG_VERDICT_PAST;
  if (start + map->duration > map->latest_end)
    return TOG_VERDICT_TOO_FAR;
  return TOG_VERDICT_AVAILABLE;
}

/**
 * tog_heat_map_get_heat:
 * @start: of the session
 * @heat: (out): who can
 *
 * Returns: whether @start is one of the map's
 */
gboolean
tog_heat_map_get_heat (const TogHeatMap *map, TogInstant start, TogHeat *heat)
{
  gint64 after = start - map->range.start;

  *heat = (TogHeat){ 0 };
  if (after < 0 || after % TOG_QUANTUM != 0 || (gsize) (after / TOG_QUANTUM) >= map->n_starts)
    return FALSE;
  *heat = map->heat[after / TOG_QUANTUM];
  return TRUE;
}

/**
 * tog_heat_map_judge:
 * @attendee: index of somebody who is told by name
 * @start: of the session
 *
 * Returns: what keeps them from it: available, unconfirmed, short notice, busy or
 *   off hours
 */
TogVerdict
tog_heat_map_judge (const TogHeatMap *map, gsize attendee, TogInstant start)
{
  g_return_val_if_fail (attendee < map->n_attendees, TOG_VERDICT_UNCONFIRMED);

  return tog_availability_judge_alone (
      &map->attendees[attendee].availability, map->now, (TogSlot){ start, start + map->duration });
}
