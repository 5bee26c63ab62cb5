#include "config.h"

#include "tog-week.h"

#include <string.h>

static TogZone *
lookup (const char *name)
{
  g_autoptr (GError) error = NULL;
  TogZone *zone = tog_zone_lookup (name, &error);

  g_assert_no_error (error);

  return zone;
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

static TogWeek *
make_week (const char *name, const char *first_day)
{
  g_autoptr (TogZone) zone = lookup (name);
  g_autoptr (GError) error = NULL;
  TogDay day;

  tog_day_parse (first_day, &day, &error);
  g_assert_no_error (error);

  return tog_week_new (zone, day);
}

/* Finds a row by the clock, as in 01:30, or 01:30' for the second time it shows that. */
static gboolean
find_row (const TogWeek *week, const char *clock, guint *row)
{
  for (guint i = 0; i < tog_week_get_n_rows (week); i++)
    {
      const TogWeekRow *found = tog_week_get_row (week, i);
      g_autofree char *text = g_strdup_printf (
          "%02d:%02d%s", found->minute / 60, found->minute % 60, found->repeated ? "'" : "");

      if (strcmp (text, clock) == 0)
        {
          *row = i;
          return TRUE;
        }
    }

  return FALSE;
}

static guint
count_cells (const TogWeek *week, guint column)
{
  guint n_cells = 0;

  for (guint row = 0; row < tog_week_get_n_rows (week); row++)
    n_cells += tog_week_get_cell (week, column, row, NULL) ? 1 : 0;

  return n_cells;
}

typedef struct
{
  const char *zone;
  const char *first_day;
  guint n_rows;
  guint n_cells[TOG_WEEK_DAYS];
} WeekCase;

static const WeekCase week_cases[] = {
  { "Europe/London", "2026-11-23", 96, { 96, 96, 96, 96, 96, 96, 96 } },
  { "Europe/London", "2026-03-23", 96, { 96, 96, 96, 96, 96, 96, 92 } },
  { "Europe/London", "2026-10-19", 100, { 96, 96, 96, 96, 96, 96, 100 } },
  { "Europe/London", "2026-10-25", 100, { 100, 96, 96, 96, 96, 96, 96 } },
  { "Europe/Dublin", "2026-10-19", 100, { 96, 96, 96, 96, 96, 96, 100 } },
  { "America/New_York", "2026-03-08", 96, { 92, 96, 96, 96, 96, 96, 96 } },
  { "America/New_York", "2026-10-26", 100, { 96, 96, 96, 96, 96, 96, 100 } },
  { "Australia/Lord_Howe", "2026-03-30", 98, { 96, 96, 96, 96, 96, 96, 98 } },
  { "Australia/Lord_Howe", "2026-09-28", 96, { 96, 96, 96, 96, 96, 96, 94 } },
  { "Asia/Kathmandu", "2026-11-23", 96, { 96, 96, 96, 96, 96, 96, 96 } },
  { "Africa/Casablanca", "2026-02-09", 100, { 96, 96, 96, 96, 96, 96, 100 } },
  { "Africa/Casablanca", "2026-03-16", 96, { 96, 96, 96, 96, 96, 96, 92 } },
  { "America/Sao_Paulo", "2018-10-29", 96, { 96, 96, 96, 96, 96, 96, 92 } },
  { "America/Sao_Paulo", "2019-02-11", 100, { 96, 96, 96, 96, 96, 100, 96 } },
  { "Pacific/Apia", "2011-12-26", 96, { 96, 96, 96, 96, 0, 96, 96 } },
  { "Pacific/Apia", "2011-12-30", 96, { 0, 96, 96, 96, 96, 96, 96 } },
  { "Pacific/Apia", "2011-12-24", 96, { 96, 96, 96, 96, 96, 96, 0 } },
  { "Antarctica/Troll", "2026-03-23", 96, { 96, 96, 96, 96, 96, 96, 88 } },
  { "Antarctica/Troll", "2026-10-19", 104, { 96, 96, 96, 96, 96, 96, 104 } },
  /* At 00:01 on Sunday back to 23:01 on Saturday: midnight is Sunday's, both times. */
  { "America/St_Johns", "2010-11-01", 100, { 96, 96, 96, 96, 96, 99, 97 } },
  { "Pacific/Kwajalein", "1993-08-16", 96, { 96, 96, 96, 96, 96, 0, 96 } },
};

static void
check_shapes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (week_cases); i++)
    {
      g_autoptr (TogWeek) week = make_week (week_cases[i].zone, week_cases[i].first_day);

      g_test_message ("%s %s", week_cases[i].zone, week_cases[i].first_day);
      g_assert_cmpuint (tog_week_get_n_rows (week), ==, week_cases[i].n_rows);
      for (guint column = 0; column < TOG_WEEK_DAYS; column++)
        g_assert_cmpuint (count_cells (week, column), ==, week_cases[i].n_cells[column]);
    }
}

