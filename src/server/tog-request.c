#include "config.h"

#include "tog-request.h"

#include <string.h>

/* How much of a body that is too large is read to its end, so that the client
 * hears why it was refused, before the connection is simply cut. */
#define MAX_DISCARDED (2 * 1024 * 1024)

/**
 * tog_request_new:
 * @connection: of libmicrohttpd
 * @path: as sent, without the query
 *
 * Returns: (transfer full): a request
 */
TogRequest *
tog_request_new (struct MHD_Connection *connection, const char *path)
{
  TogRequest *self = g_new0 (TogRequest, 1);

  self->connection = connection;
  self->path = g_strdup (path);
  self->began = g_get_monotonic_time ();
  return self;
}

/**
 * tog_request_free:
 * @self: (transfer full): a request
 *
 * Frees a request.
 */
void
tog_request_free (TogRequest *self)
{
  if (self->input != NULL)
    self->free_input (self->input);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_pointer (&self->reply, tog_reply_free);
  g_free (self->if_match);
  g_free (self->key);
  g_free (self->item);
  g_free (self->path);
  g_free (self);
}

static gsize
get_max_body (TogRequest *self)
{
  return self->route != NULL && self->route->max_body > 0 ? self->route->max_body
                                                          : TOG_MAX_BODY_BYTES;
}

/**
 * tog_request_take_body:
 * @self: a request
 * @data: the next part of its body
 * @size: bytes in @data
 *
 * Adds to the body. Of one that is too large nothing is kept.
 *
 * Returns: whether to read on; if not, the connection is to be cut
 */
gboolean
tog_request_take_body (TogRequest *self, const char *data, gsize size)
{
  if (self->body == NULL)
    self->body = g_byte_array_new ();

  if (!self->too_large && self->body->len + size <= get_max_body (self))
    {
      g_byte_array_append (self->body, (const guint8 *) data, size);
      return TRUE;
    }

  self->too_large = TRUE;
  g_byte_array_set_size (self->body, 0);
  self->n_discarded += size;
  return self->n_discarded <= MAX_DISCARDED;
}

/**
 * tog_request_get_header:
 * @self: a request
 * @name: of a header
 *
 * Returns: (nullable) (transfer none): its value
 */
const char *
tog_request_get_header (TogRequest *self, const char *name)
{
  return MHD_lookup_connection_value (self->connection, MHD_HEADER_KIND, name);
}

typedef struct
{
  const char *name;
  const char *value;
} Header;

static enum MHD_Result
find_header_cb (void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
  Header *header = data;

  if (g_ascii_strcasecmp (name, header->name) == 0)
    header->value = value;
  return MHD_YES;
}

/**
 * tog_request_get_last_header:
 * @self: a request
 * @name: of a header that may be there more than once
 *
 * Returns: (nullable) (transfer none): the value it has where it stands last
 */
const char *
tog_request_get_last_header (TogRequest *self, const char *name)
{
  Header header = { name, NULL };

  MHD_get_connection_values (self->connection, MHD_HEADER_KIND, find_header_cb, &header);
  return header.value;
}

/**
 * tog_request_get_query:
 * @self: a request
 * @name: of a parameter
 *
 * Returns: (nullable) (transfer none): its value, not escaped
 */
const char *
tog_request_get_query (TogRequest *self, const char *name)
{
  return MHD_lookup_connection_value (self->connection, MHD_GET_ARGUMENT_KIND, name);
}

typedef struct
{
  guint n_hosts;
  guint n_lengths;
  guint n_encodings;
  const char *length;
  const char *encoding;
  gboolean has_bad_name;
} Framing;

/* RFC 9110 section 5.6.2. */
static gboolean
is_token (const char *name)
{
  for (const char *c = name; *c != '\0'; c++)
    {
      if (!g_ascii_isalnum (*c) && strchr ("!#$%&'*+-.^_`|~", *c) == NULL)
        return FALSE;
    }
  return *name != '\0';
}

