#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TogLeaveFunc:
 * @leaver: the task's source object
 * @done: (out): whether all is taken away
 *
 * Returns: whether it is over, well or not
 */
typedef gboolean (*TogLeaveFunc) (gpointer leaver, gboolean *done);

/**
 * TogLeaveUndo:
 * @leaver: the task's source object
 * @before: (nullable): how it was
 */
typedef void (*TogLeaveUndo) (gpointer leaver, gpointer before);

void tog_leave_wait (GTask         *task,
                     TogLeaveFunc   is_over,
                     TogLeaveUndo   undo,
                     gpointer       before,
                     GDestroyNotify free_before);

G_END_DECLS
