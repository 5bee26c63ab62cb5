#pragma once

#include "tog-ical-value.h"

G_BEGIN_DECLS

/**
 * TogFrequency:
 *
 * How long the periods of a recurrence rule are.
 */
typedef enum
{
  TOG_FREQUENCY_YEARLY,
  TOG_FREQUENCY_MONTHLY,
  TOG_FREQUENCY_WEEKLY,
  TOG_FREQUENCY_DAILY,
  TOG_FREQUENCY_HOURLY,
  TOG_FREQUENCY_MINUTELY,
  TOG_FREQUENCY_SECONDLY,
} TogFrequency;

/**
 * TogNumberSet:
 *
 * Numbers from -366 to 366 without those twice: bit n of the first or second
 * half is n or -n.
 */
typedef struct
{
  guint64 bits[2][6];
  gboolean is_given;
} TogNumberSet;

/**
 * TOG_RECURRENCE_MAX_NTH:
 *
 * How many weekdays with a number, such as 2TU, a rule may have.
 */
#define TOG_RECURRENCE_MAX_NTH 64

/**
 * TogRecurrence:
 * @frequency: FREQ
 * @interval: INTERVAL, from 1
 * @count: COUNT, or 0 if it is not given
 * @has_until: whether UNTIL is given
 * @until: UNTIL
 * @week_start: WKST, 1 (Monday) to 7 (Sunday)
 * @weekdays: BYDAY without numbers, bit n is weekday n
 * @n_nth: how many weekdays with a number BYDAY has
 * @nth: each of them: number and weekday
 *
 * A recurrence rule (RFC 5545 section 3.3.10). The sets are named as its parts.
 */
typedef struct
{
  TogFrequency frequency;
  guint interval;
  guint count;
  gboolean has_until;
  TogIcalTime until;
  int week_start;
  TogNumberSet by_second;
  TogNumberSet by_minute;
  TogNumberSet by_hour;
  TogNumberSet by_month_day;
  TogNumberSet by_year_day;
  TogNumberSet by_week_no;
  TogNumberSet by_month;
  TogNumberSet by_set_pos;
  guint weekdays;
  guint n_nth;
  struct
  {
    gint8 number;
    gint8 weekday;
  } nth[TOG_RECURRENCE_MAX_NTH];
} TogRecurrence;

/**
 * TogRecurrenceFunc:
 * @wall: when it occurs, by the clock on the wall
 * @data: user data
 *
 * Called for an occurrence.
 */
typedef void (*TogRecurrenceFunc) (TogWallTime wall, gpointer data);

gboolean tog_recurrence_parse  (const char *text, TogRecurrence *rule, GError **error);
gboolean tog_recurrence_expand (const TogRecurrence *rule,
                                TogWallTime          start,
                                TogWallTime          from,
                                TogWallTime          to,
                                guint               *budget,
                                TogRecurrenceFunc    func,
                                gpointer             data,
                                GError             **error);

G_END_DECLS
