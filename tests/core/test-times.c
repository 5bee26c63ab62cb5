#include "config.h"

#include "tog-error.h"
#include "tog-json.h"
#include "tog-times.h"
#include "tog-working-hours-json.h"

#include <string.h>
#include <time.h>

static TogTimes *
load_sample (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("TOG_TEST_SRCDIR"), "data", "good", "times.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  TogTimes *times;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  node = tog_json_parse (text, -1, &error);
  g_assert_no_error (error);
  times = tog_times_from_json (node, &error);
  g_assert_no_error (error);
  return times;
}

static TogInstant
parse (const char *text)
{
  TogInstant instant;

  g_assert_true (tog_instant_parse (text, &instant, NULL));
  return instant;
}

static void
check_working_hours (void)
{
  static const struct
  {
    const char *json;
    int from; /* -1: it is refused */
    int to;
  } cases[] = {
    { "[{\"weekday\":1,\"from\":\"09:00\",\"to\":\"17:30\"}]", 540, 1050 },
    { "[{\"weekday\":1,\"from\":\"22:30\",\"to\":\"02:00\"}]", 1350, 1560 },
    { "[{\"weekday\":1,\"from\":\"00:00\",\"to\":\"24:00\"}]", 0, 1440 },
    { "[{\"weekday\":1,\"from\":\"22:30\",\"to\":\"24:00\"}]", 1350, 1440 },
    { "[{\"weekday\":1,\"from\":\"09:00\",\"to\":\"09:00\"}]", 540, 1980 },
    { "[{\"weekday\":1,\"from\":\"22:30\",\"to\":\"00:00\"}]", 1350, 1440 },
    { "[{\"weekday\":0,\"from\":\"09:00\",\"to\":\"10:00\"}]", -1, 0 },
    { "[{\"weekday\":8,\"from\":\"09:00\",\"to\":\"10:00\"}]", -1, 0 },
    { "[{\"weekday\":1,\"from\":\"24:00\",\"to\":\"10:00\"}]", -1, 0 },
    { "[{\"weekday\":1,\"from\":\"09:00\",\"to\":\"24:01\"}]", -1, 0 },
    { "[{\"weekday\":1,\"from\":\"9:00\",\"to\":\"10:00\"}]", -1, 0 },
    { "[{\"weekday\":1,\"from\":\"09:60\",\"to\":\"10:00\"}]", -1, 0 },
    { "[{\"weekday\":1,\"from\":540,\"to\":\"10:00\"}]", -1, 0 },
    { "[1]", -1, 0 },
    { "{}", -1, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = tog_json_parse (cases[i].json, -1, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (TogWorkingHours) hours = tog_working_hours_from_json (node, &error);
      g_autoptr (TogWorkingHours) again = NULL;
      g_autoptr (JsonNode) written = NULL;
      const TogWorkingRange *ranges;
      gsize n_ranges;

      g_assert_true ((hours == NULL) == (cases[i].from < 0));
      if (hours == NULL)
        continue;
      written = tog_working_hours_to_json (hours);
      again = tog_working_hours_from_json (written, &error);
      g_assert_no_error (error);
      ranges = tog_working_hours_get_ranges (again, &n_ranges);
      g_assert_cmpuint (n_ranges, ==, 1);
      g_assert_cmpint (ranges[0].from, ==, cases[i].from);
      g_assert_cmpint (ranges[0].to, ==, cases[i].to);
    }
}

/* The three people of the sample: busy, of unknown calendar, without sharing. */
static void
check_judge (void)
{
  static const struct
  {
    const char *start;
    gint64 minutes;
    guint n_people;
    TogVerdict verdict;
    int who;
  } cases[] = {
    { "2026-11-24T11:00:00Z", 60, 1, TOG_VERDICT_AVAILABLE, -1 },
    { "2026-11-24T10:15:00Z", 60, 1, TOG_VERDICT_AVAILABLE, -1 },
    { "2026-11-24T10:00:00Z", 60, 1, TOG_VERDICT_BUSY, 0 },
    { "2026-11-25T12:30:00Z", 30, 1, TOG_VERDICT_BUSY, 0 }, /* the buffer after it is not free */
    { "2026-11-25T12:15:00Z", 30, 1, TOG_VERDICT_AVAILABLE, -1 },
    { "2026-11-24T17:00:00Z", 45, 1, TOG_VERDICT_OFF_HOURS, 0 },
    { "2026-11-23T11:00:00Z", 30, 1, TOG_VERDICT_SHORT_NOTICE, 0 },
    { "2026-11-23T09:30:00Z", 30, 1, TOG_VERDICT_PAST, -1 },
    { "2026-11-24T11:10:00Z", 30, 1, TOG_VERDICT_MISALIGNED, -1 },
    { "2026-11-24T11:00:00Z", 31, 1, TOG_VERDICT_BAD_DURATION, -1 },
    { "2026-11-24T15:00:00Z", 60, 2, TOG_VERDICT_UNCONFIRMED, 1 },
    { "2026-11-24T15:00:00Z", 60, 3, TOG_VERDICT_OFF_HOURS, 2 },
    /* Past the range that was asked for nothing is known, whatever was shared. */
    { "2026-12-01T11:00:00Z", 60, 1, TOG_VERDICT_UNCONFIRMED, 0 },
  };
  g_autoptr (TogTimes) times = load_sample ();
  g_autoptr (GPtrArray) everybody = g_ptr_array_ref (times->people);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TogInstant start = parse (cases[i].start);
      g_autoptr (GError) error = NULL;
      TogJudgement judgement;

      g_clear_pointer (&times->people, g_ptr_array_unref);
      times->people = g_ptr_array_new_with_free_func (g_object_unref);
      for (guint j = 0; j < cases[i].n_people; j++)
        g_ptr_array_add (times->people, g_object_ref (g_ptr_array_index (everybody, j)));
      tog_times_judge (times,
                       tog_zone_utc (),
                       times->now,
                       &start,
                       1,
                       cases[i].minutes * TOG_MINUTE,
                       &judgement,
                       &error);
      g_assert_no_error (error);
      g_assert_cmpstr (
          tog_verdict_to_string (judgement.verdict), ==, tog_verdict_to_string (cases[i].verdict));
      g_assert_cmpint (judgement.who, ==, cases[i].who);
    }
}

static void
check_unknown_zone (void)
{
  g_autoptr (TogTimes) times = load_sample ();
  TogPersonTimes *person = g_ptr_array_index (times->people, 1);
  g_autoptr (GError) error = NULL;
  TogInstant start = parse ("2026-11-24T11:00:00Z");
  TogJudgement judgement;

  g_free (person->member->zone);
  person->member->zone = g_strdup ("Mars/Olympus");
  g_assert_false (tog_times_judge (
      times, tog_zone_utc (), times->now, &start, 1, TOG_HOUR, &judgement, &error));
  g_assert_error (error, TOG_ERROR, TOG_ERROR_UNKNOWN_ZONE);
}

/* Two weeks that were read one after the other, and judged as one. */
static void
check_join (void)
{
  static const struct
  {
    const char *start;
    TogVerdict verdict;
  } cases[] = {
    { "2026-11-24T10:00:00Z", TOG_VERDICT_BUSY },      /* said by the older ones alone */
    { "2026-11-25T13:00:00Z", TOG_VERDICT_AVAILABLE }, /* busy once, but that is outdated */
    { "2026-12-01T11:00:00Z", TOG_VERDICT_BUSY },      /* said by the newer ones alone */
    { "2026-12-01T13:00:00Z", TOG_VERDICT_AVAILABLE },
    { "2026-12-08T11:00:00Z", TOG_VERDICT_UNCONFIRMED },
  };
  g_autoptr (TogTimes) older = load_sample ();
  g_autoptr (TogTimes) newer = load_sample ();
  g_autoptr (TogTimes) both = NULL;
  TogSlot busy = { parse ("2026-12-01T11:00:00Z"), parse ("2026-12-01T12:00:00Z") };
  TogPersonTimes *person = g_ptr_array_index (newer->people, 0);

  g_ptr_array_set_size (older->people, 1);
  g_ptr_array_set_size (newer->people, 1);
  newer->range = (TogSlot){ parse ("2026-11-25T00:00:00Z"), parse ("2026-12-07T00:00:00Z") };
  newer->now += TOG_HOUR;
  tog_slot_set_unref (person->busy);
  person->busy = tog_slot_set_new (&busy, 1);

  both = tog_times_join (newer, older);
  g_assert_nonnull (both);
  g_assert_cmpint (both->range.start, ==, older->range.start);
  g_assert_cmpint (both->range.end, ==, newer->range.end);
  g_assert_cmpint (both->now, ==, newer->now);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TogInstant start = parse (cases[i].start);
      TogJudgement judgement;

      g_assert_true (tog_times_judge (
          both, tog_zone_utc (), both->now, &start, 1, TOG_HOUR / 2, &judgement, NULL));
      g_assert_cmpstr (
          tog_verdict_to_string (judgement.verdict), ==, tog_verdict_to_string (cases[i].verdict));
    }

  /* Where the calendar wasn't known to the end, what was known once beyond it
   * doesn't close the gap. */
  g_clear_object (&both);
  person->known.end = parse ("2026-11-26T00:00:00Z");
  older->range.end = newer->range.end;
  both = tog_times_join (newer, older);
  person = g_ptr_array_index (both->people, 0);
  g_assert_cmpint (person->known.start, ==, older->range.start);
  g_assert_cmpint (person->known.end, ==, parse ("2026-11-26T00:00:00Z"));
}

