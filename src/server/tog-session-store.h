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
 * TOG_SESSION_FIRST_VERSION:
 *
 * The version of a session that was just stored.
 */
#define TOG_SESSION_FIRST_VERSION 1

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

/**
 * TogPlannedRow:
 * @id: of the planned session in the database
 * @title: (owned): what it is called
 * @ordinal: its place in the program, from 1
 * @n_planned: how many planned sessions the program has
 * @program_name: (owned): what that is called
 * @agenda: (owned) (element-type TogAgendaItem): of a session to which nobody has done
 *   anything yet
 * @resources: (owned) (element-type TogResource): what to read
 *
 * A planned session, with what one that is booked of it takes over.
 */
typedef struct
{
  gint64 id;
  char *title;
  int ordinal;
  int n_planned;
  char *program_name;
  GPtrArray *agenda;
  GPtrArray *resources;
} TogPlannedRow;

void tog_planned_row_clear (TogPlannedRow *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogPlannedRow, tog_planned_row_clear)

TogProblem *tog_session_find_planned (TogScope *scope,
                                      const TogTeamRow *team,
                                      const char *key,
                                      TogPlannedRow *planned,
                                      GError **error);
gboolean tog_session_insert (TogScope *scope,
                             const TogTeamRow *team,
                             const TogNewSession *session,
                             gint64 *id,
                             GError **error);
gboolean tog_session_raise_version (TogScope *scope, gint64 session, GError **error);
gboolean tog_session_note_changed (TogScope *scope, gint64 session, GError **error);
TogReply *tog_session_answer_created (TogSession *session);

G_END_DECLS
