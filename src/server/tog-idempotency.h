#pragma once

#include "tog-request.h"

G_BEGIN_DECLS

gboolean tog_idempotency_write (TogRequest *request, TogDb *db, GError **error);
gboolean tog_tidy              (TogDb *db, TogInstant now, GError **error);

G_END_DECLS
