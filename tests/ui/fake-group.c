#include "fake-group.h"

/* Busy on a weekday of every week, in minutes of the person's own clock. */
typedef struct
{
  int weekday;
  int from;
  int to;
} Busy;

typedef struct
{
  const char *id;
  const char *name;
  const char *zone;
  TogRole role;
  int from;
  int to;
  Busy busy[8];
  gboolean friday_unknown;
} Somebody;

#define AT(hour, minute) ((hour) *60 + (minute))

static const Somebody circle[] = {
  { "ines",
    "Inês Carvalho",
    "Europe/Lisbon",
    TOG_ROLE_GROUP_MEMBER,
    AT (9, 0),
    AT (18, 30),
    { { 0, AT (12, 45), AT (13, 15) },
      { 1, AT (9, 0), AT (10, 15) },
      { 2, AT (15, 0), AT (15, 30) } },
    FALSE },
  { "priya",
    "Priya Raman",
    "Asia/Kolkata",
    TOG_ROLE_FACILITATOR,
    AT (10, 0),
    AT (19, 0),
    { { 0, AT (15, 0), AT (16, 0) }, { 2, AT (16, 30), AT (17, 0) } },
    FALSE },
  { "jonas",
    "Jonas Lindqvist",
    "Europe/Stockholm",
    TOG_ROLE_GROUP_MEMBER,
    AT (8, 0),
    AT (17, 0),
    { { 2, AT (11, 0), AT (11, 30) }, { 3, AT (10, 0), AT (11, 0) } },
    TRUE },
  { "amara",
    "Amara Nwosu",
    "Africa/Lagos",
    TOG_ROLE_GROUP_MEMBER,
    AT (9, 0),
    AT (17, 0),
    { { 2, AT (14, 0), AT (16, 0) },
      { 3, AT (13, 15), AT (14, 0) },
      { 1, AT (15, 30), AT (16, 0) } },
    FALSE },
  { "hannah",
    "Hannah Weiss",
    "Europe/Berlin",
    TOG_ROLE_GROUP_MEMBER,
    AT (9, 0),
    AT (17, 30),
    { { 0, AT (11, 0), AT (12, 0) },
      { 3, AT (15, 30), AT (16, 30) },
      { 1, AT (10, 0), AT (11, 0) } },
    FALSE },
  { "diego",
    "Diego Fuentes",
    "America/Santiago",
    TOG_ROLE_GROUP_MEMBER,
    AT (8, 0),
    AT (18, 0),
    { { 2, AT (8, 0), AT (9, 0) }, { 4, AT (11, 0), AT (12, 0) } },
    FALSE },
};

static TogSlotSet *
make_busy (const Somebody *one, TogDay monday, TogSlot range)
{
  g_autoptr (TogZone) zone = tog_zone_lookup (one->zone, NULL);
  g_autoptr (GArray) slots = g_array_new (FALSE, FALSE, sizeof (TogSlot));
  g_autoptr (TogSlotSet) all = NULL;

  for (int week = -2; week < 10; week++)
    for (gsize i = 0; i < G_N_ELEMENTS (one->busy) && one->busy[i].to > 0; i++)
      {
        TogDay day = monday + 7 * week + one->busy[i].weekday;
        TogSlot slot = {
          tog_zone_from_wall (zone, (TogWallTime){ day, one->busy[i].from * TOG_MINUTE }),
          tog_zone_from_wall (zone, (TogWallTime){ day, one->busy[i].to * TOG_MINUTE }),
        };

        g_array_append_val (slots, slot);
      }
  all = tog_slot_set_new ((const TogSlot *) (gpointer) slots->data, slots->len);
  return tog_slot_set_clip (all, range);
}

static TogPersonTimes *
make_person (const Somebody *one, TogDay monday, TogSlot range)
{
  TogPersonTimes *person = tog_person_times_new ();
  TogWorkingRange ranges[5];

  for (gint8 i = 0; i < 5; i++)
    ranges[i] = (TogWorkingRange){ i + 1, (gint16) one->from, (gint16) one->to };
  person->member = tog_member_new (one->id, one->name, NULL, one->zone);
  person->role = one->role;
  person->hours = tog_working_hours_new (ranges, G_N_ELEMENTS (ranges), NULL);
  person->busy = make_busy (one, monday, range);
  person->known = range;
  if (one->friday_unknown)
    person->known.end = (TogInstant) (monday + 4) * TOG_DAY_SECONDS;
  return person;
}

static TogTimes *
make_times (TogSlot range)
{
  TogTimes *times = tog_times_new ();

  times->range = range;
  times->now = range.start;
  times->latest_end = range.end;
  times->people = g_ptr_array_new_with_free_func (g_object_unref);
  return times;
}

TogTimes *
fake_group_make (TogDay monday, TogSlot range)
{
  TogTimes *times = make_times (range);

  for (gsize i = 0; i < G_N_ELEMENTS (circle); i++)
    g_ptr_array_add (times->people, make_person (&circle[i], monday, range));
  return times;
}

TogTimes *
fake_group_make_large (TogDay monday, TogSlot range, guint n)
{
  TogTimes *times = make_times (range);

  for (guint i = 0; i < n; i++)
    {
      Somebody one = circle[i % G_N_ELEMENTS (circle)];
      g_autofree char *id = g_strdup_printf ("member-%u", i);
      g_autofree char *name = g_strdup_printf ("Member%u Of The Circle", i);

      one.id = id;
      one.name = name;
      one.from += (int) (i % 5) * 15;
      for (gsize k = 0; k < G_N_ELEMENTS (one.busy); k++)
        one.busy[k] = (Busy){ (int) (i + k) % 5,
                              AT (9 + (int) ((i * 3 + k * 5) % 8), (int) (i + k) % 4 * 15),
                              AT (10 + (int) ((i * 3 + k * 5) % 8), (int) (i + k) % 4 * 15) };
      one.friday_unknown = i % 7 == 3;
      g_ptr_array_add (times->people, make_person (&one, monday, range));
    }
  return times;
}
