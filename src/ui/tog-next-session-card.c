#include "config.h"

#include "tog-next-session-card.h"

#include "tog-format.h"
#include "tog-life-text.h"
#include "tog-session-text.h"
#include "tog-session-widget.h"
#include "tog-stacking-box.h"
#include "tog-team-text.h"
#include "tog-widget.h"
#include "tog-zone-list.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _TogNextSessionCard
{
  GtkWidget parent_instance;

  GtkWidget *open_button;
  GtkLabel *day_label;
  GtkLabel *time_label;
  AdwAvatar *avatar;
  GtkLabel *title_label;
  GtkLabel *detail_label;
  GtkLabel *state_label;
  GtkLabel *late_label;
  GtkLabel *until_label;
  GtkWidget *buttons;
  GtkWidget *late_button;
  GtkWidget *join_button;
};

G_DEFINE_FINAL_TYPE (TogNextSessionCard, tog_next_session_card, GTK_TYPE_WIDGET)

static void
card_released_cb (TogNextSessionCard *self)
{
  g_signal_emit_by_name (self->open_button, "clicked");
}

/* With whom, what time that is for them where it is another, how long and where. */
static char *
dup_detail (TogSession *session, TogMember *other, TogZone *zone)
{
  g_autofree char *place = tog_session_dup_place (session);
  g_autoptr (TogZone) their_zone = NULL;
  g_autofree char *their_time = NULL;
  g_autofree char *city = NULL;

  if (other == NULL)
    return g_steal_pointer (&place);

  their_zone = tog_zone_lookup (other->zone, NULL);
  if (their_zone == NULL || tog_zone_get_offset (their_zone, session->slot.start) ==
                                tog_zone_get_offset (zone, session->slot.start))
    return g_strdup_printf (_ ("%s. %s"), other->name, place);

  their_time = tog_format_time_there (their_zone, zone, session->slot.start);
  city = tog_zone_name_to_city (other->zone);

  /* Translators: "Amara Nwosu, 12:00 in Lagos. 45 minutes on Jitsi Meet". */
  return g_strdup_printf (_ ("%s, %s in %s. %s"), other->name, their_time, city, place);
}

/* With which group, how many they are, how long and where. */
static char *
dup_group_detail (TogSession *session, const char *name)
{
  g_autofree char *place = tog_session_dup_place (session);
  g_autofree char *people = tog_session_dup_size (session);

  /* Translators: "Maintainers Circle, 6 people. 60 minutes on Jitsi Meet". */
  return g_strdup_printf (_ ("%s, %s. %s"), name, people, place);
}

/* What I answered, where that isn't as it is expected or nobody else knows it yet. */
static char *
dup_state (TogSession *session, TogMember *me, const char *mark)
{
  TogParticipant *participant = tog_session_find_participant (session, me->id);
  TogAnswer answer = participant != NULL ? participant->answer : TOG_ANSWER_PENDING;

  if (answer == TOG_ANSWER_PENDING || (answer == TOG_ANSWER_ACCEPTED && mark == NULL))
    return g_strdup (mark);
  if (mark == NULL)
    return g_strdup (tog_answer_get_label (answer));
  /* Translators: what was answered, then that it waits to be sent. */
  return g_strdup_printf (C_ ("answer, mark", "%s. %s"), tog_answer_get_label (answer), mark);
}

static void
show_state (TogNextSessionCard *self, const char *state, const char *late)
{
  g_autofree char *both =
      state != NULL && late != NULL ? g_strdup_printf ("%s. %s", state, late) : NULL;
  const char *description = both != NULL ? both : state != NULL ? state : late;

  gtk_label_set_label (self->state_label, state != NULL ? state : "");
  gtk_widget_set_visible (GTK_WIDGET (self->state_label), state != NULL);
  gtk_label_set_label (self->late_label, late != NULL ? late : "");
  gtk_widget_set_visible (GTK_WIDGET (self->late_label), late != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open_button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : "",
                                  -1);
}

static void
tog_next_session_card_dispose (GObject *object)
{
  tog_widget_dispose_template (GTK_WIDGET (object), TOG_TYPE_NEXT_SESSION_CARD);

  G_OBJECT_CLASS (tog_next_session_card_parent_class)->dispose (object);
}

