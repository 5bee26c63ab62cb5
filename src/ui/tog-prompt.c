#include "config.h"

#include "tog-prompt.h"

#include "tog-booking-sender.h"
#include "tog-clock.h"
#include "tog-conflict-dialog.h"
#include "tog-message-box.h"
#include "tog-overtaken.h"
#include "tog-team-load.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

#define DEFAULT_WIDTH 480
#define MAX_CONTENT_HEIGHT 620

typedef struct
{
  TogAccount *account;        /* (owned) */
  TogTeam *team;              /* (owned) */
  TogPlannedSession *planned; /* (owned) */
  TogSlot slot;
  TogZone *zone; /* (owned) */
  char *send;    /* (owned): what the button says that sends */

  TogBookingSender *sender;  /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): while sending */
  gboolean over;             /* whether another time has to be chosen */

  GtkWidget *header;
  AdwWindowTitle *window_title;
  GtkScrolledWindow *scrolled_window;
  GtkWidget *content;
  GtkWidget *cancel_button;
  GtkWidget *send_button;
  GtkWidget *send_label;
  GtkWidget *spinner;
  GtkLabel *title_label;
  GtkLabel *when_label;
  GtkWidget *notices;
  GtkBox *body;
  GPtrArray *options; /* (owned) (element-type GtkWidget) */
  TogMessageBox *message;
  GtkLabel *mail_label;
  TogNotice *error;
} TogPromptPrivate;

enum
{
  BOOKED,
  TAKEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TogPrompt, tog_prompt, ADW_TYPE_WINDOW)

static gboolean
is_past (TogPromptPrivate *priv)
{
  return priv->slot.start < tog_account_get_now (priv->account);
}

/* What the server said of single sessions is shown at these. */
static gboolean
show_refusals (TogPrompt *self, const GError *error)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);
  g_autoptr (GPtrArray) refusals = tog_account_error_list_refusals (error);

  if (refusals->len == 0 || TOG_PROMPT_GET_CLASS (self)->refused == NULL)
    return FALSE;
  TOG_PROMPT_GET_CLASS (self)->refused (self, refusals);
  tog_notice_show (
      priv->error, _ ("Nothing was sent: some of the times don’t fit any more."), NULL);
  return TRUE;
}

static void
show_failure (TogPrompt *self, const GError *error)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);
  gboolean taken = g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TAKEN);
  g_autofree char *text = NULL;

  if (taken || g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_GONE) ||
      g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED))
    {
      if (tog_booking_sender_is_uncertain (priv->sender))
        text = g_strdup_printf (
            _ ("%s An earlier try may have got through: look at your sessions first."),
            error->message);
      else
        text = g_strdup_printf (_ ("%s Nothing was sent."), error->message);
      if (taken && !is_past (priv) && TOG_PROMPT_GET_CLASS (self)->taken (self, text))
        return;
      priv->over = TRUE;
      tog_notice_show (priv->error, text, taken ? _ ("Choose Another Time") : _ ("Close"));
    }
  else if (g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_REFUSED) ||
           g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TOKEN))
    {
      tog_notice_show (priv->error, error->message, NULL);
    }
  else
    {
      /* Whether the request got through is not known; the key sees to it that
       * trying again can't book twice. */
      text = g_strdup_printf (_ ("%s What you entered is kept, and trying again can’t book twice."),
                              error->message);
      tog_notice_show (priv->error, text, NULL);
    }
}

static void sent_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
begin_sending (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  priv->cancellable = g_cancellable_new ();
  tog_notice_show (priv->error, NULL, NULL);
  tog_prompt_update (self);
}

static void
conflict_response_cb (TogPrompt *self, const char *response)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  if (!g_str_equal (response, "mine"))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  priv->over = FALSE;
  begin_sending (self);
  tog_booking_sender_insist_async (priv->sender, priv->cancellable, sent_cb, g_object_ref (self));
}

/* Somebody else moved it, or called it off: both versions are shown. */
static void
show_conflict (TogPrompt *self, TogDeed *deed)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);
  GtkWidget *dialog =
      tog_conflict_dialog_new (GTK_WINDOW (self), deed, tog_account_get_now (priv->account));

  priv->over = TRUE;
  g_signal_connect_object (
      dialog, "response", G_CALLBACK (conflict_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* What came of sending it. */
static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogPrompt) self = user_data;
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) session = tog_booking_sender_send_finish (priv->sender, result, &error);
  TogDeed *conflict;

  g_clear_object (&priv->cancellable);
  if (session != NULL)
    {
      g_signal_emit (self, signals[BOOKED], 0, session);
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  if (gtk_widget_get_root (priv->content) == NULL)
    return;
  conflict = tog_booking_sender_get_conflict (priv->sender);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tog_notice_show (priv->error,
                     _ ("Sending was stopped. It may have got through; sending again can’t "
                        "book twice."),
                     NULL);
  else if (conflict != NULL)
    show_conflict (self, conflict);
  else if (!show_refusals (self, error))
    show_failure (self, error);
  tog_prompt_update (self);
}

