#include "config.h"

#include "tog-accounts-private.h"
#include "tog-address.h"
#include "tog-error.h"
#include "tog-json.h"
#include "tog-keyring.h"

#include <glib/gi18n.h>

#define PROBE_TIMEOUT 10000

typedef struct
{
  TogAccountFacts *facts; /* (owned) */
  char *host;             /* (owned): whom errors name */
  char *token;            /* (owned) */
  gboolean without_keyring;
  TogAccount *again;   /* (owned) (nullable): who is to sign in, and nobody else */
  TogClient *client;   /* (owned) */
  TogAccount *account; /* (owned) (nullable) */
} SignIn;

static void
sign_in_free (SignIn *sign_in)
{
  g_clear_pointer (&sign_in->facts, tog_account_facts_free);
  g_free (sign_in->host);
  g_free (sign_in->token);
  g_clear_object (&sign_in->again);
  g_clear_object (&sign_in->client);
  g_clear_object (&sign_in->account);
  g_free (sign_in);
}

/* While an address is being tried out, whatever is not our server means that it
 * is the wrong one. */
static GError *
translate_probe_error (const GError *error, const char *host)
{
  if (g_error_matches (error, TOG_API_ERROR, TOG_API_ERROR_FOREIGN) ||
      g_error_matches (error, TOG_API_ERROR, TOG_API_ERROR_GONE) ||
      g_error_matches (error, TOG_API_ERROR, TOG_API_ERROR_REFUSED) || error->domain == TOG_ERROR)
    return g_error_new (TOG_ACCOUNT_ERROR,
                        TOG_ACCOUNT_ERROR_ADDRESS,
                        _ ("%s answers, but not as a Together organization. Check the address, and "
                           "whether this network wants you to sign in to it first."),
                        host);
  return tog_account_error_from_api (error, host);
}

/* The organization's name, or "" where the server does not tell. */
static char *
parse_about (const TogApiReply *reply, GError **error)
{
  g_autoptr (JsonNode) node = tog_json_parse (reply->text, reply->length, error);
  g_autofree char *name = NULL;
  const char *service, *api;
  TogJsonReader reader;

  if (node == NULL)
    return NULL;
  tog_json_reader_init (&reader, node, "");
  service = tog_json_reader_line (&reader, "service", 100);
  api = tog_json_reader_line (&reader, "api", 100);
  name = g_strdup (tog_json_reader_opt_line (&reader, "name", 200));
  if (service != NULL && api != NULL &&
      (!g_str_equal (service, "together") || !g_str_equal (api, "1")))
    tog_json_reader_fail (&reader, TOG_ERROR_MALFORMED, "service", "is not “together”, API 1");
  if (!tog_json_reader_finish (&reader, error))
    return NULL;
  return name != NULL ? g_steal_pointer (&name) : g_strdup ("");
}

static void
about_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogClient *client = TOG_CLIENT (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogApiReply) reply = tog_client_read_finish (client, result, &error);
  char *name = reply != NULL ? parse_about (reply, &error) : NULL;

  if (name != NULL)
    g_task_return_pointer (task, name, g_free);
  else
    g_task_return_error (task, translate_probe_error (error, tog_client_get_host (client)));
}

/**
 * tog_accounts_probe_async:
 * @self: the accounts
 * @address: what somebody typed
 * @cancellable: (nullable): stops it
 *
 * Asks who answers at an address.
 */
