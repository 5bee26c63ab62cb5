#include "config.h"

#include "tog-booking-write.h"

/* Checks that a booking is about something and that everybody can, by @times. Returns
 * %NULL where it can be stored, and where @error is set. */
static TogProblem *
check (TogBookingPlan *plan,
       const TogWanted *wanted,
       TogScope *scope,
       const TogTeamRow *team,
       TogTimes **times,
       GError **error)
{
  GError *failure = NULL;
  TogProblem *problem = tog_booking_plan_init (plan, wanted, scope, team, &failure);
  guint n_named;

  if (failure != NULL)
    g_propagate_error (error, failure);
  if (failure != NULL || problem != NULL)
    return problem;
  *times = tog_booking_query_times (scope, team, 0, wanted->booking->slot, &n_named, error);
  return *times != NULL ? tog_booking_judge (wanted, team->is_group, *times, n_named, error) : NULL;
}

static TogReply *
store (const TogBookingPlan *plan,
       TogRequest *request,
       TogScope *scope,
       const TogTeamRow *team,
       TogTimes *times,
       GError **error)
{
  g_autoptr (TogSession) session =
      tog_booking_plan_store (plan, request, scope, team, times, error);

  return session != NULL ? tog_session_answer_created (session) : NULL;
}

/**
 * tog_booking_write:
 * @request: whose body was read by tog_booking_parse_match() or
 *   tog_booking_parse_group()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Books a session: checks everybody's times again, stores the session and
 * queues the invites. As one thread does this for everybody, nothing can come
 * between the check and the storing.
 *
 * Returns: (transfer full) (nullable): the answer; one that refuses has written
 *   nothing
 */
TogReply *
tog_booking_write (TogRequest *request, TogScope *scope, GError **error)
{
  const TogBookingInput *input = request->input;
  g_auto (TogBookingPlan) plan = { 0 };
  g_autoptr (TogTimes) times = NULL;
  g_autoptr (TogProblem) problem = NULL;
  GError *failure = NULL;
  TogTeamRow team;

  if (!tog_query_team_row (scope, request->item, input->is_group, &team, &failure))
    {
      if (failure == NULL)
        return tog_reply_new_not_found ();
    }
  else
    {
      problem = check (&plan, tog_booking_input_get (input, 0), scope, &team, &times, &failure);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  return problem != NULL ? tog_reply_new_from_problem (problem)
                         : store (&plan, request, scope, &team, times, error);
}
