#include "config.h"

#include "history-fixture.h"
#include "tog-db.h"

/* The second version of the store didn't know what was left out. */
static void
test_migrate_gaps (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogHistoryMark) mark = NULL;

  fill (fixture);
  pretend (fixture, "DROP TABLE unsent; DROP TABLE gap; PRAGMA user_version = 2");
  mark = load_mark (fixture);
  g_assert_cmpuint (mark->n_unreadable, ==, 0);
  g_assert_false (mark->must_begin_anew);
  assert_text_found (fixture, "roadmap", "s2 s1");
}

/* @unsent: (transfer full) (nullable): all there is
 * @changed: ids of sessions, parted by a blank */
static void
set_all (Fixture *fixture, TogUnsent *unsent, const char *changed)
{
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *joined = NULL;
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) tog_unsent_free);

  if (unsent != NULL)
    g_ptr_array_add (all, unsent);
  tog_store_set_unsent_async (fixture->store, all, ME, NULL, done_cb, &result);
  wait_for (&result);
  ids = tog_store_set_unsent_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  joined = join (ids);
  g_assert_cmpstr (joined, ==, changed);
}

static void
set_unsent (Fixture *fixture,
            const char *id,
            const char *text,
            const char *shared,
            const char *changed)
{
  TogUnsent *unsent = NULL;

  if (id != NULL)
    {
      unsent = tog_unsent_new (id);
      unsent->text = g_strdup (text);
      unsent->shared = g_strdup (shared);
    }
  set_all (fixture, unsent, changed);
}

static TogUnsent *
changes_new (const char *id, const char *changes)
{
  TogUnsent *unsent = tog_unsent_new (id);

  unsent->changes = g_strdup (changes);
  return unsent;
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

static void
assert_state_found (Fixture *fixture, TogSessionState state, const char *expected)
{
  TogHistoryQuery query = { .filter = { .state = state, .when = TOG_SESSIONS_EVER } };

  assert_found (fixture, &query, expected);
}

/* What I did is listed, filtered, found and read as if it were sent. */
static void
test_changes (Fixture *fixture, gconstpointer data)
{
  const char *s4[] = { "s4", NULL };
  g_autoptr (TogHistoryItem) completed = NULL;
  g_autoptr (TogHistoryItem) cancelled = NULL;
  g_autoptr (TogHistoryItem) sent = NULL;
  TogParticipant *me;
  Sample newer = samples[3];

  fill (fixture);
  assert_state_found (fixture, TOG_SESSION_SCHEDULED, "s4");
  set_all (fixture,
           changes_new ("s4",
                        "[{\"kind\":\"agenda\",\"by\":\"" ME "\",\"body\":{\"changes\":[{\"kind\":"
                        "\"add\",\"id\":null,\"title\":\"Xylophones\",\"done\":false}]}},"
                        "{\"kind\":\"complete\",\"by\":\"" ME "\",\"body\":{\"held\":\"yes\","
                        "\"rating\":3}}]"),
           "s4");
  assert_state_found (fixture, TOG_SESSION_SCHEDULED, "");
  assert_state_found (fixture, TOG_SESSION_COMPLETED, "s4 s2 s1");
  assert_text_found (fixture, "xylo", "s4");
  completed = load_item (fixture, "s4");
  me = g_ptr_array_index (completed->session->participants, 0);
  g_assert_cmpint (completed->session->state, ==, TOG_SESSION_COMPLETED);
  g_assert_cmpint (completed->session->my_rating, ==, 3);
  g_assert_cmpint (me->held, ==, TOG_HELD_YES);
  g_assert_cmpuint (completed->session->agenda->len, ==, 2);

  /* It stays so when it is read anew. */
  newer.title = "Third stride";
  take_in (fixture, s4, NULL, make_page (&newer, 1, NULL, 4), "s4", "");
  assert_state_found (fixture, TOG_SESSION_COMPLETED, "s4 s2 s1");
  assert_text_found (fixture, "stride xylo", "s4");

  /* What came of a newer version of the app is left out, the rest is not. */
  set_all (fixture,
           changes_new ("s4",
                        "[{\"kind\":\"dance\",\"by\":\"" ME "\",\"body\":{}},{\"kind\":\"cancel\","
                        "\"by\":\"" ME "\",\"body\":{\"reason\":\"Ill\"}}]"),
           "s4");
  assert_state_found (fixture, TOG_SESSION_CANCELLED, "s4 s3");
  cancelled = load_item (fixture, "s4");
  g_assert_cmpstr (cancelled->session->cancel_reason, ==, "Ill");

  /* Nothing of it is left when it is taken back. */
  set_all (fixture, NULL, "s4");
  assert_state_found (fixture, TOG_SESSION_SCHEDULED, "s4");
  assert_text_found (fixture, "xylo", "");
  sent = load_item (fixture, "s4");
  g_assert_null (sent->session->cancel_reason);
  g_assert_cmpuint (sent->session->agenda->len, ==, 1);
}

/* As long as it isn't settled which of two notes is to stay, both are found and shown. */
static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogHistoryItem) item = NULL;
  TogUnsent *unsent = tog_unsent_new ("s1");

  unsent->text = g_strdup ("On the train");
  unsent->shared = g_strdup ("A timetable");
  unsent->in_conflict = TRUE;
  fill (fixture);
  set_all (fixture, unsent, "s1");
  assert_text_found (fixture, "train", "s1");
  assert_text_found (fixture, "zürich", "s1");
  assert_text_found (fixture, "timetable roadmap", "s1");
  item = load_item (fixture, "s1");
  g_assert_cmpstr (item->note->text, ==, "On the train");
  g_assert_nonnull (item->note->elsewhere);
  g_assert_cmpstr (item->note->elsewhere->text, ==, "Ask about Zürich");
  g_assert_false (item->note->elsewhere->unsent);
}

