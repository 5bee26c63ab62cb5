#pragma once

#include "tog-team.h"

G_BEGIN_DECLS

/**
 * TogGroupMember:
 *
 * Somebody in a group.
 */
struct _TogGroupMember
{
  GObject parent_instance;

  TogMember *member;
  TogRole role;
};

#define TOG_TYPE_GROUP_MEMBER (tog_group_member_get_type ())
G_DECLARE_FINAL_TYPE (TogGroupMember, tog_group_member, TOG, GROUP_MEMBER, GObject)

TogGroupMember *tog_group_member_new       (TogMember *member, TogRole role);
TogGroupMember *tog_group_member_from_json (JsonNode *node, GError **error);
JsonNode       *tog_group_member_to_json   (TogGroupMember *self);

/**
 * TOG_GROUP_FIRST_MEMBERS:
 *
 * How many members a group in a list tells at the most.
 */
#define TOG_GROUP_FIRST_MEMBERS 8

/**
 * TogGroup:
 * @team: what matches have, too
 * @name: one line
 * @my_role: %TOG_ROLE_FACILITATOR or %TOG_ROLE_GROUP_MEMBER
 * @n_members: how many it has, I among them
 * @members: (element-type TogGroupMember): facilitators first, then by name; in
 *   lists no more than #TOG_GROUP_FIRST_MEMBERS
 *
 * The members of a group program, as one of them sees it.
 */
struct _TogGroup
{
  TogTeam team;

  char *name;
  TogRole my_role;
  int n_members;
  GPtrArray *members;
};

#define TOG_TYPE_GROUP (tog_group_get_type ())
G_DECLARE_FINAL_TYPE (TogGroup, tog_group, TOG, GROUP, TogTeam)

TogGroup *tog_group_new       (void);
TogGroup *tog_group_from_json (JsonNode *node, GError **error);
JsonNode *tog_group_to_json   (TogGroup *self);

G_END_DECLS
