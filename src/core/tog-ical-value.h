#pragma once

#include "tog-time.h"

G_BEGIN_DECLS

/**
 * TogIcalTime:
 * @wall: what calendar and clock show; midnight where it is a date
 * @is_date: whether it is a DATE
 * @is_utc: whether it is a DATE-TIME in UTC
 *
 * A DATE or DATE-TIME of RFC 5545.
 */
typedef struct
{
  TogWallTime wall;
  gboolean is_date;
  gboolean is_utc;
} TogIcalTime;

/**
 * TogIcalDuration:
 * @days: days by the calendar, whatever their length
 * @seconds: the rest, exact
 *
 * A DURATION of RFC 5545.
 */
typedef struct
{
  gint32 days;
  gint32 seconds;
} TogIcalDuration;

gboolean tog_ical_parse_time     (const char *text, gsize length, TogIcalTime *time);
gboolean tog_ical_parse_duration (const char *text, gsize length, TogIcalDuration *duration);
gboolean tog_ical_parse_offset   (const char *text, gint32 *offset);

G_END_DECLS
