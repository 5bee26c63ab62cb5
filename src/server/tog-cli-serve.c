#include "config.h"

#include "tog-cli.h"

#include "tog-command.h"
#include "tog-database.h"
#include "tog-lock.h"
#include "tog-log.h"
#include "tog-server.h"
#include "tog-text.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#ifdef HAVE_SYSTEMD
#include <systemd/sd-daemon.h>
#endif

#define DEFAULT_LISTEN "127.0.0.1:8087"
#define DEFAULT_FROM "noreply@together.invalid"

typedef struct
{
  char *database;      /* (owned) (nullable) */
  char *listen;        /* (owned) (nullable) */
  char *name;          /* (owned) (nullable) */
  char *certificate;   /* (owned) (nullable) */
  char *key;           /* (owned) (nullable) */
  char *password_file; /* (owned) (nullable) */
  char *address;       /* (owned) (nullable) */
  char *public_url;    /* (owned) (nullable) */
  GStrv networks;      /* (owned) (nullable) */
  gboolean behind_proxy;
  gboolean quiet;
  int threads;
  TogMailOptions mail; /* (owned) */
} Arguments;

static void
clear_arguments (Arguments *arguments)
{
  g_free (arguments->database);
  g_free (arguments->listen);
  g_free (arguments->name);
  g_free (arguments->certificate);
  g_free (arguments->key);
  g_free (arguments->password_file);
  g_free (arguments->address);
  g_free (arguments->public_url);
  g_strfreev (arguments->networks);
  g_free (arguments->mail.relay);
  g_free (arguments->mail.user);
  g_free (arguments->mail.password);
  g_free (arguments->mail.ca_file);
  g_free (arguments->mail.from_address);
  g_free (arguments->mail.from_name);
  g_free (arguments->mail.folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, clear_arguments)

static GOptionContext *
make_context (Arguments *to)
{
  const GOptionEntry entries[] = {
    { "database",
      'd',
      0,
      G_OPTION_ARG_FILENAME,
      &to->database,
      "The database, made if it is not there (default: $TOGETHER_DATABASE or together.db)",
      "FILE" },
    { "listen",
      'l',
      0,
      G_OPTION_ARG_STRING,
      &to->listen,
      "IP address and port; port 0 takes a free one (default: " DEFAULT_LISTEN ")",
      "HOST:PORT" },
    { "name",
      0,
      0,
      G_OPTION_ARG_STRING,
      &to->name,
      "What the server calls itself (default: the organization's name)",
      "NAME" },
    { "certificate",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &to->certificate,
      "Encrypt with this certificate chain (PEM)",
      "FILE" },
    { "key", 0, 0, G_OPTION_ARG_FILENAME, &to->key, "The certificate's key (PEM)", "FILE" },
    { "behind-proxy",
      0,
      0,
      G_OPTION_ARG_NONE,
      &to->behind_proxy,
      "A reverse proxy in front encrypts and sets X-Forwarded-For",
      NULL },
    { "public-url",
      0,
      0,
      G_OPTION_ARG_STRING,
      &to->public_url,
      "URL by which members reach it, for calendar feeds (default: where it listens)",
      "URL" },
    { "calendar-network",
      0,
      0,
      G_OPTION_ARG_STRING_ARRAY,
      &to->networks,
      "Read members' published calendars also from this network, such as an intranet's "
      "(default: only from public addresses, by https)",
      "ADDRESS/BITS" },
    { "threads",
      0,
      0,
      G_OPTION_ARG_INT,
      &to->threads,
      "How many threads answer requests (default: 2)",
      "N" },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &to->quiet, "Do not log each request", NULL },
    { "smtp",
      0,
      0,
      G_OPTION_ARG_STRING,
      &to->mail.relay,
      "Send mail by this relay: smtp://HOST:PORT or smtps://HOST:PORT",
      "URL" },
    { "smtp-user", 0, 0, G_OPTION_ARG_STRING, &to->mail.user, "Log in at the relay", "NAME" },
    { "smtp-password-file",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &to->password_file,
      "File that holds the relay's password",
      "FILE" },
    { "smtp-ca-file",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &to->mail.ca_file,
      "Trust the authorities in this file (PEM) instead of the system's",
      "FILE" },
    { "smtp-insecure",
      0,
      0,
      G_OPTION_ARG_NONE,
      &to->mail.insecure,
      "Let mail go to another machine's relay unencrypted",
      NULL },
    { "mail-from",
      0,
      0,
      G_OPTION_ARG_STRING,
      &to->mail.from_address,
      "Address that invites come from; needed with --smtp",
      "ADDRESS" },
    { "mail-from-name",
      0,
      0,
      G_OPTION_ARG_STRING,
      &to->mail.from_name,
      "Name that invites come from (default: the organization's)",
      "NAME" },
    { "mail-folder",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &to->mail.folder,
      "Without --smtp, write mails here as .eml files (default: mail, beside the database)",
      "DIR" },
    G_OPTION_ENTRY_NULL,
  };
  GOptionContext *context = g_option_context_new (NULL);

  g_option_context_set_summary (context,
                                "Serves organizations to together-scheduler over HTTP, until "
                                "SIGTERM or SIGINT.\nWithout a certificate or a proxy it listens "
                                "on a loopback address only.");
  g_option_context_add_main_entries (context, entries, NULL);
  return context;
}

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);
  return FALSE;
}

