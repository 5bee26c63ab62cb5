#include "config.h"

#include "tog-outbox.h"

#include "tog-database.h"
#include "tog-time.h"

/* Of what needs no attention any more, so many are shown. */
#define N_LAST 20

enum
{
  ID,
  STATE,
  ATTEMPTS,
  DUE_AT,
  SENT_AT,
  METHOD,
  RECIPIENT,
  TITLE,
  SESSION,
  LAST_ERROR,
};

#define SELECT_MAIL                                                                                \
  "SELECT mail.id, mail.state, attempts, due_at, sent_at, method, member.email, "                  \
  "planned_session.title, session.key, last_error FROM mail "                                      \
  "JOIN member ON member.id = recipient_id JOIN session ON session.id = session_id "               \
  "JOIN planned_session ON planned_session.id = planned_session_id "

static void
print_when (GString *out, TogStatement *row)
{
  char time[TOG_INSTANT_LENGTH + 1];
  gboolean is_sent = !tog_statement_is_null (row, SENT_AT);

  if (g_str_equal (tog_statement_get_text (row, STATE), "failed") ||
      g_str_equal (tog_statement_get_text (row, STATE), "dropped"))
    {
      g_string_append (out, "never");
      return;
    }
  tog_instant_write (tog_statement_get_int (row, is_sent ? SENT_AT : DUE_AT), time);
  g_string_append (out, time);
}

static void
print_row (GString *out, TogStatement *row)
{
  g_string_append_printf (out,
                          "%" G_GINT64_FORMAT "\t%s\t%" G_GINT64_FORMAT "\t",
                          tog_statement_get_int (row, ID),
                          tog_statement_get_text (row, STATE),
                          tog_statement_get_int (row, ATTEMPTS));
  print_when (out, row);
  g_string_append_printf (
      out,
      "\t%s\t%s\t%s (%s)\t%s\n",
      tog_statement_get_text (row, METHOD),
      tog_statement_get_text (row, RECIPIENT),
      tog_statement_get_text (row, TITLE),
      tog_statement_get_text (row, SESSION),
      tog_statement_is_null (row, LAST_ERROR) ? "-" : tog_statement_get_text (row, LAST_ERROR));
}

static gboolean
print_rows (TogDb *db, const char *sql, GString *out, guint *n_rows, GError **error)
{
  g_autoptr (TogStatement) list = tog_db_prepare (db, sql, error);
  TogStep step;

  if (list == NULL)
    return FALSE;
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      print_row (out, list);
      (*n_rows)++;
    }
  return step == TOG_STEP_DONE;
}

/**
 * tog_outbox_print:
 * @database: path of the database
 * @out: the table is appended
 * @error: return location
 *
 * Prints, for the operator, the mails that wait, those that failed, and the last
 * that came too late to be sent or were sent: a heading and one line each, columns parted by tabs.
 *
 * Returns: whether the database could be read
 */
gboolean
tog_outbox_print (const char *database, GString *out, GError **error)
{
  g_autoptr (TogDb) db = tog_database_open (database, TOG_DB_READER, error);
  guint n_rows = 0;

  if (db == NULL)
    return FALSE;
  g_string_append (out, "id\tstate\ttries\tnext try or sent\tmethod\tto\tsession\tlast error\n");
  if (!print_rows (db,
                   SELECT_MAIL "WHERE mail.state = 'pending' ORDER BY due_at, mail.id",
                   out,
                   &n_rows,
                   error) ||
      !print_rows (db,
                   SELECT_MAIL "WHERE mail.state = 'failed' ORDER BY mail.id DESC",
                   out,
                   &n_rows,
                   error) ||
      !print_rows (db,
                   SELECT_MAIL "WHERE mail.state = 'dropped' ORDER BY mail.id DESC "
                               "LIMIT " G_STRINGIFY (N_LAST),
                   out,
                   &n_rows,
                   error) ||
      !print_rows (db,
                   SELECT_MAIL "WHERE mail.state = 'sent' ORDER BY sent_at DESC, mail.id DESC "
                               "LIMIT " G_STRINGIFY (N_LAST),
                   out,
                   &n_rows,
                   error))
    return FALSE;
  if (n_rows == 0)
    g_string_append (out, "No mail was ever to be sent.\n");
  return TRUE;
}
