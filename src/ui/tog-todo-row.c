#include "config.h"

#include "tog-todo-row.h"

#include "tog-availability.h"
#include "tog-format.h"
#include "tog-life-text.h"
#include "tog-session-widget.h"
#include "tog-stacking-box.h"
#include "tog-team-text.h"
#include "tog-widget.h"
#include "tog-wrap-box.h"

#include <glib/gi18n.h>

struct _TogTodoRow
{
  GtkListBoxRow parent_instance;

  GtkImage *icon;
  GtkLabel *title_label;
  GtkLabel *detail_label;
  GtkWidget *buttons;
  GtkWidget *email_button;
  GtkWidget *book_button;
  GtkWidget *decline_button;
  GtkWidget *maybe_button;
  GtkWidget *accept_button;
  GtkWidget *no_button;
  GtkWidget *yes_button;
  GtkWidget *find_button;
  GtkWidget *leave_out_button;
  GtkWidget *restore_button;
  GtkWidget *propose_button;
  GtkWidget *show_button;
};

G_DEFINE_FINAL_TYPE (TogTodoRow, tog_todo_row, GTK_TYPE_LIST_BOX_ROW)

static const char OFFERED[] = "tog-offered";

static void
set_text (TogTodoRow *self, const char *title, const char *detail)
{
  gtk_label_set_label (self->title_label, title);
  gtk_label_set_label (self->detail_label, detail != NULL ? detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->detail_label), detail != NULL && *detail != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  detail != NULL ? detail : "",
                                  -1);
}

static void
set_icon (TogTodoRow *self, const char *icon_name, const char *style_class)
{
  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "accent");
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "warning");
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), style_class);
}

/* What a button says is short because its row says the rest; on its own it is a
 * whole sentence. */
static void
offer (TogTodoRow *self, GtkWidget *button, const char *sentence)
{
  tog_widget_set_name (button, sentence);
  g_object_set_data (G_OBJECT (button), OFFERED, GINT_TO_POINTER (TRUE));
}

/* Those that were and are offered stay as they are, with the focus that one may have. */
static void
show_offered (TogTodoRow *self)
{
  gboolean any = FALSE;

  for (GtkWidget *button = gtk_widget_get_first_child (self->buttons); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    {
      gboolean offered = g_object_steal_data (G_OBJECT (button), OFFERED) != NULL;

      gtk_widget_set_visible (button, offered);
      any = any || offered;
    }
  gtk_widget_set_visible (self->buttons, any);
}

static void
show_first_session (TogTodoRow *self, TogTodo *todo, TogTeam *team)
{
  g_autofree char *title = g_strdup_printf (_ ("Book your first session with %s"), todo->subject);

  set_icon (self, "x-office-calendar-symbolic", "accent");
  set_text (self, title, team != NULL ? team->program_name : todo->detail);

  if (TOG_IS_MATCH (team) && TOG_MATCH (team)->person->email != NULL)
    {
      g_autofree char *sentence = g_strdup_printf (_ ("Email %s"), tog_team_get_name (team));

      offer (self, self->email_button, sentence);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->email_button), "s", team->id);
    }
  if (team != NULL && team->next != NULL)
    {
      offer (self, self->book_button, title);
      tog_widget_set_action (
          self->book_button, tog_team_get_book_action (team), team->id, team->next->id);
    }
}

static void
show_delivery_failed (TogTodoRow *self, TogTodo *todo, TogTeam *team)
{
  g_autofree char *title =
      g_strdup_printf (_ ("The invite to “%s” could not be delivered"), todo->subject);

  set_icon (self, "dialog-warning-symbolic", "warning");
  set_text (self, title, todo->detail);

  if (team != NULL)
    {
      g_autofree char *sentence = g_strdup_printf (_ ("Show “%s”"), todo->subject);

      offer (self, self->show_button, sentence);
      tog_widget_set_action (self->show_button,
                             tog_team_get_open_action (team),
                             team->id,
                             todo->session_id != NULL ? todo->session_id : "");
    }
}

