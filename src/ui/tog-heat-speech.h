#pragma once

#include "tog-heat-model.h"

G_BEGIN_DECLS

/**
 * TogHeatSpeech:
 *
 * Says in words what a heat model holds: for screen readers, for popovers and for
 * what stands in the grid.
 */
typedef struct _TogHeatSpeech TogHeatSpeech;

TogHeatSpeech *tog_heat_speech_new           (TogHeatModel *model);
void           tog_heat_speech_free          (TogHeatSpeech *speech);
char          *tog_heat_speech_dup_start     (TogHeatSpeech *speech, guint column, guint row);
char          *tog_heat_speech_dup_cell      (TogHeatSpeech *speech, guint column, guint row);
char          *tog_heat_speech_dup_state     (TogHeatSpeech *speech, guint column, guint row);
char          *tog_heat_speech_dup_day       (TogHeatSpeech *speech, guint column);
char          *tog_heat_speech_dup_day_state (TogHeatSpeech *speech, guint column);
char          *tog_heat_speech_dup_figure    (const TogHeatCell *cell);
char          *tog_heat_speech_dup_of        (TogHeat heat);
char          *tog_heat_speech_dup_available (TogHeat heat);
char          *tog_heat_speech_dup_without   (TogHeatSpeech     *speech,
                                              const TogHeatCell *cell);
const char    *tog_heat_speech_get_name      (TogHeatSpeech *speech, gsize who);
char          *tog_heat_speech_dup_why       (TogHeatSpeech *speech,
                                              gsize          who,
                                              TogInstant     start);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogHeatSpeech, tog_heat_speech_free)

G_END_DECLS
