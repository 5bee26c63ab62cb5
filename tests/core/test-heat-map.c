#include "config.h"

#include "tog-error.h"
#include "tog-heat-map.h"
#include "tog-week.h"

#include <stdlib.h>
#include <string.h>

#define MONDAY G_GINT64_CONSTANT (1795392000) /* 2026-11-23T00:00:00Z */
#define AT(hour, minute) (MONDAY + (hour) *TOG_HOUR + (minute) *TOG_MINUTE)
#define FOREVER G_GINT64_CONSTANT (4000000000)

static const char *const zones[] = {
  "Europe/Lisbon", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo",
  "Asia/Kolkata",  "Africa/Lagos",   "America/Santiago",    "Pacific/Apia",
};

typedef struct
{
  TogAttendee *attendees;
  gsize n;
  TogSlot range;
  gint64 duration;
  TogInstant now;
  TogInstant latest_end;
} Scene;

static void
scene_clear (Scene *scene)
{
  for (gsize i = 0; i < scene->n; i++)
    tog_attendee_clear (&scene->attendees[i]);
  g_free (scene->attendees);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static TogSlotSet *
make_random_set (TogSlot range, int n_slots, int longest)
{
  g_autofree TogSlot *slots = g_new (TogSlot, n_slots);

  for (int i = 0; i < n_slots; i++)
    {
      int minutes = (int) ((range.end - range.start) / TOG_MINUTE);

      slots[i].start = range.start + g_test_rand_int_range (-600, minutes + 600) * TOG_MINUTE;
      slots[i].end = slots[i].start + g_test_rand_int_range (0, longest) * TOG_MINUTE;
    }
  return tog_slot_set_new (slots, n_slots);
}

/* Anybody's time, with edges on any minute and odd buffers, so that no rounding goes unseen. */
static Scene
make_random_scene (gsize n, gsize n_starts)
{
  Scene scene = { .n = n };

  scene.range.start = AT (g_test_rand_int_range (0, 48), 15 * g_test_rand_int_range (0, 4));
  scene.range.end = scene.range.start + (gint64) n_starts * TOG_QUANTUM;
  scene.duration = TOG_MINUTE * (30 + 15 * g_test_rand_int_range (0, 3));
  scene.now = scene.range.start + g_test_rand_int_range (-300, 600) * TOG_MINUTE;
  scene.latest_end = g_test_rand_bit () ? FOREVER : scene.range.end - 5 * TOG_HOUR;
  scene.attendees = g_new0 (TogAttendee, n);
  for (gsize i = 0; i < n; i++)
    {
      TogAttendee *attendee = &scene.attendees[i];
      TogAvailability *availability = &attendee->availability;

      availability->busy = make_random_set (scene.range, g_test_rand_int_range (0, 12), 300);
      availability->hours = make_random_set (scene.range, g_test_rand_int_range (0, 12), 900);
      availability->sharing_off = g_test_rand_int_range (0, 5) == 0;
      if (g_test_rand_int_range (0, 5) > 0)
        availability->known = (TogSlot){
          scene.range.start + g_test_rand_int_range (-500, 300) * TOG_MINUTE,
          scene.range.end + g_test_rand_int_range (-500, 500) * TOG_MINUTE,
        };
      availability->buffer_before = g_test_rand_int_range (0, 3) * 10 * TOG_MINUTE;
      availability->buffer_after = g_test_rand_int_range (0, 3) * 7 * TOG_MINUTE;
      availability->minimum_notice = g_test_rand_int_range (0, 3) * 100 * TOG_MINUTE;
      if (g_test_rand_int_range (0, 3) == 0)
        availability->full_weeks = make_random_set (scene.range, 3, 2000);
      attendee->zone =
          tog_zone_lookup (zones[g_test_rand_int_range (0, G_N_ELEMENTS (zones))], NULL);
      attendee->required = g_test_rand_int_range (0, 3) == 0;
      g_assert_nonnull (attendee->zone);
    }
  return scene;
}

static TogHeatMap *
make_map (const Scene *scene, TogCountedTimes *counted)
{
  return tog_heat_map_new (scene->attendees,
                           scene->n,
                           counted,
                           scene->range,
                           scene->duration,
                           scene->now,
                           scene->latest_end);
}

/* Asks for each of them alone, as the one who decides about bookings does. */
static TogHeat
count_slowly (const Scene *scene, TogInstant start)
{
  TogHeat heat = { .n_people = (guint16) scene->n };

  for (gsize i = 0; i < scene->n; i++)
    switch (tog_availability_judge_alone (
        &scene->attendees[i].availability, scene->now, (TogSlot){ start, start + scene->duration }))
      {
      case TOG_VERDICT_AVAILABLE:
        heat.n_can++;
        break;
      case TOG_VERDICT_UNCONFIRMED:
        heat.n_unknown++;
        break;
      case TOG_VERDICT_PAST:
      case TOG_VERDICT_SHORT_NOTICE:
      case TOG_VERDICT_TOO_FAR:
      case TOG_VERDICT_BUSY:
      case TOG_VERDICT_WEEK_FULL:
      case TOG_VERDICT_OFF_HOURS:
      case TOG_VERDICT_MISALIGNED:
      case TOG_VERDICT_BAD_DURATION:
        heat.n_required_cannot += scene->attendees[i].required ? 1 : 0;
        break;
      }
  return heat;
}

static void
compare_heat (const TogHeat *a, const TogHeat *b)
{
  g_assert_cmpuint (a->n_people, ==, b->n_people);
  g_assert_cmpuint (a->n_can, ==, b->n_can);
  g_assert_cmpuint (a->n_unknown, ==, b->n_unknown);
  g_assert_cmpuint (a->n_required_cannot, ==, b->n_required_cannot);
}

static void
check_scene (gsize n, gsize n_starts)
{
  g_auto (Scene) scene = make_random_scene (n, n_starts);
  g_autoptr (TogHeatMap) map = make_map (&scene, NULL);
  TogHeat heat;

  for (gsize i = 0; i < n_starts; i++)
    {
      TogInstant start = scene.range.start + (gint64) i * TOG_QUANTUM;
      TogHeat slowly = count_slowly (&scene, start);

      g_assert_true (tog_heat_map_get_heat (map, start, &heat));
      compare_heat (&heat, &slowly);
      g_assert_false (tog_heat_map_get_heat (map, start + 1, &heat));
    }
  g_assert_false (tog_heat_map_get_heat (map, scene.range.start - TOG_QUANTUM, &heat));
  g_assert_false (tog_heat_map_get_heat (map, scene.range.end, &heat));
}

/* Lengths around a word's, and groups around a plane's. */
static void
check_counts (void)
{
  static const gsize lengths[] = { 1, 2, 63, 64, 65, 127, 128, 129, 672 };
  static const gsize sizes[] = { 0, 1, 2, 3, 7, 8, 31, 32, 50 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (sizes); j++)
      check_scene (sizes[j], lengths[i]);
}

static void
check_thousand (void)
{
  check_scene (TOG_MAX_PARTICIPANTS, 100);
}

/* What can be booked without overriding anybody is where everyone can. */
static void
check_bookable (void)
{
  for (int round = 0; round < 20; round++)
    {
      g_auto (Scene) scene = make_random_scene (5, 300);
      g_autoptr (TogHeatMap) map = make_map (&scene, NULL);
      TogZone *utc = tog_zone_utc ();
      TogJudgementRules rules = { scene.now, scene.latest_end, utc };
      TogAvailability people[5];

      for (gsize i = 0; i < 5; i++)
        people[i] = scene.attendees[i].availability;
      for (gsize i = 0; i < 300; i++)
        {
          TogInstant start = scene.range.start + (gint64) i * TOG_QUANTUM;
          TogJudgement judgement = tog_availability_judge (
              people, 5, &rules, (TogSlot){ start, start + scene.duration });
          TogHeat heat;

          g_assert_true (tog_heat_map_get_heat (map, start, &heat));
          g_assert_true (tog_verdict_is_bookable (judgement.verdict) ==
                         (tog_heat_map_get_verdict (map, start) == TOG_VERDICT_AVAILABLE &&
                          heat.n_can + heat.n_unknown == heat.n_people));
          g_assert_true ((judgement.verdict == TOG_VERDICT_PAST) ==
                         (tog_heat_map_get_verdict (map, start) == TOG_VERDICT_PAST));
        }
    }
}

static int
count_cannot (const TogHeat *heat)
{
  return heat->n_people - heat->n_can - heat->n_unknown;
}

static gint32
find_unsociable_slowly (const Scene *scene, TogInstant start, int *who)
{
  TogSlot slot = { start, start + scene->duration };
  gint32 worst = 0;

  *who = -1;
  for (gsize i = 0; i < scene->n; i++)
    {
      TogVerdict verdict =
          tog_availability_judge_alone (&scene->attendees[i].availability, scene->now, slot);
      gint32 minutes = tog_heat_map_get_unsociable (scene->attendees[i].zone, slot);

      if (tog_verdict_is_bookable (verdict) && minutes > worst)
        {
          worst = minutes;
          *who = (int) i;
        }
    }
  return worst;
}

/* Whether one start is to be proposed before another. */
static gboolean
is_better (const TogBestTime *a, const TogBestTime *b)
{
  gint64 one[] = {
    a->heat.n_required_cannot, count_cannot (&a->heat), a->heat.n_unknown, a->unsociable, a->start
  };
  gint64 other[] = {
    b->heat.n_required_cannot, count_cannot (&b->heat), b->heat.n_unknown, b->unsociable, b->start
  };

  for (gsize i = 0; i < G_N_ELEMENTS (one); i++)
    if (one[i] != other[i])
      return one[i] < other[i];
  return FALSE;
}

static void
check_rank (void)
{
  for (int round = 0; round < 60; round++)
    {
      g_auto (Scene) scene = make_random_scene ((gsize) g_test_rand_int_range (0, 12), 200);
      g_autoptr (TogHeatMap) map = make_map (&scene, NULL);
      TogBestTime best[12];
      gsize n = tog_heat_map_rank (map, best, G_N_ELEMENTS (best));
      gsize n_expected = 0;

      /* Each time the best of all that overlap none of those before. */
      for (; n_expected < G_N_ELEMENTS (best); n_expected++)
        {
          TogBestTime found = { 0 };
          gboolean any = FALSE;

          for (gsize i = 0; i < 200; i++)
            {
              TogInstant start = scene.range.start + (gint64) i * TOG_QUANTUM;
              TogBestTime time = { start, count_slowly (&scene, start), 0, -1 };
              gboolean other = TRUE;

              for (gsize j = 0; j < n_expected; j++)
                other &= ABS (best[j].start - start) >= scene.duration;
              if (!other || start < scene.now || start + scene.duration > scene.latest_end ||
                  time.heat.n_can + time.heat.n_unknown == 0)
                continue;
              time.unsociable = find_unsociable_slowly (&scene, start, &time.worst_off);
              if (!any || is_better (&time, &found))
                found = time;
              any = TRUE;
            }
          if (!any)
            break;
          g_assert_cmpuint (n_expected, <, n);
          g_assert_cmpint (best[n_expected].start, ==, found.start);
          g_assert_cmpint (best[n_expected].unsociable, ==, found.unsociable);
          g_assert_cmpint (best[n_expected].worst_off, ==, found.worst_off);
          compare_heat (&best[n_expected].heat, &found.heat);
        }
      g_assert_cmpuint (n, ==, n_expected);
    }
}

static void
check_unsociable (void)
{
  static const struct
  {
    const char *zone;
    int hour;
    int minute;
    int minutes;
    gint32 unsociable;
  } cases[] = {
    { "Europe/Lisbon", 9, 0, 60, 0 },       /* on the edge */
    { "Europe/Lisbon", 16, 0, 60, 0 },      /* on the other */
    { "Europe/Lisbon", 16, 15, 60, 15 },    /* to 17:15 */
    { "Europe/Lisbon", 8, 30, 60, 30 },     /* from 8:30 */
    { "Europe/Lisbon", 12, 0, 30, 0 },      /* noon */
    { "Asia/Kolkata", 11, 30, 60, 60 },     /* 17:00 to 18:00 */
    { "Asia/Kathmandu", 15, 15, 45, 285 },  /* 21:00 to 21:45 */
    { "America/Santiago", 11, 0, 60, 60 },  /* from 8:00 */
    { "Europe/Lisbon", 0, 30, 60, 510 },    /* from 0:30, as far from either edge */
    { "Europe/Lisbon", 23, 0, 60, 420 },    /* up to midnight */
    { "Europe/Lisbon", 23, 45, 60, 465 },   /* past midnight */
    { "Pacific/Kiritimati", 22, 0, 60, 0 }, /* noon of the next day */
    { "Pacific/Pago_Pago", 0, 0, 60, 0 },   /* 13:00 of the day before */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TogZone) zone = tog_zone_lookup (cases[i].zone, NULL);
      TogInstant start = AT (cases[i].hour, cases[i].minute);

      g_assert_nonnull (zone);
      g_assert_cmpint (tog_heat_map_get_unsociable (
                           zone, (TogSlot){ start, start + cases[i].minutes * TOG_MINUTE }),
                       ==,
                       cases[i].unsociable);
    }
}

