#include "config.h"

#include "tog-history-table.h"

#include "tog-gap-table.h"
#include "tog-json.h"
#include "tog-unsent-table.h"

#include <gio/gio.h>

#define MARK_COLUMNS "generation, token, cursor, is_current, was_complete, n_done, n_total"

/**
 * tog_history_read_mark:
 * @mark: (out) (nullable): how far the history is; %NULL where it wasn't begun
 */
gboolean
tog_history_read_mark (TogDb *db, TogHistoryMark **mark, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db, "SELECT " MARK_COLUMNS " FROM history", error);
  TogStep step;

  *mark = NULL;
  if (statement == NULL)
    return FALSE;
  step = tog_statement_step (statement, error);
  if (step != TOG_STEP_ROW)
    return step == TOG_STEP_DONE;

  *mark = g_new0 (TogHistoryMark, 1);
  (*mark)->generation = tog_statement_get_int (statement, 0);
  (*mark)->token = g_strdup (tog_statement_get_text (statement, 1));
  (*mark)->cursor = g_strdup (tog_statement_get_text (statement, 2));
  (*mark)->is_current = tog_statement_get_int (statement, 3) != 0;
  (*mark)->was_complete = tog_statement_get_int (statement, 4) != 0;
  (*mark)->n_done = tog_statement_get_int (statement, 5);
  (*mark)->n_total = tog_statement_get_int (statement, 6);
  if (tog_gap_table_read (db, *mark, error))
    return TRUE;
  g_clear_pointer (mark, tog_history_mark_free);
  return FALSE;
}

/**
 * tog_history_begin:
 * @token: since when changes will have to be asked for
 *
 * Begins to read all of it anew. What is there stays until that is done.
 */
gboolean
tog_history_begin (TogDb *db, const char *token, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db,
                      "INSERT INTO history (id, " MARK_COLUMNS ", newest_version)"
                      " VALUES (1, 1, :token, NULL, 0, 0, 0, 0, 0)"
                      " ON CONFLICT DO UPDATE SET generation = generation + 1, token = :token,"
                      " cursor = NULL, is_current = 0, n_done = 0",
                      error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_text (statement, ":token", token);
  return tog_statement_run (statement, error);
}

