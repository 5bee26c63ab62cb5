#include "config.h"

#include "tog-query.h"

#define MAX_TODOS 100
#define MAX_TEAMS 200

/* For how long it is asked whether I met, once somebody else has said that they did. */
#define HELD_SECONDS "1209600"

static gboolean
add_broken_calendars (TogScope *scope, GPtrArray *todos, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      "SELECT key, name, broken_reason, broken_since FROM calendar WHERE organization_id = :org "
      "AND member_id = :me AND broken_since IS NOT NULL ORDER BY broken_since, key",
      error);
  TogStep step;

  if (list == NULL)
    return FALSE;
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      g_autofree char *id = g_strconcat ("calendar:", tog_statement_get_text (list, 0), NULL);

      g_ptr_array_add (todos,
                       tog_todo_new (id,
                                     TOG_TODO_CALENDAR_BROKEN,
                                     tog_statement_get_text (list, 1),
                                     tog_statement_get_text (list, 2),
                                     NULL,
                                     NULL,
                                     NULL,
                                     tog_statement_get_int (list, 3)));
    }
  return step == TOG_STEP_DONE;
}

/* What is to be done about sessions that lie ahead, and about those that are over.
 * Whoever moved a session last, or else booked it, finds another time. What a relay
 * says usually holds the address, so it is told only where that is no secret. */
#define FROM_MINE                                                                                  \
  "FROM participant AS mine JOIN session ON session.id = mine.session_id "                         \
  "AND session.state = 'scheduled' "

#define SELECT_ANSWER                                                                              \
  "SELECT session.id, 'answer', NULL, NULL, booked_at " FROM_MINE                                  \
  "WHERE mine.member_id = :me AND mine.answer = 'pending' AND ends_at > :now "

#define SELECT_DECLINED                                                                            \
  "SELECT session.id, 'declined', person.key, "                                                    \
  "person.name || iif (theirs.reason IS NULL, '', ': ' || theirs.reason), "                        \
  "theirs.answered_at " FROM_MINE                                                                  \
  "JOIN participant AS theirs ON theirs.session_id = session.id AND theirs.answer = 'declined' "   \
  "JOIN member AS person ON person.id = theirs.member_id "                                         \
  "WHERE mine.member_id = :me AND coalesce (moved_by, booked_by) = :me "                           \
  "AND theirs.member_id <> :me AND ends_at > :now "

#define SELECT_FAILED                                                                              \
  "SELECT session.id, 'delivery_failed', person.key, "                                             \
  "iif (person.share_email OR person.id = :me, last_error, NULL), mail.created_at " FROM_MINE      \
  "JOIN mail ON mail.session_id = session.id AND mail.state = 'failed' "                           \
  "AND mail.method = 'REQUEST' AND mail.sequence = session.sequence "                              \
  "JOIN member AS person ON person.id = recipient_id "                                             \
  "WHERE mine.member_id = :me AND coalesce (moved_by, booked_by) = :me AND ends_at > :now "

/* Until it is booked again, or would have begun. Whoever left a group meanwhile is not
 * concerned any more. */
#define SELECT_CANCELLED                                                                           \
  "SELECT session.id, 'cancelled', person.key, "                                                   \
  "person.name || iif (cancel_reason IS NULL, '', ': ' || cancel_reason), booked_at "              \
  "FROM participant AS mine JOIN session ON session.id = mine.session_id "                         \
  "AND session.state = 'cancelled' "                                                               \
  "JOIN invite_event ON invite_event.session_id = session.id AND kind = 'cancelled' "              \
  "JOIN member AS person ON person.id = invite_event.member_id "                                   \
  "WHERE mine.member_id = :me AND person.id <> :me AND starts_at > :now "                          \
  "AND (group_id IS NULL OR EXISTS (SELECT 1 FROM group_member "                                   \
  "WHERE group_member.group_id = session.group_id AND group_member.member_id = :me)) "             \
  "AND NOT EXISTS (SELECT 1 FROM session AS other "                                                \
  "WHERE other.planned_session_id = session.planned_session_id "                                   \
  "AND other.match_id IS session.match_id AND other.group_id IS session.group_id "                 \
  "AND (other.state <> 'cancelled' OR other.id > session.id)) "

/* Each says so for themselves, also where somebody else has said already that they met. */
#define SELECT_HELD                                                                                \
  "SELECT session.id, 'held', NULL, NULL, ends_at "                                                \
  "FROM participant AS mine JOIN session ON session.id = mine.session_id "                         \
  "WHERE mine.member_id = :me AND mine.held = 'unsaid' AND ends_at <= :now "                       \
  "AND (session.state = 'scheduled' "                                                              \
  "OR (session.state = 'completed' AND ends_at > :now - " HELD_SECONDS " "                         \
  "AND EXISTS (SELECT 1 FROM participant AS theirs "                                               \
  "WHERE theirs.session_id = session.id AND theirs.held <> 'unsaid'))) "

/* Where a to-do's columns are. */
enum
{
  KIND,
  SESSION,
  PERSON,
  TITLE,
  DETAIL,
  SINCE,
  MATCH,
  GROUP,
};

#define SELECT_TODOS(todos)                                                                        \
  "WITH todo (session_id, kind, person, detail, since) AS (" todos ") "                            \
  "SELECT todo.kind, session.key, todo.person, title, todo.detail, todo.since, match.key, "        \
  "member_group.key FROM todo JOIN session ON session.id = todo.session_id "                       \
  "JOIN planned_session ON planned_session.id = session.planned_session_id "                       \
  "LEFT JOIN match ON match.id = session.match_id "                                                \
  "LEFT JOIN member_group ON member_group.id = session.group_id "                                  \
  "WHERE +session.organization_id = :org "

