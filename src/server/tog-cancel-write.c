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
  tog_cancel_request_clear (data);
  g_free (data);
}

/**
 * tog_cancel_parse:
 * @request: with a body
 *
 * Reads why a session is called off.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_cancel_parse (TogRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = NULL;
  TogReply *refusal = tog_handler_read_change (request, &body);

  if (refusal != NULL)
    return refusal;

  request->input = g_new0 (TogCancelRequest, 1);
  request->free_input = free_input;
  return tog_cancel_request_read (request->input, body, &error) ? NULL
                                                                : tog_reply_new_bad_value (error);
}

static gboolean
store_cancelled (TogScope *scope, const TogSeat *seat, const char *reason, GError **error)
{
  g_autoptr (TogStatement) update = tog_scope_prepare (
      scope,
      "UPDATE session SET state = 'cancelled', cancel_reason = :reason, sequence = sequence + 1, "
      "version = version + 1, agreed_version = version + 1, booked_at = :now "
      "WHERE id = :session AND organization_id = :org",
      error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_int (update, ":session", seat->session);
  tog_statement_bind_text (update, ":reason", reason);
  tog_statement_bind_int (update, ":now", tog_scope_get_now (scope));
  return tog_statement_run (update, error);
}

static TogReply *
cancel (TogRequest *request, TogScope *scope, const TogSeat *seat, GError **error)
{
  const TogCancelRequest *input = request->input;

  if (tog_invite_log_write (scope,
                            seat->session,
                            TOG_INVITE_EVENT_CANCELLED,
                            TOG_ANSWER_PENDING,
                            input->reason,
                            error) &&
      store_cancelled (scope, seat, input->reason, error) &&
      tog_session_mail_change (scope, seat, TOG_INVITE_CANCEL, error))
    tog_session_note_changed (scope, seat->session, error);
  return NULL;
}

/**
 * tog_cancel_write:
 * @request: whose body was read by tog_cancel_parse()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Calls a session off. Its time is free from here on, and the planned session can be
 * booked again, which makes another session with another UID.
 *
 * Returns: (transfer full) (nullable): the answer
 */
TogReply *
tog_cancel_write (TogRequest *request, TogScope *scope, GError **error)
{
  return tog_session_write (request, scope, TOG_ACTION_CANCEL, cancel, error);
}
