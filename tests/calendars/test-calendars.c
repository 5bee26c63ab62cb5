#include "config.h"

#include "calendars-fixture.h"

#include <string.h>

#define TIMES(day, from, to)                                                                       \
  "DTSTART;TZID=Asia/Kolkata:" day "T" from "00\r\nDTEND;TZID=Asia/Kolkata:" day "T" to "00\r\n"

#define EVENT(uid, lines)                                                                          \
  "BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTAMP:20260101T000000Z\r\n"                                    \
  "SUMMARY:Salary review\r\nLOCATION:Room 5\r\n" lines "END:VEVENT\r\n"

typedef struct
{
  const char *path;
  const char *events; /* with {0} for Monday's date, and so on */
  const char *busy;   /* as print_busy() has it */
} BusyCase;

static const BusyCase busy_cases[] = {
  { "P14/weekly-moved-and-cancelled",
    EVENT ("a", TIMES ("{-7}", "0900", "1000") "RRULE:FREQ=WEEKLY;COUNT=3\r\n")
        EVENT ("a", "RECURRENCE-ID;TZID=Asia/Kolkata:{0}T090000\r\n" TIMES ("{1}", "1400", "1500"))
            EVENT ("b",
                   TIMES ("{0}", "1100", "1200") "RRULE:FREQ=DAILY;COUNT=3\r\n"
                                                 "EXDATE;TZID=Asia/Kolkata:{1}T110000\r\n"),
    "0 11:00/0 12:00 1 14:00/1 15:00 2 11:00/2 12:00 7 09:00/7 10:00" },
  { "P14/moved-out-of-sight",
    EVENT ("a", TIMES ("{0}", "0900", "1000") "RRULE:FREQ=DAILY;COUNT=2\r\n")
        EVENT ("a",
               "RECURRENCE-ID;TZID=Asia/Kolkata:{0}T090000\r\n"
               "DTSTART:20990101T090000Z\r\nDTEND:20990101T100000Z\r\n"),
    "1 09:00/1 10:00" },
  { "P14/begun-years-ago",
    EVENT ("a",
           TIMES ("20010101", "0900", "0930") "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL={0}T235959Z\r\n"),
    "0 09:00/0 09:30" },
  { "P14/own-sessions-are-passed-over",
    EVENT ("0f8fad5b-d9cb-469f-a165-70867728950e@together.example", TIMES ("{0}", "0900", "1000"))
        EVENT ("other", TIMES ("{0}", "1200", "1300")),
    "0 12:00/0 13:00" },
  /* Of a session, its owner made a series. */
  { "P14/own-session-recurs",
    EVENT ("0f8fad5b-d9cb-469f-a165-70867728950e@together.example",
           TIMES ("{0}", "0900", "1000") "RRULE:FREQ=DAILY;COUNT=4\r\n")
        EVENT ("0f8fad5b-d9cb-469f-a165-70867728950e@together.example",
               "RECURRENCE-ID;TZID=Asia/Kolkata:{0}T090000\r\n" TIMES ("{0}", "1500", "1600"))
            EVENT ("0f8fad5b-d9cb-469f-a165-70867728950e@together.example",
                   "RECURRENCE-ID;TZID=Asia/Kolkata:{2}T090000\r\n" TIMES ("{2}", "1100", "1200"))
                EVENT ("other", TIMES ("{0}", "1200", "1300")),
    "0 12:00/0 13:00 1 09:00/1 10:00 2 11:00/2 12:00 3 09:00/3 10:00" },
  { "P15/what-blocks",
    EVENT ("opaque", TIMES ("{0}", "0905", "0950"))
        EVENT ("transparent", TIMES ("{0}", "1100", "1200") "TRANSP:TRANSPARENT\r\n")
            EVENT ("tentative", TIMES ("{0}", "1300", "1400") "STATUS:TENTATIVE\r\n")
                EVENT ("cancelled", TIMES ("{0}", "1500", "1600") "STATUS:CANCELLED\r\n")
                    EVENT ("declined",
                           TIMES ("{0}", "1700", "1800") "ORGANIZER:mailto:boss@example.org\r\n"
                                                         "ATTENDEE;PARTSTAT=DECLINED:mailto:Me@"
                                                         "example.org\r\n")
                        EVENT ("private", TIMES ("{1}", "0900", "0901") "CLASS:PRIVATE\r\n"),
    "0 09:00/0 10:00 0 13:00/0 14:00 1 09:00/1 09:15" },
  { "P15/all-day",
    EVENT ("leave", "DTSTART;VALUE=DATE:{2}\r\nDTEND;VALUE=DATE:{4}\r\n")
        EVENT ("birthday",
               "DTSTART;VALUE=DATE:{5}\r\nDTEND;VALUE=DATE:{6}\r\nTRANSP:TRANSPARENT\r\n"),
    "2 00:00/4 00:00" },
  { "P15/odd-lengths",
    EVENT ("zero", TIMES ("{0}", "0900", "0900")) EVENT ("negative", TIMES ("{0}", "1200", "1100"))
        EVENT ("overlapping", TIMES ("{0}", "1435", "1505"))
            EVENT ("other", TIMES ("{0}", "1400", "1440")),
    "0 14:00/0 15:15" },
  { "P17/zones",
    EVENT ("windows", "DTSTART;TZID=Nepal Standard Time:{0}T091500\r\nDURATION:PT30M\r\n") EVENT (
        "renamed",
        "DTSTART;TZID=Asia/Katmandu:{1}T091500\r\nDURATION:PT30M\r\n")
        EVENT ("utc", "DTSTART:{2}T120000Z\r\nDURATION:PT30M\r\n") EVENT (
            "floating",
            "DTSTART:{3}T120000\r\nDURATION:PT30M\r\n") "BEGIN:VTIMEZONE\r\nTZID:Our "
                                                        "own\r\nBEGIN:STANDARD\r\n"
                                                        "DTSTART:19700101T000000\r\nTZOFFSETFROM:+"
                                                        "0300\r\nTZOFFSETTO:+0300\r\n"
                                                        "END:STANDARD\r\nEND:VTIMEZONE\r\n" EVENT (
                                                            "custom",
                                                            "DTSTART;TZID=Our "
                                                            "own:{4}T100000\r\nDURATION:PT30M\r\n"),
    "0 09:00/0 09:30 1 09:00/1 09:30 2 17:30/2 18:00 3 12:00/3 12:30 4 12:30/4 13:00" },
  /* Rules that the library of the data server gets wrong, or never comes back from. */
  { "P29/rules",
    EVENT ("last-days", TIMES ("{0}", "0900", "0930") "RRULE:FREQ=DAILY;BYDAY=MO,MO;COUNT=1\r\n")
        EVENT ("by-minute", TIMES ("{1}", "0900", "0930") "RRULE:FREQ=MINUTELY;COUNT=31\r\n"),
    "0 09:00/0 09:30 1 09:00/1 10:00" },
};

