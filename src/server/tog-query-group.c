#include "config.h"

#include "tog-query.h"

#include <string.h>

/* A group is visible to those who are in it. */
#define SELECT_GROUP                                                                               \
  "SELECT member_group.id, member_group.program_id, member_group.key, member_group.name, "         \
  "mine.facilitator, program.key, program.name, member_group.created_at, "                         \
  "(SELECT count (*) FROM group_member JOIN member ON member.id = member_id "                      \
  " WHERE group_id = member_group.id AND member.active) "                                          \
  "FROM group_member AS mine JOIN member_group ON member_group.id = mine.group_id "                \
  "JOIN program ON program.id = member_group.program_id "                                          \
  "WHERE mine.member_id = :me AND member_group.active "

/* Which of the two narrows it down is said by the plus, as for matches. */
#define BY_KEY "AND member_group.organization_id = :org AND member_group.key = :key"
#define OF_MEMBER "AND +member_group.organization_id = :org "

enum
{
  ID,
  PROGRAM,
  KEY,
  NAME,
  AM_FACILITATOR,
  PROGRAM_KEY,
  PROGRAM_NAME,
  CREATED_AT,
  N_MEMBERS,
};

static TogTeamRow
read_row (TogStatement *statement)
{
  return (TogTeamRow){
    .id = tog_statement_get_int (statement, ID),
    .program = tog_statement_get_int (statement, PROGRAM),
    .is_group = TRUE,
  };
}

/* Facilitators first, then by name; no more than @limit, which may be -1. */
static GPtrArray *
list_members (TogScope *scope, const TogTeamRow *group, int limit, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      "SELECT " TOG_QUERY_MEMBER_COLUMNS (
          "member") ", person.role FROM " TOG_QUERY_GROUP_PEOPLE
                    "JOIN member ON member.id = person.id WHERE +member.organization_id = :org "
                    "ORDER BY person.role = 'member', member.name, member.key LIMIT :limit",
      error);
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (g_object_unref);
  TogStep step;

  if (list == NULL)
    return NULL;
  tog_statement_bind_int (list, ":team", group->id);
  tog_statement_bind_int (list, ":limit", limit);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      g_autoptr (TogMember) member = tog_query_read_member (list, 0);
      TogRole role = TOG_ROLE_GROUP_MEMBER;

      tog_role_from_string (tog_statement_get_text (list, TOG_QUERY_N_MEMBER_COLUMNS), &role);
      g_ptr_array_add (members, tog_group_member_new (member, role));
    }
  return step == TOG_STEP_DONE ? g_steal_pointer (&members) : NULL;
}

static TogGroup *
read_group (TogScope *scope, TogStatement *statement, gboolean whole, GError **error)
{
  TogTeamRow row = read_row (statement);
  g_autoptr (TogGroup) self = tog_group_new ();
  GPtrArray *planned;

  self->members = list_members (scope, &row, whole ? -1 : TOG_GROUP_FIRST_MEMBERS, error);
  if (self->members == NULL)
    return NULL;
  planned = tog_query_planned (scope, &row, whole, error);
  if (planned == NULL)
    return NULL;
  tog_team_take_planned (&self->team, planned, whole);

  self->team.id = g_strdup (tog_statement_get_text (statement, KEY));
  self->team.program_id = g_strdup (tog_statement_get_text (statement, PROGRAM_KEY));
  self->team.program_name = g_strdup (tog_statement_get_text (statement, PROGRAM_NAME));
  self->name = g_strdup (tog_statement_get_text (statement, NAME));
  self->my_role = tog_statement_get_int (statement, AM_FACILITATOR) != 0 ? TOG_ROLE_FACILITATOR
                                                                         : TOG_ROLE_GROUP_MEMBER;
  self->n_members = tog_statement_get_int (statement, N_MEMBERS);
  return g_steal_pointer (&self);
}

static TogStatement *
find_group (TogScope *scope, const char *key, GError **error)
{
  TogStatement *find = tog_scope_prepare (scope, SELECT_GROUP BY_KEY, error);

  if (find != NULL)
    tog_statement_bind_text (find, ":key", key);
  return find;
}

/**
 * tog_query_group_row:
 * @scope: what the member may see
 * @key: of the group
 * @row: (out): what the database knows it by
 * @error: return location
 *
 * Returns: whether there is such a group for the member to see; if not, @error
 *   may be set
 */
gboolean
tog_query_group_row (TogScope *scope, const char *key, TogTeamRow *row, GError **error)
{
  g_autoptr (TogStatement) find = find_group (scope, key, error);

  if (find == NULL || tog_statement_step (find, error) != TOG_STEP_ROW)
    return FALSE;
  *row = read_row (find);
  return TRUE;
}

/**
 * tog_query_group:
 * @scope: what the member may see
 * @key: of the group
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the group with its members and planned
 *   sessions
 */
TogGroup *
tog_query_group (TogScope *scope, const char *key, GError **error)
{
  g_autoptr (TogStatement) find = find_group (scope, key, error);

  if (find == NULL || tog_statement_step (find, error) != TOG_STEP_ROW)
    return NULL;
  return read_group (scope, find, TRUE, error);
}

/**
 * tog_query_groups:
 * @scope: what the member may see
 * @page: (inout): which part of the list; a position is "CREATED KEY"
 * @error: return location
 *
 * Lists the member's groups, oldest first, with their first members and without
 * their planned sessions.
 *
 * Returns: (transfer full) (nullable) (element-type TogGroup): the groups
 */
GPtrArray *
tog_query_groups (TogScope *scope, TogPage *page, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      SELECT_GROUP OF_MEMBER "AND (:after_key IS NULL "
                             "OR (member_group.created_at, member_group.key) "
                             "> (:after, :after_key)) "
                             "ORDER BY member_group.created_at, member_group.key LIMIT :limit",
      error);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_object_unref);
  TogStep step;

  if (list == NULL)
    return NULL;
  tog_page_bind (page, list);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW && groups->len < page->limit)
    {
      TogGroup *group = read_group (scope, list, FALSE, error);

      if (group == NULL)
        return NULL;
      g_ptr_array_add (groups, group);
      tog_page_move (page, tog_statement_get_int (list, CREATED_AT), group->team.id);
    }
  return tog_page_end (page, step) ? g_steal_pointer (&groups) : NULL;
}
