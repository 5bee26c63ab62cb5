#include "config.h"

#include "tog-match.h"

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

G_DEFINE_FINAL_TYPE (TogMatch, tog_match, G_TYPE_OBJECT)

static void
tog_match_finalize (GObject *object)
{
  TogMatch *self = TOG_MATCH (object);

  g_free (self->id);
  g_free (self->program_id);
  g_free (self->program_name);
  g_clear_object (&self->person);
  g_clear_object (&self->next);
  g_clear_pointer (&self->planned, g_ptr_array_unref);

  G_OBJECT_CLASS (tog_match_parent_class)->finalize (object);
}

static void
tog_match_class_init (TogMatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_match_finalize;
}

static void
tog_match_init (TogMatch *self)
{
}

/**
 * tog_match_new:
 *
 * Returns: (transfer full): a match whose fields the caller fills in; it takes
 *   over what they hold
 */
TogMatch *
tog_match_new (void)
{
  return g_object_new (TOG_TYPE_MATCH, NULL);
}

static void
read_program (TogMatch *self, TogJsonReader *reader)
{
  JsonNode *node = tog_json_reader_object (reader, "program");
  TogJsonReader program;

  if (node == NULL)
    return;
  tog_json_reader_init (&program, node, "/program");
  self->program_id = g_strdup (tog_json_reader_id (&program, "id"));
  self->program_name = g_strdup (tog_json_reader_line (&program, "name", TOG_MAX_NAME_LENGTH));
  tog_json_reader_finish (&program, &reader->error);
}

/**
 * tog_match_from_json:
 * @node: a Match of the API document
 *
 * Returns: (transfer full): the match, or %NULL
 */
TogMatch *
tog_match_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogMatch) self = tog_match_new ();
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  self->id = g_strdup (tog_json_reader_id (&reader, "id"));
  read_program (self, &reader);
  self->person = tog_json_reader_child (&reader, "person", (TogJsonFunc) tog_member_from_json);
  self->my_role = tog_json_reader_enum (&reader, "my_role", tog_role_nicks);
  self->their_role = tog_json_reader_enum (&reader, "their_role", tog_role_nicks);
  self->first_contact = tog_json_reader_boolean (&reader, "first_contact");
  self->n_completed = tog_json_reader_int (&reader, "n_completed", 0, G_MAXINT);
  self->n_planned = tog_json_reader_int (&reader, "n_planned", 0, G_MAXINT);
  self->next =
      tog_json_reader_opt_child (&reader, "next", (TogJsonFunc) tog_planned_session_from_json);
  if (tog_json_reader_has (&reader, "planned"))
    self->planned = tog_json_reader_list (
        &reader, "planned", TOG_MAX_PLANNED_SESSIONS, (TogJsonFunc) tog_planned_session_from_json);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_match_to_json:
 * @self: a match
 *
 * Returns: (transfer full): a Match of the API document
 */
JsonNode *
tog_match_to_json (TogMatch *self)
{
  JsonObject *object = json_object_new ();
  JsonObject *program = json_object_new ();

  json_object_set_string_member (program, "id", self->program_id);
  json_object_set_string_member (program, "name", self->program_name);

  json_object_set_string_member (object, "id", self->id);
  json_object_set_object_member (object, "program", program);
  json_object_set_member (object, "person", tog_member_to_json (self->person));
  json_object_set_string_member (object, "my_role", tog_role_nicks[self->my_role]);
  json_object_set_string_member (object, "their_role", tog_role_nicks[self->their_role]);
  json_object_set_boolean_member (object, "first_contact", self->first_contact);
  json_object_set_int_member (object, "n_completed", self->n_completed);
  json_object_set_int_member (object, "n_planned", self->n_planned);
  if (self->next == NULL)
    json_object_set_null_member (object, "next");
  else
    json_object_set_member (object, "next", tog_planned_session_to_json (self->next));
  if (self->planned != NULL)
    json_object_set_member (
        object,
        "planned",
        tog_json_list_write (self->planned, (TogToJsonFunc) tog_planned_session_to_json));
  return tog_json_take_object (object);
}
