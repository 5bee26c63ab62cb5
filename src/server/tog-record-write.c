#include "config.h"

#include "tog-session-write.h"

#include "tog-handlers.h"
#include "tog-random.h"
#include "tog-session-people.h"
#include "tog-session-request.h"
#include "tog-session-store.h"

typedef struct
{
  TogRecordRequest record;
  gboolean is_group;
} Input;

static void
free_input (gpointer data)
{
  Input *input = data;

  tog_record_request_clear (&input->record);
  g_free (input);
}

static TogReply *
parse (TogRequest *request, gboolean is_group)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = NULL;
  TogReply *refusal = tog_handler_read_json (request, &body);
  Input *input;

  if (refusal != NULL)
    return refusal;
  input = g_new0 (Input, 1);
  input->is_group = is_group;
  request->input = input;
  request->free_input = free_input;
  return tog_record_request_read (&input->record, body, &error) ? NULL
                                                                : tog_reply_new_bad_value (error);
}

/**
 * tog_record_parse_match:
 * @request: with a body
 *
 * Reads which session of a match was held elsewhere, outside of the writer's thread.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_record_parse_match (TogRequest *request)
{
  return parse (request, FALSE);
}

/**
 * tog_record_parse_group:
 * @request: with a body
 *
 * Reads which session of a group was held elsewhere, outside of the writer's thread.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_record_parse_group (TogRequest *request)
{
  return parse (request, TRUE);
}

/* Returns: why it can't be recorded; NULL where it can, and where @error is set */
static TogProblem *
check (const Input *input,
       TogScope *scope,
       const TogTeamRow *team,
       TogPlannedRow *planned,
       GError **error)
{
  if (input->record.slot.end > tog_scope_get_now (scope))
    return tog_problem_new (409,
                            "/problems/session-too-early",
                            "Too early",
                            "Only a session whose time is over can be marked as done.",
                            "/start");
  return tog_session_find_planned (scope, team, input->record.planned_session_id, planned, error);
}

static gboolean
store_statement (const Input *input, TogScope *scope, gint64 session, GError **error)
{
  g_autoptr (TogStatement) update = tog_scope_prepare (
      scope,
      "UPDATE participant SET held = 'yes', rating = :rating "
      "WHERE session_id = :session AND member_id = :me "
      "AND EXISTS (SELECT 1 FROM session WHERE id = :session AND organization_id = :org)",
      error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_int (update, ":session", session);
  tog_statement_bind_int (update, ":rating", input->record.rating);
  return tog_statement_run (update, error);
}

static gboolean
store_note (const Input *input, TogScope *scope, gint64 session, GError **error)
{
  g_autoptr (TogStatement) insert = NULL;

  if (input->record.note == NULL)
    return TRUE;
  insert = tog_scope_prepare (
      scope,
      "INSERT INTO note (session_id, member_id, text, shared, version, updated_at) "
      "SELECT id, :me, :text, '', 1, :now FROM session "
      "WHERE id = :session AND organization_id = :org",
      error);
  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", session);
  tog_statement_bind_text (insert, ":text", input->record.note);
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  return tog_statement_run (insert, error);
}

/* Everybody was there, as far as the one who records it says; what the others state
 * is theirs. Nobody was invited, so nobody is asked to answer. */
static TogReply *
store (TogRequest *request, TogScope *scope, const TogTeamRow *team, gint64 planned, GError **error)
{
  const Input *input = request->input;
  g_autofree char *key = tog_random_dup_uuid ();
  g_autofree char *uid = g_strconcat (key, "@", request->settings->mail_domain, NULL);
  g_autoptr (TogConference) nowhere =
      tog_conference_new (TOG_CONFERENCE_NONE, NULL, NULL, NULL, NULL);
  const TogNewSession new_session = {
    .key = key,
    .uid = uid,
    .planned = planned,
    .state = TOG_SESSION_COMPLETED,
    .slot = input->record.slot,
    .conference = nowhere,
  };
  g_autoptr (GArray) people = NULL;
  g_autoptr (TogSession) session = NULL;
  gint64 version;
  gint64 id;

  if (!tog_session_insert (scope, team, &new_session, &id, error))
    return NULL;
  people = tog_session_add_people (scope, team, id, TOG_ANSWER_ACCEPTED, error);
  if (people == NULL || !store_statement (input, scope, id, error) ||
      !store_note (input, scope, id, error) ||
      !tog_session_note_created (scope, team, request->item, key, people, error))
    return NULL;
  session = tog_query_session (scope, key, &version, error);
  return session != NULL ? tog_session_answer_created (session) : NULL;
}

/**
 * tog_record_write:
 * @request: whose body was read by tog_record_parse_match() or
 *   tog_record_parse_group()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Stores a session that was held elsewhere, as completed.
 *
 * Returns: (transfer full) (nullable): the answer; one that refuses has written
 *   nothing
 */
TogReply *
tog_record_write (TogRequest *request, TogScope *scope, GError **error)
{
  const Input *input = request->input;
  g_auto (TogPlannedRow) planned = { 0 };
  g_autoptr (TogProblem) problem = NULL;
  GError *failure = NULL;
  TogTeamRow team;

  if (tog_query_team_row (scope, request->item, input->is_group, &team, &failure))
    problem = check (input, scope, &team, &planned, &failure);
  else if (failure == NULL)
    return tog_reply_new_not_found ();
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  return problem != NULL ? tog_reply_new_from_problem (problem)
                         : store (request, scope, &team, planned.id, error);
}
