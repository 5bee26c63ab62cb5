#pragma once

#include "tog-match.h"

G_BEGIN_DECLS

gboolean    tog_session_can_join       (TogSession *session, TogInstant now);
gboolean    tog_session_is_over        (TogSession *session, TogInstant now);
gboolean    tog_planned_session_is_over (TogPlannedSession *planned, TogInstant now);
gboolean    tog_planned_session_can_book (TogPlannedSession *planned);
TogMember  *tog_session_get_other      (TogSession *session, TogMember *me);
char       *tog_session_dup_size       (TogSession *session);
char       *tog_session_dup_place      (TogSession *session);
gboolean    tog_planned_session_is_declined (TogPlannedSession *planned, TogInstant now);
char       *tog_planned_session_dup_state (TogPlannedSession *planned, TogInstant now);
const char *tog_role_get_label         (TogRole role);
const char *tog_role_get_label_of_mine (TogRole their_role);
const char *tog_answer_get_label       (TogAnswer answer);

G_END_DECLS
