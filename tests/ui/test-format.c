#include "config.h"

#include "tog-format.h"

#include <gtk/gtk.h>
#include <locale.h>

static TogInstant
read_instant (const char *text)
{
  g_autoptr (GError) error = NULL;
  TogInstant instant;

  tog_instant_parse (text, &instant, &error);
  g_assert_no_error (error);

  return instant;
}

static TogZone *
lookup (const char *name)
{
  g_autoptr (GError) error = NULL;
  TogZone *zone = tog_zone_lookup (name, &error);

  g_assert_no_error (error);

  return zone;
}

static void
assert_text (char *taken, const char *expected)
{
  g_autofree char *text = taken;

  g_assert_cmpstr (text, ==, expected);
}

static const struct
{
  const char *zone;
  const char *instant;
  const char *in_24_hours;
  const char *in_12_hours;
} times[] = {
  { "Europe/Lisbon", "2026-11-23T11:15:00Z", "11:15", "11:15 AM" },
  { "Asia/Kathmandu", "2026-11-23T11:15:00Z", "17:00", "5:00 PM" },
  { "Asia/Kolkata", "2026-11-23T18:30:00Z", "00:00", "12:00 AM" },
  { "Australia/Lord_Howe", "2026-07-01T01:30:00Z", "12:00", "12:00 PM" },
  { "America/Sao_Paulo", "2026-11-23T02:05:00Z", "23:05", "11:05 PM" },
  /* The hour that is shown twice. */
  { "Europe/London", "2026-10-25T00:30:00Z", "01:30", "1:30 AM" },
  { "Europe/London", "2026-10-25T01:30:00Z", "01:30", "1:30 AM" },
};

static void
test_times (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (TogZone) zone = lookup (times[i].zone);
      TogInstant instant = read_instant (times[i].instant);

      tog_format_set_clock_style (TOG_CLOCK_24_HOURS);
      assert_text (tog_format_time (zone, instant), times[i].in_24_hours);
      tog_format_set_clock_style (TOG_CLOCK_12_HOURS);
      assert_text (tog_format_time (zone, instant), times[i].in_12_hours);
    }

  /* The tests' locale has the 24-hour clock. */
  tog_format_set_clock_style (TOG_CLOCK_LOCALE);
  assert_text (tog_format_minute (0), "00:00");
  assert_text (tog_format_minute (23 * 60 + 45), "23:45");
}

static void
test_ranges (void)
{
  g_autoptr (TogZone) kathmandu = lookup ("Asia/Kathmandu");
  g_autoptr (TogZone) london = lookup ("Europe/London");
  TogSlot slot = { read_instant ("2026-11-26T11:15:00Z"), read_instant ("2026-11-26T12:00:00Z") };
  TogSlot over_change = { read_instant ("2026-03-29T00:30:00Z"),
                          read_instant ("2026-03-29T01:15:00Z") };
  TogInstant now = read_instant ("2026-11-25T23:00:00Z");

  assert_text (tog_format_time_range (kathmandu, slot), "17:00 – 17:45");
  assert_text (tog_format_time_range (london, over_change), "00:30 – 02:15");
  assert_text (tog_format_session_time (london, slot, now), "Tomorrow, 11:15 – 12:00");
}

/* What lasts all day has no times. */
static void
test_events (void)
{
  g_autoptr (TogZone) lisbon = lookup ("Europe/Lisbon");
  TogSlot day = { read_instant ("2026-11-30T00:00:00Z"), read_instant ("2026-12-01T00:00:00Z") };
  TogSlot days = { day.start, read_instant ("2026-12-03T00:00:00Z") };
  TogSlot hour = { day.start, read_instant ("2026-11-30T01:00:00Z") };
  TogInstant now = read_instant ("2026-11-25T23:00:00Z");

  assert_text (tog_format_event_time (lisbon, day, now), "Monday 30 November, all day");
  assert_text (tog_format_event_time (lisbon, day, day.start - 1), "Tomorrow, all day");
  assert_text (tog_format_event_time (lisbon, days, now),
               "Monday 30 November – Wednesday 2 December, all day");
  assert_text (tog_format_event_time (lisbon, hour, now), "Monday 30 November, 00:00 – 01:00");
}

