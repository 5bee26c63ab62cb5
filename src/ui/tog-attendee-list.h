#pragma once

#include "tog-heat-speech.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogAttendeeList:
 *
 * Who can take part in a session: those who can't first, with the reason.
 */
#define TOG_TYPE_ATTENDEE_LIST (tog_attendee_list_get_type ())
G_DECLARE_FINAL_TYPE (TogAttendeeList, tog_attendee_list, TOG, ATTENDEE_LIST, GtkWidget)

GtkWidget *tog_attendee_list_new    (void);
void       tog_attendee_list_update (TogAttendeeList *self,
                                     TogHeatModel    *model,
                                     TogHeatSpeech   *speech,
                                     TogInstant       start);

G_END_DECLS
