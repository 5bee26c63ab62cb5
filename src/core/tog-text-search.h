#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TogTextRange:
 * @start: first byte
 * @end: the byte after the last
 *
 * A part of a text, in whole characters.
 */
typedef struct
{
  gsize start;
  gsize end;
} TogTextRange;

GArray *tog_text_search_find (const char *text, const char *query);

G_END_DECLS
