#include "config.h"

#include "tog-session-action.h"

/* From an hour before its start on, somebody may know that they will be late. */
#define LATE_SECONDS TOG_HOUR

/* When in time an action makes sense, with a session that is neither cancelled
 * nor, but where it makes no difference, completed. */
typedef struct
{
  gboolean when_completed;
  gint64 opens;    /* seconds before the start; G_MAXINT64 for always */
  gboolean at_end; /* whether it ends with the session */
} Rule;

static const Rule rules[] = {
  [TOG_ACTION_ANSWER] = { FALSE, G_MAXINT64, TRUE },
  /* What nobody came to can still be moved to another day. */
  [TOG_ACTION_RESCHEDULE] = { FALSE, G_MAXINT64, FALSE },
  [TOG_ACTION_CANCEL] = { FALSE, G_MAXINT64, TRUE },
  /* Each participant states it for themselves, also after another one has. */
  [TOG_ACTION_STATE] = { TRUE, 0, FALSE },
  [TOG_ACTION_EDIT_AGENDA] = { TRUE, G_MAXINT64, FALSE },
  [TOG_ACTION_JOIN] = { FALSE, TOG_JOIN_SECONDS, TRUE },
  [TOG_ACTION_SAY_LATE] = { FALSE, LATE_SECONDS, TRUE },
};

/**
 * tog_session_judge_action:
 * @state: of the session
 * @slot: when it is, or was to be
 * @now: the present, by the server's clock
 * @action: what somebody wants to do
 *
 * The only place that decides what can be done with a session, in the client as
 * well as in the server.
 *
 * Returns: whether it can be done, or why not
 */
TogActionVerdict
tog_session_judge_action (TogSessionState state,
                          TogSlot slot,
                          TogInstant now,
                          TogSessionAction action)
{
  const Rule *rule = &rules[action];

  if (state == TOG_SESSION_CANCELLED)
    return TOG_ACTION_IS_CANCELLED;
  if (state == TOG_SESSION_COMPLETED && !rule->when_completed)
    return TOG_ACTION_IS_COMPLETED;
  if (rule->opens != G_MAXINT64 && now < slot.start - rule->opens)
    return TOG_ACTION_TOO_EARLY;
  if (rule->at_end && now >= slot.end)
    return TOG_ACTION_IS_OVER;
  return TOG_ACTION_ALLOWED;
}

/**
 * tog_action_verdict_to_string:
 * @verdict: why something can't be done
 *
 * Returns: (transfer none): how a problem's type ends that says so, not for showing
 */
const char *
tog_action_verdict_to_string (TogActionVerdict verdict)
{
  switch (verdict)
    {
    case TOG_ACTION_IS_CANCELLED:
      return "session-cancelled";
    case TOG_ACTION_IS_COMPLETED:
      return "session-completed";
    case TOG_ACTION_IS_OVER:
      return "session-over";
    case TOG_ACTION_TOO_EARLY:
      return "session-too-early";
    case TOG_ACTION_ALLOWED:
    default:
      return "allowed";
    }
}
