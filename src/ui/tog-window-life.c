#include "config.h"

#include "tog-window-private.h"

#include "tog-conflict-dialog.h"
#include "tog-deed.h"
#include "tog-delayed-sends.h"
#include "tog-life-text.h"
#include "tog-outbox-text.h"
#include "tog-outbox-toast.h"
#include "tog-outbox-window.h"
#include "tog-reason-dialog.h"
#include "tog-record-dialog.h"
#include "tog-session-calendar.h"
#include "tog-team-load.h"
#include "tog-team-text.h"

#include <glib/gi18n.h>

/*
 * The actions with which somebody takes part in a session. Each begins with the id of
 * its match, that of its group (one of them is empty) and its own, for a row may know
 * no more of it.
 */

typedef void (*PlannedFunc) (TogWindow *self,
                             TogTeam *team,
                             TogPlannedSession *planned,
                             GVariant *parameter);

/* What is to be done once a session is known. */
typedef struct
{
  TogWindow *window;   /* (owned) */
  GVariant *parameter; /* (owned) */
  PlannedFunc func;
} Lookup;

static const char DEED[] = "tog-deed";
static const char TOAST[] = "tog-toast";
static const char WINDOW[] = "tog-window";

static void perform (TogWindow *self, TogDeed *deed);

static TogAccount *
get_account (TogWindow *self)
{
  return tog_connection_get_account (self->connection);
}

static void
lookup_free (Lookup *lookup)
{
  g_object_unref (lookup->window);
  g_variant_unref (lookup->parameter);
  g_free (lookup);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lookup, lookup_free)

static gboolean
look_up (Lookup *lookup, TogTeam *team)
{
  const char *id;
  TogPlannedSession *planned;

  g_variant_get_child (lookup->parameter, 2, "&s", &id);
  planned = tog_team_find_planned (team, id);
  if (planned == NULL)
    return FALSE;

  lookup->func (lookup->window, team, planned, lookup->parameter);

  return TRUE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Lookup) lookup = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogTeam) team = tog_team_load_finish (TOG_ACCOUNT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      lookup->window->connection == NULL)
    return;
  if (team == NULL)
    tog_window_show_message (lookup->window, error->message);
  else if (!look_up (lookup, team))
    tog_window_show_message (lookup->window, _ ("That session is not there any more"));
}

/* Does something with a session, which may have to be read first. */
static void
with_planned (TogWindow *self, GVariant *parameter, PlannedFunc func)
{
  const char *match_id, *group_id;
  g_autoptr (Lookup) lookup = NULL;
  TogTeam *team;
  GType type;

  if (self->connection == NULL)
    return;

  g_variant_get_child (parameter, 0, "&s", &match_id);
  g_variant_get_child (parameter, 1, "&s", &group_id);
  type = *group_id != '\0' ? TOG_TYPE_GROUP : TOG_TYPE_MATCH;
  lookup = g_new0 (Lookup, 1);
  lookup->window = g_object_ref (self);
  lookup->parameter = g_variant_ref (parameter);
  lookup->func = func;

  team = tog_team_peek (get_account (self), type, *group_id != '\0' ? group_id : match_id);
  if (look_up (lookup, team))
    return;

  tog_team_load_async (get_account (self),
                       type,
                       *group_id != '\0' ? group_id : match_id,
                       self->cancellable,
                       loaded_cb,
                       lookup);
  g_steal_pointer (&lookup);
}

static TogDeed *
get_deed (GtkWidget *dialog)
{
  return g_object_get_data (G_OBJECT (dialog), DEED);
}

static void
conflict_response_cb (GtkWidget *dialog, const char *response, TogWindow *self)
{
  if (!g_str_equal (response, "mine"))
    return;

  tog_deed_repeat (get_deed (dialog));
  perform (self, get_deed (dialog));
}

static void
failure_response_cb (GtkWidget *dialog, const char *response, TogWindow *self)
{
  if (g_str_equal (response, "again"))
    perform (self, get_deed (dialog));
}

