#include "config.h"

#include "tog-busy-reader.h"

#include "tog-calendar.h"
#include "tog-error.h"
#include "tog-event-finder.h"

#include <libical/ical.h>
#include <string.h>

/*
 * The data server says which events there are and when they are; which of them
 * block, and at which instants, core decides, as it does for the calendars that the
 * server reads. libecal would generate instances, too, but in this process with
 * libical, which can't be interrupted (a rule by the second goes on for hours), takes
 * a zone that it doesn't know for the local one, finds nothing at
 * FREQ=DAILY;BYMONTHDAY=-1,-2, and is an hour off when clocks change.
 */

/* By any zone's clock, an event is at most this far from where UTC has it. */
#define MARGIN (2 * TOG_DAY_SECONDS)

/* Enough for what is shown of a title, in any script. */
#define MAX_TITLE_BYTES 512

/* More than a person has. */
static const TogCalendarLimits LIMITS = {
  .bytes = 128 * 1024 * 1024,
  .line_bytes = 256 * 1024,
  .components = 200000,
  .depth = 4,
  .occurrences = 2000000,
};

typedef struct
{
  ECalClient *client;  /* (owned) */
  TogBusyQuery *query; /* (owned) */
  TogBusyReaderSpent spent;
  GString *text;             /* (owned): the calendar, of which times and titles are left */
  GString *zone_text;        /* (owned): zones that only it knows */
  GHashTable *zones;         /* (owned) (element-type utf8 utf8): names that were looked at */
  GHashTable *own_uids;      /* (owned) (element-type utf8 utf8): of our own sessions that recur */
  GCancellable *cancellable; /* (not owned) */
  TogEventTitles *titles;    /* (owned): what blocks, for its owner */
  TogSessionEvents *events;  /* (owned) (nullable): of our own sessions */
  GError *error;             /* (owned) (nullable): why a zone could not be asked for */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_object_unref (self->client);
  tog_busy_query_free (self->query);
  g_string_free (self->text, TRUE);
  g_string_free (self->zone_text, TRUE);
  g_hash_table_unref (self->zones);
  g_hash_table_unref (self->own_uids);
  tog_event_titles_unref (self->titles);
  g_clear_pointer (&self->events, tog_session_events_unref);
  g_clear_error (&self->error);
  g_free (self);
}

/* Returns: (transfer full) (nullable) (element-type ICalComponent) */
static GPtrArray *
list_objects (Reading *self, const char *query, GError **error)
{
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 before = g_get_monotonic_time ();
  GSList *list = NULL;
  gboolean ok;

  ok = e_cal_client_get_object_list_sync (self->client, query, &list, self->cancellable, error);
  self->spent.server += g_get_monotonic_time () - before;
  for (GSList *l = list; l != NULL; l = l->next)
    g_ptr_array_add (objects, l->data);
  g_slist_free (list);
  return ok ? g_steal_pointer (&objects) : NULL;
}

/* A zone that only the calendar knows is put into the text. One that nobody knows
 * is left for core to name. */
static void
look_up_zone (Reading *self, const char *tzid)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogZone) known = tog_calendar_lookup_zone (tzid, NULL);
  ICalTimezone *zone = NULL;
  ICalComponent *component;
  g_autofree char *text = NULL;
  gint64 before = g_get_monotonic_time ();
  gboolean ok;

  if (known != NULL)
    return;
  ok = e_cal_client_get_timezone_sync (self->client, tzid, &zone, self->cancellable, &error);
  self->spent.server += g_get_monotonic_time () - before;
  if (!ok)
    {
      if (!g_error_matches (error, E_CAL_CLIENT_ERROR, E_CAL_CLIENT_ERROR_OBJECT_NOT_FOUND) &&
          self->error == NULL)
        self->error = g_steal_pointer (&error);
      return;
    }
  /* The client keeps the zone. */
  component = zone == NULL ? NULL : i_cal_timezone_get_component (zone);
  if (component == NULL)
    return;
  text = i_cal_component_as_ical_string (component);
  g_string_append (self->zone_text, text);
  g_object_unref (component);
}

static void
free_objects (Reading *self, GPtrArray *objects)
{
  gint64 before = g_get_monotonic_time ();

  g_ptr_array_unref (objects);
  self->spent.server += g_get_monotonic_time () - before;
}

