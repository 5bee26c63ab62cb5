#include "config.h"

#include "tog-import.h"

#include "tog-calendar-worker.h"
#include "tog-error.h"
#include "tog-test-files.h"
#include "tog-writer.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Monday 23 November 2026, 10:12. */
#define NOW 1795428720

#define GOOD_ICS                                                                                   \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"                        \
  "DTSTAMP:20260101T000000Z\r\nDTSTART:20261124T100000Z\r\nDTEND:20261124T110000Z\r\n"             \
  "END:VEVENT\r\nEND:VCALENDAR\r\n"

typedef struct
{
  char *folder;
  TogWriter *writer;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  fixture->folder = make_folder ();
  path = g_build_filename (fixture->folder, "test.db", NULL);
  fixture->writer = tog_writer_new (path, &error);
  g_assert_no_error (error);
  write_file (fixture->folder, "a.ics", GOOD_ICS, -1);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tog_writer_free (fixture->writer);
  remove_folder (fixture->folder);
}

typedef struct
{
  const char *text;
  const char *folder;
  GString *report;
} Import;

static gboolean
import_cb (TogDb *db, gpointer data, GError **error)
{
  Import *import = data;

  return tog_import_text (
      db, import->text, strlen (import->text), import->folder, NOW, import->report, error);
}

static char *
import (Fixture *fixture, const char *text, GError **error)
{
  Import job = { text, fixture->folder, g_string_new (NULL) };
  gboolean done = tog_writer_run (fixture->writer, import_cb, &job, error);

  return g_string_free (job.report, !done);
}

typedef struct
{
  const char *sql;
  char *answer;
} Query;

static gboolean
query_cb (TogDb *db, gpointer data, GError **error)
{
  Query *query = data;
  g_autoptr (TogStatement) statement = tog_db_prepare (db, query->sql, error);

  if (statement == NULL || tog_statement_step (statement, error) != TOG_STEP_ROW)
    return FALSE;
  query->answer = g_strdup (tog_statement_get_text (statement, 0));
  return TRUE;
}

static char *
query (Fixture *fixture, const char *sql)
{
  Query job = { sql, NULL };
  g_autoptr (GError) error = NULL;

  tog_writer_run (fixture->writer, query_cb, &job, &error);
  g_assert_no_error (error);
  return job.answer;
}

static gboolean
exec_cb (TogDb *db, gpointer data, GError **error)
{
  return tog_db_exec (db, data, error);
}

static void
assert_query (Fixture *fixture, const char *sql, const char *expected)
{
  g_autofree char *answer = query (fixture, sql);

  g_assert_cmpstr (answer, ==, expected);
}

/* All there is, to see that nothing changed. */
static char *
dump (Fixture *fixture)
{
  return query (fixture,
                "SELECT (SELECT group_concat (quote (key) || quote (name)) FROM organization) || "
                "(SELECT group_concat (quote (key) || quote (name) || quote (email) || active || "
                "version || quote (zone)) FROM member) || "
                "(SELECT coalesce (group_concat (quote (text)), '') FROM calendar) || "
                "(SELECT coalesce (group_concat (key || active), '') FROM match) || "
                "(SELECT count (*) FROM session) || ' ' || (SELECT count (*) FROM change)");
}

#define ORGANIZATION "{ \"format\": 1, \"organization\": { \"id\": \"o\", \"name\": \"O\" },\n"
#define MEMBER(id, email)                                                                          \
  "{ \"id\": \"" id "\", \"name\": \"" id "\", \"email\": \"" email                                \
  "\", \"zone\": \"Europe/Lisbon\" }"
#define PROGRAMS                                                                                   \
  "\"programs\": [{ \"id\": \"p\", \"name\": \"P\", \"kind\": \"1-on-1\", "                        \
  "\"planned_sessions\": [{ \"id\": \"s\", \"title\": \"S\", \"duration\": 30 }] }],\n"
#define MATCH                                                                                      \
  "\"matches\": [{ \"id\": \"m\", \"program\": \"p\", \"mentor\": \"a\", \"mentee\": \"b\", "      \
  "\"sessions\": [{ \"planned_session\": \"s\", \"state\": \"completed\", "                        \
  "\"start\": \"2026-10-12T09:00:00Z\" }] }]"
#define MEMBERS                                                                                    \
  "\"members\": [" MEMBER ("a", "a@o.example") ",\n" MEMBER ("b", "b@o.example") "],\n"
