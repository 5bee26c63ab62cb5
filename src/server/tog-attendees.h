#pragma once

#include "tog-heat-map.h"

G_BEGIN_DECLS

/**
 * TOG_COUNTED_MARGIN:
 *
 * By how much the times of those who are only counted reach beyond the range:
 * the longest session that is offered.
 */
#define TOG_COUNTED_MARGIN TOG_HOUR

GArray    *tog_attendees_new             (TogTimes *times,
                                          guint     first,
                                          TogSlot   extent,
                                          GError  **error);
TogInstant tog_attendees_get_first_start (TogInstant from);
gboolean   tog_attendees_count_others    (TogTimes *times, guint n_named, GError **error);

G_END_DECLS
