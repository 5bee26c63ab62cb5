#include "config.h"

#include "tog-availability.h"
#include "tog-week.h"

#define MONDAY G_GINT64_CONSTANT (1795392000) /* 2026-11-23T00:00:00Z */
#define AT(hour, minute) (MONDAY + (hour) *TOG_HOUR + (minute) *TOG_MINUTE)

/*
 * The judge as the rules are written down, minute by minute, in no hurry at all.
 */
static gboolean
covers_some (const TogSlotSet *set, TogInstant start, TogInstant end)
{
  for (TogInstant minute = start; minute < end; minute += TOG_MINUTE)
    {
      if (tog_slot_set_contains (set, (TogSlot){ minute, minute + 1 }))
        return TRUE;
    }

  return FALSE;
}

static gboolean
covers_all (const TogSlotSet *set, TogInstant start, TogInstant end)
{
  for (TogInstant minute = start; minute < end; minute += TOG_MINUTE)
    {
      if (!tog_slot_set_contains (set, (TogSlot){ minute, minute + 1 }))
        return FALSE;
    }

  return TRUE;
}

static TogJudgement
judge_slowly (const TogAvailability *people,
              int n_people,
              const TogJudgementRules *rules,
              TogSlot slot)
{
  gint64 minutes = (slot.end - slot.start) / TOG_MINUTE;

  if ((minutes != 30 && minutes != 45 && minutes != 60) || (slot.end - slot.start) % 60 != 0)
    return (TogJudgement){ TOG_VERDICT_BAD_DURATION, -1 };
  if (tog_zone_to_wall (rules->zone, slot.start).second % TOG_QUANTUM != 0)
    return (TogJudgement){ TOG_VERDICT_MISALIGNED, -1 };
  if (slot.start < rules->now)
    return (TogJudgement){ TOG_VERDICT_PAST, -1 };
  for (int i = 0; i < n_people; i++)
    {
      if (slot.start < rules->now + people[i].minimum_notice)
        return (TogJudgement){ TOG_VERDICT_SHORT_NOTICE, i };
    }
  if (slot.end > rules->latest_end)
    return (TogJudgement){ TOG_VERDICT_TOO_FAR, -1 };
  for (int i = 0; i < n_people; i++)
    {
      if (covers_some (people[i].busy,
                       slot.start - people[i].buffer_before,
                       slot.end + people[i].buffer_after))
        return (TogJudgement){ TOG_VERDICT_BUSY, i };
    }
  for (int i = 0; i < n_people; i++)
    {
      if (people[i].full_weeks != NULL &&
          covers_some (people[i].full_weeks, slot.start, slot.start + 1))
        return (TogJudgement){ TOG_VERDICT_WEEK_FULL, i };
    }
  for (int i = 0; i < n_people; i++)
    {
      if (!covers_all (people[i].hours, slot.start, slot.end))
        return (TogJudgement){ TOG_VERDICT_OFF_HOURS, i };
    }
  for (int i = 0; i < n_people; i++)
    {
      if (!people[i].sharing_off && (slot.start - people[i].buffer_before < people[i].known.start ||
                                     slot.end + people[i].buffer_after > people[i].known.end))
        return (TogJudgement){ TOG_VERDICT_UNCONFIRMED, i };
    }

  return (TogJudgement){ TOG_VERDICT_AVAILABLE, -1 };
}

static TogSlotSet *
make_random_set (int n_slots, int longest)
{
  TogSlot slots[40];

  for (int i = 0; i < n_slots; i++)
    {
      slots[i].start = AT (g_test_rand_int_range (-30, 200), g_test_rand_int_range (0, 60));
      slots[i].end = slots[i].start + g_test_rand_int_range (0, longest) * TOG_MINUTE;
    }

  return tog_slot_set_new (slots, n_slots);
}

static void
make_random_person (TogAvailability *person)
{
  *person = (TogAvailability){
    .busy = make_random_set (g_test_rand_int_range (0, 25), 150),
    .hours = make_random_set (g_test_rand_int_range (10, 40), 1500),
    .sharing_off = g_test_rand_int_range (0, 4) == 0,
    .buffer_before = g_test_rand_int_range (0, 3) * 5 * TOG_MINUTE,
    .buffer_after = g_test_rand_int_range (0, 3) * 5 * TOG_MINUTE,
    .minimum_notice = g_test_rand_int_range (0, 20) * TOG_HOUR,
  };

  if (g_test_rand_int_range (0, 3) == 0)
    person->full_weeks = make_random_set (4, 3000);
  if (g_test_rand_int_range (0, 4) > 0)
    person->known = (TogSlot){ AT (g_test_rand_int_range (-5, 60), 0),
                               AT (g_test_rand_int_range (90, 200), 0) };
}

