#include "config.h"

#include "tog-series-speech.h"

#include "tog-format.h"
#include "tog-team-text.h"
#include "tog-zone-list.h"

#include <glib/gi18n.h>

static TogPersonTimes *
get_person (TogSeriesModel *model, gint32 who)
{
  TogTimes *times = tog_series_model_get_times (model);

  return times != NULL && who >= 0 && who < (gint32) times->people->len
             ? g_ptr_array_index (times->people, who)
             : NULL;
}

static char *
dup_given_name (TogSeriesModel *model, gint32 who)
{
  TogPersonTimes *person = get_person (model, who);

  return person != NULL ? tog_member_dup_given_name (person->member) : g_strdup ("");
}

/**
 * tog_series_speech_dup_title:
 *
 * Returns: such as "3 sessions with Asha"
 */
char *
tog_series_speech_dup_title (TogSeriesModel *model, TogTeam *team)
{
  guint n = tog_series_model_get_n (model);
  g_autofree char *name = TOG_IS_MATCH (team) ? tog_member_dup_given_name (TOG_MATCH (team)->person)
                                              : g_strdup (tog_team_get_name (team));

  return g_strdup_printf (ngettext ("%u session with %s", "%u sessions with %s", n), n, name);
}

/* A month's same weekday, not its same day: the fifth is the last, where there are four. */
static char *
dup_monthly (TogDay first, const char *day)
{
  g_autofree char *weekday = tog_format_weekday (first);
  int year, month, month_day;

  tog_day_to_civil (first, &year, &month, &month_day);
  switch ((month_day - 1) / 7)
    {
    case 0:
      /* Translators: a weekday, then a day. */
      return g_strdup_printf (_ ("Monthly on the first %s, from %s"), weekday, day);
    case 1:
      return g_strdup_printf (_ ("Monthly on the second %s, from %s"), weekday, day);
    case 2:
      return g_strdup_printf (_ ("Monthly on the third %s, from %s"), weekday, day);
    case 3:
      return g_strdup_printf (_ ("Monthly on the fourth %s, from %s"), weekday, day);
    default:
      return g_strdup_printf (_ ("Monthly on the fifth or last %s, from %s"), weekday, day);
    }
}

/**
 * tog_series_speech_dup_rhythm:
 *
 * Returns: such as "Weekly, from Thursday 26 November 2026"
 */
char *
tog_series_speech_dup_rhythm (TogSeriesModel *model)
{
  TogInstant first = tog_series_model_get_item (model, 0)->wanted;
  TogDay first_day = tog_zone_to_wall (tog_series_model_get_zone (model), first).day;
  /* The year always: an invite is for keeps. */
  g_autofree char *day = tog_format_day (first_day, first_day + 2 * 366);

  switch (tog_series_model_get_rule (model))
    {
    case TOG_SERIES_BIWEEKLY:
      return g_strdup_printf (_ ("Every two weeks, from %s"), day);
    case TOG_SERIES_MONTHLY:
      return dup_monthly (first_day, day);
    case TOG_SERIES_WEEKLY:
    default:
      return g_strdup_printf (_ ("Weekly, from %s"), day);
    }
}

/**
 * tog_series_speech_dup_wall:
 *
 * Returns: what stays the same over all clock changes
 */
char *
tog_series_speech_dup_wall (TogSeriesModel *model)
{
  TogZone *zone = tog_series_model_get_zone (model);
  g_autofree char *time = tog_format_time (zone, tog_series_model_get_item (model, 0)->wanted);
  g_autofree char *city = tog_zone_name_to_city (tog_zone_get_name (zone));

  /* Translators: a time of day, then a city. */
  return g_strdup_printf (
      _ ("Times stay %s in %s. Nothing is sent until every time fits."), time, city);
}

/**
 * tog_series_speech_dup_when:
 *
 * Returns: such as "Thu 3 Dec, 11:15"
 */