/* "127.0.0.1:80", "[::1]:80" */
static gboolean
parse_listen (const char *text, char **address, guint16 *port, GError **error)
{
  const char *colon = strrchr (text, ':');
  guint64 value;

  if (colon == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &value, NULL))
    return fail (error, "--listen must be HOST:PORT, such as " DEFAULT_LISTEN);
  *port = value;
  if (text[0] == '[' && colon > text + 1 && colon[-1] == ']')
    *address = g_strndup (text + 1, colon - text - 2);
  else if (g_str_has_prefix (text, "localhost:"))
    *address = g_strdup ("127.0.0.1");
  else
    *address = g_strndup (text, colon - text);
  return TRUE;
}

static gboolean
is_on_this_machine (GUri *uri)
{
  static const char *const hosts[] = { "localhost", "127.0.0.1", "::1", NULL };

  return g_uri_get_host (uri) != NULL && g_strv_contains (hosts, g_uri_get_host (uri));
}

/* Whatever is behind the host is a path in front of ours. */
static gboolean
check_public_url (Arguments *arguments, GError **error)
{
  char *url = arguments->public_url;
  g_autoptr (GUri) uri = NULL;

  if (url == NULL)
    return TRUE;
  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || !tog_text_check_url (url, is_on_this_machine (uri) ? "http" : "https", NULL) ||
      g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL ||
      g_uri_get_userinfo (uri) != NULL)
    return fail (error, "--public-url must be like https://together.meridian.example");
  if (g_str_has_suffix (url, "/"))
    url[strlen (url) - 1] = '\0';
  return TRUE;
}

static gboolean
complete_mail (Arguments *arguments, GError **error)
{
  TogMailOptions *mail = &arguments->mail;

  if (arguments->password_file != NULL)
    {
      if (!g_file_get_contents (arguments->password_file, &mail->password, NULL, error))
        return FALSE;
      mail->password[strcspn (mail->password, "\r\n")] = '\0';
    }
  if (mail->relay != NULL && mail->from_address == NULL)
    return fail (error, "--smtp needs --mail-from with the address that invites come from");
  if (mail->from_address == NULL)
    mail->from_address = g_strdup (DEFAULT_FROM);
  if (mail->relay == NULL && mail->folder == NULL)
    {
      g_autofree char *folder = g_path_get_dirname (arguments->database);

      mail->folder = g_build_filename (folder, "mail", NULL);
    }
  return tog_mail_options_check (mail, error);
}

/* Mail that can be neither sent nor written should not be found out by whoever books. */
static gboolean
make_mail_folder (const Arguments *arguments, GError **error)
{
  const char *folder = arguments->mail.folder;
  g_autofree char *reason = NULL;
  int code;

  if (arguments->mail.relay != NULL ||
      (g_mkdir_with_parents (folder, 0700) == 0 && g_access (folder, W_OK | X_OK) == 0))
    return TRUE;

  code = errno;
  reason = tog_text_dup_clause (g_strerror (code));
  g_set_error (error,
               G_FILE_ERROR,
               g_file_error_from_errno (code),
               "Mails can't be written to the folder “%s”: %s",
               folder,
               reason);
  return FALSE;
}

