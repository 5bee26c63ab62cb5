#include "tog-match.h"
#include "tog-series-model.h"
#include "tog-series-speech.h"

#include <locale.h>

static const TogWorkingRange always[] = {
  { 1, 0, 1440 }, { 2, 0, 1440 }, { 3, 0, 1440 }, { 4, 0, 1440 },
  { 5, 0, 1440 }, { 6, 0, 1440 }, { 7, 0, 1440 },
};

/* Until a quarter to seven. */
static const TogWorkingRange day[] = {
  { 1, 540, 1125 }, { 2, 540, 1125 }, { 3, 540, 1125 }, { 4, 540, 1125 }, { 5, 540, 1125 },
};

typedef struct
{
  const char *name;
  const char *zone;
  const TogWorkingRange *hours;
  gsize n_hours;
  const char *busy[4][2];
  gboolean unknown;
  int buffer;
} Somebody;

static TogInstant
at (const char *text)
{
  TogInstant instant;

  g_assert_true (tog_instant_parse (text, &instant, NULL));
  return instant;
}

static TogTimes *
make_times (const Somebody *people, gsize n_people, const char *from, const char *to)
{
  TogTimes *times = tog_times_new ();

  times->range = (TogSlot){ at (from), at (to) };
  times->latest_end = at ("2027-06-01T00:00:00Z");
  times->people = g_ptr_array_new_with_free_func (g_object_unref);
  for (gsize i = 0; i < n_people; i++)
    {
      const Somebody *one = &people[i];
      TogPersonTimes *person = tog_person_times_new ();
      TogSlot busy[4];
      gsize n_busy = 0;

      for (; n_busy < 4 && one->busy[n_busy][0] != NULL; n_busy++)
        busy[n_busy] = (TogSlot){ at (one->busy[n_busy][0]), at (one->busy[n_busy][1]) };
      person->member = tog_member_new (one->name, one->name, NULL, one->zone);
      person->hours = tog_working_hours_new (one->hours, one->n_hours, NULL);
      person->busy = tog_slot_set_new (busy, n_busy);
      person->known = one->unknown ? (TogSlot){ 0, 0 } : times->range;
      person->buffer_before = one->buffer;
      g_ptr_array_add (times->people, person);
    }
  return times;
}

static TogPlannedSession *
planned_new (int ordinal, TogSessionState state)
{
  TogPlannedSession *planned = tog_planned_session_new ();

  planned->id = g_strdup_printf ("planned-%d", ordinal);
  planned->ordinal = ordinal;
  planned->title = g_strdup_printf ("Session %d", ordinal);
  planned->state = state;
  planned->duration = 45 * TOG_MINUTE;
  return planned;
}

/* Six sessions, of which the first is done and the fourth is booked. */
static TogMatch *
match_new (void)
{
  static const TogSessionState states[] = {
    TOG_SESSION_COMPLETED, TOG_SESSION_NOT_SCHEDULED, TOG_SESSION_CANCELLED,
    TOG_SESSION_SCHEDULED, TOG_SESSION_NOT_SCHEDULED, TOG_SESSION_NOT_SCHEDULED,
  };
  TogMatch *match = tog_match_new ();

  match->team.id = g_strdup ("match");
  match->team.n_planned = G_N_ELEMENTS (states);
  match->team.planned = g_ptr_array_new_with_free_func (g_object_unref);
  match->person = tog_member_new ("Asha", "Asha Gurung", NULL, "Asia/Kathmandu");
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    g_ptr_array_add (match->team.planned, planned_new ((int) i + 1, states[i]));
  return match;
}

static TogSeriesModel *
make_model (const char *zone_name, const char *start, TogSeriesRule rule, guint n)
{
  g_autoptr (TogMatch) match = match_new ();
  g_autoptr (TogZone) zone = tog_zone_lookup (zone_name, NULL);
  TogSlot slot = { at (start), at (start) + 45 * TOG_MINUTE };
  TogSeriesModel *model =
      tog_series_model_new (g_ptr_array_index (match->team.planned, 1), slot, zone);

  tog_series_model_set_team (model, TOG_TEAM (match));
  g_assert_cmpuint (tog_series_model_get_max (model), ==, 4);
  tog_series_model_set_rule (model, rule);
  tog_series_model_set_n (model, n);
  return model;
}

static void
assert_text (char *text, const char *expected)
{
  g_autofree char *owned = text;

  g_assert_cmpstr (owned, ==, expected);
}

#define NOW "2026-10-01T00:00:00Z"

/* P05, P08: every session with its verdict, and what the other side's clock says
 * where the zones drift apart. */
