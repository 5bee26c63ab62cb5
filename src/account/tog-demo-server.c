#include "config.h"

#include "tog-demo-server.h"

#include "tog-account-private.h"
#include "tog-demo-program.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define MEMBER "ines@meridian.example"
#define LISTENING "Listening on "
#define START_TIMEOUT 30000
#define ABOUT_TRIES 20
#define ABOUT_PAUSE 100
#define FRESH_DAYS 7

struct _TogDemoServer
{
  GObject parent_instance;

  char *directory;       /* (owned) */
  char *database;        /* (owned) */
  char *address;         /* (owned) (nullable): stays the same once it was started */
  char *token;           /* (owned) (nullable) */
  GSubprocess *process;  /* (owned) (nullable): the server while it runs */
  GCancellable *running; /* (owned) (nullable): cancelled when it is stopped */
  char *last_words;      /* (owned) (nullable): the last line it wrote to standard error */
  gboolean said_all;     /* nothing more will come of standard error */
  GTask *failing;        /* (owned) (nullable): a start that waits for why it failed */
  gboolean starting;
};

G_DEFINE_FINAL_TYPE (TogDemoServer, tog_demo_server, G_TYPE_OBJECT)

enum
{
  DIED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  char *program;        /* (owned) */
  GCancellable *stop;   /* (owned): cancelled by the caller or by the timer */
  GCancellable *caller; /* (owned) (nullable) */
  gulong handler;
  guint timer;
  gboolean timed_out;
  guint n_tries;
  TogClient *client; /* (owned) (nullable) */
} Start;

static void ask_about (GTask *task);

static void
start_free (Start *start)
{
  g_cancellable_disconnect (start->caller, start->handler);
  g_clear_handle_id (&start->timer, g_source_remove);
  g_clear_object (&start->caller);
  g_clear_object (&start->stop);
  g_clear_object (&start->client);
  g_free (start->program);
  g_free (start);
}

static char *
get_stamp_path (TogDemoServer *self)
{
  return g_build_filename (self->directory, "imported-on", NULL);
}

/* A new database in place of an old one. The old one is kept, one of them, for
 * whoever booked something in it that they want to look up. */
static gboolean
set_aside (TogDemoServer *self, GError **error)
{
  const char *suffixes[] = { "", "-wal", "-shm" };
  g_autofree char *stamp = get_stamp_path (self);

  g_unlink (stamp);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (self->database, suffixes[i], NULL);
      g_autofree char *to = g_strconcat (self->database, ".old", suffixes[i], NULL);

      /* A log of the one before must not be taken for this one's. */
      g_unlink (to);
      if (g_rename (from, to) != 0 && errno != ENOENT)
        {
          g_set_error (error,
                       TOG_ACCOUNT_ERROR,
                       TOG_ACCOUNT_ERROR_STORAGE,
                       _ ("The old demo organization “%s” can’t be put aside: %s"),
                       from,
                       g_strerror (errno));
          return FALSE;
        }
    }
  return TRUE;
}

static void
fail (GTask *task, GError *error)
{
  TogDemoServer *self = g_task_get_source_object (task);
  Start *start = g_task_get_task_data (task);

  self->starting = FALSE;
  tog_demo_server_stop (self);
  if (start->timed_out)
    {
      g_error_free (error);
      error = g_error_new_literal (TOG_ACCOUNT_ERROR,
                                   TOG_ACCOUNT_ERROR_SERVER,
                                   _ ("The demo’s server did not get ready in time. Try again."));
    }
  g_task_return_error (task, error);
}

static void
about_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogDemoServer *self = g_task_get_source_object (task);
  Start *start = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (TogApiReply) reply = tog_client_read_finish (TOG_CLIENT (source), result, &error);

  if (reply != NULL)
    {
      self->starting = FALSE;
      g_task_return_boolean (task, TRUE);
    }
  else if (self->process == NULL)
    {
      g_error_free (error);
      fail (task, tog_demo_program_make_error (self->last_words));
    }
  else if (g_error_matches (error, TOG_API_ERROR, TOG_API_ERROR_UNREACHABLE) &&
           start->n_tries < ABOUT_TRIES)
    {
      g_error_free (error);
      g_timeout_add_once (ABOUT_PAUSE, (GSourceOnceFunc) ask_about, g_steal_pointer (&task));
    }
  else
    {
      fail (task, tog_account_error_from_api (error, TOG_DEMO_PROGRAM));
      g_error_free (error);
    }
}