static void
check_random (void)
{
  static const char *const names[] = { "UTC", "Asia/Kathmandu", "Australia/Lord_Howe" };
  guint counts[TOG_VERDICT_BAD_DURATION + 1] = { 0 };

  for (int round = 0; round < 60; round++)
    {
      g_autoptr (TogZone) zone = tog_zone_lookup (names[round % G_N_ELEMENTS (names)], NULL);
      TogAvailability people[3];
      int n_people = g_test_rand_int_range (1, 4);
      TogJudgementRules rules = { AT (g_test_rand_int_range (0, 48), 7), AT (180, 0), zone };
      TogInstant starts[500];
      TogJudgement judgements[G_N_ELEMENTS (starts)];
      int minutes = round % 20 == 7 ? 31 : 30 + 15 * (round % 3);

      for (int i = 0; i < n_people; i++)
        make_random_person (&people[i]);

      /* First in order, as a week's cells come; later in any, as nobody may ask. */
      for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
        {
          starts[i] = AT (-10, 0) + i * TOG_QUANTUM * 3 / 2;
          if (round % 2 == 1)
            starts[i] = AT (g_test_rand_int_range (-10, 190), g_test_rand_int_range (0, 12) * 5);
        }

      tog_availability_judge_many (people,
                                   n_people,
                                   &rules,
                                   starts,
                                   G_N_ELEMENTS (starts),
                                   minutes * TOG_MINUTE,
                                   judgements);

      for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
        {
          TogSlot slot = { starts[i], starts[i] + minutes * TOG_MINUTE };
          TogJudgement expected = judge_slowly (people, n_people, &rules, slot);
          TogJudgement single = tog_availability_judge (people, n_people, &rules, slot);

          g_assert_cmpint (judgements[i].verdict, ==, expected.verdict);
          g_assert_cmpint (judgements[i].who, ==, expected.who);
          g_assert_cmpint (single.verdict, ==, expected.verdict);
          g_assert_cmpint (single.who, ==, expected.who);
          counts[expected.verdict]++;
        }

      for (int i = 0; i < n_people; i++)
        tog_availability_clear (&people[i]);
    }

  /* The random people must have been such that every verdict came up. */
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    g_assert_cmpuint (counts[i], >, 50);
}

static TogAvailability
make_person (const TogSlot *busy, gsize n_busy, TogSlot hours)
{
  return (TogAvailability){
    .busy = tog_slot_set_new (busy, n_busy),
    .hours = tog_slot_set_new (&hours, 1),
    .known = { AT (0, 0), AT (48, 0) },
  };
}

