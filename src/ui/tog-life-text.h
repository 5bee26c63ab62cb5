#pragma once

#include "tog-session-action.h"
#include "tog-team.h"

G_BEGIN_DECLS

/*
 * What there is to say of the life of a session: who comes, who is late, whether
 * they met, and what became of it.
 */

gboolean        tog_session_can              (TogSession      *session,
                                              TogSessionAction action,
                                              TogInstant       now);

const char     *tog_answer_get_icon          (TogAnswer answer);
const char     *tog_rating_get_label         (int rating);

char           *tog_session_dup_join_hint    (TogSession *session, TogInstant now);
char           *tog_session_dup_late         (TogSession *session, const char *my_id);
char           *tog_session_dup_statements   (TogSession *session, const char *my_id);
char           *tog_session_dup_version      (TogSession *session, TogInstant now);
char           *tog_session_dup_decline      (TogSession *session, const char *detail);
char           *tog_session_dup_invitation   (TogSession *session);
char           *tog_session_dup_question     (TogSession *session, const char *my_id);
char           *tog_team_dup_finished        (TogTeam *team);
gboolean        tog_team_is_finished         (TogTeam *team);

G_END_DECLS
