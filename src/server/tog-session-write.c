#include "config.h"

#include "tog-session-write.h"

#include "tog-handlers.h"

/* Whoever states something of their own need not have seen what others stated since
 * the session was booked or moved. */
static gboolean
is_based_on_present (const TogRequest *request, TogSessionAction action, const TogSeat *seat)
{
  gboolean is_own = action == TOG_ACTION_ANSWER || action == TOG_ACTION_STATE;

  return tog_etag_list_has_version_since (
      request->if_match, is_own ? seat->agreed_version : seat->version, seat->version);
}

/* The present version is named, for the client to get and show beside its own. */
static TogReply *
refuse_version (TogRequest *request, TogScope *scope, GError **error)
{
  g_autoptr (TogReply) current = tog_handle_session (request, scope, error);

  return current != NULL
             ? tog_handler_refuse_changed (
                   current, "The session was changed since it was read: look at it again.")
             : NULL;
}

/* What can't be done with the session at all is refused as that, whichever version was
 * seen: looking at it again would not help (RFC 9110, section 13.2.1).
 *
 * Returns: how to refuse it; %NULL where it may be done, and where @error is set */
static TogReply *
check (TogRequest *request, TogScope *scope, TogSessionAction action, TogSeat *seat, GError **error)
{
  GError *failure = NULL;
  TogReply *refusal;

  if (!tog_seat_find (seat, scope, request->item, &failure))
    return tog_handler_answer_absent (failure, error);
  refusal = tog_seat_refuse_action (seat, tog_scope_get_now (scope), action);
  if (refusal == NULL && !is_based_on_present (request, action, seat))
    refusal = refuse_version (request, scope, error);
  return refusal;
}

/**
 * tog_session_write:
 * @request: a write to the session that its path names, with If-Match
 * @scope: what the member may see, in the writer's transaction
 * @action: what is asked for
 * @func: does it
 * @error: return location
 *
 * Does something with a session, if the member takes part in it, has seen it as it
 * stands, and it can be done at this time and with this state.
 *
 * Returns: (transfer full) (nullable): the answer: the session as it is then, or how
 *   it is refused; nothing was written then
 */
TogReply *
tog_session_write (TogRequest *request,
                   TogScope *scope,
                   TogSessionAction action,
                   TogSessionWriteFunc func,
                   GError **error)
{
  GError *failure = NULL;
  TogSeat seat;
  TogReply *refusal = check (request, scope, action, &seat, &failure);

  if (refusal == NULL && failure == NULL)
    refusal = func (request, scope, &seat, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  return refusal != NULL ? refusal : tog_handle_session (request, scope, error);
}