static void
show_calendar_broken (TogTodoRow *self, TogTodo *todo)
{
  g_autofree char *title = g_strdup_printf (_ ("“%s” calendar can’t be read"), todo->subject);
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  TogDay today = tog_zone_to_wall (zone, tog_format_get_now ()).day;
  g_autofree char *since = tog_format_short_day (tog_zone_to_wall (zone, todo->since).day, today);
  g_autofree char *consequence =
      g_strdup_printf (_ ("Since %s others see your times as unknown"), since);
  g_autofree char *detail = NULL;

  if (todo->detail != NULL && *todo->detail != '\0')
    detail = g_strdup_printf ("%s. %s", consequence, todo->detail);

  set_icon (self, "dialog-warning-symbolic", "warning");
  set_text (self, title, detail != NULL ? detail : consequence);
  offer (self, self->show_button, _ ("Show your calendars"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->show_button), "s", "availability");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->show_button), "main.show");
}

/* @sentence is taken over. */
static void
offer_answer (TogTodoRow *self, TogTodo *todo, GtkWidget *button, TogAnswer answer, char *sentence)
{
  TogSessionPath path = { todo->match_id, todo->group_id, todo->session_id };
  g_autofree char *owned = sentence;

  tog_session_path_answer (path, button, answer);
  offer (self, button, owned);
}

/* When a session is, and with whom it is one of several. */
static char *
dup_when (TogSession *session, TogTeam *team, TogInstant moved_from)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  TogInstant now = tog_format_get_now ();
  g_autofree char *time = tog_format_session_time (zone, session->slot, now);
  g_autofree char *before = moved_from != 0 ? tog_format_when_within (zone, moved_from, now) : NULL;
  g_autofree char *when = NULL;

  if (before != NULL)
    /* Translators: when a session is now, then when it was before it was moved. */
    when = g_strdup_printf (_ ("%s, before: %s"), time, before);
  else
    when = g_steal_pointer (&time);
  if (!TOG_IS_GROUP (team))
    return g_steal_pointer (&when);

  /* Translators: a group, then a time. */
  return g_strdup_printf (C_ ("group, time", "%s, %s"), tog_team_get_name (team), when);
}

static void
show_answer (TogTodoRow *self, TogTodo *todo, TogTeam *team, TogSession *session)
{
  g_autofree char *title = session != NULL
                               ? tog_session_dup_invitation (session)
                               : g_strdup_printf (_ ("You are invited to “%s”"), todo->subject);
  g_autofree char *when = session != NULL ? dup_when (session, team, session->moved_from) : NULL;

  set_icon (self, "mail-unread-symbolic", "accent");
  set_text (self, title, when != NULL ? when : todo->detail);
  if (todo->session_id == NULL)
    return;

  offer_answer (self,
                todo,
                self->decline_button,
                TOG_ANSWER_DECLINED,
                g_strdup_printf (_ ("Decline “%s”"), todo->subject));
  offer_answer (self,
                todo,
                self->maybe_button,
                TOG_ANSWER_TENTATIVE,
                g_strdup_printf (_ ("Maybe to “%s”"), todo->subject));
  offer_answer (self,
                todo,
                self->accept_button,
                TOG_ANSWER_ACCEPTED,
                g_strdup_printf (_ ("Accept “%s”"), todo->subject));
}

static void
show_declined (TogTodoRow *self, TogTodo *todo, TogTeam *team, TogSession *session)
{
  TogSessionPath path = { todo->match_id, todo->group_id, todo->session_id };
  g_autofree char *title = NULL;
  g_autofree char *when = session != NULL ? dup_when (session, team, 0) : NULL;
  g_autofree char *sentence = g_strdup_printf (_ ("Find another time for “%s”"), todo->subject);

  if (session != NULL)
    title = tog_session_dup_decline (session, todo->detail);
  else
    title = g_strdup_printf (_ ("“%s” was declined"), todo->subject);
  set_icon (self, "window-close-symbolic", "warning");
  set_text (self, title, when != NULL ? when : todo->detail);
  if (todo->session_id == NULL)
    return;

  tog_session_path_act (path, self->find_button, "win.reschedule");
  offer (self, self->find_button, sentence);
}