/* Each verdict by itself, at the edges where it begins and ends. */
static void
check_table (void)
{
  static const TogSlot busy[] = { { AT (12, 0), AT (13, 0) } };
  static const struct
  {
    TogSlot slot;
    TogVerdict verdict;
    int who;
  } cases[] = {
    { { AT (10, 0), AT (10, 30) }, TOG_VERDICT_AVAILABLE, -1 },
    { { AT (10, 0), AT (10, 45) }, TOG_VERDICT_AVAILABLE, -1 },
    { { AT (10, 0), AT (11, 0) }, TOG_VERDICT_AVAILABLE, -1 },

    { { AT (10, 0), AT (10, 0) }, TOG_VERDICT_BAD_DURATION, -1 },
    { { AT (10, 0), AT (9, 30) }, TOG_VERDICT_BAD_DURATION, -1 },
    { { AT (10, 0), AT (10, 15) }, TOG_VERDICT_BAD_DURATION, -1 },
    { { AT (10, 0), AT (10, 31) }, TOG_VERDICT_BAD_DURATION, -1 },
    { { AT (10, 0), AT (12, 0) }, TOG_VERDICT_BAD_DURATION, -1 },
    { { G_MININT64, G_MAXINT64 }, TOG_VERDICT_BAD_DURATION, -1 },
    { { AT (7, 1), AT (7, 32) }, TOG_VERDICT_BAD_DURATION, -1 },

    { { AT (10, 5), AT (10, 35) }, TOG_VERDICT_MISALIGNED, -1 },
    { { AT (7, 5), AT (7, 35) }, TOG_VERDICT_MISALIGNED, -1 },
    { { AT (10, 0) + 1, AT (10, 30) + 1 }, TOG_VERDICT_MISALIGNED, -1 },
    { { AT (10, 0) - 1, AT (10, 30) - 1 }, TOG_VERDICT_MISALIGNED, -1 },

    { { AT (7, 45), AT (8, 15) }, TOG_VERDICT_PAST, -1 },
    { { AT (-900, 0), AT (-900, 30) }, TOG_VERDICT_PAST, -1 },
    { { AT (8, 0), AT (8, 30) }, TOG_VERDICT_SHORT_NOTICE, 1 },
    { { AT (8, 45), AT (9, 15) }, TOG_VERDICT_SHORT_NOTICE, 1 },
    { { AT (9, 0), AT (9, 30) }, TOG_VERDICT_AVAILABLE, -1 },

    /* Buffers of a quarter and half an hour around what lasts from 12 to 13. */
    { { AT (11, 0), AT (11, 30) }, TOG_VERDICT_AVAILABLE, -1 },
    { { AT (11, 15), AT (11, 45) }, TOG_VERDICT_BUSY, 0 },
    { { AT (12, 0), AT (13, 0) }, TOG_VERDICT_BUSY, 0 },
    { { AT (13, 0), AT (13, 30) }, TOG_VERDICT_BUSY, 0 },
    { { AT (13, 15), AT (13, 45) }, TOG_VERDICT_AVAILABLE, -1 },

    { { AT (17, 30), AT (18, 0) }, TOG_VERDICT_AVAILABLE, -1 },
    { { AT (17, 45), AT (18, 15) }, TOG_VERDICT_OFF_HOURS, 1 },
    { { AT (20, 0), AT (20, 30) }, TOG_VERDICT_OFF_HOURS, 0 },
    { { AT (33, 0), AT (33, 30) }, TOG_VERDICT_OFF_HOURS, 0 },
    { { AT (71, 30), AT (72, 0) }, TOG_VERDICT_OFF_HOURS, 0 },
    { { AT (71, 30), AT (72, 15) }, TOG_VERDICT_TOO_FAR, -1 },
    { { AT (90, 0), AT (90, 30) }, TOG_VERDICT_TOO_FAR, -1 },
  };
  TogAvailability people[] = {
    make_person (busy, 1, (TogSlot){ AT (6, 0), AT (20, 0) }),
    make_person (NULL, 0, (TogSlot){ AT (6, 0), AT (18, 0) }),
  };
  TogJudgementRules rules = { AT (8, 0), AT (72, 0), tog_zone_utc () };

  people[0].buffer_before = TOG_QUANTUM;
  people[0].buffer_after = 2 * TOG_QUANTUM;
  people[1].minimum_notice = TOG_HOUR;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TogJudgement judgement =
          tog_availability_judge (people, G_N_ELEMENTS (people), &rules, cases[i].slot);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (judgement.verdict, ==, cases[i].verdict);
      g_assert_cmpint (judgement.who, ==, cases[i].who);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    tog_availability_clear (&people[i]);
}

/* A calendar that says nothing about a time doesn't say that it is free. */
static void
check_unknown (void)
{
  TogAvailability person = make_person (NULL, 0, (TogSlot){ AT (0, 0), AT (100, 0) });
  TogAvailability nothing = { 0 };
  TogJudgementRules rules = { AT (0, 0), AT (100, 0), tog_zone_utc () };
  TogSlot inside = { AT (47, 30), AT (48, 0) };
  TogSlot over = { AT (47, 45), AT (48, 15) };
  TogSlot outside = { AT (50, 0), AT (50, 30) };

  g_assert_cmpint (
      tog_availability_judge (&person, 1, &rules, inside).verdict, ==, TOG_VERDICT_AVAILABLE);
  g_assert_cmpint (
      tog_availability_judge (&person, 1, &rules, over).verdict, ==, TOG_VERDICT_UNCONFIRMED);
  g_assert_cmpint (
      tog_availability_judge (&person, 1, &rules, outside).verdict, ==, TOG_VERDICT_UNCONFIRMED);

  /* The buffer after it has to be known, too. */
  person.buffer_after = TOG_QUANTUM;
  g_assert_cmpint (
      tog_availability_judge (&person, 1, &rules, inside).verdict, ==, TOG_VERDICT_UNCONFIRMED);
  g_assert_cmpint (tog_availability_judge (&person, 1, &rules, inside).who, ==, 0);

  person.sharing_off = TRUE;
  g_assert_cmpint (
      tog_availability_judge (&person, 1, &rules, outside).verdict, ==, TOG_VERDICT_AVAILABLE);

  person.sharing_off = FALSE;
  person.known = (TogSlot){ 0, 0 };
  g_assert_cmpint (
      tog_availability_judge (&person, 1, &rules, inside).verdict, ==, TOG_VERDICT_UNCONFIRMED);

  /* Nobody's time at all: without hours no time is working time. */
  g_assert_cmpint (
      tog_availability_judge (&nothing, 1, &rules, inside).verdict, ==, TOG_VERDICT_OFF_HOURS);
  g_assert_cmpint (
      tog_availability_judge (NULL, 0, &rules, inside).verdict, ==, TOG_VERDICT_AVAILABLE);

  tog_availability_clear (&person);
  g_assert_null (person.busy);
  tog_availability_clear (&person);
}