static void
check_row_order (const char *zone, const char *first_day, const char *const *clocks)
{
  g_autoptr (TogWeek) week = make_week (zone, first_day);
  guint first = 0;

  g_assert_true (find_row (week, clocks[0], &first));
  for (guint i = 0; clocks[i] != NULL; i++)
    {
      guint row = 0;

      g_assert_true (find_row (week, clocks[i], &row));
      g_assert_cmpuint (row, ==, first + i);
    }
}

static void
check_rows (void)
{
  static const char *const london[] = { "00:45",  "01:00",  "01:15",  "01:30", "01:45", "01:00'",
                                        "01:15'", "01:30'", "01:45'", "02:00", NULL };
  static const char *const lord_howe[] = { "01:15",  "01:30", "01:45", "01:30'",
                                           "01:45'", "02:00", NULL };
  static const char *const sao_paulo[] = { "23:00",  "23:15",  "23:30",  "23:45", "23:00'",
                                           "23:15'", "23:30'", "23:45'", NULL };

  check_row_order ("Europe/London", "2026-10-19", london);
  check_row_order ("Australia/Lord_Howe", "2026-03-30", lord_howe);
  check_row_order ("America/Sao_Paulo", "2019-02-11", sao_paulo);
}

static void
check_cells (void)
{
  static const struct
  {
    const char *zone;
    const char *first_day;
    guint column;
    const char *clock;
    const char *instant;
  } cases[] = {
    { "Europe/London", "2026-11-23", 0, "00:00", "2026-11-23T00:00" },
    { "Europe/London", "2026-11-23", 6, "23:45", "2026-11-29T23:45" },
    { "Europe/London", "2026-10-19", 6, "01:30", "2026-10-25T00:30" },
    { "Europe/London", "2026-10-19", 6, "01:30'", "2026-10-25T01:30" },
    { "Europe/London", "2026-10-19", 6, "02:00", "2026-10-25T02:00" },
    { "Europe/London", "2026-10-19", 5, "01:30'", NULL },
    { "Europe/London", "2026-03-23", 6, "01:00", NULL },
    { "Europe/London", "2026-03-23", 6, "01:45", NULL },
    { "Europe/London", "2026-03-23", 6, "02:00", "2026-03-29T01:00" },
    { "Europe/London", "2026-03-23", 5, "01:00", "2026-03-28T01:00" },
    { "Asia/Kathmandu", "2026-11-23", 0, "00:00", "2026-11-22T18:15" },
    { "Asia/Kolkata", "2026-11-23", 0, "10:15", "2026-11-23T04:45" },
    { "Australia/Lord_Howe", "2026-03-30", 6, "01:45'", "2026-04-04T15:15" },
    { "Australia/Lord_Howe", "2026-09-28", 6, "02:15", NULL },
    { "America/Sao_Paulo", "2019-02-11", 5, "23:45'", "2019-02-17T02:45" },
    { "America/Sao_Paulo", "2018-10-29", 6, "00:00", NULL },
    { "America/Sao_Paulo", "2018-10-29", 6, "01:00", "2018-11-04T03:00" },
    { "America/St_Johns", "2010-11-01", 5, "23:15'", "2010-11-07T02:45" },
    { "America/St_Johns", "2010-11-01", 6, "00:00", "2010-11-07T02:30" },
    { "America/St_Johns", "2010-11-01", 6, "00:00'", "2010-11-07T03:30" },
    { "Pacific/Apia", "2011-12-26", 3, "23:45", "2011-12-30T09:45" },
    { "Pacific/Apia", "2011-12-26", 4, "12:00", NULL },
    { "Pacific/Apia", "2011-12-26", 5, "00:00", "2011-12-30T10:00" },
    { "Antarctica/Troll", "2026-10-19", 6, "02:45'", "2026-10-25T02:45" },
    /* The last day of a month and of a year, and a leap day. */
    { "Europe/London", "2026-12-28", 3, "23:45", "2026-12-31T23:45" },
    { "Europe/London", "2026-12-28", 4, "00:00", "2027-01-01T00:00" },
    { "Europe/London", "2028-02-28", 1, "12:00", "2028-02-29T12:00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TogWeek) week = make_week (cases[i].zone, cases[i].first_day);
      TogInstant start;
      guint row = 0, found_column = 0, found_row = 0;

      g_test_message ("%s %s %s", cases[i].zone, cases[i].first_day, cases[i].clock);
      g_assert_true (find_row (week, cases[i].clock, &row));
      g_assert_cmpint (
          tog_week_get_cell (week, cases[i].column, row, &start), ==, cases[i].instant != NULL);
      if (cases[i].instant == NULL)
        continue;

      g_assert_cmpint (start, ==, read_instant (cases[i].instant));
      g_assert_true (tog_week_find_cell (week, start, &found_column, &found_row));
      g_assert_cmpuint (found_column, ==, cases[i].column);
      g_assert_cmpuint (found_row, ==, row);
      g_assert_true (tog_week_find_cell (week, start + TOG_QUANTUM - 1, &found_column, &found_row));
      g_assert_cmpuint (found_column, ==, cases[i].column);
      g_assert_cmpuint (found_row, ==, row);
    }
}

static const char *const zone_names[] = {
  "Europe/London",     "America/New_York",  "Australia/Lord_Howe",  "Asia/Kathmandu",
  "Asia/Kolkata",      "Africa/Casablanca", "America/Sao_Paulo",    "Europe/Dublin",
  "Pacific/Apia",      "Antarctica/Troll",  "America/St_Johns",     "Pacific/Chatham",
  "Pacific/Kwajalein", "Asia/Tehran",       "America/Scoresbysund", "UTC",
};

/*
 * Each week of twenty years, against the instants taken one by one: each quarter
 * of the local hour that is in the week is in exactly one cell, whose column is
 * its date and whose row is its time, and nothing else is in any.
 */
static void
check_every_instant (const TogWeek *week, const TogZone *zone)
{
  TogDay first_day = tog_week_get_day (week, 0);
  TogInstant from = (first_day - 2) * (gint64) TOG_DAY_SECONDS;
  TogInstant starts[TOG_WEEK_MAX_CELLS];
  gsize n_starts = tog_week_list_starts (week, starts);
  gsize n_found = 0;

  for (TogInstant instant = from; instant < from + 11 * TOG_DAY_SECONDS; instant += TOG_QUANTUM)
    {
      TogWallTime wall = tog_zone_to_wall (zone, instant);
      TogInstant start;
      guint column = 0, row = 0;

      if (wall.day < first_day || wall.day >= first_day + TOG_WEEK_DAYS)
        {
          g_assert_false (tog_week_find_cell (week, instant, &column, &row));
          continue;
        }

      g_assert_cmpint (starts[n_found++], ==, instant);
      g_assert_true (tog_week_find_cell (week, instant, &column, &row));
      g_assert_cmpint (tog_week_get_day (week, column), ==, wall.day);
      g_assert_cmpint (tog_week_get_row (week, row)->minute * TOG_MINUTE, ==, wall.second);
      g_assert_true (tog_week_get_cell (week, column, row, &start));
      g_assert_cmpint (start, ==, instant);

      TogInstant instants[2];
      guint n_instants = tog_zone_find_instants (zone, wall, instants);

      g_assert_cmpint (
          tog_week_get_row (week, row)->repeated, ==, n_instants == 2 && instant == instants[1]);
    }

  g_assert_cmpuint (n_found, ==, n_starts);
}

static void
check_all_weeks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (zone_names); i++)
    {
      g_autoptr (TogZone) zone = lookup (zone_names[i]);

      for (int year = 1993; year < 2030; year++)
        {
          TogTransition transition;
          TogInstant at = tog_day_from_civil (year, 1, 1) * (gint64) TOG_DAY_SECONDS;
          TogInstant end = at + 365 * (gint64) TOG_DAY_SECONDS;

          /* The weeks of clock changes, begun on each weekday, and a usual one. */
          do
            {
              TogDay day = tog_zone_to_wall (zone, at).day;

              for (TogDay first_day = day - 7; first_day <= day + 1; first_day++)
                {
                  g_autoptr (TogWeek) week = tog_week_new (zone, first_day);

                  check_every_instant (week, zone);
                }
            }
          while (tog_zone_get_next_transition (zone, at, &transition) &&
                 (at = transition.at) < end);
        }
    }
}

