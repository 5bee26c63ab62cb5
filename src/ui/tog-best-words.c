#include "config.h"

#include "tog-best-words.h"

#include "tog-format.h"

#include <glib/gi18n.h>

/* By how many minutes a session has to reach out of 9 to 17 o'clock for its hour to
 * be called by what it is. */
#define VERY_UNSOCIABLE (3 * 60)

/* Who they are of whom something is so at a start, as far as two names go. */
typedef struct
{
  gsize n_named;
  gsize who[2];
  gsize n_required;
  gsize required[2];
} Some;

static Some
find_some (TogHeatMap *map, TogInstant start, gboolean unknown)
{
  Some some = { 0 };
  gsize n_attendees;
  const TogAttendee *attendees = tog_heat_map_get_attendees (map, &n_attendees);

  for (gsize who = 0; who < n_attendees; who++)
    {
      TogVerdict verdict = tog_heat_map_judge (map, who, start);

      if (verdict == TOG_VERDICT_AVAILABLE || (verdict == TOG_VERDICT_UNCONFIRMED) != unknown)
        continue;
      if (some.n_named < G_N_ELEMENTS (some.who))
        some.who[some.n_named] = who;
      some.n_named++;
      if (attendees[who].required && some.n_required < G_N_ELEMENTS (some.required))
        some.required[some.n_required] = who;
      some.n_required += attendees[who].required;
    }
  return some;
}

static char *
join_two (TogHeatSpeech *speech, const gsize who[2], gsize n)
{
  const char *one = tog_heat_speech_get_name (speech, who[0]);

  if (n == 1)
    return g_strdup (one);
  /* Translators: two people's names. */
  return g_strdup_printf (
      C_ ("names", "%s and %s"), one, tog_heat_speech_get_name (speech, who[1]));
}

/* "All but Diego", "All but 2, among them Priya (required)". */
static char *
say_cannot (TogHeatSpeech *speech, const Some *some, guint n_cannot)
{
  g_autofree char *names = NULL;

  if (n_cannot <= 2 && some->n_named == n_cannot && some->n_required == 0)
    {
      names = join_two (speech, some->who, n_cannot);
      /* Translators: names: "All but Diego". */
      return g_strdup_printf (_ ("All but %s"), names);
    }
  if (n_cannot == 1 && some->n_named == 1)
    /* Translators: a name: "All but Priya (required)". */
    return g_strdup_printf (_ ("All but %s (required)"),
                            tog_heat_speech_get_name (speech, some->who[0]));
  if (some->n_required == 0)
    return g_strdup_printf (ngettext ("All but %u", "All but %u", n_cannot), n_cannot);
  if (some->n_required > 2)
    return g_strdup_printf (
        ngettext ("All but %u, %u of them required", "All but %u, %u of them required", n_cannot),
        n_cannot,
        (guint) some->n_required);
  names = join_two (speech, some->required, some->n_required);
  /* Translators: how many, names: "All but 2, among them Priya (required)". */
  return g_strdup_printf (ngettext ("All but %u, among them %s (required)",
                                    "All but %u, among them %s (required)",
                                    n_cannot),
                          n_cannot,
                          names);
}

/* "if Jonas is free": what would have to be so for those who are unknown. */
static char *
say_unknown (TogHeatSpeech *speech, const Some *some, guint n_unknown)
{
  if (some->n_named != n_unknown || n_unknown > 2)
    return g_strdup_printf (ngettext ("if %u more is free", "if %u more are free", n_unknown),
                            n_unknown);
  if (n_unknown == 1)
    {
      if (some->who[0] == 0)
        return g_strdup (_ ("if you are free"));
      return g_strdup_printf (_ ("if %s is free"), tog_heat_speech_get_name (speech, some->who[0]));
    }
  return g_strdup_printf (_ ("if %s and %s are free"),
                          tog_heat_speech_get_name (speech, some->who[0]),
                          tog_heat_speech_get_name (speech, some->who[1]));
}