static void
check_verdicts (void)
{
  static const struct
  {
    const char *name;
    const char *zone;
    const char *start;
    TogSeriesRule rule;
    Somebody people[2];
    const char *verdicts[4];
    const char *drifts[4];
    gboolean can_send;
  } cases[] = {
    { "over the end of summer time",
      "Europe/Lisbon",
      "2026-10-14T12:00:00Z", /* 13:00 in Lisbon */
      TOG_SERIES_WEEKLY,
      { { "Inês", "Europe/Lisbon", always, 7, { { NULL } }, FALSE, 0 },
        { "Asha", "Asia/Kathmandu", always, 7, { { NULL } }, FALSE, 0 } },
      { "Fits", "Fits", "Fits", "Fits" },
      { NULL, NULL, "18:45 for Asha instead of 17:45", "18:45 for Asha instead of 17:45" },
      TRUE },
    { "out of their hours by it",
      "Europe/Lisbon",
      "2026-10-14T12:00:00Z",
      TOG_SERIES_WEEKLY,
      { { "Inês", "Europe/Lisbon", always, 7, { { NULL } }, FALSE, 0 },
        { "Asha", "Asia/Kathmandu", day, 5, { { NULL } }, FALSE, 0 } },
      { "Fits", "Fits", "Outside Asha’s working hours", "Outside Asha’s working hours" },
      { NULL, NULL, "18:45 for Asha instead of 17:45", "18:45 for Asha instead of 17:45" },
      FALSE },
    { "zones that change on different days drift for a week",
      "Europe/London",
      "2026-10-21T16:00:00Z", /* 17:00 in London, 12:00 in New York */
      TOG_SERIES_WEEKLY,
      { { "Ann", "Europe/London", always, 7, { { NULL } }, FALSE, 0 },
        { "Bob", "America/New_York", always, 7, { { NULL } }, FALSE, 0 } },
      { "Fits", "Fits", "Fits", "Fits" },
      { NULL, "13:00 for Bob instead of 12:00", NULL, NULL },
      TRUE },
    { "both busy, the calendar's owner is told",
      "Europe/Lisbon",
      "2026-11-26T11:15:00Z",
      TOG_SERIES_BIWEEKLY,
      { { "Inês",
          "Europe/Lisbon",
          always,
          7,
          { { "2026-12-24T11:00:00Z", "2026-12-24T12:00:00Z" } },
          FALSE,
          0 },
        { "Asha",
          "Asia/Kathmandu",
          always,
          7,
          { { "2026-12-10T11:45:00Z", "2026-12-10T12:00:00Z" } },
          FALSE,
          0 } },
      { "Fits", "Asha is busy then", "You’re busy then", "Fits" },
      { NULL },
      FALSE },
    { "unknown is not free, but can be booked",
      "Europe/Lisbon",
      "2026-11-26T11:15:00Z",
      TOG_SERIES_WEEKLY,
      { { "Inês", "Europe/Lisbon", always, 7, { { NULL } }, FALSE, 0 },
        { "Asha", "Asia/Kathmandu", always, 7, { { NULL } }, TRUE, 0 } },
      { "Unconfirmed, Asha’s calendar isn’t known",
        "Unconfirmed, Asha’s calendar isn’t known",
        "Unconfirmed, Asha’s calendar isn’t known",
        "Unconfirmed, Asha’s calendar isn’t known" },
      { NULL },
      TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TogSeriesModel) model =
          make_model (cases[i].zone, cases[i].start, cases[i].rule, 4);
      g_autoptr (TogTimes) times =
          make_times (cases[i].people, 2, "2026-10-01T00:00:00Z", "2027-03-01T00:00:00Z");

      g_test_message ("%s", cases[i].name);
      g_assert_cmpuint (tog_series_model_count (model, TOG_SERIES_UNKNOWN), ==, 4);
      g_assert_false (tog_series_model_can_send (model));
      tog_series_model_add_times (model, times, at (NOW));
      for (guint j = 0; j < 4; j++)
        {
          assert_text (tog_series_speech_dup_verdict (model, j), cases[i].verdicts[j]);
          assert_text (tog_series_speech_dup_drift (model, j), cases[i].drifts[j]);
        }
      g_assert_true (tog_series_model_can_send (model) == cases[i].can_send);
    }
}

/* What is booked already is not booked again, and the series goes around it. */
static void
check_planned (void)
{
  static const int ordinals[] = { 2, 3, 5, 6 };
  g_autoptr (TogSeriesModel) model =
      make_model ("Europe/Lisbon", "2026-11-26T11:15:00Z", TOG_SERIES_WEEKLY, 9);

  g_assert_cmpuint (tog_series_model_get_n (model), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      const TogSeriesItem *item = tog_series_model_get_item (model, i);

      g_assert_cmpint (item->planned->ordinal, ==, ordinals[i]);
      g_assert_cmpint (item->start, ==, at ("2026-11-26T11:15:00Z") + i * 7 * TOG_DAY_SECONDS);
    }
}

