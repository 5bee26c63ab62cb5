#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TOG_MINUTE 60
#define TOG_HOUR 3600
#define TOG_DAY_SECONDS 86400

/**
 * TOG_QUANTUM:
 *
 * Seconds in the smallest step of time: slots start on it, busy intervals are
 * padded outward to it.
 */
#define TOG_QUANTUM (15 * TOG_MINUTE)

/**
 * TogInstant:
 *
 * A point in time, in seconds since 1970-01-01T00:00:00Z, leap seconds not
 * counted (as POSIX defines it).
 */
typedef gint64 TogInstant;

/**
 * TogDay:
 *
 * A day of the proleptic Gregorian calendar with no zone, as the number of days
 * since 1 January 1970.
 */
typedef gint32 TogDay;

/**
 * TogWallTime:
 * @day: the day on the calendar
 * @second: seconds since that day's midnight by the clock on the wall, 0 to 86399
 *
 * What a calendar and a clock show somewhere. Only with a zone is it an instant.
 */
typedef struct
{
  TogDay day;
  gint32 second;
} TogWallTime;

TogDay   tog_day_from_civil     (int year, int month, int day);
void     tog_day_to_civil       (TogDay day, int *year, int *month, int *month_day);
gboolean tog_day_parse          (const char *text, TogDay *day, GError **error);
char    *tog_day_format         (TogDay day);
int      tog_day_get_weekday    (TogDay day);
TogDay   tog_day_get_week_start (TogDay day, int first_weekday);

gboolean tog_instant_parse      (const char *text, TogInstant *instant, GError **error);
char    *tog_instant_format     (TogInstant instant);

/**
 * TOG_INSTANT_LENGTH:
 *
 * Bytes of an instant's text, such as 2026-11-23T10:15:00Z, without the final NUL.
 */
#define TOG_INSTANT_LENGTH 20

void     tog_instant_write      (TogInstant instant, char text[TOG_INSTANT_LENGTH + 1]);

G_END_DECLS
