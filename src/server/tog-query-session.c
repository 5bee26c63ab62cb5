#include "config.h"

#include "tog-query-session-private.h"

#include "tog-agenda.h"
#include "tog-json.h"
#include "tog-parsed.h"

#define SELECT_SESSION                                                                             \
  TOG_SELECT_SESSION ("(SELECT count (*) FROM planned_session AS step "                            \
                      " WHERE step.program_id = program.id AND step.active)",                      \
                      "session ")                                                                  \
  "WHERE "

/* The sessions that a member takes part in. The plus keeps SQLite from looking
 * them up among all of the organization's. */
#define OF_PARTICIPANT                                                                             \
  "session.id IN (SELECT session_id FROM participant WHERE member_id = :me) "                      \
  "AND +session.organization_id = :org "

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
  MOVED_BY,
  MOVED_FROM,
};

enum
{
  SESSION = TOG_QUERY_N_MEMBER_COLUMNS,
  ROLE,
  ANSWER,
  REASON,
  HELD,
  LATE,
  RATING,
};

/* Reads who takes part in a session. Returns: which session that is */
gint64
tog_query_session_read_person (TogStatement *row, TogParticipant **participant, int *rating)
{
  g_autoptr (TogMember) member = tog_query_read_member (row, 0);
  TogParticipant *self = tog_participant_new (member, TOG_ROLE_GROUP_MEMBER, TOG_ANSWER_PENDING);

  tog_role_from_string (tog_statement_get_text (row, ROLE), &self->role);
  tog_answer_from_string (tog_statement_get_text (row, ANSWER), &self->answer);
  self->reason = g_strdup (tog_statement_get_text (row, REASON));
  tog_held_from_string (tog_statement_get_text (row, HELD), &self->held);
  self->late = tog_statement_get_int (row, LATE);
  *participant = self;
  *rating = tog_statement_get_int (row, RATING);
  return tog_statement_get_int (row, SESSION);
}

static gboolean
read_participants (TogScope *scope, gint64 session, TogSession *self, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      TOG_SELECT_PARTICIPANTS ("(SELECT * FROM participant WHERE session_id = :session) "),
      error);
  TogStep step;

  if (list == NULL)
    return FALSE;
  tog_statement_bind_int (list, ":session", session);

  self->participants = g_ptr_array_new_with_free_func (g_object_unref);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      TogParticipant *participant;
      int rating;

      tog_query_session_read_person (list, &participant, &rating);
      g_ptr_array_add (self->participants, participant);
      self->my_rating += rating;
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

/* Reads everything but who takes part. */
TogSession *
tog_query_session_read_row (TogStatement *row, gint64 *id, GError **error)
{
  g_autoptr (TogSession) self = tog_session_new ();

  *id = tog_statement_get_int (row, ID);
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
  self->moved_by = g_strdup (tog_statement_get_text (row, MOVED_BY));
  self->moved_from = tog_statement_get_int (row, MOVED_FROM);
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
  gint64 id;
  g_autoptr (TogSession) self = tog_query_session_read_row (row, &id, error);

  if (self == NULL || !read_participants (scope, id, self, error))
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
      SELECT_SESSION "session.organization_id = :org AND session.key = :key " TOG_IF_MEMBER,
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
      SELECT_SESSION "session.id = :id AND +session.organization_id = :org " TOG_IF_MEMBER,
      error);

  if (find == NULL)
    return NULL;
  tog_statement_bind_int (find, ":id", id);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return NULL;
  return read_session (scope, find, error);
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
      gint64 id;
      TogSession *session = tog_query_session_read_row (list, &id, error);

      if (session == NULL)
        return NULL;
      g_ptr_array_add (sessions, session);
    }
  return step == TOG_STEP_DONE ? g_steal_pointer (&sessions) : NULL;
}
