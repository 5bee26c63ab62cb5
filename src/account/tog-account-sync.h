#pragma once

#include "tog-account.h"
#include "tog-store-history.h"

G_BEGIN_DECLS

/*
 * Keeps the history on this computer: fetches all of it once, and then what changes.
 */
typedef struct _TogSync TogSync;

TogSync *tog_sync_new          (TogAccount *account);
void     tog_sync_free         (TogSync *self);
void     tog_sync_load         (TogSync *self);
gboolean tog_sync_is_loaded    (TogSync *self);
void     tog_sync_stop         (TogSync *self);
void     tog_sync_go_on        (TogSync *self);
void     tog_sync_hurry        (TogSync *self);
void     tog_sync_begin_anew   (TogSync *self);
void     tog_sync_note_changed (TogSync *self, const char *session_id);
void     tog_sync_set_page_size (TogSync *self, guint n_items);
void     tog_sync_want         (TogSync *self, const char *session_id, GTask *task);
double   tog_sync_get_progress (TogSync *self);
guint    tog_sync_get_n_unreadable (TogSync *self);
gboolean tog_sync_get_paused   (TogSync *self);
void     tog_sync_set_paused   (TogSync *self, gboolean paused);

const char           *tog_sync_get_notice (TogSync *self);
const TogHistoryMark *tog_sync_get_mark   (TogSync *self);

G_END_DECLS
