#pragma once

#include <glib.h>

G_BEGIN_DECLS

double measure_bare_inserts (const char *path, gint64 usec);

G_END_DECLS