/* Says what comes next to whoever has just begun. */
static gboolean
greet_empty (const char *database, GError **error)
{
  g_autoptr (TogDb) db = tog_database_open (database, TOG_DB_READER, error);
  g_autoptr (TogStatement) find =
      db != NULL ? tog_db_prepare (db, "SELECT 1 FROM organization LIMIT 1", error) : NULL;
  TogStep step = find != NULL ? tog_statement_step (find, error) : TOG_STEP_ERROR;

  if (step == TOG_STEP_DONE)
    g_message ("There is no organization in %s yet: bring one in by “together-server import "
               "--database %s FILE”, also while this runs",
               database,
               database);
  return step != TOG_STEP_ERROR;
}

static gboolean
stop_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static void
ran_cb (gpointer data)
{
  tog_server_wake (data);
}

static void
notify_systemd (const char *state)
{
#ifdef HAVE_SYSTEMD
  sd_notify (0, state);
#endif
}

static gboolean
serve (Arguments *arguments, const TogServerOptions *options, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *mail = tog_mail_options_describe (&arguments->mail);
  g_autofree char *address = NULL;
  g_autoptr (TogServer) server = tog_server_new (options, error);
  g_autoptr (TogControl) control = NULL;

  if (server == NULL || !tog_server_start (server, error) ||
      !greet_empty (arguments->database, error))
    return FALSE;
  control =
      tog_control_new (arguments->database, tog_server_get_writer (server), ran_cb, server, error);
  if (control == NULL)
    return FALSE;

  g_unix_signal_add (SIGTERM, stop_cb, loop);
  g_unix_signal_add (SIGINT, stop_cb, loop);
  g_message ("%s", mail);
  if (arguments->behind_proxy && arguments->public_url == NULL)
    g_message ("Calendar feeds need --public-url: nobody else knows by what URL this is reached");
  address = tog_server_dup_address (server);
  g_print ("Listening on %s\n", address);
  fflush (stdout);

  notify_systemd ("READY=1");
  g_main_loop_run (loop);
  notify_systemd ("STOPPING=1");
  return TRUE;
}

int
tog_cli_serve (int argc, char *argv[])
{
  g_auto (Arguments) arguments = { 0 };
  g_autoptr (GOptionContext) context = make_context (&arguments);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogLock) lock = NULL;
  TogServerOptions options = { .mail = &arguments.mail };
  gboolean taken;

  if (!tog_cli_parse (context, "serve", &argc, &argv))
    return 2;
  if (argc > 1)
    {
      g_printerr ("together-server: “%s” is not expected here\n", argv[1]);
      return 2;
    }

  /* A peer that hangs up, and a file at its largest, are errors to handle. */
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);
  tog_log_install (arguments.quiet);

  arguments.database = tog_cli_find_database (arguments.database);
  if (arguments.threads < 0 || arguments.threads > 64)
    {
      g_printerr ("together-server: --threads must be from 1 to 64\n");
      return 2;
    }
  if (!parse_listen (arguments.listen != NULL ? arguments.listen : DEFAULT_LISTEN,
                     &arguments.address,
                     &options.port,
                     &error) ||
      !check_public_url (&arguments, &error) || !complete_mail (&arguments, &error))
    return tog_cli_fail (error);

  if (!tog_cli_check_folder (arguments.database, &error) || !make_mail_folder (&arguments, &error))
    return tog_cli_fail (error);
  lock = tog_lock_take (arguments.database, &taken, &error);
  if (taken)
    {
      g_printerr ("together-server: another process has “%s”\n", arguments.database);
      return 1;
    }
  if (lock == NULL)
    return tog_cli_fail (error);

  options.database = arguments.database;
  options.reserve_log = TRUE;
  options.address = arguments.address;
  options.name = arguments.name;
  options.certificate = arguments.certificate;
  options.key = arguments.key;
  options.behind_proxy = arguments.behind_proxy;
  options.public_url = arguments.public_url;
  options.calendar_networks = (const char *const *) arguments.networks;
  options.n_threads = arguments.threads;
  if (!serve (&arguments, &options, &error))
    return tog_cli_fail (error);
  g_message ("Stopped; what was begun is finished");
  return 0;
}
