#pragma once

#include "tog-group-search.h"
#include "tog-heat-speech.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogBestList:
 *
 * The best times of a search, ranked, each with the reason.
 *
 * Signal "chosen" (gint64 start): one of them was pressed.
 */
#define TOG_TYPE_BEST_LIST (tog_best_list_get_type ())
G_DECLARE_FINAL_TYPE (TogBestList, tog_best_list, TOG, BEST_LIST, GtkWidget)

GtkWidget *tog_best_list_new    (TogGroupSearch *search);
void       tog_best_list_update (TogBestList   *self,
                                 TogHeatSpeech *speech,
                                 TogZone       *zone,
                                 TogInstant     now);

G_END_DECLS
