#include "config.h"

#include "tog-change-token.h"
#include "tog-handlers.h"
#include "tog-json.h"
#include "tog-streams.h"

#define MAX_ITEMS 500

#define EVENT_STREAM "text/event-stream"

/* When somebody for whom there is no stream may ask again. */
#define STREAM_RETRY_SECONDS 60

static char *
make_token (TogRequest *request, gint64 change)
{
  return tog_change_token_make (request->settings->secret, request->identity.member, change);
}

static gboolean
read_token (TogRequest *request, const char *text, gint64 *change)
{
  return tog_change_token_read (request->settings->secret, request->identity.member, text, change);
}

static JsonNode *
read_change (TogRequest *request, TogStatement *row)
{
  JsonObject *object = json_object_new ();
  g_autofree char *token = make_token (request, tog_statement_get_int (row, 0));

  json_object_set_string_member (object, "token", token);
  json_object_set_string_member (object, "kind", tog_statement_get_text (row, 1));
  json_object_set_string_member (object, "id", tog_statement_get_text (row, 2));
  json_object_set_string_member (object, "change", tog_statement_get_text (row, 3));
  return tog_json_take_object (object);
}

static TogReply *
answer (TogRequest *request, JsonArray *items, gint64 last, gboolean more)
{
  JsonObject *object = json_object_new ();
  g_autofree char *next = make_token (request, last);
  g_autoptr (JsonNode) node = NULL;

  json_object_set_array_member (object, "items", items);
  json_object_set_string_member (object, "next", next);
  json_object_set_boolean_member (object, "more", more);
  node = tog_json_take_object (object);
  return tog_reply_new_json (200, tog_json_print (node));
}

/* Of all that happened to one thing only the last is told, in its place. What came and
 * was changed since has come; what came and went has gone, as somebody may have seen it
 * in between. */
static TogReply *
list_changes (TogRequest *request, TogScope *scope, gint64 since, gint64 newest, GError **error)
{
  g_autoptr (TogStatement) list =
      tog_scope_prepare (scope,
                         "WITH item (opened, closed) AS (SELECT min (change.id), max (change.id) "
                         "FROM change JOIN member ON member.id = member_id "
                         "WHERE member_id = :me AND organization_id = :org AND change.id > :since "
                         "GROUP BY kind, item_key ORDER BY 2 LIMIT :limit) "
                         "SELECT change.id, change.kind, change.item_key, "
                         "iif (change.change = 'updated' AND first.change = 'created', "
                         "'created', change.change) FROM item "
                         "JOIN change ON change.id = closed "
                         "JOIN change AS first ON first.id = opened ORDER BY change.id",
                         error);
  g_autoptr (JsonArray) items = json_array_new ();
  gint64 last = since;
  TogStep step;

  if (list == NULL)
    return NULL;
  tog_statement_bind_int (list, ":since", since);
  tog_statement_bind_int (list, ":limit", MAX_ITEMS + 1);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW &&
         json_array_get_length (items) < MAX_ITEMS)
    {
      last = tog_statement_get_int (list, 0);
      json_array_add_element (items, read_change (request, list));
    }
  if (step == TOG_STEP_ERROR)
    return NULL;

  /* At the end the token moves on past what others saw change, so that it does
   * not grow old while nothing happens to this member. */
  return answer (request,
                 g_steal_pointer (&items),
                 step == TOG_STEP_ROW ? last : newest,
                 step == TOG_STEP_ROW);
}

static TogReply *
refuse_token (const char *name)
{
  g_autofree char *detail =
      g_strconcat (name, " must be a token that was given to this member here.", NULL);

  return tog_reply_new_problem (400, NULL, "Malformed request", detail, name);
}

TogReply *
tog_handle_changes (TogRequest *request, TogScope *scope, GError **error)
{
  const char *text = tog_request_get_query (request, "since");
  gint64 since;
  gint64 newest;
  gint64 tidied;

  if (text != NULL && !read_token (request, text, &since))
    return refuse_token ("since");
  if (!tog_scope_get_change_bounds (scope, &newest, &tidied, error))
    return NULL;
  if (text == NULL)
    return answer (request, json_array_new (), newest, FALSE);
  if (since < tidied || since > newest)
    return tog_reply_new_problem (410,
                                  NULL,
                                  "The changes are too old",
                                  "Start again without since, and read everything anew.",
                                  "since");
  return list_changes (request, scope, since, newest, error);
}

static TogReply *
refuse_stream (guint status, const char *title, const char *detail)
{
  TogReply *reply = tog_reply_new_problem (status, NULL, title, detail, NULL);

  reply->retry_after = STREAM_RETRY_SECONDS;
  return reply;
}

/* Whatever token a client brings, it is told the newest: what lies between the two it
 * asks for by getChanges, which also says where a token is too old. */
TogReply *
tog_handle_events (TogRequest *request, TogScope *scope, GError **error)
{
  const char *last = tog_request_get_header (request, "Last-Event-ID");
  const char *since = tog_request_get_query (request, "since");
  TogStream *stream = NULL;
  TogReply *reply;
  gint64 newest;
  gint64 tidied;
  gint64 known;

  if (last != NULL && !read_token (request, last, &known))
    return refuse_token ("Last-Event-ID");
  if (since != NULL && !read_token (request, since, &known))
    return refuse_token ("since");
  if (request->is_head)
    return tog_reply_new (200, EVENT_STREAM, NULL);
  if (!tog_scope_get_change_bounds (scope, &newest, &tidied, error))
    return NULL;

  switch (tog_streams_open (request->settings->streams,
                            request->connection,
                            request->token,
                            request->identity.member,
                            newest,
                            &stream))
    {
    case TOG_STREAM_TOO_MANY_OF_MEMBER:
      return refuse_stream (429, "Too many streams", "Close one of your other streams first.");
    case TOG_STREAM_TOO_MANY:
      return refuse_stream (503, "Too many streams", "Ask for changes now and then instead.");
    case TOG_STREAM_OPENED:
    default:
      reply = tog_reply_new (200, EVENT_STREAM, NULL);
      reply->stream = stream;
      return reply;
    }
}
