#include "config.h"

#include "tog-handlers.h"

#include "tog-invite.h"
#include "tog-json.h"
#include "tog-query.h"
#include "tog-random.h"
#include "tog-seat.h"
#include "tog-server-resources.h"

#include <string.h>

/* Longest range of availability in one answer. */
#define MAX_RANGE_DAYS 62

#define MAX_PAGE 200
#define DEFAULT_PAGE 50
#define MAX_CURSOR_LENGTH 200

/**
 * tog_handler_refuse_parameter:
 * @name: of the query's parameter
 * @detail: what is wrong with it
 *
 * Returns: (transfer full): a reply
 */
TogReply *
tog_handler_refuse_parameter (const char *name, const char *detail)
{
  return tog_reply_new_problem (400, NULL, "Malformed request", detail, name);
}

/**
 * tog_handler_read_json:
 * @request: with a body
 * @body: (out) (transfer full): what was sent
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_handler_read_json (TogRequest *request, JsonNode **body)
{
  g_autoptr (GError) error = NULL;

  *body = tog_json_parse ((const char *) request->body->data, request->body->len, &error);
  return *body != NULL
             ? NULL
             : tog_reply_new_problem (400, NULL, "Malformed request", error->message, NULL);
}

/**
 * tog_handler_read_change:
 * @request: with a body
 * @body: (out) (transfer full): what was sent
 *
 * Reads what is to take the place of something, which has to say of which version.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_handler_read_change (TogRequest *request, JsonNode **body)
{
  TogReply *refusal = tog_handler_read_json (request, body);

  if (refusal != NULL || request->if_match != NULL)
    return refusal;
  return tog_reply_new_problem (428,
                                "/problems/if-match-missing",
                                "If-Match is missing",
                                "A change needs If-Match with the version that was seen.",
                                MHD_HTTP_HEADER_IF_MATCH);
}

/**
 * tog_handler_answer_absent:
 * @failure: (transfer full) (nullable): why something could not be looked up
 * @error: return location
 *
 * Returns: (transfer full) (nullable): that it is not there, unless @failure is set
 */
TogReply *
tog_handler_answer_absent (GError *failure, GError **error)
{
  if (failure == NULL)
    return tog_reply_new_not_found ();
  g_propagate_error (error, failure);
  return NULL;
}

/**
 * tog_handler_refuse_changed:
 * @current: what is there now
 * @detail: what is to be done
 *
 * Returns: (transfer full): a reply that a change is based on an older version
 */
TogReply *
tog_handler_refuse_changed (TogReply *current, const char *detail)
{
  TogReply *reply =
      tog_reply_new_problem (412, NULL, "Changed meanwhile", detail, MHD_HTTP_HEADER_IF_MATCH);

  reply->etag = g_strdup (current->etag);
  return reply;
}

/* Makes the answer of what a query found, as JSON: nothing means that it is not
 * there, unless something failed. */
static TogReply *
answer_text (char *text, gint64 version, GError *failure, GError **error)
{
  TogReply *reply;

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  if (text == NULL)
    return tog_reply_new_not_found ();

  reply = tog_reply_new_json (200, text);
  tog_reply_take_version (reply, version);
  return reply;
}

static TogReply *
answer_node (JsonNode *node, gint64 version, GError *failure, GError **error)
{
  return answer_text (node != NULL ? tog_json_print (node) : NULL, version, failure, error);
}

TogReply *
tog_handle_document (TogRequest *request, TogDb *db, GError **error)
{
  GBytes *bytes = g_resource_lookup_data (
      tog_server_get_resource (), "/org/together/server/openapi.json", 0, error);
  TogReply *reply;

  if (bytes == NULL)
    return NULL;
  reply = tog_reply_new (200, "application/json", bytes);
  tog_reply_take_version (reply, 0);
  return reply;
}

/* The name of the organization, where there is only one. */
static char *
find_only_organization (TogDb *db, GError **error)
{
  g_autoptr (TogStatement) find =
      tog_db_prepare (db, "SELECT iif (count (*) = 1, max (name), NULL) FROM organization", error);

  if (find == NULL || tog_statement_step (find, error) != TOG_STEP_ROW)
    return NULL;
  return g_strdup (tog_statement_get_text (find, 0));
}