#define SMALL ORGANIZATION MEMBERS PROGRAMS MATCH " }"

static void
assert_line (const char *report, const char *line)
{
  if (strstr (report, line) == NULL)
    g_error ("“%s” is not in:\n%s", line, report);
}

static char *
load_demo (Fixture *fixture)
{
  g_autofree char *folder =
      g_build_filename (g_getenv ("TOG_TEST_SRCDIR"), "..", "data", "demo-organization", NULL);
  g_autofree char *path = g_build_filename (folder, "demo.json", NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_free (fixture->folder);
  fixture->folder = g_steal_pointer (&folder);
  return text;
}

static void
test_demo (Fixture *fixture, gconstpointer data)
{
  char *own_folder = g_strdup (fixture->folder);
  g_autofree char *text = load_demo (fixture);
  g_autofree char *first = NULL;
  g_autofree char *before = NULL;
  g_autofree char *second = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  first = import (fixture, text, &error);
  g_assert_no_error (error);
  assert_line (first, "members: 9 added, 0 changed, 0 unchanged, 0 set inactive\n");
  assert_line (first, "calendars: 9 added, 0 changed, 0 unchanged, 0 removed\n");
  assert_query (fixture, "SELECT count (*) FROM calendar WHERE busy IS NOT NULL", "9");
  assert_query (fixture, "SELECT count (*) FROM mail", "0");
  before = dump (fixture);

  second = import (fixture, text, &error);
  g_assert_no_error (error);
  g_assert_null (strstr (second, "1 added"));
  g_assert_null (strstr (second, "1 changed"));
  assert_line (second, "members: 0 added, 0 changed, 9 unchanged, 0 set inactive\n");
  after = dump (fixture);
  g_assert_cmpstr (before, ==, after);

  g_free (fixture->folder);
  fixture->folder = own_folder;
}

static void
test_changes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *report = NULL;

  g_free (import (fixture, SMALL, &error));
  g_assert_no_error (error);

  /* Two members swap their addresses, one more comes, the match is gone. */
  report = import (fixture,
                   ORGANIZATION "\"members\": [" MEMBER ("a", "b@o.example") "," MEMBER (
                       "b", "a@o.example") "," MEMBER ("c", "c@o.example") "],\n" PROGRAMS
                                                                           "\"matches\": [] }",
                   &error);
  g_assert_no_error (error);
  assert_line (report, "members: 1 added, 2 changed, 0 unchanged, 0 set inactive\n");
  assert_line (report, "matches: 0 added, 0 changed, 0 unchanged, 1 set inactive\n");
  assert_query (fixture, "SELECT email FROM member WHERE key = 'a'", "b@o.example");
  assert_query (fixture, "SELECT version FROM member WHERE key = 'a'", "2");
  assert_query (fixture, "SELECT active FROM match", "0");
  assert_query (fixture, "SELECT count (*) FROM session", "1");
  assert_query (fixture,
                "SELECT group_concat (change) FROM change WHERE item_key = 'm'",
                "created,created,updated,updated,updated,updated,deleted,deleted");
  g_clear_pointer (&report, g_free);

  /* A newcomer gets the address of somebody who left. */
  report =
      import (fixture,
              ORGANIZATION
              "\"members\": [" MEMBER ("a", "b@o.example") "," MEMBER ("d", "a@o.example") "]}",
              &error);
  g_assert_no_error (error);
  assert_line (report, "members: 1 added, 0 changed, 1 unchanged, 2 set inactive\n");
  assert_query (fixture, "SELECT email FROM member WHERE key = 'd'", "a@o.example");
  g_clear_pointer (&report, g_free);

  /* All is as it was. */
  report = import (fixture, SMALL, &error);
  g_assert_no_error (error);
  assert_line (report, "matches: 0 added, 1 changed, 0 unchanged, 0 set inactive\n");
  assert_line (report, "sessions of matches: 0 added, 0 changed, 1 unchanged, 0 removed\n");
  assert_query (fixture, "SELECT group_concat (key || active) FROM member", "a1,b1,c0,d0");
}

#define GROUP_PROGRAM                                                                              \
  "\"programs\": [{ \"id\": \"p\", \"name\": \"P\", \"kind\": \"group\", "                         \
  "\"planned_sessions\": [{ \"id\": \"s\", \"title\": \"S\", \"duration\": 30 }] }],\n"