static void
add_person (TogTimes *times, const char *id, const char *zone, TogRole role, int from, int to)
{
  TogPersonTimes *person = tog_person_times_new ();
  TogWorkingRange ranges[7];

  for (int i = 0; i < 7; i++)
    ranges[i] = (TogWorkingRange){ (gint8) (i + 1), (gint16) from, (gint16) to };
  person->member = tog_member_new (id, id, NULL, zone);
  person->role = role;
  person->hours = tog_working_hours_new (ranges, 7, NULL);
  person->busy = tog_slot_set_new (NULL, 0);
  person->known = times->range;
  g_ptr_array_add (times->people, person);
}

static TogTimes *
make_times (TogSlot range)
{
  TogTimes *times = tog_times_new ();

  times->range = range;
  times->now = range.start;
  times->latest_end = FOREVER;
  times->people = g_ptr_array_new_with_free_func (g_object_unref);
  return times;
}

/* Each in their own zone: Lisbon is 5 h 30 min behind Kolkata, and Friday's last
 * hours of one are Saturday's first of another. */
static void
check_zones (void)
{
  TogSlot range = { AT (0, 0), AT (24, 0) };
  g_autoptr (TogTimes) times = make_times (range);
  g_autoptr (TogHeatMap) map = NULL;
  g_autoptr (GError) error = NULL;
  TogBestTime best[1];
  TogHeat heat;

  add_person (times, "ines", "Europe/Lisbon", TOG_ROLE_GROUP_MEMBER, 9 * 60, 18 * 60);
  add_person (times, "priya", "Asia/Kolkata", TOG_ROLE_FACILITATOR, 10 * 60, 19 * 60);
  add_person (times, "owl", "Europe/Lisbon", TOG_ROLE_GROUP_MEMBER, 22 * 60 + 30, 26 * 60);
  map = tog_heat_map_new_from_times (times, NULL, range, TOG_HOUR, AT (0, 0), &error);
  g_assert_no_error (error);

  g_assert_true (tog_heat_map_get_heat (map, AT (9, 0), &heat));
  g_assert_cmpuint (heat.n_can, ==, 2);
  g_assert_cmpuint (heat.n_required_cannot, ==, 0);
  g_assert_true (tog_heat_map_get_heat (map, AT (12, 30), &heat)); /* 18:00 in Kolkata */
  g_assert_cmpuint (heat.n_can, ==, 2);
  g_assert_true (tog_heat_map_get_heat (map, AT (12, 45), &heat));
  g_assert_cmpuint (heat.n_can, ==, 1);
  g_assert_cmpuint (heat.n_required_cannot, ==, 1);
  g_assert_true (tog_heat_map_get_heat (map, AT (22, 30), &heat));
  g_assert_cmpuint (heat.n_can, ==, 1); /* the owl */
  g_assert_true (tog_heat_map_get_heat (map, AT (1, 0), &heat));
  g_assert_cmpuint (heat.n_can, ==, 1); /* the owl, since the evening before */
  g_assert_true (tog_heat_map_get_heat (map, AT (1, 15), &heat));
  g_assert_cmpuint (heat.n_can, ==, 0);

  g_assert_cmpint (tog_heat_map_judge (map, 1, AT (12, 45)), ==, TOG_VERDICT_OFF_HOURS);
  g_assert_cmpint (tog_heat_map_judge (map, 0, AT (12, 45)), ==, TOG_VERDICT_AVAILABLE);

  /* 9:00 in Lisbon is 14:30 in Kolkata, until 15:30. */
  g_assert_cmpuint (tog_heat_map_rank (map, best, 1), ==, 1);
  g_assert_cmpint (best[0].start, ==, AT (9, 0));
  g_assert_cmpint (best[0].unsociable, ==, 0);
  g_assert_cmpint (best[0].worst_off, ==, -1);
}

