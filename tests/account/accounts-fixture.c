#include "config.h"

#include "accounts-fixture.h"

#include "account-fixture.h"

char *accounts_test_root;
GString *accounts_test_log;

static void
log_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  g_string_append (accounts_test_log, message);
  if ((level & (G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_INFO)) == 0)
    g_log_default_handler (domain, level, message, NULL);
}

/* Drops the accounts and waits until the last of what they held is gone. */
void
finish (TogAccounts *accounts, TogAccount *account)
{
  TogAccounts *self = accounts;

  g_object_add_weak_pointer (G_OBJECT (self), (gpointer *) &self);
  g_object_unref (accounts);
  if (account != NULL)
    {
      g_object_add_weak_pointer (G_OBJECT (account), (gpointer *) &account);
      g_object_unref (account);
    }
  while (self != NULL || account != NULL)
    g_main_context_iteration (NULL, TRUE);
}

TogAccount *
restore (TogAccounts *accounts, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_accounts_restore_async (accounts, NULL, done_cb, &result);
  wait_for (&result);
  return tog_accounts_restore_finish (accounts, result, error);
}

gboolean
refresh_account (TogAccount *account, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_account_refresh_async (account, NULL, done_cb, &result);
  wait_for (&result);
  return tog_account_refresh_finish (account, result, error);
}

gboolean
sign_out (TogAccounts *accounts, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_accounts_sign_out_async (
      accounts, tog_accounts_get_current (accounts), NULL, done_cb, &result);
  wait_for (&result);
  return tog_accounts_sign_out_finish (accounts, result, error);
}

static void
begin_test (gpointer *nothing, gconstpointer function)
{
  g_string_truncate (accounts_test_log, 0);
  g_assert_cmpint (g_mkdir_with_parents (accounts_test_root, 0700), ==, 0);
}

static void
run_test (gpointer *nothing, gconstpointer function)
{
  GTestFunc test = (GTestFunc) function;

  test ();
}

static void
end_test (gpointer *nothing, gconstpointer function)
{
  if (g_getenv ("TOG_TEST_KEYRING") == NULL)
    tog_test_remove_tree (accounts_test_root);
}

/* The user's directories are asked for once a process, so that isolating them
 * falls to the environment, before anybody asks. */
static void
isolate (void)
{
  const char *variables[] = { "HOME",          "XDG_CONFIG_HOME", "XDG_CACHE_HOME",
                              "XDG_DATA_HOME", "XDG_STATE_HOME",  "XDG_RUNTIME_DIR" };

  g_setenv ("GIO_USE_NETWORK_MONITOR", "base", TRUE);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);

  /* Under with-keyring.sh there is a home and a bus already. */
  accounts_test_root = g_strdup (g_getenv ("TOG_TEST_KEYRING"));
  if (accounts_test_root != NULL)
    return;

  accounts_test_root = g_dir_make_tmp ("tog-home-XXXXXX", NULL);
  g_assert_nonnull (accounts_test_root);
  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      g_autofree char *path = g_build_filename (accounts_test_root, variables[i], NULL);

      g_setenv (variables[i], path, TRUE);
    }
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
}

void
accounts_test_init (int *argc, char ***argv)
{
  isolate ();
  g_test_init (argc, argv, NULL);
  accounts_test_log = g_string_new (NULL);
  g_log_set_default_handler (log_cb, NULL);
}

void
accounts_test_add (const char *path, GTestFunc test)
{
  g_test_add (path, gpointer, (gconstpointer) test, begin_test, run_test, end_test);
}

int
accounts_test_run (void)
{
  int status = g_test_run ();

  g_string_free (accounts_test_log, TRUE);
  g_free (accounts_test_root);
  return status;
}
