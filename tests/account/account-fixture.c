#include "config.h"

#include "account-fixture.h"

#define WEEKS 6

void
account_test_init (int *argc, char ***argv)
{
  g_setenv ("GIO_USE_NETWORK_MONITOR", "base", TRUE);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (argc, argv, NULL);
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

/* Stands for TogAccounts: there is a client, or there will be none. */
void
connect_cb (TogAccount *account, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (TogClient) client = NULL;
  g_autoptr (GError) error = NULL;

  client = tog_client_new (fixture->direct ? tog_test_server_get_address (fixture->server)
                                           : tog_rude_server_get_address (fixture->rude),
                           fixture->token,
                           &error);
  g_assert_no_error (error);
  tog_client_set_pauses (client, 1, 50);
  tog_client_set_timeout (client, 20000);
  tog_account_provide_client (account, client, NULL);
}

void
open_account (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->directory, "drafts", NULL);
  g_autoptr (TogStore) drafts = tog_store_new (path);

  fixture->store = tog_store_new (fixture->directory);
  fixture->account =
      tog_account_new ("one", "Somebody", "127.0.0.1", FALSE, fixture->store, drafts);
  tog_account_set_poll_interval (fixture->account, 20);
  tog_account_set_connector (fixture->account, connect_cb, fixture);
}

/* What is still under way holds the account until it is done. */
void
close_account (Fixture *fixture)
{
  TogAccount *account = g_steal_pointer (&fixture->account);
  TogStore *store = g_steal_pointer (&fixture->store);
  TogStore *drafts;

  if (account == NULL)
    return;
  drafts = tog_account_get_drafts (account);
  tog_account_close (account);
  g_object_add_weak_pointer (G_OBJECT (account), (gpointer *) &account);
  g_object_add_weak_pointer (G_OBJECT (store), (gpointer *) &store);
  g_object_add_weak_pointer (G_OBJECT (drafts), (gpointer *) &drafts);
  g_object_unref (account);
  g_object_unref (store);
  while (account != NULL || store != NULL || drafts != NULL)
    g_main_context_iteration (NULL, TRUE);
}

void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->server = tog_test_server_new ();
  fixture->token = tog_test_server_make_token (fixture->server, "ines@meridian.example");
  fixture->rude = tog_rude_server_new (NULL);
  tog_rude_server_set_target (fixture->rude, tog_test_server_get_address (fixture->server));
  tog_rude_server_set (fixture->rude, TOG_RUDE_PASS);
  fixture->directory = g_dir_make_tmp ("tog-account-XXXXXX", &error);
  g_assert_no_error (error);
  open_account (fixture);
}

void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_account (fixture);
  tog_rude_server_free (fixture->rude);
  tog_test_server_free (fixture->server);
  tog_test_remove_tree (fixture->directory);
  g_free (fixture->directory);
  g_free (fixture->token);
}

gboolean
refresh (Fixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_account_refresh_async (fixture->account, NULL, done_cb, &result);
  wait_for (&result);
  return tog_account_refresh_finish (fixture->account, result, error);
}

TogSlot
get_range (void)
{
  TogInstant now = g_get_real_time () / G_USEC_PER_SEC;
  TogInstant start = now - now % TOG_DAY_SECONDS;

  return (TogSlot){ start, start + WEEKS * 7 * TOG_DAY_SECONDS };
}

void
notify_cb (GObject *object, GParamSpec *pspec, guint *n_times)
{
  (*n_times)++;
}
