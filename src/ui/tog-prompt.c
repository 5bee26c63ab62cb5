#include "config.h"

#include "tog-prompt.h"

#include "tog-clock.h"
#include "tog-conflict-dialog.h"
#include "tog-deed.h"
#include "tog-format.h"
#include "tog-team-load.h"

#include <glib/gi18n.h>

/* How many characters are left when counting begins to be shown. */
#define COUNT_FROM 200
#define DEFAULT_WIDTH 480
#define MAX_CONTENT_HEIGHT 620

typedef struct
{
  TogAccount *account;        /* (owned) */
  TogTeam *team;              /* (owned) */
  TogPlannedSession *planned; /* (owned) */
  TogSlot slot;
  TogZone *zone;     /* (owned) */
  char *send;        /* (owned): what the button says that sends */
  TogSession *moved; /* (owned) (nullable): what is moved, as it was seen */
  TogDeed *deed;     /* (owned) (nullable): the move that was tried last */

  /* One for as long as the same is sent: whatever got lost on the way, the same
   * request again books once. The server refuses a known key with another body. */
  char *key;                 /* (owned) */
  GPtrArray *sent;           /* (owned) (nullable): with @key, NULL before the first try */
  GCancellable *cancellable; /* (owned) (nullable): while sending */
  gboolean uncertain;        /* whether an earlier try may have got through */
  gboolean over;             /* whether another time has to be chosen */

  GtkWidget *header;
  AdwWindowTitle *window_title;
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
  GtkLabel *message_label;
  GtkTextView *message_view;
  GtkWidget *counter_label;
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

static char *
dup_message (TogPromptPrivate *priv)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (priv->message_view);
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  return g_strdup (g_strstrip (text));
}

static gboolean
is_past (TogPromptPrivate *priv)
{
  return priv->slot.start < tog_account_get_now (priv->account);
}

/* What is sent next is another request. */
static void
renew_key (TogPromptPrivate *priv)
{
  g_clear_pointer (&priv->sent, g_ptr_array_unref);
  g_clear_object (&priv->deed);
  g_free (priv->key);
  priv->key = g_uuid_string_random ();
}

/* What the server said of single sessions is shown at these. */
static gboolean
show_refusals (TogPrompt *self, const GError *error)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);
  g_autoptr (GPtrArray) refusals = tog_account_error_list_refusals (error);

  if (refusals->len == 0 || TOG_PROMPT_GET_CLASS (self)->refused == NULL)
    return FALSE;
  renew_key (priv);
  TOG_PROMPT_GET_CLASS (self)->refused (self, refusals);
  tog_prompt_say (
      self, priv->error, _ ("Nothing was sent: some of the times don’t fit any more."), NULL);
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
      /* This key's answer is known by now; asking with it again would only give
       * the same. */
      renew_key (priv);
      if (priv->uncertain)
        text = g_strdup_printf (
            _ ("%s An earlier try may have got through: look at your sessions first."),
            error->message);
      else
        text = g_strdup_printf (_ ("%s Nothing was sent."), error->message);
      if (taken && !is_past (priv) && TOG_PROMPT_GET_CLASS (self)->taken (self, text))
        return;
      priv->over = TRUE;
      tog_prompt_say (self, priv->error, text, _ ("Choose Another Time"));
    }
  else if (g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_REFUSED) ||
           g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TOKEN))
    {
      tog_prompt_say (self, priv->error, error->message, NULL);
    }
  else
    {
      /* Whether the request got through is not known; the key sees to it that
       * trying again can't book twice. */
      text = g_strdup_printf (_ ("%s What you entered is kept, and trying again can’t book twice."),
                              error->message);
      tog_prompt_say (self, priv->error, text, NULL);
    }
}

static void send_move (TogPrompt *self);

static void
conflict_response_cb (TogPrompt *self, const char *response)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  if (!g_str_equal (response, "mine"))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  tog_deed_repeat (priv->deed);
  priv->over = FALSE;
  send_move (self);
}

/* Somebody else moved it, or called it off: both versions are shown. */
static void
show_conflict (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);
  GtkWidget *dialog =
      tog_conflict_dialog_new (GTK_WINDOW (self), priv->deed, tog_account_get_now (priv->account));

  priv->over = TRUE;
  g_signal_connect_object (
      dialog, "response", G_CALLBACK (conflict_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* What came of sending it. */
static void
end (TogPrompt *self, TogSession *session, const GError *error)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  g_clear_object (&priv->cancellable);
  if (session != NULL)
    {
      g_signal_emit (self, signals[BOOKED], 0, session);
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  if (gtk_widget_get_root (priv->content) == NULL)
    return;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      priv->uncertain = TRUE;
      tog_prompt_say (self,
                      priv->error,
                      _ ("Sending was stopped. It may have got through; sending again can’t "
                         "book twice."),
                      NULL);
    }
  else if (priv->deed != NULL && tog_deed_get_newest (priv->deed) != NULL)
    show_conflict (self);
  else if (!show_refusals (self, error))
    show_failure (self, error);
  tog_prompt_update (self);
}

static void
booked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogPrompt) self = user_data;
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);
  TogAccount *account = TOG_ACCOUNT (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) session = TOG_IS_GROUP (priv->team)
                                       ? tog_account_book_group_finish (account, result, &error)
                                       : tog_account_book_finish (account, result, &error);

  end (self, session, error);
}

