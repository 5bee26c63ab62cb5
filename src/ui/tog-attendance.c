#include "config.h"

#include "tog-attendance.h"

#include <glib/gi18n.h>

/* So many are named in a sentence; more are counted. */
#define MAX_NAMES 2

typedef struct
{
  char *id;   /* (owned) */
  char *name; /* (owned): within a sentence */
  gboolean me;
  gboolean required;
  gboolean cannot;
  gboolean unknown;
} Person;

struct _TogAttendance
{
  GArray *people;    /* (owned) (element-type Person) */
  GHashTable *by_id; /* (owned) (element-type utf8 Person) */
  guint n_counted;   /* who can't of those who are only counted */
  guint n_people;
  guint n_cannot;
  guint n_unknown;
};

typedef gboolean (*Matcher) (const Person *person, TogAttendance *other);

static void
clear_person (gpointer data)
{
  Person *person = data;

  g_free (person->id);
  g_free (person->name);
}

static gboolean
can_not (const Person *person, TogAttendance *other)
{
  return person->cannot;
}

static gboolean
is_required (const Person *person, TogAttendance *other)
{
  return person->cannot && person->required;
}

static gboolean
is_unknown (const Person *person, TogAttendance *other)
{
  return person->unknown;
}

static gboolean
is_missing (const Person *person, TogAttendance *other)
{
  return !g_hash_table_contains (other->by_id, person->id);
}

static gboolean
could_before (const Person *person, TogAttendance *before)
{
  const Person *same = g_hash_table_lookup (before->by_id, person->id);

  return person->cannot && same != NULL && !same->cannot;
}

static gboolean
was_known_before (const Person *person, TogAttendance *before)
{
  const Person *same = g_hash_table_lookup (before->by_id, person->id);

  return person->unknown && same != NULL && !same->unknown && !same->cannot;
}

/* How many there are of whom something is so, and the first of them in one phrase,
 * or NULL where that would be too many. A sentence may begin with the phrase. */
static guint
find (TogAttendance *self,
      Matcher matches,
      TogAttendance *other,
      gboolean begins,
      char **names,
      gboolean *only_me)
{
  const Person *found[MAX_NAMES];
  const char *first;
  guint n = 0;

  *names = NULL;
  *only_me = FALSE;
  for (guint i = 0; i < self->people->len; i++)
    {
      const Person *person = &g_array_index (self->people, Person, i);

      if (!matches (person, other))
        continue;
      if (n < MAX_NAMES)
        found[n] = person;
      n++;
    }
  if (n == 0 || n > MAX_NAMES)
    return n;
  first = found[0]->me && begins ? C_ ("first of several people", "You") : found[0]->name;
  *only_me = n == 1 && found[0]->me;
  if (n == 1)
    *names = g_strdup (first);
  else
    /* Translators: two people's names. */
    *names = g_strdup_printf (C_ ("names", "%s and %s"), first, found[1]->name);
  return n;
}

/**
 * tog_attendance_new:
 * @model: whose map tells who can
 * @speech: how to call people
 * @start: of the session
 */
TogAttendance *
tog_attendance_new (TogHeatModel *model, TogHeatSpeech *speech, TogInstant start)
{
  TogAttendance *self = g_new0 (TogAttendance, 1);
  TogHeatMap *map = tog_heat_model_get_map (model);
  TogTimes *times = tog_heat_model_get_times (model);
  gsize n_attendees;
  const TogAttendee *attendees = tog_heat_map_get_attendees (map, &n_attendees);
  TogHeat heat;
  guint n_named = 0;

  self->people = g_array_sized_new (FALSE, TRUE, sizeof (Person), (guint) n_attendees);
  g_array_set_clear_func (self->people, clear_person);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (gsize who = 0; who < n_attendees; who++)
    {
      TogPersonTimes *one = g_ptr_array_index (times->people, who);
      TogVerdict verdict = tog_heat_map_judge (map, who, start);
      Person person = {
        .id = g_strdup (one->member->id),
        .name = g_strdup (tog_heat_speech_get_name (speech, who)),
        .me = who == 0,
        .required = attendees[who].required,
        .cannot = !tog_verdict_is_bookable (verdict),
        .unknown = verdict == TOG_VERDICT_UNCONFIRMED,
      };

      n_named += (guint) person.cannot;
      g_array_append_val (self->people, person);
    }
  for (guint i = 0; i < self->people->len; i++)
    {
      Person *person = &g_array_index (self->people, Person, i);

      g_hash_table_insert (self->by_id, person->id, person);
    }
  tog_heat_map_get_heat (map, start, &heat);
  self->n_people = heat.n_people;
  self->n_unknown = heat.n_unknown;
  self->n_cannot = (guint) (heat.n_people - heat.n_can) - heat.n_unknown;
  self->n_counted = self->n_cannot - n_named;
  return self;
}

void
tog_attendance_free (TogAttendance *self)
{
  g_hash_table_unref (self->by_id);
  g_array_unref (self->people);
  g_free (self);
}

/**
 * tog_attendance_override:
 *
 * Names in @booking whoever can't, so that it is booked all the same.
 */
void
tog_attendance_override (TogAttendance *self, TogBooking *booking)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < self->people->len; i++)
    {
      Person *person = &g_array_index (self->people, Person, i);

      if (person->cannot)
        g_ptr_array_add (ids, person->id);
    }
  g_ptr_array_add (ids, NULL);
  tog_booking_override (
      booking, ids->len > 1 ? (const char *const *) ids->pdata : NULL, (int) self->n_counted);
}