static char *
say_who (TogHeatSpeech *speech, TogHeatMap *map, const TogBestTime *best)
{
  guint n_unknown = best->heat.n_unknown;
  guint n_cannot = (guint) (best->heat.n_people - best->heat.n_can) - n_unknown;
  Some cannot = find_some (map, best->start, FALSE);
  Some unknown = find_some (map, best->start, TRUE);
  g_autofree char *all = NULL;
  g_autofree char *condition = NULL;

  if (n_unknown == best->heat.n_people)
    return g_strdup (_ ("Nobody’s calendar is known"));
  if (n_cannot == 0)
    all = g_strdup (_ ("Everyone"));
  /* Who can is shorter to tell than who can't. */
  else if (n_cannot > best->heat.n_can + n_unknown && cannot.n_required == 0)
    all = g_strdup_printf (_ ("%u of %u"), best->heat.n_can, best->heat.n_people);
  else
    all = say_cannot (speech, &cannot, n_cannot);
  if (n_unknown == 0)
    return g_steal_pointer (&all);
  condition = say_unknown (speech, &unknown, n_unknown);
  /* Translators: "Everyone", "if Jonas is free". */
  return g_strdup_printf (C_ ("who, on what condition", "%s, %s"), all, condition);
}

/* The hour for whom it is worst: "17:00 for Priya", "late evening for Diego (22:30)". */
static char *
say_hour (TogHeatSpeech *speech, const TogAttendee *one, gsize who, TogSlot slot, gint32 unsociable)
{
  const char *name = tog_heat_speech_get_name (speech, who);
  int minute = tog_zone_to_wall (one->zone, slot.start).second / TOG_MINUTE;
  g_autofree char *time = tog_format_time (one->zone, slot.start);

  if (unsociable < VERY_UNSOCIABLE)
    /* Translators: a time, a name: "17:00 for Priya". */
    return g_strdup_printf (C_ ("time, name", "%s for %s"), time, name);
  if (minute >= 18 * 60)
    /* Translators: a name, a time. */
    return g_strdup_printf (_ ("late evening for %s (%s)"), name, time);
  if (minute < 5 * 60)
    return g_strdup_printf (_ ("at night for %s (%s)"), name, time);
  return g_strdup_printf (_ ("early morning for %s (%s)"), name, time);
}

/**
 * tog_best_words_dup_reason:
 * @speech: how to call people
 * @map: what @best was ranked by
 * @best: a start
 *
 * Returns: why it is proposed, such as "Everyone, 17:00 for Priya"
 */
char *
tog_best_words_dup_reason (TogHeatSpeech *speech, TogHeatMap *map, const TogBestTime *best)
{
  g_autofree char *who = say_who (speech, map, best);
  g_autofree char *hour = tog_best_words_dup_hour (speech, map, best->start);

  if (hour == NULL)
    return g_steal_pointer (&who);
  /* Translators: who can, what the hour is for whom it is worst: "Everyone", "17:00 for Priya". */
  return g_strdup_printf (C_ ("who, the worst hour", "%s, %s"), who, hour);
}

/**
 * tog_best_words_dup_hour:
 * @start: of a session
 *
 * Returns: (nullable): what the hour is for whom it is worst of those who can,
 *   such as "17:00 for Priya"; %NULL where it is fine for all of them
 */
char *
tog_best_words_dup_hour (TogHeatSpeech *speech, TogHeatMap *map, TogInstant start)
{
  TogSlot slot = { start, start + tog_heat_map_get_duration (map) };
  gsize n_attendees;
  const TogAttendee *attendees = tog_heat_map_get_attendees (map, &n_attendees);
  gint32 worst = 0;
  gsize worst_off = 0;

  for (gsize who = 0; who < n_attendees; who++)
    {
      gint32 unsociable = tog_heat_map_get_unsociable (attendees[who].zone, slot);

      if (unsociable <= worst || !tog_verdict_is_bookable (tog_heat_map_judge (map, who, start)))
        continue;
      worst = unsociable;
      worst_off = who;
    }
  if (worst == 0)
    return NULL;
  return say_hour (speech, &attendees[worst_off], worst_off, slot, worst);
}

/**
 * tog_best_words_dup_when:
 *
 * Returns: when a session starts, in short: "Thu 26 Nov, 11:30"
 */
char *
tog_best_words_dup_when (const TogZone *zone, TogInstant start, TogInstant now)
{
  g_autofree char *day =
      tog_format_compact_day (tog_zone_to_wall (zone, start).day, tog_zone_to_wall (zone, now).day);
  g_autofree char *time = tog_format_time (zone, start);

  return g_strdup_printf (_ ("%s, %s"), day, time);
}
