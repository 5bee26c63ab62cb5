#include "config.h"

#include "tog-booking-write.h"

#include "tog-random.h"

/* Random bits of a meeting's link. */
#define LINK_BYTES 16

/* Returns: whether there is such a step of the program */
static gboolean
find_planned (TogScope *scope,
              const TogTeamRow *team,
              const char *key,
              gint64 *planned,
              GError **error)
{
  g_autoptr (TogStatement) find =
      tog_scope_prepare (scope,
                         "SELECT id FROM planned_session WHERE organization_id = :org "
                         "AND program_id = :program AND key = :key AND active",
                         error);

  if (find == NULL)
    return FALSE;
  tog_statement_bind_int (find, ":program", team->program);
  tog_statement_bind_text (find, ":key", key);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return FALSE;
  *planned = tog_statement_get_int (find, 0);
  return TRUE;
}

#define SELECT_SCHEDULED(team)                                                                     \
  "SELECT 1 FROM session WHERE organization_id = :org AND " team " = :team "                       \
  "AND planned_session_id = :planned AND state <> 'cancelled'"

static gboolean
is_scheduled (TogScope *scope, const TogTeamRow *team, gint64 planned, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope, team->is_group ? SELECT_SCHEDULED ("group_id") : SELECT_SCHEDULED ("match_id"), error);

  if (find == NULL)
    return FALSE;
  tog_statement_bind_int (find, ":team", team->id);
  tog_statement_bind_int (find, ":planned", planned);
  return tog_statement_step (find, error) == TOG_STEP_ROW;
}

/* Makes a link that nobody can guess from the provider's template. */
static TogConference *
make_link (TogScope *scope, TogConference *wanted, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope, "SELECT name, link FROM provider WHERE organization_id = :org AND key = :key", error);
  g_autofree char *random = tog_random_dup_text (LINK_BYTES);
  g_autoptr (GString) url = NULL;

  if (find == NULL)
    return NULL;
  tog_statement_bind_text (find, ":key", wanted->provider);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return NULL;

  url = g_string_new (tog_statement_get_text (find, 1));
  g_string_replace (url, "{id}", random, 0);
  return tog_conference_new (
      TOG_CONFERENCE_PROVIDER, wanted->provider, tog_statement_get_text (find, 0), url->str, NULL);
}

