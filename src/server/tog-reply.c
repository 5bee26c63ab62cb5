#include "config.h"

#include "tog-reply.h"

#include "tog-db.h"
#include "tog-error.h"
#include "tog-json.h"

#include <string.h>

#define PROBLEM_TYPE "application/problem+json"

/**
 * tog_reply_new:
 * @status: of HTTP
 * @content_type: (nullable): media type of @body, a string that is never freed
 * @body: (transfer full) (nullable): what is answered
 *
 * Returns: (transfer full): a reply
 */
TogReply *
tog_reply_new (guint status, const char *content_type, GBytes *body)
{
  TogReply *self = g_new0 (TogReply, 1);

  self->status = status;
  self->content_type = content_type;
  self->body = body;
  return self;
}

/**
 * tog_reply_new_json:
 * @status: of HTTP
 * @text: (transfer full): JSON
 *
 * Returns: (transfer full): a reply
 */
TogReply *
tog_reply_new_json (guint status, char *text)
{
  return tog_reply_new (status, "application/json", g_bytes_new_take (text, strlen (text)));
}

/* The problems of which a status has only one, or one that is not told apart. */
static const char *
find_type (guint status)
{
  static const struct
  {
    guint status;
    const char *type;
  } TYPES[] = {
    { 400, "/problems/malformed-request" }, { 401, "/problems/unauthorized" },
    { 404, "/problems/not-found" },         { 405, "/problems/method-not-allowed" },
    { 410, "/problems/changes-too-old" },   { 412, "/problems/precondition-failed" },
    { 413, "/problems/body-too-large" },    { 415, "/problems/not-json" },
    { 429, "/problems/too-many-attempts" }, { 500, "/problems/server-failed" },
    { 501, "/problems/not-implemented" },   { 503, "/problems/unavailable" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (TYPES); i++)
    {
      if (TYPES[i].status == status)
        return TYPES[i].type;
    }
  g_return_val_if_reached ("about:blank");
}

/**
 * tog_reply_new_problem:
 * @status: of HTTP
 * @type: (nullable): stable URI reference, which the API document lists; %NULL
 *   for the usual one of @status
 * @title: short, human
 * @detail: (nullable): what is wrong with this request and what to do
 * @field: (nullable): JSON pointer or name of what is wrong
 *
 * Returns: (transfer full): a reply after RFC 9457
 */
TogReply *
tog_reply_new_problem (guint status,
                       const char *type,
                       const char *title,
                       const char *detail,
                       const char *field)
{
  g_autoptr (TogProblem) problem =
      tog_problem_new (status, type != NULL ? type : find_type (status), title, detail, field);

  return tog_reply_new_from_problem (problem);
}

/**
 * tog_reply_new_from_problem:
 * @problem: (transfer none): what went wrong
 *
 * Returns: (transfer full): a reply after RFC 9457
 */
TogReply *
tog_reply_new_from_problem (const TogProblem *problem)
{
  TogReply *self = tog_reply_new_json (problem->status, tog_problem_to_text (problem));

  self->content_type = PROBLEM_TYPE;
  return self;
}

/**
 * tog_reply_new_not_found:
 *
 * Makes the answer about what is not there, or not this member's to see. It
 * says nothing of what was asked for, so that the two are alike to the byte.
 *
 * Returns: (transfer full): a reply
 */
TogReply *
tog_reply_new_not_found (void)
{
  return tog_reply_new_problem (
      404, NULL, "Not found", "There is nothing at this address, or it is not yours to see.", NULL);
}

/**
 * tog_reply_new_failure:
 * @error: what the database said
 *
 * Makes the answer about something that the server could not do. The reason is
 * the operator's to read in the log, not the client's.
 *
 * Returns: (transfer full): a reply
 */
TogReply *
tog_reply_new_failure (const GError *error)
{
  TogReply *self;

  if (error->domain == TOG_DB_ERROR && error->code != TOG_DB_ERROR_DAMAGED)
    {
      self = tog_reply_new_problem (503,
                                    NULL,
                                    "Not possible right now",
                                    "The server can't store or read its data at the moment; "
                                    "nothing was changed. Try again later.",
                                    NULL);
      self->retry_after = 5;
      return self;
    }
  return tog_reply_new_problem (500,
                                NULL,
                                "The server failed",
                                "That is for whoever runs it to look into; nothing was changed.",
                                NULL);
}

/**
 * tog_reply_new_bad_value:
 * @error: of %TOG_ERROR, whose message may begin with a JSON pointer
 *
 * Makes the answer about a value in the body that can't be accepted.
 *
 * Returns: (transfer full): a reply
 */
TogReply *
tog_reply_new_bad_value (const GError *error)
{
  const char *detail = NULL;
  g_autofree char *field = tog_json_error_dup_pointer (error, &detail);
  const char *type = "/problems/bad-value";
  const char *title = "That can't be accepted";

  if (g_strcmp0 (field, "/duration") == 0)
    {
      type = "/problems/bad-duration";
      title = "Sessions take 30, 45 or 60 minutes";
    }
  else if (g_strcmp0 (field, "/conference/url") == 0)
    {
      type = "/problems/bad-link";
      title = "The link can't be used";
    }

  return tog_reply_new_problem (422, type, title, error->message, field);
}

/**
 * tog_reply_free:
 * @self: (transfer full) (nullable): a reply
 *
 * Frees a reply.
 */
void
tog_reply_free (TogReply *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->etag);
  g_clear_pointer (&self->stream, tog_stream_close);
  g_free (self->location);
  g_free (self->link);
  g_free (self->allow);
  g_free (self);
}