gboolean
tog_history_set_token (TogDb *db, guint generation, const char *token, GError **error)
{
  g_autoptr (TogStatement) statement = tog_db_prepare (
      db, "UPDATE history SET token = :token WHERE generation = :generation", error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_text (statement, ":token", token);
  tog_statement_bind_int (statement, ":generation", generation);
  return tog_statement_run (statement, error);
}

static gboolean
remove_text (TogDb *db, gint64 row, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db, "DELETE FROM session_text WHERE rowid = :row", error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_int (statement, ":row", row);
  return tog_statement_run (statement, error);
}

static gboolean
remove_row (TogDb *db, gint64 row, GError **error)
{
  g_autoptr (TogStatement) statement = NULL;

  if (!remove_text (db, row, error))
    return FALSE;
  statement = tog_db_prepare (db, "DELETE FROM session WHERE row = :row", error);
  if (statement == NULL)
    return FALSE;
  tog_statement_bind_int (statement, ":row", row);
  return tog_statement_run (statement, error);
}

typedef struct
{
  TogDb *db;
  guint generation;
  gint64 version;
  const char *my_id;
  GPtrArray *changed; /* (element-type utf8) */
  GString *text;      /* (owned): of one of the fields of the item at hand */
  GArray *texts;      /* (owned) (element-type NewText): what is to be searched for anew */
} Merge;

typedef struct
{
  gint64 row;
  gboolean is_known;    /* whether what it said before is there */
  TogHistoryItem *item; /* of the page */
} NewText;

/* Returns: whether what is there of it is the same, which then is of this generation */
static gboolean
find_same (Merge *merge, TogHistoryItem *item, gint64 *row, gboolean *is_same, GError **error)
{
  g_autoptr (TogStatement) find =
      tog_db_prepare (merge->db,
                      "SELECT row, json, generation FROM session JOIN session_item USING (row)"
                      " WHERE id = :id",
                      error);
  TogStep step;

  *row = 0;
  *is_same = FALSE;
  if (find == NULL)
    return FALSE;
  tog_statement_bind_text (find, ":id", item->session->id);
  step = tog_statement_step (find, error);
  if (step != TOG_STEP_ROW)
    return step == TOG_STEP_DONE;
  *row = tog_statement_get_int (find, 0);
  *is_same = g_str_equal (tog_statement_get_text (find, 1), item->text);
  if (*is_same && tog_statement_get_int (find, 2) != merge->generation)
    {
      g_autoptr (TogStatement) touch = tog_db_prepare (
          merge->db, "UPDATE session SET generation = :generation WHERE row = :row", error);

      if (touch == NULL)
        return FALSE;
      tog_statement_bind_int (touch, ":generation", merge->generation);
      tog_statement_bind_int (touch, ":row", *row);
      return tog_statement_run (touch, error);
    }
  return TRUE;
}

static void
append_line (GString *text, const char *line)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

static gboolean
write_row (Merge *merge, TogSession *session, gint64 *row, GError **error)
{
  g_autoptr (TogStatement) statement = tog_db_prepare (
      merge->db,
      "INSERT INTO session (row, version, generation, id, starts_at, ends_at, state, title,"
      " program, match_id, group_id, names, n_people)"
      " VALUES (:row, :version, :generation, :id, :starts_at, :ends_at, :state, :title, :program,"
      " :match_id, :group_id, :names, :n_people)"
      " ON CONFLICT (row) DO UPDATE SET version = :version, generation = :generation,"
      " starts_at = :starts_at, ends_at = :ends_at, state = :state, title = :title,"
      " program = :program, match_id = :match_id, group_id = :group_id, names = :names,"
      " n_people = :n_people",
      error);
  guint n_people = 0;

  if (statement == NULL)
    return FALSE;
  g_string_truncate (merge->text, 0);
  for (guint i = 0; i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);

      if (g_str_equal (participant->member->id, merge->my_id))
        continue;
      if (n_people++ < TOG_HIT_MAX_NAMES)
        append_line (merge->text, participant->member->name);
    }

  if (*row != 0)
    tog_statement_bind_int (statement, ":row", *row);
  tog_statement_bind_int (statement, ":version", merge->version);
  tog_statement_bind_int (statement, ":generation", merge->generation);
  tog_statement_bind_text (statement, ":id", session->id);
  tog_statement_bind_int (statement, ":starts_at", session->slot.start);
  tog_statement_bind_int (statement, ":ends_at", session->slot.end);
  tog_statement_bind_text (statement, ":state", tog_session_state_to_string (session->state));
  tog_statement_bind_text (statement, ":title", session->title);
  tog_statement_bind_text (statement, ":program", session->program_name);
  tog_statement_bind_text (statement, ":match_id", session->match_id);
  tog_statement_bind_text (statement, ":group_id", session->group_id);
  tog_statement_bind_text (statement, ":names", merge->text->str);
  tog_statement_bind_int (statement, ":n_people", n_people);
  if (!tog_statement_run (statement, error))
    return FALSE;
  if (*row == 0)
    *row = tog_db_get_last_row_id (merge->db);
  return TRUE;
}

static gboolean
write_item (TogDb *db, gint64 row, const char *json, GError **error)
{
  g_autoptr (TogStatement) statement = tog_db_prepare (
      db, "INSERT OR REPLACE INTO session_item (row, json) VALUES (:row, :json)", error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_int (statement, ":row", row);
  tog_statement_bind_text (statement, ":json", json);
  return tog_statement_run (statement, error);
}

static gboolean
write_people (Merge *merge, gint64 row, TogSession *session, GError **error)
{
  for (guint i = 0; i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);
      g_autoptr (TogStatement) statement = NULL;

      if (g_str_equal (participant->member->id, merge->my_id))
        continue;
      statement = tog_db_prepare (merge->db,
                                  "INSERT OR IGNORE INTO session_person (row, member_id, name)"
                                  " VALUES (:row, :member_id, :name)",
                                  error);
      if (statement == NULL)
        return FALSE;
      tog_statement_bind_int (statement, ":row", row);
      tog_statement_bind_text (statement, ":member_id", participant->member->id);
      tog_statement_bind_text (statement, ":name", participant->member->name);
      if (!tog_statement_run (statement, error))
        return FALSE;
    }
  return TRUE;
}

static void
bind_lines (Merge *merge, TogStatement *statement, const char *name)
{
  tog_statement_bind_text (statement, name, merge->text->str);
  g_string_truncate (merge->text, 0);
}

