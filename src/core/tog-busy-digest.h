#pragma once

#include "tog-json.h"
#include "tog-slot-set.h"

G_BEGIN_DECLS

char       *tog_busy_digest            (const TogSlotSet *busy);
const char *tog_json_reader_opt_digest (TogJsonReader *reader, const char *member);

G_END_DECLS