/* A week in which clocks are set back in London: the repeated hour is there twice. */
static void
check_clock_change (void)
{
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/London", NULL);
  g_autoptr (TogWeek) week = tog_week_new (zone, tog_day_from_civil (2026, 10, 19));
  TogSlot range = tog_week_get_range (week);
  g_autoptr (TogTimes) times = make_times (range);
  g_autoptr (TogHeatMap) map = NULL;
  TogInstant starts[TOG_WEEK_MAX_CELLS];
  gsize n_starts = tog_week_list_starts (week, starts);
  guint n_can = 0;

  add_person (times, "night", "Europe/London", TOG_ROLE_FACILITATOR, 60, 180); /* 1:00 to 3:00 */
  add_person (times, "day", "Europe/London", TOG_ROLE_GROUP_MEMBER, 600, 660);
  map = tog_heat_map_new_from_times (times, NULL, range, TOG_HOUR, range.start, NULL);

  g_assert_cmpuint (n_starts, ==, 7 * 96 + 4);
  for (gsize i = 0; i < n_starts; i++)
    {
      TogHeat heat;

      g_assert_true (tog_heat_map_get_heat (map, starts[i], &heat));
      n_can += heat.n_can;
    }
  /* The night's two hours hold 5 starts, three hours hold 9; the day's hour holds 1. */
  g_assert_cmpuint (n_can, ==, 6 * 5 + 9 + 7);
}

