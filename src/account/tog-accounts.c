#include "config.h"

#include "tog-accounts-private.h"
#include "tog-address.h"
#include "tog-keyring.h"

#include <glib/gi18n.h>

/* Milliseconds after restoring an account until its server is seen to. */
#define CONNECT_DELAY 250

G_DEFINE_FINAL_TYPE (TogAccounts, tog_accounts, G_TYPE_OBJECT)

enum
{
  PROP_CURRENT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
tog_accounts_dispose (GObject *object)
{
  TogAccounts *self = TOG_ACCOUNTS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->connect_later, g_source_remove);
  g_clear_handle_id (&self->demo_restart, g_source_remove);
  if (self->current != NULL)
    {
      tog_account_close (self->current);

      /* Requests under way hold the account; what it has seen must not be lost
       * because the app ends before they do. */
      tog_store_flush (tog_account_get_store (self->current));
      tog_store_flush (tog_account_get_drafts (self->current));
    }
  g_clear_object (&self->current);
  if (self->demo != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->demo, self);
      tog_demo_server_stop (self->demo);
    }
  g_clear_object (&self->demo);

  G_OBJECT_CLASS (tog_accounts_parent_class)->dispose (object);
}

static void
tog_accounts_finalize (GObject *object)
{
  TogAccounts *self = TOG_ACCOUNTS (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->address, g_free);

  G_OBJECT_CLASS (tog_accounts_parent_class)->finalize (object);
}

