#include "config.h"

#include "tog-history-text.h"

#include "tog-format.h"
#include "tog-life-text.h"
#include "tog-session-text.h"
#include "tog-state-chip.h"

#include <glib/gi18n.h>
#include <string.h>

/* First-strong isolate (Unicode Standard Annex 9). */
#define FSI "\xe2\x81\xa8"

/* Names that stand in a row; of more people it is told how many they are. */
#define MAX_NAMES 2

static const char *
get_field_label (TogSessionField field)
{
  switch (field)
    {
    case TOG_FIELD_PEOPLE:
      return _ ("People");
    case TOG_FIELD_PROGRAM:
      return _ ("Program");
    case TOG_FIELD_AGENDA:
      return _ ("Agenda");
    case TOG_FIELD_MY_NOTE:
      return _ ("Notes");
    case TOG_FIELD_SHARED_NOTES:
      return _ ("Shared notes");
    case TOG_FIELD_TITLE:
    case TOG_N_FIELDS:
    default:
      return NULL;
    }
}

static const char *
get_state (TogSessionHit *hit, TogInstant now)
{
  return tog_session_state_get_label (hit->state, now >= hit->slot.end);
}

static TogGroup *
find_group (TogHome *home, const char *id)
{
  for (guint i = 0; id != NULL && home != NULL && i < home->groups->len; i++)
    {
      TogGroup *group = g_ptr_array_index (home->groups, i);

      if (g_str_equal (group->team.id, id))
        return group;
    }

  return NULL;
}

/**
 * tog_session_dup_who:
 * @home: (nullable): where groups have their names
 *
 * With whom a session is: a group by its name, or somebody and what they are to me.
 */
char *
tog_session_dup_who (TogSession *session, TogHome *home)
{
  TogGroup *group = find_group (home, session->group_id);
  TogMember *other = home != NULL ? tog_session_get_other (session, home->me->member) : NULL;

  if (group != NULL)
    return g_strdup (group->name);
  if (session->group_id != NULL || other == NULL)
    return tog_session_dup_size (session);

  /* Translators: somebody's name, and what they are: "Asha Gurung · Your mentor". */
  return g_strdup_printf (
      _ ("%s · %s"),
      other->name,
      tog_role_get_label_of_mine (tog_session_find_participant (session, other->id)->role));
}

/**
 * tog_session_hit_dup_who:
 * @home: (nullable): where groups have their names
 *
 * With whom: a group by its name, others by theirs.
 */
char *
tog_session_hit_dup_who (TogSessionHit *hit, TogHome *home)
{
  guint n_names = g_strv_length (hit->names);
  TogGroup *group = find_group (home, hit->group_id);

  if (group != NULL)
    return g_strdup (group->name);
  if (n_names == 0)
    return g_strdup (hit->program_name);
  if (hit->n_people == 1)
    return g_strdup (hit->names[0]);
  if (hit->n_people == MAX_NAMES && n_names == MAX_NAMES)
    /* Translators: two people's names. */
    return g_strdup_printf (_ ("%s and %s"), hit->names[0], hit->names[1]);

  /* Translators: somebody's name, and how many people there are beside them. */
  return g_strdup_printf (ngettext ("%s and %u other", "%s and %u others", hit->n_people - 1),
                          hit->names[0],
                          hit->n_people - 1);
}

/**
 * tog_session_hit_dup_when:
 *
 * At what time of its day a session is; and its state where that isn't what one
 * expects of a session at that time.
 */
char *
tog_session_hit_dup_when (TogSessionHit *hit, const TogZone *zone, TogInstant now)
{
  char *time = tog_format_time_range (zone, hit->slot);
  g_autofree char *only_time = NULL;
  gboolean is_over = now >= hit->slot.end;

  if (hit->state == (is_over ? TOG_SESSION_COMPLETED : TOG_SESSION_SCHEDULED))
    return time;

  only_time = time;
  /* Translators: from when to when, and a session's state: "11:15 – 12:00 · Cancelled". */
  return g_strdup_printf (_ ("%s · %s"), only_time, get_state (hit, now));
}

/**
 * tog_session_hit_get_line:
 *
 * The snippet to show below a row, which shows matches in its title itself.
 *
 * Returns: (transfer none) (nullable)
 */
const TogSnippet *
tog_session_hit_get_line (TogSessionHit *hit)
{
  const TogSnippet *best = tog_session_hit_get_best (hit);

  if (best == NULL)
    best = tog_session_hit_get_snippet (hit, TOG_FIELD_PEOPLE);
  if (best == NULL)
    best = tog_session_hit_get_snippet (hit, TOG_FIELD_PROGRAM);
  return best;
}

