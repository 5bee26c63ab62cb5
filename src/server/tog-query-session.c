#include "config.h"

#include "tog-query.h"

#include "tog-agenda.h"
#include "tog-json.h"
#include "tog-parsed.h"

/* Whoever takes part may see a session, and whoever is in a group those of its
 * sessions that stand in its program, as somebody may have come later. */
#define SELECT_SESSION                                                                             \
  "SELECT session.id, session.key, session.version, uid, sequence, session.state, starts_at, "     \
  "ends_at, conference, message, booker.key, planned.title, planned.ordinal, planned.agenda, "     \
  "agenda_state, planned.resources, program.name, match.key, member_group.key, "                   \
  "(SELECT count (*) FROM planned_session AS step "                                                \
  " WHERE step.program_id = program.id AND step.active), "                                         \
  "(SELECT max (CASE mail.state WHEN 'failed' THEN 2 WHEN 'pending' THEN 1 ELSE 0 END) "           \
  " FROM mail WHERE mail.session_id = session.id AND mail.sequence = session.sequence "            \
  " AND mail.method IN ('REQUEST', 'CANCEL')), cancel_reason "                                     \
  "FROM session "                                                                                  \
  "JOIN planned_session AS planned ON planned.id = session.planned_session_id "                    \
  "JOIN program ON program.id = planned.program_id "                                               \
  "JOIN member AS booker ON booker.id = booked_by "                                                \
  "LEFT JOIN match ON match.id = session.match_id "                                                \
  "LEFT JOIN member_group ON member_group.id = session.group_id "                                  \
  "WHERE "

/* The sessions that a member takes part in. The plus keeps SQLite from looking
 * them up among all of the organization's. */
#define OF_PARTICIPANT                                                                             \
  "session.id IN (SELECT session_id FROM participant WHERE member_id = :me) "                      \
  "AND +session.organization_id = :org "

/* All that a member may see, to go through. */
#define OF_MEMBER                                                                                  \
  "session.id IN (SELECT session_id FROM participant WHERE member_id = :me "                       \
  "UNION ALL SELECT step.id FROM group_member AS mine "                                            \
  "JOIN member_group AS team ON team.id = mine.group_id AND team.active "                          \
  "JOIN session AS step ON step.group_id = team.id AND step.state <> 'cancelled' "                 \
  "WHERE mine.member_id = :me) AND +session.organization_id = :org "

/* The same, for one session that was found. */
#define IF_MEMBER                                                                                  \
  "AND (EXISTS (SELECT 1 FROM participant AS mine "                                                \
  "             WHERE mine.session_id = session.id AND mine.member_id = :me) "                     \
  "OR (session.state <> 'cancelled' AND member_group.active "                                      \
  "    AND EXISTS (SELECT 1 FROM group_member AS mine "                                            \
  "                WHERE mine.group_id = session.group_id AND mine.member_id = :me)))"

enum
{
  ID,
  KEY,
  VERSION,
  UID,
  SEQUENCE,
  STATE,
  STARTS_AT,
  ENDS_AT,
  CONFERENCE,
  MESSAGE,
  BOOKED_BY,
  TITLE,
  ORDINAL,
  AGENDA,
  AGENDA_STATE,
  RESOURCES,
  PROGRAM,
  MATCH,
  GROUP,
  N_PLANNED,
  DELIVERY,
  CANCEL_REASON,
};

/* What is read of a participant; of ratings only the asking member's own. */
#define SELECT_PARTICIPANTS                                                                        \
  "SELECT " TOG_QUERY_MEMBER_COLUMNS (                                                             \
      "member") ", role, answer, reason, held, late, iif (member.id = :me, rating, 0) "            \
                "FROM participant JOIN member ON member.id = member_id "                           \
                "WHERE session_id = :session AND +organization_id = :org "                         \
                "ORDER BY role = 'member', role DESC, member.name, member.key"

enum
{
  ROLE = TOG_QUERY_N_MEMBER_COLUMNS,
  ANSWER,
  REASON,
  HELD,
  LATE,
  RATING,
};

