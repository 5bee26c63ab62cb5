#pragma once

#include "tog-session-hit.h"

G_BEGIN_DECLS

GArray *tog_text_search_find (const char *text, const char *query);

G_END_DECLS