/* FNV-1a: tells versions of an answer apart; nobody gains by a collision but a
 * stale answer of their own. */
static guint64
hash_bytes (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (gsize i = 0; i < size; i++)
    hash = (hash ^ data[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}

/**
 * tog_reply_take_version:
 * @self: a reply with a body
 * @version: of the thing, which rises when somebody changes it, or 0 where it
 *   has none
 *
 * Sets the ETag: the version, which If-Match compares, and a hash of the body,
 * which If-None-Match compares too. So a name that changed reaches a cache, but
 * does not stand in the way of whoever edits.
 */
void
tog_reply_take_version (TogReply *self, gint64 version)
{
  g_free (self->etag);
  self->etag = g_strdup_printf (
      "\"%" G_GINT64_FORMAT ".%016" G_GINT64_MODIFIER "x\"", version, hash_bytes (self->body));
}

/* Goes through a list of entity tags (RFC 9110, section 13.1.1). */
static gboolean
find_in_list (const char *list,
              gboolean (*matches) (const char *, gconstpointer),
              gconstpointer data)
{
  g_auto (GStrv) tags = g_strsplit (list, ",", 64);

  for (guint i = 0; tags[i] != NULL; i++)
    {
      const char *tag = g_strstrip (tags[i]);

      if (g_str_has_prefix (tag, "W/"))
        tag += 2;
      if (g_str_equal (tag, "*") || matches (tag, data))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_tag (const char *tag, gconstpointer etag)
{
  return g_str_equal (tag, etag);
}

/* Which versions will do. */
typedef struct
{
  gint64 first;
  gint64 last;
} Versions;

static gboolean
is_of_versions (const char *tag, gconstpointer data)
{
  const Versions *versions = data;
  char *end;
  gint64 version;

  if (tag[0] != '"' || !g_ascii_isdigit (tag[1]))
    return FALSE;
  version = g_ascii_strtoll (tag + 1, &end, 10);
  return (*end == '.' || *end == '"') && version >= versions->first && version <= versions->last;
}

/**
 * tog_etag_list_matches:
 * @list: value of If-None-Match
 * @etag: the current one
 *
 * Returns: whether the list names it
 */
gboolean
tog_etag_list_matches (const char *list, const char *etag)
{
  return find_in_list (list, is_tag, etag);
}

/**
 * tog_etag_list_has_version:
 * @list: value of If-Match
 * @version: the current one
 *
 * Returns: whether the list names it
 */
gboolean
tog_etag_list_has_version (const char *list, gint64 version)
{
  return tog_etag_list_has_version_since (list, version, version);
}

/**
 * tog_etag_list_has_version_since:
 * @list: value of If-Match
 * @since: a version
 * @version: the current one
 *
 * Returns: whether the list names the current version, or an earlier one from
 *   @since on
 */
gboolean
tog_etag_list_has_version_since (const char *list, gint64 since, gint64 version)
{
  const Versions versions = { since, version };

  return find_in_list (list, is_of_versions, &versions);
}

static struct MHD_Response *
make_response (TogReply *self)
{
  gsize size = 0;
  gconstpointer data = self->body != NULL ? g_bytes_get_data (self->body, &size) : NULL;

  if (self->stream != NULL)
    return tog_stream_make_response (g_steal_pointer (&self->stream));
  if (size == 0)
    return MHD_create_response_from_buffer (0, (gpointer) "", MHD_RESPMEM_PERSISTENT);
  return MHD_create_response_from_buffer_with_free_callback_cls (
      size,
      (gpointer) data,
      (MHD_ContentReaderFreeCallback) g_bytes_unref,
      g_bytes_ref (self->body));
}

static void
add_headers (TogReply *self, struct MHD_Response *response)
{
  char seconds[16];

  if (self->content_type != NULL)
    MHD_add_response_header (response, MHD_HTTP_HEADER_CONTENT_TYPE, self->content_type);
  MHD_add_response_header (response, "X-Content-Type-Options", "nosniff");
  MHD_add_response_header (response,
                           MHD_HTTP_HEADER_CACHE_CONTROL,
                           self->etag != NULL ? "private, no-cache" : "no-store");
  if (self->etag != NULL)
    MHD_add_response_header (response, MHD_HTTP_HEADER_ETAG, self->etag);
  if (self->location != NULL)
    MHD_add_response_header (response, MHD_HTTP_HEADER_LOCATION, self->location);
  if (self->link != NULL)
    MHD_add_response_header (response, MHD_HTTP_HEADER_LINK, self->link);
  if (self->allow != NULL)
    MHD_add_response_header (response, MHD_HTTP_HEADER_ALLOW, self->allow);
  if (self->status == 401)
    MHD_add_response_header (
        response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer realm=\"Together\"");
  if (self->retry_after > 0)
    {
      g_snprintf (seconds, sizeof seconds, "%u", self->retry_after);
      MHD_add_response_header (response, MHD_HTTP_HEADER_RETRY_AFTER, seconds);
    }
  if (self->close)
    MHD_add_response_header (response, MHD_HTTP_HEADER_CONNECTION, "close");
}

/**
 * tog_reply_send:
 * @self: a reply
 * @connection: where to
 *
 * Writes a reply: the one place that does.
 *
 * Returns: what libmicrohttpd wants to know
 */
enum MHD_Result
tog_reply_send (TogReply *self, struct MHD_Connection *connection)
{
  struct MHD_Response *response = make_response (self);
  enum MHD_Result result;

  if (response == NULL)
    return MHD_NO;
  add_headers (self, response);
  result = MHD_queue_response (connection, self->status, response);
  MHD_destroy_response (response);
  return result;
}
