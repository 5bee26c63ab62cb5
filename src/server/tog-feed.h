#pragma once

#include "tog-request.h"

G_BEGIN_DECLS

/*
 * The calendar feed of a member: whoever knows its address reads their sessions.
 */

gboolean  tog_feed_digest        (const char *item, guint8 digest[TOG_TOKEN_DIGEST_BYTES]);
gboolean  tog_feed_find          (TogDb        *db,
                                  const guint8  digest[TOG_TOKEN_DIGEST_BYTES],
                                  TogIdentity  *identity,
                                  gboolean     *found,
                                  GError      **error);

TogReply *tog_feed_handle_get    (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_feed_handle_read   (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_feed_make_parse    (TogRequest *request);
TogReply *tog_feed_make_write    (TogRequest *request, TogScope *scope, GError **error);
void      tog_feed_make_finish   (TogRequest *request, TogReply *reply);
TogReply *tog_feed_revoke_parse  (TogRequest *request);
TogReply *tog_feed_revoke_write  (TogRequest *request, TogScope *scope, GError **error);

G_END_DECLS
