#include "config.h"

#include "tog-me.h"

#include "tog-json.h"
#include "tog-model-limits.h"

G_DEFINE_FINAL_TYPE (TogMe, tog_me, G_TYPE_OBJECT)

static void
tog_me_finalize (GObject *object)
{
  TogMe *self = TOG_ME (object);

  g_clear_object (&self->member);
  g_free (self->etag);
  g_free (self->organization_id);
  g_free (self->organization_name);
  g_clear_pointer (&self->providers, g_ptr_array_unref);

  G_OBJECT_CLASS (tog_me_parent_class)->finalize (object);
}

static void
tog_me_class_init (TogMeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_me_finalize;
}

static void
tog_me_init (TogMe *self)
{
}

/**
 * tog_me_new:
 * @member: (transfer none): who the token belongs to
 * @etag: version of the profile
 * @organization_id: id of the organization
 * @organization_name: name of the organization
 * @calendar_sharing: whether the organization lets calendars be shared
 * @providers: (transfer none) (element-type TogProvider): conferencing it offers
 *
 * Returns: (transfer full): the member who is signed in
 */
TogMe *
tog_me_new (TogMember *member,
            const char *etag,
            const char *organization_id,
            const char *organization_name,
            gboolean calendar_sharing,
            GPtrArray *providers)
{
  TogMe *self = g_object_new (TOG_TYPE_ME, NULL);

  self->member = g_object_ref (member);
  self->etag = g_strdup (etag);
  self->organization_id = g_strdup (organization_id);
  self->organization_name = g_strdup (organization_name);
  self->calendar_sharing = calendar_sharing;
  self->heat_map_names = TRUE;
  self->heat_map_name = TRUE;
  self->providers = g_ptr_array_ref (providers);
  return self;
}

/**
 * tog_me_set_named:
 * @self: a new member
 * @organization: whether the organization lets a group's heat map name who can't meet
 * @member: whether the member lets it name them
 *
 * Says what otherwise is so for both.
 */
void
tog_me_set_named (TogMe *self, gboolean organization, gboolean member)
{
  self->heat_map_names = organization;
  self->heat_map_name = member;
}

static void
read_organization (TogMe *self, TogJsonReader *reader)
{
  JsonNode *node = tog_json_reader_object (reader, "organization");
  TogJsonReader organization;

  if (node == NULL)
    return;
  tog_json_reader_init (&organization, node, "/organization");
  self->organization_id = g_strdup (tog_json_reader_id (&organization, "id"));
  self->organization_name =
      g_strdup (tog_json_reader_line (&organization, "name", TOG_MAX_NAME_LENGTH));
  self->calendar_sharing = tog_json_reader_boolean (&organization, "calendar_sharing");
  self->heat_map_names = tog_json_reader_boolean (&organization, "heat_map_names");
  self->providers = tog_json_reader_list (
      &organization, "providers", TOG_MAX_PROVIDERS, (TogJsonFunc) tog_provider_from_json);
  tog_json_reader_finish (&organization, reader->error == NULL ? &reader->error : NULL);
}

/**
 * tog_me_from_json:
 * @node: a Me of the API document
 *
 * Returns: (transfer full): the member who is signed in, or %NULL
 */
TogMe *
tog_me_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogMe) self = g_object_new (TOG_TYPE_ME, NULL);
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  self->member = tog_json_reader_child (&reader, "member", (TogJsonFunc) tog_member_from_json);
  self->etag = g_strdup (tog_json_reader_etag (&reader, "etag"));
  self->heat_map_name = tog_json_reader_boolean (&reader, "heat_map_name");
  read_organization (self, &reader);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_me_to_json:
 * @self: the member who is signed in
 *
 * Returns: (transfer full): a Me of the API document
 */
JsonNode *
tog_me_to_json (TogMe *self)
{
  JsonObject *object = json_object_new ();
  JsonObject *organization = json_object_new ();

  json_object_set_string_member (organization, "id", self->organization_id);
  json_object_set_string_member (organization, "name", self->organization_name);
  json_object_set_boolean_member (organization, "calendar_sharing", self->calendar_sharing);
  json_object_set_boolean_member (organization, "heat_map_names", self->heat_map_names);
  json_object_set_member (
      organization,
      "providers",
      tog_json_list_write (self->providers, (TogToJsonFunc) tog_provider_to_json));

  json_object_set_member (object, "member", tog_member_to_json (self->member));
  json_object_set_string_member (object, "etag", self->etag);
  json_object_set_boolean_member (object, "heat_map_name", self->heat_map_name);
  json_object_set_object_member (object, "organization", organization);
  return tog_json_take_object (object);
}
