#include "config.h"

#include "account-history-fixture.h"

#include <string.h>

typedef struct
{
  guint n_calls;
  guint position;
  guint removed;
  guint added;
} Spliced;

static void
spliced_cb (GListModel *model, guint position, guint removed, guint added, Spliced *spliced)
{
  *spliced = (Spliced){ spliced->n_calls + 1, position, removed, added };
}

/* Puts copies of a session into the store, as if they had come from the server. */
static void
add_copies (Fixture *fixture, const char *session_id, guint first, guint n)
{
  g_autoptr (TogHistoryItem) item = load_entry (fixture, session_id, NULL);
  g_autoptr (GString) page = g_string_new ("{\"items\":[");
  g_autofree char *own_id = g_strdup_printf ("\"id\":\"%s\"", session_id);
  g_autoptr (GString) json = g_string_new (NULL);
  g_auto (GStrv) around = NULL;
  const char *none[] = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TogHistoryMerge) merge = NULL;

  tog_history_item_append_json (json, item);
  around = g_strsplit (json->str, own_id, 2);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (
        page, "%s%s\"id\":\"copy-%u\"%s", i > 0 ? "," : "", around[0], first + i, around[1]);
  g_string_append (page, "],\"next\":null,\"total\":1}");
  tog_store_merge_async (tog_account_get_store (fixture->account),
                         tog_sync_get_mark (fixture->account->sync)->generation,
                         none,
                         NULL,
                         tog_history_page_from_text (page->str, page->len, NULL),
                         "ines",
                         NULL,
                         done_cb,
                         &result);
  wait_for (&result);
  merge = tog_store_merge_finish (tog_account_get_store (fixture->account), result, NULL);
  g_assert_cmpuint (merge->changed->len, ==, n);
}

/* A view looks at the first that there are, and makes widgets for them. */
static void
look_cb (GListModel *model, guint position, guint removed, guint added)
{
  for (guint i = position; i < MIN (position + added, 200); i++)
    g_object_unref (g_list_model_get_item (model, i));
}

/* Of what is searched for there is more once somebody looks at the last of what is there:
 * what only waits to join is there, too. */
static void
test_long_search (Fixture *fixture, gconstpointer data)
{
  TogSessionFilter filter = TOG_SESSION_FILTER_INIT;
  g_autofree char *id = NULL;
  g_autoptr (TogHistoryItem) item = NULL;
  g_autofree char *word = NULL;
  g_autoptr (TogSessionList) list = NULL;
  gint64 until;

  sync_all (fixture);
  id = get_first_id (fixture);
  for (guint i = 0; i < 6; i++)
    add_copies (fixture, id, i * 200, 200);
  item = load_entry (fixture, id, NULL);
  word = g_strndup (item->session->title, strcspn (item->session->title, " "));
  filter.text = word;
  list = tog_account_search (fixture->account, &filter);
  g_signal_connect (list, "items-changed", G_CALLBACK (look_cb), NULL);
  while (g_list_model_get_n_items (G_LIST_MODEL (list)) < 550)
    g_main_context_iteration (NULL, TRUE);
  until = g_get_monotonic_time () + G_USEC_PER_SEC / 2;
  while (g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 550);
  g_assert_cmpuint (tog_session_list_get_total (list), >=, 1200);
}

/* A window's worth, then the rest: a few at a time while a view makes widgets for them. */
static void
follows_cb (GListModel *model, guint position, guint removed, guint added, Spliced *spliced)
{
  guint n_most = position == 0 ? 50 : position < 200 ? 10 : G_MAXUINT;

  g_assert_cmpuint (position, ==, spliced->position + spliced->added);
  g_assert_cmpuint (removed, ==, 0);
  g_assert_cmpuint (added, <=, n_most);
  spliced_cb (model, position, removed, added, spliced);
}

