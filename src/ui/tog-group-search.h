#pragma once

#include "tog-heat-map.h"
#include "tog-week.h"

G_BEGIN_DECLS

/**
 * TogGroupSearch:
 *
 * What is looked for with a group, for as long as somebody looks: how long, who is
 * required, in which weeks; and the best times that there are for it.
 *
 * Signal "changed": something else is looked for.
 */
#define TOG_TYPE_GROUP_SEARCH (tog_group_search_get_type ())
G_DECLARE_FINAL_TYPE (TogGroupSearch, tog_group_search, TOG, GROUP_SEARCH, GObject)

/**
 * TOG_GROUP_SEARCH_N_BEST:
 *
 * How many times are proposed at the most.
 */
#define TOG_GROUP_SEARCH_N_BEST 5

TogGroupSearch    *tog_group_search_new          (gint64 duration);
void               tog_group_search_set_duration (TogGroupSearch *self, gint64 duration);
gint64             tog_group_search_get_duration (TogGroupSearch *self);
void               tog_group_search_set_n_weeks  (TogGroupSearch *self, guint n_weeks);
void               tog_group_search_set_required (TogGroupSearch *self,
                                                  const char     *member_id,
                                                  gboolean        required);
gboolean           tog_group_search_is_required  (TogGroupSearch *self, TogPersonTimes *person);
gboolean          *tog_group_search_dup_required (TogGroupSearch *self, TogTimes *times);
void               tog_group_search_look         (TogGroupSearch *self,
                                                  TogWeek        *week,
                                                  TogTimes       *times,
                                                  TogInstant      now);
TogTimes          *tog_group_search_get_times    (TogGroupSearch *self);
TogHeatMap        *tog_group_search_get_map      (TogGroupSearch *self);
const TogBestTime *tog_group_search_get_best     (TogGroupSearch *self, gsize *n_best);
TogHeatMap        *tog_group_search_make_map     (TogGroupSearch *self,
                                                  TogSlot         range,
                                                  gint64          duration,
                                                  TogInstant      now);
gsize              tog_group_search_rank         (TogGroupSearch *self,
                                                  TogHeatMap     *map,
                                                  TogBestTime    *best,
                                                  gsize           n_wanted);
TogDay             tog_group_search_get_first_day (TogGroupSearch *self);
TogSlot            tog_group_search_get_range    (TogGroupSearch *self);
gboolean           tog_heat_is_meeting           (TogHeat heat);
guint              tog_times_count_people        (TogTimes *times);

G_END_DECLS
