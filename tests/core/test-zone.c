#include "config.h"

#include "tog-error.h"
#include "tog-zone.h"

#include <string.h>

static TogWallTime
read_wall (const char *text)
{
  g_autofree char *utc = g_strdup_printf ("%s:00Z", text);
  g_autoptr (GError) error = NULL;
  TogInstant instant;

  tog_instant_parse (utc, &instant, &error);
  g_assert_no_error (error);

  return tog_zone_to_wall (tog_zone_utc (), instant);
}

static TogInstant
read_instant (const char *text)
{
  g_autofree char *utc = g_strdup_printf ("%s:00Z", text);
  g_autoptr (GError) error = NULL;
  TogInstant instant;

  tog_instant_parse (utc, &instant, &error);
  g_assert_no_error (error);

  return instant;
}

static TogZone *
lookup (const char *name)
{
  g_autoptr (GError) error = NULL;
  TogZone *zone = tog_zone_lookup (name, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (tog_zone_get_name (zone), ==, name);

  return zone;
}

/* The local time, the instant that is meant, and the second one if it is repeated. */
typedef struct
{
  const char *zone;
  const char *wall;
  const char *instant;
  const char *second;
  gboolean exists;
} WallCase;

static const WallCase wall_cases[] = {
  { "Europe/London", "2026-03-29T00:59", "2026-03-29T00:59", NULL, TRUE },
  { "Europe/London", "2026-03-29T01:00", "2026-03-29T01:00", NULL, FALSE },
  { "Europe/London", "2026-03-29T01:30", "2026-03-29T01:30", NULL, FALSE },
  { "Europe/London", "2026-03-29T02:00", "2026-03-29T01:00", NULL, TRUE },
  { "Europe/London", "2026-10-25T00:59", "2026-10-24T23:59", NULL, TRUE },
  { "Europe/London", "2026-10-25T01:00", "2026-10-25T00:00", "2026-10-25T01:00", TRUE },
  { "Europe/London", "2026-10-25T01:59", "2026-10-25T00:59", "2026-10-25T01:59", TRUE },
  { "Europe/London", "2026-10-25T02:00", "2026-10-25T02:00", NULL, TRUE },

  /* Standard time is summer's in Dublin's rules, and winter's is less: it must not matter. */
  { "Europe/Dublin", "2026-03-29T01:30", "2026-03-29T01:30", NULL, FALSE },
  { "Europe/Dublin", "2026-10-25T01:30", "2026-10-25T00:30", "2026-10-25T01:30", TRUE },
  { "Europe/Dublin", "2026-07-01T12:00", "2026-07-01T11:00", NULL, TRUE },
  { "Europe/Dublin", "2060-07-01T12:00", "2060-07-01T11:00", NULL, TRUE },
  { "Europe/Dublin", "2060-12-01T12:00", "2060-12-01T12:00", NULL, TRUE },

  { "America/New_York", "2026-03-08T02:30", "2026-03-08T07:30", NULL, FALSE },
  { "America/New_York", "2026-11-01T01:30", "2026-11-01T05:30", "2026-11-01T06:30", TRUE },
  { "America/New_York", "2050-07-01T12:00", "2050-07-01T16:00", NULL, TRUE },

  /* Half an hour. */
  { "Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45", NULL, FALSE },
  { "Australia/Lord_Howe", "2026-10-04T02:30", "2026-10-03T15:30", NULL, TRUE },
  { "Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45", "2026-04-04T15:15", TRUE },
  { "Australia/Lord_Howe", "2026-04-05T02:00", "2026-04-04T15:30", NULL, TRUE },

  { "Asia/Kathmandu", "2026-11-23T10:15", "2026-11-23T04:30", NULL, TRUE },

  /* Set back for Ramadan, and forward again. */
  { "Africa/Casablanca", "2026-02-15T02:30", "2026-02-15T01:30", "2026-02-15T02:30", TRUE },
  { "Africa/Casablanca", "2026-03-22T02:30", "2026-03-22T02:30", NULL, FALSE },

  /* At midnight: the first hour of a day is skipped, the last one of a day repeated. */
  { "America/Sao_Paulo", "2018-11-04T00:30", "2018-11-04T03:30", NULL, FALSE },
  { "America/Sao_Paulo", "2018-11-04T01:00", "2018-11-04T03:00", NULL, TRUE },
  { "America/Sao_Paulo", "2019-02-16T23:30", "2019-02-17T01:30", "2019-02-17T02:30", TRUE },
  { "America/Sao_Paulo", "2019-02-17T00:00", "2019-02-17T03:00", NULL, TRUE },

  /* A whole day. */
  { "Pacific/Apia", "2011-12-29T23:59", "2011-12-30T09:59", NULL, TRUE },
  { "Pacific/Apia", "2011-12-30T00:00", "2011-12-30T10:00", NULL, FALSE },
  { "Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00", NULL, FALSE },
  { "Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00", NULL, TRUE },

  /* Two hours. */
  { "Antarctica/Troll", "2026-03-29T02:30", "2026-03-29T02:30", NULL, FALSE },
  { "Antarctica/Troll", "2026-10-25T01:30", "2026-10-24T23:30", "2026-10-25T01:30", TRUE },
  { "Antarctica/Troll", "2026-10-25T02:30", "2026-10-25T00:30", "2026-10-25T02:30", TRUE },

  /* The day before, as seen from the day that the change is on. */
  { "America/St_Johns", "2010-11-06T23:30", "2010-11-07T02:00", "2010-11-07T03:00", TRUE },

  { "UTC", "2026-03-29T01:30", "2026-03-29T01:30", NULL, TRUE },
};

static void
check_wall_times (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wall_cases); i++)
    {
      const WallCase *test = &wall_cases[i];
      g_autoptr (TogZone) zone = lookup (test->zone);
      TogWallTime wall = read_wall (test->wall);
      guint n_instants = !test->exists ? 0 : test->second == NULL ? 1 : 2;
      TogInstant instants[2];

      g_test_message ("%s %s", test->zone, test->wall);
      g_assert_cmpint (tog_zone_from_wall (zone, wall), ==, read_instant (test->instant));
      g_assert_cmpuint (tog_zone_find_instants (zone, wall, instants), ==, n_instants);
      if (n_instants > 0)
        g_assert_cmpint (instants[0], ==, read_instant (test->instant));
      if (n_instants > 1)
        g_assert_cmpint (instants[1], ==, read_instant (test->second));

      for (guint j = 0; j < n_instants; j++)
        {
          TogWallTime shown = tog_zone_to_wall (zone, instants[j]);

          g_assert_cmpint (shown.day, ==, wall.day);
          g_assert_cmpint (shown.second, ==, wall.second);
        }
    }
}