static void
tog_accounts_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TogAccounts *self = TOG_ACCOUNTS (object);

  switch (prop_id)
    {
    case PROP_CURRENT:
      g_value_set_object (value, self->current);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tog_accounts_class_init (TogAccountsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tog_accounts_dispose;
  object_class->finalize = tog_accounts_finalize;
  object_class->get_property = tog_accounts_get_property;

  properties[PROP_CURRENT] =
      g_param_spec_object ("current",
                           NULL,
                           NULL,
                           TOG_TYPE_ACCOUNT,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tog_accounts_init (TogAccounts *self)
{
  self->cancellable = g_cancellable_new ();
}

TogAccounts *
tog_accounts_new (void)
{
  return g_object_new (TOG_TYPE_ACCOUNTS, NULL);
}

/**
 * tog_accounts_get_current:
 * @self: the accounts
 *
 * Returns: (transfer none) (nullable): the account that is open
 */
TogAccount *
tog_accounts_get_current (TogAccounts *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNTS (self), NULL);

  return self->current;
}

/**
 * tog_accounts_get_address:
 * @self: the accounts
 *
 * Returns: (transfer none) (nullable): of the current account's server; %NULL for
 *   the demo, and where no account is open
 */
const char *
tog_accounts_get_address (TogAccounts *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNTS (self), NULL);

  return self->address;
}

/**
 * tog_accounts_make_store:
 * @account_id: whose
 *
 * What is kept of an account are copies of what its server has, so it belongs
 * among the caches, which may be deleted at any time.
 *
 * Returns: (transfer full): the store
 */
TogStore *
tog_accounts_make_store (const char *account_id)
{
  g_autofree char *directory =
      g_build_filename (g_get_user_cache_dir (), "together-scheduler", account_id, NULL);

  return tog_store_new (directory);
}

/**
 * tog_accounts_make_drafts:
 * @account_id: whose
 *
 * Work that was not sent yet is nowhere else, so it belongs into the data directory.
 *
 * Returns: (transfer full): the store
 */
TogStore *
tog_accounts_make_drafts (const char *account_id)
{
  g_autofree char *directory =
      g_build_filename (g_get_user_data_dir (), "together-scheduler", "drafts", account_id, NULL);

  return tog_store_new (directory);
}

/**
 * tog_accounts_set_current:
 * @self: the accounts
 * @account: (nullable): the account that is open now
 * @facts: (nullable): what is known of it
 *
 * Closes the one before it.
 */
void
tog_accounts_set_current (TogAccounts *self, TogAccount *account, TogAccountFacts *facts)
{
  g_autoptr (TogAccount) before = g_steal_pointer (&self->current);

  g_clear_handle_id (&self->connect_later, g_source_remove);
  self->just_restored = FALSE;
  if (before != NULL)
    tog_account_close (before);
  g_clear_pointer (&self->address, g_free);
  self->in_keyring = FALSE;
  if (account != NULL)
    {
      self->current = g_object_ref (account);
      self->address = g_strdup (facts->address);
      self->in_keyring = facts->in_keyring;
      tog_account_set_connector (account, tog_accounts_connect_account, self);
    }
  if (self->demo != NULL && (account == NULL || !tog_account_get_is_demo (account)))
    {
      g_clear_handle_id (&self->demo_restart, g_source_remove);
      g_signal_handlers_disconnect_by_data (self->demo, self);
      tog_demo_server_stop (self->demo);
      g_clear_object (&self->demo);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogAccount) account = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = tog_keyring_lookup_finish (result, &error);
  g_autoptr (TogClient) client = NULL;
  TogAccounts *self;

  /* Closed meanwhile: there is nobody to connect any more. */
  if (account->connector == NULL)
    return;
  self = account->connector_data;

  if (token != NULL)
    client = tog_client_new (self->address, token, &error);
  else if (error == NULL)
    error = g_error_new (TOG_ACCOUNT_ERROR,
                         TOG_ACCOUNT_ERROR_TOKEN,
                         _ ("The access token for %s is not in the keyring any more. Connect "
                            "again."),
                         tog_account_get_name (account));
  if (client == NULL && error->domain == TOG_API_ERROR)
    {
      GError *shown = tog_account_error_from_api (error, self->address);

      g_error_free (error);
      error = shown;
    }
  tog_account_provide_client (account, client, error);
}

static void
connect_now (TogAccounts *self, TogAccount *account)
{
  if (tog_account_get_is_demo (account))
    {
      tog_accounts_connect_demo (self, account);
    }
  else if (self->in_keyring)
    {
      tog_keyring_lookup_async (
          tog_account_get_id (account), self->cancellable, looked_up_cb, g_object_ref (account));
    }
  else
    {
      g_autoptr (GError) error = g_error_new (
          TOG_ACCOUNT_ERROR,
          TOG_ACCOUNT_ERROR_TOKEN,
          _ ("Without a keyring the access token for %s was kept only until the app was closed. "
             "Connect again."),
          tog_account_get_name (account));

      tog_account_provide_client (account, NULL, error);
    }
}

static gboolean
connect_later_cb (gpointer user_data)
{
  TogAccounts *self = user_data;

  self->connect_later = 0;
  connect_now (self, self->current);
  return G_SOURCE_REMOVE;
}

/* Gets an account the means to talk to its server. Just after the start what was
 * seen last is about to be drawn, and goes first: a keyring, a server's process
 * and encryption take longer than the window. */
void
tog_accounts_connect_account (TogAccount *account, gpointer user_data)
{
  TogAccounts *self = user_data;

  if (!self->just_restored)
    {
      connect_now (self, account);
      return;
    }
  self->just_restored = FALSE;
  self->connect_later =
      g_timeout_add_full (G_PRIORITY_LOW, CONNECT_DELAY, connect_later_cb, self, NULL);
}

typedef struct
{
  TogAccountFacts *facts; /* (owned) */
  TogAccount *account;    /* (owned) */
} Restore;

static void
restore_free (Restore *restore)
{
  g_clear_pointer (&restore->facts, tog_account_facts_free);
  g_clear_object (&restore->account);
  g_free (restore);
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccounts *self = g_task_get_source_object (task);
  Restore *restore = g_task_get_task_data (task);
  GError *error = NULL;

  if (!tog_account_restore_finish (restore->account, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  tog_accounts_set_current (self, restore->account, restore->facts);
  self->just_restored = TRUE;
  tog_account_refresh_async (restore->account, self->cancellable, NULL, NULL);
  g_task_return_pointer (task, g_steal_pointer (&restore->account), g_object_unref);
}

static void
erased_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Restore *restore = g_task_get_task_data (task);
  g_autoptr (TogStore) store = tog_accounts_make_store (restore->facts->id);
  g_autoptr (TogStore) drafts = tog_accounts_make_drafts (restore->facts->id);
  g_autofree char *host = restore->facts->is_demo ? g_strdup (_ ("The demo’s server"))
                                                  : tog_address_get_host (restore->facts->address);

  if (source != NULL)
    tog_store_erase_finish (TOG_STORE (source), result, NULL);
  restore->account = tog_account_new (
      restore->facts->id, restore->facts->name, host, restore->facts->is_demo, store, drafts);
  tog_account_restore_async (
      restore->account, g_task_get_cancellable (task), restored_cb, g_object_ref (task));
}

static void
facts_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccounts *self = g_task_get_source_object (task);
  GError *error = NULL;
  TogAccountFacts *facts = tog_account_facts_load_finish (result, &error);
  Restore *restore;

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (facts == NULL)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }

  restore = g_new0 (Restore, 1);
  restore->facts = facts;
  g_task_set_task_data (task, restore, (GDestroyNotify) restore_free);
  if (facts->is_demo && self->demo == NULL)
    {
      g_autoptr (TogDemoServer) demo = tog_demo_server_new ();

      /* What was seen of an organization that is begun afresh is void. */
      if (!tog_demo_server_is_fresh (demo))
        {
          g_autoptr (TogStore) old = tog_accounts_make_store (facts->id);

          tog_store_erase_async (
              old, g_task_get_cancellable (task), erased_cb, g_object_ref (task));
          return;
        }
    }
  erased_cb (NULL, NULL, g_steal_pointer (&task));
}