static void
show_cancelled (TogTodoRow *self, TogTodo *todo, TogTeam *team, TogSession *session)
{
  g_autofree char *title = g_strdup_printf (_ ("“%s” was cancelled"), todo->subject);
  TogPlannedSession *next = team != NULL ? team->next : NULL;
  g_autofree char *when = session != NULL ? dup_when (session, team, 0) : NULL;
  g_autofree char *detail = NULL;

  if (when != NULL && todo->detail != NULL)
    /* Translators: when a session was to be, then who called it off and why. */
    detail = g_strdup_printf (C_ ("time, who", "%s. %s"), when, todo->detail);
  set_icon (self, "window-close-symbolic", "warning");
  set_text (self, title, detail != NULL ? detail : todo->detail);

  /* Where another one comes first, it is to be found on the page. */
  if (next != NULL && tog_team_can_book (team, next) && g_str_equal (next->title, todo->subject))
    {
      g_autofree char *sentence = tog_team_dup_book_label (team, next);

      offer (self, self->book_button, sentence);
      tog_widget_set_action (
          self->book_button, tog_team_get_book_action (team), team->id, next->id);
    }
  else if (team != NULL)
    {
      g_autofree char *sentence = g_strdup_printf (_ ("Show “%s”"), todo->subject);

      offer (self, self->show_button, sentence);
      tog_widget_set_action (self->show_button, tog_team_get_open_action (team), team->id, "");
    }
}

static void
show_held (TogTodoRow *self, TogTodo *todo, TogHome *home, TogTeam *team, TogSession *session)
{
  TogSessionPath path = { todo->match_id, todo->group_id, todo->session_id };
  g_autofree char *title = session != NULL
                               ? tog_session_dup_question (session, home->me->member->id)
                               : g_strdup_printf (_ ("Did you meet for “%s”?"), todo->subject);
  g_autofree char *when = session != NULL ? dup_when (session, team, 0) : NULL;
  g_autofree char *detail = NULL;
  g_autofree char *yes = g_strdup_printf (_ ("Yes, we met for “%s”"), todo->subject);
  g_autofree char *no = g_strdup_printf (_ ("No, we didn’t meet for “%s”"), todo->subject);

  if (when != NULL)
    /* Translators: a session's title, then when it was. */
    detail = g_strdup_printf (C_ ("title, time", "%s, %s"), todo->subject, when);
  set_icon (self, "object-select-symbolic", "accent");
  set_text (self, title, detail != NULL ? detail : todo->detail);
  if (todo->session_id == NULL)
    return;

  tog_session_path_say_held (path, self->no_button, TOG_HELD_NO);
  tog_session_path_say_held (path, self->yes_button, TOG_HELD_YES);
  offer (self, self->no_button, no);
  offer (self, self->yes_button, yes);
}

/* @sentence is what there is to say of an event; a group's session says whose it is. */
static void
set_event_text (TogTodoRow *self, const char *title, TogTeam *team, const char *sentence)
{
  g_autofree char *detail = NULL;

  if (TOG_IS_GROUP (team))
    /* Translators: a group, then a sentence about a session with it. */
    detail = g_strdup_printf (C_ ("group, sentence", "%s. %s"), tog_team_get_name (team), sentence);
  set_text (self, title, detail != NULL ? detail : sentence);
}

static void
offer_restore (TogTodoRow *self, TogSession *session)
{
  g_autofree char *restore = g_strdup_printf (_ ("Put “%s” back in your calendar"), session->title);

  gtk_button_set_label (GTK_BUTTON (self->restore_button), _ ("Restore"));
  tog_session_restore_event (session, self->restore_button);
  offer (self, self->restore_button, restore);
}

static void
offer_find (TogTodoRow *self, TogSession *session)
{
  g_autofree char *find = g_strdup_printf (_ ("Find another time for “%s”"), session->title);

  tog_session_path_act (tog_session_get_path (session), self->find_button, "win.reschedule");
  offer (self, self->find_button, find);
}

