#include "config.h"

#include "tog-error.h"
#include "tog-time.h"

#include <string.h>

static void
check_against_glib (void)
{
  g_autoptr (GDate) date = g_date_new_dmy (1, 1, 1);
  TogDay day = tog_day_from_civil (1, 1, 1);

  /* GDate is an implementation of its own; it counts 1 January of the year 1 as 1. */
  for (; g_date_get_year (date) < 2500; g_date_add_days (date, 13), day += 13)
    {
      int year, month, month_day;

      tog_day_to_civil (day, &year, &month, &month_day);
      g_assert_cmpint (year, ==, g_date_get_year (date));
      g_assert_cmpint (month, ==, g_date_get_month (date));
      g_assert_cmpint (month_day, ==, g_date_get_day (date));
      g_assert_cmpint (tog_day_from_civil (year, month, month_day), ==, day);
      g_assert_cmpint (tog_day_get_weekday (day), ==, g_date_get_weekday (date));
    }
}

static void
check_days (void)
{
  static const struct
  {
    const char *text;
    TogDay day;
    int weekday;
  } cases[] = {
    { "1970-01-01", 0, 4 },     { "1969-12-31", -1, 3 },      { "2000-02-29", 11016, 2 },
    { "2000-03-01", 11017, 3 }, { "1900-02-28", -25509, 3 },  { "1900-03-01", -25508, 4 },
    { "2026-11-23", 20780, 1 }, { "0001-01-01", -719162, 1 }, { "9999-12-31", 2932896, 5 },
    { "2011-12-31", 15339, 6 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = tog_day_format (cases[i].day);
      TogDay day;

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_true (tog_day_parse (cases[i].text, &day, &error));
      g_assert_no_error (error);
      g_assert_cmpint (day, ==, cases[i].day);
      g_assert_cmpint (tog_day_get_weekday (day), ==, cases[i].weekday);
    }
}

/* A date far from the epoch is still one, and a year may be left out. */
static void
check_day_extremes (void)
{
  static const TogDay days[] = { G_MININT32, G_MAXINT32, -719163, 2932897 };

  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      int year, month, month_day;

      tog_day_to_civil (days[i], &year, &month, &month_day);
      g_assert_cmpint (tog_day_from_civil (year, month, month_day), ==, days[i]);
      tog_day_to_civil (days[i], NULL, NULL, NULL);
      g_assert_cmpint (tog_day_get_weekday (days[i]), >=, 1);
      g_assert_cmpint (tog_day_get_weekday (days[i]), <=, 7);
    }
}

