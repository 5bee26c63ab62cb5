#include "config.h"

#include "tog-session-write.h"

#include "tog-handlers.h"

static TogReply *
refuse (TogActionVerdict verdict)
{
  static const struct
  {
    const char *title;
    const char *detail;
  } texts[] = {
    [TOG_ACTION_IS_CANCELLED] = { "Cancelled", "This session was cancelled." },
    [TOG_ACTION_IS_COMPLETED] = { "Held already", "This session is marked as done." },
    [TOG_ACTION_IS_OVER] = { "Over", "The time of this session is over." },
    [TOG_ACTION_TOO_EARLY] = { "Too early", "That can't be done before the session begins." },
  };
  g_autofree char *type = g_strconcat ("/problems/", tog_action_verdict_to_string (verdict), NULL);

  return tog_reply_new_problem (409, type, texts[verdict].title, texts[verdict].detail, NULL);
}

static TogReply *
refuse_stranger (void)
{
  return tog_reply_new_problem (
      409, "/problems/not-a-participant", "Not invited", "You take no part in this session.", NULL);
}

/* Whoever states something of their own need not have seen what others stated since
 * the session was booked or moved. */
static gboolean
is_based_on_present (const TogRequest *request, TogSessionAction action, const TogSessionRow *row)
{
  gboolean is_own = action == TOG_ACTION_ANSWER || action == TOG_ACTION_STATE;

  return tog_etag_list_has_version_since (
      request->if_match, is_own ? row->agreed_version : row->version, row->version);
}

/* The present version is named, for the client to get and show beside its own. */
static TogReply *
refuse_version (TogRequest *request, TogScope *scope, GError **error)
{
  g_autoptr (TogReply) current = tog_handle_session (request, scope, error);
  TogReply *reply;

  if (current == NULL)
    return NULL;
  reply = tog_reply_new_problem (412,
                                 NULL,
                                 "Changed meanwhile",
                                 "The session was changed since it was read: look at it again.",
                                 MHD_HTTP_HEADER_IF_MATCH);
  reply->etag = g_strdup (current->etag);
  return reply;
}

/* Returns: how to refuse it; %NULL where it may be done, and where @error is set */
static TogReply *
check (TogRequest *request,
       TogScope *scope,
       TogSessionAction action,
       TogSessionRow *row,
       GError **error)
{
  GError *failure = NULL;
  TogActionVerdict verdict;

  if (!tog_query_session_row (scope, request->item, row, &failure))
    {
      if (failure == NULL)
        return tog_reply_new_not_found ();
      g_propagate_error (error, failure);
      return NULL;
    }
  if (!row->takes_part)
    return refuse_stranger ();
  if (!is_based_on_present (request, action, row))
    return refuse_version (request, scope, error);
  verdict = tog_session_judge_action (row->state, row->slot, tog_scope_get_now (scope), action);
  return verdict != TOG_ACTION_ALLOWED ? refuse (verdict) : NULL;
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
  TogSessionRow row;
  TogReply *refusal = check (request, scope, action, &row, &failure);

  if (refusal == NULL && failure == NULL)
    refusal = func (request, scope, &row, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  return refusal != NULL ? refusal : tog_handle_session (request, scope, error);
}
