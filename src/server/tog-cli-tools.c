#include "config.h"

#include "tog-cli.h"

#include "tog-command.h"
#include "tog-database.h"
#include "tog-import.h"
#include "tog-outbox.h"
#include "tog-text.h"
#include "tog-token.h"

#include <errno.h>
#include <gio/gio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_DATABASE "together.db"

#define MAX_ORGANIZATION_BYTES (8 * 1024 * 1024)

/**
 * tog_cli_find_database:
 * @path: (transfer full) (nullable): what --database says
 *
 * Finds the database: by @path, or else $TOGETHER_DATABASE, or together.db in the
 * working folder. A link is followed, since what keeps two processes from
 * writing to one database is named after it.
 *
 * Returns: (transfer full): where it is
 */
char *
tog_cli_find_database (char *path)
{
  g_autofree char *given = path;
  g_autofree char *resolved = NULL;
  const char *variable = g_getenv ("TOGETHER_DATABASE");

  if (given == NULL)
    given = g_strdup (variable != NULL && *variable != '\0' ? variable : DEFAULT_DATABASE);
  if (g_file_test (given, G_FILE_TEST_IS_SYMLINK))
    resolved = realpath (given, NULL);
  return resolved != NULL ? g_steal_pointer (&resolved) : g_steal_pointer (&given);
}

/**
 * tog_cli_check_folder:
 * @database: where it is or shall be made
 * @error: return location
 *
 * Returns: whether the folder that the database is to be in is there
 */
gboolean
tog_cli_check_folder (const char *database, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (database);

  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_NOT_FOUND,
               "There is no folder “%s” to keep the database in",
               folder);
  return FALSE;
}

/**
 * tog_cli_parse:
 * @context: (transfer none): the options of a subcommand
 * @command: its name
 * @argc: (inout): number of arguments
 * @argv: (inout): the arguments
 *
 * Reads the options of a subcommand, and says what is wrong with them.
 *
 * Returns: whether they are right
 */
gboolean
tog_cli_parse (GOptionContext *context, const char *command, int *argc, char ***argv)
{
  g_autofree char *name = g_strconcat ("together-server ", command, NULL);
  g_autoptr (GError) error = NULL;

  g_set_prgname (name);
  if (g_option_context_parse (context, argc, argv, &error))
    return TRUE;
  g_printerr ("%s\nSee “%s --help”.\n", error->message, name);
  return FALSE;
}

/**
 * tog_cli_fail:
 * @error: what went wrong
 *
 * Says what went wrong.
 *
 * Returns: the status to exit with
 */
int
tog_cli_fail (const GError *error)
{
  g_printerr ("together-server: %s\n", error->message);
  return 1;
}

/* Reads the arguments of a subcommand that has the option --database and takes
 * one argument, or none. Returns: that argument, "" for none, NULL if it is wrong */
static char *
read_arguments (const char *command,
                const char *argument,
                const char *summary,
                const GOptionEntry *more,
                char **database,
                int argc,
                char *argv[])
{
  const GOptionEntry entries[] = {
    { "database",
      'd',
      0,
      G_OPTION_ARG_FILENAME,
      database,
      "The database (default: $TOGETHER_DATABASE or " DEFAULT_DATABASE ")",
      "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (argument);
  int wanted = argument != NULL ? 2 : 1;

  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, NULL);
  if (more != NULL)
    g_option_context_add_main_entries (context, more, NULL);
  if (!tog_cli_parse (context, command, &argc, &argv))
    return NULL;
  if (argc < wanted)
    {
      g_printerr ("together-server %s: %s is missing: together-server %s [OPTION…] %s\n"
                  "See “together-server %s --help”.\n",
                  command,
                  argument,
                  command,
                  argument,
                  command);
      return NULL;
    }
  if (argc > wanted)
    {
      g_printerr ("together-server %s: “%s” is not expected here\n"
                  "See “together-server %s --help”.\n",
                  command,
                  argv[wanted],
                  command);
      return NULL;
    }
  *database = tog_cli_find_database (*database);
  return g_strdup (argument != NULL ? argv[1] : "");
}

/* Only who serves or imports makes a database: a name that was mistyped elsewhere
 * is said to be one. */
static gboolean
check_database (const char *database, GError **error)
{
  if (g_file_test (database, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_NOT_FOUND,
               "There is no database “%s”: name another by --database, or make it by “import”",
               database);
  return FALSE;
}

static int
send_words (const char *database, const char *const *words)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (!check_database (database, &error) || !tog_command_send (database, words, out, &error))
    return tog_cli_fail (error);
  g_print ("%s", out->str);
  return 0;
}

/* Reads an organization file, no further than one may be long. Returns: its text */
static char *
load_file (const char *path, GError **error)
{
  const gsize limit = MAX_ORGANIZATION_BYTES;
  g_autofree char *text = g_malloc (limit + 2);
  FILE *stream = fopen (path, "re");
  gsize length = stream != NULL ? fread (text, 1, limit + 1, stream) : 0;
  int code = stream == NULL || ferror (stream) ? errno : 0;

  if (stream != NULL)
    fclose (stream);
  if (code != 0)
    {
      g_autofree char *reason = tog_text_dup_clause (g_strerror (code));

      g_set_error (
          error, G_IO_ERROR, g_io_error_from_errno (code), "“%s” can't be read: %s", path, reason);
      return NULL;
    }
  text[length] = '\0';
  if (length <= limit && strlen (text) == length)
    return g_steal_pointer (&text);
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_INVALID_DATA,
               "“%s” is not an organization file, or is longer than %d MiB",
               path,
               (int) (limit / (1024 * 1024)));
  return NULL;
}

