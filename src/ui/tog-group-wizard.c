#include "config.h"

#include "tog-group-wizard.h"

#include "tog-clock.h"
#include "tog-format.h"
#include "tog-group-details.h"
#include "tog-group-times.h"
#include "tog-overtaken.h"
#include "tog-proposal.h"
#include "tog-schedule-dialog.h"
#include "tog-time-request.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

struct _TogGroupWizard
{
  GtkWidget parent_instance;

  TogAccount *account;     /* (owned) */
  TogGroup *group;         /* (owned): as it is now */
  TogGroupSearch *search;  /* (owned) */
  TogTimeRequest *request; /* (owned): what is chosen offline */
  TogProposal *proposal;   /* (owned) (nullable): where the session is in my own calendar */
  TogSession *overtaken;   /* (owned) (nullable): what others made of it meanwhile */
  TogSession *moved;       /* (owned) (nullable): what is moved instead of booked, as it is now */
  TogSession *opened;      /* (owned) (nullable): the same as it was when this began */
  guint layout_idle;       /* source id, 0 if none */

  AdwWindowTitle *title;
  GtkStack *stack;
  AdwLeaflet *leaflet;
  AdwBin *details_bin;
  TogGroupDetails *details;
  AdwBin *times_bin;
  TogGroupTimes *times;
  AdwViewStack *parts;
  AdwViewSwitcherBar *switcher;
  TogNotice *moved_notice; /* (nullable): where something is moved */
  TogNotice *overtaken_notice;
  TogNotice *unknown_notice;
  TogScheduleDialog *dialog; /* (nullable): weak, while it is open */
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

G_DEFINE_FINAL_TYPE (TogGroupWizard, tog_group_wizard, GTK_TYPE_WIDGET)

static void
update_title (TogGroupWizard *self)
{
  TogPlannedSession *planned = tog_group_details_get_planned (self->details);
  g_autofree char *duration = g_strdup_printf (
      _ ("%d min"), (int) (tog_group_search_get_duration (self->search) / TOG_MINUTE));
  g_autofree char *subtitle = NULL;

  if (self->moved != NULL)
    {
      subtitle = g_strdup_printf (_ ("“%s” with %s"), planned->title, self->group->name);
      adw_window_title_set_title (self->title, _ ("Reschedule"));
      adw_window_title_set_subtitle (self->title, subtitle);
      return;
    }
  if (!adw_leaflet_get_folded (self->leaflet))
    {
      adw_window_title_set_title (self->title, self->group->name);
      adw_window_title_set_subtitle (self->title, self->group->team.program_name);
      return;
    }
  /* Translators: a group, a duration: "Maintainers Circle, 60 min". */
  subtitle = g_strdup_printf (C_ ("group, duration", "%s, %s"), self->group->name, duration);
  adw_window_title_set_title (self->title, planned->title);
  adw_window_title_set_subtitle (self->title, subtitle);
}

/* Whether there is nobody else whose calendar is known in a week, of whom there is
 * anybody. */
static gboolean
is_all_unknown (TogTimes *times, TogSlot week)
{
  for (guint i = 1; i < times->people->len; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (times->people, i);

      if (person->sharing_off || tog_slot_overlaps (person->known, week))
        return FALSE;
    }
  return times->people->len > 1 && times->counted == NULL;
}

static void
update_notices (TogGroupWizard *self)
{
  TogWeek *week = tog_week_view_get_week (TOG_WEEK_VIEW (self->times));
  TogTimes *times = tog_week_view_get_times (TOG_WEEK_VIEW (self->times));
  TogHome *home = tog_account_get_home (self->account);
  const char *unknown = NULL;
  g_autofree char *happened = NULL;

  if (times != NULL && is_all_unknown (times, tog_week_get_range (week)))
    unknown = _ ("Nobody else’s calendar is known this week. Hatched times are within working "
                 "hours, but unconfirmed.");
  else if (home != NULL && !home->me->calendar_sharing)
    unknown = _ ("Your organization has turned calendar sharing off. Times are based on working "
                 "hours alone: agree on one with the group first, by mail for instance.");
  tog_notice_show (self->unknown_notice, unknown, NULL);
  if (self->overtaken != NULL)
    happened = tog_overtaken_dup_text (self->overtaken,
                                       self->moved,
                                       tog_week_get_zone (week),
                                       tog_account_get_now (self->account));
  tog_notice_show (self->overtaken_notice, happened, _ ("Show Session"));
}

/* Whether a proposal that can be chosen says all there is to say before it is: the grid
 * marks when the session is now. */
static gboolean
is_enough (TogGroupWizard *self)
{
  return self->proposal != NULL && tog_proposal_get_suits (self->proposal) &&
         tog_overtaken_find_move (TOG_TEAM (self->group),
                                  tog_group_details_get_planned (self->details)->id,
                                  self->opened) == NULL;
}

/* Says when it is now; while it is looked for, the grid marks it too. */
static void
show_moved (TogGroupWizard *self)
{
  g_autofree char *text = NULL;

  if (self->moved == NULL)
    return;
  if (self->overtaken != NULL || is_enough (self))
    {
      tog_notice_show (self->moved_notice, NULL, NULL);
      return;
    }

  text = tog_overtaken_dup_present (TOG_TEAM (self->group),
                                    tog_group_details_get_planned (self->details)->id,
                                    self->opened,
                                    tog_week_view_get_zone (TOG_WEEK_VIEW (self->times)),
                                    tog_account_get_now (self->account));
  tog_notice_show (self->moved_notice, text, NULL);
}

static void
times_shown_cb (TogGroupWizard *self)
{
  TogTimes *times = tog_week_view_get_times (TOG_WEEK_VIEW (self->times));
  guint n_people = times != NULL ? tog_times_count_people (times) : (guint) self->group->n_members;
  gboolean alone = n_people < 2;

  gtk_stack_set_visible_child_name (self->stack, alone ? "alone" : "group");
  adw_view_switcher_bar_set_reveal (self->switcher,
                                    !alone && adw_leaflet_get_folded (self->leaflet));
  update_title (self);
  show_moved (self);
  update_notices (self);
  tog_group_details_update (self->details,
                            tog_group_times_get_speech (self->times),
                            tog_week_view_get_week (TOG_WEEK_VIEW (self->times)),
                            tog_account_get_now (self->account));
  if (self->dialog != NULL)
    tog_schedule_dialog_update (self->dialog);
}

/* What of the planned session others have made meanwhile: what is shown is what it is. */
static void
find_overtaken (TogGroupWizard *self)
{
  TogPlannedSession *planned = tog_group_details_get_planned (self->details);

  g_set_object (&self->overtaken,
                tog_overtaken_find (TOG_TEAM (self->group), planned->id, self->moved));
  if (self->moved != NULL && self->overtaken == NULL && planned->session != NULL)
    {
      g_set_object (&self->moved, planned->session);
      tog_group_times_set_moved (self->times, self->moved);
    }
  if (self->proposal != NULL)
    tog_proposal_set_session (self->proposal, self->overtaken == NULL ? self->moved : NULL);
}

static void
group_changed_cb (TogGroupWizard *self, const char *group_id)
{
  TogGroup *group;

  if (g_strcmp0 (group_id, self->group->team.id) != 0)
    return;
  group = tog_account_peek_group (self->account, group_id);
  if (group != NULL)
    {
      g_set_object (&self->group, group);
      tog_group_details_set_group (self->details, group);
      find_overtaken (self);
      times_shown_cb (self);
    }
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    tog_week_view_load (TOG_WEEK_VIEW (self->times));
}

/* Also where nothing else of the group is another: somebody's calendar. */
static void
times_changed_cb (TogGroupWizard *self, const char *group_id)
{
  if (g_str_equal (group_id, self->group->team.id) && gtk_widget_get_mapped (GTK_WIDGET (self)))
    tog_week_view_load (TOG_WEEK_VIEW (self->times));
}

static void
planned_changed_cb (TogGroupWizard *self)
{
  find_overtaken (self);
  times_shown_cb (self);
}

static void
zone_changed_cb (TogGroupWizard *self)
{
  tog_week_view_set_zone (TOG_WEEK_VIEW (self->times), tog_group_details_get_zone (self->details));
}

static void
chosen_cb (TogGroupWizard *self, gint64 start)
{
  adw_view_stack_set_visible_child_name (self->parts, "week");
  tog_group_times_go_to (self->times, start);
}

static void
show_overtaken_cb (TogGroupWizard *self)
{
  g_signal_emit (self, signals[OVERTAKEN], 0, self->overtaken);
}

static void
session_booked_cb (TogGroupWizard *self, TogSession *session)
{
  g_signal_emit (self, signals[DONE], 0, session);
}

/* Whatever is new comes with "group-changed"; where nothing can be loaded, that is
 * said of the times already. */
static void
load_group (TogGroupWizard *self)
{
  tog_account_load_group_async (self->account, self->group->team.id, NULL, NULL, NULL);
}

static void
reload_cb (TogGroupWizard *self)
{
  tog_week_view_load (TOG_WEEK_VIEW (self->times));
}

static void
taken_cb (TogGroupWizard *self)
{
  tog_week_view_load (TOG_WEEK_VIEW (self->times));
  load_group (self);
}

/* P33: offline a time can only be asked for. */
static void
request_cb (TogGroupWizard *self, TogBooking *choice)
{
  tog_time_request_add (self->request,
                        GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                        tog_group_details_get_planned (self->details),
                        choice,
                        tog_group_details_get_zone (self->details));
}

static void
requested_cb (TogGroupWizard *self, AdwToast *toast)
{
  g_signal_emit (self, signals[REQUESTED], 0, toast);
}

static void
slot_activated_cb (TogGroupWizard *self, gint64 start)
{
  GtkWindow *dialog;

  /* The notice says why, and where to go instead. */
  if (self->overtaken != NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  dialog = tog_schedule_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                    self->account,
                                    self->group,
                                    tog_group_details_get_planned (self->details),
                                    self->moved,
                                    self->search,
                                    start,
                                    tog_group_details_get_zone (self->details));
  g_set_weak_pointer (&self->dialog, TOG_SCHEDULE_DIALOG (dialog));
  g_signal_connect_object (
      dialog, "booked", G_CALLBACK (session_booked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "taken", G_CALLBACK (taken_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "reload", G_CALLBACK (reload_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "request", G_CALLBACK (request_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static gboolean
update_layout_cb (gpointer user_data)
{
  TogGroupWizard *self = user_data;
  const char *part = adw_view_stack_get_visible_child_name (self->parts);
  gboolean folded = adw_leaflet_get_folded (self->leaflet);

  self->layout_idle = 0;
  if (!folded)
    tog_group_details_show_part (self->details, TOG_GROUP_PART_ALL);
  else if (g_strcmp0 (part, "week") != 0)
    tog_group_details_show_part (self->details,
                                 g_strcmp0 (part, "members") == 0 ? TOG_GROUP_PART_MEMBERS
                                                                  : TOG_GROUP_PART_BEST);
  adw_leaflet_set_visible_child_name (
      self->leaflet, folded && g_strcmp0 (part, "week") != 0 ? "details" : "times");
  adw_view_switcher_bar_set_reveal (
      self->switcher,
      folded && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "alone") != 0);
  update_title (self);
  return G_SOURCE_REMOVE;
}

/* Folding happens while sizes are allocated, when it is too late to show and
 * hide what is beside. */
static void
folded_cb (TogGroupWizard *self)
{
  if (self->layout_idle == 0 && self->details != NULL)
    self->layout_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_layout_cb, self, NULL);
}

static void
back_cb (TogGroupWizard *self)
{
  g_signal_emit (self, signals[BACK], 0);
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  back_cb (TOG_GROUP_WIZARD (widget));
  return TRUE;
}

static void
minute_cb (TogGroupWizard *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load_group (self);
}

static void
tog_group_wizard_map (GtkWidget *widget)
{
  TogGroupWizard *self = TOG_GROUP_WIZARD (widget);

  GTK_WIDGET_CLASS (tog_group_wizard_parent_class)->map (widget);
  tog_week_view_set_active (TOG_WEEK_VIEW (self->times), TRUE);
  load_group (self);
}

static void
tog_group_wizard_unmap (GtkWidget *widget)
{
  tog_week_view_set_active (TOG_WEEK_VIEW (TOG_GROUP_WIZARD (widget)->times), FALSE);
  GTK_WIDGET_CLASS (tog_group_wizard_parent_class)->unmap (widget);
}

static gboolean
tog_group_wizard_grab_focus (GtkWidget *widget)
{
  TogGroupWizard *self = TOG_GROUP_WIZARD (widget);

  if (self->proposal != NULL && tog_proposal_grab_focus (self->proposal))
    return TRUE;
  if (tog_week_view_shows_grid (TOG_WEEK_VIEW (self->times)))
    return gtk_widget_grab_focus (GTK_WIDGET (self->times));
  return gtk_widget_child_focus (GTK_WIDGET (self->leaflet), GTK_DIR_TAB_FORWARD);
}

static void
tog_group_wizard_dispose (GObject *object)
{
  TogGroupWizard *self = TOG_GROUP_WIZARD (object);

  g_clear_handle_id (&self->layout_idle, g_source_remove);
  g_clear_weak_pointer (&self->dialog);
  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_GROUP_WIZARD);
  G_OBJECT_CLASS (tog_group_wizard_parent_class)->dispose (object);
}

static void
tog_group_wizard_finalize (GObject *object)
{
  TogGroupWizard *self = TOG_GROUP_WIZARD (object);

  g_clear_object (&self->account);
  g_clear_object (&self->group);
  g_clear_object (&self->search);
  g_clear_object (&self->proposal);
  g_clear_object (&self->request);
  g_clear_object (&self->overtaken);
  g_clear_object (&self->opened);
  g_clear_object (&self->moved);
  G_OBJECT_CLASS (tog_group_wizard_parent_class)->finalize (object);
}

static void
tog_group_wizard_class_init (TogGroupWizardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_group_wizard_dispose;
  object_class->finalize = tog_group_wizard_finalize;
  widget_class->map = tog_group_wizard_map;
  widget_class->unmap = tog_group_wizard_unmap;
  widget_class->grab_focus = tog_group_wizard_grab_focus;

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

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-group-wizard.ui");
  gtk_widget_class_bind_template_child (widget_class, TogGroupWizard, title);
  gtk_widget_class_bind_template_child (widget_class, TogGroupWizard, stack);
  gtk_widget_class_bind_template_child (widget_class, TogGroupWizard, leaflet);
  gtk_widget_class_bind_template_child (widget_class, TogGroupWizard, details_bin);
  gtk_widget_class_bind_template_child (widget_class, TogGroupWizard, times_bin);
  gtk_widget_class_bind_template_child (widget_class, TogGroupWizard, parts);
  gtk_widget_class_bind_template_child (widget_class, TogGroupWizard, switcher);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
}

static void
tog_group_wizard_init (TogGroupWizard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Begins with the week of a session that is to be moved, unless it is past. */
static void
begin_move (TogGroupWizard *self)
{
  TogWeekView *view = TOG_WEEK_VIEW (self->times);
  TogInstant start = MAX (self->moved->slot.start, tog_account_get_now (self->account));

  self->moved_notice = tog_week_view_add_notice (view, "x-office-calendar-symbolic", NULL);
  tog_group_details_fix_planned (self->details);
  tog_group_times_set_moved (self->times, self->moved);
  tog_week_view_show_day (view, tog_zone_to_wall (tog_week_view_get_zone (view), start).day);
}

static void
proposal_moved_cb (TogGroupWizard *self)
{
  tog_group_details_set_duration (self->details, tog_proposal_get_duration (self->proposal));
}

static void
begin_proposal (TogGroupWizard *self, TogSlot slot)
{
  self->proposal = tog_proposal_new (TOG_WEEK_VIEW (self->times), self->account, self->moved, slot);
  g_signal_connect_object (
      self->proposal, "chosen", G_CALLBACK (slot_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->proposal, "moved", G_CALLBACK (proposal_moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->proposal, "changed", G_CALLBACK (show_moved), self, G_CONNECT_SWAPPED);
  proposal_moved_cb (self);
  show_moved (self);
}

static TogGroupWizard *
wizard_new (TogAccount *account, TogGroup *group, TogPlannedSession *planned, TogSession *moved)
{
  TogGroupWizard *self = g_object_new (TOG_TYPE_GROUP_WIZARD, NULL);
  gint64 duration = moved != NULL ? moved->slot.end - moved->slot.start : planned->duration;

  self->account = g_object_ref (account);
  self->group = g_object_ref (group);
  g_set_object (&self->moved, moved);
  g_set_object (&self->opened, moved);
  self->request = tog_time_request_new (account, TOG_TEAM (group));
  g_signal_connect_object (
      self->request, "requested", G_CALLBACK (requested_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->request, "booked", G_CALLBACK (session_booked_cb), self, G_CONNECT_SWAPPED);
  self->search = tog_group_search_new (duration);
  self->details = TOG_GROUP_DETAILS (tog_group_details_new (account, group, planned, self->search));
  self->times = TOG_GROUP_TIMES (tog_group_times_new (
      account, group, self->search, tog_group_details_get_zone (self->details)));
  if (moved != NULL)
    begin_move (self);
  self->overtaken_notice = tog_week_view_add_notice (
      TOG_WEEK_VIEW (self->times), "x-office-calendar-symbolic", "warning");
  self->unknown_notice =
      tog_week_view_add_notice (TOG_WEEK_VIEW (self->times), "dialog-information-symbolic", NULL);
  adw_bin_set_child (self->details_bin, GTK_WIDGET (self->details));
  adw_bin_set_child (self->times_bin, GTK_WIDGET (self->times));
  adw_view_stack_set_visible_child_name (self->parts, "week");
  g_signal_connect_object (
      self->details, "planned-changed", G_CALLBACK (planned_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->details, "zone-changed", G_CALLBACK (zone_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->details, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->times, "shown", G_CALLBACK (times_shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->times, "slot-activated", G_CALLBACK (slot_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->overtaken_notice, "pressed", G_CALLBACK (show_overtaken_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      account, "group-changed", G_CALLBACK (group_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      account, "times-changed", G_CALLBACK (times_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (minute_cb), self, G_CONNECT_SWAPPED);
  times_shown_cb (self);
  update_layout_cb (self);
  return self;
}

/**
 * tog_group_wizard_new:
 * @group: with whom
 * @planned: what is to be booked
 */
TogGroupWizard *
tog_group_wizard_new (TogAccount *account, TogGroup *group, TogPlannedSession *planned)
{
  return wizard_new (account, group, planned, NULL);
}

/**
 * tog_group_wizard_new_move:
 * @group: with whom
 * @planned: whose session is to be moved
 * @proposed: (nullable): to when who moves it moved it in their own calendar
 */
TogGroupWizard *
tog_group_wizard_new_move (TogAccount *account,
                           TogGroup *group,
                           TogPlannedSession *planned,
                           const TogSlot *proposed)
{
  TogGroupWizard *self;

  g_return_val_if_fail (planned->session != NULL, NULL);

  self = wizard_new (account, group, planned, planned->session);
  if (proposed != NULL)
    begin_proposal (self, *proposed);
  return self;
}
