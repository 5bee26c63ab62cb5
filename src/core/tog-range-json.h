#pragma once

#include "tog-json.h"
#include "tog-slot-set.h"

G_BEGIN_DECLS

TogSlot     tog_json_reader_range     (TogJsonReader *reader, const char *member);
TogSlot     tog_json_reader_opt_range (TogJsonReader *reader, const char *member);
TogSlotSet *tog_json_reader_ranges    (TogJsonReader *reader,
                                       const char    *member,
                                       guint          max_length);
void        tog_json_append_range     (GString *json, TogSlot slot);
void        tog_json_append_ranges    (GString *json, const TogSlotSet *set);

G_END_DECLS
