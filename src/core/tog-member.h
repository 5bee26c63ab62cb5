#pragma once

#include "tog-working-hours.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * The model's objects are what the server says, at one moment. They are made
 * whole from JSON (or by the server from its database, through the _new()
 * functions), never change afterwards, and may be read from any thread; that is
 * why their fields are public and read-only by convention instead of hidden
 * behind an accessor each.
 */

/**
 * TogMember:
 * @id: stable within the organization
 * @name: as the person writes it, one line
 * @email: (nullable): %NULL where the person doesn't share it
 * @zone: IANA name of the zone in the person's profile
 *
 * A person in an organization, as another member may see them.
 */
struct _TogMember
{
  GObject parent_instance;

  char *id;
  char *name;
  char *email;
  char *zone;
};

#define TOG_TYPE_MEMBER (tog_member_get_type ())
G_DECLARE_FINAL_TYPE (TogMember, tog_member, TOG, MEMBER, GObject)

TogMember *tog_member_new           (const char *id,
                                     const char *name,
                                     const char *email,
                                     const char *zone);
TogMember *tog_member_from_json     (JsonNode *node, GError **error);
JsonNode  *tog_member_to_json       (TogMember *self);
void       tog_member_append_json (GString *json, TogMember *self);
char      *tog_member_dup_initials  (TogMember *self);
char      *tog_member_dup_given_name (TogMember *self);

G_END_DECLS
