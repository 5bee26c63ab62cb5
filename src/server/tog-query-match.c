#include "config.h"

#include "tog-query.h"

/* A match is visible to the two it is about. */
#define SELECT_MATCH                                                                               \
  "SELECT match.id, match.program_id, person.id, match.mentor_id = :me, match.key, program.key, "  \
  "program.name, match.created_at, " TOG_QUERY_MEMBER_COLUMNS (                                    \
      "person") "FROM match "                                                                      \
                "JOIN program ON program.id = match.program_id "                                   \
                "JOIN member AS person "                                                           \
                "ON person.id = iif (match.mentor_id = :me, match.mentee_id, match.mentor_id) "    \
                "WHERE (match.mentor_id = :me OR match.mentee_id = :me) AND match.active "

/* Which of the two narrows it down is said by the plus: without one, SQLite
 * would look a member's few matches up among all of the organization's. */
#define BY_KEY "AND match.organization_id = :org AND match.key = :key"
#define OF_MEMBER "AND +match.organization_id = :org "

enum
{
  ID,
  PROGRAM,
  PERSON,
  AM_MENTOR,
  KEY,
  PROGRAM_KEY,
  PROGRAM_NAME,
  CREATED_AT,
  PERSON_COLUMNS,
};

static TogTeamRow
read_row (TogStatement *statement)
{
  return (TogTeamRow){
    .id = tog_statement_get_int (statement, ID),
    .program = tog_statement_get_int (statement, PROGRAM),
  };
}

/* Returns: 1 where a session with @person alone was ever booked, 0 where none was, -1
 * with @error set */
static int
has_met (TogScope *scope, gint64 person, GError **error)
{
  g_autoptr (TogStatement) find =
      tog_scope_prepare (scope,
                         "SELECT 1 FROM participant AS mine JOIN participant AS theirs "
                         "ON theirs.member_id = :person AND theirs.session_id = mine.session_id "
                         "JOIN session ON session.id = mine.session_id "
                         "WHERE mine.member_id = :me AND +organization_id = :org "
                         "AND match_id IS NOT NULL LIMIT 1",
                         error);

  if (find == NULL)
    return -1;
  tog_statement_bind_int (find, ":person", person);
  switch (tog_statement_step (find, error))
    {
    case TOG_STEP_ROW:
      return 1;
    case TOG_STEP_DONE:
      return 0;
    case TOG_STEP_ERROR:
    default:
      return -1;
    }
}

static TogMatch *
read_match (TogScope *scope, TogStatement *statement, gboolean with_planned, GError **error)
{
  TogTeamRow row = read_row (statement);
  gboolean am_mentor = tog_statement_get_int (statement, AM_MENTOR) != 0;
  g_autoptr (TogMatch) self = tog_match_new ();
  g_autoptr (GPtrArray) planned = tog_query_planned (scope, &row, with_planned, error);
  int met;

  if (planned == NULL)
    return NULL;
  met = has_met (scope, tog_statement_get_int (statement, PERSON), error);
  if (met < 0)
    return NULL;

  self->team.id = g_strdup (tog_statement_get_text (statement, KEY));
  self->team.program_id = g_strdup (tog_statement_get_text (statement, PROGRAM_KEY));
  self->team.program_name = g_strdup (tog_statement_get_text (statement, PROGRAM_NAME));
  self->person = tog_query_read_member (statement, PERSON_COLUMNS);
  self->my_role = am_mentor ? TOG_ROLE_MENTOR : TOG_ROLE_MENTEE;
  self->their_role = am_mentor ? TOG_ROLE_MENTEE : TOG_ROLE_MENTOR;
  self->first_contact = !met;
  tog_team_take_planned (&self->team, g_steal_pointer (&planned), with_planned);
  return g_steal_pointer (&self);
}

static TogStatement *
find_match (TogScope *scope, const char *key, GError **error)
{
  TogStatement *find = tog_scope_prepare (scope, SELECT_MATCH BY_KEY, error);

  if (find != NULL)
    tog_statement_bind_text (find, ":key", key);
  return find;
}

/**
 * tog_query_match_row:
 * @scope: what the member may see
 * @key: of the match
 * @row: (out): what the database knows it by
 * @error: return location
 *
 * Returns: whether there is such a match for the member to see; if not, @error
 *   may be set
 */
gboolean
tog_query_match_row (TogScope *scope, const char *key, TogTeamRow *row, GError **error)
{
  g_autoptr (TogStatement) find = find_match (scope, key, error);

  if (find == NULL || tog_statement_step (find, error) != TOG_STEP_ROW)
    return FALSE;
  *row = read_row (find);
  return TRUE;
}

/**
 * tog_query_match:
 * @scope: what the member may see
 * @key: of the match
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the match with its planned sessions
 */
TogMatch *
tog_query_match (TogScope *scope, const char *key, GError **error)
{
  g_autoptr (TogStatement) find = find_match (scope, key, error);

  if (find == NULL || tog_statement_step (find, error) != TOG_STEP_ROW)
    return NULL;
  return read_match (scope, find, TRUE, error);
}

/**
 * tog_query_matches:
 * @scope: what the member may see
 * @page: (inout): which part of the list; a position is "CREATED KEY"
 * @error: return location
 *
 * Lists the member's matches, oldest first, without their planned sessions.
 *
 * Returns: (transfer full) (nullable) (element-type TogMatch): the matches
 */
GPtrArray *
tog_query_matches (TogScope *scope, TogPage *page, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      SELECT_MATCH OF_MEMBER "AND (:after_key IS NULL "
                             "OR (match.created_at, match.key) > (:after, :after_key)) "
                             "ORDER BY match.created_at, match.key LIMIT :limit",
      error);
  g_autoptr (GPtrArray) matches = g_ptr_array_new_with_free_func (g_object_unref);
  TogStep step;

  if (list == NULL)
    return NULL;
  tog_page_bind (page, list);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW && matches->len < page->limit)
    {
      TogMatch *match = read_match (scope, list, FALSE, error);

      if (match == NULL)
        return NULL;
      g_ptr_array_add (matches, match);
      tog_page_move (page, tog_statement_get_int (list, CREATED_AT), match->team.id);
    }
  return tog_page_end (page, step) ? g_steal_pointer (&matches) : NULL;
}
