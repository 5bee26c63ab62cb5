#pragma once

#include "tog-session-filter.h"
#include "tog-session-hit.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TogSessionList:
 *
 * Sessions of an account's history that fit a filter, as a #GListModel of
 * #TogSessionHit, from what is kept on this computer. Made by tog_account_search().
 * It follows the history: what changes there changes here, a row at a time, so that
 * nothing else moves. Rows come in pages. Without a text they follow one another by
 * themselves; with one there is more as soon as the last rows are asked for, which
 * "total" counts from the beginning.
 *
 * A row that is another than before is replaced by another object at its place
 * ("items-changed" with one removed and one added); one that is the same stays the
 * same object. After tog_session_list_set_filter() the list stays as it is until the
 * first page of what fits now is there.
 *
 * Properties (read-only, notified on the main context):
 * - "loading" (boolean): whether what fits the filter is not there yet
 * - "total" (guint): how many sessions fit, those not loaded yet included
 */
#define TOG_TYPE_SESSION_LIST (tog_session_list_get_type ())
G_DECLARE_FINAL_TYPE (TogSessionList, tog_session_list, TOG, SESSION_LIST, GObject)

void                    tog_session_list_set_filter  (TogSessionList         *self,
                                                      const TogSessionFilter *filter);
const TogSessionFilter *tog_session_list_get_filter  (TogSessionList *self);
gboolean                tog_session_list_get_loading (TogSessionList *self);
guint                   tog_session_list_get_total   (TogSessionList *self);

G_END_DECLS
