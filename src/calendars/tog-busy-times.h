#pragma once

#include "tog-slot-set.h"

G_BEGIN_DECLS

/**
 * TogBusyTimes:
 * @busy: (owned): when its owner can't meet, padded outward to the quantum
 * @known: the range for which @busy tells everything
 * @read_at: when the calendar was last known to be like this
 *
 * All of a calendar that may leave this computer: intervals, and nothing else. Immutable,
 * reference counted.
 */
typedef struct
{
  TogSlotSet *busy;
  TogSlot known;
  TogInstant read_at;
} TogBusyTimes;

#define TOG_TYPE_BUSY_TIMES (tog_busy_times_get_type ())

GType         tog_busy_times_get_type (void);
TogBusyTimes *tog_busy_times_new      (TogSlotSet *busy, TogSlot known, TogInstant read_at);
TogBusyTimes *tog_busy_times_ref      (TogBusyTimes *self);
void          tog_busy_times_unref    (TogBusyTimes *self);
gsize         tog_busy_times_count    (const TogBusyTimes *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogBusyTimes, tog_busy_times_unref)

G_END_DECLS
