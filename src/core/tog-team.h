#pragma once

#include "tog-json.h"
#include "tog-planned-session.h"

G_BEGIN_DECLS

/**
 * TogTeam:
 * @id: stable within the organization; a match and a group may have the same
 * @program_id: id of the program
 * @program_name: name of the program
 * @n_completed: how many of the planned sessions are completed
 * @n_planned: how many planned sessions the program has
 * @next: (nullable): the first planned session that isn't completed
 * @planned: (element-type TogPlannedSession) (nullable): all of them in order; %NULL in lists
 *
 * Those who go through a program together, as one of them sees it: a #TogMatch
 * or a #TogGroup.
 */
typedef struct
{
  GObject parent_instance;

  char *id;
  char *program_id;
  char *program_name;
  int n_completed;
  int n_planned;
  TogPlannedSession *next;
  GPtrArray *planned;
} TogTeam;

typedef struct
{
  GObjectClass parent_class;
} TogTeamClass;

#define TOG_TYPE_TEAM (tog_team_get_type ())
#define TOG_TEAM(object) (G_TYPE_CHECK_INSTANCE_CAST ((object), TOG_TYPE_TEAM, TogTeam))
#define TOG_IS_TEAM(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), TOG_TYPE_TEAM))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogTeam, g_object_unref)

GType tog_team_get_type     (void);
void  tog_team_take_planned (TogTeam *self, GPtrArray *planned, gboolean keep);
void  tog_team_read_json    (TogTeam *self, TogJsonReader *reader);
void  tog_team_write_json   (TogTeam *self, JsonObject *object);

G_END_DECLS
