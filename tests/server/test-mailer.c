#include "config.h"

#include "tog-mailer.h"

#include "tog-database.h"
#include "tog-import.h"
#include "tog-outbox.h"
#include "tog-test-files.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* How often, and how long in between, a test looks whether something came about. */
#define N_LOOKS 2000
#define LOOK_USEC 10000

typedef struct
{
  char *folder;
  char *database;
  char *mails; /* the folder where mails arrive */
  TogWriter *writer;
  TogMailOptions options;
  TogMailer *mailer;
  GPid sink;
  int sink_input;
  int port;
} Fixture;

#define ORGANIZATION                                                                               \
  "{ \"format\": 1, \"organization\": { \"id\": \"o\", \"name\": \"Méridien\" },\n"               \
  "\"members\": [{ \"id\": \"a\", \"name\": \"Ann\", \"email\": \"%s@o.example\", "                \
  "\"zone\": \"Europe/Lisbon\" },\n"                                                               \
  "{ \"id\": \"b\", \"name\": \"Bo\", \"email\": \"bo@o.example\", \"zone\": \"Asia/Kathmandu\" "  \
  "}],\n"                                                                                          \
  "\"programs\": [{ \"id\": \"p\", \"name\": \"P\", \"kind\": \"1-on-1\", \"planned_sessions\": "  \
  "[{ \"id\": \"s\", \"title\": \"A session\", \"duration\": 30 }] }],\n"                          \
  "\"matches\": [{ \"id\": \"m\", \"program\": \"p\", \"mentor\": \"a\", \"mentee\": \"b\", "      \
  "\"sessions\": [{ \"planned_session\": \"s\", \"state\": \"scheduled\", "                        \
  "\"start\": \"2026-11-24T10:00:00Z\" }] }] }"

static gboolean
import_cb (TogDb *db, gpointer data, GError **error)
{
  g_autoptr (GString) report = g_string_new (NULL);

  return tog_import_text (db, data, strlen (data), NULL, tog_clock_now (), report, error);
}

static gboolean
exec_cb (TogDb *db, gpointer data, GError **error)
{
  return tog_db_exec (db, data, error);
}

static void
exec (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;

  tog_writer_run (fixture->writer, exec_cb, (gpointer) sql, &error);
  g_assert_no_error (error);
}

static char *
query (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogDb) db = tog_database_open (fixture->database, TOG_DB_READER, &error);
  g_autoptr (TogStatement) statement = NULL;

  g_assert_no_error (error);
  statement = tog_db_prepare (db, sql, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tog_statement_step (statement, &error), ==, TOG_STEP_ROW);
  return g_strdup (tog_statement_get_text (statement, 0));
}

static void
wait_for (Fixture *fixture, const char *sql, const char *expected)
{
  g_autofree char *answer = NULL;

  for (guint i = 0; i < N_LOOKS; i++)
    {
      g_free (answer);
      answer = query (fixture, sql);
      if (g_strcmp0 (answer, expected) == 0)
        return;
      g_usleep (LOOK_USEC);
    }
  g_error ("“%s” stays “%s” and does not become “%s”", sql, answer, expected);
}

static void
add_mails (Fixture *fixture, const char *who)
{
  g_autofree char *text = g_strdup_printf (ORGANIZATION, who);
  g_autoptr (GError) error = NULL;

  tog_writer_run (fixture->writer, import_cb, text, &error);
  g_assert_no_error (error);
  exec (fixture,
        "INSERT INTO mail (organization_id, session_id, recipient_id, method, sequence, due_at, "
        "created_at) SELECT organization_id, session_id, member_id, 'REQUEST', 0, 0, "
        "unixepoch () FROM participant JOIN session ON session.id = session_id");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = make_folder ();
  fixture->database = g_build_filename (fixture->folder, "test.db", NULL);
  fixture->mails = g_build_filename (fixture->folder, "mails", NULL);
  g_mkdir (fixture->mails, 0700);
  fixture->writer = tog_writer_new (fixture->database, &error);
  g_assert_no_error (error);
  fixture->options.from_address = (char *) "sessions@o.example";
  fixture->options.stall_seconds = 1;
}

static void
start_mailer (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  tog_mail_options_check (&fixture->options, &error);
  g_assert_no_error (error);
  fixture->mailer =
      tog_mailer_new (fixture->database, fixture->writer, &fixture->options, tog_clock_now);
  tog_mailer_start (fixture->mailer);
}

/* What is due later is due now. */
static void
hurry (Fixture *fixture)
{
  exec (fixture, "UPDATE mail SET due_at = 0 WHERE state = 'pending'");
  tog_mailer_wake (fixture->mailer);
}

