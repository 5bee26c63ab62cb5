#pragma once

#include "tog-slot.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TogSlotSet:
 *
 * A set of instants, held as slots in ascending order of which no two overlap
 * or touch and none is empty. Immutable once built, reference counted.
 */
typedef struct _TogSlotSet TogSlotSet;

#define TOG_TYPE_SLOT_SET (tog_slot_set_get_type ())

GType          tog_slot_set_get_type   (void);
TogSlotSet    *tog_slot_set_new        (const TogSlot *slots, gsize n_slots);
TogSlotSet    *tog_slot_set_ref        (TogSlotSet *set);
void           tog_slot_set_unref      (TogSlotSet *set);
const TogSlot *tog_slot_set_get_slots  (const TogSlotSet *set, gsize *n_slots);
gsize          tog_slot_set_find       (const TogSlotSet *set, TogInstant instant);
gboolean       tog_slot_set_overlaps   (const TogSlotSet *set, TogSlot slot);
gboolean       tog_slot_set_contains   (const TogSlotSet *set, TogSlot slot);
gboolean       tog_slot_set_equal      (const TogSlotSet *a, const TogSlotSet *b);
TogSlotSet    *tog_slot_set_union      (const TogSlotSet *a, const TogSlotSet *b);
TogSlotSet    *tog_slot_set_intersect  (const TogSlotSet *a, const TogSlotSet *b);
TogSlotSet    *tog_slot_set_subtract   (const TogSlotSet *a, const TogSlotSet *b);
TogSlotSet    *tog_slot_set_clip       (const TogSlotSet *set, TogSlot range);
TogSlotSet    *tog_slot_set_pad        (const TogSlotSet *set, gint64 before, gint64 after);
TogSlotSet    *tog_slot_set_quantize   (const TogSlotSet *set);
GBytes        *tog_slot_set_to_bytes   (const TogSlotSet *set);
TogSlotSet    *tog_slot_set_from_bytes (gconstpointer data, gsize size, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogSlotSet, tog_slot_set_unref)

G_END_DECLS
