#include "config.h"

#include "test-long-history.h"

#include "tog-account-private.h"
#include "tog-db.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>

/*
 * What it takes to have a long history on this computer, beside a bare download of the
 * same pages that go into a bare table; and what it takes to learn that nothing is new.
 * Prints lines for tests/bench.sh.
 */

#define N_RUNS 3

/* Between a client and the server, and counts what passes. */
typedef struct
{
  GSocketService *service; /* (owned) */
  guint16 port;
  guint16 server_port;
  gint n_bytes;    /* (atomic) */
  gint n_requests; /* (atomic) */
} Meter;

typedef struct
{
  Meter *meter;
  GInputStream *from;
  GOutputStream *to;
  gboolean is_client;
} Pipe;

static gpointer
pass_on (gpointer data)
{
  Pipe *pipe = data;
  char buffer[65536];
  gssize n;

  while ((n = g_input_stream_read (pipe->from, buffer, sizeof buffer, NULL, NULL)) > 0)
    {
      g_atomic_int_add (&pipe->meter->n_bytes, (gint) n);
      if (pipe->is_client && n > 4 && memcmp (buffer, "GET ", 4) == 0)
        g_atomic_int_inc (&pipe->meter->n_requests);
      if (!g_output_stream_write_all (pipe->to, buffer, n, NULL, NULL, NULL))
        break;
    }
  g_output_stream_close (pipe->to, NULL, NULL);
  return NULL;
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *client,
        GObject *source,
        gpointer user_data)
{
  Meter *meter = user_data;
  g_autoptr (GSocketClient) connector = g_socket_client_new ();
  g_autoptr (GSocketConnection) server =
      g_socket_client_connect_to_host (connector, "127.0.0.1", meter->server_port, NULL, NULL);
  GIOStream *near = G_IO_STREAM (client);
  GIOStream *far = G_IO_STREAM (server);
  Pipe up = {
    meter, g_io_stream_get_input_stream (near), g_io_stream_get_output_stream (far), TRUE
  };
  Pipe down = {
    meter, g_io_stream_get_input_stream (far), g_io_stream_get_output_stream (near), FALSE
  };
  GThread *thread = g_thread_new ("up", pass_on, &up);

  pass_on (&down);
  g_thread_join (thread);
  return TRUE;
}

static void
meter_init (Meter *meter, guint16 server_port)
{
  meter->server_port = server_port;
  meter->service = g_threaded_socket_service_new (20);
  meter->port =
      g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (meter->service), NULL, NULL);
  g_signal_connect (meter->service, "run", G_CALLBACK (run_cb), meter);
}

static char *
find_next (const char *page)
{
  const char *next = g_strrstr (page, "\"next\":\"");

  if (next == NULL)
    return NULL;
  next += strlen ("\"next\":\"");
  return g_strndup (next, strcspn (next, "\""));
}

static double
measure_bare (TestServer *server, const char *token, const char *path)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *authorization = g_strconcat ("Bearer ", token, NULL);
  g_autofree char *cursor = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogDb) db = tog_db_open (path, TOG_DB_WRITER, &error);
  g_autoptr (GTimer) timer = NULL;

  g_assert_no_error (error);
  tog_db_exec (db, "CREATE TABLE page (json TEXT NOT NULL)", &error);
  g_assert_no_error (error);
  timer = g_timer_new ();
  do
    {
      g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u/v1/history?limit=%u%s%s",
                                                  server->port,
                                                  TOG_HISTORY_MAX_ITEMS,
                                                  cursor != NULL ? "&cursor=" : "",
                                                  cursor != NULL ? cursor : "");
      g_autoptr (SoupMessage) message = soup_message_new ("GET", address);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (TogStatement) insert = NULL;
      g_autofree char *page = NULL;

      soup_message_headers_append (
          soup_message_get_request_headers (message), "Authorization", authorization);
      bytes = soup_session_send_and_read (session, message, NULL, &error);
      g_assert_no_error (error);
      page = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      insert = tog_db_prepare (db, "INSERT INTO page VALUES (:json)", &error);
      tog_statement_bind_text (insert, ":json", page);
      g_assert_cmpint (tog_statement_step (insert, &error), ==, TOG_STEP_DONE);
      g_free (cursor);
      cursor = find_next (page);
    }
  while (cursor != NULL);
  return g_timer_elapsed (timer, NULL);
}