static TogParticipant *
read_participant (TogStatement *row)
{
  g_autoptr (TogMember) member = tog_query_read_member (row, 0);
  TogParticipant *self = tog_participant_new (member, TOG_ROLE_GROUP_MEMBER, TOG_ANSWER_PENDING);

  tog_role_from_string (tog_statement_get_text (row, ROLE), &self->role);
  tog_answer_from_string (tog_statement_get_text (row, ANSWER), &self->answer);
  self->reason = g_strdup (tog_statement_get_text (row, REASON));
  tog_held_from_string (tog_statement_get_text (row, HELD), &self->held);
  self->late = tog_statement_get_int (row, LATE);
  return self;
}

static gboolean
read_participants (TogScope *scope, gint64 session, TogSession *self, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (scope, SELECT_PARTICIPANTS, error);
  TogStep step;

  if (list == NULL)
    return FALSE;
  tog_statement_bind_int (list, ":session", session);

  self->participants = g_ptr_array_new_with_free_func (g_object_unref);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      g_ptr_array_add (self->participants, read_participant (list));
      self->my_rating += tog_statement_get_int (list, RATING);
    }
  return step == TOG_STEP_DONE;
}

static gboolean
read_json (TogStatement *row, TogSession *self, GError **error)
{
  g_autoptr (JsonNode) conference =
      tog_json_parse (tog_statement_get_text (row, CONFERENCE), -1, error);

  if (conference == NULL)
    return FALSE;
  self->conference = tog_conference_from_json (conference, error);
  if (self->conference == NULL)
    return FALSE;
  self->agenda = tog_agenda_read (
      tog_statement_get_text (row, AGENDA), tog_statement_get_text (row, AGENDA_STATE), error);
  if (self->agenda == NULL)
    return FALSE;
  self->resources = tog_parsed_resources (tog_statement_get_text (row, RESOURCES), error);
  return self->resources != NULL;
}

/* Everything but who takes part. */
static TogSession *
read_row (TogStatement *row, GError **error)
{
  g_autoptr (TogSession) self = tog_session_new ();

  self->id = g_strdup (tog_statement_get_text (row, KEY));
  self->etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", tog_statement_get_int (row, VERSION));
  self->uid = g_strdup (tog_statement_get_text (row, UID));
  self->sequence = tog_statement_get_int (row, SEQUENCE);
  tog_session_state_from_string (tog_statement_get_text (row, STATE), &self->state);
  self->slot.start = tog_statement_get_int (row, STARTS_AT);
  self->slot.end = tog_statement_get_int (row, ENDS_AT);
  self->message = g_strdup (tog_statement_get_text (row, MESSAGE));
  self->cancel_reason = g_strdup (tog_statement_get_text (row, CANCEL_REASON));
  self->booked_by = g_strdup (tog_statement_get_text (row, BOOKED_BY));
  self->title = g_strdup (tog_statement_get_text (row, TITLE));
  self->ordinal = tog_statement_get_int (row, ORDINAL);
  self->program_name = g_strdup (tog_statement_get_text (row, PROGRAM));
  self->match_id = g_strdup (tog_statement_get_text (row, MATCH));
  self->group_id = g_strdup (tog_statement_get_text (row, GROUP));
  /* A step that was taken out of the program since still counts for its session. */
  self->n_planned = MAX (tog_statement_get_int (row, N_PLANNED), self->ordinal);
  switch (tog_statement_get_int (row, DELIVERY))
    {
    case 2:
      self->delivery = TOG_DELIVERY_FAILED;
      break;
    case 1:
      self->delivery = TOG_DELIVERY_PENDING;
      break;
    default:
      self->delivery = TOG_DELIVERY_SENT;
      break;
    }

  return read_json (row, self, error) ? g_steal_pointer (&self) : NULL;
}

