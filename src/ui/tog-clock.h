#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TogClock:
 *
 * Says when a minute has passed, for whatever shows the time of day or how long
 * something still takes. Signal "minute": the clock on the wall has moved on, by a
 * minute or because it was set or the computer slept. Signal "today", after that: today
 * is another day, or the clock here another zone's, so that whatever is shown with days
 * or times has to be made anew.
 */
#define TOG_TYPE_CLOCK (tog_clock_get_type ())
G_DECLARE_FINAL_TYPE (TogClock, tog_clock, TOG, CLOCK, GObject)

TogClock *tog_clock_get_default (void);

G_END_DECLS
