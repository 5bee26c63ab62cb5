#include "config.h"

#include "tog-query-session-private.h"

/* The sessions that the member may see: those they take part in, and what stands in
 * the program of a group that they came to later. Each is there once. */
#define OF_MEMBER                                                                                  \
  "(SELECT session_id AS id FROM participant WHERE member_id = :me "                               \
  "UNION ALL SELECT step.id FROM group_member AS own "                                             \
  "JOIN member_group AS team ON team.id = own.group_id AND team.active "                           \
  "JOIN session AS step ON step.group_id = team.id AND step.state <> 'cancelled' "                 \
  "WHERE own.member_id = :me AND NOT EXISTS (SELECT 1 FROM participant AS part "                   \
  "WHERE part.member_id = :me AND part.session_id = step.id)) AS mine "

/* Sessions by their ids, a JSON array; CROSS keeps SQLite from going through all
 * others first. What is the same for all of a program is counted once. */
#define OF_IDS "json_each (:ids) AS page CROSS JOIN session ON session.id = page.value "
#define WITH_STEPS                                                                                 \
  "WITH steps (program, length) AS MATERIALIZED (SELECT program_id, count (*) "                    \
  "FROM planned_session WHERE organization_id = :org AND active GROUP BY program_id) "
#define N_PLANNED "(SELECT length FROM steps WHERE steps.program = program.id)"

/**
 * tog_query_session_id:
 * @scope: what the member may see
 * @key: of a session
 * @error: return location
 *
 * Returns: the session's id in the database, whoever may see it; 0 where the
 *   organization has none such, and where @error is set
 */
gint64
tog_query_session_id (TogScope *scope, const char *key, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope, "SELECT id FROM session WHERE organization_id = :org AND key = :key", error);

  if (find == NULL)
    return 0;
  tog_statement_bind_text (find, ":key", key);
  return tog_statement_step (find, error) == TOG_STEP_ROW ? tog_statement_get_int (find, 0) : 0;
}

/**
 * tog_query_session_ids:
 * @scope: what the member may see
 * @state: (nullable): only those in this state
 * @page: which part of the list; a position is "START KEY"
 * @error: return location
 *
 * Lists the member's sessions, latest start first: one more than the page has, where
 * more follow.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): ids in the database
 */
GArray *
tog_query_session_ids (TogScope *scope, const char *state, const TogPage *page, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      "SELECT session.id FROM " OF_MEMBER "CROSS JOIN session ON session.id = mine.id "
      "WHERE +session.organization_id = :org AND (:state IS NULL OR session.state = :state) "
      "AND (:after_key IS NULL OR (starts_at, session.key) < (:after, :after_key)) "
      "ORDER BY starts_at DESC, session.key DESC LIMIT :limit",
      error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  TogStep step;

  if (list == NULL)
    return NULL;
  tog_statement_bind_text (list, ":state", state);
  tog_page_bind (page, list);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      gint64 id = tog_statement_get_int (list, 0);

      g_array_append_val (ids, id);
    }
  return step == TOG_STEP_DONE ? g_steal_pointer (&ids) : NULL;
}

/**
 * tog_query_bind_ids:
 * @statement: a statement that reads "json_each (:ids)"
 * @ids: (element-type gint64): ids in the database
 *
 * Has a statement find many things at once.
 */
void
tog_query_bind_ids (TogStatement *statement, GArray *ids)
{
  g_autoptr (GString) json = g_string_new ("[");

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (
        json, "%s%" G_GINT64_FORMAT, i == 0 ? "" : ",", g_array_index (ids, gint64, i));
  g_string_append_c (json, ']');
  tog_statement_bind_text (statement, ":ids", json->str);
}

/**
 * tog_query_make_table:
 * @destroy: (nullable): frees a value
 *
 * Returns: (transfer full) (element-type gint64 gpointer): an empty table of what was
 *   found, by ids in the database
 */
GHashTable *
tog_query_make_table (GDestroyNotify destroy)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, destroy);
}