static void
check_offsets (void)
{
  static const struct
  {
    const char *zone;
    const char *instant;
    int minutes;
  } cases[] = {
    { "Asia/Kathmandu", "2026-11-23T00:00", 345 },
    { "Asia/Kolkata", "2026-11-23T00:00", 330 },
    { "Australia/Lord_Howe", "2026-11-23T00:00", 660 },
    { "Australia/Lord_Howe", "2026-06-23T00:00", 630 },
    { "Pacific/Chatham", "2026-06-23T00:00", 765 },
    { "Pacific/Kiritimati", "2026-06-23T00:00", 840 },
    { "America/St_Johns", "2026-06-23T00:00", -150 },
    { "Etc/GMT+5", "2026-06-23T00:00", -300 },
    { "Europe/London", "1969-06-23T00:00", 60 },
    { "Europe/London", "2099-07-01T00:00", 60 },
    { "Africa/Casablanca", "2026-02-23T00:00", 0 },
    { "Africa/Casablanca", "2026-05-23T00:00", 60 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TogZone) zone = lookup (cases[i].zone);

      g_assert_cmpint (tog_zone_get_offset (zone, read_instant (cases[i].instant)),
                       ==,
                       cases[i].minutes * TOG_MINUTE);
    }
}

static void
check_transitions (void)
{
  g_autoptr (TogZone) zone = lookup ("Europe/London");
  TogTransition transition;

  g_assert_true (
      tog_zone_get_next_transition (zone, read_instant ("2026-01-01T00:00"), &transition));
  g_assert_cmpint (transition.at, ==, read_instant ("2026-03-29T01:00"));
  g_assert_cmpint (transition.offset, ==, TOG_HOUR);

  /* After means after: not the transition itself again. */
  g_assert_true (tog_zone_get_next_transition (zone, transition.at - 1, &transition));
  g_assert_cmpint (transition.at, ==, read_instant ("2026-03-29T01:00"));
  g_assert_true (tog_zone_get_next_transition (zone, transition.at, &transition));
  g_assert_cmpint (transition.at, ==, read_instant ("2026-10-25T01:00"));
  g_assert_cmpint (transition.offset, ==, 0);

  g_assert_false (tog_zone_get_next_transition (zone, G_MAXINT64, &transition));
  g_assert_false (tog_zone_get_next_transition (tog_zone_utc (), 0, &transition));
}

