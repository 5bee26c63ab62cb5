#pragma once

#include "tog-conference.h"
#include "tog-member.h"
#include "tog-slot.h"

G_BEGIN_DECLS

/**
 * TogSessionState:
 *
 * Where a planned session stands for one match or group. A scheduled session
 * whose end lies in the past stays scheduled until somebody says whether it was held.
 */
typedef enum
{
  TOG_SESSION_NOT_SCHEDULED,
  TOG_SESSION_SCHEDULED,
  TOG_SESSION_COMPLETED,
  TOG_SESSION_CANCELLED,
} TogSessionState;

/**
 * TogAnswer:
 *
 * What a participant said to an invite. Who books has accepted.
 */
typedef enum
{
  TOG_ANSWER_PENDING,
  TOG_ANSWER_ACCEPTED,
  TOG_ANSWER_TENTATIVE,
  TOG_ANSWER_DECLINED,
} TogAnswer;

/**
 * TogDelivery:
 * @TOG_DELIVERY_PENDING: at least one mail still waits, the session stands
 * @TOG_DELIVERY_SENT: all mails were handed to the relay (or written to the folder)
 * @TOG_DELIVERY_FAILED: at least one mail was refused for good
 */
typedef enum
{
  TOG_DELIVERY_PENDING,
  TOG_DELIVERY_SENT,
  TOG_DELIVERY_FAILED,
} TogDelivery;

/**
 * TogRole:
 *
 * What somebody is in a match or group.
 */
typedef enum
{
  TOG_ROLE_MENTOR,
  TOG_ROLE_MENTEE,
  TOG_ROLE_FACILITATOR,
  TOG_ROLE_GROUP_MEMBER,
} TogRole;

const char *tog_session_state_to_string (TogSessionState state);
gboolean tog_session_state_from_string (const char *text, TogSessionState *state);
const char *tog_role_to_string (TogRole role);
gboolean tog_role_from_string (const char *text, TogRole *role);
const char *tog_answer_to_string (TogAnswer answer);
gboolean tog_answer_from_string (const char *text, TogAnswer *answer);

/**
 * TogHeld:
 *
 * What a participant states of whether they met.
 */
typedef enum
{
  TOG_HELD_UNSAID,
  TOG_HELD_YES,
  TOG_HELD_NO,
} TogHeld;

const char *tog_held_to_string (TogHeld held);
gboolean tog_held_from_string (const char *text, TogHeld *held);

/**
 * TogParticipant:
 * @member: who
 * @role: what they are in the match or group
 * @answer: what they said to the invite
 * @reason: (nullable): why they declined, one line
 * @held: what they state of whether they met
 * @late: by how many minutes they said they would be late, 0 where they didn't
 *
 * Somebody who takes part in a session.
 */
struct _TogParticipant
{
  GObject parent_instance;

  TogMember *member;
  TogRole role;
  TogAnswer answer;
  char *reason;
  TogHeld held;
  int late;
};

#define TOG_TYPE_PARTICIPANT (tog_participant_get_type ())
G_DECLARE_FINAL_TYPE (TogParticipant, tog_participant, TOG, PARTICIPANT, GObject)

TogParticipant *tog_participant_new (TogMember *member, TogRole role, TogAnswer answer);
TogParticipant *tog_participant_from_json (JsonNode *node, GError **error);
JsonNode *tog_participant_to_json (TogParticipant *self);

/**
 * TogAgendaItem:
 * @id: (nullable): stable within the session; %NULL in a program
 * @title: one line
 * @minutes: how long it usually takes, 0 where nothing is said
 * @done: whether it was ticked off
 * @added_by: (nullable): id of the participant whose talking point it is; %NULL for
 *   the program's
 */
struct _TogAgendaItem
{
  GObject parent_instance;

  char *id;
  char *title;
  int minutes;
  gboolean done;
  char *added_by;
};

