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

/* Each is told apart from the last by being about to be sent when the next is added. */
static void
fill (TogAccount *account, const char *match_id, const char *session_id, guint n)
{
  TogOutbox *outbox = tog_account_get_outbox (account);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = g_uuid_string_random ();
      g_autofree char *title = g_strdup_printf ("Point %03u", i);
      TogOutboxItem *item = tog_outbox_item_new (TOG_OUTBOX_AGENDA, key);
      g_autoptr (TogSession) session = tog_session_new ();

      item->match_id = g_strdup (match_id);
      item->session_id = g_strdup (session_id);
      item->etag = g_strdup ("\"0\"");
      item->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) tog_agenda_change_free);
      g_ptr_array_add (item->changes, tog_agenda_change_new (TOG_AGENDA_ADD, NULL, title, FALSE));
      tog_outbox_add (outbox, item, NULL);
    }
  while (TRUE)
    {
      gboolean is_kept = TRUE;

      for (guint i = 0; i < n; i++)
        {
          g_autoptr (TogOutboxItem) item = g_list_model_get_item (G_LIST_MODEL (outbox), i);

          is_kept = is_kept && item->kept;
        }
      if (is_kept)
        break;
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
drain (TogAccount *account)
{
  g_autoptr (GError) error = NULL;

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
  if (g_str_equal (argv[1], "fill"))
    {
      load (account);
      fill (account, argv[5], argv[6], g_ascii_strtoull (argv[7], NULL, 10));
    }
  else
    {
      tog_account_set_connector (account, connect_cb, NULL);
      load (account);
      drain (account);
    }
  tog_account_close (account);
  return 0;
}
