#pragma once

#include "tog-request.h"

G_BEGIN_DECLS

TogReply *tog_late_parse (TogRequest *request);
TogReply *tog_late_write (TogRequest *request, TogScope *scope, GError **error);

G_END_DECLS
