#pragma once

#include "tog-week-view.h"

G_BEGIN_DECLS

/**
 * TogProposal:
 *
 * A time at which somebody has a session in their own calendar while it is at another
 * one: said above the times of those who take part, with whether it suits them. It
 * follows the calendar, and goes once the session is there as it is for everybody.
 *
 * Signal "chosen" (gint64 start): it is to be the session's time.
 * Signal "moved": it is elsewhere in the calendar, or as long as it was not before.
 * Signal "changed": what it says is another now.
 */
#define TOG_TYPE_PROPOSAL (tog_proposal_get_type ())
G_DECLARE_FINAL_TYPE (TogProposal, tog_proposal, TOG, PROPOSAL, GObject)

TogProposal *tog_proposal_new          (TogWeekView *times,
                                        TogAccount  *account,
                                        TogSession  *session,
                                        TogSlot      slot);
void         tog_proposal_set_session  (TogProposal *self, TogSession *session);
gint64       tog_proposal_get_duration (TogProposal *self);
gboolean     tog_proposal_get_suits    (TogProposal *self);
gboolean     tog_proposal_grab_focus   (TogProposal *self);

G_END_DECLS
