#include "config.h"

#include "test-support.h"

#include "tog-command.h"
#include "tog-lock.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define SESSION_COUNT "SELECT count (*) FROM session"

/* The real program on a server's database. */
typedef struct
{
  GSubprocess *process; /* (owned) */
  guint16 port;
} Program;

static Program
start_program (TestServer *server)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("TOG_BUILDDIR"), "src", "server", "together-server", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;
  Program program;

  program.process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                        &error,
                        path,
                        "serve",
                        "--database",
                        server->database,
                        "--listen",
                        "127.0.0.1:0",
                        NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (program.process));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "Listening on http://127.0.0.1:"));
  program.port = g_ascii_strtoull (strrchr (line, ':') + 1, NULL, 10);
  return program;
}

static void
end_program (Program *program, int sign)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (program->process, sign);
  g_subprocess_wait (program->process, NULL, &error);
  g_assert_no_error (error);
  if (sign == SIGTERM)
    {
      g_assert_true (g_subprocess_get_if_exited (program->process));
      g_assert_cmpint (g_subprocess_get_exit_status (program->process), ==, 0);
    }
  g_clear_object (&program->process);
}

typedef struct
{
  guint16 port;
  const char *token;
  guint n_answered;
} Booker;

static TestReply *
book_nth (guint16 port, const char *token, guint n)
{
  g_autofree char *planned = g_strdup_printf ("p%u", n % 4 + 1);
  g_autofree char *body = test_booking (planned, test_instant (n / 4 * 2, 11 + n % 4, 0), 45);
  g_autofree char *headers = g_strdup_printf (
      "Content-Type: application/json\r\nIdempotency-Key: 0123456789abcdef-%u\r\n", n);
  g_autofree char *path =
      g_strdup_printf ("/v1/matches/%s/sessions", n / 4 == 0 ? "first" : "second");

  return test_send (port, token, "POST", path, headers, body);
}

#define N_BOOKINGS 8

static gpointer
book_thread (gpointer data)
{
  Booker *booker = data;

  for (guint i = 0; i < N_BOOKINGS; i++)
    {
      g_autoptr (TestReply) reply = book_nth (booker->port, booker->token, i);

      if (reply->status != 201)
        break;
      booker->n_answered++;
    }
  return NULL;
}

/* Killed at a random moment: what was answered is there, and all of it asked for
 * again with the same keys is there once. */
static void
test_killed (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  guint n_cut = 0;

  for (guint round = 0; round < 12; round++)
    {
      Booker booker = { .token = ana };
      Program program;
      GThread *thread;

      test_server_forget_sessions (server);
      test_server_stop (server);
      program = start_program (server);
      booker.port = program.port;
      thread = g_thread_new ("booker", book_thread, &booker);
      g_usleep (g_random_int_range (200, 15000));
      end_program (&program, SIGKILL);
      g_thread_join (thread);
      n_cut += booker.n_answered < N_BOOKINGS;

      test_server_start (server);
      g_assert_cmpint (test_server_count (server, SESSION_COUNT), >=, booker.n_answered);
      for (guint i = 0; i < N_BOOKINGS; i++)
        {
          g_autoptr (TestReply) reply = book_nth (server->port, ana, i);

          g_assert_cmpuint (reply->status, ==, 201);
        }
      g_assert_cmpint (test_server_count (server, SESSION_COUNT), ==, N_BOOKINGS);
      g_assert_cmpint (
          test_server_count (server, "SELECT count (*) FROM mail"), ==, 2 * N_BOOKINGS);
    }
  g_test_message ("cut off in %u of 12 rounds", n_cut);
}

/* What is done to one session, in turn; each needs the version that the one before
 * left, so that what is asked for is known before. */
