#include "config.h"

#include "tog-session.h"

#include "tog-availability.h"
#include "tog-error.h"
#include "tog-json.h"
#include "tog-model-limits.h"
#include "tog-session-nicks.h"
#include "tog-text.h"

G_DEFINE_FINAL_TYPE (TogSession, tog_session, G_TYPE_OBJECT)

static void
tog_session_finalize (GObject *object)
{
  TogSession *self = TOG_SESSION (object);

  g_free (self->id);
  g_free (self->etag);
  g_free (self->uid);
  g_free (self->title);
  g_free (self->program_name);
  g_free (self->match_id);
  g_free (self->group_id);
  g_clear_object (&self->conference);
  g_free (self->message);
  g_free (self->cancel_reason);
  g_free (self->booked_by);
  g_free (self->moved_by);
  g_clear_pointer (&self->participants, g_ptr_array_unref);
  g_clear_pointer (&self->agenda, g_ptr_array_unref);
  g_clear_pointer (&self->resources, g_ptr_array_unref);

  G_OBJECT_CLASS (tog_session_parent_class)->finalize (object);
}

static void
tog_session_class_init (TogSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_session_finalize;
}

static void
tog_session_init (TogSession *self)
{
  self->state = TOG_SESSION_SCHEDULED;
}

/**
 * tog_session_new:
 *
 * Returns: (transfer full): a session whose fields the caller fills in; it takes
 *   over what they hold
 */
TogSession *
tog_session_new (void)
{
  return g_object_new (TOG_TYPE_SESSION, NULL);
}

/**
 * tog_session_from_json:
 * @node: a Session of the API document
 *
 * Returns: (transfer full): the session, or %NULL
 */
TogSession *
tog_session_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogSession) self = tog_session_new ();
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  self->id = g_strdup (tog_json_reader_id (&reader, "id"));
  self->etag = g_strdup (tog_json_reader_etag (&reader, "etag"));
  self->uid = g_strdup (tog_json_reader_line (&reader, "uid", TOG_MAX_UID_LENGTH));
  self->sequence = tog_json_reader_int (&reader, "sequence", 0, G_MAXINT);
  self->state = tog_json_reader_enum (&reader, "state", tog_session_state_nicks + 1) + 1;
  self->title = g_strdup (tog_json_reader_line (&reader, "title", TOG_MAX_TITLE_LENGTH));
  self->ordinal = tog_json_reader_int (&reader, "ordinal", 1, G_MAXINT);
  self->n_planned = tog_json_reader_int (&reader, "n_planned", 1, G_MAXINT);
  self->program_name =
      g_strdup (tog_json_reader_line (&reader, "program_name", TOG_MAX_NAME_LENGTH));
  self->match_id = g_strdup (tog_json_reader_opt_id (&reader, "match_id"));
  self->group_id = g_strdup (tog_json_reader_opt_id (&reader, "group_id"));
  self->slot.start = tog_json_reader_instant (&reader, "start");
  self->slot.end = tog_json_reader_instant (&reader, "end");
  if (tog_slot_is_empty (self->slot))
    tog_json_reader_fail (&reader, TOG_ERROR_MALFORMED, "end", "must be after the start");
  self->conference =
      tog_json_reader_child (&reader, "conference", (TogJsonFunc) tog_conference_from_json);
  self->message = g_strdup (tog_json_reader_opt_text (&reader, "message", TOG_MAX_MESSAGE_LENGTH));
  self->cancel_reason =
      g_strdup (tog_json_reader_opt_line (&reader, "cancel_reason", TOG_MAX_REASON_LENGTH));
  self->my_rating = tog_json_reader_int (&reader, "my_rating", 0, TOG_MAX_RATING);
  self->delivery = tog_json_reader_enum (&reader, "delivery", tog_delivery_nicks);
  self->booked_by = g_strdup (tog_json_reader_id (&reader, "booked_by"));
  self->moved_by = g_strdup (tog_json_reader_opt_id (&reader, "moved_by"));
  self->moved_from = tog_json_reader_opt_instant (&reader, "moved_from", 0);
  self->participants = tog_json_reader_list (
      &reader, "participants", TOG_MAX_PARTICIPANTS, (TogJsonFunc) tog_participant_from_json);
  self->agenda = tog_json_reader_list (
      &reader, "agenda", TOG_MAX_AGENDA_ITEMS, (TogJsonFunc) tog_agenda_item_from_json);
  self->resources = tog_json_reader_list (
      &reader, "resources", TOG_MAX_RESOURCES, (TogJsonFunc) tog_resource_from_json);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_session_to_json:
 * @self: a session
 *
 * Returns: (transfer full): a Session of the API document
 */
