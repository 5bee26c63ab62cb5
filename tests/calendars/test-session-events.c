#include "config.h"

#include "calendars-fixture.h"

#include <string.h>

#define UID "3e0f7a1c-5a55-4d57-9e34-41a3c1f6d2ab@together.example"

#define CALENDAR(lines)                                                                            \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:VEVENT\r\n" lines                 \
  "END:VEVENT\r\nEND:VCALENDAR\r\n"

#define EVENT(from, to, title, text)                                                               \
  CALENDAR ("UID:" UID "\r\nDTSTAMP:20260101T000000Z\r\nSEQUENCE:1\r\n"                            \
            "DTSTART:{0}T" from "00Z\r\nDTEND:{0}T" to "00Z\r\nSUMMARY:" title "\r\n"              \
            "DESCRIPTION:" text "\r\nLOCATION:https://meet.example/1\r\n"                          \
            "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.example/1\r\n")

static void
seek (CalendarsFixture *fixture)
{
  g_autoptr (GHashTable) uids = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_add (uids, (gpointer) UID);
  g_hash_table_add (uids, (gpointer) "with \"quotes\" and \\ and )");
  tog_calendars_set_sought (fixture->calendars, uids);
}

static const TogSessionEvent *
find (CalendarsFixture *fixture, const char *id)
{
  TogDesktopCalendar *calendar = tog_calendars_find (fixture->calendars, id);
  TogSessionEvents *events = calendar != NULL ? tog_desktop_calendar_get_events (calendar) : NULL;

  if (events == NULL || !tog_session_events_answers (events, UID, 0))
    return NULL;
  return tog_session_events_find (events, UID);
}

static TogInstant wanted_start;
static TogInstant wanted_end;

static gboolean
is_at (CalendarsFixture *fixture, const char *id)
{
  const TogSessionEvent *event = find (fixture, id);

  return event != NULL && event->slot.start == wanted_start && event->slot.end == wanted_end;
}

static gboolean
is_not_there (CalendarsFixture *fixture, const char *id)
{
  TogDesktopCalendar *calendar = tog_calendars_find (fixture->calendars, id);
  TogSessionEvents *events = calendar != NULL ? tog_desktop_calendar_get_events (calendar) : NULL;

  return events != NULL && tog_session_events_answers (events, UID, 0) &&
         tog_session_events_find (events, UID) == NULL;
}

/* Hours of UTC on the Monday, which in the fixture's zone begins at half past six. */
static void
await_at (CalendarsFixture *fixture, const char *id, double from, double to)
{
  TogInstant midnight = get_monday () + 5 * TOG_HOUR + 30 * TOG_MINUTE;

  wanted_start = midnight + (TogInstant) (from * TOG_HOUR);
  wanted_end = midnight + (TogInstant) (to * TOG_HOUR);
  await (is_at, fixture, id);
}

static GAsyncResult *changed;

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  changed = g_object_ref (result);
}

static gboolean
is_changed (CalendarsFixture *fixture, const char *what)
{
  return changed != NULL;
}

static char *
finish (CalendarsFixture *fixture, GError **error)
{
  char *name;

  await (is_changed, fixture, "the change of an event");
  name = tog_calendars_change_event_finish (fixture->calendars, changed, error);
  g_clear_object (&changed);
  return name;
}

static void
write_session (CalendarsFixture *fixture, const char *id, const char *ical, const char *before)
{
  g_autofree char *filled = fill_days (ical);
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  tog_calendars_write_event_async (
      fixture->calendars, id, UID, filled, before, NULL, NULL, changed_cb, NULL);
  name = finish (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, UID);
}

static char *
read_event (CalendarsFixture *fixture)
{
  ICalComponent *event = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  e_cal_client_get_object_sync (fixture->client, UID, NULL, &event, NULL, &error);
  g_assert_no_error (error);
  text = i_cal_component_as_ical_string (event);
  g_object_unref (event);
  return text;
}