/**
 * tog_snippet_dup_line:
 * @offset: (out): where in it the snippet's text begins, in bytes
 *
 * A snippet, and where it is from: "Notes: ask Rui for feedback". In text that runs from
 * right to left it stays apart from what is said of it, up to the end of the line: what
 * closed it there would be cut off with the rest, and an ellipsis be put at the wrong end.
 */
char *
tog_snippet_dup_line (const TogSnippet *snippet, guint *offset)
{
  gboolean is_mirrored = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
  /* Translators: where something was found; the text follows. */
  g_autofree char *label = g_strdup_printf (_ ("%s: "), get_field_label (snippet->field));
  g_autofree char *start = g_strconcat (label, is_mirrored ? FSI : "", NULL);

  *offset = (guint) strlen (start);
  return g_strconcat (start, snippet->text, NULL);
}

/**
 * tog_session_hit_dup_name:
 * @home: (nullable): where groups have their names
 *
 * A row in one breath: "Mapping your goals, Asha Gurung, 2 November 2026, 09:30,
 * Completed. Notes: ask Rui for feedback".
 */
char *
tog_session_hit_dup_name (TogSessionHit *hit, TogHome *home, const TogZone *zone, TogInstant now)
{
  const TogSnippet *snippet = tog_session_hit_get_line (hit);
  g_autofree char *who = tog_session_hit_dup_who (hit, home);
  g_autofree char *time = tog_format_time (zone, hit->slot.start);
  g_autofree char *day = tog_format_dated_day (tog_zone_to_wall (zone, hit->slot.start).day);
  g_autofree char *line = NULL;
  guint offset;

  if (snippet == NULL)
    /* Translators: a session's title, with whom, day, time, and its state. */
    return g_strdup_printf (
        _ ("%s, %s, %s, %s, %s"), hit->title, who, day, time, get_state (hit, now));

  line = tog_snippet_dup_line (snippet, &offset);
  /* Translators: the same, then where what was searched for was found. */
  return g_strdup_printf (
      _ ("%s, %s, %s, %s, %s. %s"), hit->title, who, day, time, get_state (hit, now), line);
}

/* The actor's given name; NULL where it is me, or nobody knows. */
static char *
dup_actor (TogInviteEvent *event, TogSession *session, const char *my_id)
{
  TogParticipant *participant;

  if (event->by == NULL || g_strcmp0 (event->by, my_id) == 0)
    return NULL;
  participant = tog_session_find_participant (session, event->by);
  return participant != NULL ? tog_member_dup_given_name (participant->member) : NULL;
}

static char *
dup_answer (TogInviteEvent *event, const char *who, gboolean is_mine)
{
  switch (event->answer)
    {
    case TOG_ANSWER_ACCEPTED:
      return is_mine ? g_strdup (_ ("You accepted")) : g_strdup_printf (_ ("%s accepted"), who);
    case TOG_ANSWER_TENTATIVE:
      return is_mine ? g_strdup (_ ("You said maybe")) : g_strdup_printf (_ ("%s said maybe"), who);
    case TOG_ANSWER_DECLINED:
      return is_mine ? g_strdup (_ ("You declined")) : g_strdup_printf (_ ("%s declined"), who);
    case TOG_ANSWER_PENDING:
    default:
      return is_mine ? g_strdup (_ ("You took your answer back"))
                     : g_strdup_printf (_ ("%s took their answer back"), who);
    }
}

static char *
dup_instant (TogInstant instant, const TogZone *zone, TogInstant now)
{
  g_autofree char *day =
      tog_format_short_day (tog_zone_to_wall (zone, instant).day, tog_zone_to_wall (zone, now).day);
  g_autofree char *time = tog_format_time (zone, instant);

  return g_strdup_printf (_ ("%s, %s"), day, time);
}

static char *
dup_moved (TogInviteEvent *before, const TogZone *zone, TogInstant now)
{
  g_autofree char *when = NULL;

  if (before == NULL)
    return g_strdup (_ ("Moved to another time"));
  when = dup_instant (before->slot.start, zone, now);
  /* Translators: the day and time that a session had before: "Moved from 30 October, 10:00". */
  return g_strdup_printf (_ ("Moved from %s"), when);
}

/**
 * tog_invite_event_dup_text:
 * @before: (nullable): the last event before it that has a slot
 * @my_id: (nullable): who reads it
 *
 * What happened: "Invite sent by Asha", "Asha accepted", "Moved from 30 October, 10:00".
 */
