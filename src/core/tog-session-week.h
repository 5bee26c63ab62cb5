#pragma once

#include "tog-slot-set.h"
#include "tog-zone.h"

G_BEGIN_DECLS

TogSlot     tog_session_week_find      (const TogZone *zone, TogInstant start);
TogSlotSet *tog_session_week_find_full (const TogZone    *zone,
                                        const TogInstant *starts,
                                        gsize             n_starts,
                                        guint             week_limit);

G_END_DECLS
