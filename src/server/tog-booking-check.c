#include "config.h"

#include "tog-attendees.h"
#include "tog-booking-write.h"

/* What is looked at around a session: no buffer reaches further. */
#define MARGIN TOG_DAY_SECONDS

/* How many people a refusal names. */
#define MAX_NAMED 3

static TogProblem *
refuse_conflict (const char *type, const char *title, const char *detail)
{
  return tog_problem_new (409, type, title, detail, NULL);
}

static char *
describe_who (TogTimes *times, gint32 who, const char *mine, const char *theirs)
{
  TogPersonTimes *person;

  if (who <= 0)
    return g_strdup (mine);
  person = g_ptr_array_index (times->people, who);
  return g_strdup_printf ("%s %s", person->member->name, theirs);
}

/* Says what keeps somebody from a session. */
static char *
describe_verdict (TogTimes *times, TogJudgement judgement)
{
  switch (judgement.verdict)
    {
    case TOG_VERDICT_SHORT_NOTICE:
      return describe_who (times,
                           judgement.who,
                           "You ask for more notice than that.",
                           "asks for more notice than that.");
    case TOG_VERDICT_BUSY:
      return describe_who (
          times, judgement.who, "You are busy at that time.", "is busy at that time.");
    case TOG_VERDICT_WEEK_FULL:
      return describe_who (times,
                           judgement.who,
                           "You have as many sessions that week as you take.",
                           "has as many sessions that week as they take.");
    case TOG_VERDICT_OFF_HOURS:
    default:
      return describe_who (times,
                           judgement.who,
                           "That is outside your working hours.",
                           "does not work at that time.");
    }
}

/* Says why a slot can't be booked; NULL where it can. */
static TogProblem *
refuse_verdict (TogTimes *times, TogJudgement judgement)
{
  g_autofree char *detail = NULL;

  switch (judgement.verdict)
    {
    case TOG_VERDICT_AVAILABLE:
    case TOG_VERDICT_UNCONFIRMED:
      return NULL;
    case TOG_VERDICT_PAST:
      return refuse_conflict (
          "/problems/slot-past", "That time is past", "The session would start before now.");
    case TOG_VERDICT_SHORT_NOTICE:
      detail = describe_verdict (times, judgement);
      return refuse_conflict ("/problems/slot-short-notice", "Too short notice", detail);
    case TOG_VERDICT_TOO_FAR:
      return refuse_conflict (
          "/problems/slot-too-far", "Too far ahead", "Nothing can be booked that far ahead yet.");
    case TOG_VERDICT_BUSY:
      detail = describe_verdict (times, judgement);
      return refuse_conflict ("/problems/slot-busy", "That time is taken", detail);
    case TOG_VERDICT_WEEK_FULL:
      detail = describe_verdict (times, judgement);
      return refuse_conflict ("/problems/slot-week-full", "Enough sessions that week", detail);
    case TOG_VERDICT_OFF_HOURS:
      detail = describe_verdict (times, judgement);
      return refuse_conflict ("/problems/slot-off-hours", "Outside working hours", detail);
    case TOG_VERDICT_MISALIGNED:
      return tog_problem_new (422,
                              "/problems/slot-misaligned",
                              "Not on a quarter of an hour",
                              "Sessions start on the hour or 15, 30 or 45 minutes past it.",
                              "/start");
    case TOG_VERDICT_BAD_DURATION:
    default:
      return tog_problem_new (422,
                              "/problems/bad-duration",
                              "Not a duration that is offered",
                              "Sessions take 30, 45 or 60 minutes.",
                              "/duration");
    }
}

/* Both of a match have to be able to meet. */
static TogProblem *
judge_match (const TogWanted *wanted, TogTimes *times, GError **error)
{
  TogSlot slot = wanted->booking->slot;
  TogJudgement judgement;

  if (!tog_times_judge (times,
                        wanted->zone,
                        times->now,
                        &slot.start,
                        1,
                        slot.end - slot.start,
                        &judgement,
                        error))
    return NULL;
  return refuse_verdict (times, judgement);
}

/* Those of a group whom the booker did not say they know that they can't. */
typedef struct
{
  TogTimes *times;
  guint n_named;
  GArray *named; /* (owned) (element-type TogJudgement) */
  guint n_counted;
} Conflicts;

static GHashTable *
list_ids (TogTimes *times)
{
  GHashTable *ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < times->people->len; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (times->people, i);

      g_hash_table_insert (ids, person->member->id, GUINT_TO_POINTER (FALSE));
    }
  return ids;
}

/* Marks the ids that may be overridden. Of whoever is only counted nobody can say
 * that it is they who can't: that their id is there changes nothing. */
static TogProblem *
read_overridden (const TogBooking *booking, GHashTable *ids)
{
  for (guint i = 0; booking->overridden != NULL && booking->overridden[i] != NULL; i++)
    {
      const char *id = booking->overridden[i];
      g_autofree char *field = NULL;

      if (g_hash_table_contains (ids, id))
        {
          g_hash_table_insert (ids, (gpointer) id, GUINT_TO_POINTER (TRUE));
          continue;
        }
      field = g_strdup_printf ("/overridden/%u", i);
      return tog_problem_new (422,
                              "/problems/bad-value",
                              "That can't be accepted",
                              "The group has no such member.",
                              field);
    }
  return NULL;
}