static void
check_unknown_calendars (void)
{
  TogSlot range = { AT (0, 0), AT (24, 0) };
  g_autoptr (TogTimes) times = make_times (range);
  g_autoptr (TogHeatMap) map = NULL;
  TogBestTime best[3];
  TogHeat heat;

  add_person (times, "a", "Europe/Lisbon", TOG_ROLE_FACILITATOR, 540, 1080);
  add_person (times, "b", "Europe/Lisbon", TOG_ROLE_GROUP_MEMBER, 540, 720);
  for (guint i = 0; i < times->people->len; i++)
    ((TogPersonTimes *) g_ptr_array_index (times->people, i))->known = (TogSlot){ 0, 0 };
  map = tog_heat_map_new_from_times (times, NULL, range, TOG_HOUR, AT (0, 0), NULL);

  /* Unknown is not free, but neither is it busy: such times are proposed. */
  g_assert_true (tog_heat_map_get_heat (map, AT (10, 0), &heat));
  g_assert_cmpuint (heat.n_can, ==, 0);
  g_assert_cmpuint (heat.n_unknown, ==, 2);
  g_assert_true (tog_heat_map_get_heat (map, AT (14, 0), &heat));
  g_assert_cmpuint (heat.n_unknown, ==, 1);
  g_assert_cmpuint (tog_heat_map_rank (map, best, 3), ==, 3);
  g_assert_cmpint (best[0].start, ==, AT (9, 0));
  g_assert_cmpuint (best[0].heat.n_unknown, ==, 2);
}