static TogSession *
read_session (TogScope *scope, TogStatement *row, GError **error)
{
  g_autoptr (TogSession) self = read_row (row, error);

  if (self == NULL || !read_participants (scope, tog_statement_get_int (row, ID), self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * tog_query_session:
 * @scope: what the member may see
 * @key: of the session
 * @version: (out): of the session
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the session
 */
TogSession *
tog_query_session (TogScope *scope, const char *key, gint64 *version, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope,
      SELECT_SESSION "session.organization_id = :org AND session.key = :key " IF_MEMBER,
      error);

  if (find == NULL)
    return NULL;
  tog_statement_bind_text (find, ":key", key);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return NULL;
  *version = tog_statement_get_int (find, VERSION);
  return read_session (scope, find, error);
}

/**
 * tog_query_session_stamp:
 * @scope: what the member may see
 * @key: of a session that the member may see
 * @stamp: (out): when its invite was made
 * @error: return location
 *
 * Returns: whether it was found
 */
gboolean
tog_query_session_stamp (TogScope *scope, const char *key, TogInstant *stamp, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope, "SELECT booked_at FROM session WHERE organization_id = :org AND key = :key", error);

  if (find == NULL)
    return FALSE;
  tog_statement_bind_text (find, ":key", key);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return FALSE;
  *stamp = tog_statement_get_int (find, 0);
  return TRUE;
}

/**
 * tog_query_session_by_id:
 * @scope: what the member may see
 * @id: of the session in the database
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the session
 */
TogSession *
tog_query_session_by_id (TogScope *scope, gint64 id, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope,
      SELECT_SESSION "session.id = :id AND +session.organization_id = :org " IF_MEMBER,
      error);

  if (find == NULL)
    return NULL;
  tog_statement_bind_int (find, ":id", id);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return NULL;
  return read_session (scope, find, error);
}

/**
 * tog_query_session_id:
 * @scope: what the member may see
 * @key: of a session
 * @error: return location
 *
 * Returns: the session's id in the database, whoever may see it; 0 where the
 *   organization has none such, and where @error is set
 */
gint64
tog_query_session_id (TogScope *scope, const char *key, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope, "SELECT id FROM session WHERE organization_id = :org AND key = :key", error);

  if (find == NULL)
    return 0;
  tog_statement_bind_text (find, ":key", key);
  return tog_statement_step (find, error) == TOG_STEP_ROW ? tog_statement_get_int (find, 0) : 0;
}

/**
 * tog_query_session_ids:
 * @scope: what the member may see
 * @page: which part of the list; a position is "START KEY"
 * @error: return location
 *
 * Lists the member's sessions, latest start first: one more than the page has, where
 * more follow.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): ids in the database
 */
GArray *
tog_query_session_ids (TogScope *scope, const TogPage *page, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      "SELECT session.id FROM session WHERE " OF_MEMBER
      "AND (:after_key IS NULL OR (starts_at, session.key) < (:after, :after_key)) "
      "ORDER BY starts_at DESC, session.key DESC LIMIT :limit",
      error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  TogStep step;

  if (list == NULL)
    return NULL;
  tog_page_bind (page, list);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      gint64 id = tog_statement_get_int (list, 0);

      g_array_append_val (ids, id);
    }
  return step == TOG_STEP_DONE ? g_steal_pointer (&ids) : NULL;
}

/**
 * tog_query_count_sessions:
 * @scope: what the member may see
 * @total: (out): how many sessions the member may see
 * @error: return location
 *
 * Counts those the member takes part in without looking at each.
 *
 * Returns: whether they could be counted
 */
gboolean
tog_query_count_sessions (TogScope *scope, gint64 *total, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope,
      "SELECT (SELECT count (*) FROM participant WHERE member_id = :me) + "
      "(SELECT count (*) FROM group_member AS mine "
      " JOIN member_group AS team ON team.id = mine.group_id AND team.active "
      " JOIN session ON session.group_id = team.id AND session.state <> 'cancelled' "
      " WHERE mine.member_id = :me AND +session.organization_id = :org AND NOT EXISTS "
      " (SELECT 1 FROM participant WHERE member_id = :me AND session_id = session.id))",
      error);

  if (find == NULL || tog_statement_step (find, error) != TOG_STEP_ROW)
    return FALSE;
  *total = tog_statement_get_int (find, 0);
  return TRUE;
}

