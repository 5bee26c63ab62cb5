#include "config.h"

#include "tog-heat-speech.h"

#include "tog-busy-words.h"
#include "tog-format.h"
#include "tog-week-words.h"
#include "tog-zone-list.h"

#include <glib/gi18n.h>

/* So many are named where it has to be short, each with so many letters. */
#define MAX_NAMES 3
#define MAX_NAME_CHARS 24

struct _TogHeatSpeech
{
  TogHeatModel *model; /* (owned) */
  TogHeatMap *map;     /* (not owned) (nullable): the model's */
  TogWeekWords *words; /* (owned) */
  GPtrArray *names;    /* (owned) (element-type utf8) */
};

static void
count_name (GHashTable *counts, const char *name)
{
  int n = GPOINTER_TO_INT (g_hash_table_lookup (counts, name));

  g_hash_table_insert (counts, g_strdup (name), GINT_TO_POINTER (n + 1));
}

/* A name, or as much of it as leaves room for what is said of them. */
static char *
shorten (const char *name)
{
  g_autofree char *start = NULL;
  g_autofree char *shortened = NULL;

  if (g_utf8_strlen (name, -1) <= MAX_NAME_CHARS)
    return tog_format_name (name);
  start = g_utf8_substring (name, 0, MAX_NAME_CHARS - 1);
  g_strchomp (start);
  shortened = g_strconcat (start, "…", NULL);
  return tog_format_name (shortened);
}

/* Given names, but the whole name where two have the same; the first person is
 * who looks. */
static GPtrArray *
list_names (TogTimes *times)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < times->people->len; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (times->people, i);
      char *name = tog_member_dup_given_name (person->member);

      count_name (counts, name);
      g_ptr_array_add (names, name);
    }
  for (guint i = 0; i < times->people->len; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (times->people, i);
      char *given = g_ptr_array_index (names, i);
      gboolean unique = GPOINTER_TO_INT (g_hash_table_lookup (counts, given)) == 1;

      if (i == 0)
        g_ptr_array_index (names, i) = g_strdup (C_ ("one of several people", "you"));
      else
        g_ptr_array_index (names, i) = shorten (unique ? given : person->member->name);
      g_free (given);
    }
  return names;
}

/* The first few people of whom something is so. */
static guint
find_people (TogHeatSpeech *speech, TogInstant start, gboolean unknown, gsize found[MAX_NAMES])
{
  gsize n_attendees;
  guint n = 0;

  tog_heat_map_get_attendees (speech->map, &n_attendees);
  for (gsize who = 0; who < n_attendees && n < MAX_NAMES; who++)
    {
      TogVerdict verdict = tog_heat_map_judge (speech->map, who, start);

      if (verdict != TOG_VERDICT_AVAILABLE && (verdict == TOG_VERDICT_UNCONFIRMED) == unknown)
        found[n++] = who;
    }
  return n;
}

/* "Priya", "Priya and Diego", "Priya, Jonas, Hannah and 2 others", "2 members". */
static char *
join_names (TogHeatSpeech *speech, TogInstant start, gboolean unknown, guint n_people)
{
  gsize found[MAX_NAMES];
  guint n = find_people (speech, start, unknown, found);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *others = NULL;

  if (n == 0)
    return g_strdup_printf (ngettext ("one member", "%u members", n_people), n_people);
  if (n < n_people)
    others = g_strdup_printf (ngettext ("%u other", "%u others", n_people - n), n_people - n);
  for (guint i = 0; i < n; i++)
    {
      if (i > 0 && (i + 1 < n || others != NULL))
        /* Translators: between names, of which more follow. */
        g_string_append (names, C_ ("names", ", "));
      else if (i > 0)
        /* Translators: between the last two names. */
        g_string_append (names, C_ ("names", " and "));
      g_string_append (names, tog_heat_speech_get_name (speech, found[i]));
    }
  if (others == NULL)
    return g_strdup (names->str);
  /* Translators: between names and how many others there are. */
  g_string_append (names, C_ ("names, then a number", " and "));
  g_string_append (names, others);
  return g_strdup (names->str);
}

/**
 * tog_heat_speech_new:
 * @model: what to talk about
 */