static void
check_unknown_zone (void)
{
  TogSlot range = { AT (0, 0), AT (24, 0) };
  g_autoptr (TogTimes) times = make_times (range);
  g_autoptr (GError) error = NULL;

  add_person (times, "a", "Atlantis/Capital", TOG_ROLE_FACILITATOR, 540, 1080);
  g_assert_null (tog_heat_map_new_from_times (times, NULL, range, TOG_HOUR, AT (0, 0), &error));
  g_assert_error (error, TOG_ERROR, TOG_ERROR_UNKNOWN_ZONE);
}

static TogCountedTimes *
make_random_counts (TogInstant first, gsize n_starts, guint n_people)
{
  TogCountedTimes *counted = tog_counted_times_new (first, n_starts, n_people);

  for (gint64 duration = 30 * TOG_MINUTE; duration <= TOG_HOUR; duration += TOG_QUANTUM)
    for (gsize i = 0; i < n_starts; i++)
      {
        guint16 n_can = (guint16) g_test_rand_int_range (0, (gint32) n_people + 1);
        guint16 n_unknown = (guint16) g_test_rand_int_range (0, (gint32) (n_people - n_can) + 1);

        tog_counted_times_set (counted, duration, i, (TogCount){ n_can, n_unknown });
      }
  return counted;
}

