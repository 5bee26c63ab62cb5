#include "config.h"

#include "tog-organization-file.h"

#include "tog-error.h"

#include <string.h>

/* Monday 23 November 2026, 10:12. */
#define NOW 1795428720

/* One thing a line, so that a case can replace a line. */
static const char *const LINES[] = {
  /*  1 */ "{ \"format\": 1,",
  /*  2 */ "\"organization\": { \"id\": \"org\", \"name\": \"Org\",",
  /*  3 */
  "\"providers\": [{ \"id\": \"p\", \"name\": \"P\", \"link\": \"https://p.example/{id}\" }]",
  /*  4 */ "},",
  /*  5 */ "\"members\": [",
  /*  6 */ "{ \"id\": \"a\", \"name\": \"A\",",
  /*  7 */ "\"email\": \"a@org.example\",",
  /*  8 */ "\"zone\": \"Europe/Lisbon\",",
  /*  9 */ "\"working_hours\": [{ \"weekdays\": [1, 2], \"from\": \"09:00\", \"to\": \"17:00\" }],",
  /* 10 */ "\"minimum_notice\": 60,",
  /* 11 */ "\"calendars\": [{ \"id\": \"c\", \"name\": \"C\", \"file\": \"c.ics\" }]",
  /* 12 */ "},",
  /* 13 */
  "{ \"id\": \"b\", \"name\": \"B\", \"email\": \"b@org.example\", \"zone\": \"Asia/Kathmandu\" }",
  /* 14 */ "],",
  /* 15 */ "\"programs\": [",
  /* 16 */ "{ \"id\": \"pr\", \"name\": \"Pr\", \"kind\": \"1-on-1\", \"planned_sessions\": [",
  /* 17 */ "{ \"id\": \"s1\", \"title\": \"S1\", \"duration\": 45,",
  /* 18 */ "\"agenda\": [{ \"title\": \"T\", \"minutes\": 5 }],",
  /* 19 */ "\"resources\": [{ \"title\": \"R\", \"url\": \"https://r.example/\" }] }",
  /* 20 */ "] },",
  /* 21 */ "{ \"id\": \"gp\", \"name\": \"Gp\", \"kind\": \"group\", \"planned_sessions\": [",
  /* 22 */ "{ \"id\": \"g1\", \"title\": \"G1\", \"duration\": 60 }",
  /* 23 */ "] }",
  /* 24 */ "],",
  /* 25 */ "\"matches\": [{ \"id\": \"m\", \"program\": \"pr\",",
  /* 26 */ "\"mentor\": \"a\", \"mentee\": \"b\",",
  /* 27 */ "\"sessions\": [{ \"planned_session\": \"s1\", \"state\": \"completed\",",
  /* 28 */ "\"start\": \"2026-10-12T09:00:00Z\", \"booked_by\": \"b\",",
  /* 29 */ "\"conference\": { \"kind\": \"provider\", \"provider\": \"p\" }",
  /* 30 */ "}] }],",
  /* 31 */ "\"groups\": [{ \"id\": \"g\", \"program\": \"gp\", \"name\": \"G\",",
  /* 32 */ "\"facilitators\": [\"a\"], \"members\": [\"b\"] }]",
  /* 33 */ "}",
};

static char *
build (guint line, const char *replacement)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (LINES); i++)
    g_string_append_printf (text, "%s\n", i + 1 == line ? replacement : LINES[i]);
  return g_string_free (text, FALSE);
}

static void
test_good (void)
{
  g_autofree char *text = build (0, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogOrganizationFile) file =
      tog_organization_file_parse (text, strlen (text), NOW, &error);
  const TogFileMember *member;
  const TogFilePlannedSession *planned;
  const TogFileSession *session;

  g_assert_no_error (error);
  g_assert_cmpstr (file->name, ==, "Org");
  g_assert_true (file->calendar_sharing);
  g_assert_true (file->heat_map_names);
  g_assert_cmpint (file->horizon_days, ==, 182);
  g_assert_cmpint (file->shift_days, ==, 0);
  g_assert_cmpuint (file->members->len, ==, 2);
  member = &g_array_index (file->members, TogFileMember, 0);
  g_assert_cmpint (member->minimum_notice, ==, 3600);
  g_assert_true (member->share_email);
  g_assert_cmpint (member->heat_map_name, ==, TOG_FILE_UNSAID);
  g_assert_cmpstr (member->working_hours,
                   ==,
                   "[{\"weekday\":1,\"from\":\"09:00\",\"to\":\"17:00\"},"
                   "{\"weekday\":2,\"from\":\"09:00\",\"to\":\"17:00\"}]");
  planned = &g_array_index (file->planned_sessions, TogFilePlannedSession, 1);
  g_assert_cmpstr (planned->id, ==, "g1");
  g_assert_cmpuint (planned->ordinal, ==, 1);
  g_assert_cmpint (planned->duration, ==, 3600);
  session =
      &g_array_index (g_array_index (file->matches, TogFileTeam, 0).sessions, TogFileSession, 0);
  g_assert_true (session->completed);
  g_assert_cmpint (session->slot.end - session->slot.start, ==, 45 * 60);
  g_assert_cmpuint (session->booked_by, ==, 1);
}