static gboolean
insert_session (TogRequest *request,
                TogScope *scope,
                const TogTeamRow *team,
                gint64 planned,
                TogConference *conference,
                const char *key,
                GError **error)
{
  TogBookingInput *input = request->input;
  g_autoptr (TogStatement) insert = tog_scope_prepare (
      scope,
      "INSERT INTO session (organization_id, key, planned_session_id, match_id, group_id, "
      "booked_by, state, starts_at, ends_at, uid, conference, message, booked_at) "
      "VALUES (:org, :key, :planned, :match, :group, :me, "
      "'scheduled', :start, :end, :uid, :conference, :message, :now)",
      error);
  g_autofree char *uid = g_strconcat (key, "@", request->settings->mail_domain, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_text (insert, ":key", key);
  tog_statement_bind_int (insert, ":planned", planned);
  tog_statement_bind_int (insert, team->is_group ? ":group" : ":match", team->id);
  tog_statement_bind_int (insert, ":start", input->booking->slot.start);
  tog_statement_bind_int (insert, ":end", input->booking->slot.end);
  tog_statement_bind_text (insert, ":uid", uid);
  tog_conference_append_json (text, conference);
  tog_statement_bind_text (insert, ":conference", text->str);
  tog_statement_bind_text (insert, ":message", input->booking->message);
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  return tog_statement_run (insert, error);
}

/* The session is the organization's, so only its members get in by :org. */
#define INSERT_PARTICIPANTS(people)                                                                \
  "INSERT INTO participant (session_id, member_id, role, answer) "                                 \
  "SELECT :session, member.id, person.role, iif (member.id = :me, 'accepted', 'pending') "         \
  "FROM " people "JOIN member ON member.id = person.id WHERE +member.organization_id = :org"

static gboolean
insert_participants (TogScope *scope, const TogTeamRow *team, gint64 session, GError **error)
{
  g_autoptr (TogStatement) insert =
      tog_scope_prepare (scope,
                         team->is_group ? INSERT_PARTICIPANTS (TOG_QUERY_GROUP_PEOPLE)
                                        : INSERT_PARTICIPANTS (TOG_QUERY_MATCH_PEOPLE),
                         error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", session);
  tog_statement_bind_int (insert, ":team", team->id);
  return tog_statement_run (insert, error);
}

static gboolean
insert_mails (TogScope *scope, gint64 session, GError **error)
{
  g_autoptr (TogStatement) insert = tog_scope_prepare (
      scope,
      "INSERT INTO mail "
      "(organization_id, session_id, recipient_id, method, sequence, due_at, created_at) "
      "SELECT :org, session_id, member_id, 'REQUEST', 0, :now, :now FROM participant "
      "WHERE session_id = :session",
      error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", session);
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  return tog_statement_run (insert, error);
}

static gboolean
insert_changes (TogRequest *request,
                TogScope *scope,
                const TogTeamRow *team,
                gint64 session,
                GError **error)
{
  g_autoptr (TogStatement) insert = tog_scope_prepare (
      scope,
      "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
      "SELECT member_id, 'session', session.key, 'created', :now FROM participant "
      "JOIN session ON session.id = session_id "
      "WHERE session_id = :session AND +organization_id = :org "
      "UNION ALL SELECT member_id, :kind, :team, 'updated', :now FROM participant "
      "WHERE session_id = :session",
      error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", session);
  tog_statement_bind_text (insert, ":kind", team->is_group ? "group" : "match");
  tog_statement_bind_text (insert, ":team", request->item);
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  return tog_statement_run (insert, error);
}

static TogReply *
store (TogRequest *request,
       TogScope *scope,
       const TogTeamRow *team,
       gint64 planned,
       TogConference *conference,
       GError **error)
{
  g_autofree char *key = tog_random_dup_uuid ();
  g_autoptr (TogSession) session = NULL;
  TogReply *reply;
  gint64 version = 0;
  gint64 id;

  if (!insert_session (request, scope, team, planned, conference, key, error))
    return NULL;
  id = tog_scope_get_last_row_id (scope);
  if (!insert_participants (scope, team, id, error) || !insert_mails (scope, id, error) ||
      !insert_changes (request, scope, team, id, error))
    return NULL;

  session = tog_query_session (scope, key, &version, error);
  if (session == NULL)
    return NULL;
  reply = tog_reply_new_json (201, tog_session_to_text (session));
  reply->location = g_strconcat ("/v1/sessions/", key, NULL);
  tog_reply_take_version (reply, version);
  return reply;
}

/* Finds what the booking is about and checks that it can be. Returns %NULL where
 * it can, and where @error is set. */
static TogReply *
check (TogRequest *request,
       TogScope *scope,
       TogTeamRow *team,
       gint64 *planned,
       TogConference **conference,
       GError **error)
{
  TogBookingInput *input = request->input;
  TogConference *wanted = input->booking->conference;

  if (!(input->is_group ? tog_query_group_row
                        : tog_query_match_row) (scope, request->item, team, error))
    return *error == NULL ? tog_reply_new_not_found () : NULL;

  if (!find_planned (scope, team, input->booking->planned_session_id, planned, error))
    return *error == NULL ? tog_reply_new_problem (422,
                                                   "/problems/bad-value",
                                                   "That can't be accepted",
                                                   "The program has no such planned session.",
                                                   "/planned_session_id")
                          : NULL;

  if (is_scheduled (scope, team, *planned, error))
    return tog_reply_new_problem (409,
                                  "/problems/already-scheduled",
                                  "Already scheduled",
                                  "This planned session is booked already.",
                                  NULL);
  if (*error != NULL)
    return NULL;

  *conference = wanted->kind == TOG_CONFERENCE_PROVIDER ? make_link (scope, wanted, error)
                                                        : g_object_ref (wanted);
  if (*conference == NULL)
    return *error == NULL ? tog_reply_new_problem (422,
                                                   "/problems/bad-value",
                                                   "That can't be accepted",
                                                   "The organization offers no such provider.",
                                                   "/conference/provider")
                          : NULL;

  return tog_booking_check (input, scope, team, error);
}

/**
 * tog_booking_write:
 * @request: whose body was read by tog_booking_parse_match() or
 *   tog_booking_parse_group()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Books a session: checks everybody's times again, stores the session and
 * queues the invites. As one thread does this for everybody, nothing can come
 * between the check and the storing.
 *
 * Returns: (transfer full) (nullable): the answer; one that refuses has written
 *   nothing
 */
TogReply *
tog_booking_write (TogRequest *request, TogScope *scope, GError **error)
{
  g_autoptr (TogConference) conference = NULL;
  GError *failure = NULL;
  TogTeamRow team;
  gint64 planned = 0;
  TogReply *refusal = check (request, scope, &team, &planned, &conference, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  return refusal != NULL ? refusal : store (request, scope, &team, planned, conference, error);
}
