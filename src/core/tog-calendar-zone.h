#pragma once

#include "tog-ical-component.h"

G_BEGIN_DECLS

TogZone *tog_calendar_zone_new (const TogIcalComponent *vtimezone,
                                TogSlot                 range,
                                guint                  *budget,
                                GError                **error);

G_END_DECLS
