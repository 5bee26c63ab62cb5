#include "config.h"

#include "tog-team-load.h"

#include "tog-team-text.h"

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

/**
 * tog_team_find_planned:
 * @team: (nullable): where to look
 * @id: of a planned session, or of the session that it has
 *
 * Home knows only the next one of each; a page knows them all.
 *
 * Returns: (transfer none) (nullable)
 */
TogPlannedSession *
tog_team_find_planned (TogTeam *team, const char *id)
{
  guint n_planned = team != NULL && team->planned != NULL ? team->planned->len : 0;

  for (guint i = 0; i < n_planned; i++)
    {
      TogPlannedSession *planned = g_ptr_array_index (team->planned, i);

      if (g_str_equal (planned->id, id) ||
          (planned->session != NULL && g_str_equal (planned->session->id, id)))
        return planned;
    }

  if (team != NULL && team->next != NULL &&
      (g_str_equal (team->next->id, id) ||
       (team->next->session != NULL && g_str_equal (team->next->session->id, id))))
    return team->next;

  return NULL;
}

/**
 * tog_session_find:
 * @match_id: (nullable): the match it belongs to
 * @group_id: (nullable): or else the group
 * @session_id: which
 *
 * The newest that is known of a session.
 *
 * Returns: (transfer none) (nullable)
 */
TogSession *
tog_session_find (TogAccount *account,
                  const char *match_id,
                  const char *group_id,
                  const char *session_id)
{
  TogHome *home = tog_account_get_home (account);
  TogTeam *team =
      group_id != NULL
          ? (TogTeam *) tog_account_peek_group (account, group_id)
          : (TogTeam *) tog_account_peek_match (account, match_id != NULL ? match_id : "");
  TogPlannedSession *planned = tog_team_find_planned (team, session_id);

  if (planned == NULL && home != NULL)
    planned = tog_team_find_planned (tog_home_find_team (home, match_id, group_id), session_id);
  if (planned != NULL)
    return planned->session;
  if (home != NULL && home->next_session != NULL &&
      g_str_equal (home->next_session->id, session_id))
    return home->next_session;

  return NULL;
}
