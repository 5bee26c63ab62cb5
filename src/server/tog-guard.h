#pragma once

#include "tog-token.h"

G_BEGIN_DECLS

/**
 * TogGuard:
 *
 * Slows down guessing of tokens: remembers, in tables of fixed size, from which
 * addresses wrong tokens came and which tokens were right from which address.
 */
typedef struct _TogGuard TogGuard;

/**
 * TOG_GUARD_MAX_FAILURES:
 *
 * After how many wrong tokens within %TOG_GUARD_WINDOW an address has to wait.
 */
#define TOG_GUARD_MAX_FAILURES 20

/**
 * TOG_GUARD_WINDOW:
 *
 * Seconds for which failures count.
 */
#define TOG_GUARD_WINDOW 60

TogGuard *tog_guard_new       (void);
void      tog_guard_free      (TogGuard *self);
guint     tog_guard_check     (TogGuard     *self,
                               const char   *address,
                               const guint8  digest[TOG_TOKEN_DIGEST_BYTES],
                               gint64        now);
gboolean  tog_guard_knows     (TogGuard     *self,
                               const char   *address,
                               const guint8  digest[TOG_TOKEN_DIGEST_BYTES]);
void      tog_guard_succeeded (TogGuard     *self,
                               const char   *address,
                               const guint8  digest[TOG_TOKEN_DIGEST_BYTES]);
void      tog_guard_forget    (TogGuard     *self,
                               const char   *address,
                               const guint8  digest[TOG_TOKEN_DIGEST_BYTES]);
void      tog_guard_failed    (TogGuard *self, const char *address, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogGuard, tog_guard_free)

G_END_DECLS
