#include "config.h"

#include "tog-session-write.h"

#include "tog-session-mails.h"
#include "tog-session-request.h"
#include "tog-session-store.h"

static void
free_input (gpointer data)
{
  tog_answer_request_clear (data);
  g_free (data);
}

/**
 * tog_answer_parse:
 * @request: with a body
 *
 * Reads what somebody says to an invite.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_answer_parse (TogRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = NULL;
  TogReply *refusal = tog_request_read_json (request, &body);

  if (refusal == NULL)
    refusal = tog_request_require_version (request);
  if (refusal != NULL)
    return refusal;

  request->input = g_new0 (TogAnswerRequest, 1);
  request->free_input = free_input;
  return tog_answer_request_read (request->input, body, &error) ? NULL
                                                                : tog_reply_new_bad_value (error);
}

/* Says the same again. */
static gboolean
is_answered (TogScope *scope,
             const TogSessionRow *row,
             TogAnswer answer,
             const char *reason,
             GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope,
      "SELECT 1 FROM participant JOIN session ON session.id = session_id "
      "WHERE session_id = :session AND member_id = :me AND +organization_id = :org "
      "AND answer = :answer AND reason IS :reason",
      error);

  if (find == NULL)
    return FALSE;
  tog_statement_bind_int (find, ":session", row->id);
  tog_statement_bind_text (find, ":answer", tog_answer_to_string (answer));
  tog_statement_bind_text (find, ":reason", reason);
  return tog_statement_step (find, error) == TOG_STEP_ROW;
}

static gboolean
store_answer (TogScope *scope,
              const TogSessionRow *row,
              TogAnswer answer,
              const char *reason,
              GError **error)
{
  g_autoptr (TogStatement) update = tog_scope_prepare (
      scope,
      "UPDATE participant SET answer = :answer, reason = :reason, answered_at = :now "
      "WHERE session_id = :session AND member_id = :me "
      "AND EXISTS (SELECT 1 FROM session WHERE id = :session AND organization_id = :org)",
      error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_int (update, ":session", row->id);
  tog_statement_bind_text (update, ":answer", tog_answer_to_string (answer));
  tog_statement_bind_text (update, ":reason", reason);
  tog_statement_bind_int (update, ":now", tog_scope_get_now (scope));
  return tog_statement_run (update, error);
}

static TogReply *
answer (TogRequest *request, TogScope *scope, const TogSessionRow *row, GError **error)
{
  const TogAnswerRequest *input = request->input;
  /* Whoever comes after all needs no reason. */
  const char *reason = input->answer == TOG_ANSWER_DECLINED ? input->reason : NULL;

  if (is_answered (scope, row, input->answer, reason, error) || *error != NULL ||
      !store_answer (scope, row, input->answer, reason, error) ||
      !tog_session_raise_version (scope, row->id, error) ||
      !tog_session_unmail_declined (scope, row->id, error) ||
      (input->answer == TOG_ANSWER_DECLINED && !tog_session_mail_declined (scope, row->id, error)))
    return NULL;
  tog_session_note (scope, row->id, "updated", error);
  return NULL;
}

/**
 * tog_answer_write:
 * @request: whose body was read by tog_answer_parse()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Stores what the member says to an invite, in place of what they said before. Only a
 * decline is worth a mail, to whoever has to find another time.
 *
 * Returns: (transfer full) (nullable): the answer
 */
TogReply *
tog_answer_write (TogRequest *request, TogScope *scope, GError **error)
{
  return tog_session_write (request, scope, TOG_ACTION_ANSWER, answer, error);
}
