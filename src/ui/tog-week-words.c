#include "config.h"

#include "tog-week-words.h"

#include "tog-format.h"

#include <glib/gi18n.h>

#define QUARTERS_OF_DAY (24 * 60 / 15)

struct _TogWeekWords
{
  TogWeek *week; /* (owned) */
  TogDay today;
  char *days[TOG_WEEK_DAYS];       /* (owned) (nullable): made when needed */
  char *quarters[QUARTERS_OF_DAY]; /* (owned) (nullable): made when needed */
};

/**
 * tog_week_words_new:
 * @week: what to talk about
 * @now: the present; days of another year are told with it
 */
TogWeekWords *
tog_week_words_new (TogWeek *week, TogInstant now)
{
  TogWeekWords *words = g_new0 (TogWeekWords, 1);

  words->week = tog_week_ref (week);
  words->today = tog_zone_to_wall (tog_week_get_zone (week), now).day;
  return words;
}

void
tog_week_words_free (TogWeekWords *words)
{
  for (guint i = 0; i < G_N_ELEMENTS (words->days); i++)
    g_free (words->days[i]);
  for (guint i = 0; i < G_N_ELEMENTS (words->quarters); i++)
    g_free (words->quarters[i]);
  tog_week_unref (words->week);
  g_free (words);
}

/**
 * tog_week_words_get_day:
 *
 * Returns: (transfer none): the day in full, such as "Thursday 26 November"
 */
const char *
tog_week_words_get_day (TogWeekWords *words, guint column)
{
  if (words->days[column] == NULL)
    words->days[column] = tog_format_day (tog_week_get_day (words->week, column), words->today);
  return words->days[column];
}

/* Those on a quarter are asked for again and again. */
static const char *
say_minute (TogWeekWords *words, int minute, char **other)
{
  if (minute % 15 != 0)
    return *other = tog_format_minute (minute);
  if (words->quarters[minute / 15] == NULL)
    words->quarters[minute / 15] = tog_format_minute (minute);
  return words->quarters[minute / 15];
}

/**
 * tog_week_words_get_time:
 * @zone: whose clock is looked at
 * @other: (out): set to what has to be freed, if anything
 *
 * Returns: (transfer none): what the clock shows, such as "11:15"
 */
const char *
tog_week_words_get_time (TogWeekWords *words, const TogZone *zone, TogInstant instant, char **other)
{
  return say_minute (words, tog_zone_to_wall (zone, instant).second / TOG_MINUTE, other);
}

/* "11:15", or which of two where the clock shows it twice. */
static char *
say_start (TogWeekWords *words, guint row, TogInstant start)
{
  TogZone *zone = tog_week_get_zone (words->week);
  TogWallTime wall = tog_zone_to_wall (zone, start);
  g_autofree char *other = NULL;
  const char *time = say_minute (words, wall.second / TOG_MINUTE, &other);
  TogInstant instants[2];

  if (tog_week_get_n_rows (words->week) <= QUARTERS_OF_DAY ||
      tog_zone_find_instants (zone, wall, instants) < 2)
    return g_strdup (time);
  if (tog_week_get_row (words->week, row)->repeated)
    /* Translators: a time that the clock shows twice, for it was set back. */
    return g_strdup_printf (_ ("%s for the second time"), time);
  return g_strdup_printf (_ ("%s for the first time"), time);
}

/**
 * tog_week_words_dup_missing:
 *
 * Returns: why a row's time doesn't exist on some day
 */
char *
tog_week_words_dup_missing (TogWeekWords *words, guint row)
{
  return tog_week_get_row (words->week, row)->repeated
             ? g_strdup (_ ("Only on the day on which clocks are set back"))
             : g_strdup (_ ("Clocks change, this time doesn’t exist"));
}

/**
 * tog_week_words_dup_cell:
 * @duration: of a session that starts in the cell, in seconds
 * @what: what there is to say of it
 *
 * Returns: @what with the cell's day and times before it; for a time that doesn't
 *   exist it is the reason why
 */
char *
tog_week_words_dup_cell (TogWeekWords *words,
                         guint column,
                         guint row,
                         gint64 duration,
                         const char *what)
{
  const char *day = tog_week_words_get_day (words, column);
  g_autofree char *other = NULL;
  g_autofree char *from = NULL;
  TogInstant start;

  if (!tog_week_get_cell (words->week, column, row, &start))
    {
      g_autofree char *missing = tog_week_words_dup_missing (words, row);

      /* Translators: a day, a time, why it can't be booked. */
      return g_strdup_printf (
          _ ("%s, %s, %s"),
          day,
          say_minute (words, tog_week_get_row (words->week, row)->minute, &other),
          missing);
    }

  from = say_start (words, row, start);
  /* Translators: a day, a time, a time, what there is to say of it: "Thursday 26
   * November, 11:15 to 12:00, available". */
  return g_strdup_printf (
      _ ("%s, %s to %s, %s"),
      day,
      from,
      tog_week_words_get_time (words, tog_week_get_zone (words->week), start + duration, &other),
      what);
}
