#pragma once

#include "tog-source.h"
#include "tog-storage.h"

G_BEGIN_DECLS

TogSource *tog_source_query      (TogScope *scope, const char *key, GError **error);
char      *tog_source_query_list (TogScope *scope, GError **error);

G_END_DECLS
