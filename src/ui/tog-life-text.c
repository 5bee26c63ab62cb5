#include "config.h"

#include "tog-life-text.h"

#include "tog-format.h"
#include "tog-session-text.h"
#include "tog-team-text.h"

#include <glib/gi18n.h>

/* Of so many it is told by name what they said; of more, how many. */
#define MAX_NAMED 4

/**
 * tog_session_can:
 *
 * Whether something can be done with it at @now.
 */
gboolean
tog_session_can (TogSession *session, TogSessionAction action, TogInstant now)
{
  return tog_session_judge_action (session->state, session->slot, now, action) ==
         TOG_ACTION_ALLOWED;
}

/**
 * tog_answer_get_icon:
 */
const char *
tog_answer_get_icon (TogAnswer answer)
{
  switch (answer)
    {
    case TOG_ANSWER_ACCEPTED:
      return "object-select-symbolic";
    case TOG_ANSWER_TENTATIVE:
      return "dialog-question-symbolic";
    case TOG_ANSWER_DECLINED:
      return "window-close-symbolic";
    case TOG_ANSWER_PENDING:
    default:
      return "content-loading-symbolic";
    }
}

/**
 * tog_rating_get_label:
 * @rating: 1 to %TOG_MAX_RATING
 */
const char *
tog_rating_get_label (int rating)
{
  static const char *const labels[] = {
    N_ ("Not useful"),
    N_ ("Somewhat useful"),
    N_ ("Useful"),
    N_ ("Very useful"),
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (labels) == TOG_MAX_RATING);

  return _ (labels[CLAMP (rating, 1, TOG_MAX_RATING) - 1]);
}

/**
 * tog_session_dup_join_hint:
 *
 * From when on it can be joined.
 *
 * Returns: (nullable): %NULL where it can be now, or can't any more
 */
char *
tog_session_dup_join_hint (TogSession *session, TogInstant now)
{
  g_autoptr (TogZone) zone = NULL;
  g_autofree char *time = NULL;
  TogInstant opens;

  if (tog_session_judge_action (session->state, session->slot, now, TOG_ACTION_JOIN) !=
      TOG_ACTION_TOO_EARLY)
    return NULL;

  opens = session->slot.start - TOG_JOIN_SECONDS;
  zone = tog_format_get_local_zone ();
  if (tog_zone_to_wall (zone, opens).day != tog_zone_to_wall (zone, now).day)
    return g_strdup_printf (ngettext ("Opens %d minute before the start",
                                      "Opens %d minutes before the start",
                                      TOG_JOIN_SECONDS / TOG_MINUTE),
                            (int) (TOG_JOIN_SECONDS / TOG_MINUTE));

  time = tog_format_time (zone, opens);

  /* Translators: a time: "Opens at 10:50". */
  return g_strdup_printf (_ ("Opens at %s"), time);
}

/**
 * tog_session_dup_late:
 * @my_id: (nullable): who is signed in
 *
 * Who said that they would be late, a line each.
 *
 * Returns: (nullable): %NULL where nobody did
 */
char *
tog_session_dup_late (TogSession *session, const char *my_id)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);
      g_autofree char *name = NULL;

      if (participant->late <= 0)
        continue;
      if (lines->len > 0)
        g_string_append_c (lines, '\n');
      if (g_strcmp0 (participant->member->id, my_id) == 0)
        {
          g_string_append_printf (lines,
                                  ngettext ("You said that you’re about %d minute late",
                                            "You said that you’re about %d minutes late",
                                            participant->late),
                                  participant->late);
          continue;
        }
      name = tog_member_dup_given_name (participant->member);
      /* Translators: a person, and how late they are. */
      g_string_append_printf (
          lines,
          ngettext ("%s is about %d minute late", "%s is about %d minutes late", participant->late),
          name,
          participant->late);
    }

  return lines->len > 0 ? g_strdup (lines->str) : NULL;
}

static char *
dup_statement (TogParticipant *participant, gboolean is_me)
{
  gboolean yes = participant->held == TOG_HELD_YES;
  g_autofree char *name = NULL;

  if (is_me)
    return g_strdup (yes ? _ ("You: yes.") : _ ("You: no."));

  name = tog_member_dup_given_name (participant->member);

  /* Translators: what a person stated of whether they met. */
  return g_strdup_printf (yes ? _ ("%s: yes.") : _ ("%s: no."), name);
}

/**
 * tog_session_dup_statements:
 * @my_id: (nullable): who is signed in
 *
 * What everybody stated of whether they met, side by side: "You: yes. Asha: no."
 *
 * Returns: (nullable): %NULL where nobody said anything
 */
char *
tog_session_dup_statements (TogSession *session, const char *my_id)
{
  TogParticipant *me = tog_session_find_participant (session, my_id);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  guint n_yes = 0, n_no = 0;

  if (me != NULL && me->held != TOG_HELD_UNSAID)
    g_ptr_array_add (parts, dup_statement (me, TRUE));
  for (guint i = 0; i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);

      if (participant == me)
        continue;
      n_yes += participant->held == TOG_HELD_YES;
      n_no += participant->held == TOG_HELD_NO;
      if (participant->held != TOG_HELD_UNSAID && n_yes + n_no <= MAX_NAMED)
        g_ptr_array_add (parts, dup_statement (participant, FALSE));
    }
  if (n_yes + n_no > MAX_NAMED)
    {
      g_ptr_array_set_size (parts, me != NULL && me->held != TOG_HELD_UNSAID);
      /* Translators: how many others stated that they met, and how many that they didn't. */
      g_ptr_array_add (parts, g_strdup_printf (_ ("Others: %u yes, %u no."), n_yes, n_no));
    }
  if (parts->len == 0)
    return NULL;

  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" ", (char **) parts->pdata);
}

