#include "tog-attendance.h"
#include "tog-best-words.h"

#include <locale.h>

/* Monday 23 November 2026, 00:00 in Lisbon. */
#define MONDAY ((TogInstant) 1795392000)
#define HOUR (60 * TOG_MINUTE)

/*
 * Somebody at the start that is asked for: "Name/zone/what", where what is "+" for
 * can, "-" for busy, "?" for unknown, and "!" in addition for required. The first
 * is who looks.
 */
typedef struct
{
  const char *people;
  int hour; /* of Monday in Lisbon */
  TogCount counted;
  guint n_counted;
  const char *reason;
  const char *conflict; /* NULL for none */
  const char *override; /* NULL for none */
} Case;

#define INES "Ines/Europe:Lisbon/+"

static const Case cases[] = {
  { INES " Priya/Europe:Lisbon/+!", 10, { 0 }, 0, "Everyone", NULL, NULL },
  { INES " Priya/Asia:Kolkata/+!", 11, { 0 }, 0, "Everyone, 16:30 for Priya", NULL, NULL },
  { INES " Diego/America:Santiago/+", 11, { 0 }, 0, "Everyone, 08:00 for Diego", NULL, NULL },
  { INES " Kei/Asia:Tokyo/+", 12, { 0 }, 0, "Everyone, late evening for Kei (21:00)", NULL, NULL },
  { INES " Kei/Asia:Tokyo/+", 17, { 0 }, 0, "Everyone, at night for Kei (02:00)", NULL, NULL },
  { INES " Ann/America:New_York/+",
    10,
    { 0 },
    0,
    "Everyone, early morning for Ann (05:00)",
    NULL,
    NULL },
  { "Ines/Asia:Kolkata/+ Priya/Europe:Lisbon/+",
    11,
    { 0 },
    0,
    "Everyone, 16:30 for you",
    NULL,
    NULL },
  { INES " Jonas/Europe:Lisbon/?",
    10,
    { 0 },
    0,
    "Everyone, if Jonas is free",
    "Jonas’s calendar isn’t known then",
    NULL },
  { INES " Jonas/Europe:Lisbon/? Amara/Europe:Lisbon/?",
    10,
    { 0 },
    0,
    "Everyone, if Jonas and Amara are free",
    "2 calendars aren’t known then",
    NULL },
  { INES " A/Europe:Lisbon/? B/Europe:Lisbon/? C/Europe:Lisbon/?",
    10,
    { 0 },
    0,
    "Everyone, if 3 more are free",
    "3 calendars aren’t known then",
    NULL },
  { "Ines/Europe:Lisbon/? Jonas/Europe:Lisbon/+",
    10,
    { 0 },
    0,
    "Everyone, if you are free",
    "Your own calendar isn’t known then",
    NULL },
  { "Ines/Europe:Lisbon/? Jonas/Europe:Lisbon/?",
    10,
    { 0 },
    0,
    "Nobody’s calendar is known",
    "2 calendars aren’t known then",
    NULL },
  { INES " Priya/Europe:Lisbon/+ Diego/Europe:Lisbon/-",
    10,
    { 0 },
    0,
    "All but Diego",
    "Diego can’t then",
    NULL },
  { "Ines/Europe:Lisbon/- Priya/Europe:Lisbon/+ Diego/Europe:Lisbon/+",
    10,
    { 0 },
    0,
    "All but you",
    "You can’t then",
    NULL },
  { "Ines/Europe:Lisbon/- Priya/Europe:Lisbon/+ Amara/Europe:Lisbon/+ Diego/Europe:Lisbon/-",
    10,
    { 0 },
    0,
    "All but you and Diego",
    "Diego and you can’t then",
    NULL },
  { INES " Priya/Europe:Lisbon/-! Diego/Europe:Lisbon/+",
    10,
    { 0 },
    0,
    "All but Priya (required)",
    "Priya can’t then",
    "Schedule although Priya, who is required, can’t" },
  { INES " Priya/Europe:Lisbon/-! Diego/Europe:Lisbon/-",
    10,
    { 0 },
    0,
    "All but 2, among them Priya (required)",
    "Priya and Diego can’t then",
    "Schedule although Priya, who is required, can’t" },
  { INES " Priya/Europe:Lisbon/-! Diego/Europe:Lisbon/-! A/Europe:Lisbon/-",
    10,
    { 0 },
    0,
    "All but 3, among them Priya and Diego (required)",
    "3 of 4 can’t then",
    "Schedule although Priya and Diego, who are required, can’t" },
  { INES " A/Europe:Lisbon/-! B/Europe:Lisbon/-! C/Europe:Lisbon/-!",
    10,
    { 0 },
    0,
    "All but 3, 3 of them required",
    "3 of 4 can’t then",
    "Schedule although 3 who are required can’t" },
  { "Ines/Europe:Lisbon/-! Priya/Europe:Lisbon/+",
    10,
    { 0 },
    0,
    "All but you (required)",
    "You can’t then",
    "Schedule although you, who are required, can’t" },
  { INES " A/Europe:Lisbon/- B/Europe:Lisbon/- C/Europe:Lisbon/-",
    10,
    { 0 },
    0,
    "1 of 4",
    "3 of 4 can’t then",
    NULL },
  { INES " Diego/Europe:Lisbon/- Priya/Europe:Lisbon/+ Jonas/Europe:Lisbon/?",
    10,
    { 0 },
    0,
    "All but Diego, if Jonas is free",
    "Diego can’t then",
    NULL },
  { INES, 10, { 3, 0 }, 3, "Everyone", NULL, NULL },
  { INES, 10, { 2, 0 }, 3, "All but 1", "1 of 4 can’t then", NULL },
  { INES, 10, { 2, 1 }, 3, "Everyone, if 1 more is free", "1 calendar isn’t known then", NULL },
  { INES " Diego/Europe:Lisbon/-", 10, { 2, 0 }, 3, "All but 2", "2 of 5 can’t then", NULL },
};

