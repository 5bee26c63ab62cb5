#pragma once

#include "tog-zone.h"

G_BEGIN_DECLS

GArray *tog_tzif_read (gconstpointer data, gsize size, gint32 *first_offset, GError **error);

G_END_DECLS
