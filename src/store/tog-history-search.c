#include "config.h"

#include "tog-history-search.h"

#include "tog-json.h"
#include "tog-unsent-table.h"

#define FIND                                                                                       \
  "SELECT row, version, ends_at FROM session"                                                      \
  " WHERE (:program IS NULL OR program = :program) AND (:state IS NULL OR state = :state)"         \
  " AND starts_at >= :from AND starts_at < :to"                                                    \
  " AND (:person IS NULL OR EXISTS (SELECT 1 FROM session_person"                                  \
  " WHERE session_person.row = session.row AND member_id = :person))"                              \
  " ORDER BY starts_at DESC, id DESC"

/* A session that fits all of a filter but its text, whether it is past or not. */
typedef struct
{
  TogHistoryRow row;
  TogInstant ends_at;
} Candidate;

/* All of them, the latest start first. */
typedef struct
{
  char *key;     /* (owned): what they fit */
  GArray *array; /* (owned) (element-type Candidate) */
} Candidates;

static void
candidates_free (gpointer data)
{
  Candidates *candidates = data;

  g_free (candidates->key);
  g_array_unref (candidates->array);
  g_free (candidates);
}

/* Each word, as a string of FTS5's, begins a word of any column: nothing that was
 * typed is syntax. */
static char *
make_match (const char *text)
{
  g_auto (GStrv) words = tog_session_filter_split (text);
  GString *match;

  if (words[0] == NULL)
    return NULL;
  match = g_string_new (NULL);
  for (guint i = 0; words[i] != NULL; i++)
    g_string_append_printf (match, "%s\"%s\" *", i > 0 ? " " : "", words[i]);
  return g_string_free (match, FALSE);
}

static void
bind_query (TogStatement *statement, const TogHistoryQuery *query)
{
  const TogSessionFilter *filter = &query->filter;
  gboolean any_year = query->year.end <= query->year.start;

  tog_statement_bind_text (statement, ":program", filter->program);
  tog_statement_bind_text (statement, ":person", filter->person);
  if (filter->state == TOG_STATE_UNSAID)
    tog_statement_bind_text (
        statement, ":state", tog_session_state_to_string (TOG_SESSION_SCHEDULED));
  else if (filter->state != TOG_ANY_STATE)
    tog_statement_bind_text (statement, ":state", tog_session_state_to_string (filter->state));
  tog_statement_bind_int (statement, ":from", any_year ? G_MININT64 : query->year.start);
  tog_statement_bind_int (statement, ":to", any_year ? G_MAXINT64 : query->year.end);
}

/* The same for no other query, unless that asks for the same candidates. */
static char *
dup_key (const TogHistoryQuery *query)
{
  const TogSessionFilter *filter = &query->filter;
  g_autoptr (GVariant) key = g_variant_ref_sink (g_variant_new ("(msmsixx)",
                                                                filter->program,
                                                                filter->person,
                                                                filter->state,
                                                                query->year.start,
                                                                query->year.end));

  return g_variant_print (key, FALSE);
}

static Candidates *
find_candidates (TogDb *db, const TogHistoryQuery *query, GError **error)
{
  g_autoptr (TogStatement) statement = tog_db_prepare (db, FIND, error);
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (Candidate));
  Candidates *candidates;
  TogStep step;

  if (statement == NULL)
    return NULL;
  bind_query (statement, query);
  while ((step = tog_statement_step (statement, error)) == TOG_STEP_ROW)
    {
      Candidate candidate = { { tog_statement_get_int (statement, 0),
                                tog_statement_get_int (statement, 1) },
                              tog_statement_get_int (statement, 2) };

      g_array_append_val (array, candidate);
    }
  if (step != TOG_STEP_DONE)
    return NULL;
  candidates = g_new0 (Candidates, 1);
  candidates->key = dup_key (query);
  candidates->array = g_steal_pointer (&array);
  return candidates;
}

/* They are the same for each letter that is typed: kept until the database is another.
 *
 * Returns: (transfer none) (nullable) */
