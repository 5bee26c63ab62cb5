#pragma once

#include "tog-json.h"
#include "tog-slot.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TogCount:
 * @n_can: how many can meet
 * @n_unknown: how many may be able to, but their calendars aren't known then
 *
 * How many of the people in question can take part in a session.
 */
typedef struct
{
  guint16 n_can;
  guint16 n_unknown;
} TogCount;

/**
 * TogCountedTimes:
 *
 * When those members of a group can meet who don't let the others know by name:
 * for each offered duration and each quarter hour as its start, how many can,
 * and nothing of who. Immutable once shown, reference counted.
 */
typedef struct _TogCountedTimes TogCountedTimes;

#define TOG_TYPE_COUNTED_TIMES (tog_counted_times_get_type ())

GType            tog_counted_times_get_type     (void);
TogCountedTimes *tog_counted_times_new          (TogInstant first,
                                                 gsize      n_starts,
                                                 guint      n_people);
TogCountedTimes *tog_counted_times_ref          (TogCountedTimes *self);
void             tog_counted_times_unref        (TogCountedTimes *self);
guint            tog_counted_times_get_n_people (const TogCountedTimes *self);
TogInstant       tog_counted_times_get_first    (const TogCountedTimes *self);
gsize            tog_counted_times_get_n_starts (const TogCountedTimes *self);
void             tog_counted_times_set          (TogCountedTimes *self,
                                                 gint64           duration,
                                                 gsize            i,
                                                 TogCount         count);
gboolean         tog_counted_times_get          (const TogCountedTimes *self,
                                                 gint64                 duration,
                                                 TogInstant             start,
                                                 TogCount              *count);
TogCountedTimes *tog_counted_times_join         (TogCountedTimes *newer, TogCountedTimes *older);
TogCountedTimes *tog_counted_times_from_json    (JsonNode *node, GError **error);
void             tog_counted_times_append_json  (GString *json, const TogCountedTimes *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogCountedTimes, tog_counted_times_unref)

G_END_DECLS