#define GROUP(facilitators, members)                                                               \
  "\"groups\": [{ \"id\": \"g\", \"program\": \"p\", \"name\": \"G\", \"facilitators\": "          \
  "[" facilitators "], \"members\": [" members "], \"sessions\": [{ \"planned_session\": \"s\", "  \
  "\"state\": \"scheduled\", \"start\": \"2026-12-09T10:00:00Z\" }] }]"
#define THREE                                                                                      \
  "\"members\": [" MEMBER ("a", "a@o.example") "," MEMBER ("b", "b@o.example") "," MEMBER (        \
      "c", "c@o.example") "],\n"
#define CHANGES                                                                                    \
  "SELECT coalesce (group_concat (who, ' '), '') FROM (SELECT member.key || ':' || "               \
  "iif (last.change = 'updated' AND first.change = 'created', 'created', last.change) AS who "     \
  "FROM (SELECT min (id) AS opened, max (id) AS closed FROM change WHERE kind = 'group' "          \
  "GROUP BY member_id, item_key) JOIN change AS first ON first.id = opened "                       \
  "JOIN change AS last ON last.id = closed "                                                       \
  "JOIN member ON member.id = last.member_id ORDER BY who)"

static void
import_well (Fixture *fixture, const char *text, const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *report = NULL;

  tog_writer_run (fixture->writer, exec_cb, (gpointer) "DELETE FROM change", &error);
  g_assert_no_error (error);
  report = import (fixture, text, &error);
  g_assert_no_error (error);
  assert_line (report, line);
}

/* Who is in a group may change; what they did together stays, and everybody whom
 * it is about hears of it. */
static void
test_groups (Fixture *fixture, gconstpointer data)
{
  g_free (import (fixture, ORGANIZATION THREE " \"programs\": [] }", NULL));
  import_well (fixture,
               ORGANIZATION THREE GROUP_PROGRAM GROUP ("\"a\"", "\"b\"") "}",
               "groups: 1 added, 0 changed, 0 unchanged, 0 set inactive\n");
  assert_query (fixture, CHANGES, "a:created b:created");
  assert_query (fixture,
                "SELECT group_concat (member.key || role || answer) FROM participant "
                "JOIN member ON member.id = member_id",
                "afacilitatoraccepted,bmemberaccepted");

  /* One comes, one goes, one becomes a facilitator. */
  import_well (fixture,
               ORGANIZATION THREE GROUP_PROGRAM GROUP ("\"b\"", "\"c\"") "}",
               "groups: 0 added, 1 changed, 0 unchanged, 0 set inactive\n");
  assert_query (fixture, CHANGES, "a:deleted b:updated c:created");
  assert_query (fixture,
                "SELECT group_concat (key || facilitator) FROM group_member "
                "JOIN member ON member.id = member_id",
                "b1,c0");
  assert_query (fixture, "SELECT count (*) FROM session", "1");
  assert_query (fixture,
                "SELECT group_concat (key) FROM participant JOIN member ON member.id = member_id",
                "a,b");

  /* Again: nothing. */
  import_well (fixture,
               ORGANIZATION THREE GROUP_PROGRAM GROUP ("\"b\"", "\"c\"") "}",
               "groups: 0 added, 0 changed, 1 unchanged, 0 set inactive\n");
  assert_query (fixture, CHANGES, "");

  /* The others see what somebody is called. */
  import_well (
      fixture,
      ORGANIZATION "\"members\": [" MEMBER ("a", "a@o.example") "," MEMBER (
          "b", "b@o.example") ","
                              "{ \"id\": \"c\", \"name\": \"New\", \"email\": \"c@o.example\", "
                              "\"zone\": \"UTC\" }],\n" GROUP_PROGRAM GROUP ("\"b\"", "\"c\"") "}",
      "groups: 0 added, 0 changed, 1 unchanged, 0 set inactive\n");
  assert_query (fixture, CHANGES, "b:updated c:updated");

  /* Gone, and back as if nothing had been. */
  import_well (fixture,
               ORGANIZATION THREE GROUP_PROGRAM "\"groups\": [] }",
               "groups: 0 added, 0 changed, 0 unchanged, 1 set inactive\n");
  assert_query (fixture, CHANGES, "b:deleted c:deleted");
  import_well (fixture,
               ORGANIZATION THREE GROUP_PROGRAM GROUP ("\"a\"", "\"b\"") "}",
               "groups: 0 added, 1 changed, 0 unchanged, 0 set inactive\n");
  assert_query (fixture,
                "SELECT group_concat (key) FROM participant JOIN member ON member.id = member_id",
                "a,b");
  assert_query (fixture, "SELECT count (*) FROM session", "1");
}