static void
start_sink (Fixture *fixture, const char *option, const char *value, const char *more)
{
  g_autofree char *script =
      g_build_filename (g_getenv ("TOG_TEST_SRCDIR"), "server", "smtp-sink.py", NULL);
  g_autofree char *port = g_strdup_printf ("%d", fixture->port);
  const char *arguments[] = {
    "/usr/bin/python3", script, fixture->mails, "--port", port, option, value, more, NULL
  };
  g_autoptr (GError) error = NULL;
  char line[16];
  FILE *stream;
  int output;

  g_spawn_async_with_pipes (NULL,
                            (char **) arguments,
                            NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL,
                            NULL,
                            NULL,
                            &fixture->sink,
                            &fixture->sink_input,
                            &output,
                            NULL,
                            &error);
  g_assert_no_error (error);
  stream = fdopen (output, "r");
  g_assert_nonnull (fgets (line, sizeof line, stream));
  fclose (stream);
  fixture->port = atoi (line);
  g_free (fixture->options.relay);
  fixture->options.relay = g_strdup_printf ("smtp://127.0.0.1:%d", fixture->port);
}

static void
stop_sink (Fixture *fixture)
{
  if (fixture->sink == 0)
    return;
  close (fixture->sink_input);
  kill (fixture->sink, SIGKILL);
  waitpid (fixture->sink, NULL, 0);
  fixture->sink = 0;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tog_mailer_free (fixture->mailer);
  stop_sink (fixture);
  tog_writer_free (fixture->writer);
  remove_folder (fixture->folder);
  g_free (fixture->database);
  g_free (fixture->mails);
  g_free (fixture->options.relay);
}

static guint
count_files (const char *folder, const char *suffix)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n_files = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n_files += g_str_has_suffix (name, suffix);
  return n_files;
}

static char *
read_first (const char *folder, const char *suffix)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, suffix))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        char *text;

        g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
        return text;
      }
  return NULL;
}

#define COUNT(state) "SELECT count (*) FROM mail WHERE state = '" state "'"

static void
test_sent (Fixture *fixture, gconstpointer data)
{
  g_autofree char *mail = NULL;
  g_autofree char *envelope = NULL;

  start_sink (fixture, NULL, NULL, NULL);
  start_mailer (fixture);
  add_mails (fixture, "ann");
  tog_mailer_wake (fixture->mailer);
  wait_for (fixture, COUNT ("sent"), "2");
  g_assert_cmpuint (count_files (fixture->mails, ".eml"), ==, 2);
  envelope = read_first (fixture->mails, "0.json");
  g_assert_nonnull (strstr (envelope, "sessions@o.example"));
  mail = read_first (fixture->mails, ".eml");
  g_assert_nonnull (strstr (mail, "Auto-Submitted: auto-generated\r\n"));
  g_assert_nonnull (strstr (mail, "method=REQUEST"));
  g_assert_nonnull (strstr (mail, "@o.example>\r\n"));

  /* Who takes part is told once that the delivery is done, not of each mail. */
  wait_for (
      fixture, "SELECT count (*) FROM change WHERE kind = 'session' AND change = 'updated'", "2");
}

/* A line that is a dot does not end the mail (RFC 5321 section 4.5.2). */
static void
test_lone_dot (Fixture *fixture, gconstpointer data)
{
  g_autofree char *mail = NULL;

  start_sink (fixture, NULL, NULL, NULL);
  start_mailer (fixture);
  add_mails (fixture, "ann");
  exec (fixture,
        "UPDATE session SET message = '.' || char (10) || '..' || char (10) || "
        "'QUIT' || char (10) || 'MAIL FROM:<x@y.example>'");
  tog_mailer_wake (fixture->mailer);
  wait_for (fixture, COUNT ("sent"), "2");
  g_assert_cmpuint (count_files (fixture->mails, ".eml"), ==, 2);
  mail = read_first (fixture->mails, ".eml");
  g_assert_nonnull (strstr (mail, "Message\r\n.\r\n..\r\nQUIT\r\nMAIL FROM:<x@y.example>\r\n"));
}

