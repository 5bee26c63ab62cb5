#include "config.h"

#include "tog-team-load.h"

/**
 * tog_team_peek:
 *
 * The newest that is known of it.
 *
 * Returns: (transfer none) (nullable)
 */
TogTeam *
tog_team_peek (TogAccount *account, GType type, const char *id)
{
  if (type == TOG_TYPE_GROUP)
    return (TogTeam *) tog_account_peek_group (account, id);

  return (TogTeam *) tog_account_peek_match (account, id);
}

/**
 * tog_team_load_async:
 *
 * Reads it with its planned sessions.
 */
void
tog_team_load_async (TogAccount *account,
                     GType type,
                     const char *id,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  if (type == TOG_TYPE_GROUP)
    tog_account_load_group_async (account, id, cancellable, callback, user_data);
  else
    tog_account_load_match_async (account, id, cancellable, callback, user_data);
}

/**
 * tog_team_load_finish:
 *
 * Returns: (transfer full) (nullable)
 */
TogTeam *
tog_team_load_finish (TogAccount *account, GAsyncResult *result, GError **error)
{
  if (g_async_result_is_tagged (result, tog_account_load_group_async))
    return (TogTeam *) tog_account_load_group_finish (account, result, error);

  return (TogTeam *) tog_account_load_match_finish (account, result, error);
}
