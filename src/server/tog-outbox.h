#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean tog_outbox_print (const char *database, gboolean all, GString *out, GError **error);

G_END_DECLS