/* One address is wrong for good: the other mail goes out, and nobody tries again. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  start_sink (fixture, NULL, NULL, NULL);
  start_mailer (fixture);
  add_mails (fixture, "refused");
  tog_mailer_wake (fixture->mailer);
  wait_for (fixture, COUNT ("failed"), "1");
  wait_for (fixture, COUNT ("sent"), "1");
  wait_for (fixture,
            "SELECT last_error FROM mail WHERE state = 'failed'",
            "The relay says: 550 5.1.1 No such user here");
  wait_for (fixture, "SELECT state FROM session", "scheduled");
}

static void
test_later (Fixture *fixture, gconstpointer data)
{
  start_sink (fixture, NULL, NULL, NULL);
  start_mailer (fixture);
  add_mails (fixture, "later");
  tog_mailer_wake (fixture->mailer);
  wait_for (fixture, COUNT ("sent"), "1");
  wait_for (fixture, "SELECT attempts FROM mail WHERE state = 'pending'", "1");
  wait_for (fixture,
            "SELECT last_error FROM mail WHERE state = 'pending'",
            "The relay says: 451 4.7.1 Greylisted, come back later");
  wait_for (fixture,
            "SELECT due_at - unixepoch () BETWEEN 30 AND 66 FROM mail WHERE state = 'pending'",
            "1");

  /* The pauses grow to four hours; after three days there are no more. */
  exec (fixture, "UPDATE mail SET attempts = 7 WHERE state = 'pending'");
  hurry (fixture);
  wait_for (fixture, "SELECT attempts FROM mail WHERE state = 'pending'", "8");
  wait_for (fixture,
            "SELECT due_at - unixepoch () BETWEEN 6900 AND 8460 FROM mail WHERE state = 'pending'",
            "1");
  exec (fixture, "UPDATE mail SET attempts = 60 WHERE state = 'pending'");
  hurry (fixture);
  wait_for (fixture, "SELECT attempts FROM mail WHERE state = 'pending'", "61");
  wait_for (fixture,
            "SELECT due_at - unixepoch () BETWEEN 12900 AND 15840 FROM mail "
            "WHERE state = 'pending'",
            "1");
  exec (fixture, "UPDATE mail SET created_at = created_at - 3 * 86400 - 1 WHERE state = 'pending'");
  hurry (fixture);
  wait_for (fixture, COUNT ("failed"), "1");
}

static void
test_full_once (Fixture *fixture, gconstpointer data)
{
  start_sink (fixture, NULL, NULL, NULL);
  start_mailer (fixture);
  add_mails (fixture, "full");
  tog_mailer_wake (fixture->mailer);
  wait_for (fixture, "SELECT attempts FROM mail WHERE state = 'pending'", "1");
  hurry (fixture);
  wait_for (fixture, COUNT ("sent"), "2");
  g_assert_cmpuint (count_files (fixture->mails, ".eml"), ==, 2);
}

/* A relay that is gone costs no mail; when it is back, each goes out once. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  start_sink (fixture, NULL, NULL, NULL);
  stop_sink (fixture);
  start_mailer (fixture);
  add_mails (fixture, "ann");
  tog_mailer_wake (fixture->mailer);
  wait_for (fixture, "SELECT group_concat (state || attempts) FROM mail", "pending1,pending1");
  g_assert_cmpuint (count_files (fixture->mails, ".eml"), ==, 0);

  /* The first that gets through brings the other one along. */
  start_sink (fixture, NULL, NULL, NULL);
  exec (fixture, "UPDATE mail SET due_at = 0 WHERE id = 1");
  tog_mailer_wake (fixture->mailer);
  wait_for (fixture, COUNT ("sent"), "2");
  g_assert_cmpuint (count_files (fixture->mails, ".eml"), ==, 2);
  wait_for (fixture, "SELECT count (*) FROM mail WHERE last_error IS NULL", "2");
}

/* A relay that accepts and then is silent is given up; others' mail, which would
 * meet the same, is not tried one by one; and a stop is not held up. */
static void
test_hanging (Fixture *fixture, gconstpointer data)
{
  start_sink (fixture, "--hang", NULL, NULL);
  start_mailer (fixture);
  add_mails (fixture, "ann");
  tog_mailer_wake (fixture->mailer);
  wait_for (fixture, "SELECT group_concat (state || attempts) FROM mail", "pending1,pending1");

  fixture->options.stall_seconds = 0;
  hurry (fixture);
  g_usleep (10 * LOOK_USEC);
  g_clear_pointer (&fixture->mailer, tog_mailer_free);
  wait_for (fixture, "SELECT group_concat (state || attempts) FROM mail", "pending1,pending1");
}

/* A sender that the relay refuses is the operator's mistake, not the mail's. */
static void
test_sender_refused (Fixture *fixture, gconstpointer data)
{
  fixture->options.from_address = (char *) "blocked@o.example";
  start_sink (fixture, NULL, NULL, NULL);
  start_mailer (fixture);
  add_mails (fixture, "ann");
  tog_mailer_wake (fixture->mailer);
  wait_for (fixture, "SELECT group_concat (state || attempts) FROM mail", "pending1,pending1");
  wait_for (fixture,
            "SELECT min (last_error) FROM mail",
            "The relay says: 553 5.1.8 Nobody here sends as that");
}

