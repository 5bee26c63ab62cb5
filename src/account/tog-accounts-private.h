#pragma once

#include "tog-account-private.h"
#include "tog-accounts.h"
#include "tog-demo-server.h"

G_BEGIN_DECLS

/*
 * What the files of TogAccounts share.
 */
#define TOG_DEMO_ACCOUNT_ID "demo"

/**
 * TogAccountFacts:
 * @id: (owned): of the account, and of its folders and its entry in the keyring
 * @name: (owned): of the organization
 * @address: (owned) (nullable): of its server; %NULL for the demo
 * @member_id: (owned) (nullable): who is signed in; %NULL for the demo
 * @is_demo: whether it is the demo organization
 * @in_keyring: whether the token is in the keyring
 *
 * What is known of an account without its secret.
 */
typedef struct
{
  char *id;
  char *name;
  char *address;
  char *member_id;
  gboolean is_demo;
  gboolean in_keyring;
} TogAccountFacts;

/**
 * TogAccountEntry:
 * @accounts: (not owned): owns this
 * @account: (owned): the account
 * @facts: (owned): what is known of it
 * @just_restored: whether its server can wait for the window
 * @is_stored_only: whether what its store has was not read yet
 * @connect_later: when it does not wait any longer
 *
 * An account somebody is signed in to.
 */
typedef struct
{
  TogAccounts *accounts;
  TogAccount *account;
  TogAccountFacts *facts;
  gboolean just_restored;
  gboolean is_stored_only;
  guint connect_later;
} TogAccountEntry;

struct _TogAccounts
{
  GObject parent_instance;

  GPtrArray *entries;   /* (owned) (element-type TogAccountEntry): in the order of sign-in */
  TogAccount *current;  /* (owned) (nullable): one of them, NULL where there is none */
  guint restore_later;  /* those that are not shown */
  TogDemoServer *demo;  /* (owned) (nullable) */
  guint demo_restart;
  gint64 demo_started;  /* monotonic time */
  GCancellable *cancellable; /* (owned): ends what goes on in the background */
};

void             tog_account_facts_free        (TogAccountFacts *facts);
GPtrArray       *tog_account_facts_load        (guint *current, GError **error);
void             tog_account_facts_save_async  (GPtrArray          *all,
                                                const char         *current_id,
                                                GCancellable       *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer            user_data);
gboolean         tog_account_facts_save_finish (GAsyncResult *result, GError **error);

TogStore        *tog_accounts_make_store       (const char *account_id);
TogStore        *tog_accounts_make_drafts      (const char *account_id);
void             tog_accounts_save_async       (TogAccounts           *self,
                                                const TogAccountFacts *added,
                                                GCancellable          *cancellable,
                                                GAsyncReadyCallback    callback,
                                                gpointer               user_data);
TogAccountEntry *tog_accounts_add              (TogAccounts     *self,
                                                TogAccount      *account,
                                                TogAccountFacts *facts);
void             tog_accounts_remove           (TogAccounts *self, TogAccount *account);
void             tog_accounts_show             (TogAccounts *self, TogAccount *account);
TogAccount      *tog_accounts_find_member      (TogAccounts *self,
                                                const char  *address,
                                                const char  *member_id);
TogAccount      *tog_accounts_find_demo        (TogAccounts *self);
gboolean         tog_accounts_is_in_keyring    (TogAccounts *self, TogAccount *account);
void             tog_accounts_run_demo_async   (TogAccounts        *self,
                                                GCancellable       *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer            user_data);
gboolean         tog_accounts_run_demo_finish  (TogAccounts  *self,
                                                GAsyncResult *result,
                                                TogClient   **client,
                                                GError      **error);
void             tog_accounts_connect_demo     (TogAccounts *self, TogAccount *account);
void             tog_accounts_drop_demo        (TogAccounts *self);
void             tog_accounts_connect_account  (TogAccount *account, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogAccountFacts, tog_account_facts_free)

G_END_DECLS
