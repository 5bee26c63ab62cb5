#include "config.h"

#include "tog-tzif.h"

#include "tog-error.h"

#include <string.h>

/* The years for which a footer's rule is written out, as far as no transitions are given. */
#define FIRST_YEAR 1970
#define LAST_YEAR 2100

#define HEADER_SIZE 44
#define TYPE_SIZE 6

/* RFC 9636 section 3.2: offsets are more than -25 and less than 26 hours. */
#define MIN_OFFSET (-25 * TOG_HOUR + 1)
#define MAX_OFFSET (26 * TOG_HOUR - 1)

/* POSIX has a day's change at 0 to 24 hours, RFC 9636 section 3.3.1 widens it. */
#define MAX_CHANGE_HOURS 167

typedef struct
{
  guint8 version;
  guint32 n_ut_indicators;
  guint32 n_standard_indicators;
  guint32 n_leaps;
  guint32 n_times;
  guint32 n_types;
  guint32 n_chars;
} Header;

/* When a year's clocks change: one of the three forms that POSIX has. */
typedef struct
{
  enum
  {
    CHANGE_WEEKDAY,
    CHANGE_DAY_WITHOUT_LEAP,
    CHANGE_DAY,
  } form;
  int month;
  int week;
  int day;
  int second;
} Change;

typedef struct
{
  gint32 standard_offset;
  gint32 summer_offset;
  gboolean has_summer;
  Change to_summer;
  Change to_standard;
} Rule;

static gboolean
fail (GError **error, const char *reason)
{
  g_set_error (
      error, TOG_ERROR, TOG_ERROR_MALFORMED, "Its file in the tz database is damaged: %s", reason);

  return FALSE;
}

static guint32
read_be32 (const guint8 *data)
{
  guint32 value;

  memcpy (&value, data, sizeof value);

  return GUINT32_FROM_BE (value);
}

static guint64
read_be64 (const guint8 *data)
{
  guint64 value;

  memcpy (&value, data, sizeof value);

  return GUINT64_FROM_BE (value);
}

static gboolean
read_header (const guint8 *data, gsize size, Header *header)
{
  if (size < HEADER_SIZE || memcmp (data, "TZif", 4) != 0)
    return FALSE;

  *header = (Header){
    .version = data[4],
    .n_ut_indicators = read_be32 (data + 20),
    .n_standard_indicators = read_be32 (data + 24),
    .n_leaps = read_be32 (data + 28),
    .n_times = read_be32 (data + 32),
    .n_types = read_be32 (data + 36),
    .n_chars = read_be32 (data + 40),
  };

  return TRUE;
}

/* Bytes after a header, where a time has @time_size bytes; 32-bit counts can't overflow it. */
static guint64
measure_block (const Header *header, guint time_size)
{
  return (guint64) header->n_times * (time_size + 1) + (guint64) header->n_types * TYPE_SIZE +
         header->n_chars + (guint64) header->n_leaps * (time_size + 4) +
         header->n_standard_indicators + header->n_ut_indicators;
}

static gboolean
is_offset (gint64 offset)
{
  return offset >= MIN_OFFSET && offset <= MAX_OFFSET;
}

/*
 * Adds a change. Of two at one instant the later one counts: so one year's end of
 * summer time gives way to the next one's beginning. One that is out of order,
 * as only an absurd rule makes it, is passed over.
 */
static void
append (GArray *transitions, TogInstant at, gint32 offset)
{
  TogTransition transition = { at, offset };
  TogTransition *last = NULL;

  if (transitions->len > 0)
    last = &g_array_index (transitions, TogTransition, transitions->len - 1);

  if (last == NULL || last->at < at)
    g_array_append_val (transitions, transition);
  else if (last->at == at)
    *last = transition;
}

static gboolean
read_block (const guint8 *data,
            const Header *header,
            guint time_size,
            GArray *transitions,
            gint32 *first_offset,
            GError **error)
{
  const guint8 *times = data;
  const guint8 *indices = times + (gsize) header->n_times * time_size;
  const guint8 *types = indices + header->n_times;
  TogInstant previous = G_MININT64;

  if (header->n_types == 0 || header->n_types > 256)
    return fail (error, "it has no offsets, or too many");

  for (guint32 i = 0; i < header->n_types; i++)
    {
      if (!is_offset ((gint32) read_be32 (types + (gsize) i * TYPE_SIZE)))
        return fail (error, "an offset is more than a day");
    }

  *first_offset = (gint32) read_be32 (types);

  for (guint32 i = 0; i < header->n_times; i++)
    {
      const guint8 *time = times + (gsize) i * time_size;
      TogInstant at = time_size == 8 ? (gint64) read_be64 (time) : (gint32) read_be32 (time);

      if (i > 0 && at <= previous)
        return fail (error, "its changes are not in order");
      if (indices[i] >= header->n_types)
        return fail (error, "a change is to an offset that is not there");

      append (transitions, at, (gint32) read_be32 (types + (gsize) indices[i] * TYPE_SIZE));
      previous = at;
    }

  return TRUE;
}