static void
check_extremes (void)
{
  static const TogInstant starts[] = { G_MININT64, G_MININT64 + 8, -1, G_MAXINT64 - 7, G_MAXINT64 };
  TogAvailability person = make_person (NULL, 0, (TogSlot){ G_MININT64, G_MAXINT64 });
  TogJudgementRules rules = { 0, G_MAXINT64, tog_zone_utc () };
  TogJudgement judgements[G_N_ELEMENTS (starts)];

  person.buffer_before = G_MAXINT32;
  person.buffer_after = G_MAXINT32;

  tog_availability_judge_many (
      &person, 1, &rules, starts, G_N_ELEMENTS (starts), TOG_HOUR, judgements);
  g_assert_cmpint (judgements[1].verdict, ==, TOG_VERDICT_PAST);
  g_assert_cmpint (judgements[2].verdict, ==, TOG_VERDICT_MISALIGNED);

  tog_availability_clear (&person);
}

/* The quarter of an hour is the viewer's, wherever the other one lives. */
static void
check_local_alignment (void)
{
  static const struct
  {
    const char *zone;
    const char *start;
    gboolean aligned;
  } cases[] = {
    { "Asia/Kathmandu", "2026-11-23T10:15:00Z", TRUE },
    { "Asia/Kathmandu", "2026-11-23T10:05:00Z", FALSE },
    { "Asia/Kolkata", "2026-11-23T10:30:00Z", TRUE },
    { "Asia/Kolkata", "2026-11-23T10:29:00Z", FALSE },
    { "Australia/Lord_Howe", "2026-04-04T15:15:00Z", TRUE },
    { "Australia/Lord_Howe", "2026-04-04T15:20:00Z", FALSE },
    /* Local mean time, 44 minutes and 30 seconds behind: quarters lie elsewhere in UTC. */
    { "Africa/Monrovia", "1971-12-01T10:14:30Z", TRUE },
    { "Africa/Monrovia", "1971-12-01T10:15:00Z", FALSE },
    { "Africa/Monrovia", "1972-12-01T10:15:00Z", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TogZone) zone = tog_zone_lookup (cases[i].zone, NULL);
      TogJudgementRules rules = { 0, G_MAXINT64, zone };
      TogInstant start;

      g_assert_true (tog_instant_parse (cases[i].start, &start, NULL));
      g_assert_cmpint (
          tog_availability_judge (NULL, 0, &rules, (TogSlot){ start, start + TOG_HOUR }).verdict,
          ==,
          cases[i].aligned ? TOG_VERDICT_AVAILABLE : TOG_VERDICT_MISALIGNED);
    }
}

/* Quarters move with a change that is no multiple of them, looked at in any order. */
static void
check_moving_alignment (void)
{
  static const TogTransition transitions[] = {
    { AT (24, 0), 10 * TOG_MINUTE },
    { AT (48, 0), 20 * TOG_MINUTE },
    { AT (72, 0), 7 },
  };
  g_autoptr (TogZone) zone =
      tog_zone_new_from_transitions (NULL, 0, transitions, G_N_ELEMENTS (transitions));
  TogJudgementRules rules = { AT (0, 0), AT (200, 0), zone };
  TogInstant starts[400];
  TogJudgement judgements[G_N_ELEMENTS (starts)];

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    starts[i] = AT (0, g_test_rand_int_range (0, 96 * 12) * 5) - (i % 2) * 7;

  tog_availability_judge_many (
      NULL, 0, &rules, starts, G_N_ELEMENTS (starts), TOG_HOUR, judgements);

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    g_assert_cmpint (
        judgements[i].verdict,
        ==,
        judge_slowly (NULL, 0, &rules, (TogSlot){ starts[i], starts[i] + TOG_HOUR }).verdict);
}

