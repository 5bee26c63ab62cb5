#include "config.h"

#include "tog-mail-answer.h"

#include "tog-session-write.h"

#include <string.h>

/* How far ahead of ours the clock of who answers may be. */
#define MAX_AHEAD TOG_DAY_SECONDS

enum
{
  COMMAND,
  FROM,
  EMAIL,
  UID,
  SEQUENCE,
  STAMP,
  ANSWER,
  COMMENT,
};

/**
 * tog_mail_answer_to_words:
 * @reply: what was in a mail
 *
 * Returns: (transfer full) (element-type utf8): the command that has it applied, see
 *   tog_command_run()
 */
GPtrArray *
tog_mail_answer_to_words (const TogMailReply *reply)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (words, g_strdup (TOG_MAIL_ANSWER_COMMAND));
  g_ptr_array_add (words, g_strdup (reply->from));
  g_ptr_array_add (words, g_strdup (reply->reply.email));
  g_ptr_array_add (words, g_strdup (reply->reply.uid));
  g_ptr_array_add (words, g_strdup_printf ("%d", reply->reply.sequence));
  g_ptr_array_add (words, g_strdup_printf ("%" G_GINT64_FORMAT, reply->reply.stamp));
  g_ptr_array_add (words, g_strdup (tog_answer_to_string (reply->reply.answer)));
  g_ptr_array_add (words, g_strdup (reply->reply.comment != NULL ? reply->reply.comment : ""));
  g_ptr_array_add (words, NULL);
  return words;
}

/* What somebody was invited to, and what they said so far. */
typedef struct
{
  gint64 session;
  TogIdentity identity;
  gint64 sequence;
  TogSessionState state;
  TogSlot slot;
  TogInstant answered_at;
} Invite;

/* Where two organizations have the same address, the UID says whose it is. Sessions
 * are found by the key that their UID begins with. */
static gboolean
find_invite (TogDb *db,
             const char *uid,
             const char *email,
             Invite *invite,
             gboolean *found,
             GError **error)
{
  g_autoptr (TogStatement) find = tog_db_prepare (
      db,
      "SELECT session.id, session.organization_id, member.id, sequence, state, starts_at, ends_at, "
      "answered_at FROM organization "
      "JOIN session ON session.organization_id = organization.id AND session.key = :key "
      "JOIN participant ON session_id = session.id JOIN member ON member.id = member_id "
      "WHERE uid = :uid AND email = :email AND member.active",
      error);
  const char *at = strrchr (uid, '@');
  g_autofree char *key = g_strndup (uid, at != NULL ? (gsize) (at - uid) : strlen (uid));
  TogStep step;

  if (find == NULL)
    return FALSE;
  tog_statement_bind_text (find, ":key", key);
  tog_statement_bind_text (find, ":uid", uid);
  tog_statement_bind_text (find, ":email", email);
  step = tog_statement_step (find, error);
  *found = step == TOG_STEP_ROW;
  if (*found)
    {
      invite->session = tog_statement_get_int (find, 0);
      invite->identity.organization = tog_statement_get_int (find, 1);
      invite->identity.member = tog_statement_get_int (find, 2);
      invite->sequence = tog_statement_get_int (find, 3);
      tog_session_state_from_string (tog_statement_get_text (find, 4), &invite->state);
      invite->slot.start = tog_statement_get_int (find, 5);
      invite->slot.end = tog_statement_get_int (find, 6);
      invite->answered_at = tog_statement_get_int (find, 7);
    }
  return step != TOG_STEP_ERROR;
}

/* Returns: why the answer counts for nothing; NULL where it does */
static const char *
judge (const Invite *invite, gint64 sequence, TogInstant stamp, TogInstant now)
{
  if (sequence < invite->sequence)
    return "it answers an older invite of the session, which was moved since";
  if (sequence > invite->sequence)
    return "it answers an invite that was never sent";
  if (stamp > now + MAX_AHEAD)
    return "it says that it was given in the future";
  if (stamp <= invite->answered_at)
    return "the same or a later answer is known already";
  switch (tog_session_judge_action (invite->state, invite->slot, now, TOG_ACTION_ANSWER))
    {
    case TOG_ACTION_ALLOWED:
      return NULL;
    case TOG_ACTION_IS_CANCELLED:
      return "the session was cancelled";
    default:
      return "the session is over";
    }
}

/**
 * tog_mail_answer_apply:
 * @db: the writer's connection, in its transaction
 * @words: (array length=TOG_MAIL_ANSWER_N_WORDS): of tog_mail_answer_to_words()
 * @now: the present
 * @out: is appended why the answer counts for nothing, where it does
 * @error: return location
 *
 * Sets what somebody said to an invite by mail. Whatever is not the answer of that
 * person to the invite as it is now changes nothing.
 *
 * Returns: whether it was done or found to count for nothing
 */
gboolean
tog_mail_answer_apply (TogDb *db,
                       const char *const *words,
                       TogInstant now,
                       GString *out,
                       GError **error)
{
  gint64 sequence = g_ascii_strtoll (words[SEQUENCE], NULL, 10);
  TogInstant stamp = g_ascii_strtoll (words[STAMP], NULL, 10);
  const char *reason = *words[COMMENT] != '\0' ? words[COMMENT] : NULL;
  const char *ignored = NULL;
  g_autoptr (TogScope) scope = NULL;
  TogAnswer answer = TOG_ANSWER_PENDING;
  Invite invite;
  gboolean found = FALSE;

  tog_answer_from_string (words[ANSWER], &answer);
  if (answer == TOG_ANSWER_PENDING)
    ignored = "it neither accepts nor declines";
  else if (g_ascii_strcasecmp (words[FROM], words[EMAIL]) != 0)
    ignored = "it was sent from another address than the one it answers for";
  else if (!find_invite (db, words[UID], words[FROM], &invite, &found, error))
    return FALSE;
  else if (!found)
    ignored = "nobody with that address was invited by an invite with that UID";
  else
    ignored = judge (&invite, sequence, stamp, now);

  if (ignored != NULL)
    {
      g_string_append (out, ignored);
      return TRUE;
    }
  scope = tog_scope_new (db, invite.identity, now);
  return tog_answer_store (scope, invite.session, answer, reason, stamp, error);
}
