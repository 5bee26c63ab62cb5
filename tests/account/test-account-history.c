#include "config.h"

#include "account-history-fixture.h"
#include "tog-db.h"

#include <string.h>

#define CIRCLE "\"members\": [\"ines\", \"jonas\", \"amara\", \"hannah\", \"diego\"]"
#define WIDER_CIRCLE                                                                               \
  "\"members\": [\"ines\", \"jonas\", \"amara\", \"hannah\", \"diego\", \"noor\"]"

typedef struct
{
  const char *page;
  const char *link;
} BadPage;

/* What is no page of a history, or not the one that its head says. */
static const BadPage bad_pages[] = {
  { "{\"items\":[],\"next\":\"again\",\"total\":8}", "</help>; rel=help" },
  { "{\"items\":null,\"next\":null,\"total\":1}", "</help>; rel=help" },
  { "{\"items\":[],\"next\":null,\"total\":-1}", "</help>; rel=help" },
  { "[]", "</help>; rel=help" },
  { "{\"items\":[{}],\"next\":null,\"total\":1}", "<?cursor=a>; rel=next" },
  { "{\"items\":[{}],\"next\":\"b\",\"total\":1}", "<?cursor=a>; rel=next" },
};

/* How often something was asked for since requests were @since bytes long. */
static guint
count_requests (Fixture *fixture, gsize since, const char *request)
{
  g_autofree char *requests = tog_rude_server_dup_requests (fixture->rude);
  guint n = 0;

  for (const char *p = strstr (requests + since, request); p != NULL; p = strstr (p + 1, request))
    n++;
  return n;
}

static gsize
get_requests_length (Fixture *fixture)
{
  g_autofree char *requests = tog_rude_server_dup_requests (fixture->rude);

  return strlen (requests);
}

static void
assert_latest_first (TogSessionList *list)
{
  TogInstant before = G_MAXINT64;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (TogSessionHit) hit = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_cmpint (hit->slot.start, <=, before);
      before = hit->slot.start;
    }
}