TogHeatSpeech *
tog_heat_speech_new (TogHeatModel *model)
{
  TogHeatSpeech *speech = g_new0 (TogHeatSpeech, 1);

  speech->model = tog_heat_model_ref (model);
  speech->map = tog_heat_model_get_map (model);
  speech->words =
      tog_week_words_new (tog_heat_model_get_week (model), tog_heat_model_get_now (model));
  if (tog_heat_model_is_loaded (model))
    speech->names = list_names (tog_heat_model_get_times (model));
  return speech;
}

void
tog_heat_speech_free (TogHeatSpeech *speech)
{
  g_clear_pointer (&speech->names, g_ptr_array_unref);
  tog_week_words_free (speech->words);
  tog_heat_model_unref (speech->model);
  g_free (speech);
}

/**
 * tog_heat_speech_get_name:
 * @who: index of somebody who is told by name
 *
 * Returns: (transfer none): what to call them within a sentence; no longer than leaves
 *   room for the sentence
 */
const char *
tog_heat_speech_get_name (TogHeatSpeech *speech, gsize who)
{
  g_return_val_if_fail (speech->names != NULL && who < speech->names->len, "");

  return g_ptr_array_index (speech->names, who);
}

/**
 * tog_heat_speech_dup_day:
 *
 * Returns: the day in full, such as "Thursday 26 November"
 */
char *
tog_heat_speech_dup_day (TogHeatSpeech *speech, guint column)
{
  return g_strdup (tog_week_words_get_day (speech->words, column));
}

/**
 * tog_heat_speech_dup_state:
 *
 * Why nothing can be counted in a cell, or no session start there.
 *
 * Returns: (nullable): %NULL where one can
 */
char *
tog_heat_speech_dup_state (TogHeatSpeech *speech, guint column, guint row)
{
  const TogHeatCell *cell = tog_heat_model_get_cell (speech->model, column, row);

  if (!cell->exists)
    return tog_week_words_dup_missing (speech->words, row);
  if (cell->verdict == TOG_VERDICT_PAST)
    return g_strdup (_ ("Past"));
  if (!cell->judged)
    return tog_heat_model_get_offline (speech->model) ? g_strdup (_ ("Not loaded: offline"))
                                                      : g_strdup (_ ("Not known yet"));
  if (cell->verdict == TOG_VERDICT_TOO_FAR)
    return g_strdup (_ ("Too far ahead to book yet"));
  if (cell->verdict != TOG_VERDICT_AVAILABLE)
    return g_strdup (_ ("Can’t be booked"));
  return NULL;
}

/**
 * tog_heat_speech_dup_figure:
 * @cell: one in which a session can start
 *
 * Returns: what stands on its shade: "4", "4?" where more may be able to, "Everyone"
 */
char *
tog_heat_speech_dup_figure (const TogHeatCell *cell)
{
  if (cell->heat.n_can == cell->heat.n_people && cell->heat.n_people > 0)
    return g_strdup (_ ("Everyone"));
  return tog_format_count (cell->heat.n_can, cell->heat.n_unknown > 0);
}

/**
 * tog_heat_speech_dup_of:
 *
 * Returns: such as "4 of 6", or "4? of 6" where more may be able to
 */
char *
tog_heat_speech_dup_of (TogHeat heat)
{
  if (heat.n_unknown > 0)
    /* Translators: how many for sure, of how many people; more may be able to. */
    return g_strdup_printf (_ ("%u? of %u"), heat.n_can, heat.n_people);
  /* Translators: how many, of how many people. */
  return g_strdup_printf (_ ("%u of %u"), heat.n_can, heat.n_people);
}

/**
 * tog_heat_speech_dup_available:
 *
 * Returns: such as "4 of 6 available"
 */
char *
tog_heat_speech_dup_available (TogHeat heat)
{
  /* Translators: how many, of how many people. */
  return g_strdup_printf (_ ("%u of %u available"), heat.n_can, heat.n_people);
}

/**
 * tog_heat_speech_dup_without:
 * @cell: one in which a session can start
 *
 * Returns: (nullable): who can't, such as "without Priya and Diego", and of whom it
 *   isn't known; %NULL where everyone can
 */