static gboolean
can_send (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  return priv->cancellable == NULL && !priv->over && !is_past (priv) &&
         tog_message_box_fits (priv->message) && TOG_PROMPT_GET_CLASS (self)->is_ready (self);
}

static void
send (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);
  g_autoptr (GPtrArray) bookings = NULL;
  g_autofree char *message = NULL;

  if (!can_send (self))
    return;
  message = tog_message_box_dup_text (priv->message);
  bookings = TOG_PROMPT_GET_CLASS (self)->make_bookings (self, message);
  if (bookings == NULL)
    return;
  if (TOG_PROMPT_GET_CLASS (self)->asks (self, g_ptr_array_index (bookings, 0)))
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  begin_sending (self);
  tog_booking_sender_send_async (
      priv->sender, bookings, priv->cancellable, sent_cb, g_object_ref (self));
}

static void
send_cb (TogPrompt *self)
{
  send (self);
}

static void
cancel_cb (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  if (priv->cancellable != NULL)
    g_cancellable_cancel (priv->cancellable);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
error_pressed_cb (TogPrompt *self)
{
  g_signal_emit (self, signals[TAKEN], 0);
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
tog_prompt_close_request (GtkWindow *window)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (TOG_PROMPT (window));

  if (priv->cancellable != NULL)
    g_cancellable_cancel (priv->cancellable);
  if (priv->over)
    g_signal_emit (window, signals[TAKEN], 0);
  return GTK_WINDOW_CLASS (tog_prompt_parent_class)->close_request (window);
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  cancel_cb (TOG_PROMPT (widget));
  return TRUE;
}

static gboolean
send_key_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  send (TOG_PROMPT (widget));
  return TRUE;
}

static GPtrArray *
tog_prompt_real_make_bookings (TogPrompt *self, const char *message)
{
  TogBooking *booking = TOG_PROMPT_GET_CLASS (self)->make_booking (self, message);
  GPtrArray *bookings;

  if (booking == NULL)
    return NULL;
  bookings = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (bookings, booking);
  return bookings;
}

static gboolean
tog_prompt_real_is_ready (TogPrompt *self)
{
  return TRUE;
}

static gboolean
tog_prompt_real_taken (TogPrompt *self, const char *text)
{
  return FALSE;
}

static gboolean
tog_prompt_real_asks (TogPrompt *self, TogBooking *booking)
{
  return FALSE;
}

static void
tog_prompt_finalize (GObject *object)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (TOG_PROMPT (object));

  g_clear_object (&priv->account);
  g_clear_object (&priv->team);
  g_clear_object (&priv->planned);
  g_clear_object (&priv->sender);
  g_clear_object (&priv->cancellable);
  g_clear_pointer (&priv->zone, tog_zone_unref);
  g_clear_pointer (&priv->options, g_ptr_array_unref);
  g_free (priv->send);
  G_OBJECT_CLASS (tog_prompt_parent_class)->finalize (object);
}

static void
tog_prompt_class_init (TogPromptClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tog_prompt_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = tog_prompt_close_request;
  klass->make_bookings = tog_prompt_real_make_bookings;
  klass->is_ready = tog_prompt_real_is_ready;
  klass->taken = tog_prompt_real_taken;
  klass->asks = tog_prompt_real_asks;

  signals[BOOKED] = g_signal_new ("booked",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  TOG_TYPE_SESSION);
  signals[TAKEN] = g_signal_new (
      "taken", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (TOG_TYPE_MESSAGE_BOX);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-prompt.ui");
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, header);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, window_title);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, content);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, scrolled_window);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, cancel_button);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, send_button);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, send_label);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, spinner);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, title_label);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, when_label);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, notices);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, body);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, message);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, mail_label);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
}