static void
test_busy (CalendarsFixture *fixture, gconstpointer data)
{
  const BusyCase *busy_case = data;
  const char *id = strrchr (busy_case->path, '/') + 1;

  /* Each has a calendar of its own: the data server goes on from test to test. */
  add_local (fixture, id, "Mine");
  open_client (fixture, id);
  write_events (fixture, busy_case->events);
  tog_calendars_watch (fixture->calendars, id);
  await_busy (fixture, id, busy_case->busy);
}

static void
test_titles (CalendarsFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) titles = NULL;
  TogDesktopCalendar *calendar;

  add_local (fixture, "titles", "Mine");
  open_client (fixture, "titles");
  write_events (
      fixture,
      EVENT ("private", TIMES ("{0}", "0900", "1000") "CLASS:PRIVATE\r\n") EVENT (
          "free",
          TIMES ("{0}",
                 "0900",
                 "1000") "TRANSP:TRANSPARENT\r\n") "BEGIN:VEVENT\r\nUID:odd\r\nDTSTAMP:"
                                                   "20260101T000000Z\r\n"
                                                   "SUMMARY:Lunch\\, with\\nBen\\\\Bo\\; "
                                                   "X:Y\r\n" TIMES (
                                                       "{0}", "1000", "1100") "END:VEVENT\r\n");
  tog_calendars_watch (fixture->calendars, "titles");
  await_busy (fixture, "titles", "0 09:00/0 11:00");
  calendar = await_calendar (fixture, "titles");
  titles = tog_event_titles_list (tog_desktop_calendar_get_titles (calendar),
                                  tog_desktop_calendar_get_times (calendar)->known);
  g_assert_cmpuint (titles->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (titles, 0), ==, "Salary review");
  g_assert_cmpstr (g_ptr_array_index (titles, 1), ==, "Lunch, with Ben\\Bo; X:Y");

  tog_calendars_unwatch (fixture->calendars, "titles");
  g_assert_null (tog_desktop_calendar_get_titles (calendar));
}