char *
tog_invite_event_dup_text (TogInviteEvent *event,
                           TogInviteEvent *before,
                           TogSession *session,
                           const char *my_id,
                           const TogZone *zone,
                           TogInstant now)
{
  gboolean is_mine = event->by != NULL && g_strcmp0 (event->by, my_id) == 0;
  g_autofree char *known = dup_actor (event, session, my_id);
  /* Translators: somebody whose name isn't known any more, at the beginning of a sentence. */
  const char *who = known != NULL ? known : _ ("Somebody");

  switch (event->kind)
    {
    case TOG_INVITE_EVENT_BOOKED:
      if (known == NULL)
        return g_strdup (is_mine ? _ ("You sent the invite") : _ ("Invite sent"));
      return g_strdup_printf (_ ("Invite sent by %s"), who);
    case TOG_INVITE_EVENT_RECORDED:
      return is_mine ? g_strdup (_ ("You added it after it was held"))
                     : g_strdup_printf (_ ("%s added it after it was held"), who);
    case TOG_INVITE_EVENT_MOVED:
      return dup_moved (before, zone, now);
    case TOG_INVITE_EVENT_CHANGED:
      return is_mine ? g_strdup (_ ("You changed the invite"))
                     : g_strdup_printf (_ ("%s changed the invite"), who);
    case TOG_INVITE_EVENT_CANCELLED:
      return is_mine ? g_strdup (_ ("You cancelled")) : g_strdup_printf (_ ("%s cancelled"), who);
    case TOG_INVITE_EVENT_ANSWERED:
      return dup_answer (event, who, is_mine);
    case TOG_INVITE_EVENT_COMPLETED:
      return is_mine ? g_strdup (_ ("You said that you met"))
                     : g_strdup_printf (_ ("%s said that you met"), who);
    case TOG_INVITE_EVENT_MISSED:
      return is_mine ? g_strdup (_ ("You said that you didn’t meet"))
                     : g_strdup_printf (_ ("%s said that you didn’t meet"), who);
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * tog_invite_event_dup_when:
 *
 * When it happened: "26 October, 14:02".
 */
char *
tog_invite_event_dup_when (TogInviteEvent *event, const TogZone *zone, TogInstant now)
{
  return dup_instant (event->at, zone, now);
}

/**
 * tog_invite_event_get_icon:
 */
const char *
tog_invite_event_get_icon (TogInviteEvent *event)
{
  switch (event->kind)
    {
    case TOG_INVITE_EVENT_BOOKED:
      return "mail-send-symbolic";
    case TOG_INVITE_EVENT_RECORDED:
    case TOG_INVITE_EVENT_COMPLETED:
      return "object-select-symbolic";
    case TOG_INVITE_EVENT_ANSWERED:
      return tog_answer_get_icon (event->answer);
    case TOG_INVITE_EVENT_MOVED:
    case TOG_INVITE_EVENT_CHANGED:
      return "document-edit-symbolic";
    case TOG_INVITE_EVENT_CANCELLED:
    case TOG_INVITE_EVENT_MISSED:
    default:
      return "process-stop-symbolic";
    }
}

static TogInviteEvent *
find_cancelling (GPtrArray *invites)
{
  for (guint i = invites != NULL ? invites->len : 0; i > 0; i--)
    {
      TogInviteEvent *event = g_ptr_array_index (invites, i - 1);

      if (event->kind == TOG_INVITE_EVENT_CANCELLED)
        return event;
    }
  return NULL;
}

/**
 * tog_session_dup_cancelled:
 * @invites: (nullable) (element-type TogInviteEvent): its history, where that is at hand
 * @my_id: (nullable): who reads it
 *
 * Returns: (nullable): who cancelled it, and why: "Asha cancelled: Ill"; %NULL where no
 *   reason was given
 */
char *
tog_session_dup_cancelled (TogSession *session, GPtrArray *invites, const char *my_id)
{
  TogInviteEvent *event = find_cancelling (invites);
  g_autofree char *who = event != NULL ? dup_actor (event, session, my_id) : NULL;

  if (session->state != TOG_SESSION_CANCELLED || session->cancel_reason == NULL)
    return NULL;
  if (who != NULL)
    /* Translators: who cancelled a session, and why: "Asha cancelled: Ill". */
    return g_strdup_printf (_ ("%s cancelled: %s"), who, session->cancel_reason);
  if (event != NULL && event->by != NULL && g_strcmp0 (event->by, my_id) == 0)
    /* Translators: why the user cancelled a session. */
    return g_strdup_printf (_ ("You cancelled: %s"), session->cancel_reason);
  /* Translators: why a session was cancelled; by whom isn't known. */
  return g_strdup_printf (_ ("Cancelled: %s"), session->cancel_reason);
}
