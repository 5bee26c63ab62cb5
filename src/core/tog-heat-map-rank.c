#include "config.h"

#include "tog-heat-map-private.h"

#include <stdlib.h>

/* Nobody minds a session within these, by the clock on their wall. */
#define DAY_FROM (9 * 60)
#define DAY_TO (17 * 60)
#define MINUTES_A_DAY (24 * 60)

/* By how many minutes the clock shows a session of @length that starts at @minute
 * of the day further from the middle of the day than its edges are. */
static inline gint32
get_unsociable (gint32 minute, gint32 length)
{
  gint32 noon = (DAY_FROM + DAY_TO) / 2;
  gint32 away = ABS (2 * minute + length - 2 * noon) % (2 * MINUTES_A_DAY);

  away = MIN (away, 2 * MINUTES_A_DAY - away); /* twice that, the shorter way round */
  return MAX (0, (away + length - (DAY_TO - DAY_FROM)) / 2);
}

/**
 * tog_heat_map_get_unsociable:
 * @zone: of the clock on somebody's wall
 * @slot: a session
 *
 * Returns: by how many minutes it reaches out of 9 to 17 o'clock for them, at
 *   whichever end that is more; 1 o'clock at night is worst
 */
gint32
tog_heat_map_get_unsociable (const TogZone *zone, TogSlot slot)
{
  TogWallTime wall = tog_zone_to_wall (zone, slot.start);

  return get_unsociable (wall.second / TOG_MINUTE, (gint32) ((slot.end - slot.start) / TOG_MINUTE));
}

/* All who live by the same clock, and when any of them can. */
typedef struct
{
  const TogZone *zone;
  guint64 *can;
} Clock;

static GArray *
list_clocks (const TogHeatMap *map)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GArray *clocks = g_array_new (FALSE, FALSE, sizeof (Clock));

  for (gsize who = 0; who < map->n_attendees; who++)
    {
      const TogZone *zone = map->attendees[who].zone;
      gpointer place = g_hash_table_lookup (seen, tog_zone_get_name (zone));
      Clock *clock;

      if (place == NULL)
        {
          Clock new = { zone, g_new0 (guint64, map->n_words) };

          g_array_append_val (clocks, new);
          place = GUINT_TO_POINTER (clocks->len);
          g_hash_table_insert (seen, (gpointer) tog_zone_get_name (zone), place);
        }
      clock = &g_array_index (clocks, Clock, GPOINTER_TO_UINT (place) - 1);
      for (gsize i = 0; i < map->n_words; i++)
        clock->can[i] |= ~map->cannot[who * map->n_words + i];
    }
  return clocks;
}

/* For each start the most unsociable hour of all who can. */
static void
find_worst (const TogHeatMap *map, const Clock *clock, gint32 *worst)
{
  gint32 length = (gint32) (map->duration / TOG_MINUTE);
  gint32 offset = 0;
  TogInstant until = G_MININT64;

  for (gsize i = 0; i < map->n_starts; i++)
    {
      TogInstant start = map->range.start + (gint64) i * TOG_QUANTUM;

      if (start >= until)
        {
          TogTransition next = { .at = G_MAXINT64 };

          offset = tog_zone_get_offset (clock->zone, start);
          tog_zone_get_next_transition (clock->zone, start, &next);
          until = next.at;
        }
      if ((clock->can[i / TOG_BITS_PER_WORD] >> (i % TOG_BITS_PER_WORD) & 1) != 0)
        {
          gint64 second = (start + offset) % TOG_DAY_SECONDS;
          gint32 minute = (gint32) ((second + TOG_DAY_SECONDS) % TOG_DAY_SECONDS / TOG_MINUTE);

          worst[i] = MAX (worst[i], get_unsociable (minute, length));
        }
    }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const TogBestTime *one = a;
  const TogBestTime *other = b;
  int one_cannot = one->heat.n_people - one->heat.n_can - one->heat.n_unknown;
  int other_cannot = other->heat.n_people - other->heat.n_can - other->heat.n_unknown;

  if (one->heat.n_required_cannot != other->heat.n_required_cannot)
    return one->heat.n_required_cannot - other->heat.n_required_cannot;
  if (one_cannot != other_cannot)
    return one_cannot - other_cannot;
  if (one->heat.n_unknown != other->heat.n_unknown)
    return one->heat.n_unknown - other->heat.n_unknown;
  if (one->unsociable != other->unsociable)
    return one->unsociable - other->unsociable;
  return (one->start > other->start) - (one->start < other->start);
}

/* One start after another is only worth proposing if they don't overlap: a
 * quarter hour later is no other proposal. */
static gboolean
is_other (const TogHeatMap *map, const TogBestTime *best, gsize n, TogInstant start)
{
  for (gsize i = 0; i < n; i++)
    if (ABS (best[i].start - start) < map->duration)
      return FALSE;
  return TRUE;
}

static void
find_worst_off (const TogHeatMap *map, TogBestTime *time)
{
  gsize i = (gsize) ((time->start - map->range.start) / TOG_QUANTUM);

  time->worst_off = -1;
  for (gsize who = 0; time->unsociable > 0 && who < map->n_attendees; who++)
    {
      guint64 cannot = map->cannot[who * map->n_words + i / TOG_BITS_PER_WORD];

      if ((cannot >> (i % TOG_BITS_PER_WORD) & 1) == 0 &&
          tog_heat_map_get_unsociable (map->attendees[who].zone,
                                       (TogSlot){ time->start, time->start + map->duration }) ==
              time->unsociable)
        {
          time->worst_off = (gint32) who;
          return;
        }
    }
}

/**
 * tog_heat_map_rank:
 * @best: (out caller-allocates) (array length=n_wanted): the best starts, best first
 * @n_wanted: how many at the most
 *
 * Finds the starts to propose. Best is where fewest can't who are required, then
 * where fewest can't at all, then where fewest are unknown, then where the hour is
 * least unsociable for whom it is worst of those who can, then the earliest. No
 * two of them overlap, and somebody can at each.
 *
 * Returns: how many there are
 */
gsize
tog_heat_map_rank (const TogHeatMap *map, TogBestTime *best, gsize n_wanted)
{
  g_autofree gint32 *worst = g_new0 (gint32, map->n_starts);
  g_autofree TogBestTime *times = g_new (TogBestTime, map->n_starts);
  g_autoptr (GArray) clocks = list_clocks (map);
  gsize n_times = 0;
  gsize n = 0;

  for (guint i = 0; i < clocks->len; i++)
    {
      Clock *clock = &g_array_index (clocks, Clock, i);

      find_worst (map, clock, worst);
      g_free (clock->can);
    }
  for (gsize i = 0; i < map->n_starts; i++)
    {
      TogInstant start = map->range.start + (gint64) i * TOG_QUANTUM;

      if (map->heat[i].n_can + map->heat[i].n_unknown > 0 &&
          tog_heat_map_get_verdict (map, start) == TOG_VERDICT_AVAILABLE)
        times[n_times++] = (TogBestTime){ start, map->heat[i], worst[i], -1 };
    }
  qsort (times, n_times, sizeof *times, compare);

  for (gsize i = 0; i < n_times && n < n_wanted; i++)
    if (is_other (map, best, n, times[i].start))
      {
        best[n] = times[i];
        find_worst_off (map, &best[n++]);
      }
  return n;
}
