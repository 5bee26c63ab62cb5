#include "config.h"

#include "invite-sample.h"
#include "tog-invite.h"
#include "tog-text.h"

#include <libical/ical.h>
#include <string.h>

static char *
make_invite (TogSession *session, TogInviteMethod method)
{
  return tog_invite_to_ical (session, method, "Example, Inc.", "calendar@example.org", 1795435200);
}

static void
check_lines (const char *ical)
{
  g_auto (GStrv) lines = g_strsplit (ical, "\r\n", -1);

  g_assert_true (g_str_has_suffix (ical, "\r\n"));
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), <=, 75);
      g_assert_true (g_utf8_validate (lines[i], -1, NULL));
      g_assert_null (strpbrk (lines[i], "\r\n"));
    }
}

static const char *
get_value (icalcomponent *event, icalproperty_kind kind)
{
  icalproperty *property = icalcomponent_get_first_property (event, kind);

  return property == NULL ? NULL : icalproperty_get_value_as_string (property);
}

static void
check_whole (void)
{
  static const char expected[] =
      "BEGIN:VCALENDAR\r\n"
      "VERSION:2.0\r\n"
      "PRODID:-//Together Scheduler//" TOG_VERSION "//EN\r\n"
      "CALSCALE:GREGORIAN\r\n"
      "METHOD:REQUEST\r\n"
      "BEGIN:VEVENT\r\n"
      "UID:s1@together.example.org\r\n"
      "SEQUENCE:3\r\n"
      "DTSTAMP:20261123T120000Z\r\n"
      "DTSTART:20261124T120000Z\r\n"
      "DTEND:20261124T124500Z\r\n"
      "SUMMARY:Goals\r\n"
      "DESCRIPTION:Goals\\n\\nSession 2 of 6 in Goals\\n\\nJoin: "
      "https://meet.example.org/a?b=1\\,2\\;3\\n\\nAgenda\\n- Goals (15 min)\\n\\nResources\\n- "
      "Goals: https://example.org/guide\r\n"
      "LOCATION:https://meet.example.org/a?b=1\\,2\\;3\r\n"
      "URL:https://meet.example.org/a?b=1,2;3\r\n"
      "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:https://meet.example.org/a?b=1,2;3\r\n"
      "ORGANIZER;CN=\"Example, Inc.\":mailto:calendar@example.org\r\n"
      "ATTENDEE;CN=\"Goals\";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP="
      "TRUE:mailto:grace+calls@example.org\r\n"
      "ATTENDEE;CN=\"Ada\";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:"
      "mailto:ada@members.invalid\r\n"
      "STATUS:CONFIRMED\r\n"
      "TRANSP:OPAQUE\r\n"
      "END:VEVENT\r\n"
      "END:VCALENDAR\r\n";
  g_autoptr (TogSession) session = invite_sample_new ("Goals");
  g_autofree char *ical = NULL;
  g_autoptr (GString) unfolded = NULL;

  g_set_object (&session->conference, NULL);
  session->conference = tog_conference_new (
      TOG_CONFERENCE_LINK, NULL, NULL, "https://meet.example.org/a?b=1,2;3", NULL);
  ical = make_invite (session, TOG_INVITE_REQUEST);
  check_lines (ical);
  unfolded = g_string_new (ical);
  g_string_replace (unfolded, "\r\n ", "", 0);
  g_assert_cmpstr (unfolded->str, ==, expected);
}

static icalcomponent *
parse_event (const char *ical, icalproperty_method method)
{
  icalcomponent *calendar = icalparser_parse_string (ical);

  g_assert_nonnull (calendar);
  g_assert_cmpint (icalcomponent_count_errors (calendar), ==, 0);
  g_assert_cmpint (icalcomponent_get_method (calendar), ==, method);
  g_assert_cmpint (icalcomponent_count_components (calendar, ICAL_ANY_COMPONENT), ==, 1);
  return calendar;
}