/* Takes over the reference to @task. */
static void
ask_about (GTask *task)
{
  Start *start = g_task_get_task_data (task);

  start->n_tries++;
  tog_client_read_async (
      start->client, "/v1/about", TOG_CONTENT_JSON, NULL, start->stop, about_cb, task);
}

/* What is not read would block the server once the pipe is full. */
static void
read_stdout_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDataInputStream *stream = G_DATA_INPUT_STREAM (source);
  GCancellable *running = user_data;
  g_autofree char *line = g_data_input_stream_read_line_finish (stream, result, NULL, NULL);

  if (line != NULL)
    g_data_input_stream_read_line_async (stream, G_PRIORITY_LOW, running, read_stdout_cb, running);
}

static void
read_stderr_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDataInputStream *stream = G_DATA_INPUT_STREAM (source);
  TogDemoServer *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish (stream, result, NULL, &error);

  /* Once stopped, nothing is read any more, and self may be gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (line == NULL)
    {
      self->said_all = TRUE;
      if (self->failing != NULL)
        {
          g_autoptr (GTask) task = g_steal_pointer (&self->failing);

          fail (task, tog_demo_program_make_error (self->last_words));
        }
      return;
    }
  g_free (self->last_words);
  self->last_words = g_steal_pointer (&line);
  g_data_input_stream_read_line_async (stream, G_PRIORITY_LOW, self->running, read_stderr_cb, self);
}

static void
died_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TogDemoServer *self = user_data;

  if (!g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL))
    return;
  g_clear_object (&self->process);
  if (!self->starting)
    g_signal_emit (self, signals[DIED], 0);
}

static void
listening_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogDemoServer *self = g_task_get_source_object (task);
  Start *start = g_task_get_task_data (task);
  GDataInputStream *stream = G_DATA_INPUT_STREAM (source);
  GError *error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish (stream, result, NULL, &error);

  if (error != NULL)
    {
      fail (task, error);
      return;
    }
  if (line == NULL)
    {
      /* It ended. Why, it says on standard error. */
      if (self->said_all)
        fail (task, tog_demo_program_make_error (self->last_words));
      else
        self->failing = g_steal_pointer (&task);
      return;
    }
  if (!g_str_has_prefix (line, LISTENING))
    {
      g_data_input_stream_read_line_async (
          stream, G_PRIORITY_DEFAULT, start->stop, listening_cb, g_steal_pointer (&task));
      return;
    }

  g_free (self->address);
  self->address = g_strchomp (g_strdup (line + strlen (LISTENING)));
  start->client = tog_client_new (self->address, NULL, &error);
  if (start->client == NULL)
    {
      fail (task, error);
      return;
    }
  g_data_input_stream_read_line_async (
      stream, G_PRIORITY_LOW, self->running, read_stdout_cb, self->running);
  ask_about (g_steal_pointer (&task));
}

/* A server that comes back after a crash does so at the same address, so that
 * who was talking to it can go on. */
static char *
get_listen_address (TogDemoServer *self)
{
  const char *scheme = "http://";

  if (self->address != NULL && g_str_has_prefix (self->address, scheme))
    return g_strdup (self->address + strlen (scheme));
  return g_strdup ("127.0.0.1:0");
}

static void
serve (GTask *task)
{
  g_autoptr (GTask) owned = task;
  TogDemoServer *self = g_task_get_source_object (task);
  Start *start = g_task_get_task_data (task);
  g_autofree char *listen = get_listen_address (self);
  g_autofree char *mail = g_build_filename (self->directory, "mail", NULL);
  const char *arguments[] = { "serve",   "--database",    self->database, "--listen", listen,
                              "--quiet", "--mail-folder", mail,           NULL };
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GDataInputStream) complaints = NULL;
  GError *error = NULL;

  self->process = tog_demo_program_spawn (start->program, arguments, &error);
  if (self->process == NULL)
    {
      fail (task, error);
      return;
    }

  self->running = g_cancellable_new ();
  g_clear_pointer (&self->last_words, g_free);
  self->said_all = FALSE;
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  complaints = g_data_input_stream_new (g_subprocess_get_stderr_pipe (self->process));
  g_subprocess_wait_async (self->process, self->running, died_cb, self);
  g_data_input_stream_read_line_async (
      complaints, G_PRIORITY_LOW, self->running, read_stderr_cb, self);
  g_data_input_stream_read_line_async (
      output, G_PRIORITY_DEFAULT, start->stop, listening_cb, g_steal_pointer (&owned));
}