static void
series_booked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogPrompt) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sessions =
      tog_account_book_series_finish (TOG_ACCOUNT (source), result, &error);

  end (self, sessions != NULL ? g_ptr_array_index (sessions, 0) : NULL, error);
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogPrompt) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) session = tog_deed_send_finish (TOG_DEED (source), result, &error);

  end (self, session, error);
}

static void
send_move (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  priv->cancellable = g_cancellable_new ();
  tog_prompt_say (self, priv->error, NULL, NULL);
  tog_deed_send_async (priv->deed, priv->account, priv->cancellable, moved_cb, g_object_ref (self));
  tog_prompt_update (self);
}

static void
send_booking (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  priv->cancellable = g_cancellable_new ();
  tog_prompt_say (self, priv->error, NULL, NULL);
  if (priv->sent->len > 1)
    tog_account_book_series_async (priv->account,
                                   priv->team,
                                   priv->sent,
                                   priv->key,
                                   priv->cancellable,
                                   series_booked_cb,
                                   g_object_ref (self));
  else if (TOG_IS_GROUP (priv->team))
    tog_account_book_group_async (priv->account,
                                  priv->team->id,
                                  g_ptr_array_index (priv->sent, 0),
                                  priv->key,
                                  priv->cancellable,
                                  booked_cb,
                                  g_object_ref (self));
  else
    tog_account_book_async (priv->account,
                            priv->team->id,
                            g_ptr_array_index (priv->sent, 0),
                            priv->key,
                            priv->cancellable,
                            booked_cb,
                            g_object_ref (self));
  tog_prompt_update (self);
}

static gboolean
can_send (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (priv->message_view);

  return priv->cancellable == NULL && !priv->over && !is_past (priv) &&
         gtk_text_buffer_get_char_count (buffer) <= TOG_MAX_MESSAGE_LENGTH &&
         TOG_PROMPT_GET_CLASS (self)->is_ready (self);
}

static gboolean
is_same (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!tog_booking_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

static void
send (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);
  g_autoptr (GPtrArray) bookings = NULL;
  g_autofree char *message = NULL;

  if (!can_send (self))
    return;
  message = dup_message (priv);
  bookings = TOG_PROMPT_GET_CLASS (self)->make_bookings (self, *message != '\0' ? message : NULL);
  if (bookings == NULL)
    return;

  /* An earlier try with another body may have got through all the same; then this
   * one finds the time taken. */
  if (priv->sent != NULL && !is_same (priv->sent, bookings))
    renew_key (priv);
  g_clear_pointer (&priv->sent, g_ptr_array_unref);
  priv->sent = g_steal_pointer (&bookings);
  if (priv->moved == NULL)
    {
      send_booking (self);
      return;
    }
  /* A move has a key of its own. */
  if (priv->deed == NULL)
    priv->deed = tog_deed_new_move (priv->moved, g_ptr_array_index (priv->sent, 0));
  send_move (self);
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

static void
tog_prompt_finalize (GObject *object)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (TOG_PROMPT (object));

  g_clear_object (&priv->account);
  g_clear_object (&priv->team);
  g_clear_object (&priv->planned);
  g_clear_pointer (&priv->sent, g_ptr_array_unref);
  g_clear_object (&priv->moved);
  g_clear_object (&priv->deed);
  g_clear_object (&priv->cancellable);
  g_clear_pointer (&priv->zone, tog_zone_unref);
  g_clear_pointer (&priv->options, g_ptr_array_unref);
  g_free (priv->send);
  g_free (priv->key);
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

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-prompt.ui");
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, header);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, window_title);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, content);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, cancel_button);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, send_button);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, send_label);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, spinner);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, title_label);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, when_label);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, notices);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, body);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, message_label);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, message_view);
  gtk_widget_class_bind_template_child_private (widget_class, TogPrompt, counter_label);
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
  /* Before the message sees it, in which it would be a new line. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Return, GDK_CONTROL_MASK),
                        gtk_callback_action_new (send_key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
  priv->key = g_uuid_string_random ();
}

/* Somebody else was quicker: waiting for the server's no would only cost time. */
static void
team_changed_cb (TogPrompt *self, const char *id)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);
  TogTeam *team = tog_team_peek (priv->account, G_OBJECT_TYPE (priv->team), id);
  TogPlannedSession *planned;
  g_autofree char *when = NULL;
  g_autofree char *text = NULL;

  if (!g_str_equal (id, priv->team->id) || team == NULL || priv->moved != NULL ||
      priv->cancellable != NULL || priv->uncertain || priv->over)
    return;
  planned = tog_team_find_planned (team, priv->planned->id);
  if (planned == NULL || planned->state != TOG_SESSION_SCHEDULED || planned->session == NULL)
    return;

  priv->over = TRUE;
  when = tog_format_when (
      priv->zone, planned->session->slot.start, tog_account_get_now (priv->account));
  /* Translators: when it is. */
  text = g_strdup_printf (
      _ ("This session has been scheduled in the meantime: %s. Nothing was sent."), when);
  tog_prompt_say (self, priv->error, text, _ ("Close"));
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
  gtk_label_set_label (priv->title_label, planned->title);
  priv->error = tog_prompt_add_notice (self, "dialog-error-symbolic", "error");
  g_signal_connect_object (
      priv->error, "pressed", G_CALLBACK (error_pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_text_view_get_buffer (priv->message_view),
                           "changed",
                           G_CALLBACK (tog_prompt_update),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (tog_prompt_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account,
                           TOG_IS_GROUP (team) ? "group-changed" : "match-changed",
                           G_CALLBACK (team_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (priv->message_view));
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
  gtk_label_set_label (priv->message_label, message);
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

  g_set_object (&priv->moved, session);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Reschedule"));
  adw_window_title_set_title (priv->window_title, _ ("Reschedule"));
}

/**
 * tog_prompt_make_was_row:
 *
 * Returns: (transfer floating): when it is that the prompt moves away from
 */
GtkWidget *
tog_prompt_make_was_row (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *was = NULL;

  g_return_val_if_fail (TOG_IS_PROMPT (self), NULL);

  was =
      tog_format_session_time (priv->zone, priv->moved->slot, tog_account_get_now (priv->account));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), was);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("Until now"));
  gtk_widget_add_css_class (row, "numeric");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             g_object_new (GTK_TYPE_IMAGE,
                                           "accessible-role",
                                           GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                           "icon-name",
                                           "document-open-recent-symbolic",
                                           NULL));
  return row;
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
  tog_prompt_say (self, priv->error, NULL, NULL);
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
 * tog_prompt_get_moved:
 *
 * Returns: (transfer none) (nullable): what is moved; %NULL where something is booked
 */
