#pragma once

#include "tog-conference.h"
#include "tog-slot.h"

G_BEGIN_DECLS

/**
 * TogBooking:
 * @planned_session_id: which planned session
 * @slot: when; start and duration on the wire
 * @zone: IANA name of the zone the booker looked at times in
 * @conference: where
 * @message: (nullable): what the booker wrote to the others, lines parted by \n
 *
 * The body of bookSession.
 */
struct _TogBooking
{
  GObject parent_instance;

  char *planned_session_id;
  TogSlot slot;
  char *zone;
  TogConference *conference;
  char *message;
};

#define TOG_TYPE_BOOKING (tog_booking_get_type ())
G_DECLARE_FINAL_TYPE (TogBooking, tog_booking, TOG, BOOKING, GObject)

TogBooking *tog_booking_new       (const char    *planned_session_id,
                                   TogSlot        slot,
                                   const char    *zone,
                                   TogConference *conference,
                                   const char    *message);
TogBooking *tog_booking_from_json (JsonNode *node, GError **error);
JsonNode   *tog_booking_to_json   (TogBooking *self);

G_END_DECLS
