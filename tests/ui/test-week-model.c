#include "tog-week-model.h"
#include "tog-week-speech.h"

#include <locale.h>

typedef struct
{
  const char *name;
  const char *zone;
  const TogWorkingRange *hours;
  gsize n_hours;
  const char *busy[4][2]; /* instants */
  gboolean unknown;
  int buffer_before;
  int buffer_after;
  int notice;
} Somebody;

static const TogWorkingRange office[] = {
  { 1, 540, 1080 }, { 2, 540, 1080 }, { 3, 540, 1080 }, { 4, 540, 1080 }, { 5, 540, 1080 },
};

static const TogWorkingRange always[] = {
  { 1, 0, 1440 }, { 2, 0, 1440 }, { 3, 0, 1440 }, { 4, 0, 1440 },
  { 5, 0, 1440 }, { 6, 0, 1440 }, { 7, 0, 1440 },
};

static const TogWorkingRange nights[] = { { 1, 1350, 1560 }, { 7, 1350, 1560 } };

static TogInstant
at (const char *text)
{
  g_autoptr (GError) error = NULL;
  TogInstant instant = 0;

  tog_instant_parse (text, &instant, &error);
  g_assert_no_error (error);
  return instant;
}

static TogDay
day_of (const char *text)
{
  g_autoptr (GError) error = NULL;
  TogDay day = 0;

  tog_day_parse (text, &day, &error);
  g_assert_no_error (error);
  return day;
}

static TogTimes *
make_times (const Somebody *people, gsize n_people, TogSlot range)
{
  TogTimes *times = tog_times_new ();

  times->range = range;
  times->latest_end = range.end;
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
      person->known = one->unknown ? (TogSlot){ 0, 0 } : range;
      person->buffer_before = one->buffer_before;
      person->buffer_after = one->buffer_after;
      person->minimum_notice = one->notice;
      g_ptr_array_add (times->people, person);
    }
  return times;
}

static TogWeekModel *
make_model (const Somebody *people,
            gsize n_people,
            const char *zone_name,
            const char *first_day,
            int minutes,
            const char *now)
{
  g_autoptr (TogZone) zone = tog_zone_lookup (zone_name, NULL);
  g_autoptr (TogWeek) week = NULL;
  g_autoptr (TogTimes) times = NULL;

  g_assert_nonnull (zone);
  week = tog_week_new (zone, day_of (first_day));
  times = make_times (
      people, n_people, tog_slot_pad (tog_week_get_range (week), TOG_DAY_SECONDS, TOG_DAY_SECONDS));
  return tog_week_model_new (week, times, minutes * TOG_MINUTE, at (now));
}

static guint
row_of (TogWeekModel *model, int minute, gboolean repeated)
{
  TogWeek *week = tog_week_model_get_week (model);

  for (guint row = 0; row < tog_week_get_n_rows (week); row++)
    if (tog_week_get_row (week, row)->minute == minute &&
        tog_week_get_row (week, row)->repeated == repeated)
      return row;
  g_assert_not_reached ();
}

static void
assert_label (TogWeekModel *model, guint column, guint row, const char *expected)
{
  g_autoptr (TogWeekSpeech) speech = tog_week_speech_new (model);
  g_autofree char *label = tog_week_speech_dup_cell (speech, column, row);

  g_assert_cmpstr (label, ==, expected);
}

static const Somebody pair[] = {
  { "Inês Carvalho",
    "Europe/Lisbon",
    office,
    G_N_ELEMENTS (office),
    { { "2026-11-24T09:30:00Z", "2026-11-24T10:30:00Z" } } },
  { "Asha Gurung",
    "Asia/Kathmandu",
    office,
    G_N_ELEMENTS (office),
    { { "2026-11-26T09:00:00Z", "2026-11-26T11:00:00Z" } },
    .notice = 4 * TOG_HOUR },
};

