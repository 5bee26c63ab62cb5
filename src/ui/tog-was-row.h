#pragma once

#include "tog-slot.h"
#include "tog-zone.h"

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *tog_was_row_new (TogZone *zone, TogSlot slot, TogInstant now);

G_END_DECLS