/* Nobody can meet in the past, or at no time of a day in particular; and a session that only
 * takes longer than any can has its time already. */
static gboolean
can_propose (TogCalendarOffer *change, TogZone *zone, TogInstant now)
{
  return change->slot.start > now && !tog_zone_is_whole_days (zone, change->slot) &&
         (change->slot.start != change->session->slot.start ||
          tog_duration_is_offered (change->slot.end - change->slot.start));
}

static void
show_moved_event (TogTodoRow *self, TogCalendarOffer *change, TogTeam *team)
{
  TogSession *session = change->session;
  TogInstant now = tog_format_get_now ();
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  g_autofree char *title = NULL;
  g_autofree char *when = dup_when (session, NULL, 0);
  g_autofree char *there = tog_format_event_time (zone, change->slot, now);
  /* Translators: when a session is in somebody's own calendar, and when it is for all. */
  g_autofree char *detail = g_strdup_printf (_ ("There: %s. For everybody: %s"), there, when);

  if (change->slot.start == session->slot.start)
    title = g_strdup_printf (_ ("You changed how long “%s” is in your calendar"), session->title);
  else
    title = g_strdup_printf (_ ("You moved “%s” in your calendar"), session->title);
  set_icon (self, "x-office-calendar-symbolic", "accent");
  set_event_text (self, title, team, detail);
  offer_restore (self, session);
  if (!can_propose (change, zone, now))
    {
      offer_find (self, session);
    }
  else
    {
      g_autofree char *propose =
          g_strdup_printf (_ ("Propose the time in your calendar for “%s”"), session->title);

      tog_session_path_propose (tog_session_get_path (session), self->propose_button, change->slot);
      offer (self, self->propose_button, propose);
    }
}

/* Its owner did nothing. */
static void
show_late_event (TogTodoRow *self, TogCalendarOffer *change, TogTeam *team)
{
  TogSession *session = change->session;
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  g_autofree char *title =
      g_strdup_printf (_ ("“%s” was moved, but not in your calendar"), session->title);
  g_autofree char *when = dup_when (session, NULL, 0);
  g_autofree char *there = tog_format_event_time (zone, change->slot, tog_format_get_now ());
  /* Translators: when a session is in somebody's own calendar, and when it is for all. */
  g_autofree char *detail = g_strdup_printf (
      _ ("There: %s. For everybody: %s. The mail that says so has not arrived there."),
      there,
      when);
  g_autofree char *update = g_strdup_printf (_ ("Update “%s” in your calendar"), session->title);

  set_icon (self, "x-office-calendar-symbolic", "warning");
  set_event_text (self, title, team, detail);
  gtk_button_set_label (GTK_BUTTON (self->restore_button), _ ("Update"));
  tog_session_restore_event (session, self->restore_button);
  offer (self, self->restore_button, update);
}

static void
show_deleted_event (TogTodoRow *self, TogCalendarOffer *change, TogTeam *team)
{
  TogSession *session = change->session;
  g_autofree char *title =
      g_strdup_printf (_ ("You deleted “%s” from your calendar"), session->title);
  g_autofree char *when = dup_when (session, NULL, 0);
  /* Translators: when a session is that somebody deleted from their own calendar. */
  g_autofree char *detail = g_strdup_printf (_ ("For everybody it still is: %s"), when);
  g_autofree char *leave_out =
      g_strdup_printf (_ ("Leave “%s” out of your calendar"), session->title);

  set_icon (self, "x-office-calendar-symbolic", "warning");
  set_event_text (self, title, team, detail);
  offer_find (self, session);
  tog_session_leave_out_event (session, self->leave_out_button);
  offer (self, self->leave_out_button, leave_out);
  offer_restore (self, session);
}

static void
tog_todo_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TOG_TYPE_TODO_ROW);

  G_OBJECT_CLASS (tog_todo_row_parent_class)->dispose (object);
}

