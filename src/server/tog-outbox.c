#include "config.h"

#include "tog-outbox.h"

#include "tog-database.h"
#include "tog-time.h"

#define N_LAST_DONE 20

enum
{
  ID,
  STATE,
  TRIES,
  WHEN,
  METHOD,
  RECIPIENT,
  SESSION,
  DETAIL,
  N_COLUMNS
};

static const char *const HEADINGS[N_COLUMNS] = { "ID",     "STATE", "TRIES",   "WHEN",
                                                 "METHOD", "TO",    "SESSION", "DETAIL" };

/* When it is tried next, or was done with; nothing is tried again that failed. */
#define SELECT_MAIL                                                                                \
  "SELECT mail.id, mail.state, attempts, "                                                         \
  "iif (mail.state IN ('failed', 'dropped'), NULL, coalesce (sent_at, due_at)), method, "          \
  "member.email, "                                                                                 \
  "planned_session.title || ' (' || session.key || ')', coalesce (last_error, file) FROM mail "    \
  "JOIN member ON member.id = recipient_id JOIN session ON session.id = session_id "               \
  "JOIN planned_session ON planned_session.id = planned_session_id "

static char *
dup_cell (TogStatement *row, int column)
{
  char time[TOG_INSTANT_LENGTH + 1];

  if (tog_statement_is_null (row, column))
    return g_strdup ("-");
  if (column == WHEN)
    {
      tog_instant_write (tog_statement_get_int (row, column), time);
      return g_strdup (time);
    }
  if (column == ID || column == TRIES)
    return g_strdup_printf ("%" G_GINT64_FORMAT, tog_statement_get_int (row, column));

  /* A line each, whatever is in a title. */
  return g_strdelimit (g_strdup (tog_statement_get_text (row, column)), "\n\r\t\v\f\033", ' ');
}

static char **
dup_row (TogStatement *row)
{
  char **cells = g_new0 (char *, N_COLUMNS + 1);

  for (int column = 0; column < N_COLUMNS; column++)
    cells[column] = dup_cell (row, column);
  return cells;
}

static gboolean
read_rows (TogDb *db, const char *sql, GPtrArray *rows, GError **error)
{
  g_autoptr (TogStatement) list = tog_db_prepare (db, sql, error);
  TogStep step;

  if (list == NULL)
    return FALSE;
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    g_ptr_array_add (rows, dup_row (list));
  return step == TOG_STEP_DONE;
}

static void
print_line (GString *out, const char *const *cells, const int *widths)
{
  for (int column = 0; column < N_COLUMNS; column++)
    {
      int missing = widths[column] - (int) g_utf8_strlen (cells[column], -1);

      g_string_append (out, cells[column]);
      g_string_append_printf (out, "%*s", column < N_COLUMNS - 1 ? missing + 2 : 0, "");
    }
  g_string_append_c (out, '\n');
}

static void
print_table (GString *out, GPtrArray *rows)
{
  int widths[N_COLUMNS];

  for (int column = 0; column < N_COLUMNS; column++)
    {
      widths[column] = (int) g_utf8_strlen (HEADINGS[column], -1);
      for (guint i = 0; i < rows->len; i++)
        {
          char **cells = g_ptr_array_index (rows, i);

          widths[column] = MAX (widths[column], (int) g_utf8_strlen (cells[column], -1));
        }
    }
  print_line (out, HEADINGS, widths);
  for (guint i = 0; i < rows->len; i++)
    print_line (out, g_ptr_array_index (rows, i), widths);
}

/* How much is not in the table: all that went well. */
static gboolean
print_done (TogDb *db, GString *out, GError **error)
{
  g_autoptr (TogStatement) count = tog_db_prepare (
      db,
      "SELECT count (*) FILTER (WHERE state = 'sent'), count (*) FILTER (WHERE state = 'written'), "
      "max (file) FROM mail",
      error);
  gint64 n_sent, n_written;

  if (count == NULL || tog_statement_step (count, error) != TOG_STEP_ROW)
    return FALSE;
  n_sent = tog_statement_get_int (count, 0);
  n_written = tog_statement_get_int (count, 1);
  if (n_sent > 0)
    g_string_append_printf (out, "Sent to the relay: %" G_GINT64_FORMAT "\n", n_sent);
  if (n_written > 0)
    {
      g_autofree char *folder = g_path_get_dirname (tog_statement_get_text (count, 2));

      g_string_append_printf (out,
                              "Not sent, for want of a relay, but written to files in %s: "
                              "%" G_GINT64_FORMAT "\n",
                              folder,
                              n_written);
    }
  return TRUE;
}

/**
 * tog_outbox_print:
 * @database: path of the database
 * @all: whether to list also those that were sent or written last
 * @out: the table is appended
 * @error: return location
 *
 * Prints, for the operator, the mails that wait and those that failed, a line
 * each, and how many went well. A mail that only became a file is not called sent.
 *
 * Returns: whether the database could be read
 */
gboolean
tog_outbox_print (const char *database, gboolean all, GString *out, GError **error)
{
  g_autoptr (TogDb) db = tog_database_open (database, TOG_DB_READER, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  if (db == NULL ||
      !read_rows (
          db, SELECT_MAIL "WHERE mail.state = 'pending' ORDER BY due_at, mail.id", rows, error) ||
      !read_rows (db, SELECT_MAIL "WHERE mail.state = 'failed' ORDER BY mail.id DESC", rows, error))
    return FALSE;
  if (all &&
      !read_rows (db,
                  SELECT_MAIL "WHERE mail.state IN ('sent', 'written', 'dropped') "
                              "ORDER BY coalesce (sent_at, mail.created_at) DESC, mail.id DESC "
                              "LIMIT " G_STRINGIFY (N_LAST_DONE),
                  rows,
                  error))
    return FALSE;

  if (rows->len > 0)
    print_table (out, rows);
  else
    g_string_append (out, "No mail waits, and none failed.\n");
  return print_done (db, out, error);
}
