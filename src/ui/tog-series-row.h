#pragma once

#include "tog-series-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogSeriesRow:
 *
 * One session of a series: when it is, whether that can be booked, and other times
 * to choose from.
 */
#define TOG_TYPE_SERIES_ROW (tog_series_row_get_type ())
G_DECLARE_FINAL_TYPE (TogSeriesRow, tog_series_row, TOG, SERIES_ROW, AdwActionRow)

GtkWidget *tog_series_row_new    (TogSeriesModel *model, guint i);
void       tog_series_row_update (TogSeriesRow *self, TogInstant now);

G_END_DECLS
