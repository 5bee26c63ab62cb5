#include "config.h"

#include "tog-proposal.h"

#include "tog-format.h"
#include "tog-session-calendar.h"

#include <glib/gi18n.h>

struct _TogProposal
{
  GObject parent_instance;

  TogWeekView *times;  /* (not owned): outlives this */
  TogAccount *account; /* (owned) */
  char *session_id;    /* (owned) */
  TogSession *session; /* (owned) (nullable): as it is now, while it can be moved */
  TogSlot slot;        /* empty where the calendar has it as everybody has */
  TogNotice *notice;   /* (not owned): in @times */
  gboolean is_judged;  /* whether anything is known of it yet */
  gboolean suits;
  gboolean was_pointed_out;
  gboolean takes_focus; /* once it is pointed out */
};

enum
{
  CHOSEN,
  MOVED,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogProposal, tog_proposal, G_TYPE_OBJECT)

static void
pressed_cb (TogProposal *self)
{
  g_signal_emit (self, signals[CHOSEN], 0, self->slot.start);
}

/* What there is to say of the start for a session as long as is looked for; %NULL where
 * that is nothing, or the session is there. */
static char *
dup_judged (TogProposal *self, gint64 duration)
{
  g_autofree char *judged = tog_week_view_dup_start (self->times, self->slot.start, &self->suits);

  self->is_judged = judged != NULL;
  if (self->slot.start != self->session->slot.start ||
      self->slot.start + duration != self->session->slot.end)
    return g_steal_pointer (&judged);
  self->suits = FALSE;
  return NULL;
}

/* What there is to say of it by now, and whether it suits. */
static char *
dup_text (TogProposal *self)
{
  TogZone *zone = tog_week_view_get_zone (self->times);
  gint64 length = self->slot.end - self->slot.start;
  gint64 duration = tog_week_view_get_duration (self->times);
  g_autofree char *when =
      tog_format_event_time (zone, self->slot, tog_account_get_now (self->account));
  g_autofree char *judged = NULL;
  g_autofree char *there = NULL;
  g_autofree char *as_long = NULL;

  if (tog_zone_is_whole_days (zone, self->slot))
    /* Translators: when somebody has a session in their own calendar. */
    return g_strdup_printf (_ ("In your calendar: %s."), when);
  if (self->slot.start % TOG_QUANTUM != 0)
    /* Translators: when somebody has a session in their own calendar. */
    return g_strdup_printf (_ ("In your calendar: %s. Sessions begin at full quarters of an "
                               "hour: choose one of those."),
                            when);

  judged = dup_judged (self, duration);
  if (length == duration)
    /* Translators: when somebody has a session in their own calendar, and who can meet then:
     * "Thursday 3 December, 10:00 to 10:45, available". */
    return g_strdup_printf (_ ("In your calendar: %s."), judged != NULL ? judged : when);

  as_long = tog_format_duration (length);
  if (tog_duration_is_offered (length))
    there = g_strdup_printf (_ ("In your calendar: %s."), when);
  else
    /* Translators: when somebody has a session in their own calendar, how long that is. */
    there = g_strdup_printf (_ ("In your calendar: %s. A session can’t take %s."), when, as_long);
  if (judged == NULL)
    return g_steal_pointer (&there);
  g_free (as_long);
  as_long = tog_format_duration (duration);
  /* Translators: a sentence about somebody's own calendar, how long a session is, when it
   * would be and who can meet then: "Thursday 3 December, 10:00 to 11:00, available". */
  return g_strdup_printf (_ ("%s With %s: %s."), there, as_long, judged);
}

