#include "config.h"

#include "tog-calendar-refresh.h"

#include "tog-calendar-worker.h"
#include "tog-database.h"
#include "tog-test-files.h"

#include <string.h>

/* How many times are busy is written in one byte after the first where it is below 128, and
 * in two otherwise, the lower seven bits first: see tog_slot_set_to_bytes(). */
#define NONE_BUSY "hex (substr (busy, 2, 1)) = '00'"
#define ONE_BUSY "hex (substr (busy, 2, 1)) = '01'"
#define SOME_200_BUSY "hex (substr (busy, 2, 2)) BETWEEN 'C801' AND 'D201'"

#define N_LOOKS 2000
#define LOOK_USEC 10000

typedef struct
{
  char *folder;
  char *database;
  TogWriter *writer;
  TogCalendarRefresh *refresh;
} Fixture;

static void
read_cb (gpointer data)
{
}

static gboolean
exec_cb (TogDb *db, gpointer data, GError **error)
{
  return tog_db_exec (db, data, error);
}

static void
exec (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;

  tog_writer_run (fixture->writer, exec_cb, (gpointer) sql, &error);
  g_assert_no_error (error);
}

/* Four calendars: good and never read, good and read just now, good and read two
 * days ago, and one that can't be read. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char good[] =
      "'BEGIN:VCALENDAR' || char (13, 10) || 'BEGIN:VEVENT' || char (13, 10) || 'UID:1' || "
      "char (13, 10) || 'DTSTART:20200106T100000Z' || char (13, 10) || 'DURATION:PT1H' || "
      "char (13, 10) || 'RRULE:FREQ=DAILY' || char (13, 10) || 'END:VEVENT' || char (13, 10) || "
      "'END:VCALENDAR' || char (13, 10)";
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO organization (id, key, name) VALUES (1, 'o', 'O');"
      "INSERT INTO member (id, organization_id, key, name, email, zone, working_hours) "
      "VALUES (1, 1, 'a', 'A', 'a@o.example', 'Europe/Lisbon', '[]');"
      "INSERT INTO calendar (organization_id, member_id, key, name, text, checked_at) VALUES "
      "(1, 1, 'new', 'New', CAST (%s AS BLOB), NULL), "
      "(1, 1, 'fresh', 'Fresh', CAST (%s AS BLOB), unixepoch ()), "
      "(1, 1, 'old', 'Old', CAST (%s AS BLOB), unixepoch () - 2 * 86400), "
      "(1, 1, 'bad', 'Bad', CAST ('<html>' AS BLOB), NULL);",
      good,
      good,
      good);
  g_autoptr (GError) error = NULL;

  fixture->folder = make_folder ();
  fixture->database = g_build_filename (fixture->folder, "test.db", NULL);
  fixture->writer = tog_writer_new (fixture->database, &error);
  g_assert_no_error (error);
  exec (fixture, sql);
  fixture->refresh =
      tog_calendar_refresh_new (fixture->database, fixture->writer, tog_clock_now, read_cb, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tog_calendar_refresh_free (fixture->refresh);
  tog_writer_free (fixture->writer);
  remove_folder (fixture->folder);
  g_free (fixture->database);
}

static void
wait_for (Fixture *fixture, const char *sql, const char *expected)
{
  g_autofree char *answer = NULL;

  for (guint i = 0; i < N_LOOKS; i++)
    {
      g_autoptr (TogDb) db = tog_database_open (fixture->database, TOG_DB_READER, NULL);
      g_autoptr (TogStatement) statement = tog_db_prepare (db, sql, NULL);

      g_assert_cmpint (tog_statement_step (statement, NULL), ==, TOG_STEP_ROW);
      g_free (answer);
      answer = g_strdup (tog_statement_get_text (statement, 0));
      if (g_strcmp0 (answer, expected) == 0)
        return;
      g_usleep (LOOK_USEC);
    }
  g_error ("“%s” stays “%s” and does not become “%s”", sql, answer, expected);
}

static void
test_due (Fixture *fixture, gconstpointer data)
{
  tog_calendar_refresh_start (fixture->refresh);
  wait_for (fixture,
            "SELECT group_concat (key, ' ') FROM "
            "(SELECT key FROM calendar WHERE busy IS NOT NULL ORDER BY key)",
            "new old");
  /* Known from the week that is begun to further than can be booked. */
  wait_for (fixture,
            "SELECT known_from < unixepoch () - 7 * 86400 AND "
            "known_to > unixepoch () + 183 * 86400 FROM calendar WHERE key = 'old'",
            "1");
  wait_for (fixture, "SELECT " SOME_200_BUSY " FROM calendar WHERE key = 'new'", "1");

  /* What was read now is not due. */
  exec (fixture, "UPDATE calendar SET busy = NULL WHERE key = 'old'");
  tog_calendar_refresh_wake (fixture->refresh);
  exec (fixture, "UPDATE calendar SET checked_at = NULL WHERE key = 'fresh'");
  tog_calendar_refresh_wake (fixture->refresh);
  wait_for (fixture, "SELECT busy IS NOT NULL FROM calendar WHERE key = 'fresh'", "1");
  wait_for (fixture, "SELECT busy IS NULL FROM calendar WHERE key = 'old'", "1");
}

