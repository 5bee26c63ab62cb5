#pragma once

#include "tog-zone.h"

G_BEGIN_DECLS

/**
 * TogSeriesRule:
 * @TOG_SERIES_WEEKLY: every week
 * @TOG_SERIES_BIWEEKLY: every other week
 * @TOG_SERIES_MONTHLY: on the same weekday of the month, such as the fourth
 *   Thursday; the fifth is the last where there are only four
 *
 * How the sessions of a series follow each other.
 */
typedef enum
{
  TOG_SERIES_WEEKLY,
  TOG_SERIES_BIWEEKLY,
  TOG_SERIES_MONTHLY,
} TogSeriesRule;

#define TOG_SERIES_N_RULES (TOG_SERIES_MONTHLY + 1)

/**
 * TOG_SERIES_MAX:
 *
 * How many sessions can be booked at one go.
 */
#define TOG_SERIES_MAX 24

/**
 * TogOccurrence:
 * @start: of the session
 * @moved: whether the clock skips the wanted time on that day; @start is then as
 *   much later as the clock skips
 *
 * One session of a series.
 */
typedef struct
{
  TogInstant start;
  gboolean moved;
} TogOccurrence;

void tog_series_list (const TogZone *zone,
                      TogInstant     first,
                      TogSeriesRule  rule,
                      TogOccurrence *occurrences,
                      gsize          n_occurrences);

G_END_DECLS
