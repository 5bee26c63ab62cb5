#include "config.h"

#include "tog-calendar-reading.h"

#include "tog-calendar-zone.h"
#include "tog-error.h"

#include <string.h>

/**
 * tog_calendar_fail:
 * @number: of the line that is wrong
 * @what: what is wrong with it, such as "holds no valid duration"
 *
 * Returns: %FALSE, with %TOG_ERROR_MALFORMED
 */
gboolean
tog_calendar_fail (GError **error, guint number, const char *what)
{
  g_set_error (error, TOG_ERROR, TOG_ERROR_MALFORMED, "Line %u of the calendar %s", number, what);
  return FALSE;
}

/* A system's zone is better kept than what a calendar says of it; but short names
 * such as EST mean different things to different programs. */
static TogZone *
make_zone (TogCalendarReading *self, const char *tzid, GError **error)
{
  TogIcalComponent *vtimezone = g_hash_table_lookup (self->vtimezones, tzid);
  g_autoptr (GError) local_error = NULL;
  const char *location;
  TogZone *zone = NULL;

  if (vtimezone == NULL)
    return tog_calendar_lookup_zone (tzid, error);

  if (strpbrk (tzid, "/ ") != NULL || g_ascii_strcasecmp (tzid, "UTC") == 0)
    zone = tog_calendar_lookup_zone (tzid, NULL);
  location = tog_ical_component_get (vtimezone, "X-LIC-LOCATION");
  if (zone == NULL && *location != '\0')
    zone = tog_calendar_lookup_zone (location, NULL);
  if (zone == NULL)
    zone = tog_calendar_zone_new (vtimezone, self->range, &self->budget, error);
  return zone;
}

static TogZone *
get_zone (TogCalendarReading *self, const TogIcalLine *line, GError **error)
{
  g_autofree char *tzid = tog_ical_line_dup_parameter (line, "TZID");
  TogZone *zone;

  if (tzid == NULL || *tzid == '\0')
    return self->owner_zone;
  zone = g_hash_table_lookup (self->zones, tzid);
  if (zone != NULL)
    return zone;
  zone = make_zone (self, tzid, error);
  if (zone != NULL)
    g_hash_table_insert (self->zones, g_steal_pointer (&tzid), zone);
  return zone;
}

/**
 * tog_calendar_read_moment:
 * @self: a calendar that is being read
 * @line: a property
 * @text: the value in it to read
 * @length: bytes in @text
 * @moment: (out): when
 *
 * Reads a date or a time with its zone.
 *
 * Returns: whether it is one, in a zone that is known
 */
gboolean
tog_calendar_read_moment (TogCalendarReading *self,
                          const TogIcalLine *line,
                          const char *text,
                          gsize length,
                          TogCalendarMoment *moment,
                          GError **error)
{
  if (!tog_ical_parse_time (text, length, &moment->time))
    return tog_calendar_fail (error, line->number, "holds no valid date or time");
  if (moment->time.is_utc)
    moment->zone = tog_zone_utc ();
  else if (moment->time.is_date)
    moment->zone = self->owner_zone;
  else
    moment->zone = get_zone (self, line, error);
  return moment->zone != NULL;
}

/**
 * tog_calendar_moment_to_instant:
 * @moment: a moment
 *
 * Returns: which instant it is (RFC 5545 section 3.3.5)
 */
TogInstant
tog_calendar_moment_to_instant (const TogCalendarMoment *moment)
{
  return tog_zone_from_wall (moment->zone, moment->time.wall);
}

/**
 * tog_calendar_add_slot:
 * @self: a calendar that is being read
 * @slot: when its owner is busy
 *
 * Notes what of @slot lies within the range, padded outward to the quantum.
 */
void
tog_calendar_add_slot (TogCalendarReading *self, TogSlot slot)
{
  TogSlot padded;

  if (tog_slot_is_empty (slot))
    return;
  padded = tog_slot_intersect (tog_slot_quantize (slot), self->range);
  if (tog_slot_is_empty (padded))
    return;
  g_array_append_val (self->slots, padded);
  if (self->titles != NULL && self->title != NULL)
    tog_event_titles_add (self->titles, padded, self->title);
}

/**
 * tog_calendar_read_period:
 * @self: a calendar that is being read
 * @line: a property
 * @text: the value in it to read
 * @length: bytes in @text
 * @slot: (out): when
 *
 * Reads a period: start and end, or start and duration (RFC 5545 section 3.3.9).
 *
 * Returns: whether it is one
 */
gboolean
tog_calendar_read_period (TogCalendarReading *self,
                          const TogIcalLine *line,
                          const char *text,
                          gsize length,
                          TogSlot *slot,
                          GError **error)
{
  const char *slash = memchr (text, '/', length);
  TogIcalDuration duration;
  const char *end_text;
  gsize end_length;
  TogCalendarMoment start;
  TogCalendarMoment end;

  if (slash == NULL)
    return tog_calendar_fail (error, line->number, "holds no valid period");
  end_text = slash + 1;
  end_length = text + length - end_text;
  if (!tog_calendar_read_moment (self, line, text, slash - text, &start, error))
    return FALSE;
  slot->start = tog_calendar_moment_to_instant (&start);
  if (tog_ical_parse_duration (end_text, end_length, &duration))
    {
      slot->end = slot->start + duration.days * (gint64) TOG_DAY_SECONDS + duration.seconds;
      return TRUE;
    }
  if (!tog_calendar_read_moment (self, line, end_text, end_length, &end, error))
    return FALSE;
  slot->end = tog_calendar_moment_to_instant (&end);
  return TRUE;
}
