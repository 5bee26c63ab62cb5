#include "config.h"

#include "tog-event-finder.h"

#include "tog-calendar.h"

#include <libical/ical.h>

/* The data server's language for queries (libecal's S-expressions). */
static char *
make_query (GHashTable *sought)
{
  GString *query = g_string_new ("(or");
  GHashTableIter iter;
  gpointer uid;

  g_hash_table_iter_init (&iter, sought);
  while (g_hash_table_iter_next (&iter, &uid, NULL))
    {
      g_string_append (query, " (uid? ");
      e_sexp_encode_string (query, uid);
      g_string_append_c (query, ')');
    }
  g_string_append_c (query, ')');
  return g_string_free (query, FALSE);
}

static TogInstant
read_time (icalproperty *property, icaltimetype time, TogZone *zone)
{
  icalparameter *parameter = icalproperty_get_first_parameter (property, ICAL_TZID_PARAMETER);
  const char *tzid = parameter != NULL ? icalparameter_get_tzid (parameter) : NULL;
  TogWallTime wall = { tog_day_from_civil (time.year, time.month, time.day), 0 };
  g_autoptr (TogZone) named = NULL;

  if (!time.is_date)
    wall.second = (int) (time.hour * TOG_HOUR + time.minute * TOG_MINUTE + MIN (time.second, 59));
  if (icaltime_is_utc (time))
    named = tog_zone_utc ();
  else if (tzid != NULL)
    named = tog_calendar_lookup_zone (tzid, NULL);
  else
    named = tog_zone_ref (zone);
  return named != NULL ? tog_zone_from_wall (named, wall) : 0;
}

static gboolean
has_property (icalcomponent *event, icalproperty_kind kind)
{
  return icalcomponent_get_first_property (event, kind) != NULL;
}

/* Nothing where it can't be told: a zone may be one that only this calendar knows. What
 * the app writes is in UTC, and what others make of it is in a zone that has a name. */
static TogSlot
read_slot (icalcomponent *event, TogZone *zone)
{
  icalproperty *start = icalcomponent_get_first_property (event, ICAL_DTSTART_PROPERTY);
  icalproperty *end = icalcomponent_get_first_property (event, ICAL_DTEND_PROPERTY);
  icalproperty *duration = icalcomponent_get_first_property (event, ICAL_DURATION_PROPERTY);
  TogSlot slot = { 0, 0 };

  if (start == NULL || !icaltime_is_valid_time (icalproperty_get_dtstart (start)))
    return slot;
  slot.start = read_time (start, icalproperty_get_dtstart (start), zone);
  if (end != NULL && icaltime_is_valid_time (icalproperty_get_dtend (end)))
    slot.end = read_time (end, icalproperty_get_dtend (end), zone);
  else if (duration != NULL)
    slot.end = slot.start + icaldurationtype_as_int (icalproperty_get_duration (duration));
  else if (icalproperty_get_dtstart (start).is_date)
    slot.end = slot.start + TOG_DAY_SECONDS;
  return slot.start > 0 && slot.end > slot.start ? slot : (TogSlot){ 0, 0 };
}

static TogSessionEvent
read_event (icalcomponent *event, TogZone *zone)
{
  gboolean is_invite = has_property (event, ICAL_ORGANIZER_PROPERTY);

  return (TogSessionEvent){
    .slot = read_slot (event, zone),
    .is_invite = is_invite,
    .is_series =
        has_property (event, ICAL_RRULE_PROPERTY) || has_property (event, ICAL_RDATE_PROPERTY),
    .sequence = icalcomponent_get_sequence (event),
    .ical = is_invite ? NULL : g_strdup (icalcomponent_as_ical_string (event)),
  };
}

/**
 * tog_event_finder_find_sync:
 * @client: an open calendar
 * @sought: (nullable) (element-type utf8 utf8): UIDs; not changed any more
 * @zone: where dates, and times without a zone, are
 * @cancellable: (nullable): stops it
 * @error: return location for the data server's error
 *
 * Looks for the events of sessions in a calendar. Blocks.
 *
 * Returns: (transfer full): what is there, or %NULL
 */
TogSessionEvents *
tog_event_finder_find_sync (ECalClient *client,
                            GHashTable *sought,
                            TogZone *zone,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (TogSessionEvents) found = tog_session_events_new (sought, g_get_monotonic_time ());
  g_autofree char *query = NULL;
  GSList *objects = NULL;

  if (sought == NULL || g_hash_table_size (sought) == 0)
    return g_steal_pointer (&found);
  query = make_query (sought);
  if (!e_cal_client_get_object_list_sync (client, query, &objects, cancellable, error))
    return NULL;
  for (GSList *l = objects; l != NULL; l = l->next)
    {
      icalcomponent *event = i_cal_object_get_native (l->data);
      const char *uid = icalcomponent_get_uid (event);

      /* Of a series, which only its owner makes of ours, the one that all others follow. */
      if (uid != NULL && !has_property (event, ICAL_RECURRENCEID_PROPERTY))
        tog_session_events_add (found, uid, read_event (event, zone));
    }
  g_slist_free_full (objects, g_object_unref);
  return g_steal_pointer (&found);
}
