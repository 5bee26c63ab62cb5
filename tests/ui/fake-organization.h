#pragma once

#include "tog-accounts.h"

/*
 * Accounts without a server or a store, linked in their place: one member, Inês,
 * with three matches. What the network says is the test's to choose.
 */

/* Every request fails with @code from now on; a negative one: they succeed. */
void         fake_fail_with        (int code, const char *message);
TogAccounts *fake_accounts_new     (gboolean signed_in);
TogAccount  *fake_accounts_add     (TogAccounts *self, TogHome *home);
/* Signing out waits until it is cancelled, or ended. */
void         fake_accounts_end_sign_out (void);
guint        fake_accounts_get_n_sign_outs (void);
guint        fake_count_connects   (void);
const char  *fake_get_last_token   (void);

/* A home such as the server would say @now; @n_matches of Asha, Amara, Tomás. */
TogHome     *fake_home_new         (guint n_matches, TogInstant now);
TogHome     *fake_home_new_elsewhere (void);
void         fake_account_set_home (TogAccount *self, TogHome *home, TogInstant updated_at);
/* The account finds out by itself that requests fail, or don't; as fake_fail_with (). */
void         fake_account_lose     (TogAccount *self, int code, const char *message);
void         fake_account_set_needs_token (TogAccount *self, gboolean needs_token);
TogMember   *fake_get_me           (void);

/* Answers from the main loop; @task is taken over. */
void         fake_answer           (GTask *task, gpointer object);

TogPlannedSession *fake_planned_new (const char *id, int ordinal, const char *title);

/* A group of Inês, led by Priya unless nobody else is in it, for the first of whose
 * four sessions the others met. */
TogGroup    *fake_group_new        (const char *id, const char *name, guint n_members);
void         fake_group_rename     (TogGroup *group, guint member, const char *name);

/* Its next session, at @start. */
TogSession  *fake_group_book       (TogGroup *group, TogInstant start);
void         fake_group_complete   (TogGroup *group);
