#include "config.h"

#include "tog-organization-file.h"

#include <stdio.h>
#include <string.h>

#define DATE_LENGTH 8

/* Writes the date that begins at @text, moved, or as it is if it is none.
 * Returns: how much of @text that was, 0 if there is no date */
static gsize
shift_date (GString *out, const char *text, const char *end, int days)
{
  int year;
  int month;
  int day;

  if (end - text < DATE_LENGTH)
    return 0;
  for (guint i = 0; i < DATE_LENGTH; i++)
    if (!g_ascii_isdigit (text[i]))
      return 0;
  if (end - text > DATE_LENGTH && g_ascii_isdigit (text[DATE_LENGTH]))
    return 0;

  sscanf (text, "%4d%2d%2d", &year, &month, &day);
  if (month < 1 || month > 12)
    return 0;
  tog_day_to_civil (tog_day_from_civil (year, month, day) + days, &year, &month, &day);
  g_string_append_printf (out, "%04d%02d%02d", year, month, day);
  return DATE_LENGTH;
}

static gboolean
is_property (const char *line, const char *end, const char *name)
{
  gsize length = strlen (name);

  return (gsize) (end - line) > length && g_ascii_strncasecmp (line, name, length) == 0 &&
         (line[length] == ':' || line[length] == ';');
}

/* Where a property's value begins: after the first colon that is not quoted. */
static const char *
find_value (const char *line, const char *end)
{
  gboolean quoted = FALSE;

  for (const char *c = line; c < end; c++)
    {
      if (*c == '"')
        quoted = !quoted;
      else if (*c == ':' && !quoted)
        return c + 1;
    }
  return end;
}

static gboolean
holds_dates (const char *line, const char *end)
{
  static const char *const names[] = {
    "DTSTART", "DTEND", "DUE", "EXDATE", "RDATE", "RECURRENCE-ID"
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (is_property (line, end, names[i]))
      return TRUE;
  return FALSE;
}

static void
shift_line (GString *out, const char *line, const char *end, int days)
{
  const char *value = find_value (line, end);
  gboolean is_rule = is_property (line, end, "RRULE") || is_property (line, end, "EXRULE");
  gboolean at_date = !is_rule;

  if (!is_rule && !holds_dates (line, end))
    {
      g_string_append_len (out, line, end - line);
      return;
    }

  g_string_append_len (out, line, value - line);
  while (value < end)
    {
      gsize taken = at_date ? shift_date (out, value, end, days) : 0;

      if (taken == 0)
        g_string_append_c (out, *value);
      value += MAX (taken, 1);
      at_date = is_rule ? value - line > 6 && g_ascii_strncasecmp (value - 6, "UNTIL=", 6) == 0
                        : value[-1] == ',' || value[-1] == '/';
    }
}

/* Joins folded lines (RFC 5545 section 3.1), so that no date is cut in two. */
static GString *
unfold (const char *text, gsize length)
{
  GString *lines = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\r')
        continue;
      if (text[i] == '\n' && i + 1 < length && (text[i + 1] == ' ' || text[i + 1] == '\t'))
        i++;
      else
        g_string_append_c (lines, text[i]);
    }
  return lines;
}

/**
 * tog_organization_file_shift_calendar:
 * @text: iCalendar (RFC 5545)
 * @days: by how many days; whole weeks keep weekdays, and so rules, as they are
 *
 * Moves all events of a calendar, for organizations whose dates are relative to
 * today. Zones' own rules stay.
 *
 * Returns: (transfer full): the calendar, moved
 */
GBytes *
tog_organization_file_shift_calendar (GBytes *text, int days)
{
  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  g_autoptr (GString) lines = unfold (data, length);
  GString *out = g_string_sized_new (lines->len + lines->len / 16);
  const char *end = lines->str + lines->len;
  gboolean in_zone = FALSE;

  for (const char *line = lines->str; line < end;)
    {
      const char *line_end = memchr (line, '\n', end - line);

      if (line_end == NULL)
        line_end = end;
      if (g_ascii_strncasecmp (line, "BEGIN:VTIMEZONE", 15) == 0)
        in_zone = TRUE;
      else if (g_ascii_strncasecmp (line, "END:VTIMEZONE", 13) == 0)
        in_zone = FALSE;
      if (in_zone)
        g_string_append_len (out, line, line_end - line);
      else
        shift_line (out, line, line_end, days);
      g_string_append (out, "\r\n");
      line = line_end + 1;
    }
  return g_string_free_to_bytes (out);
}
