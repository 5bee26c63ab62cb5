#pragma once

#include "tog-query.h"
#include "tog-request.h"
#include "tog-session-action.h"

G_BEGIN_DECLS

/**
 * TogSeat:
 * @session: id of the session in the database
 * @version: of the session
 * @agreed_version: the one with which it was booked, moved or cancelled last
 * @sequence: of its invite
 * @state: of the session
 * @slot: when it is
 * @team: the match or group it is with
 *
 * A session as one who takes part in it changes something about it.
 */
typedef struct
{
  gint64 session;
  gint64 version;
  gint64 agreed_version;
  gint64 sequence;
  TogSessionState state;
  TogSlot slot;
  TogTeamRow team;
} TogSeat;

gboolean  tog_seat_find          (TogSeat *self, TogScope *scope, const char *key, GError **error);
TogReply *tog_seat_refuse_action (const TogSeat *self, TogInstant now, TogSessionAction action);

G_END_DECLS
