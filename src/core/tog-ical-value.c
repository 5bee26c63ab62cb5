#include "config.h"

#include "tog-ical-value.h"

#include <string.h>

/* More days than are between the first and the last date that can be written. */
#define MAX_DAYS 4000000

static gboolean
parse_digits (const char *text, guint n_digits, int *number)
{
  *number = 0;
  for (guint i = 0; i < n_digits; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *number = *number * 10 + (text[i] - '0');
    }
  return TRUE;
}

static gboolean
parse_date (const char *text, TogDay *day)
{
  int year;
  int month;
  int month_day;
  int same_year;
  int same_month;
  int same_month_day;

  if (!parse_digits (text, 4, &year) || !parse_digits (text + 4, 2, &month) ||
      !parse_digits (text + 6, 2, &month_day) || month < 1 || month > 12 || month_day < 1 ||
      month_day > 31)
    return FALSE;
  *day = tog_day_from_civil (year, month, month_day);
  tog_day_to_civil (*day, &same_year, &same_month, &same_month_day);
  return same_month == month && same_month_day == month_day;
}

/**
 * tog_ical_parse_time:
 * @text: a DATE or DATE-TIME (RFC 5545 sections 3.3.4 and 3.3.5)
 * @length: bytes in @text
 * @time: (out): what it says
 *
 * A leap second is taken for the second before it, as the RFC allows.
 *
 * Returns: whether it is one
 */
gboolean
tog_ical_parse_time (const char *text, gsize length, TogIcalTime *time)
{
  int hour;
  int minute;
  int second;

  *time = (TogIcalTime){ 0 };
  if (length < 8 || !parse_date (text, &time->wall.day))
    return FALSE;
  if (length == 8)
    {
      time->is_date = TRUE;
      return TRUE;
    }

  time->is_utc = length == 16 && text[15] == 'Z';
  if ((length != 15 && !time->is_utc) || text[8] != 'T' || !parse_digits (text + 9, 2, &hour) ||
      !parse_digits (text + 11, 2, &minute) || !parse_digits (text + 13, 2, &second) || hour > 23 ||
      minute > 59 || second > 60)
    return FALSE;
  time->wall.second = hour * TOG_HOUR + minute * TOG_MINUTE + MIN (second, 59);
  return TRUE;
}

/**
 * tog_ical_parse_duration:
 * @text: a DURATION (RFC 5545 section 3.3.6), such as P1DT2H30M
 * @length: bytes in @text
 * @duration: (out): what it says
 *
 * Returns: whether it is one
 */
gboolean
tog_ical_parse_duration (const char *text, gsize length, TogIcalDuration *duration)
{
  static const char units[] = "WDHMS";
  static const gint64 seconds_of[] = {
    7 * TOG_DAY_SECONDS, TOG_DAY_SECONDS, TOG_HOUR, TOG_MINUTE, 1,
  };
  const char *end = text + length;
  gint64 days = 0;
  gint64 seconds = 0;
  gboolean negative = FALSE;
  gboolean any = FALSE;

  if (text < end && (*text == '+' || *text == '-'))
    negative = *text++ == '-';
  if (text == end || *text++ != 'P')
    return FALSE;

  while (text < end)
    {
      const char *unit;
      gint64 number = 0;

      if (*text == 'T')
        {
          text++;
          continue;
        }
      if (!g_ascii_isdigit (*text))
        return FALSE;
      while (text < end && g_ascii_isdigit (*text) && number < G_MAXINT32)
        number = number * 10 + (*text++ - '0');
      if (text == end || (unit = memchr (units, *text, strlen (units))) == NULL)
        return FALSE;
      text++;
      any = TRUE;
      if (unit - units < 2)
        days += number * seconds_of[unit - units] / TOG_DAY_SECONDS;
      else
        seconds += number * seconds_of[unit - units];
      if (days > MAX_DAYS || seconds > G_MAXINT32)
        return FALSE;
    }

  duration->days = negative ? -days : days;
  duration->seconds = negative ? -seconds : seconds;
  return any;
}

/**
 * tog_ical_parse_offset:
 * @text: a UTC-OFFSET (RFC 5545 section 3.3.14), such as +0530
 * @offset: (out): seconds east of UTC
 *
 * Returns: whether it is one
 */
gboolean
tog_ical_parse_offset (const char *text, gint32 *offset)
{
  gsize length = strlen (text);
  int hour;
  int minute;
  int second = 0;

  if ((length != 5 && length != 7) || (text[0] != '+' && text[0] != '-') ||
      !parse_digits (text + 1, 2, &hour) || !parse_digits (text + 3, 2, &minute) ||
      (length == 7 && !parse_digits (text + 5, 2, &second)) || hour > 23 || minute > 59 ||
      second > 59)
    return FALSE;
  *offset = hour * TOG_HOUR + minute * TOG_MINUTE + second;
  if (text[0] == '-')
    *offset = -*offset;
  return TRUE;
}
