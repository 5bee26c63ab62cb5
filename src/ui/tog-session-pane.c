#include "config.h"

#include "tog-session-pane.h"

#include "tog-agenda-editor.h"
#include "tog-answer-box.h"
#include "tog-delayed-sends.h"
#include "tog-format.h"
#include "tog-held-box.h"
#include "tog-history-text.h"
#include "tog-invite-file.h"
#include "tog-life-text.h"
#include "tog-link.h"
#include "tog-note-editor.h"
#include "tog-outbox-group.h"
#include "tog-outbox-text.h"
#include "tog-people-list.h"
#include "tog-question-row.h"
#include "tog-reading-place.h"
#include "tog-session-calendar.h"
#include "tog-session-news.h"
#include "tog-session-rows.h"
#include "tog-session-text.h"
#include "tog-session-widget.h"
#include "tog-state-chip.h"
#include "tog-team-text.h"
#include "tog-todo-row.h"
#include "tog-widget.h"
#include "tog-window.h"
#include "tog-wrap-box.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _TogSessionPane
{
  GtkWidget parent_instance;

  TogAccount *account;        /* (owned) (nullable) */
  TogTeam *team;              /* (owned) (nullable) */
  TogPlannedSession *planned; /* (owned) (nullable) */
  GCancellable *cancellable;  /* (owned) */
  GPtrArray *rows;            /* (owned) (element-type GtkWidget): what was added to the groups */
  GtkWidget *cancelled_row;   /* (nullable): among these, says why it isn't */
  TogReadingPlace *place;     /* (owned) (nullable): NULL only while disposed */

  GtkScrolledWindow *scrolled_window;
  GtkLabel *ordinal_label;
  GtkLabel *title_label;
  TogStateChip *chip;
  GtkLabel *duration_label;
  GtkWidget *buttons;
  GtkWidget *book_button;
  GtkWidget *done_button;
  GtkWidget *join_button;
  GtkWidget *late_button;
  GtkWidget *move_button;
  GtkWidget *more_button;
  GtkLabel *hint_label;
  TogQuestionRow *late_row;
  TogAnswerBox *answer_box;
  TogHeldBox *held_box;
  TogOutboxGroup *outbox_group;
  GtkListBox *event_list;
  AdwPreferencesGroup *when_group;
  AdwPreferencesGroup *message_group;
  AdwPreferencesGroup *agenda_group;
  TogAgendaEditor *agenda_editor;
  AdwPreferencesGroup *resources_group;
  TogNoteEditor *note_editor;
  AdwPreferencesGroup *participants_group;
  TogPeopleList *participants_list;
  TogSessionNews *news;
};

G_DEFINE_FINAL_TYPE (TogSessionPane, tog_session_pane, GTK_TYPE_WIDGET)

/* Rows are told apart by their group, so that all can be taken back at once. */
static void
add_row (TogSessionPane *self, AdwPreferencesGroup *group, GtkWidget *row)
{
  g_object_set_data (G_OBJECT (row), "group", group);
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (group, row);
  gtk_widget_set_visible (GTK_WIDGET (group), TRUE);
}

static void
clear_rows (TogSessionPane *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);
      AdwPreferencesGroup *group = g_object_get_data (G_OBJECT (row), "group");

      adw_preferences_group_remove (group, row);
    }
  g_ptr_array_set_size (self->rows, 0);
  self->cancelled_row = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->when_group), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->message_group), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->agenda_group), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->resources_group), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->participants_group), FALSE);
}

static void
add_when (TogSessionPane *self, TogSession *session)
{
  GtkWidget *theirs = NULL;

  add_row (self, self->when_group, tog_session_row_new_when (session));

  /* Those of a group are told beside its people. */
  if (TOG_IS_MATCH (self->team))
    theirs = tog_session_row_new_when_for (session, TOG_MATCH (self->team)->person);
  if (theirs != NULL)
    add_row (self, self->when_group, theirs);
}

