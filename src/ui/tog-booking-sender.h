#pragma once

#include "tog-account.h"
#include "tog-deed.h"

G_BEGIN_DECLS

/**
 * TogBookingSender:
 *
 * Books sessions, or moves one, as often as somebody tries, and never twice: whatever
 * got lost on the way, the same is sent with the same key. The server refuses a known
 * key with another body.
 */
#define TOG_TYPE_BOOKING_SENDER (tog_booking_sender_get_type ())
G_DECLARE_FINAL_TYPE (TogBookingSender, tog_booking_sender, TOG, BOOKING_SENDER, GObject)

TogBookingSender *tog_booking_sender_new          (TogAccount *account, TogTeam *team);
void              tog_booking_sender_set_moved    (TogBookingSender *self,
                                                   TogSession       *session);
TogSession       *tog_booking_sender_get_moved    (TogBookingSender *self);
gboolean          tog_booking_sender_is_uncertain (TogBookingSender *self);
TogDeed          *tog_booking_sender_get_conflict (TogBookingSender *self);
void              tog_booking_sender_send_async   (TogBookingSender   *self,
                                                   GPtrArray          *bookings,
                                                   GCancellable       *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer            user_data);
void              tog_booking_sender_insist_async (TogBookingSender   *self,
                                                   GCancellable       *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer            user_data);
TogSession       *tog_booking_sender_send_finish  (TogBookingSender *self,
                                                   GAsyncResult     *result,
                                                   GError          **error);

G_END_DECLS
