#include "config.h"

#include "tog-error.h"
#include "tog-working-hours.h"

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

  return zone;
}

static TogWorkingHours *
make_hours (const TogWorkingRange *ranges, gsize n_ranges)
{
  g_autoptr (GError) error = NULL;
  TogWorkingHours *hours = tog_working_hours_new (ranges, n_ranges, &error);

  g_assert_no_error (error);

  return hours;
}

/* A single range, looked at over one stretch of time, and what comes out of it. */
typedef struct
{
  const char *zone;
  TogWorkingRange range;
  const char *from;
  const char *to;
  const char *slots[4];
} ExpandCase;

static const ExpandCase expand_cases[] = {
  /* A usual Monday; the range of interest cuts it, touches it, misses it. */
  { "Europe/London",
    { 1, 540, 1020 },
    "2026-11-23T00:00",
    "2026-11-24T00:00",
    { "2026-11-23T09:00", "2026-11-23T17:00" } },
  { "Europe/London",
    { 1, 540, 1020 },
    "2026-11-23T10:07",
    "2026-11-23T10:08",
    { "2026-11-23T10:07", "2026-11-23T10:08" } },
  { "Europe/London", { 1, 540, 1020 }, "2026-11-23T17:00", "2026-11-30T09:00", { NULL } },
  { "Europe/London", { 1, 540, 1020 }, "2026-11-23T10:00", "2026-11-23T10:00", { NULL } },
  { "Europe/London", { 1, 540, 1020 }, "2026-11-23T10:00", "2026-11-22T10:00", { NULL } },

  /* Past midnight: looked at from the next day only, over the end of a month and of a week. */
  { "Europe/London",
    { 1, 1350, 1560 },
    "2026-11-23T00:00",
    "2026-11-25T00:00",
    { "2026-11-23T22:30", "2026-11-24T02:00" } },
  { "Europe/London",
    { 1, 1350, 1560 },
    "2026-11-24T00:00",
    "2026-11-25T00:00",
    { "2026-11-24T00:00", "2026-11-24T02:00" } },
  { "Europe/London",
    { 1, 1350, 1560 },
    "2026-11-30T00:00",
    "2026-12-02T00:00",
    { "2026-11-30T22:30", "2026-12-01T02:00" } },
  { "Europe/London",
    { 7, 1350, 1560 },
    "2026-11-30T00:00",
    "2026-12-01T00:00",
    { "2026-11-30T00:00", "2026-11-30T02:00" } },
  { "Europe/London",
    { 7, 1380, 1440 },
    "2026-11-23T00:00",
    "2026-11-30T00:00",
    { "2026-11-29T23:00", "2026-11-30T00:00" } },
  { "Europe/London",
    { 6, 1350, 1560 },
    "2028-02-25T00:00",
    "2028-02-28T00:00",
    { "2028-02-26T22:30", "2028-02-27T02:00" } },

  /* As long as a range can be: until the end of the next day but a minute. */
  { "Europe/London",
    { 1, 1439, 2879 },
    "2026-11-24T23:00",
    "2026-11-26T00:00",
    { "2026-11-24T23:00", "2026-11-24T23:59" } },

  /* Before 1970. */
  { "Etc/GMT+5",
    { 1, 1350, 1560 },
    "1969-01-07T03:00",
    "1969-01-08T00:00",
    { "1969-01-07T03:30", "1969-01-07T07:00" } },

  /* Offsets of 45 and 30 minutes. */
  { "Asia/Kathmandu",
    { 1, 540, 1020 },
    "2026-11-22T00:00",
    "2026-11-24T00:00",
    { "2026-11-23T03:15", "2026-11-23T11:15" } },
  { "Asia/Kolkata",
    { 1, 540, 1020 },
    "2026-11-22T00:00",
    "2026-11-24T00:00",
    { "2026-11-23T03:30", "2026-11-23T11:30" } },

  /* Clocks set forward: 01:30 to 02:00 doesn't exist. */
  { "Europe/London",
    { 7, 0, 150 },
    "2026-03-28T00:00",
    "2026-03-30T00:00",
    { "2026-03-29T00:00", "2026-03-29T01:30" } },
  { "Europe/London", { 7, 60, 120 }, "2026-03-28T00:00", "2026-03-30T00:00", { NULL } },
  { "Europe/London",
    { 6, 1350, 1560 },
    "2026-03-28T00:00",
    "2026-03-30T00:00",
    { "2026-03-28T22:30", "2026-03-29T01:00" } },

  /* Clocks set back: 01:00 to 02:00 comes twice. */
  { "Europe/London",
    { 7, 60, 120 },
    "2026-10-24T00:00",
    "2026-10-26T00:00",
    { "2026-10-25T00:00", "2026-10-25T02:00" } },
  { "Europe/London",
    { 7, 75, 105 },
    "2026-10-24T00:00",
    "2026-10-26T00:00",
    { "2026-10-25T00:15", "2026-10-25T00:45", "2026-10-25T01:15", "2026-10-25T01:45" } },
  { "Europe/London",
    { 6, 1350, 1560 },
    "2026-10-24T00:00",
    "2026-10-26T00:00",
    { "2026-10-24T21:30", "2026-10-25T02:00" } },
  { "Australia/Lord_Howe",
    { 7, 90, 120 },
    "2026-04-04T00:00",
    "2026-04-06T00:00",
    { "2026-04-04T14:30", "2026-04-04T15:30" } },

  /* At midnight, and the hour before it on the day before. */
  { "America/Sao_Paulo",
    { 6, 1380, 1440 },
    "2019-02-16T00:00",
    "2019-02-18T00:00",
    { "2019-02-17T01:00", "2019-02-17T03:00" } },
  { "America/Sao_Paulo", { 7, 0, 60 }, "2018-11-03T00:00", "2018-11-05T00:00", { NULL } },

  /* A Friday that never was; what reaches into it from Thursday is lost, too. */
  { "Pacific/Apia", { 5, 0, 1440 }, "2011-12-28T00:00", "2012-01-04T00:00", { NULL } },
  { "Pacific/Apia",
    { 4, 1350, 1560 },
    "2011-12-28T00:00",
    "2012-01-04T00:00",
    { "2011-12-30T08:30", "2011-12-30T10:00" } },
};

