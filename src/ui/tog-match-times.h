#pragma once

#include "tog-week-view.h"

G_BEGIN_DECLS

/**
 * TogMatchTimes:
 *
 * The weeks of two people, and when they can meet.
 *
 * Signal "slot-activated" (gint64 start): a start that can be booked was pressed.
 */
#define TOG_TYPE_MATCH_TIMES (tog_match_times_get_type ())
G_DECLARE_FINAL_TYPE (TogMatchTimes, tog_match_times, TOG, MATCH_TIMES, TogWeekView)

GtkWidget *tog_match_times_new          (TogAccount *account,
                                         TogMatch   *match,
                                         TogZone    *zone,
                                         gint64      duration);
void       tog_match_times_set_moved    (TogMatchTimes *self, TogSession *session);
void       tog_match_times_set_duration (TogMatchTimes *self, gint64 duration);

G_END_DECLS
