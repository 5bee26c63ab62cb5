#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * TogConferenceKind:
 * @TOG_CONFERENCE_PROVIDER: a link from a provider that the organization offers
 * @TOG_CONFERENCE_LINK: an https link of the booker's own
 * @TOG_CONFERENCE_PLACE: people meet in person
 * @TOG_CONFERENCE_NONE: the booker sends the link themselves
 */
typedef enum
{
  TOG_CONFERENCE_PROVIDER,
  TOG_CONFERENCE_LINK,
  TOG_CONFERENCE_PLACE,
  TOG_CONFERENCE_NONE,
} TogConferenceKind;

/**
 * TogConference:
 * @kind: where and how people meet
 * @provider: (nullable): id of the provider, with %TOG_CONFERENCE_PROVIDER
 * @name: (nullable): name of the provider, in what the server answers
 * @url: (nullable): the link; absent in a request to a provider, whose link the server makes
 * @place: (nullable): with %TOG_CONFERENCE_PLACE, one line
 *
 * Where a session is held.
 */
struct _TogConference
{
  GObject parent_instance;

  TogConferenceKind kind;
  char *provider;
  char *name;
  char *url;
  char *place;
};

#define TOG_TYPE_CONFERENCE (tog_conference_get_type ())
G_DECLARE_FINAL_TYPE (TogConference, tog_conference, TOG, CONFERENCE, GObject)

#define TOG_MAX_URL_LENGTH 2000
#define TOG_MAX_PLACE_LENGTH 200

TogConference *tog_conference_new       (TogConferenceKind kind,
                                         const char       *provider,
                                         const char       *name,
                                         const char       *url,
                                         const char       *place);
TogConference *tog_conference_from_json (JsonNode *node, GError **error);
JsonNode      *tog_conference_to_json   (TogConference *self);
void           tog_conference_append_json (GString *json, TogConference *self);
gboolean       tog_link_check           (const char *url, GError **error);
gboolean       tog_place_check          (const char *place, GError **error);

/**
 * TogProvider:
 * @id: stable within the organization
 * @name: such as "Jitsi Meet"
 *
 * A conferencing provider that an organization offers.
 */
struct _TogProvider
{
  GObject parent_instance;

  char *id;
  char *name;
};

#define TOG_TYPE_PROVIDER (tog_provider_get_type ())
G_DECLARE_FINAL_TYPE (TogProvider, tog_provider, TOG, PROVIDER, GObject)

TogProvider *tog_provider_new       (const char *id, const char *name);
TogProvider *tog_provider_from_json (JsonNode *node, GError **error);
JsonNode    *tog_provider_to_json   (TogProvider *self);

G_END_DECLS