static void
check_expansion (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (expand_cases); i++)
    {
      const ExpandCase *test = &expand_cases[i];
      g_autoptr (TogZone) zone = lookup (test->zone);
      g_autoptr (TogWorkingHours) hours = make_hours (&test->range, 1);
      TogSlot range = { read_instant (test->from), read_instant (test->to) };
      g_autoptr (TogSlotSet) set = tog_working_hours_expand (hours, zone, range);
      gsize n_slots;
      const TogSlot *slots = tog_slot_set_get_slots (set, &n_slots);

      g_test_message ("%s %s", test->zone, test->from);
      g_assert_cmpuint (n_slots, ==, test->slots[0] == NULL ? 0 : test->slots[2] == NULL ? 1 : 2);
      for (gsize j = 0; j < n_slots; j++)
        {
          g_assert_cmpint (slots[j].start, ==, read_instant (test->slots[2 * j]));
          g_assert_cmpint (slots[j].end, ==, read_instant (test->slots[2 * j + 1]));
        }
    }
}

/* Whether the clock then shows working time: what the hours mean, word by word. */
static gboolean
is_working (const TogWorkingRange *ranges, gsize n_ranges, const TogZone *zone, TogInstant instant)
{
  TogWallTime wall = tog_zone_to_wall (zone, instant);

  for (gsize i = 0; i < n_ranges; i++)
    {
      int from = ranges[i].from * TOG_MINUTE;
      int to = ranges[i].to * TOG_MINUTE;

      if (tog_day_get_weekday (wall.day) == ranges[i].weekday && wall.second >= from &&
          wall.second < to)
        return TRUE;
      if (tog_day_get_weekday (wall.day - 1) == ranges[i].weekday &&
          wall.second + TOG_DAY_SECONDS < to)
        return TRUE;
    }

  return FALSE;
}

static void
check_random_expansion (void)
{
  static const struct
  {
    const char *zone;
    const char *around;
  } places[] = {
    { "Europe/London", "2026-03-29T01:00" },       { "Europe/London", "2026-10-25T01:00" },
    { "America/New_York", "2026-03-08T07:00" },    { "America/New_York", "2026-11-01T06:00" },
    { "Australia/Lord_Howe", "2026-04-04T15:00" }, { "Australia/Lord_Howe", "2026-10-03T15:30" },
    { "Asia/Kathmandu", "2026-12-31T18:15" },      { "Africa/Casablanca", "2026-02-15T02:00" },
    { "Africa/Casablanca", "2026-03-22T02:00" },   { "America/Sao_Paulo", "2018-11-04T03:00" },
    { "America/Sao_Paulo", "2019-02-17T02:00" },   { "Europe/Dublin", "2026-10-25T01:00" },
    { "Pacific/Apia", "2011-12-30T10:00" },        { "Antarctica/Troll", "2026-10-25T01:00" },
    { "America/St_Johns", "2010-11-07T02:31" },
  };

  for (gsize place = 0; place < G_N_ELEMENTS (places); place++)
    {
      g_autoptr (TogZone) zone = lookup (places[place].zone);
      TogInstant around = read_instant (places[place].around);

      for (int round = 0; round < 12; round++)
        {
          TogWorkingRange ranges[20];
          int n_ranges = g_test_rand_int_range (0, G_N_ELEMENTS (ranges) + 1);
          g_autoptr (TogWorkingHours) hours = NULL;
          g_autoptr (TogSlotSet) set = NULL;
          TogSlot range = { around - g_test_rand_int_range (0, 5 * TOG_DAY_SECONDS),
                            around + g_test_rand_int_range (0, 5 * TOG_DAY_SECONDS) };

          for (int i = 0; i < n_ranges; i++)
            {
              ranges[i].weekday = (gint8) g_test_rand_int_range (1, 8);
              ranges[i].from = (gint16) g_test_rand_int_range (0, 1440);
              ranges[i].to = (gint16) (ranges[i].from + g_test_rand_int_range (1, 1441));
              if (g_test_rand_bit ())
                ranges[i].to = (gint16) (ranges[i].from + g_test_rand_int_range (1, 61));
            }

          hours = make_hours (ranges, n_ranges);
          set = tog_working_hours_expand (hours, zone, range);

          for (TogInstant instant = range.start - 300; instant < range.end + 300; instant += 20)
            {
              gboolean expected = instant >= range.start && instant < range.end &&
                                  is_working (ranges, n_ranges, zone, instant);

              g_assert_cmpint (
                  tog_slot_set_contains (set, (TogSlot){ instant, instant + 1 }), ==, expected);
            }
        }
    }
}

