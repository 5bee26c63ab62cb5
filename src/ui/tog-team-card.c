#include "config.h"

#include "tog-team-card.h"

#include "tog-format.h"
#include "tog-life-text.h"
#include "tog-outbox-text.h"
#include "tog-session-text.h"
#include "tog-state-chip.h"
#include "tog-team-text.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

typedef struct
{
  GtkWidget *open_button;
  GtkBox *head;
  GtkLabel *name_label;
  GtkLabel *role_label;
  GtkLabel *program_label;
  GtkProgressBar *progress_bar;
  GtkLabel *progress_label;
  GtkLabel *when_label;
  GtkLabel *next_label;
  GtkWidget *book_button;
  TogStateChip *chip;
} TogTeamCardPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TogTeamCard, tog_team_card, GTK_TYPE_FLOW_BOX_CHILD)

static void
card_released_cb (TogTeamCard *self)
{
  TogTeamCardPrivate *priv = tog_team_card_get_instance_private (self);
  gboolean can_book = gtk_widget_get_visible (priv->book_button);

  g_signal_emit_by_name (can_book ? priv->book_button : priv->open_button, "clicked");
}

static void
update_head (TogTeamCardPrivate *priv, TogTeam *team, const char *role)
{
  /* Translators: whose page, what they are to the user, in which program. */
  g_autofree char *open_sentence = g_strdup_printf (_ ("Open your sessions with %s. %s in %s."),
                                                    tog_team_get_name (team),
                                                    role,
                                                    team->program_name);

  gtk_label_set_label (priv->name_label, tog_team_get_name (team));
  gtk_label_set_label (priv->role_label, role);
  tog_widget_set_action (priv->open_button, tog_team_get_open_action (team), team->id, "");
  tog_widget_set_name (priv->open_button, open_sentence);
}

static void
update_progress (TogTeamCardPrivate *priv, TogTeam *team)
{
  g_autofree char *progress =
      g_strdup_printf (ngettext ("%d of %d session", "%d of %d sessions", team->n_planned),
                       team->n_completed,
                       team->n_planned);
  double fraction = team->n_planned > 0 ? (double) team->n_completed / team->n_planned : 0;

  gtk_label_set_label (priv->program_label, team->program_name);
  gtk_label_set_label (priv->progress_label, progress);
  gtk_progress_bar_set_fraction (priv->progress_bar, CLAMP (fraction, 0, 1));
  tog_widget_set_name (GTK_WIDGET (priv->progress_bar), progress);
}

static void
update_next (TogTeamCardPrivate *priv, TogTeam *team, TogOutbox *outbox, TogInstant now)
{
  TogPlannedSession *next = team->next;
  g_autofree char *mark = next != NULL ? tog_outbox_dup_mark (outbox, team, next) : NULL;
  gboolean can_book = next != NULL && tog_team_can_book (team, next);
  g_autofree char *when = NULL;

  /* What was asked for is changed where it is told. */
  gtk_widget_set_visible (priv->book_button,
                          can_book && !tog_outbox_is_asking (outbox, team, next));
  gtk_widget_set_visible (GTK_WIDGET (priv->chip),
                          (next != NULL && !can_book) || tog_team_is_finished (team));

  if (next == NULL)
    {
      gtk_label_set_label (priv->when_label, team->program_name);
      gtk_label_set_label (priv->next_label,
                           team->n_planned > 0 ? _ ("All sessions are done")
                                               : _ ("No sessions are planned"));
      tog_state_chip_set_state (priv->chip, TOG_SESSION_COMPLETED, TRUE);
      return;
    }

  if (can_book)
    {
      g_autofree char *sentence = tog_team_dup_book_label (team, next);

      when = tog_outbox_mark_state (next, tog_session_state_get_label (next->state, FALSE), mark);
      tog_widget_set_action (
          priv->book_button, tog_team_get_book_action (team), team->id, next->id);
      tog_widget_set_name (priv->book_button, sentence);
    }
  else if (next->session != NULL)
    {
      g_autoptr (TogZone) zone = tog_format_get_local_zone ();
      TogInstant start = next->session->slot.start;
      g_autofree char *day = tog_format_compact_day (tog_zone_to_wall (zone, start).day,
                                                     tog_zone_to_wall (zone, now).day);
      g_autofree char *time = tog_format_time (zone, start);

      g_autofree char *slot = g_strdup_printf (_ ("%s, %s"), day, time);

      /* Translators: when a session is, then what waits to be sent of it. */
      when = mark != NULL ? g_strdup_printf (C_ ("time, mark", "%s. %s"), slot, mark)
                          : g_steal_pointer (&slot);
    }

  gtk_label_set_label (priv->when_label, when);
  gtk_widget_set_visible (GTK_WIDGET (priv->when_label), when != NULL);
  gtk_label_set_label (priv->next_label, next->title);
  tog_state_chip_set_planned (priv->chip, next, now);
}

/* GTK 4.8 finds no template to dispose of in a subclass's instance; the parent lets
 * go of the one child that the template makes. */
static void
tog_team_card_class_init (TogTeamCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TOG_TYPE_STATE_CHIP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-team-card.ui");
  gtk_widget_class_bind_template_child_private (widget_class, TogTeamCard, open_button);
  gtk_widget_class_bind_template_child_private (widget_class, TogTeamCard, head);
  gtk_widget_class_bind_template_child_private (widget_class, TogTeamCard, name_label);
  gtk_widget_class_bind_template_child_private (widget_class, TogTeamCard, role_label);
  gtk_widget_class_bind_template_child_private (widget_class, TogTeamCard, program_label);
  gtk_widget_class_bind_template_child_private (widget_class, TogTeamCard, progress_bar);
  gtk_widget_class_bind_template_child_private (widget_class, TogTeamCard, progress_label);
  gtk_widget_class_bind_template_child_private (widget_class, TogTeamCard, when_label);
  gtk_widget_class_bind_template_child_private (widget_class, TogTeamCard, next_label);
  gtk_widget_class_bind_template_child_private (widget_class, TogTeamCard, book_button);
  gtk_widget_class_bind_template_child_private (widget_class, TogTeamCard, chip);
  gtk_widget_class_bind_template_callback (widget_class, card_released_cb);
}

static void
tog_team_card_init (TogTeamCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tog_team_card_set_picture:
 * @picture: (transfer floating): what shows who it is, once and for all
 */
void
tog_team_card_set_picture (TogTeamCard *self, GtkWidget *picture)
{
  TogTeamCardPrivate *priv = tog_team_card_get_instance_private (self);

  g_return_if_fail (TOG_IS_TEAM_CARD (self));

  gtk_box_prepend (priv->head, picture);
}

/**
 * tog_team_card_set_team:
 * @role: what the person is to the user, or the user in the group
 * @outbox: what waits to be sent
 * @now: to say what is over and what is today
 */
void
tog_team_card_set_team (TogTeamCard *self,
                        TogTeam *team,
                        const char *role,
                        TogOutbox *outbox,
                        TogInstant now)
{
  TogTeamCardPrivate *priv = tog_team_card_get_instance_private (self);
  g_autofree char *card_sentence = g_strdup_printf ("%s, %s", tog_team_get_name (team), role);

  g_return_if_fail (TOG_IS_TEAM_CARD (self));

  tog_widget_set_name (GTK_WIDGET (self), card_sentence);
  update_head (priv, team, role);
  update_progress (priv, team);
  update_next (priv, team, outbox, now);
}
