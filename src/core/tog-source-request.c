#include "config.h"

#include "tog-source-request.h"

#include "tog-busy-digest.h"
#include "tog-error.h"
#include "tog-json.h"
#include "tog-model-limits.h"
#include "tog-range-json.h"
#include "tog-text.h"

#include <string.h>

static gboolean
is_aligned (TogSlot slot)
{
  return slot.start % TOG_QUANTUM == 0 && slot.end % TOG_QUANTUM == 0;
}

static TogSlot
read_complete (TogJsonReader *reader)
{
  TogSlot complete = tog_json_reader_range (reader, "complete");

  if (reader->error != NULL)
    return complete;
  if (tog_slot_is_empty (complete))
    tog_json_reader_fail (reader, TOG_ERROR_MALFORMED, "complete", "must not be empty");
  else if (complete.end - complete.start > TOG_MAX_COMPLETE_DAYS * TOG_DAY_SECONDS)
    tog_json_reader_fail (reader,
                          TOG_ERROR_LIMIT,
                          "complete",
                          "must not be longer than %d days",
                          TOG_MAX_COMPLETE_DAYS);
  else if (!is_aligned (complete))
    tog_json_reader_fail (
        reader, TOG_ERROR_MALFORMED, "complete", "must begin and end on quarters of an hour");
  return complete;
}

/* What comes in is what is stored and compared: anything but its one form is a
 * mistake of whoever sends it. */
static void
check_busy (TogJsonReader *reader, const TogSlotSet *busy, TogSlot complete)
{
  JsonArray *array = json_object_get_array_member (reader->object, "busy");
  const TogSlot *slots;
  gsize n_slots;

  slots = tog_slot_set_get_slots (busy, &n_slots);
  if (n_slots != json_array_get_length (array))
    {
      tog_json_reader_fail (reader,
                            TOG_ERROR_MALFORMED,
                            "busy",
                            "must not hold intervals that are empty, overlap or touch");
      return;
    }
  for (gsize i = 0; i < n_slots; i++)
    {
      g_autofree char *element = g_strdup_printf ("busy/%" G_GSIZE_FORMAT, i);
      char start[TOG_INSTANT_LENGTH + 1];
      const char *given =
          json_array_get_string_element (json_array_get_array_element (array, (guint) i), 0);

      tog_instant_write (slots[i].start, start);
      if (strcmp (given, start) != 0)
        tog_json_reader_fail (reader, TOG_ERROR_MALFORMED, element, "must be in order");
      else if (!is_aligned (slots[i]))
        tog_json_reader_fail (
            reader, TOG_ERROR_MALFORMED, element, "must begin and end on quarters of an hour");
      else if (!tog_slot_contains (complete, slots[i]))
        tog_json_reader_fail (reader, TOG_ERROR_MALFORMED, element, "must lie within complete");
    }
}

void
tog_busy_request_clear (TogBusyRequest *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->busy, tog_slot_set_unref);
}

/**
 * tog_busy_request_read:
 * @self: (out caller-allocates): a request; free with tog_busy_request_clear()
 * @node: a BusyRequest of the API document
 *
 * Returns: whether it is one
 */
gboolean
tog_busy_request_read (TogBusyRequest *self, JsonNode *node, GError **error)
{
  static const char *const members[] = { "name",           "complete", "refreshed_at",
                                         "refresh_within", "busy",     NULL };
  TogJsonReader reader;

  *self = (TogBusyRequest){ 0 };
  tog_json_reader_init (&reader, node, "");
  tog_json_reader_allow (&reader, members);
  self->name = g_strdup (tog_json_reader_line (&reader, "name", TOG_MAX_NAME_LENGTH));
  self->complete = read_complete (&reader);
  self->refreshed_at = tog_json_reader_instant (&reader, "refreshed_at");
  self->refresh_within = tog_json_reader_int (
      &reader, "refresh_within", TOG_MIN_REFRESH_WITHIN, TOG_MAX_REFRESH_WITHIN);
  self->busy = tog_json_reader_ranges (&reader, "busy", TOG_MAX_SOURCE_INTERVALS);
  if (reader.error == NULL)
    check_busy (&reader, self->busy, self->complete);
  return tog_json_reader_finish (&reader, error);
}