static void
tog_next_session_card_class_init (TogNextSessionCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_next_session_card_dispose;

  g_type_ensure (TOG_TYPE_STACKING_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-next-session-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TogNextSessionCard, open_button);
  gtk_widget_class_bind_template_child (widget_class, TogNextSessionCard, day_label);
  gtk_widget_class_bind_template_child (widget_class, TogNextSessionCard, time_label);
  gtk_widget_class_bind_template_child (widget_class, TogNextSessionCard, avatar);
  gtk_widget_class_bind_template_child (widget_class, TogNextSessionCard, title_label);
  gtk_widget_class_bind_template_child (widget_class, TogNextSessionCard, detail_label);
  gtk_widget_class_bind_template_child (widget_class, TogNextSessionCard, late_label);
  gtk_widget_class_bind_template_child (widget_class, TogNextSessionCard, state_label);
  gtk_widget_class_bind_template_child (widget_class, TogNextSessionCard, until_label);
  gtk_widget_class_bind_template_child (widget_class, TogNextSessionCard, buttons);
  gtk_widget_class_bind_template_child (widget_class, TogNextSessionCard, late_button);
  gtk_widget_class_bind_template_child (widget_class, TogNextSessionCard, join_button);
  gtk_widget_class_bind_template_callback (widget_class, card_released_cb);
}

static void
tog_next_session_card_init (TogNextSessionCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tog_next_session_card_set_session:
 * @team: (nullable): whose session it is
 * @me: who is signed in, to tell who is the other
 * @mark: (nullable): what waits to be sent of it, see tog_outbox_dup_mark()
 * @now: to say how soon it is
 */
void
tog_next_session_card_set_session (TogNextSessionCard *self,
                                   TogSession *session,
                                   TogTeam *team,
                                   TogMember *me,
                                   const char *mark,
                                   TogInstant now)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  gboolean is_group = session->group_id != NULL;
  TogMember *other = is_group ? NULL : tog_session_get_other (session, me);
  const char *group_name = team != NULL ? tog_team_get_name (team) : session->program_name;
  g_autofree char *day = tog_format_compact_day (tog_zone_to_wall (zone, session->slot.start).day,
                                                 tog_zone_to_wall (zone, now).day);
  g_autofree char *time = tog_format_time (zone, session->slot.start);
  g_autofree char *when = tog_format_when_within (zone, session->slot.start, now);
  g_autofree char *until = tog_format_until (session->slot.start - now);
  g_autofree char *detail =
      is_group ? dup_group_detail (session, group_name) : dup_detail (session, other, zone);
  g_autofree char *sentence = NULL;
  g_autofree char *late = tog_session_dup_late (session, me->id);
  g_autofree char *state = dup_state (session, me, mark);

  g_return_if_fail (TOG_IS_NEXT_SESSION_CARD (self));

  gtk_label_set_label (self->day_label, day);
  gtk_label_set_label (self->time_label, time);
  adw_avatar_set_text (self->avatar, other != NULL ? other->name : group_name);
  adw_avatar_set_icon_name (self->avatar, is_group ? "system-users-symbolic" : NULL);
  adw_avatar_set_show_initials (self->avatar, !is_group);
  gtk_label_set_label (self->title_label, session->title);
  gtk_label_set_label (self->detail_label, detail);
  gtk_label_set_label (self->until_label, until);
  show_state (self, state, late);

  /* Translators: a session's title, when it is, and with whom and where. */
  sentence = g_strdup_printf (_ ("Open “%s”, %s. %s"), session->title, when, detail);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->open_button), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  if (is_group)
    tog_widget_set_action (self->open_button, "win.open-group", session->group_id, session->id);
  else
    tog_widget_set_action (self->open_button,
                           "win.open-match",
                           session->match_id != NULL ? session->match_id : "",
                           session->id);

  tog_session_update_late (session, self->late_button, me->id, now);
  tog_session_update_join (session, self->join_button, now);
  gtk_widget_set_visible (self->buttons,
                          gtk_widget_get_visible (self->late_button) ||
                              gtk_widget_get_visible (self->join_button));
}