static const GArray *
get_candidates (TogDb *db, const TogHistoryQuery *query, GError **error)
{
  Candidates *candidates = tog_db_recall (db);
  g_autofree char *key = dup_key (query);

  if (candidates != NULL && g_str_equal (candidates->key, key))
    return candidates->array;
  candidates = find_candidates (db, query, error);
  if (candidates == NULL)
    return NULL;
  tog_db_remember (db, candidates, candidates_free);
  return candidates->array;
}

/* @rows: (element-type gint64): gets those that have the words, in ascending order, as a
 * full-text table gives them */
static gboolean
find_text (TogDb *db, const char *match, GArray *rows, GError **error)
{
  g_autoptr (TogStatement) statement = tog_db_prepare (
      db, "SELECT rowid FROM session_text WHERE session_text MATCH :match ORDER BY rowid", error);
  TogStep step;

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_text (statement, ":match", match);
  while ((step = tog_statement_step (statement, error)) == TOG_STEP_ROW)
    {
      gint64 row = tog_statement_get_int (statement, 0);

      g_array_append_val (rows, row);
    }
  return step == TOG_STEP_DONE;
}

/* Thousands of times for each letter that is typed. */
static gboolean
has_row (const GArray *ascending, gint64 row)
{
  const gint64 *rows = (const gint64 *) ascending->data;
  guint begin = 0;
  guint end = ascending->len;

  while (end - begin > 1)
    {
      guint middle = begin + (end - begin) / 2;

      if (rows[middle] <= row)
        begin = middle;
      else
        end = middle;
    }
  return begin < end && rows[begin] == row;
}

static gboolean
is_in_time (const TogHistoryQuery *query, TogInstant ends_at)
{
  if (query->filter.state == TOG_STATE_UNSAID && ends_at > query->now)
    return FALSE;
  if (query->filter.state == TOG_SESSION_SCHEDULED && ends_at <= query->now)
    return FALSE;
  switch (query->filter.when)
    {
    case TOG_SESSIONS_UPCOMING:
      return ends_at > query->now;
    case TOG_SESSIONS_PAST:
      return ends_at <= query->now;
    case TOG_SESSIONS_EVER:
    default:
      return TRUE;
    }
}

/**
 * tog_history_find:
 * @query: what to look for
 * @rows: (element-type TogHistoryRow): gets what fits, in its order
 *
 * Goes through all that may fit in the order of the list, which is at hand: to look up
 * and sort thousands that have the words takes longer.
 */
gboolean
tog_history_find (TogDb *db, const TogHistoryQuery *query, GArray *rows, GError **error)
{
  g_autofree char *match = make_match (query->filter.text);
  g_autoptr (GArray) with_text = g_array_new (FALSE, FALSE, sizeof (gint64));
  const GArray *candidates;

  g_array_set_size (rows, 0);
  if (match != NULL && !find_text (db, match, with_text, error))
    return FALSE;
  if (match != NULL && with_text->len == 0)
    return TRUE;

  candidates = get_candidates (db, query, error);
  if (candidates == NULL)
    return FALSE;
  for (guint i = 0; i < candidates->len; i++)
    {
      guint at = query->filter.when == TOG_SESSIONS_UPCOMING ? candidates->len - 1 - i : i;
      const Candidate *candidate = &g_array_index (candidates, Candidate, at);

      if (is_in_time (query, candidate->ends_at) &&
          (match == NULL || has_row (with_text, candidate->row.row)))
        g_array_append_val (rows, candidate->row);
    }
  return TRUE;
}