static void
check_malformed_days (void)
{
  static const char *const cases[] = {
    "",           "2026",       "2026-11",    "2026-11-2",   "2026-11-023", "2026-13-01",
    "2026-00-01", "2026-01-00", "2026-04-31", "2026-02-29",  "1900-02-29",  "0000-01-01",
    "2026/11/23", "26-11-23",   "2026-1-023", " 2026-11-23", "2026-11-23 ", "+026-11-23",
    "2026-11-2x", "-026-11-23", "\xff\xfe",   "20２6-11-2",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      TogDay day;

      g_assert_false (tog_day_parse (cases[i], &day, &error));
      g_assert_error (error, TOG_ERROR, TOG_ERROR_MALFORMED);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
check_week_starts (void)
{
  TogDay monday = tog_day_from_civil (2026, 11, 23);

  for (int first_weekday = 1; first_weekday <= 7; first_weekday++)
    {
      for (TogDay day = monday - 400; day < monday + 400; day++)
        {
          TogDay start = tog_day_get_week_start (day, first_weekday);

          g_assert_cmpint (tog_day_get_weekday (start), ==, first_weekday);
          g_assert_cmpint (start, <=, day);
          g_assert_cmpint (day - start, <, 7);
        }
    }
}

static void
check_instants (void)
{
  static const struct
  {
    const char *text;
    TogInstant instant;
  } cases[] = {
    { "1970-01-01T00:00:00Z", 0 },
    { "1969-12-31T23:59:59Z", -1 },
    { "2026-11-23T10:15:00Z", 1795428900 },
    { "2038-01-19T03:14:08Z", G_GINT64_CONSTANT (2147483648) },
    { "0001-01-01T00:00:00Z", G_GINT64_CONSTANT (-62135596800) },
    { "9999-12-31T23:59:59Z", G_GINT64_CONSTANT (253402300799) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = tog_instant_format (cases[i].instant);
      TogInstant instant;

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_true (tog_instant_parse (cases[i].text, &instant, &error));
      g_assert_no_error (error);
      g_assert_cmpint (instant, ==, cases[i].instant);
    }
}

/* What can't be written is written as the nearest that can. */
static void
check_unwritable_instants (void)
{
  char text[TOG_INSTANT_LENGTH + 1];

  tog_instant_write (G_MININT64, text);
  g_assert_cmpstr (text, ==, "0001-01-01T00:00:00Z");
  tog_instant_write (G_MAXINT64, text);
  g_assert_cmpstr (text, ==, "9999-12-31T23:59:59Z");
}

static void
check_random_instants (void)
{
  for (int i = 0; i < 20000; i++)
    {
      TogInstant instant = (gint64) g_test_rand_double_range (-62135596800.0, 253402300799.0);
      g_autofree char *text = tog_instant_format (instant);
      g_autoptr (GDateTime) other = g_date_time_new_from_unix_utc (instant);
      g_autofree char *other_text = g_date_time_format (other, "%Y-%m-%dT%H:%M:%SZ");
      TogInstant parsed;

      g_assert_true (tog_instant_parse (text, &parsed, NULL));
      g_assert_cmpint (parsed, ==, instant);
      if (g_date_time_get_year (other) >= 1000)
        g_assert_cmpstr (text, ==, other_text);
    }
}

static void
check_malformed_instants (void)
{
  static const char *const cases[] = {
    "",
    "2026-11-23",
    "2026-11-23T10:15Z",
    "2026-11-23T10:15:00",
    "2026-11-23T10:15:00z",
    "2026-11-23t10:15:00Z",
    "2026-11-23 10:15:00Z",
    "2026-11-23T10:15:00.000Z",
    "2026-11-23T10:15:00+00:00",
    "2026-11-23T24:00:00Z",
    "2026-11-23T23:60:00Z",
    "2016-12-31T23:59:60Z",
    "2026-02-29T10:15:00Z",
    "2026-11-23T-1:15:00Z",
    "2026-11-23T10:+5:00Z",
    "0000-11-23T10:15:00Z",
    "2026-11-23T10:15:00Z\n",
    "\xc3\xc3\xc3\xc3-11-23T10:15:00Z",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      TogInstant instant;

      g_assert_false (tog_instant_parse (cases[i], &instant, &error));
      g_assert_error (error, TOG_ERROR, TOG_ERROR_MALFORMED);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

/* One character changed at random either leaves a valid text, which reads back, or is refused. */
static void
check_damaged_instants (void)
{
  for (int i = 0; i < 50000; i++)
    {
      char text[] = "2026-11-23T10:15:00Z";
      char written[TOG_INSTANT_LENGTH + 1];
      TogInstant instant;

      text[g_test_rand_int_range (0, TOG_INSTANT_LENGTH)] = (char) g_test_rand_int_range (1, 128);
      text[g_test_rand_int_range (0, TOG_INSTANT_LENGTH)] =
          "0123456789TZ:-"[g_test_rand_int_range (0, 14)];

      if (tog_instant_parse (text, &instant, NULL))
        {
          tog_instant_write (instant, written);
          g_assert_cmpstr (written, ==, text);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/time/day/against-glib", check_against_glib);
  g_test_add_func ("/time/day/table", check_days);
  g_test_add_func ("/time/day/extremes", check_day_extremes);
  g_test_add_func ("/time/day/malformed", check_malformed_days);
  g_test_add_func ("/time/day/week-starts", check_week_starts);
  g_test_add_func ("/time/instant/table", check_instants);
  g_test_add_func ("/time/instant/unwritable", check_unwritable_instants);
  g_test_add_func ("/time/instant/random", check_random_instants);
  g_test_add_func ("/time/instant/malformed", check_malformed_instants);
  g_test_add_func ("/time/instant/damaged", check_damaged_instants);

  return g_test_run ();
}