/**
 * tog_session_dup_version:
 *
 * When and where it is, and whether at all: what is put beside what somebody else
 * made of it.
 */
char *
tog_session_dup_version (TogSession *session, TogInstant now)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  g_autofree char *when = tog_format_session_time (zone, session->slot, now);
  g_autofree char *place = NULL;

  switch (session->state)
    {
    case TOG_SESSION_CANCELLED:
      if (session->cancel_reason == NULL)
        /* Translators: a session's time; it was called off. */
        return g_strdup_printf (_ ("%s, cancelled"), when);
      /* Translators: a session's time; it was called off, and why. */
      return g_strdup_printf (_ ("%s, cancelled: %s"), when, session->cancel_reason);
    case TOG_SESSION_COMPLETED:
      /* Translators: a session's time; it was held. */
      return g_strdup_printf (_ ("%s, marked as done"), when);
    case TOG_SESSION_SCHEDULED:
    case TOG_SESSION_NOT_SCHEDULED:
    default:
      place = tog_session_dup_place (session);
      /* Translators: a session's time, then how long and where. */
      return g_strdup_printf (C_ ("time, place", "%s, %s"), when, place);
    }
}

/* A to-do's detail begins with the name of whom it is about. */
static gboolean
is_about (const char *detail, TogMember *member)
{
  gsize length = strlen (member->name);

  return g_str_has_prefix (detail, member->name) &&
         (detail[length] == '\0' || g_str_has_prefix (detail + length, ": "));
}

/**
 * tog_session_dup_decline:
 * @detail: (nullable): of the to-do that says so: who declined, then why
 *
 * Who declined it, and why: "Asha declined “Goals”: At the dentist".
 */
char *
tog_session_dup_decline (TogSession *session, const char *detail)
{
  for (guint i = 0; i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);
      const char *reason = participant->reason;
      g_autofree char *name = NULL;

      /* The to-do may be newer than what is known of the session. */
      if (detail != NULL ? !is_about (detail, participant->member)
                         : participant->answer != TOG_ANSWER_DECLINED)
        continue;
      if (detail != NULL && reason == NULL && detail[strlen (participant->member->name)] == ':')
        reason = detail + strlen (participant->member->name) + strlen (": ");
      name = tog_member_dup_given_name (participant->member);
      if (reason == NULL)
        /* Translators: a person and a session. */
        return g_strdup_printf (_ ("%s declined “%s”"), name, session->title);
      /* Translators: a person, a session, and why. */
      return g_strdup_printf (_ ("%s declined “%s”: %s"), name, session->title, reason);
    }

  if (detail != NULL)
    /* Translators: a session, and who declined it and why. */
    return g_strdup_printf (_ ("“%s” was declined: %s"), session->title, detail);
  return g_strdup_printf (_ ("“%s” was declined"), session->title);
}

/**
 * tog_session_dup_invitation:
 *
 * Who invites to it, or moved it.
 */
char *
tog_session_dup_invitation (TogSession *session)
{
  const char *who = session->moved_by != NULL ? session->moved_by : session->booked_by;
  TogParticipant *person = tog_session_find_participant (session, who);
  g_autofree char *name = NULL;

  if (person == NULL)
    return g_strdup_printf (_ ("You are invited to “%s”"), session->title);

  name = tog_member_dup_given_name (person->member);
  if (session->moved_by != NULL)
    /* Translators: a person and a session. */
    return g_strdup_printf (_ ("%s moved “%s”"), name, session->title);

  /* Translators: a person and a session. */
  return g_strdup_printf (_ ("%s invites you to “%s”"), name, session->title);
}

/**
 * tog_session_dup_question:
 * @my_id: (nullable): who is signed in
 *
 * Whether they met, of what is over: "Did you meet Tomás?"
 */
char *
tog_session_dup_question (TogSession *session, const char *my_id)
{
  g_autofree char *name = NULL;

  for (guint i = 0; i < session->participants->len && session->group_id == NULL; i++)
    {
      TogMember *member = ((TogParticipant *) g_ptr_array_index (session->participants, i))->member;

      if (g_strcmp0 (member->id, my_id) != 0 && name == NULL)
        name = tog_member_dup_given_name (member);
    }
  if (name == NULL)
    /* Translators: a session. */
    return g_strdup_printf (_ ("Did you meet for “%s”?"), session->title);

  /* Translators: a person. */
  return g_strdup_printf (_ ("Did you meet %s?"), name);
}

/**
 * tog_team_is_finished:
 *
 * Whether all that was planned is done.
 */
gboolean
tog_team_is_finished (TogTeam *team)
{
  return team->n_planned > 0 && team->n_completed >= team->n_planned;
}

/**
 * tog_team_dup_finished:
 *
 * A sentence to celebrate with.
 */
char *
tog_team_dup_finished (TogTeam *team)
{
  g_autofree char *name = NULL;

  if (TOG_IS_GROUP (team))
    /* Translators: a group and a program. */
    return g_strdup_printf (
        _ ("%s completed “%s”. Well done!"), tog_team_get_name (team), team->program_name);

  name = tog_member_dup_given_name (TOG_MATCH (team)->person);

  /* Translators: a person and a program. */
  return g_strdup_printf (_ ("You and %s completed “%s”. Well done!"), name, team->program_name);
}