void
tog_accounts_probe_async (TogAccounts *self,
                          const char *address,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *normalized = NULL;
  g_autoptr (TogClient) client = NULL;
  GError *error = NULL;

  g_return_if_fail (TOG_IS_ACCOUNTS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_accounts_probe_async);
  normalized = tog_address_normalize (address, &error);
  if (normalized != NULL)
    client = tog_client_new (normalized, NULL, &error);
  if (client == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  tog_client_set_timeout (client, PROBE_TIMEOUT);
  tog_client_read_async (
      client, "/v1/about", TOG_CONTENT_JSON, NULL, cancellable, about_cb, g_steal_pointer (&task));
}

/**
 * tog_accounts_probe_finish:
 * @self: the accounts
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the organization's name, "" where the
 *   server does not tell
 */
char *
tog_accounts_probe_finish (TogAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_accounts_probe_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* With a new token for a member who is signed in already, what was stored of them
 * stays. Returns: (transfer none) (nullable): their account until now */
static TogAccount *
find_before (TogAccounts *self, SignIn *sign_in)
{
  return tog_accounts_find (self, sign_in->facts->id);
}

/* Leaves everything as it was before. */
static void
give_up (TogAccounts *self, SignIn *sign_in)
{
  if (find_before (self, sign_in) != NULL)
    return;
  if (sign_in->facts->in_keyring)
    tog_keyring_clear_async (sign_in->facts->id, NULL, NULL, NULL);
  tog_accounts_save_async (self, NULL, NULL, NULL, NULL);
}

static void
first_refresh_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccounts *self = g_task_get_source_object (task);
  SignIn *sign_in = g_task_get_task_data (task);
  TogAccount *account = TOG_ACCOUNT (source);
  TogAccount *before = find_before (self, sign_in);
  GError *error = NULL;

  /* Who signed in is signed in, even if home did not make it this time. */
  if (!tog_account_refresh_finish (account, result, &error) &&
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      give_up (self, sign_in);
      g_task_return_error (task, error);
      return;
    }
  g_clear_error (&error);
  if (before != NULL && tog_accounts_is_in_keyring (self, before) && !sign_in->facts->in_keyring)
    tog_keyring_clear_async (sign_in->facts->id, NULL, NULL, NULL);
  tog_accounts_add (self, account, g_steal_pointer (&sign_in->facts));
  tog_accounts_show (self, account);
  tog_outbox_load_async (tog_account_get_outbox (account), NULL, NULL, NULL);
  tog_account_start_polling (account);
  g_task_return_pointer (task, g_object_ref (account), g_object_unref);
}

static void
facts_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccounts *self = g_task_get_source_object (task);
  SignIn *sign_in = g_task_get_task_data (task);
  TogAccount *before = find_before (self, sign_in);
  g_autoptr (TogStore) store = NULL;
  g_autoptr (TogStore) drafts = NULL;
  GError *error = NULL;

  if (!tog_account_facts_save_finish (result, &error))
    {
      give_up (self, sign_in);
      g_task_return_error (task, error);
      return;
    }

  if (before != NULL)
    {
      store = g_object_ref (tog_account_get_store (before));
      drafts = g_object_ref (tog_account_get_drafts (before));
    }
  else
    {
      store = tog_accounts_make_store (sign_in->facts->id);
      drafts = tog_accounts_make_drafts (sign_in->facts->id);
    }
  sign_in->account = tog_account_new (sign_in->facts->id,
                                      sign_in->facts->name,
                                      sign_in->host,
                                      sign_in->facts->is_demo,
                                      store,
                                      drafts);
  tog_account_provide_client (sign_in->account, sign_in->client, NULL);
  tog_account_refresh_async (
      sign_in->account, g_task_get_cancellable (task), first_refresh_cb, g_object_ref (task));
}

static void
save_facts (GTask *task)
{
  SignIn *sign_in = g_task_get_task_data (task);

  tog_accounts_save_async (g_task_get_source_object (task),
                           sign_in->facts,
                           g_task_get_cancellable (task),
                           facts_saved_cb,
                           task);
}

static void
token_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  GError *error = NULL;

  if (!tog_keyring_store_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  sign_in->facts->in_keyring = TRUE;
  save_facts (g_steal_pointer (&task));
}

static GError *
other_member_error_new (SignIn *sign_in, TogMe *me)
{
  TogHome *home = tog_account_get_home (sign_in->again);

  if (home == NULL)
    return g_error_new (TOG_ACCOUNT_ERROR,
                        TOG_ACCOUNT_ERROR_OTHER_MEMBER,
                        _ ("This access token belongs to %s."),
                        me->member->name);
  /* Translators: whose token it is, then whose it should be. */
  return g_error_new (TOG_ACCOUNT_ERROR,
                      TOG_ACCOUNT_ERROR_OTHER_MEMBER,
                      _ ("This access token belongs to %s, not to %s."),
                      me->member->name,
                      home->me->member->name);
}

static void
me_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccounts *self = g_task_get_source_object (task);
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogApiReply) reply = tog_client_read_finish (TOG_CLIENT (source), result, &error);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (TogMe) me = NULL;
  TogAccount *before;

  if (reply != NULL)
    node = tog_json_parse (reply->text, reply->length, &error);
  if (node != NULL)
    me = tog_me_from_json (node, &error);
  if (me == NULL)
    {
      g_task_return_error (task, translate_probe_error (error, sign_in->host));
      return;
    }

  g_free (sign_in->facts->name);
  sign_in->facts->name = g_strdup (me->organization_name);
  sign_in->facts->member_id = g_strdup (me->member->id);
  before = tog_accounts_find_member (self, sign_in->facts->address, me->member->id);
  if (sign_in->again != NULL && sign_in->again != before)
    {
      g_task_return_error (task, other_member_error_new (sign_in, me));
      return;
    }
  if (before != NULL)
    {
      g_free (sign_in->facts->id);
      sign_in->facts->id = g_strdup (tog_account_get_id (before));
    }
  if (sign_in->without_keyring)
    save_facts (g_steal_pointer (&task));
  else
    tog_keyring_store_async (sign_in->facts->id,
                             sign_in->facts->name,
                             sign_in->token,
                             g_task_get_cancellable (task),
                             token_stored_cb,
                             g_object_ref (task));
}