/* Killed between the relay's yes and the commit: sent again, known by its id. */
static void
test_repeat (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *id = NULL;
  g_autofree char *header = NULL;

  start_sink (fixture, NULL, NULL, NULL);
  start_mailer (fixture);
  add_mails (fixture, "ann");
  exec (fixture, "DELETE FROM mail WHERE id > 1");
  tog_mailer_wake (fixture->mailer);
  wait_for (fixture, COUNT ("sent"), "1");
  exec (fixture, "UPDATE mail SET state = 'pending', sent_at = NULL");
  hurry (fixture);
  wait_for (fixture, COUNT ("sent"), "1");

  g_assert_cmpuint (count_files (fixture->mails, ".eml"), ==, 2);
  first = read_first (fixture->mails, "0.eml");
  second = read_first (fixture->mails, "1.eml");
  id = query (fixture,
              "SELECT session.key || '.0.request.' || member.key || '@o.example' FROM mail "
              "JOIN session ON session.id = session_id JOIN member ON member.id = recipient_id");
  header = g_strdup_printf ("Message-Id: <%s>\r\n", id);
  g_assert_nonnull (strcasestr (first, header));
  g_assert_nonnull (strcasestr (second, header));
}

static void
run (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL,
                (char **) arguments,
                NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                NULL,
                NULL,
                NULL,
                NULL,
                &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static void
make_certificate (const char *key, const char *certificate)
{
  run ((const char *const[]){ "openssl",
                              "req",
                              "-x509",
                              "-newkey",
                              "ec",
                              "-pkeyopt",
                              "ec_paramgen_curve:prime256v1",
                              "-nodes",
                              "-days",
                              "2",
                              "-subj",
                              "/CN=127.0.0.1",
                              "-addext",
                              "subjectAltName=IP:127.0.0.1",
                              "-keyout",
                              key,
                              "-out",
                              certificate,
                              NULL });
}

/* STARTTLS by a certificate that is trusted, and a login. */
static void
test_secure (Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = g_build_filename (fixture->folder, "key.pem", NULL);
  g_autofree char *certificate = g_build_filename (fixture->folder, "certificate.pem", NULL);
  g_autofree char *cert_option = g_strconcat ("--cert=", certificate, NULL);
  g_autofree char *key_option = g_strconcat ("--key=", key, NULL);
  g_autofree char *envelope = NULL;

  make_certificate (key, certificate);
  start_sink (fixture, cert_option, key_option, "--login=ann:sesame");
  fixture->options.ca_file = certificate;
  fixture->options.user = (char *) "ann";
  fixture->options.password = (char *) "sesame";
  start_mailer (fixture);
  add_mails (fixture, "ann");
  tog_mailer_wake (fixture->mailer);
  wait_for (fixture, COUNT ("sent"), "2");
  envelope = read_first (fixture->mails, ".json");
  g_assert_nonnull (strstr (envelope, "\"tls\": true"));
  g_assert_nonnull (strstr (envelope, "\"login\": \"ann\""));

  /* A wrong password is not the end of a mail, and is nowhere to be read. */
  g_clear_pointer (&fixture->mailer, tog_mailer_free);
  fixture->options.password = (char *) "mumble";
  exec (fixture, "UPDATE mail SET state = 'pending', due_at = 0, attempts = 0");
  start_mailer (fixture);
  wait_for (fixture, "SELECT group_concat (state || attempts) FROM mail", "pending1,pending1");
  wait_for (fixture, "SELECT count (*) FROM mail WHERE last_error LIKE '%mumble%'", "0");

  /* A certificate nobody vouches for is not trusted. */
  g_clear_pointer (&fixture->mailer, tog_mailer_free);
  fixture->options.ca_file = (char *) "/etc/ssl/certs/ca-certificates.crt";
  fixture->options.password = (char *) "sesame";
  exec (fixture, "UPDATE mail SET due_at = 0, attempts = 0");
  start_mailer (fixture);
  wait_for (fixture, "SELECT group_concat (state || attempts) FROM mail", "pending1,pending1");
  g_assert_cmpuint (count_files (fixture->mails, ".eml"), ==, 2);
  g_clear_pointer (&fixture->mailer, tog_mailer_free);
}

/* A relay that offers no encryption gets no mail if encryption is asked for. */
static void
test_no_starttls (Fixture *fixture, gconstpointer data)
{
  start_sink (fixture, NULL, NULL, NULL);
  fixture->options.ca_file = (char *) "/etc/ssl/certs/ca-certificates.crt";
  start_mailer (fixture);
  add_mails (fixture, "ann");
  tog_mailer_wake (fixture->mailer);
  wait_for (fixture, "SELECT group_concat (state || attempts) FROM mail", "pending1,pending1");
  g_assert_cmpuint (count_files (fixture->mails, ".eml"), ==, 0);
}

static void
test_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *said = NULL;

  fixture->options.folder = fixture->mails;
  said = tog_mail_options_describe (&fixture->options);
  g_assert_nonnull (strstr (said, "not sent"));
  g_assert_nonnull (strstr (said, fixture->mails));
  g_rmdir (fixture->mails);
  start_mailer (fixture);
  add_mails (fixture, "ann");
  tog_mailer_wake (fixture->mailer);
  wait_for (fixture, COUNT ("sent"), "2");
  g_assert_cmpuint (count_files (fixture->mails, ".eml"), ==, 2);

  /* The same mail is the same file. */
  exec (fixture, "UPDATE mail SET state = 'pending'");
  hurry (fixture);
  wait_for (fixture, COUNT ("sent"), "2");
  g_assert_cmpuint (count_files (fixture->mails, ""), ==, 2);
}