static const Somebody pair[] = {
  { "Inês", "Europe/Lisbon", day, 5, { { NULL } }, FALSE, 0 },
  { "Asha",
    "Asia/Kathmandu",
    always,
    7,
    { { "2026-12-03T10:00:00Z", "2026-12-03T12:30:00Z" } },
    FALSE,
    15 * TOG_MINUTE },
};

static TogSeriesModel *
make_pair_model (guint n)
{
  TogSeriesModel *model =
      make_model ("Europe/Lisbon", "2026-11-26T11:15:00Z", TOG_SERIES_WEEKLY, n);
  g_autoptr (TogTimes) times = make_times (pair, 2, "2026-11-01T00:00:00Z", "2027-02-01T00:00:00Z");

  tog_series_model_add_times (model, times, at (NOW));
  return model;
}

/* P05: moved by hand, and only then can anything be sent. */
static void
check_moves (void)
{
  g_autoptr (TogSeriesModel) model = make_pair_model (3);
  TogInstant starts[TOG_SERIES_MAX_PROPOSALS];
  gsize n;
  guint n_on_day = 0;

  assert_text (tog_series_speech_dup_verdict (model, 1), "Asha is busy then");
  assert_text (tog_series_speech_dup_obstacle (model),
               "1 time doesn’t fit yet. Choose another one for it.");
  n = tog_series_model_propose (model, 1, starts);
  g_assert_cmpuint (n, ==, TOG_SERIES_MAX_PROPOSALS);
  for (gsize i = 0; i < n; i++)
    {
      TogJudgement judgement;

      g_assert_true (i == 0 || starts[i - 1] < starts[i]);
      g_assert_true (tog_times_judge (tog_series_model_get_times (model),
                                      tog_series_model_get_zone (model),
                                      at (NOW),
                                      &starts[i],
                                      1,
                                      45 * TOG_MINUTE,
                                      &judgement,
                                      NULL));
      g_assert_cmpint (judgement.verdict, ==, TOG_VERDICT_AVAILABLE);
      n_on_day += starts[i] / TOG_DAY_SECONDS == at ("2026-12-03T00:00:00Z") / TOG_DAY_SECONDS;
    }
  g_assert_cmpuint (n_on_day, ==, 4);

  tog_series_model_choose (model, 1, starts[0]);
  assert_text (tog_series_speech_dup_verdict (model, 1), "Fits");
  assert_text (tog_series_speech_dup_obstacle (model), NULL);
  g_assert_true (tog_series_model_can_send (model));

  /* Fewer or more sessions leave it where it was put; another rhythm does not. */
  tog_series_model_set_n (model, 4);
  g_assert_cmpint (tog_series_model_get_item (model, 1)->start, ==, starts[0]);
  tog_series_model_set_rule (model, TOG_SERIES_MONTHLY);
  g_assert_cmpint (tog_series_model_get_item (model, 1)->start, ==, at ("2026-12-24T11:15:00Z"));
}

/* Two sessions of a series can't be at the same time, nor nearer than people want; in
 * another order than the program's they can. */
