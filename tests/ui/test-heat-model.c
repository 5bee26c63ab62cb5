#include "fake-group.h"
#include "tog-heat-model.h"
#include "tog-heat-speech.h"

#include <locale.h>

/* Monday 23 November 2026, 10:12 in Lisbon. */
#define NOW ((TogInstant) 1795428720)

static TogInstant
at (const char *text)
{
  g_autoptr (GError) error = NULL;
  TogInstant instant = 0;

  tog_instant_parse (text, &instant, &error);
  g_assert_no_error (error);
  return instant;
}

static TogWeek *
make_week (const char *zone_name, const char *first_day)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogZone) zone = tog_zone_lookup (zone_name, &error);
  TogDay day = 0;

  g_assert_no_error (error);
  g_assert_true (tog_day_parse (first_day, &day, NULL));
  return tog_week_new (zone, day);
}

static TogTimes *
make_circle (TogWeek *week)
{
  return fake_group_make (
      tog_week_get_day (week, 0),
      tog_slot_pad (tog_week_get_range (week), 2 * TOG_DAY_SECONDS, 8 * TOG_DAY_SECONDS));
}

static guint
row_of (TogHeatModel *model, int minute, gboolean repeated)
{
  TogWeek *week = tog_heat_model_get_week (model);

  for (guint row = 0; row < tog_week_get_n_rows (week); row++)
    if (tog_week_get_row (week, row)->minute == minute &&
        tog_week_get_row (week, row)->repeated == repeated)
      return row;
  g_assert_not_reached ();
}

static void
assert_label (TogHeatModel *model, guint column, int minute, const char *expected)
{
  g_autoptr (TogHeatSpeech) speech = tog_heat_speech_new (model);
  g_autofree char *label = tog_heat_speech_dup_cell (speech, column, row_of (model, minute, FALSE));

  g_assert_cmpstr (label, ==, expected);
}