static void
add_zone (Reading *self, const char *tzid)
{
  if (tzid == NULL || g_hash_table_contains (self->zones, tzid))
    return;
  g_hash_table_add (self->zones, g_strdup (tzid));
  look_up_zone (self, tzid);
}

static gboolean
has_uid (GHashTable *uids, const char *uid)
{
  return uids != NULL && g_hash_table_contains (uids, uid);
}

static gboolean
is_own (Reading *self, icalcomponent *event)
{
  TogBusyQuery *query = self->query;
  const char *uid =
      query->own_uids != NULL || query->sought != NULL ? icalcomponent_get_uid (event) : NULL;

  return uid != NULL && (has_uid (query->own_uids, uid) || has_uid (query->sought, uid));
}

static gboolean
has_property (icalcomponent *event, icalproperty_kind kind)
{
  return icalcomponent_get_first_property (event, kind) != NULL;
}

/* Of a session that its owner had recur, core passes over what the session accounts for. */
static gboolean
is_passed_over (Reading *self, icalcomponent *event)
{
  icalproperty *uid;

  if (!is_own (self, event))
    return FALSE;
  if (!has_property (event, ICAL_RRULE_PROPERTY) && !has_property (event, ICAL_RDATE_PROPERTY) &&
      !has_property (event, ICAL_RECURRENCEID_PROPERTY))
    return TRUE;
  /* As it is written in the text. */
  uid = icalcomponent_get_first_property (event, ICAL_UID_PROPERTY);
  g_hash_table_add (self->own_uids, g_strdup (icalproperty_get_value_as_string (uid)));
  return FALSE;
}

static gboolean
is_decline (icalproperty *attendee)
{
  icalparameter *status = icalproperty_get_first_parameter (attendee, ICAL_PARTSTAT_PARAMETER);

  return status != NULL && icalparameter_get_partstat (status) == ICAL_PARTSTAT_DECLINED;
}

/* Whether a property says something of when its event is, and whether that blocks; or
 * what it is, for its owner. */
static gboolean
is_wanted (icalproperty *property, icalproperty_kind kind)
{
  switch ((int) kind)
    {
    case ICAL_DTSTART_PROPERTY:
    case ICAL_DTEND_PROPERTY:
    case ICAL_DURATION_PROPERTY:
    case ICAL_RRULE_PROPERTY:
    case ICAL_RDATE_PROPERTY:
    case ICAL_EXDATE_PROPERTY:
    case ICAL_RECURRENCEID_PROPERTY:
    case ICAL_STATUS_PROPERTY:
    case ICAL_TRANSP_PROPERTY:
    case ICAL_SUMMARY_PROPERTY:
      return TRUE;
    case ICAL_ATTENDEE_PROPERTY:
      return is_decline (property);
    case ICAL_X_PROPERTY:
      return g_strcmp0 (icalproperty_get_x_name (property), "X-MICROSOFT-CDO-BUSYSTATUS") == 0;
    default:
      return FALSE;
    }
}

/* Whether only its UID tells what else belongs to the event. */
static gboolean
is_of_series (icalproperty_kind kind)
{
  return kind == ICAL_RRULE_PROPERTY || kind == ICAL_RDATE_PROPERTY ||
         kind == ICAL_RECURRENCEID_PROPERTY;
}

static void
add_number (GString *text, int number, int digits)
{
  char figures[8];

  for (int i = digits; i > 0; i--, number /= 10)
    figures[i - 1] = (char) ('0' + number % 10);
  g_string_append_len (text, figures, digits);
}

static void
add_time (GString *text, const char *name, const char *tzid, icaltimetype time)
{
  g_string_append (text, name);
  if (time.is_date)
    g_string_append (text, ";VALUE=DATE");
  else if (tzid != NULL)
    {
      g_string_append (text, ";TZID=\"");
      g_string_append (text, tzid);
      g_string_append_c (text, '"');
    }
  g_string_append_c (text, ':');
  add_number (text, time.year, 4);
  add_number (text, time.month, 2);
  add_number (text, time.day, 2);
  if (!time.is_date)
    {
      g_string_append_c (text, 'T');
      add_number (text, time.hour, 2);
      add_number (text, time.minute, 2);
      add_number (text, time.second, 2);
      if (icaltime_is_utc (time))
        g_string_append_c (text, 'Z');
    }
  g_string_append (text, "\r\n");
}

