#pragma once

#include "tog-invite-event.h"
#include "tog-note.h"

G_BEGIN_DECLS

/**
 * TogHistoryItem:
 * @session: a session
 * @note: (nullable): what was noted about it; %NULL where the member takes no part
 * @invites: (element-type TogInviteEvent): what happened to its invite, in order
 * @text: (nullable): the JSON it was read from, where it came with a page
 *
 * All that a member may keep of a session.
 */
struct _TogHistoryItem
{
  GObject parent_instance;

  TogSession *session;
  TogNote *note;
  GPtrArray *invites;
  char *text;
};

#define TOG_TYPE_HISTORY_ITEM (tog_history_item_get_type ())
G_DECLARE_FINAL_TYPE (TogHistoryItem, tog_history_item, TOG, HISTORY_ITEM, GObject)

/**
 * TOG_MAX_INVITE_EVENTS:
 *
 * How many events one item has at the most.
 */
#define TOG_MAX_INVITE_EVENTS 1000

TogHistoryItem *tog_history_item_new         (TogSession *session,
                                              TogNote    *note,
                                              GPtrArray  *invites);
TogHistoryItem *tog_history_item_from_json   (JsonNode *node, GError **error);
void            tog_history_item_append_json (GString *json, TogHistoryItem *self);

G_END_DECLS
