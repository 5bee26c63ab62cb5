#include "config.h"

#include "tog-availability-settings.h"

#include "tog-error.h"
#include "tog-json.h"
#include "tog-model-limits.h"
#include "tog-working-hours-json.h"

static const char *const visibility_nicks[] = { "busy", "nothing", NULL };

/**
 * tog_visibility_to_string:
 * @visibility: what others see
 *
 * Returns: (transfer none): its name on the wire
 */
const char *
tog_visibility_to_string (TogVisibility visibility)
{
  return visibility_nicks[visibility];
}

/**
 * tog_visibility_from_string:
 * @text: a name on the wire
 * @visibility: (out): what others see
 *
 * Returns: whether there is one of this name
 */
gboolean
tog_visibility_from_string (const char *text, TogVisibility *visibility)
{
  for (guint i = 0; visibility_nicks[i] != NULL; i++)
    if (g_str_equal (visibility_nicks[i], text))
      {
        *visibility = (TogVisibility) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * tog_availability_settings_clear:
 * @self: settings
 *
 * Drops what @self owns and makes it all zero.
 */
void
tog_availability_settings_clear (TogAvailabilitySettings *self)
{
  g_clear_pointer (&self->zone, g_free);
  g_clear_pointer (&self->hours, tog_working_hours_unref);
  *self = (TogAvailabilitySettings){ 0 };
}

/**
 * tog_availability_settings_copy:
 * @self: (out caller-allocates): where to put the copy
 * @other: settings
 */
void
tog_availability_settings_copy (TogAvailabilitySettings *self, const TogAvailabilitySettings *other)
{
  *self = *other;
  self->zone = g_strdup (other->zone);
  self->hours = tog_working_hours_ref (other->hours);
}

/**
 * tog_availability_settings_read:
 * @self: (out caller-allocates): settings
 * @node: an AvailabilitySettings of the API document
 *
 * Whether this system knows the zone is not looked at.
 *
 * Returns: whether it is one; if not, @self owns nothing
 */
gboolean
tog_availability_settings_read (TogAvailabilitySettings *self, JsonNode *node, GError **error)
{
  static const char *const members[] = {
    "zone",       "working_hours", "exceptions", "buffer_before", "buffer_after", "minimum_notice",
    "week_limit", "visibility",    NULL,
  };
  TogJsonReader reader;

  *self = (TogAvailabilitySettings){ 0 };
  tog_json_reader_init (&reader, node, "");
  tog_json_reader_allow (&reader, members);
  self->zone = g_strdup (tog_json_reader_line (&reader, "zone", TOG_MAX_ZONE_LENGTH));
  if (!tog_json_reader_has (&reader, "exceptions"))
    tog_json_reader_fail (&reader, TOG_ERROR_MISSING, "exceptions", "is missing");
  self->hours = tog_working_hours_read (&reader);
  self->buffer_before = tog_json_reader_int (&reader, "buffer_before", 0, TOG_MAX_BUFFER);
  self->buffer_after = tog_json_reader_int (&reader, "buffer_after", 0, TOG_MAX_BUFFER);
  self->minimum_notice = tog_json_reader_int (&reader, "minimum_notice", 0, TOG_MAX_NOTICE);
  self->week_limit = tog_json_reader_int (&reader, "week_limit", 0, TOG_MAX_WEEK_LIMIT);
  self->visibility = tog_json_reader_enum (&reader, "visibility", visibility_nicks);
  if (tog_json_reader_finish (&reader, error))
    return TRUE;
  tog_availability_settings_clear (self);
  return FALSE;
}

/**
 * tog_availability_settings_to_text:
 * @self: settings
 *
 * Returns: (transfer full): an AvailabilitySettings of the API document
 */
char *
tog_availability_settings_to_text (const TogAvailabilitySettings *self)
{
  GString *json = g_string_new ("{\"zone\":");

  tog_json_append_string (json, self->zone);
  g_string_append (json, ",\"working_hours\":");
  tog_working_hours_append_json (json, self->hours);
  g_string_append (json, ",\"exceptions\":");
  tog_working_hours_append_exceptions_json (json, self->hours);
  g_string_append_printf (json,
                          ",\"buffer_before\":%d,\"buffer_after\":%d,\"minimum_notice\":%d,"
                          "\"week_limit\":%d,\"visibility\":\"%s\"}",
                          self->buffer_before,
                          self->buffer_after,
                          self->minimum_notice,
                          self->week_limit,
                          visibility_nicks[self->visibility]);
  return g_string_free (json, FALSE);
}
