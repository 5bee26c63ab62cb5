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

G_END_DECLS
