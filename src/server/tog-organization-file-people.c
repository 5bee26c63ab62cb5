#include "config.h"

#include "tog-organization-file-private.h"

#include "tog-error.h"
#include "tog-mail.h"
#include "tog-working-hours-json.h"

#define MAX_CALENDARS 20
#define MAX_BUFFER_MINUTES (24 * 60)
#define MAX_NOTICE_MINUTES (30 * 24 * 60)
#define MAX_PATH_LENGTH 1000
#define MINUTES_OF_DAY (24 * 60)

static const char DEFAULT_WORKING_HOURS[] = "[{\"weekday\":1,\"from\":\"09:00\",\"to\":\"17:00\"},"
                                            "{\"weekday\":2,\"from\":\"09:00\",\"to\":\"17:00\"},"
                                            "{\"weekday\":3,\"from\":\"09:00\",\"to\":\"17:00\"},"
                                            "{\"weekday\":4,\"from\":\"09:00\",\"to\":\"17:00\"},"
                                            "{\"weekday\":5,\"from\":\"09:00\",\"to\":\"17:00\"}]";

static void
clear_calendar (gpointer data)
{
  TogFileCalendar *calendar = data;

  g_free (calendar->pointer);
  g_clear_pointer (&calendar->text, g_bytes_unref);
  g_clear_pointer (&calendar->busy, tog_slot_set_unref);
}

void
tog_file_member_clear (gpointer data)
{
  TogFileMember *member = data;

  g_clear_pointer (&member->zone, tog_zone_unref);
  g_free (member->working_hours);
  g_clear_pointer (&member->calendars, g_array_unref);
  g_free (member->pointer);
}

/* "HH:MM" as minutes after midnight; 24:00 is the midnight at the day's end. */
static int
read_time_of_day (TogJsonReader *reader, const char *member, gboolean is_end)
{
  const char *text = tog_json_reader_line (reader, member, 5);
  int minutes = -1;

  if (reader->error != NULL)
    return 0;
  if (strlen (text) == 5 && g_ascii_isdigit (text[0]) && g_ascii_isdigit (text[1]) &&
      text[2] == ':' && g_ascii_isdigit (text[3]) && g_ascii_isdigit (text[4]) && text[3] < '6')
    minutes = (g_ascii_digit_value (text[0]) * 10 + g_ascii_digit_value (text[1])) * 60 +
              g_ascii_digit_value (text[3]) * 10 + g_ascii_digit_value (text[4]);
  if (minutes >= 0 && (minutes < MINUTES_OF_DAY || (is_end && minutes == MINUTES_OF_DAY)))
    return minutes;
  tog_json_reader_fail (reader, TOG_ERROR_MALFORMED, member, "must be a time of day such as 09:00");
  return 0;
}

/* Either one "weekday" or several "weekdays", as bits from 1 (Monday). */
static guint
read_weekdays (TogJsonReader *reader)
{
  JsonArray *weekdays;
  guint bits = 0;

  if (!tog_json_reader_has (reader, "weekdays"))
    return 1u << tog_json_reader_int (reader, "weekday", 1, 7);
  if (tog_json_reader_has (reader, "weekday"))
    tog_json_reader_fail (
        reader, TOG_ERROR_MALFORMED, "weekday", "give either “weekday” or “weekdays”");

  weekdays = tog_json_reader_array (reader, "weekdays", 7);
  for (guint i = 0; weekdays != NULL && i < json_array_get_length (weekdays); i++)
    {
      JsonNode *node = json_array_get_element (weekdays, i);
      gint64 weekday =
          json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : 0;

      if (weekday < 1 || weekday > 7)
        tog_json_reader_fail (reader,
                              TOG_ERROR_MALFORMED,
                              "weekdays",
                              "must hold numbers from 1 (Monday) to 7 (Sunday)");
      else
        bits |= 1u << weekday;
    }
  if (bits == 0)
    tog_json_reader_fail (reader, TOG_ERROR_MISSING, "weekdays", "must not be empty");
  return bits;
}

static gboolean
read_range (JsonNode *node, const char *path, GArray *ranges, GError **error)
{
  static const char *const members[] = { "weekday", "weekdays", "from", "to", NULL };
  TogJsonReader reader;
  guint weekdays;
  int from;
  int to;

  tog_json_reader_init (&reader, node, path);
  tog_json_reader_allow (&reader, members);
  weekdays = read_weekdays (&reader);
  from = read_time_of_day (&reader, "from", FALSE);
  to = read_time_of_day (&reader, "to", TRUE);
  if (!tog_json_reader_finish (&reader, error))
    return FALSE;

  for (int weekday = 1; weekday <= 7; weekday++)
    if (weekdays & 1u << weekday)
      {
        TogWorkingRange range = { weekday, from, to > from ? to : to + MINUTES_OF_DAY };

        g_array_append_val (ranges, range);
      }
  return TRUE;
}

