#pragma once

#include "tog-json.h"
#include "tog-working-hours.h"

G_BEGIN_DECLS

TogWorkingHours *tog_working_hours_from_json (JsonNode *node, GError **error);
JsonNode        *tog_working_hours_to_json   (const TogWorkingHours *hours);
void             tog_working_hours_append_json (GString *json, const TogWorkingHours *hours);
TogWorkingHours *tog_working_hours_read      (TogJsonReader *reader);
void             tog_working_hours_append_exceptions_json (GString               *json,
                                                           const TogWorkingHours *hours);

G_END_DECLS
