#pragma once

#include "tog-group-search.h"
#include "tog-heat-speech.h"
#include "tog-week-view.h"

G_BEGIN_DECLS

/**
 * TogGroupTimes:
 *
 * The weeks of a group on its heat map, with the best times of a search.
 *
 * Signal "slot-activated" (gint64 start): a start that can be booked was pressed.
 */
#define TOG_TYPE_GROUP_TIMES (tog_group_times_get_type ())
G_DECLARE_FINAL_TYPE (TogGroupTimes, tog_group_times, TOG, GROUP_TIMES, TogWeekView)

GtkWidget     *tog_group_times_new        (TogAccount     *account,
                                           TogGroup       *group,
                                           TogGroupSearch *search,
                                           TogZone        *zone);
TogHeatSpeech *tog_group_times_get_speech (TogGroupTimes *self);
void           tog_group_times_set_moved  (TogGroupTimes *self, TogSession *session);
void           tog_group_times_go_to      (TogGroupTimes *self, TogInstant start);

G_END_DECLS