/* Cells of a week are ascending, and weeks follow each other without a gap or an overlap. */
static void
check_ranges (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (zone_names); i++)
    {
      g_autoptr (TogZone) zone = lookup (zone_names[i]);
      TogDay day = tog_day_from_civil (2012, 1, 2);
      TogInstant last = 0;

      for (; day < tog_day_from_civil (2030, 1, 1); day += TOG_WEEK_DAYS)
        {
          g_autoptr (TogWeek) week = tog_week_new (zone, day);
          TogSlot range = tog_week_get_range (week);
          TogInstant starts[TOG_WEEK_MAX_CELLS];
          gsize n_starts = tog_week_list_starts (week, starts);

          g_assert_cmpint (starts[0], ==, range.start);
          g_assert_cmpint (starts[n_starts - 1] + TOG_QUANTUM, ==, range.end);
          g_assert_cmpint (range.end - range.start, ==, (gint64) n_starts * TOG_QUANTUM);
          for (gsize j = 1; j < n_starts; j++)
            g_assert_cmpint (starts[j - 1] + TOG_QUANTUM, ==, starts[j]);
          if (last != 0)
            g_assert_cmpint (range.start, ==, last);
          last = range.end;
        }
    }
}

static void
check_nonexistent (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (zone_names); i++)
    {
      g_autoptr (TogZone) zone = lookup (zone_names[i]);

      for (TogDay day = tog_day_from_civil (2009, 1, 1); day < tog_day_from_civil (2028, 1, 1);
           day += TOG_WEEK_DAYS)
        {
          g_autoptr (TogWeek) week = tog_week_new (zone, day);

          for (guint column = 0; column < TOG_WEEK_DAYS; column++)
            {
              for (guint row = 0; row < tog_week_get_n_rows (week); row++)
                {
                  const TogWeekRow *shown = tog_week_get_row (week, row);
                  TogWallTime wall = { day + (TogDay) column, shown->minute * TOG_MINUTE };
                  TogInstant instants[2];
                  guint n_instants = tog_zone_find_instants (zone, wall, instants);
                  TogInstant start;

                  g_assert_cmpint (tog_week_get_cell (week, column, row, &start),
                                   ==,
                                   n_instants > (shown->repeated ? 1 : 0));
                  if (n_instants > (shown->repeated ? 1 : 0))
                    g_assert_cmpint (start, ==, instants[shown->repeated ? 1 : 0]);
                }
            }
        }
    }
}

