#include "config.h"

#include "calendars-fixture.h"

#include "tog-busy-reader.h"
#include "tog-source-request.h"

#include <stdio.h>

#define N_CALENDARS 5
#define N_EVENTS 1000 /* in each, of which every tenth is a series */
#define N_RUNS 5

static const char *const rules[] = {
  "RRULE:FREQ=WEEKLY\r\n",
  "RRULE:FREQ=DAILY;INTERVAL=3\r\n",
  "RRULE:FREQ=WEEKLY;BYDAY=MO,WE\r\n",
  "RRULE:FREQ=MONTHLY;BYDAY=2TU\r\n",
};

static char *
format_time (TogInstant instant)
{
  TogWallTime wall = tog_zone_to_wall (tog_zone_utc (), instant);
  int year;
  int month;
  int day;

  tog_day_to_civil (wall.day, &year, &month, &day);
  return g_strdup_printf ("%04d%02d%02dT%02d%02d00",
                          year,
                          month,
                          day,
                          wall.second / TOG_HOUR,
                          wall.second / TOG_MINUTE % 60);
}

/* What people write of an hour: most of it is no time. */
static char *
make_events (GRand *rand)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < N_EVENTS; i++)
    {
      gboolean is_series = i % 10 == 0;
      TogInstant from = get_monday () + g_rand_int_range (rand, 0, 7 * 7 * 96) * TOG_QUANTUM -
                        (is_series ? g_rand_int_range (rand, 0, 150) * 7 * TOG_DAY_SECONDS : 0);
      g_autofree char *start = format_time (from);
      g_autofree char *end = format_time (from + g_rand_int_range (rand, 2, 13) * 10 * TOG_MINUTE);

      g_string_append_printf (text,
                              "BEGIN:VEVENT\r\nUID:%d@bench\r\nDTSTAMP:20260101T000000Z\r\n"
                              "DTSTART;TZID=Asia/Kolkata:%s\r\nDTEND;TZID=Asia/Kolkata:%s\r\n%s"
                              "SUMMARY:Event number %d\r\nLOCATION:Room %d\r\nDESCRIPTION:",
                              i,
                              start,
                              end,
                              is_series ? rules[i / 10 % G_N_ELEMENTS (rules)] : "",
                              i,
                              i % 30);
      for (int word = 0; word < 40; word++)
        g_string_append (text, "words ");
      g_string_append (text,
                       "\r\nORGANIZER;CN=Boss:mailto:boss@example.org\r\n"
                       "ATTENDEE;CN=Me;PARTSTAT=ACCEPTED:mailto:me@example.org\r\n"
                       "ATTENDEE;CN=Other;PARTSTAT=ACCEPTED:mailto:other@example.org\r\n"
                       "END:VEVENT\r\n");
    }
  return g_string_free (text, FALSE);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* Reads a calendar, and makes the body of an upload of it. */
static TogBusyReaderSpent
measure (ECalClient *client)
{
  g_autoptr (TogZone) zone = tog_zone_lookup ("Asia/Kolkata", NULL);
  TogInstant now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TogBusyTimes) times = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;
  TogBusyReaderSpent spent = { 0 };
  gint64 before;

  tog_busy_reader_read_async (
      client, tog_busy_query_new (zone, now, 56, NULL, NULL), NULL, read_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  times = tog_busy_reader_read_finish (result, &spent, NULL, NULL, &error);
  g_assert_no_error (error);
  /* A calendar without anything in it would be quick. */
  g_assert_cmpuint (tog_busy_times_count (times), >, 100);

  before = g_get_monotonic_time ();
  body = tog_busy_request_to_text (&(TogBusyRequest){ .name = (char *) "Calendar",
                                                      .complete = times->known,
                                                      .refreshed_at = times->read_at,
                                                      .refresh_within = TOG_DAY_SECONDS,
                                                      .busy = times->busy });
  spent.own += g_get_monotonic_time () - before;
  return spent;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const TogBusyReaderSpent *x = a;
  const TogBusyReaderSpent *y = b;
  double first = (double) x->own / (double) x->server;
  double second = (double) y->own / (double) y->server;

  return (first > second) - (first < second);
}

/* Run by tests/bench.sh, in tests/support/with-calendars.sh. */
int
main (void)
{
  CalendarsFixture fixture = { NULL };
  ECalClient *clients[N_CALENDARS];
  TogBusyReaderSpent runs[N_RUNS] = { { 0 } };
  GRand *rand = g_rand_new_with_seed (1);
  const TogBusyReaderSpent *median = &runs[N_RUNS / 2];

  fixture_set_up (&fixture, NULL);
  for (int i = 0; i < N_CALENDARS; i++)
    {
      g_autofree char *id = g_strdup_printf ("bench-%d", i);
      g_autofree char *events = make_events (rand);

      add_local (&fixture, id, id);
      open_client (&fixture, id);
      write_events (&fixture, events);
      clients[i] = g_object_ref (fixture.client);
    }
  for (int run = 0; run < N_RUNS; run++)
    for (int i = 0; i < N_CALENDARS; i++)
      {
        TogBusyReaderSpent spent = measure (clients[i]);

        runs[run].server += spent.server;
        runs[run].own += spent.own;
      }
  qsort (runs, N_RUNS, sizeof *runs, compare);

  for (int i = 0; i < N_CALENDARS; i++)
    g_object_unref (clients[i]);
  fixture_tear_down (&fixture, NULL);
  g_rand_free (rand);
  /* name, value, floor, ratio, target, as tests/bench.sh tells them */
  printf ("busy intervals of 5000 events beside the data server, ms\t%.1f\t%.1f\t%.3f\t<= 0.05\n",
          (double) median->own / 1e3,
          (double) median->server / 1e3,
          (double) median->own / (double) median->server);
  return 0;
}
