#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * How a writer's log is written: SQLite hands over each page of a commit in two pieces,
 * one system call each. Here they are gathered, and written as one before the log is
 * flushed. For use inside this room.
 */

const char *tog_log_vfs_get_name (void);

G_END_DECLS
