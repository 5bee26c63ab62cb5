#pragma once

#include "tog-session.h"

G_BEGIN_DECLS

/**
 * TogSessionAction:
 * @TOG_ACTION_ANSWER: say whether one comes
 * @TOG_ACTION_RESCHEDULE: move it
 * @TOG_ACTION_CANCEL: call it off
 * @TOG_ACTION_STATE: state whether one met
 * @TOG_ACTION_EDIT_AGENDA: add talking points, tick items off
 * @TOG_ACTION_JOIN: go where it is held
 * @TOG_ACTION_SAY_LATE: tell the others that one is running late
 *
 * What a participant can do with a session that was booked.
 */
typedef enum
{
  TOG_ACTION_ANSWER,
  TOG_ACTION_RESCHEDULE,
  TOG_ACTION_CANCEL,
  TOG_ACTION_STATE,
  TOG_ACTION_EDIT_AGENDA,
  TOG_ACTION_JOIN,
  TOG_ACTION_SAY_LATE,
} TogSessionAction;

/**
 * TogActionVerdict:
 * @TOG_ACTION_ALLOWED: it can be done
 * @TOG_ACTION_IS_CANCELLED: not with what was called off
 * @TOG_ACTION_IS_COMPLETED: not with what was held
 * @TOG_ACTION_IS_OVER: too late for that
 * @TOG_ACTION_TOO_EARLY: not yet
 *
 * Whether it can be done now.
 */
typedef enum
{
  TOG_ACTION_ALLOWED,
  TOG_ACTION_IS_CANCELLED,
  TOG_ACTION_IS_COMPLETED,
  TOG_ACTION_IS_OVER,
  TOG_ACTION_TOO_EARLY,
} TogActionVerdict;

/**
 * TOG_JOIN_SECONDS:
 *
 * How long before its start a session can be joined.
 */
#define TOG_JOIN_SECONDS (10 * TOG_MINUTE)

TogActionVerdict tog_session_judge_action     (TogSessionState  state,
                                               TogSlot          slot,
                                               TogInstant       now,
                                               TogSessionAction action);
const char      *tog_action_verdict_to_string (TogActionVerdict verdict);

G_END_DECLS