static gboolean
parse_char (const char **text, char expected)
{
  if (**text != expected)
    return FALSE;

  (*text)++;

  return TRUE;
}

static gboolean
parse_number (const char **text, int min, int max, int *number)
{
  int value = 0;

  if (!g_ascii_isdigit (**text))
    return FALSE;

  while (g_ascii_isdigit (**text))
    {
      value = value * 10 + *(*text)++ - '0';
      if (value > max)
        return FALSE;
    }

  *number = value;

  return value >= min;
}

/* [+-]hh[:mm[:ss]] */
static gboolean
parse_time (const char **text, int max_hours, int *seconds)
{
  int sign = 1;
  int hour;
  int minute = 0;
  int second = 0;

  if (parse_char (text, '-'))
    sign = -1;
  else
    parse_char (text, '+');

  if (!parse_number (text, 0, max_hours, &hour))
    return FALSE;
  if (parse_char (text, ':') && !parse_number (text, 0, 59, &minute))
    return FALSE;
  if (parse_char (text, ':') && !parse_number (text, 0, 59, &second))
    return FALSE;

  *seconds = sign * (hour * TOG_HOUR + minute * TOG_MINUTE + second);

  return TRUE;
}

/* The abbreviation's text is of no use: it is not unique and not translated. */
static gboolean
skip_abbreviation (const char **text)
{
  gsize length;

  if (parse_char (text, '<'))
    {
      length = strcspn (*text, ">");
      *text += length;
      return length >= 3 && parse_char (text, '>');
    }

  for (length = 0; g_ascii_isalpha (**text); length++)
    (*text)++;

  return length >= 3;
}

static gboolean
parse_change (const char **text, Change *change)
{
  gboolean parsed;

  if (!parse_char (text, ','))
    return FALSE;

  if (parse_char (text, 'M'))
    {
      change->form = CHANGE_WEEKDAY;
      parsed = parse_number (text, 1, 12, &change->month) && parse_char (text, '.') &&
               parse_number (text, 1, 5, &change->week) && parse_char (text, '.') &&
               parse_number (text, 0, 6, &change->day);
    }
  else if (parse_char (text, 'J'))
    {
      change->form = CHANGE_DAY_WITHOUT_LEAP;
      parsed = parse_number (text, 1, 365, &change->day);
    }
  else
    {
      change->form = CHANGE_DAY;
      parsed = parse_number (text, 0, 365, &change->day);
    }

  change->second = 2 * TOG_HOUR;
  if (parsed && parse_char (text, '/'))
    parsed = parse_time (text, MAX_CHANGE_HOURS, &change->second);

  return parsed;
}

/* POSIX counts offsets west of UTC as positive. */
static gboolean
parse_offset (const char **text, gint32 *offset)
{
  int seconds;

  if (!parse_time (text, 25, &seconds))
    return FALSE;

  *offset = -seconds;

  return is_offset (*offset);
}

static gboolean
parse_rule (const char *text, Rule *rule)
{
  if (!skip_abbreviation (&text) || !parse_offset (&text, &rule->standard_offset))
    return FALSE;

  rule->has_summer = *text != '\0';
  if (!rule->has_summer)
    return TRUE;

  if (!skip_abbreviation (&text))
    return FALSE;

  rule->summer_offset = rule->standard_offset + TOG_HOUR;
  if (*text != ',' && !parse_offset (&text, &rule->summer_offset))
    return FALSE;

  return parse_change (&text, &rule->to_summer) && parse_change (&text, &rule->to_standard) &&
         *text == '\0';
}