static TestReply *
change_nth (guint16 port, const char *token, const char *path, guint n)
{
  static const char *const belows[] = { "answer", "move", "answer", "move", "cancel" };
  TogInstant start = test_instant (3, 10 + (int) n, 0);
  g_autofree char *text = tog_instant_format (start);
  g_autofree char *body =
      g_str_equal (belows[n], "answer") ? g_strdup ("{\"answer\":\"declined\",\"reason\":\"Ill\"}")
      : g_str_equal (belows[n], "move")
          ? g_strdup_printf ("{\"start\":\"%s\",\"duration\":45,\"zone\":\"UTC\"}", text)
          : g_strdup ("{}");
  g_autofree char *below = g_strdup_printf ("%s/%s", path, belows[n]);
  g_autofree char *headers = g_strdup_printf ("Content-Type: application/json\r\n"
                                              "If-Match: \"%u\"\r\n"
                                              "Idempotency-Key: 0123456789abcdef-change-%u\r\n",
                                              n + 1,
                                              n);

  return test_send (port, token, "POST", below, headers, body);
}

#define N_CHANGES 5

typedef struct
{
  guint16 port;
  const char *token;
  const char *path;
  guint n_answered;
} Changer;

static gpointer
change_thread (gpointer data)
{
  Changer *changer = data;

  for (guint i = 0; i < N_CHANGES; i++)
    {
      g_autoptr (TestReply) reply = change_nth (changer->port, changer->token, changer->path, i);

      if (reply->status != 200)
        break;
      changer->n_answered++;
    }
  return NULL;
}

/* Killed while a session is answered, moved and called off: what was answered is
 * done, and asked for again it is done once, with one mail to each for each. */
static void
test_killed_changing (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *ben = test_server_token (server, "ben@north.example");
  g_autofree char *body = test_booking ("p1", test_instant (3, 9, 0), 45);
  guint n_cut = 0;

  for (guint round = 0; round < 12; round++)
    {
      Changer changer = { .token = ben };
      g_autoptr (TestReply) booked = NULL;
      g_autofree char *path = NULL;
      Program program;
      GThread *thread;

      test_server_forget_sessions (server);
      booked = test_book (server, ana, "first", NULL, body);
      g_assert_cmpuint (booked->status, ==, 201);
      changer.path = path = test_reply_header (booked, "Location");
      test_server_stop (server);
      program = start_program (server);
      changer.port = program.port;
      thread = g_thread_new ("changer", change_thread, &changer);
      g_usleep (g_random_int_range (200, 8000));
      end_program (&program, SIGKILL);
      g_thread_join (thread);
      n_cut += changer.n_answered < N_CHANGES;

      test_server_start (server);
      g_assert_cmpint (
          test_server_count (server, "SELECT version FROM session"), >=, changer.n_answered + 1);
      for (guint i = 0; i < N_CHANGES; i++)
        {
          g_autoptr (TestReply) reply = change_nth (server->port, ben, path, i);

          g_assert_cmpuint (reply->status, ==, 200);
        }
      g_assert_cmpint (
          test_server_count (server, "SELECT version FROM session"), ==, N_CHANGES + 1);
      g_assert_cmpint (test_server_count (server, "SELECT sequence FROM session"), ==, 3);
      /* Two for each version of the invite, and one for the decline of Ana's time. */
      g_assert_cmpint (test_server_count (server, "SELECT count (*) FROM mail"), ==, 2 * 4 + 1);
    }
  g_test_message ("cut off in %u of 12 rounds", n_cut);
}

static void
test_stops_cleanly (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *log = g_strconcat (server->database, "-wal", NULL);

  for (guint round = 0; round < 5; round++)
    {
      Booker booker = { .token = ana };
      Program program;
      GThread *thread;

      test_server_forget_sessions (server);
      test_server_stop (server);
      program = start_program (server);
      booker.port = program.port;
      thread = g_thread_new ("booker", book_thread, &booker);
      g_usleep (g_random_int_range (200, 8000));
      end_program (&program, SIGTERM);
      g_thread_join (thread);
      g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));

      test_server_start (server);
      g_assert_cmpint (test_server_count (server, SESSION_COUNT), >=, booker.n_answered);
    }
}

