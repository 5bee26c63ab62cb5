#pragma once

#include "tog-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogWizardDetails:
 *
 * What is chosen of a session besides its time: how long, where, and in which
 * zone times are shown. Signal "changed": one of them is another now.
 */
#define TOG_TYPE_WIZARD_DETAILS (tog_wizard_details_get_type ())
G_DECLARE_FINAL_TYPE (TogWizardDetails, tog_wizard_details, TOG, WIZARD_DETAILS, GtkWidget)

GtkWidget     *tog_wizard_details_new            (TogAccount    *account,
                                                  TogMatch      *match,
                                                  gint64         duration,
                                                  TogConference *kept);
gint64         tog_wizard_details_get_duration   (TogWizardDetails *self);
void           tog_wizard_details_set_duration   (TogWizardDetails *self, gint64 duration);
TogZone       *tog_wizard_details_get_zone       (TogWizardDetails *self);
TogConference *tog_wizard_details_get_conference (TogWizardDetails *self);
void           tog_wizard_details_point_out      (TogWizardDetails *self);
char          *tog_wizard_details_dup_summary    (TogWizardDetails *self);
void           tog_wizard_details_set_times      (TogWizardDetails *self,
                                                  TogTimes         *times,
                                                  TogSlot           shown);

G_END_DECLS