/* Somebody else was quicker: both versions are shown. */
static void
show_conflict (TogWindow *self, TogDeed *deed)
{
  GtkWidget *dialog =
      tog_conflict_dialog_new (GTK_WINDOW (self), deed, tog_account_get_now (get_account (self)));

  g_object_set_data_full (G_OBJECT (dialog), DEED, g_object_ref (deed), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (conflict_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Trying again with the same deed never does it twice. */
static void
show_failure (TogWindow *self, TogDeed *deed, const GError *error)
{
  g_autofree char *heading = tog_deed_dup_failed (deed);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, error->message);
  gboolean is_final = g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_REFUSED) ||
                      g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TAKEN) ||
                      g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_GONE) ||
                      g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  if (!is_final)
    {
      adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "again", _ ("Try Again"));
      adw_message_dialog_set_response_appearance (
          ADW_MESSAGE_DIALOG (dialog), "again", ADW_RESPONSE_SUGGESTED);
    }
  g_object_set_data_full (G_OBJECT (dialog), DEED, g_object_ref (deed), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (failure_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* What was closed comes back where something is to be decided. */
static void
reopen (TogWindow *self)
{
  self->closing = FALSE;
  gtk_window_present (GTK_WINDOW (self));
}

/* As long as it waits it can be taken back. */
static void
show_waiting (TogWindow *self, TogDeed *deed)
{
  TogOutbox *outbox = tog_account_get_outbox (get_account (self));
  TogOutboxItem *item = tog_deed_find_unsent (deed, outbox);
  g_autofree char *done = tog_deed_dup_done (deed);
  g_autofree char *kept = tog_outbox_dup_waiting (done);

  if (item != NULL && tog_outbox_item_can_undo (item))
    tog_window_add_toast (self, tog_outbox_toast_new_waiting (kept, outbox, item, NULL));
  else
    tog_window_show_message (self, kept);
}

static void
performed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogWindow) self = user_data;
  TogDeed *deed = TOG_DEED (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) session = tog_deed_send_finish (deed, result, &error);
  AdwToast *toast = g_object_get_data (G_OBJECT (deed), TOAST);
  gboolean was_told = toast != NULL;

  self->n_deeds--;
  tog_delayed_sends_finish (tog_delayed_sends_get_default (), tog_deed_get_id (deed), deed);
  if (self->connection == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_WAITING))
    {
      show_waiting (self, deed);
    }
  else if (session == NULL)
    {
      if (self->closing)
        reopen (self);
      if (tog_deed_get_newest (deed) != NULL)
        show_conflict (self, deed);
      else
        show_failure (self, deed, error);
    }
  else if (!was_told)
    {
      g_autofree char *done = tog_deed_dup_done (deed);

      tog_window_show_message (self, done);
    }
  tog_window_close_if_done (self);
}

static void
perform (TogWindow *self, TogDeed *deed)
{
  if (self->connection == NULL)
    return;

  self->n_deeds++;
  tog_deed_send_async (
      deed, get_account (self), self->cancellable, performed_cb, g_object_ref (self));
}

static void
send_delayed (gpointer data)
{
  TogDeed *deed = data;
  AdwToast *toast = g_object_get_data (G_OBJECT (deed), TOAST);
  TogWindow *self = g_object_get_data (G_OBJECT (deed), WINDOW);

  adw_toast_dismiss (toast);
  perform (self, deed);
}

static void open_record_dialog (TogWindow *self, GtkWindow *dialog);

/* What took some typing is offered again: mostly it was only not right yet. */
static void
undo_cb (AdwToast *toast, TogDeed *deed)
{
  TogWindow *self = g_object_get_data (G_OBJECT (deed), WINDOW);
  g_autoptr (TogDeed) kept = g_object_ref (deed);
  TogPlannedSession *planned;
  const char *note;
  TogTeam *team;
  TogSlot slot;

  if (tog_delayed_sends_undo (tog_delayed_sends_get_default (), tog_deed_get_id (deed)) &&
      tog_deed_is_record (deed, &team, &planned, &slot, &note))
    open_record_dialog (
        self, tog_record_dialog_new_for_deed (GTK_WINDOW (self), get_account (self), deed));
}

/* What can't be taken back once it is sent waits a few seconds. The deed keeps the
 * toast, not the other way round: the toast goes with what it is about. */
static void
perform_later (TogWindow *self, TogDeed *deed)
{
  g_autofree char *title = tog_deed_dup_done (deed);
  AdwToast *toast = tog_window_toast_new (title);
  TogDeed *before =
      tog_delayed_sends_find (tog_delayed_sends_get_default (), tog_deed_get_id (deed));

  if (before != NULL)
    adw_toast_dismiss (g_object_get_data (G_OBJECT (before), TOAST));

  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, 0);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_cb), deed, 0);
  g_object_set_data_full (G_OBJECT (deed), TOAST, g_object_ref (toast), g_object_unref);
  g_object_set_data (G_OBJECT (deed), WINDOW, self);
  tog_delayed_sends_add (tog_delayed_sends_get_default (),
                         tog_deed_get_id (deed),
                         G_CALLBACK (send_delayed),
                         g_object_ref (deed),
                         g_object_unref);
  tog_window_add_toast (self, toast);
}

