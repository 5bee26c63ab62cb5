#pragma once

#include "tog-slot.h"

G_BEGIN_DECLS

/**
 * TogEventOrigin:
 * @TOG_EVENT_NONE: there is none
 * @TOG_EVENT_OURS: the app put it there
 * @TOG_EVENT_INVITE: an invite did that came by mail: it has an organizer
 * @TOG_EVENT_LEFT_OUT: its owner took it out and wants it to stay out
 * @TOG_EVENT_ANOTHERS: another account of the same person has it there
 *
 * Who put the event of a session into a calendar.
 */
typedef enum
{
  TOG_EVENT_NONE,
  TOG_EVENT_OURS,
  TOG_EVENT_INVITE,
  TOG_EVENT_LEFT_OUT,
  TOG_EVENT_ANOTHERS,
} TogEventOrigin;

/**
 * TogEventFacts:
 * @is_known: whether the calendar is known as it is now
 * @is_wanted: whether the session stands and is still to come
 * @is_written_anew: whether an event has to say another thing than what was written
 * @slot: when the session is
 * @kept: whose the event was when last looked at, never %TOG_EVENT_ANOTHERS
 * @kept_slot: when it was then, as long as @kept is %TOG_EVENT_OURS
 * @found: whose the event is that is there, never %TOG_EVENT_LEFT_OUT
 * @found_slot: when that is; empty where that can't be told
 * @is_behind: whether what was found is of an earlier version of the session: the mail
 *   that brings it up to date is still to come
 * @is_late: whether it has been so for longer than a mail takes
 * @is_invited_elsewhere: whether a mail put it into another calendar of the same person
 *
 * What there is to say of one session and its event in a calendar.
 */
typedef struct
{
  gboolean is_known;
  gboolean is_wanted;
  gboolean is_written_anew;
  TogSlot slot;
  TogEventOrigin kept;
  TogSlot kept_slot;
  TogEventOrigin found;
  TogSlot found_slot;
  gboolean is_behind;
  gboolean is_late;
  gboolean is_invited_elsewhere;
} TogEventFacts;

/**
 * TogEventStep:
 * @TOG_EVENT_LEAVE: nothing
 * @TOG_EVENT_WRITE: put it there, or bring it up to date
 * @TOG_EVENT_TAKE_AWAY: delete it
 * @TOG_EVENT_FORGET: what is kept of it says nothing any more
 * @TOG_EVENT_NOTE_INVITE: keep that a mail put it there
 * @TOG_EVENT_ASK_MOVED: ask its owner, who gave it another time
 * @TOG_EVENT_ASK_DELETED: ask its owner, who deleted it
 * @TOG_EVENT_ASK_LATE: ask its owner, whose mail doesn't come
 *
 * What is to be done about it.
 */
typedef enum
{
  TOG_EVENT_LEAVE,
  TOG_EVENT_WRITE,
  TOG_EVENT_TAKE_AWAY,
  TOG_EVENT_FORGET,
  TOG_EVENT_NOTE_INVITE,
  TOG_EVENT_ASK_MOVED,
  TOG_EVENT_ASK_DELETED,
  TOG_EVENT_ASK_LATE,
} TogEventStep;

TogEventStep tog_event_plan (const TogEventFacts *facts);

G_END_DECLS