static void
tog_todo_row_class_init (TogTodoRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_todo_row_dispose;

  g_type_ensure (TOG_TYPE_STACKING_BOX);
  g_type_ensure (TOG_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-todo-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TogTodoRow, icon);
  gtk_widget_class_bind_template_child (widget_class, TogTodoRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, TogTodoRow, detail_label);
  gtk_widget_class_bind_template_child (widget_class, TogTodoRow, buttons);
  gtk_widget_class_bind_template_child (widget_class, TogTodoRow, email_button);
  gtk_widget_class_bind_template_child (widget_class, TogTodoRow, book_button);
  gtk_widget_class_bind_template_child (widget_class, TogTodoRow, decline_button);
  gtk_widget_class_bind_template_child (widget_class, TogTodoRow, maybe_button);
  gtk_widget_class_bind_template_child (widget_class, TogTodoRow, accept_button);
  gtk_widget_class_bind_template_child (widget_class, TogTodoRow, no_button);
  gtk_widget_class_bind_template_child (widget_class, TogTodoRow, yes_button);
  gtk_widget_class_bind_template_child (widget_class, TogTodoRow, find_button);
  gtk_widget_class_bind_template_child (widget_class, TogTodoRow, leave_out_button);
  gtk_widget_class_bind_template_child (widget_class, TogTodoRow, restore_button);
  gtk_widget_class_bind_template_child (widget_class, TogTodoRow, propose_button);
  gtk_widget_class_bind_template_child (widget_class, TogTodoRow, show_button);
}

static void
tog_todo_row_init (TogTodoRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->buttons, FALSE);
}

/**
 * tog_todo_row_set_todo:
 * @home: where @todo comes from
 * @session: (nullable): which it is about, if that is known
 */
void
tog_todo_row_set_todo (TogTodoRow *self, TogTodo *todo, TogHome *home, TogSession *session)
{
  TogTeam *team = tog_home_find_team (home, todo->match_id, todo->group_id);

  g_return_if_fail (TOG_IS_TODO_ROW (self));

  switch (todo->kind)
    {
    case TOG_TODO_FIRST_SESSION:
      show_first_session (self, todo, team);
      break;
    case TOG_TODO_DELIVERY_FAILED:
      show_delivery_failed (self, todo, team);
      break;
    case TOG_TODO_ANSWER:
      show_answer (self, todo, team, session);
      break;
    case TOG_TODO_DECLINED:
      show_declined (self, todo, team, session);
      break;
    case TOG_TODO_CANCELLED:
      show_cancelled (self, todo, team, session);
      break;
    case TOG_TODO_HELD:
      show_held (self, todo, home, team, session);
      break;
    case TOG_TODO_CALENDAR_BROKEN:
      show_calendar_broken (self, todo);
      break;
    case TOG_TODO_OTHER:
    default:
      set_icon (self, "dialog-information-symbolic", "accent");
      set_text (self, todo->subject, todo->detail);
      break;
    }
  show_offered (self);
}

/**
 * tog_todo_row_set_offer:
 * @change: how a session is in my own calendar
 * @team: (nullable): whose session it is
 */
void
tog_todo_row_set_offer (TogTodoRow *self, TogCalendarOffer *change, TogTeam *team)
{
  g_return_if_fail (TOG_IS_TODO_ROW (self));

  switch (change->kind)
    {
    case TOG_CALENDAR_OFFER_DELETED:
      show_deleted_event (self, change, team);
      break;
    case TOG_CALENDAR_OFFER_LATE:
      show_late_event (self, change, team);
      break;
    case TOG_CALENDAR_OFFER_MOVED:
    default:
      show_moved_event (self, change, team);
      break;
    }
  show_offered (self);
}

/**
 * tog_todo_row_new_offer:
 *
 * A row of which tog_todo_row_set_offer() was asked.
 */
GtkWidget *
tog_todo_row_new_offer (TogCalendarOffer *change, TogTeam *team)
{
  TogTodoRow *self = g_object_new (TOG_TYPE_TODO_ROW, NULL);

  tog_todo_row_set_offer (self, change, team);
  return GTK_WIDGET (self);
}
