#include "config.h"

#include "tog-calendar-worker.h"
#include "tog-database.h"
#include "tog-heat-map.h"
#include "tog-import.h"
#include "tog-query.h"
#include "tog-test-files.h"
#include "tog-week.h"

#include <string.h>

/* The demo organization has to look alive on whatever day it is opened. */

#define TWO_WEEKS (14 * TOG_DAY_SECONDS)

typedef struct
{
  TogInstant now;
  char *text;
  char *folder;
} Import;

static gboolean
import_cb (TogDb *db, gpointer data, GError **error)
{
  Import *import = data;
  g_autoptr (GString) report = g_string_new (NULL);

  return tog_import_text (
      db, import->text, strlen (import->text), import->folder, import->now, report, error);
}

static TogIdentity
find_ines (TogDb *db)
{
  g_autoptr (TogStatement) find =
      tog_db_prepare (db, "SELECT organization_id, id FROM member WHERE key = 'ines'", NULL);

  g_assert_cmpint (tog_statement_step (find, NULL), ==, TOG_STEP_ROW);
  return (TogIdentity){ tog_statement_get_int (find, 0), tog_statement_get_int (find, 1) };
}

static void
count_verdicts (TogTimes *times, TogSlot range, guint counts[TOG_VERDICT_BAD_DURATION + 1])
{
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/Lisbon", NULL);
  /* What ends after what was asked for can't be known. */
  gsize n_starts = (range.end - TOG_HOUR - range.start) / TOG_QUANTUM;
  g_autofree TogInstant *starts = g_new (TogInstant, n_starts);
  g_autofree TogJudgement *judgements = g_new (TogJudgement, n_starts);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < n_starts; i++)
    starts[i] = range.start + (TogInstant) i * TOG_QUANTUM;
  tog_times_judge (times, zone, times->now, starts, n_starts, 45 * TOG_MINUTE, judgements, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < n_starts; i++)
    counts[judgements[i].verdict]++;
}

static void
check_match (TogScope *scope, TogMatch *match, TogSlot range)
{
  guint counts[TOG_VERDICT_BAD_DURATION + 1] = { 0 };
  g_autoptr (TogTimes) times = NULL;
  g_autoptr (GError) error = NULL;
  TogTeamRow row;

  g_assert_true (tog_query_match_row (scope, match->team.id, &row, &error));
  times = tog_query_times (scope, &row, 0, range, &error);
  g_assert_no_error (error);
  count_verdicts (times, range, counts);
  g_test_message ("%s: %u blue, %u busy, %u off hours, %u unconfirmed",
                  match->person->name,
                  counts[TOG_VERDICT_AVAILABLE],
                  counts[TOG_VERDICT_BUSY],
                  counts[TOG_VERDICT_OFF_HOURS],
                  counts[TOG_VERDICT_UNCONFIRMED]);
  /* Ten hours of possible starts in two weeks, and things in their way. */
  g_assert_cmpuint (counts[TOG_VERDICT_AVAILABLE], >, 40);
  g_assert_cmpuint (counts[TOG_VERDICT_BUSY], >, 20);
  g_assert_cmpuint (counts[TOG_VERDICT_OFF_HOURS], >, 40);
  g_assert_cmpuint (counts[TOG_VERDICT_UNCONFIRMED], ==, 0);
}

/* For how many starts of two weeks so many can, by how many can't. */
static void
count_heat (TogTimes *times, TogSlot range, guint counts[], guint *n_hatched)
{
  TogSlot starts = { range.start, range.end - TOG_HOUR };
  g_autoptr (GError) error = NULL;
  g_autoptr (TogHeatMap) map =
      tog_heat_map_new_from_times (times, NULL, starts, TOG_HOUR, times->now, &error);

  g_assert_no_error (error);
  for (TogInstant start = starts.start; start < starts.end; start += TOG_QUANTUM)
    {
      TogHeat heat;

      g_assert_true (tog_heat_map_get_heat (map, start, &heat));
      if (tog_heat_map_get_verdict (map, start) != TOG_VERDICT_AVAILABLE)
        continue;
      counts[heat.n_people - heat.n_can - heat.n_unknown]++;
      *n_hatched += heat.n_unknown > 0;
    }
}

