#include "config.h"

#include "tog-range-json.h"

#include "tog-error.h"

#include <string.h>

static gboolean
parse_range (JsonNode *node, TogSlot *slot, GError **error)
{
  JsonArray *array;
  TogInstant *ends[] = { &slot->start, &slot->end };

  if (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) != 2)
    {
      g_set_error_literal (
          error, TOG_ERROR, TOG_ERROR_MALFORMED, "must be an array of two instants");
      return FALSE;
    }
  array = json_node_get_array (node);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      JsonNode *end = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (end) || json_node_get_value_type (end) != G_TYPE_STRING)
        {
          g_set_error_literal (
              error, TOG_ERROR, TOG_ERROR_MALFORMED, "must be an array of two instants");
          return FALSE;
        }
      if (!tog_instant_parse (json_node_get_string (end), ends[i], NULL))
        {
          g_set_error_literal (error,
                               TOG_ERROR,
                               TOG_ERROR_MALFORMED,
                               "must hold instants in UTC, such as 2026-11-23T10:15:00Z");
          return FALSE;
        }
    }
  if (slot->end < slot->start)
    {
      g_set_error_literal (error, TOG_ERROR, TOG_ERROR_MALFORMED, "must not end before it begins");
      return FALSE;
    }
  return TRUE;
}

/**
 * tog_json_reader_opt_range:
 * @reader: a reader
 * @member: which may be absent or null
 *
 * Returns: a Range of the API document; an empty one where it is not there
 */
TogSlot
tog_json_reader_opt_range (TogJsonReader *reader, const char *member)
{
  g_autoptr (GError) error = NULL;
  TogSlot slot = { 0, 0 };

  if (tog_json_reader_has (reader, member) &&
      !parse_range (json_object_get_member (reader->object, member), &slot, &error))
    tog_json_reader_fail (reader, error->code, member, "%s", error->message);
  return slot;
}

/**
 * tog_json_reader_range:
 * @reader: a reader
 * @member: which has to be there
 *
 * Returns: a Range of the API document
 */
TogSlot
tog_json_reader_range (TogJsonReader *reader, const char *member)
{
  if (!tog_json_reader_has (reader, member))
    tog_json_reader_fail (reader, TOG_ERROR_MISSING, member, "is missing");
  return tog_json_reader_opt_range (reader, member);
}

/**
 * tog_json_reader_ranges:
 * @reader: a reader
 * @member: an array of Range of the API document
 * @max_length: how many there may be
 *
 * Returns: (transfer full) (nullable): the ranges, in any order; %NULL where
 *   @reader failed
 */
TogSlotSet *
tog_json_reader_ranges (TogJsonReader *reader, const char *member, guint max_length)
{
  JsonArray *array = tog_json_reader_array (reader, member, max_length);
  guint n_slots = array == NULL ? 0 : json_array_get_length (array);
  g_autofree TogSlot *slots = g_new (TogSlot, n_slots);

  for (guint i = 0; i < n_slots; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!parse_range (json_array_get_element (array, i), &slots[i], &error))
        {
          g_autofree char *element = g_strdup_printf ("%s/%u", member, i);

          tog_json_reader_fail (reader, error->code, element, "%s", error->message);
          return NULL;
        }
    }
  return tog_slot_set_new (slots, n_slots);
}

static void
write_two_digits (char *text, gint64 number)
{
  text[0] = (char) ('0' + number / 10);
  text[1] = (char) ('0' + number % 10);
}

/* Writes an instant of the same day (in UTC) as the one that is written at @near. */
static void
write_near (TogInstant instant, const char *near, char *text)
{
  gint64 second = instant % TOG_DAY_SECONDS;

  memcpy (text, near, TOG_INSTANT_LENGTH);
  write_two_digits (text + strlen ("YYYY-MM-DDT"), second / TOG_HOUR);
  write_two_digits (text + strlen ("YYYY-MM-DDTHH:"), second / TOG_MINUTE % 60);
  write_two_digits (text + strlen ("YYYY-MM-DDTHH:MM:"), second % 60);
}

/* The day that was written last: most ranges begin and end on the day of the one
 * before, which then need not be worked out again. */
typedef struct
{
  gint64 day;
  char text[TOG_INSTANT_LENGTH];
} LastDay;

static void
write_instant (TogInstant instant, LastDay *last, char *text)
{
  if (instant >= 0 && instant / TOG_DAY_SECONDS == last->day)
    {
      write_near (instant, last->text, text);
      return;
    }
  tog_instant_write (instant, text);
  last->day = instant >= 0 ? instant / TOG_DAY_SECONDS : -1;
  memcpy (last->text, text, TOG_INSTANT_LENGTH);
}

/* A range is put together where it is short, and appended once: there are many. */
static void
append_range_near (GString *json, TogSlot slot, LastDay *last)
{
  char text[2 * (TOG_INSTANT_LENGTH + 2) + 4];
  char *start = text + 2;
  char *end = start + TOG_INSTANT_LENGTH + 3;

  write_instant (slot.start, last, start);
  write_instant (slot.end, last, end);
  memcpy (text, "[\"", 2);
  memcpy (start + TOG_INSTANT_LENGTH, "\",\"", 3);
  memcpy (end + TOG_INSTANT_LENGTH, "\"]", 2);
  g_string_append_len (json, text, end + TOG_INSTANT_LENGTH + 2 - text);
}

/**
 * tog_json_append_range:
 * @json: where to append
 * @slot: a range
 *
 * Appends a Range of the API document.
 */
void
tog_json_append_range (GString *json, TogSlot slot)
{
  LastDay last = { .day = -1 };

  append_range_near (json, slot, &last);
}

/**
 * tog_json_append_ranges:
 * @json: where to append
 * @set: ranges
 *
 * Appends an array of Range of the API document.
 */
void
tog_json_append_ranges (GString *json, const TogSlotSet *set)
{
  LastDay last = { .day = -1 };
  const TogSlot *slots;
  gsize n_slots;

  g_string_append_c (json, '[');
  slots = tog_slot_set_get_slots (set, &n_slots);
  for (gsize i = 0; i < n_slots; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      append_range_near (json, slots[i], &last);
    }
  g_string_append_c (json, ']');
}