static TogSessionHit *
read_hit (TogStatement *statement)
{
  TogSessionHit *hit = tog_session_hit_new ();
  const char *names = tog_statement_get_text (statement, 5);

  hit->id = g_strdup (tog_statement_get_text (statement, 0));
  hit->title = g_strdup (tog_statement_get_text (statement, 1));
  hit->program_name = g_strdup (tog_statement_get_text (statement, 2));
  hit->match_id = g_strdup (tog_statement_get_text (statement, 3));
  hit->group_id = g_strdup (tog_statement_get_text (statement, 4));
  hit->names = g_strsplit (names, "\n", -1);
  hit->n_people = tog_statement_get_int (statement, 6);
  hit->slot.start = tog_statement_get_int (statement, 7);
  hit->slot.end = tog_statement_get_int (statement, 8);
  tog_session_state_from_string (tog_statement_get_text (statement, 9), &hit->state);
  return hit;
}

/* Only of what is shown: that takes no time, while the database would look up again
 * all that has the words. */
static gboolean
add_snippets (TogDb *db, gint64 row, const char *text, TogSessionHit *hit, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db,
                      "SELECT title, people, program, agenda, my_note, shared_notes"
                      " FROM session_text WHERE rowid = :row",
                      error);
  TogStep step;

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_int (statement, ":row", row);
  step = tog_statement_step (statement, error);
  for (int field = 0; step == TOG_STEP_ROW && field < TOG_N_FIELDS; field++)
    {
      TogSnippet *snippet =
          tog_snippet_new (field, tog_statement_get_text (statement, field), text);

      if (snippet != NULL)
        g_ptr_array_add (hit->snippets, snippet);
    }
  return step != TOG_STEP_ERROR;
}

/**
 * tog_history_load_hits:
 * @rows: (array length=n_rows): which
 * @text: (nullable): what is searched for
 * @hits: (element-type TogSessionHit): gets one for each, or %NULL where it is gone or
 *   another
 */
gboolean
tog_history_load_hits (TogDb *db,
                       const TogHistoryRow *rows,
                       guint n_rows,
                       const char *text,
                       GPtrArray *hits,
                       GError **error)
{
  g_ptr_array_set_size (hits, 0);
  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr (TogStatement) statement =
          tog_db_prepare (db,
                          "SELECT id, title, program, match_id, group_id, names, n_people,"
                          " starts_at, ends_at, state FROM session"
                          " WHERE row = :row AND version = :version",
                          error);
      g_autoptr (TogSessionHit) hit = NULL;
      TogStep step;

      if (statement == NULL)
        return FALSE;
      tog_statement_bind_int (statement, ":row", rows[i].row);
      tog_statement_bind_int (statement, ":version", rows[i].version);
      step = tog_statement_step (statement, error);
      if (step == TOG_STEP_ERROR)
        return FALSE;
      if (step == TOG_STEP_ROW)
        hit = read_hit (statement);
      if (hit != NULL && text != NULL && !add_snippets (db, rows[i].row, text, hit, error))
        return FALSE;
      g_ptr_array_add (hits, g_steal_pointer (&hit));
    }
  return TRUE;
}

/* What this version can't read is as if it were not there: it will be read anew. */
static TogHistoryItem *
read_item (TogStatement *statement, int column)
{
  g_autoptr (JsonNode) node = tog_json_parse (tog_statement_get_text (statement, column), -1, NULL);

  return node != NULL ? tog_history_item_from_json (node, NULL) : NULL;
}

/**
 * tog_history_load_item:
 * @id: which session
 * @item: (out) (nullable): it, %NULL where there is none
 */
gboolean
tog_history_load_item (TogDb *db, const char *id, TogHistoryItem **item, GError **error)
{
  g_autoptr (TogStatement) statement = tog_db_prepare (
      db, "SELECT json FROM session JOIN session_item USING (row) WHERE id = :id", error);
  TogStep step;

  *item = NULL;
  if (statement == NULL)
    return FALSE;
  tog_statement_bind_text (statement, ":id", id);
  step = tog_statement_step (statement, error);
  if (step == TOG_STEP_ROW)
    *item = read_item (statement, 0);
  if (step == TOG_STEP_ERROR || (*item != NULL && !tog_unsent_table_lay (db, *item, error)))
    {
      g_clear_object (item);
      return FALSE;
    }
  return TRUE;
}

