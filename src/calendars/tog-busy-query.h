#pragma once

#include "tog-slot.h"
#include "tog-zone.h"

G_BEGIN_DECLS

/**
 * TogBusyQuery:
 * @zone: (owned): where its owner is: dates, and times without a zone, are there
 * @range: what to look at
 * @email: (owned) (nullable): the owner's address, for calendars that have none of
 *   their own; what they declined doesn't block
 * @own_uids: (owned) (nullable) (element-type utf8 utf8): UIDs of events that are
 *   passed over, of a series the first occurrence: the server knows of our own sessions
 * @sought: (owned) (nullable) (element-type utf8 utf8): UIDs of events of our own
 *   sessions, of which it is to be told whether and when they are in the calendar
 *
 * What to read of a calendar.
 */
typedef struct
{
  TogZone *zone;
  TogSlot range;
  char *email;
  GHashTable *own_uids;
  GHashTable *sought;
} TogBusyQuery;

TogBusyQuery *tog_busy_query_new  (TogZone    *zone,
                                   TogInstant  now,
                                   guint       days,
                                   const char *email,
                                   GHashTable *own_uids);
void          tog_busy_query_free (TogBusyQuery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogBusyQuery, tog_busy_query_free)

G_END_DECLS
