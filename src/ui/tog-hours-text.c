#include "config.h"

#include "tog-hours-text.h"

#include "tog-format.h"
#include "tog-zone-list.h"

#include <glib/gi18n.h>

#define DAY_MINUTES 1440

/* A Monday, so that days can be named that belong to no week in particular. */
#define SOME_MONDAY 4

/**
 * tog_hours_text_dup_time:
 * @minute: minutes after a day's midnight, up to that of the day after the next
 *
 * Returns: (transfer full): "18:30", and where that is past the day "02:00 (next day)"
 */
char *
tog_hours_text_dup_time (int minute)
{
  g_autofree char *time = tog_format_minute (minute % DAY_MINUTES);

  if (minute < DAY_MINUTES)
    return g_steal_pointer (&time);
  if (minute == DAY_MINUTES)
    return g_strdup (C_ ("end of working hours", "Midnight"));
  /* Translators: a time of day. */
  return g_strdup_printf (_ ("%s (next day)"), time);
}

/**
 * tog_hours_text_dup_range:
 * @from: minutes after midnight
 * @to: minutes after the same midnight
 *
 * Returns: (transfer full): "09:00 – 18:30"
 */
char *
tog_hours_text_dup_range (int from, int to)
{
  g_autoptr (TogZone) utc = tog_zone_utc ();

  return tog_format_time_range (utc, (TogSlot){ from * TOG_MINUTE, to * TOG_MINUTE });
}

/**
 * tog_hours_text_dup_ranges:
 * @ranges: (array length=n_ranges): of a day
 *
 * Returns: (transfer full): "09:00 – 12:00, 14:00 – 18:30", or that it is a day off
 */
char *
tog_hours_text_dup_ranges (const TogWorkingRange *ranges, gsize n_ranges)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  if (n_ranges == 0)
    return g_strdup (_ ("Day off"));
  for (gsize i = 0; i < n_ranges; i++)
    g_ptr_array_add (texts, tog_hours_text_dup_range (ranges[i].from, ranges[i].to));
  g_ptr_array_add (texts, NULL);
  /* Translators: between times of a day: "09:00 – 12:00, 14:00 – 18:30". */
  return g_strjoinv (C_ ("between times", ", "), (char **) texts->pdata);
}

/**
 * tog_hours_text_dup_weekday:
 * @weekday: 1 (Monday) to 7 (Sunday)
 *
 * Returns: (transfer full): its name
 */
char *
tog_hours_text_dup_weekday (int weekday)
{
  return tog_format_weekday (SOME_MONDAY + weekday - 1);
}

/**
 * tog_hours_text_dup_seconds:
 * @seconds: kept free, or of notice
 *
 * Returns: (transfer full): "4 hours", "2 days", "None"
 */
char *
tog_hours_text_dup_seconds (gint64 seconds)
{
  int days = (int) (seconds / TOG_DAY_SECONDS);

  if (seconds == 0)
    return g_strdup (C_ ("time", "None"));
  if (seconds % TOG_DAY_SECONDS == 0)
    return g_strdup_printf (ngettext ("%d day", "%d days", days), days);
  return tog_format_duration (seconds);
}

/**
 * tog_hours_text_dup_limit:
 * @limit: of sessions in a week, 0 for any number
 */
char *
tog_hours_text_dup_limit (int limit)
{
  return limit == 0 ? g_strdup (_ ("Any number"))
                    : g_strdup_printf (ngettext ("%d session", "%d sessions", limit), limit);
}

static char *
dup_day (const TogWorkingHours *hours, int weekday)
{
  g_autoptr (GArray) day = g_array_new (FALSE, FALSE, sizeof (TogWorkingRange));
  gsize n_ranges;
  const TogWorkingRange *ranges = tog_working_hours_get_ranges (hours, &n_ranges);

  for (gsize i = 0; i < n_ranges; i++)
    if (ranges[i].weekday == weekday)
      g_array_append_val (day, ranges[i]);
  return tog_hours_text_dup_ranges ((const TogWorkingRange *) (void *) day->data, day->len);
}

static char *
dup_exceptions (const TogWorkingHours *hours)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize n_exceptions;
  const TogHoursException *exceptions = tog_working_hours_get_exceptions (hours, &n_exceptions);

  for (gsize i = 0; i < n_exceptions; i++)
    {
      g_autofree char *day = tog_format_dated_day (exceptions[i].day);
      g_autofree char *ranges =
          tog_hours_text_dup_ranges (exceptions[i].ranges, exceptions[i].n_ranges);

      if (i > 0)
        g_string_append (text, C_ ("between exceptions", "; "));
      g_string_append_printf (text, "%s, %s", day, ranges);
    }
  if (text->len == 0)
    g_string_append (text, C_ ("exceptions", "None"));
  return g_strdup (text->str);
}

static char *
dup_visibility (TogVisibility visibility)
{
  return g_strdup (visibility == TOG_VISIBILITY_BUSY ? _ ("When You Are Busy") : _ ("Nothing"));
}

/* Takes over both texts. */
static void
add_difference (GString *text, const char *what, char *theirs, char *mine)
{
  if (!g_str_equal (theirs, mine))
    {
      if (text->len > 0)
        g_string_append_c (text, '\n');
      /* Translators: what was changed, how it is on the server, and how it is here:
       * "Monday: 09:00 – 17:00, yours: Day off". */
      g_string_append_printf (text, _ ("%s: %s, yours: %s"), what, theirs, mine);
    }
  g_free (theirs);
  g_free (mine);
}

/**
 * tog_hours_text_dup_difference:
 * @theirs: as the server has them
 * @mine: as they are here
 *
 * Returns: (transfer full): a line for all that is another
 */
char *
tog_hours_text_dup_difference (const TogAvailabilitySettings *theirs,
                               const TogAvailabilitySettings *mine)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int weekday = 1; weekday <= 7; weekday++)
    {
      g_autofree char *name = tog_hours_text_dup_weekday (weekday);

      add_difference (text, name, dup_day (theirs->hours, weekday), dup_day (mine->hours, weekday));
    }
  add_difference (
      text, _ ("Exceptions"), dup_exceptions (theirs->hours), dup_exceptions (mine->hours));
  add_difference (text,
                  _ ("Free Before a Session"),
                  tog_hours_text_dup_seconds (theirs->buffer_before),
                  tog_hours_text_dup_seconds (mine->buffer_before));
  add_difference (text,
                  _ ("Free After a Session"),
                  tog_hours_text_dup_seconds (theirs->buffer_after),
                  tog_hours_text_dup_seconds (mine->buffer_after));
  add_difference (text,
                  _ ("Notice You Need"),
                  tog_hours_text_dup_seconds (theirs->minimum_notice),
                  tog_hours_text_dup_seconds (mine->minimum_notice));
  add_difference (text,
                  _ ("Sessions a Week at Most"),
                  tog_hours_text_dup_limit (theirs->week_limit),
                  tog_hours_text_dup_limit (mine->week_limit));
  add_difference (text,
                  _ ("Time Zone"),
                  tog_zone_name_to_city (theirs->zone),
                  tog_zone_name_to_city (mine->zone));
  add_difference (text,
                  _ ("Others See"),
                  dup_visibility (theirs->visibility),
                  dup_visibility (mine->visibility));
  return g_strdup (text->str);
}