/* A gap between two ranges would look free, other people's times are not ours. */
static void
check_join_refused (void)
{
  g_autoptr (TogTimes) older = load_sample ();
  g_autoptr (TogTimes) newer = load_sample ();

  newer->range = (TogSlot){ older->range.end + 1, older->range.end + TOG_DAY_SECONDS };
  g_assert_null (tog_times_join (newer, older));
  newer->range = older->range;
  g_ptr_array_set_size (newer->people, 1);
  g_assert_null (tog_times_join (newer, older));
  g_ptr_array_remove_index (older->people, 0);
  g_ptr_array_set_size (older->people, 1);
  g_assert_null (tog_times_join (newer, older));
}

/* How long the server takes to write what it is asked for most often. */
static void
measure_text (void)
{
  g_autoptr (TogTimes) times = load_sample ();
  TogSlot slots[150];
  guint n_runs = 2000;
  double microseconds;
  clock_t began;

  g_ptr_array_set_size (times->people, 2);
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      slots[i].start = times->range.start + i * 2 * TOG_HOUR;
      slots[i].end = slots[i].start + TOG_HOUR;
    }
  for (guint i = 0; i < 2; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (times->people, i);

      g_clear_pointer (&person->busy, tog_slot_set_unref);
      person->busy = tog_slot_set_new (slots, G_N_ELEMENTS (slots));
    }

  began = clock ();
  for (guint i = 0; i < n_runs; i++)
    g_free (tog_times_to_text (times));
  microseconds = (clock () - began) * 1e6 / CLOCKS_PER_SEC / n_runs;
  g_test_minimized_result (microseconds,
                           "%.1f us of CPU to write times of two people with 150 intervals each",
                           microseconds);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/times/P12/working-hours", check_working_hours);
  g_test_add_func ("/times/P16/judge", check_judge);
  g_test_add_func ("/times/unknown-zone", check_unknown_zone);
  g_test_add_func ("/times/P31/join", check_join);
  g_test_add_func ("/times/P16/join-refused", check_join_refused);
  if (g_test_perf ())
    g_test_add_func ("/times/perf/text", measure_text);

  return g_test_run ();
}
