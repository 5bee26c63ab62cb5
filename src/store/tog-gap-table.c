#include "config.h"

#include "tog-gap-table.h"

/* Of those that can't even be told from each other. */
#define NO_ID ""

static gboolean
forget (TogDb *db, const char *id, GError **error)
{
  g_autoptr (TogStatement) statement = tog_db_prepare (db, "DELETE FROM gap WHERE id = :id", error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_text (statement, ":id", id);
  return tog_statement_run (statement, error);
}

static gboolean
forget_earlier (TogDb *db, guint generation, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db, "DELETE FROM gap WHERE generation < :generation", error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_int (statement, ":generation", generation);
  return tog_statement_run (statement, error);
}

static gboolean
add (TogDb *db, guint generation, const char *id, GError **error)
{
  g_autoptr (TogStatement) statement = tog_db_prepare (
      db,
      "INSERT INTO gap (id, n, generation, app_version) VALUES (:id, 1, :generation, :version)"
      " ON CONFLICT (id) DO UPDATE SET app_version = :version, generation = :generation,"
      " n = CASE WHEN id = '" NO_ID "' AND generation = :generation THEN n + 1 ELSE 1 END",
      error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_text (statement, ":id", id);
  tog_statement_bind_int (statement, ":generation", generation);
  tog_statement_bind_text (statement, ":version", TOG_VERSION);
  return tog_statement_run (statement, error);
}

/* Hardly ever there is any: then nothing has to be looked for. */
static gboolean
has_any (TogDb *db, gboolean *any, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db, "SELECT EXISTS (SELECT 1 FROM gap)", error);

  if (statement == NULL || tog_statement_step (statement, error) != TOG_STEP_ROW)
    return FALSE;
  *any = tog_statement_get_int (statement, 0) != 0;
  return TRUE;
}

static gboolean
forget_known (TogDb *db, const TogHistoryPage *page, const char *const *asked, GError **error)
{
  gboolean any;

  if (!has_any (db, &any, error))
    return FALSE;
  for (guint i = 0; any && asked != NULL && asked[i] != NULL; i++)
    {
      if (!forget (db, asked[i], error))
        return FALSE;
    }
  for (guint i = 0; any && i < page->items->len; i++)
    {
      TogHistoryItem *item = g_ptr_array_index (page->items, i);

      if (!forget (db, item->session->id, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * tog_gap_table_update:
 * @generation: of the history
 * @page: what was answered
 * @asked: (nullable) (array zero-terminated=1): the ids asked for, or %NULL for a page
 *   of all
 *
 * Takes in which sessions can't be read, and which can be by now.
 */
gboolean
tog_gap_table_update (TogDb *db,
                      guint generation,
                      const TogHistoryPage *page,
                      const char *const *asked,
                      GError **error)
{
  if (!forget_known (db, page, asked, error))
    return FALSE;
  for (guint i = 0; i < page->gaps->len; i++)
    {
      const TogHistoryGap *gap = g_ptr_array_index (page->gaps, i);

      /* Where some were asked for, one without an id may have been counted before. */
      if ((gap->id != NULL || asked == NULL) &&
          !add (db, generation, gap->id != NULL ? gap->id : NO_ID, error))
        return FALSE;
    }
  return asked != NULL || page->next != NULL || forget_earlier (db, generation, error);
}

/**
 * tog_gap_table_read:
 * @mark: gets how many can't be read, and those that another version left out
 */
gboolean
tog_gap_table_read (TogDb *db, TogHistoryMark *mark, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db, "SELECT id, n, app_version FROM gap", error);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  TogStep step;

  if (statement == NULL)
    return FALSE;
  while ((step = tog_statement_step (statement, error)) == TOG_STEP_ROW)
    {
      const char *id = tog_statement_get_text (statement, 0);

      mark->n_unreadable += tog_statement_get_int (statement, 1);
      if (g_str_equal (tog_statement_get_text (statement, 2), TOG_VERSION))
        continue;
      if (g_str_equal (id, NO_ID))
        mark->must_begin_anew = TRUE;
      else
        g_strv_builder_add (ids, id);
    }
  mark->untried = g_strv_builder_end (ids);
  return step == TOG_STEP_DONE;
}
