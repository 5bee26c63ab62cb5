#include "config.h"

#include "calendars-fixture.h"

#include <signal.h>

/* Half an hour off, and clocks never change: what a table expects holds all year. */
static TogZone *
get_zone (void)
{
  return tog_zone_lookup ("Asia/Kolkata", NULL);
}

/* The first Monday after tomorrow. */
static TogDay
get_monday_day (void)
{
  static TogDay day;

  /* It stays the same when the test is run over midnight. */
  if (day == 0)
    {
      g_autoptr (TogZone) zone = get_zone ();

      day = tog_zone_to_wall (zone, g_get_real_time () / G_USEC_PER_SEC).day + 2;
      while (tog_day_get_weekday (day) != 1)
        day++;
    }
  return day;
}

TogInstant
get_monday (void)
{
  g_autoptr (TogZone) zone = get_zone ();

  return tog_zone_from_wall (zone, (TogWallTime){ get_monday_day (), 0 });
}

static gboolean
timed_out_cb (gpointer data)
{
  g_error ("Waited in vain for %s", (const char *) data);
  return G_SOURCE_REMOVE;
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Waits until something is so. Only a test that can't succeed any more ends here. */
void
await (Condition is_so, CalendarsFixture *self, const char *what)
{
  guint deadline = g_timeout_add_seconds (60, timed_out_cb, (gpointer) what);
  guint waker = g_timeout_add (50, wake_cb, NULL);

  while (!is_so (self, what))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
  g_source_remove (waker);
}

void
fixture_set_up (CalendarsFixture *self, gconstpointer data)
{
  g_autoptr (TogZone) zone = get_zone ();
  g_autoptr (GHashTable) own_uids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;

  self->registry = e_source_registry_new_sync (NULL, &error);
  g_assert_no_error (error);
  self->calendars = tog_calendars_new (zone, 56);
  tog_calendars_set_pace (self->calendars,
                          &(TogCalendarsPace){
                              .slow = 500,
                              .give_up = 20 * 1000,
                              .settle = 100,
                              .refresh = 1000,
                              .retry = 200,
                          });
  g_hash_table_add (own_uids, (gpointer) "0f8fad5b-d9cb-469f-a165-70867728950e@together.example");
  tog_calendars_set_owner (self->calendars, "me@example.org", own_uids);
  tog_calendars_start (self->calendars);
}

void
fixture_tear_down (CalendarsFixture *self, gconstpointer data)
{
  GObject *calendars = G_OBJECT (self->calendars);

  g_object_add_weak_pointer (calendars, (gpointer *) &calendars);
  g_object_unref (calendars);
  /* A thread that is done may not have let go yet. */
  while (calendars != NULL)
    g_usleep (1000);
  g_clear_object (&self->client);
  g_object_unref (self->registry);
}

void
commit (CalendarsFixture *self, ESource *source)
{
  g_autoptr (GError) error = NULL;

  /* Right after the service was killed the registry may still talk to the dead. */
  while (!e_source_registry_commit_source_sync (self->registry, source, NULL, &error) &&
         error->domain == G_DBUS_ERROR)
    {
      g_clear_error (&error);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (10 * 1000);
    }
  g_assert_no_error (error);
}

void
add_local (CalendarsFixture *self, const char *id, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ESource) source = e_source_new_with_uid (id, NULL, &error);

  g_assert_no_error (error);
  e_source_set_parent (source, "local-stub");
  e_source_set_display_name (source, name);
  e_source_backend_set_backend_name (e_source_get_extension (source, E_SOURCE_EXTENSION_CALENDAR),
                                     "local");
  commit (self, source);
}

static gboolean
has_source (CalendarsFixture *self, const char *id)
{
  g_autoptr (ESource) source = e_source_registry_ref_source (self->registry, id);

  return source != NULL;
}

static ESource *
await_source (CalendarsFixture *self, const char *id)
{
  await (has_source, self, id);
  return e_source_registry_ref_source (self->registry, id);
}

void
remove_source (CalendarsFixture *self, const char *id)
{
  g_autoptr (ESource) source = await_source (self, id);
  g_autoptr (GError) error = NULL;

  e_source_remove_sync (source, NULL, &error);
  g_assert_no_error (error);
}

void
open_client (CalendarsFixture *self, const char *id)
{
  g_autoptr (ESource) source = await_source (self, id);
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->client);
  /* On a busy machine the data server hears of a source later than we do. */
  while ((self->client = (ECalClient *) e_cal_client_connect_sync (
              source, E_CAL_CLIENT_SOURCE_TYPE_EVENTS, (guint32) -1, NULL, &error)) == NULL &&
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_clear_error (&error);
      g_usleep (10 * 1000);
    }
  g_assert_no_error (error);
}

