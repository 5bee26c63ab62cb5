#include "config.h"

#include "tog-notes.h"

#include "tog-handlers.h"
#include "tog-json.h"
#include "tog-seat.h"

static GPtrArray *
list_others (TogScope *scope, gint64 session, GError **error)
{
  g_autoptr (TogStatement) list =
      tog_scope_prepare (scope,
                         "SELECT " TOG_QUERY_MEMBER_COLUMNS (
                             "member") ", shared FROM note "
                                       "JOIN member ON member.id = note.member_id "
                                       "WHERE session_id = :session AND organization_id = :org "
                                       "AND note.member_id <> :me AND shared <> '' "
                                       "ORDER BY member.name, member.key",
                         error);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);
  TogStep step;

  if (list == NULL)
    return NULL;
  tog_statement_bind_int (list, ":session", session);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      g_autoptr (TogMember) member = tog_query_read_member (list, 0);

      g_ptr_array_add (
          others,
          tog_shared_note_new (member, tog_statement_get_text (list, TOG_QUERY_N_MEMBER_COLUMNS)));
    }
  return step == TOG_STEP_DONE ? g_steal_pointer (&others) : NULL;
}

/**
 * tog_notes_query:
 * @scope: what the member may see
 * @session: id of a session in the database
 * @note: (out) (transfer full) (nullable): what the member wrote, and what the others
 *   share; %NULL where the member takes no part in the session
 * @version: (out): of what the member wrote
 * @error: return location
 *
 * Reads notes. Of what others don't share not even a length is read here.
 *
 * Returns: whether they could be read
 */
gboolean
tog_notes_query (TogScope *scope, gint64 session, TogNote **note, gint64 *version, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope,
      "SELECT coalesce (text, ''), coalesce (shared, ''), coalesce (note.version, 0) "
      "FROM participant JOIN session ON session.id = participant.session_id "
      "LEFT JOIN note ON note.session_id = :session AND note.member_id = :me "
      "WHERE participant.session_id = :session AND participant.member_id = :me "
      "AND +organization_id = :org",
      error);
  g_autoptr (GPtrArray) others = NULL;
  g_autofree char *etag = NULL;
  TogStep step;

  *note = NULL;
  *version = 0;
  if (find == NULL)
    return FALSE;
  tog_statement_bind_int (find, ":session", session);
  step = tog_statement_step (find, error);
  if (step != TOG_STEP_ROW)
    return step == TOG_STEP_DONE;

  others = list_others (scope, session, error);
  if (others == NULL)
    return FALSE;
  *version = tog_statement_get_int (find, 2);
  etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", *version);
  *note = tog_note_new (
      etag, tog_statement_get_text (find, 0), tog_statement_get_text (find, 1), others);
  return TRUE;
}

static TogReply *
answer_note (TogNote *note, gint64 version)
{
  g_autoptr (JsonNode) node = tog_note_to_json (note);
  TogReply *reply = tog_reply_new_json (200, tog_json_print (node));

  tog_reply_take_version (reply, version);
  return reply;
}

TogReply *
tog_notes_handle_get (TogRequest *request, TogScope *scope, GError **error)
{
  GError *failure = NULL;
  TogSeat seat;
  gint64 version;
  g_autoptr (TogNote) note = NULL;

  if (!tog_seat_find (&seat, scope, request->item, &failure))
    return tog_handler_answer_absent (failure, error);
  return tog_notes_query (scope, seat.session, &note, &version, error) ? answer_note (note, version)
                                                                       : NULL;
}

static void
free_input (gpointer data)
{
  tog_note_request_clear (data);
  g_free (data);
}

/**
 * tog_notes_put_parse:
 * @request: with a body
 *
 * Reads notes.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_notes_put_parse (TogRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = NULL;
  TogReply *refusal = tog_handler_read_change (request, &body);

  if (refusal != NULL)
    return refusal;
  request->input = g_new0 (TogNoteRequest, 1);
  request->free_input = free_input;
  return tog_note_request_read (request->input, body, &error) ? NULL
                                                              : tog_reply_new_bad_value (error);
}

static gboolean
store (TogScope *scope, gint64 session, const TogNoteRequest *wanted, GError **error)
{
  g_autoptr (TogStatement) insert = tog_scope_prepare (
      scope,
      "INSERT INTO note (session_id, member_id, text, shared, version, updated_at) "
      "SELECT id, :me, :text, :shared, 1, :now FROM session "
      "WHERE id = :session AND organization_id = :org "
      "ON CONFLICT (session_id, member_id) DO UPDATE SET text = excluded.text, "
      "shared = excluded.shared, version = note.version + 1, updated_at = excluded.updated_at",
      error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", session);
  tog_statement_bind_text (insert, ":text", wanted->text);
  tog_statement_bind_text (insert, ":shared", wanted->shared);
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  return tog_statement_run (insert, error);
}

/* Those who take part hear that what they see changed. */
static gboolean
note_others (TogScope *scope, gint64 session, GError **error)
{
  g_autoptr (TogStatement) insert =
      tog_scope_prepare (scope,
                         "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
                         "SELECT member_id, 'session', session.key, 'updated', :now "
                         "FROM participant JOIN session ON session.id = session_id "
                         "WHERE session_id = :session AND +organization_id = :org "
                         "AND member_id <> :me",
                         error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", session);
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  return tog_statement_run (insert, error);
}

/**
 * tog_notes_put_write:
 * @request: whose body was read by tog_notes_put_parse()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Keeps notes, if they still are as they were seen. The others hear of it only
 * where what they see changed.
 *
 * Returns: (transfer full) (nullable): the answer
 */
TogReply *
tog_notes_put_write (TogRequest *request, TogScope *scope, GError **error)
{
  const TogNoteRequest *wanted = request->input;
  GError *failure = NULL;
  TogSeat seat;
  gint64 version;
  g_autoptr (TogNote) note = NULL;
  g_autoptr (TogReply) current = NULL;

  if (!tog_seat_find (&seat, scope, request->item, &failure))
    return tog_handler_answer_absent (failure, error);
  if (!tog_notes_query (scope, seat.session, &note, &version, error))
    return NULL;

  current = answer_note (note, version);
  if (!tog_etag_list_has_version (request->if_match, version))
    return tog_handler_refuse_changed (current,
                                       "The notes were changed since they were read: look at "
                                       "them again.");
  if (g_str_equal (wanted->text, note->text) && g_str_equal (wanted->shared, note->shared))
    return g_steal_pointer (&current);

  if (!store (scope, seat.session, wanted, error) ||
      (!g_str_equal (wanted->shared, note->shared) && !note_others (scope, seat.session, error)))
    return NULL;
  g_clear_object (&note);
  return tog_notes_query (scope, seat.session, &note, &version, error) ? answer_note (note, version)
                                                                       : NULL;
}
