#include "config.h"

#include "tog-proposal.h"

#include "tog-format.h"

#include <glib/gi18n.h>

struct _TogProposal
{
  GObject parent_instance;

  TogWeekView *times;  /* (not owned): outlives this */
  TogAccount *account; /* (owned) */
  TogSlot slot;
  TogNotice *notice; /* (not owned): in @times */
  gboolean was_pointed_out;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogProposal, tog_proposal, G_TYPE_OBJECT)

static void
pressed_cb (TogProposal *self)
{
  g_signal_emit (self, signals[CHOSEN], 0, self->slot.start);
}

/* What there is to say of it by now. */
static char *
dup_text (TogProposal *self, gboolean *is_bookable)
{
  g_autofree char *when = tog_format_session_time (
      tog_week_view_get_zone (self->times), self->slot, tog_account_get_now (self->account));
  g_autofree char *judged = tog_week_view_dup_start (self->times, self->slot.start, is_bookable);

  if (self->slot.start % TOG_QUANTUM != 0)
    /* Translators: when somebody has a session in their own calendar. */
    return g_strdup_printf (_ ("In your calendar: %s. Sessions begin at full quarters of an "
                               "hour: choose one of those."),
                            when);
  /* Translators: when somebody has a session in their own calendar, and who can meet then:
   * "Thursday 3 December, 10:00 to 10:45, available". */
  return g_strdup_printf (_ ("In your calendar: %s."), judged != NULL ? judged : when);
}

static void
update (TogProposal *self)
{
  gboolean is_bookable = FALSE;
  g_autofree char *text = dup_text (self, &is_bookable);

  tog_notice_show (self->notice, text, is_bookable ? _ ("Use This Time") : NULL);
  if (!self->was_pointed_out && is_bookable)
    {
      self->was_pointed_out = TRUE;
      tog_week_view_point_out (self->times, self->slot.start);
    }
}

static void
tog_proposal_finalize (GObject *object)
{
  g_clear_object (&TOG_PROPOSAL (object)->account);
  G_OBJECT_CLASS (tog_proposal_parent_class)->finalize (object);
}

static void
tog_proposal_class_init (TogProposalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_proposal_finalize;
  signals[CHOSEN] = g_signal_new ("chosen",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_INT64);
}

static void
tog_proposal_init (TogProposal *self)
{
}

/**
 * tog_proposal_new:
 * @times: of those who take part; its week is turned to @slot
 * @slot: the time that is proposed
 *
 * Returns: (transfer full): the proposal, shown above @times
 */
TogProposal *
tog_proposal_new (TogWeekView *times, TogAccount *account, TogSlot slot)
{
  TogProposal *self = g_object_new (TOG_TYPE_PROPOSAL, NULL);
  TogZone *zone = tog_week_view_get_zone (times);

  self->times = times;
  self->account = g_object_ref (account);
  self->slot = slot;
  self->notice = tog_week_view_add_notice (times, "x-office-calendar-symbolic", "accent");
  g_signal_connect_object (
      self->notice, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (times, "shown", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  tog_week_view_show_day (times, tog_zone_to_wall (zone, slot.start).day);
  update (self);
  return self;
}
