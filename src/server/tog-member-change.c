#include "config.h"

#include "tog-member-change.h"

#include "tog-query.h"

/**
 * tog_member_note_change:
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Lets the member's own devices know that their profile changed, and whoever shares
 * a match, a group or a past session, who see it, too.
 *
 * Returns: whether that was noted
 */
gboolean
tog_member_note_change (TogScope *scope, GError **error)
{
  g_autoptr (TogStatement) insert = tog_scope_prepare (
      scope,
      "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
      "SELECT id, 'me', key, 'updated', :now FROM member "
      "WHERE id = :me AND organization_id = :org "
      "UNION ALL SELECT iif (mentor_id = :me, mentee_id, mentor_id), 'match', key, 'updated', :now "
      "FROM match WHERE (mentor_id = :me OR mentee_id = :me) AND +organization_id = :org AND "
      "active "
      "UNION ALL SELECT theirs.member_id, 'group', key, 'updated', :now FROM group_member AS mine "
      "JOIN member_group ON member_group.id = mine.group_id AND active "
      "JOIN group_member AS theirs ON theirs.group_id = mine.group_id "
      "WHERE mine.member_id = :me AND +organization_id = :org "
      "UNION ALL " TOG_QUERY_MET_CHANGES (":me") "AND +session.organization_id = :org",
      error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  return tog_statement_run (insert, error);
}
