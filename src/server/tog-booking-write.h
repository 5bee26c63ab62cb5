#pragma once

#include "tog-booking.h"
#include "tog-request.h"
#include "tog-zone.h"

G_BEGIN_DECLS

/**
 * TogBookingInput:
 * @booking: (owned): what was asked for
 * @zone: (owned): the zone it names
 *
 * A booking that was read and is good as far as that can be said without the
 * database.
 */
typedef struct
{
  TogBooking *booking;
  TogZone *zone;
} TogBookingInput;

TogReply *tog_booking_parse (TogRequest *request);
TogReply *tog_booking_write (TogRequest *request, TogScope *scope, GError **error);

G_END_DECLS
