#pragma once

#include "tog-team.h"

G_BEGIN_DECLS

/**
 * TogMatch:
 * @team: what groups have, too
 * @person: the other one
 * @my_role: what I am
 * @their_role: what @person is to me
 * @first_contact: whether no session with this person was ever booked
 *
 * A mentor and a mentee in a program, as one of them sees it.
 */
struct _TogMatch
{
  TogTeam team;

  TogMember *person;
  TogRole my_role;
  TogRole their_role;
  gboolean first_contact;
};

#define TOG_TYPE_MATCH (tog_match_get_type ())
G_DECLARE_FINAL_TYPE (TogMatch, tog_match, TOG, MATCH, TogTeam)

TogMatch *tog_match_new       (void);
TogMatch *tog_match_from_json (JsonNode *node, GError **error);
JsonNode *tog_match_to_json   (TogMatch *self);

G_END_DECLS
