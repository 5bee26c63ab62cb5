#pragma once

#include "tog-json.h"

G_BEGIN_DECLS

/*
 * What the files of TogJsonReader share.
 */
void      tog_json_reader_adopt_error (TogJsonReader *reader, const char *member, GError *error);
JsonNode *tog_json_reader_find        (TogJsonReader *reader, const char *member);
JsonNode *tog_json_reader_need        (TogJsonReader *reader, const char *member);

G_END_DECLS
