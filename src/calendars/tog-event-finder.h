#pragma once

#include "tog-session-events.h"
#include "tog-zone.h"

#include <libecal/libecal.h>

G_BEGIN_DECLS

TogSessionEvents *tog_event_finder_find_sync (ECalClient   *client,
                                              GHashTable   *sought,
                                              TogZone      *zone,
                                              GCancellable *cancellable,
                                              GError      **error);

G_END_DECLS