/**
 * tog_accounts_connect_async:
 * @self: the accounts
 * @address: of the organization's server
 * @token: access token
 * @without_keyring: keep the token in memory only
 * @again: (nullable): who signs in again, so that nobody else's token is taken
 * @cancellable: (nullable): stops it
 *
 * Signs in. Nothing is kept before the server has accepted the token.
 */
void
tog_accounts_connect_async (TogAccounts *self,
                            const char *address,
                            const char *token,
                            gboolean without_keyring,
                            TogAccount *again,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  SignIn *sign_in;

  g_return_if_fail (TOG_IS_ACCOUNTS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_accounts_connect_async);
  sign_in = g_new0 (SignIn, 1);
  g_task_set_task_data (task, sign_in, (GDestroyNotify) sign_in_free);
  sign_in->facts = g_new0 (TogAccountFacts, 1);
  sign_in->facts->id = g_uuid_string_random ();
  sign_in->without_keyring = without_keyring;
  g_set_object (&sign_in->again, again);
  sign_in->token = g_strstrip (g_strdup (token));
  sign_in->facts->address = tog_address_normalize (address, &error);
  if (sign_in->facts->address == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  sign_in->host = tog_address_get_host (sign_in->facts->address);
  sign_in->client = tog_client_new (sign_in->facts->address, sign_in->token, &error);
  if (sign_in->client == NULL)
    {
      g_task_return_error (task, tog_account_error_from_api (error, sign_in->host));
      return;
    }
  tog_client_read_async (sign_in->client,
                         "/v1/me",
                         TOG_CONTENT_JSON,
                         NULL,
                         cancellable,
                         me_cb,
                         g_steal_pointer (&task));
}

/**
 * tog_accounts_connect_finish:
 * @self: the accounts
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the account
 */
TogAccount *
tog_accounts_connect_finish (TogAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_accounts_connect_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
demo_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccounts *self = g_task_get_source_object (task);
  SignIn *sign_in = g_task_get_task_data (task);
  GError *error = NULL;

  if (!tog_accounts_run_demo_finish (self, result, &sign_in->client, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  save_facts (g_steal_pointer (&task));
}

static void
run_demo (GTask *task)
{
  tog_accounts_run_demo_async (
      g_task_get_source_object (task), g_task_get_cancellable (task), demo_started_cb, task);
}

static void
old_demo_erased_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  tog_store_erase_finish (TOG_STORE (source), result, NULL);
  run_demo (user_data);
}

/**
 * tog_accounts_open_demo_async:
 * @self: the accounts
 * @cancellable: (nullable): stops it
 *
 * Opens the demo organization.
 */
void
tog_accounts_open_demo_async (TogAccounts *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (TogDemoServer) demo = NULL;
  TogAccount *open;
  SignIn *sign_in;

  g_return_if_fail (TOG_IS_ACCOUNTS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_accounts_open_demo_async);
  open = tog_accounts_find_demo (self);
  if (open != NULL)
    {
      tog_accounts_set_current (self, open);
      g_task_return_pointer (task, g_object_ref (open), g_object_unref);
      return;
    }

  sign_in = g_new0 (SignIn, 1);
  g_task_set_task_data (task, sign_in, (GDestroyNotify) sign_in_free);
  sign_in->facts = g_new0 (TogAccountFacts, 1);
  sign_in->facts->id = g_strdup (TOG_DEMO_ACCOUNT_ID);
  sign_in->facts->name = g_strdup (_ ("Demo Organization"));
  sign_in->facts->is_demo = TRUE;
  sign_in->host = g_strdup (_ ("The demo’s server"));

  /* What was seen of an organization that is begun afresh is void. */
  demo = tog_demo_server_new ();
  if (tog_demo_server_is_fresh (demo))
    {
      run_demo (g_steal_pointer (&task));
    }
  else
    {
      g_autoptr (TogStore) old = tog_accounts_make_store (sign_in->facts->id);

      tog_store_erase_async (old, cancellable, old_demo_erased_cb, g_steal_pointer (&task));
    }
}

/**
 * tog_accounts_open_demo_finish:
 * @self: the accounts
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the account
 */
TogAccount *
tog_accounts_open_demo_finish (TogAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_accounts_open_demo_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
