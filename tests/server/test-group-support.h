#pragma once

#include "test-support.h"

#include "tog-heat-map.h"

G_BEGIN_DECLS

/*
 * A third organization, "west", with groups. In "circle" Ana (UTC, 9 to 17) is the
 * facilitator; Ben (Kathmandu, 6:15 to 16:15 UTC, busy on Tuesday from 10 to 11),
 * Cyn (Nairobi, 5 to 17 UTC, busy on Wednesday from 9 to 12, only counted, address
 * not shared) and Dan (UTC, calendar not shared) are members. In "trio" Ben is
 * the facilitator of Eve and Fay, who are there from 9 to 17 UTC. "alone" is Ana's
 * only. Everybody but Dan shares a calendar.
 */
TestServer *test_group_server_new (void);
const char *test_group_text       (void);
void        test_group_share      (TestServer    *server,
                                   const char    *member,
                                   const TogSlot *busy,
                                   gsize          n_busy);

TestReply  *test_group_book       (TestServer *server,
                                   const char *token,
                                   const char *group,
                                   const char *key,
                                   const char *body);
char       *test_group_booking    (const char *planned,
                                   TogInstant  start,
                                   int         minutes,
                                   GPtrArray  *overridden,
                                   guint       n_overridden);
TogTimes   *test_group_times      (TestServer *server,
                                   const char *token,
                                   const char *group,
                                   TogSlot     range);

G_END_DECLS
