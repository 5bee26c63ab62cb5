#pragma once

#include "tog-account.h"

G_BEGIN_DECLS

/*
 * Reading a match or a group from an account, for those who show both alike.
 * The type is TOG_TYPE_MATCH or TOG_TYPE_GROUP.
 */
TogTeam *tog_team_peek        (TogAccount *account, GType type, const char *id);
void     tog_team_load_async  (TogAccount         *account,
                               GType               type,
                               const char         *id,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);
TogTeam *tog_team_load_finish (TogAccount *account, GAsyncResult *result, GError **error);

TogSession *tog_session_find  (TogAccount *account,
                               const char *match_id,
                               const char *group_id,
                               const char *session_id);
TogPlannedSession *tog_team_find_planned (TogTeam *team, const char *id);

G_END_DECLS