/**
 * tog_window_close_if_done:
 *
 * Closes the window if that was asked for while something was still to be sent, and
 * it was.
 */
void
tog_window_close_if_done (TogWindow *self)
{
  if (self->closing && self->n_deeds == 0)
    gtk_window_destroy (GTK_WINDOW (self));
}

/**
 * tog_window_finish_deeds:
 *
 * Sends at once whatever waits, for the window is to be closed.
 *
 * Returns: whether something is on its way; the window is to be hidden, not closed
 */
gboolean
tog_window_finish_deeds (TogWindow *self)
{
  tog_delayed_sends_flush (tog_delayed_sends_get_default ());
  self->closing = self->n_deeds > 0;

  return self->closing;
}

/**
 * tog_window_is_closing:
 *
 * Whether it is closed as soon as what was said is sent, or once somebody answered
 * whether it may be.
 */
gboolean
tog_window_is_closing (TogWindow *self)
{
  g_return_val_if_fail (TOG_IS_WINDOW (self), FALSE);

  return self->closing || self->asks;
}

static void
decline_response_cb (GtkWidget *dialog, const char *response, TogWindow *self)
{
  TogSession *session = g_object_get_data (G_OBJECT (dialog), "session");
  g_autofree char *reason = tog_reason_dialog_dup_reason (dialog);
  g_autoptr (TogDeed) deed = NULL;

  if (!g_str_equal (response, "do"))
    return;

  deed = tog_deed_new_answer (session, TOG_ANSWER_DECLINED, reason);
  perform (self, deed);
}

static void
cancel_response_cb (GtkWidget *dialog, const char *response, TogWindow *self)
{
  TogSession *session = g_object_get_data (G_OBJECT (dialog), "session");
  g_autofree char *reason = tog_reason_dialog_dup_reason (dialog);
  g_autoptr (TogDeed) deed = NULL;

  if (!g_str_equal (response, "do"))
    return;

  deed = tog_deed_new_cancel (session, reason);
  perform (self, deed);
}

static void
ask_reason (TogWindow *self,
            TogSession *session,
            GtkWidget *dialog,
            void (*response) (GtkWidget *dialog, const char *response, TogWindow *self))
{
  g_object_set_data_full (G_OBJECT (dialog), "session", g_object_ref (session), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* A row may be older than what is known by now. */
static TogSession *
get_session (TogWindow *self, TogPlannedSession *planned)
{
  if (planned->session == NULL)
    tog_window_show_message (self, _ ("That session is not there any more"));

  return planned->session;
}

static void
answer (TogWindow *self, TogTeam *team, TogPlannedSession *planned, GVariant *parameter)
{
  TogSession *session = get_session (self, planned);
  const char *nick;
  TogAnswer wanted;
  g_autoptr (TogDeed) deed = NULL;

  g_variant_get_child (parameter, 3, "&s", &nick);
  if (session == NULL || !tog_answer_from_string (nick, &wanted))
    return;

  if (wanted == TOG_ANSWER_DECLINED)
    {
      g_autofree char *heading = g_strdup_printf (_ ("Decline “%s”?"), session->title);

      ask_reason (
          self,
          session,
          tog_reason_dialog_new (GTK_WINDOW (self),
                                 heading,
                                 _ ("Whoever booked it is told, and can find another time."),
                                 _ ("Back"),
                                 _ ("Decline")),
          decline_response_cb);
      return;
    }

  deed = tog_deed_new_answer (session, wanted, NULL);
  perform (self, deed);
}

static void
answer_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  with_planned (TOG_WINDOW (widget), parameter, answer);
}

static void
reschedule (TogWindow *self, TogTeam *team, TogPlannedSession *planned, GVariant *parameter)
{
  if (get_session (self, planned) != NULL)
    tog_window_open_move_wizard (self, team, planned, NULL);
}

static void
propose (TogWindow *self, TogTeam *team, TogPlannedSession *planned, GVariant *parameter)
{
  TogSlot slot;

  g_variant_get_child (parameter, 3, "x", &slot.start);
  g_variant_get_child (parameter, 4, "x", &slot.end);
  if (get_session (self, planned) != NULL)
    tog_window_open_move_wizard (self, team, planned, &slot);
}

static void
propose_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  with_planned (TOG_WINDOW (widget), parameter, propose);
}