static gboolean
insert_text (Merge *merge, gint64 row, TogHistoryItem *item, GError **error)
{
  TogSession *session = item->session;
  g_autoptr (TogStatement) statement = tog_db_prepare (
      merge->db,
      "INSERT INTO session_text (rowid, title, people, program, agenda, my_note, shared_notes)"
      " VALUES (:row, :title, :people, :program, :agenda, :my_note, :shared_notes)",
      error);
  TogNote *note = item->note;

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_int (statement, ":row", row);
  tog_statement_bind_text (statement, ":title", session->title);
  tog_statement_bind_text (statement, ":program", session->program_name);

  g_string_truncate (merge->text, 0);
  for (guint i = 0; i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);

      if (g_str_equal (participant->member->id, merge->my_id))
        continue;
      if (merge->text->len > 0)
        g_string_append (merge->text, ", ");
      g_string_append (merge->text, participant->member->name);
    }
  bind_lines (merge, statement, ":people");

  for (guint i = 0; i < session->agenda->len; i++)
    {
      TogAgendaItem *agenda_item = g_ptr_array_index (session->agenda, i);

      append_line (merge->text, agenda_item->title);
    }
  bind_lines (merge, statement, ":agenda");

  if (note != NULL)
    g_string_append (merge->text, note->text);
  if (note != NULL && note->elsewhere != NULL)
    append_line (merge->text, note->elsewhere->text);
  bind_lines (merge, statement, ":my_note");

  if (note != NULL)
    {
      g_string_append (merge->text, note->shared);
      if (note->elsewhere != NULL)
        append_line (merge->text, note->elsewhere->shared);
      for (guint i = 0; i < note->others->len; i++)
        {
          TogSharedNote *other = g_ptr_array_index (note->others, i);

          append_line (merge->text, other->text);
        }
    }
  bind_lines (merge, statement, ":shared_notes");
  return tog_statement_run (statement, error);
}

static gboolean
remove_people (TogDb *db, gint64 row, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db, "DELETE FROM session_person WHERE row = :row", error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_int (statement, ":row", row);
  return tog_statement_run (statement, error);
}

static gboolean
add_item (Merge *merge, TogHistoryItem *item, GError **error)
{
  gboolean is_same;
  gint64 row;
  NewText text;

  if (!find_same (merge, item, &row, &is_same, error))
    return FALSE;
  if (is_same)
    return TRUE;

  if (!tog_unsent_table_lay (merge->db, item, error))
    return FALSE;
  merge->version++;
  text.is_known = row != 0;
  if (text.is_known && !remove_people (merge->db, row, error))
    return FALSE;
  if (!write_row (merge, item->session, &row, error) ||
      !write_item (merge->db, row, item->text, error) ||
      !write_people (merge, row, item->session, error))
    return FALSE;
  text.row = row;
  text.item = item;
  g_array_append_val (merge->texts, text);
  g_ptr_array_add (merge->changed, g_strdup (item->session->id));
  return TRUE;
}

/* A full-text table writes out what it has collected whenever a statement begins that may
 * have to be undone by itself, such as one with ON CONFLICT: with those in between it
 * would make a segment of each session, and then merge them all. So texts come after
 * everything else of their page. */
