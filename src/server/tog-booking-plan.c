#include "config.h"

#include "tog-booking-write.h"
#include "tog-random.h"
#include "tog-session-people.h"

#include <string.h>

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
  tog_planned_row_clear (&self->planned);
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

/* As tog_query_session() lists them: who leads first. */
static int
compare_people (gconstpointer a, gconstpointer b)
{
  const TogPersonTimes *one = *(TogPersonTimes *const *) a;
  const TogPersonTimes *other = *(TogPersonTimes *const *) b;
  int order = (one->role == TOG_ROLE_GROUP_MEMBER) - (other->role == TOG_ROLE_GROUP_MEMBER);

  if (order == 0)
    order = strcmp (tog_role_to_string (other->role), tog_role_to_string (one->role));
  if (order == 0)
    order = strcmp (one->member->name, other->member->name);
  return order != 0 ? order : strcmp (one->member->id, other->member->id);
}

/* Returns: everybody, of whom only @booker has said anything yet */
static GPtrArray *
list_participants (TogTimes *times, TogMember *booker)
{
  g_autoptr (GPtrArray) people = g_ptr_array_sized_new (times->people->len);
  GPtrArray *participants = g_ptr_array_new_full (people->len, g_object_unref);

  g_ptr_array_extend (people, times->people, NULL, NULL);
  g_ptr_array_sort (people, compare_people);
  for (guint i = 0; i < people->len; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (people, i);

      g_ptr_array_add (participants,
                       tog_participant_new (person->member,
                                            person->role,
                                            person->member == booker ? TOG_ANSWER_ACCEPTED
                                                                     : TOG_ANSWER_PENDING));
    }
  return participants;
}

/* Makes of what is known what tog_query_session() would read again. */
static TogSession *
compose (const TogBookingPlan *self,
         const TogNewSession *row,
         const char *team_key,
         gboolean is_group,
         TogTimes *times)
{
  TogPersonTimes *booker = g_ptr_array_index (times->people, 0);
  TogSession *session = tog_session_new ();

  session->id = g_strdup (row->key);
  session->etag = g_strdup_printf ("\"%d\"", TOG_SESSION_FIRST_VERSION);
  session->uid = g_strdup (row->uid);
  session->state = row->state;
  session->slot = row->slot;
  session->conference = g_object_ref (row->conference);
  session->message = g_strdup (row->message);
  session->title = g_strdup (self->planned.title);
  session->ordinal = self->planned.ordinal;
  session->n_planned = MAX (self->planned.n_planned, session->ordinal);
  session->program_name = g_strdup (self->planned.program_name);
  session->agenda = g_ptr_array_ref (self->planned.agenda);
  session->resources = g_ptr_array_ref (self->planned.resources);
  *(is_group ? &session->group_id : &session->match_id) = g_strdup (team_key);
  session->delivery = TOG_DELIVERY_PENDING;
  session->booked_by = g_strdup (booker->member->id);
  session->participants = list_participants (times, booker->member);
  return session;
}

/**
 * tog_booking_plan_store:
 * @self: a plan that nothing stands in the way of
 * @request: which asked for it
 * @scope: what the member may see, in the writer's transaction
 * @team: the match or group it is with
 * @times: the times of everybody who takes part
 * @error: return location
 *
 * Stores a session, queues its invites and lets everybody know.
 *
 * Returns: (transfer full) (nullable): the session as it is now
 */
TogSession *
tog_booking_plan_store (const TogBookingPlan *self,
                        TogRequest *request,
                        TogScope *scope,
                        const TogTeamRow *team,
                        TogTimes *times,
                        GError **error)
{
  g_autofree char *key = tog_random_dup_uuid ();
  g_autofree char *uid = g_strconcat (key, "@", request->settings->mail_domain, NULL);
  const TogNewSession session = {
    .key = key,
    .uid = uid,
    .planned = self->planned.id,
    .state = TOG_SESSION_SCHEDULED,
    .slot = self->wanted->booking->slot,
    .conference = self->conference,
    .message = self->wanted->booking->message,
  };
  g_autoptr (GArray) people = NULL;
  gint64 id;

  if (!tog_session_insert (scope, team, &session, &id, error))
    return NULL;
  people = tog_session_add_people (scope, team, id, TOG_ANSWER_PENDING, error);
  if (people == NULL || !tog_session_mail_invite (scope, id, people, error) ||
      !tog_session_note_created (scope, team, request->item, key, people, error))
    return NULL;
  return compose (self, &session, request->item, team->is_group, times);
}
