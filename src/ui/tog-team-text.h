#pragma once

#include "tog-home.h"

G_BEGIN_DECLS

/*
 * What pages say of a match or a group alike, and which actions lead to it.
 */
const char *tog_team_get_name        (TogTeam *team);
const char *tog_team_get_open_action (TogTeam *team);
const char *tog_team_get_book_action (TogTeam *team);
char       *tog_team_dup_book_label  (TogTeam *team, TogPlannedSession *planned);
gboolean    tog_team_has_others      (TogTeam *team);
gboolean    tog_team_can_book        (TogTeam *team, TogPlannedSession *planned);
char       *tog_group_dup_size       (TogGroup *group);
char       *tog_group_dup_summary    (TogGroup *group);
const char *tog_group_get_my_role    (TogGroup *group);
TogTeam    *tog_home_find_team       (TogHome    *home,
                                      const char *match_id,
                                      const char *group_id);

G_END_DECLS
