#pragma once

#include "tog-slot.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TogZone:
 *
 * A time zone: the history of one place's offset from UTC. It is immutable,
 * reference counted and may be used from any thread. Zones by name come from
 * the system's tz database and are read once per process.
 */
typedef struct _TogZone TogZone;

#define TOG_TYPE_ZONE (tog_zone_get_type ())

GType       tog_zone_get_type             (void);
TogZone    *tog_zone_lookup               (const char *name, GError **error);
TogZone    *tog_zone_utc                  (void);

/**
 * TogTransition:
 * @at: the first instant at which @offset holds
 * @offset: seconds east of UTC
 */
typedef struct
{
  TogInstant at;
  gint32 offset;
} TogTransition;

TogZone    *tog_zone_new_from_transitions (const char          *name,
                                           gint32               first_offset,
                                           const TogTransition *transitions,
                                           gsize                n_transitions);
TogZone    *tog_zone_ref                  (TogZone *zone);
void        tog_zone_unref                (TogZone *zone);
const char *tog_zone_get_name             (const TogZone *zone);
gint32      tog_zone_get_offset           (const TogZone *zone, TogInstant instant);
gboolean    tog_zone_get_next_transition  (const TogZone *zone,
                                           TogInstant     after,
                                           TogTransition *transition);
TogWallTime tog_zone_to_wall              (const TogZone *zone, TogInstant instant);
guint       tog_zone_find_instants        (const TogZone *zone,
                                           TogWallTime    wall,
                                           TogInstant     instants[2]);
TogInstant  tog_zone_from_wall            (const TogZone *zone, TogWallTime wall);
gboolean    tog_zone_is_whole_days        (const TogZone *zone, TogSlot slot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogZone, tog_zone_unref)

G_END_DECLS
