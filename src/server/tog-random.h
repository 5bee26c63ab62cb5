#pragma once

#include <glib.h>

G_BEGIN_DECLS

void  tog_random_fill     (gpointer data, gsize size);
char *tog_random_dup_uuid (void);
char *tog_random_dup_text (gsize n_bytes);
char *tog_base64url_encode (gconstpointer data, gsize size);
guint8 *tog_base64url_decode (const char *text, gsize *size);

G_END_DECLS