/* The runs of a day, one a line: first row's minute, last row's end, look, who. */
static char *
list_runs (TogWeekModel *model, guint column)
{
  GString *text = g_string_new (NULL);
  gsize n_runs;
  const TogWeekRun *runs = tog_week_model_get_runs (model, column, &n_runs);

  for (gsize i = 0; i < n_runs; i++)
    g_string_append_printf (text,
                            "%u-%u:%d/%d%s ",
                            runs[i].from,
                            runs[i].to,
                            runs[i].look,
                            runs[i].who,
                            runs[i].labelled ? "*" : "");
  return g_string_free (text, FALSE);
}

static void
test_runs (void)
{
  g_autoptr (TogWeekModel) model =
      make_model (pair, 2, "Europe/Lisbon", "2026-11-23", 45, "2026-11-23T10:12:00Z");
  g_autofree char *monday = list_runs (model, 0);
  g_autofree char *tuesday = list_runs (model, 1);
  g_autofree char *wednesday = list_runs (model, 2);

  /* Kathmandu's 18:00 is Lisbon's 12:15. Past, short notice until 14:12, off. */
  g_assert_cmpstr (monday, ==, "0-41:3/-1* 41-57:4/1* 57-72:7/1* 72-96:7/0* ");
  /* Off until 9:00, busy from 9:30 on, available until 11:30, then too short. */
  g_assert_cmpstr (tuesday, ==, "0-36:7/0* 38-42:6/0* 42-47:1/-1* 49-72:7/1* 72-96:7/0 ");
  /* What the day before says of the same hours is not said again. */
  g_assert_cmpstr (wednesday, ==, "0-36:7/0 36-47:1/-1* 49-72:7/1 72-96:7/0 ");
  g_assert_false (tog_week_model_is_closed (model, 4));
  g_assert_true (tog_week_model_is_closed (model, 5));
  g_assert_true (tog_week_model_is_closed (model, 6));
  g_assert_cmpuint (tog_week_model_get_first_row (model), ==, 36);
  g_assert_cmpuint (tog_week_model_count_free (model, 1), ==, 5);
}

