#include "config.h"

#include "tog-handlers.h"
#include "tog-history-item.h"
#include "tog-invite-log.h"
#include "tog-json.h"
#include "tog-notes.h"
#include "tog-random.h"

#include <string.h>

/* How many sessions can be asked for by their ids. */
#define MAX_IDS 50

/* An answer ends after the item with which it gets longer than this: what may be
 * written into notes could make a page longer than any client reads. */
#define MAX_BYTES (2 * 1024 * 1024)

/* What is being answered. */
typedef struct
{
  GString *json;
  guint n_items;
} Answer;

static TogHistoryItem *
read_item (TogScope *scope, gint64 id, GError **error)
{
  g_autoptr (TogSession) session = tog_query_session_by_id (scope, id, error);
  g_autoptr (TogNote) note = NULL;
  g_autoptr (GPtrArray) invites = NULL;
  gint64 version;

  if (session == NULL)
    return NULL;
  if (!tog_notes_query (scope, id, &note, &version, error))
    return NULL;
  invites = tog_invite_log_read (scope, id, error);
  return invites != NULL ? tog_history_item_new (session, note, invites) : NULL;
}

static void
begin (Answer *answer)
{
  answer->json = g_string_new ("{\"items\":[");
  answer->n_items = 0;
}

static gboolean
is_full (const Answer *answer)
{
  return answer->json->len > MAX_BYTES;
}

static void
add (Answer *answer, TogHistoryItem *item)
{
  if (answer->n_items++ > 0)
    g_string_append_c (answer->json, ',');
  tog_history_item_append_json (answer->json, item);
}

static TogReply *
finish (Answer *answer, TogScope *scope, const char *next, GError **error)
{
  gint64 total;

  if (!tog_query_count_sessions (scope, &total, error))
    return NULL;
  g_string_append (answer->json, "],\"next\":");
  tog_json_append_text (answer->json, next);
  g_string_append_printf (answer->json, ",\"total\":%" G_GINT64_FORMAT "}", total);
  return tog_reply_new_json (200, g_string_free (g_steal_pointer (&answer->json), FALSE));
}

static TogReply *
answer_page (TogScope *scope, const TogPage *page, GError **error)
{
  g_autoptr (GArray) ids = tog_query_session_ids (scope, page, error);
  g_autofree char *position = NULL;
  g_autofree char *next = NULL;
  Answer answer;
  TogReply *reply = NULL;
  guint i;

  if (ids == NULL)
    return NULL;
  begin (&answer);
  for (i = 0; i < MIN (ids->len, page->limit) && !is_full (&answer); i++)
    {
      g_autoptr (TogHistoryItem) item = read_item (scope, g_array_index (ids, gint64, i), error);

      if (item == NULL)
        break;
      add (&answer, item);
      g_free (position);
      position =
          g_strdup_printf ("%" G_GINT64_FORMAT " %s", item->session->slot.start, item->session->id);
    }
  if (*error == NULL)
    {
      if (i < ids->len)
        next = tog_base64url_encode (position, strlen (position));
      reply = finish (&answer, scope, next, error);
    }
  if (answer.json != NULL)
    g_string_free (answer.json, TRUE);
  return reply;
}

/* What is not there, or not the member's to see, is left out. */
static TogReply *
answer_ids (TogScope *scope, char **keys, GError **error)
{
  g_autofree char *rest = NULL;
  Answer answer;
  TogReply *reply = NULL;
  guint i;

  begin (&answer);
  for (i = 0; keys[i] != NULL && !is_full (&answer) && *error == NULL; i++)
    {
      gint64 id = tog_query_session_id (scope, keys[i], error);
      g_autoptr (TogHistoryItem) item = id != 0 ? read_item (scope, id, error) : NULL;

      if (item != NULL)
        add (&answer, item);
    }
  if (*error == NULL)
    {
      if (keys[i] != NULL)
        rest = g_strjoinv (",", keys + i);
      reply = finish (&answer, scope, rest, error);
    }
  if (answer.json != NULL)
    g_string_free (answer.json, TRUE);
  return reply;
}

TogReply *
tog_handle_history (TogRequest *request, TogScope *scope, GError **error)
{
  const char *sessions = tog_request_get_query (request, "session");
  g_autofree char *position = NULL;
  TogPage page = { 0 };
  TogReply *refusal;

  if (sessions != NULL)
    {
      g_auto (GStrv) keys = g_strsplit (sessions, ",", MAX_IDS + 1);

      if (keys[0] == NULL || g_strv_length (keys) > MAX_IDS)
        return tog_handler_refuse_parameter ("session", "session must be up to 50 ids.");
      return answer_ids (scope, keys, error);
    }
  refusal = tog_handler_read_page (request, &page, &position);
  return refusal != NULL ? refusal : answer_page (scope, &page, error);
}
