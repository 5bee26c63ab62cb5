#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean tog_control_ask (const char        *database,
                          const char *const *words,
                          GString           *out,
                          GError           **error);

G_END_DECLS