/* A zone's name becomes a path, and GLib would take some of these for zones. */
static void
check_refused_names (void)
{
  g_autofree char *long_name = g_strnfill (5000, 'a');
  const char *const cases[] = {
    "",
    " ",
    "+05:00",
    "+0500",
    "-03",
    "05:00",
    "Z",
    "EST5EDT,M3.2.0,M11.1.0",
    "<+03>-3",
    "CET-1CEST",
    "/usr/share/zoneinfo/Europe/London",
    "../zoneinfo/Europe/London",
    "Europe/../Europe/London",
    "Europe/./London",
    "Europe//London",
    "Europe/London/",
    "Europe/",
    "Europe",
    ":Europe/London",
    "europe/london",
    "Europe/London ",
    " Europe/London",
    "Europe/London\n",
    "Europe\\London",
    "Europe/Londön",
    "\xff\xff",
    "posix/Europe/London",
    "right/Europe/London",
    "posixrules",
    "localtime",
    "Factory",
    "zone.tab",
    "tzdata.zi",
    "leapseconds",
    "GMT Standard Time",
    "Europe/Atlantis",
    long_name,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (tog_zone_lookup (cases[i], &error));
      g_assert_error (error, TOG_ERROR, TOG_ERROR_UNKNOWN_ZONE);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_cmpuint (strlen (error->message), <, 300);
    }
}

static gpointer
look_up_often (gpointer data)
{
  static const char *const names[] = { "Europe/Paris", "Asia/Tokyo", "UTC", "America/Lima" };

  for (int i = 0; i < 2000; i++)
    {
      g_autoptr (TogZone) zone = lookup (names[i % G_N_ELEMENTS (names)]);
      g_autoptr (TogZone) again = tog_zone_ref (zone);

      tog_zone_get_offset (again, i * 1000000);
    }

  return NULL;
}

