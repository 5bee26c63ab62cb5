#include "config.h"

#include "tog-idempotency.h"

#include <string.h>

/* For how long the same request gets the same answer. */
#define KEPT_SECONDS TOG_DAY_SECONDS

/* For how long what changed can be asked for. */
#define CHANGES_KEPT_SECONDS (90 * TOG_DAY_SECONDS)

/* Returns: whether it could be looked up; @reply is set where the request was
 * answered before */
static gboolean
find_answer (TogRequest *request, TogDb *db, TogReply **reply, GError **error)
{
  g_autoptr (TogStatement) find =
      tog_db_prepare (db,
                      "SELECT request_digest, status, etag, location, body FROM idempotency "
                      "WHERE member_id = :member AND key = :key AND answered_at > :since",
                      error);
  gconstpointer digest;
  gconstpointer body;
  gsize size;
  guint status;
  TogStep step;

  if (find == NULL)
    return FALSE;
  tog_statement_bind_int (find, ":member", request->identity.member);
  tog_statement_bind_text (find, ":key", request->key);
  tog_statement_bind_int (find, ":since", request->now - KEPT_SECONDS);
  step = tog_statement_step (find, error);
  if (step != TOG_STEP_ROW)
    return step == TOG_STEP_DONE;

  digest = tog_statement_get_blob (find, 0, &size);
  if (size != sizeof request->digest || memcmp (digest, request->digest, size) != 0)
    {
      *reply = tog_reply_new_problem (409,
                                      "/problems/key-reused",
                                      "Key used before",
                                      "Another request was made with the same Idempotency-Key.",
                                      "Idempotency-Key");
      return TRUE;
    }

  status = tog_statement_get_int (find, 1);
  body = tog_statement_get_blob (find, 4, &size);
  *reply = tog_reply_new (status,
                          status >= 400 ? "application/problem+json" : "application/json",
                          g_bytes_new (body, size));
  (*reply)->etag = g_strdup (tog_statement_get_text (find, 2));
  (*reply)->location = g_strdup (tog_statement_get_text (find, 3));
  return TRUE;
}

static gboolean
keep_answer (TogRequest *request, TogDb *db, const TogReply *reply, GError **error)
{
  g_autoptr (TogStatement) insert =
      tog_db_prepare (db,
                      "INSERT OR REPLACE INTO idempotency "
                      "(member_id, key, request_digest, status, etag, location, body, answered_at) "
                      "VALUES (:member, :key, :digest, :status, :etag, :location, :body, :now)",
                      error);
  gconstpointer body;
  gsize size;

  if (insert == NULL)
    return FALSE;
  body = g_bytes_get_data (reply->body, &size);
  tog_statement_bind_int (insert, ":member", request->identity.member);
  tog_statement_bind_text (insert, ":key", request->key);
  tog_statement_bind_blob (insert, ":digest", request->digest, sizeof request->digest);
  tog_statement_bind_int (insert, ":status", reply->status);
  tog_statement_bind_text (insert, ":etag", reply->etag);
  tog_statement_bind_text (insert, ":location", reply->location);
  tog_statement_bind_blob (insert, ":body", body, size);
  tog_statement_bind_int (insert, ":now", request->now);
  return tog_statement_run (insert, error);
}

/**
 * tog_idempotency_write:
 * @request: a write that was parsed
 * @db: the writer's connection, in its transaction
 * @error: return location
 *
 * Does what is asked for and sets the reply, unless the same was asked before
 * with the same key: then it sets the reply that was given. What was done and
 * what was answered are stored together, so that a crash leaves both or neither.
 *
 * Returns: whether to keep what was written
 */
gboolean
tog_idempotency_write (TogRequest *request, TogDb *db, GError **error)
{
  g_autoptr (TogScope) scope = tog_scope_new (db, request->identity, request->now);
  g_autoptr (TogReply) reply = NULL;

  if (!find_answer (request, db, &reply, error))
    return FALSE;
  if (reply == NULL)
    {
      reply = request->route->write (request, scope, error);
      if (reply == NULL || !keep_answer (request, db, reply, error))
        return FALSE;
    }
  request->reply = g_steal_pointer (&reply);
  return TRUE;
}

static gboolean
run (TogDb *db, const char *sql, TogInstant before, GError **error)
{
  g_autoptr (TogStatement) statement = tog_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_int (statement, ":before", before);
  return tog_statement_run (statement, error);
}

/* Of which changes can be told no more. The newest stays, whatever its age: the next one's
 * number follows from it. */
#define OLD_CHANGES "WHERE changed_at < :before AND id < (SELECT max (id) FROM change) "

/**
 * tog_tidy:
 * @db: the writer's connection, in its transaction
 * @now: the present
 * @error: return location
 *
 * Removes answers and changes that are too old to be asked for.
 *
 * Returns: whether they were
 */
gboolean
tog_tidy (TogDb *db, TogInstant now, GError **error)
{
  TogInstant before = now - CHANGES_KEPT_SECONDS;

  return run (db,
              "DELETE FROM idempotency WHERE id < coalesce ("
              "(SELECT id FROM idempotency WHERE answered_at >= :before ORDER BY id LIMIT 1), "
              "(SELECT max (id) + 1 FROM idempotency))",
              now - KEPT_SECONDS,
              error) &&
         run (db,
              "INSERT OR REPLACE INTO setting SELECT 'changes_tidied', "
              "CAST (CAST (max (id) AS TEXT) AS BLOB) FROM change " OLD_CHANGES
              "HAVING max (id) IS NOT NULL",
              before,
              error) &&
         run (db, "DELETE FROM change " OLD_CHANGES, before, error);
}
