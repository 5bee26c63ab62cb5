#pragma once

#include "tog-time.h"

G_BEGIN_DECLS

/**
 * TogSlot:
 * @start: the first instant in it
 * @end: the first instant after it
 *
 * A stretch of time, half-open: [@start, @end). It is empty when @end is not
 * after @start. Slots that touch do not overlap.
 */
typedef struct
{
  TogInstant start;
  TogInstant end;
} TogSlot;

gboolean tog_slot_is_empty  (TogSlot slot);
gboolean tog_slot_overlaps  (TogSlot a, TogSlot b);
gboolean tog_slot_contains  (TogSlot outer, TogSlot inner);
TogSlot  tog_slot_intersect (TogSlot a, TogSlot b);
TogSlot  tog_slot_pad       (TogSlot slot, gint64 before, gint64 after);
TogSlot  tog_slot_quantize  (TogSlot slot);

G_END_DECLS
