#pragma once

#include "tog-account.h"
#include "tog-group-search.h"
#include "tog-heat-speech.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogGroupPart:
 * @TOG_GROUP_PART_ALL: everything
 * @TOG_GROUP_PART_BEST: what is to be booked, and the best times for it
 * @TOG_GROUP_PART_MEMBERS: who takes part
 *
 * What of the details is shown: all of it, or what fits a narrow window at once.
 */
typedef enum
{
  TOG_GROUP_PART_ALL,
  TOG_GROUP_PART_BEST,
  TOG_GROUP_PART_MEMBERS,
} TogGroupPart;

/**
 * TogGroupDetails:
 *
 * What is looked for with a group, and the best times for it.
 *
 * Signals:
 * - "planned-changed": another planned session is to be booked
 * - "zone-changed": times are looked at in another zone
 * - "chosen" (gint64 start): one of the best times was pressed
 */
#define TOG_TYPE_GROUP_DETAILS (tog_group_details_get_type ())
G_DECLARE_FINAL_TYPE (TogGroupDetails, tog_group_details, TOG, GROUP_DETAILS, GtkWidget)

GtkWidget         *tog_group_details_new         (TogAccount        *account,
                                                  TogGroup          *group,
                                                  TogPlannedSession *planned,
                                                  TogGroupSearch    *search);
void               tog_group_details_set_group   (TogGroupDetails *self, TogGroup *group);
void               tog_group_details_fix_planned (TogGroupDetails *self);
void               tog_group_details_set_duration (TogGroupDetails *self, gint64 duration);
TogPlannedSession *tog_group_details_get_planned (TogGroupDetails *self);
TogZone           *tog_group_details_get_zone    (TogGroupDetails *self);
void               tog_group_details_show_part   (TogGroupDetails *self, TogGroupPart part);
void               tog_group_details_update      (TogGroupDetails *self,
                                                  TogHeatSpeech   *speech,
                                                  TogWeek         *week,
                                                  TogInstant       now);

G_END_DECLS
