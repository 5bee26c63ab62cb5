#pragma once

#include "tog-team.h"
#include "tog-zone.h"

G_BEGIN_DECLS

TogSession *tog_overtaken_find_move (TogTeam *team, const char *planned_id, TogSession *moved);
TogSession *tog_overtaken_find (TogTeam *team, const char *planned_id, TogSession *moved);
char *tog_overtaken_dup_text (TogSession *session,
                              TogSession *moved,
                              const TogZone *zone,
                              TogInstant now);
char *tog_overtaken_dup_present (TogTeam       *team,
                                 const char    *planned_id,
                                 TogSession    *opened,
                                 const TogZone *zone,
                                 TogInstant     now);

G_END_DECLS
