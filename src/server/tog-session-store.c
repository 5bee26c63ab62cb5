#include "config.h"

#include "tog-session-store.h"

#include "tog-parsed.h"

void
tog_planned_row_clear (TogPlannedRow *self)
{
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->program_name, g_free);
  g_clear_pointer (&self->agenda, g_ptr_array_unref);
  g_clear_pointer (&self->resources, g_ptr_array_unref);
}

/* Returns: whether there is such a step of the program */
static gboolean
find_step (TogScope *scope,
           const TogTeamRow *team,
           const char *key,
           TogPlannedRow *planned,
           GError **error)
{
  g_autoptr (TogStatement) find =
      tog_scope_prepare (scope,
                         "SELECT planned.id, title, ordinal, program.name, "
                         "(SELECT count (*) FROM planned_session AS step "
                         " WHERE step.program_id = program.id AND step.active), agenda, resources "
                         "FROM planned_session AS planned JOIN program ON program.id = program_id "
                         "WHERE planned.organization_id = :org AND program_id = :program "
                         "AND planned.key = :key AND active",
                         error);

  if (find == NULL)
    return FALSE;
  tog_statement_bind_int (find, ":program", team->program);
  tog_statement_bind_text (find, ":key", key);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return FALSE;
  planned->id = tog_statement_get_int (find, 0);
  planned->title = g_strdup (tog_statement_get_text (find, 1));
  planned->ordinal = tog_statement_get_int (find, 2);
  planned->program_name = g_strdup (tog_statement_get_text (find, 3));
  planned->n_planned = tog_statement_get_int (find, 4);
  planned->agenda = tog_parsed_session_agenda (tog_statement_get_text (find, 5), error);
  if (planned->agenda == NULL)
    return FALSE;
  planned->resources = tog_parsed_resources (tog_statement_get_text (find, 6), error);
  return planned->resources != NULL;
}

#define SELECT_SCHEDULED(team)                                                                     \
  "SELECT 1 FROM session WHERE organization_id = :org AND " team " = :team "                       \
  "AND planned_session_id = :planned AND state <> 'cancelled'"

static gboolean
is_scheduled (TogScope *scope, const TogTeamRow *team, gint64 planned, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope, team->is_group ? SELECT_SCHEDULED ("group_id") : SELECT_SCHEDULED ("match_id"), error);

  if (find == NULL)
    return FALSE;
  tog_statement_bind_int (find, ":team", team->id);
  tog_statement_bind_int (find, ":planned", planned);
  return tog_statement_step (find, error) == TOG_STEP_ROW;
}

/**
 * tog_session_find_planned:
 * @scope: what the member may see
 * @team: a match or group that the member may see
 * @key: of a planned session
 * @planned: (inout): the planned session, so far all zero; to be cleared
 * @error: return location
 *
 * Finds a planned session that has no session yet.
 *
 * Returns: (transfer full) (nullable): why there is none; %NULL where there is one,
 *   and where @error is set
 */
TogProblem *
tog_session_find_planned (TogScope *scope,
                          const TogTeamRow *team,
                          const char *key,
                          TogPlannedRow *planned,
                          GError **error)
{
  GError *failure = NULL;
  TogProblem *problem = NULL;

  if (!find_step (scope, team, key, planned, &failure))
    problem = tog_problem_new (422,
                               "/problems/bad-value",
                               "That can't be accepted",
                               "The program has no such planned session.",
                               "/planned_session_id");
  else if (is_scheduled (scope, team, planned->id, &failure))
    problem = tog_problem_new (409,
                               "/problems/already-scheduled",
                               "Already scheduled",
                               "This planned session is booked, or was held already.",
                               NULL);
  if (failure == NULL)
    return problem;
  tog_problem_free (problem);
  g_propagate_error (error, failure);
  return NULL;
}

/**
 * tog_session_insert:
 * @scope: what the member may see
 * @team: a match or group that the member may see
 * @session: what is new
 * @id: (out): its id in the database
 * @error: return location
 *
 * Stores a session that the member books.
 *
 * Returns: whether it was stored
 */
