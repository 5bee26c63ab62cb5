#pragma once

#include "tog-week-view.h"

G_BEGIN_DECLS

/**
 * TogProposal:
 *
 * A time at which somebody has a session in their own calendar while it is at another
 * one: said above the times of those who take part, with whether it suits them.
 *
 * Signal "chosen" (gint64 start): it is to be the session's time.
 */
#define TOG_TYPE_PROPOSAL (tog_proposal_get_type ())
G_DECLARE_FINAL_TYPE (TogProposal, tog_proposal, TOG, PROPOSAL, GObject)

TogProposal *tog_proposal_new (TogWeekView *times, TogAccount *account, TogSlot slot);

G_END_DECLS
