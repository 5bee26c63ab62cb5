#pragma once

#include "tog-session.h"

G_BEGIN_DECLS

/**
 * TogPlannedSession:
 * @id: stable within the organization
 * @ordinal: place in the program, from 1
 * @title: one line
 * @duration: how long it usually takes, in seconds
 * @agenda: (element-type TogAgendaItem): what to talk about
 * @resources: (element-type TogResource): what to read
 * @state: where it stands for the match or group it was asked for
 * @session: (nullable): the session, unless @state is %TOG_SESSION_NOT_SCHEDULED
 *
 * A step of a program, as it stands for one match or group.
 */
struct _TogPlannedSession
{
  GObject parent_instance;

  char *id;
  int ordinal;
  char *title;
  gint64 duration;
  GPtrArray *agenda;
  GPtrArray *resources;
  TogSessionState state;
  TogSession *session;
};

#define TOG_TYPE_PLANNED_SESSION (tog_planned_session_get_type ())
G_DECLARE_FINAL_TYPE (TogPlannedSession, tog_planned_session, TOG, PLANNED_SESSION, GObject)

TogPlannedSession *tog_planned_session_new       (void);
TogPlannedSession *tog_planned_session_from_json (JsonNode *node, GError **error);
JsonNode          *tog_planned_session_to_json   (TogPlannedSession *self);

/**
 * TogMatch:
 * @id: stable within the organization
 * @program_id: id of the program
 * @program_name: name of the program
 * @person: the other one
 * @my_role: what I am
 * @their_role: what @person is to me
 * @first_contact: whether no session with this person was ever booked
 * @n_completed: how many of the planned sessions are completed
 * @n_planned: how many planned sessions the program has
 * @next: (nullable): the first planned session that isn't completed
 * @planned: (element-type TogPlannedSession) (nullable): all of them in order; %NULL in lists
 *
 * A mentor and a mentee in a program, as one of them sees it.
 */
struct _TogMatch
{
  GObject parent_instance;

  char *id;
  char *program_id;
  char *program_name;
  TogMember *person;
  TogRole my_role;
  TogRole their_role;
  gboolean first_contact;
  int n_completed;
  int n_planned;
  TogPlannedSession *next;
  GPtrArray *planned;
};

#define TOG_TYPE_MATCH (tog_match_get_type ())
G_DECLARE_FINAL_TYPE (TogMatch, tog_match, TOG, MATCH, GObject)

TogMatch *tog_match_new       (void);
TogMatch *tog_match_from_json (JsonNode *node, GError **error);
JsonNode *tog_match_to_json   (TogMatch *self);

G_END_DECLS
