#include "config.h"

#include "tog-reminder-queue.h"

/* How many are looked at in one transaction, so that nobody who books waits long. */
#define MAX_ROWS 100

/* Reminders for the last hour are good until the session starts. */
#define LAST_HOUR 60

/**
 * tog_reminder_is_timely:
 * @start: when the session starts
 * @minutes: how long before that somebody wants to be reminded
 * @now: the present
 *
 * Says whether a reminder still makes sense. One for the last hour does until the
 * start; an earlier one for half of its time, as later it would be news of the
 * wrong day.
 *
 * Returns: whether it is due and not too late
 */
gboolean
tog_reminder_is_timely (TogInstant start, gint64 minutes, TogInstant now)
{
  TogInstant due = start - minutes * TOG_MINUTE;
  TogInstant too_late = minutes <= LAST_HOUR ? start : start - minutes * TOG_MINUTE / 2;

  return due <= now && now < too_late;
}

/**
 * tog_reminder_queue_next:
 * @db: a connection
 * @due: (out): when the next is due
 * @found: (out): whether there is one
 * @error: return location
 *
 * Returns: whether it could be looked up
 */
gboolean
tog_reminder_queue_next (TogDb *db, TogInstant *due, gboolean *found, GError **error)
{
  g_autoptr (TogStatement) find =
      tog_db_prepare (db, "SELECT due_at FROM reminder ORDER BY due_at LIMIT 1", error);
  TogStep step;

  if (find == NULL)
    return FALSE;
  step = tog_statement_step (find, error);
  *found = step == TOG_STEP_ROW;
  if (*found)
    *due = tog_statement_get_int (find, 0);
  return step != TOG_STEP_ERROR;
}

typedef struct
{
  TogInstant due;
  gint64 session;
  gint64 minutes;
} Row;

static GArray *
list_due (TogDb *db, TogInstant now, GError **error)
{
  g_autoptr (TogStatement) list =
      tog_db_prepare (db,
                      "SELECT due_at, session_id, minutes FROM reminder WHERE due_at <= :now "
                      "ORDER BY due_at LIMIT :limit",
                      error);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  TogStep step;

  if (list == NULL)
    return NULL;
  tog_statement_bind_int (list, ":now", now);
  tog_statement_bind_int (list, ":limit", MAX_ROWS);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      Row row = { tog_statement_get_int (list, 0),
                  tog_statement_get_int (list, 1),
                  tog_statement_get_int (list, 2) };

      g_array_append_val (rows, row);
    }
  return step == TOG_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}

/* Nobody is reminded of what isn't at that time any more, of what they don't come
 * to, of what they were invited to only after the reminder would have been due, or
 * twice of the same. */
static gboolean
queue_mails (TogDb *db, const Row *row, TogInstant now, guint *n_mails, GError **error)
{
  g_autoptr (TogStatement) insert = tog_db_prepare (
      db,
      "INSERT OR IGNORE INTO mail (organization_id, session_id, recipient_id, method, sequence, "
      "about, due_at, created_at) SELECT session.organization_id, session.id, member.id, "
      "'REMINDER', sequence, :minutes, :now, :now FROM session "
      "JOIN participant ON session_id = session.id JOIN member ON member.id = member_id "
      "WHERE session.id = :session AND session.state = 'scheduled' "
      "AND starts_at - :minutes * 60 = :due AND answer <> 'declined' AND active "
      "AND EXISTS (SELECT 1 FROM json_each (member.reminders, '$.mail') WHERE value = :minutes) "
      "AND NOT EXISTS (SELECT 1 FROM mail AS invite WHERE invite.session_id = session.id "
      "AND invite.recipient_id = member.id AND invite.method = 'REQUEST' "
      "AND invite.sequence = session.sequence AND invite.created_at > :due)",
      error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", row->session);
  tog_statement_bind_int (insert, ":minutes", row->minutes);
  tog_statement_bind_int (insert, ":due", row->due);
  tog_statement_bind_int (insert, ":now", now);
  if (!tog_statement_run (insert, error))
    return FALSE;
  *n_mails += (guint) tog_db_get_changes (db);
  return TRUE;
}

static gboolean
run_for_row (TogDb *db, const char *sql, const Row *row, GError **error)
{
  g_autoptr (TogStatement) statement = tog_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_int (statement, ":session", row->session);
  tog_statement_bind_int (statement, ":minutes", row->minutes);
  tog_statement_bind_int (statement, ":due", row->due);
  return tog_statement_run (statement, error);
}

static gboolean
remove_row (TogDb *db, const Row *row, GError **error)
{
  return run_for_row (
      db,
      "DELETE FROM reminder WHERE due_at = :due AND session_id = :session AND minutes = :minutes",
      row,
      error);
}

/* What is next to be looked at of a session follows from what those who take part want
 * by then. */
static gboolean
plan_next (TogDb *db, const Row *row, GError **error)
{
  return run_for_row (
      db,
      "WITH next (minutes) AS (SELECT max (choice.value) FROM session "
      "JOIN participant ON session_id = session.id JOIN member ON member.id = member_id, "
      "json_each (member.reminders, '$.mail') AS choice WHERE session.id = :session "
      "AND session.state = 'scheduled' AND starts_at - :minutes * 60 = :due "
      "AND choice.value < :minutes) "
      "INSERT OR IGNORE INTO reminder (due_at, session_id, minutes) "
      "SELECT :due + (:minutes - minutes) * 60, :session, minutes FROM next "
      "WHERE minutes IS NOT NULL",
      row,
      error);
}

/**
 * tog_reminder_queue_work:
 * @db: the writer's connection, in its transaction
 * @now: the present
 * @n_mails: (out): how many mails were queued
 * @error: return location
 *
 * Queues the mails of the next reminders that are due, drops those that are too late,
 * and plans those that follow. As all of that happens together with taking them off the
 * list, each comes once, whatever ends the server and whichever way the clock is set.
 *
 * Returns: whether it was done
 */
gboolean
tog_reminder_queue_work (TogDb *db, TogInstant now, guint *n_mails, GError **error)
{
  g_autoptr (GArray) rows = list_due (db, now, error);

  *n_mails = 0;
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      TogInstant start = row->due + row->minutes * TOG_MINUTE;

      if ((tog_reminder_is_timely (start, row->minutes, now) &&
           !queue_mails (db, row, now, n_mails, error)) ||
          !remove_row (db, row, error) || !plan_next (db, row, error))
        return FALSE;
    }
  return TRUE;
}
