#pragma once

#include "tog-series-model.h"

G_BEGIN_DECLS

/*
 * Says in words what a series holds. Whatever is not known of the others' clocks
 * yet is left out.
 */
char *tog_series_speech_dup_title    (TogSeriesModel *model, TogTeam *team);
char *tog_series_speech_dup_rhythm   (TogSeriesModel *model);
char *tog_series_speech_dup_wall     (TogSeriesModel *model);
char *tog_series_speech_dup_when     (TogSeriesModel *model, TogInstant start, TogInstant now);
char *tog_series_speech_dup_verdict  (TogSeriesModel *model, guint i);
char *tog_series_speech_dup_drift    (TogSeriesModel *model, guint i);
char *tog_series_speech_dup_theirs   (TogSeriesModel *model, TogInstant start);
char *tog_series_speech_dup_obstacle (TogSeriesModel *model);

G_END_DECLS