/* Whatever the duration, in clock-change weeks too: what is offered overlaps nothing. */
static void
check_durations (void)
{
  static const struct
  {
    const char *zone;
    int year, month, day;
  } weeks[] = {
    { "Europe/London", 2026, 11, 23 },    { "Europe/London", 2026, 3, 23 },
    { "Europe/London", 2026, 10, 19 },    { "Australia/Lord_Howe", 2026, 3, 30 },
    { "Asia/Kathmandu", 2026, 11, 23 },   { "Pacific/Apia", 2011, 12, 26 },
    { "America/Sao_Paulo", 2019, 2, 11 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (weeks); i++)
    {
      g_autoptr (TogZone) zone = tog_zone_lookup (weeks[i].zone, NULL);
      g_autoptr (TogWeek) week =
          tog_week_new (zone, tog_day_from_civil (weeks[i].year, weeks[i].month, weeks[i].day));
      TogSlot range = tog_week_get_range (week);
      TogInstant starts[TOG_WEEK_MAX_CELLS];
      gsize n_starts = tog_week_list_starts (week, starts);
      TogJudgementRules rules = { range.start, range.end, zone };
      TogSlot busy[25];
      TogAvailability person;
      gboolean offered[3][TOG_WEEK_MAX_CELLS];

      for (gsize j = 0; j < G_N_ELEMENTS (busy); j++)
        {
          busy[j].start = range.start + g_test_rand_int_range (0, 7 * TOG_DAY_SECONDS);
          busy[j].end = busy[j].start + g_test_rand_int_range (1, 4 * TOG_HOUR);
        }
      person = make_person (busy, G_N_ELEMENTS (busy), range);
      person.known = range;

      for (int length = 0; length < 3; length++)
        {
          gint64 duration = (30 + 15 * length) * TOG_MINUTE;
          TogJudgement judgements[TOG_WEEK_MAX_CELLS];

          tog_availability_judge_many (&person, 1, &rules, starts, n_starts, duration, judgements);
          for (gsize j = 0; j < n_starts; j++)
            {
              TogSlot slot = { starts[j], starts[j] + duration };

              offered[length][j] = tog_verdict_is_bookable (judgements[j].verdict);
              if (offered[length][j])
                g_assert_false (tog_slot_set_overlaps (person.busy, slot));

              /* What fits a longer session fits a shorter one. */
              if (length > 0 && offered[length][j])
                g_assert_true (offered[length - 1][j]);
            }
        }

      tog_availability_clear (&person);
    }
}

static void
check_names (void)
{
  static const char *const names[] = {
    [TOG_VERDICT_AVAILABLE] = "available",
    [TOG_VERDICT_UNCONFIRMED] = "unconfirmed",
    [TOG_VERDICT_PAST] = "slot-past",
    [TOG_VERDICT_SHORT_NOTICE] = "slot-short-notice",
    [TOG_VERDICT_TOO_FAR] = "slot-too-far",
    [TOG_VERDICT_BUSY] = "slot-busy",
    [TOG_VERDICT_WEEK_FULL] = "slot-week-full",
    [TOG_VERDICT_OFF_HOURS] = "slot-off-hours",
    [TOG_VERDICT_MISALIGNED] = "slot-misaligned",
    [TOG_VERDICT_BAD_DURATION] = "bad-duration",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_cmpstr (tog_verdict_to_string ((TogVerdict) i), ==, names[i]);
      g_assert_cmpint (tog_verdict_is_bookable ((TogVerdict) i),
                       ==,
                       i == TOG_VERDICT_AVAILABLE || i == TOG_VERDICT_UNCONFIRMED);
    }

  for (gint64 seconds = -TOG_HOUR; seconds < 3 * TOG_HOUR; seconds++)
    g_assert_cmpint (tog_duration_is_offered (seconds),
                     ==,
                     seconds == 1800 || seconds == 2700 || seconds == 3600);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/availability/names", check_names);
  g_test_add_func ("/availability/P03/table", check_table);
  g_test_add_func ("/availability/P03/random", check_random);
  g_test_add_func ("/availability/P10/local-alignment", check_local_alignment);
  g_test_add_func ("/availability/P10/moving-alignment", check_moving_alignment);
  g_test_add_func ("/availability/P13/durations", check_durations);
  g_test_add_func ("/availability/P16/unknown", check_unknown);
  g_test_add_func ("/availability/extremes", check_extremes);

  return g_test_run ();
}