char *
tog_series_speech_dup_when (TogSeriesModel *model, TogInstant start, TogInstant now)
{
  TogZone *zone = tog_series_model_get_zone (model);
  g_autofree char *day =
      tog_format_compact_day (tog_zone_to_wall (zone, start).day, tog_zone_to_wall (zone, now).day);
  g_autofree char *time = tog_format_time (zone, start);

  return g_strdup_printf (_ ("%s, %s"), day, time);
}

static char *
dup_conflict (TogSeriesModel *model, TogJudgement judgement)
{
  g_autofree char *name = dup_given_name (model, judgement.who);
  TogPersonTimes *person;
  g_autofree char *notice = NULL;

  switch (judgement.verdict)
    {
    case TOG_VERDICT_BUSY:
      if (judgement.who < 0)
        return g_strdup (_ ("Not everybody can then"));
      return judgement.who == 0 ? g_strdup (_ ("You’re busy then"))
                                : g_strdup_printf (_ ("%s is busy then"), name);
    case TOG_VERDICT_WEEK_FULL:
      return judgement.who <= 0
                 ? g_strdup (_ ("You have as many sessions that week as you take"))
                 : g_strdup_printf (_ ("%s has as many sessions that week as they take"), name);
    case TOG_VERDICT_OFF_HOURS:
      return judgement.who <= 0 ? g_strdup (_ ("Outside your working hours"))
                                : g_strdup_printf (_ ("Outside %s’s working hours"), name);
    case TOG_VERDICT_SHORT_NOTICE:
      person = get_person (model, MAX (0, judgement.who));
      notice = tog_format_duration (person->minimum_notice);
      return judgement.who <= 0 ? g_strdup_printf (_ ("You ask for %s of notice"), notice)
                                : g_strdup_printf (_ ("%s asks for %s of notice"), name, notice);
    case TOG_VERDICT_PAST:
      return g_strdup (_ ("This time has passed"));
    case TOG_VERDICT_TOO_FAR:
      return g_strdup (_ ("Too far ahead to book yet"));
    case TOG_VERDICT_AVAILABLE:
    case TOG_VERDICT_UNCONFIRMED:
    case TOG_VERDICT_MISALIGNED:
    case TOG_VERDICT_BAD_DURATION:
    default:
      return g_strdup (_ ("Can’t be booked"));
    }
}

/**
 * tog_series_speech_dup_verdict:
 *
 * Returns: whether a session can be booked, and if not, why
 */
char *
tog_series_speech_dup_verdict (TogSeriesModel *model, guint i)
{
  const TogSeriesItem *item = tog_series_model_get_item (model, i);
  g_autofree char *name = NULL;
  g_autofree char *who = NULL;
  int later;

  switch (item->state)
    {
    case TOG_SERIES_FITS:
      later = tog_series_model_find_later (model, i);
      if (later < 0)
        return g_strdup (_ ("Fits"));
      /* Translators: a session that comes first in the program. */
      return g_strdup_printf (_ ("Fits, but before “%s”"),
                              tog_series_model_get_item (model, (guint) later)->planned->title);
    case TOG_SERIES_UNCONFIRMED:
      if (item->judgement.who <= 0)
        return g_strdup (_ ("Unconfirmed, your calendar isn’t known"));
      name = dup_given_name (model, item->judgement.who);
      return g_strdup_printf (_ ("Unconfirmed, %s’s calendar isn’t known"), name);
    case TOG_SERIES_KEPT:
      who = tog_attendance_dup_conflict (item->attendance);
      /* Translators: whom a time misses that is booked all the same. */
      return g_strdup_printf (_ ("Kept: %s"), who);
    case TOG_SERIES_CONFLICT:
      if (item->attendance != NULL && item->clash < 0 && item->refusal == NULL)
        return tog_attendance_dup_conflict (item->attendance);
      if (!tog_verdict_is_bookable (item->judgement.verdict))
        return dup_conflict (model, item->judgement);
      if (item->clash >= 0)
        return g_strdup_printf (_ ("Leaves no room for “%s”"),
                                tog_series_model_get_item (model, item->clash)->planned->title);
      return g_strdup (item->refusal);
    case TOG_SERIES_UNKNOWN:
    default:
      return g_strdup (_ ("Not checked yet"));
    }
}

