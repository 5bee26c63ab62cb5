#pragma once

#include "tog-event-titles.h"
#include "tog-ical-component.h"
#include "tog-ical-value.h"

G_BEGIN_DECLS

/**
 * TogCalendarReading:
 * @owner_email: (nullable): whose calendar it is
 * @own_uids: (nullable) (element-type utf8 utf8): UIDs of events to pass over
 * @own_series: (element-type utf8 TogIcalComponent): those of them that recur, of which
 *   only the first occurrence is passed over, by UID
 * @owner_zone: where dates and times without a zone are
 * @range: what to look at
 * @budget: how much may still be looked at, see tog_recurrence_expand()
 * @zones: (element-type utf8 TogZone): those found so far, by TZID
 * @vtimezones: (element-type utf8 TogIcalComponent): by TZID
 * @overrides: (element-type utf8 GPtrArray): events that stand for an occurrence of
 *   another, by UID
 * @slots: (element-type TogSlot): what was found
 * @titles: (nullable): where to note what that is
 * @title: (nullable): of the event that is being read
 *
 * A calendar that is being read; it owns none of this.
 */
typedef struct
{
  const char *owner_email;
  GHashTable *own_uids;
  GHashTable *own_series;
  TogZone *owner_zone;
  TogSlot range;
  guint budget;
  GHashTable *zones;
  GHashTable *vtimezones;
  GHashTable *overrides;
  GArray *slots;
  TogEventTitles *titles;
  const char *title;
} TogCalendarReading;

/**
 * TogCalendarMoment:
 * @time: what is written
 * @zone: (not owned): where
 *
 * A time in a calendar with what is needed to make an instant of it.
 */
typedef struct
{
  TogIcalTime time;
  TogZone *zone;
} TogCalendarMoment;

gboolean   tog_calendar_fail              (GError **error, guint number, const char *what);
gboolean   tog_calendar_read_moment       (TogCalendarReading *self,
                                           const TogIcalLine  *line,
                                           const char         *text,
                                           gsize               length,
                                           TogCalendarMoment  *moment,
                                           GError            **error);
gboolean   tog_calendar_read_period       (TogCalendarReading *self,
                                           const TogIcalLine  *line,
                                           const char         *text,
                                           gsize               length,
                                           TogSlot            *slot,
                                           GError            **error);
TogInstant tog_calendar_moment_to_instant (const TogCalendarMoment *moment);
void       tog_calendar_add_slot          (TogCalendarReading *self, TogSlot slot);

gboolean   tog_calendar_read_event        (TogCalendarReading     *self,
                                           const TogIcalComponent *event,
                                           GError                **error);
gboolean   tog_calendar_read_free_busy    (TogCalendarReading     *self,
                                           const TogIcalComponent *component,
                                           GError                **error);

G_END_DECLS