static void
check_ranges (void)
{
  static const TogWorkingRange good[] = {
    { 7, 0, 1 }, { 1, 0, 1440 }, { 1, 1439, 2879 }, { 1, 1350, 1560 }, { 1, 0, 1440 },
  };
  static const TogWorkingRange bad[] = {
    { 0, 540, 1020 },  { 8, 540, 1020 }, { -1, 540, 1020 },   { 1, -1, 1020 },
    { 1, 1440, 1500 }, { 1, 540, 540 },  { 1, 540, 539 },     { 1, 540, 1981 },
    { 1, 0, 1441 },    { 1, 540, -1 },   { 1, 32767, 32767 },
  };
  TogWorkingRange many[TOG_WORKING_HOURS_MAX_RANGES + 1];
  g_autoptr (TogWorkingHours) hours = make_hours (good, G_N_ELEMENTS (good));
  g_autoptr (TogWorkingHours) none = make_hours (NULL, 0);
  g_autoptr (TogWorkingHours) most = NULL;
  g_autoptr (TogSlotSet) never = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_ranges;
  const TogWorkingRange *ranges = tog_working_hours_get_ranges (hours, &n_ranges);

  g_assert_cmpuint (n_ranges, ==, G_N_ELEMENTS (good));
  for (gsize i = 0; i < n_ranges; i++)
    {
      g_assert_cmpint (ranges[i].weekday, ==, good[i].weekday);
      g_assert_cmpint (ranges[i].from, ==, good[i].from);
      g_assert_cmpint (ranges[i].to, ==, good[i].to);
    }

  never = tog_working_hours_expand (none, tog_zone_utc (), (TogSlot){ 0, 100 * TOG_DAY_SECONDS });
  tog_slot_set_get_slots (never, &n_ranges);
  g_assert_cmpuint (n_ranges, ==, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) refusal = NULL;

      g_assert_null (tog_working_hours_new (&bad[i], 1, &refusal));
      g_assert_error (refusal, TOG_ERROR, TOG_ERROR_MALFORMED);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (many); i++)
    many[i] = good[0];
  most = make_hours (many, TOG_WORKING_HOURS_MAX_RANGES);
  g_assert_null (tog_working_hours_new (many, G_N_ELEMENTS (many), &error));
  g_assert_error (error, TOG_ERROR, TOG_ERROR_LIMIT);
}

/* Working all the time is one slot, whatever clocks do meanwhile. */
static void
check_always (void)
{
  static const char *const names[] = { "Europe/London", "Australia/Lord_Howe", "Pacific/Apia" };
  TogWorkingRange week[7];
  TogSlot range = { read_instant ("2011-01-01T00:00"), read_instant ("2013-01-01T00:00") };
  g_autoptr (TogWorkingHours) hours = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (week); i++)
    week[i] = (TogWorkingRange){ (gint8) (i + 1), 0, 1440 };
  hours = make_hours (week, G_N_ELEMENTS (week));

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (TogZone) zone = lookup (names[i]);
      g_autoptr (TogSlotSet) set = tog_working_hours_expand (hours, zone, range);
      g_autoptr (TogSlotSet) all = tog_slot_set_new (&range, 1);

      g_assert_true (tog_slot_set_equal (set, all));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/working-hours/ranges", check_ranges);
  g_test_add_func ("/working-hours/P12/expansion", check_expansion);
  g_test_add_func ("/working-hours/always", check_always);
  g_test_add_func ("/working-hours/random", check_random_expansion);

  return g_test_run ();
}