/**
 * tog_busy_request_to_text:
 * @self: a request
 *
 * Returns: (transfer full): a BusyRequest of the API document
 */
char *
tog_busy_request_to_text (const TogBusyRequest *self)
{
  GString *json = g_string_new ("{\"name\":");

  tog_json_append_string (json, self->name);
  g_string_append (json, ",\"complete\":");
  tog_json_append_range (json, self->complete);
  g_string_append (json, ",\"refreshed_at\":");
  tog_json_append_instant (json, self->refreshed_at);
  g_string_append_printf (
      json, ",\"refresh_within\":%" G_GINT64_FORMAT ",\"busy\":", self->refresh_within);
  tog_json_append_ranges (json, self->busy);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

void
tog_confirm_request_clear (TogConfirmRequest *self)
{
  g_clear_pointer (&self->digest, g_free);
}

/**
 * tog_confirm_request_read:
 * @self: (out caller-allocates): a request; free with tog_confirm_request_clear()
 * @node: a ConfirmRequest of the API document
 *
 * Returns: whether it is one
 */
gboolean
tog_confirm_request_read (TogConfirmRequest *self, JsonNode *node, GError **error)
{
  static const char *const members[] = { "complete", "refreshed_at", "digest", NULL };
  TogJsonReader reader;

  *self = (TogConfirmRequest){ 0 };
  tog_json_reader_init (&reader, node, "");
  tog_json_reader_allow (&reader, members);
  self->complete = read_complete (&reader);
  self->refreshed_at = tog_json_reader_instant (&reader, "refreshed_at");
  self->digest = g_strdup (tog_json_reader_opt_digest (&reader, "digest"));
  if (self->digest == NULL)
    tog_json_reader_fail (&reader, TOG_ERROR_MISSING, "digest", "is missing");
  return tog_json_reader_finish (&reader, error);
}

/**
 * tog_confirm_request_to_text:
 * @self: a request
 *
 * Returns: (transfer full): a ConfirmRequest of the API document
 */
char *
tog_confirm_request_to_text (const TogConfirmRequest *self)
{
  GString *json = g_string_new ("{\"complete\":");

  tog_json_append_range (json, self->complete);
  g_string_append (json, ",\"refreshed_at\":");
  tog_json_append_instant (json, self->refreshed_at);
  g_string_append (json, ",\"digest\":");
  tog_json_append_string (json, self->digest);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

void
tog_address_request_clear (TogAddressRequest *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->url, g_free);
}

/* Calendars are often published with a scheme of their own, which means https. */
static char *
read_url (TogJsonReader *reader)
{
  static const char webcal[] = "webcal://";
  const char *url = tog_json_reader_line (reader, "url", TOG_TEXT_MAX_URL_BYTES);
  g_autofree char *plain = g_ascii_strncasecmp (url, webcal, strlen (webcal)) == 0
                               ? g_strconcat ("https://", url + strlen (webcal), NULL)
                               : g_strdup (url);
  g_autoptr (GError) error = NULL;

  if (reader->error == NULL && !tog_text_check_url (plain, "http", &error))
    tog_json_reader_fail (reader, error->code, "url", "%s", error->message);
  return g_steal_pointer (&plain);
}

/**
 * tog_address_request_read:
 * @self: (out caller-allocates): a request; free with tog_address_request_clear()
 * @node: an AddressRequest of the API document
 *
 * Returns: whether it is one
 */
gboolean
tog_address_request_read (TogAddressRequest *self, JsonNode *node, GError **error)
{
  static const char *const members[] = { "name", "url", NULL };
  TogJsonReader reader;

  *self = (TogAddressRequest){ 0 };
  tog_json_reader_init (&reader, node, "");
  tog_json_reader_allow (&reader, members);
  self->name = g_strdup (tog_json_reader_line (&reader, "name", TOG_MAX_NAME_LENGTH));
  self->url = read_url (&reader);
  return tog_json_reader_finish (&reader, error);
}

/**
 * tog_address_request_to_text:
 * @self: a request
 *
 * Returns: (transfer full): an AddressRequest of the API document
 */
char *
tog_address_request_to_text (const TogAddressRequest *self)
{
  GString *json = g_string_new ("{\"name\":");

  tog_json_append_string (json, self->name);
  g_string_append (json, ",\"url\":");
  tog_json_append_string (json, self->url);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}
