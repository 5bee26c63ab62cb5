#include "config.h"

#include "tog-session.h"

#include "tog-error.h"
#include "tog-json.h"
#include "tog-model-limits.h"
#include "tog-session-nicks.h"
#include "tog-text.h"

const char *const tog_session_state_nicks[] = {
  "not_scheduled", "scheduled", "completed", "cancelled", NULL,
};
const char *const tog_answer_nicks[] = { "pending", "accepted", "tentative", "declined", NULL };
const char *const tog_held_nicks[] = { "unsaid", "yes", "no", NULL };
const char *const tog_delivery_nicks[] = { "pending", "sent", "failed", NULL };
const char *const tog_role_nicks[] = { "mentor", "mentee", "facilitator", "member", NULL };

static gboolean
find_nick (const char *const *nicks, const char *text, guint *index)
{
  for (guint i = 0; nicks[i] != NULL; i++)
    if (g_strcmp0 (nicks[i], text) == 0)
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * tog_session_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): its name on the wire
 */
const char *
tog_session_state_to_string (TogSessionState state)
{
  return tog_session_state_nicks[state];
}

/**
 * tog_session_state_from_string:
 * @text: (nullable): a state's name on the wire
 * @state: (out): the state
 *
 * Returns: whether there is such a state
 */
gboolean
tog_session_state_from_string (const char *text, TogSessionState *state)
{
  return find_nick (tog_session_state_nicks, text, state);
}

/**
 * tog_role_to_string:
 * @role: a role
 *
 * Returns: (transfer none): its name on the wire
 */
const char *
tog_role_to_string (TogRole role)
{
  return tog_role_nicks[role];
}

/**
 * tog_role_from_string:
 * @text: (nullable): a role's name on the wire
 * @role: (out): the role
 *
 * Returns: whether there is such a role
 */
gboolean
tog_role_from_string (const char *text, TogRole *role)
{
  return find_nick (tog_role_nicks, text, role);
}

/**
 * tog_answer_to_string:
 * @answer: an answer to an invite
 *
 * Returns: (transfer none): its name on the wire
 */
const char *
tog_answer_to_string (TogAnswer answer)
{
  return tog_answer_nicks[answer];
}

/**
 * tog_answer_from_string:
 * @text: (nullable): an answer's name on the wire
 * @answer: (out): the answer
 *
 * Returns: whether there is such an answer
 */
gboolean
tog_answer_from_string (const char *text, TogAnswer *answer)
{
  return find_nick (tog_answer_nicks, text, answer);
}

/**
 * tog_held_to_string:
 * @held: what somebody states of whether they met
 *
 * Returns: (transfer none): its name on the wire
 */
const char *
tog_held_to_string (TogHeld held)
{
  return tog_held_nicks[held];
}

/**
 * tog_held_from_string:
 * @text: (nullable): its name on the wire
 * @held: (out): what somebody states
 *
 * Returns: whether there is such a name
 */
gboolean
tog_held_from_string (const char *text, TogHeld *held)
{
  return find_nick (tog_held_nicks, text, held);
}

G_DEFINE_FINAL_TYPE (TogParticipant, tog_participant, G_TYPE_OBJECT)

static void
tog_participant_finalize (GObject *object)
{
  TogParticipant *self = TOG_PARTICIPANT (object);

  g_clear_object (&self->member);
  g_free (self->reason);

  G_OBJECT_CLASS (tog_participant_parent_class)->finalize (object);
}

static void
tog_participant_class_init (TogParticipantClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_participant_finalize;
}

static void
tog_participant_init (TogParticipant *self)
{
}

/**
 * tog_participant_new:
 * @member: (transfer none): who
 * @role: what they are in the match or group
 * @answer: what they said to the invite
 *
 * Returns: (transfer full): a participant
 */
TogParticipant *
tog_participant_new (TogMember *member, TogRole role, TogAnswer answer)
{
  TogParticipant *self = g_object_new (TOG_TYPE_PARTICIPANT, NULL);

  self->member = g_object_ref (member);
  self->role = role;
  self->answer = answer;
  return self;
}

/**
 * tog_participant_from_json:
 * @node: a Participant of the API document
 *
 * Returns: (transfer full): the participant, or %NULL
 */
TogParticipant *
tog_participant_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogParticipant) self = g_object_new (TOG_TYPE_PARTICIPANT, NULL);
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  self->member = tog_json_reader_child (&reader, "member", (TogJsonFunc) tog_member_from_json);
  self->role = tog_json_reader_enum (&reader, "role", tog_role_nicks);
  self->answer = tog_json_reader_enum (&reader, "answer", tog_answer_nicks);
  self->reason = g_strdup (tog_json_reader_opt_line (&reader, "reason", TOG_MAX_REASON_LENGTH));
  self->held = tog_json_reader_enum (&reader, "held", tog_held_nicks);
  self->late = tog_json_reader_int (&reader, "late", 0, TOG_MAX_MINUTES);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_participant_to_json:
 * @self: a participant
 *
 * Returns: (transfer full): a Participant of the API document
 */
JsonNode *
tog_participant_to_json (TogParticipant *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_member (object, "member", tog_member_to_json (self->member));
  json_object_set_string_member (object, "role", tog_role_nicks[self->role]);
  json_object_set_string_member (object, "answer", tog_answer_nicks[self->answer]);
  tog_json_object_set_text (object, "reason", self->reason);
  json_object_set_string_member (object, "held", tog_held_nicks[self->held]);
  json_object_set_int_member (object, "late", self->late);
  return tog_json_take_object (object);
}

G_DEFINE_FINAL_TYPE (TogAgendaItem, tog_agenda_item, G_TYPE_OBJECT)

