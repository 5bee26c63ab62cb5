#include "config.h"

#include "tog-db.h"
#include "tog-store-history.h"
#include "tog-test-files.h"

#include <string.h>

#define ME "ada"

typedef struct
{
  char *root;       /* (owned) */
  char *file;       /* (owned) */
  TogStore *store;  /* (owned) */
  guint generation; /* of the history that was begun */
} Fixture;

/* What of a session these tests tell apart. */
typedef struct
{
  const char *id;
  const char *start;
  const char *title;
  const char *program;
  const char *state;
  const char *person; /* id and name of who takes part beside me */
  const char *agenda;
  const char *text;
  const char *shared;
  const char *others;
} Sample;

static const Sample samples[] = {
  { "s1",
    "2024-12-31T22:30:00Z",
    "First steps",
    "Mentoring",
    "completed",
    "grace",
    "Goals",
    "Ask about Zürich",
    "Bring the roadmap",
    "" },
  { "s2",
    "2025-03-01T10:00:00Z",
    "Second steps",
    "Mentoring",
    "completed",
    "grace",
    "Blockers",
    "",
    "",
    "The roadmap was too long" },
  { "s3",
    "2026-01-10T10:00:00Z",
    "Circle of readers",
    "Reading",
    "cancelled",
    "linus",
    "Books",
    "nothing \"quoted\" AND new",
    "",
    "" },
  { "s4",
    "2026-05-10T10:00:00Z",
    "Third steps",
    "Mentoring",
    "scheduled",
    "grace",
    "Review",
    "",
    "",
    "" },
};

static void
open_store (Fixture *fixture)
{
  g_autofree char *directory = g_build_filename (fixture->root, "one", NULL);

  fixture->store = tog_store_new (directory);
}

/* What was asked for holds the store until it is done. */
static void
close_store (Fixture *fixture)
{
  TogStore *store = g_steal_pointer (&fixture->store);

  g_object_add_weak_pointer (G_OBJECT (store), (gpointer *) &store);
  g_object_unref (store);
  while (store != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->root = g_dir_make_tmp ("tog-history-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->file = g_build_filename (fixture->root, "one", "cache.sqlite", NULL);
  open_store (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_store (fixture);
  tog_test_remove_tree (fixture->root);
  g_free (fixture->root);
  g_free (fixture->file);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
append_item (GString *json, const Sample *sample)
{
  g_autoptr (GDateTime) start = g_date_time_new_from_iso8601 (sample->start, NULL);
  g_autoptr (GDateTime) end = g_date_time_add_minutes (start, 45);
  g_autofree char *end_text = g_date_time_format_iso8601 (end);
  g_autofree char *text = g_strescape (sample->text, "ü");

  g_string_append_printf (
      json,
      "{\"session\":{\"id\":\"%s\",\"etag\":\"\\\"1\\\"\",\"uid\":\"%s@example.org\","
      "\"sequence\":1,\"state\":\"%s\",\"title\":\"%s\",\"ordinal\":1,\"n_planned\":6,"
      "\"program_name\":\"%s\",\"match_id\":\"m1\",\"group_id\":null,\"start\":\"%s\","
      "\"end\":\"%s\",\"conference\":{\"kind\":\"none\",\"provider\":null,\"name\":null,"
      "\"url\":null,\"place\":null},\"message\":null,\"cancel_reason\":null,\"my_rating\":0,"
      "\"delivery\":\"sent\",\"booked_by\":\"" ME "\",\"participants\":[{\"member\":{\"id\":"
      "\"" ME "\",\"name\":\"Ada Lovelace\",\"email\":null,\"zone\":\"Europe/London\"},\"role\":"
      "\"mentee\",\"answer\":\"accepted\",\"reason\":null,\"held\":\"unsaid\",\"late\":0},"
      "{\"member\":{\"id\":\"%s\",\"name\":\"%s Hopper\",\"email\":null,\"zone\":"
      "\"Europe/London\"},\"role\":\"mentor\",\"answer\":\"pending\",\"reason\":null,\"held\":"
      "\"unsaid\",\"late\":0}],\"agenda\":[{\"id\":\"a\",\"title\":\"%s\",\"minutes\":0,\"done\":"
      "false,\"added_by\":null}],\"resources\":[]},\"note\":{\"etag\":\"\\\"1\\\"\",\"text\":"
      "\"%s\",\"shared\":\"%s\",\"others\":[{\"member\":{\"id\":\"%s\",\"name\":\"%s Hopper\","
      "\"email\":null,\"zone\":\"Europe/London\"},\"text\":\"%s\"}]},\"invites\":[]}",
      sample->id,
      sample->id,
      sample->state,
      sample->title,
      sample->program,
      sample->start,
      end_text,
      sample->person,
      sample->person,
      sample->agenda,
      text,
      sample->shared,
      sample->person,
      sample->person,
      sample->others);
}

static TogHistoryPage *
make_page (const Sample *first, guint n_samples, const char *next, guint total)
{
  g_autoptr (GString) json = g_string_new ("{\"items\":[");
  g_autoptr (GError) error = NULL;
  TogHistoryPage *page;

  for (guint i = 0; i < n_samples; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      append_item (json, &first[i]);
    }
  g_string_append (json, "],\"next\":");
  if (next != NULL)
    g_string_append_printf (json, "\"%s\"", next);
  else
    g_string_append (json, "null");
  g_string_append_printf (json, ",\"total\":%u}", total);
  page = tog_history_page_from_text (json->str, json->len, &error);
  g_assert_no_error (error);
  return page;
}

static TogHistoryMark *
load_mark (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TogHistoryMark *mark;

  tog_store_load_mark_async (fixture->store, NULL, done_cb, &result);
  wait_for (&result);
  mark = tog_store_load_mark_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return mark;
}

static void
begin (Fixture *fixture, const char *token)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogHistoryMark) mark = NULL;

  tog_store_begin_history_async (fixture->store, token, NULL, done_cb, &result);
  wait_for (&result);
  mark = tog_store_begin_history_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mark->token, ==, token);
  g_assert_null (mark->cursor);
  g_assert_false (mark->is_current);
  fixture->generation = mark->generation;
}

static TogHistoryMerge *
merge (Fixture *fixture,
       const char *const *ids,
       const char *cursor,
       TogHistoryPage *page,
       GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_store_merge_async (
      fixture->store, fixture->generation, ids, cursor, page, ME, NULL, done_cb, &result);
  wait_for (&result);
  return tog_store_merge_finish (fixture->store, result, error);
}

static char *
join (GPtrArray *ids)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", (char *) g_ptr_array_index (ids, i));
  return g_string_free (text, FALSE);
}

