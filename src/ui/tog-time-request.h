#pragma once

#include "tog-account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogTimeRequest:
 *
 * Collects times that would do, chosen without a network, and asks for them: the first
 * that is still free once the server can be reached is booked.
 *
 * Signals: "requested": they wait to be sent; "booked" (TogSession *session): the server
 * could be reached after all.
 */
#define TOG_TYPE_TIME_REQUEST (tog_time_request_get_type ())
G_DECLARE_FINAL_TYPE (TogTimeRequest, tog_time_request, TOG, TIME_REQUEST, GObject)

TogTimeRequest *tog_time_request_new (TogAccount *account, TogTeam *team);
void tog_time_request_add (TogTimeRequest *self,
                           GtkWindow *parent,
                           TogPlannedSession *planned,
                           TogBooking *choice,
                           TogZone *zone);

G_END_DECLS
