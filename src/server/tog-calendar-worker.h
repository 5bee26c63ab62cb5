#pragma once

#include "tog-slot-set.h"
#include "tog-zone.h"

G_BEGIN_DECLS

/**
 * TOG_CALENDAR_WORKER_COMMAND:
 *
 * The hidden subcommand of together-server that runs tog_calendar_worker_main().
 */
#define TOG_CALENDAR_WORKER_COMMAND "read-calendar"

int         tog_calendar_worker_main        (void);
void        tog_calendar_worker_set_program (const char *program);
TogSlotSet *tog_calendar_read_in_child      (const char   *text,
                                             gsize         length,
                                             const char   *owner_email,
                                             const char *const *own_uids,
                                             TogZone      *owner_zone,
                                             TogSlot       range,
                                             GError      **error);

G_END_DECLS
