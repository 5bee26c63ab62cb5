#pragma once

#include "tog-query.h"

G_BEGIN_DECLS

/*
 * What the ways to read sessions have in common: one at a time, as fast as a booking
 * needs it, and many at once.
 */

/* Whoever takes part may see a session, and whoever is in a group those of its
 * sessions that stand in its program, as somebody may have come later. @n_planned is
 * how many steps the program has, @from where sessions come from. */
#define TOG_SELECT_SESSION(n_planned, from)                                                        \
  "SELECT session.id, session.key, session.version, uid, sequence, "                               \
  "session.state, starts_at, ends_at, conference, message, booker.key, "                           \
  "planned.title, planned.ordinal, planned.agenda, agenda_state, "                                 \
  "planned.resources, program.name, match.key, member_group.key, " n_planned ", "                  \
  "(SELECT max (CASE mail.state "                                                                  \
  " WHEN 'failed' THEN 2 WHEN 'pending' THEN 1 ELSE 0 END) FROM mail "                             \
  " WHERE mail.session_id = session.id AND mail.sequence = session.sequence "                      \
  " AND mail.method IN ('REQUEST', 'CANCEL')), cancel_reason, mover.key, "                         \
  "moved_from "                                                                                    \
  "FROM " from "JOIN planned_session AS planned "                                                  \
  "ON planned.id = session.planned_session_id "                                                    \
  "JOIN program ON program.id = planned.program_id "                                               \
  "JOIN member AS booker ON booker.id = booked_by "                                                \
  "LEFT JOIN member AS mover ON mover.id = moved_by "                                              \
  "LEFT JOIN match ON match.id = session.match_id "                                                \
  "LEFT JOIN member_group ON member_group.id = session.group_id "

/* Of one session that was found. */
#define TOG_IF_MEMBER                                                                              \
  "AND (EXISTS (SELECT 1 FROM participant AS mine "                                                \
  "WHERE mine.session_id = session.id AND mine.member_id = :me) "                                  \
  "OR (session.state <> 'cancelled' AND member_group.active "                                      \
  "AND EXISTS (SELECT 1 FROM group_member AS mine "                                                \
  "WHERE mine.group_id = session.group_id AND mine.member_id = :me)))"

/* What is read of a participant who @from gives; of ratings only the asking member's
 * own. */
#define TOG_SELECT_PARTICIPANTS(from)                                                              \
  "SELECT " TOG_QUERY_MEMBER_COLUMNS (                                                             \
      "member") ", session_id, role, answer, reason, held, late, "                                 \
                "iif (member.id = :me, rating, 0) "                                                \
                "FROM " from "JOIN member ON member.id = member_id "                               \
                "WHERE +organization_id = :org "                                                   \
                "ORDER BY role = 'member', role DESC, member.name, member.key"

TogSession *tog_query_session_read_row (TogStatement *row, gint64 *id, GError **error);
gint64 tog_query_session_read_person (TogStatement *row, TogParticipant **participant, int *rating);

G_END_DECLS
