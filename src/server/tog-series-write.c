#include "config.h"

#include "tog-booking-write.h"

static GArray *
new_plans (void)
{
  GArray *plans = g_array_new (FALSE, TRUE, sizeof (TogBookingPlan));

  g_array_set_clear_func (plans, (GDestroyNotify) tog_booking_plan_clear);
  return plans;
}

static TogSlot
find_extent (const TogBookingInput *input)
{
  TogSlot extent = tog_booking_input_get (input, 0)->booking->slot;

  for (guint i = 1; i < input->wanted->len; i++)
    {
      TogSlot slot = tog_booking_input_get (input, i)->booking->slot;

      extent = (TogSlot){ MIN (extent.start, slot.start), MAX (extent.end, slot.end) };
    }
  return extent;
}

/* What was found to be free is taken for those that follow, as it will be once it
 * is booked. */
static gboolean
take (TogTimes *times, TogSlot slot, GError **error)
{
  TogSlot taken = tog_slot_quantize (slot);
  g_autoptr (TogSlotSet) added = tog_slot_set_new (&taken, 1);

  for (guint i = 0; i < times->people->len; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (times->people, i);
      g_autoptr (TogSlotSet) before = person->busy;

      person->busy = tog_slot_set_union (before, added);
      if (person->week_limit == 0)
        continue;
      g_array_append_val (person->starts, slot.start);
      if (!tog_person_times_fill_weeks (person, error))
        return FALSE;
    }
  return TRUE;
}

static TogProblem *
new_problem (void)
{
  return tog_problem_new (409,
                          "/problems/series-conflicts",
                          "Not all can be booked",
                          "Nothing was booked: for some of the sessions the time or what they "
                          "are about has to change first.",
                          NULL);
}

/* Looks at each booking in turn, as if those before were booked already. Returns
 * %NULL where all can be stored, and where @error is set. */
static TogProblem *
check (const TogBookingInput *input,
       GArray *plans,
       TogScope *scope,
       const TogTeamRow *team,
       TogTimes **times,
       GError **error)
{
  g_autoptr (TogProblem) all = NULL;
  guint n_named;

  *times = tog_booking_query_times (scope, team, 0, find_extent (input), &n_named, error);
  if (*times == NULL)
    return NULL;

  for (guint i = 0; i < input->wanted->len; i++)
    {
      const TogWanted *wanted = tog_booking_input_get (input, i);
      g_autoptr (TogProblem) problem = NULL;
      GError *failure = NULL;
      TogBookingPlan plan;

      problem = tog_booking_plan_init (&plan, wanted, scope, team, &failure);
      g_array_append_val (plans, plan);
      if (problem == NULL && failure == NULL)
        problem = tog_booking_judge (wanted, team->is_group, *times, n_named, &failure);
      if (failure != NULL)
        {
          g_propagate_error (error, failure);
          return NULL;
        }
      if (problem == NULL)
        {
          if (!take (*times, wanted->booking->slot, error))
            return NULL;
          continue;
        }
      if (all == NULL)
        all = new_problem ();
      tog_problem_add_verdict (all, i, problem);
    }
  return g_steal_pointer (&all);
}

static TogReply *
store (GArray *plans,
       TogRequest *request,
       TogScope *scope,
       const TogTeamRow *team,
       TogTimes *times,
       GError **error)
{
  g_autoptr (GString) json = g_string_new ("{\"items\":[");

  for (guint i = 0; i < plans->len; i++)
    {
      const TogBookingPlan *plan = &g_array_index (plans, TogBookingPlan, i);
      g_autoptr (TogSession) session =
          tog_booking_plan_store (plan, request, scope, team, times, error);
      g_autofree char *text = NULL;

      if (session == NULL)
        return NULL;
      text = tog_session_to_text (session);
      g_string_append_printf (json, "%s%s", i > 0 ? "," : "", text);
    }
  g_string_append (json, "]}");
  return tog_reply_new_json (201, g_string_free (g_steal_pointer (&json), FALSE));
}

/**
 * tog_series_write:
 * @request: whose body was read by tog_series_parse_match() or
 *   tog_series_parse_group()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Books several sessions, or none: each is judged, by the code that judges a single
 * one, before anything is written.
 *
 * Returns: (transfer full) (nullable): the answer; one that refuses has written
 *   nothing
 */
TogReply *
tog_series_write (TogRequest *request, TogScope *scope, GError **error)
{
  const TogBookingInput *input = request->input;
  g_autoptr (GArray) plans = new_plans ();
  g_autoptr (TogTimes) times = NULL;
  g_autoptr (TogProblem) problem = NULL;
  GError *failure = NULL;
  TogTeamRow team;

  if (tog_query_team_row (scope, request->item, input->is_group, &team, &failure))
    problem = check (input, plans, scope, &team, &times, &failure);
  else if (failure == NULL)
    return tog_reply_new_not_found ();
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  return problem != NULL ? tog_reply_new_from_problem (problem)
                         : store (plans, request, scope, &team, times, error);
}
