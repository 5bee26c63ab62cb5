#include "config.h"

#include "tog-held-box.h"

#include "tog-deed.h"
#include "tog-delayed-sends.h"
#include "tog-life-text.h"
#include "tog-outbox-text.h"
#include "tog-question-row.h"
#include "tog-rating-box.h"
#include "tog-session-text.h"
#include "tog-session-widget.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

struct _TogHeldBox
{
  GtkWidget parent_instance;

  TogSession *session; /* (owned) (nullable) */
  char *my_id;         /* (owned) (nullable) */
  TogInstant now;
  gboolean is_changing; /* whether what I said is asked again */

  TogQuestionRow *row;      /* (owned by parent) */
  GtkWidget *no_button;     /* (owned by parent) */
  GtkWidget *yes_button;    /* (owned by parent) */
  GtkWidget *change_button; /* (owned by parent) */
  GtkWidget *find_button;   /* (owned by parent) */
  GtkWidget *cancel_button; /* (owned by parent) */
  GtkWidget *rating_card;   /* (owned by parent) */
  TogRatingBox *rating_box; /* (owned by parent) */
};

G_DEFINE_FINAL_TYPE (TogHeldBox, tog_held_box, GTK_TYPE_WIDGET)

static void
rated_cb (TogHeldBox *self)
{
  TogSessionPath path = tog_session_get_path (self->session);

  gtk_widget_activate_action (GTK_WIDGET (self),
                              "win.say-held",
                              "(ssssi)",
                              path.match_id != NULL ? path.match_id : "",
                              path.group_id != NULL ? path.group_id : "",
                              path.id,
                              tog_held_to_string (TOG_HELD_YES),
                              tog_rating_box_get_rating (self->rating_box));
}

/* Side by side with mine, if there is anything beside it. */
static char *
dup_statements (TogHeldBox *self)
{
  for (guint i = 0; i < self->session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (self->session->participants, i);

      if (participant->held != TOG_HELD_UNSAID &&
          g_strcmp0 (participant->member->id, self->my_id) != 0)
        return tog_session_dup_statements (self->session, self->my_id);
    }
  return NULL;
}

static void
update_row (TogHeldBox *self, TogHeld held, gboolean is_waiting)
{
  g_autofree char *statements = dup_statements (self);
  g_autofree char *question = NULL;

  switch (held)
    {
    case TOG_HELD_YES:
      tog_question_row_set_text (self->row,
                                 "object-select-symbolic",
                                 "success",
                                 _ ("You said that you met"),
                                 is_waiting ? tog_outbox_get_label (FALSE) : statements);
      break;
    case TOG_HELD_NO:
      tog_question_row_set_text (self->row,
                                 "window-close-symbolic",
                                 "warning",
                                 _ ("You said that you didn’t meet"),
                                 is_waiting ? tog_outbox_get_label (FALSE) : statements);
      break;
    case TOG_HELD_UNSAID:
    default:
      question = tog_session_dup_question (self->session, self->my_id);
      tog_question_row_set_text (
          self->row, "dialog-question-symbolic", "accent", question, statements);
      break;
    }
}

