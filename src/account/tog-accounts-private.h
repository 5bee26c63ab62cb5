#pragma once

#include "tog-account-private.h"
#include "tog-accounts.h"
#include "tog-demo-server.h"

G_BEGIN_DECLS

/*
 * What the files of TogAccounts share.
 */
struct _TogAccounts
{
  GObject parent_instance;

  TogAccount *current;  /* (owned) (nullable) */
  char *address;        /* (owned) (nullable): of the current account's server; NULL for the demo */
  gboolean in_keyring;  /* whether its token is in the keyring */
  gboolean just_restored;
  guint connect_later;
  TogDemoServer *demo;  /* (owned) (nullable) */
  guint demo_restart;
  gint64 demo_started;  /* monotonic time */
  GCancellable *cancellable; /* (owned): ends what goes on in the background */
};

typedef struct
{
  char *id;      /* (owned) */
  char *name;    /* (owned) */
  char *address; /* (owned) (nullable): NULL for the demo */
  gboolean is_demo;
  gboolean in_keyring;
} TogAccountFacts;

void             tog_account_facts_free   (TogAccountFacts *facts);
void             tog_account_facts_load_async  (GCancellable       *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer            user_data);
TogAccountFacts *tog_account_facts_load_finish (GAsyncResult *result, GError **error);
gboolean         tog_account_facts_forget (GError **error);
void             tog_account_facts_save_async  (const TogAccountFacts *facts,
                                                GCancellable          *cancellable,
                                                GAsyncReadyCallback    callback,
                                                gpointer               user_data);
gboolean         tog_account_facts_save_finish (GAsyncResult *result, GError **error);

TogStore        *tog_accounts_make_store  (const char *account_id);
TogStore        *tog_accounts_make_drafts (const char *account_id);
void             tog_accounts_set_current (TogAccounts     *self,
                                           TogAccount      *account,
                                           TogAccountFacts *facts);
void             tog_accounts_run_demo_async  (TogAccounts        *self,
                                              GCancellable       *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer            user_data);
gboolean         tog_accounts_run_demo_finish (TogAccounts  *self,
                                               GAsyncResult *result,
                                               TogClient   **client,
                                               GError      **error);
void             tog_accounts_connect_demo (TogAccounts *self, TogAccount *account);
void             tog_accounts_connect_account (TogAccount *account, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogAccountFacts, tog_account_facts_free)

G_END_DECLS
