#pragma once

#include "tog-week.h"

G_BEGIN_DECLS

/**
 * TogWeekWords:
 *
 * Says when the quarter hours of a week are. Texts that many cells share are made
 * once.
 */
typedef struct _TogWeekWords TogWeekWords;

TogWeekWords *tog_week_words_new      (TogWeek *week, TogInstant now);
void          tog_week_words_free     (TogWeekWords *words);
const char   *tog_week_words_get_day  (TogWeekWords *words, guint column);
const char   *tog_week_words_get_time (TogWeekWords  *words,
                                       const TogZone *zone,
                                       TogInstant     instant,
                                       char         **other);
char         *tog_week_words_dup_missing (TogWeekWords *words, guint row);
char         *tog_week_words_dup_cell (TogWeekWords *words,
                                       guint         column,
                                       guint         row,
                                       gint64        duration,
                                       const char   *what);

G_END_DECLS
