#include "config.h"

#include "tog-feed.h"

#include "tog-invite.h"
#include "tog-json.h"
#include "tog-query.h"
#include "tog-random.h"

#include <string.h>

#define SUFFIX ".ics"
#define SECRET_LENGTH 43

/* From when on a feed has sessions, counted back from the present. */
#define PAST_SECONDS (365 * TOG_DAY_SECONDS)

/**
 * tog_feed_digest:
 * @item: how a feed's path ends
 * @digest: (out): SHA-256 of the secret in it
 *
 * Gets what the database knows a feed by. To look a digest up takes a time that
 * says nothing of the secret it was made of.
 *
 * Returns: whether @item has the form of one: 43 characters of base64url and ".ics"
 */
gboolean
tog_feed_digest (const char *item, guint8 digest[TOG_TOKEN_DIGEST_BYTES])
{
  g_autoptr (GChecksum) checksum = NULL;
  gsize size = TOG_TOKEN_DIGEST_BYTES;

  if (strlen (item) != SECRET_LENGTH + strlen (SUFFIX) || !g_str_has_suffix (item, SUFFIX))
    return FALSE;
  for (guint i = 0; i < SECRET_LENGTH; i++)
    {
      if (!g_ascii_isalnum (item[i]) && item[i] != '-' && item[i] != '_')
        return FALSE;
    }

  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) item, SECRET_LENGTH);
  g_checksum_get_digest (checksum, digest, &size);
  return TRUE;
}

/**
 * tog_feed_find:
 * @db: a connection
 * @digest: of the feed's secret
 * @identity: (out): whose it is
 * @found: (out): whether it is known and not revoked
 * @error: return location
 *
 * Looks up whose a feed is.
 *
 * Returns: whether it could be looked up
 */
gboolean
tog_feed_find (TogDb *db,
               const guint8 digest[TOG_TOKEN_DIGEST_BYTES],
               TogIdentity *identity,
               gboolean *found,
               GError **error)
{
  g_autoptr (TogStatement) find =
      tog_db_prepare (db,
                      "SELECT organization_id, member.id FROM feed "
                      "JOIN member ON member.id = member_id WHERE digest = :digest AND active",
                      error);
  TogStep step;

  if (find == NULL)
    return FALSE;
  tog_statement_bind_blob (find, ":digest", digest, TOG_TOKEN_DIGEST_BYTES);
  step = tog_statement_step (find, error);
  *found = step == TOG_STEP_ROW;
  if (*found)
    {
      identity->organization = tog_statement_get_int (find, 0);
      identity->member = tog_statement_get_int (find, 1);
    }
  return step != TOG_STEP_ERROR;
}

/* A Feed of the API document; @made is 0 where there is none. */
static TogReply *
answer_feed (guint status, const char *url, TogInstant made)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *time = made > 0 ? tog_instant_format (made) : NULL;
  JsonObject *object = json_object_new ();

  tog_json_object_set_text (object, "url", url);
  tog_json_object_set_text (object, "created_at", time);
  node = tog_json_take_object (object);
  return tog_reply_new_json (status, tog_json_print (node));
}

TogReply *
tog_feed_handle_get (TogRequest *request, TogScope *scope, GError **error)
{
  g_autoptr (TogStatement) find =
      tog_scope_prepare (scope,
                         "SELECT created_at FROM feed JOIN member ON member.id = member_id "
                         "WHERE member_id = :me AND organization_id = :org",
                         error);
  TogStep step;

  if (find == NULL)
    return NULL;
  step = tog_statement_step (find, error);
  if (step == TOG_STEP_ERROR)
    return NULL;
  return answer_feed (200, NULL, step == TOG_STEP_ROW ? tog_statement_get_int (find, 0) : 0);
}

TogReply *
tog_feed_handle_read (TogRequest *request, TogScope *scope, GError **error)
{
  TogInstant stamp = 0;
  gint64 version = 0;
  g_autoptr (TogMe) me = tog_query_me (scope, &version, error);
  g_autoptr (GPtrArray) sessions = NULL;
  TogReply *reply;
  char *text;

  if (me == NULL)
    return NULL;
  sessions = tog_query_feed (scope, tog_scope_get_now (scope) - PAST_SECONDS, &stamp, error);
  if (sessions == NULL)
    return NULL;

  text = tog_feed_to_ical (me->organization_name, sessions, stamp);
  reply =
      tog_reply_new (200, "text/calendar; charset=utf-8", g_bytes_new_take (text, strlen (text)));
  tog_reply_take_version (reply, 0);
  return reply;
}