/**
 * tog_query_next_session:
 * @scope: what the member may see
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the earliest scheduled session that has
 *   not ended, of those that the member takes part in
 */
TogSession *
tog_query_next_session (TogScope *scope, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope,
      SELECT_SESSION OF_PARTICIPANT "AND session.state = 'scheduled' AND ends_at > :now "
                                    "ORDER BY starts_at, session.key LIMIT 1",
      error);

  if (find == NULL)
    return NULL;
  tog_statement_bind_int (find, ":now", tog_scope_get_now (scope));
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return NULL;
  return read_session (scope, find, error);
}

/**
 * tog_query_sessions:
 * @scope: what the member may see
 * @state: (nullable): only those in this state
 * @page: (inout): which part of the list; a position is "START KEY"
 * @error: return location
 *
 * Lists the member's sessions, latest start first.
 *
 * Returns: (transfer full) (nullable) (element-type TogSession): the sessions
 */
GPtrArray *
tog_query_sessions (TogScope *scope, const char *state, TogPage *page, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      SELECT_SESSION OF_MEMBER
      "AND (:state IS NULL OR session.state = :state) "
      "AND (:after_key IS NULL OR (starts_at, session.key) < (:after, :after_key)) "
      "ORDER BY starts_at DESC, session.key DESC LIMIT :limit",
      error);
  g_autoptr (GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);
  TogStep step;

  if (list == NULL)
    return NULL;
  tog_statement_bind_text (list, ":state", state);
  tog_page_bind (page, list);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW && sessions->len < page->limit)
    {
      TogSession *session = read_session (scope, list, error);

      if (session == NULL)
        return NULL;
      g_ptr_array_add (sessions, session);
      tog_page_move (page, session->slot.start, session->id);
    }
  return tog_page_end (page, step) ? g_steal_pointer (&sessions) : NULL;
}

/* How many sessions a feed has at the most: more than anybody has in a year. */
#define MAX_FEED 1000

static gboolean
find_feed_stamp (TogScope *scope, TogInstant since, TogInstant *stamp, GError **error)
{
  g_autoptr (TogStatement) find =
      tog_scope_prepare (scope,
                         "SELECT coalesce (max (booked_at), 0) FROM session WHERE " OF_PARTICIPANT
                         "AND ends_at > :since",
                         error);

  if (find == NULL)
    return FALSE;
  tog_statement_bind_int (find, ":since", since);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return FALSE;
  *stamp = tog_statement_get_int (find, 0);
  return TRUE;
}

/**
 * tog_query_feed:
 * @scope: what the member may see
 * @since: they end after this
 * @stamp: (out): when one of them was last booked or changed
 * @error: return location
 *
 * Lists the sessions that the member takes part in and did not decline, for a
 * calendar. Nothing is read of the others who take part.
 *
 * Returns: (transfer full) (nullable) (element-type TogSession): the sessions
 */
GPtrArray *
tog_query_feed (TogScope *scope, TogInstant since, TogInstant *stamp, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      SELECT_SESSION OF_PARTICIPANT
      "AND ends_at > :since AND NOT EXISTS (SELECT 1 FROM participant AS mine "
      "WHERE mine.session_id = session.id AND mine.member_id = :me AND mine.answer = 'declined') "
      "ORDER BY starts_at DESC, session.key DESC LIMIT :limit",
      error);
  g_autoptr (GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);
  TogStep step;

  if (list == NULL || !find_feed_stamp (scope, since, stamp, error))
    return NULL;
  tog_statement_bind_int (list, ":since", since);
  tog_statement_bind_int (list, ":limit", MAX_FEED);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      TogSession *session = read_row (list, error);

      if (session == NULL)
        return NULL;
      g_ptr_array_add (sessions, session);
    }
  return step == TOG_STEP_DONE ? g_steal_pointer (&sessions) : NULL;
}
