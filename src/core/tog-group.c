#include "config.h"

#include "tog-group.h"

#include "tog-availability.h"
#include "tog-model-limits.h"
#include "tog-session-nicks.h"

G_DEFINE_FINAL_TYPE (TogGroupMember, tog_group_member, G_TYPE_OBJECT)

static void
tog_group_member_finalize (GObject *object)
{
  TogGroupMember *self = TOG_GROUP_MEMBER (object);

  g_clear_object (&self->member);

  G_OBJECT_CLASS (tog_group_member_parent_class)->finalize (object);
}

static void
tog_group_member_class_init (TogGroupMemberClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_group_member_finalize;
}

static void
tog_group_member_init (TogGroupMember *self)
{
}

/**
 * tog_group_member_new:
 * @member: (transfer none): who
 * @role: %TOG_ROLE_FACILITATOR or %TOG_ROLE_GROUP_MEMBER
 *
 * Returns: (transfer full): somebody in a group
 */
TogGroupMember *
tog_group_member_new (TogMember *member, TogRole role)
{
  TogGroupMember *self = g_object_new (TOG_TYPE_GROUP_MEMBER, NULL);

  self->member = g_object_ref (member);
  self->role = role;
  return self;
}

/**
 * tog_group_member_from_json:
 * @node: a GroupMember of the API document
 *
 * Returns: (transfer full): somebody in a group, or %NULL
 */
TogGroupMember *
tog_group_member_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogGroupMember) self = g_object_new (TOG_TYPE_GROUP_MEMBER, NULL);
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  self->member = tog_json_reader_child (&reader, "member", (TogJsonFunc) tog_member_from_json);
  self->role = tog_json_reader_enum (&reader, "role", tog_role_nicks);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_group_member_to_json:
 * @self: somebody in a group
 *
 * Returns: (transfer full): a GroupMember of the API document
 */
JsonNode *
tog_group_member_to_json (TogGroupMember *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_member (object, "member", tog_member_to_json (self->member));
  json_object_set_string_member (object, "role", tog_role_nicks[self->role]);
  return tog_json_take_object (object);
}

G_DEFINE_FINAL_TYPE (TogGroup, tog_group, TOG_TYPE_TEAM)

static void
tog_group_finalize (GObject *object)
{
  TogGroup *self = TOG_GROUP (object);

  g_free (self->name);
  g_clear_pointer (&self->members, g_ptr_array_unref);

  G_OBJECT_CLASS (tog_group_parent_class)->finalize (object);
}

static void
tog_group_class_init (TogGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_group_finalize;
}

static void
tog_group_init (TogGroup *self)
{
}

/**
 * tog_group_new:
 *
 * Returns: (transfer full): a group whose fields the caller fills in; it takes
 *   over what they hold
 */
TogGroup *
tog_group_new (void)
{
  return g_object_new (TOG_TYPE_GROUP, NULL);
}

/**
 * tog_group_from_json:
 * @node: a Group of the API document
 *
 * Returns: (transfer full): the group, or %NULL
 */
TogGroup *
tog_group_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogGroup) self = tog_group_new ();
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  tog_team_read_json (&self->team, &reader);
  self->name = g_strdup (tog_json_reader_line (&reader, "name", TOG_MAX_NAME_LENGTH));
  self->my_role = tog_json_reader_enum (&reader, "my_role", tog_role_nicks);
  self->n_members = tog_json_reader_int (&reader, "n_members", 1, TOG_MAX_PARTICIPANTS);
  self->members = tog_json_reader_list (
      &reader, "members", TOG_MAX_PARTICIPANTS, (TogJsonFunc) tog_group_member_from_json);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_group_to_json:
 * @self: a group
 *
 * Returns: (transfer full): a Group of the API document
 */
JsonNode *
tog_group_to_json (TogGroup *self)
{
  JsonObject *object = json_object_new ();

  tog_team_write_json (&self->team, object);
  json_object_set_string_member (object, "name", self->name);
  json_object_set_string_member (object, "my_role", tog_role_nicks[self->my_role]);
  json_object_set_int_member (object, "n_members", self->n_members);
  json_object_set_member (
      object,
      "members",
      tog_json_list_write (self->members, (TogToJsonFunc) tog_group_member_to_json));
  return tog_json_take_object (object);
}