static enum MHD_Result
count_header_cb (void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
  Framing *framing = data;

  if (g_ascii_strcasecmp (name, MHD_HTTP_HEADER_HOST) == 0)
    framing->n_hosts++;
  else if (g_ascii_strcasecmp (name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0)
    {
      framing->n_encodings++;
      framing->encoding = value;
    }
  else if (g_ascii_strcasecmp (name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0)
    {
      framing->n_lengths++;
      framing->length = value;
    }
  framing->has_bad_name |= !is_token (name);
  return MHD_YES;
}

static TogReply *
refuse (guint status, const char *title, const char *detail, const char *field)
{
  TogReply *reply = tog_reply_new_problem (status, NULL, title, detail, field);

  /* Where the next request begins is not sure, or the body was not read. */
  reply->close = TRUE;
  return reply;
}

/**
 * tog_request_check_framing:
 * @self: a request of which only the head was read
 * @method: of HTTP
 * @version: of HTTP
 *
 * Checks that it is beyond doubt where the request ends and for whom it is
 * (RFC 9112, sections 3.2, 5.1, 6.1 and 6.3). libmicrohttpd accepts two Host
 * headers, two lengths, a length together with an encoding, one it does not know
 * or that HTTP/1.0 does not have, and a space before a colon; a proxy in front of
 * it might read them another way, and let somebody hide a request in another.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_request_check_framing (TogRequest *self, const char *method, const char *version)
{
  Framing framing = { 0 };

  MHD_get_connection_values (self->connection, MHD_HEADER_KIND, count_header_cb, &framing);

  if (framing.n_hosts > 1 || (framing.n_hosts == 0 && g_str_equal (version, "HTTP/1.1")))
    return refuse (400, "Malformed request", "There must be exactly one Host header.", "Host");
  if (framing.has_bad_name)
    return refuse (
        400, "Malformed request", "The name of a header holds what no name may hold.", NULL);
  if (framing.n_lengths > 1)
    return refuse (400,
                   "Malformed request",
                   "There must be at most one Content-Length header.",
                   "Content-Length");
  if (framing.n_encodings > 1 || (framing.n_encodings == 1 && framing.n_lengths == 1))
    return refuse (400,
                   "Malformed request",
                   "There must be one Content-Length or one Transfer-Encoding, not both.",
                   "Transfer-Encoding");
  if (framing.n_encodings == 1 && g_str_equal (version, "HTTP/1.0"))
    return refuse (
        400, "Malformed request", "HTTP/1.0 has no Transfer-Encoding.", "Transfer-Encoding");
  if (framing.n_encodings == 1 && g_ascii_strcasecmp (framing.encoding, "chunked") != 0)
    return refuse (
        501, "Not implemented", "A body can be sent as it is or chunked.", "Transfer-Encoding");
  if (framing.n_lengths == 1)
    {
      gsize n_digits = strspn (framing.length, "0123456789");

      if (n_digits == 0 || framing.length[n_digits] != '\0' || n_digits > 18)
        return refuse (
            400, "Malformed request", "Content-Length must be a number.", "Content-Length");
    }
  return NULL;
}

static TogReply *
refuse_size (TogRequest *self)
{
  g_autofree char *detail =
      g_strdup_printf ("A body can have %zu KiB at the most.", get_max_body (self) / 1024);

  return refuse (413, "Too large", detail, NULL);
}

/**
 * tog_request_check_length:
 * @self: a request whose framing was checked, and whose route is known or that has none
 *
 * Checks that its body is not announced as larger than is accepted. One that is a
 * little too large is read to its end and refused then, for a client that is still
 * sending might not hear the answer.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_request_check_length (TogRequest *self)
{
  const char *length = tog_request_get_header (self, MHD_HTTP_HEADER_CONTENT_LENGTH);

  gboolean is_write = self->route != NULL && self->route->write != NULL;
  gsize max = is_write ? MAX_DISCARDED : TOG_MAX_BODY_BYTES;

  return length == NULL || g_ascii_strtoull (length, NULL, 10) <= max ? NULL : refuse_size (self);
}

static gboolean
is_json (const char *content_type)
{
  gsize length = content_type != NULL ? strcspn (content_type, "; \t") : 0;

  return length == strlen ("application/json") &&
         g_ascii_strncasecmp (content_type, "application/json", length) == 0;
}

static gboolean
is_key (const char *key)
{
  gsize length = strlen (key);

  if (length < 16 || length > 128)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isgraph (key[i]))
        return FALSE;
    }
  return TRUE;
}

/**
 * tog_request_prepare_write:
 * @self: a request that was read whole
 *
 * Checks what all writes have in common, and takes from the connection what is
 * needed in the writer's thread.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_request_prepare_write (TogRequest *self)
{
  g_autoptr (GChecksum) checksum = NULL;
  const char *key = tog_request_get_header (self, "Idempotency-Key");
  gsize size = sizeof self->digest;

  if (self->too_large)
    return refuse_size (self);
  if (!self->route->has_no_body &&
      !is_json (tog_request_get_header (self, MHD_HTTP_HEADER_CONTENT_TYPE)))
    return tog_reply_new_problem (
        415, NULL, "Not JSON", "The body must be application/json.", "Content-Type");
  if (key == NULL)
    return tog_reply_new_problem (428,
                                  NULL,
                                  "Which request?",
                                  "A write needs an Idempotency-Key of its own.",
                                  "Idempotency-Key");
  if (!is_key (key))
    return tog_reply_new_problem (400,
                                  NULL,
                                  "Malformed request",
                                  "The key must be 16 to 128 visible ASCII characters.",
                                  "Idempotency-Key");
  if (self->body == NULL)
    self->body = g_byte_array_new ();

  self->key = g_strdup (key);
  self->if_match = g_strdup (tog_request_get_header (self, MHD_HTTP_HEADER_IF_MATCH));
  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) self->route->method, -1);
  g_checksum_update (checksum, (const guchar *) self->path, strlen (self->path) + 1);
  g_checksum_update (checksum, self->body->data, self->body->len);
  g_checksum_get_digest (checksum, self->digest, &size);
  return self->route->parse (self);
}
