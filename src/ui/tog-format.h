#pragma once

#include "tog-slot.h"
#include "tog-zone.h"

G_BEGIN_DECLS

/**
 * TogClockStyle:
 * @TOG_CLOCK_LOCALE: as the locale writes times
 * @TOG_CLOCK_24_HOURS: 15:30
 * @TOG_CLOCK_12_HOURS: 3:30 PM
 *
 * How times of day are written.
 */
typedef enum
{
  TOG_CLOCK_LOCALE,
  TOG_CLOCK_24_HOURS,
  TOG_CLOCK_12_HOURS,
} TogClockStyle;

void        tog_format_set_clock_style   (TogClockStyle style);
int         tog_format_get_first_weekday (void);
TogInstant  tog_format_get_now           (void);
TogZone    *tog_format_get_local_zone    (void);

char       *tog_format_minute            (int minute);
char       *tog_format_time              (const TogZone *zone, TogInstant instant);
char       *tog_format_time_range        (const TogZone *zone, TogSlot slot);
char       *tog_format_day               (TogDay day, TogDay today);
char       *tog_format_short_day         (TogDay day, TogDay today);
char       *tog_format_dated_day         (TogDay day);
char       *tog_format_relative_day      (TogDay day, TogDay today);
char       *tog_format_compact_day       (TogDay day, TogDay today);
char       *tog_format_weekday           (TogDay day);
char       *tog_format_short_weekday     (TogDay day);
char       *tog_format_short_month       (TogDay day);
char       *tog_format_short_month_within (TogDay day, TogDay today);
char       *tog_format_month_day         (TogDay day);
char       *tog_format_when              (const TogZone *zone,
                                          TogInstant     instant,
                                          TogInstant     now);
char       *tog_format_when_within       (const TogZone *zone,
                                          TogInstant     instant,
                                          TogInstant     now);
char       *tog_format_time_there        (const TogZone *theirs,
                                          const TogZone *mine,
                                          TogInstant     instant);
char       *tog_format_session_time      (const TogZone *zone, TogSlot slot, TogInstant now);
char       *tog_format_event_time         (const TogZone *zone,
                                           TogSlot        slot,
                                           TogInstant     now);
char       *tog_format_session_time_there (const TogZone *theirs,
                                           const TogZone *mine,
                                           TogSlot        slot);
char       *tog_format_duration          (gint64 seconds);
char       *tog_format_short_duration    (gint64 seconds);
char       *tog_format_until             (gint64 seconds);
char       *tog_format_ago               (gint64 seconds);
char       *tog_format_name              (const char *name);
char       *tog_format_count             (guint n, gboolean unsure);
char       *tog_format_count_range       (guint least, guint most);
char       *tog_format_utc_offset        (gint32 seconds);
char       *tog_format_ahead             (gint32 seconds);

G_END_DECLS