static TogPersonTimes *
make_person (const char *text, TogSlot range, TogSlot slot, gboolean *required)
{
  g_auto (GStrv) parts = g_strsplit (text, "/", 3);
  g_autoptr (TogMember) member = NULL;
  TogPersonTimes *person = tog_person_times_new ();
  TogWorkingRange ranges[7];

  g_strdelimit (parts[1], ":", '/');
  for (gint8 i = 0; i < 7; i++)
    ranges[i] = (TogWorkingRange){ i + 1, 0, 24 * 60 };
  person->member = tog_member_new (parts[0], parts[0], NULL, parts[1]);
  person->role = TOG_ROLE_GROUP_MEMBER;
  person->hours = tog_working_hours_new (ranges, G_N_ELEMENTS (ranges), NULL);
  person->busy = tog_slot_set_new (&slot, parts[2][0] == '-' ? 1 : 0);
  person->known = parts[2][0] == '?' ? (TogSlot){ 0, 0 } : range;
  *required = parts[2][1] == '!';
  return person;
}

static TogHeatModel *
make_model (const Case *one, TogInstant *start)
{
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/Lisbon", NULL);
  g_autoptr (TogWeek) week = tog_week_new (zone, MONDAY / TOG_DAY_SECONDS);
  g_autoptr (TogTimes) times = tog_times_new ();
  g_auto (GStrv) people = g_strsplit (one->people, " ", -1);
  gboolean required[8];
  TogSlot slot = { MONDAY + one->hour * HOUR, MONDAY + (one->hour + 1) * HOUR };

  times->range = (TogSlot){ MONDAY - 7 * TOG_DAY_SECONDS, MONDAY + 21 * TOG_DAY_SECONDS };
  times->latest_end = times->range.end;
  times->people = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; people[i] != NULL; i++)
    g_ptr_array_add (times->people, make_person (people[i], times->range, slot, &required[i]));
  if (one->n_counted > 0)
    {
      times->counted = tog_counted_times_new (slot.start, 1, one->n_counted);
      tog_counted_times_set (times->counted, HOUR, 0, one->counted);
    }
  *start = slot.start;
  return tog_heat_model_new (week, times, required, HOUR, MONDAY);
}