/* Takes in an answer, and says which sessions are other than before, and which gone. */
static void
take_in (Fixture *fixture,
         const char *const *ids,
         const char *cursor,
         TogHistoryPage *page,
         const char *expected_changed,
         const char *expected_gone)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogHistoryMerge) done = merge (fixture, ids, cursor, page, &error);
  g_autofree char *changed = NULL;
  g_autofree char *gone = NULL;

  g_assert_no_error (error);
  g_assert_true (done->taken);
  changed = join (done->changed);
  gone = join (done->gone);
  g_assert_cmpstr (changed, ==, expected_changed);
  g_assert_cmpstr (gone, ==, expected_gone);
}

static void
fill (Fixture *fixture)
{
  guint n = G_N_ELEMENTS (samples);

  begin (fixture, "t1");
  take_in (fixture, NULL, NULL, make_page (samples, n, NULL, n), "s1 s2 s3 s4", "");
}

static GArray *
find (Fixture *fixture, const TogHistoryQuery *query)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GArray *rows;

  tog_store_find_async (fixture->store, query, NULL, done_cb, &result);
  wait_for (&result);
  rows = tog_store_find_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return rows;
}

static GPtrArray *
find_hits (Fixture *fixture, const TogHistoryQuery *query)
{
  g_autoptr (GArray) rows = find (fixture, query);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *hits;

  tog_store_load_hits_async (fixture->store,
                             (const TogHistoryRow *) rows->data,
                             rows->len,
                             query->filter.text,
                             NULL,
                             done_cb,
                             &result);
  wait_for (&result);
  hits = tog_store_load_hits_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return hits;
}

static void
assert_found (Fixture *fixture, const TogHistoryQuery *query, const char *expected)
{
  g_autoptr (GPtrArray) hits = find_hits (fixture, query);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autofree char *found = NULL;

  for (guint i = 0; i < hits->len; i++)
    g_ptr_array_add (ids, ((TogSessionHit *) g_ptr_array_index (hits, i))->id);
  found = join (ids);
  g_assert_cmpstr (found, ==, expected);
}

