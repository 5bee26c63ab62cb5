#include "config.h"

#include "account-fixture.h"
#include "accounts-fixture.h"
#include "tog-account-private.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static TogAccount *
open_demo (TogAccounts *accounts, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_accounts_open_demo_async (accounts, NULL, done_cb, &result);
  wait_for (&result);
  return tog_accounts_open_demo_finish (accounts, result, error);
}

/* The demo's server is the child of this process that listens. */
static GPid
find_server (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc", name, "status", NULL);
      g_autofree char *status = NULL;
      g_autofree char *parent = g_strdup_printf ("\nPPid:\t%d\n", getpid ());

      if (g_ascii_isdigit (name[0]) && g_file_get_contents (path, &status, NULL, NULL) &&
          g_str_has_prefix (status, "Name:\ttogether-server\n") &&
          strstr (status, parent) != NULL && strstr (status, "\nState:\tZ") == NULL)
        return atoi (name);
    }
  return 0;
}

static void
wait_for_end_of_server (void)
{
  while (find_server () != 0)
    {
      g_usleep (10000);
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
test_demo (void)
{
  TogAccounts *accounts = tog_accounts_new ();
  g_autoptr (GError) error = NULL;
  TogAccount *account = open_demo (accounts, &error);
  g_autofree char *server = NULL;
  TogInstant seen;
  GPid pid;

  g_assert_no_error (error);
  g_assert_true (tog_accounts_get_current (accounts) == account);
  g_assert_true (tog_account_get_is_demo (account));
  g_assert_nonnull (tog_account_get_home (account));
  g_assert_cmpstr (tog_account_get_home (account)->me->member->email, ==, "ines@meridian.example");
  seen = tog_account_get_updated_at (account);
  g_assert_cmpint (seen, >, 0);

  /* A server that is killed is started again when it is needed. */
  pid = find_server ();
  g_assert_cmpint (pid, >, 0);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  while (find_server () == pid || !refresh_account (account, NULL))
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (find_server (), !=, pid);

  /* It ends with the app. */
  finish (accounts, account);
  wait_for_end_of_server ();

  /* The next time home is there at once, and the server comes behind. */
  accounts = tog_accounts_new ();
  account = restore (accounts, &error);
  g_assert_no_error (error);
  g_assert_nonnull (tog_account_get_home (account));
  g_assert_true (tog_account_get_is_demo (account));
  g_assert_cmpint (tog_account_get_updated_at (account), >=, seen);
  g_assert_true (refresh_account (account, &error));
  g_assert_no_error (error);
  g_assert_true (tog_account_get_online (account));
  finish (accounts, account);
  wait_for_end_of_server ();

  /* With its server broken what was seen is still there, and said why. */
  server = g_strdup (g_getenv ("TOG_SERVER"));
  g_setenv ("TOG_SERVER", "/bin/false", TRUE);
  accounts = tog_accounts_new ();
  account = restore (accounts, &error);
  g_assert_nonnull (tog_account_get_home (account));
  g_assert_false (refresh_account (account, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_SERVER);
  g_assert_false (tog_account_get_online (account));
  g_setenv ("TOG_SERVER", server, TRUE);
  g_clear_error (&error);

  /* And once it is mended, all is well again. */
  g_assert_true (refresh_account (account, &error));
  g_assert_true (sign_out (accounts, &error));
  g_assert_no_error (error);
  finish (accounts, account);
  wait_for_end_of_server ();
}

static void
test_demo_ages (void)
{
  TogAccounts *accounts = tog_accounts_new ();
  g_autoptr (GError) error = NULL;
  TogAccount *account = open_demo (accounts, &error);
  g_autofree char *folder =
      g_build_filename (g_get_user_data_dir (), "together-scheduler", "demo", NULL);
  g_autofree char *stamp = g_build_filename (folder, "imported-on", NULL);
  g_autofree char *old = g_build_filename (folder, "demo.sqlite.old", NULL);

  g_assert_no_error (error);
  finish (accounts, account);
  wait_for_end_of_server ();
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));

  g_assert_true (g_file_set_contents (stamp, "2020-01-01", -1, NULL));
  accounts = tog_accounts_new ();
  account = restore (accounts, &error);
  g_assert_no_error (error);
  g_assert_null (tog_account_get_home (account));
  g_assert_true (refresh_account (account, &error));
  g_assert_no_error (error);
  g_assert_nonnull (tog_account_get_home (account));
  g_assert_true (g_file_test (old, G_FILE_TEST_EXISTS));
  finish (accounts, account);
  wait_for_end_of_server ();
}

static void
test_demo_without_server (void)
{
  g_autofree char *server = g_strdup (g_getenv ("TOG_SERVER"));
  g_autofree char *file = g_strdup (g_getenv ("TOG_DEMO_FILE"));
  TogAccounts *accounts = tog_accounts_new ();
  g_autoptr (GError) error = NULL;

  g_setenv ("TOG_SERVER", "/nonexistent/together-server", TRUE);
  g_assert_null (open_demo (accounts, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_SERVER);
  g_assert_nonnull (strstr (error->message, "/nonexistent/together-server"));
  g_assert_null (tog_accounts_get_current (accounts));
  g_clear_error (&error);

  g_setenv ("TOG_SERVER", server, TRUE);
  g_setenv ("TOG_DEMO_FILE", "/nonexistent/demo.json", TRUE);
  g_assert_null (open_demo (accounts, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_SERVER);
  g_assert_nonnull (strstr (error->message, "/nonexistent/demo.json"));
  g_setenv ("TOG_DEMO_FILE", file, TRUE);
  finish (accounts, NULL);
}

static void
test_demo_cancelled (void)
{
  TogAccounts *accounts = tog_accounts_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tog_accounts_open_demo_async (accounts, cancellable, done_cb, &result);
  while (find_server () == 0 && result == NULL)
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  wait_for (&result);
  g_assert_null (tog_accounts_open_demo_finish (accounts, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (tog_accounts_get_current (accounts));
  g_clear_object (&result);
  finish (accounts, NULL);
  wait_for_end_of_server ();
}

int
main (int argc, char *argv[])
{
  accounts_test_init (&argc, &argv);

  accounts_test_add ("/accounts/P25/demo", test_demo);
  accounts_test_add ("/accounts/demo/ages", test_demo_ages);
  accounts_test_add ("/accounts/demo/without-server", test_demo_without_server);
  accounts_test_add ("/accounts/demo/cancelled", test_demo_cancelled);

  return accounts_test_run ();
}