JsonNode *
tog_session_to_json (TogSession *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "etag", self->etag);
  json_object_set_string_member (object, "uid", self->uid);
  json_object_set_int_member (object, "sequence", self->sequence);
  json_object_set_string_member (object, "state", tog_session_state_nicks[self->state]);
  json_object_set_string_member (object, "title", self->title);
  json_object_set_int_member (object, "ordinal", self->ordinal);
  json_object_set_int_member (object, "n_planned", self->n_planned);
  json_object_set_string_member (object, "program_name", self->program_name);
  tog_json_object_set_text (object, "match_id", self->match_id);
  tog_json_object_set_text (object, "group_id", self->group_id);
  tog_json_object_set_instant (object, "start", self->slot.start);
  tog_json_object_set_instant (object, "end", self->slot.end);
  json_object_set_member (object, "conference", tog_conference_to_json (self->conference));
  tog_json_object_set_text (object, "message", self->message);
  tog_json_object_set_text (object, "cancel_reason", self->cancel_reason);
  json_object_set_int_member (object, "my_rating", self->my_rating);
  json_object_set_string_member (object, "delivery", tog_delivery_nicks[self->delivery]);
  json_object_set_string_member (object, "booked_by", self->booked_by);
  tog_json_object_set_text (object, "moved_by", self->moved_by);
  if (self->moved_from != 0)
    tog_json_object_set_instant (object, "moved_from", self->moved_from);
  else
    json_object_set_null_member (object, "moved_from");
  json_object_set_member (
      object,
      "participants",
      tog_json_list_write (self->participants, (TogToJsonFunc) tog_participant_to_json));
  json_object_set_member (object, "agenda", tog_agenda_to_json (self->agenda));
  json_object_set_member (object, "resources", tog_resources_to_json (self->resources));
  return tog_json_take_object (object);
}

/**
 * tog_message_check:
 * @message: what somebody wants to write to the others
 *
 * Checks that @message is valid UTF-8 without control characters and not longer
 * than %TOG_MAX_MESSAGE_LENGTH characters. Line ends of any kind and tabs may be
 * in it; when it is read from JSON every line end becomes a \n.
 *
 * Returns: whether it can be sent
 */
gboolean
tog_message_check (const char *message, GError **error)
{
  if (tog_text_check_lines (message, TOG_MAX_MESSAGE_LENGTH, error))
    return TRUE;
  g_prefix_error (error, "The message ");
  return FALSE;
}

/**
 * tog_session_find_participant:
 * @self: a session
 * @member_id: (nullable): who
 *
 * Returns: (transfer none) (nullable): who takes part, or %NULL
 */
TogParticipant *
tog_session_find_participant (TogSession *self, const char *member_id)
{
  for (guint i = 0; i < self->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (self->participants, i);

      if (g_strcmp0 (participant->member->id, member_id) == 0)
        return participant;
    }

  return NULL;
}

static gboolean
conference_equal (TogConference *a, TogConference *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return a->kind == b->kind && g_strcmp0 (a->url, b->url) == 0 &&
         g_strcmp0 (a->place, b->place) == 0;
}

/**
 * tog_session_differs:
 * @seen: what somebody decided by
 * @newest: what it is now
 *
 * Whether somebody changed what the decision may hang on: when and where it is, and
 * whether at all. What others answered meanwhile is none of that.
 */
gboolean
tog_session_differs (TogSession *seen, TogSession *newest)
{
  return seen->state != newest->state || seen->slot.start != newest->slot.start ||
         seen->slot.end != newest->slot.end ||
         !conference_equal (seen->conference, newest->conference);
}