/* Another zone shows the same instants elsewhere; none is moved, lost or added. */
static void
check_changing_zone (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (zone_names); i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (zone_names); j++)
        {
          g_autoptr (TogWeek) before = make_week (zone_names[i], "2026-10-19");
          g_autoptr (TogWeek) after = make_week (zone_names[j], "2026-10-19");
          TogSlot common =
              tog_slot_intersect (tog_week_get_range (before), tog_week_get_range (after));
          TogInstant starts[TOG_WEEK_MAX_CELLS];
          gsize n_starts = tog_week_list_starts (before, starts);

          g_assert_false (tog_slot_is_empty (common));
          for (gsize k = 0; k < n_starts; k++)
            {
              TogSlot cell = { starts[k], starts[k] + TOG_QUANTUM };
              TogInstant start;
              guint column = 0, row = 0;

              if (!tog_slot_contains (common, cell))
                continue;

              g_assert_true (tog_week_find_cell (after, starts[k], &column, &row));
              g_assert_true (tog_week_get_cell (after, column, row, &start));
              g_assert_cmpint (start, ==, starts[k]);
              g_assert_cmpint (tog_week_get_day (after, column),
                               ==,
                               tog_zone_to_wall (tog_week_get_zone (after), starts[k]).day);
            }
        }
    }
}