static void
update (TogHeldBox *self)
{
  TogSession *session = self->session;
  TogParticipant *me = session != NULL ? tog_session_find_participant (session, self->my_id) : NULL;
  TogDeed *waiting = NULL;
  gboolean is_asked, can_find;
  TogHeld held;
  int rating;

  if (me == NULL || !tog_session_can (session, TOG_ACTION_STATE, self->now) ||
      !(tog_session_is_over (session, self->now) || session->state == TOG_SESSION_COMPLETED))
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }

  waiting = tog_delayed_sends_find (tog_delayed_sends_get_default (), session->id);
  self->is_changing &= waiting == NULL;
  held = waiting != NULL ? tog_deed_get_held (waiting) : me->held;
  rating = waiting != NULL ? tog_deed_get_rating (waiting) : session->my_rating;
  can_find = held == TOG_HELD_NO && waiting == NULL && !self->is_changing;
  is_asked = held == TOG_HELD_UNSAID || self->is_changing;
  update_row (self, is_asked ? TOG_HELD_UNSAID : held, held != me->held);

  gtk_widget_set_visible (self->no_button, is_asked);
  gtk_widget_set_visible (self->yes_button, is_asked);
  gtk_widget_set_visible (self->change_button, me->held != TOG_HELD_UNSAID && waiting == NULL);
  gtk_button_set_label (GTK_BUTTON (self->change_button),
                        self->is_changing ? _ ("Keep") : _ ("Change"));
  tog_widget_set_name (self->change_button,
                       self->is_changing ? _ ("Keep what you said") : _ ("Change what you said"));
  gtk_widget_set_visible (self->find_button,
                          can_find && tog_session_can (session, TOG_ACTION_RESCHEDULE, self->now));
  gtk_widget_set_visible (self->cancel_button,
                          can_find && tog_session_can (session, TOG_ACTION_CANCEL, self->now));
  tog_session_path_say_held (tog_session_get_path (session), self->no_button, TOG_HELD_NO);
  tog_session_path_say_held (tog_session_get_path (session), self->yes_button, TOG_HELD_YES);
  tog_session_path_act (tog_session_get_path (session), self->find_button, "win.reschedule");
  tog_session_path_act (tog_session_get_path (session), self->cancel_button, "win.cancel-session");

  gtk_widget_set_visible (self->rating_card, held == TOG_HELD_YES && !is_asked);
  tog_rating_box_set_rating (self->rating_box, held == TOG_HELD_YES ? rating : 0);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/* Whoever clicked the wrong one, or learned better; or wants to leave it at that. */
static void
change_cb (TogHeldBox *self)
{
  self->is_changing = !self->is_changing;
  update (self);
}

static void
tog_held_box_dispose (GObject *object)
{
  TogHeldBox *self = TOG_HELD_BOX (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->session);
  g_clear_pointer (&self->my_id, g_free);

  G_OBJECT_CLASS (tog_held_box_parent_class)->dispose (object);
}

static void
tog_held_box_class_init (TogHeldBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_held_box_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
tog_held_box_init (TogHeldBox *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 12);

  self->row = TOG_QUESTION_ROW (tog_question_row_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->row), GTK_WIDGET (self));
  self->no_button = tog_question_row_add_button (self->row, _ ("No"));
  self->yes_button = tog_question_row_add_button (self->row, _ ("Yes, We Met"));
  self->change_button = tog_question_row_add_button (self->row, _ ("Change"));
  g_signal_connect_object (
      self->change_button, "clicked", G_CALLBACK (change_cb), self, G_CONNECT_SWAPPED);
  self->cancel_button = tog_question_row_add_button (self->row, _ ("Cancel Session…"));
  self->find_button = tog_question_row_add_button (self->row, _ ("Find Another Time…"));

  self->rating_box = TOG_RATING_BOX (tog_rating_box_new ());
  g_signal_connect_swapped (self->rating_box, "changed", G_CALLBACK (rated_cb), self);
  self->rating_card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->rating_card), GTK_WIDGET (self->rating_box));
  gtk_widget_add_css_class (self->rating_card, "card");
  gtk_widget_add_css_class (self->rating_card, "question");
  gtk_widget_set_parent (self->rating_card, GTK_WIDGET (self));

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_object (
      tog_delayed_sends_get_default (), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

/**
 * tog_held_box_new:
 */
GtkWidget *
tog_held_box_new (void)
{
  return g_object_new (TOG_TYPE_HELD_BOX, NULL);
}

/**
 * tog_held_box_set_session:
 * @session: (nullable): which
 * @my_id: (nullable): who is signed in
 */
void
tog_held_box_set_session (TogHeldBox *self, TogSession *session, const char *my_id, TogInstant now)
{
  char *new_id = g_strdup (my_id);

  g_return_if_fail (TOG_IS_HELD_BOX (self));

  if (self->session == NULL || session == NULL || !g_str_equal (self->session->id, session->id))
    self->is_changing = FALSE;
  g_set_object (&self->session, session);
  g_free (self->my_id);
  self->my_id = new_id;
  self->now = now;
  update (self);
}