/* Finds the instant of @change in a year, in which @offset holds until then. */
static TogInstant
find_change (const Change *change, int year, gint32 offset)
{
  TogDay new_year = tog_day_from_civil (year, 1, 1);
  TogDay day = new_year;
  TogDay next_month;

  switch (change->form)
    {
    case CHANGE_WEEKDAY:
      day = tog_day_from_civil (year, change->month, 1);
      next_month = change->month == 12 ? tog_day_from_civil (year + 1, 1, 1)
                                       : tog_day_from_civil (year, change->month + 1, 1);
      /* POSIX has Sunday as 0, ISO 8601 as 7. */
      day += (change->day - tog_day_get_weekday (day) + 7) % 7 + (change->week - 1) * 7;
      /* The fifth one stands for the last one. */
      while (day >= next_month)
        day -= 7;
      break;

    case CHANGE_DAY_WITHOUT_LEAP:
      /* 29 February is never counted: day 60 is 1 March in every year. */
      day = new_year + change->day - 1;
      if (change->day >= 60)
        day += tog_day_from_civil (year, 3, 1) - new_year - 59;
      break;

    case CHANGE_DAY:
      day = new_year + change->day;
      break;

    default:
      g_assert_not_reached ();
    }

  return day * (gint64) TOG_DAY_SECONDS + change->second - offset;
}

/* Writes out the rule's changes after the last of @transitions. */
static void
append_rule (GArray *transitions, const Rule *rule)
{
  TogInstant last = G_MININT64;

  if (transitions->len > 0)
    last = g_array_index (transitions, TogTransition, transitions->len - 1).at;

  for (int year = FIRST_YEAR; year <= LAST_YEAR; year++)
    {
      TogTransition changes[2] = {
        { find_change (&rule->to_summer, year, rule->standard_offset), rule->summer_offset },
        { find_change (&rule->to_standard, year, rule->summer_offset), rule->standard_offset },
      };
      guint first = changes[0].at <= changes[1].at ? 0 : 1;

      for (guint i = 0; i < 2; i++)
        {
          const TogTransition *change = &changes[(first + i) % 2];

          if (change->at > last)
            append (transitions, change->at, change->offset);
        }
    }
}

static gboolean
read_footer (const guint8 *data, gsize size, GArray *transitions, GError **error)
{
  g_autofree char *text = NULL;
  const guint8 *end;
  Rule rule = { 0 };

  if (size < 2 || data[0] != '\n' || (end = memchr (data + 1, '\n', size - 1)) == NULL)
    return fail (error, "its footer was cut off");

  /* An empty footer says that nothing is known about later times. */
  if (end == data + 1)
    return TRUE;

  text = g_strndup ((const char *) data + 1, end - data - 1);
  if (!parse_rule (text, &rule))
    return fail (error, "its footer holds no rule");

  if (rule.has_summer)
    append_rule (transitions, &rule);

  return TRUE;
}

/**
 * tog_tzif_read:
 * @data: the contents of a file of the tz database
 * @size: bytes of it
 * @first_offset: (out): seconds east of UTC before the first transition
 * @error: return location for a #TOG_ERROR_MALFORMED error
 *
 * Reads time zone data in the format of RFC 9636. The rule in the footer is
 * written out through the year 2100; after that the last offset stays. Data that
 * counts leap seconds is refused, as #TogInstant doesn't count them.
 *
 * Returns: (transfer full) (element-type TogTransition): the transitions,
 *   ascending, or %NULL on error
 */
GArray *
tog_tzif_read (gconstpointer data, gsize size, gint32 *first_offset, GError **error)
{
  g_autoptr (GArray) transitions = g_array_new (FALSE, FALSE, sizeof (TogTransition));
  const guint8 *block = data;
  guint time_size = 4;
  Header header;

  if (!read_header (block, size, &header))
    {
      fail (error, "it does not begin as such data does");
      return NULL;
    }

  /* From version 2 on, a second block with times of 64 bits makes the first obsolete. */
  if (header.version >= '2')
    {
      guint64 skipped = HEADER_SIZE + measure_block (&header, time_size);

      if (skipped > size || !read_header (block + skipped, size - skipped, &header))
        {
          fail (error, "it was cut off");
          return NULL;
        }
      block += skipped;
      size -= skipped;
      time_size = 8;
    }

  block += HEADER_SIZE;
  size -= HEADER_SIZE;

  if (header.n_leaps > 0)
    {
      fail (error, "it counts leap seconds");
      return NULL;
    }
  if (measure_block (&header, time_size) > size)
    {
      fail (error, "it was cut off");
      return NULL;
    }

  if (!read_block (block, &header, time_size, transitions, first_offset, error))
    return NULL;

  if (time_size == 8)
    {
      gsize read = measure_block (&header, time_size);

      if (!read_footer (block + read, size - read, transitions, error))
        return NULL;
    }

  return g_steal_pointer (&transitions);
}
