#include "config.h"

#include "account-fixture.h"
#include "accounts-fixture.h"
#include "tog-account-private.h"
#include "tog-account-availability.h"
#include "tog-accounts.h"
#include "tog-calendars-private.h"
#include "tog-calendar-share.h"
#include "tog-keyring.h"
#include "tog-rude-server.h"
#include "tog-test-server.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static char *
probe (TogAccounts *accounts, const char *address, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_accounts_probe_async (accounts, address, NULL, done_cb, &result);
  wait_for (&result);
  return tog_accounts_probe_finish (accounts, result, error);
}

static TogAccount *
connect_again (TogAccounts *accounts,
               const char *address,
               const char *token,
               TogAccount *again,
               GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_accounts_connect_async (accounts, address, token, TRUE, again, NULL, done_cb, &result);
  wait_for (&result);
  return tog_accounts_connect_finish (accounts, result, error);
}

static TogAccount *
sign_in (TogAccounts *accounts,
         const char *address,
         const char *token,
         gboolean without_keyring,
         GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_accounts_connect_async (
      accounts, address, token, without_keyring, NULL, NULL, done_cb, &result);
  wait_for (&result);
  return tog_accounts_connect_finish (accounts, result, error);
}

/* Returns: (transfer none) (nullable): the demo's match, however it is known */
static TogMatch *
load_match (TogAccount *account, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TogMatch) match = NULL;

  tog_account_load_match_async (account, "asha-ines", NULL, done_cb, &result);
  wait_for (&result);
  match = tog_account_load_match_finish (account, result, error);
  return match != NULL ? tog_account_peek_match (account, "asha-ines") : NULL;
}

static const struct
{
  const char *name;
  TogRudeness rudeness;
  TogAccountError code;
} PROBES[] = {
  { "html-200", TOG_RUDE_HTML_200, TOG_ACCOUNT_ERROR_ADDRESS },
  { "html-404", TOG_RUDE_NOT_FOUND, TOG_ACCOUNT_ERROR_ADDRESS },
  { "html-502", TOG_RUDE_HTML_502, TOG_ACCOUNT_ERROR_SERVER },
  { "other-json", TOG_RUDE_NOTHING, TOG_ACCOUNT_ERROR_ADDRESS },
  { "wrong-types", TOG_RUDE_WRONG_TYPES, TOG_ACCOUNT_ERROR_ADDRESS },
  { "truncated-json", TOG_RUDE_TRUNCATED_JSON, TOG_ACCOUNT_ERROR_ADDRESS },
  { "redirect", TOG_RUDE_REDIRECT, TOG_ACCOUNT_ERROR_ADDRESS },
  { "not-http", TOG_RUDE_NOT_HTTP, TOG_ACCOUNT_ERROR_ADDRESS },
  { "huge-string", TOG_RUDE_HUGE_STRING, TOG_ACCOUNT_ERROR_ADDRESS },
  { "deep", TOG_RUDE_DEEP, TOG_ACCOUNT_ERROR_ADDRESS },
  { "close", TOG_RUDE_CLOSE, TOG_ACCOUNT_ERROR_OFFLINE },
  { "pass", TOG_RUDE_PASS, -1 },
};

static void
test_probe (void)
{
  g_autoptr (TogTestServer) server = tog_test_server_new ();
  g_autoptr (TogRudeServer) rude = tog_rude_server_new (NULL);
  TogAccounts *accounts = tog_accounts_new ();

  tog_rude_server_set_target (rude, tog_test_server_get_address (server));
  for (guint i = 0; i < G_N_ELEMENTS (PROBES); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *name = NULL;

      tog_rude_server_set (rude, PROBES[i].rudeness);
      name = probe (accounts, tog_rude_server_get_address (rude), &error);
      if (PROBES[i].code == (TogAccountError) -1)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (name, ==, "Meridian Fellows");
        }
      else
        {
          g_assert_null (name);
          g_assert_error (error, TOG_ACCOUNT_ERROR, (int) PROBES[i].code);
          g_assert_nonnull (strstr (error->message, "127.0.0.1"));
        }
    }
  finish (accounts, NULL);
}

