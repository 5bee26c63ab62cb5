#include "config.h"

#include "tog-query.h"

#define MAX_TODOS 100
#define MAX_TEAMS 200

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

/* What a relay says usually holds the address, so it is told only where that is
 * no secret. */
static gboolean
add_failed_deliveries (TogScope *scope, GPtrArray *todos, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      "SELECT session.key, title, "
      "iif (recipient.share_email OR recipient.id = :me, last_error, NULL), mail.created_at, "
      "match.key, recipient.key, member_group.key FROM participant AS mine "
      "JOIN session ON session.id = mine.session_id "
      "JOIN mail ON mail.session_id = session.id "
      "JOIN planned_session ON planned_session.id = session.planned_session_id "
      "JOIN member AS recipient ON recipient.id = recipient_id "
      "LEFT JOIN match ON match.id = session.match_id "
      "LEFT JOIN member_group ON member_group.id = session.group_id "
      "WHERE mine.member_id = :me AND +session.organization_id = :org AND booked_by = :me "
      "AND mail.state = 'failed' "
      "AND session.state = 'scheduled' AND mail.sequence = session.sequence "
      "ORDER BY mail.created_at, mail.id",
      error);
  TogStep step;

  if (list == NULL)
    return FALSE;
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      const char *session = tog_statement_get_text (list, 0);
      g_autofree char *id =
          g_strdup_printf ("delivery:%s:%s", session, tog_statement_get_text (list, 5));

      g_ptr_array_add (todos,
                       tog_todo_new (id,
                                     TOG_TODO_DELIVERY_FAILED,
                                     tog_statement_get_text (list, 1),
                                     tog_statement_get_text (list, 2),
                                     tog_statement_get_text (list, 4),
                                     tog_statement_get_text (list, 6),
                                     session,
                                     tog_statement_get_int (list, 3)));
    }
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
  if (!add_broken_calendars (scope, todos, error) || !add_failed_deliveries (scope, todos, error) ||
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
