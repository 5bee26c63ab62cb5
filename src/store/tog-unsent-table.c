#include "config.h"

#include "tog-unsent-table.h"

#include "tog-json.h"
#include "tog-session-change.h"

#define COLUMNS "text, shared, in_conflict, changes"

/**
 * tog_unsent_table_read:
 * @all: (element-type TogUnsent): gets what there is
 */
gboolean
tog_unsent_table_read (TogDb *db, GPtrArray *all, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db, "SELECT session_id, " COLUMNS " FROM unsent", error);
  TogStep step;

  if (statement == NULL)
    return FALSE;
  while ((step = tog_statement_step (statement, error)) == TOG_STEP_ROW)
    {
      TogUnsent *unsent = tog_unsent_new (tog_statement_get_text (statement, 0));

      unsent->text = g_strdup (tog_statement_get_text (statement, 1));
      unsent->shared = g_strdup (tog_statement_get_text (statement, 2));
      unsent->in_conflict = tog_statement_get_int (statement, 3) != 0;
      unsent->changes = g_strdup (tog_statement_get_text (statement, 4));
      g_ptr_array_add (all, unsent);
    }
  return step == TOG_STEP_DONE;
}

/**
 * tog_unsent_table_set:
 * @unsent: (nullable): what waits to be sent of that session, or %NULL for nothing
 */
gboolean
tog_unsent_table_set (TogDb *db, const char *session_id, const TogUnsent *unsent, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db,
                      unsent != NULL ? "INSERT OR REPLACE INTO unsent (session_id, " COLUMNS ")"
                                       " VALUES (:id, :text, :shared, :in_conflict, :changes)"
                                     : "DELETE FROM unsent WHERE session_id = :id",
                      error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_text (statement, ":id", session_id);
  if (unsent != NULL)
    {
      tog_statement_bind_text (statement, ":text", unsent->text);
      tog_statement_bind_text (statement, ":shared", unsent->shared);
      tog_statement_bind_int (statement, ":in_conflict", unsent->in_conflict);
      tog_statement_bind_text (statement, ":changes", unsent->changes);
    }
  return tog_statement_run (statement, error);
}

/* What I wrote last takes the place of what the server has, unless it isn't settled yet
 * which of the two is to stay. */
static void
lay_note (TogHistoryItem *item, const char *text, const char *shared, gboolean in_conflict)
{
  g_autoptr (GPtrArray) nobody = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TogNote) note = tog_note_new (item->note != NULL ? item->note->etag : "\"0\"",
                                           text,
                                           shared,
                                           item->note != NULL ? item->note->others : nobody);

  note->unsent = TRUE;
  if (in_conflict && item->note != NULL)
    note->elsewhere = g_object_ref (item->note);
  g_set_object (&item->note, note);
}

/* What a version of the app kept that knows more than this one is left out. */
static void
lay_changes (TogHistoryItem *item, const char *text)
{
  g_autoptr (JsonNode) node = tog_json_parse (text, -1, NULL);
  JsonArray *array =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autoptr (TogSessionChange) change =
          tog_session_change_from_json (json_array_get_element (array, i), NULL);

      if (change != NULL)
        tog_session_change_lay (change, item->session);
    }
}

/**
 * tog_unsent_table_lay:
 * @item: a session as the server has it; altered in place
 *
 * Lays over it what is not sent yet.
 */
gboolean
tog_unsent_table_lay (TogDb *db, TogHistoryItem *item, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db, "SELECT " COLUMNS " FROM unsent WHERE session_id = :id", error);
  const char *text, *changes;
  TogStep step;

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_text (statement, ":id", item->session->id);
  step = tog_statement_step (statement, error);
  if (step != TOG_STEP_ROW)
    return step == TOG_STEP_DONE;

  text = tog_statement_get_text (statement, 0);
  changes = tog_statement_get_text (statement, 3);
  if (text != NULL)
    lay_note (item,
              text,
              tog_statement_get_text (statement, 1),
              tog_statement_get_int (statement, 2) != 0);
  if (changes != NULL)
    lay_changes (item, changes);
  return TRUE;
}