static void
check_interning (void)
{
  g_autoptr (TogZone) zone = lookup ("Europe/London");
  g_autoptr (TogZone) same = lookup ("Europe/London");
  g_autoptr (TogZone) utc = lookup ("UTC");
  GThread *threads[4];

  g_assert_true (zone == same);
  g_assert_true (utc == tog_zone_utc ());

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("lookup", look_up_often, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* As a VTIMEZONE may have it: out of order, repeated, without a change. */
static void
check_given_transitions (void)
{
  static const TogTransition transitions[] = {
    { 1000, 3600 }, { 2000, 3600 }, { 1500, 7200 }, { 100000, 7200 }, { 100000, 0 }, { 200000, 0 },
  };
  g_autoptr (TogZone) zone =
      tog_zone_new_from_transitions ("Mine", 0, transitions, G_N_ELEMENTS (transitions));
  g_autoptr (TogZone) fixed = tog_zone_new_from_transitions (NULL, -12345, NULL, 0);
  TogTransition transition;

  g_assert_cmpstr (tog_zone_get_name (zone), ==, "Mine");
  g_assert_null (tog_zone_get_name (fixed));
  g_assert_cmpint (tog_zone_get_offset (zone, 999), ==, 0);
  g_assert_cmpint (tog_zone_get_offset (zone, 1000), ==, 3600);
  g_assert_cmpint (tog_zone_get_offset (zone, 99999), ==, 7200);
  g_assert_cmpint (tog_zone_get_offset (fixed, G_MAXINT64), ==, -12345);
  g_assert_cmpint (tog_zone_get_offset (fixed, G_MININT64), ==, -12345);
  g_assert_false (tog_zone_get_next_transition (fixed, G_MININT64, &transition));
}

/* Random zones, even such as can't be: an instant's wall time leads back to it. */
static void
check_random_zones (void)
{
  for (int round = 0; round < 500; round++)
    {
      TogTransition transitions[12];
      TogInstant at = 0;
      g_autoptr (TogZone) zone = NULL;

      for (gsize i = 0; i < G_N_ELEMENTS (transitions); i++)
        {
          at += g_test_rand_int_range (1, 400) * TOG_HOUR;
          transitions[i] = (TogTransition){ at, g_test_rand_int_range (-56, 57) * TOG_QUANTUM };
        }
      zone = tog_zone_new_from_transitions (NULL, 0, transitions, G_N_ELEMENTS (transitions));

      for (int i = 0; i < 200; i++)
        {
          TogInstant instant = g_test_rand_int_range (-100000, 5000 * TOG_HOUR);
          TogWallTime wall = tog_zone_to_wall (zone, instant);
          TogInstant instants[2];
          guint n_instants = tog_zone_find_instants (zone, wall, instants);

          g_assert_cmpuint (n_instants, >=, 1);
          g_assert_cmpint (tog_zone_from_wall (zone, wall), ==, instants[0]);
          g_assert_cmpint (wall.day * (gint64) TOG_DAY_SECONDS + wall.second,
                           ==,
                           instant + tog_zone_get_offset (zone, instant));
          /* It may be shown a third time in zones such as these, but not in the first two's place.
           */
          if (n_instants == 1 || instant <= instants[1])
            g_assert_true (instant == instants[0] || instant == instants[n_instants - 1]);
        }
    }
}

static void
check_extremes (void)
{
  g_autoptr (TogZone) zone = lookup ("Pacific/Apia");

  /* Whatever they say there: no overflow. */
  tog_zone_to_wall (zone, G_MAXINT64);
  tog_zone_to_wall (zone, G_MININT64);
  g_assert_cmpint (tog_zone_get_offset (zone, G_MAXINT64), ==, 13 * TOG_HOUR);
  tog_zone_from_wall (zone, (TogWallTime){ G_MAXINT32, TOG_DAY_SECONDS - 1 });
  tog_zone_from_wall (zone, (TogWallTime){ G_MININT32, 0 });
}

/* Days have 23 or 25 hours where clocks change, and some don't begin at midnight. */
static void
check_whole_days (void)
{
  static const struct
  {
    const char *zone;
    int year, month, day;
    gint64 hours;
    gboolean whole;
  } cases[] = {
    { "Europe/Lisbon", 2026, 11, 30, 24, TRUE },  { "Europe/Lisbon", 2026, 11, 30, 48, TRUE },
    { "Europe/Lisbon", 2026, 11, 30, 23, FALSE }, { "Europe/Lisbon", 2026, 11, 30, 0, FALSE },
    { "Europe/Lisbon", 2026, 10, 25, 25, TRUE },  { "Europe/Lisbon", 2026, 10, 25, 24, FALSE },
    { "Europe/Lisbon", 2026, 3, 29, 23, TRUE },   { "Asia/Kolkata", 2026, 11, 30, 24, TRUE },
    { "America/Santiago", 2026, 9, 6, 23, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TogZone) zone = lookup (cases[i].zone);
      TogDay day = tog_day_from_civil (cases[i].year, cases[i].month, cases[i].day);
      TogInstant start = tog_zone_from_wall (zone, (TogWallTime){ day, 0 });
      TogSlot slot = { start, start + cases[i].hours * TOG_HOUR };
      TogSlot later = { slot.start + TOG_QUANTUM, slot.end + TOG_QUANTUM };

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_cmpint (tog_zone_is_whole_days (zone, slot), ==, cases[i].whole);
      g_assert_false (tog_zone_is_whole_days (zone, later));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/zone/wall-times", check_wall_times);
  g_test_add_func ("/zone/P10/offsets", check_offsets);
  g_test_add_func ("/zone/transitions", check_transitions);
  g_test_add_func ("/zone/refused-names", check_refused_names);
  g_test_add_func ("/zone/interning", check_interning);
  g_test_add_func ("/zone/given-transitions", check_given_transitions);
  g_test_add_func ("/zone/random", check_random_zones);
  g_test_add_func ("/zone/extremes", check_extremes);
  g_test_add_func ("/zone/whole-days", check_whole_days);

  return g_test_run ();
}
