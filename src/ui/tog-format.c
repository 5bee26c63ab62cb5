#include "config.h"

#include "tog-format.h"

#include "tog-zone-list.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <langinfo.h>
#include <string.h>

/* Left-to-right isolate, first-strong isolate, and their end (Unicode Standard Annex 9). */
#define LRI "\xe2\x81\xa6"
#define FSI "\xe2\x81\xa8"
#define PDI "\xe2\x81\xa9"

static TogClockStyle clock_style = TOG_CLOCK_LOCALE;

/* In text that runs from right to left a time would be torn apart at its colon
 * or dash; elsewhere the marks would only be in a searcher's way. */
static char *
isolate (char *text)
{
  g_autofree char *owned = text;

  if (gtk_widget_get_default_direction () != GTK_TEXT_DIR_RTL)
    return g_steal_pointer (&owned);

  return g_strconcat (LRI, owned, PDI, NULL);
}

static gboolean
shows_12_hours (void)
{
  const char *locale_format;

  switch (clock_style)
    {
    case TOG_CLOCK_24_HOURS:
      return FALSE;
    case TOG_CLOCK_12_HOURS:
      return TRUE;
    case TOG_CLOCK_LOCALE:
    default:
      locale_format = nl_langinfo (T_FMT);
      return strstr (locale_format, "%r") != NULL || strstr (locale_format, "%I") != NULL ||
             strstr (locale_format, "%l") != NULL || strstr (locale_format, "%p") != NULL;
    }
}

static GDateTime *
date_time_new_for_day (TogDay day)
{
  int year, month, month_day;

  tog_day_to_civil (day, &year, &month, &month_day);

  return g_date_time_new_utc (year, month, month_day, 0, 0, 0);
}

static char *
format_day_as (TogDay day, const char *format)
{
  g_autoptr (GDateTime) date_time = date_time_new_for_day (day);

  return date_time != NULL ? g_date_time_format (date_time, format) : tog_day_format (day);
}

static gboolean
is_same_year (TogDay a, TogDay b)
{
  int year_a, year_b, month, month_day;

  tog_day_to_civil (a, &year_a, &month, &month_day);
  tog_day_to_civil (b, &year_b, &month, &month_day);

  return year_a == year_b;
}

static char *
format_time_of_day (int minute)
{
  g_autoptr (GDateTime) date_time = g_date_time_new_utc (2000, 1, 1, minute / 60, minute % 60, 0);

  /* Translators: a time of day by the 12-hour and by the 24-hour clock, see strftime(3). */
  return g_date_time_format (date_time, shows_12_hours () ? _ ("%-I:%M %p") : _ ("%H:%M"));
}

static char *
format_time_of_instant (const TogZone *zone, TogInstant instant)
{
  return format_time_of_day (tog_zone_to_wall (zone, instant).second / TOG_MINUTE);
}

/**
 * tog_format_set_clock_style:
 *
 * Sets how times of day are written from now on: the desktop's setting, which
 * wins over the locale's habit.
 */
void
tog_format_set_clock_style (TogClockStyle style)
{
  clock_style = style;
}

/**
 * tog_format_get_first_weekday:
 *
 * The weekday with which weeks begin in the locale: 1 is Monday, 7 Sunday (ISO 8601).
 */
int
tog_format_get_first_weekday (void)
{
  /* glibc keeps a weekday counted from a reference day, which is itself a
   * number disguised as a pointer: 19971130, a Sunday, or 19971201, a Monday. */
  int counted = nl_langinfo (_NL_TIME_FIRST_WEEKDAY)[0];
  guint reference = GPOINTER_TO_UINT (nl_langinfo (_NL_TIME_WEEK_1STDAY));
  int weekday = reference == 19971130 ? counted - 1 : counted;

  return weekday < 1 || weekday > 7 ? 7 : weekday;
}

/**
 * tog_format_get_now:
 *
 * The present by this computer's clock.
 */
TogInstant
tog_format_get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/**
 * tog_format_get_local_zone:
 *
 * The desktop's time zone, in which everything is shown unless said otherwise;
 * UTC if the system's has no name that it knows.
 *
 * Returns: (transfer full)
 */
TogZone *
tog_format_get_local_zone (void)
{
  g_autofree char *name = tog_zone_get_local ();
  TogZone *zone = name != NULL ? tog_zone_lookup (name, NULL) : NULL;

  return zone != NULL ? zone : tog_zone_utc ();
}

/**
 * tog_format_minute:
 * @minute: minutes after midnight, 0 to 1439
 *
 * A time of day, such as "08:00" or "8:00 AM".
 */
char *
tog_format_minute (int minute)
{
  return isolate (format_time_of_day (minute));
}