static void
token_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogDemoServer *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autofree char *output = NULL;
  g_autofree char *complaints = NULL;

  if (!g_subprocess_communicate_utf8_finish (
          G_SUBPROCESS (source), result, &output, &complaints, &error))
    {
      fail (task, error);
      return;
    }
  if (!g_subprocess_get_successful (G_SUBPROCESS (source)))
    {
      fail (task, tog_demo_program_make_error (complaints));
      return;
    }
  g_free (self->token);
  self->token = g_strdup (g_strstrip (output));
  serve (g_steal_pointer (&task));
}

static void
make_token (GTask *task)
{
  g_autoptr (GTask) owned = task;
  TogDemoServer *self = g_task_get_source_object (task);
  Start *start = g_task_get_task_data (task);
  const char *arguments[] = { "token", "--database", self->database, MEMBER, NULL };
  g_autoptr (GSubprocess) process = NULL;
  GError *error = NULL;

  process = tog_demo_program_spawn (start->program, arguments, &error);
  if (process == NULL)
    fail (task, error);
  else
    g_subprocess_communicate_utf8_async (
        process, NULL, start->stop, token_cb, g_steal_pointer (&owned));
}

static void
import_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogDemoServer *self = g_task_get_source_object (task);
  g_autofree char *complaints = NULL;
  g_autofree char *stamp = get_stamp_path (self);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  GError *error = NULL;

  if (!g_subprocess_communicate_utf8_finish (
          G_SUBPROCESS (source), result, NULL, &complaints, &error))
    fail (task, error);
  else if (!g_subprocess_get_successful (G_SUBPROCESS (source)))
    fail (task, tog_demo_program_make_error (complaints));
  else if (!g_file_set_contents (stamp, today, -1, &error))
    fail (task, error);
  else
    make_token (g_steal_pointer (&task));
}

static void
import_demo (GTask *task)
{
  g_autoptr (GTask) owned = task;
  TogDemoServer *self = g_task_get_source_object (task);
  Start *start = g_task_get_task_data (task);
  g_autofree char *file = tog_demo_program_find_organization ();
  const char *arguments[] = { "import", "--database", self->database, file, NULL };
  g_autoptr (GSubprocess) process = NULL;
  GError *error = NULL;

  if (!set_aside (self, &error))
    {
      fail (task, error);
      return;
    }
  process = tog_demo_program_spawn (start->program, arguments, &error);
  if (process == NULL)
    fail (task, error);
  else
    g_subprocess_communicate_utf8_async (
        process, NULL, start->stop, import_cb, g_steal_pointer (&owned));
}

static void
tog_demo_server_dispose (GObject *object)
{
  tog_demo_server_stop (TOG_DEMO_SERVER (object));

  G_OBJECT_CLASS (tog_demo_server_parent_class)->dispose (object);
}

static void
tog_demo_server_finalize (GObject *object)
{
  TogDemoServer *self = TOG_DEMO_SERVER (object);

  g_free (self->directory);
  g_free (self->database);
  g_free (self->address);
  g_free (self->token);
  g_free (self->last_words);

  G_OBJECT_CLASS (tog_demo_server_parent_class)->finalize (object);
}