static void
assert_text_found (Fixture *fixture, const char *text, const char *expected)
{
  TogHistoryQuery query = { .filter = TOG_SESSION_FILTER_INIT };

  g_autofree char *printable = g_strescape (text, NULL);

  g_test_message ("%s", printable);
  query.filter.text = (char *) text;
  assert_found (fixture, &query, expected);
}

static TogInstant
parse (const char *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  return g_date_time_to_unix (time);
}

/* Words of every field, by how they begin, whatever the case and the accents. */
static void
test_search (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *found;
  } cases[] = {
    { "", "s4 s3 s2 s1" },
    { "steps", "s4 s2 s1" },
    { "STE", "s4 s2 s1" },
    { "first st", "s1" },
    { "steps first", "s1" },
    { "hopper", "s4 s3 s2 s1" },
    { "linus", "s3" },
    { "lovelace", "" },
    { "mentoring", "s4 s2 s1" },
    { "block", "s2" },
    { "zurich", "s1" },
    { "ZÜRICH", "s1" },
    { "roadmap", "s2 s1" },
    { "roadmap bring", "s1" },
    { "tep", "" },
    /* Nothing of it is a search engine's. */
    { "\"", "s4 s3 s2 s1" },
    { "new AND", "s3" },
    { "title:first", "" },
    { "NOT", "s3" },
    { "first*", "s1" },
    { "(first", "s1" },
    { "^first -steps", "s1" },
    { "quoted\"", "s3" },
    { "NEAR(first steps)", "" },
    { "'; DROP TABLE session; --", "" },
    { "\xff\xfe", "s4 s3 s2 s1" },
    { "😀", "s4 s3 s2 s1" },
  };

  fill (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_text_found (fixture, cases[i].text, cases[i].found);
}

/* What is marked is what was looked for, in each field that has it. */
static void
test_highlight (Fixture *fixture, gconstpointer data)
{
  TogHistoryQuery query = { .filter = TOG_SESSION_FILTER_INIT };
  g_autoptr (GPtrArray) hits = NULL;
  TogSessionHit *hit;
  const TogSnippet *snippet;
  TogTextRange range;

  fill (fixture);
  query.filter.text = (char *) "zur fir";
  hits = find_hits (fixture, &query);
  g_assert_cmpuint (hits->len, ==, 1);
  hit = g_ptr_array_index (hits, 0);
  g_assert_cmpuint (hit->snippets->len, ==, 2);

  snippet = tog_session_hit_get_snippet (hit, TOG_FIELD_TITLE);
  g_assert_nonnull (snippet);
  g_assert_cmpstr (snippet->text, ==, "First steps");
  g_assert_cmpuint (snippet->ranges->len, ==, 1);
  range = g_array_index (snippet->ranges, TogTextRange, 0);
  g_assert_cmpuint (range.start, ==, 0);
  g_assert_cmpuint (range.end, ==, strlen ("First"));

  snippet = tog_session_hit_get_best (hit);
  g_assert_nonnull (snippet);
  g_assert_cmpint (snippet->field, ==, TOG_FIELD_MY_NOTE);
  range = g_array_index (snippet->ranges, TogTextRange, 0);
  g_assert_cmpint (strncmp (snippet->text + range.start, "Zürich", range.end - range.start), ==, 0);
  g_assert_cmpuint (range.end - range.start, ==, strlen ("Zürich"));

  g_assert_cmpstr (hit->id, ==, "s1");
  g_assert_cmpstr (hit->names[0], ==, "grace Hopper");
  g_assert_cmpuint (g_strv_length (hit->names), ==, 1);
  g_assert_cmpuint (hit->n_people, ==, 1);
  g_assert_cmpint (hit->slot.start, ==, parse (samples[0].start));
  g_assert_cmpint (hit->state, ==, TOG_SESSION_COMPLETED);
}