#define TOG_TYPE_AGENDA_ITEM (tog_agenda_item_get_type ())
G_DECLARE_FINAL_TYPE (TogAgendaItem, tog_agenda_item, TOG, AGENDA_ITEM, GObject)

TogAgendaItem *tog_agenda_item_new (const char *title, int minutes);
TogAgendaItem *tog_agenda_item_from_json (JsonNode *node, GError **error);
JsonNode *tog_agenda_item_to_json (TogAgendaItem *self);

GPtrArray *tog_agenda_from_json (JsonNode *node, GError **error);
JsonNode *tog_agenda_to_json (GPtrArray *agenda);

/**
 * TogResource:
 * @title: one line
 * @url: http or https
 */
struct _TogResource
{
  GObject parent_instance;

  char *title;
  char *url;
};

#define TOG_TYPE_RESOURCE (tog_resource_get_type ())
G_DECLARE_FINAL_TYPE (TogResource, tog_resource, TOG, RESOURCE, GObject)

TogResource *tog_resource_new (const char *title, const char *url);
TogResource *tog_resource_from_json (JsonNode *node, GError **error);
JsonNode *tog_resource_to_json (TogResource *self);

GPtrArray *tog_resources_from_json (JsonNode *node, GError **error);
JsonNode *tog_resources_to_json (GPtrArray *resources);

/**
 * TogSession:
 * @id: stable within the organization
 * @etag: version, for If-Match
 * @uid: of the calendar invite, the same for life (RFC 5545 section 3.8.4.7)
 * @sequence: of the calendar invite, rises with each change
 * @state: never %TOG_SESSION_NOT_SCHEDULED
 * @title: of the planned session, one line
 * @ordinal: of the planned session in its program, from 1
 * @n_planned: how many planned sessions the program has
 * @program_name: name of the program
 * @match_id: (nullable): the match it belongs to
 * @group_id: (nullable): the group it belongs to
 * @slot: when
 * @conference: where
 * @message: (nullable): what the booker wrote, lines parted by \n
 * @cancel_reason: (nullable): why it was called off, one line
 * @my_rating: what I thought of it, 1 to 4, nobody else sees it; 0 where I didn't say
 * @delivery: how far the invites' mails got
 * @booked_by: id of the member who booked it
 * @moved_by: (nullable): id of the member who moved it last
 * @moved_from: when it started before that, 0 where it was never at another time
 * @participants: (element-type TogParticipant): everybody, the booker too
 * @agenda: (element-type TogAgendaItem): what to talk about
 * @resources: (element-type TogResource): what to read
 *
 * A planned session of one match or group, once booked.
 */
struct _TogSession
{
  GObject parent_instance;

  char *id;
  char *etag;
  char *uid;
  int sequence;
  TogSessionState state;
  char *title;
  int ordinal;
  int n_planned;
  char *program_name;
  char *match_id;
  char *group_id;
  TogSlot slot;
  TogConference *conference;
  char *message;
  char *cancel_reason;
  int my_rating;
  TogDelivery delivery;
  char *booked_by;
  char *moved_by;
  TogInstant moved_from;
  GPtrArray *participants;
  GPtrArray *agenda;
  GPtrArray *resources;
};

#define TOG_TYPE_SESSION (tog_session_get_type ())
G_DECLARE_FINAL_TYPE (TogSession, tog_session, TOG, SESSION, GObject)

#define TOG_MAX_MESSAGE_LENGTH 2000
#define TOG_MAX_REASON_LENGTH 300
#define TOG_MAX_RATING 4

TogSession *tog_session_new (void);
TogSession *tog_session_from_json (JsonNode *node, GError **error);
JsonNode *tog_session_to_json (TogSession *self);
char *tog_session_to_text (TogSession *self);
void tog_session_append_json (GString *json, TogSession *self);
TogParticipant *tog_session_find_participant (TogSession *self, const char *member_id);
gboolean tog_session_differs (TogSession *seen, TogSession *newest);
gboolean tog_message_check (const char *message, GError **error);

G_END_DECLS