TogReply *
tog_handle_about (TogRequest *request, TogDb *db, GError **error)
{
  g_autofree char *name = g_strdup (request->settings->name);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  GError *failure = NULL;

  if (name == NULL)
    name = find_only_organization (db, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  object = json_object_new ();
  json_object_set_string_member (object, "service", "together");
  json_object_set_string_member (object, "api", "1");
  json_object_set_string_member (object, "version", TOG_VERSION);
  tog_json_object_set_text (object, "name", name);
  node = tog_json_take_object (object);
  return tog_reply_new_json (200, tog_json_print (node));
}

TogReply *
tog_handle_me (TogRequest *request, TogScope *scope, GError **error)
{
  GError *failure = NULL;
  gint64 version = 0;
  g_autoptr (TogMe) me = tog_query_me (scope, &version, &failure);
  g_autoptr (JsonNode) node = me != NULL ? tog_me_to_json (me) : NULL;

  return answer_node (node, version, failure, error);
}

TogReply *
tog_handle_home (TogRequest *request, TogScope *scope, GError **error)
{
  GError *failure = NULL;
  g_autoptr (TogHome) home = tog_query_home (scope, &failure);
  g_autoptr (JsonNode) node = home != NULL ? tog_home_to_json (home) : NULL;

  return answer_node (node, 0, failure, error);
}

TogReply *
tog_handle_match (TogRequest *request, TogScope *scope, GError **error)
{
  GError *failure = NULL;
  g_autoptr (TogMatch) match = tog_query_match (scope, request->item, &failure);
  g_autoptr (JsonNode) node = match != NULL ? tog_match_to_json (match) : NULL;

  return answer_node (node, 0, failure, error);
}

TogReply *
tog_handle_group (TogRequest *request, TogScope *scope, GError **error)
{
  GError *failure = NULL;
  g_autoptr (TogGroup) group = tog_query_group (scope, request->item, &failure);
  g_autoptr (JsonNode) node = group != NULL ? tog_group_to_json (group) : NULL;

  return answer_node (node, 0, failure, error);
}

TogReply *
tog_handle_session (TogRequest *request, TogScope *scope, GError **error)
{
  GError *failure = NULL;
  gint64 version = 0;
  g_autoptr (TogSession) session = tog_query_session (scope, request->item, &version, &failure);

  return answer_text (
      session != NULL ? tog_session_to_text (session) : NULL, version, failure, error);
}

/**
 * tog_handler_read_page:
 * @request: a request for a list
 * @page: (out): which part of it
 * @position: (out) (transfer full) (nullable): what @page refers to
 *
 * Reads "limit" and "cursor". A cursor is the position of the last item seen,
 * encoded so that nobody is tempted to make one up; it lets nobody see more.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_handler_read_page (TogRequest *request, TogPage *page, char **position)
{
  const char *limit = tog_request_get_query (request, "limit");
  const char *cursor = tog_request_get_query (request, "cursor");
  guint64 value = DEFAULT_PAGE;
  gsize size;

  if (limit != NULL && !g_ascii_string_to_unsigned (limit, 10, 1, MAX_PAGE, &value, NULL))
    return tog_handler_refuse_parameter ("limit", "limit must be a number from 1 to 200.");
  page->limit = value;
  if (cursor == NULL)
    return NULL;

  if (strlen (cursor) <= MAX_CURSOR_LENGTH)
    {
      g_autofree guint8 *bytes = tog_base64url_decode (cursor, &size);

      if (bytes != NULL)
        *position = g_strndup ((const char *) bytes, size);
    }
  if (*position == NULL || !g_utf8_validate (*position, -1, NULL) ||
      strchr (*position, ' ') == NULL)
    return tog_handler_refuse_parameter ("cursor",
                                         "cursor must be what next of the page before said.");
  page->after = *position;
  return NULL;
}

static TogReply *
answer_page (GPtrArray *items, TogToJsonFunc to_json, TogPage *page)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *next = NULL;
  JsonObject *object = json_object_new ();

  if (page->next != NULL)
    next = tog_base64url_encode (page->next, strlen (page->next));
  json_object_set_member (object, "items", tog_json_list_write (items, to_json));
  tog_json_object_set_text (object, "next", next);
  node = tog_json_take_object (object);
  return tog_reply_new_json (200, tog_json_print (node));
}

TogReply *
tog_handle_matches (TogRequest *request, TogScope *scope, GError **error)
{
  TogPage page = { 0 };
  g_autofree char *position = NULL;
  g_autofree char *next = NULL;
  g_autoptr (GPtrArray) matches = NULL;
  TogReply *refusal = tog_handler_read_page (request, &page, &position);

  if (refusal != NULL)
    return refusal;
  matches = tog_query_matches (scope, &page, error);
  next = page.next;
  return matches != NULL ? answer_page (matches, (TogToJsonFunc) tog_match_to_json, &page) : NULL;
}

TogReply *
tog_handle_groups (TogRequest *request, TogScope *scope, GError **error)
{
  TogPage page = { 0 };
  g_autofree char *position = NULL;
  g_autofree char *next = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  TogReply *refusal = tog_handler_read_page (request, &page, &position);

  if (refusal != NULL)
    return refusal;
  groups = tog_query_groups (scope, &page, error);
  next = page.next;
  return groups != NULL ? answer_page (groups, (TogToJsonFunc) tog_group_to_json, &page) : NULL;
}

TogReply *
tog_handle_sessions (TogRequest *request, TogScope *scope, GError **error)
{
  const char *state = tog_request_get_query (request, "state");
  TogPage page = { 0 };
  g_autofree char *position = NULL;
  g_autofree char *next = NULL;
  g_autoptr (GPtrArray) sessions = NULL;
  TogReply *refusal = tog_handler_read_page (request, &page, &position);
  TogSessionState known;

  if (refusal != NULL)
    return refusal;
  if (state != NULL &&
      (!tog_session_state_from_string (state, &known) || known == TOG_SESSION_NOT_SCHEDULED))
    return tog_handler_refuse_parameter ("state",
                                         "state must be scheduled, completed or cancelled.");
  sessions = tog_query_sessions (scope, state, &page, error);
  next = page.next;
  return sessions != NULL ? answer_page (sessions, (TogToJsonFunc) tog_session_to_json, &page)
                          : NULL;
}

/**
 * tog_handler_read_range:
 * @request: a request with "from" and "to"
 * @range: (out): between the two
 *
 * Reads a range, which must be one in the calendar's sense too: years of four
 * digits.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_handler_read_range (TogRequest *request, TogSlot *range)
{
  const char *from = tog_request_get_query (request, "from");
  const char *to = tog_request_get_query (request, "to");

  if (from == NULL || !tog_instant_parse (from, &range->start, NULL))
    return tog_handler_refuse_parameter ("from",
                                         "from must be an instant such as 2026-11-23T10:15:00Z.");
  if (to == NULL || !tog_instant_parse (to, &range->end, NULL))
    return tog_handler_refuse_parameter ("to",
                                         "to must be an instant such as 2026-11-23T10:15:00Z.");
  if (tog_slot_is_empty (*range))
    return tog_handler_refuse_parameter ("to", "to must be after from.");
  if (range->end - range->start > MAX_RANGE_DAYS * TOG_DAY_SECONDS)
    return tog_handler_refuse_parameter ("to", "to must be at most 62 days after from.");
  return NULL;
}

/**
 * tog_handler_find_moving:
 * @request: a request about times
 * @scope: what the member may see
 * @team: the match or group it is about
 * @moving: (out): id of the session in the database that "moving" names, 0 where it
 *   is left out
 * @error: return location
 *
 * Finds the session that stands in nobody's way, as it is to be moved.
 *
 * Returns: (transfer full) (nullable): how to refuse it; %NULL where it was found,
 *   and where @error is set
 */
TogReply *
tog_handler_find_moving (TogRequest *request,
                         TogScope *scope,
                         const TogTeamRow *team,
                         gint64 *moving,
                         GError **error)
{
  const char *key = tog_request_get_query (request, "moving");
  GError *failure = NULL;
  TogSeat seat;

  *moving = 0;
  if (key == NULL)
    return NULL;
  if (tog_seat_find (&seat, scope, key, &failure) && seat.team.id == team->id &&
      seat.team.is_group == team->is_group)
    {
      *moving = seat.session;
      return NULL;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  return tog_handler_refuse_parameter ("moving",
                                       "moving must be a session of this match or group "
                                       "that you take part in.");
}

static TogReply *
answer_times (TogRequest *request,
              TogScope *scope,
              gboolean (*find) (TogScope *, const char *, TogTeamRow *, GError **),
              GError **error)
{
  GError *failure = NULL;
  g_autoptr (TogTimes) times = NULL;
  TogTeamRow team;
  TogSlot range;
  gint64 moving;
  TogReply *refusal = tog_handler_read_range (request, &range);

  if (refusal != NULL)
    return refusal;
  if (!find (scope, request->item, &team, &failure))
    return answer_node (NULL, 0, failure, error);
  refusal = tog_handler_find_moving (request, scope, &team, &moving, &failure);
  if (failure != NULL)
    return answer_node (NULL, 0, failure, error);
  if (refusal != NULL)
    return refusal;

  times = tog_query_times (scope, &team, moving, range, error);
  return times != NULL ? tog_reply_new_json (200, tog_times_to_text (times)) : NULL;
}

TogReply *
tog_handle_availability (TogRequest *request, TogScope *scope, GError **error)
{
  return answer_times (request, scope, tog_query_match_row, error);
}

TogReply *
tog_handle_group_availability (TogRequest *request, TogScope *scope, GError **error)
{
  return answer_times (request, scope, tog_query_group_row, error);
}

TogReply *
tog_handle_invite (TogRequest *request, TogScope *scope, GError **error)
{
  GError *failure = NULL;
  gint64 version = 0;
  g_autoptr (TogSession) session = tog_query_session (scope, request->item, &version, &failure);
  g_autoptr (TogMe) me = NULL;
  TogInviteMethod method;
  TogInstant stamp;
  char *text;

  if (session == NULL)
    return answer_node (NULL, 0, failure, error);
  me = tog_query_me (scope, &version, error);
  if (me == NULL || !tog_query_session_stamp (scope, request->item, &stamp, error))
    return NULL;

  method = session->state == TOG_SESSION_CANCELLED ? TOG_INVITE_CANCEL : TOG_INVITE_REQUEST;
  text = tog_invite_to_ical (session,
                             method,
                             request->settings->mail_name != NULL ? request->settings->mail_name
                                                                  : me->organization_name,
                             request->settings->mail_from,
                             stamp);
  return tog_reply_new (200,
                        method == TOG_INVITE_CANCEL
                            ? "text/calendar; charset=utf-8; method=CANCEL"
                            : "text/calendar; charset=utf-8; method=REQUEST",
                        g_bytes_new_take (text, strlen (text)));
}
