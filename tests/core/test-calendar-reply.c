#include "config.h"

#include "tog-calendar-reply.h"

#include <string.h>

/* As a calendar program sends it; %s is where a case puts something else in. */
#define REPLY(method, event)                                                                       \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Some//Program//EN\r\n" method                       \
  "BEGIN:VEVENT\r\n" event "END:VEVENT\r\nEND:VCALENDAR\r\n"
#define UID "UID:s1@together.example\r\n"
#define STAMP "DTSTAMP:20261123T101500Z\r\n"
#define ATTENDEE(partstat)                                                                         \
  "ATTENDEE;CN=\"Gurung; Asha\";PARTSTAT=" partstat ":mailto:Asha@example.org\r\n"
#define METHOD "METHOD:REPLY\r\n"

static void
check_good (void)
{
  static const struct
  {
    const char *text;
    TogAnswer answer;
    int sequence;
    const char *comment;
  } cases[] = {
    { REPLY (METHOD, UID STAMP ATTENDEE ("ACCEPTED")), TOG_ANSWER_ACCEPTED, 0, NULL },
    { REPLY (METHOD,
             UID STAMP
             "SEQUENCE:3\r\n" ATTENDEE ("declined") "COMMENT:At the\\, \r\n  dentist\\nsorry\r\n"),
      TOG_ANSWER_DECLINED,
      3,
      "At the,  dentist sorry" },
    { REPLY ("method:reply\n", "uid:s1@together.example\n" STAMP ATTENDEE ("TENTATIVE")),
      TOG_ANSWER_TENTATIVE,
      0,
      NULL },
    /* What an alarm within says is not the event's, what comes after it is. */
    { REPLY (METHOD,
             STAMP
             "BEGIN:VALARM\r\nUID:other\r\nATTENDEE:mailto:x@example.org\r\nEND:VALARM\r\n" UID
                 ATTENDEE ("ACCEPTED")),
      TOG_ANSWER_ACCEPTED,
      0,
      NULL },
    { REPLY (METHOD, UID STAMP ATTENDEE ("ACCEPTED") "COMMENT:\\n\r\n"),
      TOG_ANSWER_ACCEPTED,
      0,
      NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (TogCalendarReply) reply = { 0 };
      g_autoptr (GError) error = NULL;

      g_assert_true (
          tog_calendar_reply_read (&reply, cases[i].text, strlen (cases[i].text), &error));
      g_assert_no_error (error);
      g_assert_cmpstr (reply.uid, ==, "s1@together.example");
      g_assert_cmpstr (reply.email, ==, "Asha@example.org");
      g_assert_cmpint (reply.answer, ==, cases[i].answer);
      g_assert_cmpint (reply.sequence, ==, cases[i].sequence);
      g_assert_cmpint (reply.stamp, ==, G_GINT64_CONSTANT (1795428900));
      g_assert_cmpstr (reply.comment, ==, cases[i].comment);
    }
}

static void
check_bad (void)
{
  static const char *const cases[] = {
    "",
    "<html>",
    "ATTENDEE:mailto:x@example.org\r\n",
    REPLY ("METHOD:REQUEST\r\n", UID STAMP ATTENDEE ("ACCEPTED")),
    REPLY ("", UID STAMP ATTENDEE ("ACCEPTED")),
    REPLY (METHOD, STAMP ATTENDEE ("ACCEPTED")),
    REPLY (METHOD, UID ATTENDEE ("ACCEPTED")),
    REPLY (METHOD, UID "DTSTAMP:20261123T101500\r\n" ATTENDEE ("ACCEPTED")),
    REPLY (METHOD, UID STAMP),
    REPLY (METHOD, UID STAMP ATTENDEE ("NEEDS-ACTION")),
    REPLY (METHOD, UID STAMP ATTENDEE ("ACCEPTED") ATTENDEE ("ACCEPTED")),
    REPLY (METHOD, UID STAMP "SEQUENCE:-1\r\n" ATTENDEE ("ACCEPTED")),
    REPLY (METHOD, UID STAMP "SEQUENCE:99999999999\r\n" ATTENDEE ("ACCEPTED")),
    REPLY (METHOD, UID STAMP "RECURRENCE-ID:20261123T101500Z\r\n" ATTENDEE ("ACCEPTED")),
    REPLY (METHOD, UID STAMP "ATTENDEE;PARTSTAT=ACCEPTED:mailto:\r\n"),
    REPLY (METHOD,
           UID STAMP ATTENDEE ("ACCEPTED") "END:VEVENT\r\nBEGIN:VEVENT\r\n" UID STAMP ATTENDEE (
               "DECLINED")),
    "BEGIN:VCALENDAR\r\n" METHOD "BEGIN:VEVENT\r\n" UID STAMP ATTENDEE ("ACCEPTED"),
    "END:VCALENDAR\r\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TogCalendarReply reply;
      g_autoptr (GError) error = NULL;

      g_assert_false (tog_calendar_reply_read (&reply, cases[i], strlen (cases[i]), &error));
      g_assert_nonnull (error);
      g_assert_null (reply.uid);
    }
}

static void
check_limits (void)
{
  TogCalendarReply reply;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other = NULL;
  g_autofree char *large = g_strnfill (1024 * 1024, 'x');
  g_autofree char *comment = g_strnfill (10000, 'y');
  g_autofree char *text =
      g_strdup_printf (REPLY (METHOD, UID STAMP ATTENDEE ("ACCEPTED") "COMMENT:%s\r\n"), comment);
  g_autofree char *line = g_strdup_printf (
      REPLY (METHOD, UID STAMP ATTENDEE ("ACCEPTED") "COMMENT:%.*s\r\n"), 20000, large);

  g_assert_false (tog_calendar_reply_read (&reply, large, strlen (large), &error));
  g_assert_nonnull (error);
  g_assert_false (tog_calendar_reply_read (&reply, line, strlen (line), &other));
  g_assert_nonnull (other);
  g_assert_true (tog_calendar_reply_read (&reply, text, strlen (text), NULL));
  g_assert_cmpuint (strlen (reply.comment), ==, 300);
  tog_calendar_reply_clear (&reply);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/calendar-reply/P17/good", check_good);
  g_test_add_func ("/calendar-reply/bad", check_bad);
  g_test_add_func ("/calendar-reply/P29/limits", check_limits);

  return g_test_run ();
}
