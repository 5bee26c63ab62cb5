#include "config.h"

#include "tog-session-text.h"

#include "tog-format.h"
#include "tog-session-action.h"
#include "tog-state-chip.h"

#include <glib/gi18n.h>

/**
 * tog_session_can_join:
 *
 * Whether there is a link that it makes sense to follow at @now.
 */
gboolean
tog_session_can_join (TogSession *session, TogInstant now)
{
  return session->conference != NULL && session->conference->url != NULL &&
         tog_session_judge_action (session->state, session->slot, now, TOG_ACTION_JOIN) ==
             TOG_ACTION_ALLOWED;
}

/**
 * tog_session_is_over:
 */
gboolean
tog_session_is_over (TogSession *session, TogInstant now)
{
  return now >= session->slot.end;
}

/**
 * tog_planned_session_is_over:
 */
gboolean
tog_planned_session_is_over (TogPlannedSession *planned, TogInstant now)
{
  return planned->session != NULL && tog_session_is_over (planned->session, now);
}

/**
 * tog_planned_session_can_book:
 */
gboolean
tog_planned_session_can_book (TogPlannedSession *planned)
{
  return planned->state == TOG_SESSION_NOT_SCHEDULED || planned->state == TOG_SESSION_CANCELLED;
}

/**
 * tog_session_get_other:
 *
 * The first participant who isn't @me.
 *
 * Returns: (transfer none) (nullable)
 */
TogMember *
tog_session_get_other (TogSession *session, TogMember *me)
{
  for (guint i = 0; i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);

      if (!g_str_equal (participant->member->id, me->id))
        return participant->member;
    }

  return NULL;
}

/**
 * tog_session_dup_size:
 *
 * How many take part, such as "6 people".
 */
char *
tog_session_dup_size (TogSession *session)
{
  guint n_people = session->participants->len;

  return g_strdup_printf (ngettext ("%u person", "%u people", n_people), n_people);
}

/**
 * tog_session_dup_place:
 *
 * How long and where, such as "45 minutes on Jitsi Meet".
 */
char *
tog_session_dup_place (TogSession *session)
{
  TogConference *conference = session->conference;
  g_autofree char *duration = tog_format_duration (session->slot.end - session->slot.start);

  switch (conference != NULL ? conference->kind : TOG_CONFERENCE_NONE)
    {
    case TOG_CONFERENCE_PROVIDER:
      if (conference->name == NULL)
        return g_strdup_printf (_ ("%s by video"), duration);
      /* Translators: "45 minutes on Jitsi Meet". */
      return g_strdup_printf (_ ("%s on %s"), duration, conference->name);
    case TOG_CONFERENCE_LINK:
      return g_strdup_printf (_ ("%s by video"), duration);
    case TOG_CONFERENCE_PLACE:
      /* Translators: how long, then a place that somebody wrote: "45 minutes, Café Central". */
      return g_strdup_printf (_ ("%s, %s"), duration, conference->place);
    case TOG_CONFERENCE_NONE:
    default:
      return g_steal_pointer (&duration);
    }
}

/**
 * tog_planned_session_is_declined:
 *
 * Returns: whether it is a session for two to come to which one of them doesn't come
 */
gboolean
tog_planned_session_is_declined (TogPlannedSession *planned, TogInstant now)
{
  TogSession *session = planned->session;

  if (planned->state != TOG_SESSION_SCHEDULED || session == NULL || session->group_id != NULL ||
      tog_planned_session_is_over (planned, now))
    return FALSE;
  for (guint i = 0; i < session->participants->len; i++)
    if (((TogParticipant *) g_ptr_array_index (session->participants, i))->answer ==
        TOG_ANSWER_DECLINED)
      return TRUE;
  return FALSE;
}

/**
 * tog_planned_session_dup_state:
 *
 * Where it stands, and when it is or was: "Scheduled, today, 11:00".
 */
char *
tog_planned_session_dup_state (TogPlannedSession *planned, TogInstant now)
{
  gboolean is_over = tog_planned_session_is_over (planned, now);
  const char *label = tog_planned_session_is_declined (planned, now)
                          ? _ ("Declined")
                          : tog_session_state_get_label (planned->state, is_over);
  g_autoptr (TogZone) zone = NULL;
  g_autofree char *when = NULL;

  if (planned->session == NULL || tog_planned_session_can_book (planned))
    return g_strdup (label);

  zone = tog_format_get_local_zone ();
  if (planned->state == TOG_SESSION_COMPLETED)
    when = tog_format_short_day (tog_zone_to_wall (zone, planned->session->slot.start).day,
                                 tog_zone_to_wall (zone, now).day);
  else
    when = tog_format_when_within (zone, planned->session->slot.start, now);

  /* Translators: a session's state, then its day: "Completed, 12 October". */
  return g_strdup_printf (_ ("%s, %s"), label, when);
}

/**
 * tog_role_get_label:
 */
const char *
tog_role_get_label (TogRole role)
{
  switch (role)
    {
    case TOG_ROLE_MENTOR:
      return _ ("Mentor");
    case TOG_ROLE_MENTEE:
      return _ ("Mentee");
    case TOG_ROLE_FACILITATOR:
      return _ ("Facilitator");
    case TOG_ROLE_GROUP_MEMBER:
    default:
      return _ ("Group member");
    }
}

/**
 * tog_role_get_label_of_mine:
 *
 * What somebody is to the user.
 */
const char *
tog_role_get_label_of_mine (TogRole their_role)
{
  switch (their_role)
    {
    case TOG_ROLE_MENTOR:
      return _ ("Your mentor");
    case TOG_ROLE_MENTEE:
      return _ ("Your mentee");
    case TOG_ROLE_FACILITATOR:
      return _ ("Your facilitator");
    case TOG_ROLE_GROUP_MEMBER:
    default:
      return _ ("In your group");
    }
}

/**
 * tog_answer_get_label:
 */
const char *
tog_answer_get_label (TogAnswer answer)
{
  switch (answer)
    {
    case TOG_ANSWER_ACCEPTED:
      return _ ("Accepted");
    case TOG_ANSWER_TENTATIVE:
      return _ ("Maybe");
    case TOG_ANSWER_DECLINED:
      return _ ("Declined");
    case TOG_ANSWER_PENDING:
    default:
      return _ ("No answer yet");
    }
}