/**
 * tog_query_keep:
 * @table: of tog_query_make_table()
 * @id: in the database
 * @value: (transfer full): what was found
 *
 * Keeps what was found.
 */
void
tog_query_keep (GHashTable *table, gint64 id, gpointer value)
{
  gint64 *key = g_new (gint64, 1);

  *key = id;
  g_hash_table_replace (table, key, value);
}

static gboolean
read_participants (TogScope *scope, GArray *ids, GHashTable *sessions, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      TOG_SELECT_PARTICIPANTS (
          "json_each (:ids) AS page CROSS JOIN participant ON session_id = page.value "),
      error);
  TogStep step;

  if (list == NULL)
    return FALSE;
  tog_query_bind_ids (list, ids);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      TogParticipant *participant;
      int rating;
      gint64 id = tog_query_session_read_person (list, &participant, &rating);
      TogSession *session = g_hash_table_lookup (sessions, &id);

      if (session == NULL)
        {
          g_object_unref (participant);
          continue;
        }
      g_ptr_array_add (session->participants, participant);
      session->my_rating += rating;
    }
  return step == TOG_STEP_DONE;
}

/**
 * tog_query_sessions_by_ids:
 * @scope: what the member may see
 * @ids: (element-type gint64): ids in the database
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type gint64 TogSession): those of the
 *   sessions that the member may see, by their ids
 */
GHashTable *
tog_query_sessions_by_ids (TogScope *scope, GArray *ids, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      WITH_STEPS TOG_SELECT_SESSION (N_PLANNED,
                                     OF_IDS) "WHERE +session.organization_id = :org " TOG_IF_MEMBER,
      error);
  g_autoptr (GHashTable) sessions = tog_query_make_table (g_object_unref);
  TogStep step;

  if (list == NULL)
    return NULL;
  tog_query_bind_ids (list, ids);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      gint64 id;
      TogSession *session = tog_query_session_read_row (list, &id, error);

      if (session == NULL)
        return NULL;
      session->participants = g_ptr_array_new_with_free_func (g_object_unref);
      tog_query_keep (sessions, id, session);
    }
  if (step == TOG_STEP_ERROR || !read_participants (scope, ids, sessions, error))
    return NULL;
  return g_steal_pointer (&sessions);
}

/**
 * tog_query_sessions:
 * @scope: what the member may see
 * @state: (nullable): only those in this state
 * @page: (inout): which part of the list; a position is "START KEY"
 * @error: return location
 *
 * Lists the member's sessions, latest start first.
 *
 * Returns: (transfer full) (nullable) (element-type TogSession): the sessions
 */
GPtrArray *
tog_query_sessions (TogScope *scope, const char *state, TogPage *page, GError **error)
{
  g_autoptr (GArray) ids = tog_query_session_ids (scope, state, page, error);
  g_autoptr (GHashTable) found = NULL;
  g_autoptr (GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean more;

  if (ids == NULL)
    return NULL;
  more = ids->len > page->limit;
  g_array_set_size (ids, MIN (ids->len, page->limit));
  found = tog_query_sessions_by_ids (scope, ids, error);
  if (found == NULL)
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    {
      TogSession *session = g_hash_table_lookup (found, &g_array_index (ids, gint64, i));

      g_ptr_array_add (sessions, g_object_ref (session));
      tog_page_move (page, session->slot.start, session->id);
    }
  tog_page_end (page, more ? TOG_STEP_ROW : TOG_STEP_DONE);
  return g_steal_pointer (&sessions);
}

/**
 * tog_query_count_sessions:
 * @scope: what the member may see
 * @total: (out): how many sessions the member may see
 * @error: return location
 *
 * Returns: whether they could be counted
 */
gboolean
tog_query_count_sessions (TogScope *scope, gint64 *total, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope,
      "SELECT count (*) FROM " OF_MEMBER
      "WHERE EXISTS (SELECT 1 FROM member WHERE id = :me AND organization_id = :org)",
      error);

  if (find == NULL || tog_statement_step (find, error) != TOG_STEP_ROW)
    return FALSE;
  *total = tog_statement_get_int (find, 0);
  return TRUE;
}
