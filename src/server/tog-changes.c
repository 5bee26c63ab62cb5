#include "config.h"

#include "tog-handlers.h"
#include "tog-json.h"
#include "tog-random.h"

#include <string.h>

#define MAX_ITEMS 500
#define MAX_TOKEN_LENGTH 200

/* Bytes of the signature that a token keeps: guessing 80 bits is hopeless. */
#define SIGNATURE_BYTES 10

/*
 * A token is the number of the last change seen, signed for this member by this
 * database: another's, or one of a database that was replaced, is not accepted.
 * The number is masked by its signature, since it tells how busy others are.
 */
typedef struct
{
  guint64 change;
  guint8 signature[SIGNATURE_BYTES];
} __attribute__ ((packed)) Token;

static void
compute_hmac (TogRequest *request, gconstpointer data, gsize data_size, guint8 digest[32])
{
  gsize key_size;
  gconstpointer key = g_bytes_get_data (request->settings->secret, &key_size);
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, key, key_size);
  gsize size = 32;

  g_hmac_update (hmac, data, data_size);
  g_hmac_get_digest (hmac, digest, &size);
}

static void
sign (TogRequest *request, guint64 change, guint8 signature[SIGNATURE_BYTES])
{
  guint64 text[] = { request->identity.member, change };
  guint8 digest[32];

  compute_hmac (request, text, sizeof text, digest);
  memcpy (signature, digest, SIGNATURE_BYTES);
}

static guint64
mask (TogRequest *request, guint64 change, const guint8 signature[SIGNATURE_BYTES])
{
  guint8 digest[32];
  guint64 noise;

  compute_hmac (request, signature, SIGNATURE_BYTES, digest);
  memcpy (&noise, digest, sizeof noise);
  return change ^ noise;
}

static char *
make_token (TogRequest *request, gint64 change)
{
  Token token;

  sign (request, change, token.signature);
  token.change = mask (request, change, token.signature);
  return tog_base64url_encode (&token, sizeof token);
}

static gboolean
read_token (TogRequest *request, const char *text, gint64 *change)
{
  g_autofree guint8 *bytes = NULL;
  guint8 signature[SIGNATURE_BYTES];
  guint8 difference = 0;
  Token token;
  gsize size;

  if (strlen (text) > MAX_TOKEN_LENGTH)
    return FALSE;
  bytes = tog_base64url_decode (text, &size);
  if (bytes == NULL || size != sizeof token)
    return FALSE;

  memcpy (&token, bytes, sizeof token);
  *change = mask (request, token.change, token.signature);
  sign (request, *change, signature);
  /* The time this takes says nothing of how much was right. */
  for (guint i = 0; i < SIGNATURE_BYTES; i++)
    difference |= signature[i] ^ token.signature[i];
  return difference == 0;
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

static TogReply *
list_changes (TogRequest *request, TogScope *scope, gint64 since, gint64 newest, GError **error)
{
  g_autoptr (TogStatement) list =
      tog_scope_prepare (scope,
                         "SELECT change.id, kind, item_key, change FROM change "
                         "JOIN member ON member.id = member_id "
                         "WHERE member_id = :me AND organization_id = :org AND change.id > :since "
                         "ORDER BY change.id LIMIT :limit",
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

TogReply *
tog_handle_changes (TogRequest *request, TogScope *scope, GError **error)
{
  const char *text = tog_request_get_query (request, "since");
  gint64 since;
  gint64 newest;
  gint64 tidied;

  if (text != NULL && !read_token (request, text, &since))
    return tog_reply_new_problem (400,
                                  NULL,
                                  "Malformed request",
                                  "since must be a token that was given to this member here.",
                                  "since");
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
