#include "config.h"

#include "tog-invite.h"

#include "tog-ical-writer.h"

/**
 * tog_invite_method_to_string:
 * @method: an iTIP method
 *
 * Returns: (transfer none): its name, for METHOD and for the Content-Type
 */
const char *
tog_invite_method_to_string (TogInviteMethod method)
{
  return method == TOG_INVITE_CANCEL ? "CANCEL" : "REQUEST";
}

static void
append_paragraph (GString *text)
{
  if (text->len > 0)
    g_string_append (text, "\n\n");
}

static char *
describe (TogSession *session)
{
  GString *text = g_string_new (NULL);

  if (session->message != NULL)
    g_string_append (text, session->message);

  append_paragraph (text);
  g_string_append_printf (
      text, "Session %d of %d in %s", session->ordinal, session->n_planned, session->program_name);

  if (session->conference->url != NULL)
    {
      append_paragraph (text);
      g_string_append_printf (text, "Join: %s", session->conference->url);
    }

  for (guint i = 0; session->agenda != NULL && i < session->agenda->len; i++)
    {
      TogAgendaItem *item = g_ptr_array_index (session->agenda, i);

      if (i == 0)
        {
          append_paragraph (text);
          g_string_append (text, "Agenda");
        }
      g_string_append_printf (text, "\n- %s", item->title);
      if (item->minutes > 0)
        g_string_append_printf (text, " (%d min)", item->minutes);
    }

  for (guint i = 0; session->resources != NULL && i < session->resources->len; i++)
    {
      TogResource *resource = g_ptr_array_index (session->resources, i);

      if (i == 0)
        {
          append_paragraph (text);
          g_string_append (text, "Resources");
        }
      g_string_append_printf (text, "\n- %s: %s", resource->title, resource->url);
    }
  return g_string_free (text, FALSE);
}

static void
append_where (GString *ical, TogConference *conference)
{
  if (conference->place != NULL)
    tog_ical_append_text (ical, "LOCATION", conference->place);
  else if (conference->url != NULL)
    tog_ical_append_text (ical, "LOCATION", conference->url);
  if (conference->url == NULL)
    return;

  /* Few programs read CONFERENCE (RFC 7986) yet; all show the location, above. */
  tog_ical_append_uri (ical, "URL", conference->url);
  tog_ical_append_uri (ical, "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO", conference->url);
}

static const char *
get_attendee_parameters (TogAnswer answer)
{
  switch (answer)
    {
    case TOG_ANSWER_ACCEPTED:
      return ";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE";
    case TOG_ANSWER_TENTATIVE:
      return ";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=TENTATIVE;RSVP=TRUE";
    case TOG_ANSWER_DECLINED:
      return ";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=DECLINED;RSVP=FALSE";
    case TOG_ANSWER_PENDING:
    default:
      return ";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE";
    }
}

static void
append_attendee (GString *ical, TogParticipant *participant)
{
  TogMember *member = participant->member;
  g_autofree char *hidden = NULL;

  /* An attendee needs an address. Who doesn't share theirs gets one that leads
   * nowhere (RFC 2606 section 2). */
  if (member->email == NULL)
    hidden = g_strdup_printf ("%s@members.invalid", member->id);
  tog_ical_append_person (ical,
                          "ATTENDEE",
                          member->name,
                          get_attendee_parameters (participant->answer),
                          hidden != NULL ? hidden : member->email);
}

static void
begin_calendar (GString *ical)
{
  tog_ical_begin (ical, "VCALENDAR");
  tog_ical_append (ical, "VERSION", "2.0");
  tog_ical_append (ical, "PRODID", "-//Together Scheduler//" TOG_VERSION "//EN");
  tog_ical_append (ical, "CALSCALE", "GREGORIAN");
}

/* What an invite and a feed say of a session. */
static void
append_event (GString *ical, TogSession *session, const char *summary, TogInstant stamp)
{
  g_autofree char *sequence = g_strdup_printf ("%d", session->sequence);
  g_autofree char *description = describe (session);

  tog_ical_append_text (ical, "UID", session->uid);
  tog_ical_append (ical, "SEQUENCE", sequence);
  tog_ical_append_instant (ical, "DTSTAMP", stamp);
  tog_ical_append_instant (ical, "DTSTART", session->slot.start);
  tog_ical_append_instant (ical, "DTEND", session->slot.end);
  tog_ical_append_text (ical, "SUMMARY", summary);
  tog_ical_append_text (ical, "DESCRIPTION", description);
  append_where (ical, session->conference);
}

/**
 * tog_invite_to_ical:
 * @session: what to invite to; its UID and sequence are the invite's
 * @method: what the invite does
 * @organizer_name: who sends it, such as the organization
 * @organizer_email: address to which answers go
 * @stamp: when this version of the invite was made
 *
 * Writes the calendar object of a session (RFC 5545) with its iTIP method (RFC
 * 5546). Times are UTC, so it needs no VTIMEZONE. The participants' addresses are
 * in it unless they are not in @session.
 *
 * Whatever is in the session's text stays in the property it belongs to.
 *
 * Returns: (transfer full): text/calendar in UTF-8, lines ended by CRLF
 */
