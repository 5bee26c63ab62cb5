#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char    *tog_address_normalize    (const char *text, GError **error);
char    *tog_address_get_host     (const char *address);
gboolean tog_address_is_encrypted (const char *text);

G_END_DECLS