static void
check_clash (void)
{
  static const struct
  {
    const char *start;
    gboolean clashes;
    const char *verdict;
  } cases[] = {
    { "2026-11-26T11:15:00Z", TRUE, "Leaves no room for “Session 2”" },
    { "2026-11-26T12:00:00Z", TRUE, "Leaves no room for “Session 2”" },
    { "2026-11-26T12:15:00Z", FALSE, "Fits" },
    { "2026-11-26T10:30:00Z", TRUE, "Leaves no room for “Session 2”" },
    { "2026-11-26T10:15:00Z", FALSE, "Fits, but before “Session 2”" },
    { "2026-11-26T11:45:00Z", TRUE, "Leaves no room for “Session 2”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TogSeriesModel) model = make_pair_model (2);

      g_test_message ("%s", cases[i].start);
      tog_series_model_choose (model, 1, at (cases[i].start));
      assert_text (tog_series_speech_dup_verdict (model, 1), cases[i].verdict);
      g_assert_true (tog_series_model_can_send (model) != cases[i].clashes);
    }
}

/* What the server refused stays refused until it is moved, whatever is known here. */
static void
check_refusal (void)
{
  g_autoptr (TogSeriesModel) model = make_pair_model (1);

  g_assert_true (tog_series_model_can_send (model));
  tog_series_model_refuse (model, 0, "Taken");
  tog_series_model_refuse (model, 7, "Nobody asked");
  assert_text (tog_series_speech_dup_verdict (model, 0), "Taken");
  g_assert_false (tog_series_model_can_send (model));
  tog_series_model_set_n (model, 2);
  assert_text (tog_series_speech_dup_verdict (model, 0), "Taken");
  tog_series_model_choose (model, 0, at ("2026-11-26T14:00:00Z"));
  assert_text (tog_series_speech_dup_verdict (model, 0), "Fits");
}

/* Everything that is needed is asked for, piece by piece without a gap, and no more. */
static void
check_missing (void)
{
  static const TogSeriesRule rules[] = { TOG_SERIES_WEEKLY,
                                         TOG_SERIES_BIWEEKLY,
                                         TOG_SERIES_MONTHLY };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autoptr (TogSeriesModel) model =
          make_model ("Europe/Lisbon", "2026-11-26T11:15:00Z", rules[i], 4);
      TogSlot range;
      guint n = 0;

      while (tog_series_model_find_missing (model, &range))
        {
          g_autofree char *from = tog_instant_format (range.start);
          g_autofree char *to = tog_instant_format (range.end);
          g_autoptr (TogTimes) times = make_times (pair, 2, from, to);

          g_assert_cmpint (range.end - range.start, <=, 62 * TOG_DAY_SECONDS);
          g_assert_cmpuint (n++, <, 4);
          tog_series_model_add_times (model, times, at (NOW));
        }
      g_assert_cmpuint (tog_series_model_count (model, TOG_SERIES_UNKNOWN), ==, 0);
      g_assert_cmpint (tog_series_model_get_times (model)->range.start,
                       <=,
                       tog_series_model_get_item (model, 0)->wanted - 6 * TOG_DAY_SECONDS);
    }
}

/* What can't be booked yet is known without asking for it. */
static void
check_too_far (void)
{
  g_autoptr (TogSeriesModel) model =
      make_model ("Europe/Lisbon", "2027-05-20T10:15:00Z", TOG_SERIES_WEEKLY, 3);
  TogSlot range;

  while (tog_series_model_find_missing (model, &range))
    {
      g_autofree char *from = tog_instant_format (range.start);
      g_autofree char *to = tog_instant_format (range.end);
      g_autoptr (TogTimes) times = make_times (pair, 2, from, to);

      tog_series_model_add_times (model, times, at (NOW));
    }
  assert_text (tog_series_speech_dup_verdict (model, 1), "Fits");
  assert_text (tog_series_speech_dup_verdict (model, 2), "Too far ahead to book yet");
}

/* The present moves on while somebody chooses. */
static void
check_past (void)
{
  g_autoptr (TogSeriesModel) model = make_pair_model (2);

  tog_series_model_set_now (model, at ("2026-11-26T11:16:00Z"));
  assert_text (tog_series_speech_dup_verdict (model, 0), "This time has passed");
}

static void
check_words (void)
{
  g_autoptr (TogSeriesModel) model = make_pair_model (3);
  g_autoptr (TogMatch) match = match_new ();

  assert_text (tog_series_speech_dup_title (model, TOG_TEAM (match)), "3 sessions with Asha");
  assert_text (tog_series_speech_dup_rhythm (model), "Weekly, from Thursday 26 November 2026");
  tog_series_model_set_rule (model, TOG_SERIES_MONTHLY);
  assert_text (tog_series_speech_dup_rhythm (model),
               "Monthly on the fourth Thursday, from Thursday 26 November 2026");
  tog_series_model_set_rule (model, TOG_SERIES_WEEKLY);
  assert_text (tog_series_speech_dup_wall (model),
               "Times stay 11:15 in Lisbon. Nothing is sent until every time fits.");
  assert_text (tog_series_speech_dup_when (model, at ("2026-12-03T11:15:00Z"), at (NOW)),
               "Thu 3 Dec, 11:15");
  assert_text (tog_series_speech_dup_theirs (model, at ("2026-12-03T11:15:00Z")), "17:00 for Asha");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/series/P05/P08/verdicts", check_verdicts);
  g_test_add_func ("/ui/series/planned", check_planned);
  g_test_add_func ("/ui/series/P05/moves", check_moves);
  g_test_add_func ("/ui/series/clash", check_clash);
  g_test_add_func ("/ui/series/refusal", check_refusal);
  g_test_add_func ("/ui/series/missing", check_missing);
  g_test_add_func ("/ui/series/too-far", check_too_far);
  g_test_add_func ("/ui/series/past", check_past);
  g_test_add_func ("/ui/series/words", check_words);
  return g_test_run ();
}
