#pragma once

#include "tog-prompt.h"

G_BEGIN_DECLS

/**
 * TogBookingDialog:
 *
 * Shows a session with somebody before it is booked or moved, and does so. Those that
 * follow it in the program can be booked along with it.
 */
#define TOG_TYPE_BOOKING_DIALOG (tog_booking_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TogBookingDialog, tog_booking_dialog, TOG, BOOKING_DIALOG, TogPrompt)

GtkWindow *tog_booking_dialog_new         (GtkWindow         *parent,
                                           TogAccount        *account,
                                           TogMatch          *match,
                                           TogPlannedSession *planned,
                                           TogSlot            slot,
                                           TogZone           *zone,
                                           TogConference     *conference);
void       tog_booking_dialog_set_moved   (TogBookingDialog *self, TogSession *session);
void       tog_booking_dialog_set_warning (TogBookingDialog *self, const char *warning);
guint      tog_booking_dialog_get_n_sessions (TogBookingDialog *self);

G_END_DECLS
