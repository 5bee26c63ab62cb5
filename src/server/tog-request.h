#pragma once

#include "tog-networks.h"
#include "tog-reply.h"
#include "tog-storage.h"
#include "tog-token.h"

G_BEGIN_DECLS

/**
 * TOG_MAX_BODY_BYTES:
 *
 * The largest body of a request whose route doesn't say otherwise.
 */
#define TOG_MAX_BODY_BYTES (64 * 1024)

/**
 * TOG_MAX_NOTE_BYTES:
 *
 * The largest body of a request that puts notes, whatever way a client escapes them.
 */
#define TOG_MAX_NOTE_BYTES (512 * 1024)

/**
 * TogSettings:
 * @name: (nullable): what the server calls itself, %NULL for the organization's name
 * @mail_name: (nullable): what invites come from, %NULL for the organization's name
 * @mail_from: address that invites come from
 * @mail_domain: what the ids of invites end in
 * @secret: what tokens of changes are signed with
 * @public_url: (atomic) (nullable): the URL the server is reached by, without a
 *   slash at its end; %NULL until it listens
 * @streams: who waits for changes
 * @calendar_networks: (nullable): where calendars may be besides public addresses
 *
 * What handlers know of the server besides the database.
 */
typedef struct
{
  const char *name;
  const char *mail_name;
  const char *mail_from;
  const char *mail_domain;
  GBytes *secret;
  const char *public_url;
  TogStreams *streams;
  const TogNetworks *calendar_networks;
} TogSettings;

typedef struct _TogRoute TogRoute;

/**
 * TogRequest:
 * @connection: (not owned): of libmicrohttpd
 * @settings: (not owned): of the server
 * @route: (not owned) (nullable): what is asked for
 * @is_head: whether only the head of the answer is asked for
 * @path: (owned): as sent, without the query
 * @item: (owned) (nullable): the id in @path
 * @body: (owned) (nullable): what was sent
 * @too_large: whether the body was larger than is accepted, and thrown away
 * @n_discarded: how many bytes of it were
 * @if_match: (owned) (nullable): the version a change is based on
 * @key: (owned) (nullable): of a write, by which it is known again
 * @digest: SHA-256 of what a write asks for
 * @token: digest of the token it came with
 * @identity: who asks, once that is known
 * @now: when it was asked; of a write, when it is done
 * @input: (owned) (nullable): what the route made of @body
 * @free_input: frees @input
 * @reply: (owned) (nullable): what to answer, once that is known
 * @unanswered: (not owned) (nullable): (atomic): counts this request, from when
 *   it went to the writer until it is answered
 * @began: when it came in, by the monotonic clock
 *
 * One request while it is being answered.
 */
typedef struct
{
  struct MHD_Connection *connection;
  const TogSettings *settings;
  const TogRoute *route;
  gboolean is_head;
  char *path;
  char *item;
  GByteArray *body;
  gsize n_discarded;
  gboolean too_large;
  char *if_match;
  char *key;
  guint8 digest[32];
  guint8 token[TOG_TOKEN_DIGEST_BYTES];
  TogIdentity identity;
  TogInstant now;
  gpointer input;
  GDestroyNotify free_input;
  TogReply *reply;
  int *unanswered;
  gint64 began;
} TogRequest;

/**
 * TogRoute:
 * @method: of HTTP; GET answers HEAD too
 * @path: "{id}" stands for an id
 * @operation: its operationId in the API document
 * @answer: (nullable): answers without a token
 * @read: (nullable): answers a member who reads
 * @by_secret: whether the id in the path says who reads, instead of a token
 * @parse: (nullable): makes @input of the body of a write, without the
 *   database; returns a reply only to refuse it
 * @write: (nullable): answers a member who writes, in the writer's thread; a
 *   reply that refuses must not have written anything
 * @finish: (nullable): puts into the reply what must not be stored with it for
 *   those who ask the same again
 * @max_body: bytes that a body may have, 0 for %TOG_MAX_BODY_BYTES
 * @has_no_body: whether a write takes no body: what is sent as one is not looked at
 * @wakes_readers: whether calendars may have to be read once it was written
 *
 * An operation of the API. A function that returns %NULL has set the error.
 */
struct _TogRoute
{
  const char *method;
  const char *path;
  const char *operation;
  TogReply *(*answer) (TogRequest *request, TogDb *db, GError **error);
  TogReply *(*read) (TogRequest *request, TogScope *scope, GError **error);
  TogReply *(*parse) (TogRequest *request);
  TogReply *(*write) (TogRequest *request, TogScope *scope, GError **error);
  void (*finish) (TogRequest *request, TogReply *reply);
  gsize max_body;
  gboolean by_secret;
  gboolean has_no_body;
  gboolean wakes_readers;
};

TogRequest *tog_request_new        (struct MHD_Connection *connection, const char *path);
void        tog_request_free       (TogRequest *self);
gboolean    tog_request_take_body  (TogRequest *self, const char *data, gsize size);
const char *tog_request_get_header (TogRequest *self, const char *name);
const char *tog_request_get_last_header (TogRequest *self, const char *name);
const char *tog_request_get_query  (TogRequest *self, const char *name);
TogReply   *tog_request_check_framing (TogRequest *self, const char *method, const char *version);
TogReply   *tog_request_check_length (TogRequest *self);
TogReply   *tog_request_prepare_write (TogRequest *self);

const TogRoute *tog_routes_find    (const char *method, const char *path, char **item);
char           *tog_routes_list_methods (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogRequest, tog_request_free)

G_END_DECLS
