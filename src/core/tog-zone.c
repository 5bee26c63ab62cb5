#include "config.h"

#include "tog-zone.h"

#include "tog-error.h"
#include "tog-tzif.h"

#include <string.h>

#define ZONE_DIRECTORY "/usr/share/zoneinfo"
#define MAX_NAME_LENGTH 64

struct _TogZone
{
  gatomicrefcount ref_count;
  char *name;         /* (owned) (nullable) */
  gboolean permanent; /* belongs to the process, never freed */
  gint32 least_offset;
  gint32 greatest_offset;

  /* The first one is before every instant, so that each lies in some interval. */
  gsize n_transitions;
  TogTransition transitions[];
};

G_DEFINE_BOXED_TYPE (TogZone, tog_zone, tog_zone_ref, tog_zone_unref)

/* Every zone that was looked up by name; permanent, so that no lookup returns a dying one. */
static GHashTable *zones; /* (owned) (element-type utf8 TogZone) */
static GMutex zones_mutex;

/* The second that the clock on the wall shows, counted from 1970 as if it were UTC. */
static gint64
count_wall_seconds (TogWallTime wall)
{
  return wall.day * (gint64) TOG_DAY_SECONDS + wall.second;
}

/* Finds the interval of constant offset that @instant is in. */
static gsize
find_interval (const TogZone *zone, TogInstant instant)
{
  gsize first = 0;
  gsize last = zone->n_transitions;

  /* The interval is at least @first and less than @last. */
  while (last - first > 1)
    {
      gsize middle = first + (last - first) / 2;

      if (zone->transitions[middle].at <= instant)
        first = middle;
      else
        last = middle;
    }

  return first;
}

/* The first instant after interval @i, %G_MAXINT64 for the last one. */
static TogInstant
get_interval_end (const TogZone *zone, gsize i)
{
  return i + 1 < zone->n_transitions ? zone->transitions[i + 1].at : G_MAXINT64;
}

static TogZone *
create (const char *name,
        gint32 first_offset,
        const TogTransition *transitions,
        gsize n_transitions)
{
  TogZone *zone = g_malloc (sizeof *zone + (n_transitions + 1) * sizeof *transitions);

  g_atomic_ref_count_init (&zone->ref_count);
  zone->name = g_strdup (name);
  zone->permanent = FALSE;
  zone->least_offset = first_offset;
  zone->greatest_offset = first_offset;
  zone->transitions[0] = (TogTransition){ G_MININT64, first_offset };
  zone->n_transitions = 1;

  for (gsize i = 0; i < n_transitions; i++)
    {
      const TogTransition *last = &zone->transitions[zone->n_transitions - 1];

      if (transitions[i].at <= last->at || transitions[i].offset == last->offset)
        continue;

      zone->transitions[zone->n_transitions++] = transitions[i];
      zone->least_offset = MIN (zone->least_offset, transitions[i].offset);
      zone->greatest_offset = MAX (zone->greatest_offset, transitions[i].offset);
    }

  return zone;
}

/*
 * A name becomes a path below the database, and what isn't a zone of the tz
 * database must not become one by another door: GLib and libc also accept paths,
 * offsets and POSIX rules.
 */
static gboolean
is_zone_name (const char *name)
{
  static const char *const others[] = { "localtime", "posixrules", "Factory" };
  gsize length = strlen (name);

  if (length == 0 || length > MAX_NAME_LENGTH || !g_ascii_isalpha (name[0]))
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (name[i]) && strchr ("/_+-", name[i]) == NULL)
        return FALSE;
      if (name[i] == '/' && !g_ascii_isalpha (name[i + 1]))
        return FALSE;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      if (strcmp (name, others[i]) == 0)
        return FALSE;
    }

  /* Copies of the whole database, with leap seconds and without. */
  return !g_str_has_prefix (name, "posix/") && !g_str_has_prefix (name, "right/");
}