static void
tog_agenda_item_finalize (GObject *object)
{
  TogAgendaItem *self = TOG_AGENDA_ITEM (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->added_by);

  G_OBJECT_CLASS (tog_agenda_item_parent_class)->finalize (object);
}

static void
tog_agenda_item_class_init (TogAgendaItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_agenda_item_finalize;
}

static void
tog_agenda_item_init (TogAgendaItem *self)
{
}

/**
 * tog_agenda_item_new:
 * @title: one line
 * @minutes: how long it usually takes, 0 where nothing is said
 *
 * Returns: (transfer full): an agenda item
 */
TogAgendaItem *
tog_agenda_item_new (const char *title, int minutes)
{
  TogAgendaItem *self = g_object_new (TOG_TYPE_AGENDA_ITEM, NULL);

  self->title = g_strdup (title);
  self->minutes = minutes;
  return self;
}

/**
 * tog_agenda_item_from_json:
 * @node: an AgendaItem of the API document
 *
 * Returns: (transfer full): the agenda item, or %NULL
 */
TogAgendaItem *
tog_agenda_item_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogAgendaItem) self = g_object_new (TOG_TYPE_AGENDA_ITEM, NULL);
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  self->title = g_strdup (tog_json_reader_line (&reader, "title", TOG_MAX_TITLE_LENGTH));
  self->minutes = tog_json_reader_opt_int (&reader, "minutes", 0, TOG_MAX_MINUTES, 0);
  self->id = g_strdup (tog_json_reader_opt_id (&reader, "id"));
  self->done = tog_json_reader_opt_boolean (&reader, "done", FALSE);
  self->added_by = g_strdup (tog_json_reader_opt_id (&reader, "added_by"));
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_agenda_item_to_json:
 * @self: an agenda item
 *
 * Returns: (transfer full): an AgendaItem of the API document
 */
JsonNode *
tog_agenda_item_to_json (TogAgendaItem *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "title", self->title);
  json_object_set_int_member (object, "minutes", self->minutes);
  if (self->id != NULL)
    {
      json_object_set_string_member (object, "id", self->id);
      json_object_set_boolean_member (object, "done", self->done);
      tog_json_object_set_text (object, "added_by", self->added_by);
    }
  return tog_json_take_object (object);
}

/**
 * tog_agenda_from_json:
 * @node: an array of AgendaItem of the API document
 *
 * Returns: (transfer full) (element-type TogAgendaItem): the agenda, or %NULL
 */
GPtrArray *
tog_agenda_from_json (JsonNode *node, GError **error)
{
  return tog_json_list_read (
      node, TOG_MAX_AGENDA_ITEMS, (TogJsonFunc) tog_agenda_item_from_json, error);
}

/**
 * tog_agenda_to_json:
 * @agenda: (nullable) (element-type TogAgendaItem): an agenda
 *
 * Returns: (transfer full): an array of AgendaItem of the API document
 */
JsonNode *
tog_agenda_to_json (GPtrArray *agenda)
{
  return tog_json_list_write (agenda, (TogToJsonFunc) tog_agenda_item_to_json);
}

G_DEFINE_FINAL_TYPE (TogResource, tog_resource, G_TYPE_OBJECT)

static void
tog_resource_finalize (GObject *object)
{
  TogResource *self = TOG_RESOURCE (object);

  g_free (self->title);
  g_free (self->url);

  G_OBJECT_CLASS (tog_resource_parent_class)->finalize (object);
}

static void
tog_resource_class_init (TogResourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_resource_finalize;
}

static void
tog_resource_init (TogResource *self)
{
}

/**
 * tog_resource_new:
 * @title: one line
 * @url: http or https
 *
 * Returns: (transfer full): a resource
 */
TogResource *
tog_resource_new (const char *title, const char *url)
{
  TogResource *self = g_object_new (TOG_TYPE_RESOURCE, NULL);

  self->title = g_strdup (title);
  self->url = g_strdup (url);
  return self;
}

/**
 * tog_resource_from_json:
 * @node: a Resource of the API document
 *
 * Returns: (transfer full): the resource, or %NULL
 */
TogResource *
tog_resource_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogResource) self = g_object_new (TOG_TYPE_RESOURCE, NULL);
  g_autoptr (GError) url_error = NULL;
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  self->title = g_strdup (tog_json_reader_line (&reader, "title", TOG_MAX_TITLE_LENGTH));
  self->url = g_strdup (tog_json_reader_line (&reader, "url", TOG_MAX_URL_LENGTH));
  if (!tog_text_check_url (self->url, "http", &url_error))
    tog_json_reader_fail (&reader, url_error->code, "url", "%s", url_error->message);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_resource_to_json:
 * @self: a resource
 *
 * Returns: (transfer full): a Resource of the API document
 */
JsonNode *
tog_resource_to_json (TogResource *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "title", self->title);
  json_object_set_string_member (object, "url", self->url);
  return tog_json_take_object (object);
}

/**
 * tog_resources_from_json:
 * @node: an array of Resource of the API document
 *
 * Returns: (transfer full) (element-type TogResource): the resources, or %NULL
 */
GPtrArray *
tog_resources_from_json (JsonNode *node, GError **error)
{
  return tog_json_list_read (node, TOG_MAX_RESOURCES, (TogJsonFunc) tog_resource_from_json, error);
}

/**
 * tog_resources_to_json:
 * @resources: (nullable) (element-type TogResource): resources
 *
 * Returns: (transfer full): an array of Resource of the API document
 */
JsonNode *
tog_resources_to_json (GPtrArray *resources)
{
  return tog_json_list_write (resources, (TogToJsonFunc) tog_resource_to_json);
}
