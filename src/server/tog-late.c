#include "config.h"

#include "tog-late.h"

#include "tog-handlers.h"
#include "tog-seat.h"
#include "tog-session-request.h"
#include "tog-session-store.h"

/* How soon the others get another mail about the same person. */
#define PAUSE_SECONDS (2 * TOG_MINUTE)

/**
 * tog_late_parse:
 * @request: with a body
 *
 * Reads how late somebody is.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_late_parse (TogRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = NULL;
  TogReply *refusal = tog_handler_read_json (request, &body);

  if (refusal != NULL)
    return refusal;
  request->input = g_new0 (TogLateRequest, 1);
  request->free_input = g_free;
  return tog_late_request_read (request->input, body, &error) ? NULL
                                                              : tog_reply_new_bad_value (error);
}

static gboolean
store (TogScope *scope, gint64 session, int minutes, GError **error)
{
  g_autoptr (TogStatement) update =
      tog_scope_prepare (scope,
                         "UPDATE participant SET late = :minutes WHERE member_id = :me "
                         "AND session_id = (SELECT id FROM session "
                         "WHERE id = :session AND organization_id = :org)",
                         error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_int (update, ":session", session);
  tog_statement_bind_int (update, ":minutes", minutes);
  return tog_statement_run (update, error);
}

/* There is one mail for each of the others. Said again at once it stays as it is,
 * and if it waits it tells the newer minutes; said again later it is sent again.
 * Whoever doesn't come need not know. */
static gboolean
queue_mails (TogScope *scope, gint64 session, GError **error)
{
  g_autoptr (TogStatement) insert = tog_scope_prepare (
      scope,
      "INSERT INTO mail (organization_id, session_id, recipient_id, method, sequence, about, "
      "due_at, created_at) SELECT :org, session.id, member_id, 'LATE', sequence, :me, :now, :now "
      "FROM participant JOIN session ON session.id = session_id "
      "WHERE session_id = :session AND +organization_id = :org AND member_id <> :me "
      "AND answer <> 'declined' "
      "ON CONFLICT (session_id, recipient_id, method, sequence, about) DO UPDATE SET "
      "state = 'pending', attempts = 0, last_error = NULL, sent_at = NULL, "
      "due_at = excluded.due_at, created_at = excluded.created_at "
      "WHERE abs (excluded.created_at - mail.created_at) >= :pause",
      error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", session);
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  tog_statement_bind_int (insert, ":pause", PAUSE_SECONDS);
  return tog_statement_run (insert, error);
}

/* Whoever comes on time after all has nothing to tell that isn't on its way. */
static gboolean
drop_mails (TogScope *scope, gint64 session, GError **error)
{
  g_autoptr (TogStatement) drop =
      tog_scope_prepare (scope,
                         "DELETE FROM mail WHERE organization_id = :org AND session_id = :session "
                         "AND method = 'LATE' AND about = :me AND state = 'pending'",
                         error);

  if (drop == NULL)
    return FALSE;
  tog_statement_bind_int (drop, ":session", session);
  return tog_statement_run (drop, error);
}

/**
 * tog_late_write:
 * @request: whose body was read by tog_late_parse()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Tells the others that the member is running late, or takes that back.
 *
 * Returns: (transfer full) (nullable): the answer
 */
TogReply *
tog_late_write (TogRequest *request, TogScope *scope, GError **error)
{
  const TogLateRequest *late = request->input;
  GError *failure = NULL;
  TogReply *refusal;
  TogSeat seat;

  if (!tog_seat_find (&seat, scope, request->item, &failure))
    return tog_handler_answer_absent (failure, error);
  refusal = tog_seat_refuse_action (&seat, tog_scope_get_now (scope), TOG_ACTION_SAY_LATE);
  if (refusal != NULL)
    return refusal;
  if (!store (scope, seat.session, late->minutes, error) ||
      !(late->minutes > 0 ? queue_mails (scope, seat.session, error)
                          : drop_mails (scope, seat.session, error)) ||
      !tog_session_note_changed (scope, seat.session, error))
    return NULL;
  return tog_handle_session (request, scope, error);
}