static const struct
{
  guint line;
  const char *replacement;
  guint found_at;
  const char *message;
} BAD[] = {
  { 1, "", 2, "follows" },
  { 1, "{ \"format\": 2,", 1, "use a newer" },
  { 1, "{ \"format\": \"1\",", 1, "/format" },
  { 1, "{ \"format\": 1, \"membres\": [],", 1, "“membres”" },
  { 1, "{ \"format\": 1, \"relative_to\": \"2026-11-24\",", 1, "Monday" },
  { 1, "{ \"format\": 1, \"relative_to\": \"soon\",", 1, "/relative_to" },
  { 2, "\"organization\": { \"id\": \"o r g\", \"name\": \"Org\",", 2, "/organization/id" },
  { 2, "\"organization\": { \"id\": \"org\",", 2, "/organization/name" },
  { 3, "\"horizon_days\": 0", 3, "/organization/horizon_days" },
  { 3,
    "\"providers\": [{ \"id\": \"p\", \"name\": \"P\", \"link\": \"http://p/{id}\" }]",
    3,
    "https" },
  { 3,
    "\"providers\": [{ \"id\": \"p\", \"name\": \"P\", \"link\": \"https://p.example/\" }]",
    3,
    "{id}" },
  { 3,
    "\"providers\": [{ \"id\": \"p\", \"name\": \"P\", \"link\": \"javascript:{id}\" }]",
    3,
    "https" },
  { 6, "{ \"id\": \"a\", \"name\": \"A\\nB\",", 6, "/members/0/name" },
  { 6, "{ \"id\": \"b\", \"name\": \"A\",", 13, "given twice" },
  { 6, "{ \"id\": 7, \"name\": \"A\",", 6, "/members/0/id" },
  { 7, "\"email\": \"a at org.example\",", 7, "email address" },
  { 7, "\"email\": \"a@org.example>\\r\\nRCPT TO:<x@y.example\",", 7, "/members/0/email" },
  { 7, "\"email\": \"B@ORG.example\",", 13, "has this address already" },
  { 8, "\"zone\": \"Europe/Lisabon\",", 8, "Europe/Lisabon" },
  { 8, "\"zone\": \"../../etc/passwd\",", 8, "/members/0/zone" },
  { 8, "\"zone\": 1,", 8, "/members/0/zone" },
  { 9,
    "\"working_hours\": [{ \"weekdays\": [8], \"from\": \"09:00\", \"to\": \"17:00\" }],",
    9,
    "Monday" },
  { 9,
    "\"working_hours\": [{ \"weekday\": 0, \"from\": \"09:00\", \"to\": \"17:00\" }],",
    9,
    "/weekday" },
  { 9,
    "\"working_hours\": [{ \"weekday\": 1, \"from\": \"9:00\", \"to\": \"17:00\" }],",
    9,
    "09:00" },
  { 9,
    "\"working_hours\": [{ \"weekday\": 1, \"from\": \"09:00\", \"to\": \"25:00\" }],",
    9,
    "/to" },
  { 9, "\"working_hours\": {},", 9, "/working_hours" },
  { 10, "\"minimum_notice\": -1,", 10, "/minimum_notice" },
  { 10, "\"minimum_notice\": 1e999,", 10, "/minimum_notice" },
  { 11, "\"calendars\": [{ \"id\": \"c\", \"name\": \"C\" }]", 11, "/calendars/0/file" },
  { 13, "7", 13, "/members/1" },
  { 16,
    "{ \"id\": \"pr\", \"name\": \"Pr\", \"kind\": \"solo\", \"planned_sessions\": [",
    16,
    "/kind" },
  { 17, "{ \"id\": \"g1\", \"title\": \"S1\", \"duration\": 45,", 22, "given twice" },
  { 17, "{ \"id\": \"s1\", \"title\": \"S1\", \"duration\": 0,", 17, "/duration" },
  { 18, "\"agenda\": [{ \"title\": \"\", \"minutes\": 5 }],", 18, "/agenda/0/title" },
  { 18, "\"agenda\": [\"T\"],", 18, "/agenda/0" },
  { 19,
    "\"resources\": [{ \"title\": \"R\", \"url\": \"javascript:alert(1)\" }] }",
    19,
    "/resources/0/url" },
  { 25, "\"matches\": [{ \"id\": \"m\", \"program\": \"gp\",", 25, "group program" },
  { 25, "\"matches\": [{ \"id\": \"m\", \"program\": \"none\",", 25, "no program" },
  { 26, "\"mentor\": \"a\", \"mentee\": \"nobody\",", 26, "no member with the id “nobody”" },
  { 26, "\"mentor\": \"a\", \"mentee\": \"a\",", 26, "already" },
  { 27,
    "\"sessions\": [{ \"planned_session\": \"g1\", \"state\": \"completed\",",
    27,
    "another program" },
  { 27, "\"sessions\": [{ \"planned_session\": \"s1\", \"state\": \"done\",", 27, "/state" },
  { 28, "\"start\": \"2026-10-12 09:00\", \"booked_by\": \"b\",", 28, "/start" },
  { 28, "\"start\": \"2026-10-12T09:00:00Z\", \"booked_by\": \"x\",", 28, "/booked_by" },
  { 29, "\"conference\": { \"kind\": \"provider\", \"provider\": \"zoom\" }", 29, "zoom" },
  { 29, "\"conference\": { \"kind\": \"link\", \"url\": \"http://x.example/\" }", 29, "/url" },
  { 32, "\"facilitators\": [], \"members\": [\"b\"] }]", 32, "/facilitators" },
  { 32, "\"facilitators\": [\"a\"], \"members\": [\"a\"] }]", 32, "already" },
  { 32, "\"facilitators\": [\"a\"], \"members\": [1] }]", 32, "/members" },
  { 2,
    "\"organization\": { \"id\": \"org\", \"name\": \"Org\", \"heat_map_names\": 1,",
    2,
    "/heat_map_names" },
  { 10, "\"heat_map_name\": \"no\",", 10, "/members/0/heat_map_name" },
  { 10, "\"heat_map_names\": false,", 6, "“heat_map_names”" },
  { 33, "} }", 33, "follows" },
  { 33, "", 34, "expected" },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (BAD); i++)
    {
      g_autofree char *text = build (BAD[i].line, BAD[i].replacement);
      g_autofree char *prefix = g_strdup_printf ("line %u", BAD[i].found_at);
      g_autoptr (GError) error = NULL;
      g_autoptr (TogOrganizationFile) file =
          tog_organization_file_parse (text, strlen (text), NOW, &error);

      g_test_message ("%s -> %s", BAD[i].replacement, error != NULL ? error->message : "good");
      g_assert_null (file);
      g_assert_nonnull (error);
      g_assert_true (error->domain == TOG_ERROR);
      if (!g_str_has_prefix (error->message, prefix) ||
          g_ascii_isdigit (error->message[strlen (prefix)]))
        g_error ("“%s” does not begin with “%s”", error->message, prefix);
      if (strstr (error->message, BAD[i].message) == NULL)
        g_error ("“%s” does not say “%s”", error->message, BAD[i].message);
    }
}

