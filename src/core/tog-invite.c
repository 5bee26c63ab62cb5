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
  g_autofree char *sequence = g_strdup_printf ("%d", session->sequence);
  g_autofree char *description = describe (session);

  tog_ical_begin (ical, "VCALENDAR");
  tog_ical_append (ical, "VERSION", "2.0");
  tog_ical_append (ical, "PRODID", "-//Together Scheduler//" TOG_VERSION "//EN");
  tog_ical_append (ical, "CALSCALE", "GREGORIAN");
  tog_ical_append (ical, "METHOD", tog_invite_method_to_string (method));
  tog_ical_begin (ical, "VEVENT");
  tog_ical_append_text (ical, "UID", session->uid);
  tog_ical_append (ical, "SEQUENCE", sequence);
  tog_ical_append_instant (ical, "DTSTAMP", stamp);
  tog_ical_append_instant (ical, "DTSTART", session->slot.start);
  tog_ical_append_instant (ical, "DTEND", session->slot.end);
  tog_ical_append_text (ical, "SUMMARY", session->title);
  tog_ical_append_text (ical, "DESCRIPTION", description);
  append_where (ical, session->conference);
  tog_ical_append_person (ical, "ORGANIZER", organizer_name, "", organizer_email);
  for (guint i = 0; session->participants != NULL && i < session->participants->len; i++)
    append_attendee (ical, g_ptr_array_index (session->participants, i));
  tog_ical_append (ical, "STATUS", method == TOG_INVITE_CANCEL ? "CANCELLED" : "CONFIRMED");
  tog_ical_append (ical, "TRANSP", "OPAQUE");
  tog_ical_end (ical, "VEVENT");
  tog_ical_end (ical, "VCALENDAR");
  return g_string_free (ical, FALSE);
}
