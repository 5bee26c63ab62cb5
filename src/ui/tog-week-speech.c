#include "config.h"

#include "tog-week-speech.h"

#include "tog-busy-words.h"
#include "tog-format.h"
#include "tog-week-words.h"

#include <glib/gi18n.h>

/* Somebody whose times are shown. */
typedef struct
{
  char *name;    /* (owned): given name */
  TogZone *zone; /* (owned) (nullable): NULL where this system doesn't know it */
} Person;

struct _TogWeekSpeech
{
  TogWeekModel *model; /* (owned) */
  TogWeek *week;       /* (not owned): the model's */
  TogWeekWords *words; /* (owned) */
  GArray *people;      /* (owned) (element-type Person) */
};

static void
clear_person (gpointer data)
{
  Person *person = data;

  g_free (person->name);
  g_clear_pointer (&person->zone, tog_zone_unref);
}

static const char *
say_name (TogWeekSpeech *speech, gint32 who)
{
  if (who < 0 || who >= (gint32) speech->people->len)
    return "";
  return g_array_index (speech->people, Person, who).name;
}

/* Where time is free but too short: when whatever ends it begins. */
static char *
say_limit (TogWeekSpeech *speech, guint column, guint row, TogWeekLook look, gint32 who)
{
  for (guint i = row + 1; i < tog_week_get_n_rows (speech->week); i++)
    {
      const TogWeekCell *cell = tog_week_model_get_cell (speech->model, column, i);

      if (cell->exists && cell->look == look && cell->look_who == who)
        return tog_format_time (tog_week_get_zone (speech->week), cell->start);
    }
  return NULL;
}

/* What I am busy with, where that is known. */
static char *
say_titles (TogWeekSpeech *speech, const TogWeekCell *cell)
{
  TogSlot session = { cell->start, cell->start + tog_week_model_get_duration (speech->model) };

  return tog_busy_words_dup (
      tog_week_model_get_titles (speech->model), tog_week_model_get_times (speech->model), session);
}

static char *
say_me_busy (TogWeekSpeech *speech, const TogWeekCell *cell, const char *limit)
{
  g_autofree char *titles = say_titles (speech, cell);

  if (titles == NULL)
    return limit == NULL ? g_strdup (_ ("You’re busy"))
                         : g_strdup_printf (_ ("You’re busy from %s"), limit);
  if (limit == NULL)
    /* Translators: titles of events: "You’re busy: Dentist". */
    return g_strdup_printf (_ ("You’re busy: %s"), titles);
  /* Translators: a time, then titles of events: "You’re busy from 12:00: Dentist". */
  return g_strdup_printf (_ ("You’re busy from %s: %s"), limit, titles);
}

static char *
say_busy (TogWeekSpeech *speech, guint column, guint row, const TogWeekCell *cell)
{
  gint32 who = cell->judgement.who;
  g_autofree char *limit = NULL;

  if (cell->look != TOG_WEEK_LOOK_BUSY)
    limit = say_limit (speech, column, row, TOG_WEEK_LOOK_BUSY, who);
  if (who <= 0)
    return say_me_busy (speech, cell, limit);
  if (limit == NULL)
    return g_strdup_printf (_ ("%s is busy"), say_name (speech, who));
  return g_strdup_printf (_ ("%s is busy from %s"), say_name (speech, who), limit);
}

static char *
say_off (TogWeekSpeech *speech, guint column, guint row, const TogWeekCell *cell)
{
  gint32 who = cell->judgement.who;
  g_autofree char *limit = NULL;

  if (cell->look != TOG_WEEK_LOOK_OFF_HOURS)
    limit = say_limit (speech, column, row, TOG_WEEK_LOOK_OFF_HOURS, who);
  if (who <= 0)
    return limit == NULL ? g_strdup (_ ("Outside your working hours"))
                         : g_strdup_printf (_ ("You’re off from %s"), limit);
  if (limit == NULL)
    return g_strdup_printf (_ ("Outside %s’s working hours"), say_name (speech, who));
  return g_strdup_printf (_ ("%s is off from %s"), say_name (speech, who), limit);
}