/* Whatever comes first is the most urgent; of one session, that somebody declined. */
#define MOST_URGENT                                                                                \
  "ORDER BY starts_at, session.id, "                                                               \
  "CASE kind WHEN 'declined' THEN 0 WHEN 'delivery_failed' THEN 1 ELSE 2 END, since, person "      \
  "LIMIT :limit"
#define OF_AHEAD                                                                                   \
  SELECT_ANSWER "UNION ALL " SELECT_DECLINED "UNION ALL " SELECT_CANCELLED                         \
                "UNION ALL " SELECT_FAILED

static const char SELECT_AHEAD[] = SELECT_TODOS (OF_AHEAD) MOST_URGENT;

/* What is still well remembered is the easiest to tell. */
static const char SELECT_OVER[] =
    SELECT_TODOS (SELECT_HELD) "ORDER BY ends_at DESC, session.id LIMIT :limit";

static TogTodo *
read_todo (TogStatement *row)
{
  static const struct
  {
    const char *name;
    const char *prefix;
    TogTodoKind kind;
  } kinds[] = {
    { "answer", "answer", TOG_TODO_ANSWER },
    { "declined", "declined", TOG_TODO_DECLINED },
    { "cancelled", "cancelled", TOG_TODO_CANCELLED },
    { "delivery_failed", "delivery", TOG_TODO_DELIVERY_FAILED },
    { "held", "held", TOG_TODO_HELD },
  };
  const char *session = tog_statement_get_text (row, SESSION);
  const char *person = tog_statement_get_text (row, PERSON);
  g_autofree char *id = NULL;
  guint i = 0;

  while (!g_str_equal (kinds[i].name, tog_statement_get_text (row, KIND)))
    i++;
  id = g_strconcat (kinds[i].prefix, ":", session, person != NULL ? ":" : NULL, person, NULL);
  return tog_todo_new (id,
                       kinds[i].kind,
                       tog_statement_get_text (row, TITLE),
                       tog_statement_get_text (row, DETAIL),
                       tog_statement_get_text (row, MATCH),
                       tog_statement_get_text (row, GROUP),
                       session,
                       tog_statement_get_int (row, SINCE));
}

static gboolean
add_of_sessions (TogScope *scope, const char *sql, GPtrArray *todos, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (scope, sql, error);
  TogStep step;

  if (list == NULL)
    return FALSE;
  tog_statement_bind_int (list, ":now", tog_scope_get_now (scope));
  tog_statement_bind_int (list, ":limit", MAX_TODOS);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    g_ptr_array_add (todos, read_todo (list));
  return step == TOG_STEP_DONE;
}

/* Matches whose members have never met alone, nor arranged to. */
static gboolean
add_first_sessions (TogScope *scope, GPtrArray *todos, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      "SELECT match.key, person.name, match.created_at FROM match "
      "JOIN member AS person "
      "ON person.id = iif (match.mentor_id = :me, match.mentee_id, match.mentor_id) "
      "WHERE (mentor_id = :me OR mentee_id = :me) AND +match.organization_id = :org "
      "AND match.active "
      "AND EXISTS (SELECT 1 FROM planned_session AS step "
      "            WHERE step.program_id = match.program_id AND step.active) "
      "AND NOT EXISTS (SELECT 1 FROM participant AS mine JOIN participant AS theirs "
      "                ON theirs.session_id = mine.session_id "
      "                JOIN session ON session.id = mine.session_id AND match_id IS NOT NULL "
      "                WHERE mine.member_id = :me AND theirs.member_id = person.id) "
      "ORDER BY match.created_at, match.key",
      error);
  TogStep step;

  if (list == NULL)
    return FALSE;
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      const char *match = tog_statement_get_text (list, 0);
      g_autofree char *id = g_strconcat ("first-session:", match, NULL);

      g_ptr_array_add (todos,
                       tog_todo_new (id,
                                     TOG_TODO_FIRST_SESSION,
                                     tog_statement_get_text (list, 1),
                                     NULL,
                                     match,
                                     NULL,
                                     NULL,
                                     tog_statement_get_int (list, 2)));
    }
  return step == TOG_STEP_DONE;
}

/**
 * tog_query_home:
 * @scope: what the member may see
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what the first page shows
 */
TogHome *
tog_query_home (TogScope *scope, GError **error)
{
  gint64 version;
  g_autoptr (TogMe) me = tog_query_me (scope, &version, error);
  g_autoptr (GPtrArray) todos = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TogSession) next_session = NULL;
  g_autoptr (GPtrArray) matches = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  TogPage first_matches = { .limit = MAX_TEAMS };
  TogPage first_groups = { .limit = MAX_TEAMS };
  GError *failure = NULL;

  if (me == NULL)
    return NULL;
  if (!add_of_sessions (scope, SELECT_AHEAD, todos, error) ||
      !add_broken_calendars (scope, todos, error) ||
      !add_of_sessions (scope, SELECT_OVER, todos, error) ||
      !add_first_sessions (scope, todos, error))
    return NULL;
  g_ptr_array_set_size (todos, MIN (todos->len, MAX_TODOS));

  next_session = tog_query_next_session (scope, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  matches = tog_query_matches (scope, &first_matches, error);
  g_free (first_matches.next);
  if (matches == NULL)
    return NULL;
  groups = tog_query_groups (scope, &first_groups, error);
  g_free (first_groups.next);
  if (groups == NULL)
    return NULL;
  return tog_home_new (me, todos, next_session, matches, groups);
}
