#pragma once

#include "tog-problem.h"
#include "tog-query.h"
#include "tog-reply.h"

G_BEGIN_DECLS

/*
 * The rows of a session: what it is, who takes part, and who hears what changed.
 * All of it is written in the writer's transaction.
 */

/**
 * TogNewSession:
 * @key: what clients know it by
 * @uid: of its invite
 * @planned: id of the planned session in the database
 * @state: scheduled, or completed where it was held elsewhere
 * @slot: when
 * @conference: where
 * @message: (nullable): what the booker wrote
 *
 * A session before it is stored; nothing of this is owned.
 */
typedef struct
{
  const char *key;
  const char *uid;
  gint64 planned;
  TogSessionState state;
  TogSlot slot;
  TogConference *conference;
  const char *message;
} TogNewSession;

TogProblem *tog_session_find_planned (TogScope *scope,
                                      const TogTeamRow *team,
                                      const char *key,
                                      gint64 *planned,
                                      GError **error);
gboolean tog_session_insert (TogScope *scope,
                             const TogTeamRow *team,
                             const TogNewSession *session,
                             gint64 *id,
                             GError **error);
gboolean tog_session_add_people (TogScope *scope,
                                 const TogTeamRow *team,
                                 gint64 session,
                                 TogAnswer others,
                                 GError **error);
gboolean tog_session_raise_version (TogScope *scope, gint64 session, GError **error);
gboolean tog_session_note_created (TogScope *scope,
                                   const TogTeamRow *team,
                                   const char *team_key,
                                   gint64 session,
                                   GError **error);
gboolean tog_session_note_changed (TogScope *scope, gint64 session, GError **error);
TogReply *tog_session_answer_created (TogScope *scope, const char *key, GError **error);

G_END_DECLS
