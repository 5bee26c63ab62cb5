#pragma once

#include "tog-times.h"

G_BEGIN_DECLS

/**
 * TogAttendee:
 * @availability: what is known of their time; its hours reach over the map's range
 * @zone: (owned): of the clock on their wall
 * @required: whether a session without them is of little use
 *
 * Somebody whom a group's session is for.
 */
typedef struct
{
  TogAvailability availability;
  TogZone *zone;
  gboolean required;
} TogAttendee;

void tog_attendee_clear (TogAttendee *attendee);

/**
 * TogHeat:
 * @n_people: how many there are, those who are only counted among them
 * @n_can: how many of them can
 * @n_unknown: how many more may be able to, but their calendars aren't known then
 * @n_required_cannot: how many can't who are required
 *
 * Who can take part in a session that starts at a quarter hour.
 */
typedef struct
{
  guint16 n_people;
  guint16 n_can;
  guint16 n_unknown;
  guint16 n_required_cannot;
} TogHeat;

/**
 * TogBestTime:
 * @start: of the session
 * @heat: who can
 * @unsociable: by how many minutes the session reaches out of 9 to 17 o'clock
 *   for whom it is worst of those who can
 * @worst_off: index of that attendee, or -1 where @unsociable is 0
 *
 * A start to propose.
 */
typedef struct
{
  TogInstant start;
  TogHeat heat;
  gint32 unsociable;
  gint32 worst_off;
} TogBestTime;

/**
 * TogHeatMap:
 *
 * For each quarter hour of a range as the start of a session of one duration:
 * how many of a group can. Immutable, reference counted.
 */
typedef struct _TogHeatMap TogHeatMap;

#define TOG_TYPE_HEAT_MAP (tog_heat_map_get_type ())

GType              tog_heat_map_get_type       (void);
TogHeatMap        *tog_heat_map_new            (const TogAttendee *attendees,
                                                gsize              n_attendees,
                                                TogCountedTimes   *counted,
                                                TogSlot            range,
                                                gint64             duration,
                                                TogInstant         now,
                                                TogInstant         latest_end);
TogHeatMap        *tog_heat_map_new_from_times (TogTimes        *times,
                                                const gboolean  *required,
                                                TogSlot          range,
                                                gint64           duration,
                                                TogInstant       now,
                                                GError         **error);
TogHeatMap        *tog_heat_map_ref            (TogHeatMap *map);
void               tog_heat_map_unref          (TogHeatMap *map);
TogSlot            tog_heat_map_get_range      (const TogHeatMap *map);
gint64             tog_heat_map_get_duration   (const TogHeatMap *map);
const TogAttendee *tog_heat_map_get_attendees  (const TogHeatMap *map, gsize *n_attendees);
TogVerdict         tog_heat_map_get_verdict    (const TogHeatMap *map, TogInstant start);
gboolean           tog_heat_map_get_heat       (const TogHeatMap *map,
                                                TogInstant        start,
                                                TogHeat          *heat);
TogVerdict         tog_heat_map_judge          (const TogHeatMap *map,
                                                gsize             attendee,
                                                TogInstant        start);
gsize              tog_heat_map_rank           (const TogHeatMap *map,
                                                TogBestTime      *best,
                                                gsize             n_wanted);
gint32             tog_heat_map_get_unsociable (const TogZone *zone, TogSlot slot);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogAttendee, tog_attendee_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogHeatMap, tog_heat_map_unref)

G_END_DECLS
