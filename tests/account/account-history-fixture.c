#include "config.h"

#include "account-history-fixture.h"

void
refresh_well (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  refresh (fixture, &error);
  g_assert_no_error (error);
}

void
wait_for_all (Fixture *fixture)
{
  while (tog_account_get_sync_progress (fixture->account) < 1)
    g_main_context_iteration (NULL, TRUE);
}

void
sync_all (Fixture *fixture)
{
  refresh_well (fixture);
  wait_for_all (fixture);
}

void
reopen (Fixture *fixture)
{
  close_account (fixture);
  open_account (fixture);
}

void
wait_until_loaded (TogSessionList *list)
{
  while (tog_session_list_get_loading (list) ||
         g_list_model_get_n_items (G_LIST_MODEL (list)) < tog_session_list_get_total (list))
    g_main_context_iteration (NULL, TRUE);
}

TogSessionList *
search (Fixture *fixture, const char *text)
{
  TogSessionFilter filter = TOG_SESSION_FILTER_INIT;
  TogSessionList *list;

  filter.text = (char *) text;
  list = tog_account_search (fixture->account, &filter);
  wait_until_loaded (list);
  return list;
}

guint
count (Fixture *fixture, const char *text)
{
  g_autoptr (TogSessionList) list = search (fixture, text);

  return tog_session_list_get_total (list);
}

/* What is found once the news have come. */
TogSessionHit *
wait_for_hit (Fixture *fixture, const char *text)
{
  g_autoptr (TogSessionList) list = search (fixture, text);

  while (g_list_model_get_n_items (G_LIST_MODEL (list)) == 0)
    g_main_context_iteration (NULL, TRUE);
  return g_list_model_get_item (G_LIST_MODEL (list), 0);
}

TogHistoryItem *
load_entry (Fixture *fixture, const char *session_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_account_load_entry_async (fixture->account, session_id, NULL, done_cb, &result);
  wait_for (&result);
  return tog_account_load_entry_finish (fixture->account, result, error);
}

char *
get_first_id (Fixture *fixture)
{
  g_autoptr (TogSessionList) list = search (fixture, NULL);
  g_autoptr (TogSessionHit) hit = g_list_model_get_item (G_LIST_MODEL (list), 0);

  g_assert_nonnull (hit);
  return g_strdup (hit->id);
}

/* The latest that Inês had with Asha, whom the match is with. */
char *
get_match_session (Fixture *fixture)
{
  TogSessionFilter filter = TOG_SESSION_FILTER_INIT;
  g_autoptr (TogSessionList) list = NULL;
  g_autoptr (TogSessionHit) hit = NULL;

  filter.person = (char *) "asha";
  list = tog_account_search (fixture->account, &filter);
  wait_until_loaded (list);
  hit = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_nonnull (hit);
  return g_strdup (hit->id);
}

TogNote *
load_note (Fixture *fixture, const char *session_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_account_load_note_async (fixture->account, session_id, NULL, done_cb, &result);
  wait_for (&result);
  return tog_account_load_note_finish (fixture->account, result, error);
}

void
put_note (Fixture *fixture, const char *session_id, const char *text, const char *shared)
{
  g_autoptr (GAsyncResult) put = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogNote) seen = load_note (fixture, session_id, &error);
  g_autoptr (TogNote) note = NULL;

  g_assert_no_error (error);
  tog_account_put_note_async (
      fixture->account, session_id, seen, text, shared, NULL, done_cb, &put);
  wait_for (&put);
  note = tog_account_put_note_finish (fixture->account, put, &error);
  g_assert_no_error (error);
}