/* As whoever has the calendar open in another program. */
static void
edit_event (CalendarsFixture *fixture, const char *ical)
{
  g_autofree char *filled = fill_days (ical);
  ICalComponent *event = i_cal_component_new_from_string (filled);
  g_autoptr (GError) error = NULL;

  e_cal_client_modify_object_sync (
      fixture->client, event, E_CAL_OBJ_MOD_ALL, E_CAL_OPERATION_FLAG_NONE, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (event);
}

static void
watch_local (CalendarsFixture *fixture, const char *id)
{
  add_local (fixture, id, "Mine");
  open_client (fixture, id);
  seek (fixture);
  tog_calendars_watch (fixture->calendars, id);
  await (is_not_there, fixture, id);
}

static void
test_life (CalendarsFixture *fixture, gconstpointer data)
{
  static const char first[] = EVENT ("0400", "0445", "Goals with Ada", "Bring your plan");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  watch_local (fixture, "session-life");
  write_session (fixture, "session-life", first, NULL);
  await_at (fixture, "session-life", 4, 4.75);
  g_assert_false (find (fixture, "session-life")->is_invite);
  /* Ours is not in anybody's way, as it is not when a mail brings it. */
  await_busy (fixture, "session-life", "");

  write_session (
      fixture, "session-life", EVENT ("0600", "0700", "Goals with Ada", "Bring two plans"), first);
  await_at (fixture, "session-life", 6, 7);
  text = read_event (fixture);
  g_assert_nonnull (strstr (text, "Bring two plans"));

  tog_calendars_remove_event_async (
      fixture->calendars, "session-life", UID, NULL, changed_cb, NULL);
  name = finish (fixture, &error);
  g_assert_no_error (error);
  await (is_not_there, fixture, "session-life");
  g_free (name);

  /* What isn't there need not be removed. */
  tog_calendars_remove_event_async (
      fixture->calendars, "session-life", UID, NULL, changed_cb, NULL);
  name = finish (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, UID);
}

/* What its owner added stays; time and place are the session's. */
static void
test_edited (CalendarsFixture *fixture, gconstpointer data)
{
  static const char first[] = EVENT ("0400", "0445", "Goals with Ada", "Bring your plan");
  g_autofree char *before = fill_days (first);
  g_autofree char *text = NULL;

  watch_local (fixture, "session-edited");
  write_session (fixture, "session-edited", first, NULL);
  await_at (fixture, "session-edited", 4, 4.75);
  edit_event (fixture,
              "BEGIN:VEVENT\r\nUID:" UID "\r\nDTSTAMP:20260101T000000Z\r\nSEQUENCE:2\r\n"
              "DTSTART;TZID=Europe/Berlin:{0}T093000\r\nDURATION:PT1H\r\n"
              "SUMMARY:Goals with Ada\r\nDESCRIPTION:Bring your plan\\, and the red pen\r\n"
              "LOCATION:Kitchen\r\nCATEGORIES:Together\r\n"
              "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Now\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n"
              "END:VEVENT\r\n");
  /* In winter Berlin is an hour ahead; what is tested holds in summer, too. */
  {
    g_autoptr (TogZone) berlin = tog_zone_lookup ("Europe/Berlin", NULL);
    TogDay monday = tog_zone_to_wall (berlin, get_monday () + 12 * TOG_HOUR).day;

    wanted_start = tog_zone_from_wall (berlin, (TogWallTime){ monday, 9 * 3600 + 1800 });
    wanted_end = wanted_start + TOG_HOUR;
    await (is_at, fixture, "session-edited");
  }

  write_session (fixture,
                 "session-edited",
                 EVENT ("0500", "0545", "Goals\\, part 2", "Bring two plans"),
                 before);
  await_at (fixture, "session-edited", 5, 5.75);
  text = read_event (fixture);
  g_assert_nonnull (strstr (text, "SUMMARY:Goals\\, part 2"));
  g_assert_nonnull (strstr (text, "red pen"));
  g_assert_null (strstr (text, "two plans"));
  g_assert_nonnull (strstr (text, "LOCATION:https://meet.example/1"));
  g_assert_null (strstr (text, "Kitchen"));
  g_assert_nonnull (strstr (text, "CATEGORIES:Together"));
  g_assert_nonnull (strstr (text, "BEGIN:VALARM"));
  g_assert_null (strstr (text, "DURATION"));
}

/* What a mail put there follows its mails, and a day is a time as well. */
static void
test_invite (CalendarsFixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  watch_local (fixture, "session-invite");
  write_events (fixture,
                "BEGIN:VEVENT\r\nUID:" UID "\r\nDTSTAMP:20260101T000000Z\r\n"
                "DTSTART:{0}T040000Z\r\nDTEND:{0}T044500Z\r\nSUMMARY:By mail\r\n"
                "ORGANIZER:mailto:calendar@example.org\r\n"
                "ATTENDEE:mailto:me@example.org\r\nEND:VEVENT\r\n");
  await_at (fixture, "session-invite", 4, 4.75);
  g_assert_true (find (fixture, "session-invite")->is_invite);
  write_session (fixture, "session-invite", EVENT ("0500", "0545", "Ours", "Ours"), NULL);
  text = read_event (fixture);
  g_assert_nonnull (strstr (text, "SUMMARY:By mail"));

  edit_event (fixture,
              "BEGIN:VEVENT\r\nUID:" UID "\r\nDTSTAMP:20260101T000000Z\r\n"
              "DTSTART;VALUE=DATE:{0}\r\nSUMMARY:All day\r\nEND:VEVENT\r\n");
  await_at (fixture, "session-invite", -5.5, 18.5);
  g_assert_false (find (fixture, "session-invite")->is_invite);
}

/* Of what its owner made of it, only the first time is the session's. */
static void
test_series (CalendarsFixture *fixture, gconstpointer data)
{
  static const char first[] = EVENT ("0400", "0445", "Goals with Ada", "Bring your plan");
  g_autofree char *text = NULL;

  watch_local (fixture, "session-series");
  write_session (fixture, "session-series", first, NULL);
  await_at (fixture, "session-series", 4, 4.75);
  g_assert_false (find (fixture, "session-series")->is_series);
  edit_event (fixture,
              "BEGIN:VEVENT\r\nUID:" UID "\r\nDTSTAMP:20260101T000000Z\r\nSEQUENCE:2\r\n"
              "DTSTART:{0}T050000Z\r\nDTEND:{0}T054500Z\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"
              "SUMMARY:Goals with Ada\r\nEND:VEVENT\r\n");
  await_at (fixture, "session-series", 5, 5.75);
  g_assert_true (find (fixture, "session-series")->is_series);
  await_busy (fixture, "session-series", "1 10:30/1 11:15 2 10:30/2 11:15");

  edit_event (fixture,
              "BEGIN:VEVENT\r\nUID:" UID "\r\nDTSTAMP:20260101T000000Z\r\nSEQUENCE:3\r\n"
              "DTSTART:{0}T060000Z\r\nDTEND:{0}T064500Z\r\nRDATE:{3}T060000Z\r\n"
              "SUMMARY:Goals with Ada\r\nEND:VEVENT\r\n");
  await_at (fixture, "session-series", 6, 6.75);
  g_assert_true (find (fixture, "session-series")->is_series);
  await_busy (fixture, "session-series", "3 11:30/3 12:15");

  write_session (fixture, "session-series", first, NULL);
  await_at (fixture, "session-series", 4, 4.75);
  g_assert_false (find (fixture, "session-series")->is_series);
  await_busy (fixture, "session-series", "");
  text = read_event (fixture);
  g_assert_null (strstr (text, "RDATE"));
}

static void
count_cb (GObject *calendar, GParamSpec *pspec, guint *n_notified)
{
  (*n_notified)++;
}

/* When its owner is busy can't be told; which sessions are in it can, and is. */
static void
test_misread (CalendarsFixture *fixture, gconstpointer data)
{
  static const char first[] = EVENT ("0400", "0445", "Goals with Ada", "Bring your plan");
  TogDesktopCalendar *calendar;
  g_autoptr (GError) error = NULL;
  guint n_notified = 0;
  guint n_before;

  watch_local (fixture, "session-misread");
  calendar = tog_calendars_find (fixture->calendars, "session-misread");
  write_events (fixture,
                "BEGIN:VEVENT\r\nUID:m\r\nDTSTAMP:20260101T000000Z\r\n"
                "DTSTART;TZID=Mars/Crater:{0}T090000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n");
  await_state (fixture, "session-misread", TOG_DESKTOP_CALENDAR_FAILED);
  g_assert_true (is_not_there (fixture, "session-misread"));
  g_signal_connect (calendar, "notify::events", G_CALLBACK (count_cb), &n_notified);

  write_session (fixture, "session-misread", first, NULL);
  await_at (fixture, "session-misread", 4, 4.75);
  g_assert_cmpint (tog_desktop_calendar_get_state (calendar), ==, TOG_DESKTOP_CALENDAR_FAILED);
  g_assert_nonnull (strstr (tog_desktop_calendar_get_reason (calendar), "Mars/Crater"));
  n_before = n_notified;
  g_assert_cmpuint (n_before, >, 0);
  write_session (fixture, "session-misread", EVENT ("0600", "0700", "Goals", "Two plans"), first);
  await_at (fixture, "session-misread", 6, 7);
  g_assert_cmpint (tog_desktop_calendar_get_state (calendar), ==, TOG_DESKTOP_CALENDAR_FAILED);
  g_assert_cmpuint (n_notified, >, n_before);

  e_cal_client_remove_object_sync (
      fixture->client, "m", NULL, E_CAL_OBJ_MOD_ALL, E_CAL_OPERATION_FLAG_NONE, NULL, &error);
  g_assert_no_error (error);
  await_busy (fixture, "session-misread", "");
  g_signal_handlers_disconnect_by_func (calendar, count_cb, &n_notified);
}

/* What was found before says nothing any more. */
static void
test_killed (CalendarsFixture *fixture, gconstpointer data)
{
  TogDesktopCalendar *calendar;

  watch_local (fixture, "session-killed");
  calendar = tog_calendars_find (fixture->calendars, "session-killed");
  write_session (fixture, "session-killed", EVENT ("0400", "0445", "Goals", "A plan"), NULL);
  await_at (fixture, "session-killed", 4, 4.75);
  kill_service (CALENDAR_SERVICE);
  await_state (fixture, "session-killed", TOG_DESKTOP_CALENDAR_FAILED);
  g_assert_null (tog_desktop_calendar_get_events (calendar));
  g_assert_nonnull (tog_desktop_calendar_get_times (calendar));
  await_at (fixture, "session-killed", 4, 4.75);
}

static void
test_unreachable (CalendarsFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tog_calendars_write_event_async (fixture->calendars,
                                   "nowhere",
                                   UID,
                                   EVENT ("0400", "0500", "A", "B"),
                                   NULL,
                                   NULL,
                                   NULL,
                                   changed_cb,
                                   NULL);
  g_assert_null (finish (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);
}

/* Birthdays and the like can only be read. */
static void
test_read_only (CalendarsFixture *fixture, gconstpointer data)
{
  g_autoptr (ESource) source = e_source_new_with_uid ("session-feed", NULL, NULL);
  g_autofree char *path = g_build_filename (g_getenv ("TOG_TEST_CALENDARS"), "feed.ics", NULL);
  g_autofree char *filled = fill_days (EVENT ("0400", "0500", "A", "B"));
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, CALENDAR ("UID:x\r\nDTSTART:20260101T000000Z\r\n"), -1, &error);
  g_assert_no_error (error);
  e_source_set_parent (source, "local-stub");
  e_source_set_display_name (source, "Feed");
  e_source_backend_set_backend_name (e_source_get_extension (source, E_SOURCE_EXTENSION_CALENDAR),
                                     "local");
  {
    ESourceLocal *local = e_source_get_extension (source, E_SOURCE_EXTENSION_LOCAL_BACKEND);
    g_autoptr (GFile) file = g_file_new_for_path (path);

    e_source_local_set_custom_file (local, file);
    e_source_local_set_writable (local, FALSE);
  }
  commit (fixture, source);
  seek (fixture);
  tog_calendars_watch (fixture->calendars, "session-feed");
  await (is_not_there, fixture, "session-feed");
  tog_calendars_write_event_async (
      fixture->calendars, "session-feed", UID, filled, NULL, NULL, NULL, changed_cb, NULL);
  g_assert_null (finish (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test)                                                                            \
  g_test_add (path, CalendarsFixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("/session-events/life", test_life);
  ADD ("/session-events/edited", test_edited);
  ADD ("/session-events/invite", test_invite);
  ADD ("/session-events/P14/series", test_series);
  ADD ("/session-events/P16/misread", test_misread);
  ADD ("/session-events/unreachable", test_unreachable);
  ADD ("/session-events/read-only", test_read_only);
  ADD ("/session-events/P16/killed", test_killed);
  return g_test_run ();
}
