#pragma once

#include "tog-time-grid.h"

G_BEGIN_DECLS

/**
 * TogWeekHeader:
 *
 * Names the days and axes of a week grid that scrolls below it.
 */
#define TOG_TYPE_WEEK_HEADER (tog_week_header_get_type ())
G_DECLARE_FINAL_TYPE (TogWeekHeader, tog_week_header, TOG, WEEK_HEADER, GtkWidget)

GtkWidget *tog_week_header_new       (void);
void       tog_week_header_set_grid  (TogWeekHeader *self, TogTimeGrid *grid);
void       tog_week_header_set_other (TogWeekHeader *self, const char *name, TogZone *zone);

G_END_DECLS
