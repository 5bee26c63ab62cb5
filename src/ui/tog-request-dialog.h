#pragma once

#include "tog-booking.h"
#include "tog-zone.h"

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *tog_request_dialog_new (GtkWindow  *parent,
                                   const char *title,
                                   GPtrArray  *choices,
                                   gboolean    waits,
                                   TogZone    *zone,
                                   TogInstant  now);

G_END_DECLS
