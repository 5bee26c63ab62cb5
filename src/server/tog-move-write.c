#include "config.h"

#include "tog-booking-write.h"
#include "tog-invite-log.h"
#include "tog-session-mails.h"
#include "tog-session-people.h"
#include "tog-session-store.h"
#include "tog-session-write.h"

/* Where a session is to be, all of it. */
typedef struct
{
  TogSlot slot;
  char *conference;    /* (owned): JSON, as on the wire */
  const char *message; /* (not owned) (nullable) */
} Place;

static gboolean
is_same_slot (TogSlot a, TogSlot b)
{
  return a.start == b.start && a.end == b.end;
}

static char *
print_conference (TogConference *conference)
{
  GString *text = g_string_new (NULL);

  tog_conference_append_json (text, conference);
  return g_string_free (text, FALSE);
}

/* A provider's link is sent around: it stays, unless another provider is wanted. */
static gboolean
keeps_conference (const TogBooking *move, TogConference *present)
{
  TogConference *wanted = move->conference;

  return wanted == NULL ||
         (wanted->kind == TOG_CONFERENCE_PROVIDER && present->kind == TOG_CONFERENCE_PROVIDER &&
          g_strcmp0 (wanted->provider, present->provider) == 0);
}

/* Nobody's time is asked about where the time stays, as long as it is not over. */
static TogProblem *
judge (const TogWanted *wanted, TogScope *scope, const TogSeat *seat, GError **error)
{
  g_autoptr (TogTimes) times = NULL;
  TogSlot slot = wanted->booking->slot;
  guint n_named;

  if (is_same_slot (slot, seat->slot))
    return slot.end > tog_scope_get_now (scope)
               ? NULL
               : tog_problem_new (409,
                                  "/problems/slot-past",
                                  "That time is past",
                                  "The session would be over before now.",
                                  NULL);
  times = tog_booking_query_times (scope, &seat->team, seat->session, slot, &n_named, error);
  return times != NULL ? tog_booking_judge (wanted, seat->team.is_group, times, n_named, error)
                       : NULL;
}

static gboolean
store_place (TogScope *scope, const TogSeat *seat, const Place *place, GError **error)
{
  g_autoptr (TogStatement) update = tog_scope_prepare (
      scope,
      "UPDATE session SET starts_at = :start, ends_at = :end, conference = :conference, "
      "message = :message, sequence = sequence + 1, version = version + 1, "
      "agreed_version = version + 1, moved_by = :me, "
      "moved_from = iif (starts_at <> :start, starts_at, moved_from), booked_at = :now "
      "WHERE id = :session AND organization_id = :org",
      error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_int (update, ":session", seat->session);
  tog_statement_bind_int (update, ":start", place->slot.start);
  tog_statement_bind_int (update, ":end", place->slot.end);
  tog_statement_bind_text (update, ":conference", place->conference);
  tog_statement_bind_text (update, ":message", place->message);
  tog_statement_bind_int (update, ":now", tog_scope_get_now (scope));
  return tog_statement_run (update, error);
}

/* What was said of another time is no answer to this one. */
static gboolean
forget_answers (TogScope *scope, const TogSeat *seat, GError **error)
{
  g_autoptr (TogStatement) update = tog_scope_prepare (
      scope,
      "UPDATE participant SET answer = iif (member_id = :me, 'accepted', 'pending'), "
      "reason = NULL, answered_at = 0, held = 'unsaid', rating = 0, late = 0 "
      "WHERE session_id = :session "
      "AND EXISTS (SELECT 1 FROM session WHERE id = :session AND organization_id = :org)",
      error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_int (update, ":session", seat->session);
  return tog_statement_run (update, error);
}

static gboolean
add_people (TogScope *scope, const TogSeat *seat, GError **error)
{
  g_autoptr (GArray) people =
      tog_session_add_people (scope, &seat->team, seat->session, TOG_ANSWER_PENDING, error);

  return people != NULL;
}

/* Whoever came to the group since is invited, too: their time was asked about. */
static gboolean
store (TogScope *scope, const TogSeat *seat, const Place *place, GError **error)
{
  gboolean stays = is_same_slot (place->slot, seat->slot);

  return tog_invite_log_write (scope,
                               seat->session,
                               stays ? TOG_INVITE_EVENT_CHANGED : TOG_INVITE_EVENT_MOVED,
                               TOG_ANSWER_PENDING,
                               NULL,
                               error) &&
         store_place (scope, seat, place, error) &&
         (stays || forget_answers (scope, seat, error)) && add_people (scope, seat, error) &&
         tog_session_mail_change (scope, seat, TOG_INVITE_REQUEST, error) &&
         tog_session_note_changed (scope, seat->session, error);
}

static TogProblem *
move_session (const TogWanted *wanted,
              TogSession *present,
              TogScope *scope,
              const TogSeat *seat,
              GError **error)
{
  const TogBooking *move = wanted->booking;
  g_autoptr (TogConference) conference = NULL;
  g_autofree char *before = print_conference (present->conference);
  g_autofree char *after = NULL;
  TogProblem *problem = seat->team.is_group ? NULL : tog_booking_refuse_overridden (move);
  Place place = { move->slot, NULL, move->message != NULL ? move->message : present->message };

  if (problem == NULL && keeps_conference (move, present->conference))
    conference = g_object_ref (present->conference);
  else if (problem == NULL)
    problem = tog_booking_make_conference (scope, move->conference, &conference, error);
  if (problem != NULL || conference == NULL)
    return problem;

  place.conference = after = print_conference (conference);
  if (is_same_slot (place.slot, seat->slot) && g_str_equal (before, after) &&
      g_strcmp0 (place.message, present->message) == 0)
    return NULL;
  problem = judge (wanted, scope, seat, error);
  if (problem == NULL && *error == NULL)
    store (scope, seat, &place, error);
  return problem;
}

static TogReply *
move (TogRequest *request, TogScope *scope, const TogSeat *seat, GError **error)
{
  gint64 version;
  g_autoptr (TogSession) present = tog_query_session (scope, request->item, &version, error);
  g_autoptr (TogProblem) problem = NULL;

  if (present == NULL)
    return NULL;
  problem = move_session (tog_booking_input_get (request->input, 0), present, scope, seat, error);
  return problem != NULL ? tog_reply_new_from_problem (problem) : NULL;
}

/**
 * tog_move_write:
 * @request: whose body was read by tog_move_parse()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Moves a session, or changes where it is held: judged like a booking, by the same
 * code, with the session itself in nobody's way. What is left out stays as it is.
 *
 * Returns: (transfer full) (nullable): the answer; one that refuses has written
 *   nothing
 */
TogReply *
tog_move_write (TogRequest *request, TogScope *scope, GError **error)
{
  return tog_session_write (request, scope, TOG_ACTION_RESCHEDULE, move, error);
}
