#include "config.h"

#include "tog-working-hours-json.h"

#include "tog-error.h"
#include "tog-json.h"

#include <string.h>

#define DAY_MINUTES (24 * 60)

/* Minutes after midnight of "HH:MM", or -1. */
static int
parse_clock (const char *text)
{
  int hour;
  int minute;

  if (strlen (text) != 5 || !g_ascii_isdigit (text[0]) || !g_ascii_isdigit (text[1]) ||
      text[2] != ':' || !g_ascii_isdigit (text[3]) || !g_ascii_isdigit (text[4]))
    return -1;
  hour = (text[0] - '0') * 10 + text[1] - '0';
  minute = (text[3] - '0') * 10 + text[4] - '0';
  if (minute > 59 || hour * 60 + minute > DAY_MINUTES)
    return -1;
  return hour * 60 + minute;
}

static int
read_clock (TogJsonReader *reader, const char *member, int latest)
{
  int minutes = parse_clock (tog_json_reader_line (reader, member, 5));

  if (minutes >= 0 && minutes <= latest)
    return minutes;
  tog_json_reader_fail (reader,
                        TOG_ERROR_MALFORMED,
                        member,
                        latest == DAY_MINUTES ? "must be a time from 00:00 to 24:00"
                                              : "must be a time from 00:00 to 23:59");
  return 0;
}

static void
read_clocks (TogJsonReader *reader, TogWorkingRange *range)
{
  int to;

  range->from = read_clock (reader, "from", DAY_MINUTES - 1);
  to = read_clock (reader, "to", DAY_MINUTES);
  range->to = to > range->from ? to : to + DAY_MINUTES;
}

static gboolean
read_range (JsonNode *node, guint index, TogWorkingRange *range, GError **error)
{
  g_autofree char *pointer = g_strdup_printf ("/%u", index);
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, pointer);
  range->weekday = tog_json_reader_int (&reader, "weekday", 1, 7);
  read_clocks (&reader, range);
  return tog_json_reader_finish (&reader, error);
}

/**
 * tog_working_hours_from_json:
 * @node: an array of WorkingRange of the API document
 *
 * Reads weekly working hours, as they are on the wire, in an organization file
 * and in the server's database. A range whose end is not after its beginning
 * ends on the next day; 24:00 is midnight.
 *
 * Returns: (transfer full): the working hours, or %NULL
 */
TogWorkingHours *
tog_working_hours_from_json (JsonNode *node, GError **error)
{
  TogWorkingRange ranges[TOG_WORKING_HOURS_MAX_RANGES];
  JsonArray *array;
  guint n_ranges;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      g_set_error_literal (error, TOG_ERROR, TOG_ERROR_MALFORMED, "must be an array");
      return NULL;
    }
  array = json_node_get_array (node);
  n_ranges = json_array_get_length (array);
  if (n_ranges > G_N_ELEMENTS (ranges))
    {
      g_set_error (error,
                   TOG_ERROR,
                   TOG_ERROR_LIMIT,
                   "must not have more than %u items",
                   (guint) G_N_ELEMENTS (ranges));
      return NULL;
    }
  for (guint i = 0; i < n_ranges; i++)
    if (!read_range (json_array_get_element (array, i), i, &ranges[i], error))
      return NULL;
  return tog_working_hours_new (ranges, n_ranges, error);
}

static gboolean
read_exception (JsonNode *node, const char *path, TogHoursException *exception, GError **error)
{
  TogJsonReader reader;
  const char *date;
  JsonArray *ranges;
  gboolean good = TRUE;

  tog_json_reader_init (&reader, node, path);
  date = tog_json_reader_line (&reader, "date", strlen ("YYYY-MM-DD"));
  if (reader.error == NULL && !tog_day_parse (date, &exception->day, NULL))
    tog_json_reader_fail (
        &reader, TOG_ERROR_MALFORMED, "date", "must be a date, such as 2026-12-24");
  ranges = tog_json_reader_array (&reader, "ranges", TOG_MAX_EXCEPTION_RANGES);
  exception->n_ranges = ranges != NULL ? json_array_get_length (ranges) : 0;
  for (guint i = 0; good && i < exception->n_ranges; i++)
    {
      g_autofree char *range_path = g_strdup_printf ("%s/ranges/%u", path, i);
      TogJsonReader range;

      tog_json_reader_init (&range, json_array_get_element (ranges, i), range_path);
      read_clocks (&range, &exception->ranges[i]);
      good = tog_json_reader_finish (&range, reader.error == NULL ? &reader.error : NULL);
    }
  return tog_json_reader_finish (&reader, error);
}