static char *
say_notice (TogWeekSpeech *speech, gint32 who)
{
  TogTimes *times = tog_week_model_get_times (speech->model);
  TogPersonTimes *person = g_ptr_array_index (times->people, MAX (0, who));
  g_autofree char *notice = tog_format_duration (person->minimum_notice);

  if (who <= 0)
    /* Translators: a duration: "You ask for 4 hours of notice". */
    return g_strdup_printf (_ ("You ask for %s of notice"), notice);
  /* Translators: a name, then a duration: "Asha asks for 4 hours of notice". */
  return g_strdup_printf (_ ("%s asks for %s of notice"), say_name (speech, who), notice);
}

static char *
say_full (TogWeekSpeech *speech, gint32 who)
{
  if (who <= 0)
    return g_strdup (_ ("You have as many sessions that week as you take"));
  return g_strdup_printf (_ ("%s has as many sessions that week as they take"),
                          say_name (speech, who));
}

static char *
say_unconfirmed (TogWeekSpeech *speech, gint32 who)
{
  if (who <= 0)
    return g_strdup (_ ("Unconfirmed, your calendar isn’t known"));
  return g_strdup_printf (_ ("Unconfirmed, %s’s calendar isn’t known"), say_name (speech, who));
}

/**
 * tog_week_speech_new:
 * @model: what to talk about
 */
TogWeekSpeech *
tog_week_speech_new (TogWeekModel *model)
{
  TogWeekSpeech *speech = g_new0 (TogWeekSpeech, 1);
  TogTimes *times = tog_week_model_get_times (model);

  speech->model = tog_week_model_ref (model);
  speech->week = tog_week_model_get_week (model);
  speech->words = tog_week_words_new (speech->week, tog_week_model_get_now (model));
  speech->people = g_array_new (FALSE, TRUE, sizeof (Person));
  g_array_set_clear_func (speech->people, clear_person);
  for (guint i = 0; times != NULL && i < times->people->len; i++)
    {
      TogPersonTimes *one = g_ptr_array_index (times->people, i);
      Person person = { tog_member_dup_given_name (one->member),
                        tog_zone_lookup (one->member->zone, NULL) };

      g_array_append_val (speech->people, person);
    }
  return speech;
}

void
tog_week_speech_free (TogWeekSpeech *speech)
{
  g_array_unref (speech->people);
  tog_week_words_free (speech->words);
  tog_week_model_unref (speech->model);
  g_free (speech);
}

/**
 * tog_week_speech_dup_name:
 * @who: index of a participant
 *
 * Returns: their given name; "" where there is nobody
 */
char *
tog_week_speech_dup_name (TogWeekSpeech *speech, gint32 who)
{
  return g_strdup (say_name (speech, who));
}

/**
 * tog_week_speech_get_zone:
 * @who: index of a participant
 *
 * Returns: (transfer none) (nullable): the zone in their profile
 */
TogZone *
tog_week_speech_get_zone (TogWeekSpeech *speech, gint32 who)
{
  if (who < 0 || who >= (gint32) speech->people->len)
    return NULL;
  return g_array_index (speech->people, Person, who).zone;
}

/**
 * tog_week_speech_dup_day:
 *
 * Returns: the day in full, such as "Thursday 26 November"
 */
char *
tog_week_speech_dup_day (TogWeekSpeech *speech, guint column)
{
  return g_strdup (tog_week_words_get_day (speech->words, column));
}

/**
 * tog_week_speech_dup_reason:
 *
 * Why a session can't start in a cell, or what stands in its way.
 *
 * Returns: (nullable): a sentence without a full stop; %NULL where nothing does
 */