/* A folder that can't be written to is an error that passes. */
static void
test_bad_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = g_build_filename (fixture->folder, "test.db", NULL);

  fixture->options.folder = file;
  start_mailer (fixture);
  add_mails (fixture, "ann");
  tog_mailer_wake (fixture->mailer);
  wait_for (fixture, "SELECT group_concat (state || attempts) FROM mail", "pending1,pending1");
  g_clear_pointer (&fixture->mailer, tog_mailer_free);
}

static void
test_outbox (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) empty = g_string_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (tog_outbox_print (fixture->database, empty, &error));
  g_assert_no_error (error);
  g_assert_nonnull (strstr (empty->str, "No mail was ever to be sent"));

  start_sink (fixture, NULL, NULL, NULL);
  start_mailer (fixture);
  add_mails (fixture, "refused");
  tog_mailer_wake (fixture->mailer);
  wait_for (fixture, COUNT ("pending"), "0");
  g_assert_true (tog_outbox_print (fixture->database, out, &error));
  g_assert_no_error (error);
  g_assert_nonnull (
      strstr (out->str, "\tfailed\t1\tnever\tREQUEST\trefused@o.example\tA session ("));
  g_assert_nonnull (strstr (out->str, "\tThe relay says: 550 5.1.1 No such user here\n"));
  g_assert_nonnull (strstr (out->str, "\tsent\t1\t20"));
}

static void
test_options (void)
{
  static const struct
  {
    const char *relay;
    const char *from;
    gboolean good;
  } cases[] = {
    { "smtp://relay.example:587", "a@o.example", TRUE },
    { "smtps://relay.example", "a@o.example", TRUE },
    { "smtp://[::1]:25", "a@o.example", TRUE },
    { "http://relay.example", "a@o.example", FALSE },
    { "relay.example:25", "a@o.example", FALSE },
    { "smtp://user:secret@relay.example", "a@o.example", FALSE },
    { "smtp://relay.example/path", "a@o.example", FALSE },
    { "smtp://relay.example", "Ann <a@o.example>", FALSE },
    { "smtp://relay.example", "a@o.example\r\nBcc: x@y", FALSE },
    { NULL, "a@o.example", FALSE },
    { "smtp://relay.example", NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TogMailOptions options = { .relay = (char *) cases[i].relay,
                                       .from_address = (char *) cases[i].from };
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (tog_mail_options_check (&options, &error), ==, cases[i].good);
      g_assert_true ((error == NULL) == cases[i].good);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/mailer/P07/sent", test_sent);
  ADD ("/mailer/P18/lone-dot", test_lone_dot);
  ADD ("/mailer/P07/refused", test_refused);
  ADD ("/mailer/P07/later", test_later);
  ADD ("/mailer/P07/full-once", test_full_once);
  ADD ("/mailer/P07/gone", test_gone);
  ADD ("/mailer/P07/hanging", test_hanging);
  ADD ("/mailer/P07/sender-refused", test_sender_refused);
  ADD ("/mailer/P07/repeat", test_repeat);
  ADD ("/mailer/secure", test_secure);
  ADD ("/mailer/no-starttls", test_no_starttls);
  ADD ("/mailer/P07/folder", test_folder);
  ADD ("/mailer/P07/bad-folder", test_bad_folder);
  ADD ("/mailer/P07/outbox", test_outbox);
  g_test_add_func ("/mailer/options", test_options);
  return g_test_run ();
}