static void
test_filter (Fixture *fixture, gconstpointer data)
{
  TogHistoryQuery query = { .filter = TOG_SESSION_FILTER_INIT };

  fill (fixture);
  query.filter.program = (char *) "Mentoring";
  assert_found (fixture, &query, "s4 s2 s1");
  query.filter.text = (char *) "roadmap";
  assert_found (fixture, &query, "s2 s1");
  query.filter.text = NULL;
  query.filter.state = TOG_SESSION_COMPLETED;
  assert_found (fixture, &query, "s2 s1");
  query.filter.program = NULL;
  query.filter.state = TOG_ANY_STATE;
  query.filter.person = (char *) "linus";
  assert_found (fixture, &query, "s3");
  query.filter.person = (char *) ME;
  assert_found (fixture, &query, "");
  query.filter.person = NULL;

  /* Half open, as the year of somebody an hour east of Greenwich is. */
  query.year = (TogSlot){ parse ("2024-12-31T22:30:00Z"), parse ("2026-01-10T10:00:00Z") };
  assert_found (fixture, &query, "s2 s1");
  query.year.start++;
  query.year.end++;
  assert_found (fixture, &query, "s3 s2");
  query.year = (TogSlot){ 0, 0 };

  /* What goes on has not ended. */
  query.now = parse ("2026-01-10T10:44:59Z");
  query.filter.when = TOG_SESSIONS_UPCOMING;
  assert_found (fixture, &query, "s3 s4");
  query.filter.when = TOG_SESSIONS_PAST;
  assert_found (fixture, &query, "s2 s1");
  query.now++;
  assert_found (fixture, &query, "s3 s2 s1");
  query.filter.when = TOG_SESSIONS_UPCOMING;
  assert_found (fixture, &query, "s4");
}

static void
test_facets (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/Helsinki", &error);
  g_autoptr (TogSessionFacets) facets = NULL;
  g_autofree char *programs = NULL;

  g_assert_no_error (error);
  fill (fixture);
  tog_store_load_facets_async (fixture->store, zone, NULL, done_cb, &result);
  wait_for (&result);
  facets = tog_store_load_facets_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  programs = join (facets->programs);
  g_assert_cmpstr (programs, ==, "Mentoring Reading");
  g_assert_cmpuint (facets->people->len, ==, 2);
  g_assert_cmpstr (((TogMember *) g_ptr_array_index (facets->people, 0))->id, ==, "grace");
  g_assert_cmpstr (((TogMember *) g_ptr_array_index (facets->people, 1))->id, ==, "linus");
  /* Half past ten in the evening of the last day is the next year there. */
  g_assert_cmpuint (facets->years->len, ==, 2);
  g_assert_cmpint (g_array_index (facets->years, int, 0), ==, 2026);
  g_assert_cmpint (g_array_index (facets->years, int, 1), ==, 2025);
}

static TogHistoryItem *
load_item (Fixture *fixture, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TogHistoryItem *item;

  tog_store_load_item_async (fixture->store, id, NULL, done_cb, &result);
  wait_for (&result);
  item = tog_store_load_item_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return item;
}

static void
test_items (Fixture *fixture, gconstpointer data)
{
  TogHistoryQuery query = { .filter = TOG_SESSION_FILTER_INIT };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogHistoryItem) item = NULL;
  g_autoptr (GPtrArray) items = NULL;

  fill (fixture);
  item = load_item (fixture, "s1");
  g_assert_nonnull (item);
  g_assert_cmpstr (item->note->text, ==, "Ask about Zürich");
  g_assert_null (load_item (fixture, "s5"));

  query.filter.text = (char *) "steps";
  tog_store_load_items_async (fixture->store, &query, NULL, done_cb, &result);
  wait_for (&result);
  items = tog_store_load_items_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (items->len, ==, 3);
  g_assert_cmpstr (((TogHistoryItem *) g_ptr_array_index (items, 0))->session->id, ==, "s4");
}

/* It goes on where it was, and a page that comes twice or too late does nothing. */
static void
test_resume (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogHistoryMark) mark = load_mark (fixture);
  g_autoptr (TogHistoryMerge) late = NULL;

  g_assert_null (mark);
  begin (fixture, "t1");
  take_in (fixture, NULL, NULL, make_page (samples + 2, 2, "c1", 4), "s3 s4", "");

  close_store (fixture);
  open_store (fixture);
  mark = load_mark (fixture);
  g_assert_cmpuint (mark->generation, ==, fixture->generation);
  g_assert_cmpstr (mark->token, ==, "t1");
  g_assert_cmpstr (mark->cursor, ==, "c1");
  g_assert_false (mark->is_current);
  g_assert_cmpuint (mark->n_done, ==, 2);
  g_assert_cmpuint (mark->n_total, ==, 4);
  assert_text_found (fixture, "steps", "s4");

  late = merge (fixture, NULL, NULL, make_page (samples + 2, 2, "c1", 4), &error);
  g_assert_no_error (error);
  g_assert_false (late->taken);
  g_assert_cmpuint (late->mark->n_done, ==, 2);

  take_in (fixture, NULL, "c1", make_page (samples, 2, NULL, 4), "s1 s2", "");
  g_clear_pointer (&mark, tog_history_mark_free);
  mark = load_mark (fixture);
  g_assert_true (mark->is_current);
  g_assert_true (mark->was_complete);
  assert_text_found (fixture, "steps", "s4 s2 s1");
}

