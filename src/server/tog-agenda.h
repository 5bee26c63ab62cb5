#pragma once

#include "tog-request.h"

G_BEGIN_DECLS

/*
 * What is to be talked about in a session: what the program says, and the talking
 * points of those who take part.
 */

GPtrArray *tog_agenda_read         (const char *program, const char *state, GError **error);

TogReply  *tog_agenda_update_parse (TogRequest *request);
TogReply  *tog_agenda_update_write (TogRequest *request, TogScope *scope, GError **error);

G_END_DECLS