static void
check_reads (TestServer *server, const char *token)
{
  static const char *const PATHS[] = { "/v1/home", "/v1/matches/first", "/v1/sessions" };

  for (guint i = 0; i < G_N_ELEMENTS (PATHS); i++)
    {
      g_autoptr (TestReply) reply = test_get (server, token, PATHS[i]);

      g_assert_cmpuint (reply->status, ==, 200);
    }
}

static void
test_full (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *start = tog_instant_format (test_instant (0, 10, 0));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *body = NULL;
  guint n_refused = 0;
  g_autoptr (TestReply) after = NULL;

  /* More than a page holds, so that it takes another one. */
  for (guint i = 0; i < 1900; i++)
    g_string_append (text, "\xf0\x9f\x8c\xb1");
  body = g_strdup_printf (
      "{\"planned_session_id\":\"p1\",\"start\":\"%s\",\"duration\":45,\"zone\":\"UTC\","
      "\"conference\":{\"kind\":\"none\"},\"message\":\"%s\"}",
      start,
      text->str);

  test_server_run (server, "PRAGMA max_page_count = 1");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (TestReply) reply = test_book (server, ana, "first", "0123456789abcdef-full", body);
      g_autofree char *wait = test_reply_header (reply, "Retry-After");

      if (reply->status == 503)
        {
          n_refused++;
          g_assert_nonnull (wait);
          g_assert_cmpstr (test_reply_string (reply, "type"), ==, "/problems/unavailable");
        }
      check_reads (server, ana);
    }
  g_assert_cmpuint (n_refused, ==, 3);

  test_server_run (server, "PRAGMA max_page_count = 100000");
  after = test_book (server, ana, "first", "0123456789abcdef-full", body);
  g_assert_cmpuint (after->status, ==, 201);
  g_assert_cmpint (test_server_count (server, SESSION_COUNT), ==, 1);
}

static TestReply *
upload (TestServer *server, const char *token, guint n_busy)
{
  g_autoptr (GString) body = g_string_new ("{\"name\":\"Home\",\"refresh_within\":3600,");
  g_autofree char *now = tog_instant_format (test_now ());
  g_autofree char *from = tog_instant_format (test_instant (0, 0, 0));
  g_autofree char *to = tog_instant_format (test_instant (60, 0, 0));

  g_string_append_printf (
      body, "\"refreshed_at\":\"%s\",\"complete\":[\"%s\",\"%s\"],\"busy\":[", now, from, to);
  for (guint i = 0; i < n_busy; i++)
    {
      g_autofree char *start = tog_instant_format (test_instant (0, 0, 30 * (int) i));
      g_autofree char *end = tog_instant_format (test_instant (0, 0, 30 * (int) i + 15));

      g_string_append_printf (body, "%s[\"%s\",\"%s\"]", i > 0 ? "," : "", start, end);
    }
  g_string_append (body, "]}");
  return test_send (
      server->port,
      token,
      "PUT",
      "/v1/me/sources/home",
      "Content-Type: application/json\r\nIdempotency-Key: 0123456789abcdef-upload\r\n",
      body->str);
}

/* What a full disk can't take is asked for again with the same key, and then is there;
 * what was sent before counts until then. */
static void
test_full_upload (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autoptr (TestReply) refused = NULL;
  g_autoptr (TestReply) taken = NULL;

  test_server_run (server, "PRAGMA max_page_count = 1");
  refused = upload (server, ana, 2000);
  g_assert_cmpuint (refused->status, ==, 503);
  g_assert_cmpint (
      test_server_count (server, "SELECT count (*) FROM calendar WHERE kind = 'desktop'"), ==, 0);
  check_reads (server, ana);

  test_server_run (server, "PRAGMA max_page_count = 100000");
  taken = upload (server, ana, 2000);
  g_assert_cmpuint (taken->status, ==, 200);
  g_assert_cmpint (
      json_object_get_int_member (json_node_get_object (taken->node), "n_busy"), ==, 2000);
}

