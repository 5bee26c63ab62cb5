#include "config.h"

#include "tog-availability-handlers.h"

#include "tog-availability-settings.h"
#include "tog-handlers.h"
#include "tog-member-change.h"
#include "tog-parsed.h"
#include "tog-source-store.h"
#include "tog-working-hours-json.h"
#include "tog-zone.h"

/* Its ETag is of what it says, for that is all there is to it: an import or another
 * zone in the profile changes it as well as a put does. */
static TogReply *
answer_settings (TogScope *scope, GError **error)
{
  g_autoptr (TogStatement) find =
      tog_scope_prepare (scope,
                         "SELECT zone, working_hours, exceptions, buffer_before, buffer_after, "
                         "minimum_notice, week_limit, visibility FROM member "
                         "WHERE id = :me AND organization_id = :org",
                         error);
  g_auto (TogAvailabilitySettings) settings = { 0 };
  TogReply *reply;

  if (find == NULL || tog_statement_step (find, error) != TOG_STEP_ROW)
    return NULL;
  settings.hours = tog_parsed_working_hours (
      tog_statement_get_text (find, 1), tog_statement_get_text (find, 2), error);
  if (settings.hours == NULL)
    return NULL;
  settings.zone = g_strdup (tog_statement_get_text (find, 0));
  settings.buffer_before = tog_statement_get_int (find, 3);
  settings.buffer_after = tog_statement_get_int (find, 4);
  settings.minimum_notice = tog_statement_get_int (find, 5);
  settings.week_limit = tog_statement_get_int (find, 6);
  tog_visibility_from_string (tog_statement_get_text (find, 7), &settings.visibility);

  reply = tog_reply_new_json (200, tog_availability_settings_to_text (&settings));
  tog_reply_take_version (reply, 0);
  return reply;
}

TogReply *
tog_availability_handle_get (TogRequest *request, TogScope *scope, GError **error)
{
  return answer_settings (scope, error);
}

static void
free_input (gpointer data)
{
  tog_availability_settings_clear (data);
  g_free (data);
}

/**
 * tog_availability_put_parse:
 * @request: with a body
 *
 * Reads what somebody says of when they can meet.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_availability_put_parse (TogRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (TogZone) zone = NULL;
  TogReply *refusal = tog_handler_read_change (request, &body);
  TogAvailabilitySettings *settings;

  if (refusal != NULL)
    return refusal;
  request->input = settings = g_new0 (TogAvailabilitySettings, 1);
  request->free_input = free_input;
  if (!tog_availability_settings_read (settings, body, &error))
    return tog_reply_new_bad_value (error);

  zone = tog_zone_lookup (settings->zone, &error);
  if (zone == NULL)
    return tog_reply_new_problem (
        422, "/problems/bad-value", "That can't be accepted", error->message, "/zone");
  return NULL;
}

/* Whoever sees the profile sees its zone, and nothing of the rest. */
static gboolean
store (TogScope *scope, const TogAvailabilitySettings *settings, GError **error)
{
  g_autoptr (TogStatement) update = tog_scope_prepare (
      scope,
      "UPDATE member SET version = version + (zone <> :zone), zone = :zone, "
      "working_hours = :hours, exceptions = :exceptions, buffer_before = :before, "
      "buffer_after = :after, minimum_notice = :notice, week_limit = :limit, "
      "visibility = :visibility, own_availability = 1 "
      "WHERE id = :me AND organization_id = :org",
      error);
  g_autoptr (GString) hours = g_string_new (NULL);
  g_autoptr (GString) exceptions = g_string_new (NULL);

  if (update == NULL)
    return FALSE;
  tog_working_hours_append_json (hours, settings->hours);
  tog_working_hours_append_exceptions_json (exceptions, settings->hours);
  tog_statement_bind_text (update, ":zone", settings->zone);
  tog_statement_bind_text (update, ":hours", hours->str);
  tog_statement_bind_text (update, ":exceptions", exceptions->str);
  tog_statement_bind_int (update, ":before", settings->buffer_before);
  tog_statement_bind_int (update, ":after", settings->buffer_after);
  tog_statement_bind_int (update, ":notice", settings->minimum_notice);
  tog_statement_bind_int (update, ":limit", settings->week_limit);
  tog_statement_bind_text (update, ":visibility", tog_visibility_to_string (settings->visibility));
  return tog_statement_run (update, error);
}

/**
 * tog_availability_put_write:
 * @request: whose body was read by tog_availability_put_parse()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Sets when the member can meet, if that still is as it was seen.
 *
 * Returns: (transfer full) (nullable): the answer
 */
TogReply *
tog_availability_put_write (TogRequest *request, TogScope *scope, GError **error)
{
  const TogAvailabilitySettings *settings = request->input;
  g_autoptr (TogReply) current = answer_settings (scope, error);
  g_autoptr (TogReply) reply = NULL;

  if (current == NULL)
    return NULL;
  if (!tog_etag_list_matches (request->if_match, current->etag))
    return tog_handler_refuse_changed (current,
                                       "When you can meet was changed since it was read: look at "
                                       "it again.");
  if (!tog_source_read_again (scope, settings->zone, error) || !store (scope, settings, error))
    return NULL;
  reply = answer_settings (scope, error);
  if (reply == NULL ||
      (!g_str_equal (reply->etag, current->etag) && !tog_member_note_change (scope, error)))
    return NULL;
  return g_steal_pointer (&reply);
}
