#include "config.h"

#include "tog-conference.h"

#include "tog-error.h"
#include "tog-json.h"
#include "tog-model-limits.h"
#include "tog-text.h"

static const char *const kind_nicks[] = { "provider", "link", "place", "none", NULL };

G_DEFINE_FINAL_TYPE (TogConference, tog_conference, G_TYPE_OBJECT)

static void
tog_conference_finalize (GObject *object)
{
  TogConference *self = TOG_CONFERENCE (object);

  g_free (self->provider);
  g_free (self->name);
  g_free (self->url);
  g_free (self->place);

  G_OBJECT_CLASS (tog_conference_parent_class)->finalize (object);
}

static void
tog_conference_class_init (TogConferenceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_conference_finalize;
}

static void
tog_conference_init (TogConference *self)
{
}

/**
 * tog_conference_new:
 * @kind: where and how people meet
 * @provider: (nullable): id of the provider
 * @name: (nullable): name of the provider
 * @url: (nullable): the link
 * @place: (nullable): the place
 *
 * Returns: (transfer full): a conference
 */
TogConference *
tog_conference_new (TogConferenceKind kind,
                    const char *provider,
                    const char *name,
                    const char *url,
                    const char *place)
{
  TogConference *self = g_object_new (TOG_TYPE_CONFERENCE, NULL);

  self->kind = kind;
  self->provider = g_strdup (provider);
  self->name = g_strdup (name);
  self->url = g_strdup (url);
  self->place = g_strdup (place);
  return self;
}

static void
check_link (TogJsonReader *reader, const char *url)
{
  g_autoptr (GError) error = NULL;

  if (url != NULL && reader->error == NULL && !tog_text_check_url (url, "https", &error))
    tog_json_reader_fail (reader, error->code, "url", "%s", error->message);
}

/**
 * tog_conference_from_json:
 * @node: a Conference of the API document
 *
 * Reads a conference. What does not belong to its kind is dropped.
 *
 * Returns: (transfer full): the conference, or %NULL
 */
TogConference *
tog_conference_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogConference) self = NULL;
  TogJsonReader reader;
  TogConferenceKind kind;
  const char *provider = NULL;
  const char *name = NULL;
  const char *url = NULL;
  const char *place = NULL;

  tog_json_reader_init (&reader, node, "");
  kind = tog_json_reader_enum (&reader, "kind", kind_nicks);
  switch (kind)
    {
    case TOG_CONFERENCE_PROVIDER:
      provider = tog_json_reader_id (&reader, "provider");
      name = tog_json_reader_opt_line (&reader, "name", TOG_MAX_PROVIDER_NAME_LENGTH);
      url = tog_json_reader_opt_line (&reader, "url", TOG_MAX_URL_LENGTH);
      break;
    case TOG_CONFERENCE_LINK:
      url = tog_json_reader_line (&reader, "url", TOG_MAX_URL_LENGTH);
      break;
    case TOG_CONFERENCE_PLACE:
      place = tog_json_reader_line (&reader, "place", TOG_MAX_PLACE_LENGTH);
      break;
    case TOG_CONFERENCE_NONE:
      break;
    }
  check_link (&reader, url);
  self = tog_conference_new (kind, provider, name, url, place);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_conference_to_json:
 * @self: a conference
 *
 * Returns: (transfer full): a Conference of the API document
 */
JsonNode *
tog_conference_to_json (TogConference *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", kind_nicks[self->kind]);
  tog_json_object_set_text (object, "provider", self->provider);
  tog_json_object_set_text (object, "name", self->name);
  tog_json_object_set_text (object, "url", self->url);
  tog_json_object_set_text (object, "place", self->place);
  return tog_json_take_object (object);
}

/**
 * tog_conference_append_json:
 * @json: where to append
 * @self: a conference
 *
 * Appends a Conference of the API document.
 */
void
tog_conference_append_json (GString *json, TogConference *self)
{
  g_string_append (json, "{\"kind\":");
  tog_json_append_string (json, kind_nicks[self->kind]);
  g_string_append (json, ",\"provider\":");
  tog_json_append_text (json, self->provider);
  g_string_append (json, ",\"name\":");
  tog_json_append_text (json, self->name);
  g_string_append (json, ",\"url\":");
  tog_json_append_text (json, self->url);
  g_string_append (json, ",\"place\":");
  tog_json_append_text (json, self->place);
  g_string_append_c (json, '}');
}

/**
 * tog_link_check:
 * @url: what somebody gave as the link of a meeting
 *
 * Checks that @url is an https URL that can be used as a link, see
 * tog_text_check_url().
 *
 * Returns: whether it can be used as it is
 */
gboolean
tog_link_check (const char *url, GError **error)
{
  if (tog_text_check_url (url, "https", error))
    return TRUE;
  g_prefix_error (error, "The link ");
  return FALSE;
}

/**
 * tog_place_check:
 * @place: where people are to meet
 *
 * Checks that @place is one line, not empty and not longer than
 * %TOG_MAX_PLACE_LENGTH characters.
 *
 * Returns: whether it can be used
 */
gboolean
tog_place_check (const char *place, GError **error)
{
  g_autofree char *line = NULL;

  if (!tog_text_check_line (place, TOG_MAX_PLACE_LENGTH, error))
    {
      g_prefix_error (error, "The location ");
      return FALSE;
    }
  line = tog_text_dup_line (place);
  if (*line != '\0')
    return TRUE;
  g_set_error_literal (error, TOG_ERROR, TOG_ERROR_MISSING, "The location is empty");
  return FALSE;
}

G_DEFINE_FINAL_TYPE (TogProvider, tog_provider, G_TYPE_OBJECT)

static void
tog_provider_finalize (GObject *object)
{
  TogProvider *self = TOG_PROVIDER (object);

  g_free (self->id);
  g_free (self->name);

  G_OBJECT_CLASS (tog_provider_parent_class)->finalize (object);
}

static void
tog_provider_class_init (TogProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_provider_finalize;
}

static void
tog_provider_init (TogProvider *self)
{
}

/**
 * tog_provider_new:
 * @id: stable within the organization
 * @name: one line
 *
 * Returns: (transfer full): a provider
 */
TogProvider *
tog_provider_new (const char *id, const char *name)
{
  TogProvider *self = g_object_new (TOG_TYPE_PROVIDER, NULL);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  return self;
}

/**
 * tog_provider_from_json:
 * @node: a Provider of the API document
 *
 * Returns: (transfer full): the provider, or %NULL
 */
TogProvider *
tog_provider_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogProvider) self = NULL;
  TogJsonReader reader;
  const char *id;
  const char *name;

  tog_json_reader_init (&reader, node, "");
  id = tog_json_reader_id (&reader, "id");
  name = tog_json_reader_line (&reader, "name", TOG_MAX_PROVIDER_NAME_LENGTH);
  self = tog_provider_new (id, name);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_provider_to_json:
 * @self: a provider
 *
 * Returns: (transfer full): a Provider of the API document
 */
JsonNode *
tog_provider_to_json (TogProvider *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "name", self->name);
  return tog_json_take_object (object);
}
