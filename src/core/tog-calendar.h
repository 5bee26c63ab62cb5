#pragma once

#include "tog-slot-set.h"
#include "tog-zone.h"

G_BEGIN_DECLS

/**
 * TogCalendarLimits:
 * @bytes: size of the text
 * @line_bytes: size of one unfolded content line
 * @components: how many components, at any depth
 * @depth: how deep they may nest
 * @occurrences: how many occurrences may be looked at in all
 */
typedef struct
{
  gsize bytes;
  gsize line_bytes;
  guint components;
  guint depth;
  guint occurrences;
} TogCalendarLimits;

/**
 * TOG_CALENDAR_DEFAULT_LIMITS:
 *
 * 16 MiB, lines of 256 KiB, 50,000 components four deep, 2,000,000 occurrences.
 */
extern const TogCalendarLimits TOG_CALENDAR_DEFAULT_LIMITS;

gboolean    tog_calendar_check     (const char              *text,
                                    gsize                    length,
                                    const TogCalendarLimits *limits,
                                    GError                 **error);
TogSlotSet *tog_calendar_read_busy (const char              *text,
                                    gsize                    length,
                                    const char              *owner_email,
                                    GHashTable              *own_uids,
                                    TogZone                 *owner_zone,
                                    TogSlot                  range,
                                    const TogCalendarLimits *limits,
                                    GError                 **error);
TogZone    *tog_calendar_lookup_zone (const char *tzid, GError **error);

G_END_DECLS