static void
tog_prompt_init (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);
  GtkEventController *controller = gtk_shortcut_controller_new ();

  priv->options = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Notices take their room from what is above them. */
  tog_widget_keep_focus_above (priv->scrolled_window);
  /* Before the message sees it, in which it would be a new line. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Return, GDK_CONTROL_MASK),
                        gtk_callback_action_new (send_key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

/* Somebody else was quicker: waiting for the server's no would only cost time. */
static void
team_changed_cb (TogPrompt *self, const char *id)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);
  TogTeam *team = tog_team_peek (priv->account, G_OBJECT_TYPE (priv->team), id);
  TogSession *session;
  g_autofree char *happened = NULL;
  g_autofree char *text = NULL;

  if (!g_str_equal (id, priv->team->id) || team == NULL || priv->cancellable != NULL ||
      tog_booking_sender_is_uncertain (priv->sender) || priv->over)
    return;
  session = tog_overtaken_find (team, priv->planned->id, tog_prompt_get_moved (self));
  if (session == NULL)
    session = tog_overtaken_find_move (team, priv->planned->id, tog_prompt_get_moved (self));
  if (session == NULL)
    return;

  priv->over = TRUE;
  happened = tog_overtaken_dup_text (
      session, tog_prompt_get_moved (self), priv->zone, tog_account_get_now (priv->account));
  /* Translators: a sentence that says what happened. */
  text = g_strdup_printf (_ ("%s Nothing was sent."), happened);
  tog_notice_show (priv->error, text, _ ("Close"));
  tog_prompt_update (self);
}

/**
 * tog_prompt_set_up:
 * @team: with whom
 * @planned: what is to be booked
 * @slot: when
 * @zone: the zone in which I look at times
 *
 * To be called once, before all else.
 */
void
tog_prompt_set_up (TogPrompt *self,
                   TogAccount *account,
                   TogTeam *team,
                   TogPlannedSession *planned,
                   TogSlot slot,
                   TogZone *zone)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  g_return_if_fail (TOG_IS_PROMPT (self));

  priv->account = g_object_ref (account);
  priv->team = g_object_ref (team);
  priv->planned = g_object_ref (planned);
  priv->slot = slot;
  priv->zone = tog_zone_ref (zone);
  priv->sender = tog_booking_sender_new (account, team);
  gtk_label_set_label (priv->title_label, planned->title);
  priv->error = tog_prompt_add_notice (self, "dialog-error-symbolic", "error");
  g_signal_connect_object (
      priv->error, "pressed", G_CALLBACK (error_pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      priv->message, "changed", G_CALLBACK (tog_prompt_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (tog_prompt_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account,
                           TOG_IS_GROUP (team) ? "group-changed" : "match-changed",
                           G_CALLBACK (team_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_window_set_focus (GTK_WINDOW (self), tog_message_box_get_view (priv->message));
}

/**
 * tog_prompt_set_words:
 * @send: what the button says that sends, with a mnemonic
 * @message: what the message is
 * @mail: what comes by mail
 */
void
tog_prompt_set_words (TogPrompt *self, const char *send, const char *message, const char *mail)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  g_return_if_fail (TOG_IS_PROMPT (self));

  g_free (priv->send);
  priv->send = g_strdup (send);
  tog_message_box_set_title (priv->message, message);
  gtk_label_set_label (priv->mail_label, mail);
}

/**
 * tog_prompt_set_moved:
 * @session: as it was seen
 *
 * Lets the prompt move @session instead of booking another one.
 */
void
tog_prompt_set_moved (TogPrompt *self, TogSession *session)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  g_return_if_fail (TOG_IS_PROMPT (self));

  tog_booking_sender_set_moved (priv->sender, session);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Reschedule"));
  adw_window_title_set_title (priv->window_title, _ ("Reschedule"));
}

/**
 * tog_prompt_set_title:
 * @title: what is to be booked, where that isn't the planned session alone
 */
void
tog_prompt_set_title (TogPrompt *self, const char *title)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  g_return_if_fail (TOG_IS_PROMPT (self));

  gtk_label_set_label (priv->title_label, title);
}

/**
 * tog_prompt_set_when:
 * @when: the slot in words
 */
void
tog_prompt_set_when (TogPrompt *self, const char *when)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  g_return_if_fail (TOG_IS_PROMPT (self));

  gtk_label_set_label (priv->when_label, when);
}

/**
 * tog_prompt_set_slot:
 * @slot: when
 *
 * What was said of another slot holds no longer.
 */
void
tog_prompt_set_slot (TogPrompt *self, TogSlot slot)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  g_return_if_fail (TOG_IS_PROMPT (self));

  priv->slot = slot;
  priv->over = FALSE;
  tog_notice_show (priv->error, NULL, NULL);
}

