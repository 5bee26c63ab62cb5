#pragma once

#include "tog-accounts.h"

G_BEGIN_DECLS

/*
 * Accounts in folders of their own, with or without a keyring.
 */

extern char *accounts_test_root;   /* everything that is kept is below it */
extern GString *accounts_test_log; /* everything that was logged */

void accounts_test_init (int *argc, char ***argv);
void accounts_test_add (const char *path, GTestFunc test);
int accounts_test_run (void);

void finish (TogAccounts *accounts, TogAccount *account);
TogAccount *restore (TogAccounts *accounts, GError **error);
gboolean refresh_account (TogAccount *account, GError **error);
gboolean sign_out (TogAccounts *accounts, GError **error);

G_END_DECLS