char *
tog_week_speech_dup_reason (TogWeekSpeech *speech, guint column, guint row)
{
  const TogWeekCell *cell = tog_week_model_get_cell (speech->model, column, row);

  if (!cell->exists)
    return tog_week_words_dup_missing (speech->words, row);
  if (!cell->judged && cell->look == TOG_WEEK_LOOK_PAST)
    return g_strdup (_ ("Past"));
  if (!cell->judged)
    return tog_week_model_get_offline (speech->model) ? g_strdup (_ ("Not loaded: offline"))
                                                      : g_strdup (_ ("Not known yet"));

  switch (cell->judgement.verdict)
    {
    case TOG_VERDICT_AVAILABLE:
      return NULL;
    case TOG_VERDICT_UNCONFIRMED:
      return say_unconfirmed (speech, cell->judgement.who);
    case TOG_VERDICT_PAST:
      return g_strdup (_ ("Past"));
    case TOG_VERDICT_SHORT_NOTICE:
      return say_notice (speech, cell->judgement.who);
    case TOG_VERDICT_TOO_FAR:
      return g_strdup (_ ("Too far ahead to book yet"));
    case TOG_VERDICT_BUSY:
      return say_busy (speech, column, row, cell);
    case TOG_VERDICT_WEEK_FULL:
      return say_full (speech, cell->judgement.who);
    case TOG_VERDICT_OFF_HOURS:
      return say_off (speech, column, row, cell);
    case TOG_VERDICT_MISALIGNED:
    case TOG_VERDICT_BAD_DURATION:
    default:
      return g_strdup (_ ("Can’t be booked"));
    }
}

/**
 * tog_week_speech_dup_other_time:
 * @who: index of a participant
 *
 * When a session that starts in a cell is for somebody else.
 *
 * Returns: (nullable): such as "17:00 to 17:45", with the weekday where it is
 *   another one; %NULL where it is the same as mine, or not known
 */
char *
tog_week_speech_dup_other_time (TogWeekSpeech *speech, gint32 who, guint column, guint row)
{
  const TogWeekCell *cell = tog_week_model_get_cell (speech->model, column, row);
  TogZone *zone = tog_week_speech_get_zone (speech, who);
  TogZone *mine = tog_week_get_zone (speech->week);
  TogInstant end = cell->start + tog_week_model_get_duration (speech->model);
  g_autofree char *other_from = NULL;
  g_autofree char *other_to = NULL;

  if (zone == NULL || !cell->exists ||
      tog_zone_get_offset (zone, cell->start) == tog_zone_get_offset (mine, cell->start))
    return NULL;

  TogWallTime wall = tog_zone_to_wall (zone, cell->start);
  const char *from = tog_week_words_get_time (speech->words, zone, cell->start, &other_from);
  const char *to = tog_week_words_get_time (speech->words, zone, end, &other_to);

  if (wall.day != tog_week_get_day (speech->week, column))
    {
      g_autofree char *weekday = tog_format_weekday (wall.day);

      /* Translators: a weekday, a time, a time: "Friday 00:15 to 01:00". */
      return g_strdup_printf (_ ("%s %s to %s"), weekday, from, to);
    }
  /* Translators: a time, a time: "17:00 to 17:45". */
  return g_strdup_printf (_ ("%s to %s"), from, to);
}

/* Whether a cell is a part of the time of the session that is to be moved. */
static gboolean
is_moved (TogWeekSpeech *speech, const TogWeekCell *cell)
{
  TogSlot quarter = { cell->start, cell->start + TOG_QUANTUM };

  return cell->exists && tog_slot_overlaps (tog_week_model_get_moved (speech->model), quarter);
}

static char *
dup_cell (TogWeekSpeech *speech, guint column, guint row, gboolean says_moved)
{
  const TogWeekCell *cell = tog_week_model_get_cell (speech->model, column, row);
  g_autofree char *reason = tog_week_speech_dup_reason (speech, column, row);
  g_autoptr (GString) what = g_string_new (reason != NULL ? reason : _ ("available"));

  if (says_moved && is_moved (speech, cell))
    g_string_append (what, _ ("; the session’s present time"));
  if (cell->judged && tog_verdict_is_bookable (cell->judgement.verdict))
    for (gint32 who = 1; who < (gint32) speech->people->len; who++)
      {
        g_autofree char *theirs = tog_week_speech_dup_other_time (speech, who, column, row);

        if (theirs == NULL)
          continue;
        /* Translators: a time or two, and for whom: "; 17:00 to 17:45 for Asha". */
        g_string_append_printf (what, _ ("; %s for %s"), theirs, say_name (speech, who));
      }
  return tog_week_words_dup_cell (
      speech->words, column, row, tog_week_model_get_duration (speech->model), what->str);
}

/**
 * tog_week_speech_dup_cell:
 *
 * All there is to say of a cell: the day, both times, whether a session can
 * start there and if not, why; and when it is for the others.
 */