/* All of it is there without a network, and after another start of the app. */
static void
test_offline (Fixture *fixture, gconstpointer data)
{
  TogSessionFilter everything = TOG_SESSION_FILTER_INIT;
  g_autoptr (TogSessionList) list = NULL;
  g_autoptr (TogSessionFacets) facets = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autoptr (TogHistoryItem) item = NULL;
  guint n_done, n_total;

  g_assert_cmpfloat (tog_account_get_sync_progress (fixture->account), ==, 0);
  sync_all (fixture);
  tog_account_get_sync_counts (fixture->account, &n_done, &n_total);
  g_assert_cmpuint (n_done, ==, N_SESSIONS);
  g_assert_cmpuint (n_total, ==, N_SESSIONS);
  g_assert_null (tog_account_get_sync_notice (fixture->account));

  tog_test_server_kill (fixture->server);
  reopen (fixture);
  g_assert_false (refresh (fixture, &error));
  g_clear_error (&error);
  list = search (fixture, NULL);
  g_assert_cmpuint (tog_session_list_get_total (list), ==, N_SESSIONS);
  assert_latest_first (list);
  g_assert_cmpuint (count (fixture, "asha leadership"), ==, 3);
  wait_for_all (fixture);

  id = get_first_id (fixture);
  item = load_entry (fixture, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (item->session->id, ==, id);
  g_assert_cmpuint (item->invites->len, >, 0);

  tog_account_load_facets_async (fixture->account, NULL, done_cb, &result);
  wait_for (&result);
  facets = tog_account_load_facets_finish (fixture->account, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (facets->programs->len, ==, 3);

  tog_account_load_history_async (fixture->account, &everything, NULL, done_cb, &loaded);
  wait_for (&loaded);
  items = tog_account_load_history_finish (fixture->account, loaded, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (items->len, ==, N_SESSIONS);
}

static guint
get_n_done (Fixture *fixture)
{
  guint n_done, n_total;

  tog_account_get_sync_counts (fixture->account, &n_done, &n_total);
  return n_done;
}

static void
wait_until_done (Fixture *fixture, guint n)
{
  while (get_n_done (fixture) < n)
    g_main_context_iteration (NULL, TRUE);
}

/* Cut off again and again, also by the end of the app, it goes on where it was: the
 * latest come first, and each page once. */
static void
test_resume (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogSessionList) some = NULL;
  guint n_done;
  gsize since;

  tog_sync_set_page_size (fixture->account->sync, 1);
  refresh_well (fixture);
  wait_until_done (fixture, 2);
  tog_rude_server_set (fixture->rude, TOG_RUDE_TRUNCATED);
  reopen (fixture);

  some = search (fixture, NULL);
  n_done = tog_session_list_get_total (some);
  g_assert_cmpuint (n_done, >=, 2);
  assert_latest_first (some);

  since = get_requests_length (fixture);
  tog_sync_set_page_size (fixture->account->sync, 1);
  tog_rude_server_set (fixture->rude, TOG_RUDE_PASS);
  sync_all (fixture);
  g_assert_cmpuint (count_requests (fixture, since, "GET /v1/history?limit=1 "), ==, 0);
  g_assert_cmpuint (
      count_requests (fixture, since, "GET /v1/history?limit=1&cursor="), ==, N_SESSIONS - n_done);
  g_assert_cmpuint (get_n_done (fixture), ==, N_SESSIONS);
  while (g_list_model_get_n_items (G_LIST_MODEL (some)) < N_SESSIONS)
    g_main_context_iteration (NULL, TRUE);
  assert_latest_first (some);
}

/* Whatever comes in place of the history: it is said, what is there stays, and once
 * the server is itself again all of it comes. */
static void
test_rude (Fixture *fixture, gconstpointer data)
{
  static const TogRudeness kinds[] = {
    TOG_RUDE_HTML_502,    TOG_RUDE_HTML_200,    TOG_RUDE_TRUNCATED, TOG_RUDE_TRUNCATED_JSON,
    TOG_RUDE_WRONG_TYPES, TOG_RUDE_NOT_JSON,    TOG_RUDE_NOT_UTF8,  TOG_RUDE_NUL,
    TOG_RUDE_CLOSE,       TOG_RUDE_HUGE_STRING, TOG_RUDE_DEEP,      TOG_RUDE_NOT_HTTP,
  };

  tog_sync_set_page_size (fixture->account->sync, 1);
  sync_all (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      guint n_requests;

      g_test_message ("rudeness %d", kinds[i]);
      tog_rude_server_set (fixture->rude, kinds[i]);
      tog_sync_begin_anew (fixture->account->sync);
      tog_sync_go_on (fixture->account->sync);
      while (get_n_done (fixture) > 0)
        g_main_context_iteration (NULL, TRUE);
      n_requests = tog_rude_server_get_n_requests (fixture->rude);
      while (tog_rude_server_get_n_requests (fixture->rude) < n_requests + 3)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (get_n_done (fixture), ==, 0);
      g_assert_cmpuint (count (fixture, NULL), ==, N_SESSIONS);
      g_assert_cmpfloat (tog_account_get_sync_progress (fixture->account), ==, 1);

      tog_rude_server_set (fixture->rude, TOG_RUDE_PASS);
      wait_until_done (fixture, N_SESSIONS);
      g_assert_null (tog_account_get_sync_notice (fixture->account));
      g_assert_cmpuint (count (fixture, NULL), ==, N_SESSIONS);
    }
}

/* Has everything answered with one thing, once the history goes on with its first page. */
static void
answer_with (Fixture *fixture, const char *link, const char *answer)
{
  g_autofree char *head =
      g_strconcat ("200 OK\r\nContent-Type: application/json\r\nLink: ", link, NULL);

  tog_account_set_sync_paused (fixture->account, TRUE);
  refresh_well (fixture);
  while (!tog_sync_is_loaded (fixture->account->sync) || fixture->account->change_token == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (tog_account_get_sync_paused (fixture->account));
  g_assert_null (tog_account_get_sync_notice (fixture->account));

  tog_rude_server_set_answer (fixture->rude, head, answer);
  tog_rude_server_set (fixture->rude, TOG_RUDE_NOTHING);
}

/* Pages without end, or that aren't any, are said to be so. */
static void
test_notice (Fixture *fixture, gconstpointer data)
{
  const BadPage *bad = data;

  answer_with (fixture, bad->link, bad->page);
  tog_account_set_sync_paused (fixture->account, FALSE);
  while (tog_account_get_sync_notice (fixture->account) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (tog_account_get_sync_notice (fixture->account), "127.0.0.1"));
  g_assert_cmpuint (get_n_done (fixture), ==, 0);
  g_assert_cmpfloat (tog_account_get_sync_progress (fixture->account), ==, 0);

  tog_rude_server_set (fixture->rude, TOG_RUDE_PASS);
  wait_for_all (fixture);
  g_assert_null (tog_account_get_sync_notice (fixture->account));
  g_assert_cmpuint (count (fixture, NULL), ==, N_SESSIONS);
}

/* A session that can't be read holds up nothing; who asks for it is told that the answer
 * was no good, and not that it is gone. */
static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  answer_with (fixture,
               "</help>; rel=help",
               "{\"items\":[{},{\"session\":{\"id\":\"odd\",\"state\":\"dreamt\"}}],"
               "\"next\":null,\"total\":2}");
  tog_account_set_sync_paused (fixture->account, FALSE);
  wait_for_all (fixture);
  g_assert_cmpuint (get_n_done (fixture), ==, 2);
  g_assert_cmpuint (tog_account_get_n_unreadable (fixture->account), ==, 2);
  g_assert_null (tog_account_get_sync_notice (fixture->account));
  g_assert_cmpuint (count (fixture, NULL), ==, 0);
  fixture->account->online = TRUE; /* who asks for changes gets this answer, too */
  g_assert_null (load_entry (fixture, "odd", &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_SERVER);
}

/* What a version of the app left out is asked for again by another. */
static void
test_untried (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "cache.sqlite", NULL);
  g_autofree char *sql = NULL;
  g_autofree char *id = NULL;
  g_autoptr (TogDb) db = NULL;
  g_autoptr (GError) error = NULL;

  sync_all (fixture);
  id = get_match_session (fixture);
  g_assert_cmpuint (tog_account_get_n_unreadable (fixture->account), ==, 0);
  close_account (fixture);

  db = tog_db_open (path, TOG_DB_WRITER, &error);
  g_assert_no_error (error);
  sql = g_strdup_printf ("DELETE FROM session_text WHERE rowid = (SELECT row FROM session"
                         " WHERE id = '%s'); DELETE FROM session WHERE id = '%s';"
                         "INSERT INTO gap SELECT '%s', 1, generation, '0.0.1' FROM history",
                         id,
                         id,
                         id);
  g_assert_true (tog_db_exec (db, sql, &error));
  g_assert_no_error (error);
  g_clear_pointer (&db, tog_db_close);

  open_account (fixture);
  refresh_well (fixture);
  while (!tog_sync_is_loaded (fixture->account->sync))
    g_main_context_iteration (NULL, TRUE);
  while (tog_account_get_n_unreadable (fixture->account) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count (fixture, NULL), ==, N_SESSIONS);
}

/* What everybody notes is found, as soon as it is known, and marked. */
static void
test_notes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (TogSessionHit) mine = NULL;
  g_autoptr (TogSessionHit) theirs = NULL;
  g_autoptr (TogHistoryItem) item = NULL;
  g_autoptr (GError) error = NULL;
  const TogSnippet *snippet;
  TogTextRange range;
  Fixture asha;

  sync_all (fixture);
  id = get_match_session (fixture);
  g_assert_cmpuint (count (fixture, "xylophone"), ==, 0);
  put_note (fixture, id, "Remember the xylophone", "");
  mine = wait_for_hit (fixture, "xyl");
  g_assert_cmpstr (mine->id, ==, id);
  g_assert_nonnull (tog_session_hit_get_snippet (mine, TOG_FIELD_MY_NOTE));

  open_other (fixture, &asha, "asha@meridian.example");
  sync_all (&asha);
  put_note (&asha, id, "A secret of Asha's", "We agreed on the zeppelin");
  theirs = wait_for_hit (fixture, "zeppelin");
  g_assert_cmpstr (theirs->id, ==, id);
  snippet = tog_session_hit_get_snippet (theirs, TOG_FIELD_SHARED_NOTES);
  g_assert_nonnull (snippet);
  range = g_array_index (snippet->ranges, TogTextRange, 0);
  g_assert_cmpint (
      strncmp (snippet->text + range.start, "zeppelin", range.end - range.start), ==, 0);

  /* What each wrote for themselves is theirs. */
  g_assert_cmpuint (count (fixture, "secret"), ==, 0);
  g_assert_cmpuint (count (&asha, "xylophone"), ==, 0);
  item = load_entry (fixture, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (item->note->text, ==, "Remember the xylophone");
  g_assert_cmpuint (item->note->others->len, ==, 1);
  close_other (&asha);
}

static void
write_over (Fixture *fixture, const char *session_id, TogNote *seen, const char *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tog_account_put_note_async (
      fixture->account, session_id, seen, text, seen->shared, NULL, done_cb, &result);
  wait_for (&result);
  g_assert_null (tog_account_put_note_finish (fixture->account, result, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_WAITING);
}

static void
write_offline (Fixture *fixture, const char *session_id, const char *text)
{
  g_autoptr (GPtrArray) nobody = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TogNote) seen = tog_note_new ("\"0\"", "", "", nobody);

  write_over (fixture, session_id, seen, text);
}

/* What I wrote is found and shown at once, wherever it is, and what I wrote before isn't. */
static void
test_unsent_note (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (TogSessionHit) first = NULL;
  g_autoptr (TogSessionHit) second = NULL;
  g_autoptr (TogHistoryItem) unsent = NULL;
  g_autoptr (TogHistoryItem) sent = NULL;
  g_autoptr (GAsyncResult) restored = NULL;
  g_autoptr (GError) error = NULL;
  TogOutbox *outbox;

  fixture->direct = TRUE;
  sync_all (fixture);
  id = get_match_session (fixture);
  tog_test_server_kill (fixture->server);
  write_offline (fixture, id, "Remember the xylophone");
  first = wait_for_hit (fixture, "xyl");
  g_assert_cmpstr (first->id, ==, id);
  g_assert_nonnull (tog_session_hit_get_snippet (first, TOG_FIELD_MY_NOTE));
  write_offline (fixture, id, "Remember the zeppelin");
  second = wait_for_hit (fixture, "zeppelin");
  g_assert_cmpuint (count (fixture, "xylophone"), ==, 0);
  unsent = load_entry (fixture, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (unsent->note->text, ==, "Remember the zeppelin");
  g_assert_true (unsent->note->unsent);

  reopen (fixture);
  tog_account_restore_async (fixture->account, NULL, done_cb, &restored);
  wait_for (&restored);
  g_assert_cmpuint (count (fixture, "zeppelin"), ==, 1);

  tog_test_server_start (fixture->server);
  refresh_well (fixture);
  outbox = tog_account_get_outbox (fixture->account);
  while (g_list_model_get_n_items (G_LIST_MODEL (outbox)) > 0)
    g_main_context_iteration (NULL, TRUE);
  sent = load_entry (fixture, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sent->note->text, ==, "Remember the zeppelin");
  g_assert_false (sent->note->unsent);
  g_assert_cmpuint (count (fixture, "zeppelin"), ==, 1);
}

/* What I noted elsewhere can be gone on with, though it was never looked at here, and is
 * not taken for another version then. */
static void
test_note_from_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (TogSessionHit) hit = NULL;
  g_autoptr (TogNote) offline = NULL;
  g_autoptr (TogNote) sent = NULL;
  g_autoptr (GError) error = NULL;
  Fixture elsewhere;

  fixture->direct = TRUE;
  sync_all (fixture);
  id = get_match_session (fixture);
  open_other (fixture, &elsewhere, "ines@meridian.example");
  put_note (&elsewhere, id, "Remember the xylophone", "We agreed on the zeppelin");
  close_other (&elsewhere);
  hit = wait_for_hit (fixture, "xyl");

  tog_test_server_kill (fixture->server);
  refresh (fixture, NULL);
  offline = load_note (fixture, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (offline->text, ==, "Remember the xylophone");
  g_assert_cmpstr (offline->shared, ==, "We agreed on the zeppelin");
  g_assert_false (offline->unsent);
  write_over (fixture, id, offline, "Remember both");

  tog_test_server_start (fixture->server);
  refresh_well (fixture);
  sent = load_note (fixture, id, &error);
  g_assert_no_error (error);
  g_assert_null (sent->elsewhere);
  g_assert_cmpstr (sent->text, ==, "Remember both");
  g_assert_cmpstr (sent->shared, ==, "We agreed on the zeppelin");
  g_assert_false (sent->unsent);
}

/* What happened while the app was closed comes, and nothing else. */
static void
test_meanwhile (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (TogSessionHit) hit = NULL;
  Fixture asha;
  gsize since;

  sync_all (fixture);
  id = get_match_session (fixture);
  close_account (fixture);

  open_other (fixture, &asha, "asha@meridian.example");
  put_note (&asha, id, "", "We agreed on the zeppelin");
  close_other (&asha);

  since = get_requests_length (fixture);
  open_account (fixture);
  g_assert_cmpuint (count (fixture, NULL), ==, N_SESSIONS);
  refresh_well (fixture);
  hit = wait_for_hit (fixture, "zeppelin");
  g_assert_cmpstr (hit->id, ==, id);
  g_assert_cmpuint (count_requests (fixture, since, "GET /v1/history?limit="), ==, 0);
  g_assert_cmpuint (count_requests (fixture, since, "GET /v1/history?session="), ==, 1);
}

/* Since when to ask for changes may mean nothing to the server any more: all of it is
 * read once more, and what was there is there meanwhile. */
static void
test_useless_token (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (TogSessionHit) hit = NULL;
  Fixture asha;

  sync_all (fixture);
  id = get_match_session (fixture);
  close_account (fixture);
  fixture->store = tog_store_new (fixture->directory);
  tog_store_save_token (fixture->store, 1, "of-another-server");
  tog_store_flush (fixture->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (fixture->store);

  open_other (fixture, &asha, "asha@meridian.example");
  put_note (&asha, id, "", "We agreed on the zeppelin");
  close_other (&asha);

  open_account (fixture);
  refresh_well (fixture);
  hit = wait_for_hit (fixture, "zeppelin");
  g_assert_cmpstr (hit->id, ==, id);
  wait_until_done (fixture, N_SESSIONS);
  g_assert_cmpuint (count (fixture, NULL), ==, N_SESSIONS);
  g_assert_cmpfloat (tog_account_get_sync_progress (fixture->account), ==, 1);
}

static void
remember_cb (TogAccount *account, const char *id, char **remembered)
{
  g_free (*remembered);
  *remembered = g_strdup (id);
}

/* Noor comes to the circle, and sees what it agreed on before; she leaves, and has
 * nothing of it any more. */
static void
test_leave (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSessionList) list = NULL;
  g_autoptr (TogSessionHit) hit = NULL;
  g_autoptr (TogHistoryItem) item = NULL;
  g_autofree char *told = NULL;
  Fixture noor;

  open_other (fixture, &noor, "noor@meridian.example");
  sync_all (&noor);
  g_assert_cmpuint (count (&noor, "decide"), ==, 0);

  list = search (&noor, "decide");
  tog_test_server_import (fixture->server, CIRCLE, WIDER_CIRCLE);
  while (g_list_model_get_n_items (G_LIST_MODEL (list)) == 0)
    g_main_context_iteration (NULL, TRUE);
  hit = g_list_model_get_item (G_LIST_MODEL (list), 0);
  item = load_entry (&noor, hit->id, &error);
  g_assert_no_error (error);
  g_assert_null (item->note);

  g_signal_connect (noor.account, "session-changed", G_CALLBACK (remember_cb), &told);
  tog_test_server_import (fixture->server, CIRCLE, CIRCLE);
  while (g_list_model_get_n_items (G_LIST_MODEL (list)) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (told, ==, hit->id);
  g_clear_object (&item);
  item = load_entry (&noor, hit->id, &error);
  g_assert_null (item);
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_GONE);
  g_signal_handlers_disconnect_by_func (noor.account, remember_cb, &told);
  g_clear_object (&list);
  close_other (&noor);
}

/* A session that the first sync has not come to is fetched when somebody looks at it. */
static void
test_ahead (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (TogHistoryItem) item = NULL;
  g_autoptr (GError) error = NULL;
  Fixture again;

  open_other (fixture, &again, "ines@meridian.example");
  sync_all (&again);
  id = get_match_session (&again);
  close_other (&again);

  tog_account_set_sync_paused (fixture->account, TRUE);
  g_assert_null (load_entry (fixture, id, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE);
  g_clear_error (&error);
  refresh_well (fixture);
  item = load_entry (fixture, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (item->session->id, ==, id);
  g_assert_cmpuint (count (fixture, NULL), ==, 1);
  g_clear_object (&item);
  item = load_entry (fixture, "no-such-session", &error);
  g_assert_null (item);
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_GONE);

  tog_account_set_sync_paused (fixture->account, FALSE);
  wait_for_all (fixture);
  g_assert_cmpuint (count (fixture, NULL), ==, N_SESSIONS);
}

/* A damaged database is set aside, said to be so, and filled again. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "cache.sqlite", NULL);
  g_autofree char *garbage = g_strnfill (100000, 'x');
  g_autoptr (GError) error = NULL;

  sync_all (fixture);
  close_account (fixture);
  g_assert_true (g_file_set_contents (path, garbage, -1, &error));
  open_account (fixture);
  g_assert_cmpuint (count (fixture, NULL), ==, 0);
  sync_all (fixture);
  g_assert_nonnull (strstr (tog_account_get_notice (fixture->account), "cache.sqlite.damaged-"));
  g_assert_cmpuint (count (fixture, NULL), ==, N_SESSIONS);
}

/* Two accounts beside each other: nothing of one is in what the other keeps. */
static void
test_apart (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "cache.sqlite", "cache.sqlite-wal" };
  g_autofree char *id = NULL;
  g_autoptr (TogSessionHit) hit = NULL;
  guint n_files = 0;
  Fixture asha;

  sync_all (fixture);
  id = get_match_session (fixture);
  put_note (fixture, id, "Remember the xylophone", "");
  hit = wait_for_hit (fixture, "xylophone");
  open_other (fixture, &asha, "asha@meridian.example");
  sync_all (&asha);
  g_assert_cmpuint (count (&asha, "xylophone"), ==, 0);
  /* Inês' sessions with others are none of Asha's. */
  g_assert_cmpuint (count (&asha, "amara"), ==, 0);
  g_assert_cmpuint (count (fixture, "amara"), >, 0);
  tog_store_flush (asha.store);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (asha.directory, names[i], NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      if (!g_file_get_contents (path, &bytes, &length, NULL))
        continue;
      n_files++;
      g_assert_null (memmem (bytes, length, "xylophone", strlen ("xylophone")));
    }
  g_assert_cmpuint (n_files, >, 0);
  close_other (&asha);
}

int
main (int argc, char *argv[])
{
  account_test_init (&argc, &argv);

  ADD ("/account/history/P31/offline", test_offline);
  ADD ("/account/history/P25/resume", test_resume);
  ADD ("/account/history/P28/rude", test_rude);
  for (guint i = 0; i < G_N_ELEMENTS (bad_pages); i++)
    {
      g_autofree char *path = g_strdup_printf ("/account/history/P28/notice/%u", i);

      g_test_add (path, Fixture, &bad_pages[i], set_up, test_notice, tear_down);
    }
  ADD ("/account/history/P28/unreadable", test_unreadable);
  ADD ("/account/history/P28/untried", test_untried);
  ADD ("/account/history/P31/unsent-note", test_unsent_note);
  ADD ("/account/history/P31/note-from-elsewhere", test_note_from_elsewhere);
  ADD ("/account/history/notes", test_notes);
  ADD ("/account/history/P31/meanwhile", test_meanwhile);
  ADD ("/account/history/useless-token", test_useless_token);
  ADD ("/account/history/P31/leave", test_leave);
  ADD ("/account/history/ahead", test_ahead);
  ADD ("/account/history/P27/damaged", test_damaged);
  ADD ("/account/history/apart", test_apart);

  return g_test_run ();
}