static const char *
get_my_id (TogSessionPane *self)
{
  TogHome *home = tog_account_get_home (self->account);

  return home != NULL ? home->me->member->id : NULL;
}

static void
show_cancelled (TogSessionPane *self, TogSession *session, GPtrArray *invites)
{
  g_autofree char *why = tog_session_dup_cancelled (session, invites, get_my_id (self));
  const char *when = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->cancelled_row));

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->cancelled_row), why != NULL ? why : "");
  tog_detail_row_set_name (self->cancelled_row, when, why, NULL);
}

/* Who it was is in the history alone, which may not have that yet. */
static void
entry_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogSessionPane) self = user_data;
  g_autoptr (TogHistoryItem) item =
      tog_account_load_entry_finish (TOG_ACCOUNT (source), result, NULL);
  TogSession *session = self->planned != NULL ? self->planned->session : NULL;

  if (item != NULL && self->cancelled_row != NULL && session != NULL &&
      g_str_equal (session->id, item->session->id))
    show_cancelled (self, session, item->invites);
}

/* What it was to be, and why it isn't. */
static void
add_cancelled (TogSessionPane *self, TogSession *session)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  g_autofree char *when = tog_format_session_time (zone, session->slot, tog_format_get_now ());
  g_autofree char *title = g_strdup_printf (_ ("Was to be on %s"), when);

  self->cancelled_row = tog_detail_row_new ("x-office-calendar-symbolic", title, NULL);
  add_row (self, self->when_group, self->cancelled_row);
  show_cancelled (self, session, NULL);
  if (session->cancel_reason != NULL)
    tog_account_load_entry_async (
        self->account, session->id, self->cancellable, entry_loaded_cb, g_object_ref (self));
}

static void
add_delivery (TogSessionPane *self, TogSession *session)
{
  switch (session->delivery)
    {
    case TOG_DELIVERY_PENDING:
      add_row (
          self,
          self->when_group,
          tog_detail_row_new ("mail-send-symbolic",
                              _ ("Invites are waiting to be sent"),
                              _ ("The session is booked; mail is tried again until it goes out")));
      break;
    case TOG_DELIVERY_FAILED:
      add_row (self,
               self->when_group,
               tog_detail_row_new ("dialog-warning-symbolic",
                                   _ ("An invite could not be delivered"),
                                   _ ("The session is booked, but not everybody got a mail")));
      break;
    case TOG_DELIVERY_SENT:
    default:
      break;
    }
}

/* Of a group also the time on each one's clock: zones may be many. */
static void
update_participants (TogSessionPane *self, TogSession *session)
{
  TogHome *home = tog_account_get_home (self->account);
  g_autoptr (GArray) people = tog_session_list_people (session);

  tog_people_list_set_people (self->participants_list,
                              people,
                              home != NULL ? home->me->member->id : NULL,
                              TOG_IS_GROUP (self->team) ? session->slot.start : 0,
                              NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->participants_group), TRUE);
}

static void
add_agenda (TogSessionPane *self, GPtrArray *agenda)
{
  for (guint i = 0; i < agenda->len; i++)
    add_row (self,
             self->agenda_group,
             tog_session_row_new_agenda (g_ptr_array_index (agenda, i), i + 1));
}

static void
add_resources (TogSessionPane *self, GPtrArray *resources)
{
  for (guint i = 0; i < resources->len; i++)
    add_row (self,
             self->resources_group,
             tog_session_row_new_resource (g_ptr_array_index (resources, i)));
}

static void
add_message (TogSessionPane *self, const char *message)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  tog_link_show_text (GTK_LABEL (label), message);
  add_row (self, self->message_group, label);
}

static void
add_to_calendar_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogSessionPane *self = TOG_SESSION_PANE (widget);
  TogSession *session = self->planned->session;

  if (session != NULL)
    tog_invite_file_open (GTK_WIDGET (self), self->account, session, self->cancellable);
}

