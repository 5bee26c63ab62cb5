#include "config.h"

#include "tog-match.h"

#include "tog-session-nicks.h"

G_DEFINE_FINAL_TYPE (TogMatch, tog_match, TOG_TYPE_TEAM)

static void
tog_match_finalize (GObject *object)
{
  TogMatch *self = TOG_MATCH (object);

  g_clear_object (&self->person);

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
  tog_team_read_json (&self->team, &reader);
  self->person = tog_json_reader_child (&reader, "person", (TogJsonFunc) tog_member_from_json);
  self->my_role = tog_json_reader_enum (&reader, "my_role", tog_role_nicks);
  self->their_role = tog_json_reader_enum (&reader, "their_role", tog_role_nicks);
  self->first_contact = tog_json_reader_boolean (&reader, "first_contact");
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

  tog_team_write_json (&self->team, object);
  json_object_set_member (object, "person", tog_member_to_json (self->person));
  json_object_set_string_member (object, "my_role", tog_role_nicks[self->my_role]);
  json_object_set_string_member (object, "their_role", tog_role_nicks[self->their_role]);
  json_object_set_boolean_member (object, "first_contact", self->first_contact);
  return tog_json_take_object (object);
}