/* Writes VEVENTs, and the VTIMEZONEs among them, after fill_days(). */
void
write_events (CalendarsFixture *self, const char *text)
{
  g_autofree char *filled = fill_days (text);
  g_autofree char *whole =
      g_strconcat ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", filled, "END:VCALENDAR\r\n", NULL);
  ICalComponent *calendar = i_cal_component_new_from_string (whole);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (calendar);
  e_cal_client_receive_objects_sync (
      self->client, calendar, E_CAL_OPERATION_FLAG_NONE, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (calendar);
}

static gboolean
has_calendar (CalendarsFixture *self, const char *id)
{
  return tog_calendars_find (self->calendars, id) != NULL;
}

TogDesktopCalendar *
await_calendar (CalendarsFixture *self, const char *id)
{
  await (has_calendar, self, id);
  return tog_calendars_find (self->calendars, id);
}

static gboolean
has_state (CalendarsFixture *self, const char *id)
{
  TogDesktopCalendar *calendar = tog_calendars_find (self->calendars, id);

  return calendar != NULL && tog_desktop_calendar_get_state (calendar) == self->state;
}

void
await_state (CalendarsFixture *self, const char *id, TogDesktopCalendarState state)
{
  self->state = state;
  await (has_state, self, id);
}

/* Days after Monday and times, "0 09:00/0 10:15", of what is not before it. */
char *
print_busy (const TogBusyTimes *times)
{
  g_autoptr (TogZone) zone = get_zone ();
  GString *text = g_string_new (NULL);
  TogInstant monday = get_monday ();
  TogDay first = tog_zone_to_wall (zone, monday).day;
  const TogSlot *slots;
  gsize n_slots;

  slots = tog_slot_set_get_slots (times->busy, &n_slots);
  for (gsize i = tog_slot_set_find (times->busy, monday); i < n_slots; i++)
    {
      TogWallTime start = tog_zone_to_wall (zone, slots[i].start);
      TogWallTime end = tog_zone_to_wall (zone, slots[i].end);

      g_string_append_printf (text,
                              "%s%d %02d:%02d/%d %02d:%02d",
                              text->len > 0 ? " " : "",
                              start.day - first,
                              start.second / TOG_HOUR,
                              start.second / TOG_MINUTE % 60,
                              end.day - first,
                              end.second / TOG_HOUR,
                              end.second / TOG_MINUTE % 60);
    }
  return g_string_free (text, FALSE);
}

static gboolean
is_busy (CalendarsFixture *self, const char *id)
{
  TogDesktopCalendar *calendar = tog_calendars_find (self->calendars, id);
  TogBusyTimes *times = calendar == NULL ? NULL : tog_desktop_calendar_get_times (calendar);
  g_autofree char *busy = times == NULL ? NULL : print_busy (times);

  if (busy != NULL && g_strcmp0 (busy, self->last) != 0)
    {
      g_test_message ("%s: %s", id, busy);
      g_free (self->last);
      self->last = g_steal_pointer (&busy);
    }
  return times != NULL && g_strcmp0 (self->last, self->busy) == 0 &&
         tog_desktop_calendar_get_state (calendar) == TOG_DESKTOP_CALENDAR_OK;
}

/* Waits until a calendar is read to be so, and that is what is known of it. */
void
await_busy (CalendarsFixture *self, const char *id, const char *busy)
{
  self->busy = busy;
  g_clear_pointer (&self->last, g_free);
  await (is_busy, self, id);
  g_clear_pointer (&self->last, g_free);
  g_assert_null (tog_desktop_calendar_get_reason (tog_calendars_find (self->calendars, id)));
}

/* The process that has a name on the bus, or 0. */
static guint32
get_process (GDBusConnection *bus, const char *name)
{
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (bus,
                                                             "org.freedesktop.DBus",
                                                             "/org/freedesktop/DBus",
                                                             "org.freedesktop.DBus",
                                                             "GetConnectionUnixProcessID",
                                                             g_variant_new ("(s)", name),
                                                             G_VARIANT_TYPE ("(u)"),
                                                             G_DBUS_CALL_FLAGS_NONE,
                                                             -1,
                                                             NULL,
                                                             NULL);
  guint32 process = 0;

  if (answer != NULL)
    g_variant_get (answer, "(u)", &process);
  return process;
}

/* Ends a service of the desktop, as a crash does. */
void
kill_service (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  guint32 process;

  g_assert_no_error (error);
  process = get_process (bus, name);
  g_assert_cmpuint (process, !=, 0);
  g_assert_cmpint (kill ((pid_t) process, SIGKILL), ==, 0);
  while (get_process (bus, name) == process)
    g_usleep (10 * 1000);
}

/* As whoever asks it for something does. */
void
start_service (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GVariant) answer = NULL;

  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (bus,
                                        "org.freedesktop.DBus",
                                        "/org/freedesktop/DBus",
                                        "org.freedesktop.DBus",
                                        "StartServiceByName",
                                        g_variant_new ("(su)", name, 0),
                                        G_VARIANT_TYPE ("(u)"),
                                        G_DBUS_CALL_FLAGS_NONE,
                                        -1,
                                        NULL,
                                        &error);
  g_assert_no_error (error);
}

/* Puts dates into events: that of the Monday for {0}, of the Tuesday for {1} … */
char *
fill_days (const char *text)
{
  GString *filled = g_string_new (text);

  for (int day = -7; day < 14; day++)
    {
      g_autofree char *mark = g_strdup_printf ("{%d}", day);
      g_autofree char *date = NULL;
      int year;
      int month;
      int month_day;

      tog_day_to_civil (get_monday_day () + day, &year, &month, &month_day);
      date = g_strdup_printf ("%04d%02d%02d", year, month, month_day);
      g_string_replace (filled, mark, date, 0);
    }
  return g_string_free (filled, FALSE);
}