#define NAMED(organization, member)                                                                \
  "{ \"format\": 1, \"organization\": { \"id\": \"o\", \"name\": \"O\"" organization               \
  " },\n\"members\": [{ \"id\": \"a\", \"name\": \"A\", \"email\": \"a@o.example\", "              \
  "\"zone\": \"UTC\"" member " }]}"
#define CHOICES                                                                                    \
  "SELECT heat_map_names || heat_map_name || member.version FROM member "                          \
  "JOIN organization ON organization.id = organization_id"

/* What the file doesn't say is for the member to choose. */
static void
test_heat_map_names (Fixture *fixture, gconstpointer data)
{
  import_well (fixture, NAMED ("", ""), "members: 1 added, 0 changed, 0 unchanged");
  assert_query (fixture, CHOICES, "111");
  tog_writer_run (fixture->writer, exec_cb, (gpointer) "UPDATE member SET heat_map_name = 0", NULL);
  import_well (fixture, NAMED ("", ""), "members: 0 added, 0 changed, 1 unchanged");
  assert_query (fixture, CHOICES, "101");
  import_well (fixture,
               NAMED (", \"heat_map_names\": false", ", \"heat_map_name\": false"),
               "organization: 0 added, 1 changed, 0 unchanged");
  assert_query (fixture, CHOICES, "001");
  assert_query (fixture, "SELECT group_concat (kind || change) FROM change", "meupdated");
  import_well (
      fixture, NAMED ("", ", \"heat_map_name\": true"), "members: 0 added, 1 changed, 0 unchanged");
  assert_query (fixture, CHOICES, "112");
}

static void
test_tenants (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) other = g_string_new (SMALL);

  g_free (import (fixture, SMALL, &error));
  g_assert_no_error (error);
  g_string_replace (other, "\"id\": \"o\"", "\"id\": \"other\"", 1);
  g_free (import (fixture, other->str, &error));
  g_assert_no_error (error);
  assert_query (fixture, "SELECT group_concat (key || active) FROM member", "a1,b1,a1,b1");
  assert_query (fixture, "SELECT count (DISTINCT uid) FROM session", "2");
}

/* What is wrong only in view of the database has its line too. */
static void
test_conflicts (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { ORGANIZATION MEMBERS "\"programs\": [{ \"id\": \"p\", \"name\": \"P\", \"kind\": \"group\", "
                           "\"planned_sessions\": [] }] }",
      "line 4: /programs/0: " },
    { ORGANIZATION MEMBERS PROGRAMS "\"matches\": [{ \"id\": \"m\", \"program\": \"p\", "
                                    "\"mentor\": \"b\", \"mentee\": \"a\" }] }",
      "line 5: /matches/0: " },
    { ORGANIZATION MEMBERS
      "\"programs\": [{ \"id\": \"q\", \"name\": \"Q\", \"kind\": \"1-on-1\",\n"
      "\"planned_sessions\": [{ \"id\": \"s\", \"title\": \"S\", \"duration\": 30 }] }] }",
      "line 5: /programs/0/planned_sessions/0: " },
  };
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;

  g_free (import (fixture, SMALL, &error));
  g_assert_no_error (error);
  before = dump (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *after = NULL;
      g_autoptr (GError) refused = NULL;

      g_assert_null (import (fixture, cases[i].text, &refused));
      g_test_message ("%s", refused->message);
      g_assert_true (g_str_has_prefix (refused->message, cases[i].message));
      after = dump (fixture);
      g_assert_cmpstr (before, ==, after);
    }
}

