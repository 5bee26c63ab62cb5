#pragma once

#include "tog-account-private.h"
#include "tog-rude-server.h"
#include "tog-test-server.h"

G_BEGIN_DECLS

/*
 * An account at the real server with the demo organization, as Inês, and a stub
 * between them that can be told to behave badly.
 */
typedef struct
{
  TogTestServer *server; /* (owned) */
  TogRudeServer *rude;   /* (owned): stands between the account and the server */
  char *token;           /* (owned) */
  char *directory;       /* (owned): of the store */
  TogStore *store;       /* (owned) */
  TogAccount *account;   /* (owned) */
  gboolean direct;       /* whether nothing stands between them */
} Fixture;

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

void     account_test_init (int *argc, char ***argv);
void     set_up            (Fixture *fixture, gconstpointer data);
void     tear_down         (Fixture *fixture, gconstpointer data);
void     open_account      (Fixture *fixture);
void     close_account     (Fixture *fixture);
void     connect_cb        (TogAccount *account, gpointer user_data);
void     done_cb           (GObject *source, GAsyncResult *result, gpointer user_data);
void     wait_for          (GAsyncResult **result);
void     notify_cb         (GObject *object, GParamSpec *pspec, guint *n_times);
gboolean refresh           (Fixture *fixture, GError **error);

/* Six weeks from this morning on. */
TogSlot  get_range         (void);

G_END_DECLS
