#pragma once

#include "tog-booking.h"
#include "tog-problem.h"
#include "tog-query.h"
#include "tog-request.h"
#include "tog-session-store.h"
#include "tog-zone.h"

G_BEGIN_DECLS

/**
 * TogWanted:
 * @booking: (owned): what was asked for
 * @zone: (owned): the zone it names
 *
 * A booking, or a move, that was read and is good as far as that can be said
 * without the database.
 */
typedef struct
{
  TogBooking *booking;
  TogZone *zone;
} TogWanted;

/**
 * TogBookingInput:
 * @wanted: (owned) (element-type TogWanted): what was asked for; more than one of a
 *   series
 * @is_group: whether it is with a group
 */
typedef struct
{
  GArray *wanted;
  gboolean is_group;
} TogBookingInput;

TogReply *tog_booking_parse_match (TogRequest *request);
TogReply *tog_booking_parse_group (TogRequest *request);
TogReply *tog_booking_write       (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_series_parse_match  (TogRequest *request);
TogReply *tog_series_parse_group  (TogRequest *request);
TogReply *tog_series_write        (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_move_parse          (TogRequest *request);
TogReply *tog_move_write          (TogRequest *request, TogScope *scope, GError **error);

const TogWanted *tog_booking_input_get (const TogBookingInput *self, guint index);
TogProblem *tog_booking_refuse_overridden (const TogBooking *booking);

TogTimes   *tog_booking_query_times (TogScope         *scope,
                                     const TogTeamRow *team,
                                     gint64            moving,
                                     TogSlot           extent,
                                     guint            *n_named,
                                     GError          **error);
TogProblem *tog_booking_judge       (const TogWanted *wanted,
                                     gboolean         is_group,
                                     TogTimes        *times,
                                     guint            n_named,
                                     GError         **error);

/**
 * TogBookingPlan:
 * @wanted: (not owned): what was asked for
 * @planned: (owned): of which planned session
 * @conference: (owned): where, with its link
 *
 * A booking of which is known what it is about.
 */
typedef struct
{
  const TogWanted *wanted;
  TogPlannedRow planned;
  TogConference *conference;
} TogBookingPlan;

void           tog_booking_plan_clear (TogBookingPlan *self);
TogProblem    *tog_booking_plan_init  (TogBookingPlan   *self,
                                       const TogWanted  *wanted,
                                       TogScope         *scope,
                                       const TogTeamRow *team,
                                       GError          **error);
TogSession    *tog_booking_plan_store (const TogBookingPlan *self,
                                       TogRequest           *request,
                                       TogScope             *scope,
                                       const TogTeamRow     *team,
                                       TogTimes             *times,
                                       GError              **error);
TogProblem    *tog_booking_make_conference (TogScope       *scope,
                                            TogConference  *wanted,
                                            TogConference **conference,
                                            GError        **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogBookingPlan, tog_booking_plan_clear)

G_END_DECLS
