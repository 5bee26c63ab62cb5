#include "config.h"

#include "tog-reminder-settings.h"

#include "tog-handlers.h"
#include "tog-reminders.h"

/* What the member chose is stored as on the wire. */
static TogReply *
answer_settings (TogScope *scope, gint64 *version, GError **error)
{
  g_autoptr (TogStatement) find =
      tog_scope_prepare (scope,
                         "SELECT reminders, reminders_version FROM member "
                         "WHERE id = :me AND organization_id = :org",
                         error);
  TogReply *reply;

  if (find == NULL || tog_statement_step (find, error) != TOG_STEP_ROW)
    return NULL;
  *version = tog_statement_get_int (find, 1);
  reply = tog_reply_new_json (200, g_strdup (tog_statement_get_text (find, 0)));
  tog_reply_take_version (reply, *version);
  return reply;
}

TogReply *
tog_reminder_settings_handle_get (TogRequest *request, TogScope *scope, GError **error)
{
  gint64 version;

  return answer_settings (scope, &version, error);
}

/**
 * tog_reminder_settings_put_parse:
 * @request: with a body
 *
 * Reads when somebody wants to be reminded.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_reminder_settings_put_parse (TogRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = NULL;
  TogReply *refusal = tog_handler_read_change (request, &body);

  if (refusal != NULL)
    return refusal;
  request->input = g_new0 (TogReminders, 1);
  request->free_input = g_free;
  return tog_reminders_read (request->input, body, &error) ? NULL : tog_reply_new_bad_value (error);
}

static gboolean
store (TogScope *scope, const TogReminders *reminders, GError **error)
{
  g_autoptr (TogStatement) update = tog_scope_prepare (
      scope,
      "UPDATE member SET reminders = :reminders, reminders_version = reminders_version + 1 "
      "WHERE id = :me AND organization_id = :org",
      error);
  g_autofree char *text = tog_reminders_to_text (reminders);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_text (update, ":reminders", text);
  return tog_statement_run (update, error);
}

/* What is booked already is looked at when the member wants it now, unless that is
 * past. When it was looked at before, nobody is reminded then any more. */
static gboolean
plan (TogScope *scope, GError **error)
{
  g_autoptr (TogStatement) insert = tog_scope_prepare (
      scope,
      "INSERT OR IGNORE INTO reminder (due_at, session_id, minutes) "
      "SELECT starts_at - choice.value * 60, session.id, choice.value "
      "FROM participant JOIN session ON session.id = session_id "
      "JOIN member ON member.id = member_id, json_each (member.reminders, '$.mail') AS choice "
      "WHERE member_id = :me AND +session.organization_id = :org AND state = 'scheduled' "
      "AND starts_at - choice.value * 60 > :now",
      error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  return tog_statement_run (insert, error);
}

static gboolean
note_change (TogScope *scope, GError **error)
{
  g_autoptr (TogStatement) insert =
      tog_scope_prepare (scope,
                         "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
                         "SELECT id, 'me', key, 'updated', :now FROM member "
                         "WHERE id = :me AND organization_id = :org",
                         error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  return tog_statement_run (insert, error);
}

/**
 * tog_reminder_settings_put_write:
 * @request: whose body was read by tog_reminder_settings_put_parse()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Sets when the member is reminded, of what is booked already too.
 *
 * Returns: (transfer full) (nullable): the answer
 */
TogReply *
tog_reminder_settings_put_write (TogRequest *request, TogScope *scope, GError **error)
{
  gint64 version;
  g_autoptr (TogReply) current = answer_settings (scope, &version, error);

  if (current == NULL)
    return NULL;
  if (!tog_etag_list_has_version (request->if_match, version))
    return tog_handler_refuse_changed (current,
                                       "The settings were changed since they were read: look at "
                                       "them again.");
  if (!store (scope, request->input, error) || !plan (scope, error) || !note_change (scope, error))
    return NULL;
  return answer_settings (scope, &version, error);
}
