#include "config.h"

#include "tog-planned-session.h"

#include "tog-json.h"
#include "tog-model-limits.h"
#include "tog-session-nicks.h"

G_DEFINE_FINAL_TYPE (TogPlannedSession, tog_planned_session, G_TYPE_OBJECT)

static void
tog_planned_session_finalize (GObject *object)
{
  TogPlannedSession *self = TOG_PLANNED_SESSION (object);

  g_free (self->id);
  g_free (self->title);
  g_clear_pointer (&self->agenda, g_ptr_array_unref);
  g_clear_pointer (&self->resources, g_ptr_array_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (tog_planned_session_parent_class)->finalize (object);
}

static void
tog_planned_session_class_init (TogPlannedSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_planned_session_finalize;
}

static void
tog_planned_session_init (TogPlannedSession *self)
{
}

/**
 * tog_planned_session_new:
 *
 * Returns: (transfer full): a planned session whose fields the caller fills in;
 *   it takes over what they hold
 */
TogPlannedSession *
tog_planned_session_new (void)
{
  return g_object_new (TOG_TYPE_PLANNED_SESSION, NULL);
}

/**
 * tog_planned_session_from_json:
 * @node: a PlannedSession of the API document
 *
 * Returns: (transfer full): the planned session, or %NULL
 */
TogPlannedSession *
tog_planned_session_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogPlannedSession) self = tog_planned_session_new ();
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  self->id = g_strdup (tog_json_reader_id (&reader, "id"));
  self->ordinal = tog_json_reader_int (&reader, "ordinal", 1, G_MAXINT);
  self->title = g_strdup (tog_json_reader_line (&reader, "title", TOG_MAX_TITLE_LENGTH));
  self->duration = TOG_MINUTE * tog_json_reader_int (&reader, "duration", 1, TOG_MAX_MINUTES);
  self->agenda = tog_json_reader_list (
      &reader, "agenda", TOG_MAX_AGENDA_ITEMS, (TogJsonFunc) tog_agenda_item_from_json);
  self->resources = tog_json_reader_list (
      &reader, "resources", TOG_MAX_RESOURCES, (TogJsonFunc) tog_resource_from_json);
  self->state = tog_json_reader_enum (&reader, "state", tog_session_state_nicks);
  self->session =
      tog_json_reader_opt_child (&reader, "session", (TogJsonFunc) tog_session_from_json);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_planned_session_to_json:
 * @self: a planned session
 *
 * Returns: (transfer full): a PlannedSession of the API document
 */
JsonNode *
tog_planned_session_to_json (TogPlannedSession *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", self->id);
  json_object_set_int_member (object, "ordinal", self->ordinal);
  json_object_set_string_member (object, "title", self->title);
  json_object_set_int_member (object, "duration", self->duration / TOG_MINUTE);
  json_object_set_member (object, "agenda", tog_agenda_to_json (self->agenda));
  json_object_set_member (object, "resources", tog_resources_to_json (self->resources));
  json_object_set_string_member (object, "state", tog_session_state_nicks[self->state]);
  if (self->session == NULL)
    json_object_set_null_member (object, "session");
  else
    json_object_set_member (object, "session", tog_session_to_json (self->session));
  return tog_json_take_object (object);
}