char *
tog_week_speech_dup_cell (TogWeekSpeech *speech, guint column, guint row)
{
  return dup_cell (speech, column, row, TRUE);
}

/**
 * tog_week_speech_dup_start:
 *
 * As tog_week_speech_dup_cell(), but not that the session is there now: of a start that
 * it may be moved to.
 */
char *
tog_week_speech_dup_start (TogWeekSpeech *speech, guint column, guint row)
{
  return dup_cell (speech, column, row, FALSE);
}

/**
 * tog_week_speech_dup_run:
 *
 * Returns: (nullable): what stands in a run, where its look doesn't say it all
 */
char *
tog_week_speech_dup_run (TogWeekSpeech *speech, const TogWeekRun *run)
{
  switch (run->look)
    {
    case TOG_WEEK_LOOK_UNCONFIRMED:
      return g_strdup (_ ("Unconfirmed"));
    case TOG_WEEK_LOOK_SHORT_NOTICE:
      return g_strdup (_ ("Short notice"));
    case TOG_WEEK_LOOK_TOO_FAR:
      return g_strdup (_ ("Too far ahead"));
    case TOG_WEEK_LOOK_BUSY:
      return run->who <= 0 ? g_strdup (_ ("You’re busy"))
                           : g_strdup_printf (_ ("%s is busy"), say_name (speech, run->who));
    case TOG_WEEK_LOOK_OFF_HOURS:
      return run->who <= 0 ? g_strdup (_ ("You’re off"))
                           : g_strdup_printf (_ ("%s is off"), say_name (speech, run->who));
    case TOG_WEEK_LOOK_MISSING:
      return tog_week_get_row (speech->week, run->from)->repeated ? NULL
                                                                  : g_strdup (_ ("Clocks change"));
    case TOG_WEEK_LOOK_BLANK:
    case TOG_WEEK_LOOK_AVAILABLE:
    case TOG_WEEK_LOOK_PAST:
    default:
      return NULL;
    }
}

/**
 * tog_week_speech_dup_title:
 * @with_year: whether there is room for the year and for months in full
 *
 * Returns: the days of a week, such as "23 – 29 November 2026"
 */
char *
tog_week_speech_dup_title (TogWeek *week, gboolean with_year)
{
  TogDay first = tog_week_get_day (week, 0);
  TogDay last = tog_week_get_day (week, TOG_WEEK_DAYS - 1);
  int first_year, first_month, first_day;
  int last_year, last_month, last_day;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  tog_day_to_civil (first, &first_year, &first_month, &first_day);
  tog_day_to_civil (last, &last_year, &last_month, &last_day);

  g_autoptr (GDateTime) start = g_date_time_new_utc (first_year, first_month, first_day, 0, 0, 0);
  g_autoptr (GDateTime) end = g_date_time_new_utc (last_year, last_month, last_day, 0, 0, 0);

  if (start == NULL || end == NULL)
    return tog_day_format (first);
  /* Translators: the first and last day of a week where there is little room, see
   * strftime(3): "30 Nov – 6 Dec". */
  if (!with_year)
    {
      if (first_month != last_month)
        from = g_date_time_format (start, C_ ("day of a week in short", "%-d %b"));
      else
        from = g_date_time_format (start, C_ ("first day of a week within a month", "%-d"));
      to = g_date_time_format (end, C_ ("day of a week in short", "%-d %b"));
      return g_strdup_printf (C_ ("days", "%s – %s"), from, to);
    }
  /* Translators: the first and last day of a week, see strftime(3). Within a
   * month "23 – 29 November 2026", within a year "30 November – 6 December 2026". */
  if (first_year != last_year)
    from = g_date_time_format (start, _ ("%-d %B %Y"));
  else if (first_month != last_month)
    from = g_date_time_format (start, _ ("%-d %B"));
  else
    from = g_date_time_format (start, C_ ("first day of a week within a month", "%-d"));
  to = g_date_time_format (end, C_ ("last day of a week", "%-d %B %Y"));
  /* Translators: from a day to a day. */
  return g_strdup_printf (C_ ("days", "%s – %s"), from, to);
}