/* Those who aren't told by name count too; where nothing was told of them they are unknown. */
static void
check_counted (void)
{
  g_auto (Scene) scene = make_random_scene (4, 100);
  TogInstant first = scene.range.start + 10 * TOG_QUANTUM;
  g_autoptr (TogCountedTimes) counted = make_random_counts (first, 80, 5);
  g_autoptr (TogHeatMap) map = make_map (&scene, counted);

  for (gsize i = 0; i < 100; i++)
    {
      TogInstant start = scene.range.start + (gint64) i * TOG_QUANTUM;
      TogHeat named = count_slowly (&scene, start);
      TogCount count;
      TogHeat heat;

      if (!tog_counted_times_get (counted, scene.duration, start, &count))
        {
          g_assert_true (i < 10 || i >= 90);
          count.n_unknown = 5;
        }
      g_assert_true (tog_heat_map_get_heat (map, start, &heat));
      g_assert_cmpuint (heat.n_people, ==, 9);
      g_assert_cmpuint (heat.n_can, ==, named.n_can + count.n_can);
      g_assert_cmpuint (heat.n_unknown, ==, named.n_unknown + count.n_unknown);
      g_assert_cmpuint (heat.n_required_cannot, ==, named.n_required_cannot);
    }
}

static void
check_counted_join (void)
{
  g_autoptr (TogCountedTimes) older = make_random_counts (AT (0, 0), 96, 7);
  g_autoptr (TogCountedTimes) newer = make_random_counts (AT (12, 0), 96, 7);
  g_autoptr (TogCountedTimes) far = make_random_counts (AT (72, 0), 4, 7);
  g_autoptr (TogCountedTimes) others = make_random_counts (AT (12, 0), 96, 8);
  g_autoptr (TogCountedTimes) both = tog_counted_times_join (newer, older);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (TogCountedTimes) again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (tog_counted_times_join (newer, far));
  g_assert_null (tog_counted_times_join (newer, others));
  g_assert_cmpint (tog_counted_times_get_first (both), ==, AT (0, 0));
  g_assert_cmpuint (tog_counted_times_get_n_starts (both), ==, 144);

  tog_counted_times_append_json (text, both);
  node = tog_json_parse (text->str, -1, &error);
  g_assert_no_error (error);
  again = tog_counted_times_from_json (node, &error);
  g_assert_no_error (error);

  for (gint64 duration = 30 * TOG_MINUTE; duration <= TOG_HOUR; duration += TOG_QUANTUM)
    for (TogInstant start = AT (0, 0); start < AT (36, 0); start += TOG_QUANTUM)
      {
        TogCount joined, expected, read;

        g_assert_true (tog_counted_times_get (both, duration, start, &joined));
        g_assert_true (
            tog_counted_times_get (start < AT (12, 0) ? older : newer, duration, start, &expected));
        g_assert_true (tog_counted_times_get (again, duration, start, &read));
        g_assert_cmpmem (&joined, sizeof joined, &expected, sizeof expected);
        g_assert_cmpmem (&joined, sizeof joined, &read, sizeof read);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/heat-map/P03/counts", check_counts);
  g_test_add_func ("/heat-map/P03/thousand", check_thousand);
  g_test_add_func ("/heat-map/P03/bookable", check_bookable);
  g_test_add_func ("/heat-map/rank", check_rank);
  g_test_add_func ("/heat-map/unsociable", check_unsociable);
  g_test_add_func ("/heat-map/P12/zones", check_zones);
  g_test_add_func ("/heat-map/P09/clock-change", check_clock_change);
  g_test_add_func ("/heat-map/P16/unknown-calendars", check_unknown_calendars);
  g_test_add_func ("/heat-map/unknown-zone", check_unknown_zone);
  g_test_add_func ("/heat-map/P20/counted", check_counted);
  g_test_add_func ("/heat-map/P31/counted-join", check_counted_join);

  return g_test_run ();
}
