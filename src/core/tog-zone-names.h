#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *tog_zone_names_from_windows (const char *name);
const char *tog_zone_names_from_alias   (const char *name);

G_END_DECLS