char *
tog_heat_speech_dup_without (TogHeatSpeech *speech, const TogHeatCell *cell)
{
  guint n_unknown = cell->heat.n_unknown;
  guint n_cannot = (guint) (cell->heat.n_people - cell->heat.n_can) - n_unknown;
  g_autofree char *cannot = NULL;
  g_autofree char *unknown = NULL;

  if (n_cannot > 0)
    {
      g_autofree char *names = join_names (speech, cell->start, FALSE, n_cannot);

      /* Translators: names: "without Priya and Diego". */
      cannot = g_strdup_printf (_ ("without %s"), names);
    }
  if (n_unknown > 0)
    {
      g_autofree char *names = join_names (speech, cell->start, TRUE, n_unknown);

      /* Translators: names of people whose calendars aren't known. */
      unknown = g_strdup_printf (_ ("calendar not known: %s"), names);
    }
  if (cannot != NULL && unknown != NULL)
    /* Translators: "without Priya", "calendar not known: Jonas". */
    return g_strdup_printf (C_ ("who can’t, who is unknown", "%s; %s"), cannot, unknown);
  return cannot != NULL ? g_steal_pointer (&cannot) : g_steal_pointer (&unknown);
}

/* Whether a cell is a part of the time of the session that is to be moved. */
static gboolean
is_moved (TogHeatSpeech *speech, const TogHeatCell *cell)
{
  TogSlot quarter = { cell->start, cell->start + TOG_QUANTUM };

  return cell->exists && tog_slot_overlaps (tog_heat_model_get_moved (speech->model), quarter);
}

/* What somebody is busy with is known of who looks alone: the first. */
static char *
say_titles (TogHeatSpeech *speech, gsize who, TogInstant start)
{
  TogSlot session = { start, start + tog_heat_model_get_duration (speech->model) };

  if (who != 0)
    return NULL;
  return tog_busy_words_dup (
      tog_heat_model_get_titles (speech->model), tog_heat_model_get_times (speech->model), session);
}

static char *
dup_cell (TogHeatSpeech *speech, guint column, guint row, gboolean says_moved)
{
  const TogHeatCell *cell = tog_heat_model_get_cell (speech->model, column, row);
  g_autofree char *state = tog_heat_speech_dup_state (speech, column, row);
  g_autofree char *available = NULL;
  g_autofree char *without = NULL;
  g_autofree char *mine = NULL;
  g_autoptr (GString) what = NULL;
  gsize n_attendees = 0;

  if (state == NULL)
    {
      available = tog_heat_speech_dup_available (cell->heat);
      if (cell->off)
        without = g_strdup (_ ("outside working hours"));
      else
        without = tog_heat_speech_dup_without (speech, cell);
      state = without == NULL
                  ? g_strdup (available)
                  /* Translators: "4 of 6 available", "without Priya and Diego". */
                  : g_strdup_printf (C_ ("how many can, who can’t", "%s, %s"), available, without);
    }
  what = g_string_new (state);
  if (available != NULL)
    tog_heat_map_get_attendees (speech->map, &n_attendees);
  if (n_attendees > 0 && tog_heat_map_judge (speech->map, 0, cell->start) == TOG_VERDICT_BUSY)
    mine = say_titles (speech, 0, cell->start);
  if (mine != NULL)
    /* Translators: titles of events: "4 of 6 available, without you; you’re busy: Dentist". */
    g_string_append_printf (what, _ ("; you’re busy: %s"), mine);
  if (says_moved && is_moved (speech, cell))
    g_string_append (what, _ ("; the session’s present time"));
  return tog_week_words_dup_cell (
      speech->words, column, row, tog_heat_model_get_duration (speech->model), what->str);
}

/**
 * tog_heat_speech_dup_cell:
 *
 * All there is to say of a cell: the day, the times, and how many can; or why no
 * session can start there.
 */
char *
tog_heat_speech_dup_cell (TogHeatSpeech *speech, guint column, guint row)
{
  return dup_cell (speech, column, row, TRUE);
}

/**
 * tog_heat_speech_dup_start:
 *
 * As tog_heat_speech_dup_cell(), but not that the session is there now: of a start that
 * it may be moved to.
 */
char *
tog_heat_speech_dup_start (TogHeatSpeech *speech, guint column, guint row)
{
  return dup_cell (speech, column, row, FALSE);
}

/**
 * tog_heat_speech_dup_day_state:
 *
 * Returns: what there is to say of a day, such as "at best 6 of 6 available"
 */
