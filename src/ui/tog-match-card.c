#include "config.h"

#include "tog-match-card.h"

#include "tog-format.h"
#include "tog-session-text.h"
#include "tog-state-chip.h"
#include "tog-widget.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _TogMatchCard
{
  GtkFlowBoxChild parent_instance;

  TogMatch *match; /* (owned) (nullable) */

  GtkWidget *open_button;
  AdwAvatar *avatar;
  GtkLabel *name_label;
  GtkLabel *role_label;
  GtkLabel *program_label;
  GtkProgressBar *progress_bar;
  GtkLabel *progress_label;
  GtkLabel *when_label;
  GtkLabel *next_label;
  GtkWidget *book_button;
  TogStateChip *chip;
};

G_DEFINE_FINAL_TYPE (TogMatchCard, tog_match_card, GTK_TYPE_FLOW_BOX_CHILD)

static void
card_released_cb (TogMatchCard *self)
{
  gboolean can_book = gtk_widget_get_visible (self->book_button);

  g_signal_emit_by_name (can_book ? self->book_button : self->open_button, "clicked");
}

static void
update_progress (TogMatchCard *self, TogMatch *match)
{
  g_autofree char *progress =
      g_strdup_printf (ngettext ("%d of %d session", "%d of %d sessions", match->team.n_planned),
                       match->team.n_completed,
                       match->team.n_planned);
  double fraction =
      match->team.n_planned > 0 ? (double) match->team.n_completed / match->team.n_planned : 0;

  gtk_label_set_label (self->program_label, match->team.program_name);
  gtk_label_set_label (self->progress_label, progress);
  gtk_progress_bar_set_fraction (self->progress_bar, CLAMP (fraction, 0, 1));
  tog_widget_set_name (GTK_WIDGET (self->progress_bar), progress);
}

static void
update_next (TogMatchCard *self, TogMatch *match, TogInstant now)
{
  TogPlannedSession *next = match->team.next;
  gboolean can_book = next != NULL && tog_planned_session_can_book (next);
  g_autofree char *when = NULL;

  gtk_widget_set_visible (self->book_button, can_book);
  gtk_widget_set_visible (GTK_WIDGET (self->chip), next != NULL && !can_book);

  if (next == NULL)
    {
      gtk_label_set_label (self->when_label, match->team.program_name);
      gtk_label_set_label (self->next_label,
                           match->team.n_planned > 0 ? _ ("All sessions are done")
                                                     : _ ("No sessions are planned"));
      return;
    }

  if (can_book)
    {
      g_autofree char *sentence =
          g_strdup_printf (_ ("Book “%s” with %s"), next->title, match->person->name);

      when = g_strdup (tog_session_state_get_label (next->state, FALSE));
      gtk_actionable_set_action_target (
          GTK_ACTIONABLE (self->book_button), "(ss)", match->team.id, next->id);
      tog_widget_set_name (self->book_button, sentence);
    }
  else if (next->session != NULL)
    {
      g_autoptr (TogZone) zone = tog_format_get_local_zone ();
      TogInstant start = next->session->slot.start;
      g_autofree char *day = tog_format_compact_day (tog_zone_to_wall (zone, start).day,
                                                     tog_zone_to_wall (zone, now).day);
      g_autofree char *time = tog_format_time (zone, start);

      when = g_strdup_printf (_ ("%s, %s"), day, time);
    }

  gtk_label_set_label (self->when_label, when);
  gtk_label_set_label (self->next_label, next->title);
  tog_state_chip_set_state (self->chip, next->state, tog_planned_session_is_over (next, now));
}

static void
tog_match_card_dispose (GObject *object)
{
  TogMatchCard *self = TOG_MATCH_CARD (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_MATCH_CARD);
  g_clear_object (&self->match);

  G_OBJECT_CLASS (tog_match_card_parent_class)->dispose (object);
}

static void
tog_match_card_class_init (TogMatchCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_match_card_dispose;

  g_type_ensure (TOG_TYPE_STATE_CHIP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-match-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TogMatchCard, open_button);
  gtk_widget_class_bind_template_child (widget_class, TogMatchCard, avatar);
  gtk_widget_class_bind_template_child (widget_class, TogMatchCard, name_label);
  gtk_widget_class_bind_template_child (widget_class, TogMatchCard, role_label);
  gtk_widget_class_bind_template_child (widget_class, TogMatchCard, program_label);
  gtk_widget_class_bind_template_child (widget_class, TogMatchCard, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, TogMatchCard, progress_label);
  gtk_widget_class_bind_template_child (widget_class, TogMatchCard, when_label);
  gtk_widget_class_bind_template_child (widget_class, TogMatchCard, next_label);
  gtk_widget_class_bind_template_child (widget_class, TogMatchCard, book_button);
  gtk_widget_class_bind_template_child (widget_class, TogMatchCard, chip);
  gtk_widget_class_bind_template_callback (widget_class, card_released_cb);
}

static void
tog_match_card_init (TogMatchCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tog_match_card_new:
 */
GtkWidget *
tog_match_card_new (void)
{
  return g_object_new (TOG_TYPE_MATCH_CARD, NULL);
}

/**
 * tog_match_card_set_match:
 * @now: to say what is over and what is today
 */
void
tog_match_card_set_match (TogMatchCard *self, TogMatch *match, TogInstant now)
{
  const char *role = tog_role_get_label_of_mine (match->their_role);
  g_autofree char *card_sentence = g_strdup_printf ("%s, %s", match->person->name, role);
  /* Translators: whose page, what they are to the user, in which program. */
  g_autofree char *open_sentence = g_strdup_printf (_ ("Open your sessions with %s. %s in %s."),
                                                    match->person->name,
                                                    role,
                                                    match->team.program_name);

  g_return_if_fail (TOG_IS_MATCH_CARD (self));

  g_set_object (&self->match, match);

  adw_avatar_set_text (self->avatar, match->person->name);
  gtk_label_set_label (self->name_label, match->person->name);
  gtk_label_set_label (self->role_label, role);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open_button), "(ss)", match->team.id, "");
  tog_widget_set_name (GTK_WIDGET (self), card_sentence);
  tog_widget_set_name (self->open_button, open_sentence);

  update_progress (self, match);
  update_next (self, match, now);
}

/**
 * tog_match_card_get_id:
 *
 * The id of the match it shows.
 *
 * Returns: (nullable)
 */
const char *
tog_match_card_get_id (TogMatchCard *self)
{
  return self->match != NULL ? self->match->team.id : NULL;
}