static void
test_labels (void)
{
  g_autoptr (TogWeekModel) model =
      make_model (pair, 2, "Europe/Lisbon", "2026-11-23", 45, "2026-11-23T10:12:00Z");
  static const struct
  {
    guint column;
    int minute;
    const char *label;
  } cells[] = {
    { 3, 675, "Thursday 26 November, 11:15 to 12:00, available; 17:00 to 17:45 for Asha" },
    { 3, 630, "Thursday 26 November, 10:30 to 11:15, Asha is busy" },
    { 1, 570, "Tuesday 24 November, 09:30 to 10:15, You’re busy" },
    { 1, 540, "Tuesday 24 November, 09:00 to 09:45, You’re busy from 09:30" },
    { 1, 705, "Tuesday 24 November, 11:45 to 12:30, Asha is off from 12:15" },
    { 1, 780, "Tuesday 24 November, 13:00 to 13:45, Outside Asha’s working hours" },
    { 1, 420, "Tuesday 24 November, 07:00 to 07:45, Outside your working hours" },
    { 0, 600, "Monday 23 November, 10:00 to 10:45, Past" },
    { 0, 660, "Monday 23 November, 11:00 to 11:45, Asha asks for 4 hours of notice" },
    { 6, 1425, "Sunday 29 November, 23:45 to 00:30, Outside your working hours" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    assert_label (model, cells[i].column, row_of (model, cells[i].minute, FALSE), cells[i].label);
}

static void
test_unconfirmed (void)
{
  Somebody people[2] = { pair[0], pair[1] };
  g_autoptr (TogWeekModel) model = NULL;
  guint row;

  people[1].unknown = TRUE;
  model = make_model (people, 2, "Europe/Lisbon", "2026-11-23", 45, "2026-11-23T10:12:00Z");
  row = row_of (model, 675, FALSE);
  g_assert_cmpint (tog_week_model_get_cell (model, 3, row)->look, ==, TOG_WEEK_LOOK_UNCONFIRMED);
  assert_label (model,
                3,
                row,
                "Thursday 26 November, 11:15 to 12:00, Unconfirmed, Asha’s calendar isn’t known; "
                "17:00 to 17:45 for Asha");
}

static void
test_not_loaded (void)
{
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/Lisbon", NULL);
  g_autoptr (TogWeek) week = tog_week_new (zone, day_of ("2026-11-23"));
  g_autoptr (TogTimes) times = make_times (pair, 2, tog_week_get_range (week));
  g_autoptr (TogWeekModel) without = NULL;
  g_autoptr (TogWeekModel) within = NULL;

  without = tog_week_model_new (week, NULL, 45 * TOG_MINUTE, at ("2026-11-23T10:12:00Z"));
  g_assert_false (tog_week_model_is_loaded (without));
  g_assert_cmpuint (tog_week_model_count_free (without, 3), ==, 0);
  assert_label (without, 0, 36, "Monday 23 November, 09:00 to 09:45, Past");
  assert_label (without, 3, 36, "Thursday 26 November, 09:00 to 09:45, Not known yet");

  /* Times that end a moment before the week does say nothing of its end. */
  within = tog_week_model_new (week, times, 45 * TOG_MINUTE, at ("2026-11-23T10:12:00Z"));
  g_assert_true (tog_week_model_is_loaded (within));
  times->range.end--;
  g_clear_pointer (&within, tog_week_model_unref);
  within = tog_week_model_new (week, times, 45 * TOG_MINUTE, at ("2026-11-23T10:12:00Z"));
  g_assert_false (tog_week_model_is_loaded (within));
}

/* What is blue is what core calls bookable, for every duration, and what a
 * session takes is free of what is drawn as busy or off. */
static void
test_durations (void)
{
  static const int durations[] = { 30, 45, 60 };

  for (gsize i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      g_autoptr (TogWeekModel) model =
          make_model (pair, 2, "Europe/Lisbon", "2026-11-23", durations[i], "2026-11-23T10:12:00Z");

      for (guint column = 0; column < TOG_WEEK_DAYS; column++)
        for (guint row = 0; row < 96; row++)
          {
            const TogWeekCell *cell = tog_week_model_get_cell (model, column, row);

            g_assert_cmpint (cell->look == TOG_WEEK_LOOK_AVAILABLE,
                             ==,
                             cell->judgement.verdict == TOG_VERDICT_AVAILABLE);
            if (cell->look != TOG_WEEK_LOOK_AVAILABLE)
              continue;
            for (int k = 0; k < durations[i] / 15; k++)
              {
                TogWeekLook look = tog_week_model_get_cell (model, column, row + k)->look;

                g_assert_cmpint (look, !=, TOG_WEEK_LOOK_BUSY);
                g_assert_cmpint (look, !=, TOG_WEEK_LOOK_OFF_HOURS);
              }
          }
    }
}

static void
test_buffers (void)
{
  Somebody people[1] = { pair[0] };
  g_autoptr (TogWeekModel) model = NULL;

  people[0].buffer_before = 15 * TOG_MINUTE;
  people[0].buffer_after = 30 * TOG_MINUTE;
  model = make_model (people, 1, "Europe/Lisbon", "2026-11-23", 30, "2026-11-22T10:00:00Z");
  /* Busy from 9:30 to 10:30: half an hour before it and a quarter after it belong to it. */
  g_assert_cmpint (tog_week_model_get_cell (model, 1, 36)->look, ==, TOG_WEEK_LOOK_BUSY);
  g_assert_cmpint (tog_week_model_get_cell (model, 1, 42)->look, ==, TOG_WEEK_LOOK_BUSY);
  g_assert_cmpint (tog_week_model_get_cell (model, 1, 43)->look, ==, TOG_WEEK_LOOK_AVAILABLE);
}

static void
test_lisbon_forward (void)
{
  static const Somebody people[] = { { "A", "Europe/Lisbon", always, 7 } };
  g_autoptr (TogWeekModel) model =
      make_model (people, 1, "Europe/Lisbon", "2026-03-23", 30, "2026-03-01T00:00:00Z");
  gsize n_runs;
  const TogWeekRun *runs = tog_week_model_get_runs (model, 6, &n_runs);

  for (guint row = 0; row < 96; row++)
    g_assert_cmpint (tog_week_model_get_cell (model, 6, row)->exists, ==, row < 4 || row >= 8);
  g_assert_cmpuint (n_runs, ==, 3);
  g_assert_cmpint (runs[1].look, ==, TOG_WEEK_LOOK_MISSING);
  g_assert_cmpuint (runs[1].from, ==, 4);
  g_assert_cmpuint (runs[1].to, ==, 8);
  g_assert_cmpuint (tog_week_model_count_free (model, 6), ==, 92);
  assert_label (model, 6, 5, "Sunday 29 March, 01:15, Clocks change, this time doesn’t exist");
  /* Half an hour from 0:45 on ends at 2:15 by the clock. */
  assert_label (model, 6, 3, "Sunday 29 March, 00:45 to 02:15, available");
}

static void
test_lisbon_back (void)
{
  static const Somebody people[] = { { "A", "Europe/Lisbon", always, 7 } };
  g_autoptr (TogWeekModel) model =
      make_model (people, 1, "Europe/Lisbon", "2026-10-19", 30, "2026-10-01T00:00:00Z");
  guint first = row_of (model, 75, FALSE);
  guint second = row_of (model, 75, TRUE);
  const TogWeekCell *a = tog_week_model_get_cell (model, 6, first);
  const TogWeekCell *b = tog_week_model_get_cell (model, 6, second);

  g_assert_cmpuint (tog_week_get_n_rows (tog_week_model_get_week (model)), ==, 100);
  g_assert_cmpint (b->start - a->start, ==, TOG_HOUR);
  g_assert_cmpint (a->look, ==, TOG_WEEK_LOOK_AVAILABLE);
  g_assert_cmpint (b->look, ==, TOG_WEEK_LOOK_AVAILABLE);
  assert_label (model, 6, first, "Sunday 25 October, 01:15 for the first time to 01:45, available");
  assert_label (
      model, 6, second, "Sunday 25 October, 01:15 for the second time to 01:45, available");
  g_assert_false (tog_week_model_get_cell (model, 0, second)->exists);
  assert_label (
      model, 0, second, "Monday 19 October, 01:15, Only on the day on which clocks are set back");
  g_assert_cmpuint (tog_week_model_count_free (model, 6), ==, 100);
  g_assert_cmpuint (tog_week_model_count_free (model, 0), ==, 96);
}

static void
test_lord_howe (void)
{
  static const Somebody people[] = { { "A", "Australia/Lord_Howe", always, 7 } };
  g_autoptr (TogWeekModel) back =
      make_model (people, 1, "Australia/Lord_Howe", "2026-03-30", 30, "2026-03-01T00:00:00Z");
  g_autoptr (TogWeekModel) forward =
      make_model (people, 1, "Australia/Lord_Howe", "2026-09-28", 30, "2026-09-01T00:00:00Z");

  g_assert_cmpuint (tog_week_get_n_rows (tog_week_model_get_week (back)), ==, 98);
  g_assert_cmpuint (tog_week_model_count_free (back, 6), ==, 98);
  g_assert_cmpuint (tog_week_model_count_free (forward, 6), ==, 94);
  g_assert_false (tog_week_model_get_cell (forward, 6, row_of (forward, 135, FALSE))->exists);
  g_assert_true (tog_week_model_get_cell (forward, 6, row_of (forward, 150, FALSE))->exists);
}

static void
test_sao_paulo (void)
{
  static const Somebody people[] = { { "A", "America/Sao_Paulo", always, 7 } };
  g_autoptr (TogWeekModel) model =
      make_model (people, 1, "America/Sao_Paulo", "2018-11-04", 60, "2018-11-01T00:00:00Z");

  /* Midnight itself doesn't exist. */
  g_assert_false (tog_week_model_get_cell (model, 0, 0)->exists);
  g_assert_false (tog_week_model_get_cell (model, 0, 3)->exists);
  g_assert_true (tog_week_model_get_cell (model, 0, 4)->exists);
  g_assert_cmpuint (tog_week_model_count_free (model, 0), ==, 92);
  g_assert_true (tog_week_has_day (tog_week_model_get_week (model), 0));
}

static void
test_apia (void)
{
  static const Somebody people[] = { { "A", "Pacific/Apia", always, 7 } };
  g_autoptr (TogWeekModel) model =
      make_model (people, 1, "Pacific/Apia", "2011-12-26", 60, "2011-12-01T00:00:00Z");

  g_assert_true (tog_week_has_day (tog_week_model_get_week (model), 3));
  g_assert_false (tog_week_has_day (tog_week_model_get_week (model), 4));
  g_assert_true (tog_week_model_is_closed (model, 4));
  g_assert_cmpuint (tog_week_model_count_free (model, 4), ==, 0);
  g_assert_cmpuint (tog_week_model_count_free (model, 5), ==, 96);
}

static void
test_kathmandu (void)
{
  g_autoptr (TogWeekModel) model =
      make_model (pair, 2, "Asia/Kathmandu", "2026-11-23", 45, "2026-11-23T10:12:00Z");

  /* A quarter hour there is one of UTC too, and minutes are the viewer's. */
  assert_label (
      model, 3, row_of (model, 1020, FALSE), "Thursday 26 November, 17:00 to 17:45, available");
  g_assert_cmpint (tog_week_model_get_cell (model, 3, row_of (model, 1020, FALSE))->start,
                   ==,
                   at ("2026-11-26T11:15:00Z"));
}

static void
test_zones_keep_instants (void)
{
  static const char *const zones[] = {
    "Europe/Lisbon",       "Asia/Kathmandu", "Pacific/Apia",
    "Australia/Lord_Howe", "Etc/GMT+12",     "America/St_Johns"
  };
  TogInstant wanted = at ("2026-11-26T11:15:00Z");

  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autoptr (TogZone) zone = tog_zone_lookup (zones[i], NULL);
      g_autoptr (TogWeekModel) model =
          make_model (pair, 2, zones[i], "2026-11-23", 45, "2026-11-23T10:12:00Z");
      guint column, row;

      g_assert_true (tog_week_find_cell (tog_week_model_get_week (model), wanted, &column, &row));
      g_assert_cmpint (tog_week_model_get_cell (model, column, row)->start, ==, wanted);
      g_assert_cmpint (
          tog_week_model_get_cell (model, column, row)->look, ==, TOG_WEEK_LOOK_AVAILABLE);
      g_assert_cmpint (tog_week_get_day (tog_week_model_get_week (model), column),
                       ==,
                       tog_zone_to_wall (zone, wanted).day);
    }
}

static void
test_other_day (void)
{
  static const Somebody people[] = { { "Inês", "Europe/Lisbon", always, 7 },
                                     { "Asha", "Asia/Kathmandu", always, 7 } };
  g_autoptr (TogWeekModel) model =
      make_model (people, 2, "Europe/Lisbon", "2026-11-23", 45, "2026-11-22T10:12:00Z");

  assert_label (model,
                3,
                76,
                "Thursday 26 November, 19:00 to 19:45, available; "
                "Friday 00:45 to 01:30 for Asha");
}

static void
test_nights (void)
{
  static const Somebody people[] = { { "A", "Europe/Lisbon", nights, G_N_ELEMENTS (nights) } };
  g_autoptr (TogWeekModel) model =
      make_model (people, 1, "Europe/Lisbon", "2026-11-23", 60, "2026-11-01T00:00:00Z");

  /* 22:30 to 02:00 of Sunday reaches into Monday; the last hour of the week into the next. */
  g_assert_cmpuint (tog_week_model_count_free (model, 0), ==, 5 + 6);
  g_assert_cmpuint (tog_week_model_count_free (model, 1), ==, 5);
  g_assert_cmpint (tog_week_model_get_cell (model, 6, 95)->look, ==, TOG_WEEK_LOOK_AVAILABLE);
  assert_label (model, 6, 95, "Sunday 29 November, 23:45 to 00:45, available");
}

static void
test_find_free (void)
{
  g_autoptr (TogWeekModel) model =
      make_model (pair, 2, "Europe/Lisbon", "2026-11-23", 45, "2026-11-23T10:12:00Z");
  guint column = 0, row = 0, n = 0;
  guint last_column, last_row;

  while (tog_week_model_find_free (model, 1, &column, &row))
    n++;
  last_column = column;
  last_row = row;
  for (guint i = 0; i < TOG_WEEK_DAYS; i++)
    n -= tog_week_model_count_free (model, i);
  g_assert_cmpuint (n, ==, 0);
  g_assert_false (tog_week_model_find_free (model, 1, &column, &row));
  g_assert_cmpuint (column, ==, last_column);
  g_assert_cmpuint (row, ==, last_row);
  g_assert_true (tog_week_model_find_free (model, -1, &column, &row));
  g_assert_true (tog_week_model_find_free (model, 1, &column, &row));
  g_assert_cmpuint (row, ==, last_row);
}

static void
test_find_free_day (void)
{
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/Lisbon", NULL);
  Somebody people[2] = { pair[0], pair[1] };
  g_autoptr (TogTimes) times = NULL;
  TogDay day;

  people[1].busy[0][0] = "2026-11-20T00:00:00Z";
  people[1].busy[0][1] = "2026-12-08T09:00:00Z";
  times =
      make_times (people, 2, (TogSlot){ at ("2026-11-20T00:00:00Z"), at ("2027-01-20T00:00:00Z") });
  g_assert_true (tog_week_model_find_free_day (
      times, zone, day_of ("2026-11-30"), 45 * TOG_MINUTE, at ("2026-11-23T10:12:00Z"), &day));
  g_assert_cmpint (day, ==, day_of ("2026-12-08"));
  g_assert_false (tog_week_model_find_free_day (
      times, zone, day_of ("2027-01-18"), 45 * TOG_MINUTE, at ("2026-11-23T10:12:00Z"), &day));
}

/* What I am busy with is told to me, where I can't meet because of that. */
static void
test_own_titles (void)
{
  static const Somebody buffered = {
    "Inês Carvalho",
    "Europe/Lisbon",
    office,
    G_N_ELEMENTS (office),
    { { "2026-11-24T09:30:00Z", "2026-11-24T10:30:00Z" } },
    .buffer_before = 30 * TOG_MINUTE,
  };
  g_autoptr (TogEventTitles) titles = tog_event_titles_new ();
  g_autoptr (TogWeekModel) model =
      make_model (pair, 2, "Europe/Lisbon", "2026-11-23", 45, "2026-11-23T08:00:00Z");
  g_autoptr (TogWeekModel) space =
      make_model (&buffered, 1, "Europe/Lisbon", "2026-11-23", 30, "2026-11-23T08:00:00Z");
  TogSlot busy = { at ("2026-11-24T09:30:00Z"), at ("2026-11-24T10:30:00Z") };
  TogSlot asha = { at ("2026-11-26T09:00:00Z"), at ("2026-11-26T11:00:00Z") };

  tog_event_titles_add (titles, busy, "Dentist");
  tog_event_titles_add (titles, asha, "Not in the way");
  tog_week_model_set_titles (model, titles);
  tog_week_model_set_titles (space, titles);
  assert_label (model,
                1,
                row_of (model, 10 * 60, FALSE),
                "Tuesday 24 November, 10:00 to 10:45, You’re busy: Dentist");
  assert_label (model,
                1,
                row_of (model, 9 * 60, FALSE),
                "Tuesday 24 November, 09:00 to 09:45, You’re busy from 09:30: Dentist");
  assert_label (model,
                3,
                row_of (model, 10 * 60, FALSE),
                "Thursday 26 November, 10:00 to 10:45, Asha is busy");
  assert_label (space,
                1,
                row_of (space, 10 * 60 + 45, FALSE),
                "Tuesday 24 November, 10:45 to 11:15, You’re busy: Dentist");

  tog_event_titles_add (titles, busy, "Lunch");
  tog_event_titles_add (titles, busy, "פגישה");
  assert_label (model,
                1,
                row_of (model, 10 * 60, FALSE),
                "Tuesday 24 November, 10:00 to 10:45, You’re busy: Dentist, Lunch, "
                "\xe2\x81\xa8פגישה\xe2\x81\xa9");
  tog_event_titles_add (titles, busy, "Alms");
  tog_event_titles_add (titles, busy, "Bath");
  assert_label (model,
                1,
                row_of (model, 10 * 60, FALSE),
                "Tuesday 24 November, 10:00 to 10:45, You’re busy: Alms, Bath, Dentist and 2 more");
}

static void
test_titles (void)
{
  static const struct
  {
    const char *day;
    const char *title;
    const char *short_title;
  } weeks[] = {
    { "2026-11-23", "23 – 29 November 2026", "23 – 29 Nov" },
    { "2026-11-30", "30 November – 6 December 2026", "30 Nov – 6 Dec" },
    { "2026-12-28", "28 December 2026 – 3 January 2027", "28 Dec – 3 Jan" },
  };
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/Lisbon", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (weeks); i++)
    {
      g_autoptr (TogWeek) week = tog_week_new (zone, day_of (weeks[i].day));
      g_autofree char *title = tog_week_speech_dup_title (week, TRUE);
      g_autofree char *short_title = tog_week_speech_dup_title (week, FALSE);

      g_assert_cmpstr (title, ==, weeks[i].title);
      g_assert_cmpstr (short_title, ==, weeks[i].short_title);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/week-model/runs", test_runs);
  g_test_add_func ("/week-model/P35/every-cell-says-day-times-and-state", test_labels);
  g_test_add_func ("/week-model/P16/unknown-is-not-free", test_unconfirmed);
  g_test_add_func ("/week-model/not-loaded", test_not_loaded);
  g_test_add_func ("/week-model/P13/durations-never-overlap", test_durations);
  g_test_add_func ("/week-model/P03/buffers-look-busy", test_buffers);
  g_test_add_func ("/week-model/P09/nonexistent-never-offered", test_lisbon_forward);
  g_test_add_func ("/week-model/P09/repeated-both-offered-labelled", test_lisbon_back);
  g_test_add_func ("/week-model/P10/lord-howe", test_lord_howe);
  g_test_add_func ("/week-model/P09/midnight-missing", test_sao_paulo);
  g_test_add_func ("/week-model/P09/day-missing", test_apia);
  g_test_add_func ("/week-model/P10/kathmandu", test_kathmandu);
  g_test_add_func ("/week-model/P11/zone-moves-cells-not-instants", test_zones_keep_instants);
  g_test_add_func ("/week-model/P11/other-weekday-is-said", test_other_day);
  g_test_add_func ("/week-model/P12/past-midnight", test_nights);
  g_test_add_func ("/week-model/find-free", test_find_free);
  g_test_add_func ("/week-model/find-free-day", test_find_free_day);
  g_test_add_func ("/week-model/own-titles", test_own_titles);
  g_test_add_func ("/week-model/titles", test_titles);
  return g_test_run ();
}
