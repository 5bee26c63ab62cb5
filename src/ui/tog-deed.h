#pragma once

#include "tog-account.h"

G_BEGIN_DECLS

/**
 * TogDeed:
 *
 * Something that a participant does with a session, from the press of a button to the
 * server's word. It knows its idempotency key, so that trying again never does it
 * twice, and the version of the session that was seen.
 */
#define TOG_TYPE_DEED (tog_deed_get_type ())
G_DECLARE_FINAL_TYPE (TogDeed, tog_deed, TOG, DEED, GObject)

TogDeed    *tog_deed_new_answer     (TogSession *session, TogAnswer answer, const char *reason);
TogDeed    *tog_deed_new_move       (TogSession *session, TogBooking *move);
TogDeed    *tog_deed_new_cancel     (TogSession *session, const char *reason);
TogDeed    *tog_deed_new_late       (TogSession *session, int minutes);
TogDeed    *tog_deed_new_held       (TogSession *session, TogHeld held, int rating);
TogDeed    *tog_deed_new_record     (TogTeam           *team,
                                     TogPlannedSession *planned,
                                     TogSlot            slot,
                                     const char        *note,
                                     int                rating);

gboolean    tog_deed_is_record      (TogDeed            *self,
                                     TogTeam           **team,
                                     TogPlannedSession **planned,
                                     TogSlot            *slot,
                                     const char        **note);
const char *tog_deed_get_id         (TogDeed *self);
TogHeld     tog_deed_get_held       (TogDeed *self);
int         tog_deed_get_rating     (TogDeed *self);
TogSession *tog_deed_get_newest     (TogDeed *self);
TogOutboxItem *tog_deed_find_unsent (TogDeed *self, TogOutbox *outbox);
gboolean    tog_deed_can_repeat     (TogDeed *self, TogInstant now);
void        tog_deed_repeat         (TogDeed *self);

char       *tog_deed_dup_mine       (TogDeed *self, TogInstant now);
char       *tog_deed_dup_done       (TogDeed *self);
char       *tog_deed_dup_failed     (TogDeed *self);

void        tog_deed_send_async     (TogDeed            *self,
                                     TogAccount         *account,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
TogSession *tog_deed_send_finish    (TogDeed *self, GAsyncResult *result, GError **error);

G_END_DECLS
