#pragma once

#include <glib.h>

G_BEGIN_DECLS

char    *tog_log_format         (GLogLevelFlags level, const char *message, gint64 time);
void     tog_log_install        (gboolean quiet);
gboolean tog_log_tells_requests (void);

G_END_DECLS
