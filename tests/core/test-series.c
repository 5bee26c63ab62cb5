#include "config.h"

#include "tog-json.h"
#include "tog-problem.h"
#include "tog-series.h"

static TogInstant
parse (const char *text)
{
  TogInstant instant;

  g_assert_true (tog_instant_parse (text, &instant, NULL));
  return instant;
}

/* The wall keeps its time over every clock change, in either half of the world. */
static void
check_table (void)
{
  static const struct
  {
    const char *zone;
    TogSeriesRule rule;
    const char *starts[5];
    int moved; /* which one, or -1 */
  } cases[] = {
    /* Back from summer time on 25 October 2026. */
    { "Europe/London",
      TOG_SERIES_WEEKLY,
      { "2026-10-14T12:00:00Z",
        "2026-10-21T12:00:00Z",
        "2026-10-28T13:00:00Z",
        "2026-11-04T13:00:00Z" },
      -1 },
    /* Back on 1 November. */
    { "America/New_York",
      TOG_SERIES_BIWEEKLY,
      { "2026-10-14T17:00:00Z", "2026-10-28T17:00:00Z", "2026-11-11T18:00:00Z" },
      -1 },
    /* Half an hour forward on 4 October. */
    { "Australia/Lord_Howe",
      TOG_SERIES_WEEKLY,
      { "2026-09-29T02:30:00Z", "2026-10-06T02:00:00Z" },
      -1 },
    { "Asia/Kathmandu",
      TOG_SERIES_MONTHLY,
      { "2026-11-26T04:15:00Z",
        "2026-12-24T04:15:00Z",
        "2027-01-28T04:15:00Z",
        "2027-02-25T04:15:00Z",
        "2027-03-25T04:15:00Z" },
      -1 },
    /* The fifth Monday of November, the fourth of December: it is the last. */
    { "UTC",
      TOG_SERIES_MONTHLY,
      { "2026-11-30T09:00:00Z",
        "2026-12-28T09:00:00Z",
        "2027-01-25T09:00:00Z",
        "2027-02-22T09:00:00Z",
        "2027-03-29T09:00:00Z" },
      -1 },
    /* 2:30 is skipped on 28 March 2027: 3:30 instead. */
    { "Europe/Berlin",
      TOG_SERIES_WEEKLY,
      { "2027-03-21T01:30:00Z", "2027-03-28T01:30:00Z", "2027-04-04T00:30:00Z" },
      1 },
    /* 2:30 is shown twice on 25 October 2026: the first time counts. */
    { "Europe/Berlin",
      TOG_SERIES_WEEKLY,
      { "2026-10-18T00:30:00Z", "2026-10-25T00:30:00Z", "2026-11-01T01:30:00Z" },
      -1 },
    /* Over the year's end and a 29 February. */
    { "America/Sao_Paulo",
      TOG_SERIES_MONTHLY,
      { "2027-12-15T13:00:00Z",
        "2028-01-19T13:00:00Z",
        "2028-02-16T13:00:00Z",
        "2028-03-15T13:00:00Z" },
      -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TogZone) zone = tog_zone_lookup (cases[i].zone, NULL);
      TogOccurrence occurrences[5];
      gsize n = 0;

      g_assert_nonnull (zone);
      while (n < G_N_ELEMENTS (cases[i].starts) && cases[i].starts[n] != NULL)
        n++;
      tog_series_list (zone, parse (cases[i].starts[0]), cases[i].rule, occurrences, n);
      for (gsize j = 0; j < n; j++)
        {
          g_autofree char *start = tog_instant_format (occurrences[j].start);

          g_assert_cmpstr (start, ==, cases[i].starts[j]);
          g_assert_true (occurrences[j].moved == ((int) j == cases[i].moved));
        }
    }
}