static char *
read_working_hours (JsonArray *array, const char *member_path, GError **error)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (TogWorkingRange));
  g_autofree char *path = g_strconcat (member_path, "/working_hours", NULL);
  g_autoptr (TogWorkingHours) hours = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (array == NULL)
    return g_strdup (DEFAULT_WORKING_HOURS);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *range_path = g_strdup_printf ("%s/%u", path, i);

      if (!read_range (json_array_get_element (array, i), range_path, ranges, error))
        return NULL;
    }

  hours = tog_working_hours_new ((const TogWorkingRange *) ranges->data, ranges->len, error);
  if (hours == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  node = tog_working_hours_to_json (hours);
  return tog_json_print (node);
}

static gboolean
read_calendars (TogFileMember *member, JsonArray *array, GError **error)
{
  static const char *const members[] = { "id", "name", "file", NULL };
  guint length = array == NULL ? 0 : json_array_get_length (array);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < length; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/calendars/%u", member->pointer, i);
      TogFileCalendar calendar = { NULL };
      TogJsonReader reader;

      tog_json_reader_init (&reader, json_array_get_element (array, i), path);
      tog_json_reader_allow (&reader, members);
      calendar.id = tog_json_reader_id (&reader, "id");
      calendar.name = tog_json_reader_line (&reader, "name", 200);
      calendar.file = tog_json_reader_line (&reader, "file", MAX_PATH_LENGTH);
      tog_file_add_id (ids, &reader, calendar.id, i);
      if (!tog_json_reader_finish (&reader, error))
        return FALSE;
      calendar.pointer = g_strconcat (path, "/file", NULL);
      g_array_append_val (member->calendars, calendar);
    }
  return TRUE;
}

static void
check_email (TogFileParser *parser, TogJsonReader *reader, const TogFileMember *member)
{
  g_autofree char *key = g_ascii_strdown (member->email, -1);
  g_autoptr (GError) error = NULL;
  const char *other;

  if (reader->error != NULL)
    return;
  if (!tog_mail_check_address (member->email, &error))
    {
      tog_json_reader_fail (reader, error->code, "email", "%s", error->message);
      return;
    }
  other = g_hash_table_lookup (parser->emails, key);
  if (other != NULL)
    tog_json_reader_fail (
        reader, TOG_ERROR_MALFORMED, "email", "the member “%s” has this address already", other);
  else
    g_hash_table_insert (parser->emails, g_steal_pointer (&key), (gpointer) member->id);
}

static TogZone *
read_zone (TogJsonReader *reader)
{
  const char *name = tog_json_reader_line (reader, "zone", 64);
  g_autoptr (GError) error = NULL;
  TogZone *zone;

  if (reader->error != NULL)
    return NULL;
  zone = tog_zone_lookup (name, &error);
  if (zone == NULL)
    tog_json_reader_fail (reader, error->code, "zone", "%s", error->message);
  return zone;
}

gboolean
tog_file_read_member (TogFileParser *parser, JsonNode *node, const char *path, GError **error)
{
  static const char *const members[] = {
    "id",
    "name",
    "email",
    "share_email",
    "zone",
    "working_hours",
    "buffer_before",
    "buffer_after",
    "minimum_notice",
    "heat_map_name",
    "calendars",
    NULL,
  };
  GArray *array = parser->file->members;
  TogFileMember *member;
  JsonArray *hours;
  JsonArray *calendars;
  TogJsonReader reader;

  g_array_set_size (array, array->len + 1);
  member = &g_array_index (array, TogFileMember, array->len - 1);
  member->pointer = g_strdup (path);
  member->calendars = g_array_new (FALSE, TRUE, sizeof (TogFileCalendar));
  g_array_set_clear_func (member->calendars, clear_calendar);

  tog_json_reader_init (&reader, node, path);
  tog_json_reader_allow (&reader, members);
  member->id = tog_json_reader_id (&reader, "id");
  tog_file_add_id (parser->members, &reader, member->id, array->len - 1);
  member->name = tog_json_reader_line (&reader, "name", 200);
  member->email = tog_json_reader_line (&reader, "email", 254);
  check_email (parser, &reader, member);
  member->share_email = tog_json_reader_opt_boolean (&reader, "share_email", TRUE);
  member->zone = read_zone (&reader);
  member->buffer_before =
      TOG_MINUTE * tog_json_reader_opt_int (&reader, "buffer_before", 0, MAX_BUFFER_MINUTES, 0);
  member->buffer_after =
      TOG_MINUTE * tog_json_reader_opt_int (&reader, "buffer_after", 0, MAX_BUFFER_MINUTES, 0);
  member->minimum_notice =
      TOG_MINUTE * tog_json_reader_opt_int (&reader, "minimum_notice", 0, MAX_NOTICE_MINUTES, 0);
  if (tog_json_reader_has (&reader, "heat_map_name"))
    member->heat_map_name =
        tog_json_reader_boolean (&reader, "heat_map_name") ? TOG_FILE_YES : TOG_FILE_NO;
  hours = tog_json_reader_opt_array (&reader, "working_hours", TOG_WORKING_HOURS_MAX_RANGES);
  calendars = tog_json_reader_opt_array (&reader, "calendars", MAX_CALENDARS);
  if (!tog_json_reader_finish (&reader, error))
    return FALSE;

  member->working_hours = read_working_hours (hours, path, error);
  return member->working_hours != NULL && read_calendars (member, calendars, error);
}