static void
check_edges (void)
{
  g_autoptr (TogWeek) week = make_week ("Europe/London", "2026-11-23");
  TogSlot range = tog_week_get_range (week);
  guint column = 0, row = 0;

  g_assert_cmpint (range.start, ==, read_instant ("2026-11-23T00:00"));
  g_assert_cmpint (range.end, ==, read_instant ("2026-11-30T00:00"));
  g_assert_false (tog_week_find_cell (week, range.start - 1, &column, &row));
  g_assert_true (tog_week_find_cell (week, range.start, NULL, NULL));
  g_assert_true (tog_week_find_cell (week, range.end - 1, &column, &row));
  g_assert_cmpuint (column, ==, 6);
  g_assert_cmpuint (row, ==, 95);
  g_assert_false (tog_week_find_cell (week, range.end, &column, &row));
  g_assert_false (tog_week_find_cell (week, G_MININT64, &column, &row));
  g_assert_false (tog_week_find_cell (week, G_MAXINT64, &column, &row));
  g_assert_false (tog_week_get_cell (week, TOG_WEEK_DAYS, 0, NULL));
  g_assert_false (tog_week_get_cell (week, 0, tog_week_get_n_rows (week), NULL));
}

/* A zone that a calendar brought along may change its clocks as often as it likes. */
static void
check_absurd_zones (void)
{
  for (int round = 0; round < 200; round++)
    {
      TogTransition transitions[60];
      TogInstant at = 0;
      g_autoptr (TogZone) zone = NULL;
      g_autoptr (TogWeek) week = NULL;
      TogInstant starts[TOG_WEEK_MAX_CELLS];
      gsize n_starts;

      for (gsize i = 0; i < G_N_ELEMENTS (transitions); i++)
        {
          at += g_test_rand_int_range (1, 20) * TOG_HOUR;
          transitions[i] = (TogTransition){ at, g_test_rand_int_range (-93600, 93600) };
        }

      zone = tog_zone_new_from_transitions (NULL, 0, transitions, G_N_ELEMENTS (transitions));
      week = tog_week_new (zone, g_test_rand_int_range (-3, 20));
      n_starts = tog_week_list_starts (week, starts);
      g_assert_cmpuint (n_starts, <=, TOG_WEEK_MAX_CELLS);
      for (gsize i = 0; i < n_starts; i++)
        g_assert_true (tog_week_find_cell (week, starts[i], NULL, NULL));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/week/edges", check_edges);
  g_test_add_func ("/week/shapes", check_shapes);
  g_test_add_func ("/week/P09/rows", check_rows);
  g_test_add_func ("/week/P09/nonexistent-never-repeated-both", check_nonexistent);
  g_test_add_func ("/week/P10/every-instant", check_all_weeks);
  g_test_add_func ("/week/P11/changing-zone", check_changing_zone);
  g_test_add_func ("/week/P12/cells", check_cells);
  g_test_add_func ("/week/ranges", check_ranges);
  g_test_add_func ("/week/absurd-zones", check_absurd_zones);

  return g_test_run ();
}