TogAccount *
tog_prompt_get_account (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  return priv->account;
}

TogPlannedSession *
tog_prompt_get_planned (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  return priv->planned;
}

TogSlot
tog_prompt_get_slot (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  return priv->slot;
}

TogZone *
tog_prompt_get_zone (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  return priv->zone;
}

/**
 * tog_prompt_get_offline_text:
 * @moves: whether something is moved that was booked
 *
 * Why nothing can be sent now, and what that leaves.
 */
const char *
tog_prompt_get_offline_text (gboolean moves)
{
  return moves ? _ ("You’re offline. The session can be moved once the server can be reached; "
                    "until then it stays where it is.")
               : _ ("You’re offline. The invite can be sent once the server can be reached; "
                    "until then nothing is booked.");
}

/**
 * tog_prompt_get_moved:
 *
 * Returns: (transfer none) (nullable): what is moved; %NULL where something is booked
 */
TogSession *
tog_prompt_get_moved (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  return tog_booking_sender_get_moved (priv->sender);
}

/**
 * tog_prompt_add:
 * @child: stands below what was added before, above the message
 */
void
tog_prompt_add (TogPrompt *self, GtkWidget *child)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  g_return_if_fail (TOG_IS_PROMPT (self));

  gtk_box_append (priv->body, child);
}

/**
 * tog_prompt_add_options:
 * @child: as for tog_prompt_add(); can't be changed while what it holds is sent
 */
void
tog_prompt_add_options (TogPrompt *self, GtkWidget *child)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  g_return_if_fail (TOG_IS_PROMPT (self));

  g_ptr_array_add (priv->options, child);
  tog_prompt_add (self, child);
}

/**
 * tog_prompt_add_notice:
 *
 * Puts it before those that are there, below all else: what is typed stays where it is
 * when there is something to be said meanwhile.
 *
 * Returns: (transfer none): a notice that says nothing yet
 */
TogNotice *
tog_prompt_add_notice (TogPrompt *self, const char *icon_name, const char *css_class)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);
  GtkWidget *notice = tog_notice_new (icon_name, css_class);

  g_return_val_if_fail (TOG_IS_PROMPT (self), NULL);

  gtk_box_prepend (GTK_BOX (priv->notices), notice);
  return TOG_NOTICE (notice);
}

/**
 * tog_prompt_update:
 *
 * Shows whether it can be sent, and what stands in the way if not.
 */
void
tog_prompt_update (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);
  gboolean sending = priv->cancellable != NULL;

  g_return_if_fail (TOG_IS_PROMPT (self));

  if (is_past (priv) && !sending && !priv->over)
    tog_notice_show (priv->error, _ ("This time has passed. Choose another one."), NULL);
  gtk_widget_set_sensitive (priv->send_button, can_send (self));
  tog_message_box_set_editable (priv->message, !sending);
  for (guint i = 0; i < priv->options->len; i++)
    gtk_widget_set_sensitive (g_ptr_array_index (priv->options, i), !sending);
  gtk_widget_set_visible (priv->spinner, sending);
  gtk_spinner_set_spinning (GTK_SPINNER (priv->spinner), sending);
  gtk_label_set_label (GTK_LABEL (priv->send_label), sending ? _ ("Sending…") : priv->send);
  gtk_button_set_label (GTK_BUTTON (priv->cancel_button),
                        sending ? _ ("Stop Sending") : _ ("Cancel"));
}

/**
 * tog_prompt_fit:
 *
 * Makes it as high as what is in it at its width; what scrolls doesn't ask for
 * that by itself.
 */
void
tog_prompt_fit (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);
  GtkWidget *parent = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self)));
  int width = MIN (DEFAULT_WIDTH, gtk_widget_get_width (parent));
  int header, minimum, height, notices;

  g_return_if_fail (TOG_IS_PROMPT (self));

  gtk_widget_measure (priv->content, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  width = MAX (width, minimum);
  gtk_widget_measure (priv->header, GTK_ORIENTATION_VERTICAL, width, NULL, &header, NULL, NULL);
  gtk_widget_measure (priv->content, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  gtk_widget_measure (priv->notices, GTK_ORIENTATION_VERTICAL, width, NULL, &notices, NULL, NULL);
  gtk_window_set_default_size (
      GTK_WINDOW (self), width, header + MIN (height + notices, MAX_CONTENT_HEIGHT));
}