/**
 * tog_attendance_dup_conflict:
 *
 * Returns: (nullable): what stands in the way, such as "Jonas and Diego can’t
 *   then"; %NULL where nothing does
 */
char *
tog_attendance_dup_conflict (TogAttendance *self)
{
  g_autofree char *names = NULL;
  gboolean only_me;
  guint n = find (self, can_not, NULL, TRUE, &names, &only_me);

  if (n > 0 && self->n_counted == 0 && names != NULL)
    return only_me ? g_strdup (_ ("You can’t then"))
                   /* Translators: one or more names. */
                   : g_strdup_printf (ngettext ("%s can’t then", "%s can’t then", n), names);
  if (self->n_cannot > 0)
    return g_strdup_printf (ngettext ("%u of %u can’t then", "%u of %u can’t then", self->n_cannot),
                            self->n_cannot,
                            self->n_people);
  if (self->n_unknown == 0)
    return NULL;
  n = find (self, is_unknown, NULL, TRUE, &names, &only_me);
  if (only_me)
    return g_strdup (_ ("Your own calendar isn’t known then"));
  if (n == 1 && self->n_unknown == 1)
    return g_strdup_printf (_ ("%s’s calendar isn’t known then"), names);
  return g_strdup_printf (
      ngettext ("%u calendar isn’t known then", "%u calendars aren’t known then", self->n_unknown),
      self->n_unknown);
}

/**
 * tog_attendance_dup_override:
 *
 * Returns: (nullable): what somebody has to agree to who books although those can't
 *   who are required; %NULL where they can
 */
char *
tog_attendance_dup_override (TogAttendance *self)
{
  g_autofree char *names = NULL;
  gboolean only_me;
  guint n = find (self, is_required, NULL, FALSE, &names, &only_me);

  if (n == 0)
    return NULL;
  if (only_me)
    return g_strdup (_ ("Schedule although you, who are required, can’t"));
  if (n == 1)
    return g_strdup_printf (_ ("Schedule although %s, who is required, can’t"), names);
  if (n == 2)
    return g_strdup_printf (_ ("Schedule although %s, who are required, can’t"), names);
  return g_strdup_printf (ngettext ("Schedule although %u who is required can’t",
                                    "Schedule although %u who are required can’t",
                                    n),
                          n);
}

static void
add_sentence (GString *text, char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
  g_free (sentence);
}

static void
say_cannot (GString *text, TogAttendance *before, TogAttendance *after)
{
  g_autofree char *names = NULL;
  gboolean only_me;
  guint n = find (after, could_before, before, TRUE, &names, &only_me);
  guint n_more = after->n_counted > before->n_counted ? after->n_counted - before->n_counted : 0;

  if (only_me)
    add_sentence (text, g_strdup (_ ("You can’t any more.")));
  else if (names != NULL)
    add_sentence (
        text, g_strdup_printf (ngettext ("%s can’t any more.", "%s can’t any more.", n), names));
  else
    n_more += n;
  if (n_more > 0)
    add_sentence (text,
                  g_strdup_printf (ngettext ("%u more can’t.", "%u more can’t.", n_more), n_more));
}

static void
say_unknown (GString *text, TogAttendance *before, TogAttendance *after)
{
  g_autofree char *names = NULL;
  gboolean only_me;
  guint n = find (after, was_known_before, before, TRUE, &names, &only_me);

  if (n == 0 || only_me)
    return;
  if (n == 1)
    add_sentence (text, g_strdup_printf (_ ("%s’s calendar isn’t known any more."), names));
  else
    add_sentence (text,
                  g_strdup_printf (ngettext ("%u calendar isn’t known any more.",
                                             "%u calendars aren’t known any more.",
                                             n),
                                   n));
}

static void
say_members (GString *text, TogAttendance *before, TogAttendance *after)
{
  g_autofree char *left = NULL;
  g_autofree char *joined = NULL;
  gboolean only_me;
  guint n_left = find (before, is_missing, after, TRUE, &left, &only_me);
  guint n_joined = find (after, is_missing, before, TRUE, &joined, &only_me);

  if (n_left == 1)
    add_sentence (text, g_strdup_printf (_ ("%s isn’t in the group any more."), left));
  else if (n_left > 1)
    add_sentence (text,
                  g_strdup_printf (ngettext ("%u isn’t in the group any more.",
                                             "%u aren’t in the group any more.",
                                             n_left),
                                   n_left));
  if (n_joined == 1)
    add_sentence (text, g_strdup_printf (_ ("%s has joined the group."), joined));
  else if (n_joined > 1)
    add_sentence (text,
                  g_strdup_printf (
                      ngettext ("%u has joined the group.", "%u have joined the group.", n_joined),
                      n_joined));
}

/**
 * tog_attendance_dup_changes:
 * @before: what somebody saw
 * @after: what is so now
 *
 * Returns: (nullable): what they should know before they go on, such as "Amara can’t
 *   any more."; %NULL where all they saw still holds, or more can
 */
char *
tog_attendance_dup_changes (TogAttendance *before, TogAttendance *after)
{
  g_autoptr (GString) text = g_string_new (NULL);

  say_cannot (text, before, after);
  say_unknown (text, before, after);
  say_members (text, before, after);
  return text->len > 0 ? g_strdup (text->str) : NULL;
}
