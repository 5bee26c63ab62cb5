#include "config.h"

#include "tog-command.h"

#include "tog-control-private.h"
#include "tog-database.h"
#include "tog-import.h"
#include "tog-lock.h"
#include "tog-mail-answer.h"
#include "tog-token.h"

#include <gio/gio.h>
#include <string.h>

typedef struct
{
  const char *const *words;
  TogImport *import;
  GString *out;
} Job;

static const char *
get_word (const Job *job, guint i)
{
  return *job->words[i] != '\0' ? job->words[i] : NULL;
}

static gboolean
import_cb (TogDb *db, gpointer data, GError **error)
{
  Job *job = data;

  return tog_import_apply (job->import, db, tog_clock_now (), job->out, error);
}

static gboolean
token_cb (TogDb *db, gpointer data, GError **error)
{
  Job *job = data;
  g_autofree char *token = tog_token_add (db,
                                          job->words[1],
                                          get_word (job, 2),
                                          g_ascii_strtoll (job->words[3], NULL, 10),
                                          tog_clock_now (),
                                          error);

  if (token == NULL)
    return FALSE;
  g_string_append_printf (job->out, "%s\n", token);
  return TRUE;
}

static gboolean
tokens_cb (TogDb *db, gpointer data, GError **error)
{
  Job *job = data;

  return tog_token_list (db, job->out, error);
}

static gboolean
answer_cb (TogDb *db, gpointer data, GError **error)
{
  Job *job = data;

  return tog_mail_answer_apply (db, job->words, tog_clock_now (), job->out, error);
}

static gboolean
revoke_cb (TogDb *db, gpointer data, GError **error)
{
  Job *job = data;

  return tog_token_revoke (db, job->words[1], tog_clock_now (), error);
}

/* The calendars are read before it is the writer's turn, so that nobody who
 * books waits for them. */
static gboolean
run_import (TogWriter *writer, Job *job, GError **error)
{
  const char *text = job->words[1];
  g_autoptr (GHashTable) calendars =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_bytes_unref);
  g_autoptr (TogImport) import = NULL;

  for (guint i = 2; job->words[i] != NULL; i += 2)
    g_hash_table_insert (calendars,
                         (gpointer) job->words[i],
                         g_bytes_new_static (job->words[i + 1], strlen (job->words[i + 1])));
  import = tog_import_new (text, strlen (text), calendars, tog_clock_now (), error);
  job->import = import;
  return import != NULL && tog_writer_run (writer, import_cb, job, error);
}

/**
 * tog_command_run:
 * @writer: of the database
 * @words: (array zero-terminated=1): what to do: "import" TEXT and for each
 *   calendar NAME TEXT, "token" EMAIL ORGANIZATION DAYS, "tokens", "revoke" NAME, or
 *   what tog_mail_answer_to_words() makes; an empty word says nothing
 * @out: what it says is appended
 * @error: return location
 *
 * Runs an operator's command that needs the writer.
 *
 * Returns: whether it was done
 */
gboolean
tog_command_run (TogWriter *writer, const char *const *words, GString *out, GError **error)
{
  static const struct
  {
    const char *name;
    guint n_words;
    TogWriteFunc func;
  } COMMANDS[] = {
    { "token", 4, token_cb },
    { "tokens", 1, tokens_cb },
    { "revoke", 2, revoke_cb },
    { TOG_MAIL_ANSWER_COMMAND, TOG_MAIL_ANSWER_N_WORDS, answer_cb },
  };
  guint n_words = g_strv_length ((char **) words);
  Job job = { .words = words, .out = out };

  if (n_words >= 2 && n_words % 2 == 0 && g_str_equal (words[0], "import"))
    return run_import (writer, &job, error);
  for (guint i = 0; i < G_N_ELEMENTS (COMMANDS); i++)
    {
      if (n_words == COMMANDS[i].n_words && g_str_equal (words[0], COMMANDS[i].name))
        return tog_writer_run (writer, COMMANDS[i].func, &job, error);
    }
  g_set_error_literal (
      error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "The server knows no such command");
  return FALSE;
}

/**
 * tog_command_send:
 * @database: path of the database
 * @words: (array zero-terminated=1): see tog_command_run()
 * @out: what it says is appended
 * @error: return location
 *
 * Runs an operator's command: by the server that has the database, or right
 * here if none does, as only one process may write.
 *
 * Returns: whether it was done
 */
gboolean
tog_command_send (const char *database, const char *const *words, GString *out, GError **error)
{
  gboolean taken;
  g_autoptr (TogLock) lock = tog_lock_take (database, &taken, error);
  g_autoptr (TogWriter) writer = NULL;
  gboolean done;

  if (taken)
    return tog_control_ask (database, words, out, error);
  if (lock == NULL)
    return FALSE;

  writer = tog_writer_new (database, error);
  if (writer == NULL)
    return FALSE;
  done = tog_command_run (writer, words, out, error);
  /* Closed before the lock is given back. */
  g_clear_pointer (&writer, tog_writer_free);
  return done;
}