/**
 * tog_history_load_items:
 * @query: what to look for
 * @items: (element-type TogHistoryItem): gets what fits, in its order
 */
gboolean
tog_history_load_items (TogDb *db, const TogHistoryQuery *query, GPtrArray *items, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (TogHistoryRow));

  if (!tog_history_find (db, query, rows, error))
    return FALSE;
  g_ptr_array_set_size (items, 0);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (TogStatement) statement =
          tog_db_prepare (db, "SELECT json FROM session_item WHERE row = :row", error);
      TogHistoryItem *item;
      TogStep step;

      if (statement == NULL)
        return FALSE;
      tog_statement_bind_int (statement, ":row", g_array_index (rows, TogHistoryRow, i).row);
      step = tog_statement_step (statement, error);
      if (step == TOG_STEP_ERROR)
        return FALSE;
      item = step == TOG_STEP_ROW ? read_item (statement, 0) : NULL;
      if (item == NULL)
        continue;
      g_ptr_array_add (items, item);
      if (!tog_unsent_table_lay (db, item, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_programs (TogDb *db, GPtrArray *programs, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db, "SELECT DISTINCT program FROM session", error);
  TogStep step;

  if (statement == NULL)
    return FALSE;
  while ((step = tog_statement_step (statement, error)) == TOG_STEP_ROW)
    g_ptr_array_add (programs, g_strdup (tog_statement_get_text (statement, 0)));
  return step == TOG_STEP_DONE;
}

/* Who changed their name goes by the one of the latest session. */
static gboolean
load_people (TogDb *db, GPtrArray *people, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db,
                      "SELECT member_id, name, max (starts_at) FROM session_person"
                      " JOIN session USING (row) GROUP BY member_id",
                      error);
  TogStep step;

  if (statement == NULL)
    return FALSE;
  while ((step = tog_statement_step (statement, error)) == TOG_STEP_ROW)
    g_ptr_array_add (people,
                     tog_member_new (tog_statement_get_text (statement, 0),
                                     tog_statement_get_text (statement, 1),
                                     NULL,
                                     "UTC"));
  return step == TOG_STEP_DONE;
}

static gboolean
load_years (TogDb *db, const TogZone *zone, GArray *years, GError **error)
{
  g_autoptr (TogStatement) statement =
      tog_db_prepare (db, "SELECT starts_at FROM session ORDER BY starts_at DESC", error);
  TogStep step;

  if (statement == NULL)
    return FALSE;
  while ((step = tog_statement_step (statement, error)) == TOG_STEP_ROW)
    {
      TogWallTime wall = tog_zone_to_wall (zone, tog_statement_get_int (statement, 0));
      int year, month, day;

      tog_day_to_civil (wall.day, &year, &month, &day);
      if (years->len == 0 || g_array_index (years, int, years->len - 1) != year)
        g_array_append_val (years, year);
    }
  return step == TOG_STEP_DONE;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(char *const *) a, *(char *const *) b);
}

static int
compare_people (gconstpointer a, gconstpointer b)
{
  TogMember *member = *(TogMember *const *) a;
  TogMember *other = *(TogMember *const *) b;
  int order = g_utf8_collate (member->name, other->name);

  return order != 0 ? order : strcmp (member->id, other->id);
}

/**
 * tog_history_load_facets:
 * @zone: whose years
 * @facets: empty ones, to be filled in
 */
gboolean
tog_history_load_facets (TogDb *db, const TogZone *zone, TogSessionFacets *facets, GError **error)
{
  g_ptr_array_set_size (facets->programs, 0);
  g_ptr_array_set_size (facets->people, 0);
  g_array_set_size (facets->years, 0);
  if (!load_programs (db, facets->programs, error) || !load_people (db, facets->people, error) ||
      !load_years (db, zone, facets->years, error))
    return FALSE;
  g_ptr_array_sort (facets->programs, compare_texts);
  g_ptr_array_sort (facets->people, compare_people);
  return TRUE;
}
