#include "config.h"

#include "history-fixture.h"
#include "tog-db.h"

#include <string.h>

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

  /* Those to come, and those of which it isn't said whether they were. */
  query.now = parse ("2026-05-10T10:00:00Z");
  query.filter.state = TOG_SESSION_SCHEDULED;
  assert_found (fixture, &query, "s4");
  query.filter.state = TOG_STATE_UNSAID;
  assert_found (fixture, &query, "");
  query.now = parse ("2026-05-10T11:00:00Z");
  assert_found (fixture, &query, "s4");
  query.filter.state = TOG_SESSION_SCHEDULED;
  assert_found (fixture, &query, "");
  query.now = 0;
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
  ADD ("/store/history/P28/untried", test_untried);
  ADD ("/store/history/P25/token", test_token);
  ADD ("/store/history/P27/damaged", test_damaged);
#undef ADD

  return g_test_run ();
}
