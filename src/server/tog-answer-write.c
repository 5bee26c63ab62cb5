#include "config.h"

#include "tog-session-write.h"

#include "tog-handlers.h"
#include "tog-invite-log.h"
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
  TogReply *refusal = tog_handler_read_change (request, &body);

  if (refusal != NULL)
    return refusal;

  request->input = g_new0 (TogAnswerRequest, 1);
  request->free_input = free_input;
  return tog_answer_request_read (request->input, body, &error) ? NULL
                                                                : tog_reply_new_bad_value (error);
}

/* Returns: whether the same is said again */
static gboolean
is_answered (TogScope *scope, gint64 session, TogAnswer answer, const char *reason, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope,
      "SELECT 1 FROM participant JOIN session ON session.id = session_id "
      "WHERE session_id = :session AND member_id = :me AND +organization_id = :org "
      "AND answer = :answer AND reason IS :reason",
      error);

  if (find == NULL)
    return FALSE;
  tog_statement_bind_int (find, ":session", session);
  tog_statement_bind_text (find, ":answer", tog_answer_to_string (answer));
  tog_statement_bind_text (find, ":reason", reason);
  return tog_statement_step (find, error) == TOG_STEP_ROW;
}

static gboolean
update (TogScope *scope,
        gint64 session,
        TogAnswer answer,
        const char *reason,
        TogInstant stamp,
        GError **error)
{
  g_autoptr (TogStatement) update = tog_scope_prepare (
      scope,
      "UPDATE participant SET answer = :answer, reason = :reason, answered_at = :stamp "
      "WHERE member_id = :me AND session_id = (SELECT id FROM session "
      "WHERE id = :session AND organization_id = :org)",
      error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_int (update, ":session", session);
  tog_statement_bind_text (update, ":answer", tog_answer_to_string (answer));
  tog_statement_bind_text (update, ":reason", reason);
  tog_statement_bind_int (update, ":stamp", stamp);
  return tog_statement_run (update, error);
}

/**
 * tog_answer_store:
 * @scope: what the member may see, in the writer's transaction
 * @session: id in the database of a session that the member takes part in
 * @answer: what they say
 * @reason: (nullable): why they decline
 * @stamp: when they said so
 * @error: return location
 *
 * Stores what the member says to an invite, in place of what they said before. Only a
 * decline is worth a mail, to whoever has to find another time.
 *
 * Returns: whether that was stored
 */
gboolean
tog_answer_store (TogScope *scope,
                  gint64 session,
                  TogAnswer answer,
                  const char *reason,
                  TogInstant stamp,
                  GError **error)
{
  /* Whoever comes needs no reason. */
  const char *why = answer == TOG_ANSWER_DECLINED ? reason : NULL;
  GError *failure = NULL;
  gboolean is_same = is_answered (scope, session, answer, why, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (!update (scope, session, answer, why, stamp, error))
    return FALSE;
  return is_same ||
         (tog_invite_log_write (scope, session, TOG_INVITE_EVENT_ANSWERED, answer, why, error) &&
          tog_session_raise_version (scope, session, error) &&
          tog_session_unmail_declined (scope, session, error) &&
          (answer != TOG_ANSWER_DECLINED || tog_session_mail_declined (scope, session, error)) &&
          tog_session_note_changed (scope, session, error));
}

static TogReply *
answer (TogRequest *request, TogScope *scope, const TogSeat *seat, GError **error)
{
  const TogAnswerRequest *input = request->input;

  tog_answer_store (
      scope, seat->session, input->answer, input->reason, tog_scope_get_now (scope), error);
  return NULL;
}

/**
 * tog_answer_write:
 * @request: whose body was read by tog_answer_parse()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Takes what the member says to an invite, as tog_answer_store() does.
 *
 * Returns: (transfer full) (nullable): the answer
 */
TogReply *
tog_answer_write (TogRequest *request, TogScope *scope, GError **error)
{
  return tog_session_write (request, scope, TOG_ACTION_ANSWER, answer, error);
}
