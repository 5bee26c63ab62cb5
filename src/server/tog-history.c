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

/* How many are read at once, of which some may not fit then. */
#define BATCH 100

/* What is being answered. */
typedef struct
{
  GString *json;
  guint n_items;
  char *position; /* (owned) (nullable): of the last item */
} Answer;

static void
clear_answer (Answer *answer)
{
  if (answer->json != NULL)
    g_string_free (answer->json, TRUE);
  g_free (answer->position);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, clear_answer)

static void
add_item (Answer *answer, TogSession *session, TogNote *note, GPtrArray *invites)
{
  g_autoptr (TogHistoryItem) item = tog_history_item_new (session, note, invites);

  if (answer->n_items++ > 0)
    g_string_append_c (answer->json, ',');
  tog_history_item_append_json (answer->json, item);
  g_free (answer->position);
  answer->position = g_strdup_printf ("%" G_GINT64_FORMAT " %s", session->slot.start, session->id);
}

static gboolean
is_full (const Answer *answer)
{
  return answer->json->len > MAX_BYTES;
}

/* Returns: how many of the ids were done with; fewer than all where no more fit */
static guint
add_batch (Answer *answer, TogScope *scope, GArray *ids, GError **error)
{
  g_autoptr (GHashTable) sessions = tog_query_sessions_by_ids (scope, ids, error);
  g_autoptr (GHashTable) notes = NULL;
  g_autoptr (GHashTable) invites = NULL;
  guint i;

  if (sessions == NULL)
    return 0;
  notes = tog_notes_query (scope, ids, error);
  if (notes == NULL)
    return 0;
  invites = tog_invite_log_read (scope, ids, error);
  if (invites == NULL)
    return 0;

  for (i = 0; i < ids->len && !is_full (answer); i++)
    {
      const gint64 *id = &g_array_index (ids, gint64, i);
      TogSession *session = g_hash_table_lookup (sessions, id);

      if (session != NULL)
        add_item (
            answer, session, g_hash_table_lookup (notes, id), g_hash_table_lookup (invites, id));
    }
  return i;
}

/* Returns: how many of the ids were done with */
static guint
add_items (Answer *answer, TogScope *scope, GArray *ids, guint n_ids, GError **error)
{
  guint n_done = 0;

  answer->json = g_string_new ("{\"items\":[");
  while (n_done < n_ids && !is_full (answer) && *error == NULL)
    {
      g_autoptr (GArray) batch = g_array_new (FALSE, FALSE, sizeof (gint64));

      g_array_append_vals (
          batch, &g_array_index (ids, gint64, n_done), MIN (BATCH, n_ids - n_done));
      n_done += add_batch (answer, scope, batch, error);
    }
  return n_done;
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
  g_autoptr (GArray) ids = tog_query_session_ids (scope, NULL, page, error);
  g_auto (Answer) answer = { NULL, 0, NULL };
  g_autofree char *next = NULL;
  TogReply *reply;
  guint n_done;

  if (ids == NULL)
    return NULL;
  n_done = add_items (&answer, scope, ids, MIN (ids->len, page->limit), error);
  if (*error != NULL)
    return NULL;
  if (n_done < ids->len)
    next = tog_base64url_encode (answer.position, strlen (answer.position));
  reply = finish (&answer, scope, next, error);
  if (reply != NULL && next != NULL)
    reply->link = g_strdup_printf ("<?limit=%u&cursor=%s>; rel=\"next\"", page->limit, next);
  return reply;
}

/* What is not there, or not the member's to see, is left out. */
static TogReply *
answer_keys (TogScope *scope, char **keys, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (Answer) answer = { NULL, 0, NULL };
  g_autofree char *rest = NULL;
  guint n_done;

  for (guint i = 0; keys[i] != NULL && *error == NULL; i++)
    {
      gint64 id = tog_query_session_id (scope, keys[i], error);

      g_array_append_val (ids, id);
    }
  n_done = add_items (&answer, scope, ids, ids->len, error);
  if (*error != NULL)
    return NULL;
  if (n_done < ids->len)
    rest = g_strjoinv (",", keys + n_done);
  return finish (&answer, scope, rest, error);
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
      return answer_keys (scope, keys, error);
    }
  refusal = tog_handler_read_page (request, &page, &position);
  return refusal != NULL ? refusal : answer_page (scope, &page, error);
}