/* Of a session whose event somebody moved or deleted in their own calendar. */
static void
restore_event_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);
  TogSessionCalendar *calendar = tog_account_get_session_calendar (get_account (self));
  TogCalendarOffer *offer =
      tog_session_calendar_find_offer (calendar, g_variant_get_string (parameter, NULL));

  if (offer != NULL)
    tog_session_calendar_restore (calendar, offer->session);
}

static void
leave_out_event_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);
  TogSessionCalendar *calendar = tog_account_get_session_calendar (get_account (self));
  TogCalendarOffer *offer =
      tog_session_calendar_find_offer (calendar, g_variant_get_string (parameter, NULL));

  if (offer != NULL)
    tog_session_calendar_leave_out (calendar, offer->session);
}

static void
reschedule_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  with_planned (TOG_WINDOW (widget), parameter, reschedule);
}

static void
cancel (TogWindow *self, TogTeam *team, TogPlannedSession *planned, GVariant *parameter)
{
  TogSession *session = get_session (self, planned);
  g_autofree char *heading = NULL;

  if (session == NULL)
    return;

  heading = g_strdup_printf (_ ("Cancel “%s”?"), session->title);
  ask_reason (self,
              session,
              tog_reason_dialog_new (GTK_WINDOW (self),
                                     heading,
                                     _ ("It is taken out of everybody’s calendar. It can be "
                                        "booked again later."),
                                     _ ("Keep"),
                                     _ ("Cancel Session")),
              cancel_response_cb);
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  with_planned (TOG_WINDOW (widget), parameter, cancel);
}

static void
say_late (TogWindow *self, TogTeam *team, TogPlannedSession *planned, GVariant *parameter)
{
  TogSession *session = get_session (self, planned);
  g_autoptr (TogDeed) deed = NULL;
  int minutes;

  g_variant_get_child (parameter, 3, "i", &minutes);
  if (session == NULL)
    return;

  deed = tog_deed_new_late (session, minutes);
  perform (self, deed);
}

static void
say_late_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  with_planned (TOG_WINDOW (widget), parameter, say_late);
}

static void
say_held (TogWindow *self, TogTeam *team, TogPlannedSession *planned, GVariant *parameter)
{
  TogSession *session = get_session (self, planned);
  g_autoptr (TogDeed) deed = NULL;
  const char *nick;
  TogHeld held;
  int rating;

  g_variant_get_child (parameter, 3, "&s", &nick);
  g_variant_get_child (parameter, 4, "i", &rating);
  if (session == NULL || !tog_held_from_string (nick, &held))
    return;

  deed = tog_deed_new_held (session, held, rating);
  perform_later (self, deed);
}

static void
say_held_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  with_planned (TOG_WINDOW (widget), parameter, say_held);
}

static void
recorded_cb (TogWindow *self, TogDeed *deed)
{
  perform_later (self, deed);
}

static void
open_record_dialog (TogWindow *self, GtkWindow *dialog)
{
  g_signal_connect_object (dialog, "recorded", G_CALLBACK (recorded_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
mark_done (TogWindow *self, TogTeam *team, TogPlannedSession *planned, GVariant *parameter)
{
  open_record_dialog (self,
                      tog_record_dialog_new (GTK_WINDOW (self), get_account (self), team, planned));
}

static void
mark_done_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  with_planned (TOG_WINDOW (widget), parameter, mark_done);
}

static void
show_outbox_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);

  if (self->connection != NULL)
    gtk_window_present (tog_outbox_window_new (GTK_WINDOW (self), get_account (self)));
}

/**
 * tog_window_class_install_life_actions:
 *
 * The actions with which somebody takes part in a session.
 */
void
tog_window_class_install_life_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.answer", "(ssss)", answer_action);
  gtk_widget_class_install_action (widget_class, "win.reschedule", "(sss)", reschedule_action);
  gtk_widget_class_install_action (widget_class, "win.propose", "(sssxx)", propose_action);
  gtk_widget_class_install_action (widget_class, "win.restore-event", "s", restore_event_action);
  gtk_widget_class_install_action (
      widget_class, "win.leave-out-event", "s", leave_out_event_action);
  gtk_widget_class_install_action (widget_class, "win.cancel-session", "(sss)", cancel_action);
  gtk_widget_class_install_action (widget_class, "win.say-late", "(sssi)", say_late_action);
  gtk_widget_class_install_action (widget_class, "win.say-held", "(ssssi)", say_held_action);
  gtk_widget_class_install_action (widget_class, "win.show-outbox", NULL, show_outbox_action);
  gtk_widget_class_install_action (widget_class, "win.mark-done", "(sss)", mark_done_action);
}
