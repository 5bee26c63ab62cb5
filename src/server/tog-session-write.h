#pragma once

#include "tog-seat.h"

G_BEGIN_DECLS

/**
 * TogSessionWriteFunc:
 * @request: a write to a session
 * @scope: what the member may see, in the writer's transaction
 * @seat: the session
 * @error: return location, never %NULL
 *
 * Does what was asked for, once nothing that holds for all such writes speaks
 * against it.
 *
 * Returns: (transfer full) (nullable): how to refuse it; %NULL where it was done, and
 *   where @error is set
 */
typedef TogReply *(*TogSessionWriteFunc) (TogRequest *request,
                                          TogScope *scope,
                                          const TogSeat *seat,
                                          GError **error);

TogReply *tog_session_write (TogRequest *request,
                             TogScope *scope,
                             TogSessionAction action,
                             TogSessionWriteFunc func,
                             GError **error);

TogReply *tog_answer_parse (TogRequest *request);
TogReply *tog_answer_write (TogRequest *request, TogScope *scope, GError **error);
gboolean tog_answer_store (TogScope *scope,
                           gint64 session,
                           TogAnswer answer,
                           const char *reason,
                           TogInstant stamp,
                           GError **error);
TogReply *tog_cancel_parse (TogRequest *request);
TogReply *tog_cancel_write (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_complete_parse (TogRequest *request);
TogReply *tog_complete_write (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_record_parse_match (TogRequest *request);
TogReply *tog_record_parse_group (TogRequest *request);
TogReply *tog_record_write (TogRequest *request, TogScope *scope, GError **error);

G_END_DECLS
