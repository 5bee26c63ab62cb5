#include "config.h"

#include "tog-account-private.h"

/*
 * An app that does things offline and sends them, to be killed at any moment: the first
 * argument says which.
 *
 *   drain-outbox fill DIRECTORY ADDRESS TOKEN MATCH SESSION N
 *     adds N talking points, each as a thing of its own, and ends
 *   drain-outbox drain DIRECTORY ADDRESS TOKEN
 *     sends what is there, and ends once nothing is left
 */

static const char *address, *token;

static void
connect_cb (TogAccount *account, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogClient) client = tog_client_new (address, token, &error);

  g_assert_no_error (error);
  tog_client_set_pauses (client, 1, 20);
  tog_account_provide_client (account, client, NULL);
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
load (TogAccount *account)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tog_account_restore_async (account, NULL, done_cb, &result);
  wait_for (&result);
  g_assert_true (tog_account_restore_finish (account, result, &error));
}

static TogSession *
find_session (TogAccount *account, const char *match_id, const char *session_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogMatch) match = NULL;

  tog_account_load_match_async (account, match_id, NULL, done_cb, &result);
  wait_for (&result);
  match = tog_account_load_match_finish (account, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < match->team.planned->len; i++)
    {
      TogPlannedSession *planned = g_ptr_array_index (match->team.planned, i);

      if (planned->session != NULL && g_str_equal (planned->session->id, session_id))
        return g_object_ref (planned->session);
    }
  g_error ("There is no session %s", session_id);
}

static gboolean
is_kept (TogOutbox *outbox, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TogOutboxItem) item = g_list_model_get_item (G_LIST_MODEL (outbox), i);

      if (!item->kept)
        return FALSE;
    }
  return TRUE;
}

static void
fill (TogAccount *account, const char *match_id, const char *session_id, guint n)
{
  TogOutbox *outbox = tog_account_get_outbox (account);
  g_autoptr (TogSession) session = find_session (account, match_id, session_id);

  tog_account_set_connector (account, NULL, NULL);
  tog_account_lose_client (account);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = g_uuid_string_random ();
      g_autofree char *title = g_strdup_printf ("Point %03u", i);
      TogOutboxItem *item = tog_outbox_item_new_session (TOG_OUTBOX_AGENDA, key, session, NULL);

      item->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) tog_agenda_change_free);
      g_ptr_array_add (item->changes, tog_agenda_change_new (TOG_AGENDA_ADD, NULL, title, FALSE));
      tog_outbox_add (outbox, item, NULL);
    }
  while (!is_kept (outbox, n))
    g_main_context_iteration (NULL, TRUE);
}

static void
drain (TogAccount *account)
{
  tog_account_refresh_async (account, NULL, NULL, NULL);
  while (g_list_model_get_n_items (G_LIST_MODEL (tog_account_get_outbox (account))) > 0)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char *argv[])
{
  g_autoptr (TogStore) store = NULL;
  g_autoptr (TogStore) drafts = NULL;
  g_autoptr (TogAccount) account = NULL;
  g_autofree char *path = NULL;

  if (argc < 5)
    return 2;
  g_setenv ("GIO_USE_NETWORK_MONITOR", "base", TRUE);
  path = g_build_filename (argv[2], "drafts", NULL);
  address = argv[3];
  token = argv[4];
  store = tog_store_new (argv[2]);
  drafts = tog_store_new (path);
  account = tog_account_new ("one", "Somebody", "127.0.0.1", FALSE, store, drafts);
  tog_account_set_poll_interval (account, 20);
  tog_account_set_connector (account, connect_cb, NULL);
  load (account);
  if (g_str_equal (argv[1], "fill"))
    {
      fill (account, argv[5], argv[6], g_ascii_strtoull (argv[7], NULL, 10));
    }
  else
    {
      drain (account);
    }
  tog_account_close (account);
  return 0;
}
