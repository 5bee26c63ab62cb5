#include "config.h"

#include "tog-accounts-private.h"
#include "tog-keyring.h"

#include <glib/gi18n.h>

/* Milliseconds after restoring an account until its server is seen to. */
#define CONNECT_DELAY 250

enum
{
  PROP_CURRENT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
get_item_type (GListModel *list)
{
  return TOG_TYPE_ACCOUNT;
}

static guint
get_n_items (GListModel *list)
{
  return TOG_ACCOUNTS (list)->entries->len;
}

static gpointer
get_item (GListModel *list, guint position)
{
  TogAccounts *self = TOG_ACCOUNTS (list);

  if (position >= self->entries->len)
    return NULL;
  return g_object_ref (((TogAccountEntry *) g_ptr_array_index (self->entries, position))->account);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TogAccounts,
                               tog_accounts,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
entry_free (TogAccountEntry *entry)
{
  g_clear_handle_id (&entry->connect_later, g_source_remove);
  if (entry->account != NULL)
    tog_account_close (entry->account);
  g_clear_object (&entry->account);
  g_clear_pointer (&entry->facts, tog_account_facts_free);
  g_free (entry);
}

/* Requests under way hold the account; what it has seen must not be lost because
 * the app ends before they do. */
static void
flush (TogAccountEntry *entry)
{
  tog_account_close (entry->account);
  tog_store_flush (tog_account_get_store (entry->account));
  tog_store_flush (tog_account_get_drafts (entry->account));
}

static void
tog_accounts_dispose (GObject *object)
{
  TogAccounts *self = TOG_ACCOUNTS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->restore_later, g_source_remove);
  for (guint i = 0; i < self->entries->len; i++)
    flush (g_ptr_array_index (self->entries, i));
  g_ptr_array_set_size (self->entries, 0);
  g_clear_object (&self->current);
  tog_accounts_drop_demo (self);

  G_OBJECT_CLASS (tog_accounts_parent_class)->dispose (object);
}

static void
tog_accounts_finalize (GObject *object)
{
  TogAccounts *self = TOG_ACCOUNTS (object);

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_object (&self->cancellable);

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
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
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
 * Returns: (transfer none) (nullable): the account that is shown
 */
TogAccount *
tog_accounts_get_current (TogAccounts *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNTS (self), NULL);

  return self->current;
}

static TogAccountEntry *
find_entry (TogAccounts *self, const char *id)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      TogAccountEntry *entry = g_ptr_array_index (self->entries, i);

      if (g_str_equal (entry->facts->id, id))
        return entry;
    }
  return NULL;
}

/**
 * tog_accounts_find:
 * @self: the accounts
 * @id: of an account
 *
 * Returns: (transfer none) (nullable): the account, while somebody is signed in to it
 */
TogAccount *
tog_accounts_find (TogAccounts *self, const char *id)
{
  TogAccountEntry *entry;

  g_return_val_if_fail (TOG_IS_ACCOUNTS (self), NULL);

  entry = find_entry (self, id);
  return entry != NULL ? entry->account : NULL;
}

/**
 * tog_accounts_find_member:
 * @self: the accounts
 * @address: of a server
 * @member_id: who is signed in there
 *
 * Returns: (transfer none) (nullable): their account
 */
TogAccount *
tog_accounts_find_member (TogAccounts *self, const char *address, const char *member_id)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      TogAccountEntry *entry = g_ptr_array_index (self->entries, i);

      if (g_strcmp0 (entry->facts->address, address) == 0 &&
          g_strcmp0 (entry->facts->member_id, member_id) == 0)
        return entry->account;
    }
  return NULL;
}

/**
 * tog_accounts_find_demo:
 * @self: the accounts
 *
 * Returns: (transfer none) (nullable): the demo's account, of which there is one at most
 */
TogAccount *
tog_accounts_find_demo (TogAccounts *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      TogAccountEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry->facts->is_demo)
        return entry->account;
    }
  return NULL;
}

/**
 * tog_accounts_get_address:
 * @self: the accounts
 * @account: one of them
 *
 * Returns: (transfer none) (nullable): of its server; %NULL for the demo
 */
const char *
tog_accounts_get_address (TogAccounts *self, TogAccount *account)
{
  TogAccountEntry *entry;

  g_return_val_if_fail (TOG_IS_ACCOUNTS (self), NULL);

  entry = find_entry (self, tog_account_get_id (account));
  return entry != NULL ? entry->facts->address : NULL;
}

/**
 * tog_accounts_is_in_keyring:
 * @self: the accounts
 * @account: one of them
 *
 * Returns: whether its token is in the keyring
 */
