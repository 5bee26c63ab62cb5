#include "config.h"

#include "tog-time.h"

#include "tog-error.h"

#include <string.h>

/*
 * Years are counted from March, so that the leap day is the last of a year and
 * the lengths of the months before it follow one rule. 400 years (an era) have
 * 146097 days.
 */
#define DAYS_PER_ERA 146097
#define YEARS_PER_ERA 400

/* Days from 0000-03-01, where the first era begins, to 1970-01-01. */
#define ERA_TO_EPOCH 719468

/* 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z: what RFC 3339 can write. */
#define FIRST_WRITABLE G_GINT64_CONSTANT (-62135596800)
#define LAST_WRITABLE G_GINT64_CONSTANT (253402300799)

static gint64
divide_down (gint64 dividend, gint64 divisor)
{
  gint64 quotient = dividend / divisor;

  return dividend % divisor < 0 ? quotient - 1 : quotient;
}

static int
count_month_days (int year, int month)
{
  static const gint8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

  return month == 2 && leap ? 29 : days[month - 1];
}

/* Reads exactly @n_digits digits, or fails with -1. */
static int
read_digits (const char *text, int n_digits)
{
  int value = 0;

  for (int i = 0; i < n_digits; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return -1;
      value = value * 10 + (text[i] - '0');
    }

  return value;
}

/* Reads the ten characters YYYY-MM-DD; what follows them isn't looked at. */
static gboolean
read_day (const char *text, TogDay *day)
{
  int year = read_digits (text, 4);
  int month, month_day;

  if (year < 1 || text[4] != '-')
    return FALSE;

  month = read_digits (text + 5, 2);
  if (month < 1 || month > 12 || text[7] != '-')
    return FALSE;

  month_day = read_digits (text + 8, 2);
  if (month_day < 1 || month_day > count_month_days (year, month))
    return FALSE;

  *day = tog_day_from_civil (year, month, month_day);

  return TRUE;
}

/**
 * tog_day_from_civil:
 * @year: a year of the proleptic Gregorian calendar
 * @month: 1 to 12
 * @month_day: 1 to the length of the month
 *
 * Counts the days from 1 January 1970 to a date, negative before it.
 */
TogDay
tog_day_from_civil (int year, int month, int month_day)
{
  gint64 march_year = (gint64) year - (month <= 2 ? 1 : 0);
  gint64 era = divide_down (march_year, YEARS_PER_ERA);
  int year_of_era = (int) (march_year - era * YEARS_PER_ERA);
  int month_of_year = (month + 9) % 12;
  int day_of_year = (153 * month_of_year + 2) / 5 + month_day - 1;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return (TogDay) (era * DAYS_PER_ERA + day_of_era - ERA_TO_EPOCH);
}

/**
 * tog_day_to_civil:
 * @day: a day
 * @year: (out) (optional): the year of the proleptic Gregorian calendar
 * @month: (out) (optional): 1 to 12
 * @month_day: (out) (optional): 1 to 31
 *
 * Writes a day as a date.
 */
void
tog_day_to_civil (TogDay day, int *year, int *month, int *month_day)
{
  gint64 days = (gint64) day + ERA_TO_EPOCH;
  gint64 era = divide_down (days, DAYS_PER_ERA);
  int day_of_era = (int) (days - era * DAYS_PER_ERA);
  /* Without its leap days an era has 365 days in each of its years. */
  int year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int month_of_year = (5 * day_of_year + 2) / 153;
  int civil_month = month_of_year < 10 ? month_of_year + 3 : month_of_year - 9;

  if (year != NULL)
    *year = (int) (year_of_era + era * YEARS_PER_ERA + (civil_month <= 2 ? 1 : 0));
  if (month != NULL)
    *month = civil_month;
  if (month_day != NULL)
    *month_day = day_of_year - (153 * month_of_year + 2) / 5 + 1;
}

/**
 * tog_day_parse:
 * @text: a date such as 2026-11-23, the full-date of RFC 3339
 * @day: (out): the day
 * @error: return location for a #TOG_ERROR_MALFORMED error
 *
 * Reads a date of the years 1 to 9999. Nothing may stand before or after it.
 */
gboolean
tog_day_parse (const char *text, TogDay *day, GError **error)
{
  if (strlen (text) != strlen ("YYYY-MM-DD") || !read_day (text, day))
    {
      g_set_error (error,
                   TOG_ERROR,
                   TOG_ERROR_MALFORMED,
                   "“%.40s” is not a date: write it as in 2026-11-23",
                   g_utf8_validate (text, -1, NULL) ? text : "");
      return FALSE;
    }

  return TRUE;
}