static TogAccount *
open_account (guint16 port, const char *token, const char *folder)
{
  g_autofree char *copies = g_build_filename (folder, "copies", NULL);
  g_autofree char *unsent = g_build_filename (folder, "unsent", NULL);
  g_autoptr (TogStore) store = tog_store_new (copies);
  g_autoptr (TogStore) drafts = tog_store_new (unsent);
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogClient) client = tog_client_new (address, token, &error);
  TogAccount *account = tog_account_new ("bench", "Bench", "bench", FALSE, store, drafts);

  g_assert_no_error (error);
  tog_account_provide_client (account, client, NULL);
  return account;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static void
wait_for_history (TogAccount *account)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_account_refresh_async (account, NULL, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (tog_account_refresh_finish (account, result, NULL));
  tog_account_start_polling (account);
  while (tog_sync_get_mark (account->sync) == NULL ||
         !tog_sync_get_mark (account->sync)->is_current)
    g_main_context_iteration (NULL, TRUE);
}

static void
close_account (TogAccount *account)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TogStore) store = g_object_ref (tog_account_get_store (account));

  tog_account_close (account);
  tog_store_erase_async (store, NULL, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_object_add_weak_pointer (G_OBJECT (account), (gpointer *) &account);
  g_object_unref (account);
  while (account != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
bench_first_sync (TestServer *server, const char *token)
{
  double best = G_MAXDOUBLE, best_bare = G_MAXDOUBLE;

  for (guint i = 0; i < N_RUNS; i++) /* by turns, so that a busy moment meets both */
    {
      g_autofree char *name = g_strdup_printf ("client-%u", i);
      g_autofree char *folder = g_build_filename (server->folder, name, NULL);
      g_autofree char *path = g_build_filename (folder, "bare.db", NULL);
      g_autoptr (GTimer) timer = NULL;
      TogAccount *account;
      double seconds;

      g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
      seconds = measure_bare (server, token, path);
      best_bare = MIN (best_bare, seconds);
      account = open_account (server->port, token, folder);
      timer = g_timer_new ();
      wait_for_history (account);
      seconds = g_timer_elapsed (timer, NULL);
      best = MIN (best, seconds);
      close_account (account);
    }
  g_print ("first sync of 10,000 sessions with notes, s\t%.2f\t%.2f\t%.2f\t<= 2\n",
           best,
           best_bare,
           best / best_bare);
}

/* With the connection open and nothing under way. */
static void
bench_nothing_new (TestServer *server, const char *token)
{
  g_autofree char *folder = g_build_filename (server->folder, "client", NULL);
  Meter meter = { NULL };
  TogAccount *account;
  gint n_bytes, n_requests;

  meter_init (&meter, server->port);
  account = open_account (meter.port, token, folder);
  wait_for_history (account);
  tog_account_stop_listening (account);
  while (account->polling || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
  n_bytes = g_atomic_int_get (&meter.n_bytes);
  n_requests = g_atomic_int_get (&meter.n_requests);
  tog_account_poll_now (account);
  while (account->polling || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
  g_print ("requests of a sync of nothing, n\t%d\t-\t-\t<= 1\n",
           g_atomic_int_get (&meter.n_requests) - n_requests);
  g_print ("a sync of nothing both ways, bytes\t%d\t-\t-\t<= 1024\n",
           g_atomic_int_get (&meter.n_bytes) - n_bytes);
  close_account (account);
}

int
main (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");

  test_server_add_long_history (server);
  bench_first_sync (server, ana);
  bench_nothing_new (server, ana);
  return 0;
}