static void
update (TogProposal *self)
{
  g_autofree char *text = NULL;

  self->is_judged = FALSE;
  self->suits = FALSE;
  if (self->session != NULL && !tog_slot_is_empty (self->slot))
    text = dup_text (self);
  if (!self->suits)
    tog_week_view_unmark (self->times);
  tog_notice_show (self->notice, text, self->suits ? _ ("Use This Time") : NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* As soon as it is known to suit it is shown, and how to choose it has the focus if the
 * page was opened for that: from there Tab leads on to it in the grid. Once somebody looks
 * at the times nothing is taken away from under their fingers. */
static void
shown_cb (TogProposal *self)
{
  update (self);
  if (self->was_pointed_out || !self->is_judged)
    return;
  self->was_pointed_out = TRUE;
  if (self->suits)
    {
      tog_week_view_point_out (self->times, self->slot.start);
      if (self->takes_focus)
        tog_proposal_grab_focus (self);
    }
  self->takes_focus = FALSE;
}

static void
show_slot (TogProposal *self)
{
  TogZone *zone = tog_week_view_get_zone (self->times);

  tog_week_view_show_day (self->times, tog_zone_to_wall (zone, self->slot.start).day);
}

/* Whoever looks at the times may move it again by hand, or put it back. */
static void
offers_changed_cb (TogProposal *self)
{
  TogCalendarOffer *offer = tog_session_calendar_find_offer (
      tog_account_get_session_calendar (self->account), self->session_id);
  TogSlot slot = { 0, 0 };

  if (offer != NULL && offer->kind == TOG_CALENDAR_OFFER_MOVED)
    slot = offer->slot;
  if (slot.start == self->slot.start && slot.end == self->slot.end)
    return;
  self->slot = slot;
  self->takes_focus = FALSE;
  self->was_pointed_out = FALSE;
  if (self->session != NULL && !tog_slot_is_empty (slot))
    {
      show_slot (self);
      g_signal_emit (self, signals[MOVED], 0);
    }
  shown_cb (self);
}

static void
tog_proposal_finalize (GObject *object)
{
  TogProposal *self = TOG_PROPOSAL (object);

  g_clear_object (&self->account);
  g_clear_object (&self->session);
  g_free (self->session_id);
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
  signals[MOVED] = g_signal_new (
      "moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tog_proposal_init (TogProposal *self)
{
}

/**
 * tog_proposal_new:
 * @times: of those who take part; its week is turned to @slot
 * @session: which is to be moved
 * @slot: the time that is proposed
 *
 * Returns: (transfer full): the proposal, shown above @times
 */
TogProposal *
tog_proposal_new (TogWeekView *times, TogAccount *account, TogSession *session, TogSlot slot)
{
  TogProposal *self = g_object_new (TOG_TYPE_PROPOSAL, NULL);
  TogSessionCalendar *calendar = tog_account_get_session_calendar (account);

  self->times = times;
  self->account = g_object_ref (account);
  self->session_id = g_strdup (session->id);
  self->session = g_object_ref (session);
  self->slot = slot;
  self->notice = tog_week_view_add_notice (times, "x-office-calendar-symbolic", "accent");
  g_signal_connect_object (
      self->notice, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (times, "shown", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tog_session_calendar_get_offers (calendar),
                           "items-changed",
                           G_CALLBACK (offers_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  self->takes_focus = TRUE;
  show_slot (self);
  update (self);
  return self;
}

/**
 * tog_proposal_set_session:
 * @session: (nullable): as it is now; %NULL hides the proposal, for where there is nothing
 *   left to be moved
 */
void
tog_proposal_set_session (TogProposal *self, TogSession *session)
{
  g_return_if_fail (TOG_IS_PROPOSAL (self));

  if (g_set_object (&self->session, session))
    update (self);
}

/**
 * tog_proposal_get_duration:
 *
 * Returns: how long to look for times, in seconds: as it is in the calendar where a
 *   session can be that long, or else as it is for everybody
 */
gint64
tog_proposal_get_duration (TogProposal *self)
{
  gint64 length;

  g_return_val_if_fail (TOG_IS_PROPOSAL (self), 0);

  length = self->slot.end - self->slot.start;
  if (tog_duration_is_offered (length) || self->session == NULL)
    return length;
  return self->session->slot.end - self->session->slot.start;
}

/**
 * tog_proposal_get_suits:
 *
 * Returns: whether it can be chosen as it is shown
 */
gboolean
tog_proposal_get_suits (TogProposal *self)
{
  g_return_val_if_fail (TOG_IS_PROPOSAL (self), FALSE);

  return self->suits;
}

/**
 * tog_proposal_grab_focus:
 *
 * Gives the focus to what chooses it.
 *
 * Returns: whether there is that, and it has the focus
 */
gboolean
tog_proposal_grab_focus (TogProposal *self)
{
  g_return_val_if_fail (TOG_IS_PROPOSAL (self), FALSE);

  return self->suits && tog_notice_focus_button (self->notice);
}
