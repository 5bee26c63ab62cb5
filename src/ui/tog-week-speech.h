#pragma once

#include "tog-week-model.h"

G_BEGIN_DECLS

/**
 * TogWeekSpeech:
 *
 * Says in words what a week's model holds: for screen readers, for popovers and
 * for what stands in the grid. Texts that many cells share are made once.
 */
typedef struct _TogWeekSpeech TogWeekSpeech;

TogWeekSpeech *tog_week_speech_new            (TogWeekModel *model);
void           tog_week_speech_free           (TogWeekSpeech *speech);
char          *tog_week_speech_dup_start      (TogWeekSpeech *speech, guint column, guint row);
char          *tog_week_speech_dup_cell       (TogWeekSpeech *speech, guint column, guint row);
char          *tog_week_speech_dup_reason     (TogWeekSpeech *speech, guint column, guint row);
char          *tog_week_speech_dup_run        (TogWeekSpeech *speech, const TogWeekRun *run);
char          *tog_week_speech_dup_day        (TogWeekSpeech *speech, guint column);
char          *tog_week_speech_dup_name       (TogWeekSpeech *speech, gint32 who);
char          *tog_week_speech_dup_other_time (TogWeekSpeech *speech,
                                               gint32         who,
                                               guint          column,
                                               guint          row);
TogZone       *tog_week_speech_get_zone       (TogWeekSpeech *speech, gint32 who);

char          *tog_week_speech_dup_title      (TogWeek *week, gboolean with_year);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogWeekSpeech, tog_week_speech_free)

G_END_DECLS
