#pragma once

#include "tog-conference.h"
#include "tog-slot.h"

G_BEGIN_DECLS

/**
 * TogBooking:
 * @planned_session_id: (nullable): which planned session; %NULL to move one
 * @slot: when; start and duration on the wire
 * @zone: IANA name of the zone the booker looked at times in
 * @conference: (nullable): where; %NULL to move a session and leave it as it is
 * @message: (nullable): what the booker wrote to the others, lines parted by \n
 * @overridden: (nullable): ids of the group's members of whom the booker knows that
 *   they can't then, and books all the same
 * @n_overridden: how many more can't of those who are only counted
 *
 * The body of bookSession and bookGroupSession, and of rescheduleSession.
 */
struct _TogBooking
{
  GObject parent_instance;

  char *planned_session_id;
  TogSlot slot;
  char *zone;
  TogConference *conference;
  char *message;
  GStrv overridden;
  int n_overridden;
};

#define TOG_TYPE_BOOKING (tog_booking_get_type ())
G_DECLARE_FINAL_TYPE (TogBooking, tog_booking, TOG, BOOKING, GObject)

TogBooking *tog_booking_new       (const char    *planned_session_id,
                                   TogSlot        slot,
                                   const char    *zone,
                                   TogConference *conference,
                                   const char    *message);
void        tog_booking_override  (TogBooking        *self,
                                   const char *const *members,
                                   int                n_counted);
gboolean    tog_booking_equal     (TogBooking *a, TogBooking *b);
TogBooking *tog_booking_from_json (JsonNode *node, GError **error);
TogBooking *tog_booking_move_from_json (JsonNode *node, GError **error);
JsonNode   *tog_booking_to_json   (TogBooking *self);

G_END_DECLS