/* Whatever the zone and the day: the same clock, the same weekday, in order. */
static void
check_random (void)
{
  static const char *const zones[] = {
    "Europe/London",  "America/New_York",  "Australia/Lord_Howe",
    "Asia/Kathmandu", "Africa/Casablanca", "America/Sao_Paulo",
    "Europe/Dublin",  "Pacific/Apia",      "Antarctica/Troll",
  };

  for (int round = 0; round < 2000; round++)
    {
      g_autoptr (TogZone) zone =
          tog_zone_lookup (zones[g_test_rand_int_range (0, G_N_ELEMENTS (zones))], NULL);
      TogInstant first = g_test_rand_int_range (1500000000, 1900000000) / 900 * 900;
      TogSeriesRule rule = (TogSeriesRule) g_test_rand_int_range (0, TOG_SERIES_N_RULES);
      TogOccurrence occurrences[TOG_SERIES_MAX];
      TogWallTime wall;

      g_assert_nonnull (zone);
      wall = tog_zone_to_wall (zone, first);
      tog_series_list (zone, first, rule, occurrences, TOG_SERIES_MAX);
      for (gsize i = 0; i < TOG_SERIES_MAX; i++)
        {
          TogWallTime other = tog_zone_to_wall (zone, occurrences[i].start);

          if (occurrences[i].moved)
            {
              g_assert_true (other.second > wall.second || other.day > wall.day);
              continue;
            }
          g_assert_cmpint (other.second, ==, wall.second);
          g_assert_cmpint (tog_day_get_weekday (other.day), ==, tog_day_get_weekday (wall.day));
          if (rule != TOG_SERIES_MONTHLY)
            g_assert_cmpint (
                other.day - wall.day, ==, (int) i * (rule == TOG_SERIES_WEEKLY ? 7 : 14));
          if (i > 0)
            g_assert_cmpint (occurrences[i].start, >, occurrences[i - 1].start);
        }
    }
}

/* P05: what the server says of single sessions arrives, and only what makes sense. */
static void
check_refusals (void)
{
  g_autoptr (TogProblem) problem =
      tog_problem_new (409, "/problems/series-conflicts", "Not all can be booked", NULL, NULL);
  g_autoptr (TogProblem) busy =
      tog_problem_new (409, "/problems/slot-busy", "Taken", "Asha is \"busy\".", NULL);
  g_autoptr (TogProblem) past = tog_problem_new (409, "/problems/slot-past", "Past", NULL, NULL);
  g_autoptr (TogProblem) read = NULL;
  g_autoptr (TogProblem) copy = NULL;
  g_autoptr (TogProblem) odd = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) odd_node = NULL;
  g_autoptr (GPtrArray) verdicts = NULL;
  g_autoptr (GPtrArray) odd_verdicts = NULL;
  g_autoptr (GPtrArray) none = tog_problem_list_verdicts (busy);
  g_autofree char *text = NULL;
  const TogSeriesVerdict *verdict;

  g_assert_cmpuint (none->len, ==, 0);
  tog_problem_add_verdict (problem, 2, busy);
  tog_problem_add_verdict (problem, 5, past);
  text = tog_problem_to_text (problem);
  node = tog_json_parse (text, -1, NULL);
  read = tog_problem_from_json (node, NULL);
  copy = tog_problem_copy (read);
  verdicts = tog_problem_list_verdicts (copy);
  g_assert_cmpuint (verdicts->len, ==, 2);
  verdict = g_ptr_array_index (verdicts, 0);
  g_assert_cmpuint (verdict->index, ==, 2);
  g_assert_cmpstr (verdict->type, ==, "/problems/slot-busy");
  g_assert_cmpstr (verdict->detail, ==, "Asha is \"busy\".");
  verdict = g_ptr_array_index (verdicts, 1);
  g_assert_cmpuint (verdict->index, ==, 5);
  g_assert_null (verdict->detail);

  odd_node = tog_json_parse ("{\"verdicts\":[1,{\"index\":24,\"type\":\"a\"},{\"index\":1},"
                             "{\"index\":3,\"type\":\"b\",\"detail\":null}]}",
                             -1,
                             NULL);
  odd = tog_problem_from_json (odd_node, NULL);
  odd_verdicts = tog_problem_list_verdicts (odd);
  g_assert_cmpuint (odd_verdicts->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/series/P08/table", check_table);
  g_test_add_func ("/series/P08/random", check_random);
  g_test_add_func ("/core/series/P05/refusals", check_refusals);

  return g_test_run ();
}