/* A group has a thousand people at the most, in both of its lists together. */
static void
test_large_group (void)
{
  for (guint n = 1000; n <= 1001; n++)
    {
      g_autoptr (GString) members = g_string_new (LINES[12]);
      g_autoptr (GString) group = g_string_new ("\"facilitators\": [\"a\"");
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (TogOrganizationFile) file = NULL;

      for (guint i = 1; i < n; i++)
        {
          g_string_append_printf (members,
                                  ",{\"id\":\"m%u\",\"name\":\"M\",\"email\":\"m%u@o.example\","
                                  "\"zone\":\"UTC\"}",
                                  i,
                                  i);
          g_string_append_printf (group, "%s\"m%u\"", i == 500 ? "],\"members\":[" : ",", i);
        }
      g_string_append (group, "] }]");
      for (guint i = 0; i < G_N_ELEMENTS (LINES); i++)
        g_string_append_printf (text,
                                "%s\n",
                                i == 12   ? members->str
                                : i == 31 ? group->str
                                          : LINES[i]);

      file = tog_organization_file_parse (text->str, text->len, NOW, &error);
      g_assert_cmpint (file != NULL, ==, n == 1000);
      if (file == NULL)
        g_assert_nonnull (strstr (error->message, "a group of 1001; 1000 are the most"));
    }
}

/* Every cut of a good file is a bad file, and none of them more than that. */
static void
test_truncated (void)
{
  g_autofree char *text = build (0, NULL);

  for (gsize length = 0; length < strlen (text) - 1; length++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TogOrganizationFile) file =
          tog_organization_file_parse (text, length, NOW, &error);

      g_assert_null (file);
      g_assert_nonnull (error);
    }
}

