#pragma once

#include "tog-heat-speech.h"

G_BEGIN_DECLS

char *tog_best_words_dup_reason (TogHeatSpeech *speech, TogHeatMap *map, const TogBestTime *best);
char *tog_best_words_dup_hour   (TogHeatSpeech *speech, TogHeatMap *map, TogInstant start);
char *tog_best_words_dup_when   (const TogZone *zone, TogInstant start, TogInstant now);

G_END_DECLS