/* Core makes it fit to be shown; here it only must not be taken for anything else. */
static void
add_title (GString *text, const char *title)
{
  gsize start;

  if (title == NULL)
    return;
  g_string_append (text, TOG_CALENDAR_TITLE ":");
  start = text->len;
  g_string_append_len (text, title, (gssize) strnlen (title, MAX_TITLE_BYTES));
  g_strdelimit (text->str + start, "\r\n", ' ');
  g_string_append (text, "\r\n");
}

static void
add_property (Reading *self, icalproperty *property, icalproperty_kind kind)
{
  icalparameter *zone = icalproperty_get_first_parameter (property, ICAL_TZID_PARAMETER);
  const char *tzid = zone == NULL ? NULL : icalparameter_get_tzid (zone);

  add_zone (self, tzid);
  if (kind == ICAL_SUMMARY_PROPERTY)
    {
      add_title (self->text, icalproperty_get_summary (property));
    }
  else if (kind == ICAL_DTSTART_PROPERTY && (tzid == NULL || strpbrk (tzid, "\"\r\n") == NULL))
    {
      add_time (self->text, "DTSTART", tzid, icalproperty_get_dtstart (property));
    }
  else if (kind == ICAL_DTEND_PROPERTY && (tzid == NULL || strpbrk (tzid, "\"\r\n") == NULL))
    {
      add_time (self->text, "DTEND", tzid, icalproperty_get_dtend (property));
    }
  else
    {
      char *line = icalproperty_as_ical_string_r (property);

      g_string_append (self->text, line);
      icalmemory_free_buffer (line);
    }
}

/* Adds of an event only what is wanted: places and texts go no further than this. For thousands of
 * events libical's objects take most of the time, and then its way to write start and end, which
 * every event has: hence neither is used. */
static void
add_event (Reading *self, icalcomponent *event)
{
  icalproperty *uid = NULL;
  gboolean needs_uid = FALSE;

  g_string_append (self->text, "BEGIN:VEVENT\r\n");
  for (icalproperty *property = icalcomponent_get_first_property (event, ICAL_ANY_PROPERTY);
       property != NULL;
       property = icalcomponent_get_next_property (event, ICAL_ANY_PROPERTY))
    {
      icalproperty_kind kind = icalproperty_isa (property);

      needs_uid |= is_of_series (kind);
      if (kind == ICAL_UID_PROPERTY)
        uid = property;
      else if (is_wanted (property, kind))
        add_property (self, property, kind);
    }
  if (needs_uid && uid != NULL)
    add_property (self, uid, ICAL_UID_PROPERTY);
  g_string_append (self->text, "END:VEVENT\r\n");
}

/* What is in the range, and all series with what was moved of them, wherever to: whether
 * those reach into it is found out here. A query that the data server can't read finds
 * nothing, without an error. */
static char *
make_query (TogSlot range)
{
  g_autofree char *from = isodate_from_time_t (range.start - MARGIN);
  g_autofree char *to = isodate_from_time_t (range.end + MARGIN);

  return g_strdup_printf (
      "(or (occur-in-time-range? (make-time \"%s\") (make-time \"%s\")) (has-recurrences?))",
      from,
      to);
}

/* An account's own address is the one that its invitations go to. */
static char *
dup_owner (Reading *self)
{
  g_autofree char *email = NULL;
  gint64 before = g_get_monotonic_time ();

  e_client_get_backend_property_sync (E_CLIENT (self->client),
                                      E_CAL_BACKEND_PROPERTY_CAL_EMAIL_ADDRESS,
                                      &email,
                                      self->cancellable,
                                      NULL);
  self->spent.server += g_get_monotonic_time () - before;
  return email != NULL && *email != '\0' ? g_steal_pointer (&email) : g_strdup (self->query->email);
}