static void
test_shift (void)
{
  static const struct
  {
    const char *now;
    int shift;
  } cases[] = {
    { "2026-11-23T00:00:00Z", 0 },  { "2026-11-27T23:59:59Z", 0 }, { "2026-11-28T00:00:00Z", 7 },
    { "2026-11-29T12:00:00Z", 7 },  { "2026-11-30T12:00:00Z", 7 }, { "2027-04-07T12:00:00Z", 133 },
    { "2026-11-20T12:00:00Z", -7 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = build (1, "{ \"format\": 1, \"relative_to\": \"2026-11-23\",");
      g_autoptr (TogOrganizationFile) file = NULL;
      g_autoptr (GError) error = NULL;
      const TogFileSession *session;
      const TogFileMember *booker;
      TogWallTime wall;
      TogInstant now;

      g_assert_true (tog_instant_parse (cases[i].now, &now, NULL));
      file = tog_organization_file_parse (text, strlen (text), now, &error);
      g_assert_no_error (error);
      g_assert_cmpint (file->shift_days, ==, cases[i].shift);

      /* The clock on the wall of who booked shows the same as in the file. */
      session = &g_array_index (
          g_array_index (file->matches, TogFileTeam, 0).sessions, TogFileSession, 0);
      booker = &g_array_index (file->members, TogFileMember, session->booked_by);
      wall = tog_zone_to_wall (booker->zone, session->slot.start);
      g_assert_cmpint (wall.second, ==, (14 * 60 + 45) * 60);
      g_assert_cmpint (wall.day, ==, tog_day_from_civil (2026, 10, 12) + cases[i].shift);
    }
}

static void
test_shift_calendar (void)
{
  static const char text[] =
      "BEGIN:VCALENDAR\r\n"
      "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\n"
      "DTSTART:16010101T020000\r\n"
      "RRULE:FREQ=YEARLY;UNTIL=20300101T000000Z\r\n"
      "END:STANDARD\r\nEND:VTIMEZONE\r\n"
      "BEGIN:VEVENT\r\n"
      "DTSTAMP:20261101T000000Z\r\n"
      "DTSTART;TZID=\"a:20260101\":20261228T09\r\n 0000\r\n"
      "DTEND;VALUE=DATE:20261229\r\n"
      "RRULE:FREQ=WEEKLY;UNTIL=20270131T120000Z;BYDAY=MO\r\n"
      "exdate:20270104T090000,20270111T090000\r\n"
      "RDATE;VALUE=PERIOD:20270112T090000Z/20270112T100000Z,20270113T090000Z/PT1H\r\n"
      "RECURRENCE-ID:20270118T090000\r\n"
      "SUMMARY:20270118\r\n"
      "END:VEVENT\r\nEND:VCALENDAR\r\n";
  static const char expected[] =
      "BEGIN:VCALENDAR\r\n"
      "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\n"
      "DTSTART:16010101T020000\r\n"
      "RRULE:FREQ=YEARLY;UNTIL=20300101T000000Z\r\n"
      "END:STANDARD\r\nEND:VTIMEZONE\r\n"
      "BEGIN:VEVENT\r\n"
      "DTSTAMP:20261101T000000Z\r\n"
      "DTSTART;TZID=\"a:20260101\":20270104T090000\r\n"
      "DTEND;VALUE=DATE:20270105\r\n"
      "RRULE:FREQ=WEEKLY;UNTIL=20270207T120000Z;BYDAY=MO\r\n"
      "exdate:20270111T090000,20270118T090000\r\n"
      "RDATE;VALUE=PERIOD:20270119T090000Z/20270119T100000Z,20270120T090000Z/PT1H\r\n"
      "RECURRENCE-ID:20270125T090000\r\n"
      "SUMMARY:20270118\r\n"
      "END:VEVENT\r\nEND:VCALENDAR\r\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) shifted = tog_organization_file_shift_calendar (bytes, 7);

  g_assert_cmpmem (
      g_bytes_get_data (shifted, NULL), g_bytes_get_size (shifted), expected, strlen (expected));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/organization-file/good", test_good);
  g_test_add_func ("/organization-file/bad", test_bad);
  g_test_add_func ("/organization-file/large-group", test_large_group);
  g_test_add_func ("/organization-file/truncated", test_truncated);
  g_test_add_func ("/organization-file/shift", test_shift);
  g_test_add_func ("/organization-file/shift-calendar", test_shift_calendar);
  return g_test_run ();
}