static const char *
get_public_url (TogRequest *request)
{
  return g_atomic_pointer_get ((char **) &request->settings->public_url);
}

/**
 * tog_feed_make_parse:
 * @request: without a body
 *
 * Makes up the secret, of what only the client has: its token and the request's
 * key. So the same request gets the same answer, and still the secret is nowhere
 * in the database.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_feed_make_parse (TogRequest *request)
{
  static const char purpose[] = "feed";
  const char *token = tog_request_get_header (request, MHD_HTTP_HEADER_AUTHORIZATION);
  g_autoptr (GHmac) hmac = NULL;
  guint8 secret[32];
  gsize size = sizeof secret;

  /* Without it nobody gets as far as here. */
  g_return_val_if_fail (token != NULL, tog_reply_new_not_found ());
  if (get_public_url (request) == NULL)
    return tog_reply_new_problem (
        503, NULL, "Starting", "The server does not know its own address yet.", NULL);

  token = strchr (token, ' ') + 1;
  hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) token, strlen (token));
  g_hmac_update (hmac, (const guchar *) purpose, sizeof purpose);
  g_hmac_update (hmac, (const guchar *) request->key, strlen (request->key));
  g_hmac_get_digest (hmac, secret, &size);
  request->input = tog_base64url_encode (secret, sizeof secret);
  request->free_input = g_free;
  return NULL;
}

/**
 * tog_feed_make_write:
 * @request: that was read by tog_feed_make_parse()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Makes a feed, in the place of one that was there.
 *
 * Returns: (transfer full) (nullable): the answer, still without the address
 */
TogReply *
tog_feed_make_write (TogRequest *request, TogScope *scope, GError **error)
{
  g_autoptr (TogStatement) insert =
      tog_scope_prepare (scope,
                         "INSERT INTO feed (digest, member_id, created_at) "
                         "SELECT :digest, id, :now FROM member "
                         "WHERE id = :me AND organization_id = :org "
                         "ON CONFLICT (member_id) DO UPDATE SET digest = excluded.digest, "
                         "created_at = excluded.created_at",
                         error);
  g_autofree char *item = g_strconcat (request->input, SUFFIX, NULL);
  guint8 digest[TOG_TOKEN_DIGEST_BYTES];

  if (insert == NULL)
    return NULL;
  tog_feed_digest (item, digest);
  tog_statement_bind_blob (insert, ":digest", digest, sizeof digest);
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  if (!tog_statement_run (insert, error))
    return NULL;
  return answer_feed (201, NULL, tog_scope_get_now (scope));
}

/**
 * tog_feed_make_finish:
 * @request: that was answered
 * @reply: what is answered, now or as before
 *
 * Tells the feed's address.
 */
void
tog_feed_make_finish (TogRequest *request, TogReply *reply)
{
  gsize size;
  const char *text = g_bytes_get_data (reply->body, &size);
  g_autoptr (JsonNode) node = reply->status == 201 ? tog_json_parse (text, size, NULL) : NULL;
  g_autofree char *url = NULL;
  char *whole;

  if (node == NULL)
    return;
  url = g_strconcat (get_public_url (request), "/feeds/", request->input, SUFFIX, NULL);
  json_object_set_string_member (json_node_get_object (node), "url", url);
  whole = tog_json_print (node);
  g_bytes_unref (reply->body);
  reply->body = g_bytes_new_take (whole, strlen (whole));
}

TogReply *
tog_feed_revoke_parse (TogRequest *request)
{
  return NULL;
}

/**
 * tog_feed_revoke_write:
 * @request: without a body
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Makes the member's feed useless, if there is one.
 *
 * Returns: (transfer full) (nullable): the answer
 */
TogReply *
tog_feed_revoke_write (TogRequest *request, TogScope *scope, GError **error)
{
  g_autoptr (TogStatement) remove =
      tog_scope_prepare (scope,
                         "DELETE FROM feed WHERE member_id = "
                         "(SELECT id FROM member WHERE id = :me AND organization_id = :org)",
                         error);

  if (remove == NULL || !tog_statement_run (remove, error))
    return NULL;
  return answer_feed (200, NULL, 0);
}
