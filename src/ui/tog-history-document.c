#include "config.h"

#include "tog-history-document.h"

#include "tog-format.h"
#include "tog-history-text.h"
#include "tog-life-text.h"
#include "tog-session-text.h"
#include "tog-state-chip.h"

#include <glib/gi18n.h>

static void
paragraph_free (TogParagraph *paragraph)
{
  g_free (paragraph->text);
  g_free (paragraph);
}

static void
take (GPtrArray *document, TogParagraphStyle style, char *text)
{
  TogParagraph *paragraph = g_new (TogParagraph, 1);

  paragraph->style = style;
  paragraph->text = text;
  g_ptr_array_add (document, paragraph);
}

static void
append (GPtrArray *document, TogParagraphStyle style, const char *text)
{
  take (document, style, g_strdup (text));
}

static const char *
get_my_id (TogHome *home)
{
  return home != NULL ? home->me->member->id : NULL;
}

static void
append_head (GPtrArray *document,
             TogHistoryItem *item,
             TogHome *home,
             const TogZone *zone,
             TogInstant now)
{
  TogSession *session = item->session;
  TogDay day = tog_zone_to_wall (zone, session->slot.start).day;
  g_autofree char *who = tog_session_dup_who (session, home);
  g_autofree char *date = tog_format_dated_day (day);
  g_autofree char *time = tog_format_time_range (zone, session->slot);
  g_autofree char *place = tog_session_dup_place (session);
  g_autofree char *statements = tog_session_dup_statements (session, get_my_id (home));
  g_autofree char *cancelled = tog_session_dup_cancelled (session, item->invites, get_my_id (home));

  append (document, TOG_PARAGRAPH_TITLE, session->title);
  append (document, TOG_PARAGRAPH_TEXT, who);
  /* Translators: a program's name, and which of its sessions it is. */
  take (
      document,
      TOG_PARAGRAPH_TEXT,
      g_strdup_printf (
          _ ("%s, session %d of %d"), session->program_name, session->ordinal, session->n_planned));
  /* Translators: day, time, and time zone: "2 November 2026, 09:30 – 10:15 (Europe/Lisbon)". */
  take (document,
        TOG_PARAGRAPH_TEXT,
        g_strdup_printf (_ ("%s, %s (%s)"), date, time, tog_zone_get_name (zone)));
  append (document, TOG_PARAGRAPH_TEXT, place);
  if (cancelled != NULL)
    append (document, TOG_PARAGRAPH_TEXT, cancelled);
  else
    append (document,
            TOG_PARAGRAPH_TEXT,
            tog_session_state_get_label (session->state, tog_session_is_over (session, now)));
  if (statements != NULL)
    /* Translators: what everybody stated: "You: yes. Asha: no." */
    take (document, TOG_PARAGRAPH_TEXT, g_strdup_printf (_ ("Did you meet? %s"), statements));
}

static void
append_note (GPtrArray *document, const char *by, const char *text)
{
  if (*text == '\0')
    return;
  if (by != NULL)
    append (document, TOG_PARAGRAPH_AUTHOR, by);
  append (document, TOG_PARAGRAPH_TEXT, text);
}

/* As long as it isn't settled which of two versions is to stay, both are there. */
static void
append_notes (GPtrArray *document, TogNote *note)
{
  TogNote *elsewhere = note->elsewhere;
  gboolean is_shared = *note->shared != '\0' || (elsewhere != NULL && *elsewhere->shared != '\0');
  gboolean is_mine = *note->text != '\0' || (elsewhere != NULL && *elsewhere->text != '\0');

  for (guint i = 0; i < note->others->len; i++)
    is_shared |= *((TogSharedNote *) g_ptr_array_index (note->others, i))->text != '\0';
  if (is_shared)
    append (document, TOG_PARAGRAPH_HEADING, _ ("Shared Notes"));
  for (guint i = 0; i < note->others->len; i++)
    {
      TogSharedNote *other = g_ptr_array_index (note->others, i);

      append_note (document, other->member->name, other->text);
    }
  append_note (document, elsewhere != NULL ? _ ("You, on this computer") : _ ("You"), note->shared);
  if (elsewhere != NULL)
    append_note (document, _ ("You, from elsewhere"), elsewhere->shared);

  if (is_mine)
    append (document, TOG_PARAGRAPH_HEADING, _ ("My Notes"));
  append_note (document, elsewhere != NULL ? _ ("On This Computer") : NULL, note->text);
  if (elsewhere != NULL)
    append_note (document, _ ("From Elsewhere"), elsewhere->text);
}

