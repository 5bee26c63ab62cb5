#pragma once

#include "tog-conference.h"
#include "tog-member.h"

G_BEGIN_DECLS

/**
 * TogMe:
 * @member: who the token belongs to; the email is always there
 * @etag: version of the profile, for If-Match
 * @organization_id: id of the organization
 * @organization_name: name of the organization
 * @calendar_sharing: whether the organization lets calendars be shared
 * @heat_map_names: whether the organization lets a group's heat map name who can't meet
 * @heat_map_name: whether I let it name me
 * @providers: (element-type TogProvider): conferencing the organization offers
 *
 * The member who is signed in.
 */
struct _TogMe
{
  GObject parent_instance;

  TogMember *member;
  char *etag;
  char *organization_id;
  char *organization_name;
  gboolean calendar_sharing;
  gboolean heat_map_names;
  gboolean heat_map_name;
  GPtrArray *providers;
};

#define TOG_TYPE_ME (tog_me_get_type ())
G_DECLARE_FINAL_TYPE (TogMe, tog_me, TOG, ME, GObject)

TogMe    *tog_me_new       (TogMember  *member,
                            const char *etag,
                            const char *organization_id,
                            const char *organization_name,
                            gboolean    calendar_sharing,
                            GPtrArray  *providers);
void      tog_me_set_named (TogMe *self, gboolean organization, gboolean member);
TogMe    *tog_me_from_json (JsonNode *node, GError **error);
JsonNode *tog_me_to_json   (TogMe *self);

G_END_DECLS