static void
test_ten_years (CalendarsFixture *fixture, gconstpointer data)
{
  TogBusyTimes *times;
  const TogSlot *slots;
  gsize n_slots;

  add_local (fixture, "ten-years", "Sabbatical");
  open_client (fixture, "ten-years");
  write_events (fixture, EVENT ("long", "DTSTART:20200101T000000Z\r\nDTEND:20990101T000000Z\r\n"));
  tog_calendars_watch (fixture->calendars, "ten-years");
  await_state (fixture, "ten-years", TOG_DESKTOP_CALENDAR_OK);
  times = tog_desktop_calendar_get_times (await_calendar (fixture, "ten-years"));
  slots = tog_slot_set_get_slots (times->busy, &n_slots);
  g_assert_cmpuint (n_slots, ==, 1);
  g_assert_cmpint (slots[0].start, ==, times->known.start);
  g_assert_cmpint (slots[0].end, ==, times->known.end);
  g_assert_cmpint (times->known.end - times->known.start, >=, 56 * TOG_DAY_SECONDS);
}

static gboolean
is_gone (CalendarsFixture *fixture, const char *id)
{
  return tog_calendars_find (fixture->calendars, id) == NULL;
}

/* Puts a calendar where the data server keeps its own, before it knows of it: to hand it
 * that many one by one takes minutes. */
static void
write_file (const char *id, const char *events)
{
  g_autofree char *folder =
      g_build_filename (g_get_user_data_dir (), "evolution", "calendar", id, NULL);
  g_autofree char *path = g_build_filename (folder, "calendar.ics", NULL);
  g_autofree char *text = g_strconcat ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n",
                                       events,
                                       "END:VCALENDAR\r\n",
                                       NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/* Whether it was read, or given up. */
static gboolean
is_judged (CalendarsFixture *fixture, const char *id)
{
  TogDesktopCalendar *calendar = tog_calendars_find (fixture->calendars, id);

  return calendar != NULL &&
         (tog_desktop_calendar_get_state (calendar) == TOG_DESKTOP_CALENDAR_OK ||
          (tog_desktop_calendar_get_state (calendar) != TOG_DESKTOP_CALENDAR_SLOW &&
           tog_desktop_calendar_get_reason (calendar) != NULL));
}

static char *
make_many (guint n)
{
  g_autofree char *day = fill_days ("{0}");
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text,
                            "BEGIN:VEVENT\r\nUID:%u\r\nDTSTAMP:20260101T000000Z\r\n"
                            "DTSTART:%sT%02u3000Z\r\nDURATION:PT30M\r\n"
                            "SUMMARY:Number %u\r\nEND:VEVENT\r\n",
                            i,
                            day,
                            3 + i % 4,
                            i);
  return g_string_free (text, FALSE);
}

/* All of them in the eight weeks that are looked at. */
static void
test_many (CalendarsFixture *fixture, gconstpointer data)
{
  g_autofree char *events = make_many (100000);
  gint64 before = g_get_monotonic_time ();

#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("That many take minutes at a sanitizer's pace");
  return;
#endif

  write_file ("many", events);
  add_local (fixture, "many", "Everything");
  add_local (fixture, "beside-many", "Mine");
  tog_calendars_watch (fixture->calendars, "many");
  tog_calendars_watch (fixture->calendars, "beside-many");
  await_busy (fixture, "beside-many", "");
  await_busy (fixture, "many", "0 09:00/0 09:30 0 10:00/0 10:30 0 11:00/0 11:30 0 12:00/0 12:30");
  g_test_message ("%.1f s", (double) (g_get_monotonic_time () - before) / G_USEC_PER_SEC);
}