/* The log can't grow: a write that fails in the middle of a commit. */
static void
test_write_error (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *log = g_strconcat (server->database, "-wal", NULL);
  g_autofree char *body = test_booking ("p1", test_instant (0, 10, 0), 45);
  g_autoptr (TestReply) during = NULL;
  g_autoptr (TestReply) after = NULL;
  struct rlimit usual;
  struct rlimit limit;
  GStatBuf info;

  check_reads (server, ana);
  g_assert_cmpint (g_stat (log, &info), ==, 0);
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &usual);
  limit = usual;
  limit.rlim_cur = info.st_size + 4096;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  during = test_book (server, ana, "first", "0123456789abcdef-eio", body);
  check_reads (server, ana);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  g_assert_cmpuint (during->status, ==, 503);

  after = test_book (server, ana, "first", "0123456789abcdef-eio", body);
  g_assert_cmpuint (after->status, ==, 201);
  g_assert_cmpint (test_server_count (server, SESSION_COUNT), ==, 1);
}

/* An operator's commands beside a running server and without one. */
static void
test_commands (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  static const char *const WORDS[] = { "token", "ben@north.example", "", "30", NULL };
  static const char *const NOBODY[] = { "token", "nobody@north.example", "", "30", NULL };
  static const char *const IMPORT[] = { "import", "{\n\"format\": 7\n}", NULL };
  g_autoptr (GString) offline = g_string_new (NULL);
  g_autoptr (GString) online = g_string_new (NULL);
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogLock) lock = NULL;
  gboolean taken;
  Program program;

  g_assert_true (tog_command_send (server->database, WORDS, offline, &error));
  g_assert_no_error (error);

  program = start_program (server);
  lock = tog_lock_take (server->database, &taken, &error);
  g_assert_null (lock);
  g_assert_true (taken);
  g_assert_true (tog_command_send (server->database, WORDS, online, &error));
  g_assert_no_error (error);
  g_assert_false (tog_command_send (server->database, NOBODY, list, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "nobody@north.example"));
  g_clear_error (&error);
  g_assert_false (tog_command_send (server->database, IMPORT, list, &error));
  g_assert_nonnull (strstr (error->message, "line "));
  g_clear_error (&error);

  for (guint i = 0; i < 2; i++)
    {
      const char *token = g_strstrip (i == 0 ? offline->str : online->str);
      const char *const revoke[] = { "revoke", token, NULL };
      g_autoptr (TestReply) good = test_send (program.port, token, "GET", "/v1/me", NULL, NULL);
      g_autoptr (TestReply) bad = NULL;

      g_assert_cmpuint (good->status, ==, 200);
      g_assert_true (tog_command_send (server->database, revoke, list, &error));
      g_assert_no_error (error);
      bad = test_send (program.port, token, "GET", "/v1/me", NULL, NULL);
      g_assert_cmpuint (bad->status, ==, 401);
    }
  g_assert_true (
      tog_command_send (server->database, (const char *const[]){ "tokens", NULL }, list, &error));
  g_assert_nonnull (strstr (list->str, "Ben@north.example"));
  g_assert_null (strstr (list->str, "tog_"));
  end_program (&program, SIGTERM);
}

#define WITH_CALENDAR                                                                              \
  "{ \"format\": 1,\n"                                                                             \
  "\"organization\": { \"id\": \"o\", \"name\": \"O\" },\n"                                        \
  "\"members\": [{ \"id\": \"a\", \"name\": \"A\", \"email\": \"a@o.example\", "                   \
  "\"zone\": \"UTC\",\n"                                                                           \
  "\"calendars\": [{ \"id\": \"c\", \"name\": \"C\", \"file\": \"a.ics\" }] }] }"

#define CALENDAR                                                                                   \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"                        \
  "DTSTAMP:20260101T000000Z\r\nDTSTART:20261124T100000Z\r\nDTEND:20261124T110000Z\r\n"             \
  "END:VEVENT\r\nEND:VCALENDAR\r\n"

/* A server of its own user need not be able to read what the operator can: it is
 * sent the calendars, and looks for no file. */
