#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TOG_TEXT_MAX_URL_BYTES:
 *
 * The longest URL that is accepted.
 */
#define TOG_TEXT_MAX_URL_BYTES 2000

gboolean tog_text_check_line  (const char *text, gsize max_length, GError **error);
char    *tog_text_dup_line    (const char *text);
gboolean tog_text_check_lines (const char *text, gsize max_length, GError **error);
char    *tog_text_dup_lines   (const char *text);
char    *tog_text_dup_clause  (const char *sentence);
gboolean tog_text_check_url   (const char *url, const char *scheme, GError **error);

G_END_DECLS