static gboolean
write_texts (Merge *merge, GError **error)
{
  for (guint i = 0; i < merge->texts->len; i++)
    {
      const NewText *text = &g_array_index (merge->texts, NewText, i);

      if ((text->is_known && !remove_text (merge->db, text->row, error)) ||
          !insert_text (merge, text->row, text->item, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_version (TogDb *db, gint64 *version, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db, "SELECT newest_version FROM history", error);

  if (statement == NULL || tog_statement_step (statement, error) == TOG_STEP_ERROR)
    return FALSE;
  *version = tog_statement_get_int (statement, 0);
  return TRUE;
}

static gboolean
write_version (TogDb *db, gint64 version, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db, "UPDATE history SET newest_version = :version", error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_int (statement, ":version", version);
  return tog_statement_run (statement, error);
}

/* What is there of a session as the server has it, or nothing. */
static gboolean
load_row (TogDb *db, const char *id, gint64 *row, TogHistoryItem **item, GError **error)
{
  g_autoptr (TogStatement) find = tog_db_prepare (
      db, "SELECT row, json FROM session JOIN session_item USING (row) WHERE id = :id", error);
  g_autoptr (JsonNode) node = NULL;
  TogStep step;

  *item = NULL;
  if (find == NULL)
    return FALSE;
  tog_statement_bind_text (find, ":id", id);
  step = tog_statement_step (find, error);
  if (step != TOG_STEP_ROW)
    return step == TOG_STEP_DONE;
  *row = tog_statement_get_int (find, 0);
  node = tog_json_parse (tog_statement_get_text (find, 1), -1, NULL);
  if (node != NULL)
    *item = tog_history_item_from_json (node, NULL);
  return TRUE;
}

static gboolean
set_row (TogDb *db, gint64 row, gint64 version, TogSessionState state, GError **error)
{
  g_autoptr (TogStatement) statement = tog_db_prepare (
      db, "UPDATE session SET version = :version, state = :state WHERE row = :row", error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_int (statement, ":version", version);
  tog_statement_bind_text (statement, ":state", tog_session_state_to_string (state));
  tog_statement_bind_int (statement, ":row", row);
  return tog_statement_run (statement, error);
}

/**
 * tog_history_index:
 * @id: of a session, be it there or not
 * @my_id: who I am
 *
 * Has a session found by the words that are in it by now, and listed in its state.
 */
gboolean
tog_history_index (TogDb *db, const char *id, const char *my_id, GError **error)
{
  g_autoptr (TogHistoryItem) item = NULL;
  g_autoptr (GString) text = g_string_sized_new (4096);
  Merge merge = { .db = db, .my_id = my_id, .text = text };
  gint64 row;

  if (!load_row (db, id, &row, &item, error))
    return FALSE;
  if (item == NULL)
    return TRUE;
  return tog_unsent_table_lay (db, item, error) && read_version (db, &merge.version, error) &&
         remove_text (db, row, error) && insert_text (&merge, row, item, error) &&
         set_row (db, row, merge.version + 1, item->session->state, error) &&
         write_version (db, merge.version + 1, error);
}

/**
 * tog_history_set_note:
 * @id: of a session, be it there or not
 * @note: about it, as the server has it
 *
 * Takes in a note alone.
 */
gboolean
tog_history_set_note (TogDb *db, const char *id, TogNote *note, GError **error)
{
  g_autoptr (TogHistoryItem) item = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  gint64 row;

  if (!load_row (db, id, &row, &item, error))
    return FALSE;
  if (item == NULL)
    return TRUE;
  g_set_object (&item->note, note);
  tog_history_item_append_json (json, item);
  return write_item (db, row, json->str, error);
}

/* What was there of it before stays; where it isn't known which one it is, all does. */
static gboolean
keep_earlier (TogDb *db, guint generation, const char *id, GError **error)
{
  g_autoptr (TogStatement) statement = tog_db_prepare (
      db,
      id != NULL ? "UPDATE session SET generation = :generation WHERE id = :id"
                 : "UPDATE session SET generation = :generation WHERE generation < :generation",
      error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_int (statement, ":generation", generation);
  if (id != NULL)
    tog_statement_bind_text (statement, ":id", id);
  return tog_statement_run (statement, error);
}

/**
 * tog_history_add:
 * @generation: of the history
 * @page: what was answered
 * @my_id: who I am
 * @changed: (element-type utf8): gets the ids of sessions that are other than before
 *
 * Takes in sessions. The history was begun.
 */
gboolean
tog_history_add (TogDb *db,
                 guint generation,
                 const TogHistoryPage *page,
                 const char *my_id,
                 GPtrArray *changed,
                 GError **error)
{
  g_autoptr (GString) text = g_string_sized_new (4096);
  g_autoptr (GArray) texts = g_array_new (FALSE, FALSE, sizeof (NewText));
  Merge merge = { db, generation, 0, my_id, changed, text, texts };

  if (!read_version (db, &merge.version, error))
    return FALSE;
  for (guint i = 0; i < page->items->len; i++)
    {
      if (!add_item (&merge, g_ptr_array_index (page->items, i), error))
        return FALSE;
    }
  for (guint i = 0; i < page->gaps->len; i++)
    {
      TogHistoryGap *gap = g_ptr_array_index (page->gaps, i);

      if (!keep_earlier (db, generation, gap->id, error))
        return FALSE;
    }
  return write_texts (&merge, error) && write_version (db, merge.version, error);
}

/**
 * tog_history_set_session:
 * @session: as the server has it, be it there or not
 * @my_id: who I am
 * @changed: (element-type utf8): gets its id if it is other than before
 *
 * Takes in a session alone: its note and what happened to its invite stay.
 */
gboolean
tog_history_set_session (TogDb *db,
                         TogSession *session,
                         const char *my_id,
                         GPtrArray *changed,
                         GError **error)
{
  g_autoptr (TogHistoryMark) mark = NULL;
  g_autoptr (TogHistoryItem) item = NULL;
  g_autoptr (GString) text = g_string_sized_new (4096);
  g_autoptr (GArray) texts = g_array_new (FALSE, FALSE, sizeof (NewText));
  Merge merge = { db, 0, 0, my_id, changed, text, texts };
  gint64 row;

  if (!load_row (db, session->id, &row, &item, error))
    return FALSE;
  if (item == NULL)
    return TRUE;
  g_set_object (&item->session, session);
  tog_history_item_append_json (text, item);
  item->text = g_strdup (text->str);
  if (!tog_history_read_mark (db, &mark, error))
    return FALSE;
  merge.generation = mark->generation;
  return read_version (db, &merge.version, error) && add_item (&merge, item, error) &&
         write_texts (&merge, error) && write_version (db, merge.version, error);
}

/* Removes what all was read without coming upon. */
static gboolean
remove_earlier (TogDb *db, guint generation, GPtrArray *gone, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db, "SELECT row, id FROM session WHERE generation < :generation", error);
  TogStep step;

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_int (statement, ":generation", generation);
  while ((step = tog_statement_step (statement, error)) == TOG_STEP_ROW)
    {
      g_ptr_array_add (gone, g_strdup (tog_statement_get_text (statement, 1)));
      if (!remove_row (db, tog_statement_get_int (statement, 0), error))
        return FALSE;
    }
  return step == TOG_STEP_DONE;
}

/**
 * tog_history_turn_page:
 * @page: of all there is, that was taken in
 * @gone: (element-type utf8): gets the ids of sessions that are not there any more
 *
 * Marks where to go on; after the last page, what was on none of them is removed.
 */
gboolean
tog_history_turn_page (TogDb *db,
                       guint generation,
                       const TogHistoryPage *page,
                       GPtrArray *gone,
                       GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db,
                      "UPDATE history SET cursor = :cursor, is_current = :is_last,"
                      " was_complete = was_complete OR :is_last, n_done = n_done + :n_items,"
                      " n_total = :n_total",
                      error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_text (statement, ":cursor", page->next);
  tog_statement_bind_int (statement, ":is_last", page->next == NULL);
  tog_statement_bind_int (statement, ":n_items", page->items->len + page->gaps->len);
  tog_statement_bind_int (statement, ":n_total", page->total);
  return tog_statement_run (statement, error) &&
         (page->next != NULL || remove_earlier (db, generation, gone, error));
}

/* Whether it is there, or may be: what can't be read may be any of them. */
static gboolean
has_item (const TogHistoryPage *page, const char *id)
{
  for (guint i = 0; i < page->items->len; i++)
    {
      TogHistoryItem *item = g_ptr_array_index (page->items, i);

      if (g_str_equal (item->session->id, id))
        return TRUE;
    }
  for (guint i = 0; i < page->gaps->len; i++)
    {
      TogHistoryGap *gap = g_ptr_array_index (page->gaps, i);

      if (gap->id == NULL || g_str_equal (gap->id, id))
        return TRUE;
    }
  return FALSE;
}

static gboolean
remove_by_id (TogDb *db, const char *id, GPtrArray *gone, GError **error)
{
  g_autoptr (TogStatement) find =
      tog_db_prepare (db, "SELECT row FROM session WHERE id = :id", error);
  TogStep step;

  if (find == NULL)
    return FALSE;
  tog_statement_bind_text (find, ":id", id);
  step = tog_statement_step (find, error);
  if (step != TOG_STEP_ROW)
    return step == TOG_STEP_DONE;
  g_ptr_array_add (gone, g_strdup (id));
  return remove_row (db, tog_statement_get_int (find, 0), error);
}

/**
 * tog_history_remove_missing:
 * @page: what was answered when those with some ids were asked for
 * @asked: (array zero-terminated=1): those ids
 * @gone: (element-type utf8): gets the ids of sessions that are not there any more
 *
 * Removes what isn't on the page, nor left for later by it: it is gone.
 */
gboolean
tog_history_remove_missing (TogDb *db,
                            const TogHistoryPage *page,
                            const char *const *asked,
                            GPtrArray *gone,
                            GError **error)
{
  g_auto (GStrv) rest = g_strsplit (page->next != NULL ? page->next : "", ",", -1);

  for (guint i = 0; asked[i] != NULL; i++)
    {
      if (!has_item (page, asked[i]) && !g_strv_contains ((const char *const *) rest, asked[i]) &&
          !remove_by_id (db, asked[i], gone, error))
        return FALSE;
    }
  return TRUE;
}
