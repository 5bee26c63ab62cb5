#pragma once

#include "tog-booking.h"
#include "tog-query.h"
#include "tog-request.h"
#include "tog-zone.h"

G_BEGIN_DECLS

/**
 * TogBookingInput:
 * @booking: (owned): what was asked for
 * @zone: (owned): the zone it names
 * @is_group: whether it is with a group
 *
 * A booking that was read and is good as far as that can be said without the
 * database.
 */
typedef struct
{
  TogBooking *booking;
  TogZone *zone;
  gboolean is_group;
} TogBookingInput;

TogReply *tog_booking_parse_match (TogRequest *request);
TogReply *tog_booking_parse_group (TogRequest *request);
TogReply *tog_booking_check       (const TogBookingInput *input,
                                   TogScope              *scope,
                                   const TogTeamRow      *team,
                                   GError               **error);
TogReply *tog_booking_write       (TogRequest *request, TogScope *scope, GError **error);

G_END_DECLS
