#pragma once

#include "tog-availability-settings.h"

G_BEGIN_DECLS

/*
 * When somebody works, in words.
 */
char *tog_hours_text_dup_time       (int minute);
char *tog_hours_text_dup_range      (int from, int to);
char *tog_hours_text_dup_ranges     (const TogWorkingRange *ranges, gsize n_ranges);
char *tog_hours_text_dup_weekday    (int weekday);
char *tog_hours_text_dup_seconds    (gint64 seconds);
char *tog_hours_text_dup_limit      (int limit);
char *tog_hours_text_dup_difference (const TogAvailabilitySettings *theirs,
                                     const TogAvailabilitySettings *mine);

G_END_DECLS
