#pragma once

#include "tog-availability.h"
#include "tog-counted-times.h"
#include "tog-member.h"
#include "tog-session.h"

G_BEGIN_DECLS

/**
 * TogPersonTimes:
 * @member: whose
 * @role: what they are in the match or group
 * @hours: working hours with their exceptions, in @member's zone
 * @sharing: what their calendar is to the others
 * @known: the range for which @busy is complete; empty where nothing is shared
 * @checked_at: when the calendar was last read, 0 where nothing is shared
 * @busy: when they can't meet, padded, with no word of why
 * @buffer_before: seconds kept free before a session
 * @buffer_after: seconds kept free after a session
 * @minimum_notice: seconds
 * @full_weeks: (nullable): the weeks, by their clock, in which they have as many
 *   sessions already as they take
 * @week_limit: how many sessions they take in a week, 0 for any number; never on the
 *   wire
 * @starts: (nullable) (element-type TogInstant): of the sessions that count for that,
 *   where there is a limit; never on the wire
 *
 * What one person lets the others know of their time.
 */
struct _TogPersonTimes
{
  GObject parent_instance;

  TogMember *member;
  TogRole role;
  TogWorkingHours *hours;
  gboolean sharing_off;
  TogSlot known;
  TogInstant checked_at;
  TogSlotSet *busy;
  gint32 buffer_before;
  gint32 buffer_after;
  gint32 minimum_notice;
  TogSlotSet *full_weeks;

  gint32 week_limit;
  GArray *starts;
};

#define TOG_TYPE_PERSON_TIMES (tog_person_times_get_type ())
G_DECLARE_FINAL_TYPE (TogPersonTimes, tog_person_times, TOG, PERSON_TIMES, GObject)

TogPersonTimes *tog_person_times_new (void);
gboolean        tog_person_times_fill_weeks (TogPersonTimes *self, GError **error);

/**
 * TogTimes:
 * @range: what was asked for; @people's busy intervals are clipped to it
 * @now: the server's clock when it answered
 * @latest_end: a session must not end after this
 * @people: (element-type TogPersonTimes): everybody, the one who asks first; of a
 *   group those who let the others know by name
 * @counted: (nullable): when all others of a group can
 *
 * The answer of getAvailability and getGroupAvailability: everything that
 * decides which slots are blue.
 */
struct _TogTimes
{
  GObject parent_instance;

  TogSlot range;
  TogInstant now;
  TogInstant latest_end;
  GPtrArray *people;
  TogCountedTimes *counted;
};

#define TOG_TYPE_TIMES (tog_times_get_type ())
G_DECLARE_FINAL_TYPE (TogTimes, tog_times, TOG, TIMES, GObject)

TogTimes *tog_times_new       (void);
TogTimes *tog_times_from_json (JsonNode *node, GError **error);
char     *tog_times_to_text   (TogTimes *self);
TogTimes *tog_times_join      (TogTimes *newer, TogTimes *older);
gboolean  tog_times_get_availability (TogTimes        *self,
                                      guint            person,
                                      TogSlot          extent,
                                      TogAvailability *availability,
                                      TogZone        **zone,
                                      GError         **error);
gboolean  tog_times_judge     (TogTimes         *self,
                               const TogZone    *zone,
                               TogInstant        now,
                               const TogInstant *starts,
                               gsize             n_starts,
                               gint64            duration,
                               TogJudgement     *judgements,
                               GError          **error);

G_END_DECLS