static void
check_group (TogScope *scope, TogGroup *group, TogSlot range, guint n_counted)
{
  guint counts[7] = { 0 };
  guint n_hatched = 0;
  g_autoptr (TogTimes) times = NULL;
  g_autoptr (GError) error = NULL;
  TogTeamRow row;

  g_assert_true (tog_query_group_row (scope, group->team.id, &row, &error));
  times = tog_query_times (scope, &row, 0, range, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (times->people->len + n_counted, ==, group->n_members);
  g_assert_cmpuint (
      n_counted, ==, times->counted == NULL ? 0 : tog_counted_times_get_n_people (times->counted));
  count_heat (times, range, counts, &n_hatched);
  for (int i = 0; i <= group->n_members; i++)
    {
      g_test_message ("%s: %d can't at %u starts", group->name, i, counts[i]);
      g_assert_cmpuint (counts[i], >, 0);
    }
  /* One of them is known of everybody, in the other somebody's calendar is not shared. */
  g_test_message ("%s: hatched at %u starts", group->name, n_hatched);
  g_assert_cmpuint (n_hatched > 0, ==, n_counted > 0);
}

static void
check_home (TogDb *db, TogInstant now)
{
  g_autoptr (TogScope) scope = tog_scope_new (db, find_ines (db), now);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogHome) home = tog_query_home (scope, &error);
  guint n_first = 0;

  g_assert_no_error (error);
  g_assert_cmpstr (home->me->member->email, ==, "ines@meridian.example");
  g_assert_cmpuint (home->matches->len, ==, 4);
  g_assert_nonnull (home->next_session);
  g_assert_cmpint (home->next_session->slot.start, >, now);
  for (guint i = 0; i < home->matches->len; i++)
    {
      TogMatch *match = g_ptr_array_index (home->matches, i);

      n_first += match->first_contact;
      check_match (scope, match, (TogSlot){ now - now % TOG_DAY_SECONDS, now + TWO_WEEKS });
    }
  g_assert_cmpuint (n_first, ==, 1);

  g_assert_cmpuint (home->groups->len, ==, 2);
  for (guint i = 0; i < home->groups->len; i++)
    {
      TogGroup *group = g_ptr_array_index (home->groups, i);
      gboolean is_circle = g_str_equal (group->team.id, "maintainers-circle");

      g_assert_cmpint (group->n_members, ==, is_circle ? 6 : 4);
      g_assert_cmpint (group->team.n_completed, ==, is_circle ? 1 : 0);
      check_group (
          scope,
          group,
          (TogSlot){ now - now % TOG_DAY_SECONDS, now - now % TOG_DAY_SECONDS + TWO_WEEKS },
          is_circle ? 0 : 1);
    }
  g_assert_cmpuint (home->todos->len, ==, 1);
}

static void
test_opened (gconstpointer data)
{
  char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autofree char *demo =
      g_build_filename (g_getenv ("TOG_TEST_SRCDIR"), "..", "data", "demo-organization", NULL);
  g_autofree char *file = g_build_filename (demo, "demo.json", NULL);
  g_autoptr (TogWriter) writer = NULL;
  g_autoptr (TogDb) db = NULL;
  g_autoptr (GError) error = NULL;
  Import import = { .folder = demo };

  g_assert_true (tog_instant_parse (data, &import.now, NULL));
  g_file_get_contents (file, &import.text, NULL, &error);
  g_assert_no_error (error);
  writer = tog_writer_new (path, &error);
  g_assert_no_error (error);
  tog_writer_run (writer, import_cb, &import, &error);
  g_assert_no_error (error);
  db = tog_database_open (path, TOG_DB_READER, &error);
  g_assert_no_error (error);
  check_home (db, import.now);

  g_free (import.text);
  g_clear_pointer (&db, tog_db_close);
  g_clear_pointer (&writer, tog_writer_free);
  remove_folder (folder);
}

int
main (int argc, char *argv[])
{
  static const char *const days[] = {
    "2026-11-23T10:12:00Z", "2026-11-25T23:55:00Z", "2026-11-27T08:00:00Z", "2026-11-28T12:00:00Z",
    "2026-11-29T23:59:00Z", "2026-12-24T10:00:00Z", "2027-03-25T10:00:00Z", "2027-07-14T15:00:00Z",
    "2028-02-29T09:00:00Z", "2031-10-23T18:00:00Z",
  };
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (argc > 1 && g_str_equal (argv[1], TOG_CALENDAR_WORKER_COMMAND))
    return tog_calendar_worker_main ();
  tog_calendar_worker_set_program (program);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *path = g_strdup_printf ("/demo/P03/opened-%.10s", days[i]);

      g_test_add_data_func (path, days[i], test_opened);
    }
  return g_test_run ();
}
