#include "config.h"

#include "tog-cli.h"

#include "tog-command.h"
#include "tog-mail-answer.h"

#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* What is not this server's to answer is taken and forgotten: the mail system shall
 * not send it back to whoever wrote it. */
static int
ignore (const char *reason)
{
  g_printerr ("together-server: the mail changes nothing: %s\n", reason);
  return EX_OK;
}

/* The mail system keeps the mail and tries again. */
static int
put_off (const char *reason)
{
  g_printerr ("together-server: %s\n", reason);
  return EX_TEMPFAIL;
}

/* Reads to the end, so that who writes is never cut off, but keeps no more than is
 * looked at. Returns: what was read */
static GByteArray *
read_all (GError **error)
{
  g_autoptr (GInputStream) stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (65536);
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, 65536, NULL, error)) > 0)
    {
      if (bytes->len <= TOG_MAIL_REPLY_MAX_BYTES)
        g_byte_array_append (bytes, buffer, (guint) n);
    }
  return n == 0 ? g_steal_pointer (&bytes) : NULL;
}

static int
receive (const char *database)
{
  g_auto (TogMailReply) reply = { 0 };
  g_autoptr (GPtrArray) words = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) mail = read_all (&error);

  if (mail == NULL)
    return put_off (error->message);
  if (!tog_mail_reply_read (&reply, (const char *) mail->data, mail->len, &error))
    return ignore (error->message);

  /* A command makes a database that is not there, which would know nobody. */
  if (!g_file_test (database, G_FILE_TEST_EXISTS))
    return put_off ("There is no such database");
  words = tog_mail_answer_to_words (&reply);
  if (!tog_command_send (database, (const char *const *) words->pdata, out, &error))
    return put_off (error->message);
  return out->len == 0 ? EX_OK : ignore (out->str);
}

int
tog_cli_receive (int argc, char *argv[])
{
  g_autofree char *database = NULL;
  const GOptionEntry entries[] = {
    { "database",
      'd',
      0,
      G_OPTION_ARG_FILENAME,
      &database,
      "The database (default: $TOGETHER_DATABASE or together.db)",
      "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (
      context,
      "Reads a mail from standard input, to be called by the mail system. Where it is a calendar\n"
      "program's answer to an invite, and from the person who was invited, it becomes their\n"
      "answer. Any other mail changes nothing; why is said on standard error.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!tog_cli_parse (context, "receive", &argc, &argv))
    return EX_TEMPFAIL;
  if (argc > 1)
    return put_off ("“receive” takes no arguments");

  database = tog_cli_find_database (g_steal_pointer (&database));
  return receive (database);
}