static void
update_head (TogSessionPane *self)
{
  TogPlannedSession *planned = self->planned;
  g_autofree char *mark =
      tog_outbox_dup_mark (tog_account_get_outbox (self->account), self->team, planned);
  g_autofree char *ordinal =
      g_strdup_printf (_ ("Session %d of %d"), planned->ordinal, self->team->n_planned);
  g_autofree char *usually = NULL;

  gtk_label_set_label (self->ordinal_label, ordinal);
  gtk_label_set_label (self->title_label, planned->title);

  if (mark != NULL)
    {
      usually = g_steal_pointer (&mark);
    }
  else if (!tog_team_has_others (self->team))
    {
      usually = g_strdup (_ ("Nobody else is in this group yet"));
    }
  else if (tog_planned_session_can_book (planned) && planned->duration > 0)
    {
      g_autofree char *duration = tog_format_duration (planned->duration);

      usually = g_strdup_printf (_ ("usually %s"), duration);
    }
  gtk_label_set_label (self->duration_label, usually != NULL ? usually : "");
  gtk_widget_set_visible (GTK_WIDGET (self->duration_label), usually != NULL);
}

/* What is booked has an agenda and notes of its own. */
static void
update_editors (TogSessionPane *self, TogSession *session)
{
  gboolean has_agenda = session != NULL && !tog_planned_session_can_book (self->planned);

  gtk_widget_set_visible (GTK_WIDGET (self->agenda_editor), has_agenda);
  gtk_widget_set_visible (GTK_WIDGET (self->note_editor), session != NULL);
  if (has_agenda)
    tog_agenda_editor_set_session (self->agenda_editor, self->account, session);
  else
    add_agenda (self, self->planned->agenda);
  if (session != NULL)
    tog_note_editor_set_session (self->note_editor, self->account, session);
}

static void
update_rows (TogSessionPane *self)
{
  TogPlannedSession *planned = self->planned;
  TogSession *session = planned->session;

  clear_rows (self);

  if (session != NULL && !tog_planned_session_can_book (planned))
    {
      add_when (self, session);
      if (session->state == TOG_SESSION_SCHEDULED)
        {
          add_row (self, self->when_group, tog_session_row_new_where (session));
          add_delivery (self, session);
        }
      if (session->message != NULL && *session->message != '\0')
        add_message (self, session->message);
      update_participants (self, session);
    }

  if (session != NULL && planned->state == TOG_SESSION_CANCELLED)
    add_cancelled (self, session);

  update_editors (self, session);
  add_resources (self, planned->resources);
}

static void
tog_session_pane_dispose (GObject *object)
{
  TogSessionPane *self = TOG_SESSION_PANE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->place);
  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_SESSION_PANE);
  g_clear_object (&self->account);
  g_clear_object (&self->team);
  g_clear_object (&self->planned);

  G_OBJECT_CLASS (tog_session_pane_parent_class)->dispose (object);
}

static void
tog_session_pane_finalize (GObject *object)
{
  TogSessionPane *self = TOG_SESSION_PANE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (tog_session_pane_parent_class)->finalize (object);
}

static void
tog_session_pane_class_init (TogSessionPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_session_pane_dispose;
  object_class->finalize = tog_session_pane_finalize;

  g_type_ensure (TOG_TYPE_AGENDA_EDITOR);
  g_type_ensure (TOG_TYPE_NOTE_EDITOR);
  g_type_ensure (TOG_TYPE_ANSWER_BOX);
  g_type_ensure (TOG_TYPE_HELD_BOX);
  g_type_ensure (TOG_TYPE_OUTBOX_GROUP);
  g_type_ensure (TOG_TYPE_PEOPLE_LIST);
  g_type_ensure (TOG_TYPE_QUESTION_ROW);
  g_type_ensure (TOG_TYPE_SESSION_NEWS);
  g_type_ensure (TOG_TYPE_STATE_CHIP);
  g_type_ensure (TOG_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-session-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, ordinal_label);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, title_label);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, chip);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, duration_label);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, buttons);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, book_button);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, done_button);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, join_button);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, late_button);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, move_button);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, more_button);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, hint_label);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, late_row);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, answer_box);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, held_box);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, outbox_group);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, event_list);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, when_group);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, message_group);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, agenda_group);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, agenda_editor);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, resources_group);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, note_editor);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, participants_group);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, participants_list);
  gtk_widget_class_bind_template_child (widget_class, TogSessionPane, news);
  gtk_widget_class_install_action (
      widget_class, "session.add-to-calendar", NULL, add_to_calendar_action);
}