/* What takes long enough for that, is gone before it was read. */
static void
test_removed (CalendarsFixture *fixture, gconstpointer data)
{
  g_autofree char *events = make_many (10000);
  TogDesktopCalendar *calendar;

  write_file ("removed", events);
  add_local (fixture, "removed", "Everything");
  add_local (fixture, "beside-removed", "Mine");
  tog_calendars_watch (fixture->calendars, "removed");
  tog_calendars_watch (fixture->calendars, "beside-removed");
  await_busy (fixture, "beside-removed", "");
  calendar = g_object_ref (await_calendar (fixture, "removed"));
  g_assert_null (tog_desktop_calendar_get_times (calendar));
  remove_source (fixture, "removed");
  await (is_gone, fixture, "removed");
  await_busy (fixture, "beside-removed", "");
  g_assert_finalize_object (calendar);
}

/* Days are days of where their owner is now. */
static void
test_zone (CalendarsFixture *fixture, gconstpointer data)
{
  g_autoptr (TogZone) zone = tog_zone_lookup ("Asia/Kathmandu", NULL);

  add_local (fixture, "travels", "Mine");
  open_client (fixture, "travels");
  write_events (fixture,
                EVENT ("leave", "DTSTART;VALUE=DATE:{2}\r\nDTEND;VALUE=DATE:{3}\r\n")
                    EVENT ("fixed", TIMES ("{4}", "0900", "1000")));
  tog_calendars_watch (fixture->calendars, "travels");
  await_busy (fixture, "travels", "2 00:00/3 00:00 4 09:00/4 10:00");
  tog_calendars_set_zone (fixture->calendars, zone);
  await_busy (fixture, "travels", "1 23:45/2 23:45 4 09:00/4 10:00");
}

static void
test_unknown_zone (CalendarsFixture *fixture, gconstpointer data)
{
  TogDesktopCalendar *calendar;

  add_local (fixture, "no-zone", "Martian");
  add_local (fixture, "zone", "Mine");
  open_client (fixture, "no-zone");
  write_events (fixture, EVENT ("m", "DTSTART;TZID=Mars/Olympus:{0}T090000\r\nDURATION:PT1H\r\n"));
  tog_calendars_watch (fixture->calendars, "no-zone");
  tog_calendars_watch (fixture->calendars, "zone");
  await_state (fixture, "no-zone", TOG_DESKTOP_CALENDAR_FAILED);
  calendar = await_calendar (fixture, "no-zone");
  g_assert_null (tog_desktop_calendar_get_times (calendar));
  g_assert_nonnull (strstr (tog_desktop_calendar_get_reason (calendar), "Mars/Olympus"));
  await_busy (fixture, "zone", "");
}

/* A rule that the data server's own library does not come back from, or with more than
 * anybody can look through: the calendar is named, and no other waits for it. */
static void
test_endless (CalendarsFixture *fixture, gconstpointer data)
{
  static const char *const rules[] = {
    "RRULE:FREQ=SECONDLY\r\n",
    "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\r\n",
  };

  tog_calendars_set_pace (fixture->calendars,
                          &(TogCalendarsPace){
                              .slow = 300,
                              .give_up = 3000,
                              .settle = 100,
                              .refresh = 1000,
                              .retry = 200,
                          });
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *id = g_strdup_printf ("endless-%" G_GSIZE_FORMAT, i);
      g_autofree char *event =
          g_strconcat ("BEGIN:VEVENT\r\nUID:endless\r\nDTSTAMP:20260101T000000Z\r\n"
                       "DTSTART:20010101T000000Z\r\nDURATION:PT1S\r\n",
                       rules[i],
                       "END:VEVENT\r\n",
                       NULL);
      TogDesktopCalendar *calendar;

      write_file (id, event);
      add_local (fixture, id, "Endless");
      tog_calendars_watch (fixture->calendars, id);
      await (is_judged, fixture, id);
      calendar = await_calendar (fixture, id);
      /* A newer library may come back, and core knows what is in the calendar then. */
      if (tog_desktop_calendar_get_state (calendar) == TOG_DESKTOP_CALENDAR_OK)
        {
          TogBusyTimes *times = tog_desktop_calendar_get_times (calendar);

          g_assert_cmpint (tog_busy_times_count (times) > 0, ==, i == 0);
          continue;
        }
      g_test_message ("%s", tog_desktop_calendar_get_reason (calendar));
      g_assert_null (tog_desktop_calendar_get_times (calendar));
    }
  add_local (fixture, "beside-endless", "Mine");
  tog_calendars_watch (fixture->calendars, "beside-endless");
  await_busy (fixture, "beside-endless", "");
}

