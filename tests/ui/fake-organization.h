#pragma once

#include "tog-accounts.h"

/*
 * Accounts without a server or a store, linked in their place: one member, Inês,
 * with three matches. What the network says is the test's to choose.
 */

/* Every request fails with @code from now on; a negative one: they succeed. */
void         fake_fail_with        (int code, const char *message);
TogAccounts *fake_accounts_new     (gboolean signed_in);
guint        fake_count_connects   (void);
const char  *fake_get_last_token   (void);

/* A home such as the server would say @now; @n_matches of Asha, Amara, Tomás. */
TogHome     *fake_home_new         (guint n_matches, TogInstant now);
void         fake_account_set_home (TogAccount *self, TogHome *home, TogInstant updated_at);