/* What others do meanwhile changes what stands above what is read or written. */
static void
hold_place (TogSessionPane *self)
{
  GtkWidget *content = gtk_widget_get_parent (GTK_WIDGET (self->when_group));

  self->place = tog_reading_place_new (self->scrolled_window);
  for (GtkWidget *part = gtk_widget_get_first_child (content); part != NULL;
       part = gtk_widget_get_next_sibling (part))
    {
      g_autofree char *key = g_strdup_printf ("%p", (gpointer) part);

      tog_reading_place_add (self->place, part, key);
    }
}

static void
tog_session_pane_init (TogSessionPane *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  hold_place (self);
  tog_widget_keep_focus_shown (self->scrolled_window);
  tog_session_news_watch (self->news, self->scrolled_window, GTK_WIDGET (self->title_label));
  tog_outbox_group_show_only_stuck (self->outbox_group);
  tog_people_list_set_label (self->participants_list, _ ("Participants"));
  g_signal_connect_object (tog_delayed_sends_get_default (),
                           "changed",
                           G_CALLBACK (tog_session_pane_update_times),
                           self,
                           G_CONNECT_SWAPPED);
}

/* What I did to it in my own calendar. */
static void
update_event (TogSessionPane *self)
{
  TogSession *session = self->planned != NULL ? self->planned->session : NULL;
  TogCalendarOffer *offer = NULL;
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->event_list, 0)) != NULL)
    gtk_list_box_remove (self->event_list, GTK_WIDGET (row));
  if (session != NULL)
    offer = tog_session_calendar_find_offer (tog_account_get_session_calendar (self->account),
                                             session->id);
  gtk_widget_set_visible (GTK_WIDGET (self->event_list), offer != NULL);
  if (offer != NULL)
    gtk_list_box_append (self->event_list, tog_todo_row_new_offer (offer, self->team));
}

/**
 * tog_session_pane_set_account:
 * @account: whose sessions are shown, for as long as this pane is there
 */
void
tog_session_pane_set_account (TogSessionPane *self, TogAccount *account)
{
  g_return_if_fail (TOG_IS_SESSION_PANE (self));

  g_return_if_fail (self->account == NULL);

  self->account = g_object_ref (account);
  tog_outbox_group_set_account (self->outbox_group, account);
  g_signal_connect_object (
      tog_session_calendar_get_offers (tog_account_get_session_calendar (account)),
      "items-changed",
      G_CALLBACK (update_event),
      self,
      G_CONNECT_SWAPPED);
}

/**
 * tog_session_pane_set_planned:
 * @team: whose planned session it is
 *
 * Shows @planned. Another one is shown from its top.
 */
void
tog_session_pane_set_planned (TogSessionPane *self, TogTeam *team, TogPlannedSession *planned)
{
  gboolean is_other;

  g_return_if_fail (TOG_IS_SESSION_PANE (self));

  is_other = self->planned == NULL || !g_str_equal (self->planned->id, planned->id);
  g_set_object (&self->team, team);
  g_set_object (&self->planned, planned);

  tog_session_news_set_session (self->news, planned->session);
  if (is_other)
    tog_people_list_show_first (self->participants_list);
  update_rows (self);
  tog_outbox_group_set_planned (self->outbox_group, team, planned);
  update_event (self);
  tog_session_pane_update_times (self);

  if (is_other)
    tog_reading_place_go_to_top (self->place);
}