static void
test_right_to_left (void)
{
  g_autoptr (TogZone) lisbon = lookup ("Europe/Lisbon");
  TogSlot slot = { read_instant ("2026-11-26T11:15:00Z"), read_instant ("2026-11-26T12:00:00Z") };

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  assert_text (tog_format_time_range (lisbon, slot), "\u206611:15 – 12:00\u2069");
  assert_text (tog_format_time (lisbon, slot.start), "\u206611:15\u2069");
  assert_text (tog_format_utc_offset (20700), "\u2066+5:45\u2069");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static const struct
{
  const char *instant;
  const char *when;
  const char *compact;
  const char *within; /* NULL: as when */
} days[] = {
  { "2026-11-23T23:59:00Z", "Today, 23:59", "Today", "today, 23:59" },
  { "2026-11-24T00:00:00Z", "Tomorrow, 00:00", "Tomorrow", "tomorrow, 00:00" },
  { "2026-11-22T23:59:00Z", "Yesterday, 23:59", "Yesterday", "yesterday, 23:59" },
  { "2026-11-25T11:15:00Z", "Wednesday 25 November, 11:15", "Wed 25 Nov" },
  { "2026-12-31T23:45:00Z", "Thursday 31 December, 23:45", "Thu 31 Dec" },
  { "2027-01-01T00:00:00Z", "Friday 1 January 2027, 00:00", "Fri 1 Jan" },
  { "2025-02-28T09:00:00Z", "Friday 28 February 2025, 09:00", "Fri 28 Feb" },
};

static void
test_days (void)
{
  g_autoptr (TogZone) lisbon = lookup ("Europe/Lisbon");
  TogInstant now = read_instant ("2026-11-23T10:12:00Z");
  TogDay today = tog_zone_to_wall (lisbon, now).day;

  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      TogInstant instant = read_instant (days[i].instant);

      assert_text (tog_format_when (lisbon, instant, now), days[i].when);
      assert_text (tog_format_when_within (lisbon, instant, now),
                   days[i].within != NULL ? days[i].within : days[i].when);
      assert_text (tog_format_compact_day (tog_zone_to_wall (lisbon, instant).day, today),
                   days[i].compact);
    }

  assert_text (tog_format_short_day (today, today), "23 November");
  assert_text (tog_format_weekday (today), "Monday");
  assert_text (tog_format_short_weekday (today), "Mon");
  assert_text (tog_format_short_month (today), "Nov");
}

/* The same instant is another day elsewhere: "Today" is the user's alone, and
 * beside it the other's line has a date only where that differs. */
static const struct
{
  const char *theirs;
  const char *start;
  const char *mine;
  const char *there;
  const char *time_there;
} elsewhere[] = {
  { "Asia/Kathmandu", "2026-11-23T11:00:00Z", "Today, 11:00 – 11:45", "16:45 – 17:30", "16:45" },
  { "Pacific/Apia",
    "2026-11-23T11:00:00Z",
    "Today, 11:00 – 11:45",
    "Tuesday 24 November, 00:00 – 00:45",
    "Tuesday 24 November, 00:00" },
  /* The other's tomorrow is not the user's. */
  { "Pacific/Apia", "2026-11-24T10:00:00Z", "Tomorrow, 10:00 – 10:45", "23:00 – 23:45", "23:00" },
  { "America/Sao_Paulo",
    "2026-11-24T01:00:00Z",
    "Tomorrow, 01:00 – 01:45",
    "Monday 23 November, 22:00 – 22:45",
    "Monday 23 November, 22:00" },
  { "Pacific/Apia",
    "2026-12-31T12:00:00Z",
    "Thursday 31 December, 12:00 – 12:45",
    "Friday 1 January 2027, 01:00 – 01:45",
    "Friday 1 January 2027, 01:00" },
};