TogSession *
tog_prompt_get_moved (TogPrompt *self)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);

  return priv->moved;
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
 * Puts it before those that are there.
 *
 * Returns: (transfer none): a notice, for tog_prompt_say()
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
 * tog_prompt_say:
 * @notice: one of the prompt's
 * @text: (nullable): what to say; nothing hides the notice
 * @button: (nullable): what can be done about it
 */
void
tog_prompt_say (TogPrompt *self, TogNotice *notice, const char *text, const char *button)
{
  TogPromptPrivate *priv = tog_prompt_get_instance_private (self);
  gboolean any = FALSE;

  g_return_if_fail (TOG_IS_PROMPT (self));

  tog_notice_show (notice, text, button);
  for (GtkWidget *child = gtk_widget_get_first_child (priv->notices); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    any |= gtk_widget_get_visible (child);
  /* An empty box would still take its share of the spacing. */
  gtk_widget_set_visible (priv->notices, any);
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
  int length = gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (priv->message_view));
  int left = TOG_MAX_MESSAGE_LENGTH - length;
  gboolean sending = priv->cancellable != NULL;
  g_autofree char *count = NULL;

  g_return_if_fail (TOG_IS_PROMPT (self));

  gtk_widget_set_visible (priv->counter_label, left <= COUNT_FROM);
  if (left >= 0)
    count = g_strdup_printf (ngettext ("%d character left", "%d characters left", left), left);
  else
    count = g_strdup_printf (ngettext ("%d character too many", "%d characters too many", -left),
                             -left);
  gtk_label_set_label (GTK_LABEL (priv->counter_label), count);
  if (left < 0)
    gtk_widget_add_css_class (priv->counter_label, "error");
  else
    gtk_widget_remove_css_class (priv->counter_label, "error");

  if (is_past (priv) && !sending && !priv->over)
    tog_prompt_say (self, priv->error, _ ("This time has passed. Choose another one."), NULL);
  gtk_widget_set_sensitive (priv->send_button, can_send (self));
  gtk_text_view_set_editable (priv->message_view, !sending);
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
  int header, minimum, height;

  g_return_if_fail (TOG_IS_PROMPT (self));

  gtk_widget_measure (priv->content, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  width = MAX (width, minimum);
  gtk_widget_measure (priv->header, GTK_ORIENTATION_VERTICAL, width, NULL, &header, NULL, NULL);
  gtk_widget_measure (priv->content, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  gtk_window_set_default_size (GTK_WINDOW (self), width, header + MIN (height, MAX_CONTENT_HEIGHT));
}