/* The fifth version of the store knew of notes alone; they are there still. */
static void
test_migrate_notes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogHistoryItem) item = NULL;

  fill (fixture);
  pretend (fixture,
           "DROP TABLE unsent;"
           "CREATE TABLE unsent_note (session_id TEXT PRIMARY KEY, text TEXT NOT NULL,"
           " shared TEXT NOT NULL) STRICT;"
           "INSERT INTO unsent_note VALUES ('s1', 'On the train', '');"
           "PRAGMA user_version = 5");
  item = load_item (fixture, "s1");
  g_assert_cmpstr (item->note->text, ==, "On the train");
  g_assert_true (item->note->unsent);
  set_unsent (fixture, "s1", "On the train", "", "");
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
  g_assert_true (
      tog_db_exec (db,
                   "DROP TABLE unsent; DROP TABLE gap; DROP TABLE history; DROP TABLE session_text;"
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

static void
set_session (Fixture *fixture, TogSession *session, const char *changed)
{
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *joined = NULL;

  tog_store_set_session_async (fixture->store, session, ME, NULL, done_cb, &result);
  wait_for (&result);
  ids = tog_store_set_session_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  joined = join (ids);
  g_assert_cmpstr (joined, ==, changed);
}

/* What the server answered is there before its history is read anew, with the note. */
static void
test_set_session (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogHistoryItem) before = NULL;
  g_autoptr (TogHistoryItem) after = NULL;
  g_autoptr (TogHistoryPage) stranger = make_page (&samples[0], 1, NULL, 1);
  TogSession *unknown = ((TogHistoryItem *) g_ptr_array_index (stranger->items, 0))->session;

  fill (fixture);
  before = load_item (fixture, "s1");
  g_assert_cmpint (before->session->state, !=, TOG_SESSION_CANCELLED);
  before->session->state = TOG_SESSION_CANCELLED;
  before->session->slot.start += TOG_DAY_SECONDS;
  before->session->slot.end += TOG_DAY_SECONDS;
  set_session (fixture, before->session, "s1");
  set_session (fixture, before->session, "");
  assert_state_found (fixture, TOG_SESSION_CANCELLED, "s3 s1");
  assert_text_found (fixture, "zürich", "s1");
  after = load_item (fixture, "s1");
  g_assert_cmpint (after->session->state, ==, TOG_SESSION_CANCELLED);
  g_assert_cmpint (after->session->slot.start, ==, before->session->slot.start);
  g_assert_cmpstr (after->note->text, ==, before->note->text);

  /* What isn't in the history comes with it, once all of it is known. */
  g_free (unknown->id);
  unknown->id = g_strdup ("s9");
  set_session (fixture, unknown, "");
  assert_text_found (fixture, "zürich", "s1");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/store/unsent/P31/notes", test_unsent);
  ADD ("/store/unsent/P31/changes", test_changes);
  ADD ("/store/unsent/P28/conflict", test_conflict);
  ADD ("/store/unsent/migrate-notes", test_migrate_notes);
  ADD ("/store/unsent/migrate-gaps", test_migrate_gaps);
  ADD ("/store/unsent/migrate", test_migrate);
  ADD ("/store/unsent/set-session", test_set_session);
#undef ADD

  return g_test_run ();
}
