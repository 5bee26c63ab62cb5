#include "config.h"

#include "tog-unsent-table.h"

/**
 * tog_unsent_table_read:
 * @notes: (element-type TogUnsentNote): gets all there are
 */
gboolean
tog_unsent_table_read (TogDb *db, GPtrArray *notes, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db, "SELECT session_id, text, shared FROM unsent_note", error);
  TogStep step;

  if (statement == NULL)
    return FALSE;
  while ((step = tog_statement_step (statement, error)) == TOG_STEP_ROW)
    g_ptr_array_add (notes,
                     tog_unsent_note_new (tog_statement_get_text (statement, 0),
                                          tog_statement_get_text (statement, 1),
                                          tog_statement_get_text (statement, 2)));
  return step == TOG_STEP_DONE;
}

/**
 * tog_unsent_table_set:
 * @note: (nullable): what waits to be sent of that session, or %NULL for nothing
 */
gboolean
tog_unsent_table_set (TogDb *db, const char *session_id, const TogUnsentNote *note, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db,
                      note != NULL ? "INSERT OR REPLACE INTO unsent_note (session_id, text, shared)"
                                     " VALUES (:id, :text, :shared)"
                                   : "DELETE FROM unsent_note WHERE session_id = :id",
                      error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_text (statement, ":id", session_id);
  if (note != NULL)
    {
      tog_statement_bind_text (statement, ":text", note->text);
      tog_statement_bind_text (statement, ":shared", note->shared);
    }
  return tog_statement_run (statement, error);
}

/**
 * tog_unsent_table_find:
 * @item: a session as the server has it
 * @note: (out) (nullable) (transfer full): what is noted about it, with what I wrote last
 */
gboolean
tog_unsent_table_find (TogDb *db, TogHistoryItem *item, TogNote **note, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db, "SELECT text, shared FROM unsent_note WHERE session_id = :id", error);
  g_autoptr (GPtrArray) nobody = NULL;
  TogStep step;

  *note = NULL;
  if (statement == NULL)
    return FALSE;
  tog_statement_bind_text (statement, ":id", item->session->id);
  step = tog_statement_step (statement, error);
  if (step == TOG_STEP_DONE && item->note != NULL)
    *note = g_object_ref (item->note);
  if (step != TOG_STEP_ROW)
    return step == TOG_STEP_DONE;

  nobody = g_ptr_array_new_with_free_func (g_object_unref);
  *note = tog_note_new (item->note != NULL ? item->note->etag : "\"0\"",
                        tog_statement_get_text (statement, 0),
                        tog_statement_get_text (statement, 1),
                        item->note != NULL ? item->note->others : nobody);
  (*note)->unsent = TRUE;
  return TRUE;
}
