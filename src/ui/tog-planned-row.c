#include "config.h"

#include "tog-planned-row.h"

#include "tog-life-text.h"
#include "tog-outbox-text.h"
#include "tog-session-text.h"
#include "tog-team-text.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

struct _TogPlannedRow
{
  GtkListBoxRow parent_instance;

  TogPlannedSession *planned; /* (owned) (nullable) */
  const char *badge_class;    /* (nullable) */

  GtkStack *badge_stack;
  GtkLabel *ordinal_label;
  GtkImage *state_icon;
  GtkLabel *title_label;
  GtkLabel *state_label;
  GtkWidget *book_button;
};

G_DEFINE_FINAL_TYPE (TogPlannedRow, tog_planned_row, GTK_TYPE_LIST_BOX_ROW)

static void
set_badge (TogPlannedRow *self, const char *icon_name, const char *style_class)
{
  if (self->badge_class != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->state_icon), self->badge_class);
  self->badge_class = style_class;
  gtk_widget_add_css_class (GTK_WIDGET (self->state_icon), style_class);
  gtk_image_set_from_icon_name (self->state_icon, icon_name);
  gtk_stack_set_visible_child (self->badge_stack, GTK_WIDGET (self->state_icon));
}

static void
update_badge (TogPlannedRow *self, TogPlannedSession *planned, TogInstant now)
{
  g_autofree char *ordinal = g_strdup_printf ("%d", planned->ordinal);

  switch (planned->state)
    {
    case TOG_SESSION_COMPLETED:
      set_badge (self, "object-select-symbolic", "success");
      break;
    case TOG_SESSION_SCHEDULED:
      if (tog_planned_session_is_declined (planned, now))
        set_badge (self, tog_answer_get_icon (TOG_ANSWER_DECLINED), "warning");
      else if (tog_planned_session_is_over (planned, now))
        set_badge (self, "dialog-question-symbolic", "warning");
      else
        set_badge (self, "x-office-calendar-symbolic", "accent");
      break;
    case TOG_SESSION_CANCELLED:
    case TOG_SESSION_NOT_SCHEDULED:
    default:
      gtk_label_set_label (self->ordinal_label, ordinal);
      gtk_stack_set_visible_child (self->badge_stack, GTK_WIDGET (self->ordinal_label));
      break;
    }
}

static void
tog_planned_row_dispose (GObject *object)
{
  TogPlannedRow *self = TOG_PLANNED_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_PLANNED_ROW);
  g_clear_object (&self->planned);

  G_OBJECT_CLASS (tog_planned_row_parent_class)->dispose (object);
}

static void
tog_planned_row_class_init (TogPlannedRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_planned_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-planned-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TogPlannedRow, badge_stack);
  gtk_widget_class_bind_template_child (widget_class, TogPlannedRow, ordinal_label);
  gtk_widget_class_bind_template_child (widget_class, TogPlannedRow, state_icon);
  gtk_widget_class_bind_template_child (widget_class, TogPlannedRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, TogPlannedRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, TogPlannedRow, book_button);
}

static void
tog_planned_row_init (TogPlannedRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tog_planned_row_new:
 */
GtkWidget *
tog_planned_row_new (void)
{
  return g_object_new (TOG_TYPE_PLANNED_ROW, NULL);
}

/**
 * tog_planned_row_set_planned:
 * @team: whose planned session it is
 * @outbox: what waits to be sent
 * @now: to say what is over and what is today
 */
void
tog_planned_row_set_planned (TogPlannedRow *self,
                             TogTeam *team,
                             TogPlannedSession *planned,
                             TogOutbox *outbox,
                             TogInstant now)
{
  g_autofree char *mark = tog_outbox_dup_mark (outbox, team, planned);
  g_autofree char *stands = tog_planned_session_dup_state (planned, now);
  g_autofree char *state = tog_outbox_mark_state (planned, stands, mark);
  /* Translators: a planned session's place in its program, its title, where it stands. */
  g_autofree char *sentence =
      g_strdup_printf (_ ("Session %d, %s. %s"), planned->ordinal, planned->title, state);
  g_autofree char *book = tog_team_dup_book_label (team, planned);

  g_return_if_fail (TOG_IS_PLANNED_ROW (self));

  g_set_object (&self->planned, planned);
  update_badge (self, planned, now);
  gtk_label_set_label (self->title_label, planned->title);
  gtk_label_set_label (self->state_label, state);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);

  gtk_widget_set_visible (self->book_button,
                          tog_team_can_book (team, planned) &&
                              (mark == NULL || planned->state != TOG_SESSION_NOT_SCHEDULED));
  tog_widget_set_action (self->book_button, tog_team_get_book_action (team), team->id, planned->id);
  tog_widget_set_name (self->book_button, book);
}

/**
 * tog_planned_row_get_planned:
 *
 * Returns: (transfer none) (nullable)
 */
TogPlannedSession *
tog_planned_row_get_planned (TogPlannedRow *self)
{
  return self->planned;
}
