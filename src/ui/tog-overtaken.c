#include "config.h"

#include "tog-overtaken.h"

#include "tog-format.h"
#include "tog-life-text.h"
#include "tog-team-load.h"

#include <glib/gi18n.h>

/**
 * tog_overtaken_is_moved:
 * @session: as it is by now
 * @moved: what was to be moved, as it was
 *
 * Returns: whether somebody else moved it, so that it can still be moved on from there
 */
gboolean
tog_overtaken_is_moved (TogSession *session, TogSession *moved)
{
  return g_str_equal (session->id, moved->id) && session->state == TOG_SESSION_SCHEDULED &&
         (session->slot.start != moved->slot.start || session->slot.end != moved->slot.end);
}

/* Who moved a session that was at @before. */
static char *
dup_move (TogSession *session, TogInstant before, const TogZone *zone, TogInstant now)
{
  TogParticipant *mover =
      session->moved_by != NULL ? tog_session_find_participant (session, session->moved_by) : NULL;
  g_autofree char *name = mover != NULL ? tog_member_dup_given_name (mover->member) : NULL;
  g_autofree char *from = tog_format_when_within (zone, before, now);
  g_autofree char *to = tog_format_when_within (zone, session->slot.start, now);

  if (name != NULL)
    /* Translators: a person, a session's title, when it was and when it is. */
    return g_strdup_printf (
        _ ("%s has moved “%s” in the meantime, from %s to %s."), name, session->title, from, to);
  /* Translators: a session's title, when it was and when it is. */
  return g_strdup_printf (
      _ ("“%s” has been moved in the meantime, from %s to %s."), session->title, from, to);
}

/**
 * tog_overtaken_find:
 * @team: as it is by now
 * @planned_id: what is to be booked, or what @moved is a session of
 * @moved: (nullable): what is to be moved instead
 *
 * Looks for what others have done while a time was looked for: what is to be booked
 * is by now, and what is to be moved is called off, done or at another time.
 *
 * Returns: (transfer none) (nullable): the session that they made of it
 */
TogSession *
tog_overtaken_find (TogTeam *team, const char *planned_id, TogSession *moved)
{
  TogPlannedSession *planned = tog_team_find_planned (team, planned_id);
  TogSession *session = planned != NULL ? planned->session : NULL;

  if (session == NULL)
    return NULL;
  if (moved != NULL && g_str_equal (session->id, moved->id))
    return session->state != TOG_SESSION_SCHEDULED || tog_overtaken_is_moved (session, moved)
               ? session
               : NULL;
  return session->state != TOG_SESSION_CANCELLED ? session : NULL;
}

/**
 * tog_overtaken_dup_text:
 * @session: what tog_overtaken_find() found
 * @moved: (nullable): as there
 * @zone: in which to say when it is
 * @now: the present
 *
 * Returns: (transfer full): what happened, as a whole sentence
 */
char *
tog_overtaken_dup_text (TogSession *session, TogSession *moved, const TogZone *zone, TogInstant now)
{
  g_autofree char *when = NULL;

  switch (session->state)
    {
    case TOG_SESSION_CANCELLED:
      if (session->cancel_reason == NULL)
        return g_strdup_printf (_ ("“%s” has been cancelled in the meantime."), session->title);
      /* Translators: a session's title, then why it was called off in somebody's words. */
      return g_strdup_printf (_ ("“%s” has been cancelled in the meantime: “%s”"),
                              session->title,
                              session->cancel_reason);
    case TOG_SESSION_COMPLETED:
      return g_strdup_printf (_ ("“%s” has been marked as done in the meantime."), session->title);
    case TOG_SESSION_SCHEDULED:
    case TOG_SESSION_NOT_SCHEDULED:
    default:
      if (moved != NULL && g_str_equal (session->id, moved->id))
        return dup_move (session, moved->slot.start, zone, now);
      when = tog_format_when (zone, session->slot.start, now);
      if (moved != NULL)
        /* Translators: a session's title, when it is. */
        return g_strdup_printf (
            _ ("“%s” has been cancelled and scheduled anew in the meantime: %s."),
            session->title,
            when);
      /* Translators: a session's title, when it is. */
      return g_strdup_printf (
          _ ("“%s” has been scheduled in the meantime: %s."), session->title, when);
    }
}