/* A calendar that can't be read is unknown and says since when; it affects only
 * itself, and is read again when it is good. */
static void
test_broken (Fixture *fixture, gconstpointer data)
{
  exec (fixture,
        "UPDATE calendar SET busy = zeroblob (16), known_from = 1, known_to = 2 "
        "WHERE key = 'bad'");
  tog_calendar_refresh_start (fixture->refresh);
  wait_for (fixture, "SELECT broken_since IS NOT NULL FROM calendar WHERE key = 'bad'", "1");
  wait_for (fixture,
            "SELECT known_from IS NULL AND known_to IS NULL AND busy = zeroblob (16) AND "
            "broken_reason LIKE '%web page%' FROM calendar WHERE key = 'bad'",
            "1");
  wait_for (fixture, "SELECT count (*) FROM calendar WHERE broken_since IS NOT NULL", "1");
  wait_for (fixture, "SELECT busy IS NOT NULL FROM calendar WHERE key = 'old'", "1");

  /* Since when stays. */
  exec (fixture, "UPDATE calendar SET broken_since = 7, checked_at = 7 WHERE key = 'bad'");
  tog_calendar_refresh_wake (fixture->refresh);
  wait_for (fixture, "SELECT checked_at > 7 FROM calendar WHERE key = 'bad'", "1");
  wait_for (fixture, "SELECT broken_since FROM calendar WHERE key = 'bad'", "7");

  exec (fixture,
        "UPDATE calendar SET text = (SELECT text FROM calendar WHERE key = 'old'), "
        "checked_at = 7 WHERE key = 'bad'");
  tog_calendar_refresh_wake (fixture->refresh);
  wait_for (fixture, "SELECT broken_since IS NULL FROM calendar WHERE key = 'bad'", "1");
}

/* P04: the invite of one's own session, copied to the calendar, blocks nothing; others'
 * do. */
static void
test_own (Fixture *fixture, gconstpointer data)
{
  exec (fixture,
        "INSERT INTO member (id, organization_id, key, name, email, zone, working_hours) "
        "VALUES (2, 1, 'b', 'B', 'b@o.example', 'Europe/Lisbon', '[]');"
        "INSERT INTO program (id, organization_id, key, name, kind) "
        "VALUES (1, 1, 'p', 'P', '1-on-1');"
        "INSERT INTO planned_session "
        "(id, organization_id, program_id, key, ordinal, title, duration, agenda, resources) "
        "VALUES (1, 1, 1, 's', 1, 'S', 1800, '[]', '[]');"
        "INSERT INTO match (id, organization_id, program_id, key, mentor_id, mentee_id, "
        "created_at) VALUES (1, 1, 1, 'm', 1, 2, 0);"
        "INSERT INTO session (id, organization_id, key, planned_session_id, match_id, booked_by, "
        "state, starts_at, ends_at, uid, conference, booked_at) "
        "VALUES (1, 1, 'k', 1, 1, 1, 'cancelled', 0, 1800, '1', '{}', 0);"
        "INSERT INTO participant (session_id, member_id, role, answer) "
        "VALUES (1, 1, 'mentor', 'pending');"
        "UPDATE calendar SET text = CAST (replace (replace (CAST (text AS TEXT), "
        "'RRULE:FREQ=DAILY' || char (13, 10), ''), 'DTSTART:20200106', "
        "strftime ('DTSTART:%Y%m%d', 'now', '+3 days')) AS BLOB) WHERE key = 'new';"
        "INSERT INTO calendar (organization_id, member_id, key, name, text) "
        "SELECT 1, 2, 'theirs', 'Theirs', text FROM calendar WHERE key = 'new'");
  tog_calendar_refresh_start (fixture->refresh);
  wait_for (fixture,
            "SELECT checked_at IS NOT NULL AND known_to IS NOT NULL AND " NONE_BUSY " "
            "FROM calendar WHERE key = 'new'",
            "1");
  wait_for (fixture, "SELECT " ONE_BUSY " FROM calendar WHERE key = 'theirs'", "1");
}

int
main (int argc, char *argv[])
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (argc > 1 && g_str_equal (argv[1], TOG_CALENDAR_WORKER_COMMAND))
    return tog_calendar_worker_main ();
  tog_calendar_worker_set_program (program);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/calendar-refresh/due", Fixture, NULL, set_up, test_due, tear_down);
  g_test_add ("/calendar-refresh/P16/broken", Fixture, NULL, set_up, test_broken, tear_down);
  g_test_add ("/calendar-refresh/P04/own-invites", Fixture, NULL, set_up, test_own, tear_down);
  return g_test_run ();
}