char *
tog_heat_speech_dup_day_state (TogHeatSpeech *speech, guint column)
{
  g_autofree char *available = NULL;
  guint row;

  if (!tog_heat_model_is_loaded (speech->model))
    return tog_heat_model_get_offline (speech->model) ? g_strdup (_ ("not loaded: offline"))
                                                      : g_strdup (_ ("not known yet"));
  if (!tog_heat_model_find_most (speech->model, column, &row))
    return g_strdup (_ ("no session can start"));
  available =
      tog_heat_speech_dup_available (tog_heat_model_get_cell (speech->model, column, row)->heat);
  /* Translators: "4 of 6 available", at the best time of a day. */
  return g_strdup_printf (_ ("at best %s"), available);
}

/* "19:30 in Bengaluru", with the weekday where it is another one; NULL where the
 * clock shows what mine does. */
static char *
say_local_time (TogHeatSpeech *speech, const TogZone *zone, TogInstant start)
{
  const TogZone *mine = tog_week_get_zone (tog_heat_model_get_week (speech->model));
  TogDay day = tog_zone_to_wall (zone, start).day;
  g_autofree char *city = NULL;
  g_autofree char *time = NULL;
  g_autofree char *weekday = NULL;

  if (tog_zone_get_offset (zone, start) == tog_zone_get_offset (mine, start))
    return NULL;
  city = tog_zone_name_to_city (tog_zone_get_name (zone));
  time = tog_format_time (zone, start);
  if (day == tog_zone_to_wall (mine, start).day)
    /* Translators: a time, a city. */
    return g_strdup_printf (_ ("%s in %s"), time, city);
  weekday = tog_format_short_weekday (day);
  /* Translators: a weekday in short, a time, a city. */
  return g_strdup_printf (_ ("%s %s in %s"), weekday, time, city);
}

static char *
say_busy (TogHeatSpeech *speech, gsize who, TogInstant start)
{
  g_autofree char *titles = say_titles (speech, who, start);

  if (titles == NULL)
    return g_strdup (_ ("Busy"));
  /* Translators: titles of events: "Busy: Dentist". */
  return g_strdup_printf (_ ("Busy: %s"), titles);
}

static char *
say_notice (const TogAttendee *attendee)
{
  g_autofree char *notice = tog_format_duration (attendee->availability.minimum_notice);

  /* Translators: a duration: "Asks for 4 hours of notice". */
  return g_strdup_printf (_ ("Asks for %s of notice"), notice);
}

/**
 * tog_heat_speech_dup_why:
 * @who: index of somebody who is told by name
 * @start: of a session
 *
 * Returns: (nullable): why they can't, or why that isn't known, such as "Outside
 *   hours, 19:30 in Bengaluru"; %NULL where they can
 */
char *
tog_heat_speech_dup_why (TogHeatSpeech *speech, gsize who, TogInstant start)
{
  gsize n_attendees;
  const TogAttendee *attendees = tog_heat_map_get_attendees (speech->map, &n_attendees);
  g_autofree char *why = NULL;
  g_autofree char *time = NULL;

  g_return_val_if_fail (who < n_attendees, NULL);

  switch (tog_heat_map_judge (speech->map, who, start))
    {
    case TOG_VERDICT_BUSY:
      why = say_busy (speech, who, start);
      break;
    case TOG_VERDICT_WEEK_FULL:
      return g_strdup (_ ("Enough sessions that week"));
    case TOG_VERDICT_OFF_HOURS:
      why = g_strdup (_ ("Outside hours"));
      break;
    case TOG_VERDICT_SHORT_NOTICE:
      return say_notice (&attendees[who]);
    case TOG_VERDICT_UNCONFIRMED:
      return tog_slot_is_empty (attendees[who].availability.known)
                 ? g_strdup (_ ("Calendar not shared"))
                 : g_strdup (_ ("Calendar not known then"));
    case TOG_VERDICT_AVAILABLE:
    case TOG_VERDICT_PAST:
    case TOG_VERDICT_TOO_FAR:
    case TOG_VERDICT_MISALIGNED:
    case TOG_VERDICT_BAD_DURATION:
    default:
      return NULL;
    }
  time = say_local_time (speech, attendees[who].zone, start);
  if (time == NULL)
    return g_steal_pointer (&why);
  /* Translators: "Busy" or "Outside hours", then "19:30 in Bengaluru". */
  return g_strdup_printf (C_ ("why, when for them", "%s, %s"), why, time);
}
