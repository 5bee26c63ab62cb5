#pragma once

#include "tog-history-item.h"
#include "tog-home.h"
#include "tog-session-hit.h"

G_BEGIN_DECLS

/*
 * What is said of sessions that are looked back at.
 */

char       *tog_session_dup_who         (TogSession *session, TogHome *home);

char       *tog_session_hit_dup_who     (TogSessionHit *hit, TogHome *home);
char       *tog_session_hit_dup_when    (TogSessionHit *hit, const TogZone *zone, TogInstant now);
const TogSnippet *tog_session_hit_get_line (TogSessionHit *hit);
char       *tog_snippet_dup_line        (const TogSnippet *snippet, guint *offset);
char       *tog_session_hit_dup_name    (TogSessionHit *hit,
                                         TogHome       *home,
                                         const TogZone *zone,
                                         TogInstant     now);

char       *tog_invite_event_dup_text   (TogInviteEvent *event,
                                         TogInviteEvent *before,
                                         TogSession     *session,
                                         const char     *my_id,
                                         const TogZone  *zone,
                                         TogInstant      now);
char       *tog_invite_event_dup_when   (TogInviteEvent *event,
                                         const TogZone  *zone,
                                         TogInstant      now);
const char *tog_invite_event_get_icon   (TogInviteEvent *event);
char       *tog_session_dup_cancelled   (TogSession     *session,
                                         GPtrArray      *invites,
                                         const char     *my_id);

G_END_DECLS