gboolean
tog_accounts_is_in_keyring (TogAccounts *self, TogAccount *account)
{
  TogAccountEntry *entry = find_entry (self, tog_account_get_id (account));

  return entry != NULL && entry->facts->in_keyring;
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
 * tog_accounts_save_async:
 * @self: the accounts
 * @added: (nullable): what is known of the account that is about to be added, or to
 *   take the place of the one of the same name, and shown
 * @cancellable: (nullable): stops waiting for it
 *
 * Keeps who is signed in.
 */
void
tog_accounts_save_async (TogAccounts *self,
                         const TogAccountFacts *added,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  const char *current_id = self->current != NULL ? tog_account_get_id (self->current) : NULL;
  gboolean is_in = FALSE;

  for (guint i = 0; i < self->entries->len; i++)
    {
      TogAccountEntry *entry = g_ptr_array_index (self->entries, i);
      gboolean same = added != NULL && g_str_equal (entry->facts->id, added->id);

      g_ptr_array_add (all, same ? (gpointer) added : entry->facts);
      is_in = is_in || same;
    }
  if (added != NULL)
    {
      if (!is_in)
        g_ptr_array_add (all, (gpointer) added);
      current_id = added->id;
    }
  tog_account_facts_save_async (all, current_id, cancellable, callback, user_data);
}

/**
 * tog_accounts_show:
 * @self: the accounts
 * @account: (nullable): which of them is shown now
 *
 * Does not keep it.
 */
void
tog_accounts_show (TogAccounts *self, TogAccount *account)
{
  if (g_set_object (&self->current, account))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
}

/**
 * tog_accounts_set_current:
 * @self: the accounts
 * @account: one of them
 *
 * Shows another account, now and after the next start. The others go on: they send
 * what waits, and listen to their servers.
 */
void
tog_accounts_set_current (TogAccounts *self, TogAccount *account)
{
  g_return_if_fail (TOG_IS_ACCOUNTS (self));
  g_return_if_fail (find_entry (self, tog_account_get_id (account)) != NULL);

  if (self->current == account)
    return;
  tog_accounts_show (self, account);
  tog_accounts_save_async (self, NULL, NULL, NULL, NULL);
}

/**
 * tog_accounts_add:
 * @self: the accounts
 * @account: somebody has signed in to
 * @facts: (transfer full): what is known of it
 *
 * Takes the place of the account of the same name, if there is one.
 *
 * Returns: (transfer none): what was made of it
 */
TogAccountEntry *
tog_accounts_add (TogAccounts *self, TogAccount *account, TogAccountFacts *facts)
{
  TogAccountEntry *entry = g_new0 (TogAccountEntry, 1);
  TogAccountEntry *before = find_entry (self, facts->id);
  guint position = self->entries->len;

  entry->accounts = self;
  entry->account = g_object_ref (account);
  entry->facts = facts;
  tog_account_set_connector (account, tog_accounts_connect_account, entry);
  if (before != NULL)
    {
      g_ptr_array_find (self->entries, before, &position);
      g_ptr_array_index (self->entries, position) = entry;
    }
  else
    {
      g_ptr_array_add (self->entries, entry);
    }
  g_list_model_items_changed (G_LIST_MODEL (self), position, before != NULL, 1);
  g_clear_pointer (&before, entry_free);
  return entry;
}

/**
 * tog_accounts_remove:
 * @self: the accounts
 * @account: one of them
 *
 * Closes it. If it was shown, the one that comes after it is instead.
 */
void
tog_accounts_remove (TogAccounts *self, TogAccount *account)
{
  TogAccountEntry *entry = find_entry (self, tog_account_get_id (account));
  guint position;

  if (!g_ptr_array_find (self->entries, entry, &position))
    return;
  g_ptr_array_steal_index (self->entries, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  if (self->current == account && self->entries->len > 0)
    {
      guint next = MIN (position, self->entries->len - 1);

      tog_accounts_show (self,
                         ((TogAccountEntry *) g_ptr_array_index (self->entries, next))->account);
    }
  else if (self->current == account)
    {
      tog_accounts_show (self, NULL);
    }
  if (entry->facts->is_demo)
    tog_accounts_drop_demo (self);
  entry_free (entry);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogAccount) account = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = tog_keyring_lookup_finish (result, &error);
  g_autoptr (TogClient) client = NULL;
  TogAccountEntry *entry;

  /* Closed meanwhile: there is nobody to connect any more. */
  if (account->connector == NULL)
    return;
  entry = account->connector_data;

  if (token != NULL)
    client = tog_client_new (entry->facts->address, token, &error);
  else if (error == NULL)
    error = g_error_new (TOG_ACCOUNT_ERROR,
                         TOG_ACCOUNT_ERROR_TOKEN,
                         _ ("The access token for %s is not in the keyring any more. Connect "
                            "again."),
                         tog_account_get_name (account));
  if (client == NULL && error->domain == TOG_API_ERROR)
    {
      GError *shown = tog_account_error_from_api (error, entry->facts->address);

      g_error_free (error);
      error = shown;
    }
  tog_account_provide_client (account, client, error);
}

static void
connect_now (TogAccountEntry *entry)
{
  TogAccounts *self = entry->accounts;
  TogAccount *account = entry->account;

  if (entry->facts->is_demo)
    {
      tog_accounts_connect_demo (self, account);
    }
  else if (entry->facts->in_keyring)
    {
      tog_keyring_lookup_async (
          entry->facts->id, self->cancellable, looked_up_cb, g_object_ref (account));
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
  TogAccountEntry *entry = user_data;

  entry->connect_later = 0;
  connect_now (entry);
  return G_SOURCE_REMOVE;
}

/* Gets an account the means to talk to its server. Just after the start what was
 * seen last is about to be drawn, and goes first: a keyring, a server's process
 * and encryption take longer than the window. */
void
tog_accounts_connect_account (TogAccount *account, gpointer user_data)
{
  TogAccountEntry *entry = user_data;

  if (!entry->just_restored)
    {
      connect_now (entry);
      return;
    }
  entry->just_restored = FALSE;
  entry->connect_later =
      g_timeout_add_full (G_PRIORITY_LOW, CONNECT_DELAY, connect_later_cb, entry, NULL);
}