static const struct
{
  const char *name;
  const char *file;
  const char *text; /* what is in bad.ics */
  const char *message;
} BAD_CALENDARS[] = {
  { "absent", "none.ics", NULL, "no such file" },
  { "outside", "../../../../../../../../etc/passwd", NULL, "beside the organization file" },
  { "absolute", "/etc/passwd", NULL, "beside the organization file" },
  { "link", "link.ics", NULL, "beside the organization file" },
  { "folder", ".", NULL, "beside the organization file" },
  { "pipe", "pipe.ics", NULL, "regular file" },
  { "huge", "huge.ics", NULL, "16 MiB" },
  { "empty", "bad.ics", "", "empty" },
  { "html", "bad.ics", "<html>", "not a calendar" },
  { "truncated", "bad.ics", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:2026", "cut off" },
  { "endless",
    "bad.ics",
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:19700101T000000Z\r\nDURATION:PT1S\r\n"
    "RRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "can't be read" },
};

static void
test_bad_calendar (Fixture *fixture, gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *text = g_strdup_printf (
      ORGANIZATION "\"members\": [" MEMBER (
          "x", "x@o.example") ",\n"
                              "{ \"id\": \"a\", \"name\": \"A\", \"email\": \"a2@o.example\", "
                              "\"zone\": \"UTC\",\n"
                              "\"calendars\": [{ \"id\": \"good\", \"name\": \"Good\", \"file\": "
                              "\"a.ics\" },\n"
                              "{ \"id\": \"bad\", \"name\": \"Bad\",\n\"file\": \"%s\" }] }] }",
      BAD_CALENDARS[i].file);
  g_autofree char *link = g_build_filename (fixture->folder, "link.ics", NULL);
  g_autofree char *pipe = g_build_filename (fixture->folder, "pipe.ics", NULL);
  g_autofree char *huge = g_build_filename (fixture->folder, "huge.ics", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink ("/etc/passwd", link), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  write_file (fixture->folder, "huge.ics", "BEGIN:VCALENDAR\r\n", -1);
  g_assert_cmpint (truncate (huge, 100 * 1024 * 1024), ==, 0);
  if (BAD_CALENDARS[i].text != NULL)
    write_file (fixture->folder, "bad.ics", BAD_CALENDARS[i].text, -1);

  g_free (import (fixture, SMALL, &error));
  g_assert_no_error (error);
  before = dump (fixture);
  g_assert_null (import (fixture, text, &error));
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_prefix (error->message, "line 6: /members/1/calendars/1/file: "));
  if (strstr (error->message, BAD_CALENDARS[i].message) == NULL)
    g_error ("“%s” does not say “%s”", error->message, BAD_CALENDARS[i].message);
  after = dump (fixture);
  g_assert_cmpstr (before, ==, after);
}

static void
test_calendar_changes (Fixture *fixture, gconstpointer data)
{
  static const char text[] =
      ORGANIZATION "\"members\": [{ \"id\": \"a\", \"name\": \"A\", \"email\": \"a@o.example\", "
                   "\"zone\": \"UTC\",\n\"calendars\": [{ \"id\": \"c\", \"name\": \"C\", "
                   "\"file\": \"a.ics\" }] }] }";
  g_autoptr (GString) later = g_string_new (GOOD_ICS);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *report = NULL;
  g_autoptr (GError) error = NULL;

  g_free (import (fixture, text, &error));
  g_assert_no_error (error);
  first = query (fixture, "SELECT hex (busy) FROM calendar");
  g_string_replace (later, "20261124", "20261125", 0);
  write_file (fixture->folder, "a.ics", later->str, -1);
  report = import (fixture, text, &error);
  g_assert_no_error (error);
  assert_line (report, "calendars: 0 added, 1 changed, 0 unchanged, 0 removed\n");
  second = query (fixture, "SELECT hex (busy) FROM calendar");
  g_assert_cmpstr (first, !=, second);

  g_free (import (fixture, SMALL, &error));
  g_assert_no_error (error);
  assert_query (fixture, "SELECT count (*) FROM calendar", "0");
}

int
main (int argc, char *argv[])
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (argc > 1 && g_str_equal (argv[1], TOG_CALENDAR_WORKER_COMMAND))
    return tog_calendar_worker_main ();
  tog_calendar_worker_set_program (program);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/import/demo", test_demo);
  ADD ("/import/changes", test_changes);
  ADD ("/import/groups", test_groups);
  ADD ("/import/P20/heat-map-names", test_heat_map_names);
  ADD ("/import/P19/tenants", test_tenants);
  ADD ("/import/conflicts", test_conflicts);
  ADD ("/import/calendar-changes", test_calendar_changes);
  for (guint i = 0; i < G_N_ELEMENTS (BAD_CALENDARS); i++)
    {
      g_autofree char *path = g_strconcat ("/import/P29/", BAD_CALENDARS[i].name, NULL);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_bad_calendar, tear_down);
    }
  return g_test_run ();
}