/* It was marked as done or requested, and the server doesn't have that yet. */
static gboolean
is_waiting (TogSessionPane *self, TogPlannedSession *planned)
{
  return tog_delayed_sends_find (tog_delayed_sends_get_default (), planned->id) != NULL ||
         tog_outbox_find_of_team (
             tog_account_get_outbox (self->account), self->team, planned->id) != NULL;
}

/* What can be done with what was booked. */
static gboolean
update_session_buttons (TogSessionPane *self, TogSession *session, TogInstant now)
{
  /* What is over is first asked about; another time is found after a "no". */
  gboolean can_move = session != NULL && !tog_session_is_over (session, now) &&
                      tog_session_can (session, TOG_ACTION_RESCHEDULE, now);
  g_autofree char *hint = session != NULL ? tog_session_dup_join_hint (session, now) : NULL;
  gboolean has_link, has_more;

  gtk_widget_set_visible (self->move_button, can_move);
  gtk_widget_set_visible (self->more_button, FALSE);
  gtk_widget_set_visible (self->join_button, FALSE);
  gtk_widget_set_visible (self->late_button, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), FALSE);
  if (session == NULL)
    return FALSE;

  tog_session_path_act (tog_session_get_path (session), self->move_button, "win.reschedule");
  has_more = tog_session_update_more (session, self->more_button, now);
  tog_session_update_join (session, self->join_button, now);
  tog_session_update_late (session, self->late_button, get_my_id (self), now);
  has_link = gtk_widget_get_visible (self->join_button);
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), has_link && hint != NULL);
  gtk_label_set_label (self->hint_label, hint != NULL ? hint : "");

  return can_move || has_more || has_link || gtk_widget_get_visible (self->late_button);
}

/* What is asked of me, and what the others say. */
static void
update_questions (TogSessionPane *self, TogSession *session, TogInstant now)
{
  const char *my_id = get_my_id (self);
  g_autofree char *late = NULL;

  if (session != NULL && session->state == TOG_SESSION_SCHEDULED &&
      !tog_session_is_over (session, now))
    late = tog_session_dup_late (session, my_id);
  gtk_widget_set_visible (GTK_WIDGET (self->late_row), late != NULL);
  if (late != NULL)
    tog_question_row_set_text (
        self->late_row, "preferences-system-time-symbolic", "warning", late, NULL);
  tog_answer_box_set_session (self->answer_box, session, my_id, now);
  tog_held_box_set_session (self->held_box, session, my_id, now);
}

/**
 * tog_session_pane_update_times:
 *
 * Brings what depends on the present up to date: what can be done, and what is asked.
 */
void
tog_session_pane_update_times (TogSessionPane *self)
{
  TogPlannedSession *planned = self->planned;
  TogSession *session;
  gboolean can_book, can_act;
  TogInstant now;

  if (planned == NULL)
    return;

  now = tog_account_get_now (self->account);
  update_head (self);
  can_book = tog_team_can_book (self->team, planned);
  session = tog_planned_session_can_book (planned) ? NULL : planned->session;
  can_act = update_session_buttons (self, session, now);
  update_questions (self, session, now);

  tog_state_chip_set_planned (self->chip, planned, now);
  gtk_widget_set_visible (self->book_button, can_book);
  gtk_button_set_label (
      GTK_BUTTON (self->book_button),
      tog_outbox_is_asking (tog_account_get_outbox (self->account), self->team, planned)
          ? _ ("Change Request")
          : _ ("Book Session"));
  gtk_widget_set_visible (self->done_button, can_book && !is_waiting (self, planned));
  gtk_widget_set_visible (self->buttons, can_book || can_act);
  tog_widget_set_action (
      self->book_button, tog_team_get_book_action (self->team), self->team->id, planned->id);
  tog_session_path_act (
      tog_planned_session_get_path (self->team, planned), self->done_button, "win.mark-done");
}