/* In a calendar of one's own it is nobody's invite: no server answers to it. */
static void
check_event (void)
{
  g_autoptr (TogSession) session = invite_sample_new ("Goals");
  g_autofree char *ical =
      tog_event_to_ical (session, "Goals; with Ada\nMETHOD:CANCEL", TOG_ANSWER_PENDING, 1795435200);
  icalcomponent *calendar = icalcomponent_new_from_string (ical);
  icalcomponent *event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT);

  check_lines (ical);
  g_assert_cmpstr (icalcomponent_get_summary (event), ==, "Goals; with Ada\nMETHOD:CANCEL");
  g_assert_cmpstr (icalcomponent_get_uid (event), ==, session->uid);
  g_assert_cmpint (
      (int) icaltime_as_timet (icalcomponent_get_dtstart (event)), ==, (int) session->slot.start);
  g_assert_null (get_value (calendar, ICAL_METHOD_PROPERTY));
  g_assert_null (get_value (event, ICAL_ORGANIZER_PROPERTY));
  g_assert_null (get_value (event, ICAL_ATTENDEE_PROPERTY));
  icalcomponent_free (calendar);
}

static void
check_event_answers (void)
{
  static const struct
  {
    TogAnswer answer;
    icalproperty_status status;
  } cases[] = {
    { TOG_ANSWER_PENDING, ICAL_STATUS_CONFIRMED },
    { TOG_ANSWER_ACCEPTED, ICAL_STATUS_CONFIRMED },
    { TOG_ANSWER_TENTATIVE, ICAL_STATUS_TENTATIVE },
  };
  g_autoptr (TogSession) session = invite_sample_new ("Goals");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *ical = tog_event_to_ical (session, "Goals", cases[i].answer, 1795435200);
      icalcomponent *calendar = icalcomponent_new_from_string (ical);
      icalcomponent *event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT);

      g_assert_cmpint (icalcomponent_get_status (event), ==, cases[i].status);
      /* What they may come to is in the way of the rest as well. */
      g_assert_cmpstr (get_value (event, ICAL_TRANSP_PROPERTY), ==, "OPAQUE");
      icalcomponent_free (calendar);
    }
}

/* Created, moved and called off: the same UID, and each time a higher SEQUENCE. */
static void
check_life (void)
{
  static const struct
  {
    TogInviteMethod method;
    icalproperty_method ical;
    TogInstant start;
    const char *said;
    const char *status;
  } cases[] = {
    { TOG_INVITE_REQUEST, ICAL_METHOD_REQUEST, 1795521600, "20261124T120000Z", "CONFIRMED" },
    { TOG_INVITE_REQUEST, ICAL_METHOD_REQUEST, 1795608000, "20261125T120000Z", "CONFIRMED" },
    { TOG_INVITE_CANCEL, ICAL_METHOD_CANCEL, 1795608000, "20261125T120000Z", "CANCELLED" },
  };
  g_autoptr (TogSession) session = invite_sample_new ("Goals");

  session->cancel_reason = g_strdup ("Ill; sorry,\\ \"all\"");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *ical = NULL;
      icalcomponent *calendar;
      icalcomponent *event;

      session->sequence = (int) i;
      session->slot = (TogSlot){ cases[i].start, cases[i].start + TOG_HOUR };
      ical = make_invite (session, cases[i].method);
      check_lines (ical);
      calendar = parse_event (ical, cases[i].ical);
      event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT);
      g_assert_cmpstr (icalcomponent_get_uid (event), ==, "s1@together.example.org");
      g_assert_cmpint (icalcomponent_get_sequence (event), ==, i);
      g_assert_cmpstr (get_value (event, ICAL_DTSTART_PROPERTY), ==, cases[i].said);
      g_assert_cmpstr (get_value (event, ICAL_STATUS_PROPERTY), ==, cases[i].status);
      if (cases[i].method == TOG_INVITE_CANCEL)
        g_assert_cmpstr (icalcomponent_get_comment (event), ==, session->cancel_reason);
      else
        g_assert_cmpint (icalcomponent_count_properties (event, ICAL_COMMENT_PROPERTY), ==, 0);
      icalcomponent_free (calendar);
    }
}

