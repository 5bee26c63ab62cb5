#include "config.h"

#include "tog-session-mails.h"

static gboolean
run (TogScope *scope, const char *sql, gint64 session, GError **error)
{
  g_autoptr (TogStatement) statement = tog_scope_prepare (scope, sql, error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_int (statement, ":session", session);
  if (tog_statement_has_value (statement, ":now"))
    tog_statement_bind_int (statement, ":now", tog_scope_get_now (scope));
  return tog_statement_run (statement, error);
}

/* Whoever was told of a time hears that it was from there; whoever was not, as the
 * mail about it did not get through, is invited as if it had always been so. */
#define INSERT_CHANGE                                                                              \
  "INSERT INTO mail (organization_id, session_id, recipient_id, method, sequence, about, "         \
  "from_start, from_end, due_at, created_at) "                                                     \
  "SELECT :org, :session, member.id, :method, :sequence, :me, "                                    \
  "iif (last.id IS NULL OR last.state IN ('sent', 'written'), :start, last.from_start), "          \
  "iif (last.id IS NULL OR last.state IN ('sent', 'written'), :end, last.from_end), :now, :now "   \
  "FROM participant JOIN member ON member.id = member_id AND member.active "                       \
  "LEFT JOIN mail AS last ON last.session_id = :session AND last.recipient_id = member.id "        \
  "AND last.method = 'REQUEST' AND last.sequence = :sequence - 1 "                                 \
  "WHERE participant.session_id = :session AND +member.organization_id = :org"

/**
 * tog_session_mail_change:
 * @scope: what the member may see
 * @before: the session as it was until the member moved it or called it off
 * @method: which of the two
 * @error: return location
 *
 * Sends everybody who takes part the next version of the invite. What was not sent
 * yet about the session as it was is dropped: nobody gets the old after the new.
 * Whoever may have got an invite gets to know that it is off, as one that is just
 * being sent can't be called back.
 *
 * Returns: whether that was stored
 */
gboolean
tog_session_mail_change (TogScope *scope,
                         const TogSeat *before,
                         TogInviteMethod method,
                         GError **error)
{
  g_autoptr (TogStatement) insert = NULL;

  if (!run (scope,
            "UPDATE mail SET state = 'dropped' WHERE session_id = :session "
            "AND state = 'pending' AND +organization_id = :org",
            before->session,
            error))
    return FALSE;

  insert = tog_scope_prepare (scope, INSERT_CHANGE, error);
  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", before->session);
  tog_statement_bind_text (insert, ":method", tog_invite_method_to_string (method));
  tog_statement_bind_int (insert, ":sequence", before->sequence + 1);
  tog_statement_bind_int (insert, ":start", before->slot.start);
  tog_statement_bind_int (insert, ":end", before->slot.end);
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  return tog_statement_run (insert, error);
}

/**
 * tog_session_mail_declined:
 * @scope: what the member may see
 * @session: id in the database of a session that the member declined
 * @error: return location
 *
 * Lets whoever moved it last, or else booked it, know that the member declined.
 *
 * Returns: whether that was stored
 */
gboolean
tog_session_mail_declined (TogScope *scope, gint64 session, GError **error)
{
  return run (
      scope,
      "INSERT INTO mail "
      "(organization_id, session_id, recipient_id, method, sequence, about, due_at, created_at) "
      "SELECT :org, session.id, member.id, 'DECLINED', session.version, :me, :now, :now "
      "FROM session JOIN member ON member.id = coalesce (moved_by, booked_by) "
      "WHERE session.id = :session AND member.id <> :me AND member.active",
      session,
      error);
}

/**
 * tog_session_unmail_declined:
 * @scope: what the member may see
 * @session: id of a session in the database
 * @error: return location
 *
 * Drops the mail that says that the member declined, where it was not sent yet.
 *
 * Returns: whether that was stored
 */
gboolean
tog_session_unmail_declined (TogScope *scope, gint64 session, GError **error)
{
  return run (scope,
              "UPDATE mail SET state = 'dropped' WHERE session_id = :session "
              "AND method = 'DECLINED' AND about = :me AND state = 'pending' "
              "AND +organization_id = :org",
              session,
              error);
}
