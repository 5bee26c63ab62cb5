#pragma once

#include "tog-event-titles.h"
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

/**
 * TOG_CALENDAR_TITLE:
 *
 * A property of an event, with a title for its owner's eyes only: plain text in one
 * line. It is not SUMMARY, so that no title of a calendar from elsewhere is ever kept.
 */
#define TOG_CALENDAR_TITLE "X-TOGETHER-TITLE"

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
TogSlotSet *tog_calendar_read_own  (const char              *text,
                                    gsize                    length,
                                    const char              *owner_email,
                                    GHashTable              *own_uids,
                                    TogZone                 *owner_zone,
                                    TogSlot                  range,
                                    const TogCalendarLimits *limits,
                                    TogEventTitles          *titles,
                                    GError                 **error);
TogZone    *tog_calendar_lookup_zone (const char *tzid, GError **error);

G_END_DECLS
