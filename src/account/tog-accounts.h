#pragma once

#include "tog-account.h"

G_BEGIN_DECLS

/**
 * TogAccounts:
 *
 * The accounts this desktop user is signed in to, at any number of organizations and
 * as any number of members: a #GListModel of #TogAccount, in the order of sign-in. One
 * of them is shown; all of them send what waits, and listen to their servers. Each has
 * its own store, drafts and entry in the keyring. Facts that are no secret are kept in
 * a key file in the user's configuration directory.
 *
 * Property "current" (TogAccount, nullable): the one that is shown.
 */
#define TOG_TYPE_ACCOUNTS (tog_accounts_get_type ())
G_DECLARE_FINAL_TYPE (TogAccounts, tog_accounts, TOG, ACCOUNTS, GObject)

TogAccounts *tog_accounts_new         (void);
TogAccount  *tog_accounts_get_current (TogAccounts *self);
void         tog_accounts_set_current (TogAccounts *self, TogAccount *account);
TogAccount  *tog_accounts_find        (TogAccounts *self, const char *id);
const char  *tog_accounts_get_address (TogAccounts *self, TogAccount *account);

/* Opens the account shown last, and the others soon after: result NULL without an
 * error if there is none. Comes back as soon as the local store has answered; it does not
 * wait for the network, nor for the demo's server or the keyring. */
void         tog_accounts_restore_async  (TogAccounts        *self,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
TogAccount  *tog_accounts_restore_finish (TogAccounts *self, GAsyncResult *result, GError **error);

/* Asks who answers at @address ("together.example" means https://together.example;
 * http is accepted for loopback only). The result is the organization's name, or
 * "" where the server does not tell. */
void         tog_accounts_probe_async  (TogAccounts        *self,
                                        const char         *address,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
char        *tog_accounts_probe_finish (TogAccounts *self, GAsyncResult *result, GError **error);

/* Signs in, and shows that account. With no keyring it fails with TOG_ACCOUNT_ERROR_KEYRING unless
 * @without_keyring, which keeps the token in memory until the app is closed. Who
 * signs in again as the same member keeps what was stored. Where that is @again who does,
 * a token of somebody else fails with TOG_ACCOUNT_ERROR_OTHER_MEMBER. */
void         tog_accounts_connect_async  (TogAccounts        *self,
                                          const char         *address,
                                          const char         *token,
                                          gboolean            without_keyring,
                                          TogAccount         *again,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
TogAccount  *tog_accounts_connect_finish (TogAccounts *self, GAsyncResult *result, GError **error);

/* Starts the bundled server on loopback with a database of its own in the user's
 * data directory, fills it at first use, waits until it answers and signs in as
 * the demo's mentee. The server ends with the app. */
void         tog_accounts_open_demo_async  (TogAccounts        *self,
                                            GCancellable       *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer            user_data);
TogAccount  *tog_accounts_open_demo_finish (TogAccounts *self, GAsyncResult *result, GError **error);

/* Forgets the token and removes what was stored of the account. */
void         tog_accounts_sign_out_async  (TogAccounts        *self,
                                           TogAccount         *account,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
gboolean     tog_accounts_sign_out_finish (TogAccounts *self, GAsyncResult *result, GError **error);

G_END_DECLS
