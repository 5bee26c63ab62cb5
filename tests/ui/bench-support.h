#pragma once

#include <gtk/gtk.h>

/*
 * What the programs share that measure the main thread for tests/bench.sh.
 */

/* Nanoseconds of processor time that this thread has had. */
gint64 bench_get_ns        (void);
void   bench_sort          (gint64 *times, gsize n_times);

/* Reads every accessible object there is, as a screen reader does when it comes to a
 * window. Returns how many there are; 0 or 1 without an accessibility bus. */
guint  bench_attach_reader (void);

/* The app does this by itself; what has no style has nothing to draw. */
void   bench_add_style     (void);