static void
append_agenda (GPtrArray *document, GPtrArray *agenda)
{
  if (agenda->len > 0)
    append (document, TOG_PARAGRAPH_HEADING, _ ("Agenda"));
  for (guint i = 0; i < agenda->len; i++)
    {
      TogAgendaItem *item = g_ptr_array_index (agenda, i);

      /* Translators: the number of a point on the agenda, and the point: "2. Three goals". */
      take (document, TOG_PARAGRAPH_TEXT, g_strdup_printf (_ ("%u. %s"), i + 1, item->title));
    }
}

static void
append_resources (GPtrArray *document, GPtrArray *resources)
{
  if (resources->len > 0)
    append (document, TOG_PARAGRAPH_HEADING, _ ("Resources"));
  for (guint i = 0; i < resources->len; i++)
    {
      TogResource *resource = g_ptr_array_index (resources, i);

      append (document, TOG_PARAGRAPH_TEXT, resource->title);
      append (document, TOG_PARAGRAPH_CAPTION, resource->url);
    }
}

static void
append_participants (GPtrArray *document, GPtrArray *participants)
{
  append (document, TOG_PARAGRAPH_HEADING, _ ("Participants"));
  for (guint i = 0; i < participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (participants, i);

      /* Translators: somebody's name, role, and answer: "Asha Gurung, Mentor, Accepted". */
      take (document,
            TOG_PARAGRAPH_TEXT,
            g_strdup_printf (_ ("%s, %s, %s"),
                             participant->member->name,
                             tog_role_get_label (participant->role),
                             tog_answer_get_label (participant->answer)));
      if (participant->reason != NULL)
        append (document, TOG_PARAGRAPH_CAPTION, participant->reason);
    }
}

static void
append_invites (GPtrArray *document,
                TogHistoryItem *item,
                const char *my_id,
                const TogZone *zone,
                TogInstant now)
{
  TogInviteEvent *before = NULL;

  if (item->invites->len > 0)
    append (document, TOG_PARAGRAPH_HEADING, _ ("Invite History"));
  for (guint i = 0; i < item->invites->len; i++)
    {
      TogInviteEvent *event = g_ptr_array_index (item->invites, i);
      g_autofree char *text =
          tog_invite_event_dup_text (event, before, item->session, my_id, zone, now);
      g_autofree char *when = tog_invite_event_dup_when (event, zone, now);

      /* Translators: when, and what happened: "26 October, 18:40: Asha accepted". */
      take (document, TOG_PARAGRAPH_TEXT, g_strdup_printf (_ ("%s: %s"), when, text));
      if (event->reason != NULL)
        append (document, TOG_PARAGRAPH_CAPTION, event->reason);
      if (tog_invite_event_has_slot (event))
        before = event;
    }
}

/**
 * tog_history_document_new:
 * @home: (nullable): where groups have their names
 * @zone: whose clock it tells
 *
 * Returns: (transfer full) (element-type TogParagraph)
 */
GPtrArray *
tog_history_document_new (TogHistoryItem *item, TogHome *home, const TogZone *zone, TogInstant now)
{
  GPtrArray *document = g_ptr_array_new_with_free_func ((GDestroyNotify) paragraph_free);
  TogSession *session = item->session;

  append_head (document, item, home, zone, now);
  if (item->note != NULL)
    append_notes (document, item->note);
  if (session->message != NULL && *session->message != '\0')
    {
      append (document, TOG_PARAGRAPH_HEADING, _ ("Message"));
      append (document, TOG_PARAGRAPH_TEXT, session->message);
    }
  append_agenda (document, session->agenda);
  append_resources (document, session->resources);
  append_participants (document, session->participants);
  append_invites (document, item, get_my_id (home), zone, now);
  return document;
}
