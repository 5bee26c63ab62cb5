#include "config.h"

#include "tog-overtaken.h"

#include "tog-format.h"
#include "tog-life-text.h"
#include "tog-team-load.h"

#include <glib/gi18n.h>

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
 * Looks for what others have done while a time was looked for, after which there is
 * nothing left to book or to move.
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
    return session->state != TOG_SESSION_SCHEDULED ? session : NULL;
  return session->state != TOG_SESSION_CANCELLED ? session : NULL;
}

/**
 * tog_overtaken_find_move:
 * @team: as it is by now
 * @planned_id: what @moved is a session of
 * @moved: (nullable): what is to be moved, as it was
 *
 * Looks whether others have moved it. It can still be moved on from there.
 *
 * Returns: (transfer none) (nullable): the session as it is now, at another time
 */
TogSession *
tog_overtaken_find_move (TogTeam *team, const char *planned_id, TogSession *moved)
{
  TogPlannedSession *planned = tog_team_find_planned (team, planned_id);
  TogSession *session = planned != NULL ? planned->session : NULL;

  if (session == NULL || moved == NULL || !g_str_equal (session->id, moved->id) ||
      session->state != TOG_SESSION_SCHEDULED)
    return NULL;
  return session->slot.start != moved->slot.start || session->slot.end != moved->slot.end ? session
                                                                                          : NULL;
}

/**
 * tog_overtaken_dup_text:
 * @session: what tog_overtaken_find() or tog_overtaken_find_move() found
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

/**
 * tog_overtaken_dup_present:
 * @team: as it is by now
 * @planned_id: what @opened is a session of
 * @opened: what is to be moved, as it was when somebody began to look for a time
 * @zone: in which to say when it is
 * @now: the present
 *
 * Returns: (transfer full): when it is until it is moved, and who moved it meanwhile
 */
char *
tog_overtaken_dup_present (TogTeam *team,
                           const char *planned_id,
                           TogSession *opened,
                           const TogZone *zone,
                           TogInstant now)
{
  TogSession *session = tog_overtaken_find_move (team, planned_id, opened);
  g_autofree char *text = NULL;

  if (session != NULL)
    {
      text = tog_overtaken_dup_text (session, opened, zone, now);
      /* Translators: a sentence that says who moved a session that is to be moved. */
      return g_strdup_printf (_ ("%s Choose another time, or leave it there."), text);
    }

  text = tog_format_session_time (zone, opened->slot, now);
  /* Translators: when a session is that is to be moved. */
  return g_strdup_printf (_ ("Until now: %s. Choose another time."), text);
}