static void
test_steps (void)
{
  /* ceil (6 × can't ÷ people), for groups that six doesn't divide, too. */
  static const struct
  {
    TogHeat heat;
    guint step;
  } rows[] = {
    { { 6, 6, 0, 0 }, 0 },      { { 6, 5, 0, 0 }, 1 },    { { 6, 4, 0, 0 }, 2 },
    { { 6, 3, 0, 0 }, 3 },      { { 6, 0, 0, 0 }, 6 },    { { 6, 4, 2, 0 }, 0 },
    { { 6, 4, 1, 0 }, 1 },      { { 6, 0, 6, 0 }, 0 },    { { 3, 2, 0, 0 }, 2 },
    { { 50, 49, 0, 0 }, 1 },    { { 50, 42, 0, 0 }, 1 },  { { 50, 41, 0, 0 }, 2 },
    { { 50, 1, 0, 0 }, 6 },     { { 1, 1, 0, 0 }, 0 },    { { 1, 0, 0, 0 }, 6 },
    { { 1000, 999, 0, 0 }, 1 }, { { 1000, 0, 0, 0 }, 6 }, { { 0, 0, 0, 0 }, 6 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpuint (tog_heat_get_step (rows[i].heat), ==, rows[i].step);
}

/* Counts one start by asking for each person alone. */
static TogHeat
recount (TogTimes *times,
         const gboolean *required,
         TogInstant start,
         gint64 duration,
         TogInstant now)
{
  TogSlot slot = { start, start + duration };
  TogHeat heat = { 0 };

  for (guint i = 0; i < times->people->len; i++)
    {
      g_auto (TogAvailability) availability = { 0 };
      g_autoptr (TogZone) zone = NULL;
      TogVerdict verdict;

      g_assert_true (tog_times_get_availability (times, i, slot, &availability, &zone, NULL));
      verdict = tog_availability_judge_alone (&availability, now, slot);
      heat.n_people++;
      heat.n_can = (guint16) (heat.n_can + (verdict == TOG_VERDICT_AVAILABLE));
      heat.n_unknown = (guint16) (heat.n_unknown + (verdict == TOG_VERDICT_UNCONFIRMED));
      if (required[i] && !tog_verdict_is_bookable (verdict))
        heat.n_required_cannot++;
    }
  return heat;
}

/* Whether somebody works in all of a quarter hour. */
static gboolean
is_worked (TogTimes *times, TogInstant start)
{
  TogSlot quarter = { start, start + TOG_QUANTUM };

  for (guint i = 0; i < times->people->len; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (times->people, i);
      g_autoptr (TogZone) zone = tog_zone_lookup (person->member->zone, NULL);
      g_autoptr (TogSlotSet) hours = tog_working_hours_expand (
          person->hours, zone, tog_slot_pad (quarter, TOG_DAY_SECONDS, TOG_DAY_SECONDS));

      if (tog_slot_set_contains (hours, quarter))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_alike (const TogHeatCell *a, const TogHeatCell *b)
{
  if (a->exists != b->exists || a->judged != b->judged || a->verdict != b->verdict)
    return FALSE;
  return !a->judged || a->verdict != TOG_VERDICT_AVAILABLE ||
         (a->step == b->step && a->off == b->off && a->heat.n_can == b->heat.n_can &&
          (a->heat.n_unknown > 0) == (b->heat.n_unknown > 0));
}

/* Runs follow on each other from the first row to the last, are alike within, and
 * differ from the next. */
static void
check_runs (TogHeatModel *model)
{
  guint n_rows = tog_week_get_n_rows (tog_heat_model_get_week (model));

  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    {
      gsize n_runs;
      const TogHeatRun *runs = tog_heat_model_get_runs (model, column, &n_runs);
      guint row = 0;

      for (gsize i = 0; i < n_runs; i++)
        {
          const TogHeatCell *first = tog_heat_model_get_cell (model, column, runs[i].from);

          g_assert_cmpuint (runs[i].from, ==, row);
          g_assert_cmpuint (runs[i].to, >, row);
          for (row = runs[i].from; row < runs[i].to; row++)
            g_assert_true (is_alike (first, tog_heat_model_get_cell (model, column, row)));
          if (row < n_rows)
            g_assert_false (is_alike (first, tog_heat_model_get_cell (model, column, row)));
        }
      g_assert_cmpuint (row, ==, n_rows);
    }
}

static void
check_cells (TogHeatModel *model, const gboolean *required)
{
  TogWeek *week = tog_heat_model_get_week (model);
  TogTimes *times = tog_heat_model_get_times (model);
  gint64 duration = tog_heat_model_get_duration (model);
  TogInstant now = tog_heat_model_get_now (model);

  g_assert_true (tog_heat_model_is_loaded (model));
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    for (guint row = 0; row < tog_week_get_n_rows (week); row++)
      {
        const TogHeatCell *cell = tog_heat_model_get_cell (model, column, row);
        TogInstant start;
        TogHeat heat;

        g_assert_cmpint (cell->exists, ==, tog_week_get_cell (week, column, row, &start));
        g_assert_cmpint (cell->judged, ==, cell->exists);
        if (!cell->exists)
          continue;
        heat = recount (times, required, start, duration, now);
        g_assert_cmpint (cell->start, ==, start);
        g_assert_cmpuint (cell->heat.n_people, ==, heat.n_people);
        g_assert_cmpuint (cell->heat.n_can, ==, heat.n_can);
        g_assert_cmpuint (cell->heat.n_unknown, ==, heat.n_unknown);
        g_assert_cmpuint (cell->heat.n_required_cannot, ==, heat.n_required_cannot);
        g_assert_cmpuint (cell->step, ==, tog_heat_get_step (heat));
        g_assert_cmpint (cell->off, ==, !is_worked (times, start) && heat.n_can == 0);
        if (start < now)
          g_assert_cmpint (cell->verdict, ==, TOG_VERDICT_PAST);
        else if (start + duration > times->latest_end)
          g_assert_cmpint (cell->verdict, ==, TOG_VERDICT_TOO_FAR);
        else
          g_assert_cmpint (cell->verdict, ==, TOG_VERDICT_AVAILABLE);
      }
  check_runs (model);
}

/* Every cell of ordinary weeks and of those with clock changes, in zones of which
 * one changes by half an hour and others have offsets of half and quarter hours. */
static void
test_brute_force (void)
{
  static const struct
  {
    const char *zone;
    const char *day;
  } weeks[] = {
    { "Europe/Lisbon", "2026-11-23" },       { "Europe/London", "2026-03-23" },
    { "Europe/London", "2026-10-19" },       { "Australia/Lord_Howe", "2026-03-30" },
    { "Australia/Lord_Howe", "2026-09-28" }, { "Asia/Kathmandu", "2026-11-23" },
    { "Asia/Kolkata", "2026-11-23" },        { "America/St_Johns", "2026-10-26" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (weeks); i++)
    for (int minutes = 30; minutes <= 60; minutes += 15)
      {
        g_autoptr (TogWeek) week = make_week (weeks[i].zone, weeks[i].day);
        TogSlot range = tog_week_get_range (week);
        g_autoptr (TogTimes) times = make_circle (week);
        gboolean required[] = { FALSE, TRUE, FALSE, TRUE, FALSE, FALSE };
        g_autoptr (TogHeatModel) model = NULL;

        times->latest_end = range.end - 20 * TOG_HOUR;
        model = tog_heat_model_new (
            week, times, required, minutes * TOG_MINUTE, range.start + 10 * TOG_HOUR + 720);
        check_cells (model, required);
      }
}

static TogHeatModel *
make_model (const char *zone, const char *day, TogInstant now)
{
  g_autoptr (TogWeek) week = make_week (zone, day);
  g_autoptr (TogTimes) times = make_circle (week);

  return tog_heat_model_new (week, times, NULL, 60 * TOG_MINUTE, now);
}

/* Nonexistent times have nothing counted; repeated ones are both counted, each for
 * its own instant. */
static void
test_clock_changes (void)
{
  g_autoptr (TogHeatModel) spring =
      make_model ("Europe/London", "2026-03-23", at ("2026-03-20T00:00:00Z"));
  g_autoptr (TogHeatModel) autumn =
      make_model ("Europe/London", "2026-10-19", at ("2026-10-10T00:00:00Z"));
  const TogHeatCell *cell, *again;

  cell = tog_heat_model_get_cell (spring, 6, row_of (spring, 90, FALSE));
  g_assert_false (cell->exists);
  g_assert_false (cell->judged);
  assert_label (spring, 6, 90, "Sunday 29 March, 01:30, Clocks change, this time doesn’t exist");
  cell = tog_heat_model_get_cell (autumn, 6, row_of (autumn, 90, FALSE));
  again = tog_heat_model_get_cell (autumn, 6, row_of (autumn, 90, TRUE));
  g_assert_true (cell->judged && again->judged);
  g_assert_cmpint (again->start - cell->start, ==, TOG_HOUR);
  assert_label (autumn,
                6,
                90,
                "Sunday 25 October, 01:30 for the first time to 01:30, 0 of 6 available, "
                "outside working hours");
}

/* Working hours past midnight, and the last hour of the week, whose session ends
 * in the next. */
static void
test_edges (void)
{
  static const TogWorkingRange nights[] = { { 7, 1350, 1560 } };
  g_autoptr (TogWeek) week = make_week ("Europe/London", "2026-11-23");
  g_autoptr (TogTimes) times = make_circle (week);
  TogPersonTimes *ines = g_ptr_array_index (times->people, 0);
  g_autoptr (TogHeatModel) model = NULL;

  tog_working_hours_unref (ines->hours);
  ines->hours = tog_working_hours_new (nights, G_N_ELEMENTS (nights), NULL);
  g_assert_nonnull (ines->hours);
  model = tog_heat_model_new (week, times, NULL, 60 * TOG_MINUTE, at ("2026-11-20T00:00:00Z"));
  g_assert_cmpuint (tog_heat_model_get_cell (model, 6, 89)->heat.n_can, ==, 0);
  g_assert_cmpuint (tog_heat_model_get_cell (model, 6, 90)->heat.n_can, ==, 1);
  g_assert_cmpuint (tog_heat_model_get_cell (model, 6, 95)->heat.n_can, ==, 1);
  g_assert_false (tog_heat_model_is_closed (model, 6));
  g_assert_true (tog_heat_model_is_closed (model, 5));
  /* The keyboard and the eye begin where the day of who looks does. */
  g_assert_cmpuint (tog_heat_model_get_first_row (model), ==, 0);
}

static void
test_opening (void)
{
  g_autoptr (TogHeatModel) model = make_model ("Europe/Lisbon", "2026-11-23", NOW);
  guint row = 0;

  g_assert_false (tog_heat_model_is_closed (model, 0));
  g_assert_true (tog_heat_model_is_closed (model, 5));
  g_assert_true (tog_heat_model_is_closed (model, 6));
  g_assert_cmpuint (tog_heat_model_get_first_row (model), ==, 36);
  g_assert_true (tog_heat_model_find_most (model, 1, &row));
  g_assert_cmpuint (tog_heat_model_get_cell (model, 1, row)->heat.n_can, ==, 6);
  /* Nobody can on a Saturday, yet a session can be proposed then. */
  g_assert_true (tog_heat_model_find_most (model, 5, &row));
}

/* An unknown calendar counts as neither, and is nobody else's matter. */
static void
test_unknown (void)
{
  g_autoptr (TogWeek) week = make_week ("Europe/Lisbon", "2026-11-23");
  g_autoptr (TogTimes) known = make_circle (week);
  g_autoptr (TogTimes) unknown = make_circle (week);
  TogPersonTimes *jonas = g_ptr_array_index (known->people, 2);
  g_autoptr (TogHeatModel) model = NULL;
  g_autoptr (TogHeatModel) other = NULL;

  jonas->known = known->range;
  model = tog_heat_model_new (week, known, NULL, 60 * TOG_MINUTE, NOW);
  other = tog_heat_model_new (week, unknown, NULL, 60 * TOG_MINUTE, NOW);
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    for (guint row = 0; row < 96; row++)
      {
        const TogHeatCell *a = tog_heat_model_get_cell (model, column, row);
        const TogHeatCell *b = tog_heat_model_get_cell (other, column, row);

        g_assert_cmpuint (b->heat.n_unknown, <=, 1);
        g_assert_cmpuint (a->heat.n_can, ==, b->heat.n_can + b->heat.n_unknown);
        if (column < 3)
          g_assert_cmpuint (b->heat.n_unknown, ==, 0);
      }
  assert_label (other,
                4,
                11 * 60,
                "Friday 27 November, 11:00 to 12:00, 5 of 6 available, calendar not known: Jonas");
}

static void
test_labels (void)
{
  g_autoptr (TogHeatModel) model = make_model ("Europe/Lisbon", "2026-11-23", NOW);
  static const struct
  {
    guint column;
    int minute;
    const char *label;
  } cells[] = {
    { 1, 11 * 60, "Tuesday 24 November, 11:00 to 12:00, 6 of 6 available" },
    { 0, 10 * 60, "Monday 23 November, 10:00 to 11:00, Past" },
    { 1, 13 * 60, "Tuesday 24 November, 13:00 to 14:00, 5 of 6 available, without Priya" },
    { 2,
      14 * 60 + 15,
      "Wednesday 25 November, 14:15 to 15:15, 3 of 6 available, without you, Priya and Amara" },
    { 1,
      17 * 60 + 45,
      "Tuesday 24 November, 17:45 to 18:45, 1 of 6 available, without you, Priya, Jonas and 2 "
      "others" },
    { 5, 12 * 60, "Saturday 28 November, 12:00 to 13:00, 0 of 6 available, outside working hours" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    assert_label (model, cells[i].column, cells[i].minute, cells[i].label);
}

/* Why somebody can't, with what their clock shows. */
static void
test_reasons (void)
{
  g_autoptr (TogWeek) week = make_week ("Europe/Lisbon", "2026-11-23");
  g_autoptr (TogTimes) times = make_circle (week);
  TogPersonTimes *hannah = g_ptr_array_index (times->people, 4);
  g_autoptr (TogHeatModel) model = NULL;
  g_autoptr (TogHeatSpeech) speech = NULL;
  g_autoptr (TogEventTitles) titles = tog_event_titles_new ();
  g_autofree char *label = NULL;
  static const struct
  {
    gsize who;
    const char *start;
    const char *why;
  } rows[] = {
    { 0, "2026-11-25T15:00:00Z", "Busy: Dentist" },
    { 1, "2026-11-25T14:00:00Z", "Outside hours, 19:30 in Kolkata" },
    { 1, "2026-11-25T20:00:00Z", "Outside hours, Thu 01:30 in Kolkata" },
    { 3, "2026-11-25T14:00:00Z", "Busy, 15:00 in Lagos" },
    { 2, "2026-11-27T11:00:00Z", "Calendar not known then" },
    { 4, "2026-11-23T13:00:00Z", "Asks for 4 hours of notice" },
    { 5, "2026-11-27T12:00:00Z", NULL },
  };

  /* What it is, is told of myself alone. */
  tog_event_titles_add (
      titles, (TogSlot){ at ("2026-11-25T15:00:00Z"), at ("2026-11-25T15:15:00Z") }, "Dentist");
  tog_event_titles_add (
      titles, (TogSlot){ at ("2026-11-25T14:00:00Z"), at ("2026-11-25T14:15:00Z") }, "Walk");
  hannah->minimum_notice = 4 * TOG_HOUR;
  model = tog_heat_model_new (week, times, NULL, 60 * TOG_MINUTE, NOW);
  tog_heat_model_set_titles (model, titles);
  speech = tog_heat_speech_new (model);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *why = tog_heat_speech_dup_why (speech, rows[i].who, at (rows[i].start));

      g_assert_cmpstr (why, ==, rows[i].why);
    }
  label = tog_heat_speech_dup_cell (speech, 2, row_of (model, 15 * 60, FALSE));
  g_assert_true (g_str_has_suffix (label, "; you’re busy: Dentist"));
}

/* Members who are only counted are in the numbers, and nowhere else. */
static void
test_counted (void)
{
  g_autoptr (TogWeek) week = make_week ("Europe/Lisbon", "2026-11-23");
  TogSlot range = tog_week_get_range (week);
  g_autoptr (TogTimes) times = make_circle (week);
  g_autoptr (TogHeatModel) model = NULL;
  gsize n_starts = (gsize) ((range.end - range.start) / TOG_QUANTUM);

  times->counted = tog_counted_times_new (range.start, n_starts, 3);
  for (gsize i = 0; i < n_starts; i++)
    tog_counted_times_set (times->counted, 60 * TOG_MINUTE, i, (TogCount){ 1, 1 });
  model = tog_heat_model_new (week, times, NULL, 60 * TOG_MINUTE, NOW);
  g_assert_cmpuint (tog_heat_model_get_cell (model, 1, 44)->heat.n_people, ==, 9);
  assert_label (model,
                1,
                13 * 60,
                "Tuesday 24 November, 13:00 to 14:00, 6 of 9 available, without Priya and 1 other; "
                "calendar not known: one member");
  assert_label (model,
                1,
                11 * 60,
                "Tuesday 24 November, 11:00 to 12:00, 7 of 9 available, without one member; "
                "calendar not known: one member");
  /* Somebody may be there on a Sunday, so it isn't closed. */
  g_assert_false (tog_heat_model_is_closed (model, 6));
}

/* Two people with one given name are told apart. */
static void
test_names (void)
{
  g_autoptr (TogWeek) week = make_week ("Europe/Lisbon", "2026-11-23");
  g_autoptr (TogTimes) times = make_circle (week);
  TogPersonTimes *priya = g_ptr_array_index (times->people, 1);
  TogPersonTimes *hannah = g_ptr_array_index (times->people, 4);
  g_autoptr (TogHeatModel) model = NULL;
  g_autoptr (TogHeatSpeech) speech = NULL;

  g_object_unref (priya->member);
  priya->member = tog_member_new ("priya", "Hannah Raman", NULL, "Asia/Kolkata");
  model = tog_heat_model_new (week, times, NULL, 60 * TOG_MINUTE, NOW);
  speech = tog_heat_speech_new (model);
  g_assert_cmpstr (tog_heat_speech_get_name (speech, 0), ==, "you");
  g_assert_cmpstr (tog_heat_speech_get_name (speech, 1), ==, "Hannah Raman");
  g_assert_cmpstr (tog_heat_speech_get_name (speech, 4), ==, hannah->member->name);
  g_assert_cmpstr (tog_heat_speech_get_name (speech, 5), ==, "Diego");
}

/* Blank means that everyone can, so what isn't known must not be blank. */
static void
test_not_loaded (void)
{
  g_autoptr (TogWeek) week = make_week ("Europe/Lisbon", "2026-11-23");
  g_autoptr (TogTimes) times = make_circle (week);
  g_autoptr (TogHeatModel) nothing = tog_heat_model_new (week, NULL, NULL, 3600, NOW);
  g_autoptr (TogHeatModel) offline = NULL;
  gsize n_runs;
  guint row;

  g_assert_false (tog_heat_model_is_loaded (nothing));
  g_assert_false (tog_heat_model_is_closed (nothing, 6));
  g_assert_false (tog_heat_model_find_most (nothing, 1, &row));
  g_assert_cmpint (tog_heat_model_get_cell (nothing, 0, 40)->verdict, ==, TOG_VERDICT_PAST);
  g_assert_false (tog_heat_model_get_cell (nothing, 0, 41)->judged);
  tog_heat_model_get_runs (nothing, 0, &n_runs);
  g_assert_cmpuint (n_runs, ==, 2);
  check_runs (nothing);
  assert_label (nothing, 1, 600, "Tuesday 24 November, 10:00 to 11:00, Not known yet");

  /* Times that don't reach over all of the week. */
  times->range.end = tog_week_get_range (week).end - TOG_QUANTUM;
  offline = tog_heat_model_new (week, times, NULL, 3600, NOW);
  tog_heat_model_set_offline (offline, TRUE);
  g_assert_false (tog_heat_model_is_loaded (offline));
  assert_label (offline, 1, 600, "Tuesday 24 November, 10:00 to 11:00, Not loaded: offline");
}

static void
test_unknown_zone (void)
{
  g_autoptr (TogWeek) week = make_week ("Europe/Lisbon", "2026-11-23");
  g_autoptr (TogTimes) times = make_circle (week);
  TogPersonTimes *priya = g_ptr_array_index (times->people, 1);
  g_autoptr (TogHeatModel) model = NULL;

  g_object_unref (priya->member);
  priya->member = tog_member_new ("priya", "Priya Raman", NULL, "Mars/Olympus");
  model = tog_heat_model_new (week, times, NULL, 3600, NOW);
  g_assert_false (tog_heat_model_is_loaded (model));
  g_assert_null (tog_heat_model_get_times (model));
}

/* A week and a day say the same of who is unknown. */
static void
test_figures (void)
{
  static const struct
  {
    TogHeat heat;
    const char *figure;
    const char *of;
  } rows[] = {
    { { 4, 4, 0, 0 }, "Everyone", "4 of 4" },
    { { 4, 2, 0, 0 }, "2", "2 of 4" },
    { { 4, 0, 3, 0 }, "0?", "0? of 4" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TogHeatCell cell = { .heat = rows[i].heat };
      g_autofree char *figure = tog_heat_speech_dup_figure (&cell);
      g_autofree char *of = tog_heat_speech_dup_of (rows[i].heat);

      g_assert_cmpstr (figure, ==, rows[i].figure);
      g_assert_cmpstr (of, ==, rows[i].of);
    }
}

static void
test_sizes (void)
{
  static const guint sizes[] = { 1, 2, 50, 1000 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (TogWeek) week = make_week ("Europe/Lisbon", "2026-11-23");
      g_autoptr (TogTimes) times = fake_group_make_large (
          tog_week_get_day (week, 0),
          tog_slot_pad (tog_week_get_range (week), TOG_DAY_SECONDS, TOG_DAY_SECONDS),
          sizes[i]);
      g_autoptr (TogHeatModel) model = tog_heat_model_new (week, times, NULL, 3600, NOW);
      g_autoptr (TogHeatSpeech) speech = tog_heat_speech_new (model);

      check_runs (model);
      for (guint row = 0; row < 96; row++)
        {
          g_autofree char *label = tog_heat_speech_dup_cell (speech, 2, row);

          g_assert_cmpuint (tog_heat_model_get_cell (model, 2, row)->heat.n_people, ==, sizes[i]);
          g_assert_nonnull (label);
        }
    }
}

/* The best starts, looked at from elsewhere, are the same ones, have the same people,
 * and are where their day is there. */
static void
test_zones_keep_instants (void)
{
  static const char *const zones[] = {
    "Europe/Lisbon",       "Asia/Kathmandu", "Pacific/Apia",
    "Australia/Lord_Howe", "Etc/GMT+12",     "America/St_Johns"
  };
  static const gboolean required[] = { TRUE, TRUE, FALSE, FALSE, FALSE, FALSE };
  g_autoptr (TogWeek) home = make_week ("Europe/Lisbon", "2026-11-23");
  g_autoptr (TogTimes) times = make_circle (home);
  g_autoptr (TogHeatModel) here = tog_heat_model_new (home, times, required, 3600, NOW);
  guint n_elsewhere = 0;
  TogBestTime best[40];
  gsize n_best = tog_heat_map_rank (tog_heat_model_get_map (here), best, G_N_ELEMENTS (best));

  g_assert_cmpuint (n_best, ==, G_N_ELEMENTS (best));
  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autoptr (TogZone) zone = tog_zone_lookup (zones[i], NULL);
      g_autoptr (TogWeek) week = make_week (zones[i], "2026-11-23");
      g_autoptr (TogHeatModel) there = tog_heat_model_new (week, times, required, 3600, NOW);

      for (gsize k = 0; k < n_best; k++)
        {
          const TogHeatCell *cell;
          guint column, row, home_column;

          if (!tog_week_find_cell (week, best[k].start, &column, &row))
            continue;
          cell = tog_heat_model_get_cell (there, column, row);
          g_assert_cmpint (cell->start, ==, best[k].start);
          g_assert_cmpmem (&cell->heat, sizeof cell->heat, &best[k].heat, sizeof best[k].heat);
          g_assert_cmpint (
              tog_week_get_day (week, column), ==, tog_zone_to_wall (zone, best[k].start).day);
          g_assert_true (tog_week_find_cell (home, best[k].start, &home_column, NULL));
          n_elsewhere += column != home_column;
        }
    }
  g_assert_cmpuint (n_elsewhere, >, 0);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/heat-model/steps", test_steps);
  g_test_add_func ("/heat-model/P10/P13/brute-force", test_brute_force);
  g_test_add_func ("/heat-model/P09/clock-changes", test_clock_changes);
  g_test_add_func ("/heat-model/P11/zone-moves-cells-not-instants", test_zones_keep_instants);
  g_test_add_func ("/heat-model/P12/edges", test_edges);
  g_test_add_func ("/heat-model/opening", test_opening);
  g_test_add_func ("/heat-model/P16/unknown", test_unknown);
  g_test_add_func ("/heat-model/P35/labels", test_labels);
  g_test_add_func ("/heat-model/reasons", test_reasons);
  g_test_add_func ("/heat-model/P20/counted", test_counted);
  g_test_add_func ("/heat-model/names", test_names);
  g_test_add_func ("/heat-model/not-loaded", test_not_loaded);
  g_test_add_func ("/heat-model/unknown-zone", test_unknown_zone);
  g_test_add_func ("/heat-model/P16/figures", test_figures);
  g_test_add_func ("/heat-model/sizes", test_sizes);
  return g_test_run ();
}