char *
tog_invite_to_ical (TogSession *session,
                    TogInviteMethod method,
                    const char *organizer_name,
                    const char *organizer_email,
                    TogInstant stamp)
{
  GString *ical = g_string_sized_new (4096);

  begin_calendar (ical);
  tog_ical_append (ical, "METHOD", tog_invite_method_to_string (method));
  tog_ical_begin (ical, "VEVENT");
  append_event (ical, session, session->title, stamp);
  tog_ical_append_person (ical, "ORGANIZER", organizer_name, "", organizer_email);
  for (guint i = 0; session->participants != NULL && i < session->participants->len; i++)
    append_attendee (ical, g_ptr_array_index (session->participants, i));
  tog_ical_append (ical, "STATUS", method == TOG_INVITE_CANCEL ? "CANCELLED" : "CONFIRMED");
  if (method == TOG_INVITE_CANCEL && session->cancel_reason != NULL)
    tog_ical_append_text (ical, "COMMENT", session->cancel_reason);
  tog_ical_append (ical, "TRANSP", "OPAQUE");
  tog_ical_end (ical, "VEVENT");
  tog_ical_end (ical, "VCALENDAR");
  return g_string_free (ical, FALSE);
}

/**
 * tog_event_to_ical:
 * @session: what it is about; its UID and sequence are the event's
 * @summary: what it is called, one line
 * @answer: of whose calendar it is: what they may come to is tentative
 * @stamp: when this version of the event was made
 *
 * Writes a session as somebody who takes part has it in a calendar of their own. It
 * has neither organizer nor attendees: with these, calendar servers take it for an
 * invite of theirs, and mail answers when it is moved or deleted (RFC 6638 section
 * 3.2).
 *
 * Returns: (transfer full): text/calendar in UTF-8, lines ended by CRLF
 */
char *
tog_event_to_ical (TogSession *session, const char *summary, TogAnswer answer, TogInstant stamp)
{
  GString *ical = g_string_sized_new (4096);

  begin_calendar (ical);
  tog_ical_begin (ical, "VEVENT");
  append_event (ical, session, summary, stamp);
  tog_ical_append (ical, "STATUS", answer == TOG_ANSWER_TENTATIVE ? "TENTATIVE" : "CONFIRMED");
  tog_ical_append (ical, "TRANSP", "OPAQUE");
  tog_ical_end (ical, "VEVENT");
  tog_ical_end (ical, "VCALENDAR");
  return g_string_free (ical, FALSE);
}

/**
 * tog_feed_begin:
 * @ical: to which it is added
 * @name: what the calendar is called, such as the organization
 *
 * Begins a calendar of sessions as it is published (METHOD:PUBLISH of RFC 5546
 * section 3.2.1). tog_feed_append() adds to it, tog_feed_end() ends it: one of
 * thousands of sessions can be written bit by bit.
 */
void
tog_feed_begin (GString *ical, const char *name)
{
  begin_calendar (ical);
  tog_ical_append (ical, "METHOD", "PUBLISH");
  tog_ical_append_text (ical, "X-WR-CALNAME", name);
  tog_ical_append_text (ical, "NAME", name);
}

/**
 * tog_feed_append:
 * @session: what to add
 * @stamp: when this version of it was made
 *
 * Names no participant: what is published is not for them to answer.
 */
void
tog_feed_append (GString *ical, TogSession *session, TogInstant stamp)
{
  tog_ical_begin (ical, "VEVENT");
  append_event (ical, session, session->title, stamp);
  tog_ical_append (
      ical, "STATUS", session->state == TOG_SESSION_CANCELLED ? "CANCELLED" : "CONFIRMED");
  tog_ical_append (
      ical, "TRANSP", session->state == TOG_SESSION_CANCELLED ? "TRANSPARENT" : "OPAQUE");
  tog_ical_end (ical, "VEVENT");
}

/**
 * tog_feed_end:
 */
void
tog_feed_end (GString *ical)
{
  tog_ical_end (ical, "VCALENDAR");
}

/**
 * tog_feed_to_ical:
 * @name: what the calendar is called, such as the organization
 * @sessions: (element-type TogSession): what is in it
 * @stamp: when it was made
 *
 * Writes sessions as a calendar to subscribe to. It names no participant: whoever
 * gets hold of its address shall learn no other's.
 *
 * Returns: (transfer full): text/calendar in UTF-8, lines ended by CRLF
 */
char *
tog_feed_to_ical (const char *name, GPtrArray *sessions, TogInstant stamp)
{
  GString *ical = g_string_sized_new (1024 + 2048 * sessions->len);

  tog_feed_begin (ical, name);
  tog_ical_append (ical, "REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
  tog_ical_append (ical, "X-PUBLISHED-TTL", "PT1H");
  for (guint i = 0; i < sessions->len; i++)
    tog_feed_append (ical, g_ptr_array_index (sessions, i), stamp);
  tog_feed_end (ical);
  return g_string_free (ical, FALSE);
}
