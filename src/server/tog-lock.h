#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TogLock:
 *
 * The right to write to a database: one process has it at a time.
 */
typedef struct _TogLock TogLock;

TogLock *tog_lock_take (const char *database, gboolean *taken, GError **error);
void     tog_lock_free (TogLock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogLock, tog_lock_free)

G_END_DECLS