/**
 * tog_day_format:
 * @day: a day of the years 1 to 9999
 *
 * Writes a day as RFC 3339's full-date, such as 2026-11-23.
 *
 * Returns: (transfer full): the text
 */
char *
tog_day_format (TogDay day)
{
  int year, month, month_day;

  tog_day_to_civil (day, &year, &month, &month_day);

  return g_strdup_printf ("%04d-%02d-%02d", year, month, month_day);
}

/**
 * tog_day_get_weekday:
 * @day: a day
 *
 * Gets the ISO 8601 day of the week, 1 (Monday) to 7 (Sunday).
 */
int
tog_day_get_weekday (TogDay day)
{
  /* 1 January 1970 was a Thursday. */
  gint64 since_monday = (gint64) day + 3;

  return (int) (since_monday - divide_down (since_monday, 7) * 7) + 1;
}

/**
 * tog_day_get_week_start:
 * @day: a day
 * @first_weekday: the day that weeks begin on, 1 (Monday) to 7 (Sunday)
 *
 * Finds the first day of the week which @day is in.
 */
TogDay
tog_day_get_week_start (TogDay day, int first_weekday)
{
  return day - (tog_day_get_weekday (day) - first_weekday + 7) % 7;
}

/**
 * tog_instant_parse:
 * @text: an instant such as 2026-11-23T10:15:00Z
 * @instant: (out): the instant
 * @error: return location for a #TOG_ERROR_MALFORMED error
 *
 * Reads RFC 3339's date-time in the one form that is used on the wire: in UTC
 * and written with a Z, in whole seconds, in the years 1 to 9999. A leap second
 * has no instant of its own and is refused.
 */
gboolean
tog_instant_parse (const char *text, TogInstant *instant, GError **error)
{
  gboolean valid = FALSE;
  TogDay day;

  if (strlen (text) == TOG_INSTANT_LENGTH && text[10] == 'T' && text[13] == ':' &&
      text[16] == ':' && text[19] == 'Z' && read_day (text, &day))
    {
      int hour = read_digits (text + 11, 2);
      int minute = read_digits (text + 14, 2);
      int second = read_digits (text + 17, 2);

      valid = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
      if (valid)
        *instant = day * (gint64) TOG_DAY_SECONDS + hour * TOG_HOUR + minute * TOG_MINUTE + second;
    }

  if (!valid)
    g_set_error (error,
                 TOG_ERROR,
                 TOG_ERROR_MALFORMED,
                 "“%.40s” is not a time: write it in UTC, as in 2026-11-23T10:15:00Z",
                 g_utf8_validate (text, -1, NULL) ? text : "");

  return valid;
}

/**
 * tog_instant_format:
 * @instant: an instant
 *
 * Writes an instant as tog_instant_write() does.
 *
 * Returns: (transfer full): the text
 */
char *
tog_instant_format (TogInstant instant)
{
  char *text = g_malloc (TOG_INSTANT_LENGTH + 1);

  tog_instant_write (instant, text);

  return text;
}

/**
 * tog_instant_write:
 * @instant: an instant
 * @text: (out): where to write it
 *
 * Writes an instant as RFC 3339's date-time in UTC with a Z, without allocating.
 * What lies outside of the years 1 to 9999, which that format can't write, is
 * written as the nearest instant in them.
 */
void
tog_instant_write (TogInstant instant, char text[TOG_INSTANT_LENGTH + 1])
{
  static const gint8 positions[] = { 0, 2, 5, 8, 11, 14, 17 };
  gint64 written = CLAMP (instant, FIRST_WRITABLE, LAST_WRITABLE);
  TogDay day = (TogDay) divide_down (written, TOG_DAY_SECONDS);
  int second = (int) (written - day * (gint64) TOG_DAY_SECONDS);
  int year, month, month_day;

  tog_day_to_civil (day, &year, &month, &month_day);

  const int pairs[] = {
    year / 100,          year % 100, month, month_day, second / TOG_HOUR, second / TOG_MINUTE % 60,
    second % TOG_MINUTE,
  };

  memcpy (text, "0000-00-00T00:00:00Z", TOG_INSTANT_LENGTH + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      text[positions[i]] = (char) ('0' + pairs[i] / 10);
      text[positions[i] + 1] = (char) ('0' + pairs[i] % 10);
    }
}