static void
find_conflicts (Conflicts *self,
                const TogBooking *booking,
                GHashTable *overridden,
                GArray *attendees)
{
  for (guint i = 0; i < attendees->len; i++)
    {
      const TogAttendee *attendee = &g_array_index (attendees, TogAttendee, i);
      TogPersonTimes *person = g_ptr_array_index (self->times->people, i);
      TogJudgement judgement = {
        tog_availability_judge_alone (&attendee->availability, self->times->now, booking->slot),
        (gint32) i,
      };

      if (tog_verdict_is_bookable (judgement.verdict))
        continue;
      if (i >= self->n_named)
        self->n_counted++;
      else if (!GPOINTER_TO_UINT (g_hash_table_lookup (overridden, person->member->id)))
        g_array_append_val (self->named, judgement);
    }
  if (self->n_counted <= (guint) booking->n_overridden)
    self->n_counted = 0;
}

/* "Ana, Ben, Cyn and 2 others can't then." */
static char *
describe_conflicts (const Conflicts *self)
{
  guint n = self->named->len + self->n_counted;
  guint n_told = MIN (self->named->len, MAX_NAMED);
  guint n_others = n - n_told;
  GString *text;

  if (n_told == 0)
    return n == 1 ? g_strdup ("One member can't then.")
                  : g_strdup_printf ("%u members can't then.", n);

  text = g_string_new (NULL);
  for (guint i = 0; i < n_told; i++)
    {
      gint32 who = g_array_index (self->named, TogJudgement, i).who;
      TogPersonTimes *person = g_ptr_array_index (self->times->people, who);

      if (i > 0)
        g_string_append (text, i == n_told - 1 && n_others == 0 ? " and " : ", ");
      g_string_append (text, who == 0 ? "You" : person->member->name);
    }
  if (n_others == 1)
    g_string_append (text, " and one other");
  else if (n_others > 1)
    g_string_append_printf (text, " and %u others", n_others);
  g_string_append (text, " can't then.");
  return g_string_free (text, FALSE);
}

static TogProblem *
refuse_conflicts (const Conflicts *self)
{
  g_autofree char *detail = NULL;
  TogProblem *problem;

  if (self->named->len == 0 && self->n_counted == 0)
    return NULL;
  if (self->named->len == 1 && self->n_counted == 0)
    detail = describe_verdict (self->times, g_array_index (self->named, TogJudgement, 0));
  else
    detail = describe_conflicts (self);

  problem =
      tog_problem_new (409, "/problems/slot-conflicts", "Not everyone can then", detail, NULL);
  for (guint i = 0; i < self->named->len; i++)
    {
      TogJudgement judgement = g_array_index (self->named, TogJudgement, i);
      TogPersonTimes *person = g_ptr_array_index (self->times->people, judgement.who);

      tog_problem_add_conflict (problem, person->member->id, judgement.verdict);
    }
  for (guint i = 0; i < self->n_counted; i++)
    tog_problem_add_conflict (problem, NULL, TOG_VERDICT_BUSY);
  return problem;
}

/* A group meets without whoever can't, if the booker knows that. */
static TogProblem *
judge_group (const TogWanted *wanted, TogTimes *times, guint n_named, GError **error)
{
  const TogJudgementRules rules = { times->now, times->latest_end, wanted->zone };
  TogSlot slot = wanted->booking->slot;
  g_autoptr (GHashTable) overridden = list_ids (times);
  g_autoptr (GArray) attendees = NULL;
  g_autoptr (GArray) named = g_array_new (FALSE, FALSE, sizeof (TogJudgement));
  Conflicts conflicts = { times, n_named, named, 0 };
  TogProblem *problem;

  if (times->people->len < 2)
    return refuse_conflict (
        "/problems/nobody-else", "Nobody to meet", "You are the only member of this group.");
  problem = read_overridden (wanted->booking, overridden);
  if (problem == NULL)
    problem = refuse_verdict (times, tog_availability_judge (NULL, 0, &rules, slot));
  if (problem != NULL)
    return problem;

  attendees = tog_attendees_new (times, 0, slot, error);
  if (attendees == NULL)
    return NULL;
  find_conflicts (&conflicts, wanted->booking, overridden, attendees);
  return refuse_conflicts (&conflicts);
}

/**
 * tog_booking_judge:
 * @wanted: a booking or a move
 * @is_group: whether it is with a group
 * @times: the times of everybody who takes part, around it
 * @n_named: how many of them are told by name, from the first on
 * @error: return location
 *
 * Judges a booking by everybody's times, whether it stands alone, is one of a series
 * or moves a session.
 *
 * Returns: (transfer full) (nullable): why it can't be booked; %NULL where it
 *   can, and where @error is set
 */
TogProblem *
tog_booking_judge (const TogWanted *wanted,
                   gboolean is_group,
                   TogTimes *times,
                   guint n_named,
                   GError **error)
{
  return is_group ? judge_group (wanted, times, n_named, error)
                  : judge_match (wanted, times, error);
}

/**
 * tog_booking_query_times:
 * @scope: what the member may see, in the writer's transaction
 * @team: the match or group it is with
 * @moving: id of the session that is moved, or 0
 * @extent: for which time
 * @n_named: (out): how many of them are told by name, from the first on
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what tog_booking_judge() judges sessions
 *   within @extent by
 */
TogTimes *
tog_booking_query_times (TogScope *scope,
                         const TogTeamRow *team,
                         gint64 moving,
                         TogSlot extent,
                         guint *n_named,
                         GError **error)
{
  return tog_query_all_times (
      scope, team, moving, tog_slot_pad (extent, MARGIN, MARGIN), n_named, error);
}