/**
 * tog_format_time:
 *
 * What the clock on the wall shows at @instant.
 */
char *
tog_format_time (const TogZone *zone, TogInstant instant)
{
  return isolate (format_time_of_instant (zone, instant));
}

/**
 * tog_format_time_range:
 *
 * When something begins and ends, such as "11:15 – 12:00".
 */
char *
tog_format_time_range (const TogZone *zone, TogSlot slot)
{
  g_autofree char *start = format_time_of_instant (zone, slot.start);
  g_autofree char *end = format_time_of_instant (zone, slot.end);

  /* Translators: from one time of day to another: "11:15 – 12:00". */
  return isolate (g_strdup_printf (_ ("%s – %s"), start, end));
}

/**
 * tog_format_day:
 *
 * A day in full, such as "Tuesday 24 November"; with its year unless that is @today's.
 */
char *
tog_format_day (TogDay day, TogDay today)
{
  /* Translators: a day in this year and in another one, see strftime(3). */
  return format_day_as (day, is_same_year (day, today) ? _ ("%A %-d %B") : _ ("%A %-d %B %Y"));
}

/**
 * tog_format_short_day:
 *
 * A day without its weekday, such as "24 November".
 */
char *
tog_format_short_day (TogDay day, TogDay today)
{
  /* Translators: a day without its weekday in this year and in another one, see strftime(3). */
  return format_day_as (day, is_same_year (day, today) ? _ ("%-d %B") : _ ("%-d %B %Y"));
}

/**
 * tog_format_dated_day:
 *
 * A day with its year, whichever that is: "24 November 2026".
 */
char *
tog_format_dated_day (TogDay day)
{
  return format_day_as (day, _ ("%-d %B %Y"));
}

static char *
format_day_within (TogDay day, TogDay today)
{
  if (day == today)
    /* Translators: after a comma or a colon: "Scheduled, today, 11:00". */
    return g_strdup (C_ ("within a sentence", "today"));
  if (day == today + 1)
    return g_strdup (C_ ("within a sentence", "tomorrow"));
  if (day == today - 1)
    return g_strdup (C_ ("within a sentence", "yesterday"));

  return tog_format_day (day, today);
}

/**
 * tog_format_relative_day:
 *
 * A day as one would say it on @today: "Today", "Tomorrow" or the day in full.
 */
char *
tog_format_relative_day (TogDay day, TogDay today)
{
  if (day == today)
    return g_strdup (_ ("Today"));
  if (day == today + 1)
    return g_strdup (_ ("Tomorrow"));
  if (day == today - 1)
    return g_strdup (_ ("Yesterday"));

  return tog_format_day (day, today);
}

/**
 * tog_format_compact_day:
 *
 * As tog_format_relative_day(), but a day farther off in short: "Tue 24 Nov".
 */
char *
tog_format_compact_day (TogDay day, TogDay today)
{
  if (ABS (day - today) <= 1)
    return tog_format_relative_day (day, today);

  /* Translators: a day in short, see strftime(3). */
  return format_day_as (day, _ ("%a %-d %b"));
}

/**
 * tog_format_weekday:
 *
 * The day's name in full, such as "Tuesday".
 */
char *
tog_format_weekday (TogDay day)
{
  return format_day_as (day, "%A");
}

/**
 * tog_format_short_weekday:
 *
 * The day's name in short, such as "Tue".
 */
char *
tog_format_short_weekday (TogDay day)
{
  return format_day_as (day, "%a");
}

/**
 * tog_format_short_month:
 *
 * The name of the day's month in short, such as "Nov".
 */
char *
tog_format_short_month (TogDay day)
{
  return format_day_as (day, "%b");
}

/**
 * tog_format_short_month_within:
 *
 * The same, with its year unless that is @today's: "Nov", "Jun 2025".
 */
char *
tog_format_short_month_within (TogDay day, TogDay today)
{
  /* Translators: a month in short and its year, see strftime(3). */
  return format_day_as (day, is_same_year (day, today) ? "%b" : _ ("%b %Y"));
}

/**
 * tog_format_month_day:
 *
 * The day's number in its month.
 */
char *
tog_format_month_day (TogDay day)
{
  return format_day_as (day, "%-d");
}

/**
 * tog_format_when:
 * @zone: the user's: what is tomorrow for somebody else may be today for them
 *
 * An instant as one would say it at @now: "Today, 11:00" or "Tuesday 24 November, 11:15".
 */
char *
tog_format_when (const TogZone *zone, TogInstant instant, TogInstant now)
{
  TogDay today = tog_zone_to_wall (zone, now).day;
  g_autofree char *day = tog_format_relative_day (tog_zone_to_wall (zone, instant).day, today);
  g_autofree char *time = tog_format_time (zone, instant);

  /* Translators: a day, then a time: "Today, 11:00". */
  return g_strdup_printf (_ ("%s, %s"), day, time);
}