static TogZone *
read_zone (const char *name, GError **error)
{
  const char *directory = g_getenv ("TZDIR");
  g_autofree char *path = NULL;
  g_autofree char *data = NULL;
  g_autoptr (GArray) transitions = NULL;
  g_autoptr (GError) damage = NULL;
  gint32 first_offset;
  gsize size;

  if (directory == NULL || directory[0] == '\0')
    directory = ZONE_DIRECTORY;

  path = g_build_filename (directory, name, NULL);
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) ||
      !g_file_get_contents (path, &data, &size, NULL))
    {
      g_set_error (error,
                   TOG_ERROR,
                   TOG_ERROR_UNKNOWN_ZONE,
                   "This system does not know the time zone “%s”: use a name of the tz database, "
                   "such as Europe/London",
                   name);
      return NULL;
    }

  transitions = tog_tzif_read (data, size, &first_offset, &damage);
  if (transitions == NULL)
    {
      g_set_error (error,
                   TOG_ERROR,
                   TOG_ERROR_UNKNOWN_ZONE,
                   "This system’s time zone “%s” can’t be read: %s",
                   name,
                   damage->message);
      return NULL;
    }

  return create (
      name, first_offset, (const TogTransition *) (gpointer) transitions->data, transitions->len);
}

/**
 * tog_zone_lookup:
 * @name: a name of the tz database, such as Europe/London, or UTC
 * @error: return location for a #TOG_ERROR_UNKNOWN_ZONE error
 *
 * Finds a zone by its name. It is read from the system's tz database once, the
 * first time it is asked for, and stays until the process ends. The environment
 * variable TZDIR names another directory for the database, as it does for libc.
 * May be called from any thread.
 *
 * Returns: (transfer full): the zone, or %NULL on error
 */
TogZone *
tog_zone_lookup (const char *name, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  TogZone *zone;

  if (!is_zone_name (name))
    {
      g_set_error (error,
                   TOG_ERROR,
                   TOG_ERROR_UNKNOWN_ZONE,
                   "“%.64s” is not the name of a time zone: use one of the tz database, such as "
                   "Europe/London",
                   g_str_is_ascii (name) ? name : "");
      return NULL;
    }

  locker = g_mutex_locker_new (&zones_mutex);

  if (zones == NULL)
    zones = g_hash_table_new (g_str_hash, g_str_equal);

  zone = g_hash_table_lookup (zones, name);
  if (zone == NULL)
    {
      /* UTC is there even where no tz database is installed. */
      zone = strcmp (name, "UTC") == 0 ? create (name, 0, NULL, 0) : read_zone (name, error);
      if (zone == NULL)
        return NULL;

      zone->permanent = TRUE;
      g_hash_table_insert (zones, zone->name, zone);
    }

  return zone;
}

/**
 * tog_zone_utc:
 *
 * Gets the zone UTC.
 *
 * Returns: (transfer none): the zone, which stays until the process ends
 */
TogZone *
tog_zone_utc (void)
{
  return tog_zone_lookup ("UTC", NULL);
}

/**
 * tog_zone_new_from_transitions:
 * @name: (nullable): what to call it
 * @first_offset: seconds east of UTC before the first transition
 * @transitions: (array length=n_transitions) (nullable): the changes, ascending;
 *   one that isn't after the one before it is passed over
 * @n_transitions: how many
 *
 * Makes a zone that is not in the tz database, such as one that a calendar
 * brings along as VTIMEZONE.
 *
 * Returns: (transfer full): the zone
 */
TogZone *
tog_zone_new_from_transitions (const char *name,
                               gint32 first_offset,
                               const TogTransition *transitions,
                               gsize n_transitions)
{
  return create (name, first_offset, transitions, n_transitions);
}

/**
 * tog_zone_ref:
 * @zone: a zone
 *
 * Takes a reference; may be called from any thread.
 *
 * Returns: (transfer full): @zone
 */
TogZone *
tog_zone_ref (TogZone *zone)
{
  if (!zone->permanent)
    g_atomic_ref_count_inc (&zone->ref_count);

  return zone;
}

/**
 * tog_zone_unref:
 * @zone: (transfer full): a zone
 *
 * Drops a reference. A zone that was looked up by name stays; another one is
 * freed with the last reference.
 */
void
tog_zone_unref (TogZone *zone)
{
  if (!zone->permanent && g_atomic_ref_count_dec (&zone->ref_count))
    {
      g_free (zone->name);
      g_free (zone);
    }
}

/**
 * tog_zone_get_name:
 * @zone: a zone
 *
 * Gets the name by which the zone was looked up or made.
 *
 * Returns: (transfer none) (nullable): the name
 */
const char *
tog_zone_get_name (const TogZone *zone)
{
  return zone->name;
}

