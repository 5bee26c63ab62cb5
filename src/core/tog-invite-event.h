#pragma once

#include "tog-session.h"

G_BEGIN_DECLS

/**
 * TogInviteEventKind:
 * @TOG_INVITE_EVENT_BOOKED: the session was booked
 * @TOG_INVITE_EVENT_RECORDED: it was stored when it was over already
 * @TOG_INVITE_EVENT_MOVED: it was given another time
 * @TOG_INVITE_EVENT_CHANGED: where it is held or the message was changed, not the time
 * @TOG_INVITE_EVENT_CANCELLED: it was called off
 * @TOG_INVITE_EVENT_ANSWERED: somebody said whether they come
 * @TOG_INVITE_EVENT_COMPLETED: somebody stated that they met
 * @TOG_INVITE_EVENT_MISSED: somebody stated that they didn't
 *
 * What may happen to an invite.
 */
typedef enum
{
  TOG_INVITE_EVENT_BOOKED,
  TOG_INVITE_EVENT_RECORDED,
  TOG_INVITE_EVENT_MOVED,
  TOG_INVITE_EVENT_CHANGED,
  TOG_INVITE_EVENT_CANCELLED,
  TOG_INVITE_EVENT_ANSWERED,
  TOG_INVITE_EVENT_COMPLETED,
  TOG_INVITE_EVENT_MISSED,
} TogInviteEventKind;

/**
 * TogInviteEvent:
 * @kind: what happened
 * @at: when
 * @by: (nullable): id of the member who did it; %NULL where that is not known
 * @slot: when the session is from here on, or, once cancelled, would have been;
 *   empty with answers and statements
 * @answer: with %TOG_INVITE_EVENT_ANSWERED what was said, otherwise pending
 * @reason: (nullable): why somebody declined or cancelled, one line
 *
 * Something that happened to the invite of a session.
 */
struct _TogInviteEvent
{
  GObject parent_instance;

  TogInviteEventKind kind;
  TogInstant at;
  char *by;
  TogSlot slot;
  TogAnswer answer;
  char *reason;
};

#define TOG_TYPE_INVITE_EVENT (tog_invite_event_get_type ())
G_DECLARE_FINAL_TYPE (TogInviteEvent, tog_invite_event, TOG, INVITE_EVENT, GObject)

TogInviteEvent *tog_invite_event_new         (TogInviteEventKind kind,
                                              TogInstant         at,
                                              const char        *by);
TogInviteEvent *tog_invite_event_from_json   (JsonNode *node, GError **error);
void            tog_invite_event_append_json (GString *json, TogInviteEvent *self);

gboolean        tog_invite_event_has_slot    (TogInviteEvent *self);

const char     *tog_invite_event_kind_to_string (TogInviteEventKind kind);
gboolean        tog_invite_event_kind_from_string (const char *text, TogInviteEventKind *kind);

G_END_DECLS
