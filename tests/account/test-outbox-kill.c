#include "config.h"

#include "match-fixture.h"

#include <signal.h>
#include <string.h>

/* What is done offline; how often the app is killed while it sends it, and how often of
 * those the server is, too. */
#define N_POINTS 30
#define N_KILLS 60
#define SERVER_EVERY 6
#define MAX_LIFE_USEC (120 * 1000)

static GSubprocess *
start_app (Fixture *fixture, const char *what, const char *session_id)
{
  g_autofree char *n = g_strdup_printf ("%d", N_POINTS);
  g_autoptr (GError) error = NULL;
  GSubprocess *app;

  app = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                          &error,
                          g_getenv ("TOG_DRAIN_OUTBOX"),
                          what,
                          fixture->directory,
                          tog_test_server_get_address (fixture->server),
                          fixture->token,
                          MATCH,
                          session_id,
                          n,
                          NULL);
  g_assert_no_error (error);
  return app;
}

static void
run_app (Fixture *fixture, const char *what, const char *session_id)
{
  g_autoptr (GSubprocess) app = start_app (fixture, what, session_id);
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_check (app, NULL, &error);
  g_assert_no_error (error);
}

/* Returns whether it was killed before it was done. */
static gboolean
run_and_kill_app (Fixture *fixture, const char *session_id)
{
  g_autoptr (GSubprocess) app = start_app (fixture, "drain", session_id);

  g_usleep (g_test_rand_int_range (0, MAX_LIFE_USEC));
  g_subprocess_send_signal (app, SIGKILL);
  g_subprocess_wait (app, NULL, NULL);
  return g_subprocess_get_if_signaled (app);
}

/* P25, P32: killed at any moment, on either side: each once, in order. */
static void
test_kill (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogSession) booked = book (fixture);
  g_autoptr (TogSession) sent = NULL;
  guint n_program = booked->agenda->len;
  guint n_kills = 0;

  close_account (fixture);
  run_app (fixture, "fill", booked->id);
  for (guint i = 0; i < N_KILLS; i++)
    {
      if (i % SERVER_EVERY == 0)
        tog_test_server_kill (fixture->server);
      n_kills += run_and_kill_app (fixture, booked->id);
      if (i % SERVER_EVERY == 0)
        tog_test_server_start (fixture->server);
      else if (i % SERVER_EVERY == SERVER_EVERY / 2)
        {
          /* The server in the midst of it. */
          g_autoptr (GSubprocess) app = start_app (fixture, "drain", booked->id);

          g_usleep (g_test_rand_int_range (0, MAX_LIFE_USEC));
          tog_test_server_kill (fixture->server);
          tog_test_server_start (fixture->server);
          g_subprocess_send_signal (app, SIGKILL);
          g_subprocess_wait (app, NULL, NULL);
        }
    }
  g_test_message ("killed %u times before it was done", n_kills);
  g_assert_cmpuint (n_kills, >, 0);
  run_app (fixture, "drain", booked->id);

  open_account (fixture);
  sent = load_session (fixture, booked->id);
  g_assert_cmpuint (sent->agenda->len, ==, n_program + N_POINTS);
  for (guint i = 0; i < N_POINTS; i++)
    {
      TogAgendaItem *item = g_ptr_array_index (sent->agenda, n_program + i);
      g_autofree char *title = g_strdup_printf ("Point %03u", i);

      g_assert_cmpstr (item->title, ==, title);
    }
}

int
main (int argc, char *argv[])
{
  account_test_init (&argc, &argv);
  ADD ("/account/outbox/P25/P32/kill", test_kill);
  return g_test_run ();
}
