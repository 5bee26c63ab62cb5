#pragma once

#include "tog-storage.h"

G_BEGIN_DECLS

#define TOG_TOKEN_DIGEST_BYTES 32

/**
 * TOG_TOKEN_DEFAULT_DAYS:
 *
 * How long a token is good for unless somebody says otherwise.
 */
#define TOG_TOKEN_DEFAULT_DAYS 365

gboolean tog_token_digest (const char *token, guint8 digest[TOG_TOKEN_DIGEST_BYTES]);
gboolean tog_token_find   (TogDb        *db,
                           const guint8  digest[TOG_TOKEN_DIGEST_BYTES],
                           TogInstant    now,
                           TogIdentity  *identity,
                           gboolean     *found,
                           GError      **error);
char    *tog_token_add    (TogDb       *db,
                           const char  *email,
                           const char  *organization,
                           gint64       days,
                           TogInstant   now,
                           GError     **error);
gboolean tog_token_list   (TogDb *db, GString *out, GError **error);
gboolean tog_token_revoke (TogDb       *db,
                           const char  *name,
                           TogInstant   now,
                           GError     **error);

G_END_DECLS
