#pragma once

#include "tog-slot-set.h"
#include "tog-working-hours.h"
#include "tog-zone.h"

G_BEGIN_DECLS

/**
 * TOG_MAX_PARTICIPANTS:
 *
 * How many people's availability can be judged together at the most.
 */
#define TOG_MAX_PARTICIPANTS 1000

/**
 * TogAvailability:
 * @busy: (owned) (nullable): when this person can't meet, padded to the quantum
 * @hours: (owned) (nullable): when this person works, already expanded to instants;
 *   %NULL is never
 * @known: the range for which @busy tells everything; outside of it, and
 *   everywhere if it is empty, the calendar is unknown, and unknown is not free
 * @sharing_off: the organization has turned calendar sharing off: working hours
 *   are all there is to know, and nothing counts as unknown
 * @buffer_before: seconds kept free before a session
 * @buffer_after: seconds kept free after a session
 * @minimum_notice: seconds between now and the earliest start
 * @full_weeks: (owned) (nullable): the weeks in which they have as many sessions
 *   already as they take; no other may start in one
 *
 * What is known of one person's time.
 */
typedef struct
{
  TogSlotSet *busy;
  TogSlotSet *hours;
  TogSlot known;
  gboolean sharing_off;
  gint32 buffer_before;
  gint32 buffer_after;
  gint32 minimum_notice;
  TogSlotSet *full_weeks;
} TogAvailability;

void tog_availability_clear (TogAvailability *availability);

/**
 * TogVerdict:
 * @TOG_VERDICT_AVAILABLE: a session can start here
 * @TOG_VERDICT_UNCONFIRMED: it can, but somebody's calendar is not known then
 * @TOG_VERDICT_PAST: it would start before now
 * @TOG_VERDICT_SHORT_NOTICE: it would start sooner than somebody asks for
 * @TOG_VERDICT_TOO_FAR: it would end later than can be booked yet
 * @TOG_VERDICT_BUSY: somebody is busy at least for a part of it
 * @TOG_VERDICT_WEEK_FULL: somebody has as many sessions that week as they take
 * @TOG_VERDICT_OFF_HOURS: it would not lie within somebody's working hours
 * @TOG_VERDICT_MISALIGNED: it would not start on a quarter of the viewer's local hour
 * @TOG_VERDICT_BAD_DURATION: nobody offers sessions of this duration
 *
 * What can be said of a possible session. Everything but the first two means
 * that it can't be booked.
 */
typedef enum
{
  TOG_VERDICT_AVAILABLE,
  TOG_VERDICT_UNCONFIRMED,
  TOG_VERDICT_PAST,
  TOG_VERDICT_SHORT_NOTICE,
  TOG_VERDICT_TOO_FAR,
  TOG_VERDICT_BUSY,
  TOG_VERDICT_WEEK_FULL,
  TOG_VERDICT_OFF_HOURS,
  TOG_VERDICT_MISALIGNED,
  TOG_VERDICT_BAD_DURATION,
} TogVerdict;

/**
 * TogJudgement:
 * @verdict: what can be said of the slot
 * @who: index of the first participant it is about, or -1 if it is about nobody
 */
typedef struct
{
  TogVerdict verdict;
  gint32 who;
} TogJudgement;

/**
 * TogJudgementRules:
 * @now: the present
 * @latest_end: a session must not end after this
 * @zone: (not owned): the zone the viewer looks at times in; starts are aligned in it
 */
typedef struct
{
  TogInstant now;
  TogInstant latest_end;
  const TogZone *zone;
} TogJudgementRules;

gboolean     tog_verdict_is_bookable     (TogVerdict verdict);
const char  *tog_verdict_to_string       (TogVerdict verdict);
gboolean     tog_duration_is_offered     (gint64 seconds);
TogJudgement tog_availability_judge      (const TogAvailability   *people,
                                          gsize                    n_people,
                                          const TogJudgementRules *rules,
                                          TogSlot                  slot);
TogVerdict   tog_availability_judge_alone (const TogAvailability *person,
                                           TogInstant             now,
                                           TogSlot                slot);
void         tog_availability_judge_many (const TogAvailability   *people,
                                          gsize                    n_people,
                                          const TogJudgementRules *rules,
                                          const TogInstant        *starts,
                                          gsize                    n_starts,
                                          gint64                   duration,
                                          TogJudgement            *judgements);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogAvailability, tog_availability_clear)

G_END_DECLS