static gint64
count_rows (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogDb) db = tog_db_open (fixture->file, TOG_DB_WRITER, &error);
  g_autoptr (TogStatement) statement = NULL;

  g_assert_no_error (error);
  statement = tog_db_prepare (db, sql, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tog_statement_step (statement, &error), ==, TOG_STEP_ROW);
  return tog_statement_get_int (statement, 0);
}

/* What was asked for by its id and isn't in the answer is gone, with every word of it. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  const char *ids[] = { "s1", "s2", "s3", "s9", NULL };
  Sample other = samples[1];

  fill (fixture);
  other.others = "The plan was too long";
  /* s3 did not fit, and is asked for later. */
  take_in (fixture, ids, NULL, make_page (&other, 1, "s3", 3), "s2", "s1");
  assert_text_found (fixture, "roadmap", "");
  assert_text_found (fixture, "plan", "s2");
  assert_text_found (fixture, "", "s4 s3 s2");
  g_assert_null (load_item (fixture, "s1"));

  /* The same once more is no change. */
  take_in (fixture, ids, NULL, make_page (&other, 1, "s3", 3), "", "");

  close_store (fixture);
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM session_item"), ==, 3);
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM session_person"), ==, 3);
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM session_text"), ==, 3);
  open_store (fixture);
}

/* While all is read anew what was there stays; at the end what wasn't met again goes. */
static void
test_anew (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogHistoryMark) mark = NULL;
  guint before;

  fill (fixture);
  before = fixture->generation;
  begin (fixture, "t2");
  g_assert_cmpuint (fixture->generation, !=, before);
  mark = load_mark (fixture);
  g_assert_true (mark->was_complete);
  take_in (fixture, NULL, NULL, make_page (samples + 2, 2, "c1", 3), "", "");
  assert_text_found (fixture, "", "s4 s3 s2 s1");

  /* What was asked for before it was begun anew is of another history. */
  fixture->generation = before;
  g_assert_null (merge (fixture, NULL, "c1", make_page (samples, 2, NULL, 4), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  fixture->generation++;

  take_in (fixture, NULL, "c1", make_page (samples, 1, NULL, 3), "", "s2");
  assert_text_found (fixture, "", "s4 s3 s1");
}

/* What can't be read is left out, and takes away neither the others nor what was there
 * of it before; where it doesn't even say which session it is, it may be any. */
static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  const char *ids[] = { "s1", "s2", NULL };
  Sample page[] = { samples[2], samples[1], samples[0] };
  g_autoptr (TogHistoryMark) mark = NULL;
  g_autoptr (TogHistoryItem) item = NULL;

  fill (fixture);
  page[0].title = "Circle of writers";
  page[1].state = "dreamt";
  begin (fixture, "t2");
  take_in (fixture, NULL, NULL, make_page (page, 3, NULL, 3), "s3", "s4");
  mark = load_mark (fixture);
  g_assert_true (mark->is_current);
  g_assert_cmpuint (mark->n_done, ==, 3);
  assert_text_found (fixture, "", "s3 s2 s1");
  item = load_item (fixture, "s2");
  g_assert_cmpstr (item->session->title, ==, "Second steps");
  take_in (fixture, ids, NULL, make_page (page + 1, 1, NULL, 3), "", "s1");

  page[1].id = "";
  take_in (fixture, ids, NULL, make_page (page + 1, 1, NULL, 3), "", "");
  begin (fixture, "t3");
  take_in (fixture, NULL, NULL, make_page (page + 1, 1, NULL, 1), "", "");
  assert_text_found (fixture, "", "s3 s2");
}

static void
pretend (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogDb) db = NULL;

  close_store (fixture);
  db = tog_db_open (fixture->file, TOG_DB_WRITER, &error);
  g_assert_no_error (error);
  g_assert_true (tog_db_exec (db, sql, &error));
  g_assert_no_error (error);
  g_clear_pointer (&db, tog_db_close);
  open_store (fixture);
}