/**
 * tog_working_hours_read:
 * @reader: reads an object with working_hours, and exceptions where there are any
 *
 * Returns: (transfer full) (nullable): the working hours with their exceptions; %NULL
 *   where @reader failed
 */
TogWorkingHours *
tog_working_hours_read (TogJsonReader *reader)
{
  g_autoptr (TogWorkingHours) week =
      tog_json_reader_child (reader, "working_hours", (TogJsonFunc) tog_working_hours_from_json);
  JsonArray *array = tog_json_reader_opt_array (reader, "exceptions", TOG_MAX_HOURS_EXCEPTIONS);
  guint n = array != NULL ? json_array_get_length (array) : 0;
  g_autofree TogHoursException *exceptions = g_new0 (TogHoursException, n);
  g_autoptr (GError) error = NULL;
  TogWorkingHours *hours;

  for (guint i = 0; reader->error == NULL && i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/exceptions/%u", reader->path, i);

      read_exception (json_array_get_element (array, i), path, &exceptions[i], &reader->error);
    }
  if (week == NULL || reader->error != NULL || n == 0)
    return reader->error == NULL ? g_steal_pointer (&week) : NULL;
  hours = tog_working_hours_with_exceptions (week, exceptions, n, &error);
  if (hours == NULL)
    tog_json_reader_fail (reader, error->code, "exceptions", "%s", error->message);
  return hours;
}

static void
write_clock (char *text, int minutes)
{
  int hour = minutes / 60;
  int minute = minutes % 60;

  text[0] = (char) ('0' + hour / 10);
  text[1] = (char) ('0' + hour % 10);
  text[3] = (char) ('0' + minute / 10);
  text[4] = (char) ('0' + minute % 10);
}

/**
 * tog_working_hours_append_json:
 * @json: where to append
 * @hours: working hours
 *
 * Appends an array of WorkingRange of the API document.
 */
void
tog_working_hours_append_json (GString *json, const TogWorkingHours *hours)
{
  static const char form[] = "{\"weekday\":0,\"from\":\"00:00\",\"to\":\"00:00\"}";
  const TogWorkingRange *ranges;
  gsize n_ranges;

  g_string_append_c (json, '[');
  ranges = tog_working_hours_get_ranges (hours, &n_ranges);
  for (gsize i = 0; i < n_ranges; i++)
    {
      int to = ranges[i].to;
      char *text;

      if (i > 0)
        g_string_append_c (json, ',');
      g_string_append_len (json, form, strlen (form));
      text = json->str + json->len - strlen (form);
      text[strlen ("{\"weekday\":")] = (char) ('0' + ranges[i].weekday);
      write_clock (text + strlen ("{\"weekday\":0,\"from\":\""), ranges[i].from);
      write_clock (text + strlen ("{\"weekday\":0,\"from\":\"00:00\",\"to\":\""),
                   to > DAY_MINUTES ? to - DAY_MINUTES : to);
    }
  g_string_append_c (json, ']');
}

/**
 * tog_working_hours_append_exceptions_json:
 * @json: where to append
 * @hours: working hours
 *
 * Appends an array of HoursException of the API document.
 */
void
tog_working_hours_append_exceptions_json (GString *json, const TogWorkingHours *hours)
{
  gsize n_exceptions;
  const TogHoursException *exceptions = tog_working_hours_get_exceptions (hours, &n_exceptions);

  g_string_append_c (json, '[');
  for (gsize i = 0; i < n_exceptions; i++)
    {
      g_autofree char *date = tog_day_format (exceptions[i].day);

      g_string_append_printf (json, "%s{\"date\":\"%s\",\"ranges\":[", i > 0 ? "," : "", date);
      for (guint j = 0; j < exceptions[i].n_ranges; j++)
        {
          int from = exceptions[i].ranges[j].from;
          int to = exceptions[i].ranges[j].to;
          char texts[2][sizeof "00:00"] = { "00:00", "00:00" };

          write_clock (texts[0], from);
          write_clock (texts[1], to > DAY_MINUTES ? to - DAY_MINUTES : to);
          g_string_append_printf (
              json, "%s{\"from\":\"%s\",\"to\":\"%s\"}", j > 0 ? "," : "", texts[0], texts[1]);
        }
      g_string_append (json, "]}");
    }
  g_string_append_c (json, ']');
}

/**
 * tog_working_hours_to_json:
 * @hours: working hours
 *
 * Returns: (transfer full): an array of WorkingRange of the API document
 */
JsonNode *
tog_working_hours_to_json (const TogWorkingHours *hours)
{
  g_autoptr (GString) json = g_string_new (NULL);

  tog_working_hours_append_json (json, hours);
  return tog_json_parse (json->str, json->len, NULL);
}
