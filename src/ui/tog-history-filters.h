#pragma once

#include "tog-session-filter.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogHistoryFilters:
 *
 * Which of all sessions are listed: of what program, with whom, in what state, of
 * which year. Signal "changed": the user chose.
 */
#define TOG_TYPE_HISTORY_FILTERS (tog_history_filters_get_type ())
G_DECLARE_FINAL_TYPE (TogHistoryFilters, tog_history_filters, TOG, HISTORY_FILTERS, GtkWidget)

void     tog_history_filters_set_facets (TogHistoryFilters *self, TogSessionFacets *facets);
void     tog_history_filters_apply      (TogHistoryFilters *self, TogSessionFilter *filter);
gboolean tog_history_filters_get_is_set (TogHistoryFilters *self);
void     tog_history_filters_clear      (TogHistoryFilters *self);

G_END_DECLS
