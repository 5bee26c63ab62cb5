#pragma once

#include "tog-note.h"
#include "tog-request.h"

G_BEGIN_DECLS

TogReply *tog_notes_handle_get (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_notes_put_parse  (TogRequest *request);
TogReply *tog_notes_put_write  (TogRequest *request, TogScope *scope, GError **error);

GHashTable *tog_notes_query    (TogScope *scope, GArray *sessions, GError **error);

G_END_DECLS
