#include "config.h"

#include "tog-answer-box.h"

#include "tog-format.h"
#include "tog-life-text.h"
#include "tog-question-row.h"
#include "tog-session-text.h"
#include "tog-session-widget.h"

#include <glib/gi18n.h>

/* In the order of their buttons: what one probably wants is last. */
static const TogAnswer answers[] = {
  TOG_ANSWER_DECLINED,
  TOG_ANSWER_TENTATIVE,
  TOG_ANSWER_ACCEPTED,
};

struct _TogAnswerBox
{
  GtkWidget parent_instance;

  TogQuestionRow *row;                        /* (owned by parent) */
  GtkWidget *buttons[G_N_ELEMENTS (answers)]; /* (owned by parent) */
};

G_DEFINE_FINAL_TYPE (TogAnswerBox, tog_answer_box, GTK_TYPE_WIDGET)

static void
tog_answer_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (tog_answer_box_parent_class)->dispose (object);
}

static void
tog_answer_box_class_init (TogAnswerBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_answer_box_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tog_answer_box_init (TogAnswerBox *self)
{
  const char *labels[] = { _ ("Decline…"), _ ("Maybe"), _ ("Accept") };

  self->row = TOG_QUESTION_ROW (tog_question_row_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->row), GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    self->buttons[i] = tog_question_row_add_button (self->row, labels[i]);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * tog_answer_box_new:
 */
GtkWidget *
tog_answer_box_new (void)
{
  return g_object_new (TOG_TYPE_ANSWER_BOX, NULL);
}

/* Who booked a session for two has said that they come; they move it or cancel it. */
static gboolean
may_answer (TogSession *session, TogParticipant *me)
{
  return me != NULL && (session->group_id != NULL || me->answer != TOG_ANSWER_ACCEPTED ||
                        !g_str_equal (session->booked_by, me->member->id));
}

/* Which session it is stands above. */
static char *
dup_invitation (TogSession *session, TogInstant now)
{
  const char *who = session->moved_by != NULL ? session->moved_by : session->booked_by;
  TogParticipant *person = tog_session_find_participant (session, who);
  g_autofree char *name = person != NULL ? tog_member_dup_given_name (person->member) : NULL;

  if (name == NULL)
    return g_strdup (_ ("You are invited"));
  if (session->moved_by != NULL && session->moved_from != 0)
    {
      g_autoptr (TogZone) zone = tog_format_get_local_zone ();
      g_autofree char *before = tog_format_when_within (zone, session->moved_from, now);

      /* Translators: a person, then when the session was before. */
      return g_strdup_printf (_ ("%s moved it from %s"), name, before);
    }
  if (session->moved_by != NULL)
    /* Translators: a person. */
    return g_strdup_printf (_ ("%s moved it"), name);

  /* Translators: a person. */
  return g_strdup_printf (_ ("%s invites you"), name);
}

/**
 * tog_answer_box_set_session:
 * @session: (nullable): which
 * @my_id: (nullable): who is signed in
 */
void
tog_answer_box_set_session (TogAnswerBox *self,
                            TogSession *session,
                            const char *my_id,
                            TogInstant now)
{
  TogParticipant *me = session != NULL ? tog_session_find_participant (session, my_id) : NULL;
  g_autofree char *invitation = NULL;

  g_return_if_fail (TOG_IS_ANSWER_BOX (self));

  if (session == NULL || !may_answer (session, me) ||
      !tog_session_can (session, TOG_ACTION_ANSWER, now))
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }

  if (me->answer == TOG_ANSWER_PENDING)
    {
      invitation = dup_invitation (session, now);
      tog_question_row_set_text (
          self->row, "mail-unread-symbolic", "accent", _ ("Will you come?"), invitation);
    }
  else
    {
      /* Translators: %s is "Accepted", "Maybe" or "Declined". */
      invitation = g_strdup_printf (_ ("Your answer: %s"), tog_answer_get_label (me->answer));
      tog_question_row_set_text (self->row,
                                 tog_answer_get_icon (me->answer),
                                 me->answer == TOG_ANSWER_ACCEPTED ? "success" : "warning",
                                 invitation,
                                 me->reason);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      tog_session_path_answer (tog_session_get_path (session), self->buttons[i], answers[i]);
      gtk_widget_set_visible (self->buttons[i], me->answer != answers[i]);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}
