#pragma once

#include "tog-time.h"

G_BEGIN_DECLS

void tog_ical_begin         (GString *ical, const char *component);
void tog_ical_end           (GString *ical, const char *component);
void tog_ical_append        (GString *ical, const char *property, const char *value);
void tog_ical_append_text   (GString *ical, const char *property, const char *text);
void tog_ical_append_uri    (GString *ical, const char *property, const char *uri);
void tog_ical_append_instant (GString *ical, const char *property, TogInstant instant);
void tog_ical_append_person (GString    *ical,
                             const char *property,
                             const char *name,
                             const char *parameters,
                             const char *email);

G_END_DECLS
