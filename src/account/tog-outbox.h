#pragma once

#include "tog-outbox-item.h"
#include "tog-team.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TogOutbox:
 *
 * What somebody did and the server doesn't have yet: a #GListModel of #TogOutboxItem
 * in the order in which it was done. It is kept in the data folder before anybody is
 * told that it is kept, and sent in order, each exactly once. While nothing gets
 * through all of it waits; what the server said no to holds up only what hangs on it.
 *
 * Signals:
 * - "changed": something was added, went out or fared differently
 * - "booked" (TogOutboxItem *item): a request led to a session
 */
#define TOG_TYPE_OUTBOX (tog_outbox_get_type ())
G_DECLARE_FINAL_TYPE (TogOutbox, tog_outbox, TOG, OUTBOX, GObject)

TogOutboxItem *tog_outbox_find_session (TogOutbox *self, TogOutboxKind kind, const char *session_id);
TogOutboxItem *tog_outbox_find_planned (TogOutbox  *self,
                                        const char *match_id,
                                        const char *group_id,
                                        const char *planned_id);
TogOutboxItem *tog_outbox_find_of_team (TogOutbox  *self,
                                        TogTeam    *team,
                                        const char *planned_id);
guint          tog_outbox_count        (TogOutbox *self);
guint          tog_outbox_count_stuck  (TogOutbox *self);
guint          tog_outbox_count_unkept (TogOutbox *self);
void           tog_outbox_discard      (TogOutbox *self, TogOutboxItem *item);
void           tog_outbox_put_back     (TogOutbox *self, TogOutboxItem *item);
void           tog_outbox_retry        (TogOutbox *self, TogOutboxItem *item);
void           tog_outbox_send_now     (TogOutbox *self);

G_END_DECLS
