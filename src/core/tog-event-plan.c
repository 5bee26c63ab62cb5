#include "tog-event-plan.h"

static gboolean
is_same (TogSlot a, TogSlot b)
{
  return a.start == b.start && a.end == b.end;
}

static gboolean
is_readable (const TogEventFacts *facts)
{
  return facts->found_slot.end > facts->found_slot.start;
}

/* Three versions: what was written last, what the calendar has, what the session is.
 * Where only the session went on, the event follows it. */
static TogEventStep
plan_ours (const TogEventFacts *facts)
{
  gboolean is_touched = is_readable (facts) && !is_same (facts->found_slot, facts->kept_slot);

  if (is_touched && !is_same (facts->found_slot, facts->slot))
    return TOG_EVENT_ASK_MOVED;
  if (is_touched || facts->is_written_anew || !is_same (facts->slot, facts->kept_slot))
    return TOG_EVENT_WRITE;
  return TOG_EVENT_LEAVE;
}

/* Only its mails change it, and its owner: whoever gave the version that is known another
 * time was not the mail. */
static TogEventStep
plan_invite (const TogEventFacts *facts)
{
  if (!is_readable (facts) || is_same (facts->found_slot, facts->slot))
    return TOG_EVENT_LEAVE;
  if (facts->is_behind)
    return facts->is_late ? TOG_EVENT_ASK_LATE : TOG_EVENT_LEAVE;
  return TOG_EVENT_ASK_MOVED;
}

/* Of one that is there though nothing is kept of it, as another computer's is, nobody
 * can tell who moved what: so its owner is asked as well. */
static TogEventStep
plan_adopted (const TogEventFacts *facts)
{
  return is_readable (facts) && !is_same (facts->found_slot, facts->slot) ? TOG_EVENT_ASK_MOVED
                                                                          : TOG_EVENT_WRITE;
}

static TogEventStep
plan_wanted (const TogEventFacts *facts)
{
  gboolean is_invited = facts->found == TOG_EVENT_INVITE || facts->is_invited_elsewhere;

  switch (facts->kept)
    {
    case TOG_EVENT_OURS:
      if (facts->found == TOG_EVENT_OURS)
        return is_invited ? TOG_EVENT_TAKE_AWAY : plan_ours (facts);
      return is_invited ? TOG_EVENT_NOTE_INVITE : TOG_EVENT_ASK_DELETED;
    case TOG_EVENT_INVITE:
      if (facts->found == TOG_EVENT_INVITE)
        return plan_invite (facts);
      if (is_invited)
        return TOG_EVENT_NOTE_INVITE;
      return facts->found == TOG_EVENT_OURS ? plan_adopted (facts) : TOG_EVENT_ASK_DELETED;
    case TOG_EVENT_LEFT_OUT:
      return TOG_EVENT_LEAVE;
    case TOG_EVENT_NONE:
    default:
      if (is_invited)
        return TOG_EVENT_NOTE_INVITE;
      return facts->found == TOG_EVENT_OURS ? plan_adopted (facts) : TOG_EVENT_WRITE;
    }
}

/**
 * tog_event_plan:
 * @facts: what there is to say of a session and its event
 *
 * Decides what is to be done so that a calendar has one event for each session, which
 * follows it, and so that nothing that its owner did there is undone without asking.
 * Invites that came by mail are left to the mail, unless their owner moves or deletes them.
 *
 * Returns: what to do
 */
TogEventStep
tog_event_plan (const TogEventFacts *facts)
{
  if (!facts->is_known)
    return TOG_EVENT_LEAVE;
  /* One event is enough, and whoever has it there looks after it. */
  if (facts->found == TOG_EVENT_ANOTHERS)
    return facts->kept == TOG_EVENT_OURS ? TOG_EVENT_FORGET : TOG_EVENT_LEAVE;
  if (facts->is_wanted)
    return plan_wanted (facts);
  if (facts->kept == TOG_EVENT_OURS && facts->found == TOG_EVENT_OURS)
    return TOG_EVENT_TAKE_AWAY;
  return facts->kept == TOG_EVENT_NONE ? TOG_EVENT_LEAVE : TOG_EVENT_FORGET;
}
