#pragma once

#include "tog-query.h"

G_BEGIN_DECLS

/*
 * Those who take part in a session, and what they get: an invite, news, reminders. It is
 * all written row by row: a statement that writes several copies each page first that it
 * changes, as it might have to undo it.
 */

GArray  *tog_session_add_people   (TogScope         *scope,
                                   const TogTeamRow *team,
                                   gint64            session,
                                   TogAnswer         others,
                                   GError          **error);
gboolean tog_session_mail_invite  (TogScope *scope,
                                   gint64    session,
                                   GArray   *people,
                                   GError  **error);
gboolean tog_session_note_created (TogScope         *scope,
                                   const TogTeamRow *team,
                                   const char       *team_key,
                                   const char       *session_key,
                                   GArray           *people,
                                   GError          **error);

G_END_DECLS