/**
 * tog_zone_get_offset:
 * @zone: a zone
 * @instant: an instant
 *
 * Gets how far clocks in @zone are ahead of UTC at @instant, in seconds.
 */
gint32
tog_zone_get_offset (const TogZone *zone, TogInstant instant)
{
  return zone->transitions[find_interval (zone, instant)].offset;
}

/**
 * tog_zone_get_next_transition:
 * @zone: a zone
 * @after: an instant
 * @transition: (out): the first transition after @after
 *
 * Finds when the offset changes next. A change of rules or of the abbreviation
 * that leaves the offset as it is doesn't count.
 *
 * Returns: whether it changes again
 */
gboolean
tog_zone_get_next_transition (const TogZone *zone, TogInstant after, TogTransition *transition)
{
  gsize next = find_interval (zone, after) + 1;

  if (next == zone->n_transitions)
    return FALSE;

  *transition = zone->transitions[next];

  return TRUE;
}

/**
 * tog_zone_to_wall:
 * @zone: a zone
 * @instant: an instant
 *
 * Finds what calendars and clocks show in @zone at @instant.
 */
TogWallTime
tog_zone_to_wall (const TogZone *zone, TogInstant instant)
{
  gint64 days = instant / TOG_DAY_SECONDS;
  /* The day is taken off first: the sum of any instant and an offset could overflow. */
  gint64 seconds = instant % TOG_DAY_SECONDS + tog_zone_get_offset (zone, instant);

  days += seconds / TOG_DAY_SECONDS;
  seconds %= TOG_DAY_SECONDS;
  if (seconds < 0)
    {
      days--;
      seconds += TOG_DAY_SECONDS;
    }

  return (TogWallTime){ (TogDay) days, (gint32) seconds };
}

/**
 * tog_zone_find_instants:
 * @zone: a zone
 * @wall: what calendar and clock show
 * @instants: (out): where the instants go, ascending
 *
 * Finds every instant at which the clock shows @wall: usually one, none when the
 * time was skipped by a change, two when it was repeated.
 *
 * Returns: how many there are, 0 to 2
 */
guint
tog_zone_find_instants (const TogZone *zone, TogWallTime wall, TogInstant instants[2])
{
  gint64 seconds = count_wall_seconds (wall);
  TogInstant latest = seconds - zone->least_offset;
  guint n_instants = 0;

  for (gsize i = find_interval (zone, seconds - zone->greatest_offset);
       i < zone->n_transitions && zone->transitions[i].at <= latest && n_instants < 2;
       i++)
    {
      TogInstant instant = seconds - zone->transitions[i].offset;

      if (instant >= zone->transitions[i].at && instant < get_interval_end (zone, i))
        instants[n_instants++] = instant;
    }

  return n_instants;
}

/**
 * tog_zone_from_wall:
 * @zone: a zone
 * @wall: what calendar and clock show
 *
 * Finds the one instant that RFC 5545 section 3.3.5 assigns to a local time: the
 * first of two where it is repeated, and where it was skipped, the instant that
 * the offset before the gap gives.
 */
TogInstant
tog_zone_from_wall (const TogZone *zone, TogWallTime wall)
{
  gint64 seconds = count_wall_seconds (wall);
  gsize i = find_interval (zone, seconds - zone->greatest_offset);
  TogInstant instants[2];

  if (tog_zone_find_instants (zone, wall, instants) > 0)
    return instants[0];

  /* @wall is past the interval @i, and in the gap after it unless it is past the next one too. */
  while (seconds - zone->transitions[i + 1].offset >= get_interval_end (zone, i))
    i++;

  return seconds - zone->transitions[i].offset;
}

static gboolean
begins_day (const TogZone *zone, TogInstant instant)
{
  TogDay day = tog_zone_to_wall (zone, instant).day;

  return tog_zone_from_wall (zone, (TogWallTime){ day, 0 }) == instant;
}

/**
 * tog_zone_is_whole_days:
 * @zone: a zone
 * @slot: a time
 *
 * Returns: whether @slot is one or several days from beginning to end, as what takes all
 *   day is in calendars
 */
gboolean
tog_zone_is_whole_days (const TogZone *zone, TogSlot slot)
{
  return !tog_slot_is_empty (slot) && begins_day (zone, slot.start) && begins_day (zone, slot.end);
}
