#include "fake-account.h"

#include "tog-format.h"

static TogDay monday;

/* Busy on a weekday of every week, by the person's own clock. */
typedef struct
{
  int weekday;
  int from;
  int to;
} Busy;

void
fake_times_set_monday (TogDay day)
{
  monday = day;
}

static TogSlotSet *
make_busy (const char *zone_name, const Busy *busy, gsize n_busy, TogSlot range)
{
  g_autoptr (TogZone) zone = tog_zone_lookup (zone_name, NULL);
  g_autoptr (GArray) slots = g_array_new (FALSE, FALSE, sizeof (TogSlot));
  g_autoptr (TogSlotSet) all = NULL;

  for (int week = -10; week < 30; week++)
    for (gsize i = 0; i < n_busy; i++)
      {
        TogDay day = monday + 7 * week + busy[i].weekday;
        TogSlot slot = {
          tog_zone_from_wall (zone, (TogWallTime){ day, busy[i].from * TOG_MINUTE }),
          tog_zone_from_wall (zone, (TogWallTime){ day, busy[i].to * TOG_MINUTE }),
        };

        g_array_append_val (slots, slot);
      }
  all = tog_slot_set_new ((const TogSlot *) (gpointer) slots->data, slots->len);
  return tog_slot_set_clip (all, range);
}

static TogPersonTimes *
make_person (const char *id,
             const char *name,
             const char *zone,
             int from,
             int to,
             const Busy *busy,
             gsize n_busy,
             TogSlot range)
{
  TogPersonTimes *person = tog_person_times_new ();
  TogWorkingRange ranges[5];

  for (gint8 i = 0; i < 5; i++)
    ranges[i] = (TogWorkingRange){ i + 1, from, to };
  person->member = tog_member_new (id, name, NULL, zone);
  person->hours = tog_working_hours_new (ranges, G_N_ELEMENTS (ranges), NULL);
  person->known = range;
  person->checked_at = tog_format_get_now () - 2 * TOG_MINUTE;
  person->busy = make_busy (zone, busy, n_busy, range);
  return person;
}

TogTimes *
fake_times_make (TogSlot range)
{
  static const Busy mine[] = {
    { 1, 9 * 60 + 30, 10 * 60 + 30 },
    { 2, 12 * 60 + 30, 13 * 60 + 30 },
    { 4, 9 * 60, 10 * 60 },
  };
  static const Busy theirs[] = {
    { 1, 17 * 60 + 45, 18 * 60 + 45 },
    { 3, 14 * 60 + 45, 16 * 60 + 45 },
    { 4, 18 * 60 + 45, 21 * 60 },
  };
  TogTimes *times = tog_times_new ();
  TogPersonTimes *asha;

  times->range = range;
  times->now = tog_format_get_now ();
  times->latest_end = times->now + 180 * (TogInstant) TOG_DAY_SECONDS;
  times->people = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (times->people,
                   make_person ("ines",
                                "Inês Carvalho",
                                "Europe/Lisbon",
                                9 * 60,
                                18 * 60,
                                mine,
                                G_N_ELEMENTS (mine),
                                range));
  asha = make_person ("asha",
                      "Asha Gurung",
                      "Asia/Kathmandu",
                      10 * 60,
                      21 * 60,
                      theirs,
                      G_N_ELEMENTS (theirs),
                      range);
  asha->minimum_notice = 4 * TOG_HOUR;
  g_ptr_array_add (times->people, asha);
  return times;
}

TogTimes *
fake_times_make_unknown (TogSlot range)
{
  TogTimes *times = fake_times_make (range);
  TogPersonTimes *asha = g_ptr_array_index (times->people, 1);

  asha->known = (TogSlot){ 0, 0 };
  asha->checked_at = 0;
  tog_slot_set_unref (asha->busy);
  asha->busy = tog_slot_set_new (NULL, 0);
  return times;
}

static void
block (TogTimes *times, TogSlot slot)
{
  TogPersonTimes *asha = g_ptr_array_index (times->people, 1);

  tog_slot_set_unref (asha->busy);
  asha->busy = tog_slot_set_new (&slot, 1);
}

TogTimes *
fake_times_make_full (TogSlot range)
{
  TogTimes *times = fake_times_make (range);

  block (times, range);
  return times;
}

/* Nothing before the ninth Monday from the one that was set: further than what
 * is loaded at once. */
TogTimes *
fake_times_make_late (TogSlot range)
{
  TogTimes *times = fake_times_make (range);
  TogInstant from = (TogInstant) (monday + 63) * TOG_DAY_SECONDS;

  block (times, (TogSlot){ range.start, CLAMP (from, range.start, range.end) });
  return times;
}

TogTimes *
fake_times_make_kept (TogSlot range)
{
  range.start = (TogInstant) (monday - 1) * TOG_DAY_SECONDS;
  range.end = (TogInstant) (monday + 15) * TOG_DAY_SECONDS;
  return fake_times_make (range);
}