/* What the first clock that drifts from mine shows, and how many more do. */
static TogMember *
find_drifting (TogSeriesModel *model, guint i, TogZone **zone, guint *n_more)
{
  TogTimes *times = tog_series_model_get_times (model);
  TogMember *found = NULL;

  *n_more = 0;
  for (guint who = 1; times != NULL && who < times->people->len; who++)
    {
      TogMember *member = ((TogPersonTimes *) g_ptr_array_index (times->people, who))->member;
      g_autoptr (TogZone) theirs = tog_zone_lookup (member->zone, NULL);

      if (theirs == NULL || !tog_series_model_drifts (model, i, theirs))
        continue;
      if (found != NULL)
        {
          *n_more += 1;
          continue;
        }
      found = member;
      *zone = g_steal_pointer (&theirs);
    }
  return found;
}

/**
 * tog_series_speech_dup_drift:
 *
 * P08: who keeps to one clock has to be told what happens to another one.
 *
 * Returns: (nullable): such as "18:45 for Asha instead of 17:45", or %NULL where
 *   all clocks show what they did for the first session
 */
char *
tog_series_speech_dup_drift (TogSeriesModel *model, guint i)
{
  g_autoptr (TogZone) zone = NULL;
  guint n_more;
  TogMember *member = find_drifting (model, i, &zone, &n_more);
  g_autofree char *name = NULL;
  g_autofree char *now = NULL;
  g_autofree char *before = NULL;
  g_autofree char *drift = NULL;

  if (member == NULL)
    return NULL;
  name = tog_member_dup_given_name (member);
  now = tog_format_time (zone, tog_series_model_get_item (model, i)->start);
  before = tog_format_time (zone, tog_series_model_get_item (model, 0)->wanted);
  /* Translators: a time, a name, a time: "18:45 for Asha instead of 17:45". */
  drift = g_strdup_printf (_ ("%s for %s instead of %s"), now, name, before);
  if (n_more == 0)
    return g_steal_pointer (&drift);
  /* Translators: first "18:45 for Asha instead of 17:45". */
  return g_strdup_printf (
      ngettext ("%s, and another time for %u more", "%s, and another time for %u more", n_more),
      drift,
      n_more);
}

/**
 * tog_series_speech_dup_theirs:
 * @start: of a session
 *
 * Returns: (nullable): what that is for the other one of a match, such as "17:00
 *   for Asha"; %NULL where it is the same, or where there are more
 */
char *
tog_series_speech_dup_theirs (TogSeriesModel *model, TogInstant start)
{
  TogTimes *times = tog_series_model_get_times (model);
  TogPersonTimes *person = get_person (model, 1);
  g_autoptr (TogZone) theirs = NULL;
  g_autofree char *name = NULL;
  g_autofree char *time = NULL;

  if (person == NULL || times->people->len != 2 || times->counted != NULL)
    return NULL;
  theirs = tog_zone_lookup (person->member->zone, NULL);
  if (theirs == NULL || tog_zone_get_offset (theirs, start) ==
                            tog_zone_get_offset (tog_series_model_get_zone (model), start))
    return NULL;
  name = tog_member_dup_given_name (person->member);
  time = tog_format_time (theirs, start);
  /* Translators: a time, then a name: "17:00 for Asha". */
  return g_strdup_printf (C_ ("time, person", "%s for %s"), time, name);
}

/**
 * tog_series_speech_dup_obstacle:
 *
 * Returns: (nullable): why the invites can't be sent yet
 */
char *
tog_series_speech_dup_obstacle (TogSeriesModel *model)
{
  guint n_conflicts = tog_series_model_count (model, TOG_SERIES_CONFLICT);
  guint n_unknown = tog_series_model_count (model, TOG_SERIES_UNKNOWN);

  if (n_conflicts > 0)
    return g_strdup_printf (ngettext ("%u time doesn’t fit yet. Choose another one for it.",
                                      "%u times don’t fit yet. Choose others for them.",
                                      n_conflicts),
                            n_conflicts);
  if (n_unknown > 0)
    return g_strdup (_ ("Not every time is checked yet."));
  return NULL;
}
