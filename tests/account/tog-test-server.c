#include "tog-test-server.h"

#include <gio/gio.h>
#include <signal.h>
#include <string.h>

#define LISTENING "Listening on "

struct _TogTestServer
{
  char *directory;      /* (owned) */
  char *database;       /* (owned) */
  char *address;        /* (owned) (nullable): the same after each start */
  GSubprocess *process; /* (owned) (nullable) */
};

static char *
run (TogTestServer *self, const char *command, const char *argument)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  g_autofree char *complaints = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                              &error,
                              g_getenv ("TOG_SERVER"),
                              command,
                              "--database",
                              self->database,
                              argument,
                              NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, &complaints, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_successful (process))
    g_error ("%s: %s", command, complaints);
  return g_strdup (g_strstrip (output));
}

TogTestServer *
tog_test_server_new (void)
{
  TogTestServer *self = g_new0 (TogTestServer, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *report = NULL;

  self->directory = g_dir_make_tmp ("tog-server-XXXXXX", &error);
  g_assert_no_error (error);
  self->database = g_build_filename (self->directory, "db.sqlite", NULL);
  report = run (self, "import", g_getenv ("TOG_DEMO_FILE"));
  tog_test_server_start (self);
  return self;
}

void
tog_test_server_free (TogTestServer *self)
{
  tog_test_server_kill (self);
  tog_test_remove_tree (self->directory);
  g_free (self->directory);
  g_free (self->database);
  g_free (self->address);
  g_free (self);
}

const char *
tog_test_server_get_address (TogTestServer *self)
{
  return self->address;
}

/* Also while the server runs. */
char *
tog_test_server_make_token (TogTestServer *self, const char *email)
{
  return run (self, "token", email);
}

/* Brings the organization up to date, with one part of the demo's text replaced; also
 * while the server runs. */
void
tog_test_server_import (TogTestServer *self, const char *before, const char *after)
{
  g_autoptr (GString) text = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *demo = NULL;
  g_autofree char *folder = g_path_get_dirname (g_getenv ("TOG_DEMO_FILE"));
  g_autofree char *path = g_build_filename (self->directory, "demo.json", NULL);
  g_autofree char *report = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  /* Calendars are read from beside it. */
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (folder, name, NULL);
      g_autofree char *copy = g_build_filename (self->directory, name, NULL);
      g_autofree char *calendar = NULL;

      if (!g_str_has_suffix (name, ".ics"))
        continue;
      g_assert_true (g_file_get_contents (source, &calendar, NULL, &error));
      g_assert_true (g_file_set_contents (copy, calendar, -1, &error));
    }
  g_assert_true (g_file_get_contents (g_getenv ("TOG_DEMO_FILE"), &demo, NULL, &error));
  text = g_string_new (demo);
  g_assert_cmpuint (g_string_replace (text, before, after, 0), ==, 1);
  g_assert_true (g_file_set_contents (path, text->str, text->len, &error));
  report = run (self, "import", path);
}

void
tog_test_server_start (TogTestServer *self)
{
  const char *listen = self->address != NULL ? self->address + strlen ("http://") : "127.0.0.1:0";
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  self->process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                        &error,
                        g_getenv ("TOG_SERVER"),
                        "serve",
                        "--quiet",
                        "--database",
                        self->database,
                        "--listen",
                        listen,
                        "--mail-folder",
                        self->directory,
                        NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  do
    {
      g_free (line);
      line = g_data_input_stream_read_line (output, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (line);
    }
  while (!g_str_has_prefix (line, LISTENING));
  g_free (self->address);
  self->address = g_strdup (line + strlen (LISTENING));
}

/* As a power cut would. */
void
tog_test_server_kill (TogTestServer *self)
{
  if (self->process == NULL)
    return;
  g_subprocess_send_signal (self->process, SIGKILL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
}

/* As a machine that hangs. */
void
tog_test_server_pause (TogTestServer *self, gboolean pause)
{
  g_subprocess_send_signal (self->process, pause ? SIGSTOP : SIGCONT);
}