static void
test_import_sent (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  static const char *const SENT[] = { "import", WITH_CALENDAR, "a.ics", CALENDAR, NULL };
  static const char *const NOT_SENT[] = { "import", WITH_CALENDAR, NULL };
  g_autofree char *folder = g_path_get_dirname (server->database);
  g_autofree char *file = g_build_filename (folder, "organization.json", NULL);
  g_autofree char *calendar = g_build_filename (folder, "a.ics", NULL);
  g_autofree char *path =
      g_build_filename (g_getenv ("TOG_BUILDDIR"), "src", "server", "together-server", NULL);
  Program program = start_program (server);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GString) report = g_string_new (NULL);
      g_autoptr (GSubprocess) command = NULL;
      g_autofree char *said = NULL;
      g_autofree char *complaint = NULL;
      g_autoptr (GError) error = NULL;

      if (i == 0)
        {
          g_assert_false (tog_command_send (server->database, NOT_SENT, report, &error));
          g_assert_true (g_str_has_prefix (error->message, "line 4: /members/0/calendars/0/file"));
          g_assert_true (tog_command_send (server->database, SENT, report, NULL));
          g_assert_nonnull (strstr (report->str, "calendars: 1 added"));
          continue;
        }

      /* The command reads them, and says itself where it can't. */
      if (i == 1)
        g_assert_true (g_file_set_contents (file, WITH_CALENDAR, -1, &error));
      else
        g_assert_true (g_file_set_contents (calendar, CALENDAR, -1, &error));
      command = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                                  &error,
                                  path,
                                  "import",
                                  "--database",
                                  server->database,
                                  file,
                                  NULL);
      g_assert_no_error (error);
      g_assert_true (
          g_subprocess_communicate_utf8 (command, NULL, NULL, &said, &complaint, &error));
      g_assert_no_error (error);
      g_assert_cmpint (g_subprocess_get_exit_status (command), ==, i == 1 ? 1 : 0);
      if (i == 1)
        g_assert_nonnull (strstr (complaint, "line 4: /members/0/calendars/0/file"));
      else
        g_assert_nonnull (strstr (said, "calendars: 0 added, 0 changed, 1 unchanged"));
    }
  g_remove (file);
  g_remove (calendar);
  end_program (&program, SIGTERM);
}

/* Two that write would damage the database: a second server does not start, by
 * whatever name it is given the same one. */
static void
test_one_server (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  g_autofree char *link = g_strconcat (server->database, ".link", NULL);
  g_autofree char *path =
      g_build_filename (g_getenv ("TOG_BUILDDIR"), "src", "server", "together-server", NULL);
  const char *const names[] = { server->database, link };
  Program program = start_program (server);

  g_assert_cmpint (symlink (server->database, link), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *said = NULL;
      g_autoptr (GSubprocess) second =
          g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                            &error,
                            "timeout",
                            "60",
                            path,
                            "serve",
                            "--database",
                            names[i],
                            "--listen",
                            "127.0.0.1:0",
                            NULL);

      g_assert_no_error (error);
      g_subprocess_communicate_utf8 (second, NULL, NULL, NULL, &said, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_subprocess_get_exit_status (second), ==, 1);
      g_assert_nonnull (strstr (said, "another process has"));
    }
  g_unlink (link);
  end_program (&program, SIGTERM);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/faults/P25/killed", test_killed);
  g_test_add_func ("/faults/P25/killed-changing", test_killed_changing);
  g_test_add_func ("/faults/P25/stops-cleanly", test_stops_cleanly);
  g_test_add_func ("/faults/P25/one-server", test_one_server);
  g_test_add_func ("/faults/P26/full", test_full);
  g_test_add_func ("/faults/P26/full-upload", test_full_upload);
  g_test_add_func ("/faults/P26/write-error", test_write_error);
  g_test_add_func ("/faults/commands", test_commands);
  g_test_add_func ("/faults/import-sent", test_import_sent);

  return g_test_run ();
}