static void
assert_unreadable (Fixture *fixture, guint n, const char *untried, gboolean must_begin_anew)
{
  g_autoptr (TogHistoryMark) mark = load_mark (fixture);
  g_autofree char *joined = g_strjoinv (" ", mark->untried);

  g_assert_cmpuint (mark->n_unreadable, ==, n);
  g_assert_cmpstr (joined, ==, untried);
  g_assert_cmpint (mark->must_begin_anew, ==, must_begin_anew);
}

/* What was left out is known, so that another version of the app asks for it again. */
static void
test_untried (Fixture *fixture, gconstpointer data)
{
  const char *ids[] = { "s2", "s3", NULL };
  const char *gone[] = { "s1", NULL };
  Sample page[] = { samples[2], samples[1], samples[0] };

  fill (fixture);
  assert_unreadable (fixture, 0, "", FALSE);
  page[0].state = page[1].state = page[2].state = "dreamt";
  begin (fixture, "t2");
  take_in (fixture, NULL, NULL, make_page (page, 3, NULL, 3), "", "s4");
  assert_unreadable (fixture, 3, "", FALSE);
  pretend (fixture, "UPDATE gap SET app_version = '0.0.1'");
  assert_unreadable (fixture, 3, "s3 s2 s1", FALSE);

  /* One can be read by now, one still can't, and one is gone. */
  page[0].state = samples[2].state;
  page[0].title = "Read at last";
  take_in (fixture, ids, NULL, make_page (page, 2, NULL, 3), "s3", "");
  assert_unreadable (fixture, 2, "s1", FALSE);
  take_in (fixture, gone, NULL, make_page (page, 0, NULL, 2), "", "s1");
  assert_unreadable (fixture, 1, "", FALSE);

  /* Those without an id are counted once in each reading of all. */
  page[1].id = page[2].id = "";
  take_in (fixture, ids, NULL, make_page (page, 2, NULL, 3), "", "");
  for (guint i = 0; i < 2; i++)
    {
      begin (fixture, "t3");
      take_in (fixture, NULL, NULL, make_page (page, 3, NULL, 3), "", "");
      assert_unreadable (fixture, 2, "", FALSE);
    }
  pretend (fixture, "UPDATE gap SET app_version = '0.0.1'");
  assert_unreadable (fixture, 2, "", TRUE);
}

/* The second version of the store didn't know what was left out. */
static void
test_migrate_gaps (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  pretend (fixture, "DROP TABLE unsent_note; DROP TABLE gap; PRAGMA user_version = 2");
  assert_unreadable (fixture, 0, "", FALSE);
  assert_text_found (fixture, "roadmap", "s2 s1");
}

/* @changed: ids of sessions, parted by a blank */
static void
set_unsent (Fixture *fixture,
            const char *id,
            const char *text,
            const char *shared,
            const char *changed)
{
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *joined = NULL;
  GPtrArray *notes = g_ptr_array_new_with_free_func ((GDestroyNotify) tog_unsent_note_free);

  if (id != NULL)
    g_ptr_array_add (notes, tog_unsent_note_new (id, text, shared));
  tog_store_set_unsent_notes_async (fixture->store, notes, "me", NULL, done_cb, &result);
  wait_for (&result);
  ids = tog_store_set_unsent_notes_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  joined = join (ids);
  g_assert_cmpstr (joined, ==, changed);
}