/**
 * tog_format_when_within:
 * @zone: the user's
 *
 * As tog_format_when(), but after a comma or a colon: "today, 11:00".
 */
char *
tog_format_when_within (const TogZone *zone, TogInstant instant, TogInstant now)
{
  TogDay today = tog_zone_to_wall (zone, now).day;
  g_autofree char *day = format_day_within (tog_zone_to_wall (zone, instant).day, today);
  g_autofree char *time = tog_format_time (zone, instant);

  return g_strdup_printf (_ ("%s, %s"), day, time);
}

/* A time of somebody else's, beside the user's own: with its date only where that
 * is another one, and never by a word that would contradict the user's "Today". */
static char *
add_day_there (char *time, const TogZone *theirs, const TogZone *mine, TogInstant instant)
{
  TogDay my_day = tog_zone_to_wall (mine, instant).day;
  TogDay their_day = tog_zone_to_wall (theirs, instant).day;
  g_autofree char *owned = time;
  g_autofree char *day = NULL;

  if (my_day == their_day)
    return g_steal_pointer (&owned);

  day = tog_format_day (their_day, my_day);
  return g_strdup_printf (_ ("%s, %s"), day, owned);
}

/**
 * tog_format_time_there:
 * @theirs: zone of somebody else
 * @mine: the user's
 *
 * What the clock shows elsewhere at an instant that was said in the user's zone:
 * "12:00", or "Tuesday 24 November, 00:00" where it is another day.
 */
char *
tog_format_time_there (const TogZone *theirs, const TogZone *mine, TogInstant instant)
{
  return add_day_there (tog_format_time (theirs, instant), theirs, mine, instant);
}

/**
 * tog_format_session_time_there:
 * @theirs: zone of somebody else
 * @mine: the user's
 *
 * When something is elsewhere that tog_format_session_time() said for the user:
 * "17:00 – 17:45", or "Tuesday 24 November, 00:00 – 00:45" where it is another day.
 */
char *
tog_format_session_time_there (const TogZone *theirs, const TogZone *mine, TogSlot slot)
{
  return add_day_there (tog_format_time_range (theirs, slot), theirs, mine, slot.start);
}

/**
 * tog_format_session_time:
 * @zone: the user's
 *
 * When something is, such as "Today, 11:00 – 11:45".
 */
char *
tog_format_session_time (const TogZone *zone, TogSlot slot, TogInstant now)
{
  TogDay today = tog_zone_to_wall (zone, now).day;
  g_autofree char *day = tog_format_relative_day (tog_zone_to_wall (zone, slot.start).day, today);
  g_autofree char *range = tog_format_time_range (zone, slot);

  return g_strdup_printf (_ ("%s, %s"), day, range);
}

/**
 * tog_format_event_time:
 * @zone: the user's
 *
 * When something is that somebody may have put into a calendar by hand: as
 * tog_format_session_time() says it, or "Monday 30 November, all day".
 */
char *
tog_format_event_time (const TogZone *zone, TogSlot slot, TogInstant now)
{
  TogDay today = tog_zone_to_wall (zone, now).day;
  TogDay first = tog_zone_to_wall (zone, slot.start).day;
  TogDay last = tog_zone_to_wall (zone, slot.end).day - 1;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (!tog_zone_is_whole_days (zone, slot))
    return tog_format_session_time (zone, slot, now);
  from = tog_format_relative_day (first, today);
  if (first == last)
    /* Translators: a day. */
    return g_strdup_printf (_ ("%s, all day"), from);
  to = tog_format_day (last, today);
  /* Translators: the first day and the last one. */
  return g_strdup_printf (_ ("%s – %s, all day"), from, to);
}

/**
 * tog_format_duration:
 *
 * How long something takes, in words: "45 minutes", "1 hour 15 minutes".
 */
char *
tog_format_duration (gint64 seconds)
{
  int hours = (int) (seconds / TOG_HOUR);
  int minutes = (int) (seconds % TOG_HOUR / TOG_MINUTE);
  g_autofree char *hours_text = g_strdup_printf (ngettext ("%d hour", "%d hours", hours), hours);
  g_autofree char *minutes_text =
      g_strdup_printf (ngettext ("%d minute", "%d minutes", minutes), minutes);

  if (hours == 0)
    return g_steal_pointer (&minutes_text);
  if (minutes == 0)
    return g_steal_pointer (&hours_text);

  /* Translators: "1 hour", then "15 minutes". */
  return g_strdup_printf (_ ("%s %s"), hours_text, minutes_text);
}

