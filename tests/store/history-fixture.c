#include "config.h"

#include "history-fixture.h"

#include "tog-db.h"
#include "tog-test-files.h"

const Sample samples[N_SAMPLES] = {
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

void
open_store (Fixture *fixture)
{
  g_autofree char *directory = g_build_filename (fixture->root, "one", NULL);

  fixture->store = tog_store_new (directory);
}

/* What was asked for holds the store until it is done. */
void
close_store (Fixture *fixture)
{
  TogStore *store = g_steal_pointer (&fixture->store);

  g_object_add_weak_pointer (G_OBJECT (store), (gpointer *) &store);
  g_object_unref (store);
  while (store != NULL)
    g_main_context_iteration (NULL, TRUE);
}

void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->root = g_dir_make_tmp ("tog-history-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->file = g_build_filename (fixture->root, "one", "cache.sqlite", NULL);
  open_store (fixture);
}

void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_store (fixture);
  tog_test_remove_tree (fixture->root);
  g_free (fixture->root);
  g_free (fixture->file);
}

void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

void
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

TogHistoryPage *
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

TogHistoryMark *
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

void
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

TogHistoryMerge *
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

char *
join (GPtrArray *ids)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", (char *) g_ptr_array_index (ids, i));
  return g_string_free (text, FALSE);
}

/* Takes in an answer, and says which sessions are other than before, and which gone. */
void
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

void
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

GPtrArray *
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

void
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

void
assert_text_found (Fixture *fixture, const char *text, const char *expected)
{
  TogHistoryQuery query = { .filter = TOG_SESSION_FILTER_INIT };

  g_autofree char *printable = g_strescape (text, NULL);

  g_test_message ("%s", printable);
  query.filter.text = (char *) text;
  assert_found (fixture, &query, expected);
}

TogHistoryItem *
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

void
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
