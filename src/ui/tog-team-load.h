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

G_END_DECLS
