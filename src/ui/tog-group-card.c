#include "config.h"

#include "tog-group-card.h"

#include "tog-faces.h"
#include "tog-team-text.h"

#define FACE_SIZE 36
/* Of the avatar on a match's card, so that cards side by side align. */
#define HEIGHT 40
#define MAX_FACES 4

struct _TogGroupCard
{
  TogTeamCard parent_instance;

  TogFaces *faces;
};

G_DEFINE_FINAL_TYPE (TogGroupCard, tog_group_card, TOG_TYPE_TEAM_CARD)

static void
tog_group_card_class_init (TogGroupCardClass *klass)
{
}

static void
tog_group_card_init (TogGroupCard *self)
{
  self->faces = TOG_FACES (tog_faces_new (FACE_SIZE, MAX_FACES));
  gtk_widget_set_size_request (GTK_WIDGET (self->faces), -1, HEIGHT);
  tog_team_card_set_picture (TOG_TEAM_CARD (self), GTK_WIDGET (self->faces));
}

/**
 * tog_group_card_set_group:
 * @outbox: what waits to be sent
 * @now: to say what is over and what is today
 */
void
tog_group_card_set_group (TogGroupCard *self, TogGroup *group, TogOutbox *outbox, TogInstant now)
{
  g_autofree char *summary = tog_group_dup_summary (group);

  g_return_if_fail (TOG_IS_GROUP_CARD (self));

  tog_faces_set_group (self->faces, group);
  tog_team_card_set_team (TOG_TEAM_CARD (self), &group->team, summary, outbox, now);
}
