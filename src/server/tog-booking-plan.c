#include "config.h"

#include "tog-booking-write.h"
#include "tog-random.h"
#include "tog-session-mails.h"
#include "tog-session-store.h"

/* Random bits of a meeting's link. */
#define LINK_BYTES 16

/* Makes a link that nobody can guess from the provider's template. */
static TogConference *
make_link (TogScope *scope, TogConference *wanted, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope, "SELECT name, link FROM provider WHERE organization_id = :org AND key = :key", error);
  g_autofree char *random = tog_random_dup_text (LINK_BYTES);
  g_autoptr (GString) url = NULL;

  if (find == NULL)
    return NULL;
  tog_statement_bind_text (find, ":key", wanted->provider);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return NULL;

  url = g_string_new (tog_statement_get_text (find, 1));
  g_string_replace (url, "{id}", random, 0);
  return tog_conference_new (
      TOG_CONFERENCE_PROVIDER, wanted->provider, tog_statement_get_text (find, 0), url->str, NULL);
}

/**
 * tog_booking_make_conference:
 * @scope: what the member may see
 * @wanted: where a session shall be held
 * @conference: (out) (transfer full): the same with a provider's link
 * @error: return location
 *
 * Returns: (transfer full) (nullable): why it can't be held there; %NULL where it
 *   can, and where @error is set
 */
TogProblem *
tog_booking_make_conference (TogScope *scope,
                             TogConference *wanted,
                             TogConference **conference,
                             GError **error)
{
  GError *failure = NULL;

  *conference = wanted->kind == TOG_CONFERENCE_PROVIDER ? make_link (scope, wanted, &failure)
                                                        : g_object_ref (wanted);
  if (*conference != NULL)
    return NULL;
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  return tog_problem_new (422,
                          "/problems/bad-value",
                          "That can't be accepted",
                          "The organization offers no such provider.",
                          "/conference/provider");
}

void
tog_booking_plan_clear (TogBookingPlan *self)
{
  g_clear_object (&self->conference);
}

/**
 * tog_booking_plan_init:
 * @self: (out caller-allocates): a plan
 * @wanted: what was asked for
 * @scope: what the member may see, in the writer's transaction
 * @team: the match or group it is with
 * @error: return location
 *
 * Finds what a booking is about. Nothing is said of anybody's time yet.
 *
 * Returns: (transfer full) (nullable): why it can't be booked; %NULL where it
 *   can, and where @error is set
 */
TogProblem *
tog_booking_plan_init (TogBookingPlan *self,
                       const TogWanted *wanted,
                       TogScope *scope,
                       const TogTeamRow *team,
                       GError **error)
{
  GError *failure = NULL;
  TogProblem *problem;

  *self = (TogBookingPlan){ .wanted = wanted };
  problem = tog_session_find_planned (
      scope, team, wanted->booking->planned_session_id, &self->planned, &failure);
  if (problem == NULL && failure == NULL)
    problem = tog_booking_make_conference (
        scope, wanted->booking->conference, &self->conference, &failure);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return problem;
}

/**
 * tog_booking_plan_store:
 * @self: a plan that nothing stands in the way of
 * @request: which asked for it
 * @scope: what the member may see, in the writer's transaction
 * @team: the match or group it is with
 * @error: return location
 *
 * Stores a session, queues its invites and lets everybody know.
 *
 * Returns: (transfer full) (nullable): what clients know the session by
 */
char *
tog_booking_plan_store (const TogBookingPlan *self,
                        TogRequest *request,
                        TogScope *scope,
                        const TogTeamRow *team,
                        GError **error)
{
  g_autofree char *key = tog_random_dup_uuid ();
  g_autofree char *uid = g_strconcat (key, "@", request->settings->mail_domain, NULL);
  const TogNewSession session = {
    .key = key,
    .uid = uid,
    .planned = self->planned,
    .state = TOG_SESSION_SCHEDULED,
    .slot = self->wanted->booking->slot,
    .conference = self->conference,
    .message = self->wanted->booking->message,
  };
  gint64 id;

  if (!tog_session_insert (scope, team, &session, &id, error) ||
      !tog_session_add_people (scope, team, id, TOG_ANSWER_PENDING, error) ||
      !tog_session_mail_invite (scope, id, error) ||
      !tog_session_note_created (scope, team, request->item, id, error))
    return NULL;
  return g_steal_pointer (&key);
}
