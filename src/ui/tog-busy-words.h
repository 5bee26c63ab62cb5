#pragma once

#include "tog-event-titles.h"
#include "tog-times.h"

G_BEGIN_DECLS

char *tog_busy_words_dup (const TogEventTitles *titles, TogTimes *times, TogSlot session);

G_END_DECLS
