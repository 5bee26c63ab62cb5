#pragma once

#include "tog-invite.h"
#include "tog-seat.h"

G_BEGIN_DECLS

/*
 * The mails about a session, put into the outbox in the writer's transaction.
 */

gboolean tog_session_mail_change   (TogScope            *scope,
                                    const TogSeat *before,
                                    TogInviteMethod      method,
                                    GError             **error);
gboolean tog_session_mail_declined (TogScope *scope, gint64 session, GError **error);
gboolean tog_session_unmail_declined (TogScope *scope, gint64 session, GError **error);

G_END_DECLS
