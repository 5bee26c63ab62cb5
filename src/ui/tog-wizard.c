#include "config.h"

#include "tog-wizard.h"

#include "tog-booking-dialog.h"
#include "tog-format.h"
#include "tog-match-times.h"
#include "tog-overtaken.h"
#include "tog-proposal.h"
#include "tog-team-load.h"
#include "tog-time-request.h"
#include "tog-widget.h"
#include "tog-wizard-details.h"
#include "tog-zone-list.h"

#include <glib/gi18n.h>

struct _TogWizard
{
  GtkWidget parent_instance;

  TogAccount *account;        /* (owned) */
  TogMatch *match;            /* (owned) */
  TogPlannedSession *planned; /* (owned) */
  TogSession *overtaken;      /* (owned) (nullable): what others made of it meanwhile */
  TogSession *moved;       /* (owned) (nullable): what is moved instead of booked, as it is now */
  TogSession *opened;      /* (owned) (nullable): the same as it was when this began */
  TogConference *kept;     /* (owned) (nullable): where it was when the wizard began */
  char *given_name;        /* (owned): of the other one */
  TogTimeRequest *request; /* (owned): what is chosen offline */
  TogProposal *proposal;   /* (owned) (nullable): where the session is in my own calendar */
  guint layout_idle;       /* source id, 0 if none */
  guint n_booked;          /* once it is done */

  AdwWindowTitle *title;
  AdwLeaflet *leaflet;
  AdwBin *details_bin;
  TogWizardDetails *details;
  GtkWidget *summary_list;
  AdwActionRow *summary_row;
  GtkWidget *back_button;
  AdwBin *times_bin;
  TogWeekView *times;
  TogNotice *overtaken_notice;
  TogNotice *moved_notice;
};

enum
{
  BACK,
  DONE,
  OVERTAKEN,
  REQUESTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogWizard, tog_wizard, GTK_TYPE_WIDGET)

static void
update_summary (TogWizard *self)
{
  TogZone *zone = tog_wizard_details_get_zone (self->details);
  g_autofree char *summary = tog_wizard_details_dup_summary (self->details);
  g_autofree char *city = tog_zone_name_to_city (tog_zone_get_name (zone));
  g_autofree char *time = g_strdup_printf (_ ("Your time, %s"), city);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->summary_row), summary);
  adw_action_row_set_subtitle (self->summary_row, time);
}

/* Whether a proposal that can be chosen says all there is to say before it is: the grid
 * marks when the session is now. */
static gboolean
is_enough (TogWizard *self)
{
  return self->proposal != NULL && tog_proposal_get_suits (self->proposal) &&
         tog_overtaken_find_move (TOG_TEAM (self->match), self->planned->id, self->opened) == NULL;
}

/* Says when it is now; while it is looked for, the grid marks it too. */
static void
show_moved (TogWizard *self)
{
  g_autofree char *text = NULL;

  if (self->moved == NULL)
    return;
  if (self->overtaken != NULL || is_enough (self))
    {
      tog_notice_show (self->moved_notice, NULL, NULL);
      return;
    }

  text = tog_overtaken_dup_present (TOG_TEAM (self->match),
                                    self->planned->id,
                                    self->opened,
                                    tog_wizard_details_get_zone (self->details),
                                    tog_account_get_now (self->account));
  tog_notice_show (self->moved_notice, text, NULL);
}

static void
show_overtaken (TogWizard *self)
{
  g_autofree char *happened = NULL;

  if (self->overtaken != NULL)
    happened = tog_overtaken_dup_text (self->overtaken,
                                       self->moved,
                                       tog_wizard_details_get_zone (self->details),
                                       tog_account_get_now (self->account));
  tog_notice_show (self->overtaken_notice, happened, _ ("Show Session"));
}

/* The other one may have booked it, moved it or called it off: what is shown is what
 * it is. */
static void
follow_session (TogWizard *self)
{
  TogTeam *team = TOG_TEAM (self->match);
  TogPlannedSession *planned = tog_team_find_planned (team, self->planned->id);

  g_set_object (&self->overtaken, tog_overtaken_find (team, self->planned->id, self->moved));
  show_overtaken (self);
  if (self->moved != NULL && self->overtaken == NULL && planned != NULL && planned->session != NULL)
    {
      g_set_object (&self->moved, planned->session);
      tog_match_times_set_moved (TOG_MATCH_TIMES (self->times), self->moved);
    }
  if (self->proposal != NULL)
    tog_proposal_set_session (self->proposal, self->overtaken == NULL ? self->moved : NULL);
  show_moved (self);
}

static void
show_overtaken_cb (TogWizard *self)
{
  g_signal_emit (self, signals[OVERTAKEN], 0, self->overtaken);
}