gboolean
tog_session_insert (TogScope *scope,
                    const TogTeamRow *team,
                    const TogNewSession *session,
                    gint64 *id,
                    GError **error)
{
  g_autoptr (TogStatement) insert = tog_scope_prepare (
      scope,
      "INSERT INTO session (organization_id, key, planned_session_id, match_id, group_id, "
      "booked_by, state, starts_at, ends_at, uid, conference, message, booked_at) "
      "VALUES (:org, :key, :planned, :match, :group, :me, "
      ":state, :start, :end, :uid, :conference, :message, :now)",
      error);
  g_autoptr (GString) conference = g_string_new (NULL);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_text (insert, ":key", session->key);
  tog_statement_bind_int (insert, ":planned", session->planned);
  tog_statement_bind_int (insert, team->is_group ? ":group" : ":match", team->id);
  tog_statement_bind_text (insert, ":state", tog_session_state_to_string (session->state));
  tog_statement_bind_int (insert, ":start", session->slot.start);
  tog_statement_bind_int (insert, ":end", session->slot.end);
  tog_statement_bind_text (insert, ":uid", session->uid);
  tog_conference_append_json (conference, session->conference);
  tog_statement_bind_text (insert, ":conference", conference->str);
  tog_statement_bind_text (insert, ":message", session->message);
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  if (!tog_statement_run (insert, error))
    return FALSE;
  *id = tog_scope_get_last_row_id (scope);
  return TRUE;
}

/**
 * tog_session_raise_version:
 * @scope: what the member may see
 * @session: id of a session in the database
 * @error: return location
 *
 * Gives a session a new version, as somebody stated something.
 *
 * Returns: whether that was stored
 */
gboolean
tog_session_raise_version (TogScope *scope, gint64 session, GError **error)
{
  g_autoptr (TogStatement) update = tog_scope_prepare (
      scope,
      "UPDATE session SET version = version + 1 WHERE id = :session AND organization_id = :org",
      error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_int (update, ":session", session);
  return tog_statement_run (update, error);
}

/* Whoever came to a group later sees its sessions, too, as long as they stand. */
#define WITH_PEOPLE                                                                                \
  "WITH person (id, takes_part) AS ("                                                              \
  "SELECT member_id, 1 FROM participant WHERE session_id = :session "                              \
  "UNION ALL SELECT member_id, 0 FROM session "                                                    \
  "JOIN group_member ON group_member.group_id = session.group_id "                                 \
  "WHERE session.id = :session AND NOT EXISTS (SELECT 1 FROM participant "                         \
  "WHERE participant.member_id = group_member.member_id AND session_id = :session)) "

/**
 * tog_session_note_changed:
 * @scope: what the member may see
 * @session: id of a session in the database
 * @error: return location
 *
 * Lets everybody who sees a session know that it changed, and so its match or group.
 *
 * Returns: whether that was stored
 */
gboolean
tog_session_note_changed (TogScope *scope, gint64 session, GError **error)
{
  g_autoptr (TogStatement) insert = tog_scope_prepare (
      scope,
      WITH_PEOPLE "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
                  "SELECT person.id, 'session', key, "
                  "iif (takes_part OR state <> 'cancelled', 'updated', 'deleted'), :now "
                  "FROM person JOIN session ON session.id = :session WHERE +organization_id = :org "
                  "UNION ALL SELECT person.id, iif (group_id IS NULL, 'match', 'group'), "
                  "coalesce ((SELECT key FROM match WHERE id = match_id), "
                  "(SELECT key FROM member_group WHERE id = group_id)), 'updated', :now "
                  "FROM person JOIN session ON session.id = :session",
      error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", session);
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  return tog_statement_run (insert, error);
}

/**
 * tog_session_answer_created:
 * @session: a session that was just stored
 *
 * Returns: (transfer full): the answer to whoever asked for it
 */
TogReply *
tog_session_answer_created (TogSession *session)
{
  TogReply *reply = tog_reply_new_json (201, tog_session_to_text (session));

  reply->location = g_strconcat ("/v1/sessions/", session->id, NULL);
  tog_reply_take_version (reply, TOG_SESSION_FIRST_VERSION);
  return reply;
}
