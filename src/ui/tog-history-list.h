#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * The list of all sessions, with what scrolls it: headings are among its rows, and keys
 * lead past them.
 */
#define TOG_TYPE_HISTORY_LIST (tog_history_list_get_type ())
G_DECLARE_FINAL_TYPE (TogHistoryList, tog_history_list, TOG, HISTORY_LIST, AdwBin)

void     tog_history_list_set_view    (TogHistoryList *self, GtkListView *view);
gboolean tog_history_list_enter_first (TogHistoryList *self);

G_END_DECLS