static void
match_changed_cb (TogWizard *self, const char *match_id)
{
  TogMatch *match = tog_account_peek_match (self->account, self->match->team.id);

  if (g_strcmp0 (match_id, self->match->team.id) != 0)
    return;
  if (match != NULL)
    g_set_object (&self->match, match);
  if (match != NULL)
    follow_session (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    tog_week_view_load (self->times);
}

/* Also where nothing else of the match is another: somebody's calendar. */
static void
times_changed_cb (TogWizard *self, const char *match_id)
{
  if (g_str_equal (match_id, self->match->team.id) && gtk_widget_get_mapped (GTK_WIDGET (self)))
    tog_week_view_load (self->times);
}

static void
details_changed_cb (TogWizard *self)
{
  update_summary (self);
  show_moved (self);
  show_overtaken (self);
  tog_match_times_set_duration (TOG_MATCH_TIMES (self->times),
                                tog_wizard_details_get_duration (self->details));
  tog_week_view_set_zone (self->times, tog_wizard_details_get_zone (self->details));
}

static void
times_shown_cb (TogWizard *self)
{
  tog_wizard_details_set_times (self->details,
                                tog_week_view_get_times (self->times),
                                tog_week_get_range (tog_week_view_get_week (self->times)));
}

static void
session_booked_cb (TogWizard *self, TogSession *session, TogBookingDialog *dialog)
{
  self->n_booked = tog_booking_dialog_get_n_sessions (dialog);
  g_signal_emit (self, signals[DONE], 0, session);
}

static void
slot_taken_cb (TogWizard *self)
{
  tog_week_view_load (self->times);
}

/* What is to be known before a slot is booked. */
static char *
dup_warning (TogWizard *self, TogSlot slot)
{
  TogTimes *times = tog_week_view_get_times (self->times);
  TogJudgement judgement;

  if (!tog_account_get_online (self->account))
    return g_strdup (tog_prompt_get_offline_text (self->moved != NULL));
  if (times == NULL ||
      !tog_times_judge (times,
                        tog_wizard_details_get_zone (self->details),
                        tog_account_get_now (self->account),
                        &slot.start,
                        1,
                        slot.end - slot.start,
                        &judgement,
                        NULL) ||
      judgement.verdict != TOG_VERDICT_UNCONFIRMED)
    return NULL;
  if (judgement.who <= 0)
    return g_strdup (_ ("Your own calendar isn’t known at this time."));
  return g_strdup_printf (
      _ ("%s’s calendar isn’t known at this time. They may have to ask for another one."),
      self->given_name);
}

static void
request_booked_cb (TogWizard *self, TogSession *session)
{
  self->n_booked = 1;
  g_signal_emit (self, signals[DONE], 0, session);
}

static void
requested_cb (TogWizard *self, AdwToast *toast)
{
  g_signal_emit (self, signals[REQUESTED], 0, toast);
}

/* P33: offline a time can only be asked for. */
static void
request (TogWizard *self, TogSlot slot, TogConference *conference)
{
  TogZone *zone = tog_wizard_details_get_zone (self->details);
  g_autoptr (TogBooking) choice =
      tog_booking_new (self->planned->id, slot, tog_zone_get_name (zone), conference, NULL);

  tog_time_request_add (self->request,
                        GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                        self->planned,
                        choice,
                        zone);
}

static void
slot_activated_cb (TogWizard *self, gint64 start)
{
  TogConference *conference = tog_wizard_details_get_conference (self->details);
  TogSlot slot = { start, start + tog_wizard_details_get_duration (self->details) };
  g_autofree char *warning = NULL;
  GtkWindow *dialog;

  /* The notice says why, and where to go instead. */
  if (self->overtaken != NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  if (conference == NULL)
    {
      adw_leaflet_set_visible_child_name (self->leaflet, "details");
      tog_wizard_details_point_out (self->details);
      return;
    }
  if (self->moved == NULL && !tog_account_get_online (self->account))
    {
      request (self, slot, conference);
      return;
    }
  /* Wherever it is by now, that is where it stays. */
  if (self->moved != NULL && conference == self->kept)
    conference = self->moved->conference;
  warning = dup_warning (self, slot);
  dialog = tog_booking_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                   self->account,
                                   self->match,
                                   self->planned,
                                   slot,
                                   tog_wizard_details_get_zone (self->details),
                                   conference);
  if (self->moved != NULL)
    tog_booking_dialog_set_moved (TOG_BOOKING_DIALOG (dialog), self->moved);
  tog_booking_dialog_set_warning (TOG_BOOKING_DIALOG (dialog), warning);
  g_signal_connect_object (
      dialog, "booked", G_CALLBACK (session_booked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "taken", G_CALLBACK (slot_taken_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
show_details_cb (TogWizard *self)
{
  adw_leaflet_set_visible_child_name (self->leaflet, "details");
  gtk_widget_child_focus (GTK_WIDGET (self->details), GTK_DIR_TAB_FORWARD);
}

static void
back_cb (TogWizard *self)
{
  if (adw_leaflet_get_folded (self->leaflet) &&
      g_strcmp0 (adw_leaflet_get_visible_child_name (self->leaflet), "details") == 0)
    {
      adw_leaflet_set_visible_child_name (self->leaflet, "times");
      gtk_widget_grab_focus (GTK_WIDGET (self->summary_row));
      return;
    }
  g_signal_emit (self, signals[BACK], 0);
}

static gboolean
update_layout_cb (gpointer user_data)
{
  TogWizard *self = user_data;
  gboolean folded = adw_leaflet_get_folded (self->leaflet);
  gboolean details = g_strcmp0 (adw_leaflet_get_visible_child_name (self->leaflet), "details") == 0;
  g_autofree char *subtitle = NULL;

  self->layout_idle = 0;
  gtk_widget_set_visible (self->summary_list, folded);
  if (!folded && self->moved != NULL)
    {
      /* Translators: a session and a person. */
      subtitle =
          g_strdup_printf (_ ("“%s” with %s"), self->planned->title, self->match->person->name);
      adw_window_title_set_title (self->title, _ ("Reschedule"));
    }
  else if (!folded)
    {
      subtitle = g_strdup_printf (
          _ ("Session %d with %s"), self->planned->ordinal, self->match->person->name);
      adw_window_title_set_title (self->title, self->planned->title);
    }
  else
    {
      subtitle = g_strdup_printf (_ ("with %s"), self->match->person->name);
      adw_window_title_set_title (self->title,
                                  details               ? _ ("Session Details")
                                  : self->moved != NULL ? _ ("Reschedule")
                                                        : _ ("Choose a Time"));
    }
  adw_window_title_set_subtitle (self->title, subtitle);
  return G_SOURCE_REMOVE;
}

/* Folding happens while sizes are allocated, when it is too late to show and
 * hide what is beside. */
static void
folded_cb (TogWizard *self)
{
  if (self->layout_idle == 0)
    self->layout_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_layout_cb, self, NULL);
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  back_cb (TOG_WIZARD (widget));
  return TRUE;
}

static void
tog_wizard_map (GtkWidget *widget)
{
  TogWizard *self = TOG_WIZARD (widget);

  GTK_WIDGET_CLASS (tog_wizard_parent_class)->map (widget);
  tog_week_view_set_active (self->times, TRUE);
}

static void
tog_wizard_unmap (GtkWidget *widget)
{
  TogWizard *self = TOG_WIZARD (widget);

  tog_week_view_set_active (self->times, FALSE);
  GTK_WIDGET_CLASS (tog_wizard_parent_class)->unmap (widget);
}

static gboolean
tog_wizard_grab_focus (GtkWidget *widget)
{
  TogWizard *self = TOG_WIZARD (widget);

  if (self->proposal != NULL && tog_proposal_grab_focus (self->proposal))
    return TRUE;
  return gtk_widget_grab_focus (tog_week_view_shows_grid (self->times)
                                    ? GTK_WIDGET (self->times)
                                    : GTK_WIDGET (self->summary_row));
}

static void
tog_wizard_dispose (GObject *object)
{
  TogWizard *self = TOG_WIZARD (object);

  g_clear_handle_id (&self->layout_idle, g_source_remove);
  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_WIZARD);
  G_OBJECT_CLASS (tog_wizard_parent_class)->dispose (object);
}

static void
tog_wizard_finalize (GObject *object)
{
  TogWizard *self = TOG_WIZARD (object);

  g_clear_object (&self->account);
  g_clear_object (&self->match);
  g_clear_object (&self->planned);
  g_clear_object (&self->overtaken);
  g_clear_object (&self->opened);
  g_clear_object (&self->moved);
  g_clear_object (&self->kept);
  g_clear_object (&self->proposal);
  g_clear_object (&self->request);
  g_free (self->given_name);
  G_OBJECT_CLASS (tog_wizard_parent_class)->finalize (object);
}

static void
tog_wizard_class_init (TogWizardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_wizard_dispose;
  object_class->finalize = tog_wizard_finalize;
  widget_class->map = tog_wizard_map;
  widget_class->unmap = tog_wizard_unmap;
  widget_class->grab_focus = tog_wizard_grab_focus;

  signals[BACK] = g_signal_new (
      "back", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done",
                                G_TYPE_FROM_CLASS (klass),
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                1,
                                TOG_TYPE_SESSION);
  signals[OVERTAKEN] = g_signal_new ("overtaken",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     TOG_TYPE_SESSION);

  signals[REQUESTED] = g_signal_new ("requested",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     ADW_TYPE_TOAST);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-wizard.ui");
  gtk_widget_class_bind_template_child (widget_class, TogWizard, title);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, leaflet);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, details_bin);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, summary_list);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, summary_row);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, back_button);
  gtk_widget_class_bind_template_child (widget_class, TogWizard, times_bin);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_details_cb);
}

