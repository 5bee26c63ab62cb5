#include "config.h"

#include "tog-session-write.h"

#include "tog-handlers.h"
#include "tog-invite-log.h"
#include "tog-session-request.h"
#include "tog-session-store.h"

/**
 * tog_complete_parse:
 * @request: with a body
 *
 * Reads what somebody states of whether they met.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_complete_parse (TogRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = NULL;
  TogReply *refusal = tog_handler_read_change (request, &body);

  if (refusal != NULL)
    return refusal;

  request->input = g_new0 (TogCompleteRequest, 1);
  request->free_input = g_free;
  return tog_complete_request_read (request->input, body, &error) ? NULL
                                                                  : tog_reply_new_bad_value (error);
}

/* The same stated again, with another rating perhaps, is nothing new. */
static gboolean
log_statement (TogScope *scope, const TogSeat *seat, TogHeld held, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope,
      "SELECT held FROM participant JOIN session ON session.id = session_id "
      "WHERE session_id = :session AND member_id = :me AND +organization_id = :org",
      error);

  if (find == NULL)
    return FALSE;
  tog_statement_bind_int (find, ":session", seat->session);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return FALSE;
  if (g_str_equal (tog_statement_get_text (find, 0), tog_held_to_string (held)))
    return TRUE;
  return tog_invite_log_write (scope,
                               seat->session,
                               held == TOG_HELD_YES ? TOG_INVITE_EVENT_COMPLETED
                                                    : TOG_INVITE_EVENT_MISSED,
                               TOG_ANSWER_PENDING,
                               NULL,
                               error);
}

/* A rating that is left out leaves what was said before. */
static gboolean
store_statement (TogScope *scope,
                 const TogSeat *seat,
                 const TogCompleteRequest *input,
                 GError **error)
{
  g_autoptr (TogStatement) update = tog_scope_prepare (
      scope,
      "UPDATE participant SET held = :held, rating = iif (:rating > 0, :rating, rating) "
      "WHERE session_id = :session AND member_id = :me "
      "AND EXISTS (SELECT 1 FROM session WHERE id = :session AND organization_id = :org)",
      error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_int (update, ":session", seat->session);
  tog_statement_bind_text (update, ":held", tog_held_to_string (input->held));
  tog_statement_bind_int (update, ":rating", input->rating);
  return tog_statement_run (update, error);
}

/* The first yes counts, and no later no takes it back. */
static gboolean
store_completed (TogScope *scope, const TogSeat *seat, GError **error)
{
  g_autoptr (TogStatement) update = tog_scope_prepare (
      scope,
      "UPDATE session SET state = 'completed' WHERE id = :session AND organization_id = :org",
      error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_int (update, ":session", seat->session);
  return tog_statement_run (update, error);
}

static TogReply *
complete (TogRequest *request, TogScope *scope, const TogSeat *seat, GError **error)
{
  const TogCompleteRequest *input = request->input;

  if (log_statement (scope, seat, input->held, error) &&
      store_statement (scope, seat, input, error) &&
      (input->held != TOG_HELD_YES || store_completed (scope, seat, error)) &&
      tog_session_raise_version (scope, seat->session, error))
    tog_session_note_changed (scope, seat->session, error);
  return NULL;
}

/**
 * tog_complete_write:
 * @request: whose body was read by tog_complete_parse()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Stores what the member states of whether they met, for themselves alone.
 *
 * Returns: (transfer full) (nullable): the answer
 */
TogReply *
tog_complete_write (TogRequest *request, TogScope *scope, GError **error)
{
  return tog_session_write (request, scope, TOG_ACTION_STATE, complete, error);
}