/**
 * tog_accounts_restore_async:
 * @self: the accounts
 * @cancellable: (nullable): stops it
 *
 * Opens the account used last, as it was last seen. Keyring, demo server and
 * network are seen to afterwards.
 */
void
tog_accounts_restore_async (TogAccounts *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TOG_IS_ACCOUNTS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_accounts_restore_async);
  tog_account_facts_load_async (cancellable, facts_loaded_cb, g_steal_pointer (&task));
}

/**
 * tog_accounts_restore_finish:
 * @self: the accounts
 * @result: what the callback got
 * @error: return location for %TOG_ACCOUNT_ERROR_STORAGE or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the account, or %NULL without an error if
 *   there is none
 */
TogAccount *
tog_accounts_restore_finish (TogAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_accounts_restore_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  TogStore *store; /* (owned) */
  char *id;        /* (owned) (nullable): of the token in the keyring */
} SignOut;

static void
sign_out_free (SignOut *sign_out)
{
  g_object_unref (sign_out->store);
  g_free (sign_out->id);
  g_free (sign_out);
}

static void
token_cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!tog_keyring_clear_finish (result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
store_erased_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SignOut *sign_out = g_task_get_task_data (task);
  g_autoptr (GError) said = NULL;

  if (!tog_store_erase_finish (TOG_STORE (source), result, &said))
    g_task_return_new_error (
        task, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_STORAGE, "%s", said->message);
  else if (sign_out->id == NULL)
    g_task_return_boolean (task, TRUE);
  else
    tog_keyring_clear_async (
        sign_out->id, g_task_get_cancellable (task), token_cleared_cb, g_object_ref (task));
}

static void
drafts_erased_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SignOut *sign_out = g_task_get_task_data (task);
  g_autoptr (GError) said = NULL;

  if (!tog_store_erase_finish (TOG_STORE (source), result, &said))
    g_task_return_new_error (
        task, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_STORAGE, "%s", said->message);
  else
    tog_store_erase_async (
        sign_out->store, g_task_get_cancellable (task), store_erased_cb, g_object_ref (task));
}

/**
 * tog_accounts_sign_out_async:
 * @self: the accounts
 * @cancellable: (nullable): stops waiting for it
 *
 * Forgets the token and what was kept of the current account. What was booked in
 * the demo stays there for the next time.
 */
void
tog_accounts_sign_out_async (TogAccounts *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (TogAccount) account = NULL;
  GError *error = NULL;
  SignOut *sign_out;

  g_return_if_fail (TOG_IS_ACCOUNTS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_accounts_sign_out_async);
  if (self->current == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  account = g_object_ref (self->current);
  sign_out = g_new0 (SignOut, 1);
  sign_out->store = g_object_ref (tog_account_get_store (account));
  if (self->in_keyring)
    sign_out->id = g_strdup (tog_account_get_id (account));
  g_task_set_task_data (task, sign_out, (GDestroyNotify) sign_out_free);
  if (!tog_account_facts_forget (&error))
    {
      g_task_return_error (task, error);
      return;
    }
  tog_accounts_set_current (self, NULL, NULL);
  tog_store_erase_async (
      tog_account_get_drafts (account), cancellable, drafts_erased_cb, g_steal_pointer (&task));
}

/**
 * tog_accounts_sign_out_finish:
 * @self: the accounts
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether nothing is left
 */
gboolean
tog_accounts_sign_out_finish (TogAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_accounts_sign_out_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