/**
 * tog_format_short_duration:
 *
 * How long something takes, where there is little room: "45 min", "1 h 15 min".
 */
char *
tog_format_short_duration (gint64 seconds)
{
  int hours = (int) (seconds / TOG_HOUR);
  int minutes = (int) (seconds % TOG_HOUR / TOG_MINUTE);

  if (hours == 0)
    return g_strdup_printf (_ ("%d min"), minutes);
  if (minutes == 0)
    return g_strdup_printf (_ ("%d h"), hours);

  return g_strdup_printf (_ ("%d h %d min"), hours, minutes);
}

/**
 * tog_format_until:
 * @seconds: until it begins; not more than 0 if it has
 *
 * How soon something begins: "in 48 minutes", "in 3 days".
 */
char *
tog_format_until (gint64 seconds)
{
  /* A minute that has begun still counts, so that "in 0 minutes" is never said. */
  gint64 minutes = (seconds + TOG_MINUTE - 1) / TOG_MINUTE;
  int hours = (int) ((seconds + TOG_HOUR / 2) / TOG_HOUR);
  int days = (int) ((seconds + TOG_DAY_SECONDS / 2) / TOG_DAY_SECONDS);

  if (seconds <= 0)
    return g_strdup (_ ("now"));
  if (minutes < 90)
    return g_strdup_printf (ngettext ("in %d minute", "in %d minutes", minutes), (int) minutes);
  /* Up to two days off it may still be tomorrow. */
  if (hours < 48)
    return g_strdup_printf (ngettext ("in %d hour", "in %d hours", hours), hours);

  return g_strdup_printf (ngettext ("in %d day", "in %d days", days), days);
}

/**
 * tog_format_ago:
 * @seconds: since it was
 *
 * How long ago something was: "just now", "2 hours ago".
 */
char *
tog_format_ago (gint64 seconds)
{
  int minutes = (int) (seconds / TOG_MINUTE);
  int hours = (int) (seconds / TOG_HOUR);
  int days = (int) (seconds / TOG_DAY_SECONDS);

  if (seconds < TOG_MINUTE)
    return g_strdup (_ ("just now"));
  if (hours == 0)
    return g_strdup_printf (ngettext ("%d minute ago", "%d minutes ago", minutes), minutes);
  if (days == 0)
    return g_strdup_printf (ngettext ("%d hour ago", "%d hours ago", hours), hours);

  return g_strdup_printf (ngettext ("%d day ago", "%d days ago", days), days);
}

/**
 * tog_format_name:
 *
 * A name within a sentence or a list, which must not mix with what is beside it
 * where the two are read in different directions.
 */
char *
tog_format_name (const char *name)
{
  if (gtk_widget_get_default_direction () != GTK_TEXT_DIR_RTL)
    return g_strdup (name);

  return g_strconcat (FSI, name, PDI, NULL);
}

/**
 * tog_format_count:
 * @n: how many
 * @unsure: whether there may be more
 *
 * A number of people, such as "4" or "4?".
 */
char *
tog_format_count (guint n, gboolean unsure)
{
  /* Translators: how many people for sure; more may be able to. */
  return isolate (unsure ? g_strdup_printf (_ ("%u?"), n) : g_strdup_printf ("%u", n));
}

/**
 * tog_format_count_range:
 * @least: the least of them
 * @most: the most of them
 *
 * A range of numbers, such as "42–49", or "42" where both are the same.
 */
char *
tog_format_count_range (guint least, guint most)
{
  if (least == most)
    return tog_format_count (least, FALSE);
  /* Translators: a range of numbers. */
  return isolate (g_strdup_printf (C_ ("numbers", "%u–%u"), least, most));
}

/**
 * tog_format_utc_offset:
 * @seconds: east of wherever it is counted from
 *
 * A difference between two clocks, such as "+5:45" or "−3:00".
 */
char *
tog_format_utc_offset (gint32 seconds)
{
  int minutes = ABS (seconds) / TOG_MINUTE;

  return isolate (g_strdup_printf (
      "%s%d:%02d", seconds < 0 ? "\xe2\x88\x92" : "+", minutes / 60, minutes % 60));
}

/**
 * tog_format_ahead:
 * @seconds: how far another clock is ahead of mine; negative if behind
 *
 * How another clock stands to mine: "5 h 45 min ahead of you", "same time as you".
 */
char *
tog_format_ahead (gint32 seconds)
{
  g_autofree char *difference = tog_format_short_duration (ABS (seconds));

  if (seconds == 0)
    return g_strdup (_ ("same time as you"));
  if (seconds > 0)
    return g_strdup_printf (_ ("%s ahead of you"), difference);

  return g_strdup_printf (_ ("%s behind you"), difference);
}
