#pragma once

#include "tog-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogConferenceChooser:
 *
 * Where people meet: as before where a session is moved, by a provider that the
 * organization offers, by a link of one's own, at a place, or none of these. Signal "changed": it is another now, or
 * what was entered isn't valid any more.
 */
#define TOG_TYPE_CONFERENCE_CHOOSER (tog_conference_chooser_get_type ())
G_DECLARE_FINAL_TYPE (
    TogConferenceChooser, tog_conference_chooser, TOG, CONFERENCE_CHOOSER, GtkWidget)

GtkWidget     *tog_conference_chooser_new            (TogAccount    *account,
                                                      TogConference *kept,
                                                      const char    *css_class);
TogConference *tog_conference_chooser_get_conference (TogConferenceChooser *self);
void           tog_conference_chooser_point_out      (TogConferenceChooser *self);

G_END_DECLS