static void
test_changes (CalendarsFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add_local (fixture, "live", "Mine");
  tog_calendars_watch (fixture->calendars, "live");
  await_busy (fixture, "live", "");

  open_client (fixture, "live");
  write_events (fixture, EVENT ("a", TIMES ("{0}", "0900", "1000")));
  await_busy (fixture, "live", "0 09:00/0 10:00");
  write_events (fixture, EVENT ("a", "SEQUENCE:1\r\n" TIMES ("{0}", "1100", "1200")));
  await_busy (fixture, "live", "0 11:00/0 12:00");
  e_cal_client_remove_object_sync (
      fixture->client, "a", NULL, E_CAL_OBJ_MOD_ALL, E_CAL_OPERATION_FLAG_NONE, NULL, &error);
  g_assert_no_error (error);
  await_busy (fixture, "live", "");

  tog_calendars_unwatch (fixture->calendars, "live");
  g_assert_null (tog_desktop_calendar_get_times (await_calendar (fixture, "live")));
}

static void
test_sources (CalendarsFixture *fixture, gconstpointer data)
{
  TogDesktopCalendar *calendar;

  add_local (fixture, "source", "First");
  calendar = await_calendar (fixture, "source");
  g_assert_cmpstr (tog_desktop_calendar_get_name (calendar), ==, "First");
  g_assert_cmpstr (tog_desktop_calendar_get_account (calendar), ==, "On this computer");
  g_assert_true (tog_desktop_calendar_get_enabled (calendar));
  g_assert_cmpint (tog_desktop_calendar_get_state (calendar), ==, TOG_DESKTOP_CALENDAR_UNKNOWN);
  g_assert_cmpint (tog_calendars_get_status (fixture->calendars), ==, TOG_CALENDARS_READY);

  /* Removed while it is read. */
  tog_calendars_watch (fixture->calendars, "source");
  remove_source (fixture, "source");
  await (is_gone, fixture, "source");

  /* It is watched again as soon as it is there again. */
  add_local (fixture, "source", "Second");
  await_busy (fixture, "source", "");
}

static void
test_killed (CalendarsFixture *fixture, gconstpointer data)
{
  add_local (fixture, "killed", "Mine");
  tog_calendars_watch (fixture->calendars, "killed");
  await_busy (fixture, "killed", "");
  open_client (fixture, "killed");
  write_events (fixture, EVENT ("a", TIMES ("{0}", "0900", "1000")));
  await_busy (fixture, "killed", "0 09:00/0 10:00");

  kill_service (CALENDAR_SERVICE);
  await_state (fixture, "killed", TOG_DESKTOP_CALENDAR_FAILED);
  /* What was known before stays, with its age. */
  g_assert_nonnull (tog_desktop_calendar_get_times (await_calendar (fixture, "killed")));
  await_busy (fixture, "killed", "0 09:00/0 10:00");

  kill_service (SOURCES_SERVICE);
  start_service (SOURCES_SERVICE);
  add_local (fixture, "after", "Another");
  tog_calendars_watch (fixture->calendars, "after");
  await_busy (fixture, "after", "");
  await_busy (fixture, "killed", "0 09:00/0 10:00");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (busy_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/calendars/%s", busy_cases[i].path);

      g_test_add (
          path, CalendarsFixture, &busy_cases[i], fixture_set_up, test_busy, fixture_tear_down);
    }
#define ADD(path, test)                                                                            \
  g_test_add (path, CalendarsFixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("/calendars/P15/titles", test_titles);
  ADD ("/calendars/P15/ten-years", test_ten_years);
  ADD ("/calendars/P16/unknown-zone", test_unknown_zone);
  ADD ("/calendars/P15/zone-changed", test_zone);
  ADD ("/calendars/changes", test_changes);
  ADD ("/calendars/sources", test_sources);
  ADD ("/calendars/removed-while-read", test_removed);
  ADD ("/calendars/P29/many", test_many);
  ADD ("/calendars/P16/killed", test_killed);
  /* Last, as the data server may be busy with it for long. */
  ADD ("/calendars/P29/endless", test_endless);
  return g_test_run ();
}
