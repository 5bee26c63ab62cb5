#include "config.h"

#include "tog-session-change.h"

#include "tog-agenda-change.h"
#include "tog-json.h"
#include "tog-session-request.h"

#define MAX_CHANGES 1000

static const char *const kind_nicks[] = { "agenda", "answer", "cancel", "complete", NULL };

/**
 * tog_session_change_new:
 * @by: id of the participant who makes it
 * @body: (transfer full): an object, see #TogSessionChange
 *
 * Returns: (transfer full): the change
 */
TogSessionChange *
tog_session_change_new (TogSessionChangeKind kind, const char *by, JsonNode *body)
{
  TogSessionChange *change = g_new0 (TogSessionChange, 1);

  change->kind = kind;
  change->by = g_strdup (by);
  change->body = body;
  return change;
}

void
tog_session_change_free (TogSessionChange *change)
{
  g_free (change->by);
  json_node_unref (change->body);
  g_free (change);
}

/**
 * tog_session_change_from_json:
 * @node: what tog_session_change_to_json() made
 *
 * Returns: (transfer full): the change, or %NULL
 */
TogSessionChange *
tog_session_change_from_json (JsonNode *node, GError **error)
{
  TogSessionChangeKind kind;
  TogJsonReader reader;
  const char *by;
  JsonNode *body;

  tog_json_reader_init (&reader, node, "");
  kind = tog_json_reader_enum (&reader, "kind", kind_nicks);
  by = tog_json_reader_id (&reader, "by");
  body = tog_json_reader_object (&reader, "body");
  return tog_json_reader_finish (&reader, error)
             ? tog_session_change_new (kind, by, json_node_ref (body))
             : NULL;
}

/**
 * tog_session_change_to_json:
 *
 * Never on the wire: this is how a change is kept until it can be sent.
 */
JsonNode *
tog_session_change_to_json (TogSessionChange *change)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", kind_nicks[change->kind]);
  json_object_set_string_member (object, "by", change->by);
  json_object_set_member (object, "body", json_node_ref (change->body));
  return tog_json_take_object (object);
}

static void
lay_agenda (const TogSessionChange *change, TogSession *session)
{
  g_autoptr (GPtrArray) changes = NULL;
  GPtrArray *agenda;
  TogJsonReader reader;
  JsonArray *array;

  tog_json_reader_init (&reader, change->body, "");
  array = tog_json_reader_array (&reader, "changes", MAX_CHANGES);
  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) tog_agenda_change_free);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      TogAgendaChange *one = tog_agenda_change_from_json (json_array_get_element (array, i), NULL);

      if (one != NULL)
        g_ptr_array_add (changes, one);
    }
  if (!tog_json_reader_finish (&reader, NULL))
    return;
  agenda = tog_agenda_change_all (session->agenda, changes, change->by);
  g_ptr_array_unref (session->agenda);
  session->agenda = agenda;
}

static void
lay_answer (const TogSessionChange *change, TogSession *session)
{
  TogParticipant *participant = tog_session_find_participant (session, change->by);
  g_auto (TogAnswerRequest) request;

  if (!tog_answer_request_read (&request, change->body, NULL) || participant == NULL)
    return;
  participant->answer = request.answer;
  g_free (participant->reason);
  participant->reason = g_steal_pointer (&request.reason);
}

static void
lay_cancel (const TogSessionChange *change, TogSession *session)
{
  g_auto (TogCancelRequest) request;

  if (!tog_cancel_request_read (&request, change->body, NULL))
    return;
  session->state = TOG_SESSION_CANCELLED;
  g_free (session->cancel_reason);
  session->cancel_reason = g_steal_pointer (&request.reason);
}

static void
lay_complete (const TogSessionChange *change, TogSession *session)
{
  TogParticipant *participant = tog_session_find_participant (session, change->by);
  TogCompleteRequest request;

  if (!tog_complete_request_read (&request, change->body, NULL) || participant == NULL)
    return;
  participant->held = request.held;
  if (request.rating > 0)
    session->my_rating = request.rating;
  if (request.held == TOG_HELD_YES)
    session->state = TOG_SESSION_COMPLETED;
}

/**
 * tog_session_change_lay:
 * @session: as the server has it, or with earlier changes; altered in place
 *
 * Lays the change over the session. One that says nothing this version understands, or of
 * nobody who takes part, changes nothing.
 */
void
tog_session_change_lay (const TogSessionChange *change, TogSession *session)
{
  g_return_if_fail (TOG_IS_SESSION (session));

  switch (change->kind)
    {
    case TOG_SESSION_CHANGE_AGENDA:
      lay_agenda (change, session);
      break;
    case TOG_SESSION_CHANGE_ANSWER:
      lay_answer (change, session);
      break;
    case TOG_SESSION_CHANGE_CANCEL:
      lay_cancel (change, session);
      break;
    case TOG_SESSION_CHANGE_COMPLETE:
    default:
      lay_complete (change, session);
      break;
    }
}