static TogBusyTimes *
read_text (Reading *self, const char *owner, TogInstant now, GError **error)
{
  TogSlot range = self->query->range;
  g_autoptr (TogSlotSet) busy = NULL;
  g_autoptr (TogSlotSet) padded = NULL;

  busy = tog_calendar_read_own (self->text->str,
                                self->text->len,
                                owner,
                                self->own_uids,
                                self->query->zone,
                                range,
                                &LIMITS,
                                self->titles,
                                error);
  if (busy == NULL)
    return NULL;
  padded = tog_slot_set_quantize (busy);
  return tog_busy_times_new (padded, range, now);
}

static TogBusyTimes *
read_times (Reading *self, GError **error)
{
  TogInstant now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *query = make_query (self->query->range);
  g_autofree char *owner = NULL;
  GPtrArray *objects = list_objects (self, query, error);
  TogBusyTimes *times = NULL;

  if (objects == NULL)
    return NULL;
  g_string_append (self->text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Desktop//EN\r\n");
  for (guint i = 0; i < objects->len; i++)
    {
      icalcomponent *event = i_cal_object_get_native (g_ptr_array_index (objects, i));

      if (!is_passed_over (self, event))
        add_event (self, event);
    }
  g_string_append (self->text, self->zone_text->str);
  g_string_append (self->text, "END:VCALENDAR\r\n");

  owner = dup_owner (self);
  if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  else
    times = read_text (self, owner, now, error);
  /* To put back that many small pieces takes time, which the next large one would wait for. */
  free_objects (self, objects);
  return times;
}

static gboolean
find_events (Reading *self, GError **error)
{
  gint64 before = g_get_monotonic_time ();

  self->events = tog_event_finder_find_sync (
      self->client, self->query->sought, self->query->zone, self->cancellable, error);
  self->spent.server += g_get_monotonic_time () - before;
  return self->events != NULL;
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *self = data;
  gint64 before = g_get_monotonic_time ();
  GError *error = NULL;
  TogBusyTimes *times = NULL;

  self->cancellable = cancellable;
  if (find_events (self, &error))
    times = read_times (self, &error);
  self->spent.own = g_get_monotonic_time () - before - self->spent.server;
  if (times != NULL)
    g_task_return_pointer (task, times, (GDestroyNotify) tog_busy_times_unref);
  else
    g_task_return_error (task, error);
}

/**
 * tog_busy_reader_read_async:
 * @client: an open calendar
 * @query: (transfer full): what to read of it
 *
 * Reads when a calendar's owner can't meet, as tog_calendar_read_busy() has it: in a
 * thread, and answering at once when it is cancelled, whatever the data server does.
 */
void
tog_busy_reader_read_async (ECalClient *client,
                            TogBusyQuery *query,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Reading *self = g_new0 (Reading, 1);

  self->client = g_object_ref (client);
  self->query = query;
  self->text = g_string_new (NULL);
  self->zone_text = g_string_new (NULL);
  self->zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->own_uids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->titles = tog_event_titles_new ();
  g_task_set_source_tag (task, tog_busy_reader_read_async);
  g_task_set_task_data (task, self, reading_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, read_in_thread);
  g_object_unref (task);
}

/**
 * tog_busy_reader_read_finish:
 * @spent: (out) (optional): on what time was spent
 * @titles: (out) (optional) (transfer full): what the busy intervals are, for the
 *   calendar's owner alone
 * @events: (out) (optional) (transfer full): what the query sought; also with an error
 *   of %TOG_ERROR, as it is found whatever else is in the calendar
 * @error: the data server's, or one of %TOG_ERROR about what is in the calendar
 *
 * Returns: (transfer full): busy intervals within the query's range, padded outward
 *   to the quantum, or %NULL
 */
TogBusyTimes *
tog_busy_reader_read_finish (GAsyncResult *result,
                             TogBusyReaderSpent *spent,
                             TogEventTitles **titles,
                             TogSessionEvents **events,
                             GError **error)
{
  Reading *self = g_task_get_task_data (G_TASK (result));
  GError *local_error = NULL;
  TogBusyTimes *times = g_task_propagate_pointer (G_TASK (result), &local_error);

  /* Once it was cancelled the thread may still be at it. */
  if (spent != NULL && times != NULL)
    *spent = self->spent;
  if (titles != NULL && times != NULL)
    *titles = tog_event_titles_ref (self->titles);
  if (events != NULL && (times != NULL || local_error->domain == TOG_ERROR))
    *events = tog_session_events_ref (self->events);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return times;
}
