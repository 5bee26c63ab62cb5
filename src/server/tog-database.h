#pragma once

#include "tog-db.h"
#include "tog-time.h"

G_BEGIN_DECLS

TogDb     *tog_database_open        (const char *path, TogDbMode mode, GError **error);
GBytes    *tog_database_get_secret  (TogDb *db, GError **error);
TogInstant tog_clock_now            (void);

G_END_DECLS