/* Reads the invite back: as many properties as always, and in them what was written. */
static void
check_text (const char *text)
{
  g_autoptr (TogSession) session = invite_sample_new (text);
  g_autofree char *ical = make_invite (session, TOG_INVITE_REQUEST);
  icalcomponent *calendar = icalparser_parse_string (ical);
  icalcomponent *event;

  check_lines (ical);
  g_assert_nonnull (calendar);
  g_assert_cmpint (icalcomponent_count_errors (calendar), ==, 0);
  g_assert_cmpint (icalcomponent_count_properties (calendar, ICAL_ANY_PROPERTY), ==, 4);
  g_assert_cmpint (icalcomponent_count_components (calendar, ICAL_ANY_COMPONENT), ==, 1);
  event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT);
  g_assert_cmpint (icalcomponent_count_properties (event, ICAL_ANY_PROPERTY), ==, 13);
  if (tog_text_check_lines (text, G_MAXSIZE, NULL))
    {
      g_autofree char *written = tog_text_dup_lines (text);
      g_autofree char *read = tog_text_dup_lines (icalcomponent_get_summary (event));

      g_assert_cmpstr (read, ==, written);
    }
  g_assert_cmpstr (get_value (event, ICAL_DTSTART_PROPERTY), ==, "20261124T120000Z");
  g_assert_cmpstr (get_value (event, ICAL_STATUS_PROPERTY), ==, "CONFIRMED");
  icalcomponent_free (calendar);
}

static void
check_texts (void)
{
  static const char *const texts[] = {
    "a;b,c\\d:e\"f^g",
    "line\r\nATTENDEE:mailto:evil@example.org",
    "line\nEND:VEVENT\nEND:VCALENDAR\n",
    "a\u2028BEGIN:VALARM\u2029b",
    ".",
    "\r\n.\r\nQUIT\r\n",
    "\\",
    "\\n",
    "\"",
    "\";PARTSTAT=DECLINED:mailto:evil@example.org",
    "emoji 👩‍💻👍🏽",
    "שלום \u202eabc\u202c \u200f",
    "-\x01\x02\x7f",
    "=0D=0AATTENDEE:x",
    "not \xff\xfe UTF-8",
    "ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    check_text (texts[i]);
}

static void
check_random_texts (void)
{
  static const char *const pieces[] = {
    "\r",         "\n",
    "\r\n",       ";",
    ",",          ":",
    "\\",         "\"",
    "^",          "=",
    " ",          "\t",
    ".",          "BEGIN:VEVENT",
    "END:VEVENT", "\r\n ATTENDEE:x",
    "é",          "😀",
    "\u200f",     "\u2028",
    "\u0301",     "a",
    "word ",      "\x1b",
  };

  for (guint run = 0; run < 3000; run++)
    {
      g_autoptr (GString) text = g_string_new ("x");
      int n = g_test_rand_int_range (0, 80);

      for (int i = 0; i < n; i++)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      check_text (text->str);
    }
}

/* A feed holds each session once, cancelled ones as such, and nobody's name. */
static void
check_feed (void)
{
  g_autoptr (GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *text = NULL;
  icalcomponent *calendar;
  int n_confirmed = 0;
  int n_cancelled = 0;

  for (int i = 0; i < 3; i++)
    {
      TogSession *session = invite_sample_new ("x;y,\r\nATTENDEE:z");

      session->state = i == 0 ? TOG_SESSION_CANCELLED : TOG_SESSION_SCHEDULED;
      g_ptr_array_add (sessions, session);
    }
  text = tog_feed_to_ical ("Fellows, Inc.", sessions, 1795392000);
  calendar = icalparser_parse_string (text);
  g_assert_nonnull (calendar);
  g_assert_cmpint (icalcomponent_get_method (calendar), ==, ICAL_METHOD_PUBLISH);
  for (icalcomponent *event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT);
       event != NULL;
       event = icalcomponent_get_next_component (calendar, ICAL_VEVENT_COMPONENT))
    {
      g_assert_null (icalcomponent_get_first_property (event, ICAL_ATTENDEE_PROPERTY));
      g_assert_null (icalcomponent_get_first_property (event, ICAL_ORGANIZER_PROPERTY));
      if (icalcomponent_get_status (event) == ICAL_STATUS_CANCELLED)
        n_cancelled++;
      else
        n_confirmed++;
    }
  g_assert_cmpint (n_cancelled, ==, 1);
  g_assert_cmpint (n_confirmed, ==, 2);
  icalcomponent_free (calendar);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/invite/P17/whole", check_whole);
  g_test_add_func ("/invite/P17/life", check_life);
  g_test_add_func ("/invite/event", check_event);
  g_test_add_func ("/invite/event-answers", check_event_answers);
  g_test_add_func ("/invite/P18/texts", check_texts);
  g_test_add_func ("/invite/P20/feed", check_feed);
  g_test_add_func ("/invite/P18/random-texts", check_random_texts);

  return g_test_run ();
}
