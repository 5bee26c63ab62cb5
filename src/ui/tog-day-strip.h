#pragma once

#include "tog-week-model.h"
#include "tog-week-speech.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogDayStrip:
 *
 * A week where there is no room for a grid: seven days with bars of how much of
 * them is free, and the starts of one day as buttons large enough for a finger.
 *
 * Signal "slot-activated" (gint64 start).
 */
#define TOG_TYPE_DAY_STRIP (tog_day_strip_get_type ())
G_DECLARE_FINAL_TYPE (TogDayStrip, tog_day_strip, TOG, DAY_STRIP, GtkWidget)

GtkWidget *tog_day_strip_new       (void);
void       tog_day_strip_set_model (TogDayStrip   *self,
                                    TogWeekModel  *model,
                                    TogWeekSpeech *speech);
void       tog_day_strip_select    (TogDayStrip *self, TogDay day);

G_END_DECLS