static void
tog_wizard_init (TogWizard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Begins with the week of a session that is to be moved, unless it is past. */
static void
begin_move (TogWizard *self)
{
  TogZone *zone = tog_wizard_details_get_zone (self->details);
  TogInstant start = MAX (self->moved->slot.start, tog_account_get_now (self->account));

  self->moved_notice = tog_week_view_add_notice (self->times, "x-office-calendar-symbolic", NULL);
  tog_match_times_set_moved (TOG_MATCH_TIMES (self->times), self->moved);
  tog_week_view_show_day (self->times, tog_zone_to_wall (zone, start).day);
  show_moved (self);
}

static void
proposal_moved_cb (TogWizard *self)
{
  tog_wizard_details_set_duration (self->details, tog_proposal_get_duration (self->proposal));
}

static void
begin_proposal (TogWizard *self, TogSlot slot)
{
  self->proposal = tog_proposal_new (self->times, self->account, self->moved, slot);
  g_signal_connect_object (
      self->proposal, "chosen", G_CALLBACK (slot_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->proposal, "moved", G_CALLBACK (proposal_moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->proposal, "changed", G_CALLBACK (show_moved), self, G_CONNECT_SWAPPED);
  proposal_moved_cb (self);
  show_moved (self);
}

static TogWizard *
wizard_new (TogAccount *account, TogMatch *match, TogPlannedSession *planned, TogSession *moved)
{
  TogWizard *self = g_object_new (TOG_TYPE_WIZARD, NULL);
  gint64 duration = moved != NULL ? moved->slot.end - moved->slot.start : planned->duration;

  self->account = g_object_ref (account);
  self->match = g_object_ref (match);
  self->planned = g_object_ref (planned);
  g_set_object (&self->moved, moved);
  g_set_object (&self->opened, moved);
  if (moved != NULL)
    g_set_object (&self->kept, moved->conference);
  self->given_name = tog_member_dup_given_name (match->person);
  self->request = tog_time_request_new (account, TOG_TEAM (match));
  g_signal_connect_object (
      self->request, "requested", G_CALLBACK (requested_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->request, "booked", G_CALLBACK (request_booked_cb), self, G_CONNECT_SWAPPED);

  self->details =
      TOG_WIZARD_DETAILS (tog_wizard_details_new (account, match, duration, self->kept));
  self->times =
      TOG_WEEK_VIEW (tog_match_times_new (account,
                                          match,
                                          tog_wizard_details_get_zone (self->details),
                                          tog_wizard_details_get_duration (self->details)));
  adw_bin_set_child (self->details_bin, GTK_WIDGET (self->details));
  adw_bin_set_child (self->times_bin, GTK_WIDGET (self->times));
  adw_leaflet_set_visible_child_name (self->leaflet, "times");
  self->overtaken_notice =
      tog_week_view_add_notice (self->times, "x-office-calendar-symbolic", "warning");
  g_signal_connect_object (
      self->details, "changed", G_CALLBACK (details_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->times, "shown", G_CALLBACK (times_shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->times, "slot-activated", G_CALLBACK (slot_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      account, "match-changed", G_CALLBACK (match_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      account, "times-changed", G_CALLBACK (times_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->overtaken_notice, "pressed", G_CALLBACK (show_overtaken_cb), self, G_CONNECT_SWAPPED);
  if (moved != NULL)
    begin_move (self);
  times_shown_cb (self);
  update_summary (self);
  update_layout_cb (self);
  return self;
}

/**
 * tog_wizard_new:
 * @match: with whom
 * @planned: what is to be booked
 */
TogWizard *
tog_wizard_new (TogAccount *account, TogMatch *match, TogPlannedSession *planned)
{
  return wizard_new (account, match, planned, NULL);
}

/**
 * tog_wizard_new_move:
 * @match: with whom
 * @planned: whose session is to be moved
 * @proposed: (nullable): to when who moves it moved it in their own calendar
 */
TogWizard *
tog_wizard_new_move (TogAccount *account,
                     TogMatch *match,
                     TogPlannedSession *planned,
                     const TogSlot *proposed)
{
  TogWizard *self;

  g_return_val_if_fail (planned->session != NULL, NULL);

  self = wizard_new (account, match, planned, planned->session);
  if (proposed != NULL)
    begin_proposal (self, *proposed);
  return self;
}

/**
 * tog_wizard_get_n_booked:
 *
 * Returns: how many sessions were booked, once it is done
 */
guint
tog_wizard_get_n_booked (TogWizard *self)
{
  g_return_val_if_fail (TOG_IS_WIZARD (self), 0);

  return self->n_booked;
}