/* What I wrote last is found and shown, and not what it takes the place of. */
static void
test_unsent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogHistoryItem) unsent = NULL;
  g_autoptr (TogHistoryItem) sent = NULL;
  g_autoptr (GPtrArray) nobody = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TogNote) note = tog_note_new ("\"2\"", "Taken the train", "", nobody);
  const char *s1[] = { "s1", NULL };
  Sample newer = samples[0];

  fill (fixture);
  assert_text_found (fixture, "zürich", "s1");
  assert_text_found (fixture, "roadmap", "s2 s1");
  set_unsent (fixture, "s1", "On the train", "A timetable", "s1");
  assert_text_found (fixture, "zürich", "");
  assert_text_found (fixture, "train", "s1");
  assert_text_found (fixture, "timetable", "s1");
  assert_text_found (fixture, "roadmap", "s2");
  unsent = load_item (fixture, "s1");
  g_assert_cmpstr (unsent->note->text, ==, "On the train");
  g_assert_true (unsent->note->unsent);

  /* It stays so when it is read anew, and after another start. */
  newer.title = "First stride";
  take_in (fixture, s1, NULL, make_page (&newer, 1, NULL, 4), "s1", "");
  assert_text_found (fixture, "stride train", "s1");
  assert_text_found (fixture, "zürich", "");
  close_store (fixture);
  open_store (fixture);
  set_unsent (fixture, "s1", "On the train", "A timetable", "");
  assert_text_found (fixture, "train", "s1");

  /* Nothing of before is found once it is sent. */
  tog_store_set_note (fixture->store, "s1", note, "me");
  set_unsent (fixture, NULL, NULL, NULL, "s1");
  assert_text_found (fixture, "zürich", "");
  assert_text_found (fixture, "taken", "s1");
  sent = load_item (fixture, "s1");
  g_assert_cmpstr (sent->note->text, ==, "Taken the train");
  g_assert_false (sent->note->unsent);

  /* About what isn't there yet, too: it comes with it. */
  set_unsent (fixture, "s9", "Later", "", "s9");
  newer.id = "s9";
  begin (fixture, "t2");
  take_in (fixture, NULL, NULL, make_page (&newer, 1, NULL, 1), "s9", "s1 s2 s3 s4");
  assert_text_found (fixture, "later", "s9");
}

/* Since when to ask for changes is kept for the history that it belongs to. */
static void
test_token (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogHistoryMark) mark = NULL;

  fill (fixture);
  tog_store_save_token (fixture->store, fixture->generation + 1, "t3");
  tog_store_save_token (fixture->store, fixture->generation, "t2");
  close_store (fixture);
  open_store (fixture);
  mark = load_mark (fixture);
  g_assert_cmpstr (mark->token, ==, "t2");
}

/* A database that can't be read is another one afterwards, where nothing was begun. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *garbage = g_strnfill (100000, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (TogHistoryMark) mark = NULL;

  fill (fixture);
  close_store (fixture);
  g_assert_true (g_file_set_contents (fixture->file, garbage, -1, &error));
  open_store (fixture);
  g_assert_null (merge (fixture, NULL, NULL, make_page (samples, 2, NULL, 2), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  assert_text_found (fixture, "steps", "");
  mark = load_mark (fixture);
  g_assert_null (mark);
  fill (fixture);
  assert_text_found (fixture, "steps", "s4 s2 s1");
}

/* The first version of the store had no history: what it kept stays, and there is room. */
static void
test_migrate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogDb) db = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TogDocument) document = NULL;

  tog_store_save (fixture->store, "home", "{}", NULL, 1000, 0);
  close_store (fixture);
  db = tog_db_open (fixture->file, TOG_DB_WRITER, &error);
  g_assert_no_error (error);
  g_assert_true (tog_db_exec (
      db,
      "DROP TABLE unsent_note; DROP TABLE gap; DROP TABLE history; DROP TABLE session_text;"
      "DROP TABLE session_person; DROP TABLE session_item;"
      "DROP TABLE session; PRAGMA user_version = 1;",
      &error));
  g_assert_no_error (error);
  g_clear_pointer (&db, tog_db_close);

  open_store (fixture);
  fill (fixture);
  assert_text_found (fixture, "roadmap", "s2 s1");
  tog_store_load_async (fixture->store, "home", NULL, done_cb, &result);
  wait_for (&result);
  document = tog_store_load_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (document->text, ==, "{}");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/store/history/P31/search", test_search);
  ADD ("/store/history/highlight", test_highlight);
  ADD ("/store/history/filter", test_filter);
  ADD ("/store/history/facets", test_facets);
  ADD ("/store/history/items", test_items);
  ADD ("/store/history/P25/resume", test_resume);
  ADD ("/store/history/gone", test_gone);
  ADD ("/store/history/anew", test_anew);
  ADD ("/store/history/P28/unreadable", test_unreadable);
  ADD ("/store/history/P31/unsent", test_unsent);
  ADD ("/store/history/P28/untried", test_untried);
  ADD ("/store/history/migrate-gaps", test_migrate_gaps);
  ADD ("/store/history/P25/token", test_token);
  ADD ("/store/history/P27/damaged", test_damaged);
  ADD ("/store/history/migrate", test_migrate);
#undef ADD

  return g_test_run ();
}
