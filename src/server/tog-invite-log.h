#pragma once

#include "tog-invite-event.h"
#include "tog-storage.h"

G_BEGIN_DECLS

/*
 * What happened to the invites of sessions. A booking writes nothing here: what it
 * was follows from the session, and from what the first thing that happened to it
 * found.
 */

gboolean    tog_invite_log_write (TogScope          *scope,
                                 gint64             session,
                                 TogInviteEventKind kind,
                                 TogAnswer          answer,
                                 const char        *reason,
                                 GError           **error);
GHashTable *tog_invite_log_read (TogScope *scope, GArray *sessions, GError **error);

G_END_DECLS
