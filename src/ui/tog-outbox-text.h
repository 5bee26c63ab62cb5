#pragma once

#include "tog-account.h"

G_BEGIN_DECLS

/*
 * What there is to say of what waits to be sent.
 */

const char *tog_outbox_get_label (gboolean is_stuck);
char *tog_outbox_dup_waiting    (const char *detail);
char *tog_outbox_item_dup_deed  (TogOutboxItem *item);
char *tog_outbox_item_dup_words (TogOutboxItem *item);
char *tog_outbox_item_dup_state (TogOutboxItem *item, TogInstant now);
char *tog_outbox_dup_count      (TogOutbox *outbox);
char *tog_outbox_dup_summary    (TogOutbox *outbox);
char *tog_outbox_dup_session_mark (TogOutbox *outbox,
                                   const char *session_id,
                                   gboolean with_notes);
char *tog_outbox_dup_mark       (TogOutbox *outbox, TogTeam *team, TogPlannedSession *planned);
char *tog_outbox_mark_state     (TogPlannedSession *planned, const char *state, const char *mark);
gboolean tog_outbox_is_asking   (TogOutbox *outbox, TogTeam *team, TogPlannedSession *planned);

G_END_DECLS
