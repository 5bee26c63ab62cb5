#include "config.h"

#include "tog-seat.h"

/**
 * tog_seat_find:
 * @self: (out caller-allocates): the session
 * @scope: what the member may see
 * @key: of a session
 * @error: return location
 *
 * Finds a session in which the member takes part.
 *
 * Returns: whether there is one; if not, @error may be unset
 */
gboolean
tog_seat_find (TogSeat *self, TogScope *scope, const char *key, GError **error)
{
  g_autoptr (TogStatement) find =
      tog_scope_prepare (scope,
                         "SELECT session.id, version, state, starts_at, ends_at, agreed_version, "
                         "sequence, coalesce (match_id, group_id), group_id IS NOT NULL, "
                         "planned.program_id FROM session "
                         "JOIN participant ON session_id = session.id AND member_id = :me "
                         "JOIN planned_session AS planned ON planned.id = planned_session_id "
                         "WHERE session.organization_id = :org AND session.key = :key",
                         error);

  if (find == NULL)
    return FALSE;
  tog_statement_bind_text (find, ":key", key);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return FALSE;
  self->session = tog_statement_get_int (find, 0);
  self->version = tog_statement_get_int (find, 1);
  tog_session_state_from_string (tog_statement_get_text (find, 2), &self->state);
  self->slot.start = tog_statement_get_int (find, 3);
  self->slot.end = tog_statement_get_int (find, 4);
  self->agreed_version = tog_statement_get_int (find, 5);
  self->sequence = tog_statement_get_int (find, 6);
  self->team.id = tog_statement_get_int (find, 7);
  self->team.is_group = tog_statement_get_int (find, 8) != 0;
  self->team.program = tog_statement_get_int (find, 9);
  return TRUE;
}

/**
 * tog_seat_refuse_action:
 * @self: a session
 * @now: the present
 * @action: what the member wants to do
 *
 * Returns: (transfer full) (nullable): why it can't be done; %NULL where it can
 */
TogReply *
tog_seat_refuse_action (const TogSeat *self, TogInstant now, TogSessionAction action)
{
  static const char *const details[] = {
    [TOG_ACTION_IS_CANCELLED] = "The session was cancelled.",
    [TOG_ACTION_IS_COMPLETED] = "The session was held already.",
    [TOG_ACTION_IS_OVER] = "The session is over.",
    [TOG_ACTION_TOO_EARLY] = "It is too early for that.",
  };
  TogActionVerdict verdict = tog_session_judge_action (self->state, self->slot, now, action);
  g_autofree char *type = NULL;

  if (verdict == TOG_ACTION_ALLOWED)
    return NULL;
  type = g_strconcat ("/problems/", tog_action_verdict_to_string (verdict), NULL);
  return tog_reply_new_problem (409, type, "That can't be done now", details[verdict], NULL);
}
