#pragma once

#include "tog-booking.h"
#include "tog-heat-speech.h"

G_BEGIN_DECLS

/**
 * TogAttendance:
 *
 * Who can take part in a session, as it was when somebody looked: to tell whom
 * booking it hits, and what has changed since. Immutable.
 */
typedef struct _TogAttendance TogAttendance;

TogAttendance *tog_attendance_new          (TogHeatModel  *model,
                                            TogHeatSpeech *speech,
                                            TogInstant     start);
void           tog_attendance_free         (TogAttendance *self);
void           tog_attendance_override     (TogAttendance *self, TogBooking *booking);
char          *tog_attendance_dup_conflict (TogAttendance *self);
char          *tog_attendance_dup_override (TogAttendance *self);
char          *tog_attendance_dup_changes  (TogAttendance *before, TogAttendance *after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogAttendance, tog_attendance_free)

G_END_DECLS
