#include "config.h"

#include "tog-notes.h"

#include "tog-handlers.h"
#include "tog-json.h"
#include "tog-seat.h"

/* Adds to the notes what the others share. Of what they don't share not even a length
 * is read here. */
static gboolean
read_others (TogScope *scope, GArray *sessions, GHashTable *notes, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      "SELECT " TOG_QUERY_MEMBER_COLUMNS (
          "member") ", shared, session_id FROM json_each (:ids) "
                    "AS page CROSS JOIN note ON session_id = page.value "
                    "JOIN member ON member.id = note.member_id "
                    "WHERE +organization_id = :org AND note.member_id <> :me AND shared <> '' "
                    "ORDER BY member.name, member.key",
      error);
  TogStep step;

  if (list == NULL)
    return FALSE;
  tog_query_bind_ids (list, sessions);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      gint64 session = tog_statement_get_int (list, TOG_QUERY_N_MEMBER_COLUMNS + 1);
      TogNote *note = g_hash_table_lookup (notes, &session);
      g_autoptr (TogMember) member = NULL;

      if (note == NULL)
        continue;
      member = tog_query_read_member (list, 0);
      g_ptr_array_add (
          note->others,
          tog_shared_note_new (member, tog_statement_get_text (list, TOG_QUERY_N_MEMBER_COLUMNS)));
    }
  return step == TOG_STEP_DONE;
}

/**
 * tog_notes_query:
 * @scope: what the member may see
 * @sessions: (element-type gint64): ids of sessions in the database
 * @error: return location
 *
 * Reads what the member wrote about sessions, and what the others share.
 *
 * Returns: (transfer full) (nullable) (element-type gint64 TogNote): the notes, by the
 *   id of the session, of those in which the member takes part
 */
GHashTable *
tog_notes_query (TogScope *scope, GArray *sessions, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      "SELECT part.session_id, coalesce (text, ''), coalesce (shared, ''), "
      "coalesce (note.version, 0) FROM json_each (:ids) AS page "
      "CROSS JOIN participant AS part ON part.member_id = :me AND part.session_id = page.value "
      "JOIN session ON session.id = part.session_id "
      "LEFT JOIN note ON note.session_id = part.session_id AND note.member_id = :me "
      "WHERE +organization_id = :org",
      error);
  g_autoptr (GHashTable) notes = tog_query_make_table (g_object_unref);
  TogStep step;

  if (list == NULL)
    return NULL;
  tog_query_bind_ids (list, sessions);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      g_autofree char *etag =
          g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", tog_statement_get_int (list, 3));
      g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);

      tog_query_keep (
          notes,
          tog_statement_get_int (list, 0),
          tog_note_new (
              etag, tog_statement_get_text (list, 1), tog_statement_get_text (list, 2), others));
    }
  if (step == TOG_STEP_ERROR || !read_others (scope, sessions, notes, error))
    return NULL;
  return g_steal_pointer (&notes);
}

/* Of a session in which the member takes part. */
static TogNote *
query_note (TogScope *scope, gint64 session, GError **error)
{
  g_autoptr (GArray) sessions = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) notes = NULL;

  g_array_append_val (sessions, session);
  notes = tog_notes_query (scope, sessions, error);
  return notes != NULL ? g_object_ref (g_hash_table_lookup (notes, &session)) : NULL;
}

/* The version of what the member wrote, which its ETag says. */
static gint64
get_version (TogNote *note)
{
  return g_ascii_strtoll (note->etag + 1, NULL, 10);
}

static TogReply *
answer_note (TogNote *note)
{
  g_autoptr (JsonNode) node = tog_note_to_json (note);
  TogReply *reply = tog_reply_new_json (200, tog_json_print (node));

  tog_reply_take_version (reply, get_version (note));
  return reply;
}

TogReply *
tog_notes_handle_get (TogRequest *request, TogScope *scope, GError **error)
{
  GError *failure = NULL;
  TogSeat seat;
  g_autoptr (TogNote) note = NULL;

  if (!tog_seat_find (&seat, scope, request->item, &failure))
    return tog_handler_answer_absent (failure, error);
  note = query_note (scope, seat.session, error);
  return note != NULL ? answer_note (note) : NULL;
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

/* The member's other devices hear that what they wrote changed, and the others that
 * what they see did. */
static gboolean
note_changed (TogScope *scope, gint64 session, gboolean is_shared, GError **error)
{
  g_autoptr (TogStatement) insert =
      tog_scope_prepare (scope,
                         "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
                         "SELECT member_id, 'session', session.key, 'updated', :now "
                         "FROM participant JOIN session ON session.id = session_id "
                         "WHERE session_id = :session AND +organization_id = :org "
                         "AND (member_id = :me OR :shared)",
                         error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", session);
  tog_statement_bind_int (insert, ":shared", is_shared);
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
  g_autoptr (TogNote) note = NULL;
  g_autoptr (TogReply) current = NULL;

  if (!tog_seat_find (&seat, scope, request->item, &failure))
    return tog_handler_answer_absent (failure, error);
  note = query_note (scope, seat.session, error);
  if (note == NULL)
    return NULL;

  current = answer_note (note);
  if (!tog_etag_list_has_version (request->if_match, get_version (note)))
    return tog_handler_refuse_changed (current,
                                       "The notes were changed since they were read: look at "
                                       "them again.");
  if (g_str_equal (wanted->text, note->text) && g_str_equal (wanted->shared, note->shared))
    return g_steal_pointer (&current);

  if (!store (scope, seat.session, wanted, error) ||
      !note_changed (scope, seat.session, !g_str_equal (wanted->shared, note->shared), error))
    return NULL;
  g_clear_object (&note);
  note = query_note (scope, seat.session, error);
  return note != NULL ? answer_note (note) : NULL;
}
