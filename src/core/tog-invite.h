#pragma once

#include "tog-session.h"

G_BEGIN_DECLS

/**
 * TogInviteMethod:
 * @TOG_INVITE_REQUEST: asks people to a session, or tells them what changed
 * @TOG_INVITE_CANCEL: calls it off
 *
 * The iTIP method of RFC 5546.
 */
typedef enum
{
  TOG_INVITE_REQUEST,
  TOG_INVITE_CANCEL,
} TogInviteMethod;

const char *tog_invite_method_to_string (TogInviteMethod method);
char       *tog_invite_to_ical          (TogSession     *session,
                                         TogInviteMethod method,
                                         const char     *organizer_name,
                                         const char     *organizer_email,
                                         TogInstant      stamp);
char       *tog_event_to_ical           (TogSession     *session,
                                         const char     *summary,
                                         TogAnswer       answer,
                                         TogInstant      stamp);
void        tog_feed_begin              (GString        *ical,
                                         const char     *name);
void        tog_feed_append             (GString        *ical,
                                         TogSession     *session,
                                         TogInstant      stamp);
void        tog_feed_end                (GString        *ical);
char       *tog_feed_to_ical            (const char     *name,
                                         GPtrArray      *sessions,
                                         TogInstant      stamp);

G_END_DECLS
