#pragma once

#include "tog-session.h"

G_BEGIN_DECLS

/**
 * TogSessionChangeKind:
 * @TOG_SESSION_CHANGE_AGENDA: talking points added or taken away, items ticked off
 * @TOG_SESSION_CHANGE_ANSWER: whether one comes
 * @TOG_SESSION_CHANGE_CANCEL: that it is called off
 * @TOG_SESSION_CHANGE_COMPLETE: whether one met
 */
typedef enum
{
  TOG_SESSION_CHANGE_AGENDA,
  TOG_SESSION_CHANGE_ANSWER,
  TOG_SESSION_CHANGE_CANCEL,
  TOG_SESSION_CHANGE_COMPLETE,
} TogSessionChangeKind;

/**
 * TogSessionChange:
 * @kind: what it is about
 * @by: id of the participant who makes it
 * @body: (owned): of the request that is to tell the server; of an agenda an object with
 *   "changes", a list of #TogAgendaChange
 *
 * What a participant did to a session that the server doesn't know of yet: laid over what
 * the server has, it shows the session as it will be.
 */
typedef struct
{
  TogSessionChangeKind kind;
  char *by;
  JsonNode *body;
} TogSessionChange;

TogSessionChange *tog_session_change_new       (TogSessionChangeKind kind,
                                                const char          *by,
                                                JsonNode            *body);
TogSessionChange *tog_session_change_from_json (JsonNode *node, GError **error);
JsonNode         *tog_session_change_to_json   (TogSessionChange *change);
void              tog_session_change_free      (TogSessionChange *change);
void              tog_session_change_lay       (const TogSessionChange *change,
                                                TogSession             *session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogSessionChange, tog_session_change_free)

G_END_DECLS