static void
test_words (gconstpointer data)
{
  const Case *one = data;
  TogInstant start;
  g_autoptr (TogHeatModel) model = make_model (one, &start);
  g_autoptr (TogHeatSpeech) speech = tog_heat_speech_new (model);
  g_autoptr (TogAttendance) attendance = tog_attendance_new (model, speech, start);
  TogHeatMap *map = tog_heat_model_get_map (model);
  TogBestTime best = { .start = start };
  g_autofree char *reason = NULL;
  g_autofree char *conflict = tog_attendance_dup_conflict (attendance);
  g_autofree char *override = tog_attendance_dup_override (attendance);

  g_assert_true (tog_heat_map_get_heat (map, start, &best.heat));
  reason = tog_best_words_dup_reason (speech, map, &best);
  g_assert_cmpstr (reason, ==, one->reason);
  g_assert_cmpstr (conflict, ==, one->conflict);
  g_assert_cmpstr (override, ==, one->override);
}

typedef struct
{
  const char *before;
  const char *after;
  guint n_before; /* who are only counted and can, of 3 */
  guint n_after;
  const char *changes; /* NULL for none */
} Change;

static const Change changes[] = {
  { INES " Amara/Europe:Lisbon/+", INES " Amara/Europe:Lisbon/+", 3, 3, NULL },
  { INES " Amara/Europe:Lisbon/+", INES " Amara/Europe:Lisbon/-", 3, 3, "Amara can’t any more." },
  { INES " Amara/Europe:Lisbon/-", INES " Amara/Europe:Lisbon/+", 3, 3, NULL },
  { INES " Amara/Europe:Lisbon/?", INES " Amara/Europe:Lisbon/-", 3, 3, "Amara can’t any more." },
  { INES " Amara/Europe:Lisbon/+",
    INES " Amara/Europe:Lisbon/?",
    3,
    3,
    "Amara’s calendar isn’t known any more." },
  { INES, "Ines/Europe:Lisbon/-", 3, 3, "You can’t any more." },
  { INES " A/Europe:Lisbon/+ B/Europe:Lisbon/+",
    INES " A/Europe:Lisbon/- B/Europe:Lisbon/-",
    3,
    3,
    "A and B can’t any more." },
  { INES " A/Europe:Lisbon/+ B/Europe:Lisbon/+ C/Europe:Lisbon/+",
    INES " A/Europe:Lisbon/- B/Europe:Lisbon/- C/Europe:Lisbon/-",
    3,
    3,
    "3 more can’t." },
  { INES " Amara/Europe:Lisbon/+", INES, 3, 3, "Amara isn’t in the group any more." },
  { INES, INES " Amara/Europe:Lisbon/+", 3, 3, "Amara has joined the group." },
  { INES, INES, 3, 2, "1 more can’t." },
  { INES, INES, 2, 3, NULL },
  { INES " Amara/Europe:Lisbon/+ B/Europe:Lisbon/+",
    INES " B/Europe:Lisbon/-",
    3,
    3,
    "B can’t any more. Amara isn’t in the group any more." },
};

static TogAttendance *
make_attendance (const char *people, guint n_can)
{
  Case one = { people, 10, { (guint16) n_can, 0 }, 3, NULL, NULL, NULL };
  TogInstant start;
  g_autoptr (TogHeatModel) model = make_model (&one, &start);
  g_autoptr (TogHeatSpeech) speech = tog_heat_speech_new (model);

  return tog_attendance_new (model, speech, start);
}

static void
test_changes (gconstpointer data)
{
  const Change *change = data;
  g_autoptr (TogAttendance) before = make_attendance (change->before, change->n_before);
  g_autoptr (TogAttendance) after = make_attendance (change->after, change->n_after);
  g_autofree char *text = tog_attendance_dup_changes (before, after);

  g_assert_cmpstr (text, ==, change->changes);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/best-words/%zu", i);

      g_test_add_data_func (path, &cases[i], test_words);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/best-words/changes/%zu", i);

      g_test_add_data_func (path, &changes[i], test_changes);
    }
  return g_test_run ();
}
