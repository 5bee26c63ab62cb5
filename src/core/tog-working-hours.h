#pragma once

#include "tog-slot-set.h"
#include "tog-zone.h"

G_BEGIN_DECLS

/**
 * TOG_WORKING_HOURS_MAX_RANGES:
 *
 * How many ranges a week may have at the most.
 */
#define TOG_WORKING_HOURS_MAX_RANGES 70

/**
 * TogWorkingRange:
 * @weekday: ISO 8601 day of the week it begins on, 1 (Monday) to 7 (Sunday)
 * @from: minutes after that day's midnight, 0 to 1439
 * @to: minutes after that day's midnight, more than @from and at most @from + 1440:
 *   past 1440 it ends on the next day (22:30 to 02:00 is 1350 to 1560)
 */
typedef struct
{
  gint8 weekday;
  gint16 from;
  gint16 to;
} TogWorkingRange;

/**
 * TOG_MAX_HOURS_EXCEPTIONS:
 *
 * How many days may have hours of their own at the most.
 */
#define TOG_MAX_HOURS_EXCEPTIONS 100

/**
 * TOG_MAX_EXCEPTION_RANGES:
 *
 * How many ranges such a day may have at the most.
 */
#define TOG_MAX_EXCEPTION_RANGES 10

/**
 * TogHoursException:
 * @day: the day that is not as its weekday usually is
 * @n_ranges: how many ranges begin on it; none is a day off
 * @ranges: as of #TogWorkingRange, whose weekday is not looked at here
 *
 * What takes the place of the ranges that would begin on a day. One that began on
 * the day before and passes midnight belongs to that day, and stays.
 */
typedef struct
{
  TogDay day;
  guint n_ranges;
  TogWorkingRange ranges[TOG_MAX_EXCEPTION_RANGES];
} TogHoursException;

/**
 * TogWorkingHours:
 *
 * When somebody works in a usual week, and on the days that are unlike it, by the
 * clock on their wall. Immutable, reference counted.
 */
typedef struct _TogWorkingHours TogWorkingHours;

#define TOG_TYPE_WORKING_HOURS (tog_working_hours_get_type ())

GType                  tog_working_hours_get_type   (void);
TogWorkingHours       *tog_working_hours_new        (const TogWorkingRange *ranges,
                                                     gsize                  n_ranges,
                                                     GError               **error);
TogWorkingHours       *tog_working_hours_ref        (TogWorkingHours *hours);
void                   tog_working_hours_unref      (TogWorkingHours *hours);
const TogWorkingRange *tog_working_hours_get_ranges (const TogWorkingHours *hours,
                                                     gsize                 *n_ranges);
TogWorkingHours       *tog_working_hours_with_exceptions (const TogWorkingHours   *hours,
                                                          const TogHoursException *exceptions,
                                                          gsize                    n_exceptions,
                                                          GError                 **error);
const TogHoursException *tog_working_hours_get_exceptions (const TogWorkingHours *hours,
                                                           gsize                 *n_exceptions);
TogSlotSet            *tog_working_hours_expand     (const TogWorkingHours *hours,
                                                     const TogZone         *zone,
                                                     TogSlot                range);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogWorkingHours, tog_working_hours_unref)

G_END_DECLS