static void
test_today_elsewhere (void)
{
  g_autoptr (TogZone) lisbon = lookup ("Europe/Lisbon");
  TogInstant now = read_instant ("2026-11-23T10:12:00Z");

  for (gsize i = 0; i < G_N_ELEMENTS (elsewhere); i++)
    {
      g_autoptr (TogZone) theirs = lookup (elsewhere[i].theirs);
      TogInstant start = read_instant (elsewhere[i].start);
      TogSlot slot = { start, start + 45 * TOG_MINUTE };

      assert_text (tog_format_session_time (lisbon, slot, now), elsewhere[i].mine);
      assert_text (tog_format_session_time_there (theirs, lisbon, slot), elsewhere[i].there);
      assert_text (tog_format_time_there (theirs, lisbon, start), elsewhere[i].time_there);
    }
}

static const struct
{
  gint64 seconds;
  const char *duration;
  const char *short_duration;
} durations[] = {
  { 60, "1 minute", "1 min" }, { 1800, "30 minutes", "30 min" },
  { 3600, "1 hour", "1 h" },   { 4500, "1 hour 15 minutes", "1 h 15 min" },
  { 7200, "2 hours", "2 h" },  { 7260, "2 hours 1 minute", "2 h 1 min" },
};

static void
test_durations (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      assert_text (tog_format_duration (durations[i].seconds), durations[i].duration);
      assert_text (tog_format_short_duration (durations[i].seconds), durations[i].short_duration);
    }
}

static const struct
{
  gint64 seconds;
  const char *until;
  const char *ago;
} distances[] = {
  { 0, "now", "just now" },
  { 1, "in 1 minute", "just now" },
  { 60, "in 1 minute", "1 minute ago" },
  { 61, "in 2 minutes", "1 minute ago" },
  { 48 * 60, "in 48 minutes", "48 minutes ago" },
  { 89 * 60, "in 89 minutes", "1 hour ago" },
  { 2 * 3600, "in 2 hours", "2 hours ago" },
  { 35 * 3600, "in 35 hours", "1 day ago" },
  { 38 * 3600, "in 38 hours", "1 day ago" },
  { 50 * 3600, "in 2 days", "2 days ago" },
  { 3 * 86400, "in 3 days", "3 days ago" },
};

static void
test_distances (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (distances); i++)
    {
      assert_text (tog_format_until (distances[i].seconds), distances[i].until);
      assert_text (tog_format_ago (distances[i].seconds), distances[i].ago);
    }

  assert_text (tog_format_until (-60), "now");
}

static void
test_offsets (void)
{
  assert_text (tog_format_utc_offset (20700), "+5:45");
  assert_text (tog_format_utc_offset (0), "+0:00");
  assert_text (tog_format_utc_offset (-10800), "−3:00");
  assert_text (tog_format_utc_offset (-1800), "−0:30");
  assert_text (tog_format_ahead (20700), "5 h 45 min ahead of you");
  assert_text (tog_format_ahead (-10800), "3 h behind you");
  assert_text (tog_format_ahead (0), "same time as you");
}

static void
test_first_weekday (void)
{
  /* C.UTF-8, the tests' locale, begins its weeks on Sunday. */
  g_assert_cmpint (tog_format_get_first_weekday (), ==, 7);
}

int
main (int argc, char *argv[])
{
  g_assert_nonnull (setlocale (LC_ALL, ""));
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format/times", test_times);
  g_test_add_func ("/format/P08/ranges", test_ranges);
  g_test_add_func ("/format/P08/events", test_events);
  g_test_add_func ("/format/P36/right-to-left", test_right_to_left);
  g_test_add_func ("/format/days", test_days);
  g_test_add_func ("/format/P11/today-elsewhere", test_today_elsewhere);
  g_test_add_func ("/format/durations", test_durations);
  g_test_add_func ("/format/distances", test_distances);
  g_test_add_func ("/format/P10/offsets", test_offsets);
  g_test_add_func ("/format/first-weekday", test_first_weekday);

  return g_test_run ();
}
