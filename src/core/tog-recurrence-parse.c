#include "config.h"

#include "tog-recurrence.h"

#include "tog-error.h"

#include <string.h>

#define MAX_INTERVAL 1000000
#define MAX_COUNT 100000000

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, TOG_ERROR, TOG_ERROR_MALFORMED, "the recurrence rule %s", what);
  return FALSE;
}

static gboolean
parse_uint (const char *text, guint maximum, guint *number)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 1, maximum, &value, NULL))
    return FALSE;
  *number = value;
  return TRUE;
}

static gboolean
parse_numbers (const char *text, int minimum, int maximum, TogNumberSet *set)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      gint64 number;
      const char *word = words[i][0] == '+' ? words[i] + 1 : words[i];
      guint n;

      if (!g_ascii_string_to_signed (word, 10, minimum, maximum, &number, NULL) ||
          (number == 0 && minimum < 0))
        return FALSE;
      n = ABS (number);
      set->bits[number < 0][n / 64] |= G_GUINT64_CONSTANT (1) << (n % 64);
      set->is_given = TRUE;
    }
  return set->is_given;
}

static int
parse_weekday (const char *text)
{
  static const char names[][3] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (names[i], text) == 0)
      return i + 1;
  return 0;
}

static gboolean
add_nth (TogRecurrence *rule, int number, int weekday)
{
  for (guint i = 0; i < rule->n_nth; i++)
    if (rule->nth[i].number == number && rule->nth[i].weekday == weekday)
      return TRUE;
  if (rule->n_nth == G_N_ELEMENTS (rule->nth))
    return FALSE;
  rule->nth[rule->n_nth].number = number;
  rule->nth[rule->n_nth].weekday = weekday;
  rule->n_nth++;
  return TRUE;
}

static gboolean
parse_weekdays (const char *text, TogRecurrence *rule)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      gsize length = strlen (words[i]);
      int weekday = length < 2 ? 0 : parse_weekday (words[i] + length - 2);
      g_autofree char *number = NULL;
      gint64 value;

      if (weekday == 0)
        return FALSE;
      if (length == 2)
        {
          rule->weekdays |= 1u << weekday;
          continue;
        }
      number = g_strndup (words[i], length - 2);
      if (!g_ascii_string_to_signed (number + (*number == '+'), 10, -53, 53, &value, NULL) ||
          value == 0 || !add_nth (rule, value, weekday))
        return FALSE;
    }
  return words[0] != NULL;
}

static gboolean
parse_frequency (const char *text, TogFrequency *frequency)
{
  static const char *const names[] = {
    "YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (names[i], text) == 0)
      {
        *frequency = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse_part (TogRecurrence *rule, const char *name, const char *value)
{
  if (g_str_equal (name, "FREQ"))
    return parse_frequency (value, &rule->frequency);
  if (g_str_equal (name, "INTERVAL"))
    return parse_uint (value, MAX_INTERVAL, &rule->interval);
  if (g_str_equal (name, "COUNT"))
    return parse_uint (value, MAX_COUNT, &rule->count);
  if (g_str_equal (name, "UNTIL"))
    return rule->has_until = tog_ical_parse_time (value, strlen (value), &rule->until);
  if (g_str_equal (name, "WKST"))
    return (rule->week_start = parse_weekday (value)) != 0;
  if (g_str_equal (name, "BYSECOND"))
    return parse_numbers (value, 0, 60, &rule->by_second);
  if (g_str_equal (name, "BYMINUTE"))
    return parse_numbers (value, 0, 59, &rule->by_minute);
  if (g_str_equal (name, "BYHOUR"))
    return parse_numbers (value, 0, 23, &rule->by_hour);
  if (g_str_equal (name, "BYDAY"))
    return parse_weekdays (value, rule);
  if (g_str_equal (name, "BYMONTHDAY"))
    return parse_numbers (value, -31, 31, &rule->by_month_day);
  if (g_str_equal (name, "BYYEARDAY"))
    return parse_numbers (value, -366, 366, &rule->by_year_day);
  if (g_str_equal (name, "BYWEEKNO"))
    return parse_numbers (value, -53, 53, &rule->by_week_no);
  if (g_str_equal (name, "BYMONTH"))
    return parse_numbers (value, 1, 12, &rule->by_month);
  if (g_str_equal (name, "BYSETPOS"))
    return parse_numbers (value, -366, 366, &rule->by_set_pos);
  if (g_str_equal (name, "RSCALE"))
    return g_ascii_strcasecmp (value, "GREGORIAN") == 0;
  /* RFC 5545 allows no others, and one that meant something can't be guessed;
   * but what begins with X- or says what is the default anyway is harmless. */
  return g_str_has_prefix (name, "X-") ||
         (g_str_equal (name, "SKIP") && g_ascii_strcasecmp (value, "OMIT") == 0);
}

/**
 * tog_recurrence_parse:
 * @text: the value of an RRULE
 * @rule: (out caller-allocates): the rule
 *
 * Returns: whether it is a rule that can be expanded
 */
gboolean
tog_recurrence_parse (const char *text, TogRecurrence *rule, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);
  gboolean has_frequency = FALSE;

  *rule = (TogRecurrence){ .interval = 1, .week_start = 1 };
  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *value = strchr (parts[i], '=');
      g_autofree char *name = NULL;

      if (parts[i][0] == '\0')
        continue;
      if (value == NULL)
        return fail (error, "has a part without a value");
      *value++ = '\0';
      name = g_ascii_strup (parts[i], -1);
      if (!parse_part (rule, name, value))
        return fail (error, "has a part that can't be understood");
      has_frequency |= g_str_equal (name, "FREQ");
    }
  if (!has_frequency)
    return fail (error, "has no frequency");
  return TRUE;
}