static void
tog_demo_server_class_init (TogDemoServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tog_demo_server_dispose;
  object_class->finalize = tog_demo_server_finalize;

  signals[DIED] = g_signal_new (
      "died", TOG_TYPE_DEMO_SERVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tog_demo_server_init (TogDemoServer *self)
{
  self->directory = g_build_filename (g_get_user_data_dir (), "together-scheduler", "demo", NULL);
  self->database = g_build_filename (self->directory, "demo.sqlite", NULL);
}

TogDemoServer *
tog_demo_server_new (void)
{
  return g_object_new (TOG_TYPE_DEMO_SERVER, NULL);
}

/**
 * tog_demo_server_is_fresh:
 * @self: a demo server
 *
 * Whether there is a demo organization from an earlier run that can still be
 * used. If not, the next start begins a new one, and what was remembered of the
 * old one is void.
 *
 * Returns: whether there is
 */
gboolean
tog_demo_server_is_fresh (TogDemoServer *self)
{
  g_autofree char *path = get_stamp_path (self);
  g_autofree char *stamp = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GDate imported, today;
  int age;

  if (!g_file_test (self->database, G_FILE_TEST_EXISTS) ||
      !g_file_get_contents (path, &stamp, NULL, NULL))
    return FALSE;
  g_date_clear (&imported, 1);
  g_date_set_parse (&imported, stamp);
  if (!g_date_valid (&imported))
    return FALSE;
  g_date_clear (&today, 1);
  g_date_set_dmy (&today,
                  g_date_time_get_day_of_month (now),
                  g_date_time_get_month (now),
                  g_date_time_get_year (now));
  age = g_date_days_between (&imported, &today);
  return age >= 0 && age < FRESH_DAYS;
}

/**
 * tog_demo_server_get_address:
 * @self: a demo server
 *
 * Returns: (transfer none) (nullable): where it listens, once started
 */
const char *
tog_demo_server_get_address (TogDemoServer *self)
{
  return self->address;
}

/**
 * tog_demo_server_get_token:
 * @self: a demo server
 *
 * Returns: (transfer none) (nullable): the demo member's token, once started; it
 *   is made anew for each run, opens nothing but a database on this computer,
 *   and is kept nowhere
 */
const char *
tog_demo_server_get_token (TogDemoServer *self)
{
  return self->token;
}

static void
caller_cancelled_cb (GCancellable *caller, GCancellable *stop)
{
  g_cancellable_cancel (stop);
}

static void
timer_cb (gpointer user_data)
{
  Start *start = user_data;

  start->timer = 0;
  start->timed_out = TRUE;
  g_cancellable_cancel (start->stop);
}

/**
 * tog_demo_server_start_async:
 * @self: a demo server that isn't running
 * @cancellable: (nullable): stops it
 *
 * Fills the database where there is none, makes a token, starts the server and
 * waits until it answers. After a crash address and token stay the same.
 */
void
tog_demo_server_start_async (TogDemoServer *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Start *start = g_new0 (Start, 1);

  g_return_if_fail (self->process == NULL && !self->starting);

  g_task_set_source_tag (task, tog_demo_server_start_async);
  g_task_set_task_data (task, start, (GDestroyNotify) start_free);
  tog_demo_server_stop (self);
  self->starting = TRUE;
  start->stop = g_cancellable_new ();
  start->timer = g_timeout_add_once (START_TIMEOUT, timer_cb, start);
  if (cancellable != NULL)
    {
      start->caller = g_object_ref (cancellable);
      start->handler = g_cancellable_connect (cancellable,
                                              G_CALLBACK (caller_cancelled_cb),
                                              g_object_ref (start->stop),
                                              g_object_unref);
    }

  start->program = tog_demo_program_find ();
  if (start->program == NULL)
    {
      fail (task,
            g_error_new (TOG_ACCOUNT_ERROR,
                         TOG_ACCOUNT_ERROR_SERVER,
                         _ ("The demo needs the program “%s”, which is not installed. Install it, "
                            "then try again."),
                         TOG_DEMO_PROGRAM));
      return;
    }
  if (g_mkdir_with_parents (self->directory, 0700) != 0)
    {
      fail (task,
            g_error_new (TOG_ACCOUNT_ERROR,
                         TOG_ACCOUNT_ERROR_STORAGE,
                         _ ("The folder “%s” for the demo organization can’t be made: %s"),
                         self->directory,
                         g_strerror (errno)));
      return;
    }

  if (self->token != NULL && self->address != NULL)
    serve (g_steal_pointer (&task));
  else if (tog_demo_server_is_fresh (self))
    make_token (g_steal_pointer (&task));
  else
    import_demo (g_steal_pointer (&task));
}

/**
 * tog_demo_server_start_finish:
 * @self: a demo server
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it answers
 */
gboolean
tog_demo_server_start_finish (TogDemoServer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_demo_server_start_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * tog_demo_server_stop:
 * @self: a demo server
 *
 * Asks the server to end, without waiting for it.
 */
void
tog_demo_server_stop (TogDemoServer *self)
{
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  if (self->process != NULL)
    g_subprocess_send_signal (self->process, SIGTERM);
  g_clear_object (&self->process);
}