static void
test_probe_gone (void)
{
  TogAccounts *accounts = tog_accounts_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *address = NULL;

  {
    g_autoptr (TogRudeServer) server = tog_rude_server_new (NULL);

    address = g_strdup (tog_rude_server_get_address (server));
  }
  g_assert_null (probe (accounts, address, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE);
  g_assert_nonnull (strstr (error->message, "127.0.0.1"));

  /* RFC 6761 section 6.4: nobody will ever have such a name. */
  g_clear_error (&error);
  g_assert_null (probe (accounts, "nobody.invalid", &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE);
  g_assert_nonnull (strstr (error->message, "nobody.invalid"));
  finish (accounts, NULL);
}

static void
test_probe_self_signed (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("TOG_TEST_SRCDIR"), "data", "self-signed.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);
  g_autoptr (TogRudeServer) server = NULL;
  TogAccounts *accounts = tog_accounts_new ();

  g_assert_no_error (error);
  server = tog_rude_server_new (certificate);
  g_assert_null (probe (accounts, tog_rude_server_get_address (server), &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CERTIFICATE);
  g_clear_error (&error);
  g_assert_null (
      sign_in (accounts, tog_rude_server_get_address (server), "tog_secret", TRUE, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CERTIFICATE);
  g_assert_cmpuint (tog_rude_server_get_n_requests (server), ==, 0);
  finish (accounts, NULL);
}

/* Whether @needle is in any file below @path. */
static gboolean
tree_contains (const char *path, const char *needle)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autofree char *contents = NULL;
  const char *name;
  gsize length;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (tree_contains (child, needle))
        return TRUE;
    }
  return dir == NULL && g_file_get_contents (path, &contents, &length, NULL) &&
         memmem (contents, length, needle, strlen (needle)) != NULL;
}

/* The token is in no file and no log line, whatever is done with the account. */
static void
test_secret (void)
{
  g_autoptr (TogTestServer) server = tog_test_server_new ();
  g_autofree char *token = tog_test_server_make_token (server, "ines@meridian.example");
  g_autofree char *wrong = g_strconcat (token, "x", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  TogAccounts *accounts = tog_accounts_new ();
  TogAccount *account;

  g_assert_null (sign_in (accounts, tog_test_server_get_address (server), wrong, TRUE, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TOKEN);
  g_assert_null (strstr (error->message, token));
  g_clear_error (&error);

  account = sign_in (accounts, tog_test_server_get_address (server), token, TRUE, &error);
  g_assert_no_error (error);
  g_assert_true (tog_accounts_get_current (accounts) == account);
  tog_account_load_match_async (account, "asha-ines", NULL, done_cb, &result);
  wait_for (&result);
  g_clear_object (&result);
  tog_test_server_kill (server);
  g_assert_false (refresh_account (account, &error));
  g_assert_null (strstr (error->message, token));
  g_clear_error (&error);
  finish (accounts, account);

  /* The facts are there, so that looking for the token means something. */
  g_assert_true (tree_contains (accounts_test_root, "Meridian Fellows"));
  g_assert_true (tree_contains (accounts_test_root, "asha-ines"));
  g_assert_false (tree_contains (accounts_test_root, token + strlen ("tog_")));
  g_assert_cmpuint (accounts_test_log->len, >, 0);
  g_assert_null (strstr (accounts_test_log->str, token));
}

static void
test_without_keyring (void)
{
  g_autoptr (TogTestServer) server = tog_test_server_new ();
  g_autofree char *token = tog_test_server_make_token (server, "ines@meridian.example");
  const char *address = tog_test_server_get_address (server);
  g_autofree char *config =
      g_build_filename (g_get_user_config_dir (), "together-scheduler", "accounts.ini", NULL);
  g_autoptr (GError) error = NULL;
  TogAccounts *accounts = tog_accounts_new ();
  TogAccount *account;

  /* There is no bus, so there is no keyring; nothing is kept then. */
  g_assert_null (sign_in (accounts, address, token, FALSE, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_KEYRING);
  g_assert_null (tog_accounts_get_current (accounts));
  g_assert_false (g_file_test (config, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  account = sign_in (accounts, address, token, TRUE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (tog_account_get_home (account));
  g_assert_true (g_file_test (config, G_FILE_TEST_EXISTS));
  finish (accounts, account);

  /* The next time home is there, but the token is not. */
  accounts = tog_accounts_new ();
  account = restore (accounts, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tog_account_get_name (account), ==, "Meridian Fellows");
  g_assert_nonnull (tog_account_get_home (account));
  g_assert_false (refresh_account (account, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TOKEN);
  g_clear_error (&error);

  g_assert_true (sign_out (accounts, &error));
  g_assert_no_error (error);
  g_assert_null (tog_accounts_get_current (accounts));
  g_assert_false (g_file_test (config, G_FILE_TEST_EXISTS));
  g_assert_false (tree_contains (accounts_test_root, "asha-ines"));
  finish (accounts, account);

  accounts = tog_accounts_new ();
  g_assert_null (restore (accounts, &error));
  g_assert_no_error (error);
  finish (accounts, NULL);
}

/* A new token for the same member: what was seen stays. Anybody else is another
 * account beside it, also at the same organization. */
static void
test_sign_in_again (void)
{
  g_autoptr (TogTestServer) server = tog_test_server_new ();
  g_autofree char *token = tog_test_server_make_token (server, "ines@meridian.example");
  g_autofree char *other = tog_test_server_make_token (server, "asha@meridian.example");
  const char *address = tog_test_server_get_address (server);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (TogAccount) again = NULL;
  TogAccounts *accounts = tog_accounts_new ();
  TogAccount *account = sign_in (accounts, address, token, TRUE, &error);

  g_assert_no_error (error);
  g_assert_nonnull (load_match (account, &error));
  finish (accounts, account);

  accounts = tog_accounts_new ();
  g_assert_null (tog_accounts_get_current (accounts));
  account = restore (accounts, &error);
  g_assert_false (refresh_account (account, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TOKEN);
  g_clear_error (&error);
  g_assert_true (tog_account_get_needs_token (account));
  g_assert_cmpstr (tog_accounts_get_address (accounts, account), ==, address);
  g_assert_nonnull (tog_account_get_home (account));
  id = g_strdup (tog_account_get_id (account));
  folder = g_build_filename (g_get_user_cache_dir (), "together-scheduler", id, NULL);
  g_assert_true (g_file_test (folder, G_FILE_TEST_EXISTS));

  /* Nobody else's token is taken for it. */
  again = connect_again (accounts, address, other, account, &error);
  g_assert_null (again);
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OTHER_MEMBER);
  g_assert_nonnull (strstr (error->message, "Asha Gurung, not to Inês Carvalho"));
  g_clear_error (&error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (accounts)), ==, 1);
  g_assert_true (tog_account_get_needs_token (account));
  again = connect_again (accounts, address, token, account, &error);
  g_assert_no_error (error);
  g_object_unref (account);
  account = g_steal_pointer (&again);
  g_assert_cmpstr (tog_account_get_id (account), ==, id);
  g_assert_false (tog_account_get_needs_token (account));
  tog_test_server_kill (server);
  g_assert_nonnull (load_match (account, &error));
  g_assert_no_error (error);
  tog_test_server_start (server);
  g_object_unref (account);

  account = sign_in (accounts, tog_test_server_get_address (server), other, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tog_account_get_id (account), !=, id);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (accounts)), ==, 2);
  g_assert_true (g_file_test (folder, G_FILE_TEST_EXISTS));
  finish (accounts, account);
}

/* Whether an account's folder is there, and nothing of it is below the others. */
static gboolean
is_kept (const char *id)
{
  g_autofree char *copies =
      g_build_filename (g_get_user_cache_dir (), "together-scheduler", id, NULL);
  g_autofree char *drafts =
      g_build_filename (g_get_user_data_dir (), "together-scheduler", "drafts", id, NULL);
  gboolean kept = g_file_test (copies, G_FILE_TEST_EXISTS);

  g_assert_true (kept || !g_file_test (drafts, G_FILE_TEST_EXISTS));
  return kept;
}

static TogAccount *
sign_in_again (TogAccounts *accounts, TogTestServer *server, const char *email)
{
  g_autofree char *token = tog_test_server_make_token (server, email);
  g_autoptr (GError) error = NULL;
  TogAccount *account =
      sign_in (accounts, tog_test_server_get_address (server), token, TRUE, &error);

  g_assert_no_error (error);
  g_assert_nonnull (tog_account_get_home (account));
  return account;
}

static guint
count_sources (TogAccount *account)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources = NULL;

  tog_account_load_sources_async (account, NULL, done_cb, &result);
  wait_for (&result);
  sources = tog_account_load_sources_finish (account, result, NULL, &error);
  g_assert_no_error (error);
  return sources->len;
}

/* Who signs out takes along what this desktop shared of their calendars. */
static void
test_sign_out_sharing (void)
{
  g_autoptr (TogTestServer) server = tog_test_server_new ();
  TogAccounts *accounts = tog_accounts_new ();
  TogAccount *account = sign_in_again (accounts, server, "ines@meridian.example");
  TogCalendarShare *share = tog_account_get_share (account);
  g_autoptr (TogDesktopCalendar) calendar = tog_desktop_calendar_new ("mine");
  TogInstant now = tog_account_get_now (account) / TOG_QUANTUM * TOG_QUANTUM;
  TogSlot known = { now, now + TOG_DAY_SECONDS };
  g_autoptr (TogSlotSet) busy = tog_slot_set_new (&known, 1);
  g_autoptr (TogBusyTimes) times = tog_busy_times_new (busy, known, now);
  g_autoptr (GError) error = NULL;
  guint n_before = count_sources (account);

  tog_calendars_add (tog_calendar_share_get_calendars (share), calendar);
  tog_calendar_share_look (share);
  while (tog_calendar_share_get_sources (share) == NULL)
    g_main_context_iteration (NULL, TRUE);
  tog_desktop_calendar_set_times (calendar, times);
  tog_desktop_calendar_set_state (calendar, TOG_DESKTOP_CALENDAR_OK, NULL);
  tog_calendar_share_set_counts (share, "mine", TRUE);
  tog_calendar_share_set_enabled (share, TRUE);
  while (tog_calendar_share_find_source (share, "mine") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_sources (account), ==, n_before + 1);

  g_assert_true (sign_out (accounts, &error));
  g_assert_no_error (error);
  g_assert_null (tog_accounts_get_current (accounts));
  g_clear_object (&account);
  account = sign_in_again (accounts, server, "ines@meridian.example");
  g_assert_cmpuint (count_sources (account), ==, n_before);
  g_assert_true (sign_out (accounts, &error));
  finish (accounts, account);
}

static void
expect_accounts (TogAccounts *accounts, const char *ids[], guint n, guint current)
{
  GListModel *list = G_LIST_MODEL (accounts);

  g_assert_cmpuint (g_list_model_get_n_items (list), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TogAccount) account = g_list_model_get_item (list, i);

      g_assert_cmpstr (tog_account_get_id (account), ==, ids[i]);
    }
  g_assert_cmpstr (tog_account_get_id (tog_accounts_get_current (accounts)), ==, ids[current]);
}

/* Two organizations, and two members of one of them: each with its own store, and
 * which of them is shown is kept. */
static void
test_side_by_side (void)
{
  g_autoptr (TogTestServer) here = tog_test_server_new ();
  g_autoptr (TogTestServer) there = tog_test_server_new ();
  const char *ids[3];
  g_autoptr (GError) error = NULL;
  TogAccounts *accounts = tog_accounts_new ();
  g_autoptr (TogAccount) ines = sign_in_again (accounts, here, "ines@meridian.example");
  g_autoptr (TogAccount) asha = sign_in_again (accounts, there, "asha@meridian.example");
  g_autoptr (TogAccount) other = sign_in_again (accounts, here, "asha@meridian.example");
  g_autofree char *ines_id = g_strdup (tog_account_get_id (ines));
  g_autofree char *asha_id = g_strdup (tog_account_get_id (asha));
  g_autofree char *other_id = g_strdup (tog_account_get_id (other));
  TogAccount *account;

  ids[0] = ines_id;
  ids[1] = asha_id;
  ids[2] = other_id;
  expect_accounts (accounts, ids, 3, 2);
  g_assert_cmpstr (
      tog_accounts_get_address (accounts, asha), ==, tog_test_server_get_address (there));
  g_assert_true (tog_accounts_find (accounts, asha_id) == asha);
  for (guint i = 0; i < 3; i++)
    g_assert_true (is_kept (ids[i]));

  /* All of them have their servers at hand, whichever is shown. */
  tog_accounts_set_current (accounts, asha);
  g_assert_true (refresh_account (ines, &error));
  g_assert_true (refresh_account (other, &error));
  expect_accounts (accounts, ids, 3, 1);
  while (!tog_account_get_live (ines) || !tog_account_get_live (asha) ||
         !tog_account_get_live (other))
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&ines);
  g_clear_object (&asha);
  g_clear_object (&other);
  finish (accounts, NULL);

  /* The one that was shown comes first, the others on its heels. */
  accounts = tog_accounts_new ();
  account = restore (accounts, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tog_account_get_id (account), ==, asha_id);
  g_assert_cmpstr (tog_account_get_home (account)->me->member->email, ==, "asha@meridian.example");
  expect_accounts (accounts, ids, 3, 1);
  while (tog_account_get_home (tog_accounts_find (accounts, ines_id)) == NULL ||
         tog_account_get_home (tog_accounts_find (accounts, other_id)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (account);

  /* Signing out takes this one's data off the disk, and nothing of the others. */
  g_assert_true (sign_out (accounts, &error));
  g_assert_no_error (error);
  ids[1] = other_id;
  expect_accounts (accounts, ids, 2, 1);
  g_assert_false (is_kept (asha_id));
  g_assert_false (tree_contains (accounts_test_root, asha_id));
  g_assert_true (is_kept (ines_id));
  g_assert_true (is_kept (other_id));
  g_assert_true (sign_out (accounts, &error));
  expect_accounts (accounts, ids, 1, 0);
  g_assert_true (sign_out (accounts, &error));
  g_assert_null (tog_accounts_get_current (accounts));
  g_assert_false (is_kept (ines_id));
  finish (accounts, NULL);

  accounts = tog_accounts_new ();
  g_assert_null (restore (accounts, &error));
  g_assert_no_error (error);
  finish (accounts, NULL);
}

/* What somebody did goes out also while another account is shown. */
static void
test_sends_unseen (void)
{
  g_autoptr (TogTestServer) here = tog_test_server_new ();
  g_autoptr (TogTestServer) there = tog_test_server_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *key = g_uuid_string_random ();
  TogAccounts *accounts = tog_accounts_new ();
  g_autoptr (TogAccount) ines = sign_in_again (accounts, here, "ines@meridian.example");
  g_autoptr (TogAccount) asha = sign_in_again (accounts, there, "asha@meridian.example");
  TogOutbox *outbox = tog_account_get_outbox (ines);
  TogMatch *match = load_match (ines, &error);
  TogPlannedSession *planned = NULL;

  g_assert_no_error (error);
  for (guint i = 0; planned == NULL && i < match->team.planned->len; i++)
    {
      TogPlannedSession *one = g_ptr_array_index (match->team.planned, i);

      if (one->session != NULL && one->session->state == TOG_SESSION_SCHEDULED)
        planned = one;
    }
  g_assert_nonnull (planned);
  tog_test_server_kill (here);
  tog_account_answer_async (
      ines, planned->session, TOG_ANSWER_TENTATIVE, NULL, key, NULL, done_cb, &result);
  wait_for (&result);
  g_assert_null (tog_account_change_finish (ines, result, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_WAITING);
  g_assert_true (tog_accounts_get_current (accounts) == asha);
  g_assert_cmpuint (tog_outbox_count (outbox), ==, 1);
  g_assert_cmpuint (tog_outbox_count (tog_account_get_outbox (asha)), ==, 0);

  tog_test_server_start (here);
  tog_account_set_poll_interval (ines, 100);
  while (tog_outbox_count (outbox) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (tog_accounts_get_current (accounts) == asha);
  g_clear_object (&ines);
  g_clear_object (&asha);
  finish (accounts, NULL);
}

/* With a keyring: the token is in it, in nothing else, and is found again. */
static void
test_keyring (void)
{
  g_autoptr (TogTestServer) server = tog_test_server_new ();
  g_autofree char *token = tog_test_server_make_token (server, "ines@meridian.example");
  const char *address = tog_test_server_get_address (server);
  g_autofree char *id = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TogAccounts *accounts = tog_accounts_new ();
  TogAccount *account = sign_in (accounts, address, token, FALSE, &error);

  g_assert_no_error (error);
  id = g_strdup (tog_account_get_id (account));
  finish (accounts, account);
  g_assert_true (tree_contains (accounts_test_root, "Meridian Fellows"));
  g_assert_false (tree_contains (accounts_test_root, token + strlen ("tog_")));

  /* Restoring does not wait for the keyring; asking the server does. */
  accounts = tog_accounts_new ();
  account = restore (accounts, &error);
  g_assert_no_error (error);
  g_assert_nonnull (tog_account_get_home (account));
  g_assert_true (refresh_account (account, &error));
  g_assert_no_error (error);

  g_assert_true (sign_out (accounts, &error));
  g_assert_no_error (error);
  finish (accounts, account);
  tog_keyring_lookup_async (id, NULL, done_cb, &result);
  wait_for (&result);
  found = tog_keyring_lookup_finish (result, &error);
  g_assert_no_error (error);
  g_assert_null (found);
}

static void
test_keyring_emptied (void)
{
  g_autoptr (TogTestServer) server = tog_test_server_new ();
  g_autofree char *token = tog_test_server_make_token (server, "ines@meridian.example");
  const char *address = tog_test_server_get_address (server);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TogAccounts *accounts = tog_accounts_new ();
  TogAccount *account = sign_in (accounts, address, token, FALSE, &error);

  g_assert_no_error (error);
  tog_keyring_clear_async (tog_account_get_id (account), NULL, done_cb, &result);
  wait_for (&result);
  g_assert_true (tog_keyring_clear_finish (result, &error));
  finish (accounts, account);

  accounts = tog_accounts_new ();
  account = restore (accounts, &error);
  g_assert_nonnull (tog_account_get_home (account));
  g_assert_false (refresh_account (account, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TOKEN);
  g_assert_nonnull (tog_account_get_home (account));
  finish (accounts, account);
}

static void
test_spoilt_facts (void)
{
  const char *spoilt[] = { "no key file",
                           "[Account ../../etc]\nDemo=true\n",
                           "[Account one]\nName=No Address\n",
                           "[Accounts]\nCurrent=one\n",
                           "[Other one]\nDemo=true\n",
                           "" };
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "together-scheduler", NULL);
  g_autofree char *path = g_build_filename (folder, "accounts.ini", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (spoilt); i++)
    {
      TogAccounts *accounts = tog_accounts_new ();
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, spoilt[i], -1, NULL));
      g_assert_null (restore (accounts, &error));
      if (i == 0)
        g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_STORAGE);
      else
        g_assert_no_error (error);
      finish (accounts, NULL);
    }
}

int
main (int argc, char *argv[])
{
  accounts_test_init (&argc, &argv);

  if (g_getenv ("TOG_TEST_KEYRING") != NULL)
    {
      accounts_test_add ("/accounts/P22/keyring", test_keyring);
      accounts_test_add ("/accounts/P22/keyring-emptied", test_keyring_emptied);
    }
  else
    {
      accounts_test_add ("/accounts/P28/probe", test_probe);
      accounts_test_add ("/accounts/probe/gone", test_probe_gone);
      accounts_test_add ("/accounts/probe/self-signed", test_probe_self_signed);
      accounts_test_add ("/accounts/P22/secret", test_secret);
      accounts_test_add ("/accounts/P22/without-keyring", test_without_keyring);
      accounts_test_add ("/accounts/P22/sign-in-again", test_sign_in_again);
      accounts_test_add ("/accounts/side-by-side", test_side_by_side);
      accounts_test_add ("/accounts/P20/sign-out-sharing", test_sign_out_sharing);
      accounts_test_add ("/accounts/P32/sends-unseen", test_sends_unseen);
      accounts_test_add ("/accounts/spoilt-facts", test_spoilt_facts);
    }

  return accounts_test_run ();
}
