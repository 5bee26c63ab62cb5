#pragma once

#include "tog-problem.h"
#include "tog-streams.h"

G_BEGIN_DECLS

/**
 * TogReply:
 * @status: of HTTP
 * @content_type: (nullable): media type of @body
 * @body: (owned) (nullable): what is answered
 * @stream: (owned) (nullable): what is answered bit by bit, in place of @body
 * @etag: (owned) (nullable): version of what is answered
 * @location: (owned) (nullable): path of what was made
 * @link: (owned) (nullable): what leads on from here (RFC 8288), known before the body
 *   was read
 * @allow: (owned) (nullable): methods there are, with 405
 * @retry_after: seconds after which to try again, or 0
 * @close: whether the connection ends with this answer, because what follows
 *   on it can't be trusted or was not read
 *
 * What is answered to a request.
 */
typedef struct
{
  guint status;
  const char *content_type;
  GBytes *body;
  TogStream *stream;
  char *etag;
  char *location;
  char *link;
  char *allow;
  guint retry_after;
  gboolean close;
} TogReply;

TogReply       *tog_reply_new         (guint status, const char *content_type, GBytes *body);
TogReply       *tog_reply_new_json    (guint status, char *text);
TogReply       *tog_reply_new_problem (guint       status,
                                       const char *type,
                                       const char *title,
                                       const char *detail,
                                       const char *field);
TogReply       *tog_reply_new_from_problem (const TogProblem *problem);
TogReply       *tog_reply_new_not_found (void);
TogReply       *tog_reply_new_failure (const GError *error);
TogReply       *tog_reply_new_bad_value (const GError *error);
void            tog_reply_free        (TogReply *self);
void            tog_reply_take_version (TogReply *self, gint64 version);
enum MHD_Result tog_reply_send        (TogReply *self, struct MHD_Connection *connection);

gboolean        tog_etag_list_matches (const char *list, const char *etag);
gboolean        tog_etag_list_has_version (const char *list, gint64 version);
gboolean        tog_etag_list_has_version_since (const char *list, gint64 since, gint64 version);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogReply, tog_reply_free)

G_END_DECLS