/* What a window has no room for follows by itself, and what stands there stays. */
static void
test_long_list (Fixture *fixture, gconstpointer data)
{
  TogSessionFilter filter = TOG_SESSION_FILTER_INIT;
  g_autofree char *id = NULL;
  g_autoptr (TogSessionList) list = NULL;
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Spliced spliced = { 0 };

  sync_all (fixture);
  id = get_first_id (fixture);
  add_copies (fixture, id, 0, 200);
  list = tog_account_search (fixture->account, &filter);
  g_signal_connect (list, "items-changed", G_CALLBACK (follows_cb), &spliced);
  wait_until_loaded (list);
  g_assert_cmpuint (spliced.position, ==, 200);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, N_SESSIONS + 200);
  for (guint i = 0; i < N_SESSIONS + 200; i++)
    {
      g_autoptr (TogSessionHit) hit = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_true (g_hash_table_add (ids, g_strdup (hit->id)));
    }
}

/* A list follows what changes a row at a time; nothing else in it moves. */
static void
test_list (Fixture *fixture, gconstpointer data)
{
  TogSessionFilter filter = TOG_SESSION_FILTER_INIT;
  g_autoptr (TogSessionList) list = NULL;
  GListModel *model;
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TogSession) booked = NULL;
  Spliced spliced = { 0 };
  guint n_same = 0;

  sync_all (fixture);
  list = search (fixture, NULL);
  model = G_LIST_MODEL (list);
  g_assert_true (g_list_model_get_item_type (model) == TOG_TYPE_SESSION_HIT);
  g_assert_null (g_list_model_get_item (model, N_SESSIONS));
  for (guint i = 0; i < N_SESSIONS; i++)
    g_ptr_array_add (before, g_list_model_get_item (model, i));
  g_signal_connect (list, "items-changed", G_CALLBACK (spliced_cb), &spliced);

  booked = book (fixture);
  while (g_list_model_get_n_items (model) == N_SESSIONS)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (spliced.n_calls, ==, 1);
  g_assert_cmpuint (spliced.removed, ==, 0);
  g_assert_cmpuint (spliced.added, ==, 1);
  g_assert_cmpuint (tog_session_list_get_total (list), ==, N_SESSIONS + 1);
  for (guint i = 0; i <= N_SESSIONS; i++)
    {
      g_autoptr (TogSessionHit) hit = g_list_model_get_item (model, i);

      if (i == spliced.position)
        g_assert_cmpstr (hit->id, ==, booked->id);
      else
        g_assert_true (hit == g_ptr_array_index (before, n_same++));
    }
  g_assert_cmpuint (n_same, ==, N_SESSIONS);

  /* Another filter: what fits both is the same object still. */
  filter.state = TOG_SESSION_COMPLETED;
  tog_session_list_set_filter (list, &filter);
  g_assert_true (tog_session_list_get_loading (list));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, N_SESSIONS + 1);
  wait_until_loaded (list);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 6);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TogSessionHit) hit = g_list_model_get_item (model, i);

      g_assert_cmpint (hit->state, ==, TOG_SESSION_COMPLETED);
      g_assert_true (g_ptr_array_find (before, hit, NULL));
    }
  g_assert_cmpint (tog_session_list_get_filter (list)->state, ==, TOG_SESSION_COMPLETED);

  /* Only the last of what is typed in a row counts. */
  filter.state = TOG_ANY_STATE;
  filter.text = (char *) "a";
  tog_session_list_set_filter (list, &filter);
  filter.text = (char *) "as";
  tog_session_list_set_filter (list, &filter);
  filter.text = (char *) "ash";
  tog_session_list_set_filter (list, &filter);
  wait_until_loaded (list);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 4);
}

int
main (int argc, char *argv[])
{
  account_test_init (&argc, &argv);

  ADD ("/account/session-list/follows", test_list);
  ADD ("/account/session-list/long", test_long_list);
  ADD ("/account/session-list/long-search", test_long_search);

  return g_test_run ();
}