/* What is wrong in a file is said with its line; here it is known in which file. */
static int
fail_in_file (const char *path, GError **error)
{
  if (g_str_has_prefix ((*error)->message, "line "))
    g_prefix_error (error, "%s, ", path);
  return tog_cli_fail (*error);
}

/* What a server is sent: the files' texts, not their names, for it runs as a user
 * of its own that need not be allowed to read them. */
static GPtrArray *
make_import (const char *text, GHashTable *calendars)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer name, bytes;

  g_ptr_array_add (words, g_strdup ("import"));
  g_ptr_array_add (words, g_strdup (text));
  g_hash_table_iter_init (&iter, calendars);
  while (g_hash_table_iter_next (&iter, &name, &bytes))
    {
      g_ptr_array_add (words, g_strdup (name));
      g_ptr_array_add (words, g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
    }
  g_ptr_array_add (words, NULL);
  return words;
}

int
tog_cli_import (int argc, char *argv[])
{
  g_autofree char *database = NULL;
  g_autofree char *file = read_arguments (
      "import",
      "FILE",
      "Brings an organization into the database, or up to date with its file. What the file\n"
      "does not name any more is set aside, nothing is deleted. A file with a mistake in it\n"
      "changes nothing.",
      NULL,
      &database,
      argc,
      argv);
  g_autofree char *absolute = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GHashTable) calendars = NULL;
  g_autoptr (GPtrArray) words = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (file == NULL)
    return 2;
  text = load_file (file, &error);
  if (text == NULL || !tog_cli_check_folder (database, &error))
    return tog_cli_fail (error);

  absolute = g_canonicalize_filename (file, NULL);
  folder = g_path_get_dirname (absolute);
  calendars = tog_import_load_calendars (text, strlen (text), folder, tog_clock_now (), &error);
  if (calendars == NULL)
    return fail_in_file (file, &error);
  words = make_import (text, calendars);
  if (!tog_command_send (database, (const char *const *) words->pdata, out, &error))
    return fail_in_file (file, &error);
  g_print ("%s", out->str);
  return 0;
}

int
tog_cli_token (int argc, char *argv[])
{
  g_autofree char *database = NULL;
  g_autofree char *organization = NULL;
  int days = TOG_TOKEN_DEFAULT_DAYS;
  const GOptionEntry entries[] = {
    { "organization",
      'o',
      0,
      G_OPTION_ARG_STRING,
      &organization,
      "The member's organization, where several have one of that address",
      "ID" },
    { "days", 0, 0, G_OPTION_ARG_INT, &days, "How long it is good for (default: 365)", "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *email =
      read_arguments ("token",
                      "EMAIL",
                      "Makes an access token for a member and prints it. It can't be shown again.",
                      entries,
                      &database,
                      argc,
                      argv);
  g_autofree char *text = NULL;

  if (email == NULL)
    return 2;
  if (days < 1 || days > 3650)
    {
      g_printerr ("together-server: --days must be from 1 to 3650\n");
      return 2;
    }
  text = g_strdup_printf ("%d", days);
  return send_words (database,
                     (const char *const[]){
                         "token", email, organization != NULL ? organization : "", text, NULL });
}

int
tog_cli_tokens (int argc, char *argv[])
{
  g_autofree char *database = NULL;
  g_autofree char *nothing = read_arguments (
      "tokens",
      NULL,
      "Lists the access tokens, a line each: name, member, organization, when it was made,\n"
      "when it expires, when it was revoked. The tokens themselves are not kept.",
      NULL,
      &database,
      argc,
      argv);

  return nothing != NULL ? send_words (database, (const char *const[]){ "tokens", NULL }) : 2;
}

int
tog_cli_revoke (int argc, char *argv[])
{
  g_autofree char *database = NULL;
  g_autofree char *name = read_arguments (
      "revoke",
      "NAME",
      "Makes an access token useless at once. NAME is what “tokens” shows, or the token itself.",
      NULL,
      &database,
      argc,
      argv);

  return name != NULL ? send_words (database, (const char *const[]){ "revoke", name, NULL }) : 2;
}

int
tog_cli_outbox (int argc, char *argv[])
{
  g_autofree char *database = NULL;
  gboolean all = FALSE;
  const GOptionEntry entries[] = {
    { "all",
      'a',
      0,
      G_OPTION_ARG_NONE,
      &all,
      "List also the last that were sent or written",
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *nothing = read_arguments (
      "outbox",
      NULL,
      "Shows the mails that wait to be sent or could not be, and why, and how many\n"
      "went well.",
      entries,
      &database,
      argc,
      argv);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (nothing == NULL)
    return 2;
  if (!check_database (database, &error) || !tog_outbox_print (database, all, out, &error))
    return tog_cli_fail (error);
  g_print ("%s", out->str);
  return 0;
}
